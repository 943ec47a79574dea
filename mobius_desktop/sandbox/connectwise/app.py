"""The ConnectWise server as a Flask application over one firm's books."""

from __future__ import annotations

from typing import Any

from flask import Flask

from mobius_desktop.sandbox.connectwise.api import Api, wants_old_model
from mobius_desktop.sandbox.connectwise.batches import add_batches
from mobius_desktop.sandbox.connectwise.errors import PRESETS, not_found
from mobius_desktop.sandbox.connectwise.gateway import RateLimit, install_gateway
from mobius_desktop.sandbox.connectwise.invoices import add_invoices
from mobius_desktop.sandbox.connectwise.ledger import Ledger
from mobius_desktop.sandbox.connectwise.query import Listing, of_records
from mobius_desktop.sandbox.connectwise.setup import add_setup
from mobius_desktop.sandbox.connectwise.switches import connectwise_switches
from mobius_desktop.sandbox.connectwise.time_entries import add_time_entries
from mobius_desktop.sandbox.connectwise.unposted import taxable_levels, unposted_invoices
from mobius_desktop.sandbox.connectwise.world import connectwise_world
from mobius_desktop.sandbox.control import Control, install
from mobius_desktop.sandbox.control.routing import SandboxApp
from mobius_desktop.sandbox.firm.model import Firm

SERVER = "connectwise"
"""The name of this server under the control plane."""
REQUESTS_PER_MINUTE = 1_000


def create_app(firm: Firm, control: Control, *, requests_per_minute: int = REQUESTS_PER_MINUTE) -> Flask:
    """The application that serves `firm.connectwise`; what it writes, it writes there."""
    app = SandboxApp(__name__, static_folder=None)
    switches = connectwise_switches()
    ledger = Ledger(firm.connectwise, control.clock, switches)
    install(
        app,
        control,
        SERVER,
        books=lambda: firm.connectwise,
        world=connectwise_world(ledger),
        switches=switches,
        presets=PRESETS,
    )
    install_gateway(app, ledger, RateLimit(control.clock, requests_per_minute))
    api = Api(ledger)
    _add_unposted(api)
    add_batches(api)
    add_invoices(api)
    add_setup(api)
    add_time_entries(api)

    def drop_codebase(_: str | None, values: dict[str, Any] | None) -> None:
        # The gate has checked it; no view needs it.
        if values:
            values.pop("codebase", None)

    api.blueprint.url_value_preprocessor(drop_codebase)
    app.register_blueprint(api.blueprint)
    return app


def _add_unposted(api: Api) -> None:
    ledger = api.ledger

    def listed() -> Listing:
        return unposted_invoices(ledger, api.references(), old_model=wants_old_model())

    def levels(parentId: int) -> Listing:  # noqa: N803 - named as in the contract's paths
        for invoice in ledger.unposted():
            if ledger.listed_id(invoice) == parentId:
                return of_records("UnpostedInvoiceTaxableLevel", taxable_levels(invoice))
        raise not_found("UnpostedInvoice", parentId)

    api.lists("/finance/accounting/unpostedinvoices", listed, "UnpostedInvoice")
    api.lists("/finance/accounting/unpostedinvoices/<int:parentId>/taxableLevels", levels, "TaxableLevel")
