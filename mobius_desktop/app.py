"""Puts the window on top of the wiring: pages, navigation, what happens at the start and at the end."""

from __future__ import annotations

import getpass
import logging
import platform
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLocale, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QMessageBox

from mobius_desktop import __version__
from mobius_desktop.diagnostics.crash import CrashFile
from mobius_desktop.diagnostics.paths import resource_path
from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.domain.states import UNFINISHED
from mobius_desktop.history.picture import Changed
from mobius_desktop.transfer.batch import RecoveryReport
from mobius_desktop.ui.components.question import QuestionContent, ask
from mobius_desktop.ui.pages.about.page import AboutPage
from mobius_desktop.ui.pages.batch.page import BatchPage
from mobius_desktop.ui.pages.checkup.page import CheckSetupPage
from mobius_desktop.ui.pages.company.page import CompanyPage
from mobius_desktop.ui.pages.dashboard.page import DashboardPage
from mobius_desktop.ui.pages.help.page import HelpPage
from mobius_desktop.ui.pages.invoice_batch.page import CreateInvoiceBatchPage
from mobius_desktop.ui.pages.review.page import ReviewPage
from mobius_desktop.ui.pages.setup.connectwise_page import ConnectWiseSetupPage
from mobius_desktop.ui.pages.setup.quickbooks_page import QuickBooksSetupPage
from mobius_desktop.ui.services import Program, Services, SideState
from mobius_desktop.ui.shell.crash_notice import show_crash
from mobius_desktop.ui.shell.main_window import MainWindow
from mobius_desktop.ui.shell.memory import Memory
from mobius_desktop.ui.shell.nav_model import Badge, NavEntry
from mobius_desktop.ui.shell.notices import BannerContent, BannerKind
from mobius_desktop.ui.shell.page import Page
from mobius_desktop.ui.shell.router import PageEntry
from mobius_desktop.ui.theme import install
from mobius_desktop.workers.hub import Hub, Job

log = logging.getLogger(__name__)

PAGES: tuple[tuple[str, type[Page], str], ...] = (
    ("dashboard", DashboardPage, "dashboard"),
    ("invoice-batch", CreateInvoiceBatchPage, "invoice-batch"),
    ("batch", BatchPage, "review"),
    ("review", ReviewPage, "review"),
    ("connectwise", ConnectWiseSetupPage, "connectwise"),
    ("quickbooks", QuickBooksSetupPage, "quickbooks"),
    ("company", CompanyPage, "quickbooks"),
    ("check-setup", CheckSetupPage, "check-setup"),
    ("about", AboutPage, "dashboard"),
    ("help", HelpPage, "dashboard"),
)
"""Key, page, and the navigation entry that is marked while it is shown."""

NAVIGATION = (
    NavEntry("dashboard", "Dashboard", "dashboard"),
    NavEntry("run", "Run New Batch", "new-batch", expands_only=True),
    NavEntry("invoice-batch", "Create Invoice Batch", "invoice", parent="run"),
    NavEntry("review", "Review Existing Batches", "history"),
    NavEntry("connectwise", "Set up ConnectWise PSA", "plug"),
    NavEntry("quickbooks", "Set up QuickBooks Online", "book"),
    NavEntry("check-setup", "Check set-up", "check-setup"),
)

BUILT_AHEAD = ("invoice-batch", "batch", "review")
"""Pages made while nothing goes on: it takes longer than the window may stand still in a run."""
BUILD_EVERY_MS = 150


class Desktop(QObject):
    """The running program: one window over one `Program`."""

    def __init__(self, program: Program, window: MainWindow, hub: Hub) -> None:
        super().__init__(window)
        self._program, self._window, self._hub = program, window, hub
        self.services = Services(program, hub, window.memory, self)
        self._close_when_ended = False
        self._to_build = list(BUILT_AHEAD)
        self._builder = QTimer(self)
        self._builder.setInterval(BUILD_EVERY_MS)
        self._builder.timeout.connect(self._on_builder_timeout)
        self._add_pages()
        self._connect()
        window.nav.set_identity(
            f"{getpass.getuser()} on {platform.node()}", f"{program.edition.value} edition"
        )
        if program.demo:
            window.demo_strip.show_demo(None)
        self._show_connections()
        self._show_companies()

    def _add_pages(self) -> None:
        for entry in NAVIGATION:
            self._window.add_nav(entry)
        for key, page, nav in PAGES:
            self._window.add_page(PageEntry(key, self._maker(page), page, nav))
        commands = self._window.commands
        commands.answer_always("new-batch", self._on_new_batch)
        commands.answer_always("about", self._on_about)
        commands.answer_always("help", self._on_help)

    def _maker(self, page: type[Page]) -> Callable[[], Page]:
        def make() -> Page:
            made: Callable[[Services], Page] = page
            return made(self.services)

        return make

    def _connect(self) -> None:
        services = self.services
        services.connections_changed.connect(self._show_connections)
        services.batch_started.connect(self._on_batch_started)
        services.batch_progressed.connect(self._on_batch_progressed)
        services.batch_ended.connect(self._on_batch_ended)
        services.batch_failed.connect(self._on_batch_failed)
        services.unposted_counted.connect(self._on_unposted_counted)
        services.companies_changed.connect(self._show_companies)
        services.links_counted.connect(self._on_links_counted)
        services.setup_checked.connect(self._on_setup_checked)
        self._hub.crashed.connect(self._on_hub_crashed)
        self._window.closing.connect(self._on_window_closing)
        self._window.stepped.connect(self._on_window_stepped)

    # The start

    def start(self) -> None:
        """After the first paint: connect and finish what an earlier program had begun."""
        self._window.go("dashboard")
        self._builder.start()
        if self._program.offline:
            self._set_offline()
            return
        self.services.ask(self._work_connect, self._on_connected, self._on_connect_failed, name="connect")

    @Slot()
    def _on_builder_timeout(self) -> None:
        if self._hub.busy:
            return
        if self._to_build:
            self._window.router.build(self._to_build.pop(0))
        else:
            self._builder.stop()

    def _work_connect(self, job: Job) -> RecoveryReport:
        self._program.connect()
        return self._program.recover(job.report)

    def _on_connected(self, report: RecoveryReport) -> None:
        now = self._program.now()
        connectwise, quickbooks = self._program.connectwise_setup(), self._program.companies()
        self.services.set_connection(
            connectwise=SideState("Connected", answered_at=now) if connectwise else SideState("Not checked"),
            quickbooks=SideState("Connected", answered_at=now) if quickbooks else SideState("Not checked"),
        )
        self.services.companies_changed.emit()
        self._count_unposted()
        self.services.keep_recovery(report)
        if not report.nothing:
            self._window.set_banner(
                BannerKind.INTERRUPTED,
                BannerContent(report.sentence, "Show", self._show_interrupted(report)),
            )
            self.services.recovered.emit(report)

    def _count_unposted(self) -> None:
        """Read the default company's list once, so that the Dashboard knows what waits."""
        companies = self._program.companies()
        if not companies or isinstance(self._window.router.page(), CreateInvoiceBatchPage):
            return
        realm = companies[0].realm

        def work(job: Job) -> int:
            read = self._program.list_unposted(realm, None, None, job.report, job.stop)
            return len(read.offered)

        self.services.ask(work, self.services.unposted_counted.emit, self._on_count_failed, name="count")

    def _on_count_failed(self, error: Known) -> None:
        log.warning("The unposted list could not be read at the start: %s", error.sentence)

    def _show_interrupted(self, report: RecoveryReport) -> Callable[[], object]:
        numbers = [*report.interrupted, *(one.batch for one in (*report.invoices, *report.second_looks))]

        def show() -> None:
            self._window.set_banner(BannerKind.INTERRUPTED, None)
            if numbers:
                self._window.go("batch", numbers[0])

        return show

    def _on_connect_failed(self, error: Known) -> None:
        log.warning("The start could not connect: %s", error.sentence)
        side = SideState("Not connected", error.sentence)
        quickbooks_only = error.side == "quickbooks"
        self.services.set_connection(connectwise=None if quickbooks_only else side, quickbooks=side)
        self.services.companies_changed.emit()
        self._window.set_banner(
            BannerKind.OFFLINE,
            BannerContent(f"**Not connected.** {error.sentence}", "Try to connect", self._on_try_again),
        )

    def _on_try_again(self) -> None:
        self._window.set_banner(BannerKind.OFFLINE, None)
        self.services.ask(self._work_connect, self._on_connected, self._on_connect_failed, name="connect")

    def _set_offline(self) -> None:
        self._window.status.set_offline()
        self._window.set_banner(
            BannerKind.OFFLINE,
            BannerContent(
                "**You are working offline.** All of this page is read from this computer. "
                "Sending needs a network."
            ),
        )

    # What goes on

    @Slot()
    def _show_connections(self) -> None:
        if self._program.offline:
            return
        for side, name, state in (
            ("connectwise", "ConnectWise PSA", self.services.connectwise),
            ("quickbooks", "QuickBooks Online", self.services.quickbooks),
        ):
            words = {"Connected": "connected", "Not connected": "does not answer"}.get(
                state.state, "not checked"
            )
            self._window.status.set_connection(side, state.state, f"{name} {words}")
            self._window.nav.model.set_badge(side, Badge.needs(state.state, says=words))

    @Slot()
    def _show_companies(self) -> None:
        """Each connected company stands under Set up QuickBooks Online."""
        model = self._window.nav.model
        wanted = {f"company:{one.realm}": one.name for one in self._program.companies()}
        for key in [one for one in model.keys_in_order() if one.startswith("company:")]:
            if key not in wanted:
                model.remove(key)
        for key, name in wanted.items():
            if model.has(key):
                model.rename(key, name)
            else:
                self._window.add_nav(NavEntry(key, name, "company", parent="quickbooks"))

    @Slot(str, int)
    def _on_links_counted(self, realm: str, count: int) -> None:
        key, model = f"company:{realm}", self._window.nav.model
        if model.has(key):
            model.set_badge(key, Badge.needs("WARNING", count) if count else Badge.needs("Linked"))

    @Slot(int)
    def _on_setup_checked(self, errors: int) -> None:
        badge = Badge.needs("ERROR", errors) if errors else Badge.needs("Ready", says="nothing in the way")
        self._window.nav.model.set_badge("check-setup", badge)

    @Slot(int)
    def _on_unposted_counted(self, count: int) -> None:
        self._window.nav.model.set_badge("invoice-batch", Badge.waiting(count))

    @Slot(object)
    def _on_batch_started(self, number: BatchNumber) -> None:
        if not self._window.nav.model.has(f"batch:{number}"):  # a correction goes on in a batch of before
            self._window.add_nav(NavEntry(f"batch:{number}", f"Batch {number}", "open", parent="run"))
        self._show_progress()

    @Slot(object)
    def _on_batch_progressed(self, changed: Changed) -> None:
        if changed.invoices:
            self._show_progress()

    def _show_progress(self) -> None:
        live = self.services.live
        if live is None:
            return
        done = sum(row.state not in UNFINISHED for row in live.invoices.values())
        self._window.nav.model.set_badge(f"batch:{live.number}", Badge.progress(done, len(live.invoices)))

    @Slot(object)
    def _on_batch_ended(self, number: BatchNumber) -> None:
        live = self.services.live
        if live is not None:
            if self._window.nav.model.has(f"batch:{number}"):
                self._window.nav.model.set_badge(f"batch:{number}", Badge.needs(live.state.value))
            page = self._window.router.page()
            shown = page.picture if isinstance(page, BatchPage) else None
            if shown is None or shown.number != number:  # its own page says more than a toast
                self._window.toast(f"Batch {number}: {live.state.value}")
        self._count_unposted()
        if self._close_when_ended:
            self._window.close()

    @Slot(object)
    def _on_batch_failed(self, error: Known) -> None:
        log.warning("A batch could not go on: %s", error.sentence)
        self._window.set_banner(BannerKind.INTERRUPTED, BannerContent(error.sentence))

    @Slot(object)
    def _on_hub_crashed(self, error: BaseException) -> None:
        QMessageBox.critical(
            self._window,
            "Something unexpected happened",
            "This step could not be finished. What was sent is written down and is looked at again at the "
            f"next start.\n\n{type(error).__name__}: {error}",
        )

    @Slot()
    def _on_new_batch(self) -> None:
        self._window.go("invoice-batch")

    @Slot()
    def _on_about(self) -> None:
        self._window.go("about")

    @Slot()
    def _on_help(self) -> None:
        page = self._window.router.page()
        self._window.go("help", page.HELP if page is not None else "index")

    @Slot(int)
    def _on_window_stepped(self, step: int) -> None:
        page = self._window.router.page()
        if isinstance(page, CreateInvoiceBatchPage):
            page.stepped(step)

    # The end

    @Slot()
    def _on_window_closing(self) -> None:
        if not self.services.running:
            return
        live = self.services.live
        rows = live.invoices.values() if live else ()
        waiting = sum(row.state in UNFINISHED and row.quickbooks_total is None for row in rows)
        self._window.refuse_close()
        if self._close_when_ended:
            return
        noun = "invoice is" if waiting == 1 else "invoices are"
        content = QuestionContent(
            "Close while a batch is running?",
            f"{waiting:,} {noun} still to be sent. What is on the way is finished first; the rest stays in "
            "the list and can be sent later.",
            "Go on sending",
            "Finish what is on the way, then close",
        )
        if ask(self._window, content)[0]:
            self._close_when_ended = True
            self.services.cancel()
            self._window.set_banner(
                BannerKind.INTERRUPTED,
                BannerContent("**Closing.** What is on the way is finished and marked first."),
            )


def run(*, data_dir: Path | None = None, demo: bool = False, **choices: Any) -> int:
    """Open the window and stay until it is closed; the exit code."""
    from mobius_desktop.wiring import ProgramOptions, open_program  # noqa: PLC0415 - Qt first, its errors first

    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)  # noqa: S101 - there is no other kind here
    application.setApplicationName("Mobius Desktop")
    application.setApplicationVersion(__version__)
    application.setWindowIcon(QIcon(str(resource_path("icons", "app", "app.svg"))))
    application.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeMenuBar)
    if QLocale().language() == QLocale.Language.C:  # a bare system says nothing of dates
        QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    install(application)
    options = ProgramOptions.of(data_dir=data_dir, demo=demo, **choices)
    crash = CrashFile(options.folder)
    earlier = crash.start()
    try:
        program = open_program(options)
    except Known as error:
        crash.stop()
        QMessageBox.warning(None, "Mobius Desktop cannot start", error.sentence)
        return 2
    hub = Hub()
    window = MainWindow(Memory(options.folder / "window.ini"))
    desktop = Desktop(program, window, hub)
    window.show()
    if earlier is not None:
        show_crash(window, earlier)
        crash.mark_seen(earlier)
    QTimer.singleShot(0, desktop.start)
    try:
        return application.exec()
    finally:
        hub.close()
        program.close()
        crash.stop()
