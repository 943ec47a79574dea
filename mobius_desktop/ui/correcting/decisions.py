"""Decisions on single invoices, from whatever page they are met on: look, ask with a reason, run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from threading import Event as StopEvent
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.ids import BillingLogId
from mobius_desktop.transfer.correct.values import CorrectionReport, MarkItem, ReplacePlan, TakeBackItem
from mobius_desktop.ui.components.question import Question, QuestionContent
from mobius_desktop.ui.correcting import asking
from mobius_desktop.ui.correcting.posting_date import PostingDate
from mobius_desktop.ui.correcting.subject import Subject
from mobius_desktop.ui.program import Observer
from mobius_desktop.ui.services import Services
from mobius_desktop.workers.hub import Job

if TYPE_CHECKING:
    from mobius_desktop.transfer.correct.service import CorrectionService

Found = TypeVar("Found")
Run = Callable[["CorrectionService", Observer, StopEvent], CorrectionReport]


class Decisions(QObject):
    """One for a page. It says what happened; the page draws it."""

    #: A sentence for the action bar; empty takes it away.
    said = Signal(str)
    #: A word was recorded: the record says more than before.
    decided = Signal()
    #: The page of a batch is wanted, where it can be decided (its number).
    batch_wanted = Signal(object)
    #: `CorrectionReport` of a correction that was run from here.
    ended = Signal(object)

    def __init__(
        self, services: Services, widget: QWidget, why_not: Callable[[], str], goes_by_it: str
    ) -> None:
        super().__init__(widget)
        self._services, self._widget, self._why_not = services, widget, why_not
        self._goes_by_it = goes_by_it
        self._looking: Job | None = None
        self.question: Question | None = None
        """The question that is open."""
        self._ran = False
        services.corrected.connect(self._on_corrected)
        services.batch_failed.connect(self._on_batch_failed)

    @property
    def able(self) -> bool:
        """Whether a correction can be begun now."""
        return not self._why_not() and self._looking is None and self.question is None

    def why_not(self) -> str:
        """Why nothing can be begun; empty when it can."""
        return self._why_not()

    def forget(self) -> None:
        """Something else is shown."""
        if self._looking is not None:
            self._looking.forget()
            self._looking = None

    # Changed after sending

    def replace(self, subject: Subject, one: BillingLogId) -> None:
        """Take it back and send it anew under the same number."""

        def look(service: CorrectionService, stop: StopEvent) -> ReplacePlan:
            del stop
            return service.replace_preview(one)

        self.look(subject, "Reading both sides.", look, partial(self._ask_replace, subject))

    def _ask_replace(self, subject: Subject, plan: ReplacePlan) -> None:
        if plan.refused:
            self.said.emit(plan.refused)
            return

        def run(why: str) -> None:
            def act() -> None:
                self.run(
                    subject,
                    lambda service, tell, stop: service.replace(plan, why, tell, stop, confirmed=True),
                )

            self.confirm_month((plan.item,) if plan.item.earlier_month else (), act)

        self.ask(asking.replace(plan), run)

    def leave(self, subject: Subject, one: BillingLogId) -> None:
        """Leave QuickBooks as it is: recorded and marked."""

        def run(plan: ReplacePlan, why: str) -> None:
            self.run(subject, lambda service, tell, stop: service.leave(plan, why, tell, stop))

        def ask(plan: ReplacePlan) -> None:
            if plan.refused:
                self.said.emit(plan.refused)
            else:
                self.ask(asking.leave(plan), partial(run, plan))

        self.look(subject, "Reading both sides.", lambda service, _: service.leave_preview(one), ask)

    def advise(self, subject: Subject, one: BillingLogId) -> None:
        """Say what to create in ConnectWise so that a credit memo corrects it."""

        def look(service: CorrectionService, stop: StopEvent) -> str:
            del stop
            plan = service.leave_preview(one)
            return plan.refused or service.credit_memo_advice(plan)

        self.look(subject, "Reading both sides.", look, self.said.emit)

    # Words on findings, and marking without sending

    def judge(self, subject: Subject, findings: Sequence[Finding], verdict: str) -> None:
        """Record a word on findings: what it is, or that it is as it should be."""
        if not self.able:
            return
        field: PostingDate | None = None
        if verdict == "post-on":
            field = PostingDate(findings, self._services.program.today)

        def record(why: str) -> None:
            chosen = findings if field is None else field.chosen()
            value = field.date() if field is not None else None
            self._judge(subject, chosen, verdict, why, value.isoformat() if value is not None else "")

        self.ask(asking.judgement(findings, verdict), record, field)

    def _judge(
        self, subject: Subject, findings: Sequence[Finding], verdict: str, why: str, value: str
    ) -> None:
        def work(job: Job) -> int:
            del job
            service = self._services.program.corrections(subject.realm)
            for one in findings:
                service.judge(one, verdict, why, value)
            return len(findings)

        self._services.ask(work, self._on_judged, self._on_look_failed, name="word")

    def _on_judged(self, count: int) -> None:
        noun = "invoice" if count == 1 else f"{count:,} invoices"
        self.said.emit(f"Written down for the {noun}. {self._goes_by_it}")
        self.decided.emit()

    def mark(self, subject: Subject, ids: Sequence[BillingLogId]) -> None:
        """Batch them in ConnectWise without sending."""

        def look(service: CorrectionService, stop: StopEvent) -> tuple[MarkItem, ...]:
            del stop
            return service.mark_preview(ids)

        self.look(subject, "Reading ConnectWise's list.", look, partial(self._ask_mark, subject))

    def _ask_mark(self, subject: Subject, items: tuple[MarkItem, ...]) -> None:
        going = tuple(one for one in items if one.possible)
        if not going:
            self.said.emit(" ".join(one.refused for one in items))
            return

        def run(why: str) -> None:
            self.run(subject, lambda service, tell, stop: service.mark(items, why, tell, stop))

        self.ask(asking.mark(items), run)

    # Looking, asking, running

    def look(
        self,
        subject: Subject,
        words: str,
        look: Callable[[CorrectionService, StopEvent], Found],
        then: Callable[[Found], object],
    ) -> None:
        """Ask both sides in the background, then go on in the window."""
        if not self.able:
            return

        def work(job: Job) -> Found:
            return look(self._services.program.corrections(subject.realm), job.stop)

        def done(found: Found) -> None:
            self._looking = None
            self.said.emit("")
            then(found)

        self.said.emit(words)
        self._looking = self._services.ask(work, done, self._on_look_failed, name="look before a correction")

    def _on_look_failed(self, error: Known) -> None:
        self._looking = None
        self.said.emit(error.sentence)

    def ask(
        self, content: QuestionContent, act: Callable[[str], object], extra: QWidget | None = None
    ) -> Question:
        """Ask; what was meant is done when the window has its answer."""
        question = Question(content, self._widget, extra)

        def finished(answer: int) -> None:
            why = question.reason()
            self.question = None
            question.deleteLater()
            if answer == Question.DialogCode.Accepted:
                act(why)

        question.finished.connect(finished)
        self.question = question
        question.open()
        return question

    def confirm_month(self, items: Sequence[TakeBackItem], act: Callable[[], object]) -> None:
        """A second word for what lies in an earlier month, or in a certified one."""
        if not items:
            act()
            return
        certified = sum(one.certified for one in items)
        self.ask(asking.earlier_month(len(items), certified), lambda _: act())

    def run(self, subject: Subject, run: Run) -> None:
        """Run it, unless something else has begun meanwhile."""
        if not self._why_not():
            self._ran = True
            self._services.correct(subject.realm, subject.batch, run)

    @Slot(object)
    def _on_corrected(self, report: CorrectionReport) -> None:
        ran, self._ran = self._ran, False
        if ran:
            self.ended.emit(report)

    @Slot(object)
    def _on_batch_failed(self, error: Known) -> None:
        del error
        self._ran = False
