"""A program over the sample firm, and the services that pages get; everything is ended after the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mobius_desktop.store import Store
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.shell.memory import Memory
from mobius_desktop.workers.hub import Hub
from tests.store.stories import TickingClock
from tests.ui.pages.batch_desk import BatchDesk
from tests.ui.pages.firm_program import FirmProgram, open_firm

Idle = Callable[[], None]


@pytest.fixture
def firm(tmp_path: Path) -> Iterator[FirmProgram]:
    """The program; tests change its fields before they build a page."""
    opened = open_firm(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def firm_services(qtbot: QtBot, firm: FirmProgram) -> Iterator[Services]:
    """Services over the firm; its jobs are ended before the record is closed."""
    del qtbot
    hub = Hub()
    services = Services(firm, hub, Memory(None))
    yield services
    hub.close()


@pytest.fixture
def idle(qtbot: QtBot, firm_services: Services) -> Idle:
    """Let all background work end and its news arrive."""

    def wait() -> None:
        def nothing_runs() -> bool:
            return firm_services.hub.busy == 0

        qtbot.waitUntil(nothing_runs, timeout=20_000)

    return wait


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A fresh record."""
    with Store.open(tmp_path / "record.db", TickingClock()) as opened:
        yield opened


@pytest.fixture
def desk(qtbot: QtBot, store: Store) -> Iterator[BatchDesk]:
    """A window with the pages of batches; its jobs are ended before the record is closed."""
    made = BatchDesk.make(qtbot, store)
    yield made
    made.close()
