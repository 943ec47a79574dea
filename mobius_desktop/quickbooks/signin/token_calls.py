"""The three calls to Intuit's token service, each with a client of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from mobius_desktop.diagnostics.redactor import redactor
from mobius_desktop.domain.errors import Known, RemoteRefused, RemoteUnknown, SignInLost
from mobius_desktop.domain.ports import Clock
from mobius_desktop.quickbooks.signin.intuit import Grant, IntuitApp, SignInFacts

if TYPE_CHECKING:
    from mobius_desktop.quickbooks.signin.auth_client import GuardedAuthClient

Answer = TypeVar("Answer")


class TokenCalls:
    """Exchanges a code, renews, revokes. Raises Known errors only."""

    def __init__(self, app: IntuitApp, clock: Clock, *, loopback_only: bool = False) -> None:
        self._app = app
        self._clock = clock
        self._loopback_only = loopback_only

    def authorization_url(self, state: str) -> str:
        from mobius_desktop.quickbooks.signin import (  # noqa: PLC0415 - intuitlib loads when first needed
            auth_client,
        )

        return self._with_client(None, lambda client: auth_client.authorization_url(client, state))

    def exchange(self, code: str) -> Grant:
        """The tokens for a code. A code holds once: never repeated."""

        def call(client: GuardedAuthClient) -> Grant:
            client.get_bearer_token(code)
            return self._grant(client)

        return self._with_client(None, call)

    def refresh(self, refresh_token: str) -> Grant:
        """New tokens for a refresh token; InvalidGrant when it is no longer valid."""

        def call(client: GuardedAuthClient) -> Grant:
            client.refresh(refresh_token)
            return self._grant(client)

        return self._with_client(refresh_token, call)

    def revoke(self, refresh_token: str) -> None:
        """End the sign-in at Intuit; one that has ended already is fine."""
        try:
            self._with_client(refresh_token, lambda client: client.revoke(refresh_token))
        except (RemoteRefused, SignInLost):
            return

    def _with_client(self, refresh_token: str | None, call: Callable[[GuardedAuthClient], Answer]) -> Answer:
        from mobius_desktop.quickbooks.signin import (  # noqa: PLC0415 - intuitlib loads when first needed
            auth_client,
        )

        try:
            client = auth_client.GuardedAuthClient(
                self._app, refresh_token=refresh_token, loopback_only=self._loopback_only
            )
            try:
                return call(client)
            finally:
                client.end()
        except Known:
            raise
        except Exception as error:
            known = auth_client.as_known(error)
            if known is None:
                raise
            # Without its cause: the library's error carries the answer, and with it tokens.
            raise known from None

    def _grant(self, client: GuardedAuthClient) -> Grant:
        access, refresh = client.access_token, client.refresh_token
        if not isinstance(access, str) or not isinstance(refresh, str) or not access or not refresh:
            raise RemoteUnknown(
                "Intuit's answer to the sign-in holds no tokens. Try again.", side="quickbooks"
            )
        redactor.learn(access, refresh)
        facts = SignInFacts(
            ends_at=self._moment(client.x_refresh_token_expires_in),
            hard_end=self._moment(client.x_refresh_token_hard_expires_in),
        )
        return Grant(access, refresh, _seconds(client.expires_in) or 3600.0, facts)

    def _moment(self, seconds: object) -> datetime | None:
        after = _seconds(seconds)
        return None if after is None else self._clock.now() + timedelta(seconds=after)


def _seconds(value: object) -> float | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    return float(value) if isinstance(value, str) and value.isdigit() else None
