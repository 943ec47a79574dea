"""The course of a run: decides what is next, in one thread, while others send, prove and mark.

What a step does stands in its own module; here is only the order of things: documents by date, then
number; taxed ones one at a time until the company has kept an override; proofs in groups; marks without
waiting for the rest; and when to stop.
"""

from __future__ import annotations

import queue
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event
from typing import TypeVar

from mobius_desktop.domain.errors import StorageFailed
from mobius_desktop.domain.run_causes import stop_code
from mobius_desktop.domain.states import ActionState, Section
from mobius_desktop.transfer.run.checking import Checker, CheckResult
from mobius_desktop.transfer.run.desk import Desk, SideGone
from mobius_desktop.transfer.run.job import Job
from mobius_desktop.transfer.run.marking import Marked, Marker
from mobius_desktop.transfer.run.proof import ProofResult, Prover
from mobius_desktop.transfer.run.record import BatchRecord
from mobius_desktop.transfer.run.sending import CANCELLED, Sender, SendResult, Sent

Result = TypeVar("Result")
TICK = 0.05
"""Seconds between looks at the clock and at Cancel while nothing comes in."""


@dataclass(slots=True)
class Later:
    """Jobs that are taken up again at a moment of the engine's clock."""

    jobs: list[Job]
    due: float


@dataclass(slots=True)
class Tools:
    """The steps that the course calls."""

    sender: Sender
    prover: Prover
    marker: Marker
    checker: Checker
    rebuild: Callable[[Job], bool]
    """Plan a job anew whose document was seen gone; False when it cannot be sent."""


@dataclass(slots=True)
class Work:
    """What there is to do. A recovery starts with documents to prove, unknown ones and marks."""

    to_send: deque[Job] = field(default_factory=deque)
    to_prove: list[Job] = field(default_factory=list)
    to_check: list[Job] = field(default_factory=list)
    to_mark_again: list[Job] = field(default_factory=list)


class Course:
    """Runs the work to its end and tells why it stopped."""

    def __init__(
        self,
        desk: Desk,
        record: BatchRecord,
        tools: Tools,
        work: Work,
        stop: Event,
        *,
        halt: str = "",
        halt_code: str = "STOPPED",
    ) -> None:
        self._desk, self._record, self._tools, self._stop = desk, record, tools, stop
        self._pace = desk.pace
        self._work = work
        self._tax_probe: Job | None = None
        self._tax_hold: Job | None = None
        self._halt, self._halt_code = halt, halt_code
        self._sending = self._proving = self._marking = self._checking = 0
        self._in_proof = 0
        self._checks: list[Later] = []
        self._mark_checks: list[Later] = []
        self._group_since: float | None = None
        self._down = {"connectwise": 0, "quickbooks": 0}
        self._prove_after = 0.0
        self._unknown_in_a_row = 0
        self._inbox: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._failure: BaseException | None = None
        self._senders = ThreadPoolExecutor(self._pace.parallel, "transfer-send")
        self._others = ThreadPoolExecutor(self._pace.marking, "transfer-mark")

    @property
    def halt(self) -> str:
        """Why the queue stopped, in a sentence; empty when it did not."""
        return self._halt

    def run(self) -> None:
        """Until nothing is left to do. Raises what a step raised that is no state of the world."""
        for job in self._work.to_check:
            self._check_later([job])
        for job in self._work.to_mark_again:
            self._mark_again([job], 0.0)
        try:
            while self._busy():
                self._start_sends()
                self._start_proofs()
                self._start_checks()
                self._take_one()
        finally:
            self._senders.shutdown()
            self._others.shutdown()
        if self._failure is not None:
            raise self._failure
        self._leave_the_rest()

    # -- what is next ---------------------------------------------------------------------------------

    def _busy(self) -> bool:
        moving = self._sending + self._proving + self._marking + self._checking
        if self._failure is not None:
            return moving > 0
        waiting = self._work.to_prove or self._checks or self._mark_checks
        return bool(moving or waiting or (self._work.to_send and self._may_send()))

    def _may_send(self) -> bool:
        return not (self._halt or self._stop.is_set() or self._failure)

    def _start_sends(self) -> None:
        while self._may_send() and self._sending < self._pace.parallel:
            if self._down["connectwise"] and self._unmarked() >= self._pace.waiting_for_mark:
                return
            if self._down["quickbooks"]:
                return
            job = self._next()
            if job is None:
                return
            self._sending += 1
            self._submit(self._senders, self._tools.sender.send, job, self._on_sent(job))

    def _unmarked(self) -> int:
        """Documents that are on the way or wait for their mark."""
        waiting = sum(len(later.jobs) for later in self._mark_checks)
        return self._sending + len(self._work.to_prove) + self._in_proof + self._marking + waiting

    def _next(self) -> Job | None:
        """The first job in order that may go now."""
        for job in self._work.to_send:
            if job.taxed and (self._tax_hold is not None or self._tax_probe is not None):
                continue
            if job.probes_tax(proven=self._desk.tax_proven):
                self._tax_probe = job
            self._work.to_send.remove(job)
            return job
        self._hold_taxed()
        return None

    def _start_proofs(self) -> None:
        group = self._work.to_prove
        now = self._desk.clock.monotonic()
        if not group or self._failure is not None or now < self._prove_after or self._proving >= 2:
            return
        if self._tax_probe in group:
            self._prove_probe(self._tax_probe)
            return
        if self._group_since is None:
            self._group_since = now
        idle = not self._sending and not (self._work.to_send and self._may_send())
        full = len(group) >= self._pace.group or now - self._group_since >= self._pace.group_seconds
        if not (full or idle):
            return
        jobs, self._work.to_prove = group[: self._pace.group], group[self._pace.group :]
        self._group_since = now if self._work.to_prove else None
        self._proving += 1
        self._in_proof += len(jobs)
        self._submit(self._others, self._tools.prover.prove, jobs, self._on_proven(jobs))

    def _prove_probe(self, job: Job) -> None:
        """The remaining taxed documents wait for this one: it does not wait for a group."""
        self._work.to_prove.remove(job)
        self._proving += 1
        self._in_proof += 1
        self._submit(self._others, self._tools.prover.prove_at_once, job, self._on_proven([job]))

    def _start_checks(self) -> None:
        if self._failure is not None:
            return
        now = self._desk.clock.monotonic()
        due = [later for later in self._checks if later.due <= now]
        if due and not self._checking:
            self._checks = [later for later in self._checks if later.due > now]
            jobs = [job for later in due for job in later.jobs]
            self._checking += 1
            self._submit(self._others, self._tools.checker.check, jobs, self._on_checked(jobs))
        for later in [one for one in self._mark_checks if one.due <= now]:
            self._mark_checks.remove(later)
            for job in later.jobs:
                self._marking += 1
                self._submit(self._others, self._tools.marker.check, job, self._on_marked(job))

    def _take_one(self) -> None:
        try:
            handle = self._inbox.get(timeout=TICK)
        except queue.Empty:
            return
        handle()

    def _submit(
        self,
        pool: ThreadPoolExecutor,
        work: Callable[[Job], Result] | Callable[[Sequence[Job]], Result],
        subject: Job | list[Job],
        done: Callable[[Result | BaseException], None],
    ) -> None:
        def step() -> None:
            try:
                result: Result | BaseException = work(subject)  # type: ignore[arg-type]  # both go together
            except BaseException as error:
                result = error
            self._inbox.put(lambda: done(result))

        pool.submit(step)

    # -- what came of it ------------------------------------------------------------------------------

    def _on_sent(self, job: Job) -> Callable[[SendResult | BaseException], None]:
        def done(result: SendResult | BaseException) -> None:
            self._sending -= 1
            if isinstance(result, BaseException):
                self._fail(result)
                return
            self._unknown_in_a_row = self._unknown_in_a_row + 1 if result.sent is Sent.UNKNOWN else 0
            if result.sent is Sent.WRITTEN:
                self._work.to_prove.append(job)
                return
            if result.sent is Sent.UNKNOWN:
                self._check_later([job])
                if self._unknown_in_a_row >= self._pace.unknown_in_a_row:
                    self._stop_sending("QuickBooks does not answer.")
                return
            self._release_probe(job)
            if result.sent is Sent.STOPPED and result.stop != "cancelled":
                self._stop_sending(result.sentence, stop_code(result.stop))

        return done

    def _on_proven(self, jobs: list[Job]) -> Callable[[ProofResult | BaseException], None]:
        def done(result: ProofResult | BaseException) -> None:
            self._proving -= 1
            self._in_proof -= len(jobs)
            if isinstance(result, SideGone):
                self._wait_for(result, jobs)
                return
            if isinstance(result, BaseException):
                self._fail(result)
                return
            self._down = dict.fromkeys(self._down, 0)
            if result.tax_differs and self._tax_hold is None:
                self._tax_hold = result.tax_differs[0]
            for job in (*result.proven, *result.settled, *result.gone):
                self._release_probe(job)
            for job in result.gone:
                self._send_anew(job)
            for job in result.proven:
                self._marking += 1
                self._submit(self._others, self._tools.marker.mark, job, self._on_marked(job))

        return done

    def _on_marked(self, job: Job) -> Callable[[Marked | BaseException], None]:
        def done(result: Marked | BaseException) -> None:
            self._marking -= 1
            if isinstance(result, SideGone) or result is Marked.UNKNOWN:
                self._down["connectwise"] += 1
                tries = max(job.mark_tries, 1)
                delays = self._pace.side_delays
                job.mark_tries = tries + 1 if isinstance(result, SideGone) else tries
                if tries > len(delays):
                    self._stop_sending("ConnectWise does not answer.")
                    self._tools.marker.leave(job, "connectwise", "ConnectWise does not answer.")
                else:
                    self._mark_again([job], delays[tries - 1])
                return
            if isinstance(result, BaseException):
                self._fail(result)
                return
            self._down["connectwise"] = 0
            if result is Marked.NOT_DONE:
                self._work.to_prove.append(job)

        return done

    def _on_checked(self, jobs: list[Job]) -> Callable[[CheckResult | BaseException], None]:
        def done(result: CheckResult | BaseException) -> None:
            self._checking -= 1
            if isinstance(result, SideGone):
                for job in jobs:
                    job.tries += 1
                self._check_later(jobs)
                return
            if isinstance(result, BaseException):
                self._fail(result)
                return
            self._work.to_prove.extend(result.written)
            if result.written:
                self._unknown_in_a_row = 0
            for job in (*result.settled, *result.unknown):
                self._release_probe(job)
            if result.stop is not None and result.stop.stop != "cancelled":
                self._stop_sending(result.stop.sentence, stop_code(result.stop.stop))
            self._check_later(result.unknown)

        return done

    def _check_later(self, jobs: list[Job]) -> None:
        for job in jobs:
            if job.tries >= len(self._pace.check_delays):
                continue  # it stays Checking, and is looked at again at the next start
            due = self._desk.clock.monotonic() + self._pace.check_delays[job.tries]
            self._checks.append(Later([job], due))

    def _mark_again(self, jobs: list[Job], delay: float) -> None:
        self._mark_checks.append(Later(jobs, self._desk.clock.monotonic() + delay))

    def _wait_for(self, gone: SideGone, jobs: list[Job]) -> None:
        """A side did not answer: its group waits and is taken up again, a few times."""
        self._down[gone.side] += 1
        count, delays = self._down[gone.side], self._pace.side_delays
        if count <= len(delays) and not gone.lasting:
            self._prove_after = self._desk.clock.monotonic() + delays[count - 1]
            self._work.to_prove = [*jobs, *self._work.to_prove]
            return
        self._stop_sending(gone.sentence, gone.code)
        for job in jobs:
            self._release_probe(job)
            self._tools.marker.leave(job, gone.side, gone.sentence)

    def _release_probe(self, job: Job) -> None:
        if job is self._tax_probe:
            self._tax_probe = None

    def _send_anew(self, job: Job) -> None:
        """Its document was seen gone, so its requestid is spent: planned anew and sent once more."""
        if not job.rebuilt and self._may_send() and self._tools.rebuild(job):
            job.rebuilt = True
            self._work.to_send.appendleft(job)
            return
        words = f"The document of {job.number} was deleted in QuickBooks. Send it again when that is right."
        self._end([job], ActionState.FAILED, words, "GONE")

    def _stop_sending(self, sentence: str, code: str = "STOPPED") -> None:
        if not self._halt:
            self._halt, self._halt_code = sentence or "Sending stopped.", code
            self._record.write(self._record.log("error", self._halt))

    def _fail(self, error: BaseException) -> None:
        """The record cannot be written, or a bug: nothing new is begun, what moves comes to its end."""
        if self._failure is None or isinstance(error, StorageFailed):
            self._failure = error

    # -- what stays behind ----------------------------------------------------------------------------

    def _hold_taxed(self) -> None:
        if self._tax_hold is None or not self._work.to_send:
            return
        held = [job for job in self._work.to_send if job.taxed]
        words = (
            f"Held: QuickBooks changed the tax of {self._tax_hold.number}. "
            "Choose in Set up QuickBooks Online how sales tax is sent, then send it again."
        )
        for job in held:
            self._work.to_send.remove(job)
        self._end(held, ActionState.SKIPPED, words, "TAX_HELD")

    def _leave_the_rest(self) -> None:
        self._hold_taxed()
        rest, self._work.to_send = list(self._work.to_send), deque()
        if not rest:
            return
        if self._halt:
            self._end(rest, ActionState.FAILED, f"Not sent: {self._halt}", self._halt_code)
        else:
            self._end(rest, ActionState.SKIPPED, CANCELLED, "CANCELLED")

    def _end(self, jobs: list[Job], state: ActionState, words: str, code: str) -> None:
        record = self._record
        for job in jobs:
            events = [
                record.action(
                    job, section, state if section is Section.INVOICES else ActionState.SKIPPED, words
                )
                for section in (Section.INVOICES, Section.COMPARE, Section.MARK)
            ]
            record.write(*events, record.invoice(job, state, words, finding_code=code))
