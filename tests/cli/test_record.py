"""`mobius-desktop history verify, backup, restore, trim` on a real file, with no server and no window."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mobius_desktop.cli import main
from mobius_desktop.domain.errors import StorageFailed
from mobius_desktop.store import FILE_NAME, Store, backup, database
from mobius_desktop.store.errors import DISK_FULL
from mobius_desktop.wiring.keeping import Keeping
from tests.history.conftest import fill
from tests.store.stories import TickingClock, opened, opening, unposted


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Store.open(tmp_path / "data" / FILE_NAME, TickingClock()) as store:
        fill(store)
    return tmp_path / "data"


def _run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["history", *arguments, "--data-dir", str(folder)])


def _tamper(file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        db.execute("DROP TRIGGER event_is_not_changed")
        db.execute(
            "UPDATE event SET content = replace(content, '64.20', '64.02') WHERE kind = 'InvoicePlanned'"
        )
        db.execute("PRAGMA journal_mode = DELETE")


def test_an_untouched_record_is_said_to_be_unchanged_with_its_head(folder: Path) -> None:
    result = _run(folder, "verify")
    assert result.exit_code == 0
    assert result.output.startswith("The record is unchanged since it was written: ")
    assert "Head: " in result.output
    assert "Outside the chain, and not evidence" in result.output


def test_a_changed_record_is_located_and_is_exit_code_1(folder: Path) -> None:
    _tamper(folder / FILE_NAME)
    result = _run(folder, "verify")
    assert result.exit_code == 1
    assert "The record of batch 2 was changed outside this program, at invoice 10509" in result.output
    assert "The entries of the other 2 are intact." in result.output
    assert "batch 2, invoice 10509" in result.output


def test_a_certificates_head_and_a_backup_are_compared_with(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    made = _run(folder, "backup", str(copy))
    assert made.exit_code == 0
    head = made.output.split("Head: ")[1].strip()
    with Store.open(folder / FILE_NAME, TickingClock()) as store:
        store.open_batch(lambda number: [opened(number)])
    for against in (("--against", str(copy)), ("--head", head), ("--head", head.replace(" ", ":"))):
        assert _run(folder, "verify", *against).exit_code == 0
    count, _, hashed = head.partition(" ")
    other = _run(folder, "verify", "--head", f"{count}:{hashed[::-1]}")
    assert other.exit_code == 1
    assert f"since the certificate of entry {count}" in other.output
    later = _run(folder, "verify", "--head", f"9999:{hashed}")
    assert later.exit_code == 1
    assert "an older copy, or its end was cut off" in later.output


def test_what_is_no_head_is_said(folder: Path) -> None:
    result = _run(folder, "verify", "--head", "abc")
    assert result.exit_code == 2
    assert "not the count and hash of a record" in result.output


def test_a_copy_is_verified_where_it_lies(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    _run(folder, "backup", str(copy))
    assert _run(tmp_path / "nothing", "verify", "--file", str(copy)).exit_code == 0
    _tamper(copy)
    assert _run(tmp_path / "nothing", "verify", "--file", str(copy)).exit_code == 1


def test_a_copy_is_restored_after_it_is_said_what_it_forgets(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    _run(folder, "backup", str(copy))
    with Store.open(folder / FILE_NAME, TickingClock()) as store:
        store.open_batch(lambda number: [opened(number)])
    kept = CliRunner().invoke(main, ["history", "restore", str(copy), "--data-dir", str(folder)], input="n\n")
    assert "1 batch since then is not in it." in kept.output
    assert _run(folder, "show", "4").exit_code == 0

    result = _run(folder, "restore", str(copy), "--yes")

    assert result.exit_code == 0
    assert "The record that was there is kept as" in result.output
    assert _run(folder, "show", "4").exit_code == 2
    assert len(list((folder / "backups").glob("mobius-before-restore-*.db"))) == 1


def test_a_damaged_copy_is_not_restored(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    _run(folder, "backup", str(copy))
    _tamper(copy)
    before = (folder / FILE_NAME).read_bytes()
    result = _run(folder, "restore", str(copy), "--yes")
    assert result.exit_code == 2
    assert "This copy does not hold, so it is not restored." in result.output
    assert (folder / FILE_NAME).read_bytes() == before


def test_old_bodies_are_trimmed_and_the_record_holds(folder: Path) -> None:
    assert _run(folder, "trim", "--years", "1", "--yes").output.startswith("0 removed")
    assert _run(folder, "trim", "--years", "0", "--yes").exit_code == 2
    assert _run(folder, "verify").exit_code == 0


@pytest.mark.parametrize("words", [("list",), ("show", "1"), ("export", "out.csv")])
def test_a_data_folder_that_is_not_there_is_said(words: tuple[str, ...], tmp_path: Path) -> None:
    result = _run(tmp_path / "mistyped", *words)
    assert result.exit_code == 2
    assert f"There is no folder {tmp_path / 'mistyped'}." in result.output


def _cut_off(file: Path) -> None:
    """A record of which the end is gone: its beginning can still be read."""
    invoices = [unposted(10600 + n) for n in range(200)]
    with Store.open(file, TickingClock()) as store:
        store.open_batch(lambda number: opening(number, *invoices))
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) * 9 // 10])


def test_a_damaged_record_leaves_no_copy_behind(folder: Path, tmp_path: Path) -> None:
    _cut_off(folder / FILE_NAME)
    copy = tmp_path / "copy.db"
    result = _run(folder, "backup", str(copy))
    assert result.exit_code == 2
    assert "The record is damaged and could not be copied whole, so no copy was made." in result.output
    assert "not restored" not in result.output
    assert not copy.exists()


def test_a_copy_of_a_changed_record_is_kept_and_not_called_good(folder: Path, tmp_path: Path) -> None:
    _tamper(folder / FILE_NAME)
    copy = tmp_path / "copy.db"
    result = _run(folder, "backup", str(copy))
    assert result.exit_code == 2
    assert "this copy is no good backup" in result.output
    assert "The record of batch 2 was changed outside this program" in result.output
    assert not copy.exists()
    assert (tmp_path / "copy-changed.db").exists()
    with Store.review(folder / FILE_NAME, TickingClock()) as store:
        assert not store.setting("last backup")


@pytest.mark.parametrize("spoil", [_cut_off, _tamper])
def test_a_good_copy_is_replaced_only_by_one_that_holds(
    folder: Path, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    copy = tmp_path / "keep.db"
    assert _run(folder, "backup", str(copy)).exit_code == 0
    good = copy.read_bytes()
    spoil(folder / FILE_NAME)
    assert _run(folder, "backup", str(copy)).exit_code == 2
    assert copy.read_bytes() == good
    assert not list(tmp_path.glob("*.unchecked*"))


def test_the_record_is_never_its_own_copy(folder: Path) -> None:
    before = (folder / FILE_NAME).read_bytes()
    result = _run(folder, "backup", str(folder / FILE_NAME))
    assert result.exit_code == 2
    assert "This is the record itself." in result.output
    assert (folder / FILE_NAME).read_bytes() == before


def test_what_is_left_of_a_damaged_record_is_shown_with_a_warning(folder: Path) -> None:
    _cut_off(folder / FILE_NAME)
    result = CliRunner().invoke(main, ["history", "list", "--data-dir", str(folder)])
    assert "The record is damaged: what follows is what can still be read of it." in result.stderr


def test_an_empty_record_is_damage_for_every_command(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).touch()
    for words in (("list",), ("verify",), ("show", "1")):
        result = _run(tmp_path, *words)
        assert result.exit_code == 2, words
        assert result.output.count("Restore a backup") >= 1
    assert (tmp_path / FILE_NAME).stat().st_size == 0


@pytest.mark.parametrize("head", ["", "  "])
def test_an_empty_head_proves_nothing(folder: Path, head: str) -> None:
    result = _run(folder, "verify", "--head", head)
    assert result.exit_code == 2
    assert "--head is empty." in result.output


def test_nothing_found_is_not_nothing_there(folder: Path) -> None:
    assert _run(folder, "list", "--text", "nosuch").output == "No batch matches.\n"


@pytest.mark.parametrize("command", ["certificate", "month", "overrides", "explain", "list", "verify"])
def test_a_command_that_only_reads_the_record_cannot_erase_it(command: str) -> None:
    said = CliRunner().invoke(main, ["history", command, "--help"]).output
    assert "--data-dir" in said
    for other in ("--fresh", "--connectwise-url", "--tax"):
        assert other not in said


@pytest.mark.parametrize(
    "command",
    ["doctor", "history certify", "history tie-out", "links export", "invoice take-back", "batch undo"],
)
def test_a_command_on_what_is_there_cannot_start_the_demo_over(command: str) -> None:
    said = CliRunner().invoke(main, [*command.split(), "--help"])
    assert said.exit_code == 0
    assert "--demo" in said.output
    assert "--fresh" not in said.output
    refused = CliRunner().invoke(main, [*command.split(), "--demo", "--fresh"])
    assert refused.exit_code == 2
    assert "No such option" in refused.output


def test_a_first_transfer_can_start_the_demo_over() -> None:
    assert "--fresh" in CliRunner().invoke(main, ["transfer", "invoices", "--help"]).output


def test_without_a_record_it_is_said(tmp_path: Path) -> None:
    result = _run(tmp_path, "verify")
    assert result.exit_code == 2
    assert "There is no record" in result.output
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_older_copy_of_this_record_is_never_replaced(folder: Path, tmp_path: Path) -> None:
    notes, other = tmp_path / "notes.txt", tmp_path / "other.db"
    notes.write_text("Ask about invoice 10501.")
    with Store.open(tmp_path / "elsewhere" / FILE_NAME, TickingClock()) as store:
        store.open_batch(lambda number: [opened(number, company="Another")])
        store.backup(other)
    for file, said in ((notes, "is no copy of a record"), (other, "is a copy of another record")):
        before = file.read_bytes()
        result = _run(folder, "backup", str(file))
        assert result.exit_code == 2
        assert f"{file.name} is" in result.output
        assert said in result.output
        assert file.read_bytes() == before
    copy = tmp_path / "copy.db"
    for _ in range(2):
        assert _run(folder, "backup", str(copy)).exit_code == 0


def test_a_record_that_another_program_holds_is_verified_all_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_MILLISECONDS", 50)
    with closing(sqlite3.connect(folder / FILE_NAME, isolation_level=None)) as held:
        held.execute("BEGIN IMMEDIATE")
        result = _run(folder, "verify")
    assert result.exit_code == 0, result.output
    assert "The record is unchanged" in result.output


def _fill_up(folder: Path) -> None:
    """As on a full disk: SQLite cannot make the file that it needs beside the record."""
    (folder / f"{FILE_NAME}-shm").symlink_to(folder / "nowhere" / "file")


def test_what_only_reads_works_on_a_record_that_cannot_be_written(folder: Path) -> None:
    _fill_up(folder)
    period = ("--from", "2026-01-01", "--to", "2026-12-31")
    made = _run(folder, "certificate", "1", "--json")
    assert made.exit_code in {0, 1}, made.output
    assert '"batch_head"' in made.output
    listed = _run(folder, "overrides", *period)
    assert listed.exit_code == 0, listed.output
    month = _run(folder, "month", "--month", "2026-10-31")
    assert "could not be read" not in month.output
    refused = _run(folder, "explain", *period, "--number", "10501", "--reason", "Because.")
    assert refused.exit_code == 2
    assert "could not be read or written" in refused.output


def test_a_record_that_cannot_be_written_is_copied_also_over_an_older_copy(
    folder: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    assert _run(folder, "backup", str(copy)).exit_code == 0
    _fill_up(folder)
    again = _run(folder, "backup", str(copy))
    assert again.exit_code == 0, again.output
    found = _run(folder, "restore", str(copy))
    assert "No batch is lost." in found.output


def test_a_disk_that_is_too_full_to_begin_with_is_said_to_be_full(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fill_up(folder)
    usage = shutil.disk_usage(folder)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=4096))
    with pytest.raises(StorageFailed) as told:
        Store.open(folder / FILE_NAME, TickingClock())
    assert told.value.sentence == DISK_FULL


def _too_much(*_: object, **__: object) -> None:
    """What SQLite says when the disk of the file that it writes is full."""
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("PRAGMA max_page_count = 2")
        db.execute("CREATE TABLE large AS SELECT randomblob(100000)")


def test_a_full_target_is_said_to_be_full_and_the_records_own_disk_is_not_blamed(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy, target = tmp_path / "copy.db", tmp_path / "stick"
    assert _run(folder, "backup", str(copy)).exit_code == 0
    monkeypatch.setattr(backup, "copy_to", _too_much)
    result = _run(folder, "backup", str(target / "copy.db"))
    assert result.exit_code == 2
    assert result.output == (
        f"The copy could not be written: there is no room left on the disk of {target}."
        " Choose another folder. The record itself is untouched.\n"
    )
    before = (folder / FILE_NAME).read_bytes()
    result = _run(folder, "restore", str(copy), "--yes")
    assert result.exit_code == 2
    assert (
        f"The copy could not be restored: there is no room left on the disk of {folder}. Nothing was changed."
        in result.output
    )
    assert (folder / FILE_NAME).read_bytes() == before


def test_a_copy_that_could_be_made_is_not_lost_because_it_cannot_be_noted(
    folder: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    with Store.open(folder / FILE_NAME, TickingClock()) as store:
        with store._database.alone() as db:
            db.execute("PRAGMA query_only = ON")
        note = Keeping(store, store.path, TickingClock(), user="alex").back_up(copy)
    assert note.path == str(copy)
    assert copy.exists()
