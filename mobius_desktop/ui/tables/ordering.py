"""Rows in an order and behind a filter: lists of places, no Qt. The model tells the views what happened."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic

from mobius_desktop.ui.tables.columns import Column, Row, Sentence, text_of
from mobius_desktop.ui.tables.folding import fold, terms_of

#: So few places are looked up one by one.
_FEW = 16
_COMPARED_AS_THEY_ARE = frozenset({Decimal, date, datetime, int})


class OrderedRows(Generic[Row]):
    """All rows as given, the order over them, and the shown ones among them, each as a list of places."""

    def __init__(self, columns: Sequence[Column[Row]], key: Callable[[Row], Hashable]) -> None:
        self.key = key
        self.all: list[Row] = []
        self.order: list[int] = []
        self.shown: list[int] = []
        #: Columns to sort by, the first weighs most, and whether downwards.
        self.sorting: tuple[tuple[Column[Row], bool], ...] = ()
        self._searched = tuple(c for c in columns if c.searched)
        self._texts: list[str] = []
        self._place_of_key: dict[Hashable, int] = {}
        self._line_of_place: dict[int, int] | None = None
        self._terms: tuple[str, ...] = ()
        self._tab: Callable[[Row], bool] | None = None
        self._narrowing: Callable[[Row], bool] | None = None

    # Rows

    def replace(self, rows: list[Row]) -> None:
        """Other rows, in the same order and behind the same filter."""
        self.all = rows
        self._place_of_key = {self.key(r): i for i, r in enumerate(rows)}
        self._texts = []
        self.sort()

    def append(self, rows: Iterable[Row]) -> None:
        """More rows, at the end whatever the order."""
        for row in rows:
            self._place_of_key[self.key(row)] = len(self.all)
            self.order.append(len(self.all))
            self.all.append(row)
        self.filter()

    def change(self, row: Row) -> tuple[int, bool] | None:
        """Put a row's new value in its place: the place, and whether it enters or leaves what is shown.

        None when there is no row of that key.
        """
        place = self._place_of_key.get(self.key(row))
        if place is None:
            return None
        passed = self._passes(place)
        self.all[place] = row
        if place < len(self._texts):
            self._texts[place] = self._search_text(row)
        return place, passed != self._passes(place)

    def shown_rows(self) -> list[Row]:
        """From top to bottom."""
        return list(map(self.all.__getitem__, self.shown))

    def line_of_key(self, key: Hashable) -> int:
        """The line a row is shown on, or −1."""
        place = self._place_of_key.get(key)
        return -1 if place is None else self.line_of_place(place)

    def line_of_place(self, place: int) -> int:
        """The line that a place is shown on, or −1."""
        if self._line_of_place is not None:
            return self._line_of_place.get(place, -1)
        try:
            return self.shown.index(place)
        except ValueError:
            return -1

    def lines_of_places(self, places: Sequence[int]) -> list[int]:
        """The lines of those places that are shown; for many, a table of all lines is made first."""
        if self._line_of_place is None and len(places) > _FEW:
            self._line_of_place = {p: i for i, p in enumerate(self.shown)}
        return [line for line in map(self.line_of_place, places) if line >= 0]

    # Order and filter

    def sort(self) -> None:
        """Order anew by `sorting`, then filter."""
        self.order = list(range(len(self.all)))
        for column, down in reversed(self.sorting):
            keys = sort_keys(column, self.all, down=down)
            self.order.sort(key=keys.__getitem__, reverse=down)
        self.filter()

    def set_query(self, query: str) -> bool:
        """What rows must contain; whether that is anything new."""
        terms = terms_of(query)
        changed = terms != self._terms
        self._terms = terms
        return changed

    def set_tab(self, passes: Callable[[Row], bool] | None) -> None:
        """Which rows belong to the tab in front; None means all."""
        self._tab = passes

    def set_narrowing(self, passes: Callable[[Row], bool] | None) -> None:
        """Which rows of any tab are shown at all; None means all."""
        self._narrowing = passes

    def narrowed(self) -> list[Row]:
        """The rows that may be shown at all."""
        passes = self._narrowing
        return self.all if passes is None else [row for row in self.all if passes(row)]

    def filter(self) -> None:
        """Find the shown rows anew."""
        self._line_of_place = None
        shown = list(self.order)
        for passes in filter(None, (self._tab, self._narrowing)):
            rows = self.all
            shown = [i for i in shown if passes(rows[i])]
        if self._terms:
            self.prepare_search()
            texts = self._texts
            for term in self._terms:
                shown = [i for i in shown if term in texts[i]]
        self.shown = shown

    def _passes(self, place: int) -> bool:
        row = self.all[place]
        if any(not passes(row) for passes in (self._tab, self._narrowing) if passes is not None):
            return False
        if not self._terms:
            return True
        text = self._search_text(row)
        return all(term in text for term in self._terms)

    def prepare_search(self, most: int | None = None) -> bool:
        """Fold the rows' texts for searching, all or some more of them; whether all are done."""
        start = len(self._texts)
        stop = len(self.all) if most is None else min(len(self.all), start + most)
        self._texts.extend(self._search_text(row) for row in self.all[start:stop])
        return len(self._texts) == len(self.all)

    def _search_text(self, row: Row) -> str:
        return "\x1f".join([_search_part(c, row) for c in self._searched])


def sort_keys(column: Column[Row], rows: Sequence[Row], *, down: bool) -> list[Any]:
    """What each row is sorted by. Columns without empty cells take the short way."""
    values: list[Any] = list(map(column.sort or column.value, rows))
    kinds = set(map(type, values))
    if kinds == {str}:
        return list(map(fold, values))
    if len(kinds) == 1 and kinds <= _COMPARED_AS_THEY_ARE:
        return values
    return [sort_key(column, row, down=down) for row in rows]


def sort_key(column: Column[Row], row: Row, *, down: bool = False) -> tuple[bool, Any]:
    """What a row is sorted by; empty cells come last both ways."""
    value: Any = column.sort(row) if column.sort else column.value(row)
    if isinstance(value, Sentence):
        value = (value.state, value.text)
    elif isinstance(value, str):
        value = fold(value)
    return ((value is None) != down, value)


def _search_part(column: Column[Row], row: Row) -> str:
    value = column.value(row)
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return fold(text_of(column.kind, value))
