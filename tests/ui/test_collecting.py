"""When the window collects Python's garbage."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject

from mobius_desktop.ui.shell.collecting import Collector


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    parent = QObject()
    made = Collector(parent)
    made.full: list[int] = []  # type: ignore[attr-defined,misc]  # what was collected
    monkeypatch.setattr(gc, "get_count", lambda: (1000, 1000, 1000))
    monkeypatch.setattr(gc, "collect", made.full.append)  # type: ignore[attr-defined]
    yield made
    made.stop()


def _full(collector: Collector) -> int:
    collected: list[int] = collector.full  # type: ignore[attr-defined]
    return collected.count(2)


def test_a_full_collection_waits_while_work_goes_on(
    collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = [True]
    collector.busy = lambda: busy[0]
    for _ in range(5):
        collector.collect()
    assert _full(collector) == 0
    busy[0] = False
    collector.collect()
    assert _full(collector) == 0, "work may begin again at once"
    later = time.monotonic() + 6
    monkeypatch.setattr(time, "monotonic", lambda: later)
    collector.collect()
    assert _full(collector) == 1


def test_a_full_collection_does_not_wait_for_ever(
    collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    collector.busy = lambda: True
    collector.collect()
    assert _full(collector) == 0
    later = time.monotonic() + 3600
    monkeypatch.setattr(time, "monotonic", lambda: later)
    collector.collect()
    assert _full(collector) == 1
