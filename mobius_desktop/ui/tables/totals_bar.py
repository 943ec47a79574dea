"""The lines under a table, in its own columns: sums that follow resizing, moving and scrolling."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from PySide6.QtCore import QRect, QSize, Qt, Slot
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mobius_desktop.domain.money import amount_text
from mobius_desktop.ui.tables.table_view import TableView
from mobius_desktop.ui.theme import FontRole, theme

Row = TypeVar("Row")
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine


@dataclass(frozen=True, slots=True)
class TotalsLine:
    """One line: a label at the left, sums or counts by column key. The first line is usually bold.

    `currency` is that of its sums, where the table has several."""

    label: str
    values: Mapping[str, Decimal | int] = field(default_factory=dict)
    bold: bool = False
    currency: str = ""


def lines_by_currency(
    label: str,
    rows: Sequence[Row],
    currency: Callable[[Row], str],
    sums: Callable[[Sequence[Row]], Mapping[str, Decimal | int]],
    *,
    after: str = "",
    bold: bool = False,
) -> list[TotalsLine]:
    """`Shown 12 of 45`; with several currencies a line for each, the most rows first: `Shown 11 of 45, USD`.

    No two currencies are ever added to one sum."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(currency(row), []).append(row)
    if len(found) <= 1:
        return [TotalsLine(f"{label} {len(rows):,}{after}", sums(rows), bold)]
    ordered = sorted(found.items(), key=lambda each: -len(each[1]))
    return [
        TotalsLine(f"{label} {len(mine):,}{after}, {code}", sums(mine), bold, code) for code, mine in ordered
    ]


class TotalsBar(QWidget):
    """Up to two lines, more only where there are several currencies."""

    def __init__(self, view: TableView) -> None:
        super().__init__()
        self._view = view
        self._lines: tuple[TotalsLine, ...] = ()
        self._most = 9
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Totals")
        head = view.head
        head.sectionResized.connect(self._repaint)
        head.sectionMoved.connect(self._repaint)
        view.horizontalScrollBar().valueChanged.connect(self._repaint)
        theme().changed.connect(self.updateGeometry)

    def set_lines(self, lines: Sequence[TotalsLine]) -> None:
        """Show other sums."""
        grown = len(lines) != len(self._lines)
        self._lines = tuple(lines)
        self.setAccessibleName("Totals: " + "; ".join(self.texts()))
        longest: dict[str, str] = {}
        for line in self._lines:
            for key, value in line.values.items():
                longest[key] = max(longest.get(key, ""), _text(value), key=len)
        self._view.columns.make_room_for(longest)
        if grown:
            self.updateGeometry()
        self.update()

    def set_most_lines(self, most: int) -> None:
        """In a low window one line must do."""
        self._most = most
        self.updateGeometry()

    def texts(self) -> list[str]:
        """Each line as one text, for screen readers and tests."""
        return [" ".join([line.label, *(_text(v) for v in line.values.values())]) for line in self._lines]

    def sizeHint(self) -> QSize:
        """A line each."""
        lines = min(len(self._lines), self._most)
        return QSize(200, lines * theme().metrics.totals + (2 if lines else 0))

    @Slot()
    def _repaint(self) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint labels and sums under their columns."""
        del event
        t, m = theme(), theme().metrics
        painter = QPainter(self)
        painter.fillRect(self.rect(), t.colour("surface2"))
        painter.fillRect(0, 0, self.width(), 1, t.colour("line2"))
        for place, line in enumerate(self._lines[: self._most]):
            font = t.font(FontRole.BOLD if line.bold else FontRole.TEXT)
            painter.setFont(font)
            painter.setPen(t.colour("text" if line.bold else "text2"))
            top = 1 + place * m.totals
            metrics = QFontMetrics(font)
            edge = self.width()
            for key, value in line.values.items():
                rect = self._cell(key, top)
                if rect is None:
                    continue
                text = _text(value)
                hang = metrics.horizontalAdvance(")") if text.endswith(")") else 0
                edge = min(edge, rect.right() - m.cell - metrics.horizontalAdvance(text))
                place_right = rect.adjusted(-m.h(120), 0, hang - m.cell, 0)
                painter.drawText(place_right, int(_MIDDLE | Qt.AlignmentFlag.AlignRight), text)
            label = QRect(m.cell, top, max(0, edge - 2 * m.cell), m.totals)
            shown = metrics.elidedText(line.label, Qt.TextElideMode.ElideRight, label.width())
            painter.drawText(label, int(_MIDDLE | Qt.AlignmentFlag.AlignLeft), shown)
        painter.end()

    def _cell(self, key: str, top: int) -> QRect | None:
        head = self._view.head
        section = self._view.rows.section_of(key)
        if head.isSectionHidden(section):
            return None
        left = head.sectionViewportPosition(section)
        return QRect(left, top, head.sectionSize(section), theme().metrics.totals)


def _text(value: Decimal | int) -> str:
    return amount_text(value) if isinstance(value, Decimal) else f"{value:,}"
