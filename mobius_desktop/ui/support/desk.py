"""Brings the crash report and the support bundle before the user, from wherever they are wanted."""

from __future__ import annotations

import traceback
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from mobius_desktop.diagnostics.bundle import Part
from mobius_desktop.diagnostics.crash import CrashReport
from mobius_desktop.diagnostics.redactor import redactor
from mobius_desktop.domain.errors import Known
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.shell.main_window import MainWindow
from mobius_desktop.ui.support.bundle_dialog import BundleDialog
from mobius_desktop.ui.support.crash_dialog import EARLIER, NOW, CrashContent, CrashDialog
from mobius_desktop.ui.support.port import GivesSupport
from mobius_desktop.workers.hub import Job

_FILES = "Zip file (*.zip)"


class SupportDesk(QObject):
    """One for the window."""

    #: `CrashReport` of a mistake after which the window goes on; emitted by any thread.
    failed = Signal(object)
    #: `CrashReport` that is before the user now.
    shown = Signal(object)

    def __init__(self, services: Services, window: MainWindow) -> None:
        super().__init__(window)
        # Never from within the slot or the paint event that failed.
        self.failed.connect(self._on_failed_now, Qt.ConnectionType.QueuedConnection)
        self._services, self._window, self._program = services, window, services.program
        self.dialog: BundleDialog | None = None
        """The bundle that is being read."""
        self.crash: CrashDialog | None = None
        self._asking = False
        services.support_wanted.connect(self.open_bundle)
        services.hub.crashed.connect(self._on_hub_crashed)

    @property
    def able(self) -> bool:
        """Whether this program has a bundle to give."""
        return isinstance(self._program, GivesSupport)

    @Slot()
    def open_bundle(self) -> None:
        """Put it together in the background, and show it."""
        program = self._program
        if not isinstance(program, GivesSupport) or self._asking:
            return
        if self.dialog is not None:
            self.dialog.raise_()
            return
        self._asking = True

        def work(job: Job) -> tuple[Part, ...]:
            del job
            return program.support.parts()

        self._services.ask(work, self._show, self._on_failed, name="support bundle")

    def _show(self, parts: tuple[Part, ...]) -> None:
        self._asking = False
        self.dialog = BundleDialog(parts, self._window)
        self.dialog.save_wanted.connect(self._on_save_wanted)
        self.dialog.finished.connect(self._on_dialog_finished)
        self.dialog.open()

    def _on_failed(self, error: Known) -> None:
        self._asking = False
        if self.dialog is not None:
            self.dialog.say(error.sentence)

    @Slot()
    def _on_save_wanted(self) -> None:
        if self.dialog is None:
            return
        name = f"Mobius Desktop support {self._program.now():%Y-%m-%d}.zip"
        chosen, _ = QFileDialog.getSaveFileName(
            self.dialog, "Save the support bundle", str(Path.home() / name), _FILES
        )
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, target: Path) -> None:
        """Save what is shown, nothing else."""
        program, dialog = self._program, self.dialog
        if dialog is None or not isinstance(program, GivesSupport):
            return
        parts = dialog.parts

        def work(job: Job) -> None:
            del job
            program.support.save(parts, target)

        self._services.ask(work, partial(self._on_saved, target), self._on_failed, name="save support bundle")

    def _on_saved(self, target: Path, _none: None) -> None:
        if self.dialog is not None:
            self.dialog.say(f"Saved as {target}.")

    @Slot()
    def _on_dialog_finished(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()

    # What went wrong

    def show_earlier(self, report: CrashReport) -> None:
        """The report of a crash of an earlier start."""
        title, sentence = EARLIER
        if report.others:
            sentence += f" {len(report.others):,} older reports lie in the folder of crashes beside it."
        self._tell(CrashContent(title, sentence, report.text))
        self.shown.emit(report)

    @Slot(object)
    def _on_failed_now(self, report: CrashReport) -> None:
        """One dialog at a time: what else fails meanwhile is written down and shown at the next start."""
        if self.crash is None:
            self._tell(CrashContent(*NOW, report.text))
            self.shown.emit(report)

    @Slot(object)
    def _on_hub_crashed(self, error: BaseException) -> None:
        text = redactor.text("".join(traceback.format_exception(error)))
        self._tell(CrashContent(*NOW, text))

    def _tell(self, content: CrashContent) -> None:
        self.crash = CrashDialog(content, self._window)
        self.crash.bundle.setEnabled(self.able)
        self.crash.bundle_wanted.connect(self.open_bundle)
        self.crash.finished.connect(self._on_crash_finished)
        self.crash.open()

    @Slot()
    def _on_crash_finished(self) -> None:
        self.crash = None
