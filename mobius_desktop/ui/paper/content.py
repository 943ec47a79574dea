"""What stands on a paper, as values: title, lines of context, parts one under another, the line at the foot.

Whoever wants something on paper builds a `Paper`; it needs no Qt and can be tested without printing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

PaperCell = str | Decimal | int | dt.date | None
"""A `Decimal` is money, an `int` a count. None leaves the cell empty."""


class PaperKind(Enum):
    """How the cells of a column stand: texts wrap, numbers and dates never do."""

    TEXT = "text"
    MONEY = "money"
    COUNT = "count"
    DATE = "date"

    @property
    def right(self) -> bool:
        """Whether the column stands right-aligned."""
        return self in (PaperKind.MONEY, PaperKind.COUNT)


@dataclass(frozen=True, slots=True)
class PaperColumn:
    """One column. Those with `stretch` share the surplus width in that proportion."""

    title: str
    kind: PaperKind = PaperKind.TEXT
    stretch: int = 0
    bold: bool = False


@dataclass(frozen=True, slots=True)
class PaperTable:
    """A table. Its head stands again on each page; `totals` are lines under a rule, in its columns.

    `empty` is the sentence in the place of rows, where there are none. `ruled`: a line under each row."""

    columns: tuple[PaperColumn, ...]
    rows: tuple[tuple[PaperCell, ...], ...]
    totals: tuple[tuple[PaperCell, ...], ...] = ()
    title: str = ""
    empty: str = ""
    ruled: bool = True

    def __post_init__(self) -> None:
        for row in (*self.rows, *self.totals):
            if len(row) != len(self.columns):
                raise ValueError(f"A row of {len(row)} cells in a table of {len(self.columns)} columns")

    def with_currency(self, codes: Sequence[str]) -> PaperTable:
        """With each row's currency behind its money, where there are several; sums are given no word here."""
        if len(set(codes)) <= 1:
            return self
        place = max(i for i, one in enumerate(self.columns) if one.kind is PaperKind.MONEY) + 1

        def wider(row: tuple[PaperCell, ...], code: str | None) -> tuple[PaperCell, ...]:
            return (*row[:place], code, *row[place:])

        return replace(
            self,
            columns=(*self.columns[:place], PaperColumn("Currency"), *self.columns[place:]),
            rows=tuple(wider(row, code) for row, code in zip(self.rows, codes, strict=True)),
            totals=tuple(wider(row, None) for row in self.totals),
        )


@dataclass(frozen=True, slots=True)
class PaperText:
    """A paragraph."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Signatures:
    """Lines to initial by hand, side by side: each a rule with its word under it."""

    words: tuple[str, ...]


PaperPart = PaperTable | PaperText | Signatures


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper. `foot` stands at the foot of each page beside its number: a hash, or its source."""

    title: str
    context: tuple[str, ...] = ()
    parts: tuple[PaperPart, ...] = ()
    foot: str = ""
    landscape: bool = False
