"""Background work for the window: a job runs on its own QThread, its news arrive in the window's thread.

PySide6 runs a lambda, function or partial that is connected to a worker's signal in the *worker's* thread.
So only the hub, which lives in the window's thread, is ever connected to a worker; callers hand over plain
callables, which the hub calls from its own slot. Progress goes through a deque that a 100 ms timer drains,
because one signal per step would starve the window.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, QThread, QTimer, Signal, Slot

from mobius_desktop.domain.errors import Known, Unexpected

DRAIN_EVERY_MS = 100

_UNEXPECTED = (
    "Something unexpected happened in the program, so this ended early. Begin it again. If it happens again,"
    " save a support bundle."
)

log = logging.getLogger(__name__)

Report = Callable[[Any], None]
Work = Callable[["Job"], Any]


@dataclass(slots=True, eq=False)
class Job:
    """One piece of background work. `work` gets the job, to look at `stop` and to `report` steps.

    The callbacks run in the window's thread: `done` with the result, `failed` with the Known error (after a
    bug with Unexpected, so that nobody waits for ever; the bug itself goes to the crash handler), `progress`
    with a list of what was reported since last time."""

    work: Work
    done: Callable[[Any], None] | None = None
    failed: Callable[[Known], None] | None = None
    progress: Callable[[list[Any]], None] | None = None
    name: str = "job"
    stop: Event = field(default_factory=Event)
    _steps: deque[Any] = field(default_factory=deque)
    _mute: bool = False

    def report(self, step: Any) -> None:
        """Tell the window about a step; may be called from any thread, any number of times a second."""
        self._steps.append(step)

    def cancel(self) -> None:
        """Ask the work to end; it ends at its next look at `stop`."""
        self.stop.set()

    def forget(self) -> None:
        """Cancel, and call nobody back: the page that asked is gone or asks for something else."""
        self._mute = True
        self.cancel()

    def _take_steps(self) -> list[Any]:
        steps = []
        while self._steps:
            steps.append(self._steps.popleft())
        return steps


@dataclass(frozen=True, slots=True)
class _Ended:
    job: Job
    result: Any = None
    error: BaseException | None = None


class _Runner(QObject):
    """Lives in the job's thread and runs it there."""

    ended = Signal(object)

    def __init__(self, job: Job) -> None:
        super().__init__()
        self._job = job

    @Slot()
    def run(self) -> None:
        try:
            ended = _Ended(self._job, result=self._job.work(self._job))
        except BaseException as error:  # noqa: BLE001, RUF100 - whatever it was, the window must learn of it
            ended = _Ended(self._job, error=error)
        self.ended.emit(ended)


class Hub(QObject):
    """Starts jobs and brings their news into the window's thread."""

    busy_changed = Signal(int)
    """The number of jobs under way."""
    crashed = Signal(object)
    """A job ended by a bug: the exception."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: dict[Job, tuple[QThread, _Runner]] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(DRAIN_EVERY_MS)
        self._timer.timeout.connect(self._on_timer_timeout)

    def start(self, job: Job) -> Job:
        """Run the job on a thread of its own and return it at once."""
        thread = QThread()
        thread.setObjectName(job.name)
        runner = _Runner(job)
        runner.moveToThread(thread)
        thread.started.connect(runner.run)
        runner.ended.connect(self._on_runner_ended)
        self._running[job] = (thread, runner)
        thread.start()
        self._timer.start()
        self.busy_changed.emit(len(self._running))
        return job

    @property
    def busy(self) -> int:
        """How many jobs are under way."""
        return len(self._running)

    def close(self) -> None:
        """Cancel every job and wait for its thread; nobody is called back any more."""
        self._timer.stop()
        for job in list(self._running):
            job.forget()
        for job in list(self._running):
            thread, _ = self._running.pop(job)
            thread.quit()
            thread.wait()

    @Slot(object)
    def _on_runner_ended(self, ended: _Ended) -> None:
        pair = self._running.pop(ended.job, None)
        if pair is None:
            return
        thread, runner = pair
        thread.quit()
        thread.wait()
        runner.deleteLater()
        thread.deleteLater()
        if not self._running:
            self._timer.stop()
        self._deliver_steps(ended.job)
        self.busy_changed.emit(len(self._running))
        self._deliver_end(ended)

    @Slot()
    def _on_timer_timeout(self) -> None:
        for job in list(self._running):
            self._deliver_steps(job)

    def _deliver_steps(self, job: Job) -> None:
        steps = job._take_steps()
        if steps and job.progress is not None and not job._mute:
            job.progress(steps)

    def _deliver_end(self, ended: _Ended) -> None:
        job = ended.job
        if isinstance(ended.error, Known):
            if job.failed is not None and not job._mute:
                job.failed(ended.error)
        elif ended.error is not None:
            log.error("The job %s failed", job.name, exc_info=ended.error)
            if job.failed is not None and not job._mute:
                job.failed(Unexpected(_UNEXPECTED))
            self.crashed.emit(ended.error)
        elif job.done is not None and not job._mute:
            job.done(ended.result)
