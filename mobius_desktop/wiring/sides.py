"""The clients of both sides, made from what is set up and from the vault, when they are first asked for."""

from __future__ import annotations

import dataclasses
from threading import RLock
from typing import TYPE_CHECKING

from mobius_desktop.domain.errors import NotSetUp
from mobius_desktop.domain.ids import RealmId
from mobius_desktop.domain.ports import GrantLock, Vault
from mobius_desktop.domain.setup import ConnectWiseSetup, Environment, QuickBooksSetup, SecretName
from mobius_desktop.store import Store
from mobius_desktop.wiring.clock import ProgramClock
from mobius_desktop.wiring.options import ProgramOptions

if TYPE_CHECKING:
    from mobius_desktop.connectwise.client import ApiKeys, ConnectWiseClient
    from mobius_desktop.quickbooks.client import QuickBooksClient
    from mobius_desktop.quickbooks.signin.flow import NewSignIn
    from mobius_desktop.quickbooks.signin.intuit import IntuitApp, SignInFacts
    from mobius_desktop.quickbooks.signin.tokens import TokenService


class Sides:
    """Both sides of one program. Any thread may ask; each client is made once."""

    def __init__(
        self, options: ProgramOptions, store: Store, clock: ProgramClock, vault: Vault, lock: GrantLock
    ) -> None:
        self._options = options
        self._store = store
        self._clock = clock
        self._vault = vault
        self._grants = lock
        self._guard = RLock()
        self._connectwise: ConnectWiseClient | None = None
        self._quickbooks: dict[RealmId, QuickBooksClient] = {}
        self._tokens: dict[RealmId, TokenService] = {}

    # -- ConnectWise ----------------------------------------------------------------------------------

    def keys(self) -> ApiKeys:
        """The saved keys; NotSetUp when there are none."""
        from mobius_desktop.connectwise.client import ApiKeys  # noqa: PLC0415 - not before it is asked

        public = self._vault.get(SecretName.CONNECTWISE_PUBLIC_KEY.value)
        private = self._vault.get(SecretName.CONNECTWISE_PRIVATE_KEY.value)
        if not public or not private:
            raise NotSetUp("ConnectWise PSA is not set up yet: its keys are missing.", side="connectwise")
        return ApiKeys(public, private)

    def connectwise(self) -> ConnectWiseClient:
        """The ConnectWise client; NotSetUp before it is set up."""
        from mobius_desktop.connectwise.client import ConnectWiseClient  # noqa: PLC0415 - not before it is asked

        with self._guard:
            if self._connectwise is None:
                self._connectwise = ConnectWiseClient(
                    self._connectwise_setup(),
                    self.keys(),
                    clock=self._clock,
                    loopback_only=self._options.demo,
                )
            return self._connectwise

    def _connectwise_setup(self) -> ConnectWiseSetup:
        setup = self._store.connectwise_setup()
        if setup is None:
            raise NotSetUp("ConnectWise PSA is not set up yet.", side="connectwise")
        if not self._options.connectwise_url or self._options.demo:
            return setup
        from mobius_desktop.connectwise.discovery import discover  # noqa: PLC0415 - not before it is asked

        # The origin stays the frozen one: it says whose invoices these are, not where they are asked for.
        found = discover(self._options.connectwise_url, setup.company_id, clock=self._clock)
        return dataclasses.replace(setup, base_url=found.base_url)

    def save_connectwise(self, setup: ConnectWiseSetup, keys: ApiKeys) -> None:
        """Keep the connection. The origin of an earlier set-up of the same site stays frozen."""
        self._vault.put(SecretName.CONNECTWISE_PUBLIC_KEY.value, keys.public)
        self._vault.put(SecretName.CONNECTWISE_PRIVATE_KEY.value, keys.private)
        self._store.save_connectwise_setup(dataclasses.replace(setup, saved_at=self._clock.now()))
        with self._guard:
            old, self._connectwise = self._connectwise, None
        if old is not None:
            old.close()

    # -- QuickBooks -----------------------------------------------------------------------------------

    def app(self, redirect_uri: str, discovery_url: str, realm: RealmId | None = None) -> IntuitApp:
        """The Intuit app that a company was signed in with, else the one used last: sandbox and production
        companies have keys of their own. NotSetUp when there is none."""
        from mobius_desktop.quickbooks.signin.intuit import IntuitApp  # noqa: PLC0415 - not before it is asked

        for names in (_app_names(realm), _app_names(None)):
            client_id, secret = (self._vault.get(name) for name in names)
            if client_id and secret:
                return IntuitApp(client_id, secret, redirect_uri, discovery_url)
        raise NotSetUp("The Intuit app's client id and secret are missing.", side="quickbooks")

    def save_app(self, client_id: str, secret: str, realm: RealmId | None = None) -> None:
        """Keep the user's Intuit app, for a company and as the one used last."""
        for names in {_app_names(realm), _app_names(None)}:
            self._vault.put(names[0], client_id)
            self._vault.put(names[1], secret)

    def forget_app(self, realm: RealmId) -> None:
        """The company is not connected any more. The app stays for the next one."""
        for name in _app_names(realm):
            self._vault.delete(name)

    def forget_keys(self) -> int:
        """Delete every secret of this installation; how many there were."""
        from mobius_desktop.quickbooks.signin.intuit import refresh_token_name  # noqa: PLC0415 - as below

        realms = [one.realm for one in self._store.companies()]
        names = [SecretName.CONNECTWISE_PUBLIC_KEY.value, SecretName.CONNECTWISE_PRIVATE_KEY.value]
        names += [name for realm in (None, *realms) for name in _app_names(realm)]
        names += [refresh_token_name(realm) for realm in realms]
        there = [name for name in names if self._vault.get(name) is not None]
        for name in there:
            self._vault.delete(name)
        for realm in realms:
            self.forget(realm)
        return len(there)

    def quickbooks(self, realm: RealmId) -> QuickBooksClient:
        """The client of a company; NotSetUp when it is not connected."""
        from mobius_desktop.quickbooks.client import QuickBooksClient  # noqa: PLC0415 - not before it is asked

        with self._guard:
            client = self._quickbooks.get(realm)
            if client is None:
                setup = self.company(realm)
                if self._options.quickbooks_url and not self._options.demo:
                    setup = dataclasses.replace(
                        setup, base_url=self._options.quickbooks_url, environment=Environment.CUSTOM
                    )
                client = QuickBooksClient(
                    setup, self.tokens(setup), clock=self._clock, loopback_only=self._options.demo
                )
                self._quickbooks[realm] = client
            return client

    def company(self, realm: RealmId) -> QuickBooksSetup:
        """The set-up of a connected company."""
        setup = self._store.company(realm)
        if setup is None:
            raise NotSetUp("This QuickBooks company is not connected.", side="quickbooks")
        return setup

    def tokens(self, setup: QuickBooksSetup) -> TokenService:
        """The sign-in of a company."""
        from mobius_desktop.quickbooks.signin.token_calls import TokenCalls  # noqa: PLC0415 - as above
        from mobius_desktop.quickbooks.signin.tokens import TokenService  # noqa: PLC0415 - as above

        with self._guard:
            service = self._tokens.get(setup.realm)
            if service is None:
                app = self.app(setup.redirect_uri, setup.discovery_url, setup.realm)
                service = TokenService(
                    setup.realm,
                    TokenCalls(app, self._clock, loopback_only=self._options.demo),
                    self._vault,
                    self._grants,
                    self._clock,
                    company=setup.name,
                    on_facts=lambda facts: self._keep_facts(setup.realm, facts),
                )
                self._tokens[setup.realm] = service
            return service

    def save_sign_in(self, new: NewSignIn, app: IntuitApp, *, default: bool) -> QuickBooksSetup:
        """Keep a company that has just been signed in to with this app, its tokens first."""
        setup = dataclasses.replace(new.setup, default=default or new.setup.default)
        self.save_app(app.client_id, app.client_secret, setup.realm)
        self.forget(setup.realm)
        self._store.save_company(setup)
        self.tokens(setup).adopt(new.grant)
        return self.company(setup.realm)

    def forget(self, realm: RealmId) -> None:
        """The next call makes the company's client anew."""
        with self._guard:
            client = self._quickbooks.pop(realm, None)
            self._tokens.pop(realm, None)
        if client is not None:
            client.close()

    def _keep_facts(self, realm: RealmId, facts: SignInFacts) -> None:
        setup = self._store.company(realm)
        if setup is not None:
            self._store.save_company(
                dataclasses.replace(
                    setup,
                    sign_in_ends_at=facts.ends_at,
                    sign_in_hard_end=facts.hard_end,
                    needs_reconnect=False,
                )
            )

    def close(self) -> None:
        """End all kept connections."""
        with self._guard:
            companies, site = list(self._quickbooks.values()), self._connectwise
            self._quickbooks, self._connectwise = {}, None
        for client in companies:
            client.close()
        if site is not None:
            site.close()


def _app_names(realm: RealmId | None) -> tuple[str, str]:
    """The names of an app's id and secret in the vault."""
    ending = f":{realm}" if realm is not None else ""
    return f"{SecretName.INTUIT_CLIENT_ID.value}{ending}", f"{SecretName.INTUIT_CLIENT_SECRET.value}{ending}"
