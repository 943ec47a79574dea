"""Clients pointed at a sandbox over real HTTP, signed in through its real routes."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from mobius_desktop.connectwise.client import ApiKeys, ConnectWiseClient
from mobius_desktop.connectwise.connection_check import check_connection
from mobius_desktop.credentials.grant_lock import MemoryGrantLock
from mobius_desktop.credentials.memory_vault import MemoryVault
from mobius_desktop.diagnostics.paths import resource_path
from mobius_desktop.domain.ports import Clock
from mobius_desktop.domain.setup import ConnectWiseSetup, Environment, QuickBooksSetup
from mobius_desktop.quickbooks.client import QuickBooksClient
from mobius_desktop.quickbooks.signin.flow import NewSignIn, SignIn
from mobius_desktop.quickbooks.signin.intuit import IntuitApp
from mobius_desktop.quickbooks.signin.token_calls import TokenCalls
from mobius_desktop.quickbooks.signin.tokens import TokenService
from mobius_desktop.sandbox.run import RunningSandbox, SandboxOptions, start_sandbox
from mobius_desktop.transport.clock import FastClock, SystemClock

SPEED = 200
"""Waits are that much shorter: a pause of a minute takes a third of a second."""


def fast_clock() -> FastClock:
    return FastClock(SystemClock(), SPEED)


@contextmanager
def sandbox(**options: Any) -> Iterator[RunningSandbox]:
    """A running sandbox of the sample firm, without QuickBooks' limits, since our clock runs ahead of its."""
    with start_sandbox(SandboxOptions(**options), sample_firm=resource_path("sample-firm")) as running:
        running.control.switch("quickbooks", "throttle", "off")
        yield running


def connectwise_setup(running: RunningSandbox, clock: Clock) -> tuple[ConnectWiseSetup, ApiKeys]:
    about = running.describe()["connectwise"]
    keys = ApiKeys(about["public_key"], about["private_key"])
    report, setup = check_connection(
        about["base_url"], about["company_id"], about["client_id"], keys, clock=clock, loopback_only=True
    )
    assert setup is not None, report
    return setup, keys


def connectwise(running: RunningSandbox, clock: Clock) -> ConnectWiseClient:
    setup, keys = connectwise_setup(running, clock)
    return ConnectWiseClient(setup, keys, clock=clock, loopback_only=True)


def intuit_app(running: RunningSandbox) -> IntuitApp:
    about = running.describe()["quickbooks"]
    return IntuitApp(
        about["client_id"], about["client_secret"], about["redirect_uri"], about["discovery_url"]
    )


def sign_in(
    running: RunningSandbox,
    *,
    realm: str = "",
    expected: QuickBooksSetup | None = None,
) -> NewSignIn:
    """Through the browser's round trip, with a browser that says yes.

    On the machine's own clock: the ten minutes of a sign-in would be over too soon on a fast one."""
    flow = SignIn(
        intuit_app(running),
        base_url=running.quickbooks_base_url,
        environment=Environment.CUSTOM,
        clock=SystemClock(),
        expected=expected,
        loopback_only=True,
    )
    return flow.finish(consent(flow.begin(), realm))


def consent(address: str, realm: str = "") -> str:
    """The address that the browser ends on."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    try:
        extra = f"&realm={realm}" if realm else ""
        connection.request("GET", f"{parts.path}?{parts.query}{extra}")
        answer = connection.getresponse()
        answer.read()
        location = answer.headers["Location"]
        assert location, answer.status
        return str(location)
    finally:
        connection.close()


def token_service(running: RunningSandbox, clock: Clock, signed_in: NewSignIn) -> TokenService:
    calls = TokenCalls(intuit_app(running), clock, loopback_only=True)
    service = TokenService(
        signed_in.setup.realm, calls, MemoryVault(), MemoryGrantLock(), clock, company=signed_in.company.name
    )
    service.adopt(signed_in.grant)
    return service


def quickbooks(running: RunningSandbox, clock: Clock, realm: str = "") -> QuickBooksClient:
    signed_in = sign_in(running, realm=realm)
    service = token_service(running, clock, signed_in)
    return QuickBooksClient(signed_in.setup, service, clock=clock, loopback_only=True)
