"""The tie-out as values: every ConnectWise invoice and QuickBooks document of a period, each in one row.

Amounts are in ConnectWise's sign: what is taken off what a customer owes is negative on both sides.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from mobius_desktop.domain.ids import BillingLogId, RealmId
from mobius_desktop.domain.money import plain
from mobius_desktop.domain.quickbooks import DocumentLife, DocumentRef
from mobius_desktop.domain.sums import Sums

NOTHING = Decimal("0.00")


class TieClass(StrEnum):
    """What a row is; the words are those of the page's tabs."""

    MISSING_IN_QUICKBOOKS = "Missing in QuickBooks"
    MISSING_IN_CONNECTWISE = "Missing in ConnectWise"
    AMOUNT = "Amount"
    TAX = "Tax"
    DATE = "Date"
    CUSTOMER = "Customer"
    NUMBER = "Number"
    DUPLICATE = "Duplicate number"
    GONE = "Voided or deleted"
    MATCHED = "Matched"


@dataclass(frozen=True, slots=True)
class InConnectWise:
    """A row's invoice as ConnectWise has it."""

    number: str
    customer: str
    date: dt.date
    total: Decimal
    tax: Decimal
    invoice_type: str
    status: str
    """`open`, `unposted` or `batched`."""
    location: str = ""


@dataclass(frozen=True, slots=True)
class InQuickBooks:
    """A row's document as QuickBooks has it; a deleted one as it was last known."""

    ref: DocumentRef
    number: str
    customer: str
    date: dt.date | None
    total: Decimal
    tax: Decimal
    life: DocumentLife


@dataclass(frozen=True, slots=True)
class FieldApart:
    """A field that both sides have otherwise, as texts."""

    field: str
    connectwise: str
    quickbooks: str


@dataclass(frozen=True, slots=True)
class Moved:
    """Money that QuickBooks posts to another account than ConnectWise, because its item says so."""

    amount: Decimal
    connectwise: str
    quickbooks: str
    item: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a difference is right, or who takes it as it is; it stands as long as `facts` do."""

    reason: str
    user: str = ""
    at: dt.datetime | None = None
    """None where a choice made when it was sent says so by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TieRow:
    """One invoice, one document, or both. `counted_*` is what it adds to that side's total of the period."""

    kind: TieClass
    subject: str
    """`invoice:<billingLogId>`, or `<Invoice|CreditMemo> <Id>` of a document without an invoice."""
    billing_log_id: BillingLogId | None
    number: str
    customer: str
    date: dt.date
    currency: str
    connectwise: InConnectWise | None
    quickbooks: InQuickBooks | None
    counted_connectwise: Decimal = NOTHING
    counted_quickbooks: Decimal = NOTHING
    counted_connectwise_tax: Decimal = NOTHING
    counted_quickbooks_tax: Decimal = NOTHING
    differs: tuple[FieldApart, ...] = ()
    moved: tuple[Moved, ...] = ()
    hint: str = ""
    """What is known about why."""
    explanation: Explanation | None = None

    @property
    def apart(self) -> Decimal:
        """QuickBooks less ConnectWise, in this period."""
        return self.counted_quickbooks - self.counted_connectwise

    @property
    def tax_apart(self) -> Decimal:
        return self.counted_quickbooks_tax - self.counted_connectwise_tax

    @property
    def differing(self) -> bool:
        """Whether it is a difference, explained or not."""
        return self.kind is not TieClass.MATCHED

    @property
    def open(self) -> bool:
        """A difference that nobody has explained."""
        return self.differing and self.explanation is None

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """What an explanation is given for: when any of it changes, it asks again."""
        ours, theirs = self.connectwise, self.quickbooks
        facts = [("difference", self.kind.value), ("apart", plain(self.apart))]
        if ours is not None:
            facts += [
                ("connectwise", plain(ours.total)),
                ("connectwise tax", plain(ours.tax)),
                ("connectwise date", ours.date.isoformat()),
                ("connectwise customer", ours.customer),
            ]
        if theirs is not None:
            facts += [
                ("document", f"{theirs.ref.kind.value} {theirs.ref.id}"),
                ("life", theirs.life.value),
                ("quickbooks", plain(theirs.total)),
                ("quickbooks tax", plain(theirs.tax)),
                ("quickbooks date", theirs.date.isoformat() if theirs.date else ""),
                ("quickbooks customer", theirs.customer),
                ("quickbooks number", theirs.number),
            ]
        return tuple(facts)


@dataclass(frozen=True, slots=True)
class TieFigure:
    """A number of rows, what they are on each side and how far apart."""

    count: int = 0
    connectwise: Decimal = NOTHING
    quickbooks: Decimal = NOTHING

    @property
    def apart(self) -> Decimal:
        return self.quickbooks - self.connectwise


@dataclass(frozen=True, slots=True)
class ClassFigure:
    """All rows of a class, whatever their currency."""

    count: int
    connectwise: Sums
    quickbooks: Sums

    @property
    def apart(self) -> Sums:
        return self.quickbooks - self.connectwise


@dataclass(frozen=True, slots=True)
class TieControl:
    """The control line of one currency: both totals, and the listed differences that lie between them."""

    currency: str
    connectwise_count: int
    connectwise: Decimal
    quickbooks_count: int
    quickbooks: Decimal
    connectwise_tax: Decimal
    quickbooks_tax: Decimal
    listed_count: int
    listed: Decimal
    """The sum of the listed differences."""
    open_count: int
    open: Decimal
    """The sum of those that nobody has explained."""

    @property
    def apart(self) -> Decimal:
        return self.quickbooks - self.connectwise

    @property
    def ties(self) -> bool:
        """Nothing is apart, or all of it is explained."""
        return self.apart == self.listed and self.open_count == 0


@dataclass(frozen=True, slots=True)
class AccountTie:
    """One account's money of the period on both sides. `moved` is there, or not, by the items' accounts."""

    account: str
    currency: str
    connectwise: Decimal
    quickbooks: Decimal
    moved: Decimal

    @property
    def apart(self) -> Decimal:
        return self.quickbooks - self.connectwise

    @property
    def rest(self) -> Decimal:
        """What the listed differences leave apart in this account."""
        return self.apart - self.moved


@dataclass(frozen=True, slots=True)
class NumberGap:
    """Numbers missing between two invoices of the period, and why."""

    first: str
    last: str
    count: int
    reason: str


@dataclass(frozen=True, slots=True)
class OpenInvoice:
    """An invoice of the period that ConnectWise has not closed yet."""

    billing_log_id: BillingLogId
    number: str
    customer: str
    date: dt.date
    currency: str
    total: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class TieOut:
    """A comparison of a company's period, with when it was made."""

    realm: RealmId
    company_name: str
    first: dt.date
    last: dt.date
    compared_at: dt.datetime
    rows: tuple[TieRow, ...]
    accounts: tuple[AccountTie, ...] = ()
    open: tuple[OpenInvoice, ...] = ()
    gaps: tuple[NumberGap, ...] = ()
    elsewhere: tuple[tuple[str, int, Decimal], ...] = ()
    """Invoices of the period that belong to another company: currency, how many, their money."""
    accounts_unread: int = 0
    """Invoices whose accounts in ConnectWise were not read."""
    changed_since: int = 0
    """Invoices of the period that batches have changed in QuickBooks or ConnectWise since; told when it is
    read from the record."""

    @property
    def controls(self) -> tuple[TieControl, ...]:
        """One by currency, the one with the most rows first."""
        currencies = sorted({row.currency for row in self.rows})
        found = [_control(one, [row for row in self.rows if row.currency == one]) for one in currencies]
        return tuple(sorted(found, key=lambda each: -each.connectwise_count))

    @property
    def ties(self) -> bool:
        return all(one.ties for one in self.controls)

    def figure(self, kind: TieClass) -> ClassFigure:
        rows = [row for row in self.rows if row.kind is kind]
        return ClassFigure(
            len(rows),
            Sums.of((row.counted_connectwise, row.currency) for row in rows),
            Sums.of((row.counted_quickbooks, row.currency) for row in rows),
        )

    @property
    def currency(self) -> str:
        """The company's, or what most is in."""
        return self.controls[0].currency if self.controls else "USD"


@dataclass(frozen=True, slots=True)
class GivenExplanation:
    """A user's word on a difference, as the record keeps it."""

    realm: RealmId
    subject: str
    number: str
    kind: str
    reason: str
    facts: tuple[tuple[str, str], ...]
    apart: Decimal
    currency: str
    user: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class CertifiedMonth:
    """A month that somebody has certified, with what it stood at."""

    realm: RealmId
    company_name: str
    month: dt.date
    currency: str
    invoices: int
    connectwise: Decimal
    quickbooks: Decimal
    explained: int
    compared_at: dt.datetime
    head: str
    """Count and hash of the record at that moment."""
    user: str
    at: dt.datetime


def figure_of(rows: list[TieRow] | tuple[TieRow, ...]) -> TieFigure:
    """Of rows of one currency."""
    return TieFigure(
        len(rows),
        sum((row.counted_connectwise for row in rows), NOTHING),
        sum((row.counted_quickbooks for row in rows), NOTHING),
    )


def _control(currency: str, rows: list[TieRow]) -> TieControl:
    listed = [row for row in rows if row.differing]
    unexplained = [row for row in rows if row.open]
    return TieControl(
        currency=currency,
        connectwise_count=sum(_counts_in_connectwise(row) for row in rows),
        connectwise=sum((row.counted_connectwise for row in rows), NOTHING),
        quickbooks_count=sum(_counts_in_quickbooks(row) for row in rows),
        quickbooks=sum((row.counted_quickbooks for row in rows), NOTHING),
        connectwise_tax=sum((row.counted_connectwise_tax for row in rows), NOTHING),
        quickbooks_tax=sum((row.counted_quickbooks_tax for row in rows), NOTHING),
        listed_count=len(listed),
        listed=sum((row.apart for row in listed), NOTHING),
        open_count=len(unexplained),
        open=sum((row.apart for row in unexplained), NOTHING),
    )


def _counts_in_connectwise(row: TieRow) -> bool:
    return row.connectwise is not None and row.connectwise.total == row.counted_connectwise


def _counts_in_quickbooks(row: TieRow) -> bool:
    return (
        row.quickbooks is not None
        and row.quickbooks.life is DocumentLife.LIVE
        and row.quickbooks.total == row.counted_quickbooks
    )
