"""The control plane under a tiny application of its own, over real sockets."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import requests
from flask import Flask, Response

from mobius_desktop.sandbox.control import (
    Control,
    SandboxClock,
    SandboxServer,
    Switch,
    Switches,
    World,
    install,
    json_answer,
    reads,
    unmarked,
    writes,
)

START = datetime(2026, 11, 2, 15, tzinfo=UTC)


@pytest.fixture
def books() -> dict[str, int]:
    return {"coins": 0}


@pytest.fixture
def control() -> Control:
    return Control(SandboxClock(START))


@pytest.fixture
def app(control: Control, books: dict[str, int]) -> Flask:
    app = Flask("piggy", static_folder=None)
    lock = threading.RLock()
    world = World(lock)

    @world.verb
    def shake(coins: int) -> int:
        """Take coins out."""
        books["coins"] -= coins
        return books["coins"]

    switches = Switches(Switch("lid", "Is the lid locked?", ("open", "locked")))
    install(app, control, "piggy", books=lambda: books, world=world, switches=switches)

    @app.get("/coins")
    @reads
    def look() -> Response:
        return json_answer(books)

    @app.post("/coins")
    @writes
    def put() -> Response:
        with lock:
            books["coins"] += 1
        return json_answer(books, 201)

    return app


@pytest.fixture
def server(app: Flask) -> Iterator[SandboxServer]:
    with SandboxServer(app) as server:
        yield server


@pytest.fixture
def http() -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False
        yield session


def _sandbox(http: requests.Session, server: SandboxServer, path: str, body: Any = None) -> Any:
    url = f"{server.base_url}/__sandbox__{path}"
    return (http.get(url) if body is None else http.post(url, json=body)).json()


def test_a_connection_serves_many_requests(server: SandboxServer, http: requests.Session) -> None:
    for _ in range(5):
        assert http.post(f"{server.base_url}/coins", data="x" * 1000).status_code == 201
    assert sum(one.name == "sandbox-connection" for one in threading.enumerate()) == 1
    answer = http.get(f"{server.base_url}/coins")
    assert answer.headers.get("Connection") != "close"


def test_a_dropped_connection_says_nothing_and_executes_only_when_it_breaks_afterwards(
    server: SandboxServer, http: requests.Session, control: Control, books: dict[str, int]
) -> None:
    for when, coins in (("before", 0), ("after", 1)):
        control.faults.add(kind="drop", method="POST", path="^/coins", when=when)
        with pytest.raises(requests.ConnectionError):
            http.post(f"{server.base_url}/coins")
        assert books["coins"] == coins
        dropped = control.recorder.find(method="POST")[-1]
        assert (dropped.fault, dropped.status) == ("drop", 0)
        assert http.get(f"{server.base_url}/coins").status_code == 200


def test_a_truncated_answer_breaks_off_in_its_body(
    server: SandboxServer, http: requests.Session, control: Control, books: dict[str, int]
) -> None:
    control.faults.add(kind="truncate", when="after", keep=4)
    with pytest.raises((requests.exceptions.ChunkedEncodingError, requests.ConnectionError)):
        http.post(f"{server.base_url}/coins")
    assert books["coins"] == 1


def test_a_rule_can_skip_and_count(server: SandboxServer, http: requests.Session, control: Control) -> None:
    control.faults.add(preset="html", method="GET", skip=1, times=2)
    statuses = [http.get(f"{server.base_url}/coins").status_code for _ in range(4)]
    assert statuses == [200, 502, 502, 200]


def test_an_answer_can_be_replaced_after_the_books_have_changed(
    server: SandboxServer, http: requests.Session, control: Control, books: dict[str, int]
) -> None:
    control.faults.add(
        when="after", status=429, content_type="text/xml", body="<wait/>", headers={"Retry-After": "3"}
    )
    answer = http.post(f"{server.base_url}/coins")
    assert (answer.status_code, answer.text, answer.headers["Retry-After"]) == (429, "<wait/>", "3")
    assert books["coins"] == 1


def test_a_parked_request_is_executed_when_told_to(
    server: SandboxServer, http: requests.Session, control: Control, books: dict[str, int]
) -> None:
    control.faults.add(kind="park", method="POST")
    with pytest.raises(requests.ConnectionError):
        http.post(f"{server.base_url}/coins")
    assert books["coins"] == 0
    assert _sandbox(http, server, "/faults/parked", {}) == {"statuses": [201]}
    assert books["coins"] == 1


def test_faults_are_added_listed_and_removed_over_http(server: SandboxServer, http: requests.Session) -> None:
    added = _sandbox(http, server, "/faults", {"preset": "unavailable", "path": "coins"})
    assert (added["status"], added["server"]) == (503, "piggy")
    assert len(_sandbox(http, server, "/faults")) == 1
    assert http.delete(f"{server.base_url}/__sandbox__/faults?id={added['id']}").json() == []
    assert "error" in _sandbox(http, server, "/faults", {"kind": "explode"})
    assert "error" in _sandbox(http, server, "/faults", {"path": "("})
    assert "error" in _sandbox(http, server, "/faults", {"nonsense": 1})
    assert "error" in _sandbox(http, server, "/faults", {"preset": "nonsense"})


def test_requests_are_recorded_without_their_secrets(
    server: SandboxServer, http: requests.Session, control: Control
) -> None:
    http.post(f"{server.base_url}/coins?side=left", json={"coin": 1}, headers={"Authorization": "Basic abc"})
    http.get(f"{server.base_url}/coins")
    recorded = _sandbox(http, server, "/requests?kind=write")
    assert [(one["path"], one["params"], one["status"]) for one in recorded] == [
        ("/coins", {"side": "left"}, 201)
    ]
    assert recorded[0]["headers"]["Authorization"] == "(redacted)"
    assert recorded[0]["body"] == '{"coin": 1}'
    assert len(control.recorder.find(after=recorded[0]["sequence"])) == 1
    http.delete(f"{server.base_url}/__sandbox__/requests")
    assert control.recorder.find() == []


def test_the_clock_is_set_moved_and_frozen_over_http(server: SandboxServer, http: requests.Session) -> None:
    set_to = _sandbox(http, server, "/clock", {"freeze": True, "now": "2026-12-24T18:00:00Z"})
    assert set_to["now"] == "2026-12-24T18:00:00Z"
    assert _sandbox(http, server, "/clock", {"advance": 3600})["now"] == "2026-12-24T19:00:00Z"


def test_a_clock_runs_on_and_can_be_frozen() -> None:
    real = [0.0]
    clock = SandboxClock(START, monotonic=lambda: real[0])
    real[0] = 60
    assert (clock.now() - START).total_seconds() == 60
    clock.freeze()
    real[0] = 100
    clock.advance(5)
    assert ((clock.now() - START).total_seconds(), clock.elapsed()) == (65, 105)
    clock.run()
    clock.set_speed(100)
    real[0] = 101
    assert ((clock.now() - START).total_seconds(), clock.elapsed()) == (165, 205)


def test_world_events_and_switches_work_over_http(
    server: SandboxServer, http: requests.Session, books: dict[str, int]
) -> None:
    assert _sandbox(http, server, "/world", {"do": "shake", "coins": 3}) == {"done": -3}
    assert "error" in _sandbox(http, server, "/world", {"do": "burn"})
    assert "error" in _sandbox(http, server, "/world", {"do": "shake", "notes": 1})
    assert _sandbox(http, server, "/switches")["lid"]["plays"] == "open"
    assert (
        _sandbox(http, server, "/switches", {"name": "lid", "answer": "locked"})["lid"]["plays"] == "locked"
    )
    assert "error" in _sandbox(http, server, "/switches", {"name": "lid", "answer": "ajar"})
    assert _sandbox(http, server, "/books") == books
    assert _sandbox(http, server, "/")["world"]["shake"] == {
        "does": "Take coins out.",
        "arguments": ["coins"],
    }


def test_the_control_routes_are_neither_recorded_nor_broken(
    server: SandboxServer, http: requests.Session, control: Control
) -> None:
    control.faults.add(kind="drop", times=None)
    assert "now" in _sandbox(http, server, "/clock")
    assert control.recorder.find() == []


def test_stopping_ends_pauses_and_leaves_no_thread(app: Flask, control: Control) -> None:
    before = set(threading.enumerate())
    server = SandboxServer(app).start()
    control.latency = 3600
    failed = threading.Event()

    def ask() -> None:
        try:
            requests.get(f"{server.base_url}/coins", timeout=60)
        except requests.RequestException:
            failed.set()

    asking = threading.Thread(target=ask)
    asking.start()
    while not control.recorder.find():
        asking.join(0.01)
    server.stop()
    asking.join(10)
    assert not asking.is_alive()
    assert set(threading.enumerate()) <= before


def test_a_route_nobody_marked_is_found(app: Flask) -> None:
    assert unmarked(app) == []
    app.add_url_rule("/forgotten", "forgotten", lambda: "")
    assert unmarked(app) == ["/forgotten"]
