"""How wide the columns of a table stand on paper, and what their cells say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtGui import QFontMetricsF

from mobius_desktop.domain.money import amount_text
from mobius_desktop.ui.paper.content import PaperCell, PaperKind, PaperTable
from mobius_desktop.ui.tables.columns import date_text

_NARROWEST_MM = 18.0
"""A text column is not squeezed below this, however many there are."""


def cell_text(value: PaperCell) -> str:
    """A cell as it is printed."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return amount_text(value)
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, dt.date):
        return date_text(value)
    return value


def split_row(row: Sequence[PaperCell]) -> list[tuple[PaperCell, ...]] | None:
    """The row in two, its longest text parted between words; None where no text can be parted."""
    texts = [len(cell) if isinstance(cell, str) else 0 for cell in row]
    place = texts.index(max(texts)) if texts else 0
    whole = row[place] if row else None
    if not isinstance(whole, str):
        return None
    cut = whole.rfind(" ", 1, len(whole) // 2 + 1)
    if cut < 0:
        cut = len(whole) // 2
    if not 0 < cut < len(whole):
        return None
    rest: list[PaperCell] = [None] * len(row)
    first, rest[place] = list(row), whole[cut:].lstrip()
    first[place] = whole[:cut]
    return [tuple(first), tuple(rest)]


@dataclass(frozen=True, slots=True)
class Grid:
    """Left edge and width of each column, in dots; `hang` is the room that numbers leave for `)`."""

    places: tuple[tuple[float, float], ...]
    gap: float
    hang: float

    @classmethod
    def of(
        cls, table: PaperTable, width: float, plain: QFontMetricsF, bold: QFontMetricsF, mm: float
    ) -> Grid:
        """Numbers and dates get what they need; texts share what is left."""
        gap, hang = 3 * mm, bold.horizontalAdvance(")")
        wanted = [_wanted(table, place, plain, bold, hang) for place in range(len(table.columns))]
        left = width - gap * (len(wanted) - 1)
        texts = [p for p, column in enumerate(table.columns) if column.kind is PaperKind.TEXT]
        over = sum(wanted) - left
        while over > 0.5 and texts:
            # The widest text gives way first, down to the next widest one.
            ordered = sorted(texts, key=lambda p: wanted[p], reverse=True)
            widest = wanted[ordered[0]]
            same = [p for p in ordered if wanted[p] >= widest - 0.5]
            floor = wanted[ordered[len(same)]] if len(same) < len(ordered) else _NARROWEST_MM * mm
            step = min(over / len(same), max(widest - floor, 0))
            if step <= 0:
                break
            for p in same:
                wanted[p] = widest - step
            over = sum(wanted) - left
        shares = sum(column.stretch for column in table.columns)
        if over < 0 and shares:
            for place, column in enumerate(table.columns):
                wanted[place] += -over * column.stretch / shares
        places, x = [], 0.0
        for one in wanted:
            places.append((x, one))
            x += one + gap
        return cls(tuple(places), gap, hang)


def _wanted(table: PaperTable, place: int, plain: QFontMetricsF, bold: QFontMetricsF, hang: float) -> float:
    """How wide a column would like to be."""
    column = table.columns[place]
    metrics = bold if column.bold else plain
    cells = {cell_text(row[place]) for row in table.rows}
    wide = max((metrics.horizontalAdvance(text) for text in cells), default=0.0)
    if column.kind.right:
        sums = {cell_text(row[place]) for row in table.totals}
        wide = max([wide, *(bold.horizontalAdvance(text) for text in sums)])
        return max(wide + hang, bold.horizontalAdvance(column.title) + hang)
    return max(wide, bold.horizontalAdvance(column.title)) + 1
