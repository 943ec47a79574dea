"""A window with the pages of batches over a real record, as the tests of these pages use it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pytestqt.qtbot import QtBot

from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.store import Store
from mobius_desktop.ui.pages.batch.page import BatchPage
from mobius_desktop.ui.pages.review.page import ReviewPage
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.shell.main_window import MainWindow
from mobius_desktop.ui.shell.memory import Memory
from mobius_desktop.ui.shell.nav_model import NavEntry
from mobius_desktop.ui.shell.page import Page
from mobius_desktop.ui.shell.router import PageEntry
from mobius_desktop.workers.hub import Hub
from tests.ui.pages.batch_record import RecordProgram


class ElsewherePage(Page):
    """Stands for every other page; remembers what it was opened with."""

    def __init__(self) -> None:
        super().__init__()
        self.visits = 0

    def activated(self, argument: object = None) -> None:
        del argument
        self.visits += 1


@dataclass(slots=True)
class BatchDesk:
    """The window, its services, and the program behind them."""

    qtbot: QtBot
    store: Store
    program: RecordProgram
    services: Services
    window: MainWindow

    @classmethod
    def make(cls, qtbot: QtBot, store: Store) -> BatchDesk:
        window = MainWindow(Memory(None))
        qtbot.addWidget(window)
        program = RecordProgram(store)
        services = Services(program, Hub(), window.memory, window)
        create = PageEntry("invoice-batch", ElsewherePage)
        window.add_page(create, NavEntry("invoice-batch", "Create Invoice Batch", "invoice"))
        review = PageEntry("review", lambda: ReviewPage(services), ReviewPage)
        window.add_page(review, NavEntry("review", "Review Existing Batches", "history"))
        window.add_page(PageEntry("batch", lambda: BatchPage(services), BatchPage, "review"))
        window.resize(1366, 768)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return cls(qtbot, store, program, services, window)

    def settle(self) -> None:
        """Let all background work end, also what waits for a pause in typing."""
        page = self.window.router.page()
        if isinstance(page, BatchPage | ReviewPage):
            page.flush()
        self.wait(lambda: self.services.hub.busy == 0)

    def wait(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds."""
        self.qtbot.waitUntil(holds, timeout=20_000)

    def review(self) -> ReviewPage:
        """The list of batches, read."""
        self.window.go("review")
        self.settle()
        page = self.window.router.page()
        assert isinstance(page, ReviewPage)
        return page

    def batch(self, argument: object) -> BatchPage:
        """The page of a batch, read."""
        self.window.go("batch", argument if not isinstance(argument, int) else BatchNumber(argument))
        self.settle()
        return self.page()

    def page(self) -> BatchPage:
        """The page of the batch in front."""
        page = self.window.router.page()
        assert isinstance(page, BatchPage)
        return page

    def sentence(self) -> str:
        """What the action bar says."""
        return self.window.action_bar.sentence()

    def buttons(self) -> dict[str, bool]:
        """The action bar's buttons and whether they can be pressed."""
        return {one.text().replace("&", ""): one.isEnabled() for one in self.window.action_bar.buttons()}

    def close(self) -> None:
        """End what runs."""
        self.program.end()
        self.services.hub.close()
