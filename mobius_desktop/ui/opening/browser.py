"""The user's own browser."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

OpenAddress = Callable[[str], object]


def open_in_browser(address: str) -> object:
    """Let the user's own browser open an address."""
    return QDesktopServices.openUrl(QUrl(address, QUrl.ParsingMode.StrictMode))
