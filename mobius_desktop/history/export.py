"""Tables as files: CSV and XLSX from typed cells. Pure: rows in, file out, no window.

A cell that a spreadsheet would run as a formula is made harmless; numbers keep their type and sign.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

#: First characters by which Excel and its like take a text for a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """A column's head, and whether its numbers are money (two decimals)."""

    title: str
    money: bool = False


def harmless(text: str) -> str:
    """A text as a spreadsheet may have it: what looks like a formula gets an apostrophe before it."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def as_written(text: str) -> str:
    """A text as it was before `harmless`: for files that come back from a spreadsheet."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA_STARTS) else text


def csv_cell(value: object) -> str:
    """A typed value as CSV text: plain numbers, ISO dates."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return harmless(str(value))


def write_csv(file: Path, columns: Sequence[ExportColumn], rows: Iterable[Sequence[object]]) -> None:
    """UTF-8 with a byte order mark, so that Excel reads accents; the file appears whole or not at all."""
    part = file.with_name(file.name + ".part")
    try:
        with part.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow([harmless(c.title) for c in columns])
            for row in rows:
                writer.writerow([csv_cell(v) for v in row])
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def write_xlsx(file: Path, columns: Sequence[ExportColumn], rows: Iterable[Sequence[object]]) -> None:
    """A workbook with one sheet: numbers as numbers, dates as dates, texts never as formulas or links."""
    import xlsxwriter  # type: ignore[import-untyped]  # noqa: PLC0415 - untyped; only who exports waits for it

    part = file.with_name(file.name + ".part")
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    try:
        with xlsxwriter.Workbook(str(part), options) as book:
            sheet = book.add_worksheet()
            head = book.add_format({"bold": True, "bottom": 1})
            formats = {name: book.add_format({"num_format": text}) for name, text in _FORMATS.items()}
            widths = [len(c.title) + 2 for c in columns]
            for place, column in enumerate(columns):
                sheet.write_string(0, place, column.title, head)
            sheet.freeze_panes(1, 0)
            for line, row in enumerate(rows, start=1):
                for place, value in enumerate(row):
                    _write_cell(sheet, (line, place), value, formats, money=columns[place].money)
                    widths[place] = min(50, max(widths[place], len(str(value)) + 2))
            for place, width in enumerate(widths):
                sheet.set_column(place, place, width)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


_FORMATS = {"money": "#,##0.00;(#,##0.00)", "day": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm:ss"}


def _write_cell(
    sheet: Any, at: tuple[int, int], value: object, formats: Mapping[str, Any], *, money: bool
) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_string(*at, "yes" if value else "no")
    elif isinstance(value, datetime):
        sheet.write_datetime(*at, value.replace(tzinfo=None), formats["moment"])
    elif isinstance(value, date):
        sheet.write_datetime(*at, value, formats["day"])
    elif isinstance(value, Decimal):
        # A workbook's numbers are binary by its format; shown with two decimals they are exact again.
        sheet.write_number(*at, value, formats["money"] if money else None)
    elif isinstance(value, int):
        sheet.write_number(*at, value)
    else:
        sheet.write_string(*at, str(value))
