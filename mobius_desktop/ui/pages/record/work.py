"""One long piece of work on the record at a time, with its progress and a way to cancel it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from mobius_desktop.domain.errors import Cancelled, Known
from mobius_desktop.ui.components.work_bar import WorkBar
from mobius_desktop.ui.services import Services
from mobius_desktop.workers.hub import Job


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
        self.bar.end()
        self.changed.emit()


def told(job: Job) -> Callable[[int, int], None]:
    """Reports progress of a job as (done, of how many)."""

    def report(done: int, total: int) -> None:
        job.report((done, total))

    return report
