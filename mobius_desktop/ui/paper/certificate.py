"""The certificate of a batch: one page with counts, control totals, exceptions, person, times and hashes."""

from __future__ import annotations

import datetime as dt
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

_MONEY = (
    PaperColumn("Invoices", stretch=1),
    PaperColumn("Count", PaperKind.COUNT),
    PaperColumn("ConnectWise", PaperKind.MONEY),
)
_EXCEPTIONS = (
    PaperColumn("Number", bold=True),
    PaperColumn("Customer", stretch=1),
    PaperColumn("State"),
    PaperColumn("ConnectWise", PaperKind.MONEY),
    PaperColumn("QuickBooks", PaperKind.MONEY),
    PaperColumn("Cause", stretch=2),
)
_FACTS = (PaperColumn("", bold=True), PaperColumn("", stretch=1))


def certificate_paper(one: Certificate) -> Paper:
    """One page, with as many exceptions as there is room for."""
    for most in range(_MOST_EXCEPTIONS, 1, -1):
        paper = _paper(one, most)
        if pages_of(paper) == 1:
            return paper
    return _paper(one, 1)


def _paper(one: Certificate, most: int) -> Paper:
    batch = one.batch
    context = (
        f"{batch.company_name} · {batch.location} · {batch.summary.value}"
        + (f" · dated through {date_text(batch.through)}" if batch.through else ""),
        batch.state.value,
    )
    parts: list[PaperPart] = [PaperTable(_FACTS, _facts(one), ruled=False)]
    for money in one.money:
        parts += _money(money)
    if not one.money:
        parts.append(PaperText("No invoice is in this batch.", bold=True))
    parts.append(_exceptions(one.exceptions, most))
    parts.append(Signatures(("Prepared by", "Checked by", "Date")))
    return Paper(f"Certificate of batch {batch.number}", context, tuple(parts), f"Record {one.head}")


def _facts(one: Certificate) -> tuple[tuple[PaperCell, ...], ...]:
    batch = one.batch

    return (
        ("Submitted by", f"{batch.user} on {batch.machine}"),
        ("Started", _moment(batch.started_at)),
        ("Ended", _moment(batch.ended_at)),
        ("Program", f"Mobius Desktop {batch.version}"),
        ("Hash of the batch", one.batch_head.text),
        ("Hash of the record", one.head),
        ("Printed", f"{_moment(one.printed_at)} by {one.printed_by}, Mobius Desktop {one.program}"),
    )


def _moment(value: dt.datetime | None) -> str:
    return written_moment(value) if value is not None else "–"


def _money(money: CertificateMoney) -> list[PaperPart]:
    totals, code = money.totals, money.currency
    ours, left, theirs, apart = (
        sums.text(code)
        for sums in (totals.connectwise.total, totals.left_out, totals.quickbooks.total, totals.apart)
    )
    line = f"ConnectWise {ours} − not in QuickBooks {left} = QuickBooks {theirs} {code}, apart {apart}."
    verdict = "Equal to the cent." if totals.ties else "This does not tie."
    rows = tuple((one.words, one.figure.count, one.figure.total.amount(code)) for one in money.lines)
    whole = ("All of the batch", totals.connectwise.count, totals.connectwise.total.amount(code))
    return [
        PaperText(f"{line} {verdict}", bold=True),
        PaperTable(_MONEY, rows, (whole,), title=f"Control totals in {code}"),
    ]


def _exceptions(found: tuple[CertificateException, ...], most: int) -> PaperTable:
    """The weightiest first; what there is no room for stands as one line for each currency."""
    found = tuple(sorted(found, key=lambda one: -abs(one.connectwise)))
    room = most - len({one.currency for one in found})
    shown = found if len(found) <= most else found[: max(room, 1)]
    rows: list[tuple[PaperCell, ...]] = [
        (
            one.number,
            _short(one.customer, _CUSTOMER),
            one.state,
            one.connectwise,
            one.quickbooks,
            _short(one.cause, _CAUSE),
        )
        for one in shown
    ]
    rest = found[len(shown) :]
    for code in dict.fromkeys(one.currency for one in rest):
        mine = [one.connectwise for one in rest if one.currency == code]
        total = sum(mine, Decimal("0.00"))
        rows.append((f"and {len(mine):,} more", f"as the batch lists them, {code}", "", total, None, ""))
    return PaperTable(_EXCEPTIONS, tuple(rows), title=f"Exceptions: {len(found):,}", empty="None.")


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
