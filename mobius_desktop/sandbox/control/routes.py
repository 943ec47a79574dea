"""The control plane over HTTP, the same on both servers. `GET /__sandbox__/` says what there is."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, request

from mobius_desktop.sandbox.control.answers import decode, json_answer
from mobius_desktop.sandbox.control.faults import KINDS, PRESETS, FaultError
from mobius_desktop.sandbox.control.plane import Control, control_route
from mobius_desktop.sandbox.control.world import WorldError


def control_blueprint(control: Control, server: str) -> Blueprint:
    """The `/__sandbox__/` routes of one server."""
    blueprint = Blueprint("sandbox_control", __name__)
    side = control.servers[server]

    def describe() -> Response:
        return json_answer(
            {
                "server": server,
                "routes": {
                    "GET /": "this page",
                    "GET /clock": "the sandbox's time",
                    "POST /clock": "set {now}, advance {advance: seconds}, {freeze: true|false}, {speed}",
                    "GET /latency": "seconds that each answer takes",
                    "POST /latency": "change it {seconds}",
                    "GET /faults": "rules in force",
                    "POST /faults": "add a rule; {preset} or {kind, path, when, times, skip, ...}",
                    "DELETE /faults": "remove all, or one by ?id=",
                    "POST /faults/parked": "execute the requests that a `park` rule held back",
                    "GET /requests": "recorded requests; ?server=&method=&path=&kind=&status=&after=",
                    "DELETE /requests": "forget them",
                    "GET /books": "the whole books of this server",
                    "POST /world": "make something happen {do: verb, ...}",
                    "GET /switches": "what could not be verified on the real service and what is played",
                    "POST /switches": "play another answer {name, answer}",
                },
                "faults": {
                    "kinds": list(KINDS),
                    "presets": sorted({*PRESETS, *control.faults.presets.get(server, {})}),
                },
                "world": side.world.describe(),
                "switches": side.switches.describe(),
            }
        )

    def books() -> Response:
        return json_answer(side.books())

    def world() -> Response:
        arguments = _body()
        return json_answer({"done": side.world.do(str(arguments.pop("do", "")), **arguments)})

    def switches() -> Response:
        if request.method == "POST":
            wanted = _body()
            side.switches.set(str(wanted.get("name", "")), str(wanted.get("answer", "")))
        return json_answer(side.switches.describe())

    def refused(error: Exception) -> Response:
        return json_answer({"error": str(error)}, 400)

    def add(rule: str, view: Any, *methods: str) -> None:
        blueprint.add_url_rule(rule, view.__name__, control_route(view), methods=list(methods))

    add("/", describe, "GET")
    add("/books", books, "GET")
    add("/world", world, "POST")
    add("/switches", switches, "GET", "POST")
    for rule, view, methods in _shared_routes(control, server):
        add(rule, view, *methods)
    for error in (WorldError, FaultError, ValueError, TypeError):
        blueprint.register_error_handler(error, refused)
    return blueprint


def _shared_routes(control: Control, server: str) -> list[tuple[str, Any, tuple[str, ...]]]:
    def clock() -> Response:
        if request.method == "POST":
            _turn_clock(control, _body())
        turned = control.clock
        return json_answer({"now": turned.now(), "frozen": turned.frozen, "speed": turned.speed})

    def latency() -> Response:
        if request.method == "POST":
            control.latency = float(_body()["seconds"])
        return json_answer({"seconds": control.latency})

    def faults() -> Response:
        if request.method == "DELETE":
            number = request.args.get("id")
            control.faults.clear(int(number) if number else None)
        elif request.method == "POST":
            added = control.faults.add(**{"server": server, **_body()})
            return json_answer(dataclasses.asdict(added), 201)
        return json_answer([dataclasses.asdict(rule) for rule in control.faults.all()])

    def parked() -> Response:
        return json_answer({"statuses": control.release_parked()})

    def requests() -> Response:
        if request.method == "DELETE":
            control.recorder.clear()
            return json_answer([])
        asked = request.args
        found = control.recorder.find(
            server=asked.get("server", server),
            method=asked.get("method", ""),
            path=asked.get("path", ""),
            kind=asked.get("kind", ""),
            status=int(asked["status"]) if "status" in asked else None,
            after=int(asked.get("after", 0)),
        )
        return json_answer([dataclasses.asdict(one) for one in found])

    return [
        ("/clock", clock, ("GET", "POST")),
        ("/latency", latency, ("GET", "POST")),
        ("/faults", faults, ("GET", "POST", "DELETE")),
        ("/faults/parked", parked, ("POST",)),
        ("/requests", requests, ("GET", "DELETE")),
    ]


def _turn_clock(control: Control, wanted: dict[str, Any]) -> None:
    if "freeze" in wanted:
        if wanted["freeze"]:
            control.clock.freeze()
        else:
            control.clock.run()
    if "now" in wanted:
        moment = datetime.fromisoformat(str(wanted["now"]))
        control.clock.set(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    if "advance" in wanted:
        control.clock.advance(float(wanted["advance"]))
    if "speed" in wanted:
        control.clock.set_speed(float(wanted["speed"]))


def _body() -> dict[str, Any]:
    wanted = decode(request.get_data() or b"{}")
    if not isinstance(wanted, dict):
        raise FaultError("a JSON object is expected")
    return wanted
