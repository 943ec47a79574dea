"""What was planned for an invoice, made again from the record: recovery and corrections compare with it."""

from __future__ import annotations

from mobius_desktop.domain.archive import Snapshot
from mobius_desktop.domain.journal import InvoiceRow
from mobius_desktop.domain.plan import InvoicePlan, PlanOutcome


def recorded_plan(row: InvoiceRow, snapshot: Snapshot) -> InvoicePlan:
    """The invoice's plan as its batch holds it. What it needed first is there by now, or never will be."""
    return InvoicePlan(
        invoice=snapshot.invoice,
        outcome=PlanOutcome(row.outcome),
        document=snapshot.document,
        canonical_hash=snapshot.canonical_hash,
        series=snapshot.series,
        record_ids=(),
        findings=snapshot.findings,
        transaction=snapshot.transaction,
    )
