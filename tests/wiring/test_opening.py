"""How a program is opened where the record cannot be written, or is only looked at."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from mobius_desktop.domain.archive import BatchFilter
from mobius_desktop.domain.errors import InUse, NewerData, NotSetUp, RecordDamaged, StorageFailed
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.store import FILE_NAME, Store, migrate
from mobius_desktop.store import store as store_module
from mobius_desktop.wiring import ProgramOptions, open_program, open_troubled, restore_record, takes_a_while
from tests.history.conftest import fill
from tests.store.make_sample import DATA
from tests.store.stories import REALM, TickingClock
from tests.store.test_setup import GULFLINE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Store.open(tmp_path / "data" / FILE_NAME, TickingClock()) as store:
        fill(store)
    return tmp_path / "data"


def test_a_copy_is_looked_at_without_sign_in_sending_or_a_write(folder: Path, tmp_path: Path) -> None:
    copy = folder / FILE_NAME
    before = copy.read_bytes()
    options = ProgramOptions(data_dir=tmp_path / "auditor", review=copy)
    with closing(open_program(options)) as program:
        assert (program.review_only, program.offline, program.trouble) == (True, True, None)
        assert [row.number for row in program.archive.batches(BatchFilter())] == [3, 2, 1]
        assert program.companies() == ()
        for reach in (program.connect, lambda: program.service(REALM), lambda: program.corrections(REALM)):
            with pytest.raises(NotSetUp, match="open to be read only"):
                reach()
        with pytest.raises(StorageFailed, match="open to be read only"):
            program.hold([], "")
        with pytest.raises(StorageFailed, match="open to be read only"):
            program.store.put_setting("theme", "Dark")
        assert program.keeping.verify().intact
        assert program.keeping.facts().path == str(copy)
    assert copy.read_bytes() == before
    assert [one.name for one in folder.iterdir()] == [FILE_NAME]


def test_a_record_with_a_damaged_page_is_opened_to_be_looked_at_only(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where nothing that the start reads lies on that page."""
    record = folder / FILE_NAME
    whole = record.read_bytes()
    found = 0
    for page in range(len(whole) // 4096 - 6, len(whole) // 4096):
        damaged = bytearray(whole)
        damaged[page * 4096 : page * 4096 + 60] = bytes(range(60, 120))
        record.write_bytes(damaged)
        options = ProgramOptions(data_dir=folder)
        with pytest.raises(RecordDamaged) as told:
            open_program(options)
        with closing(open_troubled(options, told.value)) as program:
            assert program.review_only
        assert record.read_bytes() == damaged
        found += 1
    assert found == 6
    monkeypatch.setattr(store_module, "_QUICKLY_LOOKED_AT", 0)
    with (
        closing(open_program(ProgramOptions(data_dir=folder))) as program,
        pytest.raises(RecordDamaged),
    ):
        program.sides.connectwise()


def test_what_a_copy_says_of_its_own_verification_is_not_believed(folder: Path, tmp_path: Path) -> None:
    own = ProgramOptions(data_dir=folder)
    with closing(open_program(own)) as program:
        program.keeping.verify()
        assert program.keeping.facts().verified is not None
    with closing(sqlite3.connect(folder / FILE_NAME)) as db, db:
        db.execute("UPDATE batch_invoice SET connectwise_total = connectwise_total + 100000 WHERE batch = 2")
    options = ProgramOptions(data_dir=tmp_path / "auditor", review=folder / FILE_NAME)
    with closing(open_program(options)) as program:
        number = BatchNumber(2)
        assert program.keeping.facts().verified is None
        assert program.keeping.evidence(number).verified is None
        with pytest.raises(RecordDamaged, match="no proof list is made of batch 2: the record was"):
            program.tying.certificate(number)
        assert program.tying.certificate(BatchNumber(1)).batch.number == 1
        assert program.tying.head().endswith(" · a copy, not verified")
        assert not program.keeping.verify().intact
        verified = program.keeping.evidence(number).verified
        assert verified is not None
        assert not verified.intact


def test_a_record_that_is_cut_off_opens_to_be_looked_at_with_the_reason(folder: Path) -> None:
    record = folder / FILE_NAME
    cut = record.read_bytes()[:-8192]
    record.write_bytes(cut)
    options = ProgramOptions(data_dir=folder)
    with pytest.raises(RecordDamaged) as told:
        open_program(options)
    with closing(open_troubled(options, told.value)) as program:
        assert program.trouble is told.value
        assert [row.number for row in program.archive.batches(BatchFilter())] == [3, 2, 1]
    assert record.read_bytes() == cut


def test_a_record_that_another_program_holds_opens_to_be_looked_at(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "PATIENCE_SECONDS", 0.05)
    options = ProgramOptions(data_dir=folder)
    with closing(sqlite3.connect(folder / FILE_NAME, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StorageFailed, match="is held by another program") as told:
            open_program(options)
        with closing(open_troubled(options, told.value)) as program:
            assert program.trouble is told.value
            assert [row.number for row in program.archive.batches(BatchFilter())] == [3, 2, 1]
        other.execute("ROLLBACK")
    with closing(open_program(options)) as program:
        assert program.trouble is None


def test_a_file_that_is_no_record_opens_a_window_that_says_so(folder: Path) -> None:
    (folder / FILE_NAME).write_bytes(b"something else" * 1000)
    options = ProgramOptions(data_dir=folder)
    with pytest.raises(RecordDamaged) as told:
        open_program(options)
    with closing(open_troubled(options, told.value)) as program:
        with pytest.raises(RecordDamaged) as asked:
            program.archive.batches(BatchFilter())
        assert asked.value is told.value


@pytest.mark.parametrize("trouble", [NewerData("newer"), InUse("somebody has it")])
def test_what_no_window_helps_is_raised(folder: Path, trouble: NewerData | InUse) -> None:
    with pytest.raises(type(trouble)):
        open_troubled(ProgramOptions(data_dir=folder), trouble)


def test_without_a_record_there_is_nothing_to_look_at(tmp_path: Path) -> None:
    with pytest.raises(StorageFailed):
        open_troubled(ProgramOptions(data_dir=tmp_path), StorageFailed("on a network drive"))


def test_a_restored_record_opens_as_any_other(folder: Path, tmp_path: Path) -> None:
    options = ProgramOptions(data_dir=folder)
    copy = tmp_path / "copy.db"
    with closing(open_program(options)) as program:
        program.keeping.back_up(copy)
    (folder / FILE_NAME).write_bytes(b"something else" * 1000)
    kept = restore_record(options, copy)
    assert kept is not None
    assert kept.parent == folder / "backups"
    with closing(open_program(options)) as program:
        assert not program.review_only
        assert program.keeping.verify().intact


@pytest.mark.parametrize("fresh", [False, True])
def test_the_demo_never_works_on_a_real_record(tmp_path: Path, fresh: bool) -> None:
    """Least of all does it start it over."""
    with Store.open(tmp_path / FILE_NAME, TickingClock()) as store:
        store.save_company(replace(GULFLINE, base_url="https://quickbooks.api.intuit.com"))
    before = (tmp_path / FILE_NAME).read_bytes()
    with pytest.raises(NotSetUp, match="holds the record of a real company"):
        open_program(ProgramOptions(data_dir=tmp_path, demo=True, fresh=fresh))
    assert (tmp_path / FILE_NAME).read_bytes() == before


def test_only_a_large_record_of_an_earlier_schema_takes_a_while_to_open(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "old" / FILE_NAME
    old.parent.mkdir()
    old.write_bytes((DATA / "record-version-9.db").read_bytes())
    present, earlier = ProgramOptions(data_dir=folder), ProgramOptions(data_dir=old.parent)
    assert not takes_a_while(earlier)
    monkeypatch.setattr(migrate, "_LARGE", 0)
    assert takes_a_while(earlier)
    assert not takes_a_while(present)
    assert not takes_a_while(ProgramOptions(data_dir=tmp_path / "nowhere"))
    with closing(open_program(earlier)):
        pass
    assert not takes_a_while(earlier)
