"""ConnectWise PSA's side in our own values; the vendor's field names stop at `mobius_desktop.connectwise`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from mobius_desktop.domain.ids import BillingLogId, ConnectWiseBatchId, ConnectWiseId, GlEntryId


class InvoiceType(StrEnum):
    """The type of a ConnectWise invoice, in ConnectWise's words."""

    AGREEMENT = "Agreement"
    CREDIT_MEMO = "CreditMemo"
    DOWN_PAYMENT = "DownPayment"
    MISCELLANEOUS = "Miscellaneous"
    PROGRESS = "Progress"
    STANDARD = "Standard"


class GlType(StrEnum):
    """GL type of a row. A code that ConnectWise adds later is kept as text in `GlRow.gl_type`."""

    RECEIVABLE = "AR"
    REVENUE = "R"
    REVENUE_PRODUCT = "RP"
    REVENUE_AGREEMENT = "RA"
    AGREEMENT_PRODUCT = "AP"
    REVENUE_EXPENSE = "RE"
    DEFERRED_REVENUE = "RD"
    SALES_TAX = "ST"
    DISCOUNT = "SD"


PRODUCT_ROWS = frozenset({GlType.REVENUE_PRODUCT.value, GlType.AGREEMENT_PRODUCT.value})
SALES_ROWS = PRODUCT_ROWS | {
    GlType.REVENUE.value,
    GlType.REVENUE_AGREEMENT.value,
    GlType.REVENUE_EXPENSE.value,
    GlType.DEFERRED_REVENUE.value,
    GlType.DISCOUNT.value,
}
"""The rows that become lines of a document; their account becomes an item's account in QuickBooks."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to a ConnectWise record."""

    id: ConnectWiseId
    name: str = ""
    identifier: str = ""


@dataclass(frozen=True, slots=True)
class Location:
    """A ConnectWise billing location. QuickBooks' own is always called QuickBooks Location."""

    id: ConnectWiseId
    name: str


@dataclass(frozen=True, slots=True)
class UnpostedInvoice:
    """A row of the unposted list: closed in ConnectWise, not yet in a ConnectWise batch.

    Amounts are in `currency`, as ConnectWise shows them (credit memos negative)."""

    billing_log_id: BillingLogId
    unposted_id: GlEntryId | None
    number: str
    invoice_type: str
    company: Reference | None
    bill_to: Reference | None
    ship_to: Reference | None
    account_id: str
    """The bill-to customer's account number."""
    date: dt.date
    due_date: dt.date | None
    location: Reference | None
    currency: str
    subtotal: Decimal
    total: Decimal
    sales_tax: Decimal
    has_time: bool = False
    has_expenses: bool = False
    has_products: bool = False
    taxable: bool = False
    item_taxable: bool = False
    tax_code: str = ""
    avalara: bool = False
    terms: str = ""
    description: str = ""
    bill_to_site: Reference | None = None
    ship_to_site: Reference | None = None
    closed_at: str = ""


@dataclass(frozen=True, slots=True)
class TaxLevel:
    """One tax level of an exported invoice; amounts keep ConnectWise's sign."""

    level: int
    amount: Decimal
    taxable_amount: Decimal | None = None
    xref: str = ""


@dataclass(frozen=True, slots=True)
class GlRow:
    """A detail row of an exported invoice. `total` is negative for a credit posting (a sale)."""

    id: GlEntryId
    gl_type: str
    account: str
    total: Decimal
    quantity: Decimal
    item_price: Decimal
    item: str
    """The catalog id; empty where the row has no product."""
    gl_item_id: str
    """The Product ID of the GL mapping."""
    gl_class: str
    taxable: bool
    taxable_levels: tuple[int, ...]
    """Levels at which the row is taxable, where ConnectWise says it by level."""
    memo: str
    description: str
    unit: str = ""
    work_role: str = ""
    work_type: str = ""
    tax_xref: str = ""
    item_description: str = ""
    item_taxable: bool = False
    item_type_xref: str = ""
    cost_account: str = ""
    inventory_account: str = ""
    time_entry_id: ConnectWiseId | None = None
    """The time entry behind a labour row; a Detailed export alone names it."""
    item_id: ConnectWiseId | None = None
    """The catalog's record of the item: a link by it survives a new name."""
    internal_note: str = ""
    """The internal note of that time entry, where it could be read: ConnectWise mixes it into `memo`."""
    time_entry_read: bool = False
    """Whether that time entry was read: then an empty `internal_note` means that it has none."""


@dataclass(frozen=True, slots=True)
class GlTransaction:
    """One invoice of the GL export (accounting's view of it, a read-only preview)."""

    billing_log_id: BillingLogId
    number: str
    document_type: str
    billing_type: str
    date: dt.date
    due_date: dt.date | None
    currency: str
    total: Decimal
    account: str
    """The receivables account of the header."""
    account_id: str
    company: Reference | None
    ship_to: Reference | None
    gl_class: str
    gl_entry_ids: tuple[GlEntryId, ...]
    rows: tuple[GlRow, ...]
    sales_tax: Decimal
    tax_levels: tuple[TaxLevel, ...]
    tax_rate: Decimal | None = None
    """Combined rate of all levels (0.07 is 7 %), as ConnectWise states it."""
    tax_code: str = ""
    taxable: bool = False
    tax_account: str = ""
    terms: str = ""
    terms_xref: str = ""
    due_days: int | None = None
    prepayment: bool = False
    avalara: bool = False
    tax_down_payment_applied: bool = False
    site: Reference | None = None
    ship_site: Reference | None = None
    memo: str = ""
    territory: str = ""
    terms_id: ConnectWiseId | None = None
    tax_code_id: ConnectWiseId | None = None

    @property
    def is_credit_memo(self) -> bool:
        """ConnectWise's own word for it; a negative standard invoice is not one."""
        return self.document_type.upper() == "CREDIT MEMO"

    @property
    def record_ids(self) -> tuple[GlEntryId, ...]:
        """All ids that mark the invoice: the receivable entries and every detail row."""
        return tuple(dict.fromkeys((*self.gl_entry_ids, *(row.id for row in self.rows))))


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """An address as ConnectWise keeps it."""

    line1: str = ""
    line2: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""

    def __bool__(self) -> bool:
        return any((self.line1, self.line2, self.city, self.region, self.postal_code))


@dataclass(frozen=True, slots=True)
class InvoiceDetails:
    """What the GL export lacks, from `/finance/invoices`."""

    billing_log_id: BillingLogId
    number: str
    bill_to_address: PostalAddress
    ship_to_address: PostalAddress
    attention: str = ""
    customer_po: str = ""
    comment: str = ""
    internal_notes: str = ""
    payments: Decimal = Decimal(0)
    credits: Decimal = Decimal(0)
    applied_to: str = ""
    """Number of the invoice a credit memo is applied to, where known."""
    batch_id: ConnectWiseBatchId | None = None
    """The ConnectWise batch that holds it; None while it is unposted."""
    updated_at: str = ""


@dataclass(frozen=True, slots=True)
class Company:
    """A ConnectWise company, as far as a QuickBooks customer is made of it."""

    id: ConnectWiseId
    name: str
    identifier: str
    account_id: str
    address: PostalAddress = field(default_factory=PostalAddress)
    phone: str = ""
    invoice_email: str = ""
    taxable: bool = True


@dataclass(frozen=True, slots=True)
class BatchRecord:
    """A ConnectWise batch (the record that `POST /finance/accounting/batches` makes)."""

    id: ConnectWiseBatchId
    identifier: str
    closed: bool = False


@dataclass(frozen=True, slots=True)
class BatchEntry:
    """One record in a ConnectWise batch. `invoice` is None where ConnectWise names none (an expense, say)."""

    id: GlEntryId
    invoice: BillingLogId | None


@dataclass(frozen=True, slots=True)
class BilledInvoice:
    """An invoice as ConnectWise's own list of invoices has it, whatever its status.

    Amounts are in `currency`, in ConnectWise's sign (credit memos negative)."""

    billing_log_id: BillingLogId
    number: str
    invoice_type: str
    customer: Reference | None
    """The bill-to company."""
    account_id: str
    date: dt.date
    due_date: dt.date | None
    location: Reference | None
    currency: str
    total: Decimal
    tax: Decimal
    closed: bool
    """Its status is a closed one. What is unposted or in a ConnectWise batch counts as closed anyway."""
    batch_id: ConnectWiseBatchId | None
    """The ConnectWise batch that holds it."""


@dataclass(frozen=True, slots=True)
class PostedEntry:
    """What an entry of a ConnectWise batch posted for an invoice. A sale is positive, what it owes is not."""

    invoice: BillingLogId | None
    account: str
    kind: str
    """ConnectWise's word for the kind of entry: `Accounts Receivable`, `Sales Tax`, `Revenue-Product` …"""
    amount: Decimal


@dataclass(frozen=True, slots=True)
class SystemInfo:
    """What a ConnectWise server says of itself; `server_time` comes from its Date header."""

    version: str
    is_cloud: bool
    time_zone: str
    server_time: dt.datetime | None = None
