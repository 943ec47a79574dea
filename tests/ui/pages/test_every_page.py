"""What every page must stand in the window, at the promised sizes: names, keys, room, one main action."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from threading import Event as StopEvent

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.domain.setup import Environment
from mobius_desktop.transfer.linking.importing import LinkChange, LinkImport
from mobius_desktop.transfer.linking.rows import LinkChoice
from mobius_desktop.ui.pages.about.page import AboutPage
from mobius_desktop.ui.pages.batch.page import BatchPage
from mobius_desktop.ui.pages.card.page import CardPage
from mobius_desktop.ui.pages.checkup.page import CheckSetupPage
from mobius_desktop.ui.pages.company.page import LINKS, CompanyPage
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
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.shell.main_window import MainWindow
from mobius_desktop.ui.shell.nav_model import NavEntry
from mobius_desktop.ui.shell.page import Page
from mobius_desktop.ui.shell.router import PageEntry
from mobius_desktop.ui.tables.columns import text_of
from mobius_desktop.ui.tables.table_view import TableView
from mobius_desktop.ui.theme import Scheme, Theme
from tests.ui.checks import cut_off, doubled_mnemonics, nameless
from tests.ui.pages.batch_record import good_batch, mixed_batch
from tests.ui.pages.compared import october
from tests.ui.pages.firm_program import REALM, FirmProgram

Idle = Callable[[], None]
PAGES: dict[str, type[Page]] = {
    "dashboard": DashboardPage,
    "invoice-batch": CreateInvoiceBatchPage,
    "batch": BatchPage,
    "not-in": NotInPage,
    "review": ReviewPage,
    "overrides": OverridesPage,
    "card": CardPage,
    "tie-out": TieOutPage,
    "month": MonthPage,
    "connectwise": ConnectWiseSetupPage,
    "quickbooks": QuickBooksSetupPage,
    "company": CompanyPage,
    "check-setup": CheckSetupPage,
    "cut-over": CutOverPage,
    "about": AboutPage,
    "record": RecordPage,
    "help": HelpPage,
}
#: A page, or a state of one that has other widgets.
SCENES = (
    "dashboard",
    "first run",
    "first run connected",
    "select",
    "preview",
    "batch",
    "not-in",
    "review",
    "overrides",
    "card",
    "tie-out",
    "month",
    "connectwise",
    "connectwise keys",
    "quickbooks",
    "quickbooks app",
    "quickbooks production",
    "company options",
    "company links",
    "check-setup",
    "check-setup empty",
    "cut-over",
    "company import",
    "about",
    "record",
    "record verified",
    "help",
)
SIZES = ((1366, 768), (1024, 700), (960, 460))
MENUS = set("fevbth")
#: Scenes whose tables tell when something was.
WITH_MOMENTS = frozenset({"dashboard", "batch", "review", "overrides", "card"})
_MOMENT = re.compile(r"\b\d{1,2}:\d{2}(:\d{2})?( [AP]M)?$")
_NUMBERS = re.compile(r"\d+")
_FRAMED = {"IconButton", "QToolButton", "SplitButton", "QLineEdit", "FilterBox", "QComboBox", "TabPicker"}
_FRAME = 5


class Shown:
    """The window with every page, over the sample firm."""

    def __init__(self, qtbot: QtBot, services: Services, firm: FirmProgram, idle: Idle) -> None:
        self.window = MainWindow()
        qtbot.addWidget(self.window)
        self.qtbot, self._firm, self._idle = qtbot, firm, idle
        for key, made in PAGES.items():
            self.window.add_page(
                PageEntry(key, _maker(made, services), made), NavEntry(key, key, "dashboard")
            )
        self.window.resize(1366, 768)
        self.window.show()

    @property
    def page(self) -> Page:
        found = self.window.router.page()
        assert found is not None
        return found

    def open(self, scene: str) -> None:
        """Bring a scene to the front, with its data."""
        if scene == "first run":
            self._firm.connectwise, self._firm.setups = None, []
        elif scene != "first run connected":
            mixed_batch(self._firm.archive, 1)
            good_batch(self._firm.archive, 2)
        keys = dict.fromkeys(("first run", "first run connected"), "dashboard")
        keys |= dict.fromkeys(("select", "preview"), "invoice-batch")
        key = keys.get(scene, scene.split(maxsplit=1)[0])
        if key in {"tie-out", "month", "overrides"}:
            rows = october(self._firm.archive).rows
            self._firm.tying.explain(REALM, rows[:1], "Looked at.")
        if key == "company":
            self._firm.know_both_sides()
        if scene == "check-setup":
            self._firm.checking_up.check(REALM, lambda _: None, StopEvent())
        held = self._firm.archive.invoices(BatchNumber(1))
        opened_with: dict[str, object] = {"batch": 1, "card": held[0].number if held else ""}
        self.window.go(key, opened_with.get(key))
        self._idle()
        page = self.page
        if isinstance(page, RecordPage) and scene == "record verified":
            page.verify()
            self._idle()
        if isinstance(page, CreateInvoiceBatchPage):
            page.select.model.tick_shown(True)
            if scene == "preview":
                page.handlers()["preview"]()
                self._idle()
        if isinstance(page, ConnectWiseSetupPage) and scene == "connectwise keys":
            page.form.open_for_typing()
        if isinstance(page, CompanyPage):
            page.tabs.choose("Sales" if scene == "company options" else LINKS)
        if isinstance(page, CompanyPage) and scene == "company import":
            row = next(one for one in page.links.model.rows() if one.candidates and not one.quickbooks_id)
            change = LinkChange(LinkChoice.of(row, row.candidates[0].id), "", row.candidates[0].name)
            page.work.import_panel.open(LinkImport(row.kind, (change,), 12), "customers.csv")
            page.work.importing.emit()
        if isinstance(page, QuickBooksSetupPage) and scene != "quickbooks":
            form = page.connecting.app
            kind = Environment.CUSTOM if scene == "quickbooks app" else Environment.PRODUCTION
            page.sign_in.begin()
            form.environment.setCurrentIndex(form.environment.findData(kind))
            form.production.way.setCurrentIndex(1)

    def settle(self) -> None:
        """Let what was asked for arrive."""
        page = self.page
        if isinstance(page, BatchPage):
            page.flush()
        self._idle()

    def resize(self, size: tuple[int, int]) -> None:
        """Give the window a size and let its layouts settle."""
        self.window.resize(*size)

        for _ in range(4):  # layouts ask for each other's sizes in turn
            QApplication.processEvents()


def _maker(made: Callable[[Services], Page], services: Services) -> Callable[[], Page]:
    def make() -> Page:
        return made(services)

    return make


@pytest.fixture
def shown(qtbot: QtBot, firm_services: Services, firm: FirmProgram, idle: Idle) -> Iterator[Shown]:
    made = Shown(qtbot, firm_services, firm, idle)
    yield made
    idle()


@pytest.mark.parametrize("scene", SCENES)
def test_every_widget_that_tab_reaches_has_a_name(scene: str, shown: Shown) -> None:
    shown.open(scene)
    assert nameless(shown.window) == []


@pytest.mark.parametrize("scene", SCENES)
def test_no_two_controls_share_a_key_and_none_takes_a_menus(scene: str, shown: Shown) -> None:
    shown.open(scene)
    assert doubled_mnemonics(shown.window) == []
    assert letters(shown.window) & MENUS == set()


@pytest.mark.parametrize("scene", SCENES)
def test_there_is_at_most_one_main_action(scene: str, shown: Shown) -> None:
    shown.open(scene)
    buttons = shown.window.findChildren(QPushButton)
    primary = [one.text() for one in buttons if one.isVisible() and one.property("kind") == "primary"]
    assert len(primary) <= 1


@pytest.mark.parametrize("size", SIZES, ids=[f"{width}x{height}" for width, height in SIZES])
@pytest.mark.parametrize("scene", SCENES)
def test_nothing_is_cut_off(scene: str, size: tuple[int, int], shown: Shown) -> None:
    shown.open(scene)
    shown.resize(size)
    assert small(shown.window) == []


@pytest.mark.parametrize("scene", SCENES)
def test_every_page_fits_the_smallest_window(scene: str, shown: Shown) -> None:
    shown.open(scene)
    shown.resize((960, 460))
    assert shown.window.size().toTuple() == (960, 460)

    def fits() -> bool:
        """Once the layouts have followed: the tables and cards are arranged in turns of their own."""
        least = shown.window.minimumSizeHint()
        return least.width() <= 960 and least.height() <= 460

    shown.qtbot.waitUntil(fits)


@pytest.mark.parametrize("scene", ["select", "preview", "dashboard", "connectwise"])
def test_nothing_is_cut_off_with_larger_text_in_dark(scene: str, shown: Shown, theme: Theme) -> None:
    theme.set_scheme(Scheme.DARK)
    theme.set_text_size(130)
    shown.open(scene)
    shown.resize((1366, 768))
    assert small(shown.window) == []


@pytest.mark.parametrize("scene", SCENES)
def test_what_can_be_printed_can_be_kept_as_pdf(scene: str, shown: Shown) -> None:
    """Without a printer the program says so: *Save it as PDF instead.*"""
    shown.open(scene)
    commands = set(shown.page.handlers())
    assert ("print" in commands) == ("save-pdf" in commands)


@pytest.mark.parametrize("scene", [one for one in SCENES if one not in {"first run", "help"}])
def test_what_reads_as_a_moment_leaves_the_window_as_a_moment(scene: str, shown: Shown) -> None:
    """`Today, 9:44 AM` is for the screen: files, paper and the clipboard have the day and the time."""
    shown.open(scene)
    page = shown.page
    if isinstance(page, BatchPage):
        page.show_invoice(next(one for one in page.body.invoices.rows() if one.document).billing_log_id)
        shown.settle()
    seen = []
    for view in shown.window.findChildren(TableView):
        for column in view.rows.columns:
            for row in view.rows.rows():
                if _MOMENT.search(text_of(column.kind, column.value(row))):
                    assert isinstance(column.leaving(row), dt.datetime), (view.accessibleName(), column.key)
                    seen.append(column.key)
    assert seen or scene not in WITH_MOMENTS


def small(widget: QWidget) -> list[str]:
    """What is cut off by more than a frame's width: the style sheet's limits do not count frames."""
    found = []
    for said in cut_off(widget):
        numbers = [int(number) for number in _NUMBERS.findall(said.rpartition(": ")[2])]
        frame = said.split()[0] in _FRAMED and all(
            is_ + _FRAME >= needed for is_, needed in zip(numbers[:2], numbers[2:], strict=True)
        )
        if not frame:
            found.append(said)
    return found


def letters(widget: QWidget) -> set[str]:
    """The letters that buttons of the pages take with Alt."""
    found = set()
    for button in widget.findChildren(QPushButton):
        text = button.text().replace("&&", "")
        if button.isVisible() and "&" in text:
            found.add(text[text.index("&") + 1].lower())
    return found
