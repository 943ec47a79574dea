"""The window comes back as it was, on a screen that still exists."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import QByteArray, QRect, QSize
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from mobius_desktop.ui.shell.main_window import MainWindow
from mobius_desktop.ui.shell.memory import Memory


@contextmanager
def window(qtbot: QtBot, memory: Memory) -> Iterator[MainWindow]:
    """Open, and closed by its user."""
    made = MainWindow(memory)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()


def is_on_a_screen(made: MainWindow) -> bool:
    """Enough of its upper edge to drag it by."""
    edge = QRect(made.frameGeometry().topLeft(), QSize(made.width(), 20))
    seen = [one.availableGeometry().intersected(edge) for one in QGuiApplication.screens()]
    return any(one.width() > 100 and one.height() > 10 for one in seen)


def test_a_window_of_a_screen_that_is_gone_comes_back_on_one_that_is_there(qtbot: QtBot) -> None:
    memory = Memory(None)
    with window(qtbot, memory) as made:
        made.move(5000, 4000)
        assert not is_on_a_screen(made)
    with window(qtbot, memory) as again:
        assert is_on_a_screen(again)


def test_a_maximised_window_comes_back_maximised_and_a_minimised_one_does_not(qtbot: QtBot) -> None:
    memory = Memory(None)
    with window(qtbot, memory) as made:
        made.showMaximized()
        assert made.isMaximized()
    with window(qtbot, memory) as again:
        assert again.isMaximized()
        again.showMinimized()
    with window(qtbot, memory) as last:
        assert not last.isMinimized()


@pytest.mark.parametrize("kept", [b"", b"rubbish"])
def test_what_cannot_be_read_is_left_and_the_window_opens_at_its_first_size(
    qtbot: QtBot, kept: bytes
) -> None:
    memory = Memory(None)
    memory.keep("window/geometry", QByteArray(kept))
    with window(qtbot, memory) as made:
        assert is_on_a_screen(made)
        assert made.width() >= made.minimumWidth()
