"""Writes down what happens in a batch, first in the journal, then for whoever watches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from threading import Lock

from mobius_desktop.domain.events import (
    ActionChanged,
    ActionPlanned,
    AnswerStored,
    DocumentKnown,
    Event,
    InvoiceChanged,
    LogLine,
    RequestSpent,
    RequestStored,
)
from mobius_desktop.domain.ids import ActionId, BatchNumber, RealmId
from mobius_desktop.domain.ports import Clock, Journal
from mobius_desktop.domain.quickbooks import DocumentLife, DocumentRef, FoundDocument
from mobius_desktop.domain.states import ActionState, Section
from mobius_desktop.domain.wire import Answer, Prepared
from mobius_desktop.transfer.run.job import Job, signed

Observer = Callable[[Sequence[Event]], None]
"""Told of events once they are recorded; called from any thread, and must be quick."""


def unobserved(events: Sequence[Event]) -> None:
    """For a run that nobody watches."""


class BatchRecord:
    """The record of one batch: makes its events and commits them."""

    def __init__(
        self, journal: Journal, clock: Clock, batch: BatchNumber, realm: RealmId, observer: Observer
    ) -> None:
        self.batch = batch
        self.realm = realm
        self._journal = journal
        self._clock = clock
        self._observer = observer
        self._states: dict[ActionId, ActionState] = {}
        self._lock = Lock()

    @property
    def states(self) -> dict[ActionId, ActionState]:
        """The state of every action that this record has seen."""
        with self._lock:
            return dict(self._states)

    def note(self, events: Sequence[Event]) -> None:
        """Keep the states of actions in mind."""
        with self._lock:
            for event in events:
                if isinstance(event, ActionPlanned | ActionChanged):
                    self._states[event.action] = event.state

    def now(self) -> dt.datetime:
        return self._clock.now()

    def write(self, *events: Event) -> None:
        """Commit in one transaction; on return it is safe to act on it."""
        if events:
            self._journal.record(*events)
            self.note(events)
            self._observer(events)

    def request(
        self, job: Job, section: Section, prepared: Prepared, at: dt.datetime | None = None
    ) -> RequestStored:
        """`at` is the server's time, where documents created since will be looked for by it."""
        action = job.action(section)
        return RequestStored(action, self.batch, job.next_sequence(action), prepared, at or self.now())

    def answer(self, job: Job, section: Section, answer: Answer) -> AnswerStored:
        action = job.action(section)
        return AnswerStored(action, self.batch, job.sequences.get(action, 1), answer, self.now())

    def action(self, job: Job, section: Section, state: ActionState, message: str = "") -> ActionChanged:
        return self.step(job.action(section), state, message)

    def step(self, action: ActionId, state: ActionState, message: str = "") -> ActionChanged:
        return ActionChanged(action, self.batch, state, message, self.now())

    def invoice(
        self,
        job: Job,
        state: ActionState,
        message: str = "",
        *,
        found: FoundDocument | None = None,
        finding_code: str | None = None,
    ) -> InvoiceChanged:
        """The invoice's row; the job keeps its state and message."""
        job.state, job.message = state, message
        if found is not None:
            job.found = found
        total: Decimal | None = None
        tax: Decimal | None = None
        if found is not None:
            total = signed(found.ref.kind, found.total)
            tax = signed(found.ref.kind, found.tax)
        return InvoiceChanged(
            batch=self.batch,
            billing_log_id=job.id,
            state=state,
            message=message,
            at=self.now(),
            quickbooks_total=total,
            quickbooks_tax=tax,
            document=job.ref,
            finding_code=finding_code,
            marked=True if job.marked else None,
        )

    def known(
        self, job: Job, ref: DocumentRef, found: FoundDocument | None, life: DocumentLife = DocumentLife.LIVE
    ) -> DocumentKnown:
        """The document of an invoice, as last seen."""
        job.ref = ref
        total = signed(ref.kind, found.total) if found is not None else job.plan.invoice.total
        return DocumentKnown(
            realm=self.realm,
            billing_log_id=job.id,
            ref=ref,
            number=found.number if found is not None else job.number,
            total=total,
            sync_token=found.sync_token if found is not None else "",
            series=job.series,
            life=life,
            at=self.now(),
            batch=self.batch,
        )

    def spent(self, job: Job, reason: str) -> RequestSpent:
        """The requestid is spent: the next write of this invoice is another request."""
        entity = job.plan.document.kind.value if job.plan.document is not None else "Invoice"
        return RequestSpent(self.realm, entity, job.id, job.series + 1, reason, self.now())

    def log(self, level: str, text: str) -> LogLine:
        return LogLine(self.batch, level, text, self.now())
