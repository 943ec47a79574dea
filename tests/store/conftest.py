"""A fresh record for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mobius_desktop.store import Store
from tests.store.stories import TickingClock


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "mobius.db", TickingClock()) as opened:
        yield opened
