"""Small bars painted by the window itself, one row each: words, bar, count, money. Each row is a link."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from mobius_desktop.domain.money import amount_text
from mobius_desktop.domain.sums import Sums
from mobius_desktop.ui.components.labels import paint_elided
from mobius_desktop.ui.theme import FontRole, theme

_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_HEIGHT = 22
_SHORTEST_BAR = 16
"""A shorter one tells nothing and is left out."""


@dataclass(frozen=True, slots=True)
class BarRow:
    """One row: what is counted, how many, how much money, and what it leads to."""

    words: str
    count: int
    total: Sums
    leads_to: object = None


@dataclass(frozen=True, slots=True)
class _Widths:
    """What all rows of one card have in common, in pixels; `most` is the largest count."""

    words: int
    count: int
    money: int
    most: int


class Bars(QWidget):
    """Rows with bars; the longest bar is the largest count. `tone` is the bars' colour."""

    opened = Signal(object)
    """What the row leads to that was clicked, or on which Space or Enter was pressed."""

    def __init__(self, name: str, tone: str = "accent") -> None:
        super().__init__()
        self._rows: tuple[BarRow, ...] = ()
        self._money: list[str] = []
        self._lines: list[_Line] = []
        self._tone = tone
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        theme().changed.connect(self._measure)

    def show_rows(self, rows: tuple[BarRow, ...], home: str) -> None:
        """Show other figures, `home` being the currency that is not named; the focus stays on its row."""
        self._rows = rows
        self._money = [_money_text(row.total, home) for row in rows]
        while len(self._lines) < len(rows):
            line = _Line(self._tone)
            line.clicked.connect(self._on_line_clicked)
            self._column.addWidget(line)
            self._lines.append(line)
        for place, line in enumerate(self._lines):
            line.setVisible(place < len(rows))
        self._measure()
        self.setAccessibleDescription("; ".join(map(_spoken, rows, self._money)))

    @Slot()
    def _measure(self) -> None:
        metrics = QFontMetrics(theme().font(FontRole.TEXT))

        def widest(texts: list[str]) -> int:
            return max((metrics.horizontalAdvance(text) for text in texts), default=0)

        widths = _Widths(
            widest([row.words for row in self._rows]),
            widest([f"{row.count:,}" for row in self._rows]),
            widest(self._money),
            max((row.count for row in self._rows), default=0),
        )
        for row, money, line in zip(self._rows, self._money, self._lines, strict=False):
            line.show_row(row, money, widths)

    @Slot()
    def _on_line_clicked(self) -> None:
        line = self.sender()
        if isinstance(line, _Line) and line.row is not None:
            self.opened.emit(line.row.leads_to)


class _Line(QAbstractButton):
    """One row."""

    def __init__(self, tone: str) -> None:
        super().__init__()
        self.row: BarRow | None = None
        self._money = ""
        self._widths = _Widths(0, 0, 0, 0)
        self._tone = tone
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_row(self, row: BarRow, money: str, widths: _Widths) -> None:
        """Show another row."""
        self.row, self._money, self._widths = row, money, widths
        self.setEnabled(row.leads_to is not None and row.count > 0)
        self.setAccessibleName(_spoken(row, money))
        self.setToolTip(row.words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """A row."""
        return QSize(theme().metrics.h(280), theme().metrics.v(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Words, bar, count, money."""
        del event
        row, widths = self.row, self._widths
        if row is None:
            return
        t, m = theme(), theme().metrics
        painter = QPainter(self)
        painter.setFont(t.font(FontRole.TEXT))
        line = self.rect()
        left = self.width() - widths.money - widths.count - m.v(24)  # of the figures, which stay whole
        words = min(widths.words + m.v(12), left, self.width() // 2)
        room = left - words - m.v(12)
        linked = self.isEnabled() and (self.underMouse() or self.hasFocus())
        painter.setPen(t.colour("accent" if linked else "text"))
        paint_elided(painter, QRect(0, 0, words - m.v(9), line.height()), row.words)
        if room >= m.v(_SHORTEST_BAR):
            bar = QRect(words, (line.height() - m.v(7)) // 2, room, m.v(7))
            painter.fillRect(bar, t.colour("line"))
            if widths.most and row.count:
                length = max(room * row.count // widths.most, 2)
                painter.fillRect(bar.x(), bar.y(), length, bar.height(), t.colour(self._tone))
        painter.setPen(t.colour("text"))
        painter.drawText(line.adjusted(0, 0, -widths.money - m.v(14), 0), _RIGHT, f"{row.count:,}")
        painter.setPen(t.colour("text2" if row.total else "text3"))
        painter.drawText(line, _RIGHT, self._money)
        if self.hasFocus():
            painter.setPen(t.colour("accent"))
            painter.drawRect(line.adjusted(0, 0, -1, -1))
        painter.end()


def _money_text(total: Sums, home: str) -> str:
    """The home currency need not be named in each row: `6,334.80 + 1,000.00 CAD`."""
    others = total.other_than(home)
    if others and not total.amount(home):
        return others
    return amount_text(total.amount(home), home) + (f" + {others}" if others else "")


def _spoken(row: BarRow, money: str) -> str:
    return f"{row.words}: {row.count:,}, {money}"
