"""The window of a damaged record: it opens, says so, and goes on with the backup that is restored from it."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mobius_desktop import start
from mobius_desktop.app import Desktop
from mobius_desktop.store import FILE_NAME, Store
from mobius_desktop.ui.shell.main_window import MainWindow
from mobius_desktop.ui.shell.notices import BannerKind
from tests.history.conftest import fill
from tests.store.stories import TickingClock


class Visitor(QObject):
    """Looks at each window that opens, and does the next thing in it."""

    EVERY_MS: ClassVar[int] = 20
    PATIENCE_MS: ClassVar[int] = 90_000

    def __init__(self, copy: Path) -> None:
        super().__init__()
        self._copy = copy
        self.pages: list[str] = []
        self.banners: list[BannerKind | None] = []
        self._seen: list[MainWindow] = []
        self._timer = QTimer(self)
        self._timer.setInterval(self.EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        # Nothing interrupts an event loop from outside: a window that never comes must end it here.
        self._end = QTimer(self)
        self._end.setSingleShot(True)
        self._end.timeout.connect(QApplication.quit)
        self._end.start(self.PATIENCE_MS)
        for left in QApplication.topLevelWidgets():
            left.hide()  # the program ends with its last window; those of other tests are not its own

    @Slot()
    def _look(self) -> None:
        for window in QApplication.topLevelWidgets():
            if not isinstance(window, MainWindow) or not window.isVisible() or window in self._seen:
                continue
            desktop = window.findChild(Desktop)
            page = window.router.page()
            if desktop is None or page is None or desktop.services.hub.busy:
                continue
            if self._seen and desktop._to_build:
                continue  # the window before, were it still there, would build pages on a closed record too
            self._seen.append(window)
            self.pages.append(page.header().title)
            self.banners.append(window.banner.shown())
            if len(self._seen) == 1:
                desktop.services.restore_wanted.emit(self._copy)
            else:
                self._timer.stop()
                window.close()


def test_a_damaged_record_opens_says_so_and_is_replaced_by_a_backup(qtbot: QtBot, tmp_path: Path) -> None:
    del qtbot
    folder, copy = tmp_path / "data", tmp_path / "copy.db"
    with Store.open(folder / FILE_NAME, TickingClock()) as store:
        fill(store)
        store.backup(copy)
    record = folder / FILE_NAME
    cut = record.read_bytes()[:-8192]
    record.write_bytes(cut)
    visitor = Visitor(copy)

    code = start.run(data_dir=folder, vault="memory")

    assert code == 0
    assert visitor.banners == [BannerKind.DAMAGED_RECORD, None]
    assert visitor.pages[0] == "Review Existing Batches"
    assert visitor.pages[1] != visitor.pages[0]
    (kept,) = (folder / "backups").glob("mobius-before-restore-*.db")
    assert kept.read_bytes() == cut
    with Store.open(record, TickingClock()) as store:
        assert store.verify().intact
