"""How long the window stands still while a bookkeeper sends a month's end in the demo.

Everything is in one process, as with `--demo`: window, engine and both servers with their 80 ms. The menu's
commands are triggered as a user would; no page is reached past them.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from benchmarks.figures import Figure, peak_mebibytes
from mobius_desktop.app import BUILT_AHEAD, Desktop
from mobius_desktop.ui.pages.batch.page import BatchPage
from mobius_desktop.ui.pages.invoice_batch.page import CreateInvoiceBatchPage
from mobius_desktop.ui.shell.main_window import MainWindow
from mobius_desktop.ui.shell.memory import Memory
from mobius_desktop.ui.theme import install
from mobius_desktop.wiring import Program, ProgramOptions, open_program
from mobius_desktop.workers.hub import Hub
from mobius_desktop.workers.stall import TICK_MS, StallMeter

_POLL_MS = 50
_SECONDS = 300.0
_BUDGET_MS = 50


class TurnMeter(QObject):
    """The most processor time that the window's thread took between two ticks.

    A stall on the clock also holds what the threads beside it and the rest of the machine took."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._last = self._longest = 0.0

    def start(self) -> None:
        """Measure from here."""
        self._last, self._longest = time.thread_time(), 0.0
        self._timer.start()

    def stop(self) -> float:
        """The longest turn in milliseconds of processor time."""
        self._timer.stop()
        return self._longest * 1000

    @Slot()
    def _on_timer_timeout(self) -> None:
        now = time.thread_time()
        self._longest = max(self._longest, now - self._last)
        self._last = now


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done: how long it took, the longest stall and the longest turn, in milliseconds."""

    seconds: float
    stall: float
    turn: float


class Bookkeeper(QObject):
    """Works with the window, one step after the other, and measures each."""

    def __init__(self, program: Program, window: MainWindow, hub: Hub) -> None:
        super().__init__()
        self._window, self._hub = window, hub
        self.desktop = Desktop(program, window, hub)
        self._meter, self._turns = StallMeter(self), TurnMeter(self)
        self._loop = QEventLoop()
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._until: Callable[[], bool] = lambda: True
        self._give_up_at = 0.0
        self._late = False

    def do(self, step: str, begin: Callable[[], object], until: Callable[[], bool]) -> Step:
        """Begin something and wait for its end."""
        began = time.monotonic()
        self._until, self._give_up_at, self._late = until, began + _SECONDS, False
        self._meter.start(step)
        self._turns.start()
        begin()
        self._timer.start()
        self._loop.exec()
        self._timer.stop()
        if self._late:
            raise TimeoutError(f"{step} did not end")
        return Step(time.monotonic() - began, self._meter.stop(), self._turns.stop())

    def command(self, name: str) -> Callable[[], object]:
        """A command of the menu, as a user triggers it."""
        return self._window.commands.action(name).trigger

    def page(self) -> CreateInvoiceBatchPage:
        page = self._window.router.page()
        assert isinstance(page, CreateInvoiceBatchPage)
        return page

    def idle(self) -> bool:
        """Nothing goes on in the background."""
        return self._hub.busy == 0

    def settled(self) -> bool:
        """The start is over: nothing goes on, and the pages that are built ahead are there."""
        return self.idle() and all(self._window.router.built(page) for page in BUILT_AHEAD)

    def batch_ended(self) -> bool:
        """The batch's page is shown, and nothing goes on any more."""
        return isinstance(self._window.router.page(), BatchPage) and self.idle()

    @Slot()
    def _on_timer_timeout(self) -> None:
        self._late = time.monotonic() > self._give_up_at
        if self._late or self._until():
            self._loop.quit()


def measure(small: bool) -> Iterator[Figure]:
    """The longest stall of each step; the run's is the one with a budget."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    install(application)
    with tempfile.TemporaryDirectory() as folder:
        options = ProgramOptions(data_dir=Path(folder), demo=True, scale="small" if small else "month-end")
        with _opened(options) as bookkeeper:
            yield from _month(bookkeeper)
    yield Figure("memory at most, both servers included", peak_mebibytes(), "MiB")


@contextmanager
def _opened(options: ProgramOptions) -> Iterator[Bookkeeper]:
    program, hub = open_program(options), Hub()
    window = MainWindow(Memory(options.folder / "window.ini"))
    try:
        bookkeeper = Bookkeeper(program, window, hub)
        window.show()
        yield bookkeeper
        window.close()
    finally:
        hub.close()
        program.close()


def _month(user: Bookkeeper) -> Iterator[Figure]:
    step = user.do("start", user.desktop.start, user.settled)
    yield Figure("stall while the demo starts and connects", step.stall, "ms")
    listed = user.do(
        "list",
        user.command("new-batch"),
        lambda: user.page().select.read_list is not None and user.idle(),
    )
    yield Figure("stall while the list is read and checked", listed.stall, "ms")
    step = user.do("tick", user.command("select"), user.idle)
    yield Figure("stall while what can be sent is ticked", step.stall, "ms")
    count = len(user.page().flow.ticked)
    step = user.do("preview", user.command("preview"), lambda: user.page().flow.plan is not None)
    yield Figure("stall while the preview is made", step.stall, "ms")
    run = user.do("run", user.command("submit"), user.batch_ended)
    yield Figure(f"{count} invoices sent and shown", run.seconds, "s")
    yield Figure("longest stall of the window during the run", run.stall, "ms", _BUDGET_MS)
    yield Figure("processor time of the window's longest turn in it", run.turn, "ms", _BUDGET_MS)
