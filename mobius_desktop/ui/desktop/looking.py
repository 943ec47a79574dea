"""The record from the menus: verified, copied, restored, and a copy that is only looked at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, Slot
from PySide6.QtWidgets import QFileDialog

from mobius_desktop.domain.errors import RecordDamaged
from mobius_desktop.ui.pages.record.page import RecordPage
from mobius_desktop.ui.program import Program
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.shell.main_window import MainWindow
from mobius_desktop.ui.shell.notices import BannerContent, BannerKind
from mobius_desktop.ui.shell.processes import own_command

_FILES = "Record (*.db);;All files (*)"
_PAGES = frozenset({"batch", "review", "overrides", "card", "tie-out", "month", "record", "about", "help"})
"""The pages of a record that is only looked at."""


class RecordDesk(QObject):
    """One for the window."""

    def __init__(self, services: Services, window: MainWindow) -> None:
        super().__init__(window)
        self._services, self._window, self._program = services, window, services.program
        self.restored_from: Path | None = None
        """The checked copy that is to take the record's place once the window is closed."""
        services.restore_wanted.connect(self._on_restore_wanted)

    def has(self, key: str) -> bool:
        """Whether a page, or an entry of the navigation, belongs to what this program may do."""
        return not self._program.review_only or key in _PAGES

    def answer(self) -> None:
        """Answer the commands that apply, once the pages are there."""
        commands, review_only = self._window.commands, self._program.review_only
        commands.answer_always("open-copy", self._on_open_copy)
        commands.answer_always("record", self._on_record)
        commands.answer_always("verify", self._on_verify)
        if not review_only:
            commands.answer_always("back-up", self._on_back_up)
        if not review_only or self._program.trouble is not None:
            commands.answer_always("restore", self._on_restore)

    def begin_looking(self) -> None:
        """The start of a window from which nothing is sent."""
        self._window.go("review")
        self._window.status.set_offline()
        self._window.set_banner(*review_banner(self._program, self._on_restore))
        if self._program.trouble is None:
            self._window.set_subject(f"{self._program.keeping.file.name}, a copy to look at")

    @Slot()
    def _on_record(self) -> None:
        self._window.go("record")

    @Slot()
    def _on_verify(self) -> None:
        self._window.go("record", RecordPage.VERIFY)

    @Slot()
    def _on_back_up(self) -> None:
        self._window.go("record", RecordPage.BACK_UP)

    @Slot()
    def _on_restore(self) -> None:
        self._window.go("record", RecordPage.RESTORE)

    @Slot()
    def _on_open_copy(self) -> None:
        start = str(Path.home())
        chosen, _ = QFileDialog.getOpenFileName(self._window, "Open a copy to look at it", start, _FILES)
        if chosen:
            program, arguments = own_command("--review", chosen)
            QProcess.startDetached(program, arguments)

    @Slot(object)
    def _on_restore_wanted(self, file: Path) -> None:
        self.restored_from = file
        if not self._window.close():
            self.restored_from = None


def review_banner(program: Program, restore: Callable[[], object]) -> tuple[BannerKind, BannerContent]:
    """Which record this is, and why nothing can be sent from this window."""
    trouble = program.trouble
    if trouble is None:
        sentence = (
            f"**This is a copy to look at: {program.keeping.file.absolute()}.** "
            "Nothing is written into it, and nothing is sent."
        )
        return BannerKind.OFFLINE, BannerContent(sentence)
    sentence = f"**{trouble.sentence}** What can still be read is shown; nothing is sent."
    if isinstance(trouble, RecordDamaged):
        return BannerKind.DAMAGED_RECORD, BannerContent(sentence, "Restore a backup…", restore)
    return BannerKind.DAMAGED_RECORD, BannerContent(sentence)
