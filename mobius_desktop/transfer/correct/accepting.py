"""*Needs check*: the user accepts a document as it is, with a reason; then it is marked in ConnectWise.

The word is bound to what both systems show. When any of that has changed, nothing is marked.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from mobius_desktop.domain.connectwise import GlTransaction, UnpostedInvoice
from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.events import JudgementGiven
from mobius_desktop.domain.ids import BatchNumber, BillingLogId
from mobius_desktop.domain.journal import InvoiceRow
from mobius_desktop.domain.money import amount_text
from mobius_desktop.domain.options import Summary
from mobius_desktop.domain.quickbooks import DocumentLife, DocumentRef, FoundDocument
from mobius_desktop.domain.states import ActionState, Section
from mobius_desktop.transfer.correct.ports import CorrectionJournal
from mobius_desktop.transfer.correct.reasons import reason
from mobius_desktop.transfer.correct.taking_back import Workshop
from mobius_desktop.transfer.correct.values import AcceptItem, TakeBackResult
from mobius_desktop.transfer.recorded import recorded_plan
from mobius_desktop.transfer.restating import restate
from mobius_desktop.transfer.run.acceptance import ACCEPT, facts_shown
from mobius_desktop.transfer.run.desk import SideGone
from mobius_desktop.transfer.run.job import Job, signed
from mobius_desktop.transfer.run.marking import Marked, Marker
from mobius_desktop.transfer.run.record import BatchRecord

ACCEPTABLE = frozenset({"NEEDS_CHECK", "CHANGED_IN_CONNECTWISE", "NOT_MARKED"})
"""Causes of a *Needs check* that leave one live document of ours, which may stay as it is."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What both systems show of one invoice now."""

    unposted: UnpostedInvoice | None
    detailed: GlTransaction | None
    found: FoundDocument | None


class Acceptor:
    """Previews and carries out accepts."""

    def __init__(self, shop: Workshop) -> None:
        self._shop = shop

    def preview(self, rows: Sequence[InvoiceRow]) -> tuple[AcceptItem, ...]:
        """Raises Known errors of either side."""
        seen = self._look(rows)
        return tuple(_item(row, seen[row.billing_log_id]) for row in rows)

    def run(self, items: Sequence[AcceptItem], reason_given: str, user: str) -> list[TakeBackResult]:
        """Accept what still is as the user saw it."""
        journal = self._shop.journal
        rows = {
            (row.batch, row.billing_log_id): row
            for batch in {one.batch for one in items}
            for row in journal.invoices(batch)
        }
        chosen = [rows[item.batch, item.billing_log_id] for item in items]
        seen = self._look(chosen)
        results: list[TakeBackResult] = []
        for item, row in zip(items, chosen, strict=True):
            now = _item(row, seen[row.billing_log_id])
            refused = item.refused or now.refused
            if not refused and now.facts != item.facts:
                refused = reason("CHANGED_SINCE", number=item.number)
            if refused:
                results.append(TakeBackResult(item.billing_log_id, item.number, False, refused))
                continue
            results.append(self._accept(now, row, seen[row.billing_log_id], reason_given, user))
        for batch in sorted({one.batch for one in items}):
            restate(self._shop.journal, self._record(batch))
        return results

    def _record(self, batch: BatchNumber) -> BatchRecord:
        shop = self._shop
        return BatchRecord(
            shop.journal,
            shop.desk.clock,
            batch,
            shop.desk.quickbooks.realm,
            shop.observer,
        )

    def _look(self, rows: Sequence[InvoiceRow]) -> dict[BillingLogId, Seen]:
        """First ConnectWise, then QuickBooks."""
        desk = self._shop.desk
        ids = [row.billing_log_id for row in rows]
        unposted = desk.kind.fresh(desk.connectwise, ids)
        still = [one for one in ids if one in unposted]
        detailed = desk.kind.export(desk.connectwise, still, Summary.DETAILED) if still else {}
        refs: list[DocumentRef] = [row.document for row in rows if row.document is not None]
        found = desk.quickbooks.read(refs) if refs else {}
        return {
            row.billing_log_id: Seen(
                unposted.get(row.billing_log_id),
                detailed.get(row.billing_log_id),
                found.get(row.document) if row.document is not None else None,
            )
            for row in rows
        }

    def _accept(
        self, item: AcceptItem, row: InvoiceRow, seen: Seen, reason_given: str, user: str
    ) -> TakeBackResult:
        record = self._record(item.batch)
        job = _job(self._shop.journal, row, seen)
        if job is None:
            sentence = reason("NOT_TO_ACCEPT", number=item.number)
            return TakeBackResult(item.billing_log_id, item.number, False, sentence)
        job.record_ids = self._shop.desk.kind.marking_ids(job.plan.invoice, seen.detailed, sent=True)
        self._number_attempts(job)
        held = amount_text(item.quickbooks_total, item.currency)
        words = f"Accepted as it is, {held} {item.currency}. {reason_given}"
        record.write(
            JudgementGiven(
                item.billing_log_id, item.cause, ACCEPT, reason_given, item.facts, held, user, record.now()
            ),
            record.action(job, Section.COMPARE, ActionState.COMPLETED, words),
            record.log("info", f"{item.number}: {words} ({user})"),
        )
        ended = self._mark(item, row, job, record)
        if ended is Marked.DONE:
            record.write(record.invoice(job, ActionState.COMPLETED, words, found=seen.found))
        return TakeBackResult(item.billing_log_id, item.number, ended is Marked.DONE, job.message)

    def _number_attempts(self, job: Job) -> None:
        """Requests of an earlier attempt to mark keep their place."""
        action = job.action(Section.MARK)
        before = self._shop.journal.attempts([action])
        job.sequences[action] = max((one.sequence for one in before), default=0)

    def _mark(self, item: AcceptItem, row: InvoiceRow, job: Job, record: BatchRecord) -> Marked:
        desk = self._shop.desk
        marker = Marker(desk, record)
        ended = marker.mark(job)
        for delay in desk.pace.side_delays:
            if ended is not Marked.UNKNOWN or desk.clock.wait(delay, self._shop.stop):
                break
            try:
                ended = marker.check(job)
                if ended is Marked.NOT_DONE:
                    ended = self._mark_again(item, row, job, marker)
            except (SideGone, Known):
                ended = Marked.UNKNOWN
        return ended

    def _mark_again(self, item: AcceptItem, row: InvoiceRow, job: Job, marker: Marker) -> Marked:
        """Both systems are looked at once more: the word holds for what they showed."""
        seen = self._look([row])[row.billing_log_id]
        now = _item(row, seen)
        if now.refused or now.facts != item.facts:
            return marker.give_up(job, now.refused or reason("CHANGED_SINCE", number=item.number))
        job.record_ids = self._shop.desk.kind.marking_ids(job.plan.invoice, seen.detailed, sent=True)
        return marker.mark(job)


def _item(row: InvoiceRow, seen: Seen) -> AcceptItem:
    found, now = seen.found, seen.unposted
    held = signed(found.ref.kind, found.total) if found is not None else row.connectwise_total
    wanted = now.total if now is not None else row.connectwise_total
    item = AcceptItem(
        billing_log_id=row.billing_log_id,
        number=row.number,
        currency=row.currency,
        batch=row.batch,
        cause=row.finding_code,
        difference=row.message,
        quickbooks_total=held,
        connectwise_total=wanted,
    )
    if row.state is not ActionState.NEEDS_CHECK or row.finding_code not in ACCEPTABLE:
        return dataclasses.replace(item, refused=reason("NOT_TO_ACCEPT", number=row.number))
    if found is None or found.life is not DocumentLife.LIVE:
        return dataclasses.replace(item, refused=reason("GONE_SINCE", number=row.number))
    if now is None or seen.detailed is None:
        return dataclasses.replace(item, refused=reason("NOT_UNPOSTED", number=row.number))
    return dataclasses.replace(item, facts=facts_shown(row.currency, found, now))


def _job(journal: CorrectionJournal, row: InvoiceRow, seen: Seen) -> Job | None:
    snapshot = journal.snapshot(row.batch, row.billing_log_id)
    if snapshot is None or seen.unposted is None:
        return None
    plan = dataclasses.replace(recorded_plan(row, snapshot), invoice=seen.unposted, transaction=seen.detailed)
    return Job(
        plan=plan,
        batch=row.batch,
        state=row.state,
        message=row.message,
        ref=row.document,
        found=seen.found,
        series=snapshot.series,
        accepted=True,
    )
