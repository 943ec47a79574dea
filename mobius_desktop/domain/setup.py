"""What is set up: one ConnectWise connection, the QuickBooks companies. Keys are in the vault, never here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from mobius_desktop.domain.ids import RealmId

REDIRECT_PORTS = range(1024, 65536)
"""Where the browser can come back to on this computer: lower ones are kept for the system's own services."""


def redirect_port_problem(port: str) -> str:
    """Why the browser cannot come back to this port; empty when it can."""
    if port.isascii() and port.isdigit() and int(port) in REDIRECT_PORTS:
        return ""
    return (
        f"“{port}” cannot be the port. It has to be a number from {REDIRECT_PORTS.start} to"
        f" {REDIRECT_PORTS.stop - 1}, the same here and in the Intuit app."
    )


class Environment(StrEnum):
    """Which QuickBooks a company lives in. Custom is any server that speaks the API (the sandbox, a test)."""

    PRODUCTION = "Production"
    SANDBOX = "Sandbox"
    CUSTOM = "Custom"


@dataclass(frozen=True, slots=True)
class ConnectWiseSetup:
    """The ConnectWise connection. `base_url` ends with `/apis/3.0`; `origin` is frozen at set-up."""

    site: str
    company_id: str
    base_url: str
    client_id: str
    origin: str
    saved_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class QuickBooksSetup:
    """A connected QuickBooks company. `base_url` ends before `/v3/company`."""

    realm: RealmId
    name: str
    environment: Environment
    base_url: str
    discovery_url: str
    redirect_uri: str
    default: bool = False
    connected_at: dt.datetime | None = None
    sign_in_ends_at: dt.datetime | None = None
    """When the refresh token expires if it is not used."""
    sign_in_hard_end: dt.datetime | None = None
    needs_reconnect: bool = False


class SecretName(StrEnum):
    """Names of secrets in the vault; company secrets carry the realm after a colon."""

    CONNECTWISE_PUBLIC_KEY = "connectwise-public-key"
    CONNECTWISE_PRIVATE_KEY = "connectwise-private-key"
    INTUIT_CLIENT_ID = "intuit-client-id"
    INTUIT_CLIENT_SECRET = "intuit-client-secret"  # noqa: S105 - the name of a secret, not one
    QUICKBOOKS_REFRESH_TOKEN = "quickbooks-refresh-token"  # noqa: S105 - the same
