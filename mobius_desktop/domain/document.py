"""The exact document that a plan wants in QuickBooks, before the Ids of new list records are known.

The preview shows this object and the run sends this object: there is one builder.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from mobius_desktop.domain.ids import BillingLogId, GlEntryId, QuickBooksId, RecordKey
from mobius_desktop.domain.options import EmailStatus
from mobius_desktop.domain.quickbooks import DocumentKind, ListKind


@dataclass(frozen=True, slots=True)
class RecordRef:
    """A list record that a document refers to. `id` is None until the record exists in QuickBooks;
    the key is ConnectWise's name for it, so that the canonical form does not depend on the Id."""

    kind: ListKind
    key: RecordKey
    name: str
    id: QuickBooksId | None = None


@dataclass(frozen=True, slots=True)
class DocumentAddress:
    """An address as it is sent. The first line of ShipAddr may name another company."""

    lines: tuple[str, ...] = ()
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One sales line. `amount` is the line's part of the document's total (positive adds to it)."""

    amount: Decimal
    item: RecordRef
    quantity: Decimal
    unit_price: Decimal
    taxable: bool
    """TAX or NON in QuickBooks."""
    description: str
    account: str
    """Account number or name of ConnectWise's row."""
    gl_id: GlEntryId
    gl_type: str
    class_ref: RecordRef | None = None
    posts_to: str = ""
    """The account that QuickBooks posts to by the item, where that is not `account`."""


@dataclass(frozen=True, slots=True)
class DocumentTax:
    """How the sales tax travels. `total` None lets QuickBooks calculate."""

    total: Decimal | None
    tax_code_id: QuickBooksId | None = None
    override: bool = False
    """Sends `TotalTax` with `UseAutomatedSalesTax` false, to be kept by automated sales tax."""


@dataclass(frozen=True, slots=True)
class Document:
    """An Invoice or CreditMemo for QuickBooks. Amounts are positive for both kinds."""

    kind: DocumentKind
    billing_log_id: BillingLogId
    number: str
    date: dt.date
    due_date: dt.date | None
    currency: str
    customer: RecordRef
    lines: tuple[DocumentLine, ...]
    tax: DocumentTax
    total: Decimal
    """What ConnectWise has: lines plus tax."""
    sales_tax: Decimal
    private_note: str
    term: RecordRef | None = None
    department: RecordRef | None = None
    class_ref: RecordRef | None = None
    """Only where the company tracks classes per transaction."""
    bill_address: DocumentAddress | None = None
    ship_address: DocumentAddress | None = None
    bill_email: str = ""
    email_status: EmailStatus = EmailStatus.NOT_SET
    po_number: str = ""
    customer_memo: str = ""
    online_card: bool = False
    online_bank: bool = False


@dataclass(frozen=True, slots=True)
class NewRecord:
    """A list record that must be created before documents that refer to it can be sent.

    `account_id` is the income account of an item; `parent_id` the parent of a sub-customer."""

    ref: RecordRef
    company_name: str = ""
    item_type: str = ""
    account_id: QuickBooksId | None = None
    account: str = ""
    due_days: int | None = None
    parent_id: QuickBooksId | None = None
    parent_name: str = ""
    address: DocumentAddress | None = None
    email: str = ""
    phone: str = ""
    taxable: bool = True
    description: str = ""
