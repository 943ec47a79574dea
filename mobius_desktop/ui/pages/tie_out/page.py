"""Tie-out: choose a period, compare both systems, see what is apart, explain it, send what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mobius_desktop.domain.errors import Cancelled, Known, OtherVersion
from mobius_desktop.domain.ids import RealmId
from mobius_desktop.domain.tie_out import TieClass, TieOut, TieRow
from mobius_desktop.history.tie_out.ports import TieProgress
from mobius_desktop.ui.components.figures import FiguresLine
from mobius_desktop.ui.components.labels import RichLabel
from mobius_desktop.ui.components.moments import moment_text
from mobius_desktop.ui.components.question import ask
from mobius_desktop.ui.opening.browser import OpenAddress, open_in_browser
from mobius_desktop.ui.opening.connectwise import COMMAND, ConnectWiseDoor
from mobius_desktop.ui.opening.quickbooks import document_address
from mobius_desktop.ui.pages.invoice_batch.tab_picker import TabPicker
from mobius_desktop.ui.pages.tie_out.bar import EMPTY, TieState, TieVerbs, bar_of_page, chip_of
from mobius_desktop.ui.pages.tie_out.period_card import PeriodCard
from mobius_desktop.ui.pages.tie_out.place import TiePlace
from mobius_desktop.ui.pages.tie_out.rows import (
    bar_of,
    explain_question,
    is_open,
    row_key,
    spoken,
    tie_columns,
    tie_figures,
    tie_tabs,
    tie_totals,
)
from mobius_desktop.ui.pages.tie_out.side_panel import SidePanel
from mobius_desktop.ui.paper.content import Paper
from mobius_desktop.ui.paper.from_page import PagePaper
from mobius_desktop.ui.paper.work import Build
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.shell.page import Header, Page, Room
from mobius_desktop.ui.tables.panel import TablePanel
from mobius_desktop.ui.tables.placeholder import Notice
from mobius_desktop.ui.tables.rows_model import RowsModel
from mobius_desktop.ui.tables.totals_bar import TotalsLine
from mobius_desktop.ui.theme import theme
from mobius_desktop.workers.hub import Job

_Asked = tuple[RealmId | None, dt.date, dt.date] | None
_Answer = tuple[_Asked, TieOut | None]


_ROOMY = 1200
"""From this width on the panel beside the table is as wide as it likes."""


class TieOutPage(Page):
    """Layout and questions; the comparison is made by the program, in the background."""

    HELP = "tie-out"

    def __init__(self, services: Services, open_address: OpenAddress = open_in_browser) -> None:
        super().__init__()
        self._services = services
        self._open_address = open_address
        self._connectwise = ConnectWiseDoor(services, self, open_address)
        self._connectwise.said.connect(self.toast)
        self.found: TieOut | None = None
        self._job: Job | None = None
        self._progress = ""
        self._problem = ""
        self._asked_for: _Asked = None
        self.period = PeriodCard(services)
        self.figures = FiguresLine("Control line")
        self.figures.hide()
        self._error = RichLabel("", wrap=True)
        self._error.hide()
        self.model: RowsModel[TieRow] = RowsModel(
            tie_columns(), key=row_key, problem=is_open, bar=bar_of, name=spoken
        )
        self.panel = TablePanel(
            self.model,
            "Tie-out",
            memory=services.memory,
            tabs=tie_tabs(),
            totals=self._totals,
            file_name="Tie-out",
            hub=services.hub,
        )
        assert self.panel.tabs is not None  # noqa: S101 - given above
        self.tabs = self.panel.tabs
        self.picker = TabPicker(self.tabs)
        self.panel.add_left(self.picker)
        self.side = SidePanel(
            services.memory,
            explain=self._on_explain,
            withdraw=self._on_withdraw,
            open_card=self._on_open_card,
            open_document=self._on_open_document,
            open_in_connectwise=self._on_open_in_connectwise,
            send=self._on_send,
        )
        self.paper = PagePaper(services, self, self._paper_name, self._paper, self._on_failed_to_write)
        self._lay_out()
        self._connect()
        self._show()

    def _paper_name(self) -> str:
        return f"Tie-out {self.period.text()}"

    def _paper(self) -> Build | None:
        return None if self.found is None else partial(_paper_of, self._services, self.found)

    def _lay_out(self) -> None:
        m = theme().metrics
        middle = QHBoxLayout()
        middle.setSpacing(m.gap)
        middle.addWidget(self.panel, 1)
        middle.addWidget(self.side)
        column = QVBoxLayout(self)
        column.setContentsMargins(m.margin, 0, m.margin, m.gap)
        column.setSpacing(m.v(8))
        column.addWidget(self.period)
        column.addWidget(self.figures)
        column.addWidget(self._error)
        column.addLayout(middle, 1)
        self.panel.set_empty(Notice(EMPTY, "history"))

    def _connect(self) -> None:
        view = self.panel.view
        view.current_changed.connect(self._on_current_changed)
        view.opened.connect(self._on_opened)
        self.period.changed.connect(self._on_period_changed)
        self.panel.exported.connect(self.tell_exported)
        self.panel.export_failed.connect(self._on_failed_to_write)
        self.tabs.chosen.connect(self._on_tab_chosen)
        for command, slot in {
            **self.panel.commands(),
            "refresh": self.compare,
            "print": self.paper.print,
            "save-pdf": self.paper.save,
            COMMAND: self._on_open_in_connectwise,
        }.items():
            self.handle(command, slot)

    # The page's life

    def activated(self, argument: object = None) -> None:
        """Shows the last comparison of the period; a `TiePlace` says which."""
        self.period.refresh()
        if isinstance(argument, TiePlace):
            self.period.choose_company(argument.realm)
            self.period.choose_period(argument.first, argument.last)
        if isinstance(argument, TiePlace) and argument.tab:
            self.tabs.choose(argument.tab)
        if self._job is None:
            self._read()

    def arranged(self, room: Room) -> None:
        """In a narrow window the tabs are a list box; in a low one there is one line of figures."""
        self.panel.arrange(narrow=room.narrow, low=room.low)
        self.picker.take_over(instead=room.narrow)
        self.figures.set_narrow(room.narrow)
        self.figures.set_low(room.low)
        self.period.set_low(room.low)
        self._share_width()
        self.side.setVisible(not (room.narrow and room.low))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The table needs the width more than the panel beside it."""
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        slim = self.width() < theme().metrics.h(_ROOMY)
        self.side.arrange(narrow=self.room.narrow, slim=slim)

    def panes(self) -> Sequence[QWidget]:
        """Period, table, side panel."""
        return (self.period, self.panel.view, self.side)

    def escaped(self) -> bool:
        """Esc clears the filter, then shows all rows."""
        if self.panel.clear_filter():
            return True
        if self.tabs.key() != "all":
            self.tabs.choose("all")
            return True
        return False

    # Reading and comparing

    @Slot()
    def _on_period_changed(self) -> None:
        self._read()

    def _read(self) -> None:
        """The last comparison of the chosen period, from this computer."""
        realm, (first, last) = self.period.realm, self.period.period()
        self._asked_for = (realm, first, last)
        self._problem = ""
        if realm is None:
            self._take(None)
            return
        asked = self._asked_for

        def work(job: Job) -> _Answer:
            del job
            return asked, self._services.program.tying.tie_out(realm, first, last)

        self._services.ask(work, self._on_read, self._on_not_read, name="tie-out read")

    def _on_read(self, answer: _Answer) -> None:
        asked, found = answer
        if asked == self._asked_for and self._job is None:
            self._take(found)
            if found is not None:
                self._services.compared.emit(found)

    def _on_not_read(self, error: Known) -> None:
        self._take(None)
        self._problem = (
            error.sentence
            if isinstance(error, OtherVersion)
            else f"The record could not be read: {error.sentence} Nothing was changed."
        )
        self._show()

    def compare(self) -> None:
        """Read both systems. Changes neither."""
        realm, (first, last) = self.period.realm, self.period.period()
        if realm is None or self._job is not None or self._services.program.offline:
            return
        self._problem, self._progress = "", "Reading ConnectWise"
        self._asked_for = (realm, first, last)
        self.panel.set_loading(self._progress)
        self.panel.set_empty(Notice("Reading both systems.", "history"))

        def work(job: Job) -> TieOut:
            return self._services.program.tying.compare(realm, first, last, job.report, job.stop)

        self._job = self._services.ask(
            work, self._on_compared, self._on_compare_failed, self._on_progress, name="tie-out"
        )
        self._show()

    def _on_progress(self, heard: list[TieProgress]) -> None:
        self._progress = heard[-1].sentence
        self.panel.set_loading(self._progress)
        self._show()

    def _on_compared(self, found: TieOut) -> None:
        self._job = None
        self._take(found)
        self._services.compared.emit(found)

    def _on_compare_failed(self, error: Known) -> None:
        self._job = None
        self.panel.set_loading("")
        if isinstance(error, Cancelled):
            self._take(self.found)
        else:
            side = "QuickBooks did not answer; only ConnectWise was read. "
            self._problem = (side if error.side == "quickbooks" else "") + error.sentence
        if not self.model.rows() and self._problem:
            self.panel.set_error(Notice(self._problem, "failed", "bad", (("Try again", self.compare),)))
        self._show()

    def _take(self, found: TieOut | None) -> None:
        self.found = found
        rows = found.rows if found is not None else ()
        offline = self._services.program.offline
        empty = Notice(EMPTY, "history", buttons=() if offline else (("Compare", self.compare),))
        if found is not None:
            empty = Notice("Neither system has anything in this period.", "done")
        self.panel.set_empty(empty)
        self.panel.set_rows(rows)
        for kind in TieClass:
            figure = found.figure(kind) if found is not None else None
            tip = f"Apart {figure.apart.text(found.currency)}" if found and figure and figure.count else ""
            self.tabs.set_count(kind.name, figure.count if figure is not None else 0, tip)
        self.picker.follow()
        if found is not None:
            self.figures.show_figures(*tie_figures(found))
        self.figures.setVisible(found is not None and bool(found.controls))
        view = self.panel.view
        if self.model.rowCount() and not view.currentIndex().isValid():
            view.go_to_line(0)
        self._show()

    # What the shell draws

    def _totals(self) -> list[TotalsLine]:
        return tie_totals(self.model.shown())

    def _show(self) -> None:
        found, today = self.found, self._services.program.today()
        company = self.period.company
        context = " · ".join(part for part in (company.name if company else "", self.period.text()) if part)
        if found is not None:
            context += f" · compared {moment_text(found.compared_at, today)}"
        chip, said = chip_of(found)
        commands = ("export", "save-pdf", "print")
        self.set_header(Header("Tie-out", chip, chip_text=said, context=context, commands=commands))
        self._error.setVisible(bool(self._problem) and bool(self.model.rows()))
        self._error.set_sentence(self._problem)
        self._show_actions()
        row = self._current()
        self.side.show_row(row, self._address_of(row), changes=not self._services.program.review_only)
        why = self._connectwise.why_not() if row is not None and row.billing_log_id is not None else None
        self.side.show_connectwise(why)
        self.allow(COMMAND, why == "")
        self.allow("export", bool(self.model.rowCount()))
        self.allow("print", found is not None)
        self.allow("save-pdf", found is not None)
        self.set_status(f"{len(self.model.rows()):,} invoices and documents" if found else "")

    def _show_actions(self) -> None:
        verbs = TieVerbs(self.compare, self._on_cancel, self._on_month)
        offline = self._services.program.offline
        progress = self._progress if self._job is not None else ""
        connected = self.period.realm is not None
        state = TieState(self.found, progress, self._problem, offline=offline, connected=connected)
        self.set_actions(bar_of_page(state, verbs))

    def _current(self) -> TieRow | None:
        row = self.panel.view.current_row()
        return row if isinstance(row, TieRow) else None

    def _address_of(self, row: TieRow | None) -> str:
        theirs = row.quickbooks if row is not None else None
        return document_address(self._services.program, self.period.realm, theirs.ref if theirs else None)

    # Slots

    def _on_cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _on_month(self) -> None:
        realm = self.period.realm
        if realm is not None:
            self.open_page("month", TiePlace(realm, *self.period.period()))

    @Slot(object)
    def _on_current_changed(self, row: object) -> None:
        del row
        self._show()

    @Slot(object)
    def _on_opened(self, row: TieRow) -> None:
        del row
        self._on_open_card()

    @Slot(str)
    def _on_tab_chosen(self, tab: str) -> None:
        del tab
        self.panel.refresh_totals()
        self._show()

    def _on_explain(self) -> None:
        rows = [row for row in self.panel.view.highlighted() if row.open] or [
            row for row in (self._current(),) if row is not None and row.open
        ]
        if not rows:
            return
        acted, why = ask(self, explain_question(rows))
        if acted:
            self.explain(rows, why)

    def explain(self, rows: Sequence[TieRow], why: str) -> None:
        """Write the word down, and show the comparison with it."""
        realm, (first, last) = self.period.realm, self.period.period()
        if realm is None:
            return
        asked = self._asked_for

        def work(job: Job) -> _Answer:
            del job
            tying = self._services.program.tying
            tying.explain(realm, rows, why)
            return asked, tying.tie_out(realm, first, last)

        self._services.ask(work, self._on_read, self._on_not_read, name="explain")

    def _on_withdraw(self) -> None:
        row = self._current()
        if row is not None:
            self.explain([row], "")

    def _on_open_card(self) -> None:
        row = self._current()
        if row is not None and row.billing_log_id is not None:
            self.open_page("card", row.number)

    def _on_open_document(self) -> None:
        address = self._address_of(self._current())
        if address:
            self._open_address(address)

    def _on_open_in_connectwise(self) -> None:
        row = self._current()
        if row is not None and row.billing_log_id is not None:
            self._connectwise.open(row.number, row.billing_log_id)

    def _on_send(self) -> None:
        row = self._current()
        self.open_page("invoice-batch", row.number if row is not None else None)

    @Slot(str)
    def _on_failed_to_write(self, sentence: str) -> None:
        self._problem = sentence
        self._show()


def _paper_of(services: Services, found: TieOut) -> Paper:
    from mobius_desktop.ui.paper.months import tie_out_paper  # noqa: PLC0415 - when wanted

    return tie_out_paper(found, services.program.tying.head())
