"""Sends one document: write first, send, write the answer, then act on it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from threading import Event

from mobius_desktop.domain.document import Document
from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.events import Event as Fact
from mobius_desktop.domain.ids import QuickBooksId, RequestId
from mobius_desktop.domain.origin import is_ours, request_id
from mobius_desktop.domain.quickbooks import DocumentKind, DocumentLife, DocumentRef, FoundDocument
from mobius_desktop.domain.run_causes import stop_code
from mobius_desktop.domain.states import ActionState, Section
from mobius_desktop.domain.stopping import stopped_by
from mobius_desktop.domain.wire import Answer, AnswerKind, Prepared
from mobius_desktop.transfer.run.desk import Desk
from mobius_desktop.transfer.run.job import Job
from mobius_desktop.transfer.run.record import BatchRecord

CANCELLED = "Not sent: the batch was cancelled."
CLOSED_PERIOD_FAULTS = frozenset({"6200", "6210"})


class Sent(StrEnum):
    """How a send ended."""

    WRITTEN = "written"
    FAILED = "failed"
    UNKNOWN = "unknown"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class SendResult:
    """What the run needs to know of a send."""

    sent: Sent
    stop: str = ""
    sentence: str = ""


class Sender:
    """Sends documents; several threads use it at once, each with its own job."""

    def __init__(self, desk: Desk, record: BatchRecord, origin: str, stop: Event) -> None:
        self._desk = desk
        self._record = record
        self._origin = origin
        self._stop = stop

    def send(self, job: Job) -> SendResult:
        """Send the document of a job for the first time."""
        document = job.plan.document
        if document is None:  # a plan that is to be sent has one
            raise ValueError(f"no document for {job.number}")
        self._desk.keep_closing_date()
        if self._closed(document):
            return self._fail_closed(job, document)
        job.prepared = self._desk.quickbooks.prepare(
            document, self._desk.ids(), self._request_id(job, document)
        )
        job.begun_at = self._desk.quickbooks.server_now()
        return self._go(job, job.prepared, f"Sending {job.noun} to QuickBooks.")

    def replay(self, job: Job) -> SendResult:
        """Send the stored bytes again, with their requestid."""
        if job.prepared is None:
            raise ValueError(f"nothing is stored for {job.number}")
        return self._go(job, job.prepared, f"Sending the same request for {job.noun} again.")

    def _request_id(self, job: Job, document: Document) -> RequestId:
        return request_id(
            realm=self._record.realm,
            entity=document.kind.value,
            origin=self._origin,
            key=str(job.id),
            operation="create",
            content_hash=job.plan.canonical_hash,
            series=job.series,
        )

    def _go(self, job: Job, prepared: Prepared, words: str) -> SendResult:
        record = self._record
        job.last_sent_at = self._desk.quickbooks.server_now()
        record.write(
            # By QuickBooks' clock: this computer's may be put right before the outcome is looked for.
            record.request(job, Section.INVOICES, prepared, job.last_sent_at),
            record.action(job, Section.INVOICES, ActionState.RUNNING, words),
            record.invoice(job, ActionState.RUNNING, words),
        )
        with stopped_by(self._stop):
            answer = self._desk.post("quickbooks", prepared)
        return self._take(job, answer)

    def _take(self, job: Job, answer: Answer) -> SendResult:
        stored = self._record.answer(job, Section.INVOICES, answer)
        match answer.kind:
            case AnswerKind.WRITTEN:
                return self._written(job, answer, stored)
            case AnswerKind.REFUSED:
                return self._refused(job, answer, stored)
            case AnswerKind.DUPLICATE_NUMBER:
                self._record.write(stored)
                return self._look_up(job, answer)
            case AnswerKind.STOPPED:
                return self._stopped(job, answer, stored)
            case AnswerKind.UNKNOWN:
                return self._unknown(job, stored)

    def _written(self, job: Job, answer: Answer, stored: Fact) -> SendResult:
        record = self._record
        ref = answer.document.ref if answer.document is not None else None
        if ref is None and answer.record_id is not None and job.plan.document is not None:
            ref = DocumentRef(job.plan.document.kind, answer.record_id)
        if ref is None:
            return self._unknown(job, stored)
        words = f"In QuickBooks as {ref.kind.value} {job.number}; not yet compared."
        record.write(
            stored,
            record.known(job, ref, answer.document),
            record.action(job, Section.INVOICES, ActionState.COMPLETED, words),
            record.invoice(job, ActionState.RUNNING, words, found=answer.document),
        )
        return SendResult(Sent.WRITTEN)

    def _refused(self, job: Job, answer: Answer, stored: Fact) -> SendResult:
        record = self._record
        words = answer.sentence or f"QuickBooks refused {job.noun}."
        closed = any(fault.code in CLOSED_PERIOD_FAULTS for fault in answer.faults)
        record.write(
            stored,
            record.spent(job, words),
            record.action(job, Section.INVOICES, ActionState.FAILED, words),
            record.invoice(
                job, ActionState.FAILED, words, finding_code="PERIOD_CLOSED" if closed else "REFUSED"
            ),
            record.log("error", f"{job.number}: {words}"),
        )
        if closed:
            self._desk.read_closing_date()
        return SendResult(Sent.FAILED)

    def _stopped(self, job: Job, answer: Answer, stored: Fact) -> SendResult:
        record = self._record
        cancelled = answer.stop == "cancelled"
        state = ActionState.SKIPPED if cancelled else ActionState.FAILED
        words = CANCELLED if cancelled else f"Not sent: {answer.sentence or 'QuickBooks cannot be reached.'}"
        # An ended subscription is a Fault like any other: QuickBooks may repeat it under this requestid for
        # ever, and it proves that nothing was written.
        spent = (record.spent(job, words),) if answer.stop == "subscription" else ()
        record.write(
            stored,
            *spent,
            record.action(job, Section.INVOICES, state, words),
            record.invoice(
                job, state, words, finding_code="CANCELLED" if cancelled else stop_code(answer.stop)
            ),
        )
        return SendResult(Sent.STOPPED, stop=answer.stop, sentence=answer.sentence)

    def _unknown(self, job: Job, stored: Fact) -> SendResult:
        record = self._record
        words = (
            f"No answer came back for {job.number}. Looking in QuickBooks whether it arrived; "
            "it is not sent again before that is known."
        )
        record.write(
            stored,
            record.action(job, Section.INVOICES, ActionState.CHECKING, words),
            record.invoice(job, ActionState.CHECKING, words),
            record.log("warning", words),
        )
        return SendResult(Sent.UNKNOWN)

    def _look_up(self, job: Job, answer: Answer) -> SendResult:
        """QuickBooks says that the number is taken, and by which document: ours is taken over."""
        kind, txn_id = answer.duplicate_of or ("", "")
        if kind in {one.value for one in DocumentKind} and txn_id:
            ref = DocumentRef(DocumentKind(kind), QuickBooksId(txn_id))
            try:
                found = self._desk.quickbooks.read((ref,)).get(ref)
            except Known:
                return self._still_unknown(job)
            ours = found is not None and is_ours(found.private_note, job.id, self._origin)
            if found is not None and ours and found.life is not DocumentLife.LIVE:
                return self._number_taken(job, _void_has_it(found))
            if found is not None and ours:
                record = self._record
                words = f"QuickBooks already had it as {kind} {found.number}; it is taken over."
                record.write(
                    record.known(job, ref, found),
                    record.action(job, Section.INVOICES, ActionState.COMPLETED, words),
                    record.invoice(job, ActionState.RUNNING, words, found=found),
                )
                return SendResult(Sent.WRITTEN)
        taken = f"QuickBooks already has a document with the number {job.number}."
        return self._number_taken(job, answer.sentence or taken)

    def _number_taken(self, job: Job, words: str) -> SendResult:
        record = self._record
        record.write(
            record.spent(job, words),
            record.action(job, Section.INVOICES, ActionState.FAILED, words),
            record.invoice(job, ActionState.FAILED, words, finding_code="NUMBER_TAKEN"),
            record.log("error", f"{job.number}: {words}"),
        )
        return SendResult(Sent.FAILED)

    def _still_unknown(self, job: Job) -> SendResult:
        record = self._record
        words = f"QuickBooks says that number {job.number} is taken, and does not yet say by what."
        record.write(
            record.action(job, Section.INVOICES, ActionState.CHECKING, words),
            record.invoice(job, ActionState.CHECKING, words),
        )
        return SendResult(Sent.UNKNOWN)

    def _closed(self, document: Document) -> bool:
        closed = self._desk.closed_through
        return closed is not None and document.date <= closed

    def _fail_closed(self, job: Job, document: Document) -> SendResult:
        record = self._record
        words = (
            f"Invoice {job.number} is dated {document.date:%m/%d/%Y}; "
            f"the books are closed through {self._desk.closed_through:%m/%d/%Y}."
        )
        record.write(
            record.action(job, Section.INVOICES, ActionState.FAILED, words),
            record.invoice(job, ActionState.FAILED, words, finding_code="PERIOD_CLOSED"),
        )
        return SendResult(Sent.FAILED)


def _void_has_it(found: FoundDocument) -> str:
    """A void document keeps its number, and QuickBooks wants each number once."""
    return (
        f"A void {found.ref.kind.value} of it (Id {found.ref.id}) still has the number {found.number} in "
        f"QuickBooks. Rename that one, for example to {found.number}-V1, then send it again."
    )
