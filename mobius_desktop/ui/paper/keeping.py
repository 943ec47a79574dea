"""Asking where a paper goes: a PDF file or a printer. What comes of it is a sentence for the page to say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from mobius_desktop.ui.paper.content import Paper
from mobius_desktop.ui.paper.painting import paint_on
from mobius_desktop.ui.paper.pdf import page_size, write_pdf
from mobius_desktop.workers.hub import Hub, Job

Said = Callable[[Path | str], None]
"""Told the file that was written, or the sentence that says why there is none."""


def ask_for_pdf(parent: QWidget, name: str) -> Path | None:
    """Where to keep a PDF; None when cancelled."""
    start = str(Path.home() / f"{name}.pdf")
    chosen, _ = QFileDialog.getSaveFileName(parent, "Save as PDF", start, "PDF file (*.pdf)")
    if not chosen:
        return None
    file = Path(chosen)
    return file if file.suffix.lower() == ".pdf" else file.with_name(file.name + ".pdf")


def keep_pdf(hub: Hub, paper: Paper, file: Path, said: Said) -> None:
    """Write the PDF in the background."""

    def work(job: Job) -> Path | str:
        del job
        try:
            return write_pdf(paper, file)
        except OSError as error:
            return f"{file.name} could not be written: {error.strerror or error}."

    hub.start(Job(work, done=said, name="paper"))


def print_paper(parent: QWidget, paper: Paper) -> str:
    """Ask for a printer and print; what went wrong, or nothing. Few pages: it is done in a moment."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo  # noqa: PLC0415 - not at the start

    if not QPrinterInfo.availablePrinterNames():
        return "No printer is set up on this computer. Save it as PDF instead."
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(page_size())
    printer.setDocName(paper.title)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(f"Print {paper.title}")
    if not dialog.exec():
        return ""
    try:
        paint_on(paper, printer)
    except OSError as error:
        return f"The printer took nothing: {error}."
    return ""
