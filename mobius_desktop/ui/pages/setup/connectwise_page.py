"""Set up ConnectWise PSA: the keys, and a test that names what is missing and where it is allowed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mobius_desktop.domain.connection import ConnectionReport
from mobius_desktop.domain.errors import Known
from mobius_desktop.ui.components.announce import announce
from mobius_desktop.ui.pages.setup.beside import Beside
from mobius_desktop.ui.pages.setup.connectwise_form import ConnectWiseForm
from mobius_desktop.ui.pages.setup.steps_card import StepsCard, foot_of, sentence_of
from mobius_desktop.ui.pages.setup.testing import TEST_CONNECTION, failed_report
from mobius_desktop.ui.pages.setup.where_keys_are import where_keys_are
from mobius_desktop.ui.services import Services, SideState
from mobius_desktop.ui.shell.commands import CommandSpec
from mobius_desktop.ui.shell.page import Action, ActionBarContent, Header, Page
from mobius_desktop.workers.hub import Job

SIDE = "ConnectWise"
_TESTING = "Testing the connection to ConnectWise."
_OFFLINE = "You are working offline. Testing needs a network."
_DEMO = "Demo data: these keys belong to the sandbox inside this program."
_IDLE = (
    "Not tested yet. The test looks for the site, the keys, the API member's permissions and level, and the"
    " accounting package. It only reads."
)


class ConnectWiseSetupPage(Page):
    """A form at the left, the steps of the test at the right."""

    HELP = "connectwise"
    COMMANDS: ClassVar[tuple[CommandSpec, ...]] = (TEST_CONNECTION,)

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self.form = ConnectWiseForm(services.program.vault)
        self.steps = StepsCard("Test of the connection", _IDLE)
        self._testing: Job | None = None
        self._tested: ConnectionReport | None = None
        """The last test of the saved keys."""
        self._said = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Beside(self.form, self.steps))
        self.form.changed.connect(self._on_form_changed)
        services.connections_changed.connect(self._show)
        self.handle("test-connection", self.test)
        self.handle("save", self.save)
        self._show_saved()

    def activated(self, argument: object = None) -> None:
        """What is saved may have changed elsewhere; what is being typed stays."""
        del argument
        if not (self.form.typing and any(self.form.entries().values())):
            self._show_saved()

    def panes(self) -> Sequence[QWidget]:
        """The form."""
        return (self.form,)

    def escaped(self) -> bool:
        """Esc: back to the saved keys."""
        return self._keep_saved()

    # Doing

    def test(self) -> None:
        """Test the saved keys."""
        if self._hindrance() or self.form.typing:
            return
        program = self._services.program

        def work(job: Job) -> ConnectionReport:
            return program.setting_up.test_connectwise(done=job.report)

        def failed(error: Known) -> None:
            self._on_tested(failed_report(SIDE, error))

        self._start(work, self._on_tested, failed)

    def save(self) -> None:
        """Test what was typed and save it if the test passes."""
        if self._hindrance() or not self.form.complete:
            return
        program, typed = self._services.program, self.form.entries()

        def work(job: Job) -> ConnectionReport:
            report = program.setting_up.save_connectwise(typed, job.report)
            if report.passed:
                with suppress(Known):  # what the report did not say, the next reading of the list will
                    program.connect()
            return report

        def failed(error: Known) -> None:
            self._on_saved(failed_report(SIDE, error))

        self._start(work, self._on_saved, failed)

    def _start(
        self,
        work: Callable[[Job], ConnectionReport],
        done: Callable[[ConnectionReport], None],
        failed: Callable[[Known], None],
    ) -> None:
        self._said = ""
        self.steps.show_running(_TESTING)
        self._testing = self._services.ask(work, done, failed, self.steps.add_steps, name="connectwise test")
        self._show()

    def _on_tested(self, report: ConnectionReport) -> None:
        self._testing = None
        self._take(report)

    def _on_saved(self, report: ConnectionReport) -> None:
        self._testing = None
        if not report.passed:
            self._refuse(report)
            return
        self.form.forget_secrets()
        self._show_saved()
        self._services.companies_changed.emit()
        self._take(report)

    def _refuse(self, report: ConnectionReport) -> None:
        """What was typed did not pass. That says nothing of keys that are saved: their state stays."""
        self.steps.show_report(report)
        self._said = f"Nothing was saved. {foot_of(report)}"
        announce(self, f"Nothing was saved. {sentence_of(report)}")
        if self._services.program.connectwise_setup() is None:
            self._set_state(report)
        self._show()

    def _take(self, report: ConnectionReport) -> None:
        """A test of what is saved."""
        self._tested = report
        self.steps.show_report(report)
        self._said = foot_of(report)
        announce(self, sentence_of(report))
        self._set_state(report)
        self._show()

    def _set_state(self, report: ConnectionReport) -> None:
        failure = report.failure
        self._services.set_connection(
            connectwise=SideState("Not connected", failure.sentence)
            if failure is not None
            else SideState("Connected", answered_at=self._services.program.now())
        )

    def _keep_saved(self) -> bool:
        if not self.form.typing or self._services.program.connectwise_setup() is None:
            return False
        self.form.forget_secrets()
        if self._tested is not None:
            self.steps.show_report(self._tested)
        else:
            self.steps.show_idle()
        self._show_saved()
        return True

    # Showing

    def _show_saved(self) -> None:
        program = self._services.program
        locked = _DEMO if program.demo else ""
        if program.offline and not locked:
            locked = "You are working offline. Keys can be changed when there is a network to test them."
        self.form.show_setup(program.connectwise_setup(), locked=locked)
        self._show()

    @Slot()
    def _on_form_changed(self) -> None:
        self._said = ""
        self._show()

    def _hindrance(self) -> str:
        if self._testing is not None:
            return "The connection is being tested."
        return _OFFLINE if self._services.program.offline else ""

    @Slot()
    def _show(self) -> None:
        side = self._services.connectwise
        saved = self._services.program.connectwise_setup()
        context = f"{saved.company_id} at {saved.site}" if saved else "Where invoices come from."
        self.set_header(Header("Set up ConnectWise PSA", chip=side.state, context=context))
        why = self._hindrance()
        self.allow("test-connection", not why and not self.form.typing and saved is not None)
        self.allow("save", not why and self.form.complete)
        self.set_actions(self._typing_bar(why) if self.form.typing else self._saved_bar(why))

    def _typing_bar(self, why: str) -> ActionBarContent:
        missing = self.form.missing()
        why = why or (f"Still empty: {', '.join(missing)}." if missing else "")
        actions = [Action("Test and &save", self.save, primary=True, enabled=not why, why=why)]
        if self._services.program.connectwise_setup() is not None:
            actions.insert(0, Action("&Keep the saved keys", self._keep_saved))
        sentence = self._said or why or "Saved only when the test has passed."
        return ActionBarContent(sentence, actions=tuple(actions))

    def _saved_bar(self, why: str) -> ActionBarContent:
        if self._services.program.connectwise_setup() is None:
            why = why or "No keys are saved."
        sentence = self._said or why or where_keys_are(self._services.program.vault)
        if self._services.program.demo and not self._said and not why:
            sentence = _DEMO
        return ActionBarContent(
            sentence,
            actions=(Action("Test co&nnection", self.test, primary=True, enabled=not why, why=why),),
        )
