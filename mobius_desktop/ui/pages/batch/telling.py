"""What Batch Status says of a batch in words and figures: progress, time left, control line, sentences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from mobius_desktop.domain.journal import InvoiceRow
from mobius_desktop.domain.run_causes import NOT_BEGUN, STOPS
from mobius_desktop.domain.states import UNFINISHED, ActionState, BatchState, Section, section_state
from mobius_desktop.domain.totals import control_totals, currency_of, money_of
from mobius_desktop.history.picture import BatchPicture, SectionPicture
from mobius_desktop.ui.components.figures import Figure
from mobius_desktop.ui.components.moments import span_text, time_text
from mobius_desktop.ui.components.part_progress import Part
from mobius_desktop.ui.components.question import QuestionContent
from mobius_desktop.ui.components.section_list import SectionRow
from mobius_desktop.ui.pages.batch.rows import has_nothing_to_send, in_quickbooks, was_left, was_taken_back
from mobius_desktop.ui.tables.columns import date_text

_ZERO = Decimal("0.00")
_RESUMABLE = NOT_BEGUN | {"TAX_HELD"}
_FEWEST_FOR_ESTIMATE = 3
_MOVING = frozenset({ActionState.RUNNING, ActionState.CHECKING})


def resumable(row: InvoiceRow) -> bool:
    """Whether *Resume* would send it: its sending was never begun, and nothing is wrong with it."""
    if row.document is not None or row.marked:
        return False
    return row.state is ActionState.NOT_YET_STARTED or row.finding_code in _RESUMABLE


@dataclass(frozen=True, slots=True)
class Counts:
    """Invoices of a batch by where they stand."""

    completed: int = 0
    skipped: int = 0
    failed: int = 0
    needs_check: int = 0
    checking: int = 0
    running: int = 0
    waiting: int = 0
    in_quickbooks: int = 0
    marked: int = 0
    on_the_way: int = 0
    """Begun, and not (yet known to be) in QuickBooks."""

    @classmethod
    def of(cls, rows: Iterable[InvoiceRow]) -> Counts:
        """Count rows."""
        chosen = tuple(rows)
        count = dict.fromkeys(ActionState, 0)
        for row in chosen:
            count[row.state] += 1
        left = sum(was_left(row) for row in chosen)
        return cls(
            completed=count[ActionState.COMPLETED],
            skipped=count[ActionState.SKIPPED] + count[ActionState.NOT_YET_STARTED] - left,
            failed=count[ActionState.FAILED],
            needs_check=count[ActionState.NEEDS_CHECK],
            checking=count[ActionState.CHECKING],
            running=count[ActionState.RUNNING],
            waiting=left,
            in_quickbooks=sum(in_quickbooks(row) for row in chosen),
            marked=sum(row.marked for row in chosen),
            on_the_way=sum(row.state in _MOVING and row.quickbooks_total is None for row in chosen),
        )

    @property
    def to_send(self) -> int:
        """Those that the bar is made of: all but what was never to be sent."""
        return self.completed + self.needs_check + self.checking + self.running + self.waiting

    @property
    def settled(self) -> int:
        """Those of the bar that have come to their end."""
        return self.completed + self.needs_check


# Running


def progress_parts(counts: Counts) -> tuple[Part, ...]:
    """The bar's parts and its legend."""
    return (
        Part("Completed Successfully", counts.completed, "completed"),
        Part(
            "Needs check",
            counts.needs_check,
            "needs check" if counts.needs_check == 1 else "need a check",
            hatched=True,
        ),
        Part("Checking", counts.checking, "being looked up", hatched=True),
        Part("Running", counts.running, "running", hatched=True),
        Part("Not Yet Started", counts.waiting, "not yet started", filled=False),
        Part("Failed", counts.failed, "failed, not sent", filled=False),
        Part("Skipped", counts.skipped, "skipped, nothing to send", filled=False),
    )


def progress_sentence(counts: Counts) -> str:
    """How far it is."""
    noun = "invoice is" if counts.to_send == 1 else "invoices are"
    verb = "is" if counts.marked == 1 else "are"
    return (
        f"**{counts.in_quickbooks:,} of {counts.to_send:,}** {noun} in QuickBooks, "
        f"**{counts.marked:,}** {verb} marked in ConnectWise"
    )


def taken_back(picture: BatchPicture) -> tuple[int, int]:
    """Of an undo: how many invoices have left both systems, of how many that are to."""
    states = [one.state for one in picture.actions.values() if one.section is Section.RELEASE]
    return sum(state not in UNFINISHED for state in states), len(states)


def undo_sentence(done: int, whole: int) -> str:
    """How far an undo is."""
    return f"**{done:,} of {whole:,}** {'invoice is' if whole == 1 else 'invoices are'} taken back"


def undo_parts(done: int, whole: int) -> tuple[Part, ...]:
    """The bar of an undo and its legend."""
    return (
        Part("Completed Successfully", done, "taken back"),
        Part("Not Yet Started", whole - done, "still to be taken back", filled=False),
    )


def time_left(settled: int, to_send: int, elapsed: float) -> str:
    """Time left in words, from how long the settled ones took; empty until that says something."""
    left = to_send - settled
    if settled < _FEWEST_FOR_ESTIMATE or left <= 0 or elapsed <= 0:
        return ""
    seconds = elapsed / settled * left
    if seconds < 5:
        return "a few seconds left"
    if seconds < 55:
        return f"about **{5 * round(seconds / 5)} seconds** left"
    return f"about **{span_text(60 * max(1, round(seconds / 60)))}** left"


def cancel_question(number: int, counts: Counts) -> QuestionContent:
    """Asked before a batch is cancelled: what stays, what is finished first, what waits in the list."""
    moving = counts.on_the_way
    there = counts.in_quickbooks
    parts = [f"**{there:,}** {_are(there, 'invoice')} in QuickBooks and {_verb(there, 'stays')} there."]
    if moving:
        parts.append(f"**{moving:,}** on the way {'is' if moving == 1 else 'are'} finished first.")
    waiting = counts.waiting
    verb = "is" if waiting == 1 else "are"
    parts.append(f"**{waiting:,}** {verb} not sent and {_verb(waiting, 'stays')} in the list.")
    return QuestionContent(f"Cancel batch {number}?", " ".join(parts), "Go on sending", "Cancel batch")


def _are(count: int, noun: str) -> str:
    return f"{noun} is" if count == 1 else f"{noun}s are"


def _verb(count: int, singular: str) -> str:
    return singular if count == 1 else singular.removesuffix("s")


# Ended


def figures_of(rows: Iterable[InvoiceRow]) -> tuple[Figure, ...]:
    """The figures over a batch that has ended."""
    chosen = tuple(rows)
    home = currency_of(chosen)

    def figure(
        state: str, words: str, found: list[InvoiceRow], short: str = "", *, quickbooks: bool = False
    ) -> Figure:
        money = money_of(found, quickbooks=quickbooks).coded(home)
        return Figure(state, words, f"{len(found):,}", money, short)

    def of(state: ActionState) -> list[InvoiceRow]:
        return [one for one in chosen if one.state is state]

    done = [one for one in of(ActionState.COMPLETED) if in_quickbooks(one)]
    without = [one for one in chosen if has_nothing_to_send(one)]
    found = [figure("Completed Successfully", "In QuickBooks and marked", done, "done", quickbooks=True)]
    optional = (
        ("Needs check", "Needs check", of(ActionState.NEEDS_CHECK), "", True),
        ("Checking", "Being looked up", of(ActionState.CHECKING), "", False),
        ("Running", "On the way", of(ActionState.RUNNING), "", False),
    )
    found += [figure(s, w, rows, short, quickbooks=q) for s, w, rows, short, q in optional if rows]
    failed = of(ActionState.FAILED)
    found.append(figure("Failed" if failed else "Skipped", "Failed, not sent", failed, "failed"))
    waiting = [one for one in chosen if was_left(one)]
    if waiting:
        found.append(figure("Not Yet Started", "Not begun", waiting))
    back = [one for one in chosen if was_taken_back(one)]
    if back:
        found.append(figure("Undone", "Taken back", back, "taken back"))
    if without:
        found.append(figure("Skipped", "Nothing to send", without))
    return tuple(found)


def control_line(rows: Iterable[InvoiceRow], currency: str) -> tuple[str, ...]:
    """ConnectWise − not sent = QuickBooks, and the difference to the cent."""
    totals = control_totals(rows)
    connectwise, left_out, expected = (
        sums.text(currency) for sums in (totals.connectwise.total, totals.left_out, totals.expected)
    )
    apart = "**equal to the cent**" if not totals.apart else f"difference **{totals.apart.text(currency)}**"
    return (
        f"ConnectWise {connectwise} − not sent {left_out} = **{expected}**",
        f"QuickBooks **{totals.quickbooks.total.coded(currency)}** · {apart}",
    )


def short_control(rows: Iterable[InvoiceRow], currency: str) -> str:
    """The control line where there is room for one figure."""
    return f"apart **{control_totals(rows).apart.coded(currency)}**"


# Header, sections, closing


def context_line(picture: BatchPicture, today: dt.date) -> str:
    """Kind · company · location · summary · when · who."""
    who = f"{picture.user} on {picture.machine}" if picture.machine else picture.user
    parts = [picture.kind, picture.company_name, picture.location, picture.summary.value]
    return " · ".join([part for part in (*parts, _when(picture, today, who)) if part])


def _when(picture: BatchPicture, today: dt.date, who: str) -> str:
    start, end = picture.started_at, picture.ended_at
    if start is None:
        return who
    day = start.astimezone().date()
    before = "" if day == today else f"{date_text(day)}, "
    if end is None:
        by = f" by {who}" if who else ""
        return f"submitted {before}{time_text(start)}{by}"
    first, last = time_text(start), time_text(end)
    last_day = end.astimezone().date()
    if last_day != day:  # undone or taken back later: how long that took in all says nothing
        return f"{date_text(day)}, {first} to {date_text(last_day)}, {last} · {who}"
    span = span_text((end - start).total_seconds())
    times = first if first == last else f"{first} to {last}"
    return f"{before}{times}, {span} · {who}"


def section_rows(picture: BatchPicture) -> list[SectionRow]:
    """The sections as the list shows them; one without actions had nothing to do once the batch has ended."""
    rows = []
    for one in picture.sections():
        count = f"{one.done:,}/{one.total:,}" if one.total else ""
        if one.total and one.done == one.total:
            count = f"{one.total:,}"
        state, message = one.state, one.message
        if not picture.running:
            state, message = _ended_section(picture, one)
        rows.append(SectionRow(one.section.name, one.section.value, state.value, count, message))
    return rows


def _ended_section(picture: BatchPicture, one: SectionPicture) -> tuple[ActionState, str]:
    """Once the batch has ended nothing runs: what was not begun is left, and the rest says how it went."""
    if not one.total:
        return ActionState.SKIPPED, "nothing to do"
    if one.state is not ActionState.RUNNING:
        return one.state, one.message
    states = [action.state for action in picture.actions.values() if action.section is one.section]
    begun = [state for state in states if state not in UNFINISHED]
    left = f"{len(states) - len(begun):,} not begun"
    return (section_state(begun), left) if begun else (ActionState.NOT_YET_STARTED, left)


def closing_sentence(picture: BatchPicture, counts: Counts) -> str:
    """The action bar's sentence: how it ended with the money, or what stands still."""
    left = sum(resumable(row) for row in picture.invoices.values())
    if picture.state is BatchState.INTERRUPTED:
        return (
            f"The program stopped while this batch ran. {_are_waiting(left)} "
            "Nothing is lost, and nothing is sent twice."
        )
    if picture.message:
        head, stop, rest = picture.message.partition(". ")
        return f"**{head}.** {rest}" if stop else picture.message
    if picture.running:
        return "You can go on working: sending continues while other pages are open."
    return f"{counts.settled:,} of {len(picture.invoices):,} are done."


def _are_waiting(count: int) -> str:
    if not count:
        return "No invoice waits."
    return f"{count:,} {'invoice waits' if count == 1 else 'invoices wait'}."


def resume_text(picture: BatchPicture, count: int) -> str:
    """The button that sends what was not begun."""
    if picture.state is not BatchState.INTERRUPTED and any(
        row.finding_code in STOPS for row in picture.invoices.values()
    ):
        return f"&Continue with {count:,}"
    verb = "Resume: send" if picture.state is BatchState.INTERRUPTED else "Send"
    return f"&{verb} the remaining {count:,}"


def status_text(picture: BatchPicture, counts: Counts, *, live: bool) -> str:
    """The status bar: how far it is, or where it was read."""
    if live and picture.state is BatchState.UNDOING:
        done, whole = taken_back(picture)
        return f"Batch {picture.number} is being undone: {done:,} of {whole:,}"
    if live:
        return f"Batch {picture.number} is running: {counts.in_quickbooks:,} of {counts.to_send:,}"
    return f"Batch {picture.number}, read from this computer"
