"""The shell and its parts, painted light and dark at 100 % and 200 %, and measured while they stand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QHBoxLayout, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mobius_desktop.ui.components.cards import CardButton, CardList, CauseContent
from mobius_desktop.ui.components.chip import Chip
from mobius_desktop.ui.components.date_field import DateField
from mobius_desktop.ui.components.fields import Field, LockedReason, lock
from mobius_desktop.ui.components.figures import Figure, FiguresLine
from mobius_desktop.ui.components.log_pane import LogPane
from mobius_desktop.ui.components.part_progress import Part, ProgressCard
from mobius_desktop.ui.components.section_list import SectionList, SectionRow
from mobius_desktop.ui.shell.main_window import MainWindow
from mobius_desktop.ui.shell.nav_model import Badge, NavEntry
from mobius_desktop.ui.shell.notices import BannerContent, BannerKind
from mobius_desktop.ui.shell.page import Action, ActionBarContent, Header, Page, Room, Steps
from mobius_desktop.ui.shell.router import PageEntry
from mobius_desktop.ui.tables.columns import Sentence
from mobius_desktop.ui.tables.panel import TablePanel
from mobius_desktop.ui.tables.tab_row import Tab
from mobius_desktop.ui.tables.totals_bar import TotalsLine
from mobius_desktop.ui.theme import STATES, Scheme, Theme
from tests.ui.checks import colours_in, cut_off, doubled_mnemonics, nameless, picture
from tests.ui.rows import model, row

CUSTOMERS = ("Sable Point Insurance", "Ironwood Property Management", "Lumière Café & Bakery")


def nothing() -> None:
    """A button's work."""


class TablePage(Page):
    """A page like Select Invoices."""

    def __init__(self) -> None:
        super().__init__()
        states = ("Completed Successfully", "Needs check", "Failed", "Running", "Checking", "Not Yet Started")
        self.model = model(
            *[
                row(
                    48211 + i,
                    CUSTOMERS[i % 3],
                    f"{(-1) ** (i % 4) * (i * 733 % 9000)}.25",
                    1 + i % 28,
                    state=states[i % 6],
                    finding=Sentence("ERROR", "Customer not linked") if i % 3 == 1 else None,
                    held=i == 4,
                )
                for i in range(38)
            ]
        )
        tabs = (Tab("all", "All"), Tab("blocked", "Blocked", lambda r: r.finding is not None, "Failed"))
        self.panel = TablePanel(self.model, "Unposted invoices", tabs=tabs, totals=self._totals)
        self.panel.set_rows(self.model.rows())
        self.model.tick_shown(True)
        company = QComboBox()
        company.addItems(["Cedar Sound IT, LLC  (default)"])
        summary, reason = QComboBox(), LockedReason()
        summary.addItems(["Detailed"])
        lock(summary, reason, "Detailed is used: **Service Item Source** is Work Role.", "Change…", nothing)
        options = QHBoxLayout()
        through = DateField(dt.date(2026, 10, 31), "Dated through")
        for field in (Field("QuickBooks &Company", company), Field("Dated &through", through)):
            options.addWidget(field)
        options.addWidget(Field("&Invoice Summary", summary))
        options.addWidget(reason, 1)
        column = QVBoxLayout(self)
        column.addLayout(options)
        column.addWidget(self.panel, 1)
        self.set_header(
            Header("Create Invoice Batch", steps=Steps(("Select Invoices", "Preview", "Batch Status"), 0))
        )
        self.set_action_extra(QCheckBox("Always preview first"))
        self.set_actions(
            ActionBarContent(
                "Goes to **Cedar Sound IT, LLC** in QuickBooks Online",
                sign="company",
                actions=(Action("&Preview", nothing), Action("S&ubmit 37 invoices", nothing, primary=True)),
            )
        )
        self.set_status("38 unposted invoices, read 9:42 AM")

    def _totals(self) -> list[TotalsLine]:
        ticked = self.model.ticked()
        sums = {"total": self.model.sums(ticked, "total")[""]}
        return [TotalsLine(f"Ticked {len(ticked)}", sums, bold=True), TotalsLine("Shown 38 of 38")]

    def arranged(self, room: Room) -> None:
        self.panel.arrange(narrow=room.narrow, low=room.low)


class PartsPage(Page):
    """A page like Batch Status, with every part."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        figures = FiguresLine()
        figures.show_figures(
            (
                Figure("Completed Successfully", "In QuickBooks and marked", "31", "57,809.68 USD"),
                Figure("Failed", "Failed, not sent", "3", "3,106.29 USD"),
            ),
            ("ConnectWise 60,915.97 − not sent 3,106.29 = **57,809.68**",),
        )
        progress = ProgressCard()
        parts = (
            Part("Completed Successfully", 18, "completed"),
            Part("Needs check", 1, "needs check", hatched=True),
            Part("Running", 4, "running", hatched=True),
            Part("Not Yet Started", 9, "not yet started", filled=False),
        )
        progress.show_progress("**18 of 32** are done", "about **15 seconds** left", parts, 32)
        sections = SectionList()
        sections.set_sections(
            [
                SectionRow(
                    "e", "Export from ConnectWise", "Completed Successfully", "36", "36 invoices read"
                ),
                SectionRow("m", "Check mappings", "Failed", "33/36", "3 cannot be sent"),
                SectionRow("i", "Invoices", "Running", "20/32", "4 on the way"),
            ]
        )
        cards = CardList("What to do next")
        cause = CauseContent(
            "Failed",
            "Customer “Dovetail Joinery Co.” is not linked to a QuickBooks customer",
            "1 invoice:",
            (("48219", 1),),
            ", 1,013.38 USD. It was not sent.",
            (CardButton("Choose another…", nothing),),
            CardButton("Retry this 1", nothing),
            (("Likely cause", "The customer is new."),),
        )
        cards.set_causes([cause])
        log = LogPane()
        log.add_lines(["9:44:09  48222 Kestrel: Invoice has no lines - not sent to QuickBooks"])
        middle = QHBoxLayout()
        middle.addWidget(sections)
        middle.addWidget(cards, 1)
        chips = QHBoxLayout()
        for word in ("Finished", "Finished with Error", "Interrupted", "Undone"):
            chips.addWidget(Chip(word))
        column.addWidget(figures)
        column.addWidget(progress)
        column.addLayout(middle, 1)
        column.addLayout(chips)
        column.addWidget(log)
        self.set_header(Header("Batch 214", chip="Running", context="Invoice · Cedar Sound IT, LLC"))


def make_window(qtbot: QtBot, front: str) -> MainWindow:
    window = MainWindow()
    qtbot.addWidget(window)
    window.add_nav(NavEntry("run", "Run New Batch", "new-batch", expands_only=True))
    window.add_page(
        PageEntry("table", TablePage, TablePage), NavEntry("table", "Create Invoice Batch", "invoice", "run")
    )
    window.add_page(PageEntry("parts", PartsPage, PartsPage), NavEntry("parts", "Batch 214", "batch", "run"))
    window.nav.model.set_badge("table", Badge.waiting(38))
    window.nav.model.set_badge("parts", Badge.needs("Failed", 3))
    window.nav.set_identity("someone on BOOKS-07", "Standard edition")
    window.status.set_connection("connectwise", "Connected", "ConnectWise PSA connected")
    window.status.set_connection("quickbooks", "Connected", "QuickBooks Online connected")
    window.set_banner(BannerKind.OFFLINE, BannerContent("**You are working offline.**", "Try to connect"))
    window.go(front)
    return window


@pytest.mark.parametrize("scale", [1.0, 2.0], ids=["100", "200"])
@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK], ids=["light", "dark"])
@pytest.mark.parametrize("front", ["table", "parts"])
def test_the_window_paints_in_both_schemes_and_scales(
    qtbot: QtBot, theme: Theme, tmp_path: Path, *, front: str, scheme: Scheme, scale: float
) -> None:
    theme.set_scheme(scheme)
    window = make_window(qtbot, front)
    window.resize(1366, 768)
    window.show()
    pixels = picture(window, tmp_path / f"{front}.png", scale)
    assert pixels.size().toTuple() == (1366 * scale, 768 * scale)
    colours = colours_in(pixels)
    assert {theme.tokens.nav.lower(), theme.tokens.page.lower(), theme.tokens.surface.lower()} <= colours
    assert theme.tokens.accent.lower() in colours


@pytest.mark.parametrize("size", [(1366, 768), (1024, 700), (960, 460)])
@pytest.mark.parametrize("wider", [100, 110], ids=["font", "wider font"])
def test_nothing_in_the_shell_is_cut_off_nameless_or_doubly_lettered(
    qtbot: QtBot, qapp: QApplication, size: tuple[int, int], wider: int
) -> None:
    window = make_window(qtbot, "table")
    window.resize(*size)
    window.show()
    font = QFont(qapp.font())
    font.setStretch(wider)
    for label in window.findChildren(QWidget):
        label.setFont(font)
    qapp.processEvents()
    assert cut_off(window.action_bar) == []
    assert cut_off(window.status) == []
    assert nameless(window) == []
    assert doubled_mnemonics(window) == []


def test_every_state_word_paints_as_a_chip(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    for word, look in STATES.items():
        chip = Chip(word)
        qtbot.addWidget(chip)
        chip.resize(chip.sizeHint())
        pixels = picture(chip, tmp_path / "chip.png", 2.0)
        assert theme.tokens.colour(look.tone.value).lower() in colours_in(pixels, step=1), word
