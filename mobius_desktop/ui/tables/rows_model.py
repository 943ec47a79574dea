"""One table model for all tables: plain rows, an index list for order and filter, ticks of its own.

Sorting and filtering happen here and not in a proxy: at 100,000 rows this takes a tenth of a second.
Rows are immutable values; a changed row is a new value with the same key.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from decimal import Decimal
from typing import Any, Generic

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from mobius_desktop.ui.tables.columns import CURRENCY, Column, Kind, Row, spoken_text_of, text_of
from mobius_desktop.ui.tables.ordering import OrderedRows
from mobius_desktop.ui.tables.ticks import HeadState, Ticks

Index = QModelIndex | QPersistentModelIndex

DISPLAY = Qt.ItemDataRole.DisplayRole
_ALIGN = Qt.ItemDataRole.TextAlignmentRole
_CHECK = Qt.ItemDataRole.CheckStateRole
_TIP = Qt.ItemDataRole.ToolTipRole
_SPOKEN = Qt.ItemDataRole.AccessibleTextRole
_HORIZONTAL = Qt.Orientation.Horizontal
_CHECKED, _UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_NO_FLAGS = Qt.ItemFlag.NoItemFlags
_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_TICK_FLAGS = _FLAGS | Qt.ItemFlag.ItemIsUserCheckable
_NO_INDEX = QModelIndex()

#: The row itself.
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
#: The typed value of the cell.
VALUE_ROLE = int(Qt.ItemDataRole.UserRole) + 2

ASCENDING = Qt.SortOrder.AscendingOrder
DESCENDING = Qt.SortOrder.DescendingOrder


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Rows with columns as data.

    `key` names a row for ever (billingLogId, batch number). `may_tick` makes a tick column, the first, and
    says which rows can be ticked. `problem` says which rows F8 visits; `bar` gives the tone of the bar at a
    row's left edge (`bad`, `warn`, `run`, `look`) or nothing; `greyed` rows are written in the quiet ink.
    """

    ticks_changed = Signal()
    #: Other rows are shown, or their values changed. Another order alone says `sorted_by`.
    shown_changed = Signal()
    sorted_by = Signal()
    narrowed = Signal()
    """Other rows than before may be shown at all."""

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        key: Callable[[Row], Hashable],
        *,
        may_tick: Callable[[Row], bool] | None = None,
        problem: Callable[[Row], bool] | None = None,
        bar: Callable[[Row], str] | None = None,
        greyed: Callable[[Row], bool] | None = None,
        currency: Callable[[Row], str] | None = None,
        name: Callable[[Row], str] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.has_ticks = may_tick is not None
        self.ticks: Ticks[Row] = Ticks(key, may_tick or _never)
        self.problem = problem or _never
        self.bar = bar or _no_bar
        self.greyed = greyed or _never
        self._key = key
        self._currency = currency
        self._name = name
        self._first = 1 if self.has_ticks else 0
        self._rows = OrderedRows(self.columns, key)
        self._sorting: tuple[tuple[int, Qt.SortOrder], ...] = ()
        self._head: HeadState | None = None
        self.dimmed = False

    # Qt's questions

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """Shown rows."""
        return 0 if parent.isValid() else len(self._rows.shown)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        """The tick column, if there is one, and the columns."""
        return 0 if parent.isValid() else self._first + len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be selected; ticks can be set where the row allows it."""
        if not index.isValid():
            return _NO_FLAGS
        if index.column() < self._first and self.ticks.may(self.row_at(index.row())):
            return _TICK_FLAGS
        return _FLAGS

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        """What views, copying and screen readers ask for."""
        if not index.isValid():
            return None
        row = self.row_at(index.row())
        if role == ROW_ROLE:
            return row
        place = index.column() - self._first
        if place < 0:
            return self._tick_data(row, role)
        column = self.columns[place]
        if role == DISPLAY:
            return text_of(column.kind, column.value(row))
        if role == VALUE_ROLE:
            return column.value(row)
        if role == _ALIGN:
            return _RIGHT if column.right else _LEFT
        if role == _SPOKEN:
            return spoken_text_of(column.kind, column.value(row))
        if role == _TIP:
            return column.tip(row) if column.tip else None
        return None

    def _tick_data(self, row: Row, role: int) -> Any:
        if role == _CHECK:
            if not self.ticks.may(row):
                return None
            return _CHECKED if self.ticks.has(row) else _UNCHECKED
        if role == _SPOKEN:
            return self.spoken_row(row)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick or untick, as a screen reader or a test does it."""
        if role != _CHECK or not index.isValid() or index.column() >= self._first:
            return False
        self.tick([self.row_at(index.row())], Qt.CheckState(value) == _CHECKED)
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        """Titles."""
        if orientation != _HORIZONTAL or not 0 <= section < self.columnCount():
            return None
        place = section - self._first
        if role == DISPLAY:
            return self.columns[place].title if place >= 0 else ""
        if role == _ALIGN:
            return _RIGHT if place >= 0 and self.columns[place].right else _LEFT
        if role == _TIP and place >= 0:
            return self.columns[place].about or None
        if role == _SPOKEN and place < 0:
            return "Ticked"
        return None

    # Rows

    def set_rows(self, rows: Iterable[Row]) -> None:
        """Put new rows in place of the old ones. Ticks, order, filter and the current row stay."""
        fresh = list(rows)
        lost = self.ticks.keep_only(fresh) if self.has_ticks and len(self.ticks) else False
        self._change_layout(lambda: self._rows.replace(fresh))
        if lost:
            self._tell_ticks()

    def update_rows(self, changed: Iterable[Row]) -> None:
        """New values of rows that are there, in their places, and unknown ones at the end.

        The order stays as it is while rows change (a live table does not jump); the filter follows.
        """
        places: list[int] = []
        added: list[Row] = []
        moved = False
        for row in changed:
            done = self._rows.change(row)
            if done is None:
                added.append(row)
            else:
                places.append(done[0])
                moved = moved or done[1]
        if added or moved:
            self._change_layout(lambda: self._rows.append(added))
        elif places:
            self._tell_changed(places)

    def _tell_changed(self, places: list[int]) -> None:
        lines = self._rows.lines_of_places(places)
        if lines:
            last = self.columnCount() - 1
            self.dataChanged.emit(self.index(min(lines), 0), self.index(max(lines), last))
        self._head = None
        self.shown_changed.emit()

    def set_dimmed(self, dimmed: bool) -> None:
        """Write all rows in the quiet ink, while new ones are being read."""
        if dimmed != self.dimmed:
            self.dimmed = dimmed
            self.shown_changed.emit()

    def rows(self) -> Sequence[Row]:
        """All rows, shown or not, as they were given."""
        return self._rows.all

    def rows_of_tabs(self) -> Sequence[Row]:
        """All rows that some tab may show: those that the table is narrowed to."""
        return self._rows.narrowed()

    def shown(self) -> list[Row]:
        """The shown rows from top to bottom."""
        return self._rows.shown_rows()

    def ticked(self) -> list[Row]:
        """The ticked rows, shown or not, in the table's order."""
        if not len(self.ticks):
            return []
        return self.ticks.ticked_of(map(self._rows.all.__getitem__, self._rows.order))

    def row_at(self, line: int) -> Row:
        """The row on a line of the table."""
        return self._rows.all[self._rows.shown[line]]

    def key_of(self, row: Row) -> Hashable:
        """What names a row for ever."""
        return self._key(row)

    def line_of(self, key: Hashable) -> int:
        """The line a row is shown on, or −1."""
        return self._rows.line_of_key(key)

    def column_at(self, section: int) -> Column[Row] | None:
        """The column of a section; None is the tick column."""
        return self.columns[section - self._first] if section >= self._first else None

    def section_of(self, column: str) -> int:
        """The section of a column's key."""
        return next(i for i, c in enumerate(self.columns) if c.key == column) + self._first

    def spoken_row(self, row: Row) -> str:
        """A row as one sentence: its name, whether it is ticked."""
        name = self._name(row) if self._name else text_of(Kind.TEXT, self.columns[0].value(row))
        if not self.ticks.may(row):
            return f"{name}, cannot be ticked"
        return f"{name}, {'ticked' if self.ticks.has(row) else 'not ticked'}"

    # Ticks

    def tick(self, rows: Iterable[Row], on: bool) -> None:
        """Tick or untick rows; those that may not be ticked are left out."""
        if self.ticks.set(rows, on):
            self._tell_ticks()

    def tick_shown(self, on: bool) -> None:
        """Ctrl+A and Ctrl+D."""
        if self.ticks.set(self.shown(), on):
            self._tell_ticks(HeadState.ALL if on else HeadState.NONE)

    def tick_only(self, rows: Iterable[Row]) -> None:
        """These rows and no others."""
        cleared = self.ticks.clear()
        if self.ticks.set(rows, True) or cleared:
            self._tell_ticks()

    def hidden_ticked(self) -> int:
        """How many ticked rows the filter hides: "12 ticked, 3 of them not shown"."""
        return len(self.ticks) - sum(1 for row in self.shown() if self.ticks.has(row))

    def untick_everything(self) -> None:
        """Shown or not."""
        if self.ticks.clear():
            self._tell_ticks()

    def _tell_ticks(self, head: HeadState | None = None) -> None:
        self._head = head
        if self._rows.shown and self.has_ticks:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows.shown) - 1, 0), [_CHECK])
        self.ticks_changed.emit()

    def head_state(self) -> HeadState:
        """The box in the tick column's head."""
        if self._head is None:
            self._head = self.ticks.head(self.shown())
        return self._head

    # Order and filter

    def sort(self, column: int, order: Qt.SortOrder = ASCENDING) -> None:
        """Sort by one column, as Qt asks for it."""
        if column >= self._first:
            self.sort_by(((column, order),))

    def sort_by(self, keys: Sequence[tuple[int, Qt.SortOrder]]) -> None:
        """Sort by several sections, the first weighs most."""
        self._sorting = tuple(keys)
        self._rows.sorting = tuple((self.columns[s - self._first], o == DESCENDING) for s, o in keys)
        self._change_layout(self._rows.sort, same_rows=True)
        self.sorted_by.emit()

    def sorting(self) -> tuple[tuple[int, Qt.SortOrder], ...]:
        """Sections and directions in force."""
        return self._sorting

    def filter_text(self, query: str) -> None:
        """Show rows that contain all that is typed."""
        if self._rows.set_query(query):
            self._change_layout(self._rows.filter)

    def filter_rows(self, passes: Callable[[Row], bool] | None) -> None:
        """Show rows of a tab; None shows all."""
        self._rows.set_tab(passes)
        self._change_layout(self._rows.filter)

    def narrow_rows(self, passes: Callable[[Row], bool] | None) -> None:
        """Show only these rows, whatever tab is in front; None shows all."""
        self._rows.set_narrowing(passes)
        self._change_layout(self._rows.filter)
        self.narrowed.emit()

    def refilter(self) -> None:
        """Ask the tab's question again, after what it depends on has changed (ticks)."""
        self._change_layout(self._rows.filter)

    def prepare_search(self, most: int | None = None) -> bool:
        """Make the rows ready for searching, all or some more of them; whether all are."""
        return self._rows.prepare_search(most)

    def _change_layout(self, change: Callable[[], None], *, same_rows: bool = False) -> None:
        """Run a change of order, filter or rows; selection and current row follow their rows."""
        self.layoutAboutToBeChanged.emit()
        old = self.persistentIndexList()
        keys = [self._key(self.row_at(i.row())) for i in old]
        change()
        new = []
        for index, key in zip(old, keys, strict=True):
            line = self.line_of(key)
            new.append(self.index(line, index.column()) if line >= 0 else QModelIndex())
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()
        if not same_rows:
            self._head = None
            self.shown_changed.emit()

    # Money

    def currencies(self) -> set[object]:
        """The currencies of all rows, shown or not; none where no column names them."""
        column = next((one for one in self.columns if one.key == CURRENCY), None)
        return {column.value(row) for row in self._rows.all} - {"", None} if column is not None else set()

    def sums(self, rows: Iterable[Row], column: str) -> dict[str, Decimal]:
        """Sum of a column by currency; empty currency where the table has only one."""
        value = next(c for c in self.columns if c.key == column).value
        if self._currency is None:
            amounts: Iterable[Any] = filter(None, map(value, rows))  # empty cells and zeros add nothing
            return {"": sum(amounts, Decimal("0.00"))}
        totals: dict[str, Decimal] = {}
        for row in rows:
            amount = value(row)
            if isinstance(amount, Decimal):
                code = self._currency(row)
                totals[code] = totals.get(code, Decimal(0)) + amount
        return totals


def _never(row: object) -> bool:
    del row
    return False


def _no_bar(row: object) -> str:
    del row
    return ""
