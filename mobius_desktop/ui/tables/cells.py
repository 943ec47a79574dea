"""Painting of cells: one delegate for a whole table, straight from the rows, with fonts and signs cached."""

from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from mobius_desktop.ui.components.chip import paint_chip
from mobius_desktop.ui.components.turning import turning
from mobius_desktop.ui.tables.columns import Column, Kind, Sentence, text_of
from mobius_desktop.ui.tables.rows_model import RowsModel
from mobius_desktop.ui.theme import FontRole, look_of, signs, theme

Index = QModelIndex | QPersistentModelIndex

_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
_LEFT = int(_MIDDLE | Qt.AlignmentFlag.AlignLeft)
_RIGHT = int(_MIDDLE | Qt.AlignmentFlag.AlignRight)
_SELECTED = QStyle.StateFlag.State_Selected
_ELIDE = Qt.TextElideMode.ElideRight
SCORE_BAR = 46
"""Room of the bar before a score."""
_TONES = frozenset({"bad", "warn", "run", "look"})


class CellDelegate(QStyledItemDelegate):
    """Paints every kind of cell. Grounds of rows are painted by the view, under the cells."""

    def __init__(self, model: RowsModel[Any], parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self.read_theme()
        theme().changed.connect(self.read_theme)

    def read_theme(self) -> None:
        """Take fonts and measures once, not per cell."""
        t, m = theme(), theme().metrics
        self._plain, self._bold = t.font(FontRole.TEXT), t.font(FontRole.BOLD)
        self._plain_metrics, self._bold_metrics = QFontMetrics(self._plain), QFontMetrics(self._bold)
        self._pad, self._sign, self._sign_gap = m.cell, m.sign, m.v(5)
        self._hang = self._plain_metrics.horizontalAdvance(")")

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Rows are equally high; widths are the view's affair."""
        del option, index
        return QSize(0, theme().metrics.row)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        rect: QRect = option.rect
        selected = bool(option.state & _SELECTED)
        if selected:
            painter.fillRect(rect, theme().colour("sel"))
        row = self._model.row_at(index.row())
        column = self._model.column_at(index.column())
        if column is None:
            self._paint_tick(painter, rect, row)
            return
        value = column.value(row)
        if value is None:
            return
        quiet = self._model.dimmed or self._model.greyed(row)
        ink = "text3" if quiet else column.ink
        if selected and ink == "text3":
            ink = "text2"  # text3 has too little contrast on the current row's ground
        tone = column.tone(row) if column.tone else ""
        kind = column.kind
        if kind is Kind.MONEY:
            self._paint_money(painter, rect, value, tone or ink, bold=bool(column.bold or tone))
        elif kind is Kind.CHIP:
            place = rect.adjusted(self._pad - 2, 0, -2, 0)
            paint_chip(painter, place, str(value), str(value), turning().angle)
        elif kind is Kind.STATE:
            self._paint_state(painter, rect, str(value), str(value), loud=True)
        elif kind is Kind.FINDING and isinstance(value, Sentence):
            self._paint_state(painter, rect, value.state, value.text, loud=False)
        elif kind is Kind.SCORE:
            self._paint_score(painter, rect, value)
        else:
            self._paint_text(painter, rect, column, text_of(kind, value), tone or ink)

    def _paint_text(self, painter: QPainter, rect: QRect, column: Column[Any], text: str, ink: str) -> None:
        place = rect.adjusted(self._pad, 0, -self._pad, 0)
        if ink == "text" and column.right and text == "0":
            ink = "text3"
        bold = column.bold or ink in _TONES
        painter.setFont(self._bold if bold else self._plain)
        painter.setPen(theme().colour(ink))
        metrics = self._bold_metrics if bold else self._plain_metrics
        if not column.right and metrics.horizontalAdvance(text) > place.width():
            text = metrics.elidedText(text, _ELIDE, place.width())
        painter.drawText(place, _RIGHT if column.right else _LEFT, text)

    def _paint_money(self, painter: QPainter, rect: QRect, value: Any, ink: str, *, bold: bool) -> None:
        """Right-aligned decimals; the closing parenthesis hangs right of them."""
        negative = value < 0
        right = 0 if not negative else self._hang
        place = rect.adjusted(0, 0, right - self._pad, 0)
        painter.setFont(self._bold if bold else self._plain)
        painter.setPen(theme().colour("text3" if not value and ink == "text" else ink))
        painter.drawText(place, _RIGHT, text_of(Kind.MONEY, value))

    def _paint_state(self, painter: QPainter, rect: QRect, state: str, text: str, *, loud: bool) -> None:
        t = theme()
        left = rect.left() + self._pad
        ink, bold = "text2", False
        if state:
            look = look_of(state)
            at = left, rect.top() + (rect.height() - self._sign) / 2
            angle = turning().angle if look.sign == "running" else 0
            signs.paint(painter, look.sign, t.tokens.colour(look.tone.value), at, self._sign, angle=angle)
            left += self._sign + self._sign_gap
            if look.loud:
                ink, bold = (look.tone.value, True) if loud else ("text", False)
        painter.setFont(self._bold if bold else self._plain)
        painter.setPen(t.colour(ink))
        place = QRect(left, rect.top(), rect.right() - left - 3, rect.height())
        metrics = self._bold_metrics if bold else self._plain_metrics
        painter.drawText(place, _LEFT, metrics.elidedText(text, _ELIDE, place.width()))

    def _paint_tick(self, painter: QPainter, rect: QRect, row: Any) -> None:
        ticks = self._model.ticks
        if ticks.may(row) or ticks.has(row):
            paint_box(painter, rect, "tick" if ticks.has(row) else "")

    def _paint_score(self, painter: QPainter, rect: QRect, value: Any) -> None:
        t, m = theme(), theme().metrics
        text = f"{value} %"
        width = self._plain_metrics.horizontalAdvance("100 %")
        bar = QRect(rect.left() + self._pad, rect.center().y() - m.v(3), 0, m.v(6))
        bar.setRight(rect.right() - self._pad - width - m.v(6))
        if bar.width() >= m.h(SCORE_BAR) // 2:  # a table without room shows the figure alone
            painter.fillRect(bar, t.colour("line"))
            filled = QRect(bar)
            filled.setWidth(round(bar.width() * float(value) / 100))
            painter.fillRect(filled, t.colour("done" if value >= 92 else "edge"))
        painter.setFont(self._plain)
        painter.setPen(t.colour("text"))
        painter.drawText(rect.adjusted(0, 0, -self._pad, 0), _RIGHT, text)


def paint_box(painter: QPainter, rect: QRect, mark: str, *, enabled: bool = True) -> None:
    """A tick box in the middle of a rectangle; `mark` is `tick`, `dash` or empty."""
    t, m = theme(), theme().metrics
    side = m.v(15)
    box = QRect(0, 0, side, side)
    box.moveCenter(rect.center())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if mark:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(t.colour("accent" if enabled else "text3"))
        painter.drawRoundedRect(box, 3, 3)
        size = m.v(13)
        at = box.left() + (side - size) / 2, box.top() + (side - size) / 2
        signs.paint(painter, f"box-{mark}", t.tokens.on_accent, at, size)
    else:
        painter.setPen(t.colour("edge"))
        painter.setBrush(t.colour("surface"))
        painter.drawRoundedRect(box, 3, 3)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def text_width(column: Column[Any], text: str) -> int:
    """Room that a text needs in a column, with its margins."""
    font = theme().font(FontRole.BOLD if column.bold else FontRole.TEXT)
    m = theme().metrics
    width = QFontMetrics(font).horizontalAdvance(text) + 2 * m.cell + 2
    if column.kind in (Kind.STATE, Kind.FINDING):
        loud = column.kind is Kind.STATE and look_of(text).loud
        state_font = theme().font(FontRole.BOLD if loud else FontRole.TEXT)
        width = QFontMetrics(state_font).horizontalAdvance(text) + 2 * m.cell + m.sign + m.v(5) + 4
    elif column.kind is Kind.CHIP:
        width += m.sign + m.v(23) + m.h(6)
    elif column.kind is Kind.SCORE:
        width += m.h(SCORE_BAR)
    return width
