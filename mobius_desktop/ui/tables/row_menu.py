"""The commands of a row: right click, the Menu key or Shift+F10."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from mobius_desktop.ui.components.cards import CardButton


def show_row_menu(parent: QWidget, place: QPoint, verbs: Sequence[CardButton]) -> QMenu:
    """Open it at a place of the screen; what cannot be done just now is disabled and says why."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setToolTipsVisible(True)
    for verb in verbs:
        action = menu.addAction(verb.text, verb.slot)
        action.setEnabled(verb.enabled)
        action.setToolTip(verb.why or verb.text)
    menu.popup(place)
    return menu
