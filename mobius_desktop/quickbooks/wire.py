"""QuickBooks' answers as typed shapes: only what is used is named, anything else is ignored."""

from __future__ import annotations

from decimal import Decimal

import msgspec


class Wire(msgspec.Struct, rename="pascal", frozen=True):
    """Base of the shapes: our names in snake case, theirs in Pascal case."""


class Ref(msgspec.Struct, frozen=True):
    value: str | None = None
    name: str | None = None
    type: str | None = None


class MetaData(Wire, frozen=True):
    create_time: str | None = None
    last_updated_time: str | None = None


class Email(Wire, frozen=True):
    address: str | None = None


class Customer(Wire, frozen=True):
    id: str
    display_name: str | None = None
    company_name: str | None = None
    fully_qualified_name: str | None = None
    active: bool | None = None
    taxable: bool | None = None
    tax_exemption_reason_id: str | int | None = None
    primary_email_addr: Email | None = None
    parent_ref: Ref | None = None
    currency_ref: Ref | None = None


class Named(Wire, frozen=True):
    """Vendor, Employee, TaxAgency, Term and whatever else is known by a name."""

    id: str
    display_name: str | None = None
    name: str | None = None
    fully_qualified_name: str | None = None
    active: bool | None = None


class Item(Wire, frozen=True):
    id: str
    name: str | None = None
    fully_qualified_name: str | None = None
    type: str | None = None
    active: bool | None = None
    income_account_ref: Ref | None = None
    taxable: bool | None = None
    inv_start_date: str | None = None
    qty_on_hand: Decimal | None = None


class Account(Wire, frozen=True):
    id: str
    acct_num: str | None = None
    name: str | None = None
    fully_qualified_name: str | None = None
    account_type: str | None = None
    classification: str | None = None
    active: bool | None = None


class Term(Wire, frozen=True):
    id: str
    name: str | None = None
    due_days: int | None = None
    day_of_month_due: int | None = None
    due_next_month_days: int | None = None
    active: bool | None = None


class TaxRateDetail(Wire, frozen=True):
    tax_rate_ref: Ref | None = None


class TaxRateList(Wire, frozen=True):
    tax_rate_detail: list[TaxRateDetail] | None = None


class TaxCode(Wire, frozen=True):
    id: str
    name: str | None = None
    active: bool | None = None
    sales_tax_rate_list: TaxRateList | None = None


class TaxRate(Wire, frozen=True):
    id: str
    name: str | None = None
    rate_value: Decimal | None = None


class NameValue(Wire, frozen=True):
    name: str | None = None
    value: str | None = None


class CompanyInfo(Wire, frozen=True):
    company_name: str | None = None
    legal_name: str | None = None
    country: str | None = None
    fiscal_year_start_month: str | None = None
    name_value: list[NameValue] | None = None


class SalesForms(Wire, frozen=True):
    custom_txn_numbers: bool | None = None
    allow_discount: bool | None = None
    e_transaction_payment_enabled: bool | None = msgspec.field(
        default=None, name="ETransactionPaymentEnabled"
    )
    auto_apply_credit: bool | None = None


class AccountingInfo(Wire, frozen=True):
    use_account_numbers: bool | None = None
    class_tracking_per_txn: bool | None = None
    class_tracking_per_txn_line: bool | None = None
    track_departments: bool | None = None
    book_close_date: str | None = None


class TaxPrefs(Wire, frozen=True):
    using_sales_tax: bool | None = None
    partner_tax_enabled: bool | None = None


class CurrencyPrefs(Wire, frozen=True):
    multi_currency_enabled: bool | None = None
    home_currency: Ref | None = None


class Preferences(Wire, frozen=True):
    sales_forms_prefs: SalesForms | None = None
    accounting_info_prefs: AccountingInfo | None = None
    tax_prefs: TaxPrefs | None = None
    currency_prefs: CurrencyPrefs | None = None


class LinkedTxn(Wire, frozen=True):
    txn_id: str | None = None
    txn_type: str | None = None


class SalesDetail(Wire, frozen=True):
    item_ref: Ref | None = None
    item_account_ref: Ref | None = None
    class_ref: Ref | None = None
    tax_code_ref: Ref | None = None
    qty: Decimal | None = None
    unit_price: Decimal | None = None


class DiscountDetail(Wire, frozen=True):
    discount_account_ref: Ref | None = None


class GroupDetail(Wire, frozen=True):
    line: list[Line] | None = None


class Line(Wire, frozen=True):
    amount: Decimal | None = None
    description: str | None = None
    detail_type: str | None = None
    sales_item_line_detail: SalesDetail | None = None
    discount_line_detail: DiscountDetail | None = None
    group_line_detail: GroupDetail | None = None


class TaxDetail(Wire, frozen=True):
    total_tax: Decimal | None = None


class Transaction(Wire, frozen=True):
    """Invoice or CreditMemo."""

    id: str
    status: str | None = msgspec.field(default=None, name="status")
    sync_token: str | None = None
    meta_data: MetaData | None = None
    doc_number: str | None = None
    txn_date: str | None = None
    due_date: str | None = None
    customer_ref: Ref | None = None
    currency_ref: Ref | None = None
    class_ref: Ref | None = None
    department_ref: Ref | None = None
    private_note: str | None = None
    total_amt: Decimal | None = None
    balance: Decimal | None = None
    linked_txn: list[LinkedTxn] | None = None
    txn_tax_detail: TaxDetail | None = None
    line: list[Line] | None = None


class Identified(Wire, frozen=True):
    """The least of an entity that was written."""

    id: str


class LoneError(msgspec.Struct, frozen=True):
    """An error of a fault; `code` is text, sometimes a number."""

    code: str | int | None = None
    message: str | None = None
    detail: str | None = None
    element: str | None = None


class UpperError(msgspec.Struct, frozen=True):
    code: str | int | None = None
    message: str | None = msgspec.field(default=None, name="Message")
    detail: str | None = msgspec.field(default=None, name="Detail")
    element: str | None = None


class UpperFault(msgspec.Struct, frozen=True):
    error: list[UpperError] = msgspec.field(default_factory=list, name="Error")
    type: str | None = None


class LowerFault(msgspec.Struct, frozen=True):
    error: list[LoneError] = msgspec.field(default_factory=list)
    type: str | None = None


class FaultBody(msgspec.Struct, frozen=True):
    """Both JSON forms: the service's own, and the gateway's in lower case."""

    upper: UpperFault | None = msgspec.field(default=None, name="Fault")
    lower: LowerFault | None = msgspec.field(default=None, name="fault")


class Envelope(msgspec.Struct, frozen=True):
    """An answer as what it holds by name, each part still as its bytes."""

    time: str | int | None = None


class QueryAnswer(msgspec.Struct, frozen=True):
    """`QueryResponse` holds the rows under the entity's name, or nothing at all."""

    response: dict[str, msgspec.Raw] | None = msgspec.field(default=None, name="QueryResponse")
    time: str | int | None = None


class BatchItem(msgspec.Struct, frozen=True):
    number: str = msgspec.field(name="bId")
    response: dict[str, msgspec.Raw] | None = msgspec.field(default=None, name="QueryResponse")
    upper: UpperFault | None = msgspec.field(default=None, name="Fault")


class BatchAnswer(msgspec.Struct, frozen=True):
    items: list[BatchItem] = msgspec.field(name="BatchItemResponse")
    time: str | int | None = None
