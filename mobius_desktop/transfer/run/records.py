"""Creates missing list records, one at a time: a record's identity is its unique name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mobius_desktop.domain.document import NewRecord
from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.events import (
    ActionPlanned,
    AnswerStored,
    Event,
    RecordCreated,
    RecordSpent,
    RequestStored,
)
from mobius_desktop.domain.ids import ActionId, BatchNumber, QuickBooksId, RecordKey
from mobius_desktop.domain.origin import request_id
from mobius_desktop.domain.ports import Journal
from mobius_desktop.domain.quickbooks import ListKind
from mobius_desktop.domain.states import ActionState, Section
from mobius_desktop.domain.wire import Answer, AnswerKind, Prepared
from mobius_desktop.transfer.plan import canonical_hash
from mobius_desktop.transfer.run.desk import Desk
from mobius_desktop.transfer.run.job import action_id
from mobius_desktop.transfer.run.record import BatchRecord

NOUNS = {
    ListKind.CUSTOMER: "Customer",
    ListKind.ITEM: "Product or service",
    ListKind.TERM: "Term",
    ListKind.CLASS: "Class",
    ListKind.DEPARTMENT: "QuickBooks Location",
}

CREATED = "Created."
ADOPTED = "It was in QuickBooks already."


def record_section(record: NewRecord) -> Section:
    """The section in which a list record is created."""
    if record.ref.kind is ListKind.CUSTOMER:
        return Section.CUSTOMERS
    if record.ref.kind is ListKind.ITEM:
        return Section.ITEMS
    return Section.LISTS


def record_action(batch: BatchNumber, record: NewRecord) -> ActionId:
    return action_id(batch, record_section(record), record.ref.key)


def record_label(record: NewRecord) -> str:
    """`Product or service "FIBER-M"`, with the account where it posts."""
    account = f" on {record.account}" if record.account else ""
    return f"{NOUNS[record.ref.kind]} “{record.ref.name}”{account}"


def planned_record(batch: BatchNumber, record: NewRecord) -> ActionPlanned:
    """The action of creating a list record."""
    return ActionPlanned(
        record_action(batch, record), batch, record_section(record), record.ref.key, record_label(record)
    )


@dataclass(slots=True)
class RecordsMade:
    """What came of the list records: keys that are missing, with the reason, and why the run must stop."""

    missing: dict[RecordKey, str] = field(default_factory=dict)
    stop: str = ""
    sentence: str = ""


class RecordMaker:
    """Creates list records, each under its own action."""

    def __init__(self, desk: Desk, journal: Journal, record: BatchRecord, origin: str) -> None:
        self._desk = desk
        self._journal = journal
        self._record = record
        self._origin = origin

    def make(self, records: Sequence[NewRecord], made: RecordsMade) -> None:
        """Create them in order; a stop leaves the rest undone."""
        for record in records:
            if made.stop:
                made.missing[record.ref.key] = made.sentence
                self._end(record, ActionState.FAILED, f"Not created: {made.sentence}")
                continue
            self._make(record, made)

    def _make(self, record: NewRecord, made: RecordsMade) -> None:
        prepared = self._desk.quickbooks.prepare_record(
            record,
            request_id(
                realm=self._record.realm,
                entity=record.ref.kind.value,
                origin=self._origin,
                key=record.ref.key,
                operation="create",
                content_hash=canonical_hash(record),
                series=self._series(record),
            ),
        )
        answer = self._attempt(record, prepared, 1)
        if answer.kind is AnswerKind.UNKNOWN and not self._adopt(record, active_only=False):
            answer = self._attempt(record, prepared, 2)
        self._settle(record, answer, made)

    def _series(self, record: NewRecord) -> int:
        """A record that was created under the present series and is to be created once more has gone since
        (renamed, made inactive): QuickBooks would repeat its stored answer, so that requestid is spent."""
        known = self._journal.record_series(self._record.realm, record.ref.key)
        if not known.created:
            return known.series
        self._record.write(self._spent(record, known.series, "QuickBooks no longer has it under its name"))
        return known.series + 1

    def _spent(self, record: NewRecord, series: int, reason: str) -> Event:
        return RecordSpent(self._record.realm, record.ref.key, series + 1, reason, self._record.now())

    def _attempt(self, record: NewRecord, prepared: Prepared, sequence: int) -> Answer:
        log = self._record
        action = record_action(log.batch, record)
        log.write(
            RequestStored(action, log.batch, sequence, prepared, log.now()),
            log.step(action, ActionState.RUNNING),
        )
        answer = self._desk.post("quickbooks", prepared)
        events: list[Event] = [AnswerStored(action, log.batch, sequence, answer, log.now())]
        if _proves_nothing_written(answer):
            series = self._journal.record_series(log.realm, record.ref.key).series
            events.append(self._spent(record, series, answer.sentence or "QuickBooks refused it"))
        if answer.kind is AnswerKind.WRITTEN and answer.record_id is not None:
            events += self._known(record, answer.record_id, CREATED)
        log.write(*events)
        return answer

    def _settle(self, record: NewRecord, answer: Answer, made: RecordsMade) -> None:
        key = record.ref.key
        if key in self._desk.record_ids:
            return
        if answer.kind is AnswerKind.STOPPED:
            made.stop, made.sentence = answer.stop or "unreachable", answer.sentence
        if answer.kind is AnswerKind.UNKNOWN:
            words = f"{record_label(record)}: no answer came back, and QuickBooks does not show it yet."
            made.missing[key] = words
            self._desk.new_names = True  # the lists may no longer be whole
            self._end(record, ActionState.CHECKING, words)
            return
        if answer.kind is not AnswerKind.STOPPED and self._adopt(record, active_only=True):
            return
        words = answer.sentence or "QuickBooks refused it."
        made.missing[key] = f"{record_label(record)} could not be created: {words}"
        self._end(record, ActionState.FAILED, words)

    def _adopt(self, record: NewRecord, *, active_only: bool) -> bool:
        """Take over the record that has the name already."""
        try:
            found = self._desk.quickbooks.find_by_name(record.ref.kind, record.ref.name)
        except Known:
            return False
        for quickbooks_id, name, active in found:
            if name.casefold() == record.ref.name.casefold() and (active or not active_only):
                self._record.write(*self._known(record, quickbooks_id, ADOPTED))
                return True
        return False

    def _known(self, record: NewRecord, quickbooks_id: QuickBooksId, words: str) -> list[Event]:
        log = self._record
        with self._desk.lock:
            self._desk.record_ids[record.ref.key] = quickbooks_id
            self._desk.new_names = True
        return [
            RecordCreated(log.realm, record, quickbooks_id, log.now(), log.batch),
            log.step(record_action(log.batch, record), ActionState.COMPLETED, words),
        ]

    def _end(self, record: NewRecord, state: ActionState, words: str) -> None:
        log = self._record
        log.write(
            log.step(record_action(log.batch, record), state, words),
            log.log("error" if state is ActionState.FAILED else "warning", words),
        )


def _proves_nothing_written(answer: Answer) -> bool:
    """A Fault, which QuickBooks may repeat under the same requestid for ever."""
    if answer.kind in {AnswerKind.REFUSED, AnswerKind.DUPLICATE_NUMBER}:
        return True
    return answer.kind is AnswerKind.STOPPED and answer.stop == "subscription"
