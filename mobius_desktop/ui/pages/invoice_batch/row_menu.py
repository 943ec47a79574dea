"""The commands of a row of the unposted list, and the way from it into ConnectWise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Slot

from mobius_desktop.ui.components.cards import CardButton
from mobius_desktop.ui.opening.connectwise import ConnectWiseDoor
from mobius_desktop.ui.pages.invoice_batch.select_rows import HELD, SelectRow
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.tables.row_menu import show_row_menu

if TYPE_CHECKING:
    from mobius_desktop.ui.pages.invoice_batch.select_view import SelectView


class RowMenu(QObject):
    """What acts on rows takes all that are highlighted."""

    def __init__(self, services: Services, select: SelectView) -> None:
        super().__init__(select)
        self._select = select
        self.door = ConnectWiseDoor(services, self)
        select.panel.view.menu_wanted.connect(self._on_menu_wanted)

    def verbs(self, row: SelectRow) -> tuple[CardButton, ...]:
        """What can be done with a row."""
        select = self._select
        held = row.standing == HELD
        hold = CardButton("&Release", select.release) if held else CardButton("&Hold…", select.hold)
        mark = CardButton("&Mark as already in QuickBooks…", select.mark_wanted.emit)
        return (hold, mark, self.door.verb(row.invoice.number, row.id))

    def open_in_connectwise(self) -> None:
        """The customer of the current row."""
        row = self._select.panel.view.current_row()
        if isinstance(row, SelectRow):
            self.door.open(row.invoice.number, row.id)

    @Slot(object, object)
    def _on_menu_wanted(self, row: SelectRow, place: QPoint) -> None:
        show_row_menu(self._select, place, self.verbs(row))
