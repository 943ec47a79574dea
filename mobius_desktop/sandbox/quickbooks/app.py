"""The QuickBooks server: its Flask application, put together."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from mobius_desktop.sandbox.control import Control, install
from mobius_desktop.sandbox.control.plane import PREFIX
from mobius_desktop.sandbox.control.routing import SandboxApp
from mobius_desktop.sandbox.firm.model import Firm
from mobius_desktop.sandbox.quickbooks import ledger
from mobius_desktop.sandbox.quickbooks.answers import answer, compressed
from mobius_desktop.sandbox.quickbooks.company import Company
from mobius_desktop.sandbox.quickbooks.data_routes import data_routes
from mobius_desktop.sandbox.quickbooks.flights import watch
from mobius_desktop.sandbox.quickbooks.grants import Grants
from mobius_desktop.sandbox.quickbooks.oauth import oauth_routes
from mobius_desktop.sandbox.quickbooks.presets import PRESETS
from mobius_desktop.sandbox.quickbooks.refusals import Refused
from mobius_desktop.sandbox.quickbooks.state import QuickBooksState, state_of
from mobius_desktop.sandbox.quickbooks.switches import quickbooks_switches
from mobius_desktop.sandbox.quickbooks.world import AllRealms, quickbooks_world

SERVER = "quickbooks"


def create_app(
    firm: Firm | None,
    control: Control,
    *,
    ast: str = "honour",
    tax: str = "automated",
    auto_consent: bool = True,
    state: QuickBooksState | None = None,
) -> Flask:
    """The server of all realms of a firm, or of a state that was saved.

    `ast`: honour, ignore or need_flag, what automated tax does with a tax that is sent. `tax`: automated or
    manual, set in each company's preferences. The state is found again as `app.extensions["quickbooks"]`.
    """
    if state is None:
        if firm is None:
            raise ValueError("a firm or a saved state is needed")
        state = state_of(firm)
    app = SandboxApp(SERVER, static_folder=None)
    app.url_map.strict_slashes = False
    switches = quickbooks_switches()
    switches.set("ast_override", ast)
    for kept in state.realms.values():
        kept.books.preferences.setdefault("TaxPrefs", {}).update(
            {"UsingSalesTax": True, "PartnerTaxEnabled": tax == "automated"}
        )
    companies = {realm: Company(kept, control.clock, switches) for realm, kept in state.realms.items()}
    grants = Grants(state, control.clock, switches)
    app.extensions[SERVER] = state
    watch(app)
    world = quickbooks_world(companies, grants, AllRealms(companies))
    install(
        app,
        control,
        SERVER,
        books=lambda: ledger.asked(companies),
        world=world,
        switches=switches,
        presets=PRESETS,
    )
    _dress(app, companies, gzip=lambda: switches["gzip"] == "on")
    app.register_blueprint(oauth_routes(state, grants, auto_consent=auto_consent))
    app.register_blueprint(data_routes(companies, grants, control, switches))
    return app


def _dress(app: Flask, companies: dict[str, Company], *, gzip: Callable[[], bool]) -> None:
    """What every answer carries, and how what no route answers is refused."""
    counter = itertools.count(1)

    def mark(response: Response) -> Response:
        if request.path.startswith(PREFIX):
            return response
        first = next(iter(companies.values()))
        seconds = int(first.clock.now().timestamp())
        response.headers["intuit_tid"] = f"1-{seconds:08x}-{next(counter):024x}"
        response.headers["QBO-Version"] = "sandbox"
        return compressed(response) if gzip() else response

    def refused(error: Refused) -> Response:
        at = next(iter(companies.values())).envelope_time()
        return answer({"Fault": error.as_record(), "time": at}, 400)

    def failed(error: HTTPException) -> Response:
        code = error.code or 500
        return Response(
            f"<html><body><h1>HTTP Status {code}</h1></body></html>", code, content_type="text/html"
        )

    app.after_request(mark)
    app.register_error_handler(Refused, refused)
    app.register_error_handler(HTTPException, failed)
