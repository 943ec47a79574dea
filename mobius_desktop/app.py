"""Puts the window on top of the wiring: pages, navigation, what happens at the start and at the end."""

from __future__ import annotations

import getpass
import logging
import platform
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Slot

from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.domain.states import UNFINISHED
from mobius_desktop.domain.tie_out import TieOut
from mobius_desktop.history.picture import Changed
from mobius_desktop.ui.desktop.closing import Closing
from mobius_desktop.ui.desktop.looking import RecordDesk
from mobius_desktop.ui.desktop.one_window import raise_window
from mobius_desktop.ui.desktop.watch import Watch
from mobius_desktop.ui.pages.about.page import AboutPage
from mobius_desktop.ui.pages.batch.page import BatchPage
from mobius_desktop.ui.pages.card.go_to import GoTo
from mobius_desktop.ui.pages.card.page import CardPage
from mobius_desktop.ui.pages.checkup.page import CheckSetupPage
from mobius_desktop.ui.pages.company.page import CompanyPage
from mobius_desktop.ui.pages.cut_over.page import CutOverPage
from mobius_desktop.ui.pages.dashboard.page import DashboardPage
from mobius_desktop.ui.pages.help.page import HelpPage
from mobius_desktop.ui.pages.invoice_batch.page import CreateInvoiceBatchPage
from mobius_desktop.ui.pages.month.page import MonthPage
from mobius_desktop.ui.pages.not_in.page import NotInPage
from mobius_desktop.ui.pages.overrides.page import OverridesPage
from mobius_desktop.ui.pages.record.page import RecordPage
from mobius_desktop.ui.pages.review.page import ReviewPage
from mobius_desktop.ui.pages.setup.connectwise_page import ConnectWiseSetupPage
from mobius_desktop.ui.pages.setup.quickbooks_page import QuickBooksSetupPage
from mobius_desktop.ui.pages.tie_out.page import TieOutPage
from mobius_desktop.ui.program import Program
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.shell.main_window import MainWindow
from mobius_desktop.ui.shell.nav_model import Badge, NavEntry
from mobius_desktop.ui.shell.notices import BannerContent, BannerKind
from mobius_desktop.ui.shell.page import Page
from mobius_desktop.ui.shell.router import PageEntry
from mobius_desktop.ui.support.desk import SupportDesk
from mobius_desktop.workers.hub import Hub, Job

log = logging.getLogger(__name__)

PAGES: tuple[tuple[str, type[Page], str], ...] = (
    ("dashboard", DashboardPage, "dashboard"),
    ("invoice-batch", CreateInvoiceBatchPage, "invoice-batch"),
    ("batch", BatchPage, "review"),
    ("not-in", NotInPage, "dashboard"),
    ("review", ReviewPage, "review"),
    ("overrides", OverridesPage, "overrides"),
    ("card", CardPage, "review"),
    ("tie-out", TieOutPage, "tie-out"),
    ("month", MonthPage, "month"),
    ("connectwise", ConnectWiseSetupPage, "connectwise"),
    ("quickbooks", QuickBooksSetupPage, "quickbooks"),
    ("company", CompanyPage, "quickbooks"),
    ("check-setup", CheckSetupPage, "check-setup"),
    ("cut-over", CutOverPage, "dashboard"),
    ("record", RecordPage, "review"),
    ("about", AboutPage, ""),
    ("help", HelpPage, ""),
)
"""Key, page, and the navigation entry that is marked while it is shown."""

NAVIGATION = (
    NavEntry("dashboard", "Dashboard", "dashboard"),
    NavEntry("run", "Run New Batch", "new-batch", expands_only=True),
    NavEntry("invoice-batch", "Create Invoice Batch", "invoice", parent="run"),
    NavEntry("review", "Review Existing Batches", "history"),
    NavEntry("overrides", "Overrides", "person", parent="review"),
    NavEntry("tie-out", "Tie-out", "scales"),
    NavEntry("month", "Month", "month", parent="tie-out"),
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
        window.collector.busy = lambda: hub.busy > 0
        self.services = Services(program, hub, window.memory, self)
        self.watch = Watch(self.services, window)
        self.closing = Closing(self.services, window)
        self.record = RecordDesk(self.services, window)
        self.support = SupportDesk(self.services, window)
        self._to_build = [key for key in BUILT_AHEAD if self.record.has(key)]
        self._builder = QTimer(self)
        self._builder.setInterval(BUILD_EVERY_MS)
        self._builder.timeout.connect(self._on_builder_timeout)
        self._add_pages()
        self._connect()
        self._show_identity()
        if program.demo:
            window.demo_strip.show_demo(None)
        self.watch.show_connections()
        self._show_companies()

    def _add_pages(self) -> None:
        for entry in NAVIGATION:
            if self.record.has(entry.key):
                self._window.add_nav(entry)
        for key, page, nav in PAGES:
            if self.record.has(key):
                self._window.add_page(PageEntry(key, self._maker(page), page, nav))
        self.record.answer()
        commands = self._window.commands
        if self.record.has("invoice-batch"):
            commands.answer_always("new-batch", self._on_new_batch)
            commands.answer_always("cut-over", self._on_cut_over)
        commands.answer_always("about", self._on_about)
        commands.answer_always("help", self._on_help)
        commands.answer_always("go-to", self._on_go_to)
        if self.support.able:
            commands.answer_always("support-bundle", self.support.open_bundle)

    def _maker(self, page: type[Page]) -> Callable[[], Page]:
        def make() -> Page:
            made: Callable[[Services], Page] = page
            return made(self.services)

        return make

    def _connect(self) -> None:
        services = self.services
        services.batch_started.connect(self._on_batch_started)
        services.batch_progressed.connect(self._on_batch_progressed)
        services.batch_ended.connect(self._on_batch_ended)
        services.unposted_read.connect(self._count_waiting)
        services.batch_ended.connect(self._count_waiting)
        services.companies_changed.connect(self._show_companies)
        services.compared.connect(self._on_compared)
        services.edition_changed.connect(self._show_identity)
        services.links_counted.connect(self._on_links_counted)
        services.setup_checked.connect(self._on_setup_checked)
        self._window.stepped.connect(self._on_window_stepped)

    # The start

    def start(self) -> None:
        """After the first paint: connect and finish what an earlier program had begun."""
        self._builder.start()
        if self._program.review_only:
            self.record.begin_looking()
            return
        self._window.go("dashboard")
        if self._program.offline:
            self._set_offline()
            return
        self.watch.connect_sides()

    @Slot()
    def _on_builder_timeout(self) -> None:
        if self._hub.busy:
            return
        if self._to_build:
            self._window.router.build(self._to_build.pop(0))
        else:
            self._builder.stop()
            self._window.collector.settle()

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
    def _show_identity(self) -> None:
        program = self._program
        edition = "Read only" if program.review_only else f"{program.edition.value} edition"
        self._window.nav.set_identity(f"{getpass.getuser()} on {platform.node()}", edition)

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

    @Slot(object)
    def _on_compared(self, found: TieOut) -> None:
        waiting = sum(row.open for row in found.rows)
        says = f"{waiting:,} not explained" if waiting else "ties"
        self._window.nav.model.set_badge("tie-out", Badge.needs("Differs" if waiting else "Ties", says=says))

    @Slot()
    def _count_waiting(self) -> None:
        """The badge counts what the Dashboard counts, from the record: what was sent waits no more."""
        archive = self._program.archive

        def work(job: Job) -> int:
            del job
            days, _ = archive.unposted_days()
            return sum(day.count for day in days)

        def done(count: int) -> None:
            self._window.nav.model.set_badge("invoice-batch", Badge.waiting(count))

        self.services.ask(work, done, name="count")

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
        self.watch.count_unposted()

    @Slot()
    def _on_new_batch(self) -> None:
        self._window.go("invoice-batch")

    @Slot()
    def _on_cut_over(self) -> None:
        self._window.go("cut-over")

    @Slot()
    def _on_about(self) -> None:
        self._window.go("about")

    @Slot()
    def _on_go_to(self) -> None:
        dialog = GoTo(self.services, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self._window.go)
        dialog.open()

    @Slot()
    def _on_help(self) -> None:
        page = self._window.router.page()
        self._window.go("help", page.HELP if page is not None else "index")

    @Slot()
    def come_to_front(self) -> None:
        """Another start of the program asked for the window."""
        raise_window(self._window)

    @Slot(int)
    def _on_window_stepped(self, step: int) -> None:
        page = self._window.router.page()
        if isinstance(page, CreateInvoiceBatchPage):
            page.stepped(step)
