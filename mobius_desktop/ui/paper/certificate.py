"""The certificate of a batch: one page with counts, control totals, exceptions, person, times and hashes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from mobius_desktop.history.certificate import Certificate, CertificateException, CertificateMoney
from mobius_desktop.ui.components.moments import written_moment
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
from mobius_desktop.ui.paper.pdf import pages_of
from mobius_desktop.ui.tables.columns import date_text

_MOST_EXCEPTIONS = 20
"""So many at most; what does not fit on the page is counted and summed in one line."""
_CAUSE, _CUSTOMER = 60, 24
_REASON = 240
"""A person's reason is cut only where it would take the page."""

_THEIRS = "QuickBooks"
_MONEY = (
    PaperColumn("Invoices", stretch=1),
    PaperColumn("Count", PaperKind.COUNT),
    PaperColumn("ConnectWise", PaperKind.MONEY),
    PaperColumn(_THEIRS, PaperKind.MONEY),
    PaperColumn("Apart", PaperKind.MONEY),
)
_EXCEPTIONS = (
    PaperColumn("Number", bold=True),
    PaperColumn("Customer", stretch=1),
    PaperColumn("State"),
    PaperColumn("ConnectWise", PaperKind.MONEY),
    PaperColumn(_THEIRS, PaperKind.MONEY),
    PaperColumn("Cause", stretch=2),
)
_UNTYING = (
    PaperColumn("Number", bold=True),
    PaperColumn("Customer", stretch=1),
    PaperColumn("ConnectWise", PaperKind.MONEY),
    PaperColumn(_THEIRS, PaperKind.MONEY),
    PaperColumn("Apart", PaperKind.MONEY),
    PaperColumn("Cause or decision", stretch=3),
)
_NOTHING = Decimal("0.00")
_FACTS = (PaperColumn("", bold=True), PaperColumn("", stretch=1))


def certificate_paper(one: Certificate) -> Paper:
    """One page, with as many exceptions as there is room for."""
    for most in range(_MOST_EXCEPTIONS, 1, -1):
        paper = _paper(one, most)
        if pages_of(paper) == 1:
            return paper
    return _paper(one, 1)


def _paper(one: Certificate, most: int) -> Paper:
    parts: list[PaperPart] = [facts_of(one)]
    for money in one.money:
        parts += control_parts(money, [each for each in one.exceptions if each.currency == money.currency])
    if not one.money:
        parts.append(PaperText("No invoice is in this batch.", bold=True))
    parts += _exceptions(one.exceptions, most)
    parts.append(Signatures(("Prepared by", "Checked by", "Date")))
    title = f"Certificate of batch {one.batch.number}"
    return Paper(title, context_of(one), tuple(parts), f"Record {one.head}")


def context_of(one: Certificate) -> tuple[str, ...]:
    """Company, Location, Summary, how far it went, and how it ended."""
    batch = one.batch
    through = f" · dated through {date_text(batch.through)}" if batch.through else ""
    return (f"{batch.company_name} · {batch.location} · {batch.summary.value}{through}", batch.state.value)


def facts_of(one: Certificate) -> PaperTable:
    """Who sent it and when, the hashes, and when this was printed."""
    batch = one.batch
    rows = (
        ("Submitted by", f"{batch.user} on {batch.machine}"),
        ("Started", _moment(batch.started_at)),
        ("Ended", _moment(batch.ended_at)),
        ("Program", f"Mobius Desktop {batch.version}"),
        ("Hash of the batch", one.batch_head.text),
        ("Hash of the record", one.head),
        ("Printed", f"{_moment(one.printed_at)} by {one.printed_by}, Mobius Desktop {one.program}"),
    )
    return PaperTable(_FACTS, rows, ruled=False)


def _moment(value: dt.datetime | None) -> str:
    return written_moment(value) if value is not None else "–"


def control_parts(money: CertificateMoney, exceptions: Sequence[CertificateException]) -> list[PaperPart]:
    """The control line of a currency, and what it is made of."""
    totals, code = money.totals, money.currency
    ours, left, theirs, apart = (
        sums.text(code)
        for sums in (totals.connectwise.total, totals.left_out, totals.quickbooks.total, totals.apart)
    )
    line = f"ConnectWise {ours} − not in QuickBooks {left} = QuickBooks {theirs} {code}, apart {apart}."
    verdict = "Equal to the cent." if totals.ties else f"This does not tie: {_why(exceptions)}."
    rows = tuple(
        (one.words, one.figure.count, one.figure.total.amount(code), one.quickbooks, one.apart)
        for one in money.lines
    )
    whole: tuple[PaperCell, ...] = (
        "All of the batch",
        totals.connectwise.count,
        totals.connectwise.total.amount(code),
        totals.quickbooks.total.amount(code),
        totals.apart.amount(code),
    )
    return [
        PaperText(f"{line} {verdict}", bold=True),
        PaperTable(_MONEY, rows, (whole,), title=f"Control totals in {code}"),
    ]


def _why(exceptions: Sequence[CertificateException]) -> str:
    """`3 are apart, 1 of them decided by a person; of 2 the outcome is not known`."""
    apart = [one for one in exceptions if one.unties and one.apart]
    unknown = sum(one.unties and not one.apart for one in exceptions)
    decided = sum(bool(one.decided) for one in apart)
    said = []
    if len(apart) == 1:
        said.append("1 is apart, by a person's decision" if decided else "1 is apart")
    elif apart:
        some = f", {decided:,} of them by a person's decision" if decided else ""
        said.append(f"{len(apart):,} are apart{some}")
    if unknown:
        said.append(f"of {unknown:,} the outcome is not known")
    return "; ".join(said)


def _exceptions(found: tuple[CertificateException, ...], most: int) -> list[PaperPart]:
    """What makes the batch not tie in a table of its own, which gets the room; others get the rest."""
    untying = [one for one in found if one.unties]
    others = [one for one in found if not one.unties]
    parts: list[PaperPart] = []
    if untying:
        rows, codes = _rows(untying, most, _untying, _untying_rest)
        table = PaperTable(_UNTYING, rows, title=f"What does not tie: {len(untying):,}")
        parts.append(table.with_currency(codes))
    if others or not untying:
        left = most - min(len(untying), most)
        rows, codes = _rows(others, left, _other, _other_rest)
        title = f"{'Other exceptions' if untying else 'Exceptions'}: {len(others):,}"
        table = PaperTable(_EXCEPTIONS, rows, title=title, empty="None.").with_currency(codes)
        parts.append(table if any(one.quickbooks is not None for one in others) else _without_theirs(table))
    return parts


def _without_theirs(table: PaperTable) -> PaperTable:
    """Without an empty column for QuickBooks there is room for more rows."""
    kept = [place for place, column in enumerate(table.columns) if column.title != _THEIRS]
    return replace(
        table,
        columns=tuple(table.columns[place] for place in kept),
        rows=tuple(tuple(row[place] for place in kept) for row in table.rows),
    )


_Row = tuple[PaperCell, ...]


def _rows(
    found: Sequence[CertificateException],
    most: int,
    row: Callable[[CertificateException], _Row],
    rest: Callable[[Sequence[CertificateException], bool], _Row],
) -> tuple[tuple[_Row, ...], list[str]]:
    """In their order, with their currencies; what there is no room for is one line for each currency."""
    room = most - len({one.currency for one in found})
    shown = found if len(found) <= most else found[: max(room, 0)]
    left = found[len(shown) :]
    codes = dict.fromkeys(one.currency for one in left)
    rows = (
        *map(row, shown),
        *(rest([one for one in left if one.currency == code], bool(shown)) for code in codes),
    )
    return rows, [*(one.currency for one in shown), *codes]


def _untying(one: CertificateException) -> _Row:
    apart = one.apart if one.quickbooks is not None else None
    words = _short(one.decided, _REASON) if one.decided else f"{one.state}: {_short(one.cause, _CAUSE)}"
    return one.number, _short(one.customer, _CUSTOMER), one.connectwise, one.quickbooks, apart, words


def _other(one: CertificateException) -> _Row:
    words = _short(one.decided or one.cause, _CAUSE)
    return one.number, _short(one.customer, _CUSTOMER), one.state, one.connectwise, one.quickbooks, words


def _untying_rest(rest: Sequence[CertificateException], after: bool) -> _Row:
    apart = sum((one.apart for one in rest), _NOTHING)
    return *_more(rest, after), _ours(rest), _theirs(rest), apart, ""


def _other_rest(rest: Sequence[CertificateException], after: bool) -> _Row:
    return *_more(rest, after), "", _ours(rest), _theirs(rest), ""


def _more(rest: Sequence[CertificateException], after: bool) -> _Row:
    """What has no room, counted; `after` others that are shown."""
    return f"and {len(rest):,} more" if after else f"{len(rest):,}", "see the batch"


def _ours(rest: Sequence[CertificateException]) -> Decimal:
    return sum((one.connectwise for one in rest), _NOTHING)


def _theirs(rest: Sequence[CertificateException]) -> Decimal | None:
    held = [one.quickbooks for one in rest if one.quickbooks is not None]
    return sum(held, _NOTHING) if held else None


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
