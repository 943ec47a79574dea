"""One hash for a whole plan: by it a proof on paper, a preview and a run are known to speak of the same."""

from __future__ import annotations

import hashlib

from mobius_desktop.domain.plan import BatchPlan


def fingerprint(plan: BatchPlan) -> str:
    """SHA-256 over number, outcome and canonical hash of each invoice, whatever their order; 64 hex."""
    lines = sorted(
        f"{one.invoice.billing_log_id} {one.outcome.value} {one.canonical_hash}" for one in plan.invoices
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
