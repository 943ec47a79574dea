"""The demo's two servers: in this process, in a child for the huge scale, or running elsewhere already."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from mobius_desktop.diagnostics.paths import resource_path
from mobius_desktop.domain.errors import NotSetUp, Unreachable
from mobius_desktop.wiring.clock import ProgramClock
from mobius_desktop.wiring.options import SANDBOX_STATE, ProgramOptions

if TYPE_CHECKING:
    from mobius_desktop.sandbox.run import RunningSandbox

_WAIT = 30.0


@dataclass(frozen=True, slots=True)
class SandboxServers:
    """Where the servers are, and how to sign in to them."""

    site: str
    company_id: str
    public_key: str = field(repr=False)
    private_key: str = field(repr=False)
    connectwise_client_id: str = field(repr=False)
    quickbooks_url: str
    discovery_url: str
    intuit_client_id: str = field(repr=False)
    intuit_client_secret: str = field(repr=False)
    redirect_uri: str
    realms: tuple[str, ...]
    stop: Callable[[], None] = field(repr=False, default=lambda: None)
    running: RunningSandbox | None = field(repr=False, default=None)
    """The sandbox itself when it runs in this process; for tests that look into its books."""


def start_servers(options: ProgramOptions, folder: Path, clock: ProgramClock) -> SandboxServers:
    """Start the demo's servers, or find those that are named. Raises NotSetUp with the reason."""
    if options.attached:
        return _attached(options, clock)
    if options.scale == "huge":
        return _in_child(options, clock)
    return _in_process(options, folder, clock)


def consent(address: str) -> str:
    """Follow the sign-in page of a sandbox that agrees by itself; the address the browser would end on."""
    parts = urlsplit(address)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=_WAIT)
    try:
        connection.request("GET", f"{parts.path}?{parts.query}")
        answer = connection.getresponse()
        answer.read()
        location = answer.getheader("Location")
    except (OSError, HTTPException) as error:
        raise Unreachable("The sandbox's QuickBooks does not answer.", side="quickbooks") from error
    finally:
        connection.close()
    if not location:
        raise NotSetUp("The sandbox asks a person for consent; start it without --ask-consent.")
    return location


def _in_process(options: ProgramOptions, folder: Path, clock: ProgramClock) -> SandboxServers:
    from mobius_desktop.sandbox.run import (  # noqa: PLC0415 - Flask, and only in the demo
        SandboxOptions,
        SandboxRefused,
        start_sandbox,
    )

    edition: Any = options.demo_edition.value.lower()
    wanted = SandboxOptions(
        scale=options.scale,
        seed=options.seed,
        tax=options.tax,
        ast=options.ast,
        latency_ms=options.latency_ms,
        edition=edition,
    )
    try:
        running = start_sandbox(
            wanted,
            sample_firm=resource_path("sample-firm"),
            state=folder / SANDBOX_STATE,
            fresh=options.fresh,
        )
    except SandboxRefused as error:
        raise NotSetUp(str(error)) from error
    running.clock.set_speed(options.speed)
    clock.follow(running.clock.now)
    return _described(running.describe(), running.stop, running)


def _in_child(options: ProgramOptions, clock: ProgramClock) -> SandboxServers:
    """A list of 100,000 would hold this process's interpreter for too long at a time."""
    words = ["sandbox", "--json", "--until-eof", "--connectwise-port", "0", "--quickbooks-port", "0"]
    for name in ("scale", "seed", "tax", "ast", "latency_ms"):
        words += [f"--{name.replace('_', '-')}", str(getattr(options, name))]
    words += ["--edition", options.demo_edition.value.lower()]
    child = subprocess.Popen(  # noqa: S603 - our own program with our own words
        [*_program(), *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )

    def stop() -> None:
        child.communicate()

    line = child.stdout.readline() if child.stdout is not None else ""
    if not line:
        stop()
        raise NotSetUp("The sandbox could not be started.")
    servers = _described(json.loads(line), stop, None)
    clock.show(_clock_of(servers.quickbooks_url))
    return servers


def _program() -> list[str]:
    """This program with a standard output: on Windows the windowed one has none, its neighbour has."""
    if not getattr(sys, "frozen", False):
        return [sys.executable, "-m", "mobius_desktop"]
    own = Path(sys.executable)
    neighbour = own.with_name(f"mobius-desktop-cli{own.suffix}")
    return [str(neighbour if neighbour.exists() else own)]


def _attached(options: ProgramOptions, clock: ProgramClock) -> SandboxServers:
    from mobius_desktop.sandbox.firm.build import build_firm  # noqa: PLC0415 - only in the demo

    firm = build_firm(
        scale="small", seed=1, tax=options.tax, ast=options.ast, sample_firm=resource_path("sample-firm")
    )
    books, quickbooks = firm.connectwise, options.quickbooks_url.rstrip("/")
    clock.show(_clock_of(quickbooks))
    return SandboxServers(
        site=options.connectwise_url.rstrip("/"),
        company_id=books.company_id,
        public_key=books.public_key,
        private_key=books.private_key,
        connectwise_client_id=books.client_id,
        quickbooks_url=quickbooks,
        discovery_url=f"{quickbooks}/.well-known/openid_sandbox_configuration",
        intuit_client_id=firm.intuit_client_id,
        intuit_client_secret=firm.intuit_client_secret,
        redirect_uri="http://127.0.0.1:8612/callback",
        realms=tuple(firm.quickbooks)[: 2 if options.demo_edition.value == "Standard" else 1],
    )


def _described(
    described: dict[str, Any], stop: Callable[[], None], running: RunningSandbox | None
) -> SandboxServers:
    connectwise, quickbooks = described["connectwise"], described["quickbooks"]
    return SandboxServers(
        site=connectwise["base_url"],
        company_id=connectwise["company_id"],
        public_key=connectwise["public_key"],
        private_key=connectwise["private_key"],
        connectwise_client_id=connectwise["client_id"],
        quickbooks_url=quickbooks["base_url"],
        discovery_url=quickbooks["discovery_url"],
        intuit_client_id=quickbooks["client_id"],
        intuit_client_secret=quickbooks["client_secret"],
        redirect_uri=quickbooks["redirect_uri"],
        realms=tuple(one["realm"] for one in quickbooks["realms"]),
        stop=stop,
        running=running,
    )


def _clock_of(base_url: str) -> datetime:
    """The time of a sandbox that runs in another process."""
    parts = urlsplit(base_url)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=_WAIT)
    try:
        connection.request("GET", "/__sandbox__/clock")
        answer = json.loads(connection.getresponse().read())
    except (OSError, HTTPException, ValueError) as error:
        raise Unreachable(f"No sandbox answers at {base_url}.", side="quickbooks") from error
    finally:
        connection.close()
    return datetime.fromisoformat(answer["now"])
