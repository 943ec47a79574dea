"""Tables as files: CSV and XLSX from typed cells. Pure: rows in, file out, no window.

A cell that a spreadsheet would run as a formula is made harmless; numbers keep their type and sign.
"""

from __future__ import annotations

import csv
import errno
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from mobius_desktop.domain.errors import NotWritten

Step = Callable[[int], None]
"""Hears how many rows are written; may raise Cancelled."""

_MOST_ROWS = 1_048_576
"""Rows of a sheet: https://support.microsoft.com/office/excel-specifications-and-limits"""
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
    if isinstance(value, datetime):
        return _on_the_clock(value).isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return harmless(str(value))


def write_csv(
    file: Path, columns: Sequence[ExportColumn], rows: Iterable[Sequence[object]], step: Step = lambda _: None
) -> None:
    """UTF-8 with a byte order mark, so that Excel reads accents; the file appears whole or not at all.

    `step` hears of every row and may raise Cancelled. NotWritten says why there is no file."""
    with _whole(file) as part, part.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([harmless(c.title) for c in columns])
        for line, row in enumerate(rows, start=1):
            writer.writerow([csv_cell(v) for v in row])
            step(line)


def write_xlsx(
    file: Path,
    columns: Sequence[ExportColumn],
    rows: Iterable[Sequence[object]],
    step: Step = lambda _: None,
    totals: Sequence[Sequence[object]] = (),
) -> None:
    """A workbook with one sheet: numbers as numbers, dates as dates, texts never as formulas or links, and
    the totals under the rows. `step` and NotWritten as with CSV."""
    import xlsxwriter  # type: ignore[import-untyped]  # noqa: PLC0415 - untyped; only who exports waits for it

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    # Put together in memory: a half written archive on a full disk would complain once more when it is freed.
    packed = io.BytesIO()
    with _whole(file) as part, part.open("wb") as stream:
        book = xlsxwriter.Workbook(packed, options)
        sheet = book.add_worksheet()
        head = book.add_format({"bold": True, "bottom": 1})
        formats = {name: book.add_format({"num_format": text}) for name, text in _FORMATS.items()}
        strong = {
            name: book.add_format({"num_format": text, "bold": True, "top": 1})
            for name, text in (*_FORMATS.items(), ("plain", "General"))
        }
        widths = [len(c.title) + 2 for c in columns]
        for place, column in enumerate(columns):
            sheet.write_string(0, place, column.title, head)
        sheet.freeze_panes(1, 0)
        last = 0
        for line, row in enumerate(rows, start=1):
            if line >= _MOST_ROWS:
                raise NotWritten(
                    f"A workbook holds {_MOST_ROWS:,} rows. Filter the table, or export it as CSV."
                )
            _write_row(sheet, line, row, columns, formats)
            for place, value in enumerate(row):
                widths[place] = min(50, max(widths[place], len(str(value)) + 2))
            last = line
            step(line)
        for place, total in enumerate(totals, start=last + 1):
            _write_row(sheet, place, total, columns, strong)
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        try:
            book.close()
        except xlsxwriter.exceptions.FileCreateError as error:
            raise (error.args[0] if isinstance(error.args[0], OSError) else OSError(str(error))) from error
        stream.write(packed.getbuffer())


@contextmanager
def _whole(file: Path) -> Iterator[Path]:
    """A file beside the wanted one that takes its place when all is written, and else is not left."""
    part = file.with_name(file.name + ".part")
    try:
        yield part
        part.replace(file)
    except OSError as error:
        raise NotWritten(why_not_written(file, error)) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def why_not_written(file: Path, error: OSError) -> str:
    """What the user reads when a file cannot be written."""
    if error.errno in {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}:
        return f"The disk is full, so {file.name} was not written. Choose another folder."
    if isinstance(error, PermissionError) and file.exists():
        return (
            f"{file.name} could not be written: it is open in another program, such as Excel, or protected. "
            "Close it there, or choose another name."
        )
    return f"The file could not be written: {error.strerror or error}."


_FORMATS = {"money": "#,##0.00;(#,##0.00)", "day": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm:ss"}


def _write_row(
    sheet: Any, line: int, row: Sequence[object], columns: Sequence[ExportColumn], formats: Mapping[str, Any]
) -> None:
    for place, value in enumerate(row):
        _write_cell(sheet, (line, place), value, formats, money=columns[place].money)


def _write_cell(
    sheet: Any, at: tuple[int, int], value: object, formats: Mapping[str, Any], *, money: bool
) -> None:
    plain = formats.get("plain")
    if value is None:
        if plain is not None:
            sheet.write_blank(*at, None, plain)
    elif isinstance(value, bool):
        sheet.write_string(*at, "yes" if value else "no", plain)
    elif isinstance(value, datetime):
        sheet.write_datetime(*at, _on_the_clock(value), formats["moment"])
    elif isinstance(value, date):
        sheet.write_datetime(*at, value, formats["day"])
    elif isinstance(value, Decimal):
        # A workbook's numbers are binary by its format; shown with two decimals they are exact again.
        sheet.write_number(*at, value, formats["money"] if money else plain)
    elif isinstance(value, int):
        sheet.write_number(*at, value, plain)
    else:
        sheet.write_string(*at, str(value), plain)


def _on_the_clock(moment: datetime) -> datetime:
    """A moment as the user's clock showed it: a workbook knows no time zones."""
    return moment.astimezone().replace(tzinfo=None) if moment.tzinfo is not None else moment
