"""The rows of Batch Status: its invoices, and the actions that belong to no invoice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from mobius_desktop.domain.ids import ActionId, BillingLogId
from mobius_desktop.domain.journal import ActionRow, InvoiceRow
from mobius_desktop.domain.plan import PlanOutcome
from mobius_desktop.domain.run_causes import TAKEN_BACK
from mobius_desktop.domain.states import ActionState
from mobius_desktop.ui.components.moments import clock_text
from mobius_desktop.ui.tables.columns import Column, Kind
from mobius_desktop.ui.tables.tab_row import Tab
from mobius_desktop.ui.tables.totals_bar import TotalsLine, lines_by_currency

NEEDS_USER = frozenset({ActionState.FAILED, ActionState.NEEDS_CHECK, ActionState.CHECKING})
"""States that F8 visits and that a bar marks."""

_BARS = {
    ActionState.FAILED: "bad",
    ActionState.NEEDS_CHECK: "warn",
    ActionState.CHECKING: "look",
    ActionState.RUNNING: "run",
}
_NOTHING = frozenset({PlanOutcome.MARK_ONLY.value, PlanOutcome.NOTE_ONLY.value})
_TYPES = {"CreditMemo": "Credit memo", "Invoice": "Invoice"}
_ZERO = Decimal("0.00")
Begun = Callable[[], dt.date | None]
"""The day on which the batch began: a time on another day says that day."""


def _apart_tone(row: InvoiceRow) -> str:
    return "warn" if row.apart else ""


def _message(row: InvoiceRow) -> str:
    return row.message


def row_key(row: InvoiceRow) -> BillingLogId:
    """What names an invoice for ever."""
    return row.billing_log_id


def needs_user(row: InvoiceRow) -> bool:
    """Whether F8 stops here."""
    return row.state in NEEDS_USER


def bar_of(row: InvoiceRow) -> str:
    """The bar at the row's left edge: it needs the user, or it moves."""
    return _BARS.get(row.state, "")


def spoken(row: InvoiceRow) -> str:
    """A row as one sentence."""
    return f"{row.number}, {row.customer}, {row.connectwise_total}, {row.state.value}"


INVOICE_COLUMNS: tuple[Column[InvoiceRow], ...] = (
    Column("state", "Status", lambda row: row.state.value, Kind.STATE, sample="Completed Successfully"),
    Column("number", "Number", lambda row: row.number, sample="AG22091", bold=True),
    Column(
        "customer",
        "Customer",
        lambda row: row.customer,
        sample="Palmetto Holdings,",
        stretch=1,
        tip=lambda row: row.customer,
    ),
    Column("account", "Account ID", lambda row: row.account_id, sample="ACM001XX", shown=False, ink="text2"),
    Column(
        "type", "Type", lambda row: _TYPES.get(row.kind, ""), sample="Credit memo", shown=False, ink="text2"
    ),
    Column("date", "Date", lambda row: row.date, Kind.DATE, sample="10/30/2026", shown=False),
    Column("connectwise", "ConnectWise", lambda row: row.connectwise_total, Kind.MONEY, sample="99,999.99"),
    Column("quickbooks", "QuickBooks", lambda row: row.quickbooks_total, Kind.MONEY, sample="99,999.99"),
    Column("apart", "Apart", lambda row: row.apart, Kind.MONEY, sample="100.00", tone=_apart_tone),
    Column("currency", "Currency", lambda row: row.currency, sample="USD", ink="text2", shown=False),
    Column(
        "message",
        "Message",
        _message,
        sample="Equal to the cent",
        stretch=2,
        narrow=False,
        ink="text2",
        tip=_message,
    ),
)


def _in(*states: ActionState) -> frozenset[ActionState]:
    return frozenset(states)


def _is_done(row: InvoiceRow) -> bool:
    return row.state is ActionState.COMPLETED or has_nothing_to_send(row)


def state_tabs(in_section: Callable[[InvoiceRow], bool]) -> tuple[Tab, ...]:
    """All, Running, Checking, Completed, Failed, Needs check, each within the chosen section."""

    def tab(key: str, text: str, states: frozenset[ActionState]) -> Tab:
        return Tab(key, text, lambda row: row.state in states and in_section(row))

    return (
        Tab("all", "All", in_section),
        tab("running", "Running", _in(ActionState.RUNNING)),
        tab("checking", "Checking", _in(ActionState.CHECKING)),
        Tab("completed", "Completed", lambda row: _is_done(row) and in_section(row)),
        tab("failed", "Failed", _in(ActionState.FAILED)),
        tab("needs-check", "Needs check", _in(ActionState.NEEDS_CHECK)),
    )


def in_quickbooks(row: InvoiceRow) -> bool:
    """Whether QuickBooks holds it. A Failed one with an amount was seen gone again."""
    return row.quickbooks_total is not None and row.state is not ActionState.FAILED


def has_nothing_to_send(row: InvoiceRow) -> bool:
    """Whether it has no lines, so that it was only marked or noted."""
    ended = row.state in {ActionState.COMPLETED, ActionState.SKIPPED}
    return ended and row.outcome in _NOTHING


def was_left(row: InvoiceRow) -> bool:
    """Whether its sending was not begun, or was given up before anything went out."""
    if row.state is ActionState.NOT_YET_STARTED:
        return True
    return row.state is ActionState.SKIPPED and row.outcome not in _NOTHING and not was_taken_back(row)


def was_taken_back(row: InvoiceRow) -> bool:
    """Whether it was sent and has left QuickBooks again by a correction."""
    return row.state is ActionState.SKIPPED and row.finding_code == TAKEN_BACK


def ordered(rows: Iterable[InvoiceRow], *, problems_first: bool) -> list[InvoiceRow]:
    """By date and number, as they are sent; afterwards what needs the user comes first."""
    order = (ActionState.FAILED, ActionState.NEEDS_CHECK, ActionState.CHECKING)

    def place(row: InvoiceRow) -> tuple[int, object, str]:
        first = order.index(row.state) if problems_first and row.state in NEEDS_USER else len(order)
        return first, row.date, row.number

    return sorted(rows, key=place)


def invoice_totals(shown: Sequence[InvoiceRow], whole: int) -> list[TotalsLine]:
    """What is in QuickBooks, with what it is apart, and all shown rows."""
    there = [row for row in shown if in_quickbooks(row)]
    label, after = ("All", "") if len(shown) == whole else ("Shown", f" of {whole:,}")
    return [
        *lines_by_currency("In QuickBooks", there, _currency, _compared, bold=True),
        *lines_by_currency(label, shown, _currency, _owed, after=after),
    ]


def _currency(row: InvoiceRow) -> str:
    return row.currency


def _owed(rows: Sequence[InvoiceRow]) -> dict[str, Decimal | int]:
    return {"connectwise": sum((row.connectwise_total for row in rows), _ZERO)}


def _compared(rows: Sequence[InvoiceRow]) -> dict[str, Decimal | int]:
    connectwise = sum((row.connectwise_total for row in rows), _ZERO)
    quickbooks = sum((row.quickbooks_total or _ZERO for row in rows), _ZERO)
    return {"connectwise": connectwise, "quickbooks": quickbooks, "apart": quickbooks - connectwise}


# Actions


def action_key(row: ActionRow) -> ActionId:
    """What names an action."""
    return row.id


def action_needs_user(row: ActionRow) -> bool:
    """Whether F8 stops here."""
    return row.state in NEEDS_USER


def action_bar_of(row: ActionRow) -> str:
    """The bar at the row's left edge."""
    return _BARS.get(row.state, "")


def _time_column(begun: Begun, sample: str, *, narrow: bool = True) -> Column[ActionRow]:
    def changed(row: ActionRow) -> str:
        return clock_text(row.changed_at, begun()) if row.changed_at else ""

    return Column(
        "time", "Time", changed, sample=sample, ink="text2", narrow=narrow,
        sort=_changed_at, written=_changed_at,
    )  # fmt: skip


def _changed_at(row: ActionRow) -> dt.datetime | None:
    return row.changed_at


def _action_message(row: ActionRow) -> str:
    return row.message


def record_columns(begun: Begun) -> tuple[Column[ActionRow], ...]:
    """Actions of a section that are no invoice's: a customer, an item, a term that was created."""
    return (
        Column("state", "Status", lambda row: row.state.value, Kind.STATE, sample="Completed Successfully"),
        Column("label", "What", lambda row: row.label, sample="Customer “Café Très Bon, LLC”", stretch=1),
        Column(
            "message",
            "Message",
            _action_message,
            sample="Created in QuickBooks",
            stretch=2,
            ink="text2",
            tip=_action_message,
        ),
        _time_column(begun, "11/02/2026 12:44:07", narrow=False),
    )


def action_columns(begun: Begun) -> tuple[Column[ActionRow], ...]:
    """What was done for one invoice."""
    return (
        Column("section", "Section", lambda row: row.section.value, sample="Mark as batched in ConnectWise"),
        Column("state", "Status", lambda row: row.state.value, Kind.STATE, sample="Completed Successfully"),
        Column(
            "message",
            "Message",
            _action_message,
            sample="Equal to the cent",
            stretch=1,
            ink="text2",
            tip=_action_message,
        ),
        _time_column(begun, "12:44:07"),
    )
