"""ConnectWise's answers as typed shapes: only what is used is named, anything else is ignored.

Null fields are left out by ConnectWise, so nearly everything may be missing.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec


class Wire(msgspec.Struct, rename="camel", frozen=True):
    """Base of the shapes: our names in snake case, theirs in camel case."""


class Ref(Wire, frozen=True):
    id: int | None = None
    name: str | None = None
    identifier: str | None = None


class CurrencyRef(Wire, frozen=True):
    currency_code: str | None = None
    currency_identifier: str | None = None


class ItemRef(Wire, frozen=True):
    id: int | None = None
    identifier: str | None = None


class Count(Wire, frozen=True):
    count: int


class CompanyInfo(Wire, rename="pascal", frozen=True):
    """`/login/companyinfo`: asked without keys, so nothing in it is to be trusted blindly."""

    codebase: str | None = None
    version_number: str | None = None
    company_name: str | None = None
    is_cloud: bool | str | None = None
    site_url: str | None = None


class SystemInfo(Wire, frozen=True):
    version: str | None = None
    is_cloud: bool | None = None
    server_time_zone: str | None = None


class Unposted(Wire, frozen=True):
    id: int | None = None
    billing_log_id: int | None = None
    location_id: int | None = None
    location: Ref | None = None
    company: Ref | None = None
    account_number: str | None = None
    bill_to_company: Ref | None = None
    bill_to_site: Ref | None = None
    ship_to_company: Ref | None = None
    ship_to_site: Ref | None = None
    invoice_number: str | None = None
    invoice_date: str | None = None
    invoice_type: str | None = None
    description: str | None = None
    billing_terms: Ref | None = None
    due_date: str | None = None
    currency: CurrencyRef | None = None
    sub_total: Decimal | None = None
    total: Decimal | None = None
    sales_tax_amount: Decimal | None = None
    has_time: bool | None = None
    has_expenses: bool | None = None
    has_products: bool | None = None
    invoice_taxable_flag: bool | None = None
    item_taxable_flag: bool | None = None
    tax_code: Ref | None = None
    avalara_tax_flag: bool | None = None
    date_closed: str | None = None


class TaxLevel(Wire, frozen=True):
    tax_level: int
    tax_amount: Decimal | None = None
    taxable_amount: Decimal | None = None
    tax_code_xref: str | None = None


class RowTaxLevel(Wire, frozen=True):
    tax_level: int
    taxable_flag: bool | None = None


class Row(Wire, frozen=True):
    id: int | None = None
    account_number: str | None = None
    gl_class: str | None = None
    gl_type_id: str | None = None
    gl_item_id: str | None = None
    memo: str | None = None
    description: str | None = None
    quantity: Decimal | None = None
    total: Decimal | None = None
    item_price: Decimal | None = None
    item: ItemRef | None = None
    item_description: str | None = None
    sales_description: str | None = None
    unit_of_measure: Ref | None = None
    tax_code_xref: str | None = None
    taxable_flag: bool | None = None
    taxable2_flag: bool | None = msgspec.field(default=None, name="taxable2Flag")
    taxable3_flag: bool | None = msgspec.field(default=None, name="taxable3Flag")
    taxable4_flag: bool | None = msgspec.field(default=None, name="taxable4Flag")
    taxable5_flag: bool | None = msgspec.field(default=None, name="taxable5Flag")
    time_entry: Ref | None = None
    item_taxable_flag: bool | None = None
    item_type_xref: str | None = None
    cost_account_number: str | None = None
    inventory_account_number: str | None = None
    tax_levels: list[RowTaxLevel] | None = None


class Transaction(Wire, frozen=True):
    id: int | None = None
    gl_class: str | None = None
    document_date: str | None = None
    document_number: str | None = None
    document_type: str | None = None
    memo: str | None = None
    company: Ref | None = None
    company_account_number: str | None = None
    sales_territory: str | None = None
    site: Ref | None = None
    billing_terms: Ref | None = None
    billing_terms_xref: str | None = None
    due_days: int | str | None = None
    due_date: str | None = None
    agreement_pre_payment_flag: bool | None = None
    account_number: str | None = None
    billing_type: str | None = None
    gl_entry_ids: str | None = None
    currency: CurrencyRef | None = None
    total: Decimal | None = None
    taxable: bool | None = None
    tax_code: Ref | None = None
    tax_group_rate: Decimal | None = None
    tax_account_number: str | None = None
    sales_tax: Decimal | None = None
    state_tax: Decimal | None = None
    county_tax: Decimal | None = None
    city_tax: Decimal | None = None
    state_tax_xref: str | None = None
    county_tax_xref: str | None = None
    tax_dp_applied_flag: bool | None = None
    use_avalara_flag: bool | None = None
    ship_to_company: Ref | None = None
    ship_site: Ref | None = None
    detail: list[Row] | None = None
    tax_levels: list[TaxLevel] | None = None


class Export(Wire, frozen=True):
    transactions: list[Transaction] | None = None


class Status(Wire, frozen=True):
    id: int | None = None
    is_closed: bool | None = None


class Invoice(Wire, frozen=True):
    id: int | None = None
    invoice_number: str | None = None
    type: str | None = None
    status: Status | None = None
    company: Ref | None = None
    bill_to_company: Ref | None = None
    account_number: str | None = None
    date: str | None = None
    due_date: str | None = None
    location_id: int | None = None
    location: Ref | None = None
    currency: CurrencyRef | None = None
    total: Decimal | None = None
    sales_tax: Decimal | None = None
    attention: str | None = None
    billing_site_address_line1: str | None = None
    billing_site_address_line2: str | None = None
    billing_site_city: str | None = None
    billing_site_state: str | None = None
    billing_site_zip: str | None = None
    billing_site_country: str | None = None
    shipping_site_address_line1: str | None = None
    shipping_site_address_line2: str | None = None
    shipping_site_city: str | None = None
    shipping_site_state: str | None = None
    shipping_site_zip: str | None = None
    shipping_site_country: str | None = None
    customer_po: str | None = msgspec.field(default=None, name="customerPO")
    top_comment: str | None = None
    bottom_comment: str | None = None
    internal_notes: str | None = None
    payments: Decimal | None = None
    credits: Decimal | None = None
    gl_batch: Ref | None = None
    info: dict[str, Any] | None = msgspec.field(default=None, name="_info")


class Payment(Wire, frozen=True):
    id: int | None = None
    credit: Ref | None = None


class TimeEntry(Wire, frozen=True):
    """A time entry, as far as its notes are concerned."""

    id: int | None = None
    internal_notes: str | None = None


class Company(Wire, frozen=True):
    id: int | None = None
    identifier: str | None = None
    name: str | None = None
    account_number: str | None = None
    address_line1: str | None = None
    address_line2: str | None = None
    city: str | None = None
    state: str | None = None
    zip: str | None = None
    country: Ref | None = None
    phone_number: str | None = None
    invoice_to_email_address: str | None = None


class PackageSetup(Wire, frozen=True):
    accounting_package: Ref | None = None
    direct_transfer_flag: bool | None = None
    include_invoices_flag: bool | None = None
    include_sales_tax_flag: bool | None = None
    include_items_flag: bool | None = None
    suppress_memo_flag: bool | None = None
    send_uom_flag: bool | None = None
    transfer_expenses_as_bill_flag: bool | None = None
    sync_payment_info_flag: bool | None = None


class GlAccount(Wire, frozen=True):
    gl_type: str | None = None
    mapped_record: Ref | None = None
    segment1: str | None = None


class TaxCode(Wire, frozen=True):
    """With its up to six levels; a rate is a fraction (0.06 is 6 %) or, by its type, an amount."""

    id: int | None = None
    identifier: str | None = None
    cancel_date: str | None = None
    level_one_rate: Decimal | None = None
    level_one_rate_type: str | None = None
    level_two_rate: Decimal | None = None
    level_two_rate_type: str | None = None
    level_three_rate: Decimal | None = None
    level_three_rate_type: str | None = None
    level_four_rate: Decimal | None = None
    level_four_rate_type: str | None = None
    level_five_rate: Decimal | None = None
    level_five_rate_type: str | None = None
    level_six_rate: Decimal | None = None
    level_six_rate_type: str | None = None


class Member(Wire, frozen=True):
    identifier: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    license_class: str | None = None
    inactive_flag: bool | None = None
    structure_level: Ref | None = None
    restrict_location_flag: bool | None = None
    restrict_department_flag: bool | None = None
    vendor_number: str | None = None


class Written(Wire, frozen=True):
    """`_info`: who wrote a record last, and when."""

    last_updated: str | None = None
    updated_by: str | None = None


class Batch(Wire, frozen=True):
    id: int
    batch_identifier: str | None = None
    closed_flag: bool | None = None
    written: Written | None = msgspec.field(default=None, name="_info")


class Entry(Wire, frozen=True):
    id: int
    invoice: Ref | None = None
    account_type: str | None = None
    account_number: str | None = None
    debit: Decimal | None = None
    credit: Decimal | None = None


class ErrorDetail(Wire, frozen=True):
    code: str | None = None
    message: str | None = None
    field: str | None = None


class ErrorBody(Wire, frozen=True):
    """Both shapes: `code` with `message`, and the throttle's `error` with `message`."""

    code: str | None = None
    error: str | None = None
    message: str | None = None
    errors: list[ErrorDetail] | None = None
