"""The rows of Review Existing Batches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from mobius_desktop.domain.archive import Afterwards
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.domain.journal import BatchRow
from mobius_desktop.domain.plan import PlanOutcome
from mobius_desktop.domain.states import ActionState, BatchState
from mobius_desktop.domain.sums import Sums
from mobius_desktop.domain.totals import money_of
from mobius_desktop.history.picture import BatchPicture
from mobius_desktop.ui.components.moments import moment_text
from mobius_desktop.ui.tables.columns import Column, Kind
from mobius_desktop.ui.tables.tab_row import Tab
from mobius_desktop.ui.tables.totals_bar import TotalsLine

_ZERO = Decimal("0.00")
BATCH_TOTAL = "All invoices of the batch as ConnectWise has them, sent or not"
SENT_TOTAL = "What of it is in QuickBooks and completed, as ConnectWise has it"
_MOST_BATCHES = 2
_SENT = frozenset({PlanOutcome.SEND.value, PlanOutcome.ADOPT.value})

TAB_STATES: dict[str, tuple[BatchState, ...]] = {
    "all": (),
    "finished": (BatchState.FINISHED,),
    "warning": (BatchState.FINISHED_WITH_WARNING,),
    "error": (BatchState.FINISHED_WITH_ERROR,),
    "other": (
        BatchState.RUNNING,
        BatchState.INTERRUPTED,
        BatchState.CANCELLED,
        BatchState.UNDOING,
        BatchState.PARTLY_UNDONE,
        BatchState.UNDONE,
    ),
}
"""States of each tab; none means all."""


def review_tabs() -> tuple[Tab, ...]:
    """All, Finished, With warning, With error, Other."""

    def tab(key: str, text: str, state: str = "") -> Tab:
        states = TAB_STATES[key]
        return Tab(key, text, (lambda row: row.state in states) if states else None, state)

    return (
        tab("all", "All"),
        tab("finished", "Finished", "Finished"),
        tab("warning", "With warning", "Finished with Warning"),
        tab("error", "With error", "Finished with Error"),
        tab("other", "Other"),
    )


def row_key(row: BatchRow) -> BatchNumber:
    """What names a batch."""
    return row.number


def needs_someone(row: BatchRow) -> bool:
    """Whether F8 stops here: something in it was left for a person."""
    return bar_of(row) in {"bad", "warn", "look"}


def bar_of(row: BatchRow) -> str:
    """A bar marks what still needs someone, or moves."""
    if row.state in {BatchState.RUNNING, BatchState.UNDOING}:
        return "run"
    if row.state is BatchState.INTERRUPTED:
        return "look"
    if row.failed:
        return "bad"
    return "warn" if row.needs_check else ""


def spoken(row: BatchRow) -> str:
    """A batch as one sentence."""
    return f"Batch {row.number}, {row.state.value}, {row.invoices} invoices, {row.failed} failed"


def _by(row: BatchRow) -> str:
    return f"{row.user}, {row.machine}" if row.machine else row.user


def _failed_tone(row: BatchRow) -> str:
    return "bad" if row.failed else ""


def _check_tone(row: BatchRow) -> str:
    return "warn" if row.needs_check else ""


def afterwards_text(found: Afterwards | None) -> str:
    """`2 sent in 207, 1 accepted`."""
    if found is None:
        return ""
    parts = [f"{count:,} sent in {batch}" for batch, count in found.sent_in[:_MOST_BATCHES]]
    more = found.sent_in[_MOST_BATCHES:]
    if more:
        parts.append(f"{sum(count for _, count in more):,} in later ones")
    if found.taken_back:
        parts.append(f"{found.taken_back:,} taken back")
    if found.accepted:
        parts.append(f"{found.accepted:,} accepted")
    return ", ".join(parts)


def review_columns(
    today: Callable[[], dt.date], afterwards: Callable[[BatchRow], Afterwards | None]
) -> tuple[Column[BatchRow], ...]:
    """The columns; the day of a moment is told from `today`, what became of a batch by `afterwards`."""

    def later(row: BatchRow) -> str:
        return afterwards_text(afterwards(row))

    return (
        Column(
            "number",
            "Batch",
            lambda row: str(row.number),
            sample="12345",
            bold=True,
            sort=row_key,
            written=row_key,
        ),
        Column("kind", "Kind", lambda row: row.kind, sample="Invoice", shown=False, ink="text2"),
        Column("state", "State", lambda row: row.state.value, Kind.CHIP, sample="Finished with Warning"),
        Column(
            "started",
            "Started",
            lambda row: moment_text(row.started_at, today()),
            sample="Wed, Nov 18, 12:44 PM",
            sort=lambda row: row.started_at,
            written=lambda row: row.started_at,
        ),
        Column("by", "By", _by, sample="alexander", narrow=False, ink="text2", tip=_by),
        Column(
            "company",
            "Company",
            lambda row: row.company_name,
            sample="Gulfline",
            stretch=1,
            narrow=False,
            tip=lambda row: row.company_name,
        ),
        Column("invoices", "Invoices", lambda row: row.invoices, Kind.INT, sample="1,000"),
        Column("sent", "Sent", lambda row: row.sent, Kind.INT, sample="1,000"),
        Column("failed", "Failed", lambda row: row.failed, Kind.INT, sample="1,000", tone=_failed_tone),
        Column(
            "needs-check",
            "Needs check",
            lambda row: row.needs_check,
            Kind.INT,
            sample="1,000",
            tone=_check_tone,
        ),
        Column(
            "sent-total",
            "Sent total",
            lambda row: row.sent_total.amount(row.currency),
            Kind.MONEY,
            sample="(1,000,000.00)",
            shown=False,
            sums=lambda row: row.sent_total,
            about=SENT_TOTAL,
        ),
        Column(
            "total",
            "Batch total",
            lambda row: row.total.amount(row.currency),
            Kind.MONEY,
            sample="1,000,000.00",
            sums=lambda row: row.total,
            about=BATCH_TOTAL,
        ),
        Column("currency", "Currency", lambda row: row.currency, sample="USD", ink="text2", shown=False),
        Column(
            "other",
            "Other currencies",
            lambda row: row.total.other_than(row.currency),
            sample="1,000.00 CAD",
            ink="text2",
            shown=False,
            narrow=False,
        ),
        Column(
            "afterwards",
            "Afterwards",
            later,
            sample="2 sent in 207",
            narrow=False,
            stretch=1,
            ink="text2",
            tip=later,
        ),
        Column(
            "message",
            "Message",
            lambda row: row.message,
            sample="32 of 36 are done.",
            shown=False,
            stretch=2,
            ink="text2",
            tip=lambda row: row.message,
        ),
    )


def review_totals(rows: Sequence[BatchRow], *, more: bool) -> list[TotalsLine]:
    """Sums of the shown batches, each currency by itself: first that of the newest batch."""
    home = rows[0].currency if rows else "USD"
    total, sent = (
        Sums.together(row.total for row in rows),
        Sums.together(row.sent_total for row in rows),
    )
    noun = "batch" if len(rows) == 1 else "batches"
    label = f"{len(rows):,} {noun} shown" + (", older ones are being read" if more else "")
    return [
        TotalsLine(
            label,
            {
                "invoices": sum(row.invoices for row in rows),
                "sent": sum(row.sent for row in rows),
                "failed": sum(row.failed for row in rows),
                "needs-check": sum(row.needs_check for row in rows),
                "sent-total": sent.amount(home),
                "total": total.amount(home),
            },
            bold=True,
            currency=home,
        ),
        *(
            TotalsLine(f"In {code}", {"sent-total": sent.amount(code), "total": amount}, currency=code)
            for code, amount in total.apart_from(home).parts
        ),
    ]


def live_row(row: BatchRow, picture: BatchPicture) -> BatchRow:
    """The row of the batch that runs, from its picture."""
    rows = tuple(picture.invoices.values())
    there = [one for one in rows if one.state is ActionState.COMPLETED and one.outcome in _SENT]
    return replace(
        row,
        state=picture.state,
        invoices=len(rows),
        sent=len(there),
        failed=sum(one.state is ActionState.FAILED for one in rows),
        needs_check=sum(one.state is ActionState.NEEDS_CHECK for one in rows),
        total=money_of(rows),
        sent_total=money_of(there),
    )
