"""A bookkeeper at the window of the demo: what is clicked here is clicked, the books are the sandbox's."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.cards import CardList, CauseCard
from mobius_desktop.ui.components.question import Question
from mobius_desktop.ui.pages.batch.page import BatchPage
from mobius_desktop.ui.pages.help.page import HelpPage
from mobius_desktop.ui.pages.invoice_batch.page import CreateInvoiceBatchPage
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.shell.main_window import MainWindow
from mobius_desktop.ui.shell.memory import Memory
from mobius_desktop.ui.shell.nav_model import NavEntry
from mobius_desktop.ui.shell.router import PageEntry
from mobius_desktop.workers.hub import Hub
from tests.e2e.desk import Desk

WHY = "Agreed with the customer."


class Office:
    """The window with the pages of the batch wizard, over the demo's servers."""

    def __init__(self, qtbot: QtBot, desk: Desk) -> None:
        self.qtbot, self.desk = qtbot, desk
        self.window = MainWindow(Memory(None))
        qtbot.addWidget(self.window)
        self.hub = Hub()
        self.services = Services(desk.program, self.hub, self.window.memory, self.window)
        add = self.window.add_page
        add(
            PageEntry("invoice-batch", lambda: CreateInvoiceBatchPage(self.services), CreateInvoiceBatchPage),
            NavEntry("invoice-batch", "Create Invoice Batch", "invoice"),
        )
        add(PageEntry("help", lambda: HelpPage(self.services), HelpPage), NavEntry("help", "Help", "info"))
        add(PageEntry("batch", lambda: BatchPage(self.services), BatchPage, "invoice-batch"))
        self.window.resize(1366, 768)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    def close(self) -> None:
        self.hub.close()

    # -- looking --------------------------------------------------------------------------------------

    @property
    def create(self) -> CreateInvoiceBatchPage:
        """The page of the first two steps, in front."""
        page = self.window.router.page()
        assert isinstance(page, CreateInvoiceBatchPage)
        return page

    @property
    def batch(self) -> BatchPage:
        """Batch Status, in front."""
        page = self.window.router.page()
        assert isinstance(page, BatchPage)
        return page

    def settle(self) -> None:
        """Let everything come to rest."""
        self.qtbot.waitUntil(
            lambda: self.hub.busy == 0 and not self.services.running and not self._waits(), timeout=60_000
        )

    def _waits(self) -> bool:
        page = self.window.router.page()
        if isinstance(page, BatchPage):
            page.flush()
        return self.hub.busy > 0

    def cards(self, holder: CardList) -> list[CauseCard]:
        return [one for one in holder.cards() if isinstance(one, CauseCard)]

    def card(self, holder: CardList, *words: str) -> CauseCard:
        """The card that holds all these words."""
        found = [one for one in self.cards(holder) if all(word in _told(one) for word in words)]
        assert len(found) == 1, (words, [_told(one) for one in self.cards(holder)])
        return found[0]

    def findings(self, *words: str) -> CauseCard:
        """A card of the preview."""
        return self.card(self.create.preview.cards, *words)

    def next_step(self, *words: str) -> CauseCard:
        """A card of Batch Status."""
        return self.card(self.batch.body.cards, *words)

    def numbers(self) -> set[str]:
        """Numbers of what the preview shows."""
        plan = self.create.flow.approved
        assert plan is not None
        return {one.invoice.number for one in plan.invoices}

    def blocked(self) -> set[str]:
        """Numbers of what the preview would leave behind."""
        plan = self.create.flow.approved
        assert plan is not None
        return {one.invoice.number for one in plan.invoices if one.blocked}

    # -- doing ----------------------------------------------------------------------------------------

    def open_list(self) -> None:
        self.window.go("invoice-batch")
        self.settle()

    def tick(self, *numbers: str) -> None:
        """These rows; without numbers all that may be ticked."""
        model = self.create.select.model
        model.tick([row for row in model.rows() if not numbers or row.invoice.number in numbers], True)

    def preview(self) -> None:
        self.create.actions_content().actions[0].slot()
        self.settle()

    def press(self, card: CauseCard, text: str) -> None:
        """A button of a card, with the mouse."""
        click(card, text)
        self.settle()

    def choose(self, card: CauseCard, text: str, place: int = 0) -> None:
        """Choose from the list of a card by typing, and press its verb."""
        card.choices[place].choose(text)
        card.choices[place].act()
        self.settle()

    def listed(self) -> list[tuple[str, str]]:
        """The list before a retry: what happens, and to which."""
        return [(row.what, row.number) for row in self.batch.impact.model.shown()]

    def answer(self, asked: Question | None, why: str = WHY) -> str:
        """Say yes to a question, with a reason where one is wanted; its title is given back."""
        assert asked is not None, self.window.action_bar.sentence()
        title = asked.windowTitle()
        lines = [one for one in asked.findChildren(QLineEdit) if one.accessibleName().startswith("Reason")]
        for line in lines:
            line.setText(why)
        asked.buttons()[1].click()
        self.settle()
        return title

    def primary(self) -> None:
        """Ctrl+Enter."""
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)
        QTest.keyClick(self.window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        self.settle()

    def people(self, server: str, verb: str, **arguments: Any) -> None:
        """What somebody does in ConnectWise or QuickBooks themselves."""
        self.desk.sandbox.control.do(server, verb, **arguments)


def click(holder: QWidget, text: str) -> None:
    """Press the button with this text."""
    found = [one for one in holder.findChildren(Button) if one.text() == text and one.isVisibleTo(holder)]
    assert found, [one.text() for one in holder.findChildren(Button)]
    assert found[0].isEnabled(), found[0].toolTip()
    found[0].click()


def _told(card: CauseCard) -> str:
    content = card.content
    links = " ".join(text for text, _ in content.links)
    return f"{content.title} {content.sentence} {links} {content.after_links}"
