"""The documents name what is there: each rule's test, each switch, each world event, each preset."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mobius_desktop.sandbox.control import Switch
from mobius_desktop.sandbox.quickbooks.presets import PRESETS
from mobius_desktop.sandbox.quickbooks.switches import quickbooks_switches
from tests.sandbox.quickbooks.conftest import Bookkeeper

ROOT = Path(__file__).resolve().parents[3]
HERE = Path(__file__).parent


def section(document: str) -> str:
    text = (ROOT / "docs" / document).read_text(encoding="utf-8")
    return re.split(r"^## (?=QuickBooks)", text, flags=re.MULTILINE)[1]


def test_every_rule_names_tests_that_exist() -> None:
    tests = "".join(path.read_text(encoding="utf-8") for path in HERE.glob("test_*.py"))
    defined = set(re.findall(r"def (test_\w+)", tests))
    named = set(re.findall(r"`(test_\w+)`", section("sandbox.md")))
    assert len(named) > 60
    assert named <= defined


@pytest.mark.parametrize("switch", list(quickbooks_switches()), ids=lambda switch: switch.name)
def test_every_switch_is_documented_and_played(switch: Switch) -> None:
    answers = ", ".join(f"`{answer}`" for answer in switch.answers)
    row = f"| `{switch.name}` | {switch.question} | {answers} |"
    assert row in section("unverified.md")
    tests = "".join(path.read_text(encoding="utf-8") for path in HERE.glob("test_*.py"))
    assert f'"{switch.name}"' in tests


def test_every_world_event_and_preset_is_documented(qbo: Bookkeeper) -> None:
    text = section("sandbox.md")
    for name in (*PRESETS, *qbo.control.servers["quickbooks"].world.describe()):
        assert f"`{name}`" in text, name
