"""The program without its window: the record, both sides, the engine for each company, and the demo."""

from __future__ import annotations

import datetime as dt
import getpass
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from threading import Event as StopEvent
from threading import RLock
from typing import TYPE_CHECKING

import msgspec

from mobius_desktop import __version__
from mobius_desktop.domain.connectwise import Location
from mobius_desktop.domain.editions import Capabilities, Edition
from mobius_desktop.domain.errors import Known, NotSetUp
from mobius_desktop.domain.events import HoldChanged
from mobius_desktop.domain.ids import BatchNumber, BillingLogId, ConnectWiseId, RealmId
from mobius_desktop.domain.options import CompanyOptions
from mobius_desktop.domain.plan import BatchPlan
from mobius_desktop.domain.setup import ConnectWiseSetup, QuickBooksSetup
from mobius_desktop.store import FILE_NAME, Store, look_at_file
from mobius_desktop.transfer.batch import BatchRequest, RecoveryReport, UnpostedList
from mobius_desktop.wiring.clock import ProgramClock
from mobius_desktop.wiring.edition_choice import EditionChoice
from mobius_desktop.wiring.options import ProgramOptions
from mobius_desktop.wiring.teaching_vault import TeachingVault

if TYPE_CHECKING:
    from mobius_desktop.connectwise.client import ConnectWiseClient
    from mobius_desktop.quickbooks.client import QuickBooksClient
    from mobius_desktop.transfer.correct.service import CorrectionService
    from mobius_desktop.transfer.service import TransferService
    from mobius_desktop.wiring.beginning import Beginning
    from mobius_desktop.wiring.checking_up import CheckingUp
    from mobius_desktop.wiring.configuring import Configuring
    from mobius_desktop.wiring.engines import Engines, Observer
    from mobius_desktop.wiring.fixing import Fixing
    from mobius_desktop.wiring.keeping import Keeping
    from mobius_desktop.wiring.sandbox_servers import SandboxServers
    from mobius_desktop.wiring.setting_up import SettingUp
    from mobius_desktop.wiring.sides import Sides
    from mobius_desktop.wiring.support import Support
    from mobius_desktop.wiring.tying import Tying
    from mobius_desktop.wiring.updates import Updates

LOCATIONS = "locations"
_locations = msgspec.json.Decoder(tuple[Location, ...])


class Program:
    """One running program on one data folder. Any thread may use it; `close` ends everything it started."""

    def __init__(self, options: ProgramOptions, store: Store, clock: ProgramClock, held: ExitStack) -> None:
        self.launched = options
        self.store = store
        self.clock = clock
        self._held = held
        self._guard = RLock()
        self._sides: Sides | None = None
        self._engines: Engines | None = None
        self._configuring: Configuring | None = None
        self._setting_up: SettingUp | None = None
        self.servers: SandboxServers | None = None
        """The demo's servers, once `connect` has started them."""
        self._demo_connected = False
        self.editions = EditionChoice(options, store, clock, getpass.getuser())

    # -- what it is -----------------------------------------------------------------------------------

    @property
    def demo(self) -> bool:
        return self.launched.demo

    @property
    def vault(self) -> str:
        """Where keys are kept. The demo's are worth nothing outside of it."""
        return "memory" if self.demo else self.launched.vault

    @property
    def offline(self) -> bool:
        """No server is asked: the record only."""
        return self.launched.offline

    @property
    def review_only(self) -> bool:
        """Whether the record is only looked at: nothing is sent, nothing is written into it."""
        return False

    @property
    def trouble(self) -> Known | None:
        """Why the user's own record can only be looked at."""
        return None

    @property
    def version(self) -> str:
        return __version__

    @property
    def folder(self) -> Path:
        return self.launched.folder

    @property
    def edition(self) -> Edition:
        return self.editions.current

    @property
    def capabilities(self) -> Capabilities:
        """What the edition allows."""
        return self.editions.capabilities

    @property
    def archive(self) -> Store:
        """The record, for reading."""
        return self.store

    def now(self) -> dt.datetime:
        return self.clock.now()

    def today(self) -> dt.date:
        return self.clock.today()

    def companies(self) -> tuple[QuickBooksSetup, ...]:
        """The connected companies that the edition allows, the default one first."""
        return self.editions.companies()

    def connectwise_setup(self) -> ConnectWiseSetup | None:
        return self.store.connectwise_setup()

    def options(self, realm: RealmId) -> CompanyOptions:
        return self.store.options(realm)

    def locations(self) -> tuple[Location, ...]:
        """The Locations as they were last read."""
        kept = self.store.setting(LOCATIONS)
        return _locations.decode(kept) if kept else ()

    # -- connecting -----------------------------------------------------------------------------------

    def connect(self) -> None:
        """Start what the connections need (in the demo the sandbox) and read the Locations. Blocks for a
        second or so: call it from a worker. Raises NotSetUp, Unreachable and what signing in raises."""
        if self.offline:
            raise NotSetUp("You are working offline. Start again without --offline to reach the servers.")
        with self._guard:
            if self.demo and not self._demo_connected:
                self._connect_demo()
        if self.connectwise_setup() is not None:
            self.read_locations()

    def _connect_demo(self) -> None:
        from mobius_desktop.wiring.demo import connect_demo  # noqa: PLC0415 - only in the demo
        from mobius_desktop.wiring.sandbox_servers import start_servers  # noqa: PLC0415 - the same

        if self.servers is None:
            self.servers = start_servers(self.launched, self.folder, self.clock)
            self._held.callback(self.servers.stop)
        connect_demo(self.servers, self.sides, self.store, self.clock)
        self._demo_connected = True

    def read_locations(self) -> tuple[Location, ...]:
        """Ask ConnectWise for its Locations and keep them."""
        found = self.sides.connectwise().locations()
        self.store.put_setting(LOCATIONS, msgspec.json.encode(found).decode())
        return found

    @property
    def sides(self) -> Sides:
        """Both sides' clients. The vault is opened here, not before.

        Raises RecordDamaged where pages of a large record are damaged: nothing goes out from such a one."""
        from mobius_desktop.credentials.choice import VaultKind, open_vault  # noqa: PLC0415 - when first needed
        from mobius_desktop.wiring.sides import Sides  # noqa: PLC0415 - the same

        with self._guard:
            if self._sides is None:
                if self.store.is_large:  # a small one was looked at when it was opened
                    look_at_file(self.store.path)
                vault, lock = open_vault(
                    VaultKind(self.vault),
                    installation=self.store.installation_id(),
                    directory=secrets_folder(),
                )
                self._sides = Sides(self.launched, self.store, self.clock, TeachingVault(vault), lock)
                self._held.callback(self._sides.close)
            return self._sides

    @property
    def setting_up(self) -> SettingUp:
        """Testing and saving connections. The next batch uses what has just been set up."""
        from mobius_desktop.wiring.setting_up import SettingUp  # noqa: PLC0415 - only on the set-up pages

        with self._guard:
            if self._setting_up is None:
                self._setting_up = SettingUp(
                    self.sides,
                    self.store,
                    self.clock,
                    self.editions,
                    loopback_only=self.demo,
                    changed=self.engines.forget,
                )
            return self._setting_up

    # -- batches --------------------------------------------------------------------------------------

    @property
    def engines(self) -> Engines:
        """An engine for each company, made when it is first asked for."""
        from mobius_desktop.wiring.engines import Engines  # noqa: PLC0415 - when first needed

        with self._guard:
            if self._engines is None:
                self._engines = Engines(
                    self.folder, self.store, self.clock, self.editions, sides=lambda: self.sides
                )
            return self._engines

    def service(self, realm: RealmId) -> TransferService:
        """The engine for a company."""
        return self.engines.of(realm)

    def corrections(self, realm: RealmId) -> CorrectionService:
        """Take back, undo, replace, accept, mark, release, retry and hold for a company."""
        return self.engines.corrections(realm)

    def recover(self, observer: Observer | None = None) -> RecoveryReport:
        """Finish what an earlier program had begun, for every company."""
        return self.engines.recover(self.companies(), observer)

    def list_unposted(
        self,
        realm: RealmId,
        location: ConnectWiseId | None = None,
        through: dt.date | None = None,
        progress: Callable[[int], None] | None = None,
        stop: StopEvent | None = None,
    ) -> UnpostedList:
        return self.service(realm).list_unposted(location, through, progress, stop)

    def plan(
        self,
        realm: RealmId,
        request: BatchRequest,
        progress: Callable[[int], None] | None = None,
        stop: StopEvent | None = None,
    ) -> BatchPlan:
        read = None if progress is None else (lambda done, _all: progress(done))
        return self.service(realm).plan(request, read, stop)

    def run(
        self,
        realm: RealmId,
        plan: BatchPlan,
        observer: Observer | None = None,
        stop: StopEvent | None = None,
    ) -> BatchNumber:
        return self.service(realm).run(plan, observer or (lambda _events: None), stop)

    def resume(
        self, number: BatchNumber, observer: Observer | None = None, stop: StopEvent | None = None
    ) -> BatchNumber:
        """Send what an interrupted or cancelled batch had not begun, planned anew, as a batch of its own."""
        return self.engines.resume(number, {one.name: one for one in self.locations()}, observer, stop)

    def clock_apart(self) -> dt.timedelta | None:
        """How far the clock is behind QuickBooks', where that is more than five minutes; from then on
        QuickBooks' time is used. Asks it: from a worker only."""
        from mobius_desktop.wiring.clock_check import apart_from  # noqa: PLC0415 - once a start

        companies = self.companies()
        return apart_from(self.clock, self.sides.quickbooks(companies[0].realm)) if companies else None

    # -- the company pages ----------------------------------------------------------------------------

    @property
    def configuring(self) -> Configuring:
        """Options and links of the companies."""
        from mobius_desktop.wiring.configuring import configuring_of  # noqa: PLC0415 - when first needed

        with self._guard:
            if self._configuring is None:
                self._configuring = configuring_of(self)
            return self._configuring

    @property
    def beginning(self) -> Beginning:
        """The steps before a company's first batch."""
        from mobius_desktop.wiring.beginning import Beginning  # noqa: PLC0415 - when first needed

        books = self.configuring.books
        return Beginning(self.store, self.service, self._quickbooks_side, books, user=getpass.getuser())

    @property
    def checking_up(self) -> CheckingUp:
        """*Check set-up* of the companies."""
        from mobius_desktop.wiring.checking_up import CheckingUp  # noqa: PLC0415 - when first needed

        return CheckingUp(self.store, self.clock, self.editions, self._connectwise_side, self.service)

    @property
    def keeping(self) -> Keeping:
        """The record as a file: verified, copied, trimmed."""
        from mobius_desktop.wiring.keeping import Keeping  # noqa: PLC0415 - when first needed

        return Keeping(self.store, self.folder / FILE_NAME, self.clock, user=getpass.getuser())

    @property
    def tying(self) -> Tying:
        """Tie-outs, months and overrides."""
        from mobius_desktop.wiring.tying import Tying  # noqa: PLC0415 - when first needed

        return Tying(
            self.store,
            self.clock,
            self._connectwise_side,
            self._quickbooks_side,
            lambda realm: self.service(realm).lists(),
            user=getpass.getuser(),
            is_unproven=self._is_unproven,
        )

    def _is_unproven(self) -> bool:
        """Whether papers have to say that nobody has verified what they show: of a copy."""
        return False

    @property
    def updates(self) -> Updates:
        """Looking for a newer version."""
        from mobius_desktop.wiring.updates import Updates  # noqa: PLC0415 - when first needed

        return Updates(self.store, __version__, loopback_only=self.demo)

    @property
    def support(self) -> Support:
        """The support bundle."""
        from mobius_desktop.wiring.support import Support  # noqa: PLC0415 - hardly ever

        return Support(self.store, self.folder, edition=self.edition.value)

    @property
    def fixing(self) -> Fixing:
        """What *Fix here* does."""
        from mobius_desktop.wiring.fixing import Fixing  # noqa: PLC0415 - when first needed

        return Fixing(self.store, lambda: self.configuring, self.service)

    def _quickbooks_side(self, realm: RealmId) -> QuickBooksClient:
        return self.sides.quickbooks(realm)

    def _connectwise_side(self) -> ConnectWiseClient:
        return self.sides.connectwise()

    # -- what a person decides --------------------------------------------------------------------------

    def hold(self, ids: Sequence[BillingLogId], reason: str, until: dt.date | None = None) -> None:
        """Hold invoices back until they are released, or until a day. An empty reason releases them."""
        now, user = self.now(), getpass.getuser()
        self.store.record(*(HoldChanged(one, reason, until, user, now) for one in ids))

    def close(self) -> None:
        """Stop the servers, close connections and the record. May be called twice."""
        self._held.close()


def secrets_folder() -> Path:
    """The user's own folder for the file of secrets and the locks of sign-ins; never a data folder."""
    import platformdirs  # noqa: PLC0415 - when first needed

    return Path(platformdirs.user_config_dir("Mobius Desktop", appauthor=False))
