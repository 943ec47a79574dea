"""QuickBooks Online's side in our own values; the vendor's field names stop at `quickbooks/`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from mobius_desktop.domain.ids import QuickBooksId, RealmId


class DocumentKind(StrEnum):
    """The two documents that an invoice of ConnectWise can become."""

    INVOICE = "Invoice"
    CREDIT_MEMO = "CreditMemo"


class ListKind(StrEnum):
    """List records that documents refer to."""

    CUSTOMER = "Customer"
    ITEM = "Item"
    TERM = "Term"
    CLASS = "Class"
    DEPARTMENT = "Department"
    ACCOUNT = "Account"
    VENDOR = "Vendor"
    EMPLOYEE = "Employee"
    TAX_CODE = "TaxCode"
    TAX_RATE = "TaxRate"
    TAX_AGENCY = "TaxAgency"


class AccountClass(StrEnum):
    """The five classes of accounts."""

    ASSET = "Asset"
    LIABILITY = "Liability"
    EQUITY = "Equity"
    REVENUE = "Revenue"
    EXPENSE = "Expense"


@dataclass(frozen=True, slots=True)
class Customer:
    """A QuickBooks customer."""

    id: QuickBooksId
    display_name: str
    company_name: str
    fully_qualified_name: str
    active: bool = True
    taxable: bool = True
    exemption_reason: str = ""
    email: str = ""
    parent_id: QuickBooksId | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class NamedRecord:
    """A vendor or employee: they share one name space with the customers."""

    id: QuickBooksId
    name: str
    active: bool = True


@dataclass(frozen=True, slots=True)
class Item:
    """A product or service. QuickBooks posts a line to the item's own account."""

    id: QuickBooksId
    name: str
    fully_qualified_name: str
    item_type: str
    """Service, NonInventory, Inventory, Category, Group."""
    active: bool = True
    income_account_id: QuickBooksId | None = None
    taxable: bool = False
    inventory_start: dt.date | None = None
    quantity_on_hand: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the chart."""

    id: QuickBooksId
    number: str
    name: str
    fully_qualified_name: str
    account_type: str
    """Income, Other Current Liability, Expense, Accounts Receivable …"""
    classification: str
    """Asset, Liability, Equity, Revenue or Expense."""
    active: bool = True


@dataclass(frozen=True, slots=True)
class Term:
    """A payment term: due after days, or on a day of the month."""

    id: QuickBooksId
    name: str
    due_days: int | None = None
    day_of_month_due: int | None = None
    due_next_month_days: int | None = None
    active: bool = True


@dataclass(frozen=True, slots=True)
class ClassOrDepartment:
    """A class, or a QuickBooks Location (which the API calls Department)."""

    id: QuickBooksId
    name: str
    fully_qualified_name: str
    active: bool = True


@dataclass(frozen=True, slots=True)
class TaxCode:
    """A tax code of legacy or manual tax; `rates` are percentages by rate name."""

    id: QuickBooksId
    name: str
    active: bool = True
    rates: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class TaxAgency:
    """An agency to which the company pays sales tax."""

    id: QuickBooksId
    name: str


@dataclass(frozen=True, slots=True)
class CompanyInfo:
    """Who the company behind a realm is."""

    realm: RealmId
    name: str
    legal_name: str = ""
    country: str = "US"
    fiscal_year_start_month: int = 1
    subscription: str = ""
    server_time: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Preferences:
    """The company's preferences that decide what may be sent."""

    custom_transaction_numbers: bool = True
    use_account_numbers: bool = True
    class_per_transaction: bool = False
    class_per_line: bool = False
    track_departments: bool = False
    book_close_date: dt.date | None = None
    using_sales_tax: bool = False
    automated_sales_tax: bool = False
    multicurrency: bool = False
    home_currency: str = "USD"
    auto_apply_credit: bool = False
    online_payments: bool = False
    allow_discount: bool = False


@dataclass(frozen=True, slots=True)
class QuickBooksLists:
    """All list records of a company that a plan is made against, as read at `read_at` (server time)."""

    company: CompanyInfo
    preferences: Preferences
    customers: tuple[Customer, ...] = ()
    vendors: tuple[NamedRecord, ...] = ()
    employees: tuple[NamedRecord, ...] = ()
    items: tuple[Item, ...] = ()
    accounts: tuple[Account, ...] = ()
    terms: tuple[Term, ...] = ()
    classes: tuple[ClassOrDepartment, ...] = ()
    departments: tuple[ClassOrDepartment, ...] = ()
    tax_codes: tuple[TaxCode, ...] = ()
    tax_agencies: tuple[TaxAgency, ...] = ()
    read_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class DocumentRef:
    """A document's identity: Ids are unique within their entity only."""

    kind: DocumentKind
    id: QuickBooksId


class DocumentLife(StrEnum):
    """Whether a document still counts."""

    LIVE = "live"
    VOID = "void"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class FoundLine:
    """A sales line as QuickBooks returns it."""

    amount: Decimal
    item_id: QuickBooksId | None
    item_name: str = ""
    account_id: QuickBooksId | None = None
    account_name: str = ""
    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    taxable: bool = False
    class_id: QuickBooksId | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """An Invoice or CreditMemo as QuickBooks holds it. Amounts are positive for both kinds."""

    ref: DocumentRef
    sync_token: str
    number: str
    date: dt.date
    customer_id: QuickBooksId
    customer_name: str
    total: Decimal
    tax: Decimal
    currency: str = ""
    due_date: dt.date | None = None
    private_note: str = ""
    class_id: QuickBooksId | None = None
    department_id: QuickBooksId | None = None
    balance: Decimal | None = None
    linked: tuple[str, ...] = ()
    """`<TxnType> <TxnId>` of linked payments, credits and deposits."""
    lines: tuple[FoundLine, ...] = ()
    life: DocumentLife = DocumentLife.LIVE
    created_at: dt.datetime | None = None
    updated_at: dt.datetime | None = None
    raw: bytes = field(default=b"", repr=False, compare=False)
    """The answer's own JSON, kept for the record."""
