"""Finishes what an earlier program had begun: looks, replays stored bytes, compares, marks.

Sends nothing new, and works only under the company's lock. What was not begun waits for the user's click.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Event

from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.events import BatchChanged, InvoiceChanged
from mobius_desktop.domain.events import Event as Fact
from mobius_desktop.domain.ids import BatchNumber, BillingLogId, RealmId
from mobius_desktop.domain.journal import InvoiceRow, UnsettledAction
from mobius_desktop.domain.ports import Clock, Journal
from mobius_desktop.domain.states import CORRECTIONS, ActionState, BatchState, Section, finished_state
from mobius_desktop.transfer.batch import Flight, Recovered, RecoveryReport
from mobius_desktop.transfer.launch import read_once_more, tools_for
from mobius_desktop.transfer.recorded import recorded_plan
from mobius_desktop.transfer.restating import restate
from mobius_desktop.transfer.run.acceptance import accepted_facts
from mobius_desktop.transfer.run.course import Course, Work
from mobius_desktop.transfer.run.desk import Desk
from mobius_desktop.transfer.run.job import Job
from mobius_desktop.transfer.run.record import BatchRecord, Observer

MOVING = frozenset({ActionState.RUNNING, ActionState.CHECKING})
INTERRUPTED = "The program stopped while this batch was on the way."
LIST_RECORD = "Whether it was created shows when it is next looked up by its name."


class Recovery:
    """Takes up what the journal says is open for one company."""

    def __init__(
        self,
        journal: Journal,
        clock: Clock,
        realm: RealmId,
        origin: str,
        *,
        make_desk: Callable[[], Desk],
        observer: Observer,
        stop: Event,
    ) -> None:
        self._journal = journal
        self._clock = clock
        self._realm = realm
        self._origin = origin
        self._make_desk = make_desk
        self._observer = observer
        self._stop = stop

    def recover(self) -> RecoveryReport:
        """Take up every open batch. What cannot be looked at now stays as it is, and the report says why."""
        unsettled = tuple(
            one for one in self._journal.unsettled(self._realm) if one.action.section not in CORRECTIONS
        )
        running = self._journal.running(self._realm)
        batches = sorted({*running, *(one.action.batch for one in unsettled)})
        if not batches:
            return RecoveryReport()
        for number in running:
            self._interrupt(number, [one for one in unsettled if one.action.batch == number])
        try:
            desk = self._make_desk()
        except Known as error:
            return RecoveryReport(interrupted=running, trouble=error.sentence, failure=error)
        found: list[Recovered] = []
        waiting: list[BatchNumber] = []
        for number in batches:
            mine = [one for one in unsettled if one.action.batch == number]
            found += self._take_up(number, mine, desk)
            if self._close(number):
                waiting.append(number)
        return RecoveryReport(invoices=tuple(found), interrupted=tuple(waiting))

    def _record(self, number: BatchNumber) -> BatchRecord:
        return BatchRecord(self._journal, self._clock, number, self._realm, self._observer)

    def _interrupt(self, number: BatchNumber, unsettled: Sequence[UnsettledAction]) -> None:
        """Running with its lock free: the program that ran it has stopped."""
        record = self._record(number)
        events: list[Fact] = [
            BatchChanged(number, BatchState.INTERRUPTED, INTERRUPTED, record.now()),
            record.log("warning", INTERRUPTED),
        ]
        events += [
            record.step(one.action.id, ActionState.CHECKING, "The program stopped here.")
            for one in unsettled
            if one.action.state is ActionState.RUNNING
        ]
        record.write(*events)

    def _take_up(
        self, number: BatchNumber, unsettled: Sequence[UnsettledAction], desk: Desk
    ) -> list[Recovered]:
        record = self._record(number)
        record.write(
            *(
                record.step(one.action.id, ActionState.SKIPPED, LIST_RECORD)
                for one in unsettled
                if one.billing_log_id is None
            )
        )
        rows = {row.billing_log_id: row for row in self._journal.invoices(number)}
        work = Work()
        jobs: list[Job] = []
        for row in rows.values():
            mine = [one for one in unsettled if one.billing_log_id == row.billing_log_id]
            job = self._job(row, mine)
            if job is not None:
                jobs.append(job)
                self._place(job, row, mine, work)
        if jobs:
            desk.record_ids |= {
                made.key: made.quickbooks_id for made in self._journal.created_records(number)
            }
            tools = tools_for(desk, record, self._origin, self._stop, lambda _job: None)
            Course(desk, record, tools, work, self._stop).run()
            read_once_more(desk, record, jobs, self._origin)
        batch = self._journal.batch(number)
        stopped = batch is not None and batch.state is BatchState.INTERRUPTED
        return [_recovered(job, rows[job.id], stopped=stopped) for job in jobs]

    def _job(self, row: InvoiceRow, unsettled: Sequence[UnsettledAction]) -> Job | None:
        """The job of an open invoice; None when it is settled, or was not begun."""
        begun = bool(unsettled) or (row.document is not None and row.state in MOVING)
        snapshot = self._journal.snapshot(row.batch, row.billing_log_id) if begun else None
        if snapshot is None or row.marked:
            return None
        plan = recorded_plan(row, snapshot)
        return Job(
            plan=plan,
            batch=row.batch,
            state=ActionState.CHECKING,
            ref=row.document,
            series=snapshot.series,
            rebuilt=True,
            accepted_as=accepted_facts(self._journal, row.billing_log_id),
        )

    @staticmethod
    def _place(job: Job, row: InvoiceRow, unsettled: Sequence[UnsettledAction], work: Work) -> None:
        """Where in the course the invoice is taken up."""
        for one in unsettled:
            if one.attempt is not None:
                job.sequences[one.action.id] = one.attempt.sequence
        by_section = {one.action.section: one for one in unsettled}
        mark = by_section.get(Section.MARK)
        sent = by_section.get(Section.INVOICES)
        if mark is not None and mark.attempt is not None:
            job.mark = mark.attempt.prepared
            work.to_mark_again.append(job)
        elif sent is not None and sent.attempt is not None and row.document is None:
            job.prepared = sent.attempt.prepared
            job.last_sent_at = sent.attempt.sent_at
            job.begun_at = sent.first_sent_at or sent.attempt.sent_at
            work.to_check.append(job)
        else:
            work.to_prove.append(job)

    def _close(self, number: BatchNumber) -> bool:
        """The batch's state after what was found; True when it still waits for what was not begun."""
        batch = self._journal.batch(number)
        rows = self._journal.invoices(number)
        if batch is None:
            return False
        waiting = [row for row in rows if row.state is ActionState.NOT_YET_STARTED]
        if batch.state is BatchState.INTERRUPTED and waiting:
            return True
        record = self._record(number)
        record.write(*_end_actions(self._journal, record, "Not begun."))
        if not rows and batch.state is BatchState.INTERRUPTED:  # a list record of the Links page
            words = f"{INTERRUPTED} {LIST_RECORD}"
            record.write(BatchChanged(number, BatchState.FINISHED_WITH_WARNING, words, record.now()))
        elif rows:
            restate(self._journal, record)
        return False


def _recovered(job: Job, before: InvoiceRow, *, stopped: bool) -> Recovered:
    """What was found out about an invoice, beside where the stopped program had left it."""
    return Recovered(
        job.batch,
        job.id,
        job.number,
        job.message,
        settled=job.state is not ActionState.CHECKING,
        flight=Flight.MARKING if before.document is not None else Flight.SENDING,
        in_quickbooks=job.ref is not None and job.state is not ActionState.FAILED,
        marked=job.marked,
        stopped=stopped,
    )


def end_interrupted(journal: Journal, record: BatchRecord, into: BatchNumber) -> None:
    """What an interrupted batch had not begun went on in another one."""
    rows = journal.invoices(record.batch)
    waiting = [row for row in rows if row.state is ActionState.NOT_YET_STARTED]
    words = f"Continued in batch {into}."
    now = record.now()
    events: list[Fact] = [
        InvoiceChanged(record.batch, row.billing_log_id, ActionState.SKIPPED, words, now) for row in waiting
    ]
    states = [ActionState.SKIPPED if row in waiting else row.state for row in rows]
    state = finished_state(states, warned=bool(_warned(rows)))
    events += _end_actions(journal, record, words)
    record.write(*events, BatchChanged(record.batch, state, words, now))


def _end_actions(journal: Journal, record: BatchRecord, words: str) -> list[Fact]:
    """Actions that will never be begun in this batch are Skipped."""
    return [
        record.step(one.id, ActionState.SKIPPED, words)
        for one in journal.actions(record.batch)
        if one.state is ActionState.NOT_YET_STARTED
    ]


def _warned(rows: Sequence[InvoiceRow]) -> list[BillingLogId]:
    return [row.billing_log_id for row in rows if row.finding_code]
