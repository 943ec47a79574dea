"""What *Fix here* and the preview ask of the program. Called from a job only; `outdated` needs a network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.ids import BatchNumber, BillingLogId, RealmId
from mobius_desktop.domain.plan import BatchPlan
from mobius_desktop.transfer.fixing.cures import Cure, LinkCure, OptionCure
from mobius_desktop.transfer.linking.rows import Candidate

Offered = dict[BillingLogId, tuple[tuple[Finding, tuple[Cure, ...]], ...]]
"""By invoice, its findings with their cures."""


class Fixing(Protocol):
    """Cures, and carrying them out."""

    def for_plan(self, plan: BatchPlan) -> Offered: ...

    def for_batch(self, realm: RealmId, number: BatchNumber, ids: Sequence[BillingLogId]) -> Offered: ...

    def link(self, realm: RealmId, cure: LinkCure, chosen: Candidate) -> None: ...

    def change(self, realm: RealmId, cure: OptionCure) -> None: ...

    def look_anew(self, realm: RealmId) -> None:
        """The next plan reads QuickBooks' lists again."""
        ...

    def outdated(self, plan: BatchPlan) -> tuple[str, ...]:
        """Numbers of a plan's invoices that ConnectWise no longer has as they were planned."""
        ...
