"""A window over the demo's servers; what runs is ended before the servers are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.e2e.desk import open_desk
from tests.ui.desktop.shop import Shop


@pytest.fixture
def shop(qtbot: QtBot, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Shop]:
    options = getattr(request, "param", {})
    with open_desk(tmp_path, **options) as desk:
        made = Shop(qtbot, desk)
        yield made
        made.hub.close()
