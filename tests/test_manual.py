"""The manual and its pictures belong together."""

from __future__ import annotations

import re
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"


def test_every_picture_of_the_manual_is_there_and_every_one_taken_is_shown() -> None:
    text = (DOCS / "getting-started.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"\]\((screenshots/[^)]+)\)", text))
    taken = {f"screenshots/{path.name}" for path in (DOCS / "screenshots").glob("getting-started-*.png")}
    assert len(shown) >= 12
    assert shown == taken
