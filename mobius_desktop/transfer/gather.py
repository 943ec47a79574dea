"""Collects everything that a plan is made of, and looks before the first write."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from threading import Event

from mobius_desktop.domain.connectwise import GlTransaction, InvoiceDetails, UnpostedInvoice
from mobius_desktop.domain.document import Document
from mobius_desktop.domain.errors import Cancelled
from mobius_desktop.domain.events import DocumentKnown, RequestSpent
from mobius_desktop.domain.events import Event as Fact
from mobius_desktop.domain.ids import BillingLogId
from mobius_desktop.domain.options import CompanyOptions, Summary, effective_summary
from mobius_desktop.domain.origin import markers_in
from mobius_desktop.domain.plan import InvoicePlan, KnownDocument, PlanInput
from mobius_desktop.domain.ports import Clock, ConnectWise, Journal, QuickBooks
from mobius_desktop.domain.quickbooks import DocumentLife, DocumentRef, FoundDocument, QuickBooksLists
from mobius_desktop.transfer.batch import BatchRequest
from mobius_desktop.transfer.kind import BatchKind
from mobius_desktop.transfer.spans import spans
from mobius_desktop.transfer.time_notes import with_internal_notes

EXPORT_CHUNK = 100
"""Four calls of the client, which it makes at once; after each chunk the preview's progress moves."""
LOOK_CHUNK = 100

PlanProgress = Callable[[int, int], None]
"""Called with how many invoices of how many have been read."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """A plan's input, with the Ids that were already read."""

    data: PlanInput
    gone: tuple[BillingLogId, ...]
    """Ticked, and no longer unposted."""


class Gatherer:
    """Reads both sides and the journal for a plan."""

    def __init__(
        self,
        connectwise: ConnectWise,
        quickbooks: QuickBooks,
        journal: Journal,
        clock: Clock,
        kind: BatchKind,
    ) -> None:
        self._connectwise = connectwise
        self._quickbooks = quickbooks
        self._journal = journal
        self._clock = clock
        self._kind = kind

    def gather(
        self,
        request: BatchRequest,
        lists: QuickBooksLists,
        options: CompanyOptions,
        *,
        tax_proven: bool,
        progress: PlanProgress | None = None,
        stop: Event | None = None,
    ) -> Gathered:
        """Raises Cancelled when `stop` is set, and Known errors of either side."""
        ids = request.ids
        fresh = self._kind.fresh(self._connectwise, ids)
        invoices = tuple(fresh[one] for one in ids if one in fresh)
        here = tuple(one.billing_log_id for one in invoices)
        summary = effective_summary(request.summary, options)
        export = self._export(here, summary, progress, stop)
        if summary is Summary.DETAILED:
            export = with_internal_notes(self._connectwise, export)
        details = self._details(here, stop)
        realm = self._quickbooks.realm
        known = self._journal.known_documents(here)
        existing = self._read_known(known)
        data = PlanInput(
            realm=realm,
            origin=self._connectwise.origin,
            summary=summary,
            options=options,
            invoices=invoices,
            export=export,
            details=details,
            companies=self._kind.companies(self._connectwise, invoices),
            lists=lists,
            links=self._journal.links(realm),
            existing=existing,
            known=self._journal.known_documents(here) if known else (),
            judgements=self._journal.judgements(here),
            series=self._journal.series(realm, here),
            tax_override_proven=tax_proven,
            today=self._clock.today(),
            listed=request.listed,
            allow_creation=request.allow_creation,
        )
        _check(stop)
        data = dataclasses.replace(data, existing=self._look(data))
        return Gathered(data, tuple(one for one in ids if one not in fresh))

    def _export(
        self,
        ids: Sequence[BillingLogId],
        summary: Summary,
        progress: PlanProgress | None,
        stop: Event | None,
    ) -> dict[BillingLogId, GlTransaction]:
        export: dict[BillingLogId, GlTransaction] = {}
        for start in range(0, len(ids), EXPORT_CHUNK):
            _check(stop)
            chunk = ids[start : start + EXPORT_CHUNK]
            export |= self._kind.export(self._connectwise, chunk, summary)
            if progress is not None:
                progress(start + len(chunk), len(ids))
        return export

    def _details(self, ids: Sequence[BillingLogId], stop: Event | None) -> dict[BillingLogId, InvoiceDetails]:
        _check(stop)
        return self._kind.details(self._connectwise, ids) if ids else {}

    def _read_known(self, known: Sequence[KnownDocument]) -> tuple[FoundDocument, ...]:
        """The documents that the journal holds, read by Id; one that is gone spends its requestid."""
        mine = [one for one in known if one.realm == self._quickbooks.realm and one.live]
        if not mine:
            return ()
        read = self._quickbooks.read([one.ref for one in mine])
        live: list[FoundDocument] = []
        facts: list[Fact] = []
        for one in mine:
            found = read.get(one.ref)
            if found is not None and found.life is DocumentLife.LIVE:
                live.append(found)
            else:
                facts += self._gone(one, found)
        if facts:
            self._journal.record(*facts)
        return tuple(live)

    def _gone(self, known: KnownDocument, found: FoundDocument | None) -> list[Fact]:
        life = found.life if found is not None else DocumentLife.DELETED
        now = self._clock.now()
        return [
            DocumentKnown(
                realm=known.realm,
                billing_log_id=known.billing_log_id,
                ref=known.ref,
                number=known.number,
                total=known.total,
                sync_token=found.sync_token if found is not None else "",
                series=known.series,
                life=life,
                at=now,
            ),
            RequestSpent(
                known.realm,
                known.ref.kind.value,
                known.billing_log_id,
                known.series + 1,
                f"its document was seen {life.value} in QuickBooks",
                now,
            ),
        ]

    def _look(self, data: PlanInput) -> tuple[FoundDocument, ...]:
        """Look before the first write, the whole plan at once: by number and by date."""
        plans, _, _ = self._kind.plan(data)
        found = [*data.existing, *self.look_for_plans(plans, data.lists)]
        by_ref: dict[DocumentRef, FoundDocument] = {one.ref: one for one in found}
        return tuple(one for one in by_ref.values() if one.life is DocumentLife.LIVE)

    def look_for_plans(
        self, plans: Sequence[InvoicePlan], lists: QuickBooksLists
    ) -> tuple[FoundDocument, ...]:
        """What QuickBooks holds under the numbers of a plan, and what of its days could be one of its
        documents: somebody may have changed the number of what another computer sent."""
        documents = [one.document for one in plans if one.document is not None]
        found: list[FoundDocument] = []
        if lists.preferences.custom_transaction_numbers:
            numbers = list(dict.fromkeys(one.number for one in documents))
            for start in range(0, len(numbers), LOOK_CHUNK):
                found += self._quickbooks.find_by_number(numbers[start : start + LOOK_CHUNK])
        for first, last in spans(one.date for one in documents):
            found += _concerned(documents, self._quickbooks.find_by_date(first, last))
        return tuple(found)


def _concerned(documents: Sequence[Document], found: Sequence[FoundDocument]) -> list[FoundDocument]:
    """Those that carry the mark of one of the documents, or its number, or its date and total."""
    keys: set[Hashable] = {
        key for one in documents for key in (one.billing_log_id, one.number, (one.date, one.total))
    }
    return [
        one
        for one in found
        if one.number in keys
        or (one.date, one.total) in keys
        or any(marked in keys for marked, _, _ in markers_in(one.private_note))
    ]


def _check(stop: Event | None) -> None:
    if stop is not None and stop.is_set():
        raise Cancelled("The check was cancelled. Nothing was sent.")


def sorted_list(invoices: Sequence[UnpostedInvoice]) -> tuple[UnpostedInvoice, ...]:
    """By date, then number, as the list opens."""
    return tuple(sorted(invoices, key=lambda one: (one.date, one.number)))
