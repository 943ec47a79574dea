"""The command line: commands load when called, and the sandbox prints what another client needs."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

import mobius_desktop.cli as command_line
from mobius_desktop.cli import LazyGroup, main

_SANDBOX = ["-m", "mobius_desktop", "sandbox"]
_ANY_PORT = ["--connectwise-port", "0", "--quickbooks-port", "0"]


def python(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run this Python to its end."""
    return subprocess.run(  # noqa: S603 - our own interpreter with our own arguments
        [sys.executable, *arguments], capture_output=True, text=True, timeout=30, check=False, **options
    )


def test_naming_the_command_line_loads_no_command() -> None:
    code = (
        "import sys, mobius_desktop.cli;"
        "heavy = {'flask', 'PySide6', 'requests', 'sqlite3', 'mobius_desktop.sandbox'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = python("-c", code)
    assert done.stdout.strip() == "[]"


def test_the_sandbox_command_loads_no_flask_until_it_starts() -> None:
    code = "import sys, mobius_desktop.cli.sandbox; print('flask' in sys.modules)"
    done = python("-c", code)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("arguments", [[], ["--demo"], ["--demo", "--seed", "3"], ["--data-dir", "x"]])
def test_without_a_command_the_window_is_meant(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []

    @click.command(context_settings={"ignore_unknown_options": True})
    @click.argument("rest", nargs=-1)
    def pretended(rest: tuple[str, ...]) -> None:
        seen.append(list(rest))

    def load(where: str) -> click.Command:
        assert where == command_line.WINDOW
        return pretended

    monkeypatch.setattr(command_line, "_load", load)
    outcome = CliRunner().invoke(main, arguments)
    assert outcome.exit_code == 0, outcome.output
    assert seen == [arguments]


def test_an_unknown_command_is_refused_by_name() -> None:
    outcome = CliRunner().invoke(main, ["tranfser"])
    assert outcome.exit_code == 2
    assert "tranfser" in outcome.output


def test_every_named_command_exists() -> None:
    assert isinstance(main, LazyGroup)
    context = click.Context(main)
    for name in main.list_commands(context):
        assert main.get_command(context, name) is not None


@pytest.mark.skipif(
    sys.platform == "win32", reason="Windows sends no signals to a program; it ends a console's by closing it"
)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_prints_urls_and_keys_as_json_and_stops_cleanly(number: signal.Signals, tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    process = subprocess.Popen(  # noqa: S603 - our own interpreter with our own arguments
        [sys.executable, *_SANDBOX, *_ANY_PORT, "--json", "--state", str(state)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    described = json.loads(process.stdout.readline())
    assert described["connectwise"]["company_id"] == "gulfline"
    assert described["quickbooks"]["realms"][0]["name"] == "Gulfline Technology Partners"
    host = described["connectwise"]["base_url"].removeprefix("http://").split(":")
    with socket.create_connection((host[0], int(host[1])), timeout=10):
        pass
    process.send_signal(number)
    _, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (0, "")
    assert state.stat().st_size > 0


def test_a_sandbox_of_another_program_ends_with_it() -> None:
    done = python(*_SANDBOX, *_ANY_PORT, "--until-eof", input="")
    assert "ConnectWise PSA  http://127.0.0.1:" in done.stdout
    assert "private key" in done.stdout


def test_a_taken_port_ends_with_a_sentence_and_code_two() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = python(*_SANDBOX, "--connectwise-port", port, "--quickbooks-port", "0")
    assert done.returncode == 2
    assert f"Port {port}" in done.stderr
    assert "Traceback" not in done.stderr
