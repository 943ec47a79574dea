"""Takes a plan through a run: open the batch, create records, run the course, read all once more, close."""

from __future__ import annotations

import dataclasses
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Event

from mobius_desktop.domain.connectwise import InvoiceDetails
from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.events import BatchChanged
from mobius_desktop.domain.events import Event as Fact
from mobius_desktop.domain.ids import BatchNumber, BillingLogId, RecordKey
from mobius_desktop.domain.journal import InvoiceRow
from mobius_desktop.domain.money import amount_text
from mobius_desktop.domain.plan import BatchPlan, InvoicePlan, PlanOutcome
from mobius_desktop.domain.ports import Journal
from mobius_desktop.domain.quickbooks import DocumentKind, DocumentLife, FoundDocument
from mobius_desktop.domain.run_causes import stop_code
from mobius_desktop.domain.states import ActionState, BatchState, Section, Severity, finished_state
from mobius_desktop.transfer.run.checking import Checker
from mobius_desktop.transfer.run.closing import closing_sentence
from mobius_desktop.transfer.run.course import Course, Tools, Work
from mobius_desktop.transfer.run.desk import Desk
from mobius_desktop.transfer.run.job import Job
from mobius_desktop.transfer.run.marking import Marker
from mobius_desktop.transfer.run.opening import Signature, in_order, opened, plan_events
from mobius_desktop.transfer.run.proof import SECOND_DOCUMENT, Prover, several, twins_of
from mobius_desktop.transfer.run.record import BatchRecord, Observer
from mobius_desktop.transfer.run.records import RecordMaker, RecordsMade, record_action
from mobius_desktop.transfer.run.sending import CANCELLED, Sender
from mobius_desktop.transfer.spans import spans

Rebuild = Callable[[Job], InvoicePlan | None]
"""Plans one invoice anew, with its new series; None when it cannot be sent."""


@dataclass(slots=True)
class Launch:
    """What a run is started with."""

    plan: BatchPlan
    desk: Desk
    journal: Journal
    signature: Signature
    observer: Observer
    stop: Event
    rebuild: Rebuild
    details: dict[BillingLogId, InvoiceDetails] = field(default_factory=dict)
    refused: dict[BillingLogId, tuple[str, str]] = field(default_factory=dict)
    """Invoices that changed since the preview: (sentence, cause). They are not sent."""


def tools_for(desk: Desk, record: BatchRecord, origin: str, stop: Event, rebuild: Rebuild) -> Tools:
    """The steps of a course, all on the same desk and record."""

    def anew(job: Job) -> bool:
        plan = rebuild(job)
        if plan is None:
            return False
        job.plan, job.series = plan, plan.series
        job.prepared = None
        job.begun_at = None
        job.tries = 0
        return True

    sender = Sender(desk, record, origin, stop)
    return Tools(
        sender,
        Prover(desk, record, origin),
        Marker(desk, record),
        Checker(desk, record, sender, origin),
        anew,
    )


def launch(start: Launch) -> BatchNumber:
    """Run a plan to its end. Raises StorageFailed when the record cannot be written."""
    record, jobs = _open(start)
    made = RecordsMade()
    if not start.stop.is_set():
        maker = RecordMaker(start.desk, start.journal, record, start.signature.origin)
        maker.make(start.plan.new_records, made)
    to_send = _ready(start, jobs, record, made)
    ready = [job for job in jobs if job.plan.outcome in {PlanOutcome.ADOPT, PlanOutcome.MARK_ONLY}]
    course = Course(
        start.desk,
        record,
        tools_for(start.desk, record, start.signature.origin, start.stop, start.rebuild),
        Work(to_send=deque(to_send), to_prove=[] if start.stop.is_set() else ready),
        start.stop,
        halt=made.sentence if made.stop else "",
        halt_code=stop_code(made.stop),
    )
    course.run()
    read_once_more(start.desk, record, jobs, start.signature.origin)
    _close(start, jobs, record, unsent_by_cancel=start.stop.is_set())
    return record.batch


def _open(start: Launch) -> tuple[BatchRecord, list[Job]]:
    """Write down the whole plan in one transaction."""
    made: list[tuple[BatchRecord, list[Job]]] = []
    told: list[Fact] = []
    plan, desk = start.plan, start.desk

    def events(number: BatchNumber) -> list[Fact]:
        record = BatchRecord(start.journal, desk.clock, number, plan.realm, start.observer)
        jobs = [Job(plan=one, batch=number, series=one.series, ref=one.adopt) for one in in_order(plan)]
        told[:] = [
            opened(
                plan,
                number,
                kind=desk.kind.word,
                options=desk.options,
                signature=start.signature,
                at=record.now(),
            ),
            *plan_events(plan, jobs, record, kind=desk.kind.word, details=start.details),
        ]
        made[:] = [(record, jobs)]
        return told

    start.journal.open_batch(events)
    record, jobs = made[0]
    record.note(told)
    start.observer(told)
    return record, jobs


def _ready(start: Launch, jobs: list[Job], record: BatchRecord, made: RecordsMade) -> list[Job]:
    """The jobs that may be sent; the others are ended with their reason."""
    ready: list[Job] = []
    for job in jobs:
        if job.plan.outcome is not PlanOutcome.SEND:
            continue
        lacking = _lacking(job, made.missing)
        if job.id in start.refused:
            _fail(job, record, *start.refused[job.id])
        elif lacking and not made.stop:
            _fail(job, record, f"Not sent: {lacking}", "RECORD_MISSING")
        else:
            ready.append(job)
    return ready


def _lacking(job: Job, missing: dict[RecordKey, str]) -> str:
    return next((missing[key] for key in job.plan.needs if key in missing), "")


def _fail(job: Job, record: BatchRecord, words: str, code: str) -> None:
    record.write(
        record.action(job, Section.INVOICES, ActionState.FAILED, words),
        record.invoice(job, ActionState.FAILED, words, finding_code=code),
        record.log("error", f"{job.number}: {words}"),
    )


def read_once_more(desk: Desk, record: BatchRecord, jobs: list[Job], origin: str) -> None:
    """At the end of a run every document is read again: what was marked must still be there, and alone."""
    _look_for_twins(desk, record, [job for job in jobs if job.marked], origin)
    for kind in DocumentKind:
        # One kind at a time: a question of one kind needs no batch call, and those are scarcer.
        done = [job for job in jobs if job.marked and job.ref is not None and job.ref.kind is kind]
        if not done:
            continue
        try:
            found = desk.quickbooks.read([job.ref for job in done if job.ref is not None])
        except Known as error:
            record.write(record.log("warning", f"The last look into QuickBooks failed: {error.sentence}"))
            return
        for job in done:
            document = found.get(job.ref) if job.ref is not None else None
            if document is not None and document.life is DocumentLife.LIVE:
                continue
            words = (
                f"{job.number} was marked in ConnectWise, and its document has gone from QuickBooks since."
            )
            record.write(
                record.action(job, Section.COMPARE, ActionState.NEEDS_CHECK, words),
                record.invoice(job, ActionState.NEEDS_CHECK, words, finding_code="GONE"),
                record.log("error", words),
            )


def _look_for_twins(desk: Desk, record: BatchRecord, jobs: list[Job], origin: str) -> None:
    """Among all documents of those days, whatever their number is by now: two computers may have sent at the
    same moment, and neither saw the other's when it proved its own."""
    days = [job.plan.document.date for job in jobs if job.ref is not None and job.plan.document]
    found: list[FoundDocument] = []
    try:
        for first, last in spans(days):
            found += desk.quickbooks.find_by_date(first, last)
    except Known as error:
        record.write(record.log("warning", f"The last look into QuickBooks failed: {error.sentence}"))
        return
    for job in jobs:
        twins = twins_of(job, job.ref, found, origin) if job.ref is not None else 0
        if twins:
            words = several(job, twins)
            record.write(
                record.action(job, Section.COMPARE, ActionState.NEEDS_CHECK, words),
                record.invoice(job, ActionState.NEEDS_CHECK, words, finding_code=SECOND_DOCUMENT),
                record.log("error", words),
            )


def _close(start: Launch, jobs: list[Job], record: BatchRecord, *, unsent_by_cancel: bool) -> None:
    """End what was never begun, and say how the batch ended, with the money."""
    events: list[Fact] = [
        record.invoice(job, ActionState.SKIPPED, CANCELLED, finding_code="CANCELLED")
        for job in jobs
        if job.state is ActionState.NOT_YET_STARTED and job.plan.outcome is not PlanOutcome.BLOCKED
    ]
    events += end_open_actions(record)
    record.write(*events)
    rows = start.journal.invoices(record.batch)
    words = closing_sentence(rows)
    cancelled = unsent_by_cancel and any(job.message == CANCELLED for job in jobs)
    state = BatchState.CANCELLED if cancelled else _end_state(start, jobs, record)
    events = [record.log("info", text) for text in credits_to_apply(rows)]
    record.write(*events, record.log("info", words), BatchChanged(record.batch, state, words, record.now()))


def _end_state(start: Launch, jobs: list[Job], record: BatchRecord) -> BatchState:
    states = record.states
    others = [states[record_action(record.batch, new)] for new in start.plan.new_records]
    warned = any(
        job.accepted or any(one.severity is Severity.WARNING for one in job.plan.findings) for job in jobs
    )
    return finished_state([*(job.state for job in jobs), *others], warned=warned)


def credits_to_apply(rows: Sequence[InvoiceRow]) -> list[str]:
    """A line for each credit memo that somebody has to apply in QuickBooks."""
    return [
        f"Credit to apply: {row.number}, {row.customer}, "
        f"{amount_text(-row.connectwise_total, row.currency)} {row.currency}."
        for row in rows
        if row.marked and row.document is not None and row.document.kind is DocumentKind.CREDIT_MEMO
    ]


def end_open_actions(record: BatchRecord) -> list[Fact]:
    """Actions that will not be begun in this batch are Skipped, so that every section comes to an end."""
    return [
        record.step(action, ActionState.SKIPPED, "Not begun.")
        for action, state in record.states.items()
        if state in {ActionState.NOT_YET_STARTED, ActionState.RUNNING}
    ]


def with_refusals(plan: BatchPlan, refused: set[BillingLogId]) -> BatchPlan:
    """The plan without the list records that only refused invoices need."""
    needed = {
        key
        for one in plan.invoices
        if one.outcome is PlanOutcome.SEND and one.invoice.billing_log_id not in refused
        for key in one.needs
    }
    return dataclasses.replace(
        plan, new_records=tuple(new for new in plan.new_records if new.ref.key in needed)
    )
