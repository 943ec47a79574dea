"""Ticks belong to the model: a set of row keys that survives sorting, filtering and refreshing."""

from collections.abc import Callable, Hashable, Iterable
from enum import Enum
from typing import Generic, TypeVar

Row = TypeVar("Row")


class HeadState(Enum):
    """The box in the tick column's head."""

    NONE = 0
    SOME = 1
    ALL = 2


class Ticks(Generic[Row]):
    """Which rows are ticked. A row that may not be ticked never is."""

    def __init__(self, key: Callable[[Row], Hashable], may: Callable[[Row], bool]) -> None:
        self._key = key
        self._may = may
        self._keys: set[Hashable] = set()

    def __len__(self) -> int:
        return len(self._keys)

    def has(self, row: Row) -> bool:
        """Whether a row is ticked."""
        return self._key(row) in self._keys

    def may(self, row: Row) -> bool:
        """Whether it could be."""
        return self._may(row)

    def set(self, rows: Iterable[Row], on: bool) -> bool:
        """Tick or untick rows; whether anything changed."""
        key, may = self._key, self._may
        before = len(self._keys)
        if on:
            self._keys.update(key(r) for r in rows if may(r))
        else:
            self._keys.difference_update([key(r) for r in rows])
        return len(self._keys) != before

    def keep_only(self, rows: Iterable[Row]) -> bool:
        """Forget ticks of rows that are gone or may no longer be ticked; whether any was."""
        before = len(self._keys)
        self._keys &= {self._key(r) for r in rows if self._may(r)}
        return len(self._keys) != before

    def ticked_of(self, rows: Iterable[Row]) -> list[Row]:
        """The ticked ones among rows."""
        key, keys = self._key, self._keys
        return [row for row in rows if key(row) in keys]

    def clear(self) -> bool:
        """Untick everything, shown or not."""
        had = bool(self._keys)
        self._keys.clear()
        return had

    def keys(self) -> frozenset[Hashable]:
        """Keys of the ticked rows."""
        return frozenset(self._keys)

    def head(self, shown: Iterable[Row]) -> HeadState:
        """None, some or all of the shown rows that may be ticked."""
        if not self._keys:
            return HeadState.NONE
        any_on = any_off = False
        key, keys = self._key, self._keys
        for row in shown:
            if key(row) in keys:
                any_on = True
            elif self._may(row):
                any_off = True
            if any_on and any_off:
                return HeadState.SOME
        return HeadState.ALL if any_on else HeadState.NONE
