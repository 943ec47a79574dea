"""Reads a workbook back from its own XML: what Excel would find in the cells, with their types."""

from __future__ import annotations

import datetime as dt
import zipfile
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as Xml

_NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a workbook knows no time zones

Cell = str | Decimal | dt.datetime | None


def read_workbook(file: Path) -> list[list[Cell]]:
    """The cells of the first sheet, line by line; dates by their cells' formats. A formula is a failure."""
    with zipfile.ZipFile(file) as book:
        texts = ["".join(one.itertext()) for one in _xml(book, "xl/sharedStrings.xml").findall("m:si", _NS)]
        dated = _dated_styles(_xml(book, "xl/styles.xml"))
        sheet = _xml(book, "xl/worksheets/sheet1.xml")
    assert sheet.find(".//m:f", _NS) is None, "a formula"
    lines = []
    for row in sheet.findall(".//m:row", _NS):
        line: list[Cell] = []
        for cell in row.findall("m:c", _NS):
            place = _column(cell.attrib["r"])
            line += [None] * (place - len(line))
            line.append(_value(cell, texts, dated))
        lines.append(line)
    return lines


def _xml(book: zipfile.ZipFile, name: str) -> Xml.Element:
    return Xml.fromstring(book.read(name))  # noqa: S314 - written by the program just now


def _dated_styles(styles: Xml.Element) -> set[int]:
    formats = {
        int(one.attrib["numFmtId"]): one.attrib["formatCode"] for one in styles.findall(".//m:numFmt", _NS)
    }
    used = styles.find("m:cellXfs", _NS)
    assert used is not None
    return {place for place, one in enumerate(used) if "yyyy" in formats.get(int(one.attrib["numFmtId"]), "")}


def _value(cell: Xml.Element, texts: list[str], dated: set[int]) -> Cell:
    value = cell.find("m:v", _NS)
    if value is None or value.text is None:
        return None
    if cell.attrib.get("t") == "s":
        return texts[int(value.text)]
    number = Decimal(value.text)
    if int(cell.attrib.get("s", "0")) in dated:
        return _EPOCH + dt.timedelta(seconds=round(float(number) * 86_400))
    return number


def _column(reference: str) -> int:
    place = 0
    for letter in reference:
        if letter.isalpha():
            place = place * 26 + ord(letter) - 64
    return place - 1
