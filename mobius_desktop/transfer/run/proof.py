"""Proves documents before they are marked: first ConnectWise, then QuickBooks, in this order.

An answer is not proof, since QuickBooks repeats stored ones. Rules: docs/vendor-rules.md, *Exactly once*.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from mobius_desktop.domain.connectwise import GlTransaction, UnpostedInvoice
from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.events import Event, InvoiceMarked, TaxOverrideProven
from mobius_desktop.domain.finding_codes import NO_LINES_SENTENCE
from mobius_desktop.domain.ids import BillingLogId, ConnectWiseBatchId
from mobius_desktop.domain.money import ZERO, amount_text
from mobius_desktop.domain.options import Summary
from mobius_desktop.domain.origin import is_ours
from mobius_desktop.domain.plan import InvoicePlan
from mobius_desktop.domain.quickbooks import DocumentLife, DocumentRef, FoundDocument
from mobius_desktop.domain.states import ActionState, Section
from mobius_desktop.transfer.compare import Comparison, compare
from mobius_desktop.transfer.run.acceptance import is_accepted
from mobius_desktop.transfer.run.desk import Desk, SideGone
from mobius_desktop.transfer.run.job import Job
from mobius_desktop.transfer.run.record import BatchRecord

NO_LINES = NO_LINES_SENTENCE
SECOND_DOCUMENT = "SECOND_DOCUMENT"
"""The finding of an invoice of which QuickBooks holds more than one document."""
MARKED_BY_HAND = "MARKED_BY_HAND"
"""The finding of an invoice that the user wants marked without sending."""
NOTHING_MOVES = "Invoice moves no money - not sent to QuickBooks"


def nothing_to_send(plan: InvoicePlan) -> str:
    """Why an invoice is only marked or noted."""
    by_hand = next((one.sentence for one in plan.findings if one.code == MARKED_BY_HAND), "")
    if by_hand:
        return by_hand
    return NOTHING_MOVES if plan.document is not None else NO_LINES


@dataclass(slots=True)
class ProofResult:
    """How the documents of a group stand."""

    proven: list[Job] = field(default_factory=list)
    """May be marked now."""
    settled: list[Job] = field(default_factory=list)
    """Needs check, or already marked."""
    gone: list[Job] = field(default_factory=list)
    """Seen deleted or void: spent, to be sent anew."""
    tax_differs: list[Job] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Seen:
    """How ConnectWise has the invoices of a group at this moment."""

    unposted: dict[BillingLogId, UnpostedInvoice]
    detailed: dict[BillingLogId, GlTransaction]
    batched: dict[BillingLogId, ConnectWiseBatchId]
    """Those that somebody has batched already."""


class Prover:
    """Proves groups of documents."""

    def __init__(self, desk: Desk, record: BatchRecord, origin: str) -> None:
        self._desk = desk
        self._record = record
        self._origin = origin

    def prove(self, jobs: Sequence[Job]) -> ProofResult:
        """Raises SideGone when a side does not answer; nothing is recorded then."""
        seen = self._ask_connectwise([job.id for job in jobs])
        found = self._ask_quickbooks(jobs)
        return self._judged(jobs, seen, found)

    def prove_at_once(self, job: Job) -> ProofResult:
        """Prove one document that others wait for, by its Id alone: a plain question, not one of the scarce
        batch calls. Whether it is alone is seen at the end of the run."""
        seen = self._ask_connectwise([job.id])
        try:
            read = self._desk.quickbooks.read([job.ref]) if job.ref is not None else {}
        except Known as error:
            raise SideGone("quickbooks", error) from error
        found = {ref: one for ref, one in read.items() if one is not None}
        return self._judged([job], seen, found)

    def _judged(
        self, jobs: Sequence[Job], seen: Seen, found: dict[DocumentRef, FoundDocument]
    ) -> ProofResult:
        result = ProofResult()
        events: list[Event] = []
        for job in jobs:
            events += self._judge(job, seen, found, result)
        self._record.write(*events)
        return result

    def _ask_connectwise(self, ids: list[BillingLogId]) -> Seen:
        kind, connectwise = self._desk.kind, self._desk.connectwise
        try:
            unposted = kind.fresh(connectwise, ids)
            still = [one for one in ids if one in unposted]
            detailed = kind.export(connectwise, still, Summary.DETAILED) if still else {}
            missing = [one for one in ids if one not in unposted]
            details = kind.details(connectwise, missing) if missing else {}
        except Known as error:
            raise SideGone("connectwise", error) from error
        batched = {key: one.batch_id for key, one in details.items() if one.batch_id is not None}
        return Seen(unposted, detailed, batched)

    def _ask_quickbooks(self, jobs: Sequence[Job]) -> dict[DocumentRef, FoundDocument]:
        """What has the numbers of the group: one call that shows each document, and whether it is alone.
        A document whose number was changed since is read by its Id."""
        refs = {job.ref for job in jobs if job.ref is not None}
        numbers = [job.plan.document.number for job in jobs if job.ref and job.plan.document]
        if not refs:
            return {}
        quickbooks = self._desk.quickbooks
        try:
            found = {one.ref: one for one in quickbooks.find_by_number(numbers)}
            hidden = [ref for ref in refs if ref not in found]
            if hidden:
                found |= {ref: one for ref, one in quickbooks.read(hidden).items() if one is not None}
            return found
        except Known as error:
            raise SideGone("quickbooks", error) from error

    def _judge(
        self, job: Job, seen: Seen, found: dict[DocumentRef, FoundDocument], result: ProofResult
    ) -> list[Event]:
        detailed = seen.detailed.get(job.id)
        document = found.get(job.ref) if job.ref is not None else None
        if job.sends and (document is None or document.life is not DocumentLife.LIVE):
            return self._gone(job, document, result)
        twins = twins_of(job, document.ref, found.values(), self._origin) if document is not None else 0
        if twins:
            # Before anything may be called done, also what another program marked: two computers that send at
            # the same moment must see each other here.
            result.settled.append(job)
            return self._needs_check(job, several(job, twins), SECOND_DOCUMENT, document)
        batch = seen.batched.get(job.id)
        if batch is not None and (document is None or self._equal(job, document)):
            return self._marked_elsewhere(job, batch, document, result)
        now = seen.unposted.get(job.id)
        if document is not None and now is not None and is_accepted(job.accepted_as, document, now):
            job.accepted = True
            job.record_ids = self._desk.kind.marking_ids(job.plan.invoice, detailed, sent=job.sends)
            result.proven.append(job)
            return []
        changed = self._changed_in_connectwise(job, now, detailed)
        if changed:
            result.settled.append(job)
            return self._needs_check(job, changed, "CHANGED_IN_CONNECTWISE", document)
        job.record_ids = self._desk.kind.marking_ids(job.plan.invoice, detailed, sent=job.sends)
        if document is None:
            result.proven.append(job)
            return []
        return self._compare(job, document, result)

    def _equal(self, job: Job, document: FoundDocument) -> bool:
        return compare(job.plan, document, self._desk.lists, self._desk.ids()).equal

    def _marked_elsewhere(
        self,
        job: Job,
        batch: ConnectWiseBatchId,
        document: FoundDocument | None,
        result: ProofResult,
    ) -> list[Event]:
        """Another program was quicker with the mark, and the document is as it should be: done."""
        record = self._record
        result.settled.append(job)
        job.marked = True
        words = f"ConnectWise holds it in batch {batch} already: another program marked it."
        events: list[Event] = [
            record.action(job, Section.MARK, ActionState.COMPLETED, words),
            InvoiceMarked(record.batch, job.id, "", batch, job.sends, record.now()),
            record.invoice(
                job, ActionState.COMPLETED if job.sends else ActionState.SKIPPED, words, found=document
            ),
            record.log("info", f"{job.number}: {words}"),
        ]
        if document is not None:
            events.insert(0, record.action(job, Section.COMPARE, ActionState.COMPLETED, "Equal to the cent."))
        return events

    def _compare(self, job: Job, document: FoundDocument, result: ProofResult) -> list[Event]:
        comparison = compare(job.plan, document, self._desk.lists, self._desk.ids())
        accepted = not comparison.equal and self._within_limit(comparison)
        if comparison.equal or accepted:
            job.accepted = accepted
            result.proven.append(job)
            words = "Equal to the cent." if comparison.equal else f"Accepted: {comparison.sentence}"
            record = self._record
            events: list[Event] = [
                record.action(job, Section.COMPARE, ActionState.COMPLETED, words),
                record.known(job, document.ref, document),
                record.invoice(job, ActionState.RUNNING, "Compared; being marked.", found=document),
            ]
            if not self._desk.tax_proven and job.overrides_tax and kept_override(job, document):
                self._desk.tax_proven = True
                events.append(TaxOverrideProven(record.realm, job.id, record.now()))
            return events
        result.settled.append(job)
        if any(one.field == "tax" for one in comparison.unexpected) and job.taxed:
            result.tax_differs.append(job)
        return self._needs_check(job, comparison.sentence, "NEEDS_CHECK", document)

    def _within_limit(self, comparison: Comparison) -> bool:
        limit = self._desk.options.accept_difference_up_to
        if limit <= ZERO or any(one.apart is None for one in comparison.unexpected):
            return False
        return all(abs(one.apart or ZERO) <= limit for one in comparison.unexpected)

    def _changed_in_connectwise(
        self, job: Job, now: UnpostedInvoice | None, detailed: GlTransaction | None
    ) -> str:
        planned = job.plan.invoice
        held = "It is in QuickBooks" if job.sends else "It was not sent"
        if now is None:
            return (
                f"Invoice {job.number} is no longer unposted in ConnectWise: it was reopened there, "
                f"or somebody else batched it. {held} with {amount_text(planned.total)}."
            )
        total = detailed.total if detailed is not None else now.total
        if now.total != planned.total or now.sales_tax != planned.sales_tax or abs(total) != abs(now.total):
            return (
                f"Invoice {job.number} was changed in ConnectWise while it was sent: "
                f"{amount_text(planned.total)} became {amount_text(now.total)}."
            )
        if job.sends and detailed is None:
            return f"ConnectWise no longer has accounting entries for {job.number}."
        return ""

    def _gone(self, job: Job, document: FoundDocument | None, result: ProofResult) -> list[Event]:
        record = self._record
        result.gone.append(job)
        ref = job.ref
        life = document.life if document is not None else DocumentLife.DELETED
        words = f"QuickBooks answered for {job.number}, but the document was {life.value} there."
        events: list[Event] = [record.spent(job, words), record.log("warning", words)]
        if ref is not None:
            events.insert(0, record.known(job, ref, document, life))
        job.ref = None
        job.found = None
        return events

    def _needs_check(self, job: Job, sentence: str, code: str, document: FoundDocument | None) -> list[Event]:
        record = self._record
        section = Section.COMPARE if job.sends else Section.MARK
        events: list[Event] = [
            record.action(job, section, ActionState.NEEDS_CHECK, sentence),
            record.invoice(job, ActionState.NEEDS_CHECK, sentence, found=document, finding_code=code),
            record.log("warning", f"{job.number}: {sentence}"),
        ]
        if job.sends:
            words = "Not marked: it needs a check first."
            events.append(record.action(job, Section.MARK, ActionState.SKIPPED, words))
        return events


def several(job: Job, twins: int) -> str:
    """More than one live document carries the invoice's mark."""
    return (
        f"QuickBooks holds {twins + 1} documents with the mark of {job.number}. "
        "Delete the surplus one there; it is looked at again before the next batch and at the next start."
    )


def twins_of(job: Job, ref: DocumentRef, found: Iterable[FoundDocument], origin: str) -> int:
    """How many other live documents carry our mark of this invoice."""
    return sum(
        one.ref != ref and one.life is DocumentLife.LIVE and is_ours(one.private_note, job.id, origin)
        for one in found
    )


def kept_override(job: Job, found: FoundDocument) -> bool:
    """Whether QuickBooks kept an amount of tax that calculating it in one go would not give."""
    document, by_rate = job.plan.document, job.tax_by_rate
    if document is None or by_rate is None:
        return False
    return found.tax == document.sales_tax and by_rate != found.tax
