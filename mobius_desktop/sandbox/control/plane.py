"""The control plane of a sandbox: what ties clock, faults, recorder and latency to a Flask application.

`install` must be called before the application registers hooks of its own: on the way out Flask runs first
what was registered last, and a fault has the last word about an answer.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from flask import Flask, Response, g, request

from mobius_desktop.sandbox.control.clock import SandboxClock
from mobius_desktop.sandbox.control.faults import Fault, Faults
from mobius_desktop.sandbox.control.recorder import Recorder
from mobius_desktop.sandbox.control.world import Switches, World

BREAK = "mobius.sandbox.break"
"""WSGI environment key that says how to break the answer: `drop`, or the bytes of the body to keep."""
STOPPING = "mobius.sandbox.stopping"
"""WSGI environment key of the Event that ends every pause when the server stops."""
RELEASED = "mobius.sandbox.released"
"""WSGI environment key of a parked request that is executed at last: it was let in when it was sent."""
PREFIX = "/__sandbox__"

View = TypeVar("View", bound=Callable[..., Any])


def reads(view: View) -> View:
    """Mark a view: asking it changes nothing in the books."""
    return _mark(view, "read")


def writes(view: View) -> View:
    """Mark a view: it may change the books."""
    return _mark(view, "write")


def control_route(view: View) -> View:
    """Mark a view of the control plane itself: not recorded, not delayed, not broken."""
    return _mark(view, "control")


def note_kind(kind: str) -> None:
    """Say of this one request that it is a `read` or a `write`, where one route does both."""
    g.sandbox_record.kind = kind


def unmarked(app: Flask) -> list[str]:
    """Routes that nobody has marked as reading or writing."""
    return sorted(
        rule.rule for rule in app.url_map.iter_rules() if not _kind(app.view_functions.get(rule.endpoint))
    )


@dataclass(slots=True)
class Parked:
    """A request that was dropped and waits to be executed late, as QuickBooks has been seen to do."""

    app: Flask
    server: str
    method: str
    target: str
    headers: list[tuple[str, str]]
    body: bytes
    due: datetime | None = None
    """When it is executed by itself; None waits until it is told to."""


@dataclass(slots=True)
class ServerSide:
    """What one server has put under its control plane."""

    books: Callable[[], object]
    world: World
    switches: Switches


@dataclass(slots=True)
class Control:
    """Everything a test or a demo turns on a running sandbox. Shared by both servers."""

    clock: SandboxClock
    faults: Faults = field(default_factory=Faults)
    recorder: Recorder = field(default_factory=Recorder)
    latency: float = 0.0
    """Seconds that each answer takes."""
    servers: dict[str, ServerSide] = field(default_factory=dict)
    parked: list[Parked] = field(default_factory=list)
    parking: threading.Lock = field(default_factory=threading.Lock)
    """Held while `parked` changes."""

    def do(self, server: str, verb: str, /, **arguments: Any) -> object:
        """Make a world event happen."""
        return self.servers[server].world.do(verb, **arguments)

    def switch(self, server: str, name: str, answer: str) -> None:
        self.servers[server].switches.set(name, answer)

    def release_parked(self) -> list[int]:
        """Execute what was parked, in order, and give the status of each."""
        return self._execute(self._taken(lambda _: True))

    def release_due(self) -> None:
        """Execute what was parked until a moment that has passed."""
        if self.parked:
            now = self.clock.now()
            self._execute(self._taken(lambda one: one.due is not None and one.due <= now))

    def _taken(self, chosen: Callable[[Parked], bool]) -> list[Parked]:
        with self.parking:
            taken = [one for one in self.parked if chosen(one)]
            self.parked = [one for one in self.parked if not chosen(one)]
        return taken

    @staticmethod
    def _execute(waiting: list[Parked]) -> list[int]:
        return [
            one.app.test_client()
            .open(
                one.target,
                method=one.method,
                headers=one.headers,
                data=one.body,
                environ_overrides={RELEASED: True},
            )
            .status_code
            for one in waiting
        ]


def install(
    app: Flask,
    control: Control,
    server: str,
    *,
    books: Callable[[], object],
    world: World,
    switches: Switches | None = None,
    presets: Mapping[str, dict[str, Any]] | None = None,
) -> None:
    """Put an application under the control plane as `server`, with its `/__sandbox__/` routes."""
    from mobius_desktop.sandbox.control.routes import control_blueprint  # noqa: PLC0415 - it needs this module

    control.servers[server] = ServerSide(books, world, switches or Switches())
    control.faults.presets[server] = dict(presets or {})

    def arrive() -> Response | None:
        if request.path.startswith(PREFIX):
            return None
        return _arrive(app, control, server)

    def leave(response: Response) -> Response:
        if request.path.startswith(PREFIX):
            return response
        response.date = control.clock.now()
        return _leave(response)

    app.before_request(arrive)
    app.after_request(leave)
    app.register_blueprint(control_blueprint(control, server), url_prefix=PREFIX)


def pause(seconds: float) -> None:
    """Wait, but not longer than the server runs."""
    if seconds > 0:
        stopping: threading.Event = request.environ.get(STOPPING) or threading.Event()
        stopping.wait(seconds)


def _arrive(app: Flask, control: Control, server: str) -> Response | None:
    control.release_due()
    body = request.get_data(cache=True).decode("utf-8", "replace")
    target = request.full_path.rstrip("?")
    record = control.recorder.enter(
        server=server,
        method=request.method,
        path=request.path,
        params=request.args.to_dict(),
        headers=request.headers.items(),
        body=body,
        time=control.clock.now(),
        kind=_kind(app.view_functions.get(request.endpoint or "")),
    )
    g.sandbox_record = record
    pause(control.latency)
    fault = g.sandbox_fault = control.faults.take(server, request.method, target, body)
    if fault is None or fault.when == "after":
        return None
    record.fault = fault.kind
    if fault.kind == "delay":
        pause(fault.seconds)
        return None
    if fault.kind == "park":
        late = fault.execute_after
        due = control.clock.now() + timedelta(seconds=late) if late is not None else None
        headers, sent = list(request.headers.items()), request.get_data()
        with control.parking:
            control.parked.append(Parked(app, server, request.method, target, headers, sent, due))
    return Response(status=200)


def _leave(response: Response) -> Response:
    record = g.sandbox_record
    fault: Fault | None = g.sandbox_fault
    if fault is not None:
        record.fault = fault.kind
        response = _broken(response, fault)
    record.status = 0 if request.environ.get(BREAK) == "drop" else response.status_code
    record.answer_headers = dict(response.headers.items())
    return response


def _broken(response: Response, fault: Fault) -> Response:
    if fault.kind == "delay" and fault.when == "before":
        return response
    pause(fault.seconds)
    if fault.kind in ("drop", "park"):
        request.environ[BREAK] = "drop"
    elif fault.kind == "truncate":
        length = len(response.get_data())
        request.environ[BREAK] = length // 2 if fault.keep is None else min(fault.keep, length)
    elif fault.kind == "answer":
        return Response(fault.body, fault.status, headers=fault.headers, content_type=fault.content_type)
    return response


def _mark(view: View, kind: str) -> View:
    view.__dict__["sandbox_kind"] = kind
    return view


def _kind(view: Callable[..., Any] | None) -> str:
    return str(getattr(view, "sandbox_kind", "")) if view is not None else ""
