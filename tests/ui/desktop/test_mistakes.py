"""A mistake of ours: said at once in a window that goes on, and never a bare trace at the start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox

from mobius_desktop import start

ROOT = Path(__file__).resolve().parents[3]
_SLOT_FAILS = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from mobius_desktop import start
from mobius_desktop.ui.shell.main_window import MainWindow
from mobius_desktop.ui.support.crash_dialog import CrashDialog

application = QApplication([])
failed, tries = [], [600]

def look():
    windows = [one for one in application.topLevelWidgets() if one.isVisible()]
    dialogs = [one for one in windows if isinstance(one, CrashDialog)]
    tries[0] -= 1
    if dialogs or not tries[0]:
        print([one.windowTitle() for one in dialogs], any(isinstance(one, MainWindow) for one in windows))
        application.exit(0)
    elif not failed and any(isinstance(one, MainWindow) for one in windows):
        failed.append(True)
        raise RuntimeError("in a slot")

timer = QTimer()
timer.timeout.connect(look)
timer.start(100)
sys.exit(start.run(data_dir=Path(sys.argv[1]), demo=True, offline=True))
"""


def test_a_slot_that_fails_is_said_at_once_and_not_again_at_the_next_start(tmp_path: Path) -> None:
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", _SLOT_FAILS, str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.stdout.strip() == "['Something unexpected happened'] True", done.stderr
    (report,) = (tmp_path / "crashes").glob("crash-*")
    assert report.name.endswith(".seen")
    assert "in a slot" in report.read_text("utf-8")


@pytest.mark.usefixtures("qapp")
def test_a_part_that_is_missing_is_said_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said: list[str] = []

    def missing(*_: object) -> None:
        raise FileNotFoundError("style/window.qss")

    monkeypatch.setattr(start, "install", missing)
    monkeypatch.setattr(QMessageBox, "critical", lambda _parent, _title, text: said.append(text))
    assert start.run(data_dir=tmp_path) == start.COULD_NOT_START
    assert "install it again" in said[0]
    assert str(tmp_path / "crashes") in said[0]
    assert "window.qss" in capsys.readouterr().err
    assert len(list((tmp_path / "crashes").glob("crash-*.txt"))) == 1
