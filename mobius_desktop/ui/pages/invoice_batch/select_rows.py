"""The rows of Select Invoices: an unposted invoice with what the check and the last batch said of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from mobius_desktop.domain.archive import Hold, LastTime
from mobius_desktop.domain.connectwise import InvoiceType, UnpostedInvoice
from mobius_desktop.domain.finding_codes import RULES
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.ids import BillingLogId
from mobius_desktop.domain.money import amount_text
from mobius_desktop.domain.plan import InvoicePlan, PlanOutcome
from mobius_desktop.domain.states import ActionState, Severity
from mobius_desktop.transfer.batch import UnpostedList
from mobius_desktop.ui.tables.columns import Column, Kind, Sentence
from mobius_desktop.ui.tables.tab_row import Tab
from mobius_desktop.ui.tables.totals_bar import TotalsLine

READY, BLOCKED, HELD = "Ready", "Blocked", "Held"
NOTHING, UNCHECKED = "Nothing to send", "Not checked"
NEEDS_CHECK, CHECKING = ActionState.NEEDS_CHECK.value, ActionState.CHECKING.value

TYPE_WORDS = {
    InvoiceType.CREDIT_MEMO.value: "Credit memo",
    InvoiceType.DOWN_PAYMENT.value: "Down payment",
}


@dataclass(frozen=True, slots=True)
class SelectRow:
    """One line of the checklist. `standing` is Ready, Blocked, Held, Nothing to send, Needs check,
    Checking or Not checked."""

    invoice: UnpostedInvoice
    standing: str = UNCHECKED
    findings: tuple[Finding, ...] = ()
    markable: bool = True
    """False once a batch has noted it: where ConnectWise gives no ids there is nothing more to do."""
    hold_reason: str = ""
    last_time: LastTime | None = None
    waits: bool = True
    """Whether it is still to be sent, also while it is held: what the Dashboard counts as not yet sent."""

    @property
    def id(self) -> BillingLogId:
        return self.invoice.billing_log_id

    @property
    def may_tick(self) -> bool:
        """Blocked rows can be ticked by hand and then fail with their reason."""
        if self.standing in {HELD, NEEDS_CHECK, CHECKING}:
            return False
        return self.standing != NOTHING or self.markable

    @property
    def can_be_sent(self) -> bool:
        """What *Select* ticks."""
        return self.may_tick and self.standing in {READY, UNCHECKED, NOTHING}

    @property
    def customer(self) -> str:
        found = self.invoice.bill_to or self.invoice.company
        return found.name if found else ""

    @property
    def type_word(self) -> str:
        return TYPE_WORDS.get(self.invoice.invoice_type, self.invoice.invoice_type)

    @property
    def finding(self) -> Sentence | None:
        """The weightiest finding in a few words, under its sign."""
        if self.hold_reason:
            return Sentence(HELD, self.hold_reason)
        if self.standing in {NEEDS_CHECK, CHECKING}:
            return Sentence(self.standing, self.last_time.message if self.last_time else self.standing)
        for severity in Severity:
            for finding in self.findings:
                if finding.severity is severity:
                    more = sum(one.severity is severity for one in self.findings) - 1
                    return Sentence(severity.value, _title(finding.code) + (f" +{more}" if more else ""))
        return self.last_time_text if self.standing == BLOCKED else None

    @property
    def finding_tip(self) -> str:
        """All findings, a sentence each."""
        return "\n".join(one.sentence for one in self.findings)

    @property
    def last_time_text(self) -> Sentence | None:
        """What the last batch said of it."""
        if self.last_time is None:
            return None
        code = self.last_time.finding_code
        text = _title(code) if code else self.last_time.message
        return Sentence(self.last_time.state.value, f"Batch {self.last_time.batch}: {text}")


def _title(code: str) -> str:
    rule = RULES.get(code)
    return rule.title if rule else code


def rows_of(
    read: UnpostedList,
    plans: Mapping[BillingLogId, InvoicePlan],
    holds: Mapping[BillingLogId, Hold],
    last_times: Mapping[BillingLogId, LastTime],
    *,
    only_recorded: bool = False,
) -> list[SelectRow]:
    """The list, oldest first, with what is known of each row. `only_recorded`: nothing can be checked now,
    so what failed last time is taken to fail still."""
    return [
        _row(
            one,
            plans.get(one.billing_log_id),
            holds.get(one.billing_log_id),
            last_times.get(one.billing_log_id),
            noted=one.billing_log_id in read.noted,
            settled=one.billing_log_id in read.settled,
            only_recorded=only_recorded,
        )
        for one in read.invoices
    ]


def _row(
    invoice: UnpostedInvoice,
    plan: InvoicePlan | None,
    hold: Hold | None,
    last: LastTime | None,
    *,
    noted: bool,
    settled: bool,
    only_recorded: bool,
) -> SelectRow:
    findings = plan.findings if plan else ()
    standing = UNCHECKED
    markable = not noted
    if hold is not None:
        standing = HELD
    elif noted:
        standing = NOTHING
    elif settled:
        checking = last is not None and last.state is ActionState.CHECKING
        standing = CHECKING if checking else NEEDS_CHECK
    elif plan is not None:
        match plan.outcome:
            case PlanOutcome.BLOCKED:
                standing = BLOCKED
            case PlanOutcome.MARK_ONLY | PlanOutcome.NOTE_ONLY:
                standing = NOTHING
            case _:
                standing = READY
    elif only_recorded and last is not None and last.state is ActionState.FAILED:
        standing = BLOCKED
    waits = not noted and not settled
    return SelectRow(invoice, standing, findings, markable, hold.reason if hold else "", last, waits)


COLUMNS: tuple[Column[SelectRow], ...] = (
    Column("number", "Number", lambda row: row.invoice.number, sample="AG22091", bold=True),
    Column("type", "Type", lambda row: row.type_word, sample="Down payment", ink="text2"),
    Column(
        "customer",
        "Customer",
        lambda row: row.customer,
        sample="Palmetto Holdings Co",
        stretch=1,
        tip=lambda row: row.customer,
    ),
    Column("account", "Account ID", lambda row: row.invoice.account_id, sample="ACM001X", narrow=False),
    Column("date", "Date", lambda row: row.invoice.date, Kind.DATE, sample="10/30/2026"),
    Column(
        "due",
        "Due date",
        lambda row: row.invoice.due_date,
        Kind.DATE,
        sample="10/30/2026",
        narrow=False,
        ink="text2",
    ),
    Column(
        "location",
        "Location",
        lambda row: row.invoice.location.name if row.invoice.location else "",
        sample="Portland",
        narrow=False,
        ink="text2",
    ),
    Column("subtotal", "Subtotal", lambda row: row.invoice.subtotal, Kind.MONEY, sample="(99,999.99)"),
    Column("tax", "Tax", lambda row: row.invoice.sales_tax, Kind.MONEY, sample="9,999.99"),
    Column("total", "Total", lambda row: row.invoice.total, Kind.MONEY, sample="(99,999.99)"),
    Column(
        "findings",
        "Findings",
        lambda row: row.finding,
        Kind.FINDING,
        sample="Customer not linked",
        stretch=2,
        tip=lambda row: row.finding_tip,
    ),
    Column("currency", "Currency", lambda row: row.invoice.currency, sample="USD", ink="text2", shown=False),
    Column(
        "last-time",
        "Last time",
        lambda row: row.last_time_text,
        Kind.FINDING,
        sample="Batch 12: not linked",
        narrow=False,
        shown=False,
        tip=lambda row: row.last_time.message if row.last_time else "",
    ),
)


def tabs(is_ticked: object) -> tuple[Tab, ...]:
    """All · Ready · Blocked · Held · Nothing to send · Ticked; `is_ticked` asks the model."""
    assert callable(is_ticked)  # noqa: S101 - narrows the type for the checker
    return (
        Tab("all", "All"),
        Tab("ready", READY, lambda row: row.standing in {READY, UNCHECKED}),
        Tab("blocked", BLOCKED, lambda row: row.standing in {BLOCKED, NEEDS_CHECK, CHECKING}),
        Tab("held", HELD, lambda row: row.standing == HELD),
        Tab("nothing", NOTHING, lambda row: row.standing == NOTHING),
        Tab("ticked", "Ticked", is_ticked),
    )


def totals_lines(ticked: Sequence[SelectRow], shown: Sequence[SelectRow], whole: int) -> list[TotalsLine]:
    """Ticked, split into invoices and credits where both are there, and Shown; a line for each currency."""
    counted = Counter(row.invoice.currency for row in (*shown, *ticked))
    currencies = [code for code, _ in counted.most_common()]
    if len(currencies) <= 1:
        label = f"Ticked {len(ticked):,}{_split(ticked)}{_hidden(ticked, shown)}"
        return [
            TotalsLine(label, _sums(ticked), bold=True),
            TotalsLine(f"Shown {len(shown):,} of {whole:,}", _sums(shown)),
        ]
    ticked_lines = [
        TotalsLine(f"Ticked {len(rows):,}{_split(rows)}, {code}", _sums(rows), bold=True)
        for code in currencies
        if (rows := [row for row in ticked if row.invoice.currency == code])
    ]
    shown_lines = [
        TotalsLine(f"Shown {len(rows):,}, {code}", _sums(rows))
        for code in currencies
        if (rows := [row for row in shown if row.invoice.currency == code])
    ]
    first = ticked_lines or [TotalsLine("Ticked 0", _sums(()), bold=True)]
    said = _hidden(ticked, shown)
    return [replace(first[0], label=first[0].label + said), *first[1:], *shown_lines]


def _split(ticked: Sequence[SelectRow]) -> str:
    """` (3 invoices 900.00, 1 credit 412.00)`, where both are there: the columns show the net."""
    memos = [row for row in ticked if row.invoice.total < 0]
    if not memos or len(memos) == len(ticked):
        return ""
    owed = _sum(row.invoice.total for row in ticked if row.invoice.total >= 0)
    count, credit = len(ticked) - len(memos), -_sum(row.invoice.total for row in memos)
    sent, given = _noun(count, "invoice"), _noun(len(memos), "credit")
    return f" ({sent} {amount_text(owed)}, {given} {amount_text(credit)})"


def _noun(count: int, noun: str) -> str:
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def _hidden(ticked: Sequence[SelectRow], shown: Sequence[SelectRow]) -> str:
    """Ticked rows that the filter hides are said aloud."""
    keys = {row.id for row in shown}
    hidden = sum(row.id not in keys for row in ticked)
    return f", {hidden:,} of them not shown" if hidden else ""


def _sums(rows: Sequence[SelectRow]) -> dict[str, Decimal | int]:
    return {
        "subtotal": _sum(row.invoice.subtotal for row in rows),
        "tax": _sum(row.invoice.sales_tax for row in rows),
        "total": _sum(row.invoice.total for row in rows),
    }


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal("0.00"))


def id_of(row: SelectRow) -> BillingLogId:
    """What names a row."""
    return row.id


def may_tick(row: SelectRow) -> bool:
    """Whether a row can be ticked."""
    return row.may_tick


def has_problem(row: SelectRow) -> bool:
    """What F8 visits."""
    return row.standing in {BLOCKED, NEEDS_CHECK, CHECKING}


def bar_of(row: SelectRow) -> str:
    """The bar at the left edge: this still needs somebody."""
    return {BLOCKED: "bad", NEEDS_CHECK: "warn", CHECKING: "look"}.get(row.standing, "")


def is_greyed(row: SelectRow) -> bool:
    """Rows that stay behind are quiet."""
    return not row.may_tick


def spoken(row: SelectRow) -> str:
    """The row as the tick cell reads it."""
    finding = row.finding
    tail = f", {finding.state.lower()}: {finding.text}" if finding else ""
    return f"{row.invoice.number}, {row.customer}, {row.invoice.total}{tail}"
