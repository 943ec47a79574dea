"""The list to approve: a plan without the records that the user does not want to be created."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from mobius_desktop.domain.document import NewRecord
from mobius_desktop.domain.ids import RecordKey
from mobius_desktop.domain.plan import BatchPlan, InvoicePlan, PlanOutcome
from mobius_desktop.transfer.plan.case import found

_CODE = "CREATION_NOT_APPROVED"


def without_records(plan: BatchPlan, refused: Collection[RecordKey]) -> BatchPlan:
    """The plan with the invoices that need a refused record blocked, each saying which. What nobody needs any
    more is not created either. It stays the plan that it was made of: the same token, the same hashes."""
    named = {one.ref.key: one for one in plan.new_records if one.ref.key in set(refused)}
    if not named:
        return plan
    invoices = tuple(
        _held_back(one, [named[key] for key in one.needs if key in named]) for one in plan.invoices
    )
    needed = {key for one in invoices for key in one.needs}
    records = tuple(one for one in plan.new_records if one.ref.key in needed)
    return replace(plan, invoices=invoices, new_records=records)


def _held_back(plan: InvoicePlan, refused: list[NewRecord]) -> InvoicePlan:
    if not refused:
        return plan
    why = tuple(found(plan.invoice, _CODE, kind=one.ref.kind.value, name=one.ref.name) for one in refused)
    return replace(plan, outcome=PlanOutcome.BLOCKED, findings=(*why, *plan.findings), needs=())
