"""Small bars painted by the window itself, one row each: words, bar, count, money."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mobius_desktop.domain.money import amount_text
from mobius_desktop.ui.pages.dashboard.figures import Age
from mobius_desktop.ui.theme import FontRole, theme

_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class AgeBars(QWidget):
    """The ages of unsent invoices; the longest bar is the largest count."""

    def __init__(self) -> None:
        super().__init__()
        self._ages: tuple[Age, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Age of unsent invoices")
        theme().changed.connect(self.updateGeometry)

    def show_ages(self, ages: tuple[Age, ...]) -> None:
        """Show other figures."""
        self._ages = ages
        spoken = [f"{age.words}: {age.count:,}, {amount_text(age.total)}" for age in ages]
        self.setAccessibleDescription("; ".join(spoken))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """A row each."""
        m = theme().metrics
        return QSize(m.h(280), m.v(22) * max(len(self._ages), 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Words, bar, count, money."""
        del event
        t, m = theme(), theme().metrics
        painter = QPainter(self)
        painter.setFont(t.font(FontRole.TEXT))
        metrics = QFontMetrics(t.font(FontRole.TEXT))
        money = max((metrics.horizontalAdvance(amount_text(age.total)) for age in self._ages), default=0)
        count = max((metrics.horizontalAdvance(f"{age.count:,}") for age in self._ages), default=0)
        words = max((metrics.horizontalAdvance(age.words) for age in self._ages), default=0) + m.v(12)
        most = max((age.count for age in self._ages), default=0)
        room = max(self.width() - words - money - count - m.v(36), m.v(10))
        for place, age in enumerate(self._ages):
            top = place * m.v(22)
            row = QRect(0, top, self.width(), m.v(22))
            painter.setPen(t.colour("text"))
            painter.drawText(row, _LEFT, age.words)
            bar = QRect(words, top + m.v(8), room, m.v(7))
            painter.fillRect(bar, t.colour("line"))
            if most and age.count:
                painter.fillRect(
                    bar.x(), bar.y(), max(room * age.count // most, 2), bar.height(), t.colour("accent")
                )
            painter.drawText(row.adjusted(0, 0, -money - m.v(14), 0), _RIGHT, f"{age.count:,}")
            painter.setPen(t.colour("text2" if age.total != Decimal(0) else "text3"))
            painter.drawText(row, _RIGHT, amount_text(age.total))
        painter.end()
