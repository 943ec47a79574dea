"""The rows of the preview: its invoices, the records it will create, its totals by account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mobius_desktop.domain.document import NewRecord
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.ids import RecordKey
from mobius_desktop.domain.plan import BatchPlan, InvoicePlan, PlanOutcome
from mobius_desktop.domain.quickbooks import DocumentKind, ListKind
from mobius_desktop.domain.states import Severity
from mobius_desktop.transfer.totals import Control, tax_is_left_open
from mobius_desktop.ui.tables.columns import Column, Kind, Sentence

ACCOUNT = "Account"
_STANDING = {
    PlanOutcome.SEND: "Ready",
    PlanOutcome.ADOPT: "Ready",
    PlanOutcome.MARK_ONLY: "Nothing to send",
    PlanOutcome.NOTE_ONLY: "Nothing to send",
    PlanOutcome.BLOCKED: "Blocked",
}
_WHAT = {
    PlanOutcome.ADOPT: "Is there already: only marked",
    PlanOutcome.MARK_ONLY: "Marked without sending",
    PlanOutcome.NOTE_ONLY: "Noted here only",
    PlanOutcome.BLOCKED: "Stays behind",
}


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One invoice of the plan."""

    plan: InvoicePlan

    @property
    def standing(self) -> str:
        return _STANDING[self.plan.outcome]

    @property
    def customer(self) -> str:
        found = self.plan.invoice.bill_to or self.plan.invoice.company
        return found.name if found else ""

    @property
    def sign(self) -> Sentence:
        """The weightiest finding's sign; without one, what becomes of the invoice."""
        found = self.weightiest
        if found is None or found.severity is Severity.INFO:
            return Sentence(self.standing, "")
        return Sentence(found.severity.value, "")

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Its findings, the weightiest first."""
        order = list(Severity)
        return tuple(sorted(self.plan.findings, key=lambda one: order.index(one.severity)))

    @property
    def becomes(self) -> str:
        """What it becomes in QuickBooks, in words."""
        if self.plan.outcome is PlanOutcome.SEND and self.plan.document is not None:
            return "Credit memo" if self.plan.document.kind is DocumentKind.CREDIT_MEMO else "Invoice"
        return _WHAT.get(self.plan.outcome, "")

    @property
    def in_quickbooks(self) -> Decimal | None:
        """What QuickBooks will hold, in ConnectWise's sign; None where nothing is sent, or where QuickBooks
        sets the tax itself."""
        document = self.plan.document
        if document is None or self.plan.outcome not in {PlanOutcome.SEND, PlanOutcome.ADOPT}:
            return None
        if tax_is_left_open(document):
            return None
        return -document.total if document.kind is DocumentKind.CREDIT_MEMO else document.total

    @property
    def weightiest(self) -> Finding | None:
        return next(iter(self.findings), None)

    @property
    def why(self) -> Sentence | None:
        found = self.weightiest
        return Sentence(found.severity.value, found.sentence) if found else None

    @property
    def tip(self) -> str:
        sentences = [finding.sentence for finding in self.findings]
        return "\n".join(sentences or [self.standing])


@dataclass(frozen=True, slots=True)
class CreateRow:
    """A list record that will be created, and the invoices that need it."""

    record: NewRecord
    invoices: int = 0
    money: Decimal = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class TotalRow:
    """Net money of one account, tax code, class or Location."""

    group: str
    name: str
    amount: Decimal


def _why(row: PlanRow) -> str:
    return row.why.text if row.why else ""


PLAN_COLUMNS: tuple[Column[PlanRow], ...] = (
    Column("standing", "", lambda row: row.sign, Kind.FINDING, sample="-", tip=lambda row: row.tip),
    Column("number", "Number", lambda row: row.plan.invoice.number, sample="AG2209", bold=True),
    Column("customer", "Customer", lambda row: row.customer, sample="Palmetto Hold", stretch=1),
    Column(
        "becomes", "In QuickBooks", lambda row: row.becomes, sample="Credit memo", ink="text2", shown=False
    ),
    Column("total", "Total", lambda row: row.plan.invoice.total, Kind.MONEY, sample="(99,999.99)"),
    Column(
        "quickbooks",
        "QuickBooks",
        lambda row: row.in_quickbooks,
        Kind.MONEY,
        sample="(100,000.00)",
        shown=False,
    ),
    Column(
        "currency", "Currency", lambda row: row.plan.invoice.currency, sample="USD", ink="text2", shown=False
    ),
    Column("why", "Finding", _why, sample="The customer is not linked yet", stretch=2, shown=False),
)

_ITEM_TYPES = {"NonInventory": "Non-inventory product"}
"""Types whose name on the wire is not the word that QuickBooks shows."""


def _item_type(row: CreateRow) -> str:
    return _ITEM_TYPES.get(row.record.item_type, row.record.item_type)


def _tax_word(row: CreateRow) -> str:
    if row.record.ref.kind not in {ListKind.CUSTOMER, ListKind.ITEM}:
        return ""
    return "Taxable" if row.record.taxable else "Non-taxable"


CREATE_COLUMNS: tuple[Column[CreateRow], ...] = (
    Column("kind", "What", lambda row: row.record.ref.kind.value, sample="Customer"),
    Column(
        "name", "Name", lambda row: row.record.ref.name, sample="Café Très Bon, LLC", stretch=1, bold=True
    ),
    Column("type", "Type", _item_type, sample="Non-inventory product", ink="text2", narrow=False),
    Column("account", "Account", lambda row: row.record.account, sample="40100", ink="text2"),
    Column("tax", "Tax", _tax_word, sample="Non-taxable", ink="text2", narrow=False),
    Column("invoices", "Invoices", lambda row: row.invoices, Kind.INT, sample="999", narrow=False),
    Column("money", "Their total", lambda row: row.money, Kind.MONEY, sample="(99,999.99)"),
)

TOTAL_COLUMNS: tuple[Column[TotalRow], ...] = (
    Column("group", "By", lambda row: row.group, sample="Sales tax by code", ink="text2"),
    Column("name", "Name", lambda row: row.name, sample="40100 Hardware", stretch=1),
    Column("amount", "Amount", lambda row: row.amount, Kind.MONEY, sample="(100,000.00)"),
)


def plan_rows(plan: BatchPlan) -> list[PlanRow]:
    """Problems first, then those with a warning, then by date and number."""
    rows = [PlanRow(one) for one in plan.invoices]
    return sorted(rows, key=_weight)


def _weight(row: PlanRow) -> tuple[bool, bool, date, str]:
    found = row.weightiest
    warned = found is not None and found.severity is Severity.WARNING
    return not row.plan.blocked, not warned, row.plan.invoice.date, row.plan.invoice.number


def create_rows(plan: BatchPlan) -> list[CreateRow]:
    """In the order in which they are created."""
    needed: dict[RecordKey, list[Decimal]] = defaultdict(list)
    for one in plan.invoices:
        for key in one.needs:
            needed[key].append(one.invoice.total)
    return [
        CreateRow(one, len(needed[one.ref.key]), sum(needed[one.ref.key], Decimal("0.00")))
        for one in plan.new_records
    ]


def total_rows(plan: BatchPlan, sums: Control, accounts: Mapping[str, str]) -> list[TotalRow]:
    """What QuickBooks will hold, by account, tax code, class and Location. Sales tax has its own account.

    `accounts` are QuickBooks' names of account numbers, as far as they are known."""
    taxes: dict[str, Decimal] = defaultdict(Decimal)
    places: dict[str, Decimal] = defaultdict(Decimal)
    for one in map(PlanRow, plan.invoices):
        invoice = one.plan.invoice
        if one.plan.outcome in {PlanOutcome.SEND, PlanOutcome.ADOPT}:
            places[invoice.location.name if invoice.location else ""] += invoice.total
            taxes[invoice.tax_code] += invoice.sales_tax
    taxed = [(code, amount) for code, amount in sorted(taxes.items()) if amount]
    if sums.taxes_left_open:
        taxed = [(f"{code}, ConnectWise's; set by QuickBooks", amount) for code, amount in taxed]
    groups = (
        (ACCOUNT, [(f"{key} {accounts.get(key, '')}".strip(), amount) for key, amount in sums.by_account]),
        ("Sales tax by code", taxed),
        ("Class", sums.by_class if any(name for name, _ in sums.by_class) else ()),
        ("Location", sorted(places.items()) if any(places) else ()),
    )
    return [TotalRow(group, name or "none", amount) for group, found in groups for name, amount in found]
