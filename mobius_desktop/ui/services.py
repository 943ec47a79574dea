"""What the pages share: the program's services, the background hub, and the news of the batch under way.

Pages know this object and nothing of how the program is put together; `app` makes it from the wiring.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Event as StopEvent
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from mobius_desktop.domain.errors import (
    InUse,
    Known,
    RecordDamaged,
    SignInLost,
    StorageFailed,
    SubscriptionEnded,
)
from mobius_desktop.domain.events import BatchOpened, Event
from mobius_desktop.domain.ids import BatchNumber, RealmId
from mobius_desktop.domain.plan import BatchPlan
from mobius_desktop.history.picture import BatchPicture
from mobius_desktop.transfer.batch import RecoveryReport
from mobius_desktop.ui.program import Observer, Program
from mobius_desktop.ui.shell.memory import Memory
from mobius_desktop.workers.hub import Hub, Job
from mobius_desktop.workers.stall import StallMeter

if TYPE_CHECKING:
    from mobius_desktop.transfer.correct.service import CorrectionService
    from mobius_desktop.transfer.correct.values import CorrectionReport, RetryPlan

log = logging.getLogger(__name__)

STOPPING = (InUse, RecordDamaged, SignInLost, StorageFailed, SubscriptionEnded)
"""Errors after which nothing goes on before somebody has done something."""


@dataclass(frozen=True, slots=True)
class SideState:
    """One connection: a state word (`Connected`, `Not connected`, `Offline`, `Not checked`) and why."""

    state: str
    sentence: str = ""
    answered_at: dt.datetime | None = None


class Services(QObject):
    """One for the window. Its signals are emitted in the window's thread."""

    connections_changed = Signal()
    companies_changed = Signal()
    edition_changed = Signal()
    """Another edition was chosen; what it locks or unlocks has to show."""
    batch_started = Signal(object)
    """Number of the batch that runs now."""
    batch_progressed = Signal(object)
    """`Changed`: what the latest events changed in `live`."""
    batch_ended = Signal(object)
    """Number of the batch, whose picture is whole now."""
    batch_failed = Signal(object)
    """A Known error: the run could not start or had to end."""
    corrected = Signal(object)
    """`CorrectionReport` of a correction that has ended; `batch_ended` follows."""
    in_use_changed = Signal()
    """Another program was seen to hold a company, or no longer."""
    support_wanted = Signal()
    """The support bundle is to be shown."""
    stopped = Signal(object)
    """A Known error that no page can cure by itself: a lost sign-in, a full disk, a company in use."""
    recovered = Signal(object)
    """`RecoveryReport` of the start, when it has something to say."""
    restore_wanted = Signal(object)
    """The checked copy (a path) that takes the record's place: the program closes and opens again on it."""
    links_counted = Signal(str, int)
    """Realm of a company and how many of its records want to be linked."""
    setup_checked = Signal(int)
    """How many causes the shown check of the set-up found that stand in the way."""
    compared = Signal(object)
    """`TieOut` that was just made, or explained."""
    unposted_read = Signal()
    """An unposted list was read and is kept in the record."""

    def __init__(self, program: Program, hub: Hub, memory: Memory, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.program = program
        self.hub = hub
        self.memory = memory
        self.live: BatchPicture | None = None
        self.connectwise = SideState("Offline" if program.offline else "Not checked")
        self.quickbooks = self.connectwise
        self.in_use: InUse | None = None
        """The company that another program holds, and who, as far as it was seen."""
        self.correcting = False
        """Whether what runs is a correction and not a batch being sent."""
        self.recovery = RecoveryReport()
        """What the recoveries of this program have found out."""
        self._run: Job | None = None
        self._report: CorrectionReport | None = None
        self._stalls = StallMeter(self)

    # Background work

    def ask(
        self,
        work: Callable[[Job], Any],
        done: Callable[[Any], None],
        failed: Callable[[Known], None] | None = None,
        progress: Callable[[list[Any]], None] | None = None,
        name: str = "question",
    ) -> Job:
        """Run something in the background: three lines at the call site."""

        def told(error: Known) -> None:
            log.info("%s: %s %s", name, type(error).__name__, error.sentence)
            if isinstance(error, STOPPING):
                self.stopped.emit(error)
            if failed is not None:
                failed(error)

        return self.hub.start(Job(work, done=done, failed=told, progress=progress, name=name))

    def set_connection(
        self, *, connectwise: SideState | None = None, quickbooks: SideState | None = None
    ) -> None:
        """Say how a side is; the status bar and the navigation follow."""
        self.connectwise = connectwise or self.connectwise
        self.quickbooks = quickbooks or self.quickbooks
        self.connections_changed.emit()

    def set_in_use(self, error: InUse | None) -> None:
        """Say that another program holds a company, or no longer."""
        if error is not self.in_use:
            self.in_use = error
            self.in_use_changed.emit()

    # The batch under way

    @property
    def running(self) -> bool:
        """Whether a batch runs."""
        return self._run is not None

    def submit(self, realm: RealmId, plan: BatchPlan) -> None:
        """Send what the plan says."""

        def work(job: Job) -> BatchNumber:
            return self.program.run(realm, plan, job.report, job.stop)

        self._start(work)

    def resume(self, number: BatchNumber) -> None:
        """Send what an interrupted or cancelled batch had not begun."""

        def work(job: Job) -> BatchNumber:
            return self.program.resume(number, job.report, job.stop)

        self._start(work)

    def retry(self, realm: RealmId, plan: RetryPlan) -> None:
        """Send exactly what a retry's preview showed."""

        def work(job: Job) -> BatchNumber:
            return self.program.corrections(realm).retry(plan, job.report, job.stop)

        self._start(work)

    def correct(
        self,
        realm: RealmId,
        number: BatchNumber | None,
        correction: Callable[[CorrectionService, Observer, StopEvent], CorrectionReport],
    ) -> None:
        """Run a correction, of a batch or of invoices that no page of a batch shows; its events are told like
        those of a batch that is sent."""

        def work(job: Job) -> BatchNumber | None:
            before = BatchPicture.of_record(self.program.archive, number) if number is not None else None
            if before is not None:
                job.report(before)
            report = correction(self.program.corrections(realm), job.report, job.stop)
            self._report = report
            return report.batches[-1] if report.batches else number

        if self._run is None:
            self.correcting = True
            self._start(work)

    def keep_recovery(self, report: RecoveryReport) -> None:
        """Keep what a recovery found out, for the page of the batch that it concerns."""
        self.recovery = self.recovery.with_(report)

    def cancel(self) -> None:
        """Start no further invoice; what is on the way is carried to its end."""
        if self._run is not None:
            self._run.cancel()

    def _start(self, work: Callable[[Job], BatchNumber | None]) -> None:
        if self._run is not None:
            return

        def told(job: Job) -> tuple[BatchNumber | None, BatchPicture | None]:
            number = work(job)
            # Read here: hundreds of invoices would hold the window up.
            picture = BatchPicture.of_record(self.program.archive, number) if number is not None else None
            return number, picture

        self.live = None
        self._stalls.start("A batch run")
        self._run = self.hub.start(
            Job(
                told,
                done=self._on_run_done,
                failed=self._on_run_failed,
                progress=self._on_run_progress,
                name="batch",
            )
        )

    def _on_run_progress(self, groups: list[Sequence[Event] | BatchPicture]) -> None:
        if groups and isinstance(groups[0], BatchPicture):
            # A correction begins with the batch as it stood, read in its job.
            self.live = groups[0]
            self.batch_started.emit(self.live.number)
            groups = groups[1:]
        self._take_in([group for group in groups if not isinstance(group, BatchPicture)])

    def _take_in(self, groups: list[Sequence[Event]]) -> None:
        events = [event for group in groups for event in group]
        if not events:
            return
        if self.live is None:
            numbers = (getattr(event, "batch", None) for event in events)
            number = next((one for one in numbers if one is not None), None)
            if number is None:
                return
            self.live = self._picture_of(number, events)
            self.batch_started.emit(number)
            return
        self.batch_progressed.emit(self.live.apply(events))

    def _picture_of(self, number: BatchNumber, events: list[Event]) -> BatchPicture:
        """A new batch is told from its first event on; a resumed one stands in the record already."""
        if not any(isinstance(event, BatchOpened) for event in events):
            found = BatchPicture.of_record(self.program.archive, number)
            if found is not None:
                return found
        picture = BatchPicture(number)
        picture.apply(events)
        return picture

    def _on_run_done(self, ended: tuple[BatchNumber | None, BatchPicture | None]) -> None:
        self._run = None
        self._stalls.stop()
        self.correcting = False
        number, self.live = ended
        if self.live is not None:
            log.info("Batch %s: %s", number, self.live.state.value)
        report, self._report = self._report, None
        if report is not None:
            self.corrected.emit(report)
        self.batch_ended.emit(number)

    def _on_run_failed(self, error: Known) -> None:
        log.info("A run ended: %s %s", type(error).__name__, error.sentence)
        self._run = None
        self._stalls.stop()
        self.correcting = False
        self.batch_failed.emit(error)
