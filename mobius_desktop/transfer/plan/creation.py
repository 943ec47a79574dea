"""Whether a list record that QuickBooks lacks may be created."""

from __future__ import annotations

from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.options import Creation
from mobius_desktop.transfer.plan.case import Case


def creation(
    case: Case, allowed: Creation, missing: str, kind: str, name: str, **facts: str
) -> Finding | None:
    """The ERROR that keeps a record from being created: never (`missing` is its code), or not approved."""
    if allowed is Creation.NEVER:
        return case.find(missing, amount=None, severity=None, name=name, customer=name, **facts)
    if allowed is Creation.ASK and not case.data.allow_creation:
        return case.find("CREATION_NOT_APPROVED", kind=kind, name=name)
    return None
