"""Builds the plan of all ticked invoices at once, since some findings concern the batch as a whole."""

from __future__ import annotations

from mobius_desktop.domain.document import NewRecord
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.plan import InvoicePlan, PlanInput


def build_plan(data: PlanInput) -> tuple[tuple[InvoicePlan, ...], tuple[NewRecord, ...], tuple[Finding, ...]]:
    """The plan of each invoice in the order given, the list records to create in the order of their
    creation, and the findings of the company as a whole. Pure: the same input gives the same plan."""
    raise NotImplementedError
