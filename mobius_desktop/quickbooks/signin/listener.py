"""Waits on this computer for the browser to come back from the sign-in, then ends by itself.

Intuit compares the redirect address letter by letter, so the port is fixed and can be changed in the
set-up. Only for loopback addresses (Intuit allows them for Development keys); otherwise the user pastes
the address that the browser ended on.
"""

from __future__ import annotations

import contextlib
import errno
import os
import queue
import socket
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import parse_qs, urlsplit

from mobius_desktop.domain.errors import NotSetUp
from mobius_desktop.domain.ports import Clock
from mobius_desktop.domain.setup import redirect_port_problem
from mobius_desktop.domain.stopping import current_stop
from mobius_desktop.transport.addresses import host_of, is_loopback

Belongs = Callable[[str], bool]

_PAGE = (
    "<!doctype html><html lang=en><meta charset=utf-8><title>Mobius Desktop</title>"
    "<body style='font:16px sans-serif;margin:4em'><h1>{head}</h1>"
    "<p>{text}</p></body></html>"
)
_CAME_BACK = (
    "The browser's part is done",
    "Go back to Mobius Desktop: it says which company was signed in to. You can close this page.",
)
_DECLINED = (
    "Not signed in",
    "The access was not allowed. Nothing was changed. Go back to Mobius Desktop. You can close this page.",
)
_OF_ANOTHER = (
    "Not signed in",
    "This page belongs to another sign-in than the one begun last. Nothing was changed. Sign in again.",
)


def can_listen(redirect_uri: str) -> bool:
    """Whether the browser comes back to this computer, so that nothing needs to be pasted."""
    parts = urlsplit(redirect_uri)
    return parts.scheme == "http" and is_loopback(host_of(redirect_uri)) and _port_of(redirect_uri) != ""


def _port_of(address: str) -> str:
    """The port as it is written; `urlsplit` raises where it is none."""
    return urlsplit(address).netloc.rpartition("@")[2].rpartition("]")[2].partition(":")[2]


def _refused(port: int, error: OSError) -> str:
    """Why nobody can wait at the port, and the way out."""
    other = "choose another port here and at developer.intuit.com."
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} on this computer is in use by another program, so the browser could not come back."
            f" Close that program, or {other}"
        )
    if error.errno == errno.EACCES:
        # Windows answers so for the ranges that Hyper-V and others reserve, and for a port held exclusively.
        return (
            f"This computer does not let the program wait at port {port}: it is reserved, or another program"
            f" holds it for itself. Nothing was changed. Please {other}"
        )
    said = error.strerror or type(error).__name__
    return f"The program cannot wait at port {port}: {said}. Nothing was changed. Please {other}"


class _Handler(BaseHTTPRequestHandler):
    """Takes the one address that is waited for; anything else is not found."""

    timeout = 2.0
    server: _Server

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = parse_qs(parts.query)
        if parts.path != self.server.expected or "state" not in query:
            self.send_error(404)
            return
        said = _DECLINED if "error" in query else _CAME_BACK
        head, text = said if self.server.belongs(query["state"][0]) else _OF_ANOTHER
        body = _PAGE.format(head=head, text=text).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)
        self.server.came.put(self.path)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its signature
        """Say nothing: the request line holds the code."""


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    # On Windows this option would let another program take over the port.
    allow_reuse_address = os.name != "nt"

    def __init__(
        self, family: int, at: tuple[str, int], expected: str, belongs: Belongs, came: queue.Queue[str]
    ) -> None:
        self.address_family = family
        self.expected = expected
        self.belongs = belongs
        self.came = came
        super().__init__(at, _Handler)


class LoopbackListener:
    """Listens on 127.0.0.1 and ::1 while the `with` block lasts."""

    def __init__(self, redirect_uri: str, clock: Clock, belongs: Belongs) -> None:
        """`belongs` says whether a state is that of the sign-in that is waited for: the browser's page must
        not claim more than the program will."""
        if not can_listen(redirect_uri):
            raise NotSetUp("The redirect address does not lead to this computer.", side="quickbooks")
        problem = redirect_port_problem(_port_of(redirect_uri))
        if problem:
            raise NotSetUp(problem, side="quickbooks")
        parts = urlsplit(redirect_uri)
        self._origin = f"http://{parts.netloc}"
        self._port = int(_port_of(redirect_uri))
        self._path = parts.path or "/"
        self._clock = clock
        self._belongs = belongs
        self._came: queue.Queue[str] = queue.Queue()
        self._servers: list[_Server] = []
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> LoopbackListener:
        try:
            self._open(socket.AF_INET, "127.0.0.1")
        except OSError as error:
            raise NotSetUp(_refused(self._port, error), side="quickbooks") from error
        with contextlib.suppress(OSError):
            # “localhost” may mean either; a machine without IPv6 has only the first.
            self._open(socket.AF_INET6, "::1")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()
        for thread in self._threads:
            thread.join()

    def wait(self, seconds: float) -> str | None:
        """The address that the browser came back with; None when it did not, or the stop event is set."""
        until = self._clock.monotonic() + seconds
        stop = current_stop()
        while self._clock.monotonic() < until and not (stop is not None and stop.is_set()):
            with contextlib.suppress(queue.Empty):
                return self._origin + self._came.get(timeout=0.2)
        return None

    def _open(self, family: int, host: str) -> None:
        server = _Server(family, (host, self._port), self._path, self._belongs, self._came)
        thread = threading.Thread(
            target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="mobius-sign-in"
        )
        thread.start()
        self._servers.append(server)
        self._threads.append(thread)
