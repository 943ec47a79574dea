"""A record that is cut off, locked, not to be written, newer, or in a bad place: said, and nothing lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from mobius_desktop.domain.archive import BatchFilter
from mobius_desktop.domain.errors import DAMAGED, EMPTY, NewerData, RecordDamaged, StorageFailed
from mobius_desktop.domain.evidence import Damage
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.store import Store, database, migrate
from mobius_desktop.store.errors import BUSY, READ_ONLY, REVIEW_ONLY
from mobius_desktop.store.migrate import SCHEMA
from mobius_desktop.store.place import synced_by
from tests.store.stories import TickingClock, journey, opened, opening, unposted

_NOBODY = 65_534
"""A user without rights of its own."""
INVOICES = tuple(unposted(10501 + n) for n in range(200))


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A closed record of two batches, the newer one large."""
    path = tmp_path / "data" / "mobius.db"
    with Store.open(path, TickingClock()) as store:
        store.open_batch(lambda number: opening(number, INVOICES[0]))
        number = store.open_batch(lambda number: opening(number, *INVOICES))
        for commit in journey(number, INVOICES[0]):
            store.record(*commit)
    return path


def _is_as_before(path: Path, before: bytes) -> bool:
    return path.read_bytes() == before and sorted(one.name for one in path.parent.iterdir()) == [path.name]


def test_a_record_for_review_answers_and_nothing_is_written_into_it_or_beside_it(record: Path) -> None:
    before = record.read_bytes()
    with Store.review(record, TickingClock()) as store:
        assert [row.number for row in store.batches(BatchFilter())] == [2, 1]
        assert [row.number for row in store.batches(BatchFilter(text="10501"))] == [2, 1]
        assert store.verify().intact
        for write in (
            lambda: store.open_batch(lambda number: [opened(number)]),
            lambda: store.put_setting("theme", "Dark"),
            store.rebuild,
        ):
            with pytest.raises(StorageFailed) as told:
                write()
            assert told.value.sentence == REVIEW_ONLY
    assert _is_as_before(record, before)


def test_a_record_that_is_being_written_is_reviewed_as_it_was_committed(record: Path) -> None:
    with Store.open(record, TickingClock()) as live:
        live.open_batch(lambda number: [opened(number)])
        with Store.review(record, TickingClock()) as store:
            assert store.batch(BatchNumber(3)) is not None
            assert store.head() == live.head()
            live.open_batch(lambda number: [opened(number)])
            assert store.batch(BatchNumber(4)) is None


def test_what_a_stopped_program_left_in_its_log_is_reviewed_too(record: Path, tmp_path: Path) -> None:
    live = Store.open(record, TickingClock())
    live.open_batch(lambda number: [opened(number)])
    carried = tmp_path / "carried" / "mobius.db"
    carried.parent.mkdir()
    for side in ("", "-wal"):
        carried.with_name(carried.name + side).write_bytes(record.with_name(record.name + side).read_bytes())
    live.close()
    with Store.review(carried, TickingClock()) as store:
        assert store.batch(BatchNumber(3)) is not None


def test_a_record_cut_off_is_said_not_touched_and_read_as_far_as_it_goes(record: Path) -> None:
    whole = record.read_bytes()
    cut = whole[: len(whole) * 9 // 10]
    record.write_bytes(cut)
    with Store.review(record, TickingClock()) as store:
        assert [row.number for row in store.batches(BatchFilter())] == [2, 1]
        assert len(store.invoices(BatchNumber(1))) == 1
        verdict = store.verify()
        assert verdict.damaged
        assert "is damaged" in verdict.sentence
    assert _is_as_before(record, cut)


def test_a_page_of_entries_that_is_damaged_is_located_and_the_rest_is_walked(record: Path) -> None:
    """Each page of the file in turn: verification names a place, or says that the file is damaged."""
    whole = record.read_bytes()
    with closing(sqlite3.connect(record)) as db:
        entries = db.execute("SELECT count(*) FROM event").fetchone()[0]
        size = db.execute("PRAGMA page_size").fetchone()[0]
    located = 0
    for page in range(1, len(whole) // size):
        damaged = bytearray(whole)
        damaged[page * size : page * size + 40] = bytes(range(60, 100))
        record.write_bytes(damaged)
        try:
            with Store.review(record, TickingClock()) as store:
                verdict = store.verify()
        except RecordDamaged:  # the schema itself, or the first page of a table
            continue
        assert not verdict.intact
        holes = [one for one in verdict.breaks if one.damage is Damage.UNREADABLE and one.seq]
        if holes:
            located += 1
            assert 1 <= holes[0].seq <= entries
            assert "is damaged: some of it cannot be read any more" in verdict.sentence
    assert located > 3


def test_a_cut_of_what_holds_nothing_is_said_too(record: Path) -> None:
    with closing(sqlite3.connect(record)) as db:
        db.execute("CREATE TABLE gone (x)")
        db.execute("INSERT INTO gone VALUES (zeroblob(20000))")
        db.commit()
        db.execute("DROP TABLE gone")
        db.commit()
    record.write_bytes(record.read_bytes()[:-4096])
    with Store.review(record, TickingClock()) as store:
        verdict = store.verify()
    assert not verdict.intact
    assert verdict.breaks == ()
    assert "are as they were written, but the file around them is damaged" in verdict.sentence


@pytest.mark.parametrize("content", [b"", b"no database" * 500, b"SQLite format 3\0" + bytes(5000)])
def test_a_file_that_is_no_record_is_said_and_not_touched(record: Path, content: bytes) -> None:
    record.write_bytes(content)
    with pytest.raises(RecordDamaged):
        Store.review(record, TickingClock())
    assert _is_as_before(record, content)


def test_an_empty_file_is_damage_and_no_new_record(tmp_path: Path) -> None:
    """A copy cut off, or a drive that lost it: a new record in its place would say that all is well."""
    path = tmp_path / "mobius.db"
    path.touch()
    with pytest.raises(RecordDamaged) as told:
        Store.open(path, TickingClock())
    assert told.value.sentence == EMPTY
    assert _is_as_before(path, b"")


def test_a_new_record_appears_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mobius.db"
    with monkeypatch.context() as broken:
        broken.setattr(migrate, "_put_in_place", lambda *_: _raise(OSError("gone")))
        with pytest.raises(StorageFailed):
            Store.open(path, TickingClock())
    assert list(tmp_path.iterdir()) == []
    with Store.open(path, TickingClock()) as store:
        assert store.verify().intact


def test_a_new_record_needs_no_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Drives with FAT know none."""
    monkeypatch.setattr(Path, "hardlink_to", lambda *_: _raise(OSError("not supported")))
    with Store.open(tmp_path / "mobius.db", TickingClock()) as store:
        assert store.verify().intact


def _raise(error: OSError) -> None:
    raise error


def test_a_record_that_another_program_holds_is_said(record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_MILLISECONDS", 50)
    with Store.open(record, TickingClock()) as store, closing(sqlite3.connect(record)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageFailed) as told:
            store.open_batch(lambda number: [opened(number)])
        assert told.value.sentence == BUSY
        assert store.batch(BatchNumber(2)) is not None  # reading goes on
        other.execute("ROLLBACK")
        store.open_batch(lambda number: [opened(number)])


@pytest.fixture
def write_protected(record: Path) -> Iterator[Path]:
    """A record in a folder that this user may read and not write, also where the tests run as root."""
    folder = Path(tempfile.mkdtemp())
    path = folder / "mobius.db"
    shutil.copyfile(record, path)
    path.chmod(0o444)
    folder.chmod(0o555)
    root = os.name == "posix" and os.geteuid() == 0
    if root:
        os.seteuid(_NOBODY)
    try:
        path.open("r+b").close()
    except PermissionError:
        yield path
    else:
        pytest.skip("this user may write into any file")
    if root:
        os.seteuid(0)
    folder.chmod(0o755)
    path.chmod(0o644)
    shutil.rmtree(folder)


def test_a_record_that_may_not_be_written_is_said_and_can_be_read(write_protected: Path) -> None:
    with pytest.raises(StorageFailed) as told, Store.open(write_protected, TickingClock()) as store:
        store.open_batch(lambda number: [opened(number)])
    assert told.value.sentence == READ_ONLY
    with Store.review(write_protected, TickingClock()) as store:
        assert store.batch(BatchNumber(2)) is not None
        assert store.verify().intact


def test_a_newer_record_is_refused_for_review_too(record: Path) -> None:
    with closing(sqlite3.connect(record)) as db:
        db.execute(f"PRAGMA user_version = {SCHEMA + 1}")
        db.execute("PRAGMA journal_mode = DELETE")
    before = record.read_bytes()
    with pytest.raises(NewerData):
        Store.review(record, TickingClock())
    assert _is_as_before(record, before)


def test_a_record_that_cannot_be_opened_at_all_answers_every_question_with_why(record: Path) -> None:
    why = RecordDamaged(DAMAGED)
    with Store.unreadable(record, TickingClock(), why) as store, pytest.raises(RecordDamaged) as told:
        store.batches(BatchFilter())
    assert told.value is why


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        (r"C:\Users\alex\OneDrive\Mobius", "OneDrive"),
        (r"C:\Users\alex\OneDrive - Gulfline Tech\Mobius", "OneDrive"),
        (r"D:\Dropbox\firm", "Dropbox"),
        (r"D:\Dropbox (Gulfline)\firm", "Dropbox"),
        ("/home/alex/Google Drive/data", "Google Drive"),
        ("/Users/alex/Library/Mobile Documents/data", "iCloud Drive"),
        (r"C:\Users\alex\AppData\Local\Mobius Desktop", ""),
        ("/home/alex/.local/share/Mobius Desktop", ""),
        ("/srv/onedriven/data", ""),
    ],
)
def test_a_folder_that_a_service_synchronises_is_known(folder: str, service: str) -> None:
    assert synced_by(folder, {}) == service


def test_a_folder_is_known_by_where_the_service_says_it_is() -> None:
    environment = {"OneDriveCommercial": r"E:\Work"}
    assert synced_by(r"E:\Work\Mobius", environment) == "OneDrive"
    assert synced_by(r"E:\Workshop\Mobius", environment) == ""
