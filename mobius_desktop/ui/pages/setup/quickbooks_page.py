"""Set up QuickBooks Online: the connected companies, their test, and connecting one in the browser."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from mobius_desktop.domain.connection import ConnectionReport
from mobius_desktop.domain.editions import COMPANIES_LOCKED, EDITIONS
from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.ids import RealmId
from mobius_desktop.ui.components.announce import announce
from mobius_desktop.ui.components.question import QuestionContent, ask
from mobius_desktop.ui.opening.browser import OpenAddress, open_in_browser
from mobius_desktop.ui.pages.setup.companies_view import CompaniesView
from mobius_desktop.ui.pages.setup.company_rows import CompanyRow
from mobius_desktop.ui.pages.setup.connecting import STEP_NAMES, ConnectingView, ConnectStep
from mobius_desktop.ui.pages.setup.sign_in import SignIn
from mobius_desktop.ui.pages.setup.steps_card import foot_of, sentence_of
from mobius_desktop.ui.pages.setup.testing import TEST_CONNECTION, failed_report
from mobius_desktop.ui.services import Services, SideState
from mobius_desktop.ui.setting_up import SettingUp
from mobius_desktop.ui.shell.commands import CommandSpec
from mobius_desktop.ui.shell.page import Action, ActionBarContent, Crumb, Header, Link, Page, Room, Steps
from mobius_desktop.workers.hub import Job

SIDE = "QuickBooks"
TITLE = "Set up QuickBooks Online"
_OFFLINE = "You are working offline. This needs a network."
_DEMO = "Demo data: its companies stand in the sandbox inside this program, and stay as they are."
_RUNNING = "A batch is running. This can be done when it has ended."


class QuickBooksSetupPage(Page):
    """The list of companies, or the three steps of connecting one."""

    HELP = "quickbooks"
    COMMANDS: ClassVar[tuple[CommandSpec, ...]] = (TEST_CONNECTION,)

    def __init__(self, services: Services, open_address: OpenAddress = open_in_browser) -> None:
        super().__init__()
        self._services = services
        self.companies = CompaniesView(services)
        self.connecting = ConnectingView(services.program.vault)
        self.sign_in = SignIn(services, self.connecting, open_address)
        self._busy: Job | None = None
        self._said = ""
        self._stack = QStackedWidget()
        self._stack.addWidget(self.companies)
        self._stack.addWidget(self.connecting)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._connect()
        self.refresh()

    def _connect(self) -> None:
        view = self.companies
        view.test_wanted.connect(self.test)
        view.reconnect_wanted.connect(self._on_reconnect)
        view.disconnect_wanted.connect(self._on_disconnect)
        view.default_wanted.connect(self._on_make_default)
        view.open_wanted.connect(self._on_open)
        view.about_wanted.connect(self._on_about)
        view.current_changed.connect(self._show)
        view.add_wanted.connect(self._on_add)
        self.sign_in.changed.connect(self._show)
        self.sign_in.connected.connect(self._on_connected)
        self._services.connections_changed.connect(self._show)
        self._services.companies_changed.connect(self.refresh)
        self._services.batch_started.connect(self._show)
        self._services.batch_ended.connect(self._show)
        view.panel.exported.connect(self.tell_exported)
        view.panel.export_failed.connect(self._on_failed_to_write)
        self.handle("test-connection", self.test)
        self.handle("refresh", self.refresh)
        for command, slot in view.panel.commands().items():
            self.handle(command, slot)

    # The page's life

    def activated(self, argument: object = None) -> None:
        """May be opened with a company."""
        self.refresh()
        if isinstance(argument, str):
            self.companies.panel.view.go_to_key(RealmId(argument))

    def deactivated(self) -> None:
        """A secret does not wait in a field while another page is shown."""
        self.connecting.app.forget_secrets()

    def arranged(self, room: Room) -> None:
        """Fewer columns in a narrow window."""
        self.companies.panel.arrange(narrow=room.narrow, low=room.low)

    def panes(self) -> Sequence[QWidget]:
        """The list, or the step."""
        return (self.connecting,) if self.sign_in.step is not None else (self.companies.panel.view,)

    def escaped(self) -> bool:
        """Esc: back to the list of companies, but not past a company that waits for its confirmation."""
        if self.sign_in.step in {None, ConnectStep.CONFIRM}:
            return self.sign_in.step is not None
        self.sign_in.cancel()
        return True

    @Slot()
    def refresh(self) -> None:
        """Read the companies again."""
        self.companies.read()
        self._show()

    # Doing

    @Slot()
    def test(self) -> None:
        """Test the company under the cursor."""
        row = self.companies.current()
        if row is None or self._hindrance() or self.sign_in.step is not None:
            return
        program, realm = self._services.program, row.realm

        def work(job: Job) -> ConnectionReport:
            return program.setting_up.test_quickbooks(realm, job.report)

        def done(report: ConnectionReport) -> None:
            self._busy = None
            self._take_report(realm, report)

        def failed(error: Known) -> None:
            done(failed_report(SIDE, error))

        self._said = ""
        self.companies.show_testing(row.setup.name)
        self._busy = self._services.ask(
            work, done, failed, self.companies.steps.add_steps, name="quickbooks test"
        )
        self._show()

    def _take_report(self, realm: RealmId, report: ConnectionReport) -> None:
        self.companies.show_report(realm, report)
        self._said = foot_of(report)
        announce(self, sentence_of(report))
        now = self._services.program.now()
        failure = report.failure
        self._services.set_connection(
            quickbooks=SideState("Not connected", failure.sentence)
            if failure
            else SideState("Connected", answered_at=now)
        )
        self._show()

    @Slot()
    def _on_open(self) -> None:
        row = self.companies.current()
        if row is not None:
            self.open_page("company", row.realm)

    @Slot()
    def _on_add(self) -> None:
        if not self._may_add():
            self._said = ""
            self.sign_in.begin()

    @Slot()
    def _on_reconnect(self) -> None:
        row = self.companies.current()
        if row is not None and not self._change_hindrance():
            self._said = ""
            self.sign_in.begin_again(row.setup)

    @Slot()
    def _on_disconnect(self) -> None:
        row = self.companies.current()
        if row is None or self._change_hindrance():
            return
        content = QuestionContent(
            f"Disconnect {row.setup.name}?",
            "The sign-in is given back to QuickBooks and forgotten here: nothing can be sent to this company"
            " until it is connected again. Its past batches stay and can be read.",
            "Keep it connected",
            "Disconnect",
        )
        if ask(self, content)[0]:
            self._change(
                row, lambda setting_up: setting_up.disconnect_quickbooks(row.realm), "{name} is disconnected."
            )

    @Slot()
    def _on_make_default(self) -> None:
        row = self.companies.current()
        if row is not None and not row.setup.default and self._busy is None:
            self._change(
                row,
                lambda setting_up: setting_up.make_default(row.realm),
                "{name} is the default company now.",
            )

    def _change(self, row: CompanyRow, change: Callable[[SettingUp], None], said: str) -> None:
        """`change` runs in a job, where the store of keys may be opened."""

        def work(job: Job) -> None:
            del job
            change(self._services.program.setting_up)

        def done(result: object) -> None:
            del result
            self._busy = None
            self._said = said.format(name=row.setup.name)
            self._services.companies_changed.emit()

        self._busy = self._services.ask(work, done, self._on_change_failed, name="companies")
        self._show()

    @Slot(str)
    def _on_failed_to_write(self, sentence: str) -> None:
        self._said = sentence
        self._show()

    def _on_change_failed(self, error: Known) -> None:
        self._busy = None
        self._said = error.sentence
        self.refresh()

    @Slot(object)
    def _on_connected(self, realm: object) -> None:
        self._services.set_connection(
            quickbooks=SideState("Connected", answered_at=self._services.program.now())
        )
        self._services.companies_changed.emit()
        self.companies.panel.view.go_to_key(realm)

    # Why something cannot be done

    def _hindrance(self) -> str:
        if self._busy is not None:
            return "The connection is being asked."
        return _OFFLINE if self._services.program.offline else ""

    def _change_hindrance(self) -> str:
        program = self._services.program
        if program.demo:
            return _DEMO
        return self._hindrance() or (_RUNNING if self._services.running else "")

    def _may_add(self) -> str:
        """Why no company can be added; empty when one can."""
        limit = EDITIONS[self._services.program.edition].companies
        if limit is not None and len(self._services.program.companies()) >= limit:
            return COMPANIES_LOCKED
        return self._change_hindrance()

    # Showing

    @Slot()
    def _show(self) -> None:
        step = self.sign_in.step
        self._stack.setCurrentWidget(self.companies if step is None else self.connecting)
        row = self.companies.current()
        self.allow("test-connection", step is None and row is not None and not self._hindrance())
        if step is not None:
            self._show_connecting(step)
            return
        program = self._services.program
        lasting = _DEMO if program.demo else _OFFLINE if program.offline else ""
        self.companies.show_buttons(self._hindrance(), self._change_hindrance(), self._may_add(), lasting)
        count = len(self._services.program.companies())
        said = "No company is connected." if not count else f"{count} compan{'y' if count == 1 else 'ies'}"
        self.set_header(Header(TITLE, chip=self._services.quickbooks.state, context=said))
        self.set_actions(self._list_bar())

    def _list_bar(self) -> ActionBarContent:
        why = self._may_add()
        locked = why == COMPANIES_LOCKED
        return ActionBarContent(
            self._said or why or "Each company keeps its own options, links and sign-in.",
            sign="lock" if why and not self._said else "",
            link=Link("About editions", self._on_about) if locked else None,
            actions=(Action("&Add company…", self._on_add, primary=True, enabled=not why, why=why),),
        )

    def _show_connecting(self, step: ConnectStep) -> None:
        steps = Steps(STEP_NAMES, step.value, locked=True)
        crumbs = (Crumb(TITLE, "quickbooks"),)
        self.set_header(Header(self.sign_in.title, crumbs=crumbs, steps=steps))
        self.set_actions(self.sign_in.bar())

    @Slot()
    def _on_about(self) -> None:
        self.open_page("about")
