"""The program without its window, as the pages ask for it: `wiring.Program` fulfils it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from threading import Event as StopEvent
from typing import TYPE_CHECKING, Protocol

from mobius_desktop.domain.archive import Archive
from mobius_desktop.domain.connectwise import Location
from mobius_desktop.domain.editions import Edition
from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.events import EditionChosen, Event
from mobius_desktop.domain.ids import BatchNumber, BillingLogId, ConnectWiseId, RealmId
from mobius_desktop.domain.options import CompanyOptions
from mobius_desktop.domain.plan import BatchPlan
from mobius_desktop.domain.setup import ConnectWiseSetup, QuickBooksSetup
from mobius_desktop.transfer.batch import BatchRequest, RecoveryReport, UnpostedList
from mobius_desktop.ui.beginning import Beginning
from mobius_desktop.ui.checking_up import CheckingUp
from mobius_desktop.ui.configuring import Configuring
from mobius_desktop.ui.fixing.port import Fixing
from mobius_desktop.ui.keeping import Keeping
from mobius_desktop.ui.setting_up import SettingUp
from mobius_desktop.ui.tying import Tying

if TYPE_CHECKING:
    from mobius_desktop.transfer.correct.service import CorrectionService

Observer = Callable[[Sequence[Event]], None]


class Editions(Protocol):
    """The edition in use and what it locks. Read from this computer."""

    def choose(self, edition: Edition) -> None:
        """Use another edition, and record who chose it."""
        ...

    def locked_companies(self) -> tuple[QuickBooksSetup, ...]:
        """Connected companies that wait for a larger edition."""
        ...

    def last_choice(self) -> EditionChosen | None:
        """Who chose the edition last, and when. From a job only."""
        ...


class Program(Protocol):
    """The program without its window. What may touch a network is called from a job only."""

    @property
    def edition(self) -> Edition: ...

    @property
    def editions(self) -> Editions: ...

    @property
    def demo(self) -> bool: ...

    @property
    def offline(self) -> bool: ...

    @property
    def review_only(self) -> bool:
        """Whether the record is only looked at: nothing is sent, nothing is written into it."""
        ...

    @property
    def trouble(self) -> Known | None:
        """Why the user's own record can only be looked at."""
        ...

    @property
    def vault(self) -> str:
        """Where keys are kept: `keyring`, `file` or `memory`."""
        ...

    @property
    def version(self) -> str: ...

    @property
    def archive(self) -> Archive:
        """The record, for reading; each thread may use it."""
        ...

    def now(self) -> dt.datetime: ...

    def today(self) -> dt.date: ...

    def companies(self) -> tuple[QuickBooksSetup, ...]: ...

    def connectwise_setup(self) -> ConnectWiseSetup | None: ...

    def options(self, realm: RealmId) -> CompanyOptions: ...

    def locations(self) -> tuple[Location, ...]:
        """The Locations as they were last read."""
        ...

    @property
    def configuring(self) -> Configuring: ...

    @property
    def beginning(self) -> Beginning: ...

    @property
    def checking_up(self) -> CheckingUp: ...

    @property
    def tying(self) -> Tying: ...

    @property
    def keeping(self) -> Keeping:
        """The record as a file."""
        ...

    @property
    def fixing(self) -> Fixing: ...

    @property
    def setting_up(self) -> SettingUp:
        """Testing and saving connections."""
        ...

    # From a job only

    def connect(self) -> None:
        """Start what the connections need (in the demo the sandbox), recover, read the Locations."""
        ...

    def recover(self, observer: Observer) -> RecoveryReport: ...

    def list_unposted(
        self,
        realm: RealmId,
        location: ConnectWiseId | None,
        through: dt.date | None,
        progress: Callable[[int], None],
        stop: StopEvent,
    ) -> UnpostedList: ...

    def plan(
        self, realm: RealmId, request: BatchRequest, progress: Callable[[int], None], stop: StopEvent
    ) -> BatchPlan: ...

    def run(self, realm: RealmId, plan: BatchPlan, observer: Observer, stop: StopEvent) -> BatchNumber: ...

    def resume(self, number: BatchNumber, observer: Observer, stop: StopEvent) -> BatchNumber: ...

    def corrections(self, realm: RealmId) -> CorrectionService:
        """Looking at and running corrections of a company."""
        ...

    def hold(self, ids: Sequence[BillingLogId], reason: str, until: dt.date | None = None) -> None:
        """Hold invoices back until they are released, or until a day. An empty reason releases them."""
        ...

    def close(self) -> None: ...
