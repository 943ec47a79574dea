"""ConnectWise PSA over HTTP: fulfils the ConnectWise port."""

from __future__ import annotations

import logging
import uuid
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from threading import Event as StopEvent
from typing import TypeVar
from urllib.parse import parse_qs, urlsplit

import msgspec

from mobius_desktop.connectwise import conditions, mapping, wire
from mobius_desktop.connectwise.sending import answer_for
from mobius_desktop.connectwise.sentences import NAME, REQUEST_TIMEOUT, SIDE, judge, refusal
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
from mobius_desktop.domain.errors import Cancelled, RemoteUnknown
from mobius_desktop.domain.ids import BillingLogId, ConnectWiseBatchId, ConnectWiseId, GlEntryId
from mobius_desktop.domain.money import NotMoney
from mobius_desktop.domain.options import Summary
from mobius_desktop.domain.ports import Clock, Progress
from mobius_desktop.domain.setup import ConnectWiseSetup
from mobius_desktop.domain.stopping import current_stop
from mobius_desktop.domain.wire import Answer, Prepared
from mobius_desktop.transport import decode, parallel
from mobius_desktop.transport.channel import Call, Channel, Fixed, Reply, Silence, Timeouts, no_answer
from mobius_desktop.transport.throttle import Throttle

_log = logging.getLogger(__name__)

API_VERSION = "2025.1"
CALLS_PER_SECOND = 16
"""960 a minute, below ConnectWise's limit of about 1,000."""
TIMEOUTS = Timeouts(10, 60)
PAGE = 1000
IDS_A_CALL = 100
EXPORT_A_CALL = 25
LONGEST_IDENTIFIER = 50
_THROUGH = timedelta(days=3660)
"""`thruDate` lies this far ahead: it defaults to today and would leave out invoices dated later."""

Shape = TypeVar("Shape")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class ApiKeys:
    """The API member's keys, from the vault."""

    public: str = field(repr=False)
    private: str = field(repr=False)


def throttle(clock: Clock) -> Throttle:
    """ConnectWise's pace; one for all clients of a site."""
    return Throttle(clock, CALLS_PER_SECOND)


def authority(company_id: str, keys: ApiKeys, client_id: str) -> Fixed:
    """The headers that say who calls: company and keys, and the integration's client id."""
    token = b64encode(f"{company_id}+{keys.public}:{keys.private}".encode()).decode()
    return Fixed({"Authorization": f"Basic {token}", "clientId": client_id})


class ConnectWiseClient:
    """One ConnectWise site. Thread-safe; `close` ends its connections."""

    def __init__(
        self,
        setup: ConnectWiseSetup,
        keys: ApiKeys,
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
            authority=authority(setup.company_id, keys, setup.client_id),
            headers={
                "Accept": f"application/vnd.connectwise.com+json; version={API_VERSION}",
                "Content-Type": "application/json",
            },
            loopback_only=loopback_only,
        )

    @property
    def origin(self) -> str:
        return self._setup.origin

    @property
    def throttle(self) -> Throttle:
        """Its pace, so that a window can say how long a pause still lasts."""
        return self._channel.throttle

    def counts(self) -> Counter[str]:
        """Requests sent so far, by method and path."""
        return self._channel.counts()

    def close(self) -> None:
        self._channel.close()

    def system_info(self) -> SystemInfo:
        reply = self._reply(Call("GET", "/system/info"))
        found = decode.read(reply.body, wire.SystemInfo, name=NAME, side=SIDE)
        return SystemInfo(
            version=found.version or "",
            is_cloud=bool(found.is_cloud),
            time_zone=found.server_time_zone or "",
            server_time=reply.server_time,
        )

    def locations(self) -> tuple[Location, ...]:
        rows = self.pages("/system/locations", list[wire.Ref])
        found = (Location(ConnectWiseId(row.id), row.name or "") for row in rows if row.id is not None)
        return tuple(sorted(found, key=lambda location: location.name.casefold()))

    def count(self, path: str) -> int:
        """How many records a list has, e.g. `/finance/accounting/unpostedinvoices`."""
        return self._get(f"{path}/count", wire.Count).count

    def list_unposted(
        self,
        *,
        location: ConnectWiseId | None = None,
        through: date | None = None,
        progress: Progress | None = None,
        stop: StopEvent | None = None,
    ) -> Iterator[UnpostedInvoice]:
        """The unposted list as its pages come in. Filtered by ConnectWise, and here again: a server that
        reads a date condition otherwise must not change what is shown."""
        wanted = conditions.all_of(
            f"locationId={int(location)}" if location is not None else "",
            f"invoiceDate<{conditions.before(through + timedelta(days=1))}" if through else "",
        )
        shown = 0
        for row in self.pages("/finance/accounting/unpostedinvoices", list[wire.Unposted], wanted, stop):
            if row.billing_log_id is None:
                _log.warning("an unposted invoice without billingLogId was left out")
                continue
            invoice = self.mapped(mapping.unposted_invoice, row)
            if through is not None and invoice.date > through:
                continue
            if location is not None and (invoice.location is None or invoice.location.id != location):
                continue
            shown += 1
            if progress is not None and shown % 100 == 0:
                progress(shown)
            yield invoice
        if progress is not None:
            progress(shown)

    def unposted(self, ids: Sequence[BillingLogId]) -> dict[BillingLogId, UnpostedInvoice]:
        rows = self.by_ids("/finance/accounting/unpostedinvoices", "billingLogId", ids, list[wire.Unposted])
        found = [self.mapped(mapping.unposted_invoice, row) for row in rows]
        return {invoice.billing_log_id: invoice for invoice in found}

    def export(self, ids: Sequence[BillingLogId], summary: Summary) -> dict[BillingLogId, GlTransaction]:
        wanted = set(ids)
        answers = parallel.each(
            lambda chunk: self._export(chunk, summary), list(parallel.chunks(list(ids), EXPORT_A_CALL))
        )
        found: dict[BillingLogId, GlTransaction] = {}
        for one in (mapped for answer in answers for mapped in answer):
            if one.billing_log_id not in wanted:
                _log.warning("the GL export holds an invoice that was not asked for; it is left out")
                continue
            if one.billing_log_id in found:
                raise RemoteUnknown(
                    f"ConnectWise exported invoice {one.number} twice; which one counts cannot be known."
                    " Try again.",
                    side=SIDE,
                )
            found[one.billing_log_id] = one
        return found

    def invoice_details(self, ids: Sequence[BillingLogId]) -> dict[BillingLogId, InvoiceDetails]:
        rows = self.by_ids("/finance/invoices", "id", ids, list[wire.Invoice])
        applied = self._credits_applied(rows)
        found = [
            self.mapped(lambda one: mapping.invoice_details(one, applied.get(one.id or 0, "")), row)
            for row in rows
        ]
        return {details.billing_log_id: details for details in found}

    def companies(self, ids: Sequence[ConnectWiseId]) -> dict[ConnectWiseId, Company]:
        rows = self.by_ids("/company/companies", "id", ids, list[wire.Company])
        found = [self.mapped(mapping.company, row) for row in rows]
        return {one.id: one for one in found}

    def internal_notes(self, entries: Sequence[ConnectWiseId]) -> dict[ConnectWiseId, str]:
        rows = self.by_ids("/time/entries", "id", entries, list[wire.TimeEntry])
        return {ConnectWiseId(row.id): (row.internal_notes or "").strip() for row in rows if row.id}

    def find_batches(self, identifier: str) -> tuple[BatchRecord, ...]:
        wanted = f"batchIdentifier={conditions.text(identifier)}"
        rows = self.pages("/finance/accounting/batches", list[wire.Batch], wanted)
        return tuple(
            BatchRecord(ConnectWiseBatchId(row.id), row.batch_identifier or "", bool(row.closed_flag))
            for row in rows
            if (row.batch_identifier or "").casefold() == identifier.casefold()
        )

    def batch_entries(self, batch: ConnectWiseBatchId) -> tuple[GlEntryId, ...]:
        rows = self.pages(f"/finance/accounting/batches/{int(batch)}/entries", list[wire.Entry])
        return tuple(GlEntryId(row.id) for row in rows)

    def batch_contents(self, batch: ConnectWiseBatchId) -> tuple[BatchEntry, ...]:
        rows = self.pages(f"/finance/accounting/batches/{int(batch)}/entries", list[wire.Entry])
        return tuple(
            BatchEntry(
                GlEntryId(row.id),
                BillingLogId(row.invoice.id) if row.invoice and row.invoice.id is not None else None,
            )
            for row in rows
        )

    def prepare_batch(self, identifier: str, records: Sequence[GlEntryId]) -> Prepared:
        if not records or not 0 < len(identifier) <= LONGEST_IDENTIFIER:
            raise ValueError("a ConnectWise batch has an identifier of 1 to 50 characters and some records")
        body = {
            "batchIdentifier": identifier,
            "glInterfaceIdentifier": identifier,
            "exportInvoicesFlag": True,
            "exportExpensesFlag": False,
            "exportProductsFlag": False,
            "processedRecordIds": [int(record) for record in dict.fromkeys(records)],
            "summarizeExpenses": False,
        }
        return Prepared(
            side=SIDE,
            operation="create batch",
            method="POST",
            path="/finance/accounting/batches",
            body=msgspec.json.encode(body),
            identifier=identifier,
        )

    def prepare_batch_deletion(self, batch: ConnectWiseBatchId) -> Prepared:
        return Prepared(
            side=SIDE,
            operation="delete batch",
            method="DELETE",
            path=f"/finance/accounting/batches/{int(batch)}",
            body=b"",
        )

    def send(self, prepared: Prepared) -> Answer:
        return answer_for(self._channel, prepared)

    def _export(self, ids: Sequence[BillingLogId], summary: Summary) -> list[GlTransaction]:
        identifier = f"preview-{uuid.uuid4().hex[:8]}"
        body = {
            "batchIdentifier": identifier,
            "glInterfaceIdentifier": identifier,
            "thruDate": f"{(self._clock.today() + _THROUGH).isoformat()}T00:00:00Z",
            "locationId": 0,
            "summarizeInvoices": summary.value,
            "exportInvoicesFlag": True,
            "includedInvoiceIds": [int(one) for one in ids],
            "exportExpensesFlag": False,
            "exportProductsFlag": False,
        }
        call = Call("POST", "/finance/accounting/export", body=msgspec.json.encode(body))
        outcome = self._channel.exchange(call, judge, writes=False)
        if isinstance(outcome, Reply) and outcome.status >= 500 and len(ids) > 1:
            # Its own time limit: half as many may be answered in time.
            half = len(ids) // 2
            return self._export(ids[:half], summary) + self._export(ids[half:], summary)
        reply = _answered(outcome, call)
        found = decode.read(reply.body, wire.Export, name=NAME, side=SIDE)
        return [self.mapped(mapping.transaction, one) for one in found.transactions or ()]

    def _credits_applied(self, rows: Sequence[wire.Invoice]) -> dict[int, str]:
        """For credit memos among these invoices: the number of the invoice they are applied to.

        ConnectWise keeps it with the payments of the other invoice, so it is known when both are here."""
        credited = [row for row in rows if row.id is not None and row.credits]
        paths = [f"/finance/invoices/{row.id}/payments" for row in credited]
        answers = parallel.each(lambda path: self.pages(path, list[wire.Payment]), paths)
        return {
            payment.credit.id: row.invoice_number or ""
            for row, payments in zip(credited, answers, strict=True)
            for payment in payments
            if payment.credit is not None and payment.credit.id is not None
        }

    def by_ids(self, path: str, field: str, ids: Sequence[int], shape: type[list[Shape]]) -> list[Shape]:
        """The rows with these ids, as many to a call as an address holds."""
        unique = list(dict.fromkeys(ids))
        answers = parallel.each(
            lambda chunk: list(self.pages(path, shape, conditions.one_of(field, chunk))),
            list(parallel.chunks(unique, IDS_A_CALL)),
        )
        return [row for answer in answers for row in answer]

    def pages(
        self, path: str, shape: type[list[Shape]], wanted: str = "", stop: StopEvent | None = None
    ) -> Iterator[Shape]:
        """All rows, forward only. Of the Link header only the page id is used: its address could name
        another host, and the keys go to ours alone."""
        page_id = 0
        while True:
            params = [("pageSize", str(PAGE)), ("pageId", str(page_id))]
            if wanted:
                params.append(("conditions", wanted))
            reply = self._reply(Call("GET", path, tuple(params), headers={"pagination-type": "forward-only"}))
            yield from decode.read(reply.body, shape, name=NAME, side=SIDE)
            following = next_page_id(reply.headers.get("link", ""))
            if following is None:
                return
            if following <= page_id:
                raise RemoteUnknown("ConnectWise repeats the same page of a list. Try again.", side=SIDE)
            page_id = following
            for event in (stop, current_stop()):
                if event is not None and event.is_set():
                    raise Cancelled("Reading was cancelled.")

    def _get(self, path: str, shape: type[Shape]) -> Shape:
        return decode.read(self._reply(Call("GET", path)).body, shape, name=NAME, side=SIDE)

    def _reply(self, call: Call) -> Reply:
        return _answered(self._channel.exchange(call, judge, writes=False), call)

    def mapped(self, to_value: Callable[[Shape], Value], shape: Shape) -> Value:
        """A shape as our value; RemoteUnknown with a sentence where it cannot be right."""
        try:
            return to_value(shape)
        except (mapping.Unreadable, NotMoney) as error:
            raise RemoteUnknown(
                f"ConnectWise sent something that cannot be right: {error}. Try again; if it stays, save a"
                " support bundle.",
                side=SIDE,
            ) from error


def next_page_id(link: str) -> int | None:
    """The page id of the `next` link; None on the last page."""
    for part in link.split(","):
        address, _, relation = part.partition(";")
        if 'rel="next"' not in relation.replace(" ", "") or not address.strip():
            continue
        query = parse_qs(urlsplit(address.strip().strip("<>")).query)
        values = {name.lower(): found for name, found in query.items()}.get("pageid", [])
        if values and values[0].isdigit():
            return int(values[0])
    return None


def _answered(outcome: Reply | Silence, call: Call) -> Reply:
    if isinstance(outcome, Silence):
        raise no_answer(outcome, NAME, side=SIDE)
    if outcome.status >= 500 or 300 <= outcome.status < 400 or outcome.status == REQUEST_TIMEOUT:
        raise RemoteUnknown("ConnectWise could not answer just now. Try again in a few minutes.", side=SIDE)
    if outcome.status >= 400:
        raise refusal(outcome, call.method, call.path)
    return outcome
