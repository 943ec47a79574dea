"""What is being done in the background, how far it is, and Cancel."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.labels import Label
from mobius_desktop.ui.theme import theme

_THOUSAND = 1000
_AFTER_MS = 300
"""What ends sooner is not shown: it would only flicker."""


class WorkBar(QWidget):
    """What is being done, how far it is, and Cancel."""

    def __init__(self, cancel: Callable[[], object]) -> None:
        super().__init__()
        self._name = Label("", ink="text2")
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setMaximumHeight(theme().metrics.v(8))
        self._cancel = Button("Cancel", clicked=cancel)
        row = QHBoxLayout(self)
        m = theme().metrics
        row.setContentsMargins(m.v(8), m.v(4), m.v(8), m.v(4))
        row.setSpacing(theme().metrics.v(10))
        row.addWidget(self._name)
        row.addWidget(self._progress, 1)
        row.addWidget(self._cancel)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER_MS)
        self._timer.timeout.connect(self.show)
        self.hide()

    def begin(self, name: str) -> None:
        """Show it, unless it ends at once; how much there is to do is not known yet."""
        self._name.setText(name)
        self._progress.setAccessibleName(name)
        self._cancel.setAccessibleName(f"Cancel: {name}")
        self._progress.setRange(0, 0)
        self._timer.start()

    def end(self) -> None:
        """It has ended."""
        self._timer.stop()
        self.hide()

    def show_progress(self, done: int, total: int) -> None:
        """So much of so much."""
        if total:
            self._progress.setRange(0, _THOUSAND)
            self._progress.setValue(_THOUSAND * done // total)
