"""Testing and saving connections, as the set-up pages ask for it: `wiring.SettingUp` fulfils it."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event as StopEvent
from typing import Protocol

from mobius_desktop.domain.connection import ConnectionReport, ConnectionStep
from mobius_desktop.domain.ids import RealmId
from mobius_desktop.domain.setup import QuickBooksSetup

StepDone = Callable[[ConnectionStep], None]


class SettingUp(Protocol):
    """What the set-up pages do. It may touch the network: from a job only."""

    def test_connectwise(
        self, keys: dict[str, str] | None = None, done: StepDone | None = None
    ) -> ConnectionReport:
        """Test the saved keys, or those typed in (site, company_id, public_key, private_key, client_id).

        `done` hears of each step as it ends."""
        ...

    def save_connectwise(self, keys: dict[str, str], done: StepDone | None = None) -> ConnectionReport:
        """Test and, when it passes, save."""
        ...

    def test_quickbooks(self, realm: RealmId, done: StepDone | None = None) -> ConnectionReport: ...

    def connect_quickbooks(
        self, entries: dict[str, str], open_address: Callable[[str], None], stop: StopEvent
    ) -> QuickBooksSetup:
        """Sign in to a company in the user's browser; `open_address` gets the address to open.

        Entries: client_id, client_secret, redirect_port, environment, and for a custom server discovery_url
        and base_url."""
        ...

    def begin_sign_in(self, entries: dict[str, str]) -> str:
        """For production: the page to open in the browser. It ends on `redirect_uri`, and that address is
        pasted into `finish_sign_in`."""
        ...

    def finish_sign_in(self, address: str) -> QuickBooksSetup: ...

    def sign_in_with_token(self, entries: dict[str, str]) -> QuickBooksSetup:
        """With a refresh token and a company ID from Intuit's playground."""
        ...

    def disconnect_quickbooks(self, realm: RealmId) -> None: ...

    def make_default(self, realm: RealmId) -> None: ...
