"""From a paper to pages: what stands where on each sheet, before anything is painted.

All measures are in dots of the device (a PDF writer or a printer), so that what is measured is what is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QPagedPaintDevice, QPageLayout

from mobius_desktop.ui.paper.columns import Grid, cell_text, split_row
from mobius_desktop.ui.paper.content import Paper, PaperCell, PaperTable, PaperText, Signatures

MARGIN_MM = 15.0
_GAP = 5
"""Millimetres under a table."""
_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
_WRAP = int(Qt.TextFlag.TextWordWrap | _LEFT | Qt.AlignmentFlag.AlignTop)


class PaperFont(Enum):
    """The fonts of a paper: points, weight 600."""

    TITLE = (15.0, True)
    HEAD = (10.5, True)
    TEXT = (9.0, False)
    BOLD = (9.0, True)
    SMALL = (7.5, False)


@dataclass(frozen=True, slots=True)
class Text:
    """A text in its place. `quiet` is the secondary ink."""

    place: QRectF
    text: str
    font: PaperFont
    right: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across, hair-thin or `strong`."""

    left: float
    right: float
    y: float
    strong: bool = False


Mark = Text | Rule


@dataclass(slots=True)
class Sheet:
    """One page."""

    marks: list[Mark] = field(default_factory=list)


def font_of(role: PaperFont) -> QFont:
    """The system's font with digits of equal width, whatever the window's text size."""
    points, strong = role.value
    font = QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont))
    font.setFeature(QFont.Tag("tnum"), 1)
    font.setFeature(QFont.Tag("liga"), 0)  # a hash is copied from the page: letters stay letters
    font.setPointSizeF(points)
    font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    return font


def set_up(device: QPagedPaintDevice, paper: Paper) -> None:
    """Margins and orientation of the device."""
    way = QPageLayout.Orientation.Landscape if paper.landscape else QPageLayout.Orientation.Portrait
    device.setPageOrientation(way)
    device.setPageMargins(QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM), QPageLayout.Unit.Millimeter)


def lay_out(paper: Paper, device: QPagedPaintDevice) -> list[Sheet]:
    """The pages of a paper on a device that is set up for it."""
    return _Layout(paper, device).sheets


class _Layout:
    """Goes down the pages, part by part."""

    def __init__(self, paper: Paper, device: QPagedPaintDevice) -> None:
        self._metrics = {role: QFontMetricsF(font_of(role), device) for role in PaperFont}
        dots = device.logicalDpiX()
        area = device.pageLayout().paintRectPixels(dots)
        self._mm = dots / 25.4
        self._width = float(area.width())
        foot = self._height(PaperFont.SMALL)
        self._bottom = area.height() - foot - 4 * self._mm
        self._foot_y = area.height() - foot
        self._paper = paper
        self.sheets: list[Sheet] = []
        self._y = 0.0
        self._turn()
        for place, part in enumerate(paper.parts, start=1):
            signed = any(isinstance(after, Signatures) for after in paper.parts[place : place + 1])
            self._put(part, self._signing() if signed else 0.0)
        self._put_feet()

    # Pages

    def _turn(self) -> None:
        """Begin a page: the whole title on the first, one line on the others."""
        self.sheets.append(Sheet())
        self._y = 0.0
        if len(self.sheets) > 1:
            self._line(self._paper.title, PaperFont.BOLD, quiet=True)
            self._y += 2 * self._mm
            return
        self._paragraph(self._paper.title, PaperFont.TITLE)
        for text in self._paper.context:
            self._paragraph(text, PaperFont.TEXT, quiet=True)
        self._y += 3 * self._mm

    def _put_feet(self) -> None:
        count = len(self.sheets)
        for number, sheet in enumerate(self.sheets, 1):
            said = f"Page {number} of {count}"
            wide = self._metrics[PaperFont.SMALL].horizontalAdvance(said)
            height = self._height(PaperFont.SMALL)
            sheet.marks.append(Rule(0, self._width, self._foot_y - self._mm))
            place = QRectF(0, self._foot_y, self._width - wide - 4 * self._mm, height)
            sheet.marks.append(Text(place, self._paper.foot, PaperFont.SMALL, quiet=True))
            place = QRectF(0, self._foot_y, self._width, height)
            sheet.marks.append(Text(place, said, PaperFont.SMALL, right=True, quiet=True))

    def _height(self, role: PaperFont) -> float:
        return self._metrics[role].height()

    def _room(self, height: float) -> None:
        """A new page where so much does not fit under what is there."""
        if self._y + height > self._bottom:
            self._turn()

    # Parts

    def _put(self, part: PaperTable | PaperText | Signatures, after: float) -> None:
        """`after` is the height of what must not stand on a page without the end of this part."""
        if isinstance(part, PaperText):
            self._paragraph(part.text, PaperFont.BOLD if part.bold else PaperFont.TEXT)
            self._y += 2 * self._mm
        elif isinstance(part, Signatures):
            self._put_signatures(part)
        else:
            self._put_table(part, after)

    def _line(self, text: str, role: PaperFont, *, quiet: bool = False) -> None:
        height = self._height(role)
        place = QRectF(0, self._y, self._width, height)
        self.sheets[-1].marks.append(Text(place, text, role, quiet=quiet))
        self._y += height

    def _paragraph(self, text: str, role: PaperFont, *, quiet: bool = False) -> None:
        height = self._wrapped(text, role, self._width)
        self._room(height)
        place = QRectF(0, self._y, self._width, height)
        self.sheets[-1].marks.append(Text(place, text, role, quiet=quiet))
        self._y += height

    def _wrapped(self, text: str, role: PaperFont, width: float) -> float:
        """How high a text stands in a width."""
        metrics = self._metrics[role]
        if "\n" not in text and metrics.horizontalAdvance(text) <= width:
            return metrics.height()
        return metrics.boundingRect(QRectF(0, 0, width, 1e7), _WRAP, text).height()

    def _signing(self) -> float:
        """How high the line for signatures stands."""
        return 12 * self._mm + self._height(PaperFont.SMALL)

    def _put_signatures(self, part: Signatures) -> None:
        height = self._signing()
        self._room(height)
        gap = 6 * self._mm
        wide = (self._width - gap * (len(part.words) - 1)) / max(len(part.words), 1)
        for place, word in enumerate(part.words):
            left = place * (wide + gap)
            y = self._y + 11 * self._mm
            self.sheets[-1].marks.append(Rule(left, left + wide, y, strong=True))
            where = QRectF(left, y + self._mm / 2, wide, self._height(PaperFont.SMALL))
            self.sheets[-1].marks.append(Text(where, word, PaperFont.SMALL, quiet=True))
        self._y += height + 2 * self._mm

    # Tables

    def _put_table(self, table: PaperTable, after: float) -> None:
        grid = Grid.of(
            table, self._width, self._metrics[PaperFont.TEXT], self._metrics[PaperFont.BOLD], self._mm
        )
        rows = list(self._fitting(table, grid))
        first = self._row_height(rows[0], table, grid) if rows else self._height(PaperFont.TEXT)
        head = self._head_height(table, grid)
        title = self._height(PaperFont.HEAD) + self._mm if table.title else 0.0
        end = sum(self._row_height(row, table, grid) for row in (*rows[-1:], *table.totals)) + _GAP * self._mm
        self._room(title + head + (end + after if len(rows) <= 1 else first))
        if table.title:
            self._line(table.title, PaperFont.HEAD)
            self._y += self._mm
        self._put_head(table, grid)
        if not rows and table.empty:
            self._paragraph(table.empty, PaperFont.TEXT, quiet=True)
        for place, row in enumerate(rows, 1):
            if place == len(rows) > 1 and after and self._y + end + after > self._bottom:
                self._turn()
                self._put_head(table, grid)
            self._put_row(row, table, grid)
        for place, row in enumerate(table.totals):
            self._put_row(row, table, grid, total=True, first=place == 0)
        self._y += _GAP * self._mm

    def _fitting(self, table: PaperTable, grid: Grid) -> Iterator[tuple[PaperCell, ...]]:
        """The rows; one that is higher than a page is parted into several."""
        most = (self._bottom - self._head_height(table, grid)) * 0.6
        waiting = list(reversed(table.rows))
        while waiting:
            row = waiting.pop()
            parts = split_row(row) if self._row_height(row, table, grid) > most else None
            if parts is None:
                yield row
            else:
                waiting += reversed(parts)

    def _head_height(self, table: PaperTable, grid: Grid) -> float:
        high = max(
            self._wrapped(column.title, PaperFont.BOLD, width)
            for column, (_, width) in zip(table.columns, grid.places, strict=True)
        )
        return high + 1.5 * self._mm

    def _put_head(self, table: PaperTable, grid: Grid) -> None:
        height = self._head_height(table, grid)
        for column, (left, width) in zip(table.columns, grid.places, strict=True):
            place = QRectF(left, self._y, width - (grid.hang if column.kind.right else 0), height)
            self.sheets[-1].marks.append(
                Text(place, column.title, PaperFont.BOLD, right=column.kind.right, quiet=True)
            )
        self._y += height
        self.sheets[-1].marks.append(Rule(0, self._width, self._y - self._mm / 2, strong=True))

    def _row_height(self, row: Sequence[PaperCell], table: PaperTable, grid: Grid) -> float:
        high = self._height(PaperFont.TEXT)
        for value, column, (_, width) in zip(row, table.columns, grid.places, strict=True):
            text = cell_text(value)
            if text and not column.kind.right:
                role = PaperFont.BOLD if column.bold else PaperFont.TEXT
                high = max(high, self._wrapped(text, role, width))
        return high + 1.2 * self._mm

    def _put_row(
        self,
        row: Sequence[PaperCell],
        table: PaperTable,
        grid: Grid,
        *,
        total: bool = False,
        first: bool = False,
    ) -> None:
        height = self._row_height(row, table, grid)
        if self._y + height > self._bottom:
            self._turn()
            self._put_head(table, grid)
        marks = self.sheets[-1].marks
        if first:
            marks.append(Rule(0, self._width, self._y, strong=True))
        for value, column, (left, width) in zip(row, table.columns, grid.places, strict=True):
            text = cell_text(value)
            if not text:
                continue
            role = PaperFont.BOLD if total or column.bold else PaperFont.TEXT
            # The parenthesis of a negative amount hangs, so that decimals stand under decimals.
            hang = grid.hang if column.kind.right and not text.endswith(")") else 0.0
            free = self._free(row, table, grid, left) if total and not column.kind.right else width
            place = QRectF(left, self._y + 0.6 * self._mm, free - hang, height)
            marks.append(Text(place, text, role, right=column.kind.right))
        self._y += height
        if table.ruled and not total:
            marks.append(Rule(0, self._width, self._y))

    def _free(self, row: Sequence[PaperCell], table: PaperTable, grid: Grid, left: float) -> float:
        """A label in a totals line may run over the empty cells beside it."""
        after = [
            (place, width, column.kind.right)
            for value, column, (place, width) in zip(row, table.columns, grid.places, strict=True)
            if place > left and cell_text(value)
        ]
        return (after[0][0] - grid.gap if after else self._width) - left
