"""What the two sandbox servers serve: the ConnectWise side and the QuickBooks side of one invented firm.

List records are kept as plain dictionaries in the vendor's own JSON shape, keyed by id, because the servers
filter, page and patch them as such. Invoices of ConnectWise are typed: the unposted list, the GL export, the
invoice and the batch entries are all rendered from the same rows.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

Record = dict[str, Any]
Table = dict[int, Record]


@dataclass(slots=True)
class GlRow:
    """One revenue, deferred, discount or tax row of an invoice; `total` is negative for a credit posting."""

    id: int
    ar_entry_id: int
    gl_type: str
    account: str
    total: Decimal
    quantity: Decimal = Decimal(0)
    item_price: Decimal = Decimal(0)
    item: str = ""
    gl_item_id: str = ""
    gl_class: str = ""
    taxable: bool = False
    taxable_levels: tuple[int, ...] = ()
    item_taxable: bool = False
    """The catalog's own word about the item; an exempt invoice has taxable items and no taxable row."""
    description: str = ""
    memo: str = ""
    """The text of the row as a Default export gives it."""
    ticket: int | None = None
    ticket_summary: str = ""
    work_role: str = ""
    work_type: str = ""
    member: str = ""
    hours: Decimal | None = None
    rate: Decimal | None = None
    notes: str = ""
    internal_notes: str = ""
    """A time entry's internal note; a Detailed export carries it when the entry is billable."""
    time_entry_id: int | None = None


@dataclass(slots=True)
class TaxAmount:
    """One tax level of an invoice; `rate` is a fraction (0.06); on a credit memo amounts are negative."""

    level: int
    xref: str
    rate: Decimal
    amount: Decimal
    taxable_amount: Decimal


@dataclass(slots=True)
class FirmInvoice:
    """One invoice of ConnectWise, with the GL entries that closing it made."""

    billing_log_id: int
    unposted_id: int | None
    number: str
    invoice_type: str
    document_type: str
    date: dt.date
    due_date: dt.date
    currency: str
    company_id: int
    bill_to_id: int
    ship_to_id: int
    bill_to_site_id: int
    ship_to_site_id: int
    location_id: int
    terms_id: int
    total: Decimal
    """As the unposted list and the invoice show it."""
    header_total: Decimal
    """As the GL export's header shows it."""
    sales_tax: Decimal
    tax_code_id: int | None
    gl_entry_ids: list[int]
    """The AR entries alone, as the export's `glEntryIds` names them."""
    rows: list[GlRow]
    taxes: list[TaxAmount] = field(default_factory=list)
    has_time: bool = False
    has_expenses: bool = False
    has_products: bool = False
    in_export: bool = True
    """False where a missing GL mapping keeps the invoice out of the export."""
    taxable: bool = False
    """The invoice's own tax flag: False for an exempt customer and where nothing on it is taxed."""
    agreement_prepayment: bool = False
    tax_down_payment_applied: bool = False
    avalara: bool = False
    gl_class: str = ""
    """The class segment of the receivables account, which stands on the exported header."""
    customer_po: str = ""
    comment: str = ""
    internal_notes: str = ""
    applied_to: str = ""
    """The invoice number that a credit memo is applied to in ConnectWise."""
    closed: bool = True
    date_closed: dt.datetime | None = None
    batch_id: int | None = None
    trait: str = ""

    @property
    def row_ids(self) -> list[int]:
        return [row.id for row in self.rows]


@dataclass(slots=True)
class ConnectWiseBooks:
    """Everything the ConnectWise server knows."""

    company_id: str
    public_key: str
    private_key: str
    client_id: str
    invoices: dict[int, FirmInvoice] = field(default_factory=dict)
    """By billingLogId."""
    tables: dict[str, Table] = field(default_factory=dict)
    """companies, sites, contacts, members, locations, departments, taxCodes, billingTerms, glAccounts,
    mappedTypes, accountingPackageSetup, catalog, currencies, billingStatuses, each by id."""
    batches: Table = field(default_factory=dict)
    batch_records: dict[int, list[int]] = field(default_factory=dict)
    payments: dict[int, list[Record]] = field(default_factory=dict)
    """By billingLogId."""
    next_id: int = 900_000


@dataclass(slots=True)
class QuickBooksBooks:
    """Everything the QuickBooks server knows of one realm."""

    realm: str
    company_info: Record
    preferences: Record
    tables: dict[str, dict[str, Record]] = field(default_factory=dict)
    """By entity name (Customer, Vendor, Employee, Item, Account, Class, Department, Term, TaxCode, TaxRate,
    TaxAgency, Invoice, CreditMemo, Payment, Bill, Purchase), then by Id."""
    tax_rates_by_region: dict[str, Decimal] = field(default_factory=dict)
    """Automated sales tax: the flat percentage of a ship-to region (CountrySubDivisionCode) in which the
    company has an agency; a region that is not named has none."""
    next_id: int = 1_000


@dataclass(slots=True)
class Firm:
    """Both sides before the first run, and the moment the sandbox's clock starts at."""

    now: dt.datetime
    connectwise: ConnectWiseBooks
    quickbooks: dict[str, QuickBooksBooks]
    intuit_client_id: str
    intuit_client_secret: str
