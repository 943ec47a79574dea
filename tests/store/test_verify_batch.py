"""One batch set beside its own entries: what its certificate rests on."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from mobius_desktop.domain.archive import BatchFilter
from mobius_desktop.domain.errors import RecordDamaged
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.store import Store
from tests.store.make_sample import make
from tests.store.stories import TickingClock

_LAST = "SELECT max(seq) FROM event WHERE json_extract(content, '$.batch') = 2"
CHANGES = (
    "UPDATE batch SET user = 'somebody' WHERE number = 2",
    "UPDATE batch_figures SET total = '{\"USD\": 1}' WHERE batch = 2",
    "UPDATE batch_invoice SET connectwise_total = connectwise_total + 100000 WHERE batch = 2",
    "UPDATE action SET message = 'well' WHERE batch = 2",
    "UPDATE attempt SET tid = '1-x' WHERE action IN (SELECT id FROM action WHERE batch = 2)",
    "UPDATE log SET text = 'All is well.' WHERE batch = 2",
    "DELETE FROM batch_invoice WHERE id = (SELECT max(id) FROM batch_invoice WHERE batch = 2)",
    "UPDATE finding SET severity = 'INFO' WHERE batch = 2",
    f"DROP TRIGGER event_is_not_changed; UPDATE event SET at = '2020' WHERE seq = ({_LAST})",  # noqa: S608 - the same
)


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """Batches with every end, and what people do besides."""
    make(tmp_path / "mobius.db")
    return tmp_path / "mobius.db"


def _change(path: Path, script: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.executescript(script)


def test_every_batch_is_what_its_entries_say(record: Path) -> None:
    with Store.review(record, TickingClock()) as store:
        numbers = [row.number for row in store.batches(BatchFilter())]
        assert numbers == [3, 2, 1]
        assert [store.verify_batch(number) for number in numbers] == [(), (), ()]


@pytest.mark.parametrize("change", CHANGES)
def test_a_batch_that_was_changed_is_found_and_the_others_are_not_blamed(record: Path, change: str) -> None:
    _change(record, change)
    with Store.review(record, TickingClock()) as store:
        broken = store.verify_batch(BatchNumber(2))
        assert broken
        assert {one.batch for one in broken} == {2}
        assert store.verify_batch(BatchNumber(1)) == ()


@pytest.mark.parametrize(
    ("column", "value"),
    [("total", "'[]'"), ("total", "'{\"USD\": []}'"), ("total", "7"), ("sent_total", "'x'")],
)
def test_a_total_that_nobody_can_have_written_is_damage_that_is_said(
    record: Path, column: str, value: str
) -> None:
    _change(record, f"UPDATE batch_figures SET {column} = {value} WHERE batch = 2")  # noqa: S608 - ours
    with Store.review(record, TickingClock()) as store:
        with pytest.raises(RecordDamaged):
            store.batches(BatchFilter())
        assert not store.verify().intact


@pytest.mark.parametrize("change", ["state = 'Well'", "date = 'soon'", "connectwise_total = 'much'"])
def test_an_invoice_that_nobody_can_have_written_is_damage_that_is_said(record: Path, change: str) -> None:
    _change(record, f"UPDATE batch_invoice SET {change} WHERE batch = 2")  # noqa: S608 - our own words
    with Store.review(record, TickingClock()) as store, pytest.raises(RecordDamaged):
        store.invoices(BatchNumber(2))
