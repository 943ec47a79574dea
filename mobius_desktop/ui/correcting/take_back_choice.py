"""How documents are to leave QuickBooks: voided and kept with nothing, or deleted to be sent again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from mobius_desktop.domain.quickbooks import DocumentKind
from mobius_desktop.transfer.correct.values import How, Mode, TakeBackItem
from mobius_desktop.ui.components.fields import LockedReason
from mobius_desktop.ui.theme import theme


class TakeBackChoice(QWidget):
    """Two ways, the right one chosen; what QuickBooks does not allow is locked and says why."""

    #: Another way was chosen.
    chosen = Signal(object)

    def __init__(self, items: Sequence[TakeBackItem], mode: Mode) -> None:
        super().__init__()
        live = [one for one in items if one.how is not How.RELEASE]
        memos = [one for one in live if one.ref is not None and one.ref.kind is DocumentKind.CREDIT_MEMO]
        noun, stays = ("it", "stays") if len(live) == 1 else ("they", "stay")
        self.void = QRadioButton(f"&Void: {noun} {stays} in QuickBooks with 0.00 and the number and “-V1”")
        again = "is" if len(live) == 1 else "are"
        self.delete = QRadioButton(f"&Delete: {noun} {again} sent again under the same number")
        only_memos = bool(live) and len(memos) == len(live)
        self.void.setEnabled(not only_memos)
        self.reason = LockedReason(_of_memos(len(memos), only_memos=only_memos))
        group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().metrics.v(6))
        for button in (self.void, self.delete):
            group.addButton(button)
            column.addWidget(button)
        column.addWidget(self.reason)
        (self.delete if only_memos or mode is Mode.SEND_AGAIN else self.void).setChecked(True)
        self.setVisible(bool(live))
        self.void.toggled.connect(self._on_void_toggled)

    def mode(self) -> Mode:
        """The way that is chosen."""
        return Mode.FOR_GOOD if self.void.isChecked() else Mode.SEND_AGAIN

    @Slot(bool)
    def _on_void_toggled(self, on: bool) -> None:
        del on
        self.chosen.emit(self.mode())


def _of_memos(count: int, *, only_memos: bool) -> str:
    if not count:
        return ""
    if only_memos:
        return "A credit memo can only be deleted in QuickBooks."
    noun = "One is a credit memo" if count == 1 else f"{count:,} are credit memos"
    return f"{noun}: QuickBooks lets those be deleted only, whichever way is chosen."
