"""A program that only looks: at an auditor's copy, or at a record that cannot be written."""

from __future__ import annotations

import getpass
from contextlib import ExitStack
from pathlib import Path

from mobius_desktop.domain.connectwise import Location
from mobius_desktop.domain.editions import Edition
from mobius_desktop.domain.errors import Known, NotSetUp
from mobius_desktop.domain.ids import RealmId
from mobius_desktop.domain.options import CompanyOptions
from mobius_desktop.domain.setup import ConnectWiseSetup, QuickBooksSetup
from mobius_desktop.store import Store
from mobius_desktop.wiring.clock import ProgramClock
from mobius_desktop.wiring.keeping import Keeping
from mobius_desktop.wiring.options import ProgramOptions
from mobius_desktop.wiring.program import Program
from mobius_desktop.wiring.sides import Sides

NOT_FROM_HERE = "This record is open to be read only. Nothing can be sent or changed from here."


class Reviewing(Program):
    """`trouble` is why the user's own record can only be looked at; None for a copy that was asked for."""

    def __init__(
        self,
        options: ProgramOptions,
        store: Store,
        clock: ProgramClock,
        held: ExitStack,
        *,
        file: Path,
        trouble: Known | None = None,
    ) -> None:
        super().__init__(options, store, clock, held)
        self._file = file
        self._trouble = trouble
        self._keeping = Keeping(store, file, clock, user=getpass.getuser())

    @property
    def review_only(self) -> bool:
        return True

    @property
    def trouble(self) -> Known | None:
        return self._trouble

    @property
    def offline(self) -> bool:
        return True

    @property
    def demo(self) -> bool:
        return False

    @property
    def edition(self) -> Edition:
        """The past is never locked."""
        return Edition.STANDARD

    def companies(self) -> tuple[QuickBooksSetup, ...]:
        return ()

    def connectwise_setup(self) -> ConnectWiseSetup | None:
        return None

    def options(self, realm: RealmId) -> CompanyOptions:
        del realm
        return CompanyOptions()

    def locations(self) -> tuple[Location, ...]:
        return ()

    def connect(self) -> None:
        raise NotSetUp(NOT_FROM_HERE)

    @property
    def sides(self) -> Sides:
        """None: whatever would reach a server ends here."""
        raise NotSetUp(NOT_FROM_HERE)

    def _is_unproven(self) -> bool:
        return not self._keeping.is_proven

    @property
    def keeping(self) -> Keeping:
        """One, which remembers what was verified here."""
        return self._keeping
