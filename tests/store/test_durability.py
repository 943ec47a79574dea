"""The record under stress: threads, a killed program, a full disk, other versions, other places."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path, PureWindowsPath

import pytest

from mobius_desktop.domain.archive import BatchFilter
from mobius_desktop.domain.errors import DAMAGED, NewerData, RecordDamaged, StorageFailed
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.store import Store
from mobius_desktop.store.database import Database, connect
from mobius_desktop.store.errors import DISK_FULL
from mobius_desktop.store.migrate import SCHEMA, bring_up_to_date, migrations
from mobius_desktop.store.place import file_system_of, is_unc, refuse_network_drive
from tests.store import stories
from tests.store.stories import REALM, TickingClock, journey, opened, opening, unposted

ROOT = Path(__file__).resolve().parents[2]
VERSION_1 = Path(__file__).parent / "data" / "record-version-1.db"
INVOICE = unposted(10501)


def test_eight_threads_take_batch_numbers_and_none_is_lost_or_given_twice(store: Store) -> None:
    taken: list[int] = []

    def work() -> None:
        for _ in range(10):
            taken.append(store.open_batch(lambda number: [opened(number)]))  # noqa: PERF401 - one by one is the test

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(1, 81))
    assert store.verify().intact


def test_two_programs_read_then_write_and_no_update_is_lost(tmp_path: Path) -> None:
    """Each transaction begins immediate: what it has read cannot change before it writes."""
    path = tmp_path / "counter.db"
    first, second = Database(path), Database(path)
    with first.writing() as db:
        db.execute("CREATE TABLE counter (n INTEGER)")
        db.execute("INSERT INTO counter VALUES (0)")

    def work(database: Database) -> None:
        for _ in range(30):
            with database.writing() as db:
                n = db.execute("SELECT n FROM counter").fetchone()["n"]
                db.execute("UPDATE counter SET n = ?", (n + 1,))

    threads = [threading.Thread(target=work, args=(each,)) for each in (first, second) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with first.reading() as db:
        assert db.execute("SELECT n FROM counter").fetchone()["n"] == 240
    first.close()
    second.close()


def test_a_reader_sees_the_record_while_somebody_writes(store: Store) -> None:
    store.open_batch(lambda number: opening(number, INVOICE))
    with store._database.writing() as db:
        db.execute("UPDATE batch SET state = 'Finished'")
        assert store.running(REALM) == (1,)
    assert store.running(REALM) == ()


def test_readers_of_ended_threads_are_closed(store: Store) -> None:
    for _ in range(5):
        thread = threading.Thread(target=store.companies)
        thread.start()
        thread.join()
    assert len(store._database._readers) <= 2  # this thread's, and the last one's until the next comes


def test_a_program_killed_in_the_middle_leaves_whole_commits_only(tmp_path: Path) -> None:
    path = tmp_path / "mobius.db"
    writer = subprocess.Popen(  # noqa: S603 - our own writer
        [sys.executable, "-m", "tests.store.endless_writer", str(path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert writer.stdout is not None
    said = 0
    while said < 5:
        said = int(writer.stdout.readline())
    writer.kill()
    rest = writer.stdout.read().split()
    writer.wait()
    writer.stdout.close()
    said = int(rest[-1]) if rest else said
    with Store.open(path, TickingClock()) as store:
        assert store.verify().intact
        found = _batches(store)
        assert found in (said, said + 1)
        assert store.open_batch(lambda number: [opened(number)]) == found + 1


def _batches(store: Store) -> int:
    with store._database.reading() as db:
        return int(db.execute("SELECT count(*) FROM batch").fetchone()[0])


def test_a_full_disk_is_said_and_what_was_recorded_before_stays(store: Store) -> None:
    number = store.open_batch(lambda number: opening(number, INVOICE))
    head = store.head()
    with store._database.alone() as db:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(StorageFailed) as told:
        store.open_batch(lambda number: opening(number, *(unposted(20000 + n) for n in range(200))))
    assert told.value.sentence == DISK_FULL
    assert store.head() == head
    with store._database.alone() as db:
        db.execute("PRAGMA max_page_count = 1000000")
    for commit in journey(number, INVOICE):
        store.record(*commit)
    assert store.verify().intact


def test_a_newer_file_is_refused_with_the_version_that_wrote_it_and_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "mobius.db"
    Store.open(path, TickingClock()).close()
    with closing(connect(path)) as db:
        db.execute("UPDATE setting SET value = '2.4' WHERE name = 'program version'")
        db.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    before = path.read_bytes()
    with pytest.raises(
        NewerData,
        match=r"^This data was written by version 2\.4 of .* left it untouched\. Install the newer version",
    ):
        Store.open(path, TickingClock())
    assert path.read_bytes() == before


def test_a_newer_file_of_the_same_version_is_not_said_to_be_of_this_one(tmp_path: Path) -> None:
    path = tmp_path / "mobius.db"
    Store.open(path, TickingClock()).close()
    with closing(connect(path)) as db:
        db.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    with pytest.raises(NewerData, match=r"^This data was written by a newer version of Mobius Desktop\."):
        Store.open(path, TickingClock())


def test_a_file_that_is_no_database_is_said_to_be_damaged(tmp_path: Path) -> None:
    path = tmp_path / "mobius.db"
    path.write_bytes(b"not a database at all, whatever its name says" * 100)
    with pytest.raises(RecordDamaged) as told:
        Store.open(path, TickingClock())
    assert told.value.sentence == DAMAGED


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageFailed):
        Store.open(tmp_path / "file" / "mobius.db", TickingClock())


def test_a_record_of_version_1_is_copied_then_migrated_with_its_data(tmp_path: Path) -> None:
    path = tmp_path / "mobius.db"
    path.write_bytes(VERSION_1.read_bytes())
    with Store.open(path, TickingClock()) as store:
        batch = store.batch(BatchNumber(1))
        assert batch is not None
        assert (batch.invoices, batch.sent, batch.failed) == (2, 1, 1)
        assert store.verify().intact
        assert store.find_invoices("10501") == (6001,)
        assert store.once_unknown(stories.REALM, stories.START) == ()
        store.record(*stories.closing(BatchNumber(1)))
    copy = tmp_path / "backups" / "mobius-before-schema-2.db"
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (1,)
        assert db.execute("SELECT count(*) FROM event").fetchone()[0] > 5


def test_data_of_version_1_is_found_by_the_search_that_came_later(tmp_path: Path) -> None:
    path = tmp_path / "mobius.db"
    path.write_bytes(VERSION_1.read_bytes())
    with Store.open(path, TickingClock()) as store:
        assert [row.number for row in store.batches(BatchFilter(text="acme"))] == [1]


def test_a_migration_that_fails_leaves_the_file_at_the_version_before(tmp_path: Path) -> None:
    path = tmp_path / "mobius.db"
    first, *_ = migrations()

    def broken(db: sqlite3.Connection) -> None:
        db.execute("CREATE TABLE half (n INTEGER)")
        db.execute("SELECT * FROM no_such_table")

    bring_up_to_date(path, steps=[first])
    with pytest.raises(sqlite3.OperationalError):
        bring_up_to_date(path, steps=[first, broken])
    with closing(connect(path)) as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] == 1
        assert db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'half'").fetchone()[0] == 0


def test_a_migration_that_breaks_a_reference_is_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "mobius.db"
    first, *_ = migrations()

    def broken(db: sqlite3.Connection) -> None:
        db.execute("INSERT INTO log (id, batch, at, level, text) VALUES (1, 99, '', '', '')")

    bring_up_to_date(path, steps=[first])
    with pytest.raises(RecordDamaged):
        bring_up_to_date(path, steps=[first, broken])
    with closing(connect(path)) as db:
        assert db.execute("SELECT count(*) FROM log").fetchone()[0] == 0


def test_a_backup_is_whole_while_the_log_still_holds_what_was_written(store: Store, tmp_path: Path) -> None:
    number = store.open_batch(lambda number: opening(number, INVOICE))
    for commit in journey(number, INVOICE):
        store.record(*commit)
    assert store.path.with_name(store.path.name + "-wal").stat().st_size > 0
    store.backup(tmp_path / "copies" / "backup.db")
    with Store.open(tmp_path / "copies" / "backup.db", TickingClock()) as copy:
        assert copy.head() == store.head()
        assert copy.invoices(number) == store.invoices(number)
        assert copy.verify().intact


def test_who_asks_while_the_program_ends_is_told_so(store: Store) -> None:
    store.close()
    for ask in (store.companies, lambda: store.put_setting("theme", "Dark")):
        with pytest.raises(StorageFailed, match="the program is ending"):
            ask()
    thread_told: list[str] = []

    def late() -> None:
        try:
            store.companies()
        except StorageFailed as error:
            thread_told.append(error.sentence)

    thread = threading.Thread(target=late)
    thread.start()
    thread.join()
    assert len(thread_told) == 1


def test_committed_means_on_the_disk(store: Store) -> None:
    with store._database.alone() as db:
        assert db.execute("PRAGMA synchronous").fetchone()[0] == 2
        assert db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert db.execute("PRAGMA foreign_keys").fetchone()[0] == 1


def test_a_network_drive_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("mobius_desktop.store.place.is_on_network", lambda _folder: True)
    with pytest.raises(StorageFailed, match="is on a network drive"):
        refuse_network_drive(tmp_path)


def test_the_file_system_is_that_of_the_deepest_mount() -> None:
    mounts = (
        "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
        "30 22 0:40 / /mnt/firm\\040share rw shared:5 - cifs //server/share rw\n"
        "31 30 8:2 / /mnt/firm\\040share/local rw - xfs /dev/sdb1 rw\n"
    )
    assert file_system_of(Path("/home/alex"), mounts) == "ext4"
    assert file_system_of(Path("/mnt/firm share/data"), mounts) == "cifs"
    assert file_system_of(Path("/mnt/firm share/local/data"), mounts) == "xfs"


@pytest.mark.parametrize(
    ("path", "remote"),
    [
        (r"\\server\share\data", True),
        ("//server/share/data", True),
        (r"C:\Users\alex\AppData\Local", False),
        (r"\\?\C:\data", False),
    ],
)
def test_a_unc_path_names_another_machine(path: str, remote: bool) -> None:
    assert is_unc(PureWindowsPath(path)) is remote
