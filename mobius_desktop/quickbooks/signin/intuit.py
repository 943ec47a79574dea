"""Intuit's addresses, and what an Intuit app is: the user's own, since a secret must not be in a program."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from mobius_desktop.domain.errors import SignInLost
from mobius_desktop.domain.ids import RealmId
from mobius_desktop.domain.setup import Environment, SecretName


class InvalidGrant(SignInLost):
    """The refresh token is no longer valid; perhaps another program renewed it a moment ago."""


@dataclass(frozen=True, slots=True)
class IntuitAddresses:
    """Where an environment lives: its data API and its discovery document."""

    base_url: str
    discovery_url: str


ADDRESSES = {
    Environment.PRODUCTION: IntuitAddresses(
        "https://quickbooks.api.intuit.com",
        "https://developer.intuit.com/.well-known/openid_configuration/",
    ),
    Environment.SANDBOX: IntuitAddresses(
        "https://sandbox-quickbooks.api.intuit.com",
        "https://developer.intuit.com/.well-known/openid_sandbox_configuration/",
    ),
}

INTUIT_HOSTS = frozenset(
    {
        "appcenter.intuit.com",
        "oauth.platform.intuit.com",
        "developer.intuit.com",
        "developer.api.intuit.com",
        "accounts.platform.intuit.com",
        "sandbox-accounts.platform.intuit.com",
    }
)
"""What a discovery document may name besides its own host: it is read without a proof of who answers."""

FALLBACK = {
    "authorization_endpoint": "https://appcenter.intuit.com/connect/oauth2",
    "token_endpoint": "https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer",
    "revocation_endpoint": "https://developer.api.intuit.com/v2/oauth2/tokens/revoke",
    "issuer": "https://oauth.platform.intuit.com/op/v1",
    "jwks_uri": "https://oauth.platform.intuit.com/op/v1/jwks",
    "userinfo_endpoint": "https://accounts.platform.intuit.com/v1/openid_connect/userinfo",
}
"""The discovery document's content, for when Intuit's page that serves it is down and the rest is not."""


@dataclass(frozen=True, slots=True)
class IntuitApp:
    """The user's Intuit app and where the browser comes back to."""

    client_id: str = field(repr=False)
    client_secret: str = field(repr=False)
    redirect_uri: str
    discovery_url: str


@dataclass(frozen=True, slots=True)
class SignInFacts:
    """How long a sign-in lasts, to be stored with the company's set-up."""

    ends_at: datetime | None
    """When it ends if the company is not used: a rolling 100 days."""
    hard_end: datetime | None
    """When it ends in any case: at most five years after signing in."""


@dataclass(frozen=True, slots=True)
class Grant:
    """The tokens of one answer."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_in: float
    """Seconds for which the access token holds."""
    facts: SignInFacts


def refresh_token_name(realm: RealmId) -> str:
    """The name of a company's refresh token in the vault."""
    return f"{SecretName.QUICKBOOKS_REFRESH_TOKEN.value}:{realm}"
