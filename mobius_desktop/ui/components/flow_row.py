"""Widgets in reading order that wrap to the next line when the row is full."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

_MAY_HAVE_CHANGED = frozenset({QEvent.Type.LayoutRequest, QEvent.Type.Show, QEvent.Type.PolishRequest})


class FlowRow(QWidget):
    """A wrapping row."""

    def __init__(self, gap: int) -> None:
        super().__init__()
        self._gap = gap
        self._widgets: list[QWidget] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)

    def add(self, widget: QWidget) -> None:
        """One more at the end."""
        widget.setParent(self)
        self._widgets.append(widget)
        widget.show()
        self.updateGeometry()

    def event(self, event: QEvent) -> bool:
        """A widget has another size, or was shown or hidden; or the style gave all of them another one."""
        done = super().event(event)
        if event.type() in _MAY_HAVE_CHANGED:
            self._arrange_again()
        return done

    def _arrange_again(self) -> None:
        if self._arrange(self.width(), move=True) != self.height():
            self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        """Narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of all lines."""
        return self._arrange(width, move=False)

    def sizeHint(self) -> QSize:
        """All on one line."""
        width = sum(w.sizeHint().width() + self._gap for w in self._shown())
        return QSize(width, self._arrange(max(width, 1), move=False))

    def minimumSizeHint(self) -> QSize:
        """The widest widget."""
        widest = max((w.sizeHint().width() for w in self._shown()), default=0)
        return QSize(min(widest, 320), max((w.sizeHint().height() for w in self._shown()), default=0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put each in its place."""
        super().resizeEvent(event)
        self._arrange_again()

    def _shown(self) -> list[QWidget]:
        return [widget for widget in self._widgets if not widget.isHidden()]

    def _arrange(self, room: int, *, move: bool) -> int:
        lines: list[list[tuple[QWidget, QSize]]] = [[]]
        x = 0
        for widget in self._shown():
            size = widget.sizeHint()
            if x and x + size.width() > room:
                x = 0
                lines.append([])
            lines[-1].append((widget, size))
            x += size.width() + self._gap
        y = 0
        for line in lines:
            high = max((size.height() for _, size in line), default=0)
            if move:
                self._place(line, y, high, room)
            y += high + self._gap // 2
        return max(y - self._gap // 2, 0)

    def _place(self, line: list[tuple[QWidget, QSize]], y: int, high: int, room: int) -> None:
        """One line, each widget in its middle: a link stands level with the buttons beside it."""
        x = 0
        for widget, size in line:
            top = y + (high - size.height()) // 2
            widget.setGeometry(QRect(x, top, min(size.width(), room), size.height()))
            x += size.width() + self._gap
