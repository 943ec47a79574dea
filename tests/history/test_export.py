"""Files that other programs read: types kept, formulas made harmless."""

from __future__ import annotations

import datetime as dt
import errno
import gc
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from mobius_desktop.domain.errors import Cancelled, NotWritten
from mobius_desktop.history.export import ExportColumn, csv_cell, write_csv, write_xlsx
from tests.history.workbook import read_workbook

COLUMNS = [ExportColumn("Number"), ExportColumn("Total", money=True), ExportColumn("Date")]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-cmd", "@sum", "\t=1"])
def test_a_text_that_a_spreadsheet_would_run_is_made_harmless(text: str) -> None:
    assert csv_cell(text) == "'" + text


def test_a_negative_amount_stays_a_number() -> None:
    assert csv_cell(Decimal("-412.00")) == "-412.00"
    assert csv_cell(-3) == "-3"


def test_a_csv_file_has_a_byte_order_mark_and_accents(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    write_csv(file, COLUMNS, [("Lumière", Decimal("1234.50"), dt.date(2026, 11, 1)), (None, None, None)])
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    assert file.read_text(encoding="utf-8-sig").splitlines() == [
        "Number,Total,Date",
        "Lumière,1234.50,2026-11-01",
        ",,",
    ]


def test_a_file_that_cannot_be_written_whole_is_not_left_in_part(tmp_path: Path) -> None:
    def rows() -> Iterator[tuple[object, ...]]:
        yield ("10501", Decimal(1), None)
        raise OSError(errno.ENOSPC, "No space left on device")

    for name, write in (("list.csv", write_csv), ("list.xlsx", write_xlsx)):
        file = tmp_path / name
        file.write_text("what was there before")
        with pytest.raises(NotWritten) as told:
            write(file, COLUMNS, rows())
        assert told.value.sentence == f"The disk is full, so {name} was not written. Choose another folder."
        assert file.read_text() == "what was there before"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["list.csv", "list.xlsx"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a file on a disk that is full")
@pytest.mark.parametrize("name", ["list.csv", "list.xlsx"])
def test_on_a_full_disk_there_is_one_sentence_and_no_part_of_a_file(tmp_path: Path, name: str) -> None:
    """What the workbook's archive complains of once more when it is freed would fail this test too."""
    (tmp_path / f"{name}.part").symlink_to("/dev/full")
    write = write_csv if name.endswith("csv") else write_xlsx
    with pytest.raises(NotWritten, match=r"^The disk is full, so list\.\w+ was not written"):
        write(tmp_path / name, COLUMNS, [("10501", Decimal(n), None) for n in range(5_000)])
    gc.collect()
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_open_elsewhere_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows lets nobody replace a file that Excel has open."""
    file = tmp_path / "list.xlsx"
    file.write_text("open in Excel")

    def locked(_: Path, target: Path) -> Path:
        raise PermissionError(errno.EACCES, "Access is denied", str(target))

    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(NotWritten, match=r"^list\.xlsx could not be written: it is open in another program"):
        write_xlsx(file, COLUMNS, [("10501", Decimal(1), None)])
    assert file.read_text() == "open in Excel"
    assert [one.name for one in tmp_path.iterdir()] == ["list.xlsx"]


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx"])
def test_a_folder_that_is_not_there_is_said(tmp_path: Path, name: str) -> None:
    write = write_csv if name.endswith("csv") else write_xlsx
    with pytest.raises(NotWritten, match=r"^The file could not be written: No such file or directory\.$"):
        write(tmp_path / "nowhere" / name, COLUMNS, [("10501", Decimal(1), None)])


def test_an_export_that_is_cancelled_leaves_nothing(tmp_path: Path) -> None:
    def stop(line: int) -> None:
        if line == 2:
            raise Cancelled("enough")

    for name, write in (("list.csv", write_csv), ("list.xlsx", write_xlsx)):
        with pytest.raises(Cancelled):
            write(tmp_path / name, COLUMNS, [("a", None, None)] * 3, stop)
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_keeps_types_and_signs_and_has_its_totals(tmp_path: Path) -> None:
    file = tmp_path / "list.xlsx"
    rows = [("=1+1", Decimal("-412.00"), dt.date(2026, 11, 1)), ("48211", Decimal("1013.38"), None)]
    write_xlsx(file, COLUMNS, rows, totals=[("2 shown", Decimal("601.38"), None)])
    assert read_workbook(file) == [
        ["Number", "Total", "Date"],
        ["=1+1", Decimal(-412), dt.datetime(2026, 11, 1)],  # noqa: DTZ001 - as a workbook has it
        ["48211", Decimal("1013.38")],
        ["2 shown", Decimal("601.38"), None],
    ]


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-1", "@sum", "https://example.com"])
def test_a_text_stays_a_text_in_a_workbook(tmp_path: Path, text: str) -> None:
    file = tmp_path / "list.xlsx"
    write_xlsx(file, COLUMNS, [(text, None, None)])
    assert read_workbook(file)[1] == [text]
    with zipfile.ZipFile(file) as book:
        assert not any("rels" in name and b"example.com" in book.read(name) for name in book.namelist())


def test_a_moment_stands_as_the_users_clock_showed_it(tmp_path: Path) -> None:
    moment = dt.datetime(2026, 11, 2, 14, 5, 6, tzinfo=dt.UTC)
    local = moment.astimezone().replace(tzinfo=None)
    file = tmp_path / "list.xlsx"
    write_xlsx(file, COLUMNS, [("10501", None, moment)])
    assert read_workbook(file)[1][2] == local
    assert csv_cell(moment) == local.isoformat(sep=" ")
