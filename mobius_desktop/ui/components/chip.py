"""The pill with sign and word: only in page headers and the State column of batch lists."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mobius_desktop.ui.components.turning import turning
from mobius_desktop.ui.theme import FontRole, look_of, signs, theme


def chip_width(text: str) -> int:
    """Width of a chip with this text."""
    m = theme().metrics
    return QFontMetrics(theme().font(FontRole.BOLD)).horizontalAdvance(text) + m.sign + m.v(6) * 2 + m.v(11)


def paint_chip(painter: QPainter, rect: QRect, state: str, text: str, angle: int = 0) -> None:
    """Paint a chip left in a rectangle, centred in height."""
    m, t = theme().metrics, theme()
    look = look_of(state)
    height = m.v(20)
    width = min(chip_width(text), rect.width())
    top = rect.top() + (rect.height() - height) / 2
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(t.colour(f"{look.tone.value}.ground"))
    painter.drawRoundedRect(QRectF(rect.left(), top, width, height), height / 2, height / 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    ink = t.tokens.colour(look.tone.value)
    gap = m.v(6)
    at = rect.left() + gap, top + (height - m.sign) / 2
    signs.paint(painter, look.sign, ink, at, m.sign, angle=angle if look.sign == "running" else 0)
    painter.setPen(t.colour(look.tone.value))
    painter.setFont(t.font(FontRole.BOLD))
    place = QRect(rect.left() + gap + m.sign + m.v(5), round(top), width - gap * 2 - m.sign, height)
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


class Chip(QWidget):
    """A chip as a widget. The text is the state word unless another is given."""

    def __init__(self, state: str = "", text: str = "") -> None:
        super().__init__()
        self._state, self._text = "", ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_state(state, text)
        theme().changed.connect(self.updateGeometry)
        turning().watch(self)

    def set_state(self, state: str, text: str = "") -> None:
        """Show another state; empty hides the chip."""
        self._state, self._text = state, text or state
        self.setAccessibleName(f"Status: {self._text}" if state else "")
        self.setVisible(bool(state))
        self.updateGeometry()
        self.update()

    def is_turning(self) -> bool:
        """Running turns."""
        return bool(self._state) and look_of(self._state).sign == "running"

    def sizeHint(self) -> QSize:
        """As wide as sign and word."""
        return QSize(chip_width(self._text), theme().metrics.v(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the chip."""
        del event
        if self._state:
            painter = QPainter(self)
            paint_chip(painter, self.rect(), self._state, self._text, turning().angle)
            painter.end()
