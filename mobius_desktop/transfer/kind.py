"""The seam for batch kinds: everything that is particular to one kind stands in one object."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator, Sequence
from threading import Event
from typing import Protocol

from mobius_desktop.domain.connectwise import (
    Company,
    GlTransaction,
    InvoiceDetails,
    UnpostedInvoice,
)
from mobius_desktop.domain.document import NewRecord
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.ids import BillingLogId, ConnectWiseId, GlEntryId
from mobius_desktop.domain.options import Summary
from mobius_desktop.domain.plan import InvoicePlan, PlanInput
from mobius_desktop.domain.ports import ConnectWise, Progress
from mobius_desktop.domain.states import Section
from mobius_desktop.transfer.plan import build_plan

Planned = tuple[tuple[InvoicePlan, ...], tuple[NewRecord, ...], tuple[Finding, ...]]


class BatchKind(Protocol):
    """One kind of batch: its sections, what it exports, how a row becomes a document, which ids mark it."""

    @property
    def word(self) -> str:
        """As the record and the screen call it."""
        ...

    @property
    def sections(self) -> tuple[Section, ...]: ...

    def list(
        self,
        connectwise: ConnectWise,
        location: ConnectWiseId | None,
        through: dt.date | None,
        progress: Progress | None,
        stop: Event | None,
    ) -> Iterator[UnpostedInvoice]: ...

    def fresh(
        self, connectwise: ConnectWise, ids: Sequence[BillingLogId]
    ) -> dict[BillingLogId, UnpostedInvoice]:
        """Those that are unposted at this moment."""
        ...

    def export(
        self, connectwise: ConnectWise, ids: Sequence[BillingLogId], summary: Summary
    ) -> dict[BillingLogId, GlTransaction]: ...

    def details(
        self, connectwise: ConnectWise, ids: Sequence[BillingLogId]
    ) -> dict[BillingLogId, InvoiceDetails]:
        """What the export lacks."""
        ...

    def companies(
        self, connectwise: ConnectWise, invoices: Sequence[UnpostedInvoice]
    ) -> dict[ConnectWiseId, Company]: ...

    def plan(self, data: PlanInput) -> Planned:
        """How rows become documents."""
        ...

    def marking_ids(
        self, invoice: UnpostedInvoice, detailed: GlTransaction | None, *, sent: bool
    ) -> tuple[GlEntryId, ...]:
        """The ids that mark it, from a *Detailed* export of this moment."""
        ...

    def identifier(self, invoice: UnpostedInvoice, *, sent: bool) -> str:
        """A new batchIdentifier, unique and at most 50 characters long."""
        ...


class InvoiceKind:
    """Invoices and credit memos."""

    word = "Invoice"
    sections = tuple(Section)

    def list(
        self,
        connectwise: ConnectWise,
        location: ConnectWiseId | None,
        through: dt.date | None,
        progress: Progress | None,
        stop: Event | None,
    ) -> Iterator[UnpostedInvoice]:
        return connectwise.list_unposted(location=location, through=through, progress=progress, stop=stop)

    def fresh(
        self, connectwise: ConnectWise, ids: Sequence[BillingLogId]
    ) -> dict[BillingLogId, UnpostedInvoice]:
        return connectwise.unposted(ids)

    def export(
        self, connectwise: ConnectWise, ids: Sequence[BillingLogId], summary: Summary
    ) -> dict[BillingLogId, GlTransaction]:
        return connectwise.export(ids, summary)

    def details(
        self, connectwise: ConnectWise, ids: Sequence[BillingLogId]
    ) -> dict[BillingLogId, InvoiceDetails]:
        return connectwise.invoice_details(ids)

    def companies(
        self, connectwise: ConnectWise, invoices: Sequence[UnpostedInvoice]
    ) -> dict[ConnectWiseId, Company]:
        wanted = {
            reference.id
            for one in invoices
            for reference in (one.bill_to, one.company, one.ship_to)
            if reference is not None
        }
        return connectwise.companies(tuple(sorted(wanted)))

    def plan(self, data: PlanInput) -> Planned:
        return build_plan(data)

    def marking_ids(
        self, invoice: UnpostedInvoice, detailed: GlTransaction | None, *, sent: bool
    ) -> tuple[GlEntryId, ...]:
        found = detailed.record_ids if detailed is not None else ()
        if sent or invoice.unposted_id is None:
            return found
        return tuple(dict.fromkeys((*found, invoice.unposted_id)))

    def identifier(self, invoice: UnpostedInvoice, *, sent: bool) -> str:
        return f"{'I' if sent else 'M'}{invoice.number[:40]}:{secrets.token_hex(4)}"
