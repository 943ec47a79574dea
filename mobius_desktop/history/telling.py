"""A batch told as lines of text and as plain values, for the command line and for files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

import msgspec

from mobius_desktop.domain.journal import BatchRow, InvoiceRow
from mobius_desktop.domain.money import amount_text
from mobius_desktop.domain.run_causes import rule_of
from mobius_desktop.domain.states import ActionState
from mobius_desktop.domain.sums import Sums
from mobius_desktop.domain.totals import ControlTotals, Figure
from mobius_desktop.history.history import BatchStory

_NEEDS_SOMEBODY = frozenset({ActionState.FAILED, ActionState.NEEDS_CHECK, ActionState.CHECKING})

NO_BATCHES = "No batches yet."
NO_MATCH = "No batch matches."


def _plain(value: object) -> object:
    """Money by currency is the amount, or where there are several currencies the amount of each."""
    if isinstance(value, Sums):
        return value.value()
    raise NotImplementedError(type(value))


_encoder = msgspec.json.Encoder(decimal_format="number", enc_hook=_plain)


def as_values(value: object) -> str:
    """JSON that keeps amounts as exact decimal numbers."""
    return msgspec.json.format(_encoder.encode(value), indent=2).decode()


def list_lines(rows: Sequence[BatchRow], *, narrowed: bool = False) -> Iterator[str]:
    """The list of batches as a table; `narrowed` where not all were asked for."""
    if not rows:
        yield NO_MATCH if narrowed else NO_BATCHES
        return
    counts = ("Invoices", "Sent", "Failed", "Needs check")
    yield from table(
        ("Batch", "State", "Started", "By", "Company", *counts, "Sent total", "Batch total"),
        [
            (
                str(row.number),
                row.state.value,
                moment_text(row.started_at),
                row.user,
                row.company_name,
                str(row.invoices),
                str(row.sent),
                str(row.failed),
                str(row.needs_check),
                row.sent_total.coded(row.currency),
                row.total.coded(row.currency),
            )
            for row in rows
        ],
        right=frozenset({0, 5, 6, 7, 8, 9, 10}),
    )


def batch_lines(story: BatchStory) -> Iterator[str]:
    """One batch as text: what, sections, invoices, money, log."""
    row = story.row
    yield f"Batch {row.number}: {row.state.value}"
    yield (
        f"{row.company_name} · {row.location} · {row.summary.value} · {moment_text(row.started_at)}"
        f" · {row.user} on {row.machine} · version {row.version}"
    )
    if row.message:
        yield row.message
    yield ""
    yield from table(
        ("Section", "State", "Done", "Message"),
        [
            (section.section.value, section.state.value, f"{section.done}/{section.total}", section.message)
            for section in story.picture.sections()
        ],
        right=frozenset({2}),
    )
    yield ""
    yield from _invoice_lines(tuple(story.picture.invoices.values()))
    yield ""
    yield from what_to_do(story)
    yield from total_lines(story.totals, row.currency)
    if story.picture.log:
        yield ""
        yield from (f"{moment_text(line.at)}  {line.text}" for line in story.picture.log)


def _invoice_lines(rows: Sequence[InvoiceRow]) -> Iterator[str]:
    def shown(amount: Decimal | None, currency: str) -> str:
        return "" if amount is None else amount_text(amount, currency)

    yield from table(
        ("State", "Number", "Customer", "ConnectWise", "QuickBooks", "Apart", "Message"),
        [
            (
                row.state.value,
                row.number,
                row.customer,
                amount_text(row.connectwise_total, row.currency),
                shown(row.quickbooks_total, row.currency),
                shown(row.apart, row.currency),
                row.message,
            )
            for row in rows
        ],
        right=frozenset({3, 4, 5}),
    )


def what_to_do(story: BatchStory) -> Iterator[str]:
    """Each cause that still needs somebody once, with its invoices and what puts it right."""
    causes: dict[tuple[str, str], list[str]] = {}
    for row in story.picture.invoices.values():
        if row.state in _NEEDS_SOMEBODY:
            title, fix = _cure(story, row)
            causes.setdefault((title, fix), []).append(row.number)
    if not causes:
        return
    yield "What to do"
    for (title, fix), numbers in causes.items():
        yield f"  {', '.join(numbers)}: {title}. {fix}".rstrip()
    yield ""


def _cure(story: BatchStory, row: InvoiceRow) -> tuple[str, str]:
    """The cause in a few words and its fix: as the finding said it, else as its table has it."""
    rule = rule_of(row.finding_code)
    for found in story.picture.findings.get(row.billing_log_id, ()):
        if found.code == row.finding_code:
            return (rule.title if rule else found.sentence.rstrip(".")), found.fix
    if rule is not None:
        return rule.title, rule.fix
    return row.state.value, "Open the batch in the window: it has the control that puts this right."


def total_lines(totals: ControlTotals, currency: str) -> Iterator[str]:
    """The money of a batch and its control line."""
    named = (
        ("Sent", totals.invoices),
        ("Credits", totals.credits),
        ("Already in QuickBooks", totals.adopted),
        ("Marked without sending", totals.marked_only),
        ("Nothing to send", totals.noted_only),
        ("Not sent", totals.not_sent),
        ("Taken back", totals.taken_back),
        ("Outcome not known", totals.unknown),
        ("Of these need a check", totals.needs_check),
    )
    always = {"Sent", "Credits", "Not sent"}
    yield from table(
        ("", "Count", "Money"),
        [
            (name, str(figure.count), figure.total.text(currency))
            for name, figure in named
            if figure.count or name in always
        ],
        right=frozenset({1, 2}),
    )
    yield control_line(totals, currency)


def control_line(totals: ControlTotals, currency: str) -> str:
    """ConnectWise − not sent = QuickBooks, and what is apart."""
    connectwise, not_sent, quickbooks, apart = (
        sums.text(currency)
        for sums in (totals.connectwise.total, totals.left_out, totals.quickbooks.total, totals.apart)
    )
    return f"ConnectWise {connectwise} − not sent {not_sent} = QuickBooks {quickbooks}, apart {apart}"


def batch_values(story: BatchStory) -> dict[str, Any]:
    """One batch as plain values: sections, actions, money, findings, log."""
    picture = story.picture
    return {
        "batch": story.row,
        "sections": picture.sections(),
        "invoices": [
            {**asdict(row), "apart": row.apart, "findings": picture.findings.get(row.billing_log_id, ())}
            for row in picture.invoices.values()
        ],
        "actions": list(picture.actions.values()),
        "money": {**_figures(story.totals), "apart": story.totals.apart, "ties": story.totals.ties},
        "configuration": story.options,
        "log": picture.log,
    }


def _figures(totals: ControlTotals) -> dict[str, Figure]:
    return {name: getattr(totals, name) for name in ControlTotals.__dataclass_fields__}


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], right: frozenset[int]) -> Iterator[str]:
    """Columns as wide as their widest cell; the last one is not padded."""
    widths = [max(len(line[at]) for line in (heads, *rows)) for at in range(len(heads))]
    for line in (heads, *rows):
        cells = (
            cell.rjust(width) if at in right else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        yield "  ".join(cells).rstrip()


def moment_text(moment: dt.datetime) -> str:
    """A moment on the user's clock."""
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")
