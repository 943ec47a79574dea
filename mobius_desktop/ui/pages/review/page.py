"""Review Existing Batches: all past batches, newest first; found by what is in them, opened by Enter."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.domain.journal import BatchRow
from mobius_desktop.history.picture import Changed
from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.labels import Label
from mobius_desktop.ui.components.moments import day_text
from mobius_desktop.ui.pages.batch.place import BatchPlace
from mobius_desktop.ui.pages.review.filter_card import FilterCard
from mobius_desktop.ui.pages.review.filters import Chosen
from mobius_desktop.ui.pages.review.reader import BatchReader
from mobius_desktop.ui.pages.review.rows import (
    bar_of,
    live_row,
    needs_someone,
    review_columns,
    review_tabs,
    review_totals,
    row_key,
    spoken,
)
from mobius_desktop.ui.pages.review.telling import closing_sentence, unread_sentence
from mobius_desktop.ui.pages.review.waiting import Waiting
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.shell.page import Action, ActionBarContent, Header, Link, Page, Room
from mobius_desktop.ui.tables.filter_box import FilterBox
from mobius_desktop.ui.tables.panel import TablePanel
from mobius_desktop.ui.tables.placeholder import Notice
from mobius_desktop.ui.tables.rows_model import RowsModel
from mobius_desktop.ui.tables.totals_bar import TotalsLine
from mobius_desktop.ui.theme import theme

_CREATE = "invoice-batch"
RESTORE = "restore"
#: A search begins this long after the last key: it goes through the whole record, not only this table.
_SEARCH_DELAY_MS = 200
_SEARCH_WIDTH = 230
#: So many rows before the end the next page is read.
_KEPT = "kept on this computer, readable without a network"


class ReviewPage(Page):
    """Layout; the reader pages, the model holds rows."""

    HELP = "review-batches"

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._problem = ""
        self._in_front = False
        self._turned = False
        """Whether the user has shown or hidden the filters: then the window's size no longer does."""
        self.reader = BatchReader(services, self._on_rows_read, self._on_read_failed)
        self.model: RowsModel[BatchRow] = RowsModel(
            review_columns(services.program.today, lambda row: self.reader.afterwards.get(row.number)),
            key=row_key,
            problem=needs_someone,
            bar=bar_of,
            name=spoken,
        )
        self.panel = TablePanel(
            self.model,
            "Existing batches",
            memory=services.memory,
            tabs=review_tabs(),
            totals=self._totals,
            file_name="Batches",
            with_filter=False,
            hub=services.hub,
        )
        self.waiting = Waiting(self._on_export_failed)
        self.panel.gather_with(self._gather)
        self.filters = FilterCard(services.memory, services.program.today)
        self.filters_button = Button("Filters", sign="filter", clicked=self._on_filters_clicked)
        self.filters_button.setCheckable(True)
        self.search = FilterBox("Number, customer, amount, message, id (Ctrl+F)", "Search in all batches")
        self._search_timer = QTimer(self)
        self._search_timer.setSingleShot(True)
        self._search_timer.setInterval(_SEARCH_DELAY_MS)
        self.panel.add_right(self.search)
        self.panel.add_right(self.filters_button)
        theme().changed.connect(self._follow)
        self._error = Label("", ink="bad", wrap=True)
        self._error.hide()
        m = theme().metrics
        column = QVBoxLayout(self)
        column.setContentsMargins(m.margin, 0, m.margin, m.gap)
        column.setSpacing(m.v(6))
        column.addWidget(self._error)
        column.addWidget(self.filters)
        column.addWidget(self.waiting.bar)
        column.addWidget(self.panel, 1)
        self.filters.hide()
        self._follow()
        self._connect()
        self._answer()
        self._show()

    @Slot()
    def _follow(self) -> None:
        self.search.setMinimumWidth(theme().metrics.h(_SEARCH_WIDTH))

    def _connect(self) -> None:
        view = self.panel.view
        view.opened.connect(self._on_opened)
        view.current_changed.connect(self._on_current_changed)
        self.search.filtered.connect(self._on_search_filtered)
        self.search.left.connect(view.setFocus)
        self.filters.changed.connect(self._begin)
        self.filters.loaded.connect(self._on_filter_loaded)
        self._search_timer.timeout.connect(self._begin)
        if self.panel.tabs is not None:
            self.panel.tabs.chosen.connect(self._on_tab_chosen)
        self.panel.exported.connect(self.tell_exported)
        self.panel.export_failed.connect(self._on_export_failed)
        services = self._services
        services.batch_started.connect(self._on_batch_moved)
        services.batch_ended.connect(self._on_batch_moved)
        services.batch_progressed.connect(self._on_batch_progressed)

    def _answer(self) -> None:
        for command, slot in {
            **self.panel.commands(),
            "filter": self._on_filter,
            "refresh": self.refresh,
        }.items():
            self.handle(command, slot)

    # The page's life

    def activated(self, argument: object = None) -> None:
        """Reads the list anew each time: it is quick, and a batch may have run."""
        self._in_front = True
        if isinstance(argument, str) and self.panel.tabs is not None:
            if any(tab.key == argument for tab in self.panel.tabs.tabs):
                self.panel.tabs.choose(argument)
            else:
                self.search.setText(argument)
        self._begin()

    def deactivated(self) -> None:
        """Nothing is read while another page is shown."""
        self._in_front = False
        self._search_timer.stop()

    def arranged(self, room: Room) -> None:
        """Fewer columns, compact rows."""
        self.panel.arrange(narrow=room.narrow, low=room.low)
        if not self._turned:
            self._show_filters(not room.narrow and not room.low)

    def panes(self) -> Sequence[QWidget]:
        """The filters, the search, the table."""
        return (self.filters.company, self.search, self.panel.view)

    def escaped(self) -> bool:
        """Esc clears the search, then the filters, then shows all states."""
        if self.search.clear_filter():
            self._begin()
            return True
        if self.filters.clear():
            return True
        if self._tab() != "all" and self.panel.tabs is not None:
            self.panel.tabs.choose("all")
            return True
        return False

    def refresh(self) -> None:
        """F5."""
        self._begin()

    def flush(self) -> None:
        """Search now for what waits for a pause in typing."""
        if self._search_timer.isActive():
            self._begin()

    def _tab(self) -> str:
        return self.panel.tabs.key() if self.panel.tabs is not None else "all"

    # Reading

    @Slot()
    def _begin(self) -> None:
        self._search_timer.stop()
        self._problem = ""
        text = self.search.text().strip()
        self.filters.set_search(text)
        chosen = self.filters.chosen(text)
        if chosen != self.reader.chosen:
            self.waiting.give_up()
        self.reader.start(chosen, self._tab())
        self._name_filters()
        if not self.model.rows():
            self.panel.set_loading("Reading the list of batches")

    @Slot(str)
    def _on_search_filtered(self, text: str) -> None:
        if text.strip() != self.reader.text:
            self._search_timer.start()

    @Slot(str)
    def _on_tab_chosen(self, tab: str) -> None:
        self._problem = ""
        self.waiting.give_up()
        del tab
        self.panel.refresh_totals()
        self._show()

    @Slot(object)
    def _on_filter_loaded(self, chosen: Chosen) -> None:
        self.search.setText(chosen.text)
        self._begin()

    def _on_filters_clicked(self) -> None:
        self._turned = True
        self._show_filters(self.filters.isHidden())

    def _show_filters(self, shown: bool) -> None:
        self.filters.setVisible(shown)
        self._name_filters()

    def _name_filters(self) -> None:
        """A filter that is folded away still says that it narrows."""
        shown, narrowed = not self.filters.isHidden(), self.reader.chosen.narrowed
        self.filters_button.setChecked(shown)
        self.filters_button.setText(f"Filters ({narrowed})" if narrowed else "Filters")
        self.filters_button.setAccessibleName("Hide filters" if shown else "Show filters")

    def _on_rows_read(self) -> None:
        self._error.hide()
        self.filters.set_companies(self.reader.companies)
        searching = bool(self.reader.text) or bool(self.reader.chosen.narrowed)
        self.panel.set_empty(self._nothing_found() if searching else self._no_batches())
        self.panel.narrowed = f" for “{self.reader.text}”" if self.reader.text else ""
        clear = "Clear search" if self.reader.text else "Clear filters"
        self.panel.tab_buttons = ((clear, self._on_clear),) if searching else ()
        rows = self.reader.newest_first()
        self.panel.set_rows([self._with_live(row) for row in rows])
        self.panel.view.columns.offer("other", any(row.total.apart_from(row.currency) for row in rows))
        if not self.panel.view.currentIndex().isValid() and self.model.rowCount():
            self.panel.view.go_to_line(0)
        self._show()
        self.waiting.show_progress(*self.reader.so_far())
        if self.reader.complete:
            self.waiting.go_on()

    def _gather(self, then: Callable[[], object]) -> None:
        """A verb for all that passes, not for what has been read so far."""
        if self.reader.complete:
            then()
        else:
            self._problem = ""
            self._show()
            self.waiting.hold(then)

    def _with_live(self, row: BatchRow) -> BatchRow:
        live = self._services.live
        if live is None or live.number != row.number or not self._services.running:
            return row
        return live_row(row, live)

    def _under_tab(self) -> str:
        """` under “With error”`, where a tab narrows too."""
        tabs = self.panel.tabs.tabs if self.panel.tabs is not None else ()
        text = next((one.text for one in tabs if one.key == self._tab() != "all"), "")
        return f" under “{text}”" if text else ""

    def _on_show_all(self) -> None:
        if self.panel.tabs is not None:
            self.panel.tabs.choose("all")

    def _no_batches(self) -> Notice:
        under = self._under_tab()
        if under:
            return Notice(f"Nothing{under}.", "filter", buttons=(("Show All", self._on_show_all),))
        create = (("Create Invoice Batch", self._on_create),)
        return Notice(
            "No batches yet.", "history", buttons=() if self._services.program.review_only else create
        )

    def _nothing_found(self) -> Notice:
        under = self._under_tab()
        show_all = (("Show All", self._on_show_all),) if under else ()
        if not self.reader.text:
            clear = (*show_all, ("Clear filters", self._on_clear))
            return Notice(f"No batch{under} passes these filters.", "filter", buttons=clear)
        narrowed = " and passes the filters" if self.reader.chosen.narrowed else ""
        sentence = f"No batch{under} holds “{self.reader.text}”{narrowed}."
        return Notice(sentence, "search", buttons=(*show_all, ("Clear search", self._on_clear)))

    def _on_clear(self) -> None:
        """What narrows the list goes: the search first, else the filters. The tab stays."""
        if self.search.clear_filter():
            self._begin()
        else:
            self.filters.clear()

    def _on_read_failed(self, error: Known) -> None:
        self.waiting.forget()
        sentence = unread_sentence(error)
        buttons = (("Try again", self.refresh), ("Restore a backup…", self._on_restore))
        self.panel.set_error(Notice(sentence, "failed", "bad", buttons))
        self._problem = sentence
        self._show()

    # What the shell draws

    def _totals(self) -> list[TotalsLine]:
        return review_totals(self.model.shown(), more=not self.reader.complete)

    def _show(self) -> None:
        self.set_header(Header("Review Existing Batches", context=self._context(), commands=("export",)))
        row = self._current()
        if row is None:
            self.set_actions(ActionBarContent(self._problem))
        else:
            sentence = self._problem or closing_sentence(row)
            open_it = Action(f"&Open batch {row.number}", self._on_open, primary=True)
            link = None if self._problem else Link("Verify the record", self._on_verify)
            self.set_actions(ActionBarContent(sentence, link=link, actions=(open_it,)))
        shown, whole = self.model.rowCount(), len(self.model.rows())
        noun = "batch" if whole == 1 else "batches"
        self.set_status(f"{whole:,} {noun}" if shown == whole else f"{shown:,} of {whole:,} {noun} shown")
        self.allow("export", bool(shown))

    def _context(self) -> str:
        rows = self.model.rows()
        narrowed = self.reader.text or self.reader.chosen.narrowed
        if not rows or narrowed or not self.reader.complete:
            return _KEPT[:1].upper() + _KEPT[1:]
        oldest = min(row.started_at for row in rows).astimezone().date()
        today = self._services.program.today()
        since = day_text(oldest, today)
        noun = "batch" if len(rows) == 1 else "batches"
        when = {"Today": "today", "Yesterday": "since yesterday"}.get(since, f"since {since}")
        return f"{len(rows):,} {noun} {when} · {_KEPT}"

    def _current(self) -> BatchRow | None:
        row = self.panel.view.current_row()
        return row if isinstance(row, BatchRow) else None

    # Slots

    @Slot(object)
    def _on_current_changed(self, row: object) -> None:
        del row
        self._show()

    @Slot(object)
    def _on_opened(self, row: BatchRow) -> None:
        self.open_page("batch", BatchPlace(row.number, self.reader.text))

    def _on_open(self) -> None:
        row = self._current()
        if row is not None:
            self._on_opened(row)

    def _on_verify(self) -> None:
        self.open_page("record", "verify")

    def _on_restore(self) -> None:
        self.open_page("record", RESTORE)

    def _on_create(self) -> None:
        self.open_page(_CREATE)

    def _on_filter(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    @Slot(object)
    def _on_batch_moved(self, number: BatchNumber) -> None:
        del number
        if self._in_front:
            self._begin()

    @Slot(object)
    def _on_batch_progressed(self, changed: Changed) -> None:
        live = self._services.live
        if not self._in_front or live is None or not (changed.invoices or changed.batch):
            return
        row = self.reader.rows.get(live.number)
        if row is not None:
            self.panel.update_rows([live_row(row, live)])

    @Slot(str)
    def _on_export_failed(self, sentence: str) -> None:
        self._problem = sentence
        self._show()
