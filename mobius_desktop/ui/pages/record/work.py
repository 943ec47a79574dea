"""One long piece of work on the record at a time, with its progress and a way to cancel it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from mobius_desktop.domain.errors import Cancelled, Known
from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.labels import Label
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.theme import theme
from mobius_desktop.workers.hub import Job

_THOUSAND = 1000


class LongWork(QObject):
    """Runs it in the background and shows it in `bar`."""

    #: Whether something is under way now.
    changed = Signal()
    #: A sentence about how it ended; empty takes it away.
    said = Signal(str)

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._job: Job | None = None
        self.bar = WorkBar(self.cancel)

    @property
    def busy(self) -> bool:
        """Whether something is under way."""
        return self._job is not None

    def start(self, name: str, work: Callable[[Job], Any], done: Callable[[Any], None]) -> None:
        """Begin; nothing happens while something else is under way."""
        if self._job is not None:
            return

        def ended(result: Any) -> None:
            self._end()
            done(result)

        self.bar.begin(name)
        self.said.emit("")
        self._job = self._services.ask(work, ended, self._on_failed, self._on_progress, name=name)
        self.changed.emit()

    def cancel(self) -> None:
        """End at the next step."""
        if self._job is not None:
            self._job.cancel()

    def _on_progress(self, steps: list[tuple[int, int]]) -> None:
        self.bar.show_progress(*steps[-1])

    def _on_failed(self, error: Known) -> None:
        self._end()
        self.said.emit("Cancelled." if isinstance(error, Cancelled) else error.sentence)

    def _end(self) -> None:
        self._job = None
        self.bar.hide()
        self.changed.emit()


def told(job: Job) -> Callable[[int, int], None]:
    """Reports progress of a job as (done, of how many)."""

    def report(done: int, total: int) -> None:
        job.report((done, total))

    return report


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
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().metrics.v(10))
        row.addWidget(self._name)
        row.addWidget(self._progress, 1)
        row.addWidget(self._cancel)
        self.hide()

    def begin(self, name: str) -> None:
        """Show it; how much there is to do is not known yet."""
        self._name.setText(name)
        self._progress.setAccessibleName(name)
        self._cancel.setAccessibleName(f"Cancel: {name}")
        self._progress.setRange(0, 0)
        self.show()

    def show_progress(self, done: int, total: int) -> None:
        """So much of so much."""
        if total:
            self._progress.setRange(0, _THOUSAND)
            self._progress.setValue(_THOUSAND * done // total)
