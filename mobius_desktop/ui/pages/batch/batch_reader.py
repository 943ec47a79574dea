"""Reads the batch that the page shows, in the background, and looks again while it runs elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.ui.pages.batch.reading import BatchRead, read_batch
from mobius_desktop.ui.services import Services
from mobius_desktop.workers.hub import Job

_LOOK_AGAIN_MS = 2000


class BatchReader(QObject):
    """One answer at a time; one for a batch that is no longer wanted is dropped."""

    #: What the record holds of the batch: a `BatchRead`.
    read = Signal(object)
    #: The record could not be read: the Known error.
    failed = Signal(object)

    def __init__(self, services: Services, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._wanted = BatchNumber(0)
        self._job: Job | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_AGAIN_MS)
        self._timer.timeout.connect(self._ask)

    def ask(self, number: BatchNumber) -> None:
        """Read a batch; nothing more is asked while an answer is on its way."""
        self._wanted = number
        self._ask()

    def look_again(self, *, on: bool) -> None:
        """Whether to read every two seconds: another window or program runs the batch."""
        if on:
            self._timer.start()
        else:
            self._timer.stop()

    @Slot()
    def _ask(self) -> None:
        if self._job is not None:
            return
        number, archive = self._wanted, self._services.program.archive

        def work(job: Job) -> BatchRead:
            del job
            return read_batch(archive, number)

        self._job = self._services.ask(work, self._on_read, self._on_failed, name="batch")

    def _on_read(self, found: BatchRead) -> None:
        self._job = None
        if found.number == self._wanted:
            self.read.emit(found)
        else:
            self._ask()

    def _on_failed(self, error: Known) -> None:
        self._job = None
        self.failed.emit(error)
