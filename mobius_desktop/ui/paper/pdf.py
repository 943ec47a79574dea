"""A paper as a PDF file. Needs a QGuiApplication and no window: the command line writes the same files."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QLocale
from PySide6.QtGui import QPageSize, QPdfWriter

from mobius_desktop.ui.paper.content import Paper
from mobius_desktop.ui.paper.layout import lay_out, set_up
from mobius_desktop.ui.paper.painting import paint_on

_DOTS = 600


def page_size() -> QPageSize:
    """Letter where people measure in inches, else A4."""
    metric = QLocale().measurementSystem() is QLocale.MeasurementSystem.MetricSystem
    return QPageSize(QPageSize.PageSizeId.A4 if metric else QPageSize.PageSizeId.Letter)


def pages_of(paper: Paper) -> int:
    """How many pages the paper has as a PDF. May run in any thread."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DOTS)
    writer.setPageSize(page_size())
    set_up(writer, paper)
    return len(lay_out(paper, writer))


def pdf_of(paper: Paper) -> bytes:
    """The paper as a PDF. May run in any thread."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DOTS)
    writer.setPageSize(page_size())
    writer.setTitle(paper.title)
    writer.setCreator("Mobius Desktop")
    paint_on(paper, writer)
    del writer  # it ends the file
    return bytes(buffer.data().data())


def write_pdf(paper: Paper, file: Path) -> Path:
    """Write the file whole or not at all; one that is there stays until the new one is. Raises OSError."""
    content = pdf_of(paper)
    handle, name = tempfile.mkstemp(prefix=file.name, suffix=".part", dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as part:
            part.write(content)
        Path(name).replace(file)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    return file
