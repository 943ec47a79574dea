"""Papers for the command line: Qt's fonts and PDF writer without a window or a screen."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtGui import QGuiApplication

from mobius_desktop.history.certificate import Certificate
from mobius_desktop.ui.paper.certificate import certificate_paper
from mobius_desktop.ui.paper.pdf import write_pdf


def write_certificate(certificate: Certificate, file: Path) -> Path:
    """Write the PDF. Raises OSError."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QCoreApplication.instance() or QGuiApplication(["mobius-desktop"])
    if QLocale().language() == QLocale.Language.C:  # a bare system says nothing of dates
        QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    written = write_pdf(certificate_paper(certificate), file)
    del application
    return written
