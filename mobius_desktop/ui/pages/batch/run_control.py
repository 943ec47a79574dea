"""What can be done to a run from its page: cancel after asking, send the rest, look again."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.history.picture import BatchPicture
from mobius_desktop.transfer.batch import RecoveryReport, found_out
from mobius_desktop.ui.components.question import Question
from mobius_desktop.ui.pages.batch.telling import Counts, cancel_question
from mobius_desktop.ui.services import Services
from mobius_desktop.workers.hub import Job

OFFLINE = "You are working offline. Sending needs a network."
BUSY = "A batch is running. This can be done when it has ended."


class RunControl(QObject):
    """One for the page. It says what happened; the page draws it."""

    #: A sentence for the action bar; empty takes it away.
    said = Signal(str)
    #: The record may say something else now.
    looked = Signal()
    #: The batch that goes on from the one that was resumed.
    resumed = Signal(object)
    #: The question was answered.
    answered = Signal()

    def __init__(self, services: Services, parent: QWidget) -> None:
        super().__init__(parent)
        self._services, self._widget = services, parent
        self._resuming = False
        self.following = False
        """Whether the batch that starts next is to be shown: it goes on from this page."""
        self.cancelling = False
        self.question: Question | None = None
        """The question that is open."""
        services.batch_started.connect(self._on_batch_started)
        services.batch_ended.connect(self._on_batch_ended)
        services.batch_failed.connect(self._on_batch_failed)

    @property
    def review_only(self) -> bool:
        """Whether the record is only looked at: there is nothing to send from here at all."""
        return self._services.program.review_only

    def why_not(self) -> str:
        """Why nothing can be sent just now; empty when it can."""
        if self._services.program.offline:
            return OFFLINE
        return BUSY if self._services.running else ""

    # Cancel

    def ask_to_cancel(self, picture: BatchPicture) -> None:
        """Ask first; the safe answer goes on sending. The batch goes on while the question stands."""
        if self.question is not None or self.cancelling:
            return
        content = cancel_question(picture.number, Counts.of(picture.invoices.values()))
        self.question = Question(content, self._widget)
        self.question.finished.connect(self._on_question_finished)
        self.question.open()

    @Slot(int)
    def _on_question_finished(self, answer: int) -> None:
        question, self.question = self.question, None
        if question is not None:
            question.deleteLater()
        if answer == Question.DialogCode.Accepted and self._services.running:
            self.cancelling = True
            self._services.cancel()
        self.answered.emit()

    # Send the rest, look again

    def resume(self, number: BatchNumber) -> None:
        """Send what was not begun."""
        if not self.why_not():
            self._resuming = True
            self.said.emit("Checking again what is left to send.")
            self._services.resume(number)

    def check_again(self) -> None:
        """Look again for what stayed Checking, as at every start."""
        if self.why_not():
            return
        program = self._services.program

        def work(job: Job) -> RecoveryReport:
            return program.recover(job.report)

        self.said.emit("Looking in QuickBooks.")
        self._services.ask(work, self._on_checked, self._on_check_failed, name="check again")

    def _on_checked(self, report: RecoveryReport) -> None:
        self._services.keep_recovery(report)
        if report.failure is not None:
            self._services.stopped.emit(report.failure)
        again = found_out(report.invoices)
        self.said.emit(report.trouble or (f"Looked again. {again}" if again else ""))
        self.looked.emit()

    def _on_check_failed(self, error: Known) -> None:
        self.said.emit(error.sentence)

    # News of the run

    @Slot(object)
    def _on_batch_started(self, number: BatchNumber) -> None:
        if self._resuming or (self.following and not self._services.correcting):
            self._resuming = self.following = False
            self.resumed.emit(number)

    @Slot(object)
    def _on_batch_ended(self, number: BatchNumber) -> None:
        del number
        self._end()

    @Slot(object)
    def _on_batch_failed(self, error: Known) -> None:
        self._end()
        self.said.emit(error.sentence)
        self.looked.emit()

    def _end(self) -> None:
        self.cancelling = self._resuming = self.following = False
        if self.question is not None:
            self.question.reject()
