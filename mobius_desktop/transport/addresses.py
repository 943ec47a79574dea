"""Which addresses may be called at all: https, or loopback; in the demo loopback only."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from mobius_desktop.domain.errors import NotSetUp

NAME_NOT_FOUND = "its name could not be found"
"""Why a host could not be reached, as the end of a sentence: no name server knows it."""
_HOST_NAME = re.compile(r"[\w-]{1,63}(\.[\w-]{1,63})*\.?")


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


def names_a_host(address: str) -> bool:
    """Whether host and port of an address can be ones. Nobody is asked."""
    host = host_of(address)
    try:
        _port = urlsplit(address).port
        if ":" in host:
            ipaddress.IPv6Address(host.partition("%")[0])
            return True
    except ValueError:
        return False
    return _HOST_NAME.fullmatch(host) is not None


def checked(address: str, *, loopback_only: bool = False, side: str = "") -> str:
    """The address itself, without a closing slash; NotSetUp with a sentence when it may not be called."""
    if not names_a_host(address) or urlsplit(address).scheme not in {"http", "https"}:
        raise NotSetUp(f"“{address}” is not a web address.", side=side)
    parts, host = urlsplit(address), host_of(address)
    if parts.username or parts.password:
        raise NotSetUp("A web address here must not contain a user name or password.", side=side)
    if loopback_only and not is_loopback(host):
        raise NotSetUp(f"The demo reaches this computer only, not {host}.", side=side)
    if parts.scheme != "https" and not is_loopback(host):
        raise NotSetUp(f"{host} must be reached by https: keys would travel readable otherwise.", side=side)
    return address.rstrip("/")
