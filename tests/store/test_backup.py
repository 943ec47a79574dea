"""Copies of the record: whole while it is written, checked before one is restored, over nothing."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from mobius_desktop.domain.archive import BatchFilter
from mobius_desktop.domain.errors import Cancelled, NewerData, RecordDamaged, StorageFailed
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.store import Store
from mobius_desktop.store.backup import check_backup, restore
from mobius_desktop.store.database import connect
from mobius_desktop.store.migrate import SCHEMA
from tests.store.stories import START, TickingClock, journey, opened, opening, unposted
from tests.store.stories import closing as ending

INVOICE = unposted(10501)
VERSION_1 = Path(__file__).parent / "data" / "record-version-1.db"


@pytest.fixture
def copy(store: Store, tmp_path: Path) -> Path:
    """A copy of a record with one batch; the record then got two more."""
    number = store.open_batch(lambda number: opening(number, INVOICE))
    for commit in journey(number, INVOICE):
        store.record(*commit)
    store.record(*ending(number))
    file = tmp_path / "copies" / "monday.db"
    store.backup(file)
    for _ in range(2):
        store.open_batch(lambda number: [opened(number)])
    return file


def test_a_copy_is_whole_while_somebody_writes(store: Store, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            store.open_batch(lambda number: opening(number, INVOICE))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for turn in range(5):
            file = tmp_path / f"copy-{turn}.db"
            head = store.backup(file)
            found = check_backup(file, store.path)
            assert found.head == head.text
            assert found.same_past
    finally:
        stop.set()
        writer.join()


def test_a_cancelled_copy_leaves_no_file(store: Store, tmp_path: Path) -> None:
    store.open_batch(lambda number: opening(number, INVOICE))
    stop = threading.Event()
    stop.set()
    with pytest.raises(Cancelled):
        store.backup(tmp_path / "new" / "copy.db", stop=stop)
    assert list((tmp_path / "new").iterdir()) == []


def test_a_copy_replaces_an_older_one_whole_and_never_the_record(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "copy.db"
    file.write_bytes(b"an older copy")
    store.backup(file)
    assert check_backup(file, None).entries == 0
    with pytest.raises(StorageFailed, match="This is the record itself"):
        store.backup(store.path)


def test_a_copy_into_a_folder_that_cannot_be_made_is_said(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageFailed, match=r"^The copy could not be written: .* Choose another folder\."):
        store.backup(tmp_path / "file" / "copy.db")


def test_what_an_older_copy_forgets_is_said_before_it_is_restored(store: Store, copy: Path) -> None:
    found = check_backup(copy, store.path)
    assert (found.last_batch, found.forgets, found.same_past) == (1, 2, True)
    assert "with batch 1. 2 batches since then are not in it." in found.consequence
    assert "looked for there by its number" in found.consequence


def test_a_copy_of_another_record_is_said(copy: Path, tmp_path: Path) -> None:
    with Store.open(tmp_path / "other.db", TickingClock()) as other:
        other.open_batch(lambda number: [opened(number, company="Another firm")])
        assert "another past" in check_backup(copy, other.path).consequence


def test_a_restored_copy_is_the_record_and_the_one_before_is_kept_aside(store: Store, copy: Path) -> None:
    record, head = store.path, store.head()
    store.close()
    aside = restore(copy, record, START)
    assert aside is not None
    with Store.open(record, TickingClock()) as restored:
        assert [row.number for row in restored.batches(BatchFilter())] == [1]
        assert restored.verify().intact
        assert restored.open_batch(lambda number: [opened(number)]) == 2
    with Store.review(aside, TickingClock()) as kept:
        assert kept.head() == head
        assert kept.verify().intact


def test_a_record_that_is_open_elsewhere_is_not_replaced(store: Store, copy: Path) -> None:
    before = store.head()
    store.companies()
    with pytest.raises(StorageFailed, match="is open in another window or program"):
        restore(copy, store.path, START)
    assert store.head() == before
    assert not store.path.with_name(store.path.name + ".restoring").exists()


def test_a_damaged_record_is_replaced_and_kept_aside_as_it_is(store: Store, copy: Path) -> None:
    record = store.path
    store.close()
    record.write_bytes(b"no database" * 1000)
    aside = restore(copy, record, START)
    assert aside is not None
    assert aside.read_bytes() == b"no database" * 1000
    with Store.open(record, TickingClock()) as restored:
        assert restored.batch(BatchNumber(1)) is not None


def test_a_damaged_copy_is_refused_with_what_is_wrong(store: Store, copy: Path) -> None:
    with closing(sqlite3.connect(copy, isolation_level=None)) as db:
        db.execute("DROP TRIGGER event_is_not_changed")
        db.execute("UPDATE event SET content = replace(content, '1250.00', '1250.01')")
    with pytest.raises(RecordDamaged, match=r"^This copy does not hold, so it is not restored\. The"):
        check_backup(copy, store.path)
    copy.write_bytes(copy.read_bytes()[:5000])
    with pytest.raises(RecordDamaged):
        check_backup(copy, store.path)
    copy.write_text("a letter")
    with pytest.raises(RecordDamaged):
        check_backup(copy, store.path)


def test_a_copy_of_a_newer_version_is_refused(store: Store, copy: Path) -> None:
    with closing(connect(copy)) as db:
        db.execute(f"PRAGMA user_version = {SCHEMA + 1}")
        db.execute("PRAGMA journal_mode = DELETE")
    with pytest.raises(NewerData):
        check_backup(copy, store.path)


def test_a_copy_of_an_older_version_is_restored_into_this_one(tmp_path: Path) -> None:
    before = VERSION_1.read_bytes()
    found = check_backup(VERSION_1, None)
    assert found.last_batch == 1
    record = tmp_path / "data" / "mobius.db"
    assert restore(VERSION_1, record, START) is None
    with Store.open(record, TickingClock()) as store:
        assert store.verify().intact
        assert store.batch(BatchNumber(1)) is not None
    assert VERSION_1.read_bytes() == before
    assert not VERSION_1.with_name(VERSION_1.name + "-wal").exists()
