"""The table on the screen: keys, ticks, copying, row lines. Order and filter are the model's."""

from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRect, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView

from mobius_desktop.ui.components.turning import turning
from mobius_desktop.ui.shell.memory import Memory
from mobius_desktop.ui.tables.cells import CellDelegate
from mobius_desktop.ui.tables.columns import Kind
from mobius_desktop.ui.tables.copying import copied_text
from mobius_desktop.ui.tables.head import TableHead
from mobius_desktop.ui.tables.jumping import Jump
from mobius_desktop.ui.tables.layout import ColumnLayout
from mobius_desktop.ui.tables.rows_model import Index, RowsModel
from mobius_desktop.ui.theme import look_of, theme

_CONTROL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_NO_MODIFIER = Qt.KeyboardModifier.NoModifier


class TableView(QTableView):
    """A table of rows. `name` is what it holds, in words ("Unposted invoices"), and names its layout."""

    #: Enter or double click; the row.
    opened = Signal(object)
    #: The current row, or None.
    current_changed = Signal(object)
    columns_wanted = Signal(object)
    #: Right click, Menu or Shift+F10 on a row: the row and where a menu belongs.
    menu_wanted = Signal(object, object)

    def __init__(self, model: RowsModel[Any], name: str, memory: Memory | None = None) -> None:
        super().__init__()
        self.rows = model
        self.setAccessibleName(name)
        self.setModel(model)
        self.head = TableHead(model, self)
        self.setHorizontalHeader(self.head)
        self.head.show()
        self.columns = ColumnLayout(model, self.head, memory or Memory(None), f"tables/{_slug(name)}")
        self._jump = Jump()
        self._settle()
        self.setItemDelegate(CellDelegate(model, self))
        self.head.sectionResized.connect(self._on_head_section_resized)
        self.head.sectionMoved.connect(self._on_head_section_moved)
        self.head.columns_wanted.connect(self.columns_wanted)
        model.ticks_changed.connect(self.viewport().update)
        model.shown_changed.connect(self._on_model_shown_changed)
        self.doubleClicked.connect(self._on_double_clicked)
        theme().changed.connect(self._follow)
        turning().watch(self)
        self._follow()

    def _settle(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.head.setMinimumSectionSize(theme().metrics.v(24))
        self.head.setStretchLastSection(False)
        if self.rows.has_ticks:
            self.head.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)

    @Slot()
    def _follow(self) -> None:
        self.set_row_height(theme().metrics.row)
        self.columns.apply_visibility()

    def set_row_height(self, height: int) -> None:
        """Compact, normal or roomy rows."""
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)

    # Rows

    def current_row(self) -> Any:
        """The row under the cursor, or None."""
        index = self.currentIndex()
        return self.rows.row_at(index.row()) if index.isValid() else None

    def highlighted(self) -> list[Any]:
        """The highlighted rows, from top to bottom."""
        lines = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.rows.row_at(n) for n in lines]

    def go_to_key(self, key: Any) -> bool:
        """Make a row the current one, if it is shown."""
        line = self.rows.line_of(key)
        if line >= 0:
            self.go_to_line(line)
        return line >= 0

    def go_to_line(self, line: int) -> None:
        """Make a line the current one and bring it into sight."""
        section = next((s for s in range(self.head.count()) if not self.head.isSectionHidden(s)), 0)
        index = self.rows.index(line, section)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    def next_problem(self, step: int = 1) -> bool:
        """F8 and Shift+F8: the next row with a problem, round the end; False if there is none."""
        shown, count = self.rows.shown(), self.rows.rowCount()
        here = self.currentIndex().row() if self.currentIndex().isValid() else (-1 if step > 0 else 0)
        for distance in range(1, count + 1):
            line = (here + step * distance) % count
            if self.rows.problem(shown[line]):
                self.go_to_line(line)
                return True
        return False

    def toggle_highlighted(self) -> None:
        """Space: all highlighted rows to the state opposite of the current one."""
        row = self.current_row()
        if row is not None and self.rows.has_ticks:
            rows = self.highlighted() or [row]
            self.rows.tick(rows, not self.rows.ticks.has(row))

    def copy(self, *, heads: bool = False) -> str:
        """Highlighted rows (all shown ones if none is) to the clipboard, as the columns stand; the text."""
        sections = [self.head.logicalIndex(v) for v in range(self.head.count())]
        visible = [s for s in sections if not self.head.isSectionHidden(s)]
        columns = [c for c in (self.rows.column_at(s) for s in visible) if c is not None]
        text = copied_text(columns, self.highlighted() or self.rows.shown(), heads=heads)
        QApplication.clipboard().setText(text)
        return text

    # Events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The table's own keys; everything else moves the cursor or jumps."""
        if self._tick_key(event) or self._other_key(event):
            event.accept()
            return
        text = event.text()
        if text.isprintable() and text and not event.modifiers() & ~_SHIFT:
            line = self._jump.line(text, self.rows, self.currentIndex().row())
            if line >= 0:
                self.go_to_line(line)
            return
        super().keyPressEvent(event)

    def _tick_key(self, event: QKeyEvent) -> bool:
        """Ctrl+A, Ctrl+D and Space; Ctrl+A never selects cells, which would take seconds."""
        control = event.modifiers() == _CONTROL
        if control and event.key() == Qt.Key.Key_A:
            self.rows.tick_shown(True)
        elif control and event.key() == Qt.Key.Key_D:
            self.rows.tick_shown(False)
        elif event.key() == Qt.Key.Key_Space and event.modifiers() in (_NO_MODIFIER, _SHIFT):
            if self._jump.pending():
                return False
            self.toggle_highlighted()
        else:
            return False
        return True

    def _other_key(self, event: QKeyEvent) -> bool:
        key, modifiers = event.key(), event.modifiers()
        if key == Qt.Key.Key_C and modifiers & _CONTROL:
            self.copy(heads=bool(modifiers & _SHIFT))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not modifiers & _CONTROL:
            row = self.current_row()
            if row is not None:
                self.opened.emit(row)
        elif key == Qt.Key.Key_F8:
            self.next_problem(-1 if modifiers & _SHIFT else 1)
        else:
            return False
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click anywhere in the tick cell ticks, and the cursor goes there."""
        index = self.indexAt(event.position().toPoint())
        if (
            index.isValid()
            and self.rows.has_ticks
            and index.column() == 0
            and event.button() == Qt.MouseButton.LeftButton
            and not event.modifiers()
        ):
            row = self.rows.row_at(index.row())
            self.rows.tick([row], not self.rows.ticks.has(row))
            line = self.rows.line_of(self.rows.key_of(row))
            if line >= 0:
                self.go_to_line(line)
            return
        super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The row's commands, by mouse or by key."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
            place = self.visualRect(index).bottomLeft()
        else:
            place = event.pos()
            index = self.indexAt(place)
        if index.isValid():
            self.menu_wanted.emit(self.rows.row_at(index.row()), self.viewport().mapToGlobal(place))

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which row is current."""
        super().currentChanged(current, previous)
        self.viewport().update()
        self.current_changed.emit(self.rows.row_at(current.row()) if current.isValid() else None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Coming in by key, the cursor stands on a row."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.rows.rowCount():
            self.go_to_line(0)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Without the focus only the ground of the current row stays."""
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Spread the width."""
        super().resizeEvent(event)
        self.columns.apply_widths(self.viewport().width())

    @Slot(object)
    def _on_double_clicked(self, index: QModelIndex) -> None:
        if self.rows.column_at(index.column()) is not None:
            self.opened.emit(self.rows.row_at(index.row()))

    @Slot(int, int, int)
    def _on_head_section_resized(self, section: int, old: int, new: int) -> None:
        del old
        self.columns.on_user_resize(section, new)

    @Slot()
    def _on_head_section_moved(self) -> None:
        self.columns.remember()

    @Slot()
    def _on_model_shown_changed(self) -> None:
        self.viewport().update()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Row lines, bars at the left edge and the current row's lines, around the cells."""
        super().paintEvent(event)
        if not self.rows.rowCount():
            return
        t, m = theme(), theme().metrics
        height = self.verticalHeader().defaultSectionSize()
        top = self.rowViewportPosition(first := max(0, self.rowAt(0)))
        width = min(self.viewport().width(), self.head.length() - self.head.offset())
        painter = QPainter(self.viewport())
        line, count = first, self.rows.rowCount()
        current = self.currentIndex().row() if self.currentIndex().isValid() else -1
        while line < count and top < self.viewport().height():
            painter.fillRect(0, top + height - 1, width, 1, t.colour("line"))
            tone = self.rows.bar(self.rows.row_at(line))
            if tone:
                painter.fillRect(0, top, m.v(3), height - 1, t.colour(tone))
            if line == current and self.hasFocus():
                painter.fillRect(0, top - 1, width, 1, t.colour("accent"))
                painter.fillRect(0, top + height - 1, width, 1, t.colour("accent"))
                painter.fillRect(0, top, 2, height, t.colour("accent"))
            line, top = line + 1, top + height
        painter.end()

    def is_turning(self) -> bool:
        """Whether a Running row is in sight; only its cell is painted again."""
        sections = [
            s
            for s in range(self.head.count())
            if (c := self.rows.column_at(s)) is not None and c.kind in (Kind.STATE, Kind.CHIP)
        ]
        region = QRegion()
        first, last = max(0, self.rowAt(0)), self.rowAt(self.viewport().height() - 1)
        last = last if last >= 0 else self.rows.rowCount() - 1
        for section in sections:
            column = self.rows.column_at(section)
            if column is None or self.head.isSectionHidden(section):
                continue
            for line in range(first, last + 1):
                word = column.value(self.rows.row_at(line))
                if word and look_of(str(word)).sign == "running":
                    region += QRegion(self._cell(line, section))
        if not region.isEmpty():
            self.viewport().update(region)
        return False

    def _cell(self, line: int, section: int) -> QRect:
        height = self.verticalHeader().defaultSectionSize()
        left = self.head.sectionViewportPosition(section)
        return QRect(left, self.rowViewportPosition(line), self.head.sectionSize(section), height)


def _slug(name: str) -> str:
    return "".join(c if c.isalnum() else "-" for c in name.lower())
