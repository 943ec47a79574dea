"""Leads to the first batch: which steps are left, what the Dashboard's bar offers, and the demo beside it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from mobius_desktop.domain.cut_over import FirstSteps
from mobius_desktop.ui.pages.about.page import KeepsData
from mobius_desktop.ui.pages.dashboard.demo_start import start_demo
from mobius_desktop.ui.pages.dashboard.first_run import FirstRun
from mobius_desktop.ui.pages.dashboard.first_steps import (
    SetupStep,
    first_open,
    open_for_company,
    steps_of,
)
from mobius_desktop.ui.pages.dashboard.todo import Todo, todos_of_set_up
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.shell.page import Action, ActionBarContent, Page
from mobius_desktop.workers.hub import Job

STEPS_HIDDEN = "dashboard/steps-hidden"


class Guide(QObject):
    """One for the Dashboard."""

    changed = Signal()

    def __init__(self, services: Services, page: Page) -> None:
        super().__init__(page)
        self._services, self._page = services, page
        self._begun = False
        self.first: FirstSteps | None = None
        """How far the default company has come; None before it was read, and in the demo."""
        self.first_run = FirstRun(page.open_page, self._on_start_demo)
        self.first_run.answered.connect(self.on_answered)
        self.first_run.said.connect(page.toast)

    def steps(self, *, begun: bool) -> tuple[SetupStep, ...]:
        """The steps; none once a batch was made (`begun`), or when the figures are wanted instead."""
        program = self._services.program
        self._begun = begun
        companies = program.companies()
        connectwise, quickbooks = program.connectwise_setup() is not None, bool(companies)
        if begun or program.demo:
            return ()
        if connectwise and quickbooks and self._services.memory.flag(STEPS_HIDDEN):
            return ()
        realm = companies[0].realm if companies else None
        return steps_of(connectwise=connectwise, quickbooks=quickbooks, realm=realm, first=self.first)

    def todos(self) -> list[Todo]:
        """Steps that were not done, for the list of what needs somebody: a first batch does none of them."""
        companies = self._services.program.companies()
        if self.first is None or not companies:
            return []
        return todos_of_set_up(companies[0].name, open_for_company(companies[0].realm, self.first))

    def bar(self, steps: tuple[SetupStep, ...]) -> ActionBarContent:
        """The first open step is the main action; with both sides connected the figures can be shown."""
        step = first_open(steps)
        act = Action(step.verb, partial(self._page.open_page, step.page, step.argument), primary=True)
        figures = Action("Show the fi&gures instead", self._on_hide_steps)
        connecting = step.page in {"connectwise", "quickbooks"}
        return ActionBarContent(f"Next: {step.title}", actions=(act,) if connecting else (figures, act))

    def _on_hide_steps(self) -> None:
        self._services.memory.keep(STEPS_HIDDEN, True)
        self.changed.emit()

    @Slot(bool)
    def on_answered(self, there: bool) -> None:
        """“Does QuickBooks already have your customers?”"""
        companies = self._services.program.companies()
        if not companies:
            return
        realm, beginning = companies[0].realm, self._services.program.beginning

        def work(job: Job) -> FirstSteps:
            del job
            beginning.answer_customers(realm, there=there)
            return beginning.steps(realm, begun=self._begun)

        self._services.ask(work, self._on_first_read, name="customers there")

    def _on_first_read(self, first: FirstSteps) -> None:
        self.first = first
        self.changed.emit()

    def _on_start_demo(self) -> None:
        program = self._services.program
        if start_demo(program.folder if isinstance(program, KeepsData) else None):
            self._page.toast("The demo opens in a window of its own.")
        else:
            self._page.set_actions(ActionBarContent("The demo could not be started.", sign="failed"))
