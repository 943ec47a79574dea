"""What the set-up pages do: test and save the ConnectWise keys, sign in to QuickBooks companies and out."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from threading import Event as StopEvent
from urllib.parse import urlsplit

from mobius_desktop.connectwise.client import ApiKeys
from mobius_desktop.connectwise.connection_check import check_connection as check_connectwise
from mobius_desktop.diagnostics.redactor import redactor
from mobius_desktop.domain.connection import ConnectionReport, ConnectionStep
from mobius_desktop.domain.editions import COMPANIES_LOCKED
from mobius_desktop.domain.errors import Cancelled, NotSetUp
from mobius_desktop.domain.ids import RealmId
from mobius_desktop.domain.setup import ConnectWiseSetup, Environment, QuickBooksSetup
from mobius_desktop.domain.stopping import stopped_by
from mobius_desktop.domain.typed import trimmed, without_blanks
from mobius_desktop.quickbooks.connection_check import check_connection as check_quickbooks
from mobius_desktop.quickbooks.signin.flow import STATE_HOLDS, NewSignIn, SignIn
from mobius_desktop.quickbooks.signin.intuit import ADDRESSES, IntuitApp
from mobius_desktop.quickbooks.signin.listener import LoopbackListener, can_listen
from mobius_desktop.store import Store
from mobius_desktop.transport.addresses import checked, host_of, names_a_host
from mobius_desktop.wiring.clock import ProgramClock
from mobius_desktop.wiring.edition_choice import EditionChoice
from mobius_desktop.wiring.sides import Sides

DEFAULT_PORT = "8612"
PLAYGROUND = "https://developer.intuit.com/v2/OAuth2Playground/RedirectUrl"
"""Where the browser ends in Intuit's playground; the app has to list it."""
Entries = Mapping[str, str]
StepDone = Callable[[ConnectionStep], None]


class SettingUp:
    """Tests and saves connections. Everything here may touch the network."""

    def __init__(
        self,
        sides: Sides,
        store: Store,
        clock: ProgramClock,
        editions: EditionChoice,
        *,
        loopback_only: bool,
        changed: Callable[[], None],
    ) -> None:
        """`changed` is called when what a batch works with has become another."""
        self._sides = sides
        self._store = store
        self._clock = clock
        self._editions = editions
        self._loopback_only = loopback_only
        self._changed = changed
        self._pasted: SignIn | None = None

    def test_connectwise(self, keys: Entries | None = None, done: StepDone | None = None) -> ConnectionReport:
        """Test what was typed in (site, company_id, public_key, private_key, client_id), or what is saved.
        `done` hears of each step as it ends."""
        report, _ = self._check(keys, done)
        return report

    def save_connectwise(self, keys: Entries, done: StepDone | None = None) -> ConnectionReport:
        """Test and, when it passes, save."""
        report, setup = self._check(keys, done)
        if report.passed and setup is not None:
            self._sides.save_connectwise(setup, self._keys(keys))
            self._changed()
        return report

    def _check(
        self, keys: Entries | None, done: StepDone | None
    ) -> tuple[ConnectionReport, ConnectWiseSetup | None]:
        if keys is None:
            saved = self._store.connectwise_setup()
            if saved is None:
                raise NotSetUp("ConnectWise PSA is not set up yet.", side="connectwise")
            site, company, client = saved.site, saved.company_id, saved.client_id
        else:
            site, company, client = keys["site"], keys["company_id"], pasted(keys["client_id"])
        return check_connectwise(
            site,
            company,
            client,
            self._keys(keys),
            clock=self._clock,
            loopback_only=self._loopback_only,
            done=done,
        )

    def _keys(self, entries: Entries | None) -> ApiKeys:
        """What was typed; a key that was left empty is the saved one."""
        typed = entries or {}
        public, private = (pasted(typed.get(name, "")) for name in ("public_key", "private_key"))
        if public and private:
            return ApiKeys(public, private)
        saved = self._sides.keys()
        return ApiKeys(public or saved.public, private or saved.private)

    def test_quickbooks(self, realm: RealmId, done: StepDone | None = None) -> ConnectionReport:
        """Test a connected company."""
        client, name = self._sides.quickbooks(realm), self._sides.company(realm).name
        return check_quickbooks(client, name=name, done=done, clock=self._clock)

    def connect_quickbooks(
        self, entries: Entries, open_address: Callable[[str], None], stop: StopEvent
    ) -> QuickBooksSetup:
        """Sign in to a company in the user's browser and keep it. `open_address` gets the page to open.

        With the entry `realm` an existing company is signed in to again. Raises Cancelled when `stop` is set,
        NotSetUp when the browser cannot come back to this computer or did not in ten minutes."""
        expected = self._expected(entries)
        redirect = trimmed(entries.get("redirect_uri", "")) or (
            f"http://localhost:{trimmed(entries.get('redirect_port', '')) or DEFAULT_PORT}/callback"
        )
        if not can_listen(redirect):
            raise NotSetUp("The redirect address does not lead to this computer.", side="quickbooks")
        sign_in = self._sign_in(entries, redirect, expected)
        with LoopbackListener(redirect, self._clock, sign_in.belongs) as listener, stopped_by(stop):
            open_address(sign_in.begin())
            address = listener.wait(STATE_HOLDS)
        if stop.is_set():
            raise Cancelled("The sign-in was cancelled. Nothing was changed.")
        if address is None:
            raise NotSetUp(
                "The browser did not come back within ten minutes. Begin again.", side="quickbooks"
            )
        return self._keep(sign_in, sign_in.finish(address))

    def begin_sign_in(self, entries: Entries) -> str:
        """For a redirect address on the web: the page to open. The browser ends on the entry `redirect_uri`;
        that address is pasted, and `finish_sign_in` takes it."""
        redirect_uri = trimmed(entries.get("redirect_uri", ""))
        _check_redirect(redirect_uri)
        self._pasted = self._sign_in(entries, redirect_uri, self._expected(entries))
        return self._pasted.begin()

    def finish_sign_in(self, address: str) -> QuickBooksSetup:
        """Keep the company of a pasted address, once."""
        sign_in = self._pasted
        if sign_in is None:
            raise NotSetUp("No sign-in was begun. Begin it again.", side="quickbooks")
        setup = self._keep(sign_in, sign_in.finish(address))
        self._pasted = None
        return setup

    def sign_in_with_token(self, entries: Entries) -> QuickBooksSetup:
        """Keep the company of a refresh token of Intuit's playground (entries refresh_token, company_id)."""
        redirect = trimmed(entries.get("redirect_uri", "")) or PLAYGROUND
        sign_in = self._sign_in(entries, redirect, self._expected(entries))
        new = sign_in.finish_with_token(
            entries.get("company_id", ""), pasted(entries.get("refresh_token", ""))
        )
        return self._keep(sign_in, new)

    def _expected(self, entries: Entries) -> QuickBooksSetup | None:
        realm = entries.get("realm", "")
        if realm:
            return self._sides.company(RealmId(realm))
        limit = self._editions.capabilities.companies
        if limit is not None and len(self._store.companies()) >= limit:
            raise NotSetUp(COMPANIES_LOCKED, side="quickbooks")
        return None

    def _sign_in(self, entries: Entries, redirect: str, expected: QuickBooksSetup | None) -> SignIn:
        environment = Environment(entries.get("environment") or Environment.SANDBOX.value)
        known = ADDRESSES.get(environment)
        base_url = trimmed(entries.get("base_url", "")) or (known.base_url if known else "")
        discovery_url = trimmed(entries.get("discovery_url", "")) or (known.discovery_url if known else "")
        if not base_url or not discovery_url:
            raise NotSetUp(
                "A server of its own needs its base URL and the URL of its discovery document.",
                side="quickbooks",
            )
        for address in (discovery_url, base_url):  # before the browser opens: a sign-in is not begun in vain
            checked(address, loopback_only=self._loopback_only, side="quickbooks")
        client_id, secret = (pasted(entries.get(name, "")) for name in ("client_id", "client_secret"))
        app = (
            IntuitApp(client_id, secret, redirect, discovery_url)
            if client_id and secret
            else self._sides.app(redirect, discovery_url, expected.realm if expected else None)
        )
        return SignIn(
            app,
            base_url=base_url.rstrip("/"),
            environment=environment,
            clock=self._clock,
            expected=expected,
            loopback_only=self._loopback_only,
        )

    def _keep(self, sign_in: SignIn, new: NewSignIn) -> QuickBooksSetup:
        """Nothing is kept before the sign-in has worked: a wrong secret leaves the saved app as it is."""
        setup = self._sides.save_sign_in(new, sign_in.app, default=not self._store.companies())
        self._changed()
        return setup

    def disconnect_quickbooks(self, realm: RealmId) -> None:
        """End the sign-in at Intuit and forget the company. Its past stays in the record."""
        setup = self._sides.company(realm)
        self._sides.tokens(setup).disconnect()
        self._sides.forget(realm)
        self._sides.forget_app(realm)
        self._store.remove_company(realm)
        self._changed()

    def forget_keys(self) -> int:
        """Take every key and sign-in of this installation out of the vault; how many there were. At Intuit
        nothing is ended."""
        count = self._sides.forget_keys()
        self._changed()
        return count

    def make_default(self, realm: RealmId) -> None:
        """The select page opens on this company."""
        self._store.save_company(dataclasses.replace(self._sides.company(realm), default=True))


def pasted(key: str) -> str:
    """A key without the blanks, line breaks and unseen characters that come along when it is copied.

    It is kept out of logs from now on, also when it proves wrong and never reaches the vault."""
    found = without_blanks(key)
    redactor.learn(found)
    return found


def _check_redirect(address: str) -> None:
    """Intuit takes https addresses of a name for production keys; what else is typed is said at once."""
    host = host_of(address)
    named = names_a_host(address) and "." in host and not host.replace(".", "").isdigit()
    if not named or urlsplit(address).scheme != "https":
        raise NotSetUp(
            "The redirect address has to begin with https:// and name a page of your own domain, exactly as"
            " the Intuit app lists it.",
            side="quickbooks",
        )
