"""The actions of a take back in the record of the batch that tells of it: planned, begun, ended, resumed."""

from __future__ import annotations

from dataclasses import dataclass, field

from mobius_desktop.domain.events import (
    ActionChanged,
    ActionPlanned,
    AnswerStored,
    DocumentKnown,
    Event,
    InvoiceChanged,
    InvoiceTakenBack,
    MarkReleased,
    RequestSpent,
    RequestStored,
)
from mobius_desktop.domain.ids import ActionId, BatchNumber
from mobius_desktop.domain.quickbooks import DocumentLife, FoundDocument
from mobius_desktop.domain.states import ActionState, Section
from mobius_desktop.domain.wire import Answer, Prepared
from mobius_desktop.transfer.correct.ports import CorrectionJournal
from mobius_desktop.transfer.correct.values import How, TakeBackItem
from mobius_desktop.transfer.run.job import action_id, invoice_subject, signed
from mobius_desktop.transfer.run.record import BatchRecord

NOT_RELEASED = "NOT_RELEASED"


@dataclass(slots=True)
class Steps:
    """One invoice's take back. One thread at a time works on it."""

    item: TakeBackItem
    batch: BatchNumber
    record: BatchRecord
    journal: CorrectionJournal
    reason: str
    user: str
    gone: bool = False
    """QuickBooks was seen not to hold it any more."""
    released: bool = False
    life: DocumentLife = DocumentLife.DELETED
    number_after: str = ""
    _sequences: dict[ActionId, int] = field(default_factory=dict)

    def action(self, section: Section) -> ActionId:
        return action_id(self.batch, section, invoice_subject(self.item.billing_log_id))

    @property
    def sections(self) -> tuple[Section, ...]:
        """What this invoice goes through."""
        first = () if self.item.how is How.RELEASE else (Section.TAKE_BACK,)
        return (*first, Section.RELEASE, Section.CONFIRM)

    def planned(self) -> list[Event]:
        """Its actions, before anything is sent. Those of an earlier attempt begin anew."""
        subject = invoice_subject(self.item.billing_log_id)
        there = {one.id for one in self.journal.actions(self.batch, subject)}
        return [
            self.change(section, ActionState.NOT_YET_STARTED)
            if self.action(section) in there
            else ActionPlanned(self.action(section), self.batch, section, subject, self.item.number)
            for section in self.sections
        ]

    def change(self, section: Section, state: ActionState, message: str = "") -> ActionChanged:
        return self.record.step(self.action(section), state, message)

    def store_request(self, section: Section, prepared: Prepared, words: str) -> None:
        """Commit the exact bytes; after this they may go out."""
        action = self.action(section)
        if action not in self._sequences:
            before = self.journal.attempts([action])
            self._sequences[action] = max((one.sequence for one in before), default=0)
        self._sequences[action] += 1
        self.record.write(
            RequestStored(action, self.batch, self._sequences[action], prepared, self.record.now()),
            self.change(section, ActionState.RUNNING, words),
        )

    def store_answer(self, section: Section, answer: Answer) -> None:
        """Commit what came back, before anything acts on it."""
        action = self.action(section)
        self.record.write(
            AnswerStored(action, self.batch, self._sequences[action], answer, self.record.now())
        )

    def last_request(self, section: Section) -> Prepared | None:
        """The stored bytes of the latest request, which may have gone out."""
        before = self.journal.attempts([self.action(section)])
        return before[-1].prepared if before else None

    def row(self, state: ActionState, message: str, code: str | None = None) -> list[Event]:
        """The invoice's row, in every batch that holds the same document (or, with none, in this one)."""
        item, now = self.item, self.record.now()
        batches = {
            row.batch
            for row in self.journal.appearances(item.billing_log_id)
            if row.document is not None and row.document == item.ref
        } | {self.batch}
        return [
            InvoiceChanged(batch, item.billing_log_id, state, message, now, finding_code=code)
            for batch in sorted(batches)
        ]

    def taken(self, found: FoundDocument | None) -> list[Event]:
        """QuickBooks was seen without it: the requestid is spent, and no batch holds its money any more."""
        item, record = self.item, self.record
        self.gone = True
        self.life = found.life if found is not None else DocumentLife.DELETED
        self.number_after = found.number if found is not None else ""
        if item.ref is None:
            return []
        kind = item.ref.kind
        words = f"its document was taken back and is {self.life.value} in QuickBooks"
        return [
            DocumentKnown(
                realm=record.realm,
                billing_log_id=item.billing_log_id,
                ref=item.ref,
                number=self.number_after or item.number,
                total=item.total,
                sync_token=found.sync_token if found is not None else "",
                series=item.series,
                life=self.life,
                at=record.now(),
            ),
            RequestSpent(record.realm, kind.value, item.billing_log_id, item.series + 1, words, record.now()),
            InvoiceTakenBack(
                batch=self.batch,
                billing_log_id=item.billing_log_id,
                document=item.ref,
                life=self.life,
                number_after=self.number_after,
                total=signed(kind, found.total) if found is not None and found.total else item.total,
                reason=self.reason,
                user=self.user,
                at=record.now(),
            ),
        ]

    def unmarked(self) -> list[Event]:
        """ConnectWise was seen without the batch."""
        self.released = True
        item = self.item
        if not item.identifier:
            return []
        return [
            MarkReleased(
                self.batch, item.billing_log_id, item.identifier, self.reason, self.user, self.record.now()
            )
        ]
