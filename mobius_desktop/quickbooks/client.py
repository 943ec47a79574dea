"""One QuickBooks Online company over HTTP: fulfils the QuickBooks port."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TypeVar

from mobius_desktop.domain.document import Document, NewRecord
from mobius_desktop.domain.errors import RemoteRefused
from mobius_desktop.domain.ids import QuickBooksId, RealmId, RecordKey, RequestId
from mobius_desktop.domain.ports import Clock, Progress
from mobius_desktop.domain.quickbooks import (
    CompanyInfo,
    DocumentKind,
    DocumentRef,
    FoundDocument,
    ListKind,
    Preferences,
    QuickBooksLists,
)
from mobius_desktop.domain.setup import QuickBooksSetup
from mobius_desktop.domain.wire import Answer, AnswerKind, Prepared
from mobius_desktop.quickbooks import documents, mapping, query, wire
from mobius_desktop.quickbooks.faults import SIDE
from mobius_desktop.quickbooks.lists import read_lists
from mobius_desktop.quickbooks.reading import MINOR_VERSION, Question, Reader, mapped, shaped
from mobius_desktop.quickbooks.sending import answer_for, document_in
from mobius_desktop.transport import parallel
from mobius_desktop.transport.channel import Authority, Call, Channel, Timeouts
from mobius_desktop.transport.throttle import Throttle

CALLS_PER_SECOND = 8
BATCHES_A_MINUTE = 35
"""Below QuickBooks' limit of 40."""
TIMEOUTS = Timeouts(10, 130)
"""QuickBooks itself gives up after 120 seconds."""
IDS_A_CALL = 30
NUMBERS_A_QUESTION = 50
_BY_OPERATION = frozenset({"delete", "void"})
"""Verbs that the address names; a body with an Id is an update by itself."""
_KINDS = (DocumentKind.INVOICE, DocumentKind.CREDIT_MEMO)
_DISPLAYED = {ListKind.CUSTOMER, ListKind.VENDOR, ListKind.EMPLOYEE}
_QUALIFIED = {
    ListKind.CUSTOMER,
    ListKind.VENDOR,
    ListKind.ITEM,
    ListKind.CLASS,
    ListKind.DEPARTMENT,
    ListKind.ACCOUNT,
}

Value = TypeVar("Value")


def throttle(clock: Clock) -> Throttle:
    """QuickBooks' pace; one for all clients of a company."""
    return Throttle(clock, CALLS_PER_SECOND)


class QuickBooksClient:
    """One company. Thread-safe; `close` ends its connections."""

    def __init__(
        self,
        setup: QuickBooksSetup,
        authority: Authority,
        *,
        clock: Clock,
        pace: Throttle | None = None,
        loopback_only: bool = False,
    ) -> None:
        self._setup = setup
        self._clock = clock
        self._channel = Channel(
            side=SIDE,
            base_url=setup.base_url,
            timeouts=TIMEOUTS,
            throttle=pace or throttle(clock),
            clock=clock,
            authority=authority,
            headers={"Accept": "application/json", "Content-Type": "application/json; charset=utf-8"},
            loopback_only=loopback_only,
        )
        batch_pace = Throttle(clock, BATCHES_A_MINUTE, seconds=60, burst=5)
        self._reader = Reader(self._channel, setup.realm, clock, batch_pace)
        self._multicurrency = False

    @property
    def realm(self) -> RealmId:
        return self._setup.realm

    @property
    def throttle(self) -> Throttle:
        """Its pace, so that a window can say how long a pause still lasts."""
        return self._channel.throttle

    def counts(self) -> Counter[str]:
        """Requests sent so far, by method and path."""
        return self._channel.counts()

    def close(self) -> None:
        self._channel.close()

    def company_info(self) -> CompanyInfo:
        found, time = self._reader.get(f"companyinfo/{self.realm}", "CompanyInfo", wire.CompanyInfo)
        return mapped(lambda one: mapping.company_info(one, self.realm, time), found)

    def preferences(self) -> Preferences:
        found, _ = self._reader.get("preferences", "Preferences", wire.Preferences)
        preferences = mapped(mapping.preferences, found)
        # With several currencies QuickBooks wants each document to name its own.
        self._multicurrency = preferences.multicurrency
        return preferences

    def lists(self, progress: Progress | None = None) -> QuickBooksLists:
        return read_lists(self._reader, self.company_info, self.preferences, progress)

    def find_by_name(self, kind: ListKind, name: str) -> tuple[tuple[QuickBooksId, str, bool], ...]:
        field = "DisplayName" if kind in _DISPLAYED else "Name"
        if ":" in name and kind in _QUALIFIED:
            field = "FullyQualifiedName"
        names = query.one_of(field, (name, mapping.with_deleted(name)))
        active = "" if kind is ListKind.TAX_AGENCY else f" AND {query.WITH_INACTIVE}"
        try:
            (rows,) = self._reader.all([Question(kind.value, names + active)])
        except RemoteRefused as error:
            if name.isascii() or all(fault.code != "4000" for fault in error.faults):
                raise
            # Older parsers stumble over letters beyond ASCII: the whole list is compared here instead.
            where = "" if kind is ListKind.TAX_AGENCY else query.WITH_INACTIVE
            (rows,) = self._reader.long_lists([Question(kind.value, where)])
        found = (shaped(row, wire.Named) for row in rows)
        return tuple(
            (QuickBooksId(one.id), one.display_name or one.name or "", one.active is not False)
            for one in found
            if _same_name(name, one)
        )

    def find_by_number(self, numbers: Sequence[str]) -> tuple[FoundDocument, ...]:
        wanted = [number for number in dict.fromkeys(numbers) if number]
        return self._documents(
            Question(kind.value, query.one_of("DocNumber", chunk))
            for chunk in parallel.chunks(wanted, NUMBERS_A_QUESTION)
            for kind in _KINDS
        )

    def find_by_date(self, first: date, last: date) -> tuple[FoundDocument, ...]:
        where = f"TxnDate >= {query.text(first.isoformat())} AND TxnDate <= {query.text(last.isoformat())}"
        return self._documents(Question(kind.value, where) for kind in _KINDS)

    def find_created_since(self, since: datetime) -> tuple[FoundDocument, ...]:
        where = f"MetaData.CreateTime >= {query.moment(since)}"
        return self._documents(Question(kind.value, where) for kind in _KINDS)

    def read(self, refs: Sequence[DocumentRef]) -> dict[DocumentRef, FoundDocument | None]:
        chunks = list(parallel.chunks(list(dict.fromkeys(refs)), IDS_A_CALL))
        answers = parallel.each(self._read_some, chunks)
        found = {one.ref: one for answer in answers for one in answer}
        return {ref: found.get(ref) for ref in refs}

    def server_now(self) -> datetime:
        moment = self._reader.now()
        if moment is None:
            self.company_info()
            moment = self._reader.now()
        return moment or self._clock.now()

    def prepare(
        self, document: Document, ids: Mapping[RecordKey, QuickBooksId], request_id: RequestId
    ) -> Prepared:
        body = documents.document_body(document, ids, with_currency=self._multicurrency)
        return self._prepared(f"create {document.kind.value}", body, request_id)

    def prepare_record(self, record: NewRecord, request_id: RequestId) -> Prepared:
        return self._prepared(f"create {record.ref.kind.value}", documents.record_body(record), request_id)

    def prepare_deletion(self, found: FoundDocument, request_id: RequestId) -> Prepared:
        body = documents.deletion_body(found.ref.id, found.sync_token)
        return self._prepared(f"delete {found.ref.kind.value}", body, request_id)

    def prepare_void(self, found: FoundDocument, request_id: RequestId) -> Prepared:
        if found.ref.kind is not DocumentKind.INVOICE:
            raise ValueError("QuickBooks voids invoices only; a credit memo is deleted")
        body = documents.deletion_body(found.ref.id, found.sync_token)
        return self._prepared(f"void {found.ref.kind.value}", body, request_id)

    def prepare_renumbering(self, found: FoundDocument, number: str, request_id: RequestId) -> Prepared:
        body = documents.renumbering_body(found.ref.id, found.sync_token, number)
        return self._prepared(f"renumber {found.ref.kind.value}", body, request_id)

    def read_answer(self, prepared: Prepared, body: bytes) -> FoundDocument | None:
        return document_in(prepared, body)

    def send(self, prepared: Prepared) -> Answer:
        answer = answer_for(self._channel, prepared)
        if answer.kind is AnswerKind.WRITTEN:
            self._reader.note_time(answer.server_time)
        return answer

    def _prepared(self, operation: str, body: bytes, request_id: RequestId) -> Prepared:
        verb, _, entity = operation.partition(" ")
        params: tuple[tuple[str, str], ...] = (MINOR_VERSION, ("requestid", request_id))
        if verb in _BY_OPERATION:
            params = (("operation", verb), *params)
        call = Call("POST", f"{self._reader.base}/{entity.lower()}", params)
        return Prepared(
            side=SIDE,
            operation=operation,
            method="POST",
            path=call.target(),
            body=body,
            request_id=request_id,
        )

    def _documents(self, questions: Iterator[Question]) -> tuple[FoundDocument, ...]:
        asked = list(questions)
        if not asked:
            return ()
        found: dict[DocumentRef, FoundDocument] = {}
        for question, rows in zip(asked, self._reader.all(asked), strict=True):
            for one in _found(DocumentKind(question.entity), rows):
                found[one.ref] = one
        return tuple(found.values())

    def _read_some(self, refs: Sequence[DocumentRef]) -> list[FoundDocument]:
        questions = [
            Question(kind.value, query.one_of("Id", ids), most=len(ids))
            for kind in _KINDS
            if (ids := [ref.id for ref in refs if ref.kind is kind])
        ]
        if len(questions) == 1:
            # One question needs no batch: batches are the scarcer kind of call.
            return list(_found(DocumentKind(questions[0].entity), self._reader.rows(questions[0])))
        return list(self._documents(iter(questions)))


def _found(kind: DocumentKind, rows: Sequence[bytes] | Iterator[bytes]) -> Iterator[FoundDocument]:
    for raw in rows:
        one = shaped(raw, wire.Transaction)
        if not mapping.is_tombstone(one):
            yield mapped(_mapper(kind, raw), one)


def _mapper(kind: DocumentKind, raw: bytes) -> Callable[[wire.Transaction], FoundDocument]:
    return lambda one: mapping.document(one, kind, raw)


def _same_name(wanted: str, one: wire.Named) -> bool:
    """QuickBooks compares without case; an inactive record carries the words that it was deleted."""
    have = {
        _folded(mapping.without_deleted(name))
        for name in (one.display_name, one.name, one.fully_qualified_name)
        if name
    }
    return _folded(wanted) in have or _folded(mapping.without_deleted(wanted)) in have


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold().strip()
