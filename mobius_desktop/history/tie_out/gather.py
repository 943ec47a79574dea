"""Reads what a tie-out needs, as much as possible in few calls: both systems, then the record.

ConnectWise first: an invoice that is sent while QuickBooks is read is then not taken for one that
ConnectWise does not know.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from threading import Event as StopEvent

from mobius_desktop.domain.archive import JudgementRow, Snapshot
from mobius_desktop.domain.connectwise import BilledInvoice, GlTransaction
from mobius_desktop.domain.document import Document
from mobius_desktop.domain.errors import Cancelled
from mobius_desktop.domain.ids import BillingLogId, RealmId
from mobius_desktop.domain.journal import InvoiceRow
from mobius_desktop.domain.options import Summary
from mobius_desktop.domain.origin import markers_in, origin_hex
from mobius_desktop.domain.plan import KnownDocument
from mobius_desktop.domain.ports import ConnectWise
from mobius_desktop.domain.quickbooks import DocumentRef, FoundDocument
from mobius_desktop.history.tie_out.ports import Billing, Books, Report, TieProgress, TieRecord

MOST_BATCHES = 200
"""ConnectWise batches of other programs whose entries are read for their accounts: a call each."""
RECEIVABLE, TAX = "AR", "ST"
_RECEIVABLE_WORD, _TAX_WORD = "accounts receivable", "tax"


@dataclass(frozen=True, slots=True)
class Posting:
    """A part of an invoice on an account, as ConnectWise has it. A sale is positive."""

    account: str
    amount: Decimal
    tax: bool = False


@dataclass(frozen=True, slots=True)
class SentInvoice:
    """What the record holds of an invoice that this program has sent."""

    row: InvoiceRow
    snapshot: Snapshot
    judgements: tuple[JudgementRow, ...] = ()

    @property
    def document(self) -> Document | None:
        return self.snapshot.document

    @property
    def tax_as_line(self) -> Decimal:
        """Tax that went as a line, in ConnectWise's sign."""
        document = self.snapshot.document
        if document is None:
            return Decimal(0)
        sign = -1 if document.kind.value == "CreditMemo" else 1
        return sign * sum((one.amount for one in document.lines if one.gl_type == TAX), Decimal(0))


@dataclass(slots=True)
class Gathered:
    """All that was read, before it is compared."""

    first: dt.date
    last: dt.date
    origin: str
    billed: dict[BillingLogId, BilledInvoice] = field(default_factory=dict)
    """Of the period, and those outside it that a document of the period belongs to."""
    unposted: frozenset[BillingLogId] = frozenset()
    documents: dict[DocumentRef, FoundDocument] = field(default_factory=dict)
    """Of the period, and those outside it that an invoice of the period has become."""
    owners: dict[DocumentRef, BillingLogId] = field(default_factory=dict)
    """By the record."""
    known: dict[BillingLogId, list[KnownDocument]] = field(default_factory=dict)
    elsewhere: frozenset[BillingLogId] = frozenset()
    """Sent to another company, or of a Location that is another company's."""
    sent: dict[BillingLogId, SentInvoice] = field(default_factory=dict)
    postings: dict[BillingLogId, tuple[Posting, ...]] = field(default_factory=dict)
    neighbours: dict[str, BilledInvoice] = field(default_factory=dict)
    """Invoices outside the period by number: why a number is missing in it."""

    def closed(self, one: BilledInvoice) -> bool:
        """Whether ConnectWise has finished it."""
        return one.closed or one.batch_id is not None or one.billing_log_id in self.unposted

    def within(self, day: dt.date) -> bool:
        return self.first <= day <= self.last


class TieReader:
    """Reads for one company. `places` are the Locations of the other companies."""

    def __init__(
        self,
        connectwise: ConnectWise,
        billing: Billing,
        books: Books,
        record: TieRecord,
        *,
        report: Report,
        stop: StopEvent,
        places: frozenset[int] = frozenset(),
    ) -> None:
        self._connectwise = connectwise
        self._billing = billing
        self._books = books
        self._record = record
        self._report = report
        self._stop = stop
        self._places = places
        self._realm: RealmId = books.realm

    def read(self, first: dt.date, last: dt.date) -> Gathered:
        """Raises Known errors of either side, and Cancelled."""
        found = Gathered(first, last, self._connectwise.origin)
        self._say("ConnectWise", 0)
        billed = self._billing.billed(first, last, self._stop)
        found.billed = {one.billing_log_id: one for one in billed}
        self._say("ConnectWise", len(billed))
        found.unposted = frozenset(
            one.billing_log_id for one in self._connectwise.list_unposted(stop=self._stop)
        )
        expected = len(billed)
        self._say("QuickBooks", 0, expected)
        documents = self._books.find_by_date(first, last)
        found.documents = {one.ref: one for one in documents}
        self._say("QuickBooks", len(documents), max(expected, len(documents)))
        self._learn(found)
        self._read_documents_elsewhere(found)
        self._read_invoices_elsewhere(found)
        self._read_by_number(found)
        self._learn(found)
        self._leave_out(found)
        self._remember(found)
        self._read_postings(found)
        self._say("QuickBooks", len(found.documents), len(found.documents))
        return found

    def _say(self, side: str, done: int, of: int = 0) -> None:
        self._report(TieProgress(side, done, of))
        if self._stop.is_set():
            raise Cancelled("Comparing was cancelled. Nothing was changed.")

    def _learn(self, found: Gathered) -> None:
        """Which document is whose, by the record."""
        found.owners = self._record.owners(self._realm, list(found.documents))
        found.known = {}
        for one in self._record.known_documents(list(found.billed)):
            found.known.setdefault(one.billing_log_id, []).append(one)

    def _read_documents_elsewhere(self, found: Gathered) -> None:
        """Documents of the period's invoices that lie outside it, or are void or gone."""
        wanted = [
            newest.ref
            for each in found.known.values()
            if (mine := [one for one in each if one.realm == self._realm])
            and (newest := mine[-1]).ref not in found.documents
        ]
        if wanted:
            read = self._books.read(wanted)
            found.documents |= {ref: one for ref, one in read.items() if one is not None}
            self._say("QuickBooks", len(found.documents), len(found.documents))

    def _read_invoices_elsewhere(self, found: Gathered) -> None:
        """Invoices of the period's documents that lie outside it."""
        ours = origin_hex(found.origin)
        wanted = set(found.owners.values()) | {
            number
            for one in found.documents.values()
            for number, hex4, _ in markers_in(one.private_note)
            if hex4 == ours
        }
        missing = sorted(wanted - set(found.billed))
        if missing:
            found.billed |= {one.billing_log_id: one for one in self._billing.billed_by_id(missing)}
            self._say("ConnectWise", len(found.billed))

    def _read_by_number(self, found: Gathered) -> None:
        """What the other side may have under the same number, on another day."""
        prefix = self._record.options(self._realm).number_prefix
        numbers = {one.number for one in found.documents.values()}
        owned = set(found.owners.values())
        lonely = [
            one.number
            for one in found.billed.values()
            if one.number
            and found.within(one.date)
            and one.billing_log_id not in owned
            and prefix + one.number not in numbers
        ]
        if lonely:
            by_number = self._books.find_by_number([prefix + number for number in lonely])
            found.documents |= {one.ref: one for one in by_number}
            self._say("QuickBooks", len(found.documents), len(found.documents))
        have = {one.number for one in found.billed.values()}
        strange = [
            number
            for one in found.documents.values()
            if (number := one.number.removeprefix(prefix)) and number not in have
        ]
        wanted = [*strange, *missing_numbers([one.number for one in found.billed.values()])]
        if wanted:
            for one in self._billing.billed_by_number(wanted):
                if one.number in strange:
                    found.billed[one.billing_log_id] = one
                found.neighbours[one.number] = one
            self._say("ConnectWise", len(found.billed))

    def _leave_out(self, found: Gathered) -> None:
        """What belongs to another company: sent there, or never sent and of a Location of its own."""
        elsewhere, here = set(), set(found.owners.values())
        for one in found.billed.values():
            realms = {known.realm for known in found.known.get(one.billing_log_id, []) if known.live}
            place = one.location.id if one.location is not None else None
            never_sent = not realms and one.billing_log_id not in here
            if (realms and self._realm not in realms) or (never_sent and place in self._places):
                elsewhere.add(one.billing_log_id)
        found.elsewhere = frozenset(elsewhere)

    def _remember(self, found: Gathered) -> None:
        """What the record holds of each invoice."""
        for one in found.billed:
            if one not in found.known:
                continue
            rows = [row for row in self._record.appearances(one) if row.document is not None]
            snapshot = self._record.snapshot(rows[-1].batch, one) if rows else None
            if snapshot is not None:
                found.sent[one] = SentInvoice(rows[-1], snapshot, self._record.judgement_history(one))

    def _read_postings(self, found: Gathered) -> None:
        """The accounts of each invoice: from the record, the GL export, or the batch that holds it."""
        for key, sent in found.sent.items():
            if sent.snapshot.transaction is not None:
                parts = _postings_of(sent.snapshot.transaction)
                if sum((one.amount for one in parts), Decimal(0)) == found.billed[key].total:
                    found.postings[key] = parts  # else it was reopened and corrected since
        rest = [
            one
            for one in found.billed.values()
            if one.billing_log_id not in found.postings
            and one.billing_log_id not in found.elsewhere
            and found.within(one.date)
            and one.total
        ]
        self._export(found, [one for one in rest if one.billing_log_id in found.unposted])
        self._entries(found, [one for one in rest if one.batch_id is not None])

    def _export(self, found: Gathered, wanted: Sequence[BilledInvoice]) -> None:
        if not wanted:
            return
        exported = self._connectwise.export([one.billing_log_id for one in wanted], Summary.CONDENSED)
        found.postings |= {key: _postings_of(one) for key, one in exported.items()}
        self._say("ConnectWise", len(found.billed))

    def _entries(self, found: Gathered, wanted: Sequence[BilledInvoice]) -> None:
        batches = sorted({one.batch_id for one in wanted if one.batch_id is not None})
        if not batches:
            return
        postings: dict[BillingLogId, list[Posting]] = {}
        for entry in self._billing.posted_entries(batches[:MOST_BATCHES]):
            kind = entry.kind.casefold()
            if entry.invoice is not None and kind not in {RECEIVABLE.casefold(), _RECEIVABLE_WORD}:
                part = Posting(entry.account, entry.amount, _TAX_WORD in kind or entry.kind == TAX)
                postings.setdefault(entry.invoice, []).append(part)
        mine = {one.billing_log_id for one in wanted}
        found.postings |= {key: tuple(parts) for key, parts in postings.items() if key in mine}
        self._say("ConnectWise", len(found.billed))


def _postings_of(one: GlTransaction) -> tuple[Posting, ...]:
    return tuple(Posting(row.account, -row.total, row.gl_type == TAX) for row in one.rows)


MOST_MISSING = 200
"""A jump in the numbers that is longer begins another series."""


def missing_numbers(numbers: Sequence[str]) -> list[str]:
    """The numbers that lie between these and are not among them."""
    return [number for run in number_runs(numbers) for number in run]


def number_runs(numbers: Sequence[str]) -> list[list[str]]:
    """Runs of missing numbers, by series: what stands before the digits, and how many digits there are."""
    series: dict[tuple[str, int], set[int]] = {}
    for number in numbers:
        digits = len(number) - len(number.rstrip("0123456789"))
        if 0 < digits <= 15:
            key = (number[: len(number) - digits], digits)
            series.setdefault(key, set()).add(int(number[len(number) - digits :]))
    runs = []
    for (before, digits), values in sorted(series.items()):
        ordered = sorted(values)
        for one, following in pairwise(ordered):
            if 1 < following - one <= MOST_MISSING:
                runs.append([f"{before}{n:0{digits}d}" for n in range(one + 1, following)])
    return runs
