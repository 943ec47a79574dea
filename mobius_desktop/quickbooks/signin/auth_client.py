"""Intuit's own OAuth client, with what it lacks: timeouts, system certificates, a guard on its addresses.

Loaded when first needed. One object per operation: the library copies every field of an answer onto itself.
"""

from __future__ import annotations

import json
from typing import Any

from intuitlib.client import AuthClient
from intuitlib.enums import Scopes
from intuitlib.exceptions import AuthClientError

from mobius_desktop.domain.errors import (
    Known,
    NotSetUp,
    RemoteRefused,
    RemoteUnknown,
    SignInLost,
    Unreachable,
)
from mobius_desktop.domain.retry import Trouble
from mobius_desktop.quickbooks.signin.intuit import ADDRESSES, FALLBACK, INTUIT_HOSTS, IntuitApp, InvalidGrant
from mobius_desktop.transport.addresses import checked, host_of, is_loopback
from mobius_desktop.transport.session import end, prepare, reason_of, trouble_of

SIDE = "quickbooks"
_TIMEOUT = (10, 60)
_PUBLIC_DISCOVERY = frozenset(addresses.discovery_url for addresses in ADDRESSES.values())


class _Canned:
    """The fallback in place of a discovery document's answer."""

    status_code = 200

    def json(self) -> dict[str, str]:
        return dict(FALLBACK)


class GuardedAuthClient(AuthClient):  # type: ignore[misc]  # the library has no types
    """An AuthClient that calls only where it may, and never waits for ever."""

    def __init__(self, app: IntuitApp, *, refresh_token: str | None = None, loopback_only: bool) -> None:
        self._allowed = INTUIT_HOSTS | {host_of(app.discovery_url)}
        self._loopback_only = loopback_only
        self._mounted = False
        try:
            super().__init__(
                app.client_id,
                app.client_secret,
                app.redirect_uri,
                app.discovery_url,
                refresh_token=refresh_token,
            )
        except Exception as error:
            known = _of_discovery(app.discovery_url, error)
            if known is None:
                raise
            raise known from None
        self.include_refresh_token_hard_expires_in = True
        for address in (self.auth_endpoint, self.token_endpoint, self.revoke_endpoint):
            self._check(str(address))

    def get(self, url: str, **kwargs: Any) -> Any:
        if url not in _PUBLIC_DISCOVERY:
            return super().get(url, **kwargs)
        try:
            answer = super().get(url, **kwargs)
        except Exception as error:
            if trouble_of(error) is None:
                raise
            return _Canned()
        return answer if answer.status_code == 200 else _Canned()

    def request(self, method: str, url: str, **kwargs: Any) -> Any:
        self._check(url)
        if not self._mounted:
            self._mounted = True
            prepare(self, url)
        kwargs.setdefault("timeout", _TIMEOUT)
        kwargs["allow_redirects"] = False
        if kwargs.get("auth") is None:
            # Any auth object keeps requests from replacing the Basic header by an entry of .netrc.
            kwargs["auth"] = _as_it_is
        return super().request(method, url, **kwargs)

    def end(self) -> None:
        """Close its connections now, not when the garbage collector comes by."""
        end(self)

    def _check(self, url: str) -> None:
        checked(url, loopback_only=self._loopback_only, side=SIDE)
        if host_of(url) not in self._allowed:
            raise NotSetUp(
                f"The sign-in names {host_of(url)}, which is not one of Intuit's hosts. Nothing was sent.",
                side=SIDE,
            )


def authorization_url(client: GuardedAuthClient, state: str) -> str:
    """The page to open in the browser. Accounting only: an identity is not asked for."""
    return str(client.get_authorization_url([Scopes.ACCOUNTING], state_token=state))


def as_known(error: Exception) -> Known | None:
    """A failure of a token call as ours; None when it is none of its failures."""
    if isinstance(error, AuthClientError):
        return _refusal(error)
    trouble = trouble_of(error)
    if trouble is Trouble.NOT_SENT:
        return Unreachable(
            f"Intuit could not be reached: {reason_of(error)}. Check the network connection, then try again.",
            side=SIDE,
        )
    if trouble is not None:
        return RemoteUnknown(f"Intuit gave no answer: {reason_of(error)}. Try again.", side=SIDE)
    if isinstance(error, ValueError | KeyError | TypeError | AttributeError):
        return RemoteUnknown("Intuit's answer to the sign-in cannot be read. Try again.", side=SIDE)
    return None


def _of_discovery(address: str, error: Exception) -> Known | None:
    """What is wrong with a discovery address that somebody typed; None where that is not what failed."""
    if address in _PUBLIC_DISCOVERY:
        return None
    if isinstance(error, AuthClientError):
        status = int(error.status_code)
        if status >= 500 or status == 429:
            return None
        return _no_document(address, f"it answers with status {status}")
    if isinstance(error, json.JSONDecodeError | KeyError | TypeError | AttributeError):
        return _no_document(address, "what it answers is something else")
    if trouble_of(error) is Trouble.NOT_SENT:
        network = "" if is_loopback(host_of(address)) else " If it is right, check the network connection."
        return Unreachable(
            f"{address} could not be reached: {reason_of(error)}. Correct the Discovery address at the app's"
            f" keys.{network}",
            side=SIDE,
        )
    return None


def _no_document(address: str, why: str) -> RemoteRefused:
    return RemoteRefused(
        f"{address} is not the document that says how to sign in to Intuit: {why}. Correct the Discovery"
        " address at the app's keys.",
        side=SIDE,
    )


def _refusal(error: Any) -> Known:
    status = int(error.status_code)
    said = error.content.decode("utf-8", "replace") if isinstance(error.content, bytes) else ""
    if status >= 500 or status == 429 or 300 <= status < 400:
        return RemoteUnknown("Intuit could not answer just now. Try again in a few minutes.", side=SIDE)
    if "invalid_client" in said:
        return SignInLost(
            "Intuit does not accept the app's client id and secret. Check them at developer.intuit.com under"
            " Keys and credentials: those of Development and Production differ.",
            side=SIDE,
        )
    if "invalid_grant" in said:
        return InvalidGrant("QuickBooks ended the sign-in. Reconnect the company.", side=SIDE)
    if status == 200:
        return RemoteUnknown("Intuit's answer to the sign-in cannot be read. Try again.", side=SIDE)
    return RemoteRefused("Intuit refused the sign-in. Sign in again.", side=SIDE)


def _as_it_is(request: Any) -> Any:
    return request
