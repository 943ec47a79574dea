"""Typing in a table jumps to the next row whose first texts begin so."""

from time import monotonic
from typing import Any

from mobius_desktop.ui.tables.columns import Kind, text_of
from mobius_desktop.ui.tables.folding import fold
from mobius_desktop.ui.tables.rows_model import RowsModel

_PAUSE_SECONDS = 1.0


class Jump:
    """Letters typed quickly after each other make one word."""

    def __init__(self) -> None:
        self._typed = ""
        self._at = 0.0

    def pending(self) -> bool:
        """Whether a word is being typed (then Space is a letter of it)."""
        return bool(self._typed) and monotonic() - self._at < _PAUSE_SECONDS

    def line(self, letter: str, model: RowsModel[Any], current: int) -> int:
        """The line to go to, or −1: first from the current one on, then from the top."""
        self._typed = (self._typed if self.pending() else "") + fold(letter)
        self._at = monotonic()
        columns = [c for c in model.columns if c.kind is Kind.TEXT and c.searched]
        count = model.rowCount()
        start = current if len(self._typed) > 1 else current + 1
        for distance in range(count):
            line = (start + distance) % count
            row = model.row_at(line)
            if any(fold(text_of(c.kind, c.value(row))).startswith(self._typed) for c in columns):
                return line
        return -1
