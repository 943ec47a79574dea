"""The column chooser: a menu of tick boxes that stays open; the keyboard's way to sorting too."""

from PySide6.QtCore import QPoint, Slot
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtWidgets import QMenu

from mobius_desktop.ui.tables.table_view import TableView


class ColumnChooser(QMenu):
    """Which columns a table shows."""

    def __init__(self, view: TableView) -> None:
        super().__init__("Columns", view)
        self._view = view
        self.setAccessibleName("Choose columns")
        for column in view.rows.columns:
            action = self.addAction(column.title)
            action.setCheckable(True)
            action.setChecked(view.columns.is_shown(column))
            action.setData(column.key)
        self.addSeparator()
        self._sorts = self.addMenu("&Sort by")
        for section in range(view.head.count()):
            sorted_column = view.rows.column_at(section)
            if sorted_column is not None:
                self._sorts.addAction(sorted_column.title).setData(section)
        self._reset = self.addAction("&Reset columns")
        self.triggered.connect(self._on_triggered)

    def open_at(self, place: QPoint) -> None:
        """Show the menu."""
        for action in self.actions():
            column = next((c for c in self._view.rows.columns if c.key == action.data()), None)
            if column is not None:
                action.setChecked(self._view.columns.is_shown(column))
        self.popup(place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a column keeps the menu open, since several are usually changed."""
        action = self.activeAction()
        if action in self.actions() and action.isCheckable():
            action.trigger()
            return
        super().mouseReleaseEvent(event)

    @Slot(QAction)
    def _on_triggered(self, action: QAction) -> None:
        if action in self._sorts.actions():
            self._view.head.sort_section(action.data())
            return
        if action is self._reset:
            self._view.columns.reset()
            return
        column = next(c for c in self._view.rows.columns if c.key == action.data())
        shown = [c for c in self._view.rows.columns if self._view.columns.is_shown(c)]
        if not action.isChecked() and shown == [column]:
            action.setChecked(True)
            return
        self._view.columns.show_column(column, action.isChecked())
