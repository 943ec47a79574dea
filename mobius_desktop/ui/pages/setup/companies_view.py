"""The list of connected companies with what can be done to one, and the steps of its last test."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from mobius_desktop.domain.archive import Archive
from mobius_desktop.domain.connection import ConnectionReport
from mobius_desktop.domain.editions import COMPANIES_LOCKED
from mobius_desktop.domain.ids import RealmId
from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.fields import LockedReason
from mobius_desktop.ui.pages.setup.company_rows import COMPANY_COLUMNS, CompanyRow
from mobius_desktop.ui.pages.setup.steps_card import StepsCard
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.tables.panel import TablePanel
from mobius_desktop.ui.tables.placeholder import Notice
from mobius_desktop.ui.tables.rows_model import RowsModel
from mobius_desktop.ui.theme import theme
from mobius_desktop.workers.hub import Job

Closed = dict[RealmId, dt.date]


class CompaniesView(QWidget):
    """Tells what the user wants; the page decides and does it."""

    test_wanted = Signal()
    reconnect_wanted = Signal()
    disconnect_wanted = Signal()
    default_wanted = Signal()
    add_wanted = Signal()
    open_wanted = Signal()
    about_wanted = Signal()
    current_changed = Signal()

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._closed: Closed = {}
        self._reports: dict[RealmId, ConnectionReport] = {}
        self.model: RowsModel[CompanyRow] = RowsModel(
            COMPANY_COLUMNS, key=_realm, problem=_needs_sign_in, bar=_bar
        )
        self.panel = TablePanel(
            self.model,
            "QuickBooks companies",
            memory=services.memory,
            with_filter=False,
            file_name="QuickBooks companies",
        )
        self.test = Button("Test co&nnection", clicked=self.test_wanted.emit)
        self.reconnect = Button("&Reconnect…", clicked=self.reconnect_wanted.emit)
        self.disconnect_button = Button("&Disconnect…", clicked=self.disconnect_wanted.emit)
        self.make_default = Button("&Make default", clicked=self.default_wanted.emit)
        self.open_company = Button("O&ptions and links…", clicked=self.open_wanted.emit)
        self.panel.add_left(self.open_company)
        for button in (self.test, self.reconnect, self.disconnect_button, self.make_default):
            self.panel.add_left(button)
        self.locked = LockedReason()
        self.waiting = LockedReason()
        """Connected companies that the edition locks."""
        self.panel.setMinimumHeight(theme().metrics.v(190))
        self.steps = StepsCard("Test of the connection", "")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll())
        self.panel.view.current_changed.connect(self._on_current_changed)
        self.panel.view.opened.connect(self._on_opened)

    def _scroll(self) -> QScrollArea:
        m = theme().metrics
        inner = QWidget()
        inner.setObjectName("scrolled")
        column = QVBoxLayout(inner)
        column.setContentsMargins(m.margin, 0, m.margin, m.gap)
        column.setSpacing(m.gap)
        column.addWidget(self.panel)
        column.addWidget(self.locked)
        column.addWidget(self.waiting)
        column.addWidget(self.steps)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        return scroll

    def current(self) -> CompanyRow | None:
        """The company under the cursor; the only one where there is one."""
        row = self.panel.view.current_row()
        if isinstance(row, CompanyRow):
            return row
        rows = self.model.rows()
        return rows[0] if len(rows) == 1 else None

    def read(self) -> None:
        """Show the companies, and look up in the record through when their books are closed."""
        self._show_rows()
        realms = [row.realm for row in self.model.rows()]
        archive = self._services.program.archive

        def work(job: Job) -> Closed:
            del job
            return _closed_dates(archive, realms)

        if realms:
            self._services.ask(work, self._on_closed_read, name="closing dates")

    def show_buttons(self, hindrance: str, change: str, add: str, lasting: str) -> None:
        """What can be done now; what cannot says why. A `lasting` reason stands under the list."""
        row = self.current()
        none = "" if row else "Choose a company in the list."
        self.open_company.setEnabled(not none)
        self.open_company.setToolTip(none)
        for button, why in (
            (self.test, none or hindrance),
            (self.reconnect, none or change),
            (self.disconnect_button, none or change),
            (self.make_default, none or ("It is the default." if row and row.setup.default else "")),
        ):
            button.setEnabled(not why)
            button.setToolTip(why)
        self.locked.set_reason(lasting)
        empty = Notice("No company yet.", "company")
        if not add:
            empty = Notice("No company yet.", "company", buttons=(("Add company…", self.add_wanted.emit),))
        self.panel.set_empty(empty)

    def show_testing(self, name: str) -> None:
        """A test is under way."""
        self.steps.show_running(f"Testing the connection to {name}.")

    def show_report(self, realm: RealmId, report: ConnectionReport) -> None:
        """What a test found; it stays with its company."""
        self._reports[realm] = report
        self._show_steps()

    def _on_closed_read(self, closed: Closed) -> None:
        if closed != self._closed:
            self._closed = closed
            self._show_rows()

    def _show_rows(self) -> None:
        program = self._services.program
        here = self.current()
        self.panel.set_rows(
            [CompanyRow(one, program.now(), self._closed.get(one.realm)) for one in program.companies()]
        )
        if here is None or not self.panel.view.go_to_key(here.realm):
            default = next((row.realm for row in self.model.rows() if row.setup.default), None)
            self.panel.view.go_to_key(default)
        waiting = ", ".join(one.name for one in program.editions.locked_companies())
        self.waiting.set_reason(
            f"{waiting}: kept, and locked. {COMPANIES_LOCKED}" if waiting else "",
            "About editions",
            self.about_wanted.emit,
        )
        self._show_steps()

    def _show_steps(self) -> None:
        row = self.current()
        if row is None:
            self.steps.show_idle("Connect a company to test it.")
        elif row.realm in self._reports:
            self.steps.show_report(self._reports[row.realm])
        else:
            self.steps.show_idle(
                f"{row.setup.name} was not tested yet. The test looks for the sign-in, the company, its"
                " preferences and lists. It only reads."
            )

    @Slot()
    def _on_current_changed(self) -> None:
        self._show_steps()
        self.current_changed.emit()

    @Slot()
    def _on_opened(self) -> None:
        self.test_wanted.emit()


def _closed_dates(archive: Archive, realms: list[RealmId]) -> Closed:
    found: Closed = {}
    for realm in realms:
        lists = archive.cached_lists(realm)
        if lists is not None and lists.preferences.book_close_date is not None:
            found[realm] = lists.preferences.book_close_date
    return found


def _realm(row: CompanyRow) -> RealmId:
    return row.realm


def _needs_sign_in(row: CompanyRow) -> bool:
    return row.needs_sign_in


def _bar(row: CompanyRow) -> str:
    state = row.state.state
    return "bad" if state == "Not connected" else "warn" if state == "Ends soon" else ""
