"""Takes the pictures of `docs/offline.md`: every paper and page of the past with both servers stopped.

`uv run python -m tests.offline_pictures`: a month is sent, corrected, compared and certified in the demo.
Then the servers end, no socket can be opened any more, and what the record alone gives is looked at. Pages
of paper are PDF files made into pictures by `pdftoppm` (Debian: poppler-utils).
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from threading import Event
from typing import NoReturn

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import datetime as dt

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from mobius_desktop.app import Desktop
from mobius_desktop.domain.ids import BatchNumber, RealmId
from mobius_desktop.ui.pages.batch.page import BatchPage
from mobius_desktop.ui.pages.card.page import CardPage
from mobius_desktop.ui.pages.month.page import MonthPage
from mobius_desktop.ui.pages.overrides.page import OverridesPage
from mobius_desktop.ui.pages.review.page import ReviewPage
from mobius_desktop.ui.pages.tie_out.page import TieOutPage
from mobius_desktop.ui.pages.tie_out.place import TiePlace
from mobius_desktop.ui.paper.work import PaperWork
from mobius_desktop.ui.shell.main_window import MainWindow
from mobius_desktop.ui.shell.memory import Memory
from mobius_desktop.ui.theme import install
from mobius_desktop.wiring import ProgramOptions, open_program
from mobius_desktop.workers.hub import Hub
from tests.e2e.desk import Desk, open_desk
from tests.screenshots import FOLDER, SIZE, Photographer
from tests.transfer.correct.test_take_back import previewed

FIRST, LAST = dt.date(2026, 10, 1), dt.date(2026, 10, 31)


def a_month(desk: Desk) -> None:
    """All is sent, one invoice is taken back, both systems are compared, every difference is explained."""
    desk.send()
    corrections = desk.program.corrections(desk.realm)
    corrections.take_back(previewed(desk, "10506"), "Billed twice.", confirmed=True)
    tying = desk.program.tying
    found = tying.compare(desk.realm, FIRST, LAST, lambda _: None, Event())
    tying.explain(desk.realm, [row for row in found.rows if row.open], "Goes in next month, as agreed.")
    tying.certify(desk.realm, FIRST)
    desk.program.keeping.verify()


def without_a_network() -> None:
    """No connection can be made from here on, to this computer neither."""

    def refuse(*_: object) -> NoReturn:
        raise OSError("There is no network.")

    for name in ("connect", "connect_ex"):
        setattr(socket.socket, name, refuse)


def pages(window: MainWindow, camera: Photographer, realm: RealmId) -> None:
    """What a bookkeeper looks at, and the papers of it."""
    window.go("review")
    review = window.router.page()
    assert isinstance(review, ReviewPage)
    camera.settle()
    review.search.setText("another account")
    camera.take("offline-search")
    window.go("batch", BatchNumber(1))
    page = window.router.page()
    assert isinstance(page, BatchPage)
    camera.take("offline-batch")
    for key, argument, kind in (
        ("tie-out", TiePlace(realm, FIRST, LAST), TieOutPage),
        ("month", TiePlace(realm, FIRST, LAST), MonthPage),
        ("card", "10506", CardPage),
        ("overrides", None, OverridesPage),
    ):
        window.go(key, argument)
        assert isinstance(window.router.page(), kind)
        camera.take(f"offline-{key}")
    window.go("record")
    camera.take("offline-record")


def papers(window: MainWindow, camera: Photographer, realm: RealmId, folder: Path) -> None:
    """Each paper as a PDF file, as *Save as PDF* writes it, and its first page as a picture."""

    def keep(work: PaperWork, name: str) -> None:
        file = folder / f"{name}.pdf"
        work.save_to(file)
        camera.until(file.exists, f"{file.name} to be written")
        camera.settle()
        _picture(file)

    window.go("batch", BatchNumber(1))
    camera.settle(1.0)
    batch = window.router.page()
    assert isinstance(batch, BatchPage)
    keep(batch.certificate, "certificate")
    keep(batch.proof_list, "proof-list")
    for key, argument in (
        ("tie-out", TiePlace(realm, FIRST, LAST)),
        ("month", TiePlace(realm, FIRST, LAST)),
        ("card", "10506"),
        ("overrides", None),
    ):
        window.go(key, argument)
        camera.settle(1.0)
        page = window.router.page()
        assert isinstance(page, TieOutPage | MonthPage | CardPage | OverridesPage)
        keep(page.paper, key)


def _picture(file: Path) -> None:
    target = FOLDER / f"offline-paper-{file.stem}"
    command = ["pdftoppm", "-png", "-r", "70", "-f", "1", "-l", "1", "-singlefile", str(file), str(target)]
    subprocess.run(command, check=True)  # noqa: S603 - our own words
    print(f"{target.name}.png", flush=True)  # noqa: T201 - a command that reports


def main() -> None:
    """Send with servers, look without them."""
    application = QApplication(sys.argv[:1])
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    install(application)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with open_desk(folder) as desk:
            a_month(desk)
            realm = desk.realm
        without_a_network()
        with closing(open_program(ProgramOptions(data_dir=folder, demo=True, offline=True))) as program:
            hub = Hub()
            window = MainWindow(Memory(None))
            desktop = Desktop(program, window, hub)
            camera = Photographer(window, "light")
            window.resize(*SIZE)
            window.show()
            desktop.start()
            camera.settle(1.0)
            try:
                pages(window, camera, realm)
                papers(window, camera, realm, folder)
            finally:
                hub.close()


if __name__ == "__main__":
    main()
