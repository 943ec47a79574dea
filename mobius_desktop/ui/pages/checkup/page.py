"""Check set-up: what would fail, by severity: what each cause touches today, and the way to its cure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QFrame, QScrollArea, QVBoxLayout, QWidget

from mobius_desktop.domain.checkup import CheckResult, CheckupReport
from mobius_desktop.domain.errors import Cancelled, Known
from mobius_desktop.domain.ids import RealmId
from mobius_desktop.domain.states import Severity
from mobius_desktop.transfer.checkup.telling import standing_of, summary_of
from mobius_desktop.ui.components.announce import announce
from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.cards import CauseCard, CauseContent
from mobius_desktop.ui.components.moments import moment_text
from mobius_desktop.ui.opening.browser import OpenAddress, open_in_browser
from mobius_desktop.ui.opening.connectwise import ConnectWiseDoor
from mobius_desktop.ui.opening.quickbooks import list_address
from mobius_desktop.ui.pages.checkup.causes import (
    NOTHING,
    Ways,
    card_of,
    first_target,
    not_checked_card,
    step_of,
)
from mobius_desktop.ui.pages.setup.steps_card import StepsCard
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.shell.page import Action, ActionBarContent, Crumb, Header, Page
from mobius_desktop.ui.theme import theme
from mobius_desktop.workers.hub import Job

_IDLE = "Each check ticks off here. Both systems are read; nothing is written to either."
_READING = "Reading both systems. Nothing is written."
_NOT_YET = CauseContent(
    "Not checked",
    "Not checked yet",
    "Check now reads ConnectWise and QuickBooks and lists what would fail, with the place to fix it.",
)
_OFFLINE = "You are working offline. Checking needs a network."
_SIDE_WIDTH = 320
_LEAST_CARDS = 420


class CheckSetupPage(Page):
    """Opened with a realm; without one, with the default company."""

    HELP = "check-setup"

    def __init__(self, services: Services, open_address: OpenAddress = open_in_browser) -> None:
        super().__init__()
        self._services = services
        self._open_address = open_address
        self._connectwise = ConnectWiseDoor(services, self, open_address)
        self._connectwise.said.connect(self.toast)
        self._ways = Ways(self.open_page, self._quickbooks, self._connectwise)
        self.realm: RealmId | None = None
        self.report: CheckupReport | None = None
        self._job: Job | None = None
        self._said = ""
        self.steps = StepsCard("Checks", _IDLE)
        self.company = QComboBox()
        self.company.setAccessibleName("QuickBooks Company")
        self.company.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.company.activated.connect(self._on_company_activated)
        self.check_now = Button("Check &now", sign="refresh", clicked=self.check)
        self.set_header_widgets(self.company, self.check_now)
        self._cards: list[CauseCard] = []
        self._lay_out()
        self.handle("refresh", self.check)
        services.companies_changed.connect(self._show)
        self._show_causes([_NOT_YET])
        self._show()

    def _lay_out(self) -> None:
        m = theme().metrics
        inner = QWidget()
        inner.setObjectName("scrolled")
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, inner)
        self._row.setContentsMargins(m.margin, 0, m.margin, m.gap)
        self._row.setSpacing(m.gap)
        self._column = QVBoxLayout()
        self._column.setSpacing(m.v(8))
        self._column.addStretch(1)
        self._row.addLayout(self._column, 1)
        self._row.addWidget(self.steps, 0, Qt.AlignmentFlag.AlignTop)
        self.causes = QScrollArea()
        self.causes.setAccessibleName("What would fail")
        self.causes.setWidgetResizable(True)
        self.causes.setFrameShape(QFrame.Shape.NoFrame)
        self.causes.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.causes.setWidget(inner)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.causes)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The list of checks goes under the causes where there is no room beside them."""
        super().resizeEvent(event)
        m = theme().metrics
        beside = self.width() >= m.h(_SIDE_WIDTH) + m.h(_LEAST_CARDS) + 2 * m.margin + m.gap
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._row.direction() != way:
            self._row.setDirection(way)
        if beside:
            self.steps.setFixedWidth(m.h(_SIDE_WIDTH))
        else:
            self.steps.setMinimumWidth(0)
            self.steps.setMaximumWidth(16_777_215)

    # The page's life

    def activated(self, argument: object = None) -> None:
        """What was found last is shown at once, from this computer."""
        companies = self._services.program.companies()
        realms = [one.realm for one in companies]
        wanted = RealmId(argument) if isinstance(argument, str) and argument in realms else self.realm
        if wanted not in realms:
            wanted = realms[0] if realms else None
        self._fill_companies(wanted)
        self._choose(wanted)

    def panes(self) -> Sequence[QWidget]:
        """The causes, then the list of checks."""
        return (self.causes,)

    def _fill_companies(self, wanted: RealmId | None) -> None:
        companies = self._services.program.companies()
        self.company.clear()
        for one in companies:
            self.company.addItem(one.name, one.realm)
        self.company.setCurrentIndex(max(self.company.findData(wanted), 0))
        self.company.setVisible(len(companies) > 1)

    def _choose(self, realm: RealmId | None) -> None:
        if self._job is not None:
            return
        if realm != self.realm:
            self.realm, self.report, self._said = realm, None, ""
            self.steps.show_idle()
            self._show_causes([_NOT_YET])
        self._show()
        if realm is None:
            return

        def work(job: Job) -> CheckupReport | None:
            del job
            return self._services.program.checking_up.last(realm)

        self._services.ask(work, self._on_last_read, self._on_failed, name="last check")

    # Checking

    @Slot()
    def check(self) -> None:
        """F5: look at both systems."""
        realm = self.realm
        if realm is None or self._hindrance():
            return

        def work(job: Job) -> CheckupReport:
            return self._services.program.checking_up.check(realm, job.report, job.stop, job.report)

        self._said = ""
        self.steps.show_running(_READING)
        self._job = self._services.ask(
            work, self._on_checked, self._on_failed, self._on_ticked, name="check set-up"
        )
        self._show()

    def cancel(self) -> None:
        """End the check; the last result stays."""
        if self._job is not None:
            self._job.cancel()

    def _on_ticked(self, news: list[CheckResult | str]) -> None:
        """Checks that have ended, and what is read just now."""
        self.steps.add_steps([step_of(one) for one in news if isinstance(one, CheckResult)])
        said = [one for one in news if isinstance(one, str)]
        if said:
            self.steps.say(said[-1])

    def _on_checked(self, report: CheckupReport) -> None:
        self._job = None
        self._take(report)
        self._said = standing_of(report)
        announce(self, self._said)
        self._show()

    def _on_last_read(self, report: CheckupReport | None) -> None:
        if report is not None and self._job is None and report.realm == self.realm:
            self._take(report)
            self._show()

    def _on_failed(self, error: Known) -> None:
        self._job = None
        self._said = error.sentence
        if self.report is not None:
            self._take(self.report)
        else:
            self.steps.show_idle()
            if not isinstance(error, Cancelled):
                self._show_causes([CauseContent("Failed", "The set-up could not be checked", error.sentence)])
        self._show()

    def _take(self, report: CheckupReport) -> None:
        self.report = report
        causes = [card_of(report, problem, self._ways) for _, problem in report.problems]
        causes += [not_checked_card(one) for one in report.not_checked]
        self._show_causes(causes or [NOTHING])
        self.steps.show_ended(standing_of(report), [step_of(one) for one in report.results])
        if not report.read_nothing:
            errors = sum(problem.severity is Severity.ERROR for _, problem in report.problems)
            self._services.setup_checked.emit(errors)

    def _quickbooks(self, realm: RealmId, page: str) -> Callable[[], object] | None:
        address = list_address(self._services.program, realm, page)
        return partial(self._open_address, address) if address else None

    # Showing

    def _show_causes(self, causes: list[CauseContent]) -> None:
        shown = [card.content for card in self._cards]
        if [_but_slots(one) for one in shown] == [_but_slots(one) for one in causes]:
            return
        for old in self._cards:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._cards = [CauseCard(one) for one in causes]
        for place, card in enumerate(self._cards):
            self._column.insertWidget(place, card)

    def headlines(self) -> list[str]:
        """The titles of the cards from top to bottom, for tests."""
        return [card.content.title for card in self._cards]

    def card(self, begins: str) -> CauseCard:
        """The first card whose title begins so, for tests."""
        return next(card for card in self._cards if card.content.title.startswith(begins))

    def _hindrance(self) -> str:
        program = self._services.program
        if program.offline:
            return _OFFLINE
        if program.connectwise_setup() is None:
            return "ConnectWise PSA is not set up yet."
        if self.realm is None:
            return "No QuickBooks company is connected yet."
        return "The set-up is being checked." if self._job is not None else ""

    @Slot()
    def _show(self) -> None:
        program, report = self._services.program, self.report
        name = next((one.name for one in program.companies() if one.realm == self.realm), "No company yet")
        when = f"last: {moment_text(report.at, program.today())}" if report else "not checked yet"
        self.set_header(
            Header("Check set-up", context=f"{name} · {when}", crumbs=()) if self.realm else _nowhere()
        )
        why = self._hindrance()
        # Beside *Fix the first*, which is the main action then.
        self.check_now.setVisible(report is not None and first_target(report) is not None)
        self.check_now.setEnabled(not why)
        self.check_now.setToolTip(why or "Reads both systems and writes to neither (F5)")
        self.company.setEnabled(self._job is None)
        self.allow("refresh", not why)
        self.set_status(report.checked if report else "")
        self.set_actions(self._bar(why))

    def _bar(self, why: str) -> ActionBarContent:
        if self._job is not None:
            return ActionBarContent(_READING, actions=(Action("&Cancel", self.cancel),))
        report = self.report
        target = first_target(report) if report is not None else None
        if report is None or target is None:
            sentence = self._said or (summary_of(report) if report else "") or why
            sentence = sentence or "Both systems are read; nothing is written to either."
            check = Action("Check &now", self.check, primary=True, enabled=not why, why=why)
            return ActionBarContent(sentence, actions=(check,))
        return ActionBarContent(
            self._said or summary_of(report),
            actions=(Action("F&ix the first…", self._fix_first, primary=True),),
        )

    def _fix_first(self) -> None:
        target = first_target(self.report) if self.report is not None else None
        if target is not None:
            self.open_page(target.page, target.argument)

    @Slot(int)
    def _on_company_activated(self, place: int) -> None:
        self._choose(RealmId(str(self.company.itemData(place))))


def _nowhere() -> Header:
    return Header(
        "Check set-up",
        context="No QuickBooks company is connected yet.",
        crumbs=(Crumb("Set up QuickBooks Online", "quickbooks"),),
    )


def _but_slots(content: CauseContent) -> tuple[object, ...]:
    """What a card shows. Slots are made anew each time and are never equal."""
    buttons = [(one.text, one.enabled) for one in content.buttons]
    return (content.state, content.title, content.sentence, content.more, buttons)
