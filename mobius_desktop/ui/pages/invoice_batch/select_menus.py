"""What the menus of *Select* and *Deselect* tick and untick: always of the shown rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from mobius_desktop.ui.pages.invoice_batch.select_rows import SelectRow
from mobius_desktop.ui.tables.table_view import TableView


class Selecting(QObject):
    """Ticks rows of a table; decides nothing about what may be ticked."""

    def __init__(self, view: TableView) -> None:
        super().__init__(view)
        self._view, self._model = view, view.rows

    def select_entries(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        """Entries of *Select*."""
        return (
            ("&Highlighted rows", self.highlighted),
            ("Without &findings", self.clean),
            ("&Oldest month", self.oldest_month),
            ("&Invert", self.invert),
        )

    def deselect_entries(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        """Entries of *Deselect*."""
        return (
            ("&Highlighted rows", self.not_highlighted),
            ("&All, also those not shown", self._model.untick_everything),
        )

    def ready(self) -> None:
        """The shown rows that can be sent."""
        self._model.tick(self._sendable(), True)

    def highlighted(self) -> None:
        self._model.tick(self._view.highlighted(), True)

    def not_highlighted(self) -> None:
        self._model.tick(self._view.highlighted(), False)

    def clean(self) -> None:
        """Those that nothing was found about."""
        self._model.tick([row for row in self._sendable() if not row.findings], True)

    def oldest_month(self) -> None:
        """Those of the month of the oldest."""
        rows = self._sendable()
        if rows:
            first = min(row.invoice.date for row in rows)
            of = (first.year, first.month)
            month = [row for row in rows if (row.invoice.date.year, row.invoice.date.month) == of]
            self._model.tick(month, True)

    def invert(self) -> None:
        """Ticked become unticked, and the other way round."""
        on = [row for row in self._model.shown() if self._model.ticks.has(row)]
        off = [row for row in self._model.shown() if not self._model.ticks.has(row)]
        self._model.tick(off, True)
        self._model.tick(on, False)

    def _sendable(self) -> Sequence[SelectRow]:
        return [row for row in self._model.shown() if row.can_be_sent]
