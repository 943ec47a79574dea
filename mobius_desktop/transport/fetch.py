"""One small text from one address, without keys: for what is no API."""

from __future__ import annotations

from mobius_desktop.domain.errors import Unreachable
from mobius_desktop.transport.addresses import checked, host_of
from mobius_desktop.transport.session import Sessions, reason_of, trouble_of

_TIMEOUTS = (5.0, 10.0)
_MOST = 64 * 1024
"""Bytes: a longer answer is not what was asked for."""


def fetch(address: str, *, loopback_only: bool = False) -> bytes:
    """What stands there. Redirects are not followed. Raises NotSetUp for an address that may not be called,
    Unreachable for every other failure."""
    checked(address, loopback_only=loopback_only)
    host = host_of(address)
    sessions = Sessions(address)
    try:
        with (
            sessions.one() as session,
            session.get(address, timeout=_TIMEOUTS, allow_redirects=False, stream=True) as answer,
        ):
            if answer.status_code != 200:
                raise Unreachable(f"{host} answered with {answer.status_code}.")
            body = answer.raw.read(_MOST + 1, decode_content=True)
    except Exception as error:
        if trouble_of(error) is None:
            raise
        raise Unreachable(f"{host} could not be read: {reason_of(error)}.") from error
    finally:
        sessions.close()
    if len(body) > _MOST:
        raise Unreachable(f"{host} answered with more than a version.")
    return bytes(body)
