"""Marks one proven invoice as batched in ConnectWise, one ConnectWise batch per transaction.

ConnectWise has no idempotency key: the batchIdentifier is stored first, and an existing one is refused.
"""

from __future__ import annotations

from enum import StrEnum

from mobius_desktop.domain.errors import Known, RightMissing
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
    """To be checked."""
    NOT_DONE = "not done"
    """ConnectWise did not carry it out: to be proven once more, then marked under the same identifier."""


class Marker:
    """Marks jobs whose document is proven."""

    def __init__(self, desk: Desk, record: BatchRecord) -> None:
        self._desk = desk
        self._record = record

    def mark(self, job: Job) -> Marked:
        """Mark a job that was proven just now: with a new identifier, or again with that of an earlier
        request, which ConnectWise refuses if it did arrive. The ids are those of the proof."""
        if not job.record_ids:
            return self._needs_check(job, (), f"ConnectWise gives no accounting ids for {job.number}.")
        if job.mark is not None:
            identifier = job.mark.identifier
        else:
            identifier = self._desk.kind.identifier(job.plan.invoice, sent=job.sends)
        job.mark = self._desk.connectwise.prepare_batch(identifier, job.record_ids)
        return self._go(job)

    def check(self, job: Job) -> Marked:
        """An earlier request has no known outcome: is it marked? Done. Else it is proven before it goes
        out again, since both systems may have changed meanwhile.

        Raises SideGone when ConnectWise does not say."""
        batch = self._made(job)
        return Marked.NOT_DONE if batch is None else self._done(job, (), batch)

    def _made(self, job: Job) -> int | None:
        """The ConnectWise batch that an earlier request made; 0 where ConnectWise does not name it; None when
        it made none: the invoice is still unposted, or has left the list in another way."""
        connectwise = self._desk.connectwise
        try:
            if job.mark is None or job.id in self._desk.kind.fresh(connectwise, [job.id]):
                return None
            return next((one.id for one in connectwise.find_batches(job.mark.identifier)), None)
        except RightMissing:
            return 0  # no longer unposted, and that is all that may be read
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
            made = answer.record_id
            batch = int(made) if made is not None and made.isdigit() else 0
            return self._done(job, (stored,), batch)
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

    def _done(self, job: Job, events: tuple[Event, ...], batch: int) -> Marked:
        record = self._record
        job.marked = True
        identifier = job.mark.identifier if job.mark is not None else ""
        batch_id = ConnectWiseBatchId(batch) if batch else None
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
        batch = self._made(job)
        if batch is not None:
            return self._done(job, (), batch)
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

    def give_up(self, job: Job, words: str) -> Marked:
        """It may not be marked any more as it is; it is not known to be marked."""
        return self._needs_check(job, (), words)

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
