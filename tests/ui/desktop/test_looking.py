"""A window over a copy says which file it shows, wherever one looks."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from pytestqt.qtbot import QtBot

from mobius_desktop.app import Desktop
from mobius_desktop.store import FILE_NAME, Store
from mobius_desktop.ui.shell.main_window import MainWindow
from mobius_desktop.ui.shell.memory import Memory
from mobius_desktop.wiring import ProgramOptions, open_program
from mobius_desktop.workers.hub import Hub
from tests.history.conftest import fill
from tests.store.stories import TickingClock


def test_title_and_banner_name_the_copy_on_every_page(qtbot: QtBot, tmp_path: Path) -> None:
    with Store.open(tmp_path / FILE_NAME, TickingClock()) as store:
        fill(store)
    copy = (tmp_path / FILE_NAME).rename(tmp_path / "october for the auditor.db")
    with closing(open_program(ProgramOptions(data_dir=tmp_path / "auditor", review=copy))) as program:
        window, hub = MainWindow(Memory(None)), Hub()
        qtbot.addWidget(window)
        desktop = Desktop(program, window, hub)
        desktop.start()
        subject = "october for the auditor.db, a copy to look at"
        assert window.windowTitle() == f"Review Existing Batches – {subject} – Mobius Desktop"
        window.go("overrides")
        assert window.windowTitle() == f"Overrides – {subject} – Mobius Desktop"
        banner = window.banner.content()
        assert banner is not None
        assert f"a copy to look at: {copy}." in banner.sentence
        qtbot.waitUntil(lambda: hub.busy == 0)
        hub.close()
