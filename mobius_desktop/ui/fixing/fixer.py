"""Carries out a cure: asks what has to be asked, does it in the background, and says what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.ids import BillingLogId, QuickBooksId, RealmId
from mobius_desktop.transfer.fixing.cures import LinkCure, OptionCure
from mobius_desktop.transfer.linking.rows import Candidate
from mobius_desktop.ui.components.question import Question, QuestionContent
from mobius_desktop.ui.fixing import questions
from mobius_desktop.ui.fixing.port import Fixing
from mobius_desktop.ui.services import Services
from mobius_desktop.workers.hub import Job


@dataclass(frozen=True, slots=True)
class Fixed:
    """What was done: the sentence for it, and the invoices that it concerns."""

    sentence: str
    ids: tuple[BillingLogId, ...] = ()


class Fixer(QObject):
    """One for a page. The page plans anew when something was `fixed`."""

    fixed = Signal(object)
    """`Fixed`."""
    failed = Signal(str)

    def __init__(self, services: Services, widget: QWidget) -> None:
        super().__init__(widget)
        self._services, self._widget = services, widget
        self.question: Question | None = None
        """The question that is open."""

    # The cures

    def link(self, realm: RealmId, cure: LinkCure, chosen: Candidate, ids: Sequence[BillingLogId]) -> None:
        """Link a record."""

        def work(fixing: Fixing) -> None:
            fixing.link(realm, cure, chosen)

        self._do(work, Fixed(f"“{cure.name}” is linked to “{chosen.name}”.", tuple(ids)))

    def link_to(
        self, realm: RealmId, cure: LinkCure, ids: Sequence[BillingLogId], key: object, text: str
    ) -> None:
        """Link to what was chosen from the list."""
        self.link(realm, cure, Candidate(QuickBooksId(str(key)), text, 100), ids)

    def change(self, realm: RealmId, cure: OptionCure, ids: Sequence[BillingLogId]) -> None:
        """Change an option of the company."""
        companies = self._services.program.companies()
        company = next((one.name for one in companies if one.realm == realm), "this company")

        def act() -> None:
            def work(fixing: Fixing) -> None:
                fixing.change(realm, cure)

            self._do(work, Fixed(cure.meaning, tuple(ids)))

        self._ask(questions.option(cure, company), act)

    def look_again(self, realm: RealmId, ids: Sequence[BillingLogId]) -> None:
        """It was put right in ConnectWise or QuickBooks: both are read again."""

        def work(fixing: Fixing) -> None:
            fixing.look_anew(realm)

        self._do(work, Fixed("", tuple(ids)))

    # Shared

    def _do(self, work: Callable[[Fixing], None], done: Fixed) -> None:
        def run(job: Job) -> None:
            del job
            work(self._services.program.fixing)

        def ended(nothing: None) -> None:
            del nothing
            self.fixed.emit(done)

        def failed(error: Known) -> None:
            self.failed.emit(error.sentence)

        self._services.ask(run, ended, failed, name="fix")

    def _ask(self, content: QuestionContent, act: Callable[[], object]) -> None:
        if self.question is not None:
            return
        question = Question(content, self._widget)

        def finished(answer: int) -> None:
            self.question = None
            question.deleteLater()
            if answer == Question.DialogCode.Accepted:
                act()

        question.finished.connect(finished)
        self.question = question
        question.open()
