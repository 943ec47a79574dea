"""Rules for every test: no unexpected error in the log, no thread left behind, no connection but loopback.

Warnings are errors by pyproject; Qt's warnings fail a test through pytest-qt. A test that expects an error in
the log says so with the marker `logs_errors`.
"""

from __future__ import annotations

import gc
import ipaddress
import logging
import os
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# The words and figures on the screen must not depend on whoever runs the tests.
os.environ["LC_ALL"] = "C.UTF-8"
os.environ["LANG"] = "C.UTF-8"
# Programs that tests start are compiled once, also where this process was told to write no compiled files.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
os.environ.setdefault("PYTHONPYCACHEPREFIX", str(Path(__file__).parents[1] / ".pytest_cache" / "compiled"))

import pytest

_GRACE_SECONDS = 5.0
#: Threads of libraries that live as long as the process, by the beginning of their name.
_LASTING = ("pytest", "hypothesis", "Dummy", "ThreadPoolExecutor-loop")


def pytest_configure(config: pytest.Config) -> None:
    """Name the marker that this file understands."""
    config.addinivalue_line("markers", "logs_errors: the test provokes an error in the log on purpose")


class ForbiddenConnection(AssertionError):  # noqa: N818 - says what it is
    """A test tried to reach something that is not this machine."""


def _is_loopback(address: Any) -> bool:
    if not isinstance(address, tuple):
        return True  # a local socket file
    host = str(address[0])
    if host in ("localhost", ""):
        return True
    try:
        return ipaddress.ip_address(host.split("%", maxsplit=1)[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def _only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection beyond this machine, looked-up names included."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex
    look_up = socket.getaddrinfo

    def checked(address: Any) -> None:
        if not _is_loopback(address):
            raise ForbiddenConnection(f"A test tried to connect to {address}")

    def guarded(self: socket.socket, address: Any) -> None:
        checked(address)
        connect(self, address)

    def guarded_ex(self: socket.socket, address: Any) -> int:
        checked(address)
        return connect_ex(self, address)

    def guarded_look_up(host: Any, *rest: Any, **named: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name is not None:
            checked((name, 0))
        return look_up(host, *rest, **named)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_ex)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)


@pytest.fixture(autouse=True)
def _no_logged_errors(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail a test that logs an error nobody expected."""
    yield
    if request.node.get_closest_marker("logs_errors"):
        return
    errors = [
        record
        for when in ("setup", "call")
        for record in caplog.get_records(when)
        if record.levelno >= logging.ERROR
    ]
    assert not errors, "logged: " + "; ".join(f"{r.name}: {r.getMessage()}" for r in errors)


def _threads() -> set[threading.Thread]:
    return {t for t in threading.enumerate() if not t.name.startswith(_LASTING)}


@pytest.fixture(autouse=True)
def _no_leaked_threads() -> Iterator[None]:
    """Fail a test that leaves a thread running; one that is just ending gets a moment."""
    before = _threads()
    yield
    until = time.monotonic() + _GRACE_SECONDS
    while (left := _threads() - before) and time.monotonic() < until:
        for thread in left:
            thread.join(timeout=0.05)
    assert not left, f"threads left running: {sorted(t.name for t in left)}"


@pytest.fixture(autouse=True)
def _garbage_between_tests() -> Iterator[None]:
    """Collect cyclic garbage after a window's test, never in the middle of painting (ui/shell/collecting)."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        yield
        return
    gc.disable()
    yield
    core = sys.modules["PySide6.QtCore"]
    core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete.value)
    gc.collect()
    gc.enable()
