"""What the screens read is set beside the entries: every batch that differs is named, every row counted."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.record import multiply
from mobius_desktop.domain.evidence import Damage
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.store import Store
from mobius_desktop.store.reading import witness
from mobius_desktop.store.verify import verify
from tests.store.stories import TickingClock, journey, opening, unposted
from tests.store.stories import closing as ending

BATCHES = 5
_COPIED = (
    ("batch", "number"),
    ("batch_figures", "batch"),
    ("batch_invoice", "batch"),
    ("finding", "batch"),
    ("attempt", "CAST(action AS INTEGER)"),
    ("action", "batch"),
    ("log", "batch"),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    make(tmp_path / "mobius.db", BATCHES)
    return tmp_path / "mobius.db"


def make(path: Path, batches: int) -> None:
    """A record of batches of two invoices."""
    with Store.open(path, TickingClock()) as store:
        for batch in range(batches):
            invoices = [unposted(10501 + batch * 10 + n, f"{100 + n}.00") for n in range(2)]
            number = store.open_batch(lambda number, invoices=invoices: opening(number, *invoices))  # type: ignore[misc]  # bound now
            store.record(*(each for one in invoices for commit in journey(number, one) for each in commit))
            store.record(*ending(number))


@pytest.fixture
def db(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        yield db


def test_every_batch_whose_tables_differ_is_named_and_the_rest_is_the_rest(
    path: Path, db: sqlite3.Connection
) -> None:
    for batch in (2, 3, 5):
        db.execute("UPDATE batch_invoice SET message = 'other' WHERE batch = ?", (batch,))
    with closing(witness(path)) as witnessed:
        verdict = verify(witnessed)
    assert verdict.sentence == (
        "The record of batch 2 was changed outside this program, at invoice 10511. "
        "Changed too: batches 3 and 5. The other 2 are intact."
    )
    first = next(iter(verdict.breaks))
    assert first.rows == 2
    assert first.line == (
        "the table batch_invoice, batch 2, invoice 10511, and further ones, 2 rows in all: "
        "what the screens show differs from what was recorded"
    )


def test_rows_that_no_entry_stands_behind_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "mobius.db"
    make(path, batches=1)
    multiply(path, BatchNumber(1), 4)
    with closing(witness(path)) as db:
        verdict = verify(db)
        rows = sum(
            db.execute(f"SELECT count(*) FROM {table} WHERE {key} > 1").fetchone()[0]  # noqa: S608 - our own names
            for table, key in _COPIED
        )
    assert verdict.sentence == (
        "The record of batch 2 was changed outside this program. "
        f"Changed too: batches 3 to 4. {rows:,} rows of the screens' tables have no entry behind them. "
        "The other one is intact."
    )


def test_a_row_that_was_taken_out_hides_no_other(path: Path, db: sqlite3.Connection) -> None:
    db.execute("DELETE FROM batch_invoice WHERE batch = 1 AND number = '10501'")
    db.execute("UPDATE batch_invoice SET message = 'other' WHERE batch = 4 AND number = '10532'")
    with closing(witness(path)) as witnessed:
        found = verify(witnessed).breaks
    assert [(each.damage, each.batch, each.number, each.rows) for each in found] == [
        (Damage.ROWS_REMOVED, 1, "10501", 1),
        (Damage.TABLES_DIFFER, 4, "10532", 1),
    ]


def test_where_entries_were_changed_the_screens_are_not_said_to_be_verified(
    path: Path, db: sqlite3.Connection
) -> None:
    db.execute("DROP TRIGGER event_is_not_changed")
    db.execute("UPDATE event SET content = replace(content, '\"10501\"', '\"10599\"') WHERE seq = 2")
    db.execute("UPDATE batch_invoice SET message = 'other' WHERE batch = 4")
    with closing(witness(path)) as witnessed:
        verdict = verify(witnessed)
    assert verdict.sentence.endswith(" The entries of the other 4 are intact.")
    report = "\n".join(verdict.report())
    assert "Not verified: the tables that the screens read" in report
