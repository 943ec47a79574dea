"""A table's head: titles, sort arrows, and the tri-state box over the ticks."""

from typing import Any

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from mobius_desktop.ui.tables.cells import paint_box
from mobius_desktop.ui.tables.rows_model import ASCENDING, DESCENDING, RowsModel
from mobius_desktop.ui.tables.ticks import HeadState
from mobius_desktop.ui.theme import FontRole, signs, theme

_MARKS = {HeadState.NONE: "", HeadState.SOME: "dash", HeadState.ALL: "tick"}
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine


class TableHead(QHeaderView):
    """Click sorts, a second click turns, Shift+click adds a column; the box ticks what is shown."""

    columns_wanted = Signal(object)

    def __init__(self, model: RowsModel[Any], parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._rows = model
        self._pressed_at = -1
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.setAccessibleName("Columns")
        model.ticks_changed.connect(self.viewport().update)
        model.shown_changed.connect(self.viewport().update)
        model.sorted_by.connect(self.viewport().update)

    def sizeHint(self) -> QSize:
        """As high as the theme says."""
        return QSize(super().sizeHint().width(), theme().metrics.head)

    def box_state(self) -> HeadState:
        """None, some or all of the shown rows are ticked."""
        return self._rows.head_state()

    def is_tick_section(self, section: int) -> bool:
        """Whether a section is the tick column."""
        return self._rows.has_ticks and section == 0

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Ground, title, arrow, hairlines."""
        t, m = theme(), theme().metrics
        painter.fillRect(rect, t.colour("surface2"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, t.colour("line2"))
        painter.fillRect(rect.right(), rect.top(), 1, rect.height(), t.colour("line"))
        if self.is_tick_section(section):
            paint_box(painter, rect, _MARKS[self.box_state()])
            return
        column = self._rows.column_at(section)
        if column is None:
            return
        place = rect.adjusted(m.cell, 0, -m.cell, 0)
        font = t.font(FontRole.BOLD)
        metrics = QFontMetrics(font)
        arrow = self._arrow_of(section)
        room = m.v(14) if arrow else 0
        text = metrics.elidedText(column.title, Qt.TextElideMode.ElideRight, place.width() - room)
        width = metrics.horizontalAdvance(text)
        left = place.right() - width - room + 1 if column.right else place.left()
        painter.setFont(font)
        painter.setPen(t.colour("text2"))
        painter.drawText(QRect(left, rect.top(), width + 2, rect.height()), int(_MIDDLE), text)
        if arrow:
            size = m.v(12)
            at = left + width + m.v(3), rect.top() + (rect.height() - size) / 2
            signs.paint(painter, arrow, t.tokens.text2, at, size)

    def _arrow_of(self, section: int) -> str:
        for sorted_section, order in self._rows.sorting():
            if sorted_section == section:
                return "chevron-up" if order == ASCENDING else "chevron-down"
        return ""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where; a drag moves or resizes, a click sorts."""
        self._pressed_at = round(event.position().x())
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click without a drag."""
        super().mouseReleaseEvent(event)
        x = round(event.position().x())
        dragged = abs(x - self._pressed_at) > 3
        on_edge = self.cursor().shape() == Qt.CursorShape.SplitHCursor
        section = self.logicalIndexAt(x)
        if event.button() != Qt.MouseButton.LeftButton or dragged or on_edge or section < 0:
            return
        if self.is_tick_section(section):
            self._rows.tick_shown(self.box_state() is not HeadState.ALL)
        else:
            self.sort_section(section, add=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def sort_section(self, section: int, *, add: bool = False) -> None:
        """Sort by a section, or turn it; with `add` behind the ones already in force."""
        now = dict(self._rows.sorting())
        turned = DESCENDING if now.get(section) == ASCENDING else ASCENDING
        if add:
            now[section] = turned
            self._rows.sort_by(tuple(now.items()))
        else:
            self._rows.sort_by(((section, turned),))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Right click: choose columns."""
        self.columns_wanted.emit(event.globalPos())
