"""Which addresses may be called at all: https, or loopback; in the demo loopback only."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from mobius_desktop.domain.errors import NotSetUp


def is_loopback(host: str) -> bool:
    """Whether a host is this machine by its very name, without asking a name server."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def host_of(address: str) -> str:
    """The host of an address, lower case, without port; empty where there is none."""
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""


def checked(address: str, *, loopback_only: bool = False, side: str = "") -> str:
    """The address itself, without a closing slash; NotSetUp with a sentence when it may not be called."""
    parts = urlsplit(address)
    host = host_of(address)
    if parts.scheme not in {"http", "https"} or not host:
        raise NotSetUp(f"“{address}” is not a web address.", side=side)
    if parts.username or parts.password:
        raise NotSetUp("A web address here must not contain a user name or password.", side=side)
    if loopback_only and not is_loopback(host):
        raise NotSetUp(f"The demo reaches this computer only, not {host}.", side=side)
    if parts.scheme != "https" and not is_loopback(host):
        raise NotSetUp(f"{host} must be reached by https: keys would travel readable otherwise.", side=side)
    return address.rstrip("/")
