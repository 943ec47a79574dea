"""Keeps a company signed in: one renewal at a time over threads and processes, stored before it is used.

Two renewals with the same token at once make Intuit end the sign-in; a renewed token that is lost before
it is stored ends it as well. So: take the lock, read the vault again, renew, store, use.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Protocol

from mobius_desktop.domain.errors import SignInLost
from mobius_desktop.domain.ids import RealmId
from mobius_desktop.domain.ports import Clock, GrantLock, Vault
from mobius_desktop.quickbooks.signin.intuit import Grant, InvalidGrant, SignInFacts, refresh_token_name

EARLY = 300.0
"""Seconds before its end at which an access token is renewed."""

SIDE = "quickbooks"


class Calls(Protocol):
    """What is needed of Intuit's token service."""

    def refresh(self, refresh_token: str) -> Grant: ...

    def revoke(self, refresh_token: str) -> None: ...


class TokenService:
    """The sign-in of one company. Access tokens stay in memory, the refresh token in the vault."""

    def __init__(
        self,
        realm: RealmId,
        calls: Calls,
        vault: Vault,
        lock: GrantLock,
        clock: Clock,
        *,
        company: str = "",
        on_facts: Callable[[SignInFacts], None] | None = None,
    ) -> None:
        self._realm = realm
        self._calls = calls
        self._vault = vault
        self._lock = lock
        self._clock = clock
        self._company = company
        self._on_facts = on_facts
        self._guard = threading.Lock()
        self._access = ""
        self._ends = 0.0
        self._lost = ""
        self._unstored: Grant | None = None
        self.facts: SignInFacts | None = None

    def headers(self) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {self.access_token()}"}

    def renew(self, used: Mapping[str, str]) -> bool:
        """A new access token after `used` was refused; raises SignInLost when there is none to be had."""
        self._renewed(used.get("Authorization", "").removeprefix("Bearer "))
        return True

    def access_token(self) -> str:
        """A token that holds for some minutes; SignInLost, or RemoteUnknown while Intuit is away."""
        with self._guard:
            access, ends = self._access, self._ends
        if access and self._clock.monotonic() < ends - EARLY:
            return access
        return self._renewed(access)

    def adopt(self, grant: Grant) -> None:
        """Take over the tokens of a new sign-in, stored before they are used."""
        with self._lock.held(self._name):
            self._keep(grant)

    def disconnect(self) -> None:
        """End the sign-in at Intuit and forget it."""
        with self._lock.held(self._name):
            stored = self._vault.get(self._name)
            if stored is not None:
                self._calls.revoke(stored)
                self._vault.delete(self._name)
            with self._guard:
                self._access, self._ends = "", 0.0

    @property
    def _name(self) -> str:
        return refresh_token_name(self._realm)

    def _renewed(self, stale: str) -> str:
        with self._lock.held(self._name):
            with self._guard:
                if self._access and self._access != stale:
                    return self._access  # another thread was here first
            if self._unstored is not None:
                self._keep(self._unstored)
                return self._access
            stored = self._stored()
            try:
                grant = self._calls.refresh(stored)
            except InvalidGrant as error:
                grant = self._second_try(stored, error)
            self._keep(grant)
            return grant.access_token

    def _second_try(self, used: str, error: SignInLost) -> Grant:
        """Another program may have renewed it without our lock: once more if the vault says so."""
        stored = self._vault.get(self._name)
        if stored is not None and stored != used:
            try:
                return self._calls.refresh(stored)
            except InvalidGrant as again:
                self._lost = stored
                raise self._named(again) from None
        self._lost = used
        raise self._named(error) from None

    def _stored(self) -> str:
        stored = self._vault.get(self._name)
        if stored is None or stored == self._lost:
            raise SignInLost(f"QuickBooks is not signed in{self._for}. Reconnect the company.", side=SIDE)
        return stored

    def _keep(self, grant: Grant) -> None:
        # Stored first: a token that is used and then lost cannot be renewed. If the vault refuses, it is
        # kept here and stored by the next one who asks, before anything else.
        self._unstored = grant
        self._vault.put(self._name, grant.refresh_token)
        self._unstored = None
        with self._guard:
            self._access = grant.access_token
            self._ends = self._clock.monotonic() + grant.expires_in
            self._lost = ""
        self.facts = grant.facts
        if self._on_facts is not None:
            self._on_facts(grant.facts)

    def _named(self, error: SignInLost) -> SignInLost:
        """The error in the words of the company it is about."""
        sentence = error.sentence
        if self._company:
            sentence = sentence.replace("ended the sign-in.", f"ended the sign-in{self._for}.")
        return SignInLost(sentence, side=SIDE, faults=error.faults)

    @property
    def _for(self) -> str:
        return f" for {self._company}" if self._company else ""
