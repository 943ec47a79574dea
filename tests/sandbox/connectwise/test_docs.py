"""The two pages about the sandbox say what is there: every test they name, every switch, every event."""

from __future__ import annotations

import re
from pathlib import Path

from mobius_desktop.sandbox.connectwise.switches import connectwise_switches
from mobius_desktop.sandbox.control import Control
from tests.sandbox.connectwise.conftest import Asker

ROOT = Path(__file__).parents[3]


def _section(page: str, title: str) -> str:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    found = re.search(rf"^## {title}$(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def test_every_rule_names_a_test_that_exists() -> None:
    written = {
        name
        for path in (ROOT / "tests" / "sandbox" / "connectwise").glob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    rows = [line for line in _section("sandbox.md", "ConnectWise").splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 50
    for row in rows:
        named = re.findall(r"`(test_\w+)`", row)
        assert named, row
        assert set(named) <= written, row


def test_every_switch_stands_among_the_unverified_things_with_its_answers() -> None:
    rows = re.findall(
        r"^\| `(\w+)` \| (.+?) \| (.+?) \|$", _section("unverified.md", "ConnectWise"), re.MULTILINE
    )
    listed = {name: (question, tuple(re.findall(r"`(\w+)`", answers))) for name, question, answers in rows}
    assert listed == {one.name: (one.question, one.answers) for one in connectwise_switches()}


def test_every_world_event_is_named(control: Control, cw: Asker) -> None:
    assert cw.app is not None
    text = _section("sandbox.md", "ConnectWise").partition("World events:")[2].partition("An invoice")[0]
    assert set(re.findall(r"`(\w+)`", text)) == set(control.servers["connectwise"].world.describe())
