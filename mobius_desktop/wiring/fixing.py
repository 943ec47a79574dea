"""What *Fix here* does: a link, an option, or another look; and what it needs to offer them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.ids import BatchNumber, BillingLogId, RealmId
from mobius_desktop.domain.plan import BatchPlan
from mobius_desktop.store import Store
from mobius_desktop.transfer.fixing.cures import Cure, LinkCure, OptionCure
from mobius_desktop.transfer.fixing.offer import Offering, Shown
from mobius_desktop.transfer.linking.rows import Candidate, LinkChoice
from mobius_desktop.transfer.plan.books import open_books
from mobius_desktop.wiring.configuring import Configuring

Offered = dict[BillingLogId, tuple[tuple[Finding, tuple[Cure, ...]], ...]]
"""By invoice, its findings with their cures."""


class Engine(Protocol):
    """What is asked of a company's engine."""

    def forget_lists(self) -> None: ...

    def outdated(self, plan: BatchPlan) -> tuple[str, ...]: ...


class Fixing:
    """For one program. Only `outdated` asks a side."""

    def __init__(
        self,
        store: Store,
        configuring: Callable[[], Configuring],
        engine: Callable[[RealmId], Engine],
    ) -> None:
        self._store = store
        self._configuring = configuring
        self._engine = engine

    # -- what can be done -----------------------------------------------------------------------------

    def for_plan(self, plan: BatchPlan) -> Offered:
        """The cures of everything a plan has found."""
        offering = self._offering(plan.realm)
        return {
            one.invoice.billing_log_id: tuple(
                (problem, offering.cures_of(problem, Shown(one.invoice, one.document, one.transaction)))
                for problem in one.findings
            )
            for one in plan.invoices
        }

    def for_batch(self, realm: RealmId, number: BatchNumber, ids: Sequence[BillingLogId]) -> Offered:
        """The cures of what a batch of the record had found about these invoices."""
        offering = self._offering(realm)
        found: Offered = {}
        for one in ids:
            shot = self._store.snapshot(number, one)
            if shot is not None:
                shown = Shown(shot.invoice, shot.document, shot.transaction)
                found[one] = tuple((problem, offering.cures_of(problem, shown)) for problem in shot.findings)
        return found

    def _offering(self, realm: RealmId) -> Offering:
        """From QuickBooks' lists as they were last read."""
        lists, options = self._store.cached_lists(realm), self._store.options(realm)
        return Offering(open_books(lists, self._store.links(realm), options) if lists else None, options)

    # -- doing it -------------------------------------------------------------------------------------

    def link(self, realm: RealmId, cure: LinkCure, chosen: Candidate) -> None:
        """From now on the ConnectWise record is that QuickBooks record."""
        choice = LinkChoice(cure.kind, cure.key, chosen.id, cure.name, cure.record)
        self._configuring().link(realm, [choice])

    def change(self, realm: RealmId, cure: OptionCure) -> None:
        """Change the company's options; what was before stays in the record."""
        self._configuring().change_options(realm, cure.applied(self._store.options(realm)))

    def look_anew(self, realm: RealmId) -> None:
        """Something was put right in QuickBooks: the next plan reads its lists again."""
        self._engine(realm).forget_lists()

    def outdated(self, plan: BatchPlan) -> tuple[str, ...]:
        """Numbers of a plan's invoices that ConnectWise no longer has as they were planned. Asks ConnectWise
        and writes nothing. Raises its Known errors."""
        return self._engine(plan.realm).outdated(plan)
