"""Paints the pages of a paper: black on white, whatever the window's theme."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPagedPaintDevice, QPainter

from mobius_desktop.ui.paper.content import Paper
from mobius_desktop.ui.paper.layout import PaperFont, Rule, Text, font_of, lay_out, set_up

_INK, _QUIET, _HAIR = QColor("#000000"), QColor("#444444"), QColor("#B8B8B8")


class NoPages(OSError):  # noqa: N818 - says what happened
    """The device took no page: a printer that is gone, a file that cannot be written."""


def paint_on(paper: Paper, device: QPagedPaintDevice) -> int:
    """Set the device up, paint every page, and say how many there were. Raises NoPages."""
    set_up(device, paper)
    sheets = lay_out(paper, device)
    painter = QPainter()
    if not painter.begin(device):
        raise NoPages("nothing could be drawn")
    try:
        dots = device.logicalDpiX()
        hair, strong = dots / 25.4 * 0.15, dots / 25.4 * 0.35
        for number, sheet in enumerate(sheets):
            if number and not device.newPage():
                raise NoPages(f"page {number + 1} was not taken")
            for mark in sheet.marks:
                if isinstance(mark, Rule):
                    thick = strong if mark.strong else hair
                    place = QRectF(mark.left, mark.y - thick / 2, mark.right - mark.left, thick)
                    painter.fillRect(place, _QUIET if mark.strong else _HAIR)
                else:
                    _paint_text(painter, mark)
    finally:
        painter.end()
    return len(sheets)


def _paint_text(painter: QPainter, mark: Text) -> None:
    side = Qt.AlignmentFlag.AlignRight if mark.right else Qt.AlignmentFlag.AlignLeft
    painter.setFont(font_of(mark.font))
    painter.setPen(_QUIET if mark.quiet else _INK)
    flags = int(side | Qt.AlignmentFlag.AlignTop)
    flags |= int(Qt.TextFlag.TextSingleLine if mark.right else Qt.TextFlag.TextWordWrap)
    if mark.font is PaperFont.SMALL:
        painter.setClipRect(mark.place)
    painter.drawText(mark.place, flags, mark.text)
    painter.setClipping(False)
