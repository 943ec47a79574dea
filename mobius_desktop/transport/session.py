"""requests, the only place that uses it: sessions with system certificates, and what its errors mean.

Loaded when the first call goes out, never before the window's first paint.
"""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import requests
import requests.adapters
import requests.exceptions
import truststore
import urllib3.exceptions

from mobius_desktop.domain.retry import Trouble
from mobius_desktop.transport.addresses import NAME_NOT_FOUND, host_of, is_loopback

Authorize = Callable[[requests.PreparedRequest], requests.PreparedRequest]


class _SystemCertificates(requests.adapters.HTTPAdapter):
    """Trusts what Windows or Linux trusts: a firm's own inspecting proxy is in there, not in certifi."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        kwargs["ssl_context"] = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        super().init_poolmanager(*args, **kwargs)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        kwargs["ssl_context"] = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        return super().proxy_manager_for(proxy, **kwargs)

    def cert_verify(self, conn: Any, url: str, verify: bool | str, cert: Any) -> None:
        """Leave out the authorities that requests brings: what a firm took out of its system is out."""
        super().cert_verify(conn, url, verify, cert)  # type: ignore[no-untyped-call]  # its stub has no types
        if verify is True:
            conn.ca_certs = None


def prepare(session: requests.Session, address: str) -> None:
    """Give a session system certificates. The environment's proxies hold, but never for this machine."""
    session.mount("https://", _SystemCertificates(max_retries=0))
    session.trust_env = not is_loopback(host_of(address))


def end(session: requests.Session) -> None:
    """Close a session and its connections now.

    `Session.close` alone leaves them to the garbage collector, and after an error that may be late."""
    for adapter in session.adapters.values():
        if isinstance(adapter, requests.adapters.HTTPAdapter):
            for manager in (adapter.poolmanager, *adapter.proxy_manager.values()):
                for key in manager.pools.keys():  # noqa: SIM118 - no mapping: it cannot be iterated itself
                    manager.pools[key].close()
    session.close()


def authorized(headers: Mapping[str, str]) -> Authorize:
    """An auth object that sets these headers.

    Given as `auth`, not as headers: requests lets a matching entry of a .netrc file replace a bare
    Authorization header, and asks that file only where there is no auth object."""

    def authorize(request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers.update(headers)
        return request

    return authorize


class Sessions:
    """Sessions, each used by one thread at a time and kept with its connections for the next."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._lock = threading.Lock()
        self._idle: list[requests.Session] = []
        self._closed = False

    @contextmanager
    def one(self) -> Iterator[requests.Session]:
        with self._lock:
            session = self._idle.pop() if self._idle else None
        if session is None:
            session = requests.Session()
            prepare(session, self._address)
        try:
            yield session
        finally:
            with self._lock:
                if not self._closed:
                    self._idle.append(session)
                    session = None
            if session is not None:
                end(session)

    def close(self) -> None:
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for session in idle:
            end(session)


def trouble_of(error: Exception) -> Trouble | None:
    """What a failure of requests means for a retry; None when it is not one of its failures.

    NOT_SENT only where no connection stood: everything else may have arrived."""
    if not isinstance(error, requests.exceptions.RequestException):
        return None
    if isinstance(error, requests.exceptions.InvalidURL | requests.exceptions.InvalidProxyURL):
        return Trouble.NOT_SENT
    for cause in _causes(error):
        if isinstance(
            cause,
            urllib3.exceptions.NewConnectionError
            | urllib3.exceptions.ConnectTimeoutError
            | ssl.SSLCertVerificationError,
        ):
            return Trouble.NOT_SENT
        if isinstance(cause, OSError) and str(cause).startswith("Tunnel connection failed"):
            return Trouble.NOT_SENT
    return Trouble.NO_ANSWER


def is_slow(error: Exception) -> bool:
    """Whether an answer was waited for as long as it may take."""
    return isinstance(error, requests.exceptions.ReadTimeout)


def reason_of(error: Exception) -> str:
    """Why there was no answer, as the end of a sentence."""
    causes = tuple(_causes(error))
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return "its certificate is not trusted by this computer"
    if any(isinstance(cause, urllib3.exceptions.NameResolutionError) for cause in causes):
        return NAME_NOT_FOUND
    if isinstance(error, requests.exceptions.ProxyError):
        return "the proxy did not let the call through"
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return "no connection could be made in time"
    if isinstance(error, requests.exceptions.Timeout):
        return "it did not answer in time"
    if any(isinstance(cause, urllib3.exceptions.NewConnectionError) for cause in causes):
        return "no connection could be made"
    return "the connection was lost"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error, what it was raised from, and what urllib3 wrapped inside it.

    Not what happened to be handled when it was raised (`__context__`): an earlier call that never left says
    nothing about this one."""
    seen: set[int] = set()
    waiting: list[object] = [error]
    while waiting:
        one = waiting.pop()
        if not isinstance(one, BaseException) or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting += [one.__cause__, getattr(one, "reason", None), *one.args]
