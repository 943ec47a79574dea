"""Connects the demo: its servers, signed in to through their real routes, with the sample firm's options."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from mobius_desktop.domain.ids import ConnectWiseId, RealmId
from mobius_desktop.domain.options import CompanyOptions, Creation, Summary
from mobius_desktop.domain.setup import Environment
from mobius_desktop.store import Store
from mobius_desktop.wiring.clock import ProgramClock
from mobius_desktop.wiring.sandbox_servers import SandboxServers, consent
from mobius_desktop.wiring.sides import Sides

USER = "demo"
AUSTIN = ConnectWiseId(3)
FIRST = CompanyOptions(
    invoice_export_detail=Summary.DETAILED,
    create_customers=Creation.ALLOW,
    create_items=Creation.ALLOW,
    create_terms=Creation.ALLOW,
)
SECOND = replace(FIRST, location_id=AUSTIN, invoice_export_detail=Summary.CONDENSED)
"""The configurations of the sample firm's companies."""


def connect_demo(servers: SandboxServers, sides: Sides, store: Store, clock: ProgramClock) -> None:
    """Sign in to both sides. Addresses change with each start, so they are kept anew each time."""
    _connect_connectwise(servers, sides, clock)
    sides.save_app(servers.intuit_client_id, servers.intuit_client_secret)
    for position, realm in enumerate(servers.realms):
        _sign_in(servers, sides, clock, RealmId(realm), default=position == 0)
        _give_options(store, RealmId(realm), FIRST if position == 0 else SECOND)


def _connect_connectwise(servers: SandboxServers, sides: Sides, clock: ProgramClock) -> None:
    from mobius_desktop.connectwise.client import ApiKeys  # noqa: PLC0415 - only when something connects
    from mobius_desktop.connectwise.discovery import discover  # noqa: PLC0415 - the same
    from mobius_desktop.domain.setup import ConnectWiseSetup  # noqa: PLC0415 - the same

    found = discover(servers.site, servers.company_id, clock=clock, loopback_only=True)
    setup = ConnectWiseSetup(
        site=servers.site,
        company_id=servers.company_id,
        base_url=found.base_url,
        client_id=servers.connectwise_client_id,
        origin=found.origin,
    )
    sides.save_connectwise(setup, ApiKeys(servers.public_key, servers.private_key))


def _sign_in(
    servers: SandboxServers, sides: Sides, clock: ProgramClock, realm: RealmId, *, default: bool
) -> None:
    from mobius_desktop.quickbooks.signin.flow import SignIn  # noqa: PLC0415 - only when something connects

    sign_in = SignIn(
        sides.app(servers.redirect_uri, servers.discovery_url),
        base_url=servers.quickbooks_url,
        environment=Environment.CUSTOM,
        clock=clock,
        loopback_only=True,
    )
    # The sandbox's own word for which company a person would choose on its page.
    address = f"{sign_in.begin()}&{urlencode({'realm': realm})}"
    sides.save_sign_in(sign_in.finish(consent(address)), sign_in.app, default=default)


def _give_options(store: Store, realm: RealmId, options: CompanyOptions) -> None:
    """Once: what the user changes later stays."""
    given = f"demo options {realm}"
    if not store.setting(given):
        store.change_options(realm, options, USER)
        store.put_setting(given, "given")
