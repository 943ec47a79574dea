"""What a table shows of a row: one `Column` each, as data."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Generic, TypeVar

from PySide6.QtCore import QDate, QLocale

from mobius_desktop.domain.money import amount_text
from mobius_desktop.domain.sums import Sums
from mobius_desktop.history.export import csv_cell

Row = TypeVar("Row")

CURRENCY = "currency"
"""Key of the column that names a row's currency. It stands where a table has two, and then in its files."""


class Kind(Enum):
    """How a column's values are written, aligned, sorted, copied and exported."""

    TEXT = "text"
    MONEY = "money"
    DATE = "date"
    INT = "int"
    #: A state word: sign and plain word.
    STATE = "state"
    #: A state word as a chip; only in lists of batches.
    CHIP = "chip"
    #: A `Sentence`: a state word's sign with another text.
    FINDING = "finding"
    #: A `Decimal` or int from 0 to 100, as bar and number.
    SCORE = "score"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text behind a state word's sign. `state` may be empty: no sign."""

    state: str
    text: str


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column.

    `value` gives a typed value (str, Decimal, date, int, state word, Sentence) or None for an empty cell.
    `sample` is the widest text to expect, for the first width. `shown` and `narrow` say whether the column
    is there by default, and in a narrow window. `stretch` columns take the surplus width: 1 first (Customer),
    2 then. `ink` is `text`, `text2` (secondary) or `text3`. `sort` gives another value to sort by. `tone`
    names the tone of a cell that needs the user (`bad`, `warn`); its number stands bold in it. `written` is
    what leaves the window instead, in a file, on paper and on the clipboard: the moment behind
    "Today, 9:44 AM". `sums` is a cell's money in each of its currencies: a file has a column for each.
    `about` says at the head what the column holds.
    """

    key: str
    title: str
    value: Callable[[Row], object]
    kind: Kind = Kind.TEXT
    sample: str = ""
    shown: bool = True
    narrow: bool = True
    stretch: int = 0
    bold: bool = False
    ink: str = "text"
    sort: Callable[[Row], object] | None = None
    tip: Callable[[Row], str] | None = None
    searched: bool = True
    tone: Callable[[Row], str] | None = None
    written: Callable[[Row], object] | None = None
    sums: Callable[[Row], Sums] | None = None
    about: str = ""

    @property
    def right(self) -> bool:
        """Whether it stands right-aligned."""
        return self.kind in (Kind.MONEY, Kind.INT, Kind.SCORE)

    def leaving(self, row: Row) -> object:
        """What leaves the window for a cell."""
        return self.written(row) if self.written is not None else self.value(row)


def text_of(kind: Kind, value: object) -> str:
    """A value as it is shown."""
    if value is None:
        return ""
    if kind is Kind.MONEY and isinstance(value, Decimal):
        return amount_text(value)
    if kind is Kind.DATE and isinstance(value, date):
        return date_text(value)
    if kind is Kind.INT and isinstance(value, int):
        return f"{value:,}"
    if kind is Kind.SCORE:
        return f"{value} %"
    if isinstance(value, Sentence):
        return value.text
    return str(value)


def plain_text_of(kind: Kind, value: object) -> str:
    """A value as it is copied: plain numbers without separators, so that a spreadsheet takes them."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, datetime):
        return csv_cell(value)
    return text_of(kind, value)


def spoken_text_of(kind: Kind, value: object) -> str:
    """A value as it is read aloud."""
    if kind is Kind.MONEY and isinstance(value, Decimal) and value < 0:
        return f"minus {amount_text(-value)}"
    if isinstance(value, Sentence) and value.state:
        return f"{value.state}: {value.text}"
    return text_of(kind, value)


_DATES: dict[date, str] = {}


def date_text(value: date) -> str:
    """The system's short date with a four-digit year."""
    found = _DATES.get(value)
    if found is None:
        found = _DATES[value] = QLocale().toString(QDate(value.year, value.month, value.day), date_format())
    return found


def date_format() -> str:
    """The system's short date format; a two-digit year is widened to four."""
    pattern = QLocale().dateFormat(QLocale.FormatType.ShortFormat)
    if "yyyy" not in pattern:
        pattern = pattern.replace("yy", "yyyy")
    for part in ("M", "d"):
        if part in pattern and part * 2 not in pattern:
            pattern = pattern.replace(part, part * 2)
    return pattern
