"""Small bars painted by the window itself, one row each: words, bar, count, money."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mobius_desktop.domain.money import amount_text
from mobius_desktop.ui.components.labels import paint_elided
from mobius_desktop.ui.theme import FontRole, theme

_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True, slots=True)
class BarRow:
    """One row: what is counted, how many, how much money."""

    words: str
    count: int
    total: Decimal


class Bars(QWidget):
    """Rows with bars; the longest bar is the largest count. `tone` is the bars' colour."""

    def __init__(self, name: str, tone: str = "accent") -> None:
        super().__init__()
        self._rows: tuple[BarRow, ...] = ()
        self._tone = tone
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        theme().changed.connect(self.updateGeometry)

    def show_rows(self, rows: tuple[BarRow, ...]) -> None:
        """Show other figures."""
        self._rows = rows
        spoken = [f"{row.words}: {row.count:,}, {amount_text(row.total)}" for row in rows]
        self.setAccessibleDescription("; ".join(spoken))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """A row each."""
        m = theme().metrics
        return QSize(m.h(280), m.v(22) * max(len(self._rows), 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Words, bar, count, money."""
        del event
        t, m = theme(), theme().metrics
        painter = QPainter(self)
        painter.setFont(t.font(FontRole.TEXT))
        metrics = QFontMetrics(t.font(FontRole.TEXT))
        money = max((metrics.horizontalAdvance(amount_text(row.total)) for row in self._rows), default=0)
        count = max((metrics.horizontalAdvance(f"{row.count:,}") for row in self._rows), default=0)
        words = max((metrics.horizontalAdvance(row.words) for row in self._rows), default=0)
        words = min(words, self.width() // 2) + m.v(12)
        most = max((row.count for row in self._rows), default=0)
        room = max(self.width() - words - money - count - m.v(36), m.v(10))
        for place, row in enumerate(self._rows):
            top = place * m.v(22)
            line = QRect(0, top, self.width(), m.v(22))
            painter.setPen(t.colour("text"))
            paint_elided(painter, QRect(0, top, words - m.v(9), m.v(22)), row.words)
            bar = QRect(words, top + m.v(8), room, m.v(7))
            painter.fillRect(bar, t.colour("line"))
            if most and row.count:
                painter.fillRect(
                    bar.x(), bar.y(), max(room * row.count // most, 2), bar.height(), t.colour(self._tone)
                )
            painter.drawText(line.adjusted(0, 0, -money - m.v(14), 0), _RIGHT, f"{row.count:,}")
            painter.setPen(t.colour("text2" if row.total != Decimal(0) else "text3"))
            painter.drawText(line, _RIGHT, amount_text(row.total))
        painter.end()
