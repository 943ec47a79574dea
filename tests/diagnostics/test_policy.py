"""Whose word holds where the firm's IT and a user say different things."""

from __future__ import annotations

import pytest

from mobius_desktop.diagnostics import policy as module
from mobius_desktop.diagnostics.policy import policy


@pytest.mark.parametrize(
    ("machine", "environment", "user", "holds"),
    [
        ("https://it", "https://own", "https://user", "https://it"),
        ("", "https://own", "https://user", "https://own"),
        ("", "", "https://user", "https://user"),
        ("off", "https://own", "https://user", ""),
        ("", "OFF", "https://user", ""),
        ("", "", "", ""),
    ],
)
def test_the_machines_policy_holds_against_all_else(
    machine: str, environment: str, user: str, holds: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_of_machine", lambda _name: machine)
    monkeypatch.setattr(module, "_of_user", lambda _name: user)
    monkeypatch.setenv("MOBIUS_UPDATE_ADDRESS", environment)
    assert policy("UpdateAddress") == holds
