"""Tie-out, month and invoice card on paper."""

from __future__ import annotations

from decimal import Decimal

from mobius_desktop.domain.money import amount_text
from mobius_desktop.domain.tie_out import NOTHING, AccountTie, TieClass, TieOut, TieRow, figure_of
from mobius_desktop.history.card import InvoiceCard
from mobius_desktop.history.month import MonthBook, MonthPart, changed_words
from mobius_desktop.history.tie_out.telling import (
    apart_sentence,
    certified_sentence,
    explanation_text,
    what_differs,
)
from mobius_desktop.ui.components.moments import written_moment
from mobius_desktop.ui.pages.batch.document_diff import DiffRow
from mobius_desktop.ui.paper.content import (
    Paper,
    PaperCell,
    PaperColumn,
    PaperKind,
    PaperPart,
    PaperTable,
    PaperText,
    Signatures,
)
from mobius_desktop.ui.tables.columns import date_text

_M, _C, _D = PaperKind.MONEY, PaperKind.COUNT, PaperKind.DATE
_CLASSES = (
    PaperColumn("Class", stretch=1),
    PaperColumn("Count", _C),
    PaperColumn("ConnectWise", _M),
    PaperColumn("QuickBooks", _M),
    PaperColumn("Apart", _M),
)
_ROWS = (
    PaperColumn("Number", bold=True),
    PaperColumn("Customer", stretch=2),
    PaperColumn("Date", _D),
    PaperColumn("ConnectWise", _M),
    PaperColumn("QuickBooks", _M),
    PaperColumn("Apart", _M),
    PaperColumn("What differs", stretch=5),
    PaperColumn("Explanation", stretch=3),
)
_ACCOUNTS = (
    PaperColumn("Account", stretch=1),
    PaperColumn("ConnectWise", _M),
    PaperColumn("QuickBooks", _M),
    PaperColumn("Apart", _M),
    PaperColumn("By the item", _M),
    PaperColumn("Rest", _M),
)
_PARTS = (PaperColumn("What became of it", stretch=1), PaperColumn("Count", _C), PaperColumn("Money", _M))
_GAPS = (PaperColumn("Missing numbers"), PaperColumn("Count", _C), PaperColumn("Why", stretch=1))
_CHANGES = (
    PaperColumn("When"),
    PaperColumn("Number", bold=True),
    PaperColumn("Batch"),
    PaperColumn("What happened", stretch=1),
)
_MOMENTS = (PaperColumn("When"), PaperColumn("What happened", stretch=1), PaperColumn("Batch"))
_FIELDS = (
    PaperColumn("Field", bold=True),
    PaperColumn("Sent", stretch=1),
    PaperColumn("As it came back", stretch=1),
)


def tie_out_paper(tie_out: TieOut, head: str) -> Paper:
    """The comparison with its differences; what matches is counted."""
    context = (
        f"{tie_out.company_name} · {date_text(tie_out.first)} to {date_text(tie_out.last)}",
        f"Compared {written_moment(tie_out.compared_at)}. Neither system was changed.",
        *_outdated(tie_out),
    )
    differing = [row for row in tie_out.rows if row.differing]
    parts = (*_control(tie_out), _differences(differing), *_accounts(tie_out), _signatures())
    return Paper("Tie-out of ConnectWise and QuickBooks", context, parts, _foot(head), landscape=True)


def _outdated(found: TieOut) -> tuple[str, ...]:
    """That it is no longer how things stand, where batches went on."""
    if not found.changed_since:
        return ()
    words = changed_words(found.changed_since)
    return (f"{words[:1].upper()}{words[1:]}: this is how things stood then.",)


def month_paper(book: MonthBook, name: str, head: str) -> Paper:
    """The month as its page shows it."""
    found = book.tie_out
    title = f"Month {name}"
    if found is None:
        return Paper(title, ("This month was not compared yet.",), (), _foot(head))
    done = book.last_certified
    context = (
        found.company_name,
        f"Compared {written_moment(found.compared_at)}.",
        *_outdated(found),
        certified_sentence(book).rstrip(":"),
        *((f"Record when it was certified: {done.head}",) if done is not None else ()),
    )
    parts: list[PaperPart] = [*_control(found)]
    for code in dict.fromkeys(one.currency for one in book.figures):
        mine = [one for one in book.figures if one.currency == code]
        rows = tuple((one.part.value, one.count, one.total) for one in mine if one.count or len(mine) > 1)
        counted = [one for one in mine if one.part is not MonthPart.OPEN]
        total = sum((one.total for one in counted), NOTHING)
        whole = (f"ConnectWise {code}", sum(one.count for one in counted), total)
        parts.append(PaperTable(_PARTS, rows, (whole,), title=f"What became of it, in {code}"))
    parts += _accounts(found)
    differing = [row for row in found.rows if row.differing]
    parts.append(_explained(differing))
    gaps = tuple(
        (one.first if one.count == 1 else f"{one.first} to {one.last}", one.count, one.reason)
        for one in found.gaps
    )
    parts.append(PaperTable(_GAPS, gaps, title="Missing numbers", empty="None."))
    if book.changes:
        later = tuple((written_moment(one.at), one.number, str(one.batch), one.says) for one in book.changes)
        parts.append(PaperTable(_CHANGES, later, title="Changes since it was certified"))
    parts.append(_signatures())
    return Paper(title, context, tuple(parts), _foot(head))


def card_paper(card: InvoiceCard, fields: list[DiffRow], head: str) -> Paper:
    """An invoice's life, and its document as it was sent."""
    last = card.appearances[-1]
    money = f"{amount_text(last.connectwise_total, last.currency)} {last.currency}"
    context = (
        f"{last.customer} · {date_text(last.date)} · {money}",
        f"{last.state.value}. {last.message}".strip(),
    )
    moments = tuple(
        (written_moment(one.at), one.text, str(one.batch) if one.batch else "") for one in card.moments
    )
    rows = tuple((one.field, one.sent, one.back) for one in fields)
    parts = (
        PaperTable(_MOMENTS, moments, title="What happened", empty="Nothing yet."),
        PaperTable(_FIELDS, rows, title="The document as sent", empty="Nothing was sent."),
    )
    return Paper(f"Invoice {card.number}", context, parts, _foot(head))


def _control(tie_out: TieOut) -> list[PaperPart]:
    parts: list[PaperPart] = []
    for one in tie_out.controls:
        ours, theirs = amount_text(one.connectwise, one.currency), amount_text(one.quickbooks, one.currency)
        tax = amount_text(one.quickbooks_tax - one.connectwise_tax, one.currency)
        line = (
            f"ConnectWise {ours}, QuickBooks {theirs} {one.currency}: {apart_sentence(one)}."
            f" Tax apart {tax}. Not explained: {one.open_count:,}."
        )
        parts.append(PaperText(line, bold=True))
    for code in [one.currency for one in tie_out.controls] or [""]:
        mine = [row for row in tie_out.rows if row.currency == code]
        rows = tuple(
            (kind.value, figure.count, figure.connectwise, figure.quickbooks, figure.apart)
            for kind in TieClass
            if (figure := figure_of([row for row in mine if row.kind is kind])).count
        )
        whole = figure_of(mine)
        totals = (("All", whole.count, whole.connectwise, whole.quickbooks, whole.apart),)
        title = f"By class, in {code}" if code else "By class"
        parts.append(PaperTable(_CLASSES, rows, totals, title=title, empty="Nothing is in this period."))
    for other, count, total in tie_out.elsewhere:
        parts.append(
            PaperText(f"Left out: {count:,} of another company, {amount_text(total, other)} {other}.")
        )
    return parts


def _differences(rows: list[TieRow]) -> PaperTable:
    cells: tuple[tuple[PaperCell, ...], ...] = tuple(
        (
            row.number,
            row.customer,
            row.date,
            row.counted_connectwise if row.connectwise is not None else None,
            row.counted_quickbooks if row.quickbooks is not None else None,
            row.apart,
            f"{row.kind.value}. {what_differs(row)}".strip(),
            explanation_text(row) or "–",
        )
        for row in rows
    )
    totals: list[tuple[PaperCell, ...]] = []
    for code in sorted({row.currency for row in rows}):
        figure = figure_of([row for row in rows if row.currency == code])
        sums = (figure.connectwise, figure.quickbooks, figure.apart)
        totals.append((f"All {code}", None, None, *sums, None, None))
    table = PaperTable(_ROWS, cells, tuple(totals), title=f"Differences: {len(rows):,}", empty="None.")
    return table.with_currency([row.currency for row in rows])


def _explained(rows: list[TieRow]) -> PaperTable:
    """The differences with their reasons, in the columns that fit on an upright page."""
    columns = (
        PaperColumn("Number", bold=True),
        PaperColumn("Difference"),
        PaperColumn("Apart", _M),
        PaperColumn("Explanation", stretch=1),
    )
    cells = tuple((row.number, row.kind.value, row.apart, explanation_text(row) or "–") for row in rows)
    table = PaperTable(columns, cells, title=f"Differences: {len(rows):,}", empty="None.")
    return table.with_currency([row.currency for row in rows])


def _accounts(tie_out: TieOut) -> list[PaperPart]:
    parts: list[PaperPart] = []
    for code in dict.fromkeys(one.currency for one in tie_out.accounts):
        mine = [one for one in tie_out.accounts if one.currency == code]
        rows = tuple(
            (one.account, one.connectwise, one.quickbooks, one.apart, one.moved, one.rest) for one in mine
        )
        names = ("connectwise", "quickbooks", "apart", "moved", "rest")
        whole: tuple[PaperCell, ...] = ("All", *(_sum(mine, name) for name in names))
        parts.append(PaperTable(_ACCOUNTS, rows, (whole,), title=f"By account, in {code}"))
    return parts


def _sum(rows: list[AccountTie], name: str) -> Decimal:
    return sum((getattr(row, name) for row in rows), NOTHING)


def _signatures() -> Signatures:
    return Signatures(("Prepared by", "Checked by", "Date"))


def _foot(head: str) -> str:
    return f"Record {head}"
