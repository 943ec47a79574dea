"""What a table of the window shows, as a paper: its visible columns, its shown rows, its totals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from mobius_desktop.ui.components.moments import day_and_clock
from mobius_desktop.ui.paper.content import Paper, PaperCell, PaperColumn, PaperKind, PaperTable
from mobius_desktop.ui.tables.columns import Column, Kind, text_of
from mobius_desktop.ui.tables.exporting import Shown, totals_cells

_KINDS = {Kind.MONEY: PaperKind.MONEY, Kind.INT: PaperKind.COUNT, Kind.DATE: PaperKind.DATE}
_WIDE = 7
"""More columns than this are printed across."""


def paper_of(shown: Shown, title: str, context: Sequence[str] = ()) -> Paper:
    """The table as it was shown. Touches no widget."""
    columns = shown.columns
    table = PaperTable(
        tuple(
            PaperColumn(one.title, _KINDS.get(one.kind, PaperKind.TEXT), one.stretch, one.bold)
            for one in columns
        ),
        tuple(tuple(_cell(one, row) for one in columns) for row in shown.rows),
        tuple(totals_cells(line, columns) for line in shown.totals),
        empty="Nothing is shown.",
    )
    return Paper(title, tuple(context), (table,), landscape=len(columns) > _WIDE)


def _cell(column: Column[Any], row: object) -> PaperCell:
    value = column.leaving(row)
    if isinstance(value, dt.datetime):
        return day_and_clock(value)
    if isinstance(value, (Decimal, dt.date)) or (isinstance(value, int) and column.kind is Kind.INT):
        return value
    return text_of(column.kind, value) or None
