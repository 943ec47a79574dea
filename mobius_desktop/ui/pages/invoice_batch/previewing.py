"""The preview step: what is approved, what is fixed here, whether it still stands, and its proof on paper."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from mobius_desktop.domain.ids import RecordKey
from mobius_desktop.domain.plan import BatchPlan
from mobius_desktop.domain.states import Severity
from mobius_desktop.ui.components.cards import CardButton
from mobius_desktop.ui.correcting.decisions import Decisions
from mobius_desktop.ui.correcting.subject import Subject
from mobius_desktop.ui.correcting.verbs import DecisionVerbs
from mobius_desktop.ui.fixing.controls import Bench
from mobius_desktop.ui.fixing.fixer import Fixed, Fixer
from mobius_desktop.ui.fixing.port import Offered
from mobius_desktop.ui.flows.invoice_batch import InvoiceBatchFlow
from mobius_desktop.ui.opening.connectwise import ConnectWiseDoor
from mobius_desktop.ui.pages.invoice_batch.freshness import Freshness
from mobius_desktop.ui.pages.invoice_batch.preview_causes import (
    Cause,
    card_of,
    causes_of,
    cured_between,
    cured_card,
)
from mobius_desktop.ui.pages.invoice_batch.preview_view import PreviewView
from mobius_desktop.ui.services import Services

if TYPE_CHECKING:
    from mobius_desktop.ui.shell.page import Page


class Previewing(QObject):
    """Decides what the preview shows; the page draws the bars."""

    changed = Signal()
    """Counts or sentences of the bars."""
    outdated = Signal()
    """Something was fixed, or the user wants to see it anew: the plan is to be made again."""
    said = Signal(str)

    def __init__(
        self,
        services: Services,
        flow: InvoiceBatchFlow,
        view: PreviewView,
        page: Page,
        decisions: Decisions,
        *,
        door: ConnectWiseDoor,
    ) -> None:
        super().__init__(page)
        self._decisions = decisions
        self._services, self._flow, self._view, self._page = services, flow, view, page
        self._offered: Offered = {}
        self._before: BatchPlan | None = None
        self._cured: list[Cause] = []
        self.fixer = Fixer(services, page)
        self._door = door
        self.freshness = Freshness(services, self)
        self.fixer.fixed.connect(self._on_fixed)
        self.fixer.failed.connect(self.said)
        self.freshness.turned.connect(self._on_freshness_turned)
        view.refused.connect(self._on_refused)

    # The plan

    def take(self, plan: BatchPlan, offered: Offered) -> None:
        """A plan was made: show it. After a fix what was cured by it is said."""
        first = self._before is None
        self._cured = self._cured_by(plan)
        self._before, self._offered = plan, offered
        self._flow.preview(plan)
        there = {one.ref.key for one in plan.new_records}
        self._flow.refuse(key for key in self._flow.refused if key in there)
        self._view.show_plan(plan, self._flow.approved or plan, self._flow.refused)
        if first:
            self._view.panel.view.setFocus()
        self.show_cards()
        self.freshness.watch(plan)

    def leave(self) -> None:
        """Another step is shown: the next preview begins without what was cured in this one."""
        self._before, self._cured = None, []
        self.freshness.stop()

    def _cured_by(self, plan: BatchPlan) -> list[Cause]:
        """What is gone by now, of this preview's whole life; what has come back is not cured."""
        if self._before is None:
            return []
        now = {(one.invoice.billing_log_id, found.code) for one in plan.invoices for found in one.findings}
        kept = [
            one
            for one in self._cured
            if not any((row.invoice.billing_log_id, one.code) in now for row, _ in one.findings)
        ]
        return [*kept, *cured_between(self._before, plan)]

    @Slot()
    def show_cards(self) -> None:
        """The cards under Findings, each with the control that cures it; what is cured stands below. What
        cannot be done just now is disabled."""
        plan = self._flow.approved
        if plan is None:
            return
        why_not = self._decisions.why_not()
        bench = Bench(
            self.fixer,
            plan.realm,
            partial(self._page.open_page, "company", f"{plan.realm}:Links"),
            self._help,
            why_not,
        )
        words = DecisionVerbs(self._decisions, Subject(plan.realm), why_not)
        causes = causes_of(plan)
        told = [
            card_of(one, bench, words, self._offered, self._door)
            for one in causes
            if one.severity is not Severity.INFO
        ]
        noted = [card_of(one) for one in causes if one.severity is Severity.INFO]
        self._view.show_causes([*told, *map(cured_card, self._cured), *noted], len(causes))

    def _help(self, code: str) -> None:
        self._page.open_page("help", f"troubleshooting#{code}")

    # What the user does

    @Slot(object)
    def _on_refused(self, keys: frozenset[RecordKey]) -> None:
        self._flow.refuse(keys)
        approved = self._flow.approved
        if approved is not None:
            self._view.show_approved(approved)
            self.show_cards()
        self.changed.emit()

    @Slot()
    def look_anew(self) -> None:
        """A word was recorded: the plan goes by it."""
        if self._flow.plan is not None:
            self.outdated.emit()

    @Slot(object)
    def _on_fixed(self, done: Fixed) -> None:
        self.said.emit(done.sentence)
        self.outdated.emit()

    @Slot()
    def _on_freshness_turned(self) -> None:
        again = CardButton("Preview again", self.outdated.emit)
        sentence = self.freshness.sentence
        self._view.strip.say(sentence, "WARNING", (again,) if sentence else ())
        self.changed.emit()

    # On paper

    def print_proof(self) -> None:
        """The list that a controller initials, to a printer."""
        plan = self._flow.approved
        if plan is None:
            return
        from mobius_desktop.ui.pages.invoice_batch.proof import proof_of  # noqa: PLC0415 - when wanted
        from mobius_desktop.ui.paper.keeping import print_paper  # noqa: PLC0415 - the same

        trouble = print_paper(self._page, proof_of(plan, self._flow))
        if trouble:
            self.said.emit(trouble)

    def save_proof(self) -> None:
        """The same as a PDF file."""
        from mobius_desktop.ui.paper.keeping import ask_for_pdf  # noqa: PLC0415 - when wanted

        file = ask_for_pdf(self._page, "Proof of invoices")
        if file is not None:
            self.save_proof_to(file, self._on_proof_saved)

    def save_proof_to(self, file: Path, said: Callable[[Path | str], None]) -> None:
        """Write it in the background."""
        plan = self._flow.approved
        if plan is None:
            return
        from mobius_desktop.ui.pages.invoice_batch.proof import proof_of  # noqa: PLC0415 - when wanted
        from mobius_desktop.ui.paper.keeping import keep_pdf  # noqa: PLC0415 - the same

        keep_pdf(self._services.hub, proof_of(plan, self._flow), file, said)

    def _on_proof_saved(self, ended: Path | str) -> None:
        if isinstance(ended, Path):
            self._page.toast(f"Saved as {ended}.")
        else:
            self.said.emit(ended)
