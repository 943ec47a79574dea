"""The turning quarter of Running: one timer for all signs, off when the system's animations are."""

from typing import Protocol
from weakref import WeakSet

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication, QStyle
from shiboken6 import isValid

_STEP_DEGREES = 30
_STEP_MS = 100


class Turns(Protocol):
    """A widget that may show something turning."""

    def is_turning(self) -> bool:
        """Whether it does just now."""

    def isVisible(self) -> bool:
        """QWidget's."""

    def update(self) -> None:
        """QWidget's: paint again soon."""


class Turning(QObject):
    """Repaints watched widgets that show something turning and are on the screen."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.angle = 0
        self._watched: WeakSet[Turns] = WeakSet()
        self._timer = QTimer(self)
        self._timer.setInterval(_STEP_MS)
        self._timer.timeout.connect(self._on_timer_timeout)
        if QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0:
            self._timer.start()

    def watch(self, widget: Turns) -> None:
        """Repaint the widget at each step at which it says that it turns."""
        self._watched.add(widget)

    @Slot()
    def _on_timer_timeout(self) -> None:
        self.angle = (self.angle + _STEP_DEGREES) % 360
        for widget in list(self._watched):
            if isValid(widget) and widget.isVisible() and widget.is_turning():
                widget.update()


_one: list[Turning] = []


def turning() -> Turning:
    """The application's one timer for turning signs."""
    if not _one:
        app = QApplication.instance()
        if app is None:
            raise RuntimeError("Widgets need a QApplication")
        _one.append(Turning(app))
    return _one[0]
