"""Takes the pictures of `docs/screenshots/` from the real window on the demo.

`uv run python -m tests.screenshots`: one run in light and one in dark, at 1366 × 768, painted offscreen.
Each picture is of the program as it is: the list is read, the invoices are ticked and sent, the batch is read
again.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from mobius_desktop.app import Desktop
from mobius_desktop.domain.tie_out import TieClass
from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.cards import CauseCard
from mobius_desktop.ui.pages.batch.page import BatchPage
from mobius_desktop.ui.pages.invoice_batch.page import CreateInvoiceBatchPage
from mobius_desktop.ui.pages.tie_out.page import TieOutPage
from mobius_desktop.ui.shell.main_window import MainWindow
from mobius_desktop.ui.shell.memory import Memory
from mobius_desktop.ui.theme import Scheme, install, theme
from mobius_desktop.wiring import ProgramOptions, open_program
from mobius_desktop.workers.hub import Hub

SIZE = (1366, 768)
FOLDER = Path(__file__).parent.parent / "docs" / "screenshots"
PATIENCE = 60.0


class Photographer:
    """Drives the window and takes pictures."""

    def __init__(self, window: MainWindow, look: str) -> None:
        self._window, self._look = window, look
        FOLDER.mkdir(parents=True, exist_ok=True)

    def until(self, ready: Callable[[], bool], what: str) -> None:
        """Let the window live until something is so."""
        end = time.monotonic() + PATIENCE
        while not ready():
            QApplication.processEvents()
            if time.monotonic() > end:
                raise TimeoutError(what)
            time.sleep(0.01)

    def settle(self, seconds: float = 0.6) -> None:
        """Let jobs and timers come to rest."""
        end = time.monotonic() + seconds
        self.until(lambda: time.monotonic() > end, "time to pass")

    def take(self, name: str) -> None:
        """A picture of the whole window."""
        self.settle()
        file = FOLDER / f"{name}-{self._look}.png"
        self._window.grab().save(str(file))
        print(file.name, flush=True)  # noqa: T201 - a command that reports


def tour(window: MainWindow, desktop: Desktop, look: str) -> None:
    """The main job from start to end, with a picture of each page."""
    camera = Photographer(window, look)
    services = desktop.services
    desktop.start()
    camera.until(lambda: services.connectwise.state == "Connected", "the demo to connect")
    camera.settle(2.0)
    camera.take("dashboard")
    window.go("invoice-batch")
    page = window.router.page()
    assert isinstance(page, CreateInvoiceBatchPage)
    camera.until(lambda: page.select.read_list is not None and not page.select.checking, "the list")
    camera.settle(1.0)
    camera.until(lambda: not page.select.checking, "the rows to be checked")
    page.select.model.tick_shown(True)
    camera.take("select")
    window.action_bar.do_primary()
    camera.until(lambda: page.flow.plan is not None, "the preview")
    camera.take("preview")
    page.preview.tabs.choose("findings")
    camera.take("preview-findings")
    page.preview.tabs.choose("created")
    camera.take("preview-approve")
    window.action_bar.do_primary()
    camera.until(lambda: isinstance(window.router.page(), BatchPage), "the batch to start")
    camera.until(lambda: _sent(desktop) >= 6, "some invoices to arrive")
    camera.take("status-running")
    camera.until(lambda: not services.running, "the batch to end")
    camera.settle(7.0)
    camera.take("status-finished-with-errors")
    fix_one(window, desktop, camera)
    window.go("review")
    camera.take("review-list")
    live = services.live
    assert live is not None
    window.go("batch", live.number)
    batch = window.router.page()
    assert isinstance(batch, BatchPage)
    camera.take("review-batch")
    close_a_month(window, camera)
    for key, name in (
        ("connectwise", "setup-connectwise"),
        ("quickbooks", "setup-quickbooks"),
        ("about", "about"),
    ):
        window.go(key)
        camera.take(name)
    window.go("not-in")
    camera.take("did-not-go-in")
    window.go("dashboard")
    camera.take("dashboard-after")


def close_a_month(window: MainWindow, camera: Photographer) -> None:
    """Both systems compared, one difference explained, the month, an invoice's card, who set what aside."""
    window.go("tie-out")
    page = window.router.page()
    assert isinstance(page, TieOutPage)
    page.compare()
    camera.until(lambda: page.found is not None, "the comparison")
    amounts = [row for row in page.model.rows() if row.kind is TieClass.AMOUNT]
    page.explain(amounts, "The deposit was netted by hand.")
    camera.settle(1.0)
    page.tabs.choose("differences")
    page.panel.view.go_to_line(3)
    camera.take("tie-out")
    for key, argument in (("month", None), ("card", "10502"), ("overrides", None)):
        window.go(key, argument)
        camera.take(key)


def fix_one(window: MainWindow, desktop: Desktop, camera: Photographer) -> None:
    """An error card, the fix in it, the card when it is cured, and what *Retry* would send."""
    batch = window.router.page()
    assert isinstance(batch, BatchPage)

    def card(words: str) -> CauseCard:
        cards = [one for one in batch.body.cards.cards() if isinstance(one, CauseCard)]
        found = next(one for one in cards if words in one.content.title)
        batch.body.cards.ensureWidgetVisible(found)
        return found

    camera.until(lambda: bool(card("10536").choices), "the cures to be read")
    found = card("10536")
    found.choices[0].choose("SW-48P")
    found.toggle_more()
    camera.settle()
    card("10536")
    camera.take("error-card")
    found.choices[0].act()
    camera.until(lambda: desktop.services.hub.busy == 0, "the invoice to be looked at again")
    camera.settle()
    cured = card("Cured: Item inactive")
    camera.take("fixed")
    retry = next(one for one in cured.findChildren(Button) if one.text() == "Retry this 1")
    retry.click()
    camera.until(lambda: batch.impact.impact is not None, "the list before the retry")
    camera.take("retry")
    batch.corrections.close_list()


def _sent(desktop: Desktop) -> int:
    live = desktop.services.live
    return 0 if live is None else sum(row.quickbooks_total is not None for row in live.invoices.values())


def photograph(look: str) -> None:
    """One look, in this process."""
    application = QApplication(sys.argv[:1])
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    install(application)
    with tempfile.TemporaryDirectory() as folder:
        program = open_program(ProgramOptions(data_dir=Path(folder), demo=True))
        hub = Hub()
        window = MainWindow(Memory(None))
        theme().set_scheme(Scheme.DARK if look == "dark" else Scheme.LIGHT)
        desktop = Desktop(program, window, hub)
        window.resize(*SIZE)
        window.show()
        try:
            tour(window, desktop, look)
        finally:
            hub.close()
            program.close()


def main() -> None:
    """Both looks, a process each, since the theme is the application's."""
    if len(sys.argv) > 1:
        photograph(sys.argv[1])
        return
    for look in ("light", "dark"):
        subprocess.run([sys.executable, "-m", "tests.screenshots", look], check=True)  # noqa: S603 - this module


if __name__ == "__main__":
    main()
