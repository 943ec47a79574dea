"""Looks again, for a day, at invoices of which a request was once unknown, however it was settled since.

A request that QuickBooks parked may be executed hours later. Where its requestid is remembered that does no
harm; where it is not, it makes a second document, or takes one away, and nobody would be told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.events import Event, InvoiceChanged
from mobius_desktop.domain.ids import BatchNumber, BillingLogId, RealmId
from mobius_desktop.domain.journal import InvoiceRow
from mobius_desktop.domain.origin import is_ours
from mobius_desktop.domain.ports import Clock, QuickBooks
from mobius_desktop.domain.quickbooks import DocumentLife, DocumentRef, FoundDocument
from mobius_desktop.domain.run_causes import TAKEN_BACK
from mobius_desktop.domain.states import ActionState, BatchState, Section
from mobius_desktop.transfer.batch import Recovered, RecoveryReport
from mobius_desktop.transfer.correct.ports import CorrectionJournal
from mobius_desktop.transfer.correct.targets import Target, target_of
from mobius_desktop.transfer.restating import restate
from mobius_desktop.transfer.run.checking import LATEST, SLACK
from mobius_desktop.transfer.run.job import action_id, invoice_subject
from mobius_desktop.transfer.run.proof import SECOND_DOCUMENT
from mobius_desktop.transfer.run.record import BatchRecord, Observer

ARRIVED_LATE = "ARRIVED_LATE"
GONE = "GONE"


@dataclass(frozen=True, slots=True)
class Seen:
    """An invoice as the record tells of it, and QuickBooks' live documents of it."""

    target: Target
    row: InvoiceRow
    live: tuple[FoundDocument, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What its row says from now on."""

    state: ActionState
    code: str
    words: str


class SecondLook:
    """One company's second looks. Writes to the record only, and only under the company's lock."""

    def __init__(
        self,
        journal: CorrectionJournal,
        quickbooks: QuickBooks,
        clock: Clock,
        realm: RealmId,
        *,
        origin: str,
        observer: Observer,
    ) -> None:
        self._journal = journal
        self._quickbooks = quickbooks
        self._clock = clock
        self._realm = realm
        self._origin = origin
        self._observer = observer

    def look(self) -> RecoveryReport:
        """What is not as the record has it is told, once. When QuickBooks does not answer, the next start
        looks."""
        once = self._journal.once_unknown(self._realm, self._clock.now() - LATEST)
        waiting = {
            row.billing_log_id
            for row in self._journal.open_invoices(self._realm)
            if row.finding_code in {SECOND_DOCUMENT, ARRIVED_LATE}
        }
        # What is still unknown is looked up as such.
        open_ones = {one.billing_log_id for one in self._journal.unsettled(self._realm)}
        wanted = sorted(({one.billing_log_id for one in once} | waiting) - open_ones)
        if not wanted:
            return RecoveryReport()
        targets = [target_of(self._journal, self._realm, one) for one in wanted]
        first = min((one.first_at for one in once), default=None)
        try:
            found = self._find(targets, first)
        except Known as error:
            return RecoveryReport(trouble=error.sentence, failure=error)
        told: list[Recovered] = []
        changed: set[BatchNumber] = set()
        for seen in self._seen(targets, found):
            news = judge(seen)
            if news is not None:
                told.append(self._tell(seen, news))
                changed.add(seen.row.batch)
        for number in sorted(changed):
            batch = self._journal.batch(number)
            if batch is not None and batch.state is not BatchState.INTERRUPTED:
                restate(self._journal, self._record(number))
        return RecoveryReport(second_looks=tuple(told))

    def _find(self, targets: Sequence[Target], first: dt.datetime | None) -> tuple[FoundDocument, ...]:
        """By number, by Id, and whatever was created since the first of the unknown requests."""
        quickbooks = self._quickbooks
        found = list(quickbooks.find_by_number([self._number(one) for one in targets]))
        if first is not None:
            found += quickbooks.find_created_since(first - SLACK)
        by_ref: dict[DocumentRef, FoundDocument] = {one.ref: one for one in found}
        missing = [ref for one in targets for ref in one.refs if ref not in by_ref]
        if missing:
            by_ref |= {ref: one for ref, one in quickbooks.read(missing).items() if one is not None}
        return tuple(by_ref.values())

    def _number(self, target: Target) -> str:
        row = target.row
        snapshot = self._journal.snapshot(row.batch, row.billing_log_id) if row is not None else None
        document = snapshot.document if snapshot is not None else None
        return document.number if document is not None else target.number

    def _seen(self, targets: Sequence[Target], found: Sequence[FoundDocument]) -> list[Seen]:
        living = [one for one in found if one.life is DocumentLife.LIVE]
        return [
            Seen(
                target,
                target.row,
                tuple(
                    one
                    for one in living
                    if one.ref in target.refs
                    or is_ours(one.private_note, target.billing_log_id, self._origin)
                ),
            )
            for target in targets
            if target.row is not None
        ]

    def _tell(self, seen: Seen, news: Told) -> Recovered:
        row = seen.row
        record = self._record(row.batch)
        compared = action_id(row.batch, Section.COMPARE, invoice_subject(row.billing_log_id))
        planned = self._journal.actions(row.batch, invoice_subject(row.billing_log_id))
        settled = news.state in {ActionState.COMPLETED, ActionState.SKIPPED}
        events: list[Event] = [
            InvoiceChanged(
                row.batch, row.billing_log_id, news.state, news.words, record.now(), finding_code=news.code
            ),
            record.log("info" if settled else "error", f"{row.number}: {news.words}"),
        ]
        if any(one.id == compared for one in planned):
            events.append(record.step(compared, news.state, news.words))
        record.write(*events)
        return Recovered(row.batch, BillingLogId(row.billing_log_id), row.number, news.words, settled=settled)

    def _record(self, number: BatchNumber) -> BatchRecord:
        return BatchRecord(self._journal, self._clock, number, self._realm, self._observer)


def judge(seen: Seen) -> Told | None:
    """What is to be said of an invoice; None where the record tells it as it is."""
    row, count = seen.row, len(seen.live)
    if count > 1:
        return _unless_said(row, Told(ActionState.NEEDS_CHECK, SECOND_DOCUMENT, _second(seen)))
    if row.finding_code == SECOND_DOCUMENT:
        return _one_is_left(seen)
    if row.finding_code == TAKEN_BACK and count:
        words = f"It was taken back, and QuickBooks holds {name(seen.live[0])} of it again. {_WAY_ON}"
        return Told(ActionState.FAILED, ARRIVED_LATE, words)
    if row.state is ActionState.FAILED and not row.marked and count and row.document is None:
        words = f"It has arrived in QuickBooks after all, as {name(seen.live[0])}. {_WAY_ON}"
        return _unless_said(row, Told(ActionState.FAILED, ARRIVED_LATE, words))
    if row.marked and row.document is not None and row.state is ActionState.COMPLETED and not count:
        words = f"{row.number} was marked in ConnectWise, and its document has gone from QuickBooks since."
        return Told(ActionState.NEEDS_CHECK, GONE, words)
    return None


_WAY_ON = "Send it again: it is taken over, not sent a second time. Or delete it in QuickBooks."


def _second(seen: Seen) -> str:
    """Names both, and which of them is the surplus one."""
    ours = [one for one in seen.live if one.ref in seen.target.refs] or list(seen.live[:1])
    surplus = [one for one in seen.live if one not in ours] or ours[1:]
    names = " and ".join(name(one) for one in surplus)
    return (
        f"QuickBooks holds {len(seen.live)} documents of {seen.row.number}: a request of which no answer had "
        f"come was carried out late, or somebody made a copy. Delete {names} in QuickBooks and keep "
        f"{name(ours[0])}. It is looked at again before the next batch and at the next start."
    )


def name(found: FoundDocument) -> str:
    """`Invoice 10501 (Id 145)`."""
    word = "credit memo" if found.ref.kind.value == "CreditMemo" else "invoice"
    return f"{word} {found.number} (Id {found.ref.id})"


def _one_is_left(seen: Seen) -> Told:
    row = seen.row
    if seen.live and row.marked:
        return Told(ActionState.COMPLETED, "", f"Only {name(seen.live[0])} is left in QuickBooks.")
    if seen.live:
        words = f"Only {name(seen.live[0])} is left in QuickBooks. {_WAY_ON}"
        return Told(ActionState.FAILED, ARRIVED_LATE, words)
    if row.marked:
        words = f"{row.number} is marked in ConnectWise, and QuickBooks holds no document of it any more."
        return Told(ActionState.NEEDS_CHECK, GONE, words)
    return Told(
        ActionState.FAILED, GONE, f"QuickBooks holds no document of {row.number} any more. Send it again."
    )


def _unless_said(row: InvoiceRow, told: Told) -> Told | None:
    said = (row.state, row.finding_code, row.message) == (told.state, told.code, told.words)
    return None if said else told
