"""The support bundle before it is saved: each of its texts can be read as it will be in the file."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QStringListModel, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListView,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from mobius_desktop.diagnostics.bundle import Part
from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.labels import Label, RichLabel
from mobius_desktop.ui.theme import FontRole, theme

_WIDTH, _HEIGHT, _LIST = 760, 480, 230


class BundleDialog(QDialog):
    """Shows; whoever opened it saves."""

    #: The bundle is wanted as a file.
    save_wanted = Signal()

    def __init__(self, parts: Sequence[Part], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.parts = tuple(parts)
        self.setWindowTitle("Support bundle")
        m = theme().metrics
        count = len(self.parts)
        noun = "text goes" if count == 1 else "texts go"
        body = RichLabel(
            f"These **{count} {noun}** into one zip file, just as they stand here. Keys, sign-ins and e-mail "
            "addresses are taken out. Nothing is sent: the file is yours to hand on.",
            wrap=True,
        )
        self.list = QListView()
        self.list.setAccessibleName("Texts of the support bundle")
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setModel(QStringListModel([_named(one) for one in self.parts], self))
        self.list.setFixedWidth(m.h(_LIST))
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName("The text as it is saved")
        self.text.setFont(theme().font(FontRole.FIXED))
        self.said = Label("", ink="text2", wrap=True)
        self.said.hide()
        middle = QHBoxLayout()
        middle.setSpacing(m.gap)
        middle.addWidget(self.list)
        middle.addWidget(self.text, 1)
        self.save = Button("&Save…", "primary", bar=True, clicked=self.save_wanted.emit)
        self.copy = Button("&Copy this text", bar=True, clicked=self._copy)
        self.end = Button("Close", bar=True, clicked=self.reject)
        row = QHBoxLayout()
        row.setSpacing(m.v(8))
        row.addWidget(self.said, 1)
        row.addStretch(0)
        for button in (self.copy, self.end, self.save):
            row.addWidget(button)
        self.save.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(m.margin, m.v(18), m.margin, m.v(16))
        column.setSpacing(m.gap)
        column.addWidget(Label("Read it before you save it", FontRole.CARD_TITLE))
        column.addWidget(body)
        column.addLayout(middle, 1)
        column.addLayout(row)
        room = self.screen().availableSize()
        self.resize(min(m.h(_WIDTH), room.width()), min(m.v(_HEIGHT), room.height() * 9 // 10))
        self.list.selectionModel().currentChanged.connect(self._on_list_current_changed)
        self.list.setCurrentIndex(self.list.model().index(0, 0))
        self.list.setFocus()

    def say(self, sentence: str) -> None:
        """What came of saving."""
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))

    @Slot(QModelIndex)
    def _on_list_current_changed(self, current: QModelIndex) -> None:
        if current.isValid():
            self.text.setPlainText(self.parts[current.row()].text)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.say("Copied.")


def _named(part: Part) -> str:
    size = len(part.text.encode())
    return f"{part.name}, {size:,} bytes" if size < 1024 else f"{part.name}, {size // 1024:,} KB"
