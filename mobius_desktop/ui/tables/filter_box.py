"""The filter box: a magnifier, filters as typed, Esc clears, Enter or ↓ goes to the table."""

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit

from mobius_desktop.ui.theme import signs, theme

#: Wait this long after a key, so that a fast typist filters once.
_DELAY_MS = 40


class FilterBox(QLineEdit):
    """A field that filters."""

    filtered = Signal(str)
    #: Enter or ↓.
    left = Signal()

    def __init__(self, placeholder: str = "Filter (Ctrl+F)", name: str = "Filter") -> None:
        super().__init__()
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name)
        self.setToolTip(placeholder)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DELAY_MS)
        self._timer.timeout.connect(self._on_timer_timeout)
        self.textChanged.connect(self._timer.start)
        self._follow()
        theme().changed.connect(self._follow)

    @Slot()
    def _follow(self) -> None:
        m = theme().metrics
        self.setTextMargins(m.v(20), 0, 0, 0)
        self.setMinimumWidth(m.h(110))
        self.setMaximumWidth(m.h(280))

    @Slot()
    def _on_timer_timeout(self) -> None:
        self.filtered.emit(self.text())

    def flush(self) -> None:
        """Filter now by what is typed."""
        self._timer.stop()
        self._on_timer_timeout()

    def clear_filter(self) -> bool:
        """Empty it; whether there was anything."""
        if not self.text():
            return False
        self.clear()
        self.flush()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc, Enter and ↓; the rest is typing."""
        if event.key() == Qt.Key.Key_Escape and self.clear_filter():
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down) and not event.modifiers():
            self.flush()
            self.left.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The magnifier is painted: a styled field misplaces an icon."""
        super().paintEvent(event)
        m = theme().metrics
        painter = QPainter(self)
        size = m.v(14)
        at = m.v(8), (self.height() - size) / 2
        signs.paint(painter, "search", theme().tokens.text2, at, size)
        painter.end()
