"""What the help tells to press and to type is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from mobius_desktop.cli import main

ROOT = Path(__file__).resolve().parents[2]
HELP = ROOT / "resources" / "help"
PAGES = sorted(HELP.glob("*.md"))


def test_each_button_that_the_first_page_names_stands_in_the_window() -> None:
    code = "".join(path.read_text("utf-8") for path in (ROOT / "mobius_desktop" / "ui").rglob("*.py"))
    named = re.findall(r"\*\*(.+?)\*\*", (HELP / "index.md").read_text("utf-8"))
    assert named
    plain = code.replace("&", "")
    assert [one for one in named if f'"{one}"' not in plain] == []


@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_each_command_that_the_help_names_is_one(page: Path) -> None:
    """The windowed program prints nothing on Windows: commands are given to the other one."""
    text = page.read_text("utf-8")
    assert re.findall(r"`mobius-desktop (?!--)[a-z]", text) == []
    for words in re.findall(r"`mobius-desktop-cli ((?:[a-z-]+ ?)+)", text):
        names = [one for one in words.split() if not one.startswith("-")]
        if names and names[0] not in {"explain"}:
            said = CliRunner().invoke(main, [*names[:2], "--help"])
            assert said.exit_code == 0, words
