"""Says at the start that the program stopped by a mistake the last time."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from mobius_desktop.diagnostics.crash import CrashReport


def show_crash(window: QWidget, report: CrashReport) -> None:
    """Say that the program stopped by a mistake last time; the window goes on behind it."""
    box = QMessageBox(QMessageBox.Icon.Warning, "Mobius Desktop", "", QMessageBox.StandardButton.Ok, window)
    box.setText("The program stopped by a mistake the last time. Your record is kept; nothing is sent twice.")
    box.setInformativeText(f"What happened is written down in {report.path.parent}.")
    box.setDetailedText(report.text)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
