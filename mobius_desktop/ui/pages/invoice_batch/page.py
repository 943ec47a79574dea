"""Create Invoice Batch: the wizard's first two steps in one page; the third is the batch's own page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCheckBox, QStackedWidget, QVBoxLayout, QWidget

from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.domain.plan import BatchPlan
from mobius_desktop.transfer.correct.values import CorrectionReport
from mobius_desktop.ui.components.question import ask
from mobius_desktop.ui.correcting.certified import certified_question
from mobius_desktop.ui.correcting.decisions import Decisions
from mobius_desktop.ui.correcting.subject import Subject
from mobius_desktop.ui.fixing.port import Offered
from mobius_desktop.ui.flows.invoice_batch import Step
from mobius_desktop.ui.opening.connectwise import COMMAND
from mobius_desktop.ui.pages.invoice_batch.beginning import (
    ALWAYS_PREVIEW,
    flow_companies,
    make_flow,
    request_of,
)
from mobius_desktop.ui.pages.invoice_batch.choosing import Choosing
from mobius_desktop.ui.pages.invoice_batch.dated import Dated
from mobius_desktop.ui.pages.invoice_batch.preview_causes import ready_sentence, send_words
from mobius_desktop.ui.pages.invoice_batch.preview_view import PreviewView
from mobius_desktop.ui.pages.invoice_batch.previewing import Previewing
from mobius_desktop.ui.pages.invoice_batch.select_view import SelectView
from mobius_desktop.ui.pages.invoice_batch.standing import Standing
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.shell.commands import CommandSpec
from mobius_desktop.ui.shell.page import Action, ActionBarContent, Header, Link, Page, Room, Steps
from mobius_desktop.ui.theme import theme
from mobius_desktop.workers.hub import Job


class CreateInvoiceBatchPage(Page):
    """Shows the flow's step and does what the flow allows."""

    HELP = "create-invoice-batch"
    COMMANDS: ClassVar[tuple[CommandSpec, ...]] = (
        CommandSpec("select", "&Select What Can Be Sent", "Batch", "Ctrl+Shift+A", 1),
        CommandSpec("deselect", "&Deselect Shown", "Batch", "", 1),
        CommandSpec("hold", "&Hold…", "Batch", "Ctrl+H", 1),
        CommandSpec("release", "&Release Held", "Batch", "Ctrl+Shift+H", 1),
        CommandSpec("mark", "&Mark as Already in QuickBooks…", "Batch", "", 1),
        CommandSpec("preview", "Pre&view", "Batch", "Ctrl+Shift+P", 2),
        CommandSpec("submit", "S&ubmit", "Batch", "", 2),
        CommandSpec("previous-invoice", "Previous In&voice of the Preview", "Batch", "Ctrl+Up", 3),
        CommandSpec("next-invoice", "&Next Invoice of the Preview", "Batch", "Ctrl+Down", 3),
    )

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self.flow = make_flow(services)
        self._default = next((one.realm for one in self.flow.companies if one.default), None)
        self.select = SelectView(services, self.flow)
        self._choosing = Choosing(services, self.flow, self.select, self)
        self._standing = Standing(services, self.flow, self.select)
        hindrance = self._standing.hindrance
        self.decisions = Decisions(services, self, hindrance, "The invoices are looked at again.")
        self.preview = PreviewView(services)
        door = self.select.row_menu.door
        self.previewing = Previewing(services, self.flow, self.preview, self, self.decisions, door=door)
        self._planning: Job | None = None
        self._problem = ""
        self._read_once = self._submitted = False
        self._always = QCheckBox("Al&ways preview first")
        self._always.setChecked(self.flow.always_preview)
        self._always.toggled.connect(self._on_always_toggled)
        self.set_action_extra(self._always)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.select)
        self._stack.addWidget(self.preview)
        column = QVBoxLayout(self)
        margin = theme().metrics.margin
        column.setContentsMargins(margin, 0, margin, theme().metrics.gap)
        column.addWidget(self._stack)
        self._connect()
        self._answer()
        self._show()

    def _connect(self) -> None:
        self.select.options.about_wanted.connect(self._on_about_wanted)
        self._choosing.other_list.connect(self.refresh)
        self._choosing.changed.connect(self._show)
        self.select.changed.connect(self._show)
        self.select.mark_wanted.connect(self._on_mark)
        self.select.row_menu.door.said.connect(self.toast)
        self.decisions.said.connect(self._say)
        self.decisions.decided.connect(self.previewing.look_anew)
        self.decisions.ended.connect(self._on_decision_ended)
        self.decisions.batch_wanted.connect(self._on_batch_wanted)
        self.previewing.changed.connect(self._show)
        self.previewing.outdated.connect(self._on_outdated)
        self.previewing.said.connect(self._say)
        self.select.panel.exported.connect(self.tell_exported)
        self.select.panel.export_failed.connect(self._say)
        self._services.batch_started.connect(self._on_batch_started)
        self._services.batch_ended.connect(self._on_batch_ended)
        self._services.batch_failed.connect(self._on_batch_failed)
        self._services.in_use_changed.connect(self._on_in_use_changed)
        self._services.companies_changed.connect(self._on_companies_changed)
        self._services.edition_changed.connect(self._on_edition_changed)

    def _answer(self) -> None:
        for command, slot in {
            "refresh": self.refresh,
            "select": self.select.select,
            "deselect": self.select.deselect,
            "hold": self.select.hold,
            "release": self.select.release,
            "mark": self._on_mark,
            COMMAND: self.select.row_menu.open_in_connectwise,
            "preview": self._on_preview,
            "submit": self._on_submit,
            "print-proof": self.previewing.print_proof,
            "save-proof": self.previewing.save_proof,
            "previous-invoice": self.preview.previous_invoice,
            "next-invoice": self.preview.next_invoice,
        }.items():
            self.handle(command, slot)
        self._answer_table()

    def _answer_table(self) -> None:
        panel = self.select.panel if self.flow.step is Step.SELECT else self.preview.panel
        for command, slot in panel.commands().items():
            self.handle(command, slot)
        selecting = self.flow.step is Step.SELECT
        for command in (
            "select",
            "deselect",
            "hold",
            "release",
            "mark",
            "tick-all",
            "untick-all",
            "tick-row",
            "preview",
        ):
            self.allow(command, selecting)
        self.allow(COMMAND, selecting and not self.select.row_menu.door.why_not())
        for command in ("previous-invoice", "next-invoice", "print-proof", "save-proof"):
            self.allow(command, not selecting)

    # The page's life

    def activated(self, argument: object = None) -> None:
        """Reads the list on the first visit, and again after a batch has ended; `Dated` narrows it, a text
        filters it."""
        if isinstance(argument, Dated):
            of = self.flow.location_choice().value if self.flow.location_id is not None else ""
            self.select.dated.narrow(argument, of)
        if isinstance(argument, str):
            self.select.panel.filter_box.setText(argument)
        if self.flow.step is Step.STATUS:
            self.flow.again()
            self.select.forget_ticks()
            self._read_once = False
        if not self._read_once and self.flow.company is not None:
            self._read_once = True
            if self.select.read_list is None:
                self.select.show_last()
            self.refresh()
        self._show()
        self._show_cards()

    def arranged(self, room: Room) -> None:
        """Fewer columns, folded options."""
        self.select.panel.arrange(narrow=room.narrow, low=room.low)
        self.preview.arrange(narrow=room.narrow, low=room.low)
        self.select.options.fold(room.low)
        self.select.set_low(room.low)
        self._show()

    def panes(self) -> Sequence[QWidget]:
        """Options, table; in the preview table and its parts."""
        if self.flow.step is Step.PREVIEW:
            return (self.preview.panel.view, self.preview.tabs)
        return (self.select.options, self.select.panel.view)

    def escaped(self) -> bool:
        """Esc clears the filter, then goes back to the list."""
        if self.flow.step is Step.PREVIEW:
            if not self.preview.panel.clear_filter():
                self._go_back()
            return True
        return self.select.panel.clear_filter() or self.select.dated.widen()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+A ticks all shown wherever the focus is; a text field keeps the key to itself."""
        if event.matches(QKeySequence.StandardKey.SelectAll) and self.flow.step is Step.SELECT:
            self.select.model.tick_shown(True)
        else:
            super().keyPressEvent(event)

    def stepped(self, step: int) -> None:
        """A step of the header was clicked."""
        self.flow.go_to(list(Step)[step])
        if self.flow.step is not Step.PREVIEW:
            self.previewing.leave()
        self._show()

    def refresh(self) -> None:
        """Read the list again; in the preview make the plan again."""
        if self._services.program.offline:
            self._show()
        elif self.flow.step is Step.PREVIEW:
            self._plan(then_send=False)
        else:
            self.select.refresh()

    @Slot()
    def _on_about_wanted(self) -> None:
        self.open_page("about")

    @Slot(bool)
    def _on_always_toggled(self, on: bool) -> None:
        self.flow.always_preview = on
        self._services.memory.keep(ALWAYS_PREVIEW, on)

    @Slot()
    def _on_edition_changed(self) -> None:
        self.flow.choose_edition(self._services.program.edition)
        self._on_companies_changed()

    @Slot()
    def _on_companies_changed(self) -> None:
        known = {one.realm: one for one in flow_companies(self._services.program)}
        self.flow.companies = tuple(known.values())
        self.flow.locations = self._services.program.locations()
        default = next((one for one in self.flow.companies if one.default), None)
        was_default, now_default = self._default, default.realm if default is not None else None
        self._default = now_default
        company = self.flow.company
        moved = now_default != was_default and not self.flow.ticked and self.flow.step is Step.SELECT
        if company is None or company.realm not in known or (moved and company.realm == was_default):
            self.flow.company = None
            if self.flow.companies:
                self.flow.choose_company((default or self.flow.companies[0]).realm)
            self._read_once = False  # the list may be another Location's
        self.select.options.show_flow()
        if self.isVisible() and self.flow.step is Step.SELECT and not self.select.loading:
            self.refresh()
        self._show()

    # Plan and send

    def _plan(self, *, then_send: bool) -> None:
        company = self.flow.company
        if company is None or self.flow.may_submit() or self._planning is not None:
            return
        request = request_of(self.flow, self.select.read_list)

        def work(job: Job) -> tuple[BatchPlan, Offered]:
            program = self._services.program
            plan = program.plan(company.realm, request, job.report, job.stop)
            return plan, program.fixing.for_plan(plan)

        def done(made: tuple[BatchPlan, Offered]) -> None:
            plan, offered = made
            self._planning = None
            self._problem = ""
            self.select.take_plan(plan)
            if then_send and not self.flow.must_preview(plan):
                self._send(plan)
                return
            self.previewing.take(plan, offered)
            self._show()

        self._problem = ""
        self._planning = self._services.ask(
            work, done, self._on_plan_failed, self._on_plan_progress, name="preview"
        )
        self._show()

    def _on_plan_progress(self, counts: list[int]) -> None:
        self._problem = f"Checking {counts[-1]:,} of {len(self.flow.ticked):,} invoices."
        self._show()

    def _on_plan_failed(self, error: Known) -> None:
        self._planning = None
        self._problem = error.sentence
        self._show()

    @Slot()
    def _on_outdated(self) -> None:
        """The preview is made anew; one that is being made knows nothing yet of what was just fixed."""
        if self._planning is not None:
            self._planning.forget()
            self._planning = None
        self._plan(then_send=False)

    def _on_preview(self) -> None:
        self._plan(then_send=False)

    def _on_submit(self) -> None:
        if self.flow.step is Step.PREVIEW:
            self._on_send()
        else:
            self._plan(then_send=True)

    def _on_send(self) -> None:
        if self.flow.approved is not None:
            self._send(self.flow.approved)

    def _send(self, plan: BatchPlan) -> None:
        question = certified_question(self._services.program.tying.certified(plan.realm), plan)
        if question is not None and not ask(self, question)[0]:
            return
        self._problem = "Writing down the batch."
        self._submitted = True
        self.previewing.leave()
        self._services.submit(plan.realm, plan)
        self._show()

    def _on_cancel_planning(self) -> None:
        if self._planning is not None:
            self._planning.forget()
            self._planning = None
        self._problem = ""
        self._show()

    @Slot(object)
    def _on_batch_started(self, number: BatchNumber) -> None:
        self._problem = ""
        if self._submitted:
            self._submitted = False
            self.flow.started(number)
            self.open_page("batch", number)
        self._show_cards()

    @Slot(object)
    def _on_batch_ended(self, number: BatchNumber) -> None:
        del number
        self._read_once = False
        self._show_cards()

    def _show_cards(self) -> None:
        """What the cards offer hangs on whether a batch runs. Hidden ones are made when they are shown."""
        if self.flow.step is Step.PREVIEW and self.isVisible():
            self.previewing.show_cards()

    @Slot()
    def _on_in_use_changed(self) -> None:
        self._problem = ""
        self._show()

    @Slot(object)
    def _on_batch_failed(self, error: Known) -> None:
        self._submitted = False
        self._problem = error.sentence
        self._show()

    def _go_back(self) -> None:
        self.stepped(list(Step).index(Step.SELECT))

    # Decisions on what is already in QuickBooks

    @Slot()
    def _on_mark(self) -> None:
        """Mark the highlighted rows without sending them."""
        company, rows = self.flow.company, self.select.panel.view.highlighted()
        if company is not None and rows:
            self.decisions.mark(Subject(company.realm), [row.id for row in rows])

    @Slot(object)
    def _on_batch_wanted(self, number: BatchNumber) -> None:
        self.open_page("batch", number)

    @Slot(object)
    def _on_decision_ended(self, report: CorrectionReport) -> None:
        """The batch that tells of it is opened; the list is read anew when the user comes back."""
        self.flow.go_to(Step.SELECT)
        self.previewing.leave()
        self._read_once = False
        if report.batches:
            self.open_page("batch", report.batches[-1])
        else:
            self.refresh()
            self._say(report.sentence)

    # What the shell draws

    @Slot()
    def _show(self) -> None:
        step = self.flow.step
        self._stack.setCurrentWidget(self.preview if step is Step.PREVIEW else self.select)
        self._always.setVisible(step is Step.SELECT)
        names = tuple(one.value for one in Step)
        self.set_header(Header("Create Invoice Batch", steps=Steps(names, names.index(step.value))))
        self.set_actions(self._preview_bar() if step is Step.PREVIEW else self._select_bar())
        self._answer_table()
        read_at = self.select.read_at
        if read_at is not None:
            count = len(self.select.model.rows())
            self.set_status(f"{count:,} unposted invoices, read {self._standing.moment(read_at)}")

    def _select_bar(self) -> ActionBarContent:
        count = len(self.flow.ticked)
        noun = "invoice" if count == 1 else "invoices"
        why = self.flow.may_submit() or self._standing.hindrance()
        if self._planning is not None:
            cancel = Action("Cancel", self._on_cancel_planning, sign="stop")
            return ActionBarContent(self._problem or "Checking the ticked invoices.", actions=(cancel,))
        return ActionBarContent(
            self._problem or self._standing.sentence(),
            sign="failed" if self.select.problem else "company",
            sign_colour="bad" if self.select.problem else "text2",
            link=Link("Try again", self.refresh) if self.select.problem else None,
            actions=(
                Action("&Preview", self._on_preview, enabled=not why, why=why),
                Action(f"S&ubmit {count:,} {noun}", self._on_submit, primary=True, enabled=not why, why=why),
            ),
        )

    def _preview_bar(self) -> ActionBarContent:
        plan, count = self.flow.approved, self.flow.sendable()
        why = self._standing.hindrance() or self.previewing.freshness.sentence
        if plan is None or self._planning is not None:
            cancel = Action("Cancel", self._on_cancel_planning, sign="stop")
            return ActionBarContent(self._problem or "Checking the ticked invoices.", actions=(cancel,))
        if not count:
            why = "Nothing can be sent yet: fix the causes under Findings."
        return ActionBarContent(
            self._problem or why or ready_sentence(plan),
            sign="company",
            actions=(
                Action("Proof as &PDF…", self.previewing.save_proof),
                Action("Bac&k to the list", self._go_back),
                Action(send_words(plan), self._on_send, primary=True, enabled=not why, why=why),
            ),
        )

    @Slot(str)
    def _say(self, sentence: str) -> None:
        self._problem = sentence
        self._show()
