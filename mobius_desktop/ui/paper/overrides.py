"""The overrides report on paper: every decision of a period that set something aside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from mobius_desktop.history.overrides import CERTIFIED, Override
from mobius_desktop.ui.components.moments import written_moment
from mobius_desktop.ui.paper.content import (
    Paper,
    PaperCell,
    PaperColumn,
    PaperKind,
    PaperTable,
    Signatures,
)
from mobius_desktop.ui.tables.columns import date_text

_COLUMNS = (
    PaperColumn("When"),
    PaperColumn("Who"),
    PaperColumn("What", bold=True),
    PaperColumn("Number"),
    PaperColumn("Customer", stretch=1),
    PaperColumn("About", stretch=2),
    PaperColumn("Why", stretch=3),
    PaperColumn("Money", PaperKind.MONEY),
)
_NOTHING = Decimal("0.00")


def overrides_paper(
    rows: Sequence[Override], days: tuple[dt.date, dt.date], head: str, *, narrowed: str = ""
) -> Paper:
    """The decisions in the order of the table; `narrowed` says how many of all were shown."""
    first, last = days
    context = (f"{date_text(first)} to {date_text(last)}", narrowed)
    cells: tuple[tuple[PaperCell, ...], ...] = tuple(
        (
            written_moment(one.at),
            one.user,
            one.what,
            one.number,
            one.customer,
            one.about,
            one.reason,
            one.amount,
        )
        for one in rows
    )
    table = PaperTable(
        _COLUMNS,
        cells,
        tuple(_totals(rows)),
        title=f"Decisions: {len(rows):,}",
        empty="Nothing was set aside in this time.",
    ).with_currency([one.currency for one in rows])
    parts = (table, Signatures(("Prepared by", "Checked by", "Date")))
    return Paper("Overrides", tuple(filter(None, context)), parts, f"Record {head}", landscape=True)


def _totals(rows: Sequence[Override]) -> list[tuple[PaperCell, ...]]:
    """Each currency by itself; what is certified is no decision about that money."""
    counted = [one for one in rows if one.what != CERTIFIED]
    found: list[tuple[PaperCell, ...]] = []
    for code in sorted({one.currency for one in counted}):
        mine = [one for one in counted if one.currency == code]
        total = sum((one.amount or _NOTHING for one in mine), _NOTHING)
        found.append((f"{len(mine):,} {code}".strip(), *(None,) * 6, total))
    return found
