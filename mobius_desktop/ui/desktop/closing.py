"""The end: closing while a batch is sent asks first, and ends in a known state whichever way is chosen."""

from __future__ import annotations

import logging

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from mobius_desktop.domain.states import UNFINISHED
from mobius_desktop.history.picture import BatchPicture
from mobius_desktop.ui.components.question import Question, QuestionContent
from mobius_desktop.ui.pages.batch.rows import needs_user
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.shell.main_window import MainWindow
from mobius_desktop.ui.shell.notices import BannerContent, BannerKind

log = logging.getLogger(__name__)

LAST_WORK_MS = 4000
"""How long a log-off is held up for what is on the way. Windows ends a program after five seconds."""


def closing_question(live: BatchPicture | None, *, correcting: bool) -> QuestionContent:
    """8 invoices are still to be sent."""
    stay = "Go on in the background"
    end = "Finish what is on the way, then close"
    if correcting:
        body = "What is on the way is finished first; the rest stays as it is and can be taken up later."
        return QuestionContent("Close while a correction is running?", body, stay, end)
    rows = live.invoices.values() if live else ()
    waiting = sum(row.state in UNFINISHED and row.quickbooks_total is None for row in rows)
    noun = "invoice is" if waiting == 1 else "invoices are"
    body = (
        f"{waiting:,} {noun} still to be sent. In the background sending goes on, and the window closes by "
        "itself when all is done. Otherwise what is on the way is finished and marked; the rest waits and "
        "can be sent later."
    )
    return QuestionContent("Close while a batch is running?", body, stay, end)


class Closing(QObject):
    """One for the window."""

    ended = Signal()
    """The system has told the program to end, nothing is on the way any more, and the window is closed."""

    def __init__(self, services: Services, window: MainWindow) -> None:
        super().__init__(window)
        self._services, self._window = services, window
        self._ends = self._in_background = self._told = False
        self.question: Question | None = None
        """The question that is open."""
        window.closing.connect(self._on_window_closing)
        services.batch_ended.connect(self._on_ended)
        services.batch_failed.connect(self._on_ended)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.commitDataRequest.connect(self._on_session_ends, Qt.ConnectionType.DirectConnection)

    @Slot()
    def _on_window_closing(self) -> None:
        if not self._services.running:
            return
        self._window.refuse_close()
        if self._ends or self.question is not None:
            return
        content = closing_question(self._services.live, correcting=self._services.correcting)
        self.question = Question(content, self._window)
        safe, _ = self.question.buttons()
        safe.set_clicked(self._on_background)
        self.question.finished.connect(self._on_question_finished)
        self.question.open()

    def _on_background(self) -> None:
        """Out of the way; when all has gone well the window closes by itself."""
        self._in_background = True
        if self.question is not None:
            self.question.reject()
        self._window.showMinimized()

    @Slot(int)
    def _on_question_finished(self, answer: int) -> None:
        question, self.question = self.question, None
        if question is not None:
            question.deleteLater()
        if answer == Question.DialogCode.Accepted:
            self._end()

    def _end(self) -> None:
        if not self._services.running:
            self._window.close()
            return
        self._ends = True
        self._services.cancel()
        sentence = "**Closing.** What is on the way is finished and marked first."
        self._window.set_banner(BannerKind.INTERRUPTED, BannerContent(sentence))

    @Slot(object)
    def _on_ended(self, what: object) -> None:
        """Close, if that was wanted. What needs somebody brings the window back instead."""
        del what
        if self.question is not None:
            self.question.reject()
        if self._told:
            self._leave()
        elif self._ends:
            self._window.close()
        elif self._in_background and self._window.isMinimized():
            live = self._services.live
            if live is not None and not any(map(needs_user, live.invoices.values())):
                self._window.close()
            else:
                self._window.showNormal()
                QApplication.alert(self._window)
        self._in_background = False

    @Slot()
    def end_unasked(self) -> None:
        """The system tells the program to end: begin nothing more, finish what is on the way, close."""
        log.info("The system tells the program to end")
        self._told = True
        if self.question is not None:
            self.question.reject()
        if self._services.running:
            self._end()
        else:
            self._leave()

    def _leave(self) -> None:
        """Close, whatever a page would still like to ask: nobody is there to answer."""
        self._window.close()
        self.ended.emit()

    @Slot()
    def _on_session_ends(self) -> None:
        """The user logs off: nothing is asked, nothing new is begun, what is on the way gets some seconds.

        The system ends the program when this returns. What was not finished by then is in the journal, and
        the next start finishes it."""
        if not self._services.running:
            return
        log.info("The session ends in the middle of a batch")
        self._ends = True
        self._services.cancel()
        waiting = QEventLoop()
        self._services.batch_ended.connect(waiting.quit)
        self._services.batch_failed.connect(waiting.quit)
        QTimer.singleShot(LAST_WORK_MS, waiting.quit)
        waiting.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        log.info("The session's end was held up until %d jobs were left", self._services.hub.busy)
