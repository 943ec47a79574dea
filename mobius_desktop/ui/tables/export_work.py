"""Writes what a table shows into a file: in the background where there is a hub, with progress and Cancel."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from mobius_desktop.domain.errors import Cancelled, Known
from mobius_desktop.ui.components.work_bar import WorkBar
from mobius_desktop.ui.tables.exporting import Shown
from mobius_desktop.workers.hub import Hub, Job

_STEP = 500
"""Rows between two looks at progress and cancellation."""


class ExportWork(QObject):
    """One for a table; its `bar` stands in it."""

    #: The file that was written.
    ended = Signal(object)
    #: The sentence that says why there is none.
    failed = Signal(str)

    def __init__(self, hub: Hub | None) -> None:
        super().__init__()
        self._hub = hub
        self._job: Job | None = None
        self.bar = WorkBar(self.cancel)

    def start(self, shown: Shown, file: Path) -> None:
        """Write; nothing happens while another export is under way."""
        if self._hub is None:
            self._write_here(shown, file)
        elif self._job is None:
            self.bar.begin(f"Writing {file.name}")
            self._job = self._hub.start(
                Job(
                    partial(_write, shown, file),
                    done=self._on_done,
                    failed=self._on_failed,
                    progress=self._on_progress,
                    name="export",
                )
            )

    def cancel(self) -> None:
        """End it at the next rows; no file is left."""
        if self._job is not None:
            self._job.cancel()

    def _write_here(self, shown: Shown, file: Path) -> None:
        try:
            shown.write(file)
        except Known as error:
            self.failed.emit(error.sentence)
        else:
            self.ended.emit(file)

    def _on_progress(self, steps: list[tuple[int, int]]) -> None:
        self.bar.show_progress(*steps[-1])

    def _on_done(self, file: Path) -> None:
        self._end()
        self.ended.emit(file)

    def _on_failed(self, error: Known) -> None:
        self._end()
        self.failed.emit(error.sentence)

    def _end(self) -> None:
        self._job = None
        self.bar.end()


def _write(shown: Shown, file: Path, job: Job) -> Path:
    def step(line: int) -> None:
        if line % _STEP:
            return
        if job.stop.is_set():
            raise Cancelled("The export was cancelled. No file was written.")
        job.report((line, len(shown.rows)))

    shown.write(file, step)
    return file
