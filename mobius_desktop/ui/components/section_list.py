"""The sections of a batch: sign, name, count, and under it state word and message."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from mobius_desktop.ui.components.buttons import Button, IconButton
from mobius_desktop.ui.components.labels import Label, paint_elided, rule
from mobius_desktop.ui.components.turning import turning
from mobius_desktop.ui.theme import FontRole, look_of, signs, theme

Index = QModelIndex | QPersistentModelIndex
_ROW = int(Qt.ItemDataRole.UserRole) + 1
_NO_INDEX = QModelIndex()


@dataclass(frozen=True, slots=True)
class SectionRow:
    """One section as it is shown; `count` is `20/32`, `36` or empty."""

    key: str
    name: str
    state: str
    count: str = ""
    message: str = ""


class SectionModel(QAbstractListModel):
    """The sections; there are eight, so all are told when one changes."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[SectionRow] = []

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """How many."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row, its name, or all of it to be read aloud."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == _ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return ", ".join(part for part in (row.name, row.count, row.state, row.message) if part)
        return None

    def set_rows(self, rows: Iterable[SectionRow]) -> None:
        """Show other values; the choice stays."""
        fresh = list(rows)
        if len(fresh) != len(self._rows):
            self.beginResetModel()
            self._rows = fresh
            self.endResetModel()
        elif fresh != self._rows:
            self._rows = fresh
            self.dataChanged.emit(self.index(0), self.index(len(fresh) - 1))

    def rows(self) -> Sequence[SectionRow]:
        """All sections."""
        return self._rows


class SectionDelegate(QStyledItemDelegate):
    """Paints a section in two lines."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines of text."""
        del option, index
        return QSize(0, theme().metrics.section)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Sign, name, count; state word and message."""
        t, m = theme(), theme().metrics
        row: SectionRow = index.data(_ROW)
        rect = QRect(option.rect)
        look = look_of(row.state)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, t.colour("sel"))
            painter.fillRect(rect.left(), rect.top(), m.v(3), rect.height(), t.colour("accent"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, t.colour("line"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(t.colour("accent"))
            painter.drawRect(rect.adjusted(0, 0, -1, -2))
        ink = t.tokens.colour(look.tone.value)
        top = rect.top() + m.v(6)
        angle = turning().angle if look.sign == "running" else 0
        signs.paint(painter, look.sign, ink, (rect.left() + m.v(13), top + m.v(2)), m.icon, angle=angle)
        left, line = rect.left() + m.v(37), m.v(17)
        right = rect.right() - m.v(10)
        painter.setFont(t.font(FontRole.TEXT))
        painter.setPen(t.colour("text"))
        count_width = QFontMetrics(t.font(FontRole.TEXT)).horizontalAdvance(row.count)
        paint_elided(painter, QRect(right - count_width, top, count_width + 1, line), row.count, right=True)
        painter.setFont(t.font(FontRole.BOLD))
        paint_elided(painter, QRect(left, top, right - count_width - m.v(8) - left, line), row.name)
        word = t.font(FontRole.BOLD if look.loud else FontRole.TEXT)
        painter.setFont(word)
        painter.setPen(t.colour(look.tone.value if look.loud else "text2"))
        width = QFontMetrics(word).horizontalAdvance(row.state)
        paint_elided(painter, QRect(left, top + line, right - left, line), row.state)
        if row.message:
            painter.setFont(t.font(FontRole.TEXT))
            painter.setPen(t.colour("text2"))
            start = left + width
            paint_elided(painter, QRect(start, top + line, right - start, line), f"  ·  {row.message}")


class _List(QListView):
    """The list view, which turns with its Running sections."""

    def is_turning(self) -> bool:
        """Whether a section runs."""
        model = self.model()
        return isinstance(model, SectionModel) and any(
            look_of(r.state).sign == "running" for r in model.rows()
        )

    def update(self, *args: Any) -> None:
        """A scroll area is painted through its viewport."""
        if args:
            super().update(*args)
        else:
            self.viewport().update()


class SectionList(QFrame):
    """The list with its head: *Show all*, *Follow again* and the legend."""

    #: Key of the chosen section; empty when all are shown.
    chosen = Signal(str)
    legend_wanted = Signal()

    def __init__(self, title: str = "Sections") -> None:
        super().__init__()
        self.setProperty("card", "true")
        self._model = SectionModel()
        self._follows = True
        self._live = True
        self._choosing = False
        self.view = _List()
        self.view.setModel(self._model)
        self.view.setItemDelegate(SectionDelegate(self.view))
        self.view.setAccessibleName(title)
        self.view.setUniformItemSizes(True)
        self.view.setMinimumHeight(theme().metrics.section * 2)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.selectionModel().currentChanged.connect(self._on_current_changed)
        self._show_all = Button("Show all", "link", clicked=self.show_all)
        self._follow_again = Button("Follow again", "link", clicked=self.follow_again)
        self._follow_again.hide()
        self.legend_button = IconButton("legend", "What the words mean", clicked=self.legend_wanted.emit)
        m = theme().metrics
        head = QHBoxLayout()
        head.setContentsMargins(m.v(13), m.v(2), m.v(6), m.v(2))
        head.addWidget(Label(title, FontRole.BOLD))
        head.addWidget(self.legend_button)
        head.addStretch(1)
        head.addWidget(self._follow_again)
        head.addWidget(self._show_all)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(rule())
        whole.addWidget(self.view, 1)
        turning().watch(self.view)
        self._narrow = False
        self._follow_theme()
        theme().changed.connect(self._follow_theme)

    @Slot()
    def _follow_theme(self) -> None:
        m = theme().metrics
        self.setFixedWidth(m.section_list_narrow if self._narrow else m.section_list)
        self.view.doItemsLayout()

    def set_narrow(self, narrow: bool) -> None:
        """240 instead of 284."""
        if narrow != self._narrow:
            self._narrow = narrow
            self._follow_theme()

    def set_sections(self, rows: Sequence[SectionRow]) -> None:
        """Show other values. While following, the last Running section is the chosen one."""
        self._model.set_rows(rows)
        if self._follows:
            running = [i for i, r in enumerate(rows) if look_of(r.state).sign == "running"]
            if running:
                self._choose(running[-1])

    @property
    def following(self) -> bool:
        """Whether the work chooses, not the user: the choice then only shows where things stand."""
        return self._follows

    def key(self) -> str:
        """The chosen section, or empty for all."""
        index = self.view.currentIndex()
        return self._model.rows()[index.row()].key if index.isValid() else ""

    def choose(self, key: str) -> None:
        """Choose a section as the user does."""
        place = next(i for i, r in enumerate(self._model.rows()) if r.key == key)
        self.view.setCurrentIndex(self._model.index(place))

    def show_all(self) -> None:
        """No section: all rows."""
        self._stop_following()
        self.view.setCurrentIndex(QModelIndex())
        self.view.clearSelection()

    def forget_choice(self) -> None:
        """As at the beginning: nothing is chosen, and the work is followed while there is any."""
        self._choosing = True
        self.view.setCurrentIndex(QModelIndex())
        self.view.clearSelection()
        self._choosing = False
        self._follows = self._live
        self._follow_again.hide()

    def follow_again(self) -> None:
        """Follow the work as at the beginning."""
        self._follows = True
        self._follow_again.hide()
        self.set_sections(self._model.rows())

    def set_live(self, live: bool) -> None:
        """Whether there is work to follow."""
        if live != self._live:
            self._live = self._follows = live
        if not live:
            self._follow_again.hide()

    def _choose(self, place: int) -> None:
        self._choosing = True
        self.view.setCurrentIndex(self._model.index(place))
        self._choosing = False

    def _stop_following(self) -> None:
        running = any(look_of(r.state).sign == "running" for r in self._model.rows())
        self._follows = False
        self._follow_again.setVisible(running and self._live)

    @Slot(object, object)
    def _on_current_changed(self, current: QModelIndex, previous: QModelIndex) -> None:
        del previous
        if not self._choosing:
            self._stop_following()
        self.chosen.emit(self._model.rows()[current.row()].key if current.isValid() else "")
