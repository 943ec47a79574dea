"""Files that other programs read: types kept, formulas made harmless."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from mobius_desktop.history.export import ExportColumn, csv_cell, write_csv, write_xlsx

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
    def broken() -> list[tuple[object, ...]]:
        raise OSError("disk full")

    for name, write in (("list.csv", write_csv), ("list.xlsx", write_xlsx)):
        with pytest.raises(OSError, match="disk full"):
            write(tmp_path / name, COLUMNS, (r for _ in [1] for r in broken()))
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_has_numbers_as_numbers_and_no_formulas(tmp_path: Path) -> None:
    file = tmp_path / "list.xlsx"
    write_xlsx(file, COLUMNS, [("=1+1", Decimal("-412.00"), dt.date(2026, 11, 1)), ("48211", 3, None)])
    with zipfile.ZipFile(file) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        strings = book.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet
    assert [Decimal(v) for v in re.findall(r'<c r="B\d+"[^>]*><v>([^<]+)</v>', sheet)][-2:] == [-412, 3]
    assert "=1+1" in strings
