"""Says that the program stopped by a mistake, with the report to copy and the way to a support bundle."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.labels import Label, RichLabel
from mobius_desktop.ui.theme import FontRole, theme


@dataclass(frozen=True, slots=True)
class CrashContent:
    """What happened, what it means for the work, and the report."""

    title: str
    sentence: str
    text: str


EARLIER = (
    "The program stopped by a mistake the last time",
    "The record is kept: what was on the way is looked at again, and nothing is sent twice.",
)
NOW = (
    "Something unexpected happened",
    "This step could not be finished. What was sent is written down and looked at again at the next start.",
)


class CrashDialog(QDialog):
    """The window goes on behind it."""

    #: The support bundle is wanted.
    bundle_wanted = Signal()

    def __init__(self, content: CrashContent, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(content.title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        m = theme().metrics
        self.text = QPlainTextEdit(content.text)
        self.text.setReadOnly(True)
        self.text.setFont(theme().font(FontRole.FIXED))
        self.text.setAccessibleName("The report")
        self.copy = Button("&Copy", sign="copy", bar=True, clicked=self._copy)
        self.bundle = Button("&Save support bundle…", bar=True, clicked=self.bundle_wanted.emit)
        self.end = Button("Close", "primary", bar=True, clicked=self.accept)
        self.end.setDefault(True)
        row = QHBoxLayout()
        row.setSpacing(m.v(8))
        row.addWidget(self.copy)
        row.addStretch(1)
        row.addWidget(self.bundle)
        row.addWidget(self.end)
        column = QVBoxLayout(self)
        column.setContentsMargins(m.margin, m.v(18), m.margin, m.v(16))
        column.setSpacing(m.gap)
        column.addWidget(Label(content.title, FontRole.CARD_TITLE, wrap=True))
        column.addWidget(RichLabel(content.sentence, wrap=True))
        column.addWidget(self.text, 1)
        column.addLayout(row)
        room = self.screen().availableSize()
        self.resize(min(m.h(640), room.width()), min(m.v(380), room.height() * 9 // 10))
        self.end.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
