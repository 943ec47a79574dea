"""The sign-in in the browser: where it is sent, and what it may come back with."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from mobius_desktop.diagnostics.redactor import redactor
from mobius_desktop.domain.errors import Known, NotSetUp, RemoteRefused, SignInLost, Throttled, WrongCompany
from mobius_desktop.domain.ids import RealmId
from mobius_desktop.domain.ports import Clock
from mobius_desktop.domain.quickbooks import CompanyInfo
from mobius_desktop.domain.setup import Environment, QuickBooksSetup
from mobius_desktop.domain.typed import without_blanks
from mobius_desktop.quickbooks.client import QuickBooksClient
from mobius_desktop.quickbooks.signin.intuit import Grant, IntuitApp, InvalidGrant
from mobius_desktop.quickbooks.signin.listener import can_listen
from mobius_desktop.quickbooks.signin.token_calls import TokenCalls
from mobius_desktop.transport.channel import Fixed

STATE_HOLDS = 600.0
"""Seconds in which the browser has to come back."""

SIDE = "quickbooks"


@dataclass(frozen=True, slots=True)
class Callback:
    """What the browser came back with."""

    code: str = field(repr=False)
    state: str = field(repr=False)
    realm: RealmId
    error: str = ""


@dataclass(frozen=True, slots=True)
class NewSignIn:
    """A completed sign-in, not yet stored: the user confirms the company by its name first."""

    setup: QuickBooksSetup
    company: CompanyInfo
    grant: Grant


class SignIn:
    """One sign-in: `begin` gives the page to open, `finish` takes the address that the browser ended on."""

    def __init__(
        self,
        app: IntuitApp,
        *,
        base_url: str,
        environment: Environment,
        clock: Clock,
        expected: QuickBooksSetup | None = None,
        loopback_only: bool = False,
    ) -> None:
        """`expected` is the company to be reconnected; None when a new one is added."""
        self.app = app
        self._base_url = base_url
        self._environment = environment
        self._clock = clock
        self._expected = expected
        self._loopback_only = loopback_only
        self._calls = TokenCalls(app, clock, loopback_only=loopback_only)
        self._state = ""
        self._began = 0.0

    def begin(self) -> str:
        """The address to open in the browser. Beginning again makes earlier ones worthless."""
        state = secrets.token_urlsafe(32)
        address = self._calls.authorization_url(state)
        self._state, self._began = state, self._clock.monotonic()
        return address

    def belongs(self, state: str) -> bool:
        """Whether a browser with this state comes back from the sign-in that was begun last."""
        return bool(self._state) and hmac.compare_digest(state.encode(), self._state.encode())

    def finish(self, address: str) -> NewSignIn:
        """Turn the browser's address into tokens, and ask which company they are for.

        Nothing is stored. Raises WrongCompany when another company than the expected one was chosen. Never
        SignInLost: a sign-in that fails takes nothing away from one that holds."""
        with _only_this_attempt():
            return self._finish(address)

    def _finish(self, address: str) -> NewSignIn:
        callback = read_callback(address)
        self._check_state(callback)
        if callback.error:
            raise RemoteRefused(_declined(callback.error), side=SIDE)
        if not callback.code or not callback.realm:
            raise NotSetUp(
                "The browser came back without a code or a company. Nothing was changed. Begin again."
                if self._comes_back
                else "The address holds no code or no company. Copy it whole.",
                side=SIDE,
            )
        # One answer for one state: whatever comes of it, this one is used up.
        self._state = ""
        try:
            grant = self._calls.exchange(callback.code)
        except InvalidGrant as error:
            raise NotSetUp(
                "Intuit did not take this sign-in: its code was used already or is too old. Sign in again.",
                side=SIDE,
            ) from error
        return self._known(callback.realm, grant)

    def finish_with_token(self, realm: str, refresh_token: str) -> NewSignIn:
        """For a refresh token that was made in Intuit's playground with the same app: renew it, and ask which
        company it is for. Nothing is stored. Raises as `finish` does."""
        number, token = without_blanks(realm), without_blanks(refresh_token)
        if not number.isdigit():
            raise NotSetUp("The company ID (realm ID) is a number. Copy it from the playground.", side=SIDE)
        if not token:
            raise NotSetUp("The refresh token is empty. Copy it from the playground.", side=SIDE)
        with _only_this_attempt():
            try:
                grant = self._calls.refresh(token)
            except InvalidGrant as error:
                raise NotSetUp(
                    "Intuit does not accept this refresh token: it was renewed or ended meanwhile, or made"
                    " with another app's keys. Make a new one in the playground.",
                    side=SIDE,
                ) from error
            return self._known(RealmId(number), grant)

    def _known(self, realm: RealmId, grant: Grant) -> NewSignIn:
        """The company behind a grant, if it is the one meant."""
        setup = self._setup_for(realm)
        company = self._company(setup, grant)
        expected = self._expected
        if expected is not None and expected.realm != realm:
            raise WrongCompany(
                f"The browser signed in to “{company.name}”, but this is “{expected.name}”. Nothing was"
                " changed.",
                side=SIDE,
            )
        return NewSignIn(self._named(setup, company), company, grant)

    @property
    def _comes_back(self) -> bool:
        """Whether the browser comes back to this computer by itself: there is no address to copy then."""
        return can_listen(self.app.redirect_uri)

    def _check_state(self, callback: Callback) -> None:
        if not self._state:
            raise NotSetUp("This sign-in has been used already. Begin it again.", side=SIDE)
        if self._clock.monotonic() - self._began > STATE_HOLDS:
            self._state = ""
            raise NotSetUp("The sign-in took longer than ten minutes. Begin it again.", side=SIDE)
        if not self.belongs(callback.state):
            raise NotSetUp(
                "The browser came back from another sign-in than the one begun here, perhaps from an older"
                " page. Nothing was changed. Begin the sign-in again."
                if self._comes_back
                else "This address does not belong to the sign-in that was begun here. Copy the address the"
                " browser ended on, or begin again.",
                side=SIDE,
            )

    def _company(self, setup: QuickBooksSetup, grant: Grant) -> CompanyInfo:
        bearer = Fixed({"Authorization": f"Bearer {grant.access_token}"})
        client = QuickBooksClient(setup, bearer, clock=self._clock, loopback_only=self._loopback_only)
        try:
            return client.company_info()
        except Known as error:
            # Not stored yet, so said as it is: the sign-in worked, the company could not be asked.
            words = f"Signed in, but: {error.sentence}"
            if isinstance(error, Throttled):
                raise Throttled(words, seconds=error.seconds, side=SIDE) from error
            raise type(error)(words, side=SIDE) from error
        finally:
            client.close()

    def _setup_for(self, realm: RealmId) -> QuickBooksSetup:
        return QuickBooksSetup(
            realm=realm,
            name="",
            environment=self._environment,
            base_url=self._base_url,
            discovery_url=self.app.discovery_url,
            redirect_uri=self.app.redirect_uri,
        )

    def _named(self, setup: QuickBooksSetup, company: CompanyInfo) -> QuickBooksSetup:
        return QuickBooksSetup(
            realm=setup.realm,
            name=company.name,
            environment=setup.environment,
            base_url=setup.base_url,
            discovery_url=setup.discovery_url,
            redirect_uri=setup.redirect_uri,
            default=self._expected.default if self._expected else False,
            connected_at=self._clock.now(),
        )


@contextmanager
def _only_this_attempt() -> Iterator[None]:
    """A refusal of what was typed for this sign-in is no loss of a sign-in that somebody works with."""
    try:
        yield
    except SignInLost as error:
        raise NotSetUp(error.sentence, side=SIDE, faults=error.faults) from error


def read_callback(address: str) -> Callback:
    """The parts of a pasted or received address; blanks and line breaks from copying are forgiven."""
    text = without_blanks(address)
    query = parse_qs(urlsplit(text).query or text)
    if "state" not in query:
        raise NotSetUp(
            "This is not the address that the sign-in ends on: it holds “code=” and “state=”. Copy the whole"
            " address from the browser's address bar.",
            side=SIDE,
        )

    def first(name: str) -> str:
        return query.get(name, [""])[0]

    realm = first("realmId")
    redactor.learn(first("code"))
    return Callback(first("code"), first("state"), RealmId(realm if realm.isdigit() else ""), first("error"))


def _declined(error: str) -> str:
    if error == "access_denied":
        return "The sign-in was declined in the browser. Nothing was changed."
    return f"Intuit refused the sign-in ({error[:60]}). Check the Intuit app's settings, then sign in again."
