"""Starts both sandbox servers over one firm, in this process or in a child, and keeps their state.

The demo, the tests and `mobius-desktop sandbox` all start it here. Flask is imported when a sandbox starts.
"""

from __future__ import annotations

import socket
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mobius_desktop.sandbox.firm.build import Edition, Scale, Tax, build_firm
from mobius_desktop.sandbox.firm.model import ConnectWiseBooks, Firm, FirmInvoice
from mobius_desktop.sandbox.firm.quickbooks_books import REALM_1

if TYPE_CHECKING:
    from flask import Flask

    from mobius_desktop.sandbox.control import Control, SandboxClock, SandboxServer
    from mobius_desktop.sandbox.quickbooks.state import QuickBooksState
    from mobius_desktop.sandbox.saved import StateFile

Ast = Literal["honour", "ignore", "need_flag"]
CONNECTWISE, QUICKBOOKS = "connectwise", "quickbooks"
CONNECTWISE_PORT, QUICKBOOKS_PORT, REDIRECT_PORT = 8610, 8611, 8612
"""The fixed ports of `mobius-desktop sandbox`; the last one is where a client should wait for its code."""


class SandboxRefused(Exception):  # noqa: N818 - reads as what it is
    """The sandbox cannot start; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class SandboxOptions:
    """What to start. Port 0 takes any free one."""

    scale: Scale = "small"
    seed: int = 1
    tax: Tax = "automated"
    ast: Ast = "honour"
    latency_ms: int = 0
    connectwise_port: int = 0
    quickbooks_port: int = 0
    edition: Edition = "standard"
    auto_consent: bool = True
    """The authorize page says yes by itself; without it a person has to click."""

    @property
    def made_from(self) -> dict[str, str]:
        """What a saved state must have been made from to be taken up again."""
        return {"scale": self.scale, "seed": str(self.seed), "tax": self.tax}


@dataclass(frozen=True, slots=True)
class RunningSandbox:
    """Both servers at work. Stop it, or use it as a context manager."""

    options: SandboxOptions
    firm: Firm
    control: Control
    quickbooks_state: QuickBooksState
    servers: tuple[SandboxServer, SandboxServer]
    state_file: StateFile | None

    @property
    def connectwise_base_url(self) -> str:
        """Scheme, host and port; the codebase and `apis/3.0` follow, as companyinfo says."""
        return self.servers[0].base_url

    @property
    def quickbooks_base_url(self) -> str:
        return self.servers[1].base_url

    @property
    def discovery_url(self) -> str:
        return f"{self.quickbooks_base_url}/.well-known/openid_sandbox_configuration"

    @property
    def clock(self) -> SandboxClock:
        return self.control.clock

    @property
    def realms(self) -> tuple[tuple[str, str], ...]:
        """Realm id and company name, the default company first; a smaller edition knows only that one."""
        kept = self.quickbooks_state.realms
        if self.options.edition != "standard":
            kept = {REALM_1: kept[REALM_1]}
        return tuple((realm, str(one.books.company_info["CompanyName"])) for realm, one in kept.items())

    def describe(self) -> dict[str, Any]:
        """Everything another client needs to be pointed at it."""
        books = self.firm.connectwise
        return {
            CONNECTWISE: {
                "base_url": self.connectwise_base_url,
                "company_id": books.company_id,
                "public_key": books.public_key,
                "private_key": books.private_key,
                "client_id": books.client_id,
            },
            QUICKBOOKS: {
                "base_url": self.quickbooks_base_url,
                "discovery_url": self.discovery_url,
                "client_id": self.firm.intuit_client_id,
                "client_secret": self.firm.intuit_client_secret,
                "redirect_uri": f"http://127.0.0.1:{REDIRECT_PORT}/callback",
                "realms": [{"realm": realm, "name": name} for realm, name in self.realms],
            },
        }

    def save(self) -> None:
        """Write the whole state into its file, if it has one."""
        if self.state_file is not None:
            self.state_file.save(self.clock.now())

    def stop(self) -> None:
        """Stop both servers, then save. May be called twice."""
        for server in self.servers:
            server.stop()
        if self.state_file is not None and self.state_file.is_open:
            self.save()
            self.state_file.close()

    def __enter__(self) -> RunningSandbox:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def start_sandbox(
    options: SandboxOptions, *, sample_firm: Path, state: Path | None = None, fresh: bool = False
) -> RunningSandbox:
    """Start both servers. `state` keeps the books in that file; `fresh` starts it over.

    Raises SandboxRefused when a port is taken or the state was made from another firm.
    """
    from mobius_desktop.sandbox.connectwise.app import create_app as connectwise_app  # noqa: PLC0415 - Flask
    from mobius_desktop.sandbox.control import Control, SandboxClock, SandboxServer  # noqa: PLC0415 - Flask
    from mobius_desktop.sandbox.quickbooks.app import create_app as quickbooks_app  # noqa: PLC0415 - Flask
    from mobius_desktop.sandbox.quickbooks.state import state_of  # noqa: PLC0415 - with it

    for port in (options.connectwise_port, options.quickbooks_port):
        _check_port(port)
    firm = build_firm(
        scale=options.scale,
        seed=options.seed,
        tax=options.tax,
        ast=options.ast,
        sample_firm=sample_firm,
        edition=options.edition,
    )
    quickbooks = state_of(firm)
    now = firm.now
    if state is not None:
        now, quickbooks = _taken_up(options, firm, quickbooks, state, fresh=fresh)
    control = Control(SandboxClock(now), latency=options.latency_ms / 1000)
    apps = (
        connectwise_app(firm, control),
        quickbooks_app(
            None,
            control,
            ast=options.ast,
            tax=options.tax,
            auto_consent=options.auto_consent,
            state=quickbooks,
        ),
    )
    file = None
    if state is not None:
        file = _keep(state, options=options, firm=firm, quickbooks=quickbooks, control=control, apps=apps)
    ports = (options.connectwise_port, options.quickbooks_port)
    first, second = (SandboxServer(app, port).start() for app, port in zip(apps, ports, strict=True))
    return RunningSandbox(options, firm, control, quickbooks, (first, second), file)


def _check_port(port: int) -> None:
    """Werkzeug would end the process on a taken port; say it in a sentence first."""
    if not port:
        return
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise SandboxRefused(
                f"Port {port} of this computer is taken. Stop what uses it, or choose another port."
            ) from error


def _taken_up(
    options: SandboxOptions, firm: Firm, started: QuickBooksState, path: Path, *, fresh: bool
) -> tuple[datetime, QuickBooksState]:
    """Put the saved books in place of the firm's own, when there are any."""
    from mobius_desktop.sandbox import saved  # noqa: PLC0415 - only where state is kept
    from mobius_desktop.sandbox.quickbooks.state import state_from_builtins  # noqa: PLC0415 - Flask

    if options.scale == "huge":
        raise SandboxRefused("The scale huge keeps no state: leave --state away.")
    if fresh or not path.exists():
        return firm.now, started
    try:
        found = saved.read(path)
    except saved.StateRefused as error:
        raise SandboxRefused(str(error)) from error
    if found.made_from != options.made_from:
        was = ", ".join(f"{name} {value}" for name, value in found.made_from.items())
        raise SandboxRefused(f"{path.name} holds another sandbox ({was}); use --fresh to start over.")
    firm.connectwise = _connectwise_from(found.sides[CONNECTWISE])
    kept = state_from_builtins(found.sides[QUICKBOOKS])
    for realm, one in started.realms.items():
        kept.realms.setdefault(realm, one)
    return found.now, kept


def _connectwise_from(plain: dict[str, Any]) -> ConnectWiseBooks:
    import msgspec  # noqa: PLC0415 - only where state is kept

    by_number = ("invoices", "batches", "batch_records", "payments")
    numbered: dict[str, Any] = {
        name: {int(key): value for key, value in plain.get(name, {}).items()} for name in by_number
    }
    numbered["invoices"] = {
        key: msgspec.convert(value, FirmInvoice, strict=False) for key, value in numbered["invoices"].items()
    }
    tables = {
        name: {int(key): value for key, value in table.items()} for name, table in plain["tables"].items()
    }
    rest = {name: value for name, value in plain.items() if name not in (*by_number, "tables")}
    return ConnectWiseBooks(**rest, **numbered, tables=tables)


def _keep(
    path: Path,
    *,
    options: SandboxOptions,
    firm: Firm,
    quickbooks: QuickBooksState,
    control: Control,
    apps: tuple[Flask, Flask],
) -> StateFile:
    """Open the file and have each app write to it before an answer leaves."""
    from mobius_desktop.sandbox import saved  # noqa: PLC0415 - only where state is kept

    sides = {
        CONNECTWISE: saved.Side(
            firm.connectwise,
            saved.CONNECTWISE_SHAPE,
            control.servers[CONNECTWISE].world.lock,
            "number",
        ),
        QUICKBOOKS: saved.Side(
            quickbooks, saved.QUICKBOOKS_SHAPE, control.servers[QUICKBOOKS].world.lock, "string"
        ),
    }
    file = saved.StateFile(path, sides, options.made_from)
    file.save(control.clock.now())
    for name, app in zip((CONNECTWISE, QUICKBOOKS), apps, strict=True):
        _write_before_answering(app, name, file, control)
    return file


def _write_before_answering(app: Flask, name: str, file: StateFile, control: Control) -> None:
    from flask import Response, g, request  # noqa: PLC0415 - Flask

    def write(response: Response) -> Response:
        # A token is no book, but the next start must know it as well.
        kind = getattr(g.get("sandbox_record"), "kind", "")
        if request.method not in ("GET", "HEAD") and (kind != "read" or "/oauth2/" in request.path):
            file.append(name, control.clock.now())
        return response

    app.after_request(write)


def options_as_arguments(options: SandboxOptions) -> list[str]:
    """The command line that starts the same sandbox."""
    words: list[str] = []
    for name, value in asdict(options).items():
        if name == "auto_consent":
            words += [] if value else ["--ask-consent"]
        elif name != "edition":
            words += [f"--{name.replace('_', '-')}", str(value)]
    return [*words, "--edition", options.edition]
