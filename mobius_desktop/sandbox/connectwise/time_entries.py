"""`/time/entries`: the work behind the labour rows of invoices, with the notes a Detailed export mixes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from mobius_desktop.sandbox.connectwise.api import Api
from mobius_desktop.sandbox.connectwise.ledger import Ledger
from mobius_desktop.sandbox.connectwise.query import Listing, without_nulls
from mobius_desktop.sandbox.connectwise.references import References, bare
from mobius_desktop.sandbox.firm.model import FirmInvoice, GlRow

Record = dict[str, Any]
Entry = tuple[FirmInvoice, GlRow]
_BEGINS = dt.time(14, tzinfo=dt.UTC)


def add_time_entries(api: Api) -> None:
    """The list, its count and single entries; nothing here is written."""

    def listed() -> Listing:
        references = api.references()
        return Listing(
            "TimeEntry",
            _entries(api.ledger),
            key=_id,
            render=lambda one: _rendered(references, one),
            field=lambda one, name: _id(one) if name == "id" else _rendered(references, one).get(name),
        )

    api.lists("/time/entries", listed, "TimeEntry")


def _entries(ledger: Ledger) -> list[Entry]:
    """Each entry once, by id: invoices that share a shape may share an entry."""
    found = {
        row.time_entry_id: (invoice, row)
        for invoice in ledger.books.invoices.values()
        for row in invoice.rows
        if row.time_entry_id is not None
    }
    return [found[number] for number in sorted(found)]


def _id(entry: Entry) -> int:
    return int(entry[1].time_entry_id or 0)


def _rendered(references: References, entry: Entry) -> Record:
    invoice, row = entry
    begins = dt.datetime.combine(invoice.date - dt.timedelta(days=3), _BEGINS)
    hours = row.hours or Decimal(0)
    ends = begins + dt.timedelta(minutes=float(hours * 60))
    return without_nulls(
        {
            "id": row.time_entry_id,
            "company": bare(references.company(invoice.company_id)),
            "chargeToId": row.ticket,
            "chargeToType": "ServiceTicket" if row.ticket is not None else None,
            "timeStart": _utc(begins),
            "timeEnd": _utc(ends),
            "actualHours": hours,
            "billableOption": "Billable",
            "notes": row.notes,
            "internalNotes": row.internal_notes,
            "hourlyRate": row.rate,
            "invoice": bare(references.invoice(invoice)),
            "status": "Billed",
        }
    )


def _utc(moment: dt.datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
