"""The links of one kind as CSV, for a spreadsheet and back. Only key and QuickBooks id count when read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from mobius_desktop.domain.errors import NotSetUp, NotWritten, StorageFailed
from mobius_desktop.history.export import ExportColumn, as_written, write_csv
from mobius_desktop.transfer.linking.importing import NOTHING_CHANGED, LinkLine
from mobius_desktop.transfer.linking.rows import LinkRow

KEY, LINKED_ID = "Key", "QuickBooks id"
HEADS = (KEY, "In ConnectWise", LINKED_ID, "In QuickBooks", "Link", "Suggested id", "Suggested", "Alike")
"""`Suggested id` is what would be found or is most alike: copied into `QuickBooks id`, it becomes a link."""
_LARGEST = 20_000_000


def write_links(file: Path, rows: Iterable[LinkRow]) -> None:
    """Write rows, whole or not at all. StorageFailed says why it could not be."""
    try:
        write_csv(file, [ExportColumn(head) for head in HEADS], [_cells(row) for row in rows])
    except NotWritten as error:
        raise StorageFailed(f"{error.sentence} {NOTHING_CHANGED}") from error


def _cells(row: LinkRow) -> tuple[object, ...]:
    held, target = row.linked_id, row.target
    return (
        row.key,
        row.name,
        held,
        row.quickbooks_name if held else "",
        row.state.value,
        target.id if target else "",
        target.name if target else "",
        target.score if target else None,
    )


def read_links(file: Path) -> tuple[LinkLine, ...]:
    """The lines of such a file. NotSetUp says what is wrong with it; nothing is changed by reading."""
    text = _text(file)
    # Excel writes the list separator of the user's country.
    separator = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    lines: list[LinkLine] = []
    places: dict[str, int] = {}
    try:
        for cells in reader:
            if not places:
                places = _places(cells)
            elif any(cell.strip() for cell in cells):
                lines.append(_line(reader.line_num, cells, places))
    except csv.Error as error:
        raise NotSetUp(
            f"Line {reader.line_num} is no line of a CSV file: a quotation mark is not closed, or stands in"
            f" the middle of a cell. {NOTHING_CHANGED}"
        ) from error
    if not places:
        raise NotSetUp(f"This file is empty. {NOTHING_CHANGED}")
    return tuple(lines)


def _text(file: Path) -> str:
    try:
        if file.stat().st_size > _LARGEST:
            raise NotSetUp(f"This file is too large to be a list of links. {NOTHING_CHANGED}")
        content = file.read_bytes()
    except OSError as error:
        raise NotSetUp(f"The file could not be read: {error.strerror}. {NOTHING_CHANGED}") from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_utf_8() from error
    if "\0" in text:
        raise _not_utf_8()
    return text


def _not_utf_8() -> NotSetUp:
    return NotSetUp(
        f"This file is not in UTF-8. In Excel save it as “CSV UTF-8 (comma delimited)”. {NOTHING_CHANGED}"
    )


def _places(heads: list[str]) -> dict[str, int]:
    """Where the two columns that count stand; the others may be left out, and in any order."""
    known = {head.strip().casefold(): place for place, head in enumerate(heads)}
    for head in (KEY, LINKED_ID):
        if head.casefold() not in known:
            raise NotSetUp(
                f"This file has no column “{head}”. Export the links, change “{LINKED_ID}” in that file, and"
                f" import it. {NOTHING_CHANGED}"
            )
    return {head: known[head.casefold()] for head in (KEY, LINKED_ID)} | {"": len(heads)}


def _line(number: int, cells: list[str], places: dict[str, int]) -> LinkLine:
    if len(cells) != places[""]:
        raise NotSetUp(
            f"Line {number} has {len(cells)} cells, and the head has {places['']}. {NOTHING_CHANGED}"
        )
    key, linked = (as_written(cells[places[head]].strip()) for head in (KEY, LINKED_ID))
    return LinkLine(number, key, linked)
