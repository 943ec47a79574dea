"""The parts of Batch Status and how they share the room: sections, table, invoice, log, what to do next."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from mobius_desktop.domain.ids import BillingLogId
from mobius_desktop.domain.journal import ActionRow, InvoiceRow
from mobius_desktop.domain.states import Section
from mobius_desktop.ui.components.cards import CardList
from mobius_desktop.ui.components.figures import FiguresLine
from mobius_desktop.ui.components.legend import Legend
from mobius_desktop.ui.components.log_pane import LogPane
from mobius_desktop.ui.components.part_progress import ProgressCard
from mobius_desktop.ui.components.section_list import SectionList, SectionRow
from mobius_desktop.ui.pages.batch.configuration import OPTION_COLUMNS, OptionRow, option_key
from mobius_desktop.ui.pages.batch.detail_pane import DetailPane
from mobius_desktop.ui.pages.batch.rows import (
    INVOICE_COLUMNS,
    action_bar_of,
    action_key,
    action_needs_user,
    bar_of,
    invoice_totals,
    needs_user,
    record_columns,
    row_key,
    spoken,
    state_tabs,
)
from mobius_desktop.ui.shell.memory import Memory
from mobius_desktop.ui.shell.page import Room
from mobius_desktop.ui.tables.panel import TablePanel
from mobius_desktop.ui.tables.placeholder import Notice
from mobius_desktop.ui.tables.rows_model import RowsModel
from mobius_desktop.ui.tables.tab_row import Tab, TabRow
from mobius_desktop.ui.tables.totals_bar import TotalsLine
from mobius_desktop.ui.theme import theme
from mobius_desktop.workers.hub import Hub

NEXT, INVOICES, LOG, CONFIGURATION = "next", "invoices", "log", "configuration"
_PARTS = (
    Tab(NEXT, "What to do next"),
    Tab(INVOICES, "Invoices"),
    Tab(LOG, "Log"),
    Tab(CONFIGURATION, "Configuration used"),
)
_ALL_SECTIONS = "All sections"


class BatchBody(QWidget):
    """Layout only; the page fills it."""

    #: Name of the section whose rows are wanted; empty for all. Not sent while the list follows the work.
    section_chosen = Signal(str)
    detail_toggled = Signal()

    def __init__(self, memory: Memory, hub: Hub) -> None:
        super().__init__()
        self._room = Room()
        self._running = False
        self._folded_before = False
        self._section_ids: frozenset[BillingLogId] | None = None
        self.begun: dt.date | None = None
        """The day on which the batch began: a time on another day says that day."""
        self.progress = ProgressCard()
        self.figures = FiguresLine("Figures of the batch")
        self.sections = SectionList()
        self.section_box = QComboBox()
        self.section_box.setAccessibleName("Section")
        self.section_box.addItem(_ALL_SECTIONS, "")
        for section in Section:
            self.section_box.addItem(section.value, section.name)
        self._make_tables(memory, hub)
        self.detail = DetailPane(memory, self._begun)
        self.detail.hide()
        self.log = LogPane()
        self.log_page = LogPane("Log of the batch", foldable=False)
        self.cards = CardList("What to do next")
        self.tabs = TabRow(_PARTS, "Parts of the batch")
        self.legend = Legend(self)
        self._lay_out()
        self._connect()
        self.set_running(False)

    def _make_tables(self, memory: Memory, hub: Hub) -> None:
        self.invoices: RowsModel[InvoiceRow] = RowsModel(
            INVOICE_COLUMNS, key=row_key, problem=needs_user, bar=bar_of, name=spoken
        )
        self.panel = TablePanel(
            self.invoices,
            "Invoices of the batch",
            memory=memory,
            tabs=state_tabs(self._in_section),
            placeholder="Filter (Ctrl+F)",
            totals=self._totals,
            file_name="Batch",
            hub=hub,
        )
        self.invoices.filter_rows(self._in_section)
        self.records: RowsModel[ActionRow] = RowsModel(
            record_columns(self._begun), key=action_key, problem=action_needs_user, bar=action_bar_of
        )
        self.records_panel = TablePanel(
            self.records, "Records of the section", memory=memory, file_name="Records of the batch", hub=hub
        )
        self.records_panel.set_empty(
            Notice("Nothing had to be created or changed in this section.", "done", "done")
        )
        self.options: RowsModel[OptionRow] = RowsModel(OPTION_COLUMNS, key=option_key)
        self.options_panel = TablePanel(
            self.options, "Configuration used", memory=memory, file_name="Configuration", hub=hub
        )
        self.options_panel.set_empty(Notice("The record holds no configuration of this batch.", "info"))
        self.tables = QStackedWidget()
        self.tables.addWidget(self.panel)
        self.tables.addWidget(self.records_panel)

    def _begun(self) -> dt.date | None:
        return self.begun

    def _in_section(self, row: InvoiceRow) -> bool:
        return self._section_ids is None or row.billing_log_id in self._section_ids

    def set_section_ids(self, ids: frozenset[BillingLogId] | None) -> None:
        """Show only the invoices of a section; None shows all."""
        if ids != self._section_ids:
            self._section_ids = ids
            self.invoices.refilter()
            if self.panel.tabs is not None:
                self.panel.tabs.count_rows(self.invoices.rows())

    def _totals(self) -> list[TotalsLine]:
        return invoice_totals(self.invoices.shown(), len(self.invoices.rows()))

    def _lay_out(self) -> None:
        m = theme().metrics
        self._work = QSplitter(Qt.Orientation.Vertical)
        for widget, stretch in ((self.tables, 3), (self.detail, 2), (self.log, 0)):
            self._work.addWidget(widget)
            self._work.setStretchFactor(self._work.indexOf(widget), stretch)
        self._work.setChildrenCollapsible(False)
        self._work.setHandleWidth(m.gap)
        self._cards_frame = QFrame()
        self._cards_frame.setProperty("card", "true")
        inner = QVBoxLayout(self._cards_frame)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.addWidget(self.cards)
        self._stack = QStackedWidget()
        for part in (self._cards_frame, self._work, self.log_page, self.options_panel):
            self._stack.addWidget(part)
        self._tab_line = QWidget()
        line = QHBoxLayout(self._tab_line)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.tabs)
        line.addStretch(1)
        line.addWidget(self.section_box)
        right = QVBoxLayout()
        right.setSpacing(m.v(4))
        right.addWidget(self._tab_line)
        right.addWidget(self._stack, 1)
        middle = QHBoxLayout()
        middle.setSpacing(m.gap)
        middle.addWidget(self.sections)
        middle.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(m.gap)
        column.addWidget(self.progress)
        column.addWidget(self.figures)
        column.addLayout(middle, 1)

    def _connect(self) -> None:
        self.tabs.chosen.connect(self._on_tabs_chosen)
        self.sections.chosen.connect(self._on_sections_chosen)
        self.sections.legend_wanted.connect(self._on_legend_wanted)
        self.section_box.activated.connect(self._on_section_box_activated)
        self.detail.closed.connect(self.close_detail)
        self.invoices.layoutChanged.connect(self._fit_sections)
        self.log.folded_changed.connect(self._on_log_folded_changed)

    # Modes

    def set_running(self, running: bool) -> None:
        """Progress and live table, or figures and what to do next."""
        if self._running and not running:
            self.sections.forget_choice()
        self._running = running
        self.progress.setVisible(running)
        self.figures.setVisible(not running)
        self.sections.set_live(running)
        self.tabs.setVisible(not running)
        if running:
            self.tabs.choose(INVOICES)
        self._share_room()

    def arrange(self, room: Room) -> None:
        """Narrow: fewer columns. Low: sections as a list box, log and invoice on demand."""
        if room.low and not self._room.low:
            self._folded_before = self.log.is_folded()
            self.log.set_folded(True)
        elif self._room.low and not room.low:
            self.log.set_folded(self._folded_before)
        self._room = room
        self.progress.set_low(room.low)
        self._fit_sections()
        self.panel.arrange(narrow=room.narrow, low=room.low)
        self.records_panel.arrange(narrow=room.narrow, low=room.low)
        self.detail.arrange(narrow=room.narrow, low=room.low)
        self.figures.set_low(room.low)
        self.figures.set_narrow(room.narrow)
        self._share_room()

    @Slot()
    def _fit_sections(self) -> None:
        """Narrow also beside a table that has a column for the currency: its last one stays in sight."""
        self.sections.set_narrow(self._room.narrow or len(self.invoices.currencies()) > 1)

    def _share_room(self) -> None:
        """Who is seen. In a low window one thing at a time."""
        low = self._room.low
        self.sections.setVisible(not low)
        self.section_box.setVisible(low)
        self._tab_line.setVisible(low or not self._running)
        log_shown = self._running and not self.log.is_folded()
        self.log.setVisible(self._running and (not low or log_shown))
        detail = not self.detail.isHidden()
        self.tables.setVisible(not low or not (detail or log_shown))

    # Parts

    def part(self) -> str:
        """The part in front: next, invoices or log."""
        return self.tabs.key()

    def show_part(self, part: str) -> None:
        """Bring a part to the front."""
        self.tabs.choose(part)

    def step_part(self) -> None:
        """Ctrl+Tab: the next part; while it runs the table's next tab."""
        if self._running and self.panel.tabs is not None:
            self.panel.tabs.step()
        else:
            self.tabs.step()

    def toggle_log(self) -> None:
        """Ctrl+L: fold or show it; afterwards go to it and back."""
        if self._running:
            self.log.toggle()
            self._share_room()
        else:
            self.show_part(INVOICES if self.part() == LOG else LOG)

    def open_detail(self) -> None:
        """Show the invoice's pane."""
        if self.detail.isHidden():
            self.detail.show()
            self.detail_toggled.emit()
            room = self._work.height() - self.log.height() * self.log.isVisible()
            self._work.setSizes([room * 11 // 20, room * 9 // 20, self.log.height()])
            QTimer.singleShot(0, self._keep_current_in_sight)
        self._share_room()

    @Slot()
    def _keep_current_in_sight(self) -> None:
        self.panel.view.scrollTo(self.panel.view.currentIndex())

    @Slot()
    def close_detail(self) -> None:
        """Back to the table alone."""
        self.detail.hide()
        self.detail_toggled.emit()
        self._share_room()
        self.panel.view.setFocus()

    def detail_open(self) -> bool:
        """Whether an invoice is open."""
        return not self.detail.isHidden()

    def show_records(self, rows: list[ActionRow] | None) -> None:
        """A section's records in the table's place; None brings the invoices back."""
        if rows is not None:
            self.records_panel.set_rows(rows)
        self.tables.setCurrentIndex(0 if rows is None else 1)

    def table(self) -> TablePanel:
        """The table in front."""
        if self.part() == CONFIGURATION:
            return self.options_panel
        return self.panel if self.tables.currentIndex() == 0 else self.records_panel

    def table_in_front(self) -> TablePanel:
        """The table in front, which is brought there where there is none."""
        if self.part() in {NEXT, LOG}:
            self.show_part(INVOICES)
        return self.table()

    def go_to_invoice(self, billing_log_id: object) -> bool:
        """Bring an invoice's row to the front, whatever section, tab or filter hides it."""
        self.sections.show_all()
        self.show_part(INVOICES)
        if self.panel.tabs is not None and self.invoices.line_of(billing_log_id) < 0:
            self.panel.clear_filter()
            self.panel.tabs.choose("all")
        return self.panel.view.go_to_key(billing_log_id)

    def panes(self) -> tuple[QWidget, ...]:
        """What F6 goes through: sections, what is in front, the invoice, the log."""
        return (
            self.sections.view,
            self.section_box,
            self.cards,
            self.table().view,
            self.detail.tabs,
            self.log.text,
            self.log_page.text,
        )

    def set_sections(self, rows: list[SectionRow]) -> None:
        """Show the sections, in the list and in the box that stands for it in a low window."""
        self.sections.set_sections(rows)
        for place, row in enumerate(rows, start=1):
            count = f"  {row.count}" if row.count else ""
            text = f"{row.name}{count} · {row.state}"
            if self.section_box.itemText(place) != text:
                self.section_box.setItemText(place, text)

    @Slot(str)
    def _on_tabs_chosen(self, part: str) -> None:
        self._stack.setCurrentIndex(next(i for i, tab in enumerate(_PARTS) if tab.key == part))

    @Slot(str)
    def _on_sections_chosen(self, key: str) -> None:
        if self.sections.following:
            return
        with QSignalBlocker(self.section_box):
            self.section_box.setCurrentIndex(max(0, self.section_box.findData(key)))
        self.section_chosen.emit(key)

    @Slot(int)
    def _on_section_box_activated(self, place: int) -> None:
        key = str(self.section_box.itemData(place))
        if key:
            self.sections.choose(key)
        else:
            self.sections.show_all()
        self.section_chosen.emit(key)

    @Slot()
    def _on_legend_wanted(self) -> None:
        self.open_legend()

    def open_legend(self) -> None:
        """What the status words mean."""
        under = self.section_box if self._room.low else self.sections.legend_button
        self.legend.open_under(under)

    def is_running(self) -> bool:
        """Whether it shows progress and the live table."""
        return self._running

    @Slot(bool)
    def _on_log_folded_changed(self, folded: bool) -> None:
        del folded
        self._share_room()
