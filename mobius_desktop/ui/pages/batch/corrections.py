"""The corrections of a batch from its page: look first, ask with a reason, then run with the page live."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from threading import Event as StopEvent
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.ids import BatchNumber, BillingLogId, RealmId
from mobius_desktop.history.picture import BatchPicture
from mobius_desktop.transfer.correct.values import (
    AcceptItem,
    CorrectionReport,
    MarkItem,
    Mode,
    ReplacePlan,
    RetryPlan,
    UndoPlan,
)
from mobius_desktop.ui.components.date_field import DateField
from mobius_desktop.ui.components.question import Question, QuestionContent
from mobius_desktop.ui.pages.batch import asking
from mobius_desktop.ui.pages.batch.impact import ImpactPanel, retry_impact, undo_impact
from mobius_desktop.ui.services import Observer, Services
from mobius_desktop.workers.hub import Job

if TYPE_CHECKING:
    from mobius_desktop.transfer.correct.service import CorrectionService

Found = TypeVar("Found")
Run = Callable[["CorrectionService", Observer, StopEvent], CorrectionReport]


class Corrections(QObject):
    """One for the page. It says what happened; the page draws it."""

    #: A sentence for the action bar; empty takes it away.
    said = Signal(str)
    #: The list before a correction was opened or closed.
    turned = Signal()
    #: A word was recorded: the record says more than before.
    decided = Signal()

    def __init__(
        self, services: Services, widget: QWidget, panel: ImpactPanel, why_not: Callable[[], str]
    ) -> None:
        super().__init__(widget)
        self._services, self._widget, self._panel, self._why_not = services, widget, panel, why_not
        self._picture: BatchPicture | None = None
        self._looking: Job | None = None
        self.question: Question | None = None
        """The question that is open."""

    @property
    def able(self) -> bool:
        """Whether a correction can be begun now."""
        return not self._why_not() and self._looking is None and self.question is None

    def close_list(self) -> bool:
        """Back from the list; False when none was open."""
        if self._panel.impact is None:
            return False
        self._panel.close_list()
        self.turned.emit()
        return True

    def forget(self) -> None:
        """Another batch is shown."""
        if self._looking is not None:
            self._looking.forget()
            self._looking = None
        self._panel.close_list()

    # Retry

    def retry(self, picture: BatchPicture) -> None:
        """Plan anew what failed, and show what could be sent and what not."""
        number = picture.number

        def look(service: CorrectionService, stop: StopEvent) -> RetryPlan:
            return service.retry_preview(number, allow_creation=True, stop=stop)

        self._look(picture, "Planning anew what failed, from fresh data.", look, self._show_retry)

    def _show_retry(self, plan: RetryPlan) -> None:
        self._panel.open(retry_impact(plan, partial(self._send, plan)))
        self.turned.emit()

    def _send(self, plan: RetryPlan) -> None:
        realm = self._realm()
        self.close_list()
        self._services.retry(realm, plan)

    # Take back

    def undo(
        self, picture: BatchPicture, chosen: Sequence[BillingLogId] = (), mode: Mode = Mode.FOR_GOOD
    ) -> None:
        """Undo the batch, or take back the chosen invoices of it: the list first."""
        number = picture.number

        def look(service: CorrectionService, stop: StopEvent) -> UndoPlan:
            del stop
            return service.undo_preview(number, chosen, mode)

        self._look(picture, "Looking what can be taken back.", look, self._show_undo)

    def release(self, picture: BatchPicture, one: BillingLogId) -> None:
        """Delete only the ConnectWise batch of an invoice that QuickBooks no longer holds."""

        def look(service: CorrectionService, stop: StopEvent) -> UndoPlan:
            del stop
            return service.release_preview([one])

        self._look(picture, "Looking whether QuickBooks still holds it.", look, self._show_undo)

    def _show_undo(self, plan: UndoPlan) -> None:
        picture = self._picture
        names = {one: row.customer for one, row in picture.invoices.items()} if picture is not None else {}
        self._panel.open(undo_impact(plan, partial(self._ask_undo, plan), names))
        self.turned.emit()

    def _ask_undo(self, plan: UndoPlan) -> None:
        def run(why: str) -> None:
            self._confirm_month(len(plan.earlier_month), partial(self._undo, plan, why))

        self._ask(asking.undo(plan), run)

    def _undo(self, plan: UndoPlan, why: str) -> None:
        self.close_list()
        self._run(lambda service, tell, stop: service.take_back(plan, why, tell, stop, confirmed=True))

    def _confirm_month(self, count: int, act: Callable[[], object]) -> None:
        """A second word for what lies in an earlier month."""
        if not count:
            act()
            return
        self._ask(asking.earlier_month(count), lambda _: act())

    # Needs check

    def accept(self, picture: BatchPicture, ids: Sequence[BillingLogId]) -> None:
        """Accept one, or all of one cause."""

        def look(service: CorrectionService, stop: StopEvent) -> tuple[AcceptItem, ...]:
            del stop
            return service.accept_preview(ids)

        self._look(picture, "Reading what QuickBooks holds.", look, self._ask_accept)

    def _ask_accept(self, items: tuple[AcceptItem, ...]) -> None:
        going = tuple(one for one in items if one.possible)
        if not going:
            self.said.emit(" ".join(one.refused for one in items) or "Nothing waits for a decision.")
            return

        def run(why: str) -> None:
            self._run(lambda service, tell, stop: service.accept(going, why, tell, stop))

        self._ask(asking.accept(going), run)

    # Changed after sending

    def replace(self, picture: BatchPicture, one: BillingLogId) -> None:
        """Take it back and send it anew under the same number."""

        def look(service: CorrectionService, stop: StopEvent) -> ReplacePlan:
            del stop
            return service.replace_preview(one)

        self._look(picture, "Reading both sides.", look, self._ask_replace)

    def _ask_replace(self, plan: ReplacePlan) -> None:
        if plan.refused:
            self.said.emit(plan.refused)
            return

        def run(why: str) -> None:
            def act() -> None:
                self._run(lambda service, tell, stop: service.replace(plan, why, tell, stop, confirmed=True))

            self._confirm_month(int(plan.item.earlier_month), act)

        self._ask(asking.replace(plan), run)

    def leave(self, picture: BatchPicture, one: BillingLogId) -> None:
        """Leave QuickBooks as it is: recorded and marked."""

        def run(plan: ReplacePlan, why: str) -> None:
            self._run(lambda service, tell, stop: service.leave(plan, why, tell, stop))

        def ask(plan: ReplacePlan) -> None:
            if plan.refused:
                self.said.emit(plan.refused)
            else:
                self._ask(asking.leave(plan), partial(run, plan))

        self._look(picture, "Reading both sides.", lambda service, _: service.leave_preview(one), ask)

    def advise(self, picture: BatchPicture, one: BillingLogId) -> None:
        """Say what to create in ConnectWise so that a credit memo corrects it."""

        def look(service: CorrectionService, stop: StopEvent) -> str:
            del stop
            plan = service.leave_preview(one)
            return plan.refused or service.credit_memo_advice(plan)

        self._look(picture, "Reading both sides.", look, self.said.emit)

    # Words on findings, and marking without sending

    def judge(self, picture: BatchPicture, findings: Sequence[Finding], verdict: str) -> None:
        """Record a word on findings: what it is, or that it is as it should be."""
        self._picture = picture
        if not self.able:
            return
        field: DateField | None = None
        if verdict == "post-on":
            day = dt.date.fromisoformat(dict(findings[0].facts)["next_date"])
            field = DateField(day, "Post on", self._services.program.today)

        def record(why: str) -> None:
            value = field.date() if field is not None else None
            self._judge(findings, verdict, why, value.isoformat() if value is not None else "")

        self._ask(asking.judgement(findings, verdict), record, field)

    def _judge(self, findings: Sequence[Finding], verdict: str, why: str, value: str) -> None:
        realm = self._realm()

        def work(job: Job) -> int:
            del job
            service = self._services.program.corrections(realm)
            for one in findings:
                service.judge(one, verdict, why, value)
            return len(findings)

        self._services.ask(work, self._on_judged, self._on_look_failed, name="word")

    def _on_judged(self, count: int) -> None:
        noun = "invoice" if count == 1 else f"{count:,} invoices"
        self.said.emit(f"Written down for the {noun}. Retry looks again and goes by it.")
        self.decided.emit()

    def mark(self, picture: BatchPicture, ids: Sequence[BillingLogId]) -> None:
        """Batch them in ConnectWise without sending."""

        def look(service: CorrectionService, stop: StopEvent) -> tuple[MarkItem, ...]:
            del stop
            return service.mark_preview(ids)

        self._look(picture, "Reading ConnectWise's list.", look, self._ask_mark)

    def _ask_mark(self, items: tuple[MarkItem, ...]) -> None:
        going = tuple(one for one in items if one.possible)
        if not going:
            self.said.emit(" ".join(one.refused for one in items))
            return

        def run(why: str) -> None:
            self._run(lambda service, tell, stop: service.mark(going, why, tell, stop))

        self._ask(asking.mark(going), run)

    # Shared

    def _realm(self) -> RealmId:
        assert self._picture is not None  # noqa: S101 - set by the look that led here
        assert self._picture.realm is not None  # noqa: S101 - every batch of a record has its company
        return self._picture.realm

    def _look(
        self,
        picture: BatchPicture,
        words: str,
        look: Callable[[CorrectionService, StopEvent], Found],
        then: Callable[[Found], object],
    ) -> None:
        """Ask both sides in the background, then go on in the window."""
        if not self.able:
            return
        self._picture = picture
        realm = self._realm()

        def work(job: Job) -> Found:
            return look(self._services.program.corrections(realm), job.stop)

        def done(found: Found) -> None:
            self._looking = None
            self.said.emit("")
            then(found)

        self.said.emit(words)
        self._looking = self._services.ask(work, done, self._on_look_failed, name="look before a correction")

    def _on_look_failed(self, error: Known) -> None:
        self._looking = None
        self.said.emit(error.sentence)

    def _ask(
        self, content: QuestionContent, act: Callable[[str], object], extra: QWidget | None = None
    ) -> None:
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

    def _run(self, run: Run) -> None:
        assert self._picture is not None  # noqa: S101 - set by the look that led here
        number: BatchNumber = self._picture.number
        if not self._why_not():
            self._services.correct(self._realm(), number, run)
