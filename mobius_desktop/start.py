"""Starts the window: one program after another, where a restored backup takes the record's place."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, Qt, QThread, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QVBoxLayout

from mobius_desktop import __version__
from mobius_desktop.app import Desktop
from mobius_desktop.diagnostics.crash import CrashFile, CrashReport
from mobius_desktop.diagnostics.crash import told as print_mistake
from mobius_desktop.diagnostics.paths import data_dir as data_folder_of
from mobius_desktop.diagnostics.paths import resource_path
from mobius_desktop.domain.errors import InUse, Known, StorageFailed
from mobius_desktop.ui.components.labels import Label
from mobius_desktop.ui.desktop.one_window import Answer, Doorbell, bring_to_front
from mobius_desktop.ui.desktop.told_to_end import ToldToEnd
from mobius_desktop.ui.program import Program
from mobius_desktop.ui.shell.main_window import MainWindow
from mobius_desktop.ui.shell.memory import Memory
from mobius_desktop.ui.theme import install, theme
from mobius_desktop.workers.hub import Hub

if TYPE_CHECKING:
    from mobius_desktop.wiring import ProgramOptions

COULD_NOT_START = 2
_UPDATING = "The record is brought up to date for this version. This is done once and may take a minute."
_PAINTED = 10
"""Turns of the event loop until a first line is on the screen."""
_TRIES, _BETWEEN_TRIES_MS = 12, 250
"""A window that is just starting answers within these."""


def run(
    *,
    data_dir: Path | None = None,
    demo: bool = False,
    quit_when_shown: Path | None = None,
    **choices: Any,
) -> int:
    """Open the window and stay until it is closed; the exit code.

    With `quit_when_shown` it closes by itself once its first page is painted, and that file says when."""
    try:
        return _run(data_dir=data_dir, demo=demo, quit_when_shown=quit_when_shown, **choices)
    except Exception as error:
        return _broken(error, data_dir)


def _broken(error: Exception, data_dir: Path | None) -> int:
    """A start that failed by a mistake, or for want of a part of the installation: said and written down."""
    folder = data_folder_of(data_dir)
    print_mistake(error)
    path = CrashFile(folder).write(error, "the start")
    kept = f" A report lies in {path.parent}." if path is not None else ""
    sentence = (
        "Mobius Desktop could not start. Most likely a part of the installation is missing or was changed:"
        f" install it again. Your record is not touched by that.{kept}"
    )
    if QApplication.instance() is not None:
        QMessageBox.critical(None, "Mobius Desktop cannot start", sentence)
    elif sys.stderr is not None:
        sys.stderr.write(f"{sentence}\n")
    return COULD_NOT_START


def _run(*, data_dir: Path | None, demo: bool, quit_when_shown: Path | None, **choices: Any) -> int:
    from mobius_desktop.wiring import ProgramOptions  # noqa: PLC0415 - Qt first, its errors first

    application = _application()
    if quit_when_shown is not None:
        from mobius_desktop.ui.desktop.first_paint import QuitWhenShown  # noqa: PLC0415 - only to measure

        QuitWhenShown(application, quit_when_shown)
    options = ProgramOptions.of(data_dir=data_dir, demo=demo, **choices)
    with ExitStack() as held:
        try:
            if options.review is None and not _is_first(options.folder, held):
                return 0
            return _stay(application, options, held)
        except Known as error:
            QMessageBox.warning(None, "Mobius Desktop cannot start", error.sentence)
            return COULD_NOT_START


def _application() -> QApplication:
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)  # noqa: S101 - there is no other kind here
    application.setApplicationName("Mobius Desktop")
    application.setApplicationVersion(__version__)
    application.setWindowIcon(QIcon(str(resource_path("icons", "app", "app.svg"))))
    application.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeMenuBar)
    if QLocale().language() == QLocale.Language.C:  # a bare system says nothing of dates
        QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    install(application)
    return application


def _is_first(folder: Path, held: ExitStack) -> bool:
    """Whether this is the only window on the folder; else the other one has come to the front.

    Raises InUse with who has it, where the other one does not answer."""
    from mobius_desktop.wiring.window_lock import hold_window  # noqa: PLC0415 - as above

    for left in reversed(range(_TRIES)):
        answer = bring_to_front(folder)
        if answer is Answer.SHOWN:
            return False
        try:
            held.enter_context(hold_window(folder))
        except InUse:
            if not left or answer is Answer.SILENT:  # else it is just starting
                raise
            QThread.msleep(_BETWEEN_TRIES_MS)
        except StorageFailed:  # a folder that may not be written: then it is only looked at
            break
        else:
            break
    return True


def _stay(application: QApplication, options: ProgramOptions, held: ExitStack) -> int:
    """Windows, until one is closed without a backup to restore. Raises Known errors when the record cannot be
    opened."""
    crash = CrashFile(options.folder)
    earlier = crash.start()
    held.callback(crash.stop)
    code, copy = _show(application, options, _opened(options), crash, earlier)
    while copy is not None:
        code, copy = _show(application, options, _restored(options, copy), crash, None)
    return code


def _show(
    application: QApplication,
    options: ProgramOptions,
    program: Program,
    crash: CrashFile,
    earlier: CrashReport | None,
) -> tuple[int, Path | None]:
    """The window, from its first paint to its end: the exit code, and the copy to restore, if any."""
    with ExitStack() as held:
        held.callback(program.close)
        hub = Hub()
        held.callback(hub.close)
        window = MainWindow(Memory(options.folder / "window.ini"))
        desktop = Desktop(program, window, hub)
        if options.review is None:
            doorbell = Doorbell(options.folder, window)
            held.callback(doorbell.close)
            doorbell.rung.connect(desktop.come_to_front)
        told = ToldToEnd()
        held.callback(told.close)
        told.told.connect(desktop.closing.end_unasked)
        desktop.closing.ended.connect(application.exit)
        desktop.support.shown.connect(crash.mark_seen)
        crash.heard = desktop.support.failed.emit
        held.callback(setattr, crash, "heard", None)
        window.show()
        if earlier is not None:
            desktop.support.show_earlier(earlier)
        QTimer.singleShot(0, desktop.start)
        code, copy = application.exec(), desktop.record.restored_from
    if copy is not None:
        _discard(window)
    return code, copy


def _discard(window: MainWindow) -> None:
    """Let the window and its timers go before the next one opens: their record is closed by then."""
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _opened(options: ProgramOptions) -> Program:
    """The program; where its record cannot be written, one that shows what can be read of it."""
    from mobius_desktop.wiring import open_program, open_troubled, takes_a_while  # noqa: PLC0415 - Qt first

    with _said_meanwhile(_UPDATING if takes_a_while(options) else ""):
        try:
            return open_program(options)
        except Known as error:
            return open_troubled(options, error)


@contextmanager
def _said_meanwhile(sentence: str) -> Iterator[None]:
    """A line on the screen while something comes before the window that takes seconds."""
    if not sentence:
        yield
        return
    said = QDialog()
    said.setWindowTitle("Mobius Desktop")
    column = QVBoxLayout(said)
    column.setContentsMargins(*(theme().metrics.v(24),) * 4)
    column.addWidget(Label(sentence))
    said.show()
    for _ in range(_PAINTED):  # the screen takes its time to show a new window
        QCoreApplication.processEvents()
        QThread.msleep(20)
    said.repaint()
    QCoreApplication.processEvents()
    try:
        yield
    finally:
        said.close()


def _restored(options: ProgramOptions, copy: Path) -> Program:
    """The program on a record whose place a checked copy has taken."""
    from mobius_desktop.wiring import restore_record  # noqa: PLC0415 - as above

    try:
        restore_record(options, copy)
    except Known as error:
        QMessageBox.warning(None, "The backup was not restored", error.sentence)
    return _opened(options)
