"""News of a newer version: off without an address of the firm's IT, and never more than told."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from mobius_desktop import __version__
from mobius_desktop.diagnostics.policy import policy
from mobius_desktop.domain.errors import NotSetUp, Unreachable
from mobius_desktop.domain.updates import is_newer
from mobius_desktop.wiring import Program, ProgramOptions, open_program
from mobius_desktop.wiring.updates import Updates

VARIABLE = "MOBIUS_UPDATE_ADDRESS"


@contextmanager
def serving(body: bytes, status: int = 200) -> Iterator[tuple[str, list[str]]]:
    """An address of the firm's, and what was asked of it."""
    asked: list[str] = []

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(status)
            self.send_header("Location", "https://elsewhere.example/")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    with HTTPServer(("127.0.0.1", 0), Answers) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/mobius.json", asked
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    monkeypatch.delenv(VARIABLE, raising=False)
    opened = open_program(ProgramOptions(data_dir=tmp_path))
    yield opened
    opened.close()


def updates(program: Program, monkeypatch: pytest.MonkeyPatch, address: str) -> Updates:
    monkeypatch.setenv(VARIABLE, address)
    return program.updates


@pytest.mark.parametrize(
    ("version", "than", "newer"),
    [
        ("0.2.0", "0.1.0", True),
        ("0.10", "0.9.9", True),
        ("1.0", "1.0.0", False),
        ("0.1.0", "0.1.1", False),
        ("1.0-beta", "0.9", False),
        ("", "0.9", False),
    ],
)
def test_versions_are_compared_by_their_numbers(version: str, than: str, newer: bool) -> None:
    assert is_newer(version, than) is newer


def test_without_an_address_it_is_off(program: Program) -> None:
    assert policy("UpdateAddress") == ""
    assert not program.updates.on


def test_the_user_may_switch_it_off_and_on_again(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    found = updates(program, monkeypatch, "https://it.example/mobius.json")
    assert found.on
    found.switch(False)
    assert not program.updates.on
    found.switch(True)
    assert program.updates.on


def test_a_newer_version_is_told_with_a_page_of_the_same_site_only(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(json.dumps({"version": "99.1", "page": "https://elsewhere.example/x"}).encode()) as (
        at,
        asked,
    ):
        news = updates(program, monkeypatch, at).look()
    assert asked == ["/mobius.json"]
    assert news is not None
    assert (news.version, news.page) == ("99.1", "")
    assert news.sentence.startswith("Version 99.1 of Mobius Desktop is there.")


def test_the_newest_version_is_no_news(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(json.dumps({"version": __version__}).encode()) as (at, _):
        assert updates(program, monkeypatch, at).look() is None


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"<html>", 200),
        (b"{}", 200),
        (b'{"version": "next"}', 200),
        (b"x" * 70_000, 200),
        (b"", 404),
        (b"", 302),
    ],
)
def test_what_cannot_be_understood_is_said_and_nothing_follows(
    program: Program, monkeypatch: pytest.MonkeyPatch, body: bytes, status: int
) -> None:
    with serving(body, status) as (at, asked), pytest.raises(Unreachable):
        updates(program, monkeypatch, at).look()
    assert len(asked) == 1


def test_an_address_that_is_not_secure_is_not_called(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NotSetUp, match="https"):
        updates(program, monkeypatch, "http://it.example/mobius.json").look()


def test_nobody_there_is_a_sentence(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(b"{}") as (at, _):
        pass
    with pytest.raises(Unreachable, match=r"127\.0\.0\.1 could not be read"):
        updates(program, monkeypatch, at).look()
