"""ConnectWise's own list of invoices, and what its batches posted, as our values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from threading import Event as StopEvent

from mobius_desktop.connectwise import conditions, wire
from mobius_desktop.connectwise.client import ConnectWiseClient
from mobius_desktop.connectwise.mapping import (
    Unreadable,
    currency_of,
    date_of,
    location_of,
    reference,
    without_separator,
)
from mobius_desktop.domain.connectwise import BilledInvoice, PostedEntry
from mobius_desktop.domain.ids import BillingLogId, ConnectWiseBatchId
from mobius_desktop.transport import parallel
from mobius_desktop.transport.decode import number

NUMBERS_A_CALL = 50
_INVOICES = "/finance/invoices"


class InvoiceReader:
    """Fulfils the tie-out's port with a client's connection."""

    def __init__(self, client: ConnectWiseClient) -> None:
        self._client = client

    def billed(
        self, first: dt.date, last: dt.date, stop: StopEvent | None = None
    ) -> tuple[BilledInvoice, ...]:
        """Invoices by their date, both days included: open, unposted and posted ones."""
        wanted = conditions.all_of(
            f"date>={conditions.before(first)}", f"date<{conditions.before(last + dt.timedelta(days=1))}"
        )
        found = self._invoices(self._client.pages(_INVOICES, list[wire.Invoice], wanted, stop))
        return tuple(one for one in found if first <= one.date <= last)

    def billed_by_id(self, ids: Sequence[BillingLogId]) -> tuple[BilledInvoice, ...]:
        """Those of the invoices that ConnectWise still has, 100 ids a call."""
        return self._invoices(self._client.by_ids(_INVOICES, "id", ids, list[wire.Invoice]))

    def billed_by_number(self, numbers: Sequence[str]) -> tuple[BilledInvoice, ...]:
        """Invoices with one of these numbers, of any date."""

        def ask(chunk: Sequence[str]) -> list[wire.Invoice]:
            wanted = f"invoiceNumber in ({','.join(conditions.text(one) for one in chunk)})"
            return list(self._client.pages(_INVOICES, list[wire.Invoice], wanted))

        chunks = list(parallel.chunks(list(dict.fromkeys(numbers)), NUMBERS_A_CALL))
        return self._invoices(row for answer in parallel.each(ask, chunks) for row in answer)

    def posted_entries(self, batches: Sequence[ConnectWiseBatchId]) -> tuple[PostedEntry, ...]:
        """What ConnectWise batches posted, by invoice and account; a call for each batch."""

        def ask(batch: ConnectWiseBatchId) -> list[wire.Entry]:
            path = f"/finance/accounting/batches/{int(batch)}/entries"
            return list(self._client.pages(path, list[wire.Entry]))

        answers = parallel.each(ask, list(dict.fromkeys(batches)))
        return tuple(self._client.mapped(posted_entry, row) for answer in answers for row in answer)

    def _invoices(self, rows: Iterable[wire.Invoice]) -> tuple[BilledInvoice, ...]:
        return tuple(self._client.mapped(billed_invoice, row) for row in rows)


def billed_invoice(one: wire.Invoice) -> BilledInvoice:
    """An invoice; Unreadable without its id or its date."""
    date = date_of(one.date)
    if one.id is None or date is None:
        raise Unreadable(f"invoice {one.invoice_number!r} has no id or no date")
    return BilledInvoice(
        billing_log_id=BillingLogId(one.id),
        number=one.invoice_number or "",
        invoice_type=one.type or "",
        customer=reference(one.bill_to_company) or reference(one.company),
        account_id=one.account_number or "",
        date=date,
        due_date=date_of(one.due_date),
        location=location_of(one.location, one.location_id),
        currency=currency_of(one.currency),
        total=number(one.total),
        tax=number(one.sales_tax),
        closed=bool(one.status and one.status.is_closed),
        batch_id=ConnectWiseBatchId(one.gl_batch.id) if one.gl_batch and one.gl_batch.id else None,
    )


def posted_entry(one: wire.Entry) -> PostedEntry:
    """An entry: what it credits is a sale."""
    return PostedEntry(
        invoice=BillingLogId(one.invoice.id) if one.invoice and one.invoice.id is not None else None,
        account=without_separator(one.account_number),
        kind=one.account_type or "",
        amount=number(one.credit) - number(one.debit),
    )
