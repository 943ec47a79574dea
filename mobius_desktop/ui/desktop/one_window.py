"""One window for a data folder: a second start brings the first to the front, and ends."""

from __future__ import annotations

import getpass
import hashlib
import sys
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QWidget

_SHOW, _SHOWN = b"show\n", b"shown\n"
_PATIENCE_MS = 3000
"""How long a window may take to answer: longer than it ever stands still."""


def name_of(folder: Path) -> str:
    """The name under which this user's window on a folder listens; however the path is spelt."""
    key = f"{getpass.getuser()}|{folder.resolve()}"
    return f"mobius-desktop-{hashlib.sha256(key.encode()).hexdigest()[:16]}"


class Answer(StrEnum):
    """What came of ringing."""

    SHOWN = "shown"
    """The window is in front now."""
    SILENT = "silent"
    """There is one, and it does not answer."""
    NOBODY = "nobody"


def bring_to_front(folder: Path) -> Answer:
    """Ask the window that is open on the folder to come to the front."""
    socket = QLocalSocket()
    socket.connectToServer(name_of(folder))
    if not socket.waitForConnected(_PATIENCE_MS):
        return Answer.NOBODY
    _let_others_come_forward()
    socket.write(_SHOW)
    answered = socket.waitForReadyRead(_PATIENCE_MS)
    answer = socket.readAll().data() if answered else b""
    socket.disconnectFromServer()
    return Answer.SHOWN if bytes(answer) == _SHOWN else Answer.SILENT


if sys.platform == "win32":
    import ctypes

    _ANY_PROCESS = 0xFFFFFFFF

    def _let_others_come_forward() -> None:
        """Windows lets only the program that the user has just started take the front; it may pass this on.
        https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-allowsetforegroundwindow"""
        ctypes.windll.user32.AllowSetForegroundWindow(_ANY_PROCESS)
else:

    def _let_others_come_forward() -> None:
        """Elsewhere a window may come to the front by itself."""


class Doorbell(QObject):
    """Listens for other starts on the same folder, while the window is open."""

    #: Another start asked for the window.
    rung = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_server_new_connection)
        name = name_of(folder)
        if not self._server.listen(name):
            QLocalServer.removeServer(name)  # of a program that was killed: nobody had answered there
            self._server.listen(name)

    @Slot()
    def _on_server_new_connection(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.readyRead.connect(self._on_socket_ready_read)
            if socket.bytesAvailable():
                self._answer(socket)

    @Slot()
    def _on_socket_ready_read(self) -> None:
        socket = self.sender()
        if isinstance(socket, QLocalSocket):
            self._answer(socket)

    def _answer(self, socket: QLocalSocket) -> None:
        if socket.readAll().data() == _SHOW:
            self.rung.emit()
            socket.write(_SHOWN)
            socket.flush()

    def close(self) -> None:
        """Listen no longer."""
        self._server.close()


def raise_window(window: QWidget) -> None:
    """To the front, as it was before it was minimised."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
