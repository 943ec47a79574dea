"""The engine for each company: made when first asked for, made anew when a connection has become another."""

from __future__ import annotations

import dataclasses
import getpass
import platform
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from threading import Event as StopEvent
from threading import RLock

from mobius_desktop import __version__
from mobius_desktop.domain.connectwise import Location
from mobius_desktop.domain.errors import Known, NotSetUp
from mobius_desktop.domain.events import Event
from mobius_desktop.domain.ids import BatchNumber, RealmId
from mobius_desktop.domain.setup import QuickBooksSetup
from mobius_desktop.store import Store
from mobius_desktop.store.lock import company_lock
from mobius_desktop.transfer.batch import RecoveryReport
from mobius_desktop.transfer.correct.service import CorrectionService
from mobius_desktop.transfer.service import TransferService
from mobius_desktop.wiring.clock import ProgramClock
from mobius_desktop.wiring.edition_choice import EditionChoice
from mobius_desktop.wiring.sides import Sides

Observer = Callable[[Sequence[Event]], None]


class Engines:
    """Any thread may ask. `sides` gives both sides' clients; the store of keys is opened with the first."""

    def __init__(
        self,
        folder: Path,
        store: Store,
        clock: ProgramClock,
        editions: EditionChoice,
        *,
        sides: Callable[[], Sides],
    ) -> None:
        self._folder = folder
        self._store = store
        self._clock = clock
        self._editions = editions
        self._sides = sides
        self._guard = RLock()
        self._made: dict[RealmId, TransferService] = {}

    def of(self, realm: RealmId) -> TransferService:
        """The engine of a company. Raises NotSetUp where it or ConnectWise is not connected."""
        with self._guard:
            found = self._made.get(realm)
            if found is None:
                found = self._made[realm] = self._make(realm)
            return found

    def _make(self, realm: RealmId) -> TransferService:
        sides = self._sides()
        company = sides.company(realm)
        return TransferService(
            sides.connectwise(),
            sides.quickbooks(realm),
            self._store,
            self._clock,
            company,
            user=getpass.getuser(),
            machine=platform.node(),
            version=__version__,
            lock=company_lock(self._folder, realm, company.name, self._clock).held,
            cache=self._store,
            options=self._editions.options,
        )

    def corrections(self, realm: RealmId) -> CorrectionService:
        """Take back, undo, replace, accept, mark, release, retry and hold for a company."""
        service, sides = self.of(realm), self._sides()
        return CorrectionService(
            service,
            sides.connectwise(),
            sides.quickbooks(realm),
            self._store,
            self._clock,
            user=getpass.getuser(),
            lock=company_lock(self._folder, realm, service.company.name, self._clock).held,
        )

    def recover(self, companies: Iterable[QuickBooksSetup], observer: Observer | None) -> RecoveryReport:
        """Finish what an earlier program had begun, for each of the companies."""
        report = RecoveryReport()
        for company in companies:
            try:
                one = self.of(company.realm).recover(observer or _unobserved)
            except Known as error:
                one = RecoveryReport(trouble=error.sentence, failure=error)
            report = report.with_(one)
        return report

    def resume(
        self,
        number: BatchNumber,
        locations: Mapping[str, Location],
        observer: Observer | None,
        stop: StopEvent | None,
    ) -> BatchNumber:
        """Send what an interrupted or cancelled batch had not begun, planned anew, as a batch of its own."""
        batch = self._store.batch(number)
        if batch is None:
            raise NotSetUp(f"There is no batch {number} in this record.")
        service = self.of(batch.realm)
        request = dataclasses.replace(service.resume(number), location=locations.get(batch.location))
        plan = service.plan(request, stop=stop)
        return service.run(plan, observer or _unobserved, stop, continues=number)

    def forget(self) -> None:
        """The next batch uses what has just been set up."""
        with self._guard:
            self._made.clear()


def _unobserved(events: Sequence[Event]) -> None:
    """For a run that nobody watches."""
