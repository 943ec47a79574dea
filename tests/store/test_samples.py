"""Records of every schema that was ever kept: each opens, is verified, found by the search, and goes on."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from mobius_desktop.domain.archive import BatchFilter
from mobius_desktop.domain.heads import Head
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.store import Store
from mobius_desktop.store.backup import check_backup
from mobius_desktop.store.migrate import SCHEMA
from tests.store.make_sample import DATA, make
from tests.store.stories import TickingClock, opened

SAMPLES = sorted(DATA.glob("record-version-*.db"))


def _head(sample: Path) -> Head:
    with Store.review(sample, TickingClock()) as store:
        return Head.parse(store.head())


def test_there_is_a_sample_of_the_first_schema_and_of_the_present_one() -> None:
    """Whoever changes the schema keeps a record of it: `python -m tests.store.make_sample`."""
    assert {sample.stem for sample in SAMPLES} >= {"record-version-1", f"record-version-{SCHEMA}"}


def test_money_that_stood_as_one_figure_is_told_by_currency(tmp_path: Path) -> None:
    path = tmp_path / "mobius.db"
    path.write_bytes((DATA / "record-version-8.db").read_bytes())
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE batch_invoice SET currency = 'CAD' WHERE batch = 2 AND state = 'Failed'")
        assert db.execute("SELECT total FROM batch_figures WHERE batch = 2").fetchone() == (15150,)
    with Store.open(path, TickingClock()) as store:
        batch = store.batch(BatchNumber(2))
    assert batch is not None
    assert (batch.total.coded(), batch.sent_total.coded()) == ("64.20 USD + 87.30 CAD", "64.20 USD")


@pytest.mark.parametrize("sample", SAMPLES, ids=[sample.stem for sample in SAMPLES])
def test_a_kept_record_opens_verifies_and_goes_on(sample: Path, tmp_path: Path) -> None:
    path, head = tmp_path / "mobius.db", _head(sample)
    path.write_bytes(sample.read_bytes())
    with Store.open(path, TickingClock()) as store:
        assert store.verify().intact
        batches = store.batches(BatchFilter())
        assert batches
        assert store.batches(BatchFilter(text="acme"))
        assert store.find_invoices("10501") == (6001,)
        assert store.snapshot(batches[-1].number, store.find_invoices("10501")[0]) is not None
        number = store.open_batch(lambda number: [opened(number)])
        assert number == batches[0].number + 1
        assert store.verify_against(head).intact
        assert store.verify_against(sample).intact
        store.rebuild()
        assert store.verify().intact


@pytest.mark.parametrize("sample", SAMPLES, ids=[sample.stem for sample in SAMPLES])
def test_a_kept_record_is_looked_at_and_checked_without_a_change(sample: Path) -> None:
    before = sample.read_bytes()
    with Store.review(sample, TickingClock()) as store:
        assert store.verify().intact
    assert check_backup(sample, None).entries == _head(sample).count
    assert sample.read_bytes() == before
    assert [one.name for one in DATA.glob(sample.name + "-*")] == []


def test_the_maker_makes_a_record_of_the_present_schema(tmp_path: Path) -> None:
    path = tmp_path / f"record-version-{SCHEMA}.db"
    make(path)
    with Store.review(path, TickingClock()) as store:
        assert store.verify().intact
        assert store.holds()
        assert store.path == path  # nothing had to be copied or migrated
