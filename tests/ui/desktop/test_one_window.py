"""A second start on the same data folder brings the first window to the front."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mobius_desktop.domain.errors import InUse
from mobius_desktop.ui.desktop.one_window import Answer, Doorbell, name_of
from mobius_desktop.wiring.window_lock import hold_window

_RING = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from mobius_desktop.ui.desktop.one_window import bring_to_front
app = QCoreApplication([])
print(bring_to_front(Path(sys.argv[1])))
"""
_KILLED = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from mobius_desktop.ui.desktop.one_window import Doorbell
app = QCoreApplication([])
bell = Doorbell(Path(sys.argv[1]))
os.kill(os.getpid(), 9)
"""


def ring(qtbot: QtBot, folder: Path) -> str:
    """Another start, in a process of its own, while this one's window goes on."""
    started = subprocess.Popen(  # noqa: S603 - our own interpreter with our own code
        [sys.executable, "-c", _RING, str(folder)], stdout=subprocess.PIPE, text=True
    )
    qtbot.waitUntil(lambda: started.poll() is not None, timeout=60_000)
    return started.communicate()[0].strip()


def test_the_first_window_is_asked_and_answers(qtbot: QtBot, tmp_path: Path) -> None:
    bell = Doorbell(tmp_path)
    rung: list[bool] = []
    bell.rung.connect(lambda: rung.append(True))
    assert ring(qtbot, tmp_path) == Answer.SHOWN
    assert rung == [True]
    bell.close()
    assert ring(qtbot, tmp_path) == Answer.NOBODY


def test_the_folder_is_known_however_it_is_written_and_no_other_is_meant(tmp_path: Path) -> None:
    assert name_of(tmp_path / "." / "data") == name_of(tmp_path / "data")
    assert name_of(tmp_path / "data") != name_of(tmp_path / "demo")


def test_after_a_kill_the_next_window_listens_again(qtbot: QtBot, tmp_path: Path) -> None:
    subprocess.run(  # noqa: S603 - our own interpreter with our own code
        [sys.executable, "-c", _KILLED, str(tmp_path)], check=False, timeout=60
    )
    bell = Doorbell(tmp_path)
    assert ring(qtbot, tmp_path) == Answer.SHOWN
    bell.close()


def test_a_window_that_does_not_answer_is_named_with_its_user_and_since_when(tmp_path: Path) -> None:
    with hold_window(tmp_path), pytest.raises(InUse, match=r"is in use by .* since .* does not answer"):  # noqa: SIM117 - the second is refused
        with hold_window(tmp_path):
            pass
