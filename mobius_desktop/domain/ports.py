"""What the engine needs from the outside, as Protocols that clients, store and credentials fulfil."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from threading import Event as StopEvent
from typing import Protocol

from mobius_desktop.domain.archive import CreatedRecord, Hold, Snapshot
from mobius_desktop.domain.connectwise import (
    BatchEntry,
    BatchRecord,
    Company,
    GlTransaction,
    InvoiceDetails,
    Location,
    SystemInfo,
    UnpostedInvoice,
)
from mobius_desktop.domain.document import Document, NewRecord
from mobius_desktop.domain.events import Event
from mobius_desktop.domain.ids import (
    BatchNumber,
    BillingLogId,
    ConnectWiseBatchId,
    ConnectWiseId,
    GlEntryId,
    QuickBooksId,
    RealmId,
    RecordKey,
    RequestId,
)
from mobius_desktop.domain.journal import (
    ActionRow,
    BatchRow,
    InvoiceRow,
    OnceUnknown,
    RecordSeries,
    UnsettledAction,
)
from mobius_desktop.domain.options import CompanyOptions, Summary
from mobius_desktop.domain.plan import Judgement, KnownDocument, Link
from mobius_desktop.domain.quickbooks import (
    CompanyInfo,
    DocumentRef,
    FoundDocument,
    ListKind,
    Preferences,
    QuickBooksLists,
)
from mobius_desktop.domain.wire import Answer, Prepared

Progress = Callable[[int], None]


class Clock(Protocol):
    """Time. Tests run it a hundred times faster; the demo's is the sandbox's."""

    def now(self) -> datetime:
        """This moment, aware, in UTC."""
        ...

    def today(self) -> date:
        """Today in the user's time zone."""
        ...

    def monotonic(self) -> float:
        """Seconds that never run backwards."""
        ...

    def wait(self, seconds: float, stop: StopEvent | None = None) -> bool:
        """Wait, or until `stop` is set; True when it was."""
        ...


class ConnectWise(Protocol):
    """ConnectWise PSA. Reads raise Known errors; a write is `prepare_*` then `send`."""

    @property
    def origin(self) -> str:
        """`<company id>@<host>`; see `origin`."""
        ...

    def system_info(self) -> SystemInfo: ...

    def locations(self) -> tuple[Location, ...]: ...

    def list_unposted(
        self,
        *,
        location: ConnectWiseId | None = None,
        through: date | None = None,
        progress: Progress | None = None,
        stop: StopEvent | None = None,
    ) -> Iterator[UnpostedInvoice]: ...

    def unposted(self, ids: Sequence[BillingLogId]) -> dict[BillingLogId, UnpostedInvoice]:
        """Those of the invoices that are unposted now, 100 ids a call."""
        ...

    def export(self, ids: Sequence[BillingLogId], summary: Summary) -> dict[BillingLogId, GlTransaction]:
        """The GL export of these invoices, in chunks of 25; invoices without GL entries are absent."""
        ...

    def invoice_details(self, ids: Sequence[BillingLogId]) -> dict[BillingLogId, InvoiceDetails]: ...

    def companies(self, ids: Sequence[ConnectWiseId]) -> dict[ConnectWiseId, Company]: ...

    def internal_notes(self, entries: Sequence[ConnectWiseId]) -> dict[ConnectWiseId, str]:
        """The internal note of each time entry, empty where it has none, 100 ids a call."""
        ...

    def find_batches(self, identifier: str) -> tuple[BatchRecord, ...]: ...

    def batch_entries(self, batch: ConnectWiseBatchId) -> tuple[GlEntryId, ...]: ...

    def batch_contents(self, batch: ConnectWiseBatchId) -> tuple[BatchEntry, ...]:
        """What a ConnectWise batch holds, and of which invoice; RemoteRefused when there is no such batch."""
        ...

    def prepare_batch(self, identifier: str, records: Sequence[GlEntryId]) -> Prepared: ...

    def prepare_batch_deletion(self, batch: ConnectWiseBatchId) -> Prepared: ...

    def send(self, prepared: Prepared) -> Answer: ...


class QuickBooks(Protocol):
    """One QuickBooks company. Reads raise Known errors; a write is `prepare_*` then `send`."""

    @property
    def realm(self) -> RealmId: ...

    def company_info(self) -> CompanyInfo: ...

    def preferences(self) -> Preferences: ...

    def lists(self, progress: Progress | None = None) -> QuickBooksLists:
        """Every list record, inactive ones too."""
        ...

    def find_by_name(self, kind: ListKind, name: str) -> tuple[tuple[QuickBooksId, str, bool], ...]:
        """(Id, name, active) of records with this unique name, inactive ones too."""
        ...

    def find_by_number(self, numbers: Sequence[str]) -> tuple[FoundDocument, ...]:
        """Invoices and credit memos with one of these numbers."""
        ...

    def find_by_date(self, first: date, last: date) -> tuple[FoundDocument, ...]: ...

    def find_created_since(self, since: datetime) -> tuple[FoundDocument, ...]:
        """Invoices and credit memos created since, by QuickBooks' own clock."""
        ...

    def read(self, refs: Sequence[DocumentRef]) -> dict[DocumentRef, FoundDocument | None]:
        """Documents by Id, up to 30 a call; None where QuickBooks has none (any more)."""
        ...

    def server_now(self) -> datetime:
        """QuickBooks' clock, from its latest answer (asked if there is none)."""
        ...

    def prepare(
        self, document: Document, ids: Mapping[RecordKey, QuickBooksId], request_id: RequestId
    ) -> Prepared:
        """The create request of a document, with the Ids of its records filled in."""
        ...

    def prepare_record(self, record: NewRecord, request_id: RequestId) -> Prepared: ...

    def prepare_deletion(self, found: FoundDocument, request_id: RequestId) -> Prepared: ...

    def prepare_void(self, found: FoundDocument, request_id: RequestId) -> Prepared: ...

    def prepare_renumbering(self, found: FoundDocument, number: str, request_id: RequestId) -> Prepared:
        """Gives a document another number and leaves the rest of it as it is."""
        ...

    def read_answer(self, prepared: Prepared, body: bytes) -> FoundDocument | None:
        """The document that a stored answer holds: as QuickBooks had it when it was written."""
        ...

    def send(self, prepared: Prepared) -> Answer: ...


class Journal(Protocol):
    """The record. `record` commits before it returns; each call is one transaction."""

    def open_batch(self, make: Callable[[BatchNumber], Sequence[Event]]) -> BatchNumber:
        """Take the next batch number and record what `make` gives for it, in one transaction."""
        ...

    def record(self, *events: Event) -> None: ...

    def series(self, realm: RealmId, ids: Sequence[BillingLogId]) -> dict[tuple[str, BillingLogId], int]:
        """Current series by (entity name, invoice)."""
        ...

    def record_series(self, realm: RealmId, key: RecordKey) -> RecordSeries:
        """Under which series a list record is created next."""
        ...

    def known_documents(self, ids: Sequence[BillingLogId]) -> tuple[KnownDocument, ...]:
        """What was ever sent for these invoices, to any company."""
        ...

    def unsettled(self, realm: RealmId) -> tuple[UnsettledAction, ...]:
        """Actions whose outcome is unknown, and those begun by a program that has stopped."""
        ...

    def once_unknown(self, realm: RealmId, since: datetime) -> tuple[OnceUnknown, ...]:
        """Invoices with a request, sent since, whose outcome was ever unknown."""
        ...

    def open_invoices(self, realm: RealmId | None = None) -> tuple[InvoiceRow, ...]:
        """What its latest batch left Failed, Needs check or Checking: a row for each, oldest first."""
        ...

    def running(self, realm: RealmId) -> tuple[BatchNumber, ...]:
        """Batches recorded as Running. Under the company's lock they are those of a program that stopped."""
        ...

    def noted(self, ids: Sequence[BillingLogId]) -> frozenset[BillingLogId]:
        """Those of the invoices that have nothing to send and cannot be marked (`InvoiceNoted`)."""
        ...

    def holds(self) -> dict[BillingLogId, Hold]:
        """Invoices that the user holds back."""
        ...

    def snapshot(self, number: BatchNumber, billing_log_id: BillingLogId) -> Snapshot | None:
        """What a batch knew of an invoice when it was planned."""
        ...

    def created_records(self, number: BatchNumber) -> tuple[CreatedRecord, ...]:
        """List records that a batch created."""
        ...

    def tax_override_proven(self, realm: RealmId) -> bool:
        """Whether the company was seen to keep an amount of tax that its own rate would not give."""
        ...

    def batch(self, number: BatchNumber) -> BatchRow | None: ...

    def invoices(self, number: BatchNumber) -> tuple[InvoiceRow, ...]: ...

    def actions(self, number: BatchNumber) -> tuple[ActionRow, ...]: ...

    def links(self, realm: RealmId) -> tuple[Link, ...]: ...

    def judgements(self, ids: Sequence[BillingLogId]) -> tuple[Judgement, ...]: ...

    def options(self, realm: RealmId) -> CompanyOptions: ...

    def setting(self, name: str, default: str = "") -> str: ...


class Vault(Protocol):
    """Secrets by name; each is one short text."""

    def get(self, name: str) -> str | None: ...

    def put(self, name: str, secret: str) -> None: ...

    def delete(self, name: str) -> None: ...


class GrantLock(Protocol):
    """One refresh of a grant at a time, over threads and processes."""

    def held(self, grant: str) -> AbstractContextManager[None]: ...
