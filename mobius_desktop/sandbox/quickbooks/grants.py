"""Consents and their tokens: how long they live, when they change, and what kills them."""

from __future__ import annotations

import threading
from typing import Any

from mobius_desktop.sandbox.control.clock import SandboxClock
from mobius_desktop.sandbox.control.world import Switches
from mobius_desktop.sandbox.quickbooks.state import Code, Grant, QuickBooksState

ACCESS_SECONDS = 3600
REFRESH_SECONDS = 100 * 86_400
HARD_SECONDS = 5 * 365 * 86_400
ROTATION_SECONDS = 86_400
CODE_SECONDS = 600
SHORTEST_TOKEN = 20
ACCOUNTING = "com.intuit.quickbooks.accounting"


class TokenRefused(Exception):  # noqa: N818 - the token endpoint refuses; it has not erred
    """HTTP 400 of the token endpoint."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(f"{error}: {description}")
        self.error = error
        self.description = description


class Grants:
    """All consents of the server. Every method takes the lock itself."""

    def __init__(self, state: QuickBooksState, clock: SandboxClock, switches: Switches) -> None:
        self._state = state
        self._clock = clock
        self._switches = switches
        self._lock = threading.RLock()

    def consent(self, realm: str, scope: str, redirect_uri: str) -> str:
        """A user's yes for one company: the authorization code."""
        with self._lock:
            key = f"grant-{self._count():04d}"
            self._state.grants[key] = Grant(
                realm=realm,
                scope=scope,
                redirect_uri=redirect_uri,
                hard_expiry=self._now() + HARD_SECONDS,
            )
            code = f"XAB{self._count():08d}{key[-4:]}SandboxCode"
            self._state.codes[code] = Code(key, redirect_uri, self._now() + CODE_SECONDS)
            return code

    def exchange(self, code_text: str, redirect_uri: str) -> dict[str, Any]:
        """Tokens for a code, once."""
        with self._lock:
            code = self._state.codes.get(code_text)
            if code is None or code.ends < self._now() or code.redirect_uri != redirect_uri:
                raise TokenRefused("invalid_grant", "Invalid authorization code")
            grant = self._state.grants[code.grant]
            if code.used:
                if self._switches["code_reuse"] == "revokes":
                    self._revoke(grant)
                raise TokenRefused("invalid_grant", "Invalid authorization code")
            code.used = True
            self._rotate(grant)
            return self._tokens(grant)

    def refresh(self, token: str, *, concurrent: bool) -> dict[str, Any]:
        """New tokens. Two refreshes of one token at the same time may cost the connection."""
        with self._lock:
            grant = self._by_refresh_token(token)
            if concurrent and self._switches["concurrent_refresh"] != "allowed":
                if self._switches["concurrent_refresh"] == "revokes":
                    self._revoke_family(token)
                raise TokenRefused("invalid_grant", "Incorrect or invalid refresh token")
            if grant is None:
                raise TokenRefused("invalid_grant", "Incorrect or invalid refresh token")
            mode = self._switches["refresh_rotation"]
            due = self._now() - grant.refresh_issued >= ROTATION_SECONDS
            if mode == "each" or (mode == "24_hours" and due):
                self._rotate(grant)
            return self._tokens(grant)

    def revoke(self, token: str) -> bool:
        """End the consent a token belongs to; False when nobody knows the token."""
        with self._lock:
            for grant in self._state.grants.values():
                if not grant.revoked and (token == grant.refresh_token or token in grant.access_tokens):
                    self._revoke(grant)
                    return True
            return False

    def revoke_realm(self, realm: str) -> int:
        """A user disconnects the program inside QuickBooks."""
        with self._lock:
            ended = [one for one in self._state.grants.values() if one.realm == realm and not one.revoked]
            for grant in ended:
                self._revoke(grant)
            return len(ended)

    def check(self, token: str, *, late: bool = False) -> tuple[Grant | None, str]:
        """The grant of an access token, or why there is none. `late`: it was good when it was sent."""
        with self._lock:
            if not SHORTEST_TOKEN <= len(token) <= 4096:
                return None, "Malformed bearer token: too short or too long"
            for grant in self._state.grants.values():
                if token not in grant.access_tokens:
                    continue
                if grant.revoked:
                    return None, "Token revoked"
                if grant.access_tokens[token] < self._now() and not late:
                    return None, f"Token expired: {token[:8]}…"
                return grant, ""
            return None, "Incorrect Token type or clientID"

    def _by_refresh_token(self, token: str) -> Grant | None:
        now = self._now()
        for grant in self._state.grants.values():
            alive = not grant.revoked and now < min(grant.refresh_used + REFRESH_SECONDS, grant.hard_expiry)
            if grant.refresh_token == token and alive:
                return grant
        return None

    def _tokens(self, grant: Grant) -> dict[str, Any]:
        now = self._now()
        token = f"eyJzYW5kYm94IjoiYWNjZXNzIn0.{grant.realm}.{self._count():08d}"
        grant.access_tokens = {one: ends for one, ends in grant.access_tokens.items() if ends > now - 86_400}
        grant.access_tokens[token] = now + ACCESS_SECONDS
        grant.refresh_used = now
        return {
            "token_type": "bearer",
            "access_token": token,
            "expires_in": ACCESS_SECONDS,
            "refresh_token": grant.refresh_token,
            "x_refresh_token_expires_in": int(min(REFRESH_SECONDS, grant.hard_expiry - now)),
            "x_refresh_token_hard_expires_in": int(grant.hard_expiry - now),
        }

    def _rotate(self, grant: Grant) -> None:
        number = self._count()
        family = self._family(grant)
        grant.refresh_token = f"AB11{family}{number:08d}SandboxRefreshToken"
        grant.refresh_issued = self._now()

    def _family(self, grant: Grant) -> str:
        """Four digits in every refresh token of a grant, so that an old value still names it."""
        return next(key for key, one in self._state.grants.items() if one is grant)[-4:]

    def _revoke_family(self, token: str) -> None:
        grant = self._state.grants.get(f"grant-{token[4:8]}")
        if grant is not None:
            self._revoke(grant)

    def _revoke(self, grant: Grant) -> None:
        grant.revoked = True

    def _count(self) -> int:
        self._state.counter += 1
        return self._state.counter

    def _now(self) -> float:
        return self._clock.now().timestamp()
