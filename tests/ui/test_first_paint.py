"""What must not be loaded before the window is on the screen."""

from __future__ import annotations

import subprocess
import sys

_LATE = (
    "requests",
    "flask",
    "keyring",
    "sqlite_utils",
    "sqlite3",
    "xlsxwriter",
    "intuitlib.client",
    "rapidfuzz",
)

_PROGRAM = f"""
import sys
from PySide6.QtWidgets import QApplication
app = QApplication([])
from mobius_desktop.ui.theme import install
install(app)
from mobius_desktop.ui.shell.main_window import MainWindow
from mobius_desktop.ui.shell.nav_model import NavEntry
from mobius_desktop.ui.shell.page import Page
from mobius_desktop.ui.shell.router import PageEntry
from mobius_desktop.ui.tables.panel import TablePanel
window = MainWindow()
window.add_page(PageEntry("one", Page), NavEntry("one", "One", "dashboard"))
window.go("one")
window.show()
app.processEvents()
print([name for name in {_LATE!r} if name in sys.modules])
"""


def test_the_shell_paints_without_network_keys_database_or_export_libraries() -> None:
    done = subprocess.run(  # noqa: S603 - our own interpreter with a program written above
        [sys.executable, "-c", _PROGRAM], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout.strip() == "[]", done.stderr
