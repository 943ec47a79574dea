"""Creates one list record in QuickBooks for the Links page, journalled like those of an invoice batch.

It is a batch of its own in the record, with one action: written down before it is sent, looked up by its
unique name when no answer comes back, and readable for as long as every other batch.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Event as StopEvent

from mobius_desktop.domain.document import NewRecord
from mobius_desktop.domain.events import BatchChanged, BatchOpened, Event
from mobius_desktop.domain.ids import BatchNumber, QuickBooksId
from mobius_desktop.domain.ports import Clock, Journal
from mobius_desktop.domain.states import ActionState, finished_state
from mobius_desktop.transfer.run.desk import Desk
from mobius_desktop.transfer.run.opening import Signature
from mobius_desktop.transfer.run.record import BatchRecord, unobserved
from mobius_desktop.transfer.run.records import (
    ADOPTED,
    RecordMaker,
    RecordsMade,
    planned_record,
    record_label,
)
from mobius_desktop.transfer.service import CompanyLock, TransferService

KIND = "Links"
"""The batch kind's word."""


@dataclass(frozen=True, slots=True)
class Created:
    """What came of it. `quickbooks_id` is None when it is not there, or not known to be."""

    batch: BatchNumber
    quickbooks_id: QuickBooksId | None
    sentence: str


class RecordCreation:
    """Creates records in one company, one at a time, under the company's lock."""

    def __init__(
        self,
        transfer: TransferService,
        journal: Journal,
        clock: Clock,
        signature: Signature,
        *,
        lock: CompanyLock,
    ) -> None:
        self._transfer = transfer
        self._journal = journal
        self._clock = clock
        self._signature = signature
        self._lock = lock

    def create(self, record: NewRecord, stop: StopEvent | None = None) -> Created:
        """Create it, or take over the one that has its name by now. Raises InUse, StorageFailed and what
        reading QuickBooks raises; a refusal is told in the sentence."""
        self._transfer.recover(stop=stop)
        with self._lock():
            desk = self._transfer.desk()
            log = self._opened(record, desk)
            RecordMaker(desk, self._journal, log, self._signature.origin).make([record], RecordsMade())
            sentence = self._closed(record, log)
        self._transfer.forget_lists()
        return Created(log.batch, desk.ids().get(record.ref.key), sentence)

    def _opened(self, record: NewRecord, desk: Desk) -> BatchRecord:
        company, signature = self._transfer.company, self._signature
        told: list[Event] = []

        def events(number: BatchNumber) -> list[Event]:
            told[:] = [
                BatchOpened(
                    batch=number,
                    kind=KIND,
                    realm=company.realm,
                    company_name=company.name,
                    origin=signature.origin,
                    location="",
                    summary=desk.options.invoice_export_detail,
                    through=None,
                    options=desk.options,
                    user=signature.user,
                    machine=signature.machine,
                    version=signature.version,
                    at=self._clock.now(),
                ),
                planned_record(number, record),
            ]
            return told

        number = self._journal.open_batch(events)
        log = BatchRecord(self._journal, self._clock, number, company.realm, unobserved)
        log.note(told)
        return log

    def _closed(self, record: NewRecord, log: BatchRecord) -> str:
        """End the batch, and say how it ended."""
        (action,) = self._journal.actions(log.batch)
        label = record_label(record)
        sentence = action.message
        if action.state is ActionState.COMPLETED:
            there = action.message == ADOPTED
            sentence = f"{label} {'was in QuickBooks already' if there else 'was created'}."
        elif action.state is ActionState.FAILED:
            sentence = f"{label} was not created. {action.message}"
        state = finished_state([action.state], warned=False)
        log.write(log.log("info", sentence), BatchChanged(log.batch, state, sentence, log.now()))
        return sentence
