"""*Check set-up* for the window and the command line: looks at both systems, and keeps the last result."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event as StopEvent
from typing import TYPE_CHECKING

from mobius_desktop.connectwise.client import ConnectWiseClient
from mobius_desktop.connectwise.setup_reading import SetupReader
from mobius_desktop.domain.checkup import CheckResult, CheckupReport
from mobius_desktop.domain.errors import NotSetUp
from mobius_desktop.domain.ids import RealmId
from mobius_desktop.domain.ports import Clock
from mobius_desktop.domain.setup import QuickBooksSetup
from mobius_desktop.store import Store
from mobius_desktop.transfer.checkup.examiner import Examiner, Say
from mobius_desktop.wiring.edition_choice import EditionChoice

if TYPE_CHECKING:
    from mobius_desktop.transfer.service import TransferService

Ticked = Callable[[CheckResult], None]


class CheckingUp:
    """`check` touches the network and writes nothing on it; `last` is read from this computer."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        editions: EditionChoice,
        connectwise: Callable[[], ConnectWiseClient],
        service: Callable[[RealmId], TransferService],
    ) -> None:
        self._store = store
        self._clock = clock
        self._editions = editions
        self._connectwise = connectwise
        self._service = service

    def last(self, realm: RealmId) -> CheckupReport | None:
        """The last result of a company; None before the first."""
        return self._store.checkup(realm)

    def check(self, realm: RealmId, ticked: Ticked, stop: StopEvent, say: Say | None = None) -> CheckupReport:
        """Look at both systems and keep what was found; where neither could be read, the last result stays.

        `ticked` hears of each check as it ends, `say` of what is read just now.

        Raises Cancelled, and NotSetUp when the company or ConnectWise is not connected."""
        if self._store.connectwise_setup() is None:
            raise NotSetUp("ConnectWise PSA is not set up yet.", side="connectwise")
        report = Examiner(
            lambda: self._service(realm),
            lambda: SetupReader(self._connectwise()),
            self._clock,
            self._company(realm),
            options=self._editions.options(realm),
            links=self._store.links(realm),
            own_requests=self._store.own_requests,
            capabilities=self._editions.capabilities,
            edition=self._editions.current.value,
        ).examine(ticked, stop, *([say] if say is not None else []))
        if not report.read_nothing:
            self._store.put_checkup(report)
        return report

    def _company(self, realm: RealmId) -> QuickBooksSetup:
        found = self._store.company(realm)
        if found is None:
            raise NotSetUp("This QuickBooks company is not connected.", side="quickbooks")
        return found
