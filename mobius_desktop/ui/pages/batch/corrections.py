"""The corrections of a batch from its page: retry, undo and take back after their list, accept, release."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from threading import Event as StopEvent
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mobius_desktop.domain.ids import BillingLogId
from mobius_desktop.transfer.correct.values import AcceptItem, Mode, RetryPlan, UndoPlan
from mobius_desktop.ui.correcting import asking
from mobius_desktop.ui.correcting.certified import certified_question
from mobius_desktop.ui.correcting.decisions import Decisions
from mobius_desktop.ui.correcting.subject import Subject
from mobius_desktop.ui.correcting.take_back_choice import TakeBackChoice
from mobius_desktop.ui.pages.batch.impact import ImpactPanel, retry_impact, undo_impact
from mobius_desktop.ui.services import Services

if TYPE_CHECKING:
    from mobius_desktop.transfer.correct.service import CorrectionService


class Corrections(Decisions):
    """One for the page. It says what happened; the page draws it."""

    #: The list before a correction was opened or closed.
    turned = Signal()

    def __init__(
        self, services: Services, widget: QWidget, panel: ImpactPanel, why_not: Callable[[], str]
    ) -> None:
        super().__init__(services, widget, why_not, "Retry looks again and goes by it.")
        self._panel = panel

    def close_list(self) -> bool:
        """Back from the list; False when none was open."""
        if self._panel.impact is None:
            return False
        self._panel.close_list()
        self.turned.emit()
        return True

    def forget(self) -> None:
        """Another batch is shown."""
        super().forget()
        self._panel.close_list()

    # Retry

    def retry(self, subject: Subject, only: Sequence[BillingLogId] = ()) -> None:
        """Plan anew what failed, or only these, and show what could be sent and what not."""
        assert subject.batch is not None  # noqa: S101 - a page of a batch
        number = subject.batch

        def look(service: CorrectionService, stop: StopEvent) -> RetryPlan:
            return service.retry_preview(number, only=only, allow_creation=True, stop=stop)

        words = "Planning anew what failed, from fresh data."
        self.look(subject, words, look, partial(self._show_retry, subject))

    def _show_retry(self, subject: Subject, plan: RetryPlan) -> None:
        self._panel.open(retry_impact(plan, partial(self._send, subject, plan)))
        self.turned.emit()

    def _send(self, subject: Subject, plan: RetryPlan) -> None:
        """What is sent into a certified month is asked about first."""
        question = certified_question(self._services.program.tying.certified(subject.realm), plan.plan)
        if question is not None:
            self.ask(question, lambda _: self._retry(subject, plan))
        else:
            self._retry(subject, plan)

    def _retry(self, subject: Subject, plan: RetryPlan) -> None:
        self.close_list()
        self._services.retry(subject.realm, plan)

    # Take back

    def undo(self, subject: Subject, chosen: Sequence[BillingLogId] = (), mode: Mode = Mode.FOR_GOOD) -> None:
        """Undo the batch, or take back the chosen invoices of it: the list first. `mode` is the way that is
        chosen beforehand; the question lets the user choose the other."""
        assert subject.batch is not None  # noqa: S101 - a page of a batch
        number = subject.batch

        def look(service: CorrectionService, stop: StopEvent) -> UndoPlan:
            del stop
            return service.undo_preview(number, chosen, mode)

        self.look(subject, "Looking what can be taken back.", look, partial(self._show_undo, subject))

    def release(self, subject: Subject, one: BillingLogId) -> None:
        """Delete only the ConnectWise batch of an invoice that QuickBooks no longer holds."""

        def look(service: CorrectionService, stop: StopEvent) -> UndoPlan:
            del stop
            return service.release_preview([one])

        words = "Looking whether QuickBooks still holds it."
        self.look(subject, words, look, partial(self._show_undo, subject))

    def _show_undo(self, subject: Subject, plan: UndoPlan) -> None:
        self._panel.open(undo_impact(plan, partial(self._ask_undo, subject, plan), subject.customers))
        self.turned.emit()

    def _ask_undo(self, subject: Subject, plan: UndoPlan) -> None:
        choice = TakeBackChoice(plan.possible, plan.mode)

        def run(why: str) -> None:
            chosen = plan.by(choice.mode()) if plan.leaves_quickbooks else plan
            self.confirm_month(chosen.earlier_month, partial(self._undo, subject, chosen, why))

        question = self.ask(asking.undo(plan), run, choice)

        def show(mode: Mode) -> None:
            """Question and list tell the way that is chosen."""
            question.set_body(asking.undo(plan.by(mode)).body)
            self._show_undo(subject, plan.by(mode))

        choice.chosen.connect(show)

    def _undo(self, subject: Subject, plan: UndoPlan, why: str) -> None:
        self.close_list()
        self.run(
            subject, lambda service, tell, stop: service.take_back(plan, why, tell, stop, confirmed=True)
        )

    # Needs check

    def accept(self, subject: Subject, ids: Sequence[BillingLogId]) -> None:
        """Accept one, or all of one cause."""

        def look(service: CorrectionService, stop: StopEvent) -> tuple[AcceptItem, ...]:
            del stop
            return service.accept_preview(ids)

        self.look(subject, "Reading what QuickBooks holds.", look, partial(self._ask_accept, subject))

    def _ask_accept(self, subject: Subject, items: tuple[AcceptItem, ...]) -> None:
        going = tuple(one for one in items if one.possible)
        if not going:
            self.said.emit(" ".join(one.refused for one in items) or "Nothing waits for a decision.")
            return

        def run(why: str) -> None:
            self.run(subject, lambda service, tell, stop: service.accept(items, why, tell, stop))

        self.ask(asking.accept(items), run)
