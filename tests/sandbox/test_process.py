"""A sandbox in a child process: it listens, it can be asked, and it goes away."""

from __future__ import annotations

import http.client
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from mobius_desktop.sandbox.process import start_process
from mobius_desktop.sandbox.run import SandboxOptions, SandboxRefused


def test_a_child_listens_until_it_is_stopped(tmp_path: Path) -> None:
    with start_process(SandboxOptions(edition="lite"), state=tmp_path / "state.json") as sandbox:
        described = sandbox.describe()
        assert len(described["quickbooks"]["realms"]) == 1
        host = urlsplit(described["connectwise"]["base_url"]).netloc
        connection = http.client.HTTPConnection(host, timeout=10)
        connection.request("GET", "/login/companyinfo/gulfline")
        assert connection.getresponse().status == 200
        connection.close()
    assert sandbox.child.returncode == 0
    sandbox.stop()


def test_a_child_that_cannot_start_is_said_so(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    state = tmp_path / "state.json"
    state.write_bytes(b"garbage\n")
    with pytest.raises(SandboxRefused):
        start_process(SandboxOptions(), state=state)
    assert "damaged" in capfd.readouterr().err
