"""A whole table: toolbar, tabs, filter box, head, rows, totals, and what stands there when there are none."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from mobius_desktop.ui.components.announce import announce
from mobius_desktop.ui.components.buttons import IconButton
from mobius_desktop.ui.components.labels import Label, global_below
from mobius_desktop.ui.paper.of_table import paper_of
from mobius_desktop.ui.paper.work import Build, Gather, PaperWork
from mobius_desktop.ui.shell.memory import Memory
from mobius_desktop.ui.tables.chooser import ColumnChooser
from mobius_desktop.ui.tables.columns import CURRENCY
from mobius_desktop.ui.tables.export_work import ExportWork
from mobius_desktop.ui.tables.exporting import Shown, ask_for_file, shown_in
from mobius_desktop.ui.tables.filter_box import FilterBox
from mobius_desktop.ui.tables.placeholder import Notice, Placeholder
from mobius_desktop.ui.tables.rows_model import RowsModel
from mobius_desktop.ui.tables.tab_row import Tab, TabRow
from mobius_desktop.ui.tables.table_view import TableView
from mobius_desktop.ui.tables.totals_bar import TotalsBar, TotalsLine
from mobius_desktop.ui.theme import theme
from mobius_desktop.workers.hub import Hub

_FOLD_STEP = 1000
_ANNOUNCE_MS = 1000
_LOADING_MS = 300


class TablePanel(QFrame):
    """A card with a table in it.

    `totals` is asked for the lines under the table whenever ticks or shown rows change; without it there are
    none. `file_name` is what an export is called by default; with a `hub` it is written in the background.
    """

    #: The file that was written.
    exported = Signal(object)
    export_failed = Signal(str)

    def __init__(
        self,
        model: RowsModel[Any],
        name: str,
        *,
        memory: Memory | None = None,
        tabs: Sequence[Tab] = (),
        placeholder: str = "Filter (Ctrl+F)",
        totals: Callable[[], Sequence[TotalsLine]] | None = None,
        file_name: str = "",
        with_filter: bool = True,
        hub: Hub | None = None,
    ) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self.model = model
        self.view = TableView(model, name, memory)
        self.filter_box = FilterBox(placeholder)
        self._is_searched = with_filter
        if not with_filter:
            self.filter_box.hide()  # never shown before it has a parent: that would open a window
        self.tabs = TabRow(tabs) if tabs else None
        self.narrowed = ""
        """What else narrows the rows, behind the name of a tab that has none: ` that holds “dovetail”`."""
        self.tab_buttons: tuple[tuple[str, Callable[[], object]], ...] = ()
        """What an empty tab offers beside showing all."""
        self.totals = TotalsBar(self.view)
        self.file_name = file_name or name
        self._totals = totals
        self._toolbar = QHBoxLayout()
        self._chooser = ColumnChooser(self.view)
        self.columns_button = IconButton("columns", "Choose columns", clicked=self._on_columns_clicked)
        self.export_button = IconButton("export", "Export what is shown", key="Ctrl+E", clicked=self.export)
        self._loading = Label("", ink="text2")
        self._loading.hide()
        self.exporting = ExportWork(hub)
        self.paper = PaperWork(
            self,
            hub,
            lambda: self.file_name,
            self._paper,
            said=self.export_failed.emit,
            kept=self.exported.emit,
        )
        self._placeholder = Placeholder()
        self._empty: Notice | None = None
        self._error: Notice | None = None
        self._timers()
        self._lay_out()
        self._connect()
        self.refresh_totals()

    def _timers(self) -> None:
        self._fold_timer = QTimer(self)
        self._fold_timer.setInterval(0)
        self._fold_timer.timeout.connect(self._on_fold_timer_timeout)
        self._announce_timer = QTimer(self)
        self._announce_timer.setSingleShot(True)
        self._announce_timer.setInterval(_ANNOUNCE_MS)
        self._announce_timer.timeout.connect(self._on_announce_timer_timeout)
        self._loading_timer = QTimer(self)
        self._loading_timer.setSingleShot(True)
        self._loading_timer.setInterval(_LOADING_MS)
        self._loading_timer.timeout.connect(self._on_loading_timer_timeout)

    def _lay_out(self) -> None:
        m = theme().metrics
        self._toolbar.setContentsMargins(m.v(8), m.v(6), m.v(8), m.v(6))
        self._toolbar.setSpacing(m.v(8))
        self._left = QHBoxLayout()
        self._left.setSpacing(m.v(8))
        self._toolbar.addLayout(self._left)
        self._second_row = QHBoxLayout()
        self._second_row.setContentsMargins(m.v(8), 0, m.v(8), 0)
        if self.tabs is not None:
            self._toolbar.addWidget(self.tabs)
        self._toolbar.addStretch(1)
        for widget in (self.filter_box, self.columns_button, self.export_button):
            self._toolbar.addWidget(widget)
        body = QWidget()
        self._stack = QStackedLayout(body)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._placeholder)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.setSpacing(0)
        whole.addLayout(self._toolbar)
        whole.addLayout(self._second_row)
        whole.addWidget(self._loading)
        whole.addWidget(self.exporting.bar)
        whole.addWidget(body, 1)
        whole.addWidget(self.totals)

    def _connect(self) -> None:
        self.filter_box.filtered.connect(self._on_filter_box_filtered)
        self.filter_box.left.connect(self.view.setFocus)
        self.view.columns_wanted.connect(self._on_columns_wanted)
        self.exporting.ended.connect(self.exported)
        self.exporting.failed.connect(self.export_failed)
        self.model.ticks_changed.connect(self._on_model_ticks_changed)
        self.model.shown_changed.connect(self._on_model_shown_changed)
        self.model.narrowed.connect(self._count_tabs)
        theme().changed.connect(self._place_tabs)
        if self.tabs is not None:
            self.tabs.chosen.connect(self._on_tabs_chosen)

    # For pages

    def add_left(self, widget: QWidget) -> None:
        """A widget at the toolbar's left: what acts on rows."""
        self._left.addWidget(widget)

    def add_right(self, widget: QWidget) -> None:
        """A widget before the filter box."""
        self._toolbar.insertWidget(self._toolbar.indexOf(self.filter_box), widget)

    def set_rows(self, rows: Sequence[Any]) -> None:
        """New rows, whole: ends loading, clears an error, keeps ticks, order, filter and place."""
        self._error = None
        self.set_loading("")
        self.model.set_rows(rows)
        self._offer_currency()
        self._count_tabs()
        if self._is_searched:
            self._fold_timer.start()
        announce(self.view, f"{self.model.rowCount():,} rows")

    def update_rows(self, rows: Sequence[Any]) -> None:
        """Changed rows of a live table."""
        before = len(self.model.rows())
        self.model.update_rows(rows)
        if len(self.model.rows()) != before:
            self._offer_currency()
        self._count_tabs()

    def set_empty(self, notice: Notice | None) -> None:
        """What to show when there are no rows at all."""
        self._empty = notice
        self._show_body()

    def set_error(self, notice: Notice | None) -> None:
        """The rows could not be read. Rows that are there stay readable; the notice stands in their place
        only when there are none: pages say it above the table otherwise."""
        self._error = notice
        self.set_loading("")
        self._show_body()

    def set_loading(self, text: str) -> None:
        """ "Reading invoices, 120 so far" and old rows greyed, after 0.3 s; empty ends it."""
        self._loading.setText(text)
        self._loading.setContentsMargins(theme().metrics.v(10), 0, 0, theme().metrics.v(4))
        if not text:
            self._loading_timer.stop()
            self._loading.hide()
        elif self._loading.isHidden() and not self._loading_timer.isActive():
            self._loading_timer.start()
        if not text:
            self.model.set_dimmed(False)

    def filter_shown(self) -> str:
        """ "12 of 38 shown" while something is filtered, else empty."""
        shown, whole = self.model.rowCount(), len(self.model.rows())
        return f"{shown:,} of {whole:,} shown" if shown != whole else ""

    def refresh_totals(self) -> None:
        """Ask for the totals again."""
        self.totals.set_lines(self._totals() if self._totals else ())
        self.totals.setVisible(self._totals is not None)

    def arrange(self, *, narrow: bool, low: bool) -> None:
        """Fewer columns in a narrow window; compact rows and one totals line in a low one."""
        m = theme().metrics
        self.view.columns.set_narrow(narrow)
        self.view.set_row_height(m.v(22) if low else m.row)
        self.totals.set_most_lines(1 if low else 9)
        self._place_tabs()

    def clear_filter(self) -> bool:
        """Esc: whether there was a filter."""
        return self.filter_box.clear_filter()

    def focus_filter(self) -> None:
        """Ctrl+F."""
        self.filter_box.setFocus()
        self.filter_box.selectAll()

    def choose_columns(self) -> None:
        """The chooser, from the menu."""
        self._chooser.open_at(global_below(self.columns_button))

    def reset_columns(self) -> None:
        """Back to the default columns."""
        self.view.columns.reset()

    def next_problem(self) -> None:
        """F8."""
        self.view.next_problem(1)

    def previous_problem(self) -> None:
        """Shift+F8."""
        self.view.next_problem(-1)

    def export(self) -> None:
        """Ask for a file and write what is shown, in the background where there is a hub."""
        file = ask_for_file(self.view, self.file_name)
        if file is not None:
            self.paper.gather(partial(self.export_to, file))

    def gather_with(self, gather: Gather) -> None:
        """For a table that is read page by page: files and paper wait until all its rows are there."""
        self.paper.gather = gather

    def export_to(self, file: Path) -> None:
        """Write what is shown now; `exported` or `export_failed` says how it ended."""
        self.exporting.start(self._shown(), file)

    def _shown(self) -> Shown:
        return shown_in(self.view, self._totals() if self._totals else ())

    def _paper(self) -> Build:
        return partial(paper_of, self._shown(), self.file_name, (self.filter_shown(),))

    def commands(self) -> dict[str, Callable[[], object]]:
        """The shared commands that a table answers, for `Page.handle`."""
        return {
            "filter": self.focus_filter,
            "columns": self.choose_columns,
            "reset-columns": self.reset_columns,
            "next-problem": self.next_problem,
            "previous-problem": self.previous_problem,
            "export": self.export,
            "print": self.paper.print,
            "save-pdf": self.paper.save,
            "copy": self._on_copy,
            "copy-with-heads": self._on_copy_with_heads,
            **(self._tick_commands() if self.model.has_ticks else {}),
            **({"next-tab": self._on_next_tab} if self.tabs is not None else {}),
        }

    def _tick_commands(self) -> dict[str, Callable[[], object]]:
        return {
            "tick-all": self._on_tick_all,
            "untick-all": self._on_untick_all,
            "tick-row": self.view.toggle_highlighted,
        }

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The tabs take a row of their own where the toolbar is too narrow for them."""
        super().resizeEvent(event)
        self._place_tabs()

    @Slot()
    def _place_tabs(self) -> None:
        if self.tabs is None or self.tabs.isHidden():
            return
        gap = self._toolbar.spacing()
        margins = self._toolbar.contentsMargins()
        needed = margins.left() + margins.right() + self._left.sizeHint().width()
        needed += gap + self.tabs.sizeHint().width() + gap
        for place in range(self._toolbar.count()):
            item = self._toolbar.itemAt(place)
            widget = item.widget() if item is not None else None  # a layout or a stretch has none
            if widget is not None and widget is not self.tabs and not widget.isHidden():
                needed += gap + max(widget.minimumWidth(), widget.minimumSizeHint().width())
        below = needed > self.width()
        if below == (self._second_row.indexOf(self.tabs) >= 0):
            return
        (self._toolbar if below else self._second_row).removeWidget(self.tabs)
        if below:
            self._second_row.addWidget(self.tabs)
        else:
            self._toolbar.insertWidget(1, self.tabs)

    # Slots

    def _on_copy(self) -> None:
        self.view.copy()

    def _on_copy_with_heads(self) -> None:
        self.view.copy(heads=True)

    def _on_tick_all(self) -> None:
        self.model.tick_shown(True)

    def _on_untick_all(self) -> None:
        self.model.tick_shown(False)

    def _on_next_tab(self) -> None:
        if self.tabs is not None:
            self.tabs.step()

    def _on_columns_clicked(self) -> None:
        self.choose_columns()

    @Slot(object)
    def _on_columns_wanted(self, place: QPoint) -> None:
        self._chooser.open_at(place)

    @Slot(str)
    def _on_filter_box_filtered(self, text: str) -> None:
        self.model.filter_text(text)
        shown = self.filter_shown()
        if shown:
            announce(self.view, shown)

    @Slot(str)
    def _on_tabs_chosen(self, key: str) -> None:
        if self.tabs is not None:
            self.model.filter_rows(next(t.passes for t in self.tabs.tabs if t.key == key))

    @Slot()
    def _on_model_ticks_changed(self) -> None:
        self.refresh_totals()
        self._announce_timer.start()

    @Slot()
    def _on_model_shown_changed(self) -> None:
        self.refresh_totals()
        self._show_body()

    @Slot()
    def _on_announce_timer_timeout(self) -> None:
        texts = self.totals.texts()
        announce(self.view, texts[0] if texts else f"{len(self.model.ticks):,} ticked")

    @Slot()
    def _on_fold_timer_timeout(self) -> None:
        if self.model.prepare_search(_FOLD_STEP):
            self._fold_timer.stop()

    @Slot()
    def _on_loading_timer_timeout(self) -> None:
        self._loading.show()
        self.model.set_dimmed(True)

    def _offer_currency(self) -> None:
        """Two currencies are told apart; one needs no column."""
        column = next((one for one in self.model.columns if one.key == CURRENCY), None)
        if column is not None:
            self.view.columns.offer(CURRENCY, column.shown or len(self.model.currencies()) > 1)

    @Slot()
    def _count_tabs(self) -> None:
        if self.tabs is not None:
            self.tabs.count_rows(self.model.rows_of_tabs())
            self._place_tabs()

    def _show_body(self) -> None:
        rows = self.model.rows()
        notice: Notice | None = None
        if not rows:
            notice = self._error or self._empty
        elif not self.model.rowCount():
            notice = self._nothing_matches()
        if notice is not None:
            self._placeholder.show_notice(notice)
        self._stack.setCurrentIndex(1 if notice is not None else 0)

    def _nothing_matches(self) -> Notice | None:
        text = self.filter_box.text()
        if not text:
            return self._nothing_in_tab()
        sentence = f"Nothing in this table matches “{text}”."
        return Notice(sentence, "search", buttons=(("Clear filter", self.clear_filter),))

    def _nothing_in_tab(self) -> Notice | None:
        """The tab that is chosen has none of the rows."""
        tabs = self.tabs
        tab = next((one for one in tabs.tabs if one.key == tabs.key()), None) if tabs else None
        if tabs is None or tab is None or tab.passes is None:
            return None
        first = tabs.tabs[0]
        show_all = (f"Show {first.text}", partial(tabs.choose, first.key))
        sentence = f"Nothing under “{tab.text}”{self.narrowed}."
        return Notice(sentence, "filter", buttons=(show_all, *self.tab_buttons))

    def notice_sentence(self) -> str:
        """What stands in the table's place, or nothing."""
        return self._placeholder.sentence() if self._stack.currentIndex() == 1 else ""
