"""Which edition is in use, who chose it, and what it locks. A smaller one locks; it takes nothing away."""

from __future__ import annotations

from mobius_desktop.diagnostics.paths import installed_edition
from mobius_desktop.domain.editions import EDITIONS, Capabilities, Edition, as_allowed
from mobius_desktop.domain.events import EditionChosen
from mobius_desktop.domain.ids import RealmId
from mobius_desktop.domain.options import CompanyOptions
from mobius_desktop.domain.ports import Clock
from mobius_desktop.domain.setup import QuickBooksSetup
from mobius_desktop.store import Store
from mobius_desktop.wiring.options import ProgramOptions


class EditionChoice:
    """The edition of one program: what was chosen in it, else the installer's choice, else Lite."""

    def __init__(self, launched: ProgramOptions, store: Store, clock: Clock, user: str) -> None:
        self._launched, self._store, self._clock, self._user = launched, store, clock, user
        self._now: Edition | None = None
        word = (installed_edition() or "").capitalize()
        self._installed = Edition(word) if word in set(Edition) else None

    @property
    def current(self) -> Edition:
        """The demo plays the one it was started with, until another is chosen in it."""
        if self._now is not None:
            return self._now
        if self._launched.demo and self._launched.edition:
            return self._launched.demo_edition
        chosen = self._store.edition()
        if chosen is not None:
            return chosen
        return self._launched.demo_edition if self._launched.demo else self._installed or Edition.LITE

    @property
    def capabilities(self) -> Capabilities:
        """What it allows."""
        return EDITIONS[self.current]

    def companies(self) -> tuple[QuickBooksSetup, ...]:
        """The connected companies that it allows, the default one first."""
        return self._store.companies()[: self.capabilities.companies]

    def locked_companies(self) -> tuple[QuickBooksSetup, ...]:
        """Connected companies that wait for a larger edition: sign-in, options, links and record are kept."""
        return self._store.companies()[len(self.companies()) :]

    def options(self, realm: RealmId) -> CompanyOptions:
        """A company's configuration as the edition uses it; the one that is kept is the store's."""
        return as_allowed(self._store.options(realm), self.capabilities)

    def last_choice(self) -> EditionChosen | None:
        """Who chose the edition last, and when; None while it is the preset. Walks the record."""
        history = self._store.edition_history()
        return history[-1] if history else None

    def choose(self, edition: Edition) -> None:
        """Use another edition from now on, and record who chose it and when."""
        before = self.current
        if edition is not before:
            self._store.record(EditionChosen(edition, before, self._user, self._clock.now()))
        self._now = edition
