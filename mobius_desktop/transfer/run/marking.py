"""Marks one proven invoice as batched in ConnectWise, one ConnectWise batch per transaction.

ConnectWise has no idempotency key: the batchIdentifier is stored first, and an existing one is refused.
"""

from __future__ import annotations

from enum import StrEnum

from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.events import Event, InvoiceMarked
from mobius_desktop.domain.ids import ConnectWiseBatchId
from mobius_desktop.domain.states import ActionState, Section
from mobius_desktop.domain.wire import Answer, AnswerKind
from mobius_desktop.transfer.run.desk import Desk, SideGone
from mobius_desktop.transfer.run.job import Job
from mobius_desktop.transfer.run.proof import nothing_to_send
from mobius_desktop.transfer.run.record import BatchRecord


class Marked(StrEnum):
    """How a mark ended."""

    DONE = "done"
    NEEDS_CHECK = "needs check"
    UNKNOWN = "unknown"
    """To be checked: still unposted means the same request again."""


class Marker:
    """Marks jobs whose document is proven."""

    def __init__(self, desk: Desk, record: BatchRecord) -> None:
        self._desk = desk
        self._record = record

    def mark(self, job: Job) -> Marked:
        """Mark for the first time, with a new identifier."""
        if not job.record_ids:
            return self._needs_check(job, (), f"ConnectWise gives no accounting ids for {job.number}.")
        identifier = self._desk.kind.identifier(job.plan.invoice, sent=job.sends)
        job.mark = self._desk.connectwise.prepare_batch(identifier, job.record_ids)
        return self._go(job)

    def check(self, job: Job) -> Marked:
        """An earlier request has no known outcome: still unposted? No: done. Yes: the same request again.

        Raises SideGone when ConnectWise does not say."""
        if not self._still_unposted(job):
            return self._done(job, ())
        return self._go(job) if job.mark is not None else self.mark(job)

    def _still_unposted(self, job: Job) -> bool:
        try:
            return job.id in self._desk.kind.fresh(self._desk.connectwise, [job.id])
        except Known as error:
            raise SideGone("connectwise", error) from error

    def _go(self, job: Job) -> Marked:
        record, prepared = self._record, job.mark
        if prepared is None:
            raise ValueError(f"nothing to mark {job.number} with")
        job.mark_tries += 1
        record.write(
            record.request(job, Section.MARK, prepared),
            record.action(job, Section.MARK, ActionState.RUNNING, f"Batch {prepared.identifier}"),
        )
        answer = self._desk.post("connectwise", prepared)
        stored = record.answer(job, Section.MARK, answer)
        if answer.kind is AnswerKind.WRITTEN:
            return self._done(job, (stored,), answer)
        if answer.kind is AnswerKind.REFUSED:
            return self._refused(job, answer, stored)
        words = (
            f"{self._where(job)} Whether it is marked in ConnectWise is not known yet: "
            f"{answer.sentence or 'no answer came back.'}"
        )
        record.write(
            stored,
            record.action(job, Section.MARK, ActionState.CHECKING, words),
            record.invoice(job, ActionState.CHECKING, words),
        )
        return Marked.UNKNOWN

    def _done(self, job: Job, events: tuple[Event, ...], answer: Answer | None = None) -> Marked:
        record = self._record
        job.marked = True
        identifier = job.mark.identifier if job.mark is not None else ""
        made = answer.record_id if answer is not None else None
        batch_id = ConnectWiseBatchId(int(made)) if made is not None and made.isdigit() else None
        state = ActionState.COMPLETED if job.sends else ActionState.SKIPPED
        words = "" if job.sends else nothing_to_send(job.plan)
        if job.accepted:
            words = "Marked with an accepted difference."
        record.write(
            *events,
            record.action(job, Section.MARK, ActionState.COMPLETED, f"Batch {identifier}".strip()),
            InvoiceMarked(record.batch, job.id, identifier, batch_id, job.sends, record.now()),
            record.invoice(job, state, words),
        )
        return Marked.DONE

    def _refused(self, job: Job, answer: Answer, stored: Event) -> Marked:
        words = f"ConnectWise refused to mark {job.number}: {answer.sentence or 'no reason was given.'}"
        record = self._record
        record.write(stored, record.action(job, Section.MARK, ActionState.CHECKING, words))
        if not self._still_unposted(job):
            return self._done(job, ())
        return self._needs_check(job, (), words)

    def _needs_check(self, job: Job, events: tuple[Event, ...], words: str) -> Marked:
        record = self._record
        sentence = f"{self._where(job)} {words}"
        record.write(
            *events,
            record.action(job, Section.MARK, ActionState.NEEDS_CHECK, sentence),
            record.invoice(job, ActionState.NEEDS_CHECK, sentence, finding_code="NOT_MARKED"),
            record.log("warning", f"{job.number}: {sentence}"),
        )
        return Marked.NEEDS_CHECK

    def leave(self, job: Job, side: str, sentence: str) -> None:
        """A side does not answer: proof and mark wait, and are made at the next start."""
        record = self._record
        section = Section.COMPARE if side == "quickbooks" and job.sends else Section.MARK
        if section is Section.COMPARE:
            words = f"It was sent, and is not compared yet: {sentence}"
        else:
            words = f"{self._where(job)} It is not marked yet: {sentence}"
        words += " This is finished by itself at the next start."
        record.write(
            record.action(job, section, ActionState.CHECKING, words),
            record.invoice(job, ActionState.CHECKING, words),
            record.log("warning", f"{job.number}: {words}"),
        )

    @staticmethod
    def _where(job: Job) -> str:
        return "It is in QuickBooks." if job.sends else "It has nothing to send."
