"""The log under a live table: fixed font, foldable, only what is new is added."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout

from mobius_desktop.ui.components.buttons import IconButton
from mobius_desktop.ui.components.labels import Label, SignLabel, rule
from mobius_desktop.ui.theme import FontRole, theme

_MOST_LINES = 20_000
_LINES_SHOWN = 4


class LogPane(QFrame):
    """A card with the log in it."""

    folded_changed = Signal(bool)

    def __init__(self, title: str = "Log", *, foldable: bool = True) -> None:
        super().__init__()
        self.setProperty("card", "true")
        m = theme().metrics
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setProperty("frame", "none")
        self.text.setMaximumBlockCount(_MOST_LINES)
        self.text.setAccessibleName(title)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._copy = IconButton("copy", "Copy the log", clicked=self.copy)
        self._fold = IconButton("chevron-down", "Fold the log", key="Ctrl+L", clicked=self.toggle)
        if not foldable:
            self._fold.hide()
        self._head = QHBoxLayout()
        self._head.setContentsMargins(m.v(13), m.v(2), m.v(8), m.v(2))
        self._head.setSpacing(m.v(8))
        self._head.addWidget(SignLabel("log", "text2"))
        self._head.addWidget(Label(title, FontRole.BOLD))
        self._head.addStretch(1)
        self._head.addWidget(self._copy)
        self._head.addWidget(self._fold)
        self._rule = rule()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.setSpacing(0)
        whole.addLayout(self._head)
        whole.addWidget(self._rule)
        whole.addWidget(self.text, 1)
        self._lines = 0
        self._follow()
        theme().changed.connect(self._follow)

    @Slot()
    def _follow(self) -> None:
        font = theme().font(FontRole.FIXED)
        self.text.setFont(font)
        self.text.setMinimumHeight(QFontMetrics(font).lineSpacing() * _LINES_SHOWN + theme().metrics.v(10))

    def add_lines(self, lines: list[str]) -> None:
        """Add lines; the view follows while it stands at the end."""
        if not lines:
            return
        bar = self.text.verticalScrollBar()
        at_end = bar.value() >= bar.maximum() - 2
        self.text.appendPlainText("\n".join(lines))
        self._lines += len(lines)
        if at_end:
            bar.setValue(bar.maximum())

    def set_lines(self, lines: list[str]) -> None:
        """Show a whole log; lines that are there already are not written again."""
        if len(lines) >= self._lines and self._lines and lines[0] == self._first_line():
            self.add_lines(lines[self._lines :])
            return
        self.text.setPlainText("\n".join(lines))
        self._lines = len(lines)

    def _first_line(self) -> str:
        return self.text.document().firstBlock().text()

    def copy(self) -> None:
        """The whole log to the clipboard."""
        QApplication.clipboard().setText(self.text.toPlainText())

    def toggle(self) -> None:
        """Fold or show."""
        self.set_folded(not self.is_folded())

    def set_folded(self, folded: bool) -> None:
        """Fold to the head, or show."""
        if folded == self.is_folded():
            return
        self.text.setVisible(not folded)
        self._rule.setVisible(not folded)
        self._fold.set_sign("chevron-up" if folded else "chevron-down")
        self._fold.set_name("Show the log" if folded else "Fold the log", "Ctrl+L")
        self.folded_changed.emit(folded)

    def is_folded(self) -> bool:
        """Whether only the head is shown."""
        return self.text.isHidden()

    def sizeHint(self) -> QSize:
        """A few lines."""
        return QSize(400, super().sizeHint().height() if self.is_folded() else theme().metrics.v(110))
