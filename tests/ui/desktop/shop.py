"""The whole window over the demo's servers, as the tests of its start, its stops and its end use it."""

from __future__ import annotations

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from mobius_desktop.app import Desktop
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.domain.plan import BatchPlan
from mobius_desktop.ui.components.cards import CauseCard
from mobius_desktop.ui.pages.batch.page import BatchPage
from mobius_desktop.ui.shell.main_window import MainWindow
from mobius_desktop.ui.shell.memory import Memory
from mobius_desktop.ui.shell.notices import BannerContent
from mobius_desktop.workers.hub import Hub
from tests.e2e.desk import Desk


class Shop:
    """The whole window over the demo's servers."""

    def __init__(self, qtbot: QtBot, desk: Desk) -> None:
        self.qtbot, self.desk = qtbot, desk
        self.hub = Hub()
        self.window = MainWindow(Memory(None))
        qtbot.addWidget(self.window)
        self.desktop = Desktop(desk.program, self.window, self.hub)
        self.services = self.desktop.services
        self.window.show()
        self.desktop.start()
        self.settle()

    def wait(self, holds: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(holds, timeout=60_000)

    def settle(self) -> None:
        self.wait(lambda: self.hub.busy == 0 and not self.services.running)

    def banner(self) -> BannerContent:
        content = self.window.banner.content()
        assert content is not None
        return content

    def send(self, plan: BatchPlan) -> BatchNumber:
        self.services.submit(self.desk.realm, plan)
        self.settle()
        live = self.services.live
        assert live is not None
        return live.number

    def cards(self) -> list[CauseCard]:
        page = self.window.router.page()
        assert isinstance(page, BatchPage)
        return [one for one in page.body.cards.cards() if isinstance(one, CauseCard)]
