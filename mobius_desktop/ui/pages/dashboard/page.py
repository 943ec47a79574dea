"""The Dashboard. Its figures come from the record and say of when; the page never waits for a network."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mobius_desktop.domain.archive import Archive
from mobius_desktop.domain.cut_over import FirstSteps
from mobius_desktop.domain.ids import BatchNumber, RealmId
from mobius_desktop.domain.journal import BatchRow
from mobius_desktop.domain.keeping import RecordFacts
from mobius_desktop.domain.setup import QuickBooksSetup
from mobius_desktop.domain.sums import Sums
from mobius_desktop.domain.totals import money_of
from mobius_desktop.history.dashboard import Age, Dashboard, MonthTie, dashboard_of, has_begun
from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.cards import titled_card
from mobius_desktop.ui.components.moments import moment_in_sentence
from mobius_desktop.ui.pages.dashboard.card_grid import CardGrid
from mobius_desktop.ui.pages.dashboard.figure_card import (
    FigureCard,
    age_rows,
    cause_rows,
    unsent_count,
    unsent_money,
)
from mobius_desktop.ui.pages.dashboard.first_steps import SetupStep
from mobius_desktop.ui.pages.dashboard.guide import Guide
from mobius_desktop.ui.pages.dashboard.last_batches import bar_of, batch_columns, needs_someone, number_of
from mobius_desktop.ui.pages.dashboard.side_line import SideLine, record_state
from mobius_desktop.ui.pages.dashboard.tie_card import TieCard
from mobius_desktop.ui.pages.dashboard.todo import TodoList, in_order, todos_of, todos_of_record
from mobius_desktop.ui.pages.invoice_batch.dated import Dated
from mobius_desktop.ui.pages.not_in.place import NotInPlace
from mobius_desktop.ui.pages.setup.company_rows import CompanyRow
from mobius_desktop.ui.pages.tie_out.place import TiePlace
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.shell.page import Action, ActionBarContent, Header, Page, Room
from mobius_desktop.ui.tables.panel import TablePanel
from mobius_desktop.ui.tables.placeholder import Notice
from mobius_desktop.ui.tables.rows_model import RowsModel
from mobius_desktop.ui.theme import theme
from mobius_desktop.workers.hub import Job

RECORD = "Record on this computer"

Read = tuple[Dashboard, FirstSteps | None]
"""The figures, and before the first batch how far the default company has come."""


class DashboardPage(Page):
    """Cards over the last batches, with what needs someone at the right."""

    HELP = "dashboard"

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._figures: Dashboard | None = None
        self._problem = ""
        self._facts: RecordFacts | None = None
        self.unsent = FigureCard("Age of unsent invoices", "accent", self._on_age_opened, self._on_unsent)
        self.failed = FigureCard("Causes", "bad", self._on_cause_opened, self._on_failed)
        self.ties = TieCard()
        self.model: RowsModel[BatchRow] = RowsModel(
            batch_columns(services.program.today, self._apart),
            key=number_of,
            bar=bar_of,
            problem=needs_someone,
        )
        self.batches = TablePanel(
            self.model, "Last batches", memory=services.memory, with_filter=False, file_name="Last batches"
        )
        self.batches.set_empty(
            Notice("No batches yet.", "info", buttons=(("Create Invoice Batch", self._on_create),))
        )
        self.batches.setProperty("card", "")  # it stands in a card
        for button in (self.batches.columns_button, self.batches.export_button):
            button.hide()
        self.batches.view.opened.connect(self._on_batch_opened)
        self.batches.exported.connect(self.tell_exported)
        self.batches.export_failed.connect(self._on_failed_to_write)
        self.todo = TodoList(self.open_page)
        self.guide = Guide(services, self)
        self.guide.changed.connect(self._show)
        self.todo.answered.connect(self.guide.on_answered)
        self.first_run = self.guide.first_run
        self._sides = {name: SideLine() for name in ("ConnectWise PSA", "QuickBooks Online", RECORD)}
        self._sides[RECORD].hide()
        self.ties.opened.connect(self._on_month_opened)
        self._lay_out()
        self.set_header_widgets(Button("&Refresh", sign="refresh", clicked=self.refresh))
        self.handle("refresh", self.refresh)
        services.connections_changed.connect(self._show_sides)
        services.batch_ended.connect(self._on_batch_ended)
        services.unposted_read.connect(self.refresh)
        services.companies_changed.connect(self._show)
        for command, slot in self.batches.commands().items():
            self.handle(command, slot)
        self._show_sides()
        self._show()

    def _lay_out(self) -> None:
        self._grid = CardGrid(
            {
                "unsent": _card("Not yet sent", self.unsent, "Open list", self._on_unsent),
                "failed": _card("Did not go in", self.failed, "Open list", self._on_failed),
                "tie": _card("Does it tie?", self.ties, "Open Tie-out", self._on_tie_out),
                "sides": self._sides_card(),
                "last": self._last_card(),
                "todo": _card("To do", self.todo),
            }
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self._grid)
        self._stack.addWidget(self.first_run)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def _sides_card(self) -> QFrame:
        frame, column = titled_card("Connections and record")
        for name, line in self._sides.items():
            line.set_name(name)
            column.addWidget(line)
        column.addStretch(1)
        return frame

    def _last_card(self) -> QFrame:
        link = Button("Review Existing Batches", "link", clicked=self._on_review)
        frame, column = titled_card("Last batches", link=link)
        m = theme().metrics
        column.setContentsMargins(1, m.v(8), 1, 1)
        for head in column.findChildren(QHBoxLayout):
            head.setContentsMargins(m.inside, m.v(4), m.inside, 0)
        column.setSpacing(0)
        column.addWidget(self.batches, 1)
        self.batches.setMinimumHeight(m.v(190))
        return frame

    def activated(self, argument: object = None) -> None:
        """Figures are read anew whenever the page is opened."""
        del argument
        self.refresh()

    def arranged(self, room: Room) -> None:
        """In a narrow window *To do* comes before *Last batches*, and the page scrolls."""
        self.batches.arrange(narrow=room.narrow, low=room.low)
        self._grid.arrange(narrow=room.narrow)

    def panes(self) -> Sequence[QWidget]:
        """The last batches."""
        return (self.batches.view,)

    def refresh(self) -> None:
        """Read the record in the background."""
        self._problem = ""
        program = self._services.program

        def work(job: Job) -> Read:
            del job
            companies = program.companies()
            figures = dashboard_of(
                program.archive,
                program.today(),
                companies=tied(program.archive, companies),
                compared=program.tying.tie_out,
            )
            if not companies or program.demo:
                return figures, None
            return figures, program.beginning.steps(companies[0].realm, begun=has_begun(figures.batches))

        self._services.ask(work, self._on_figures_read, name="dashboard")
        if not program.demo:
            self._services.ask(
                lambda _: program.keeping.facts(), self._on_facts_read, name="facts of the record"
            )

    def _on_facts_read(self, facts: RecordFacts) -> None:
        self._facts = facts
        self._sides[RECORD].show_state(record_state(facts, self._services.program.today()))
        self._sides[RECORD].show()
        self._show()

    def _apart(self) -> dict[BatchNumber, Sums]:
        return self._figures.apart if self._figures is not None else {}

    def _on_figures_read(self, read: Read) -> None:
        self._figures, self.guide.first = read
        self._show()

    def _show(self) -> None:
        today = f"{self._services.program.today():%A, %B %d, %Y}"
        figures = self._figures
        read = figures.read_at if figures else None
        now = self._services.program.today()
        said = f"list read {moment_in_sentence(read, now)}" if read else "no list was read yet"
        steps = self.guide.steps(begun=figures is None or has_begun(figures.batches))
        if steps:
            self._show_first_run(steps, today)
            return
        self._stack.setCurrentIndex(0)
        self.set_header(Header("Dashboard", context=f"{today} · read from this computer · {said}"))
        self.set_actions(ActionBarContent(self._sentence(), actions=(self._primary(),)))
        if figures is None:
            return
        home = figures.home
        self.unsent.show_figures(unsent_count(figures), unsent_money(figures), age_rows(figures), home)
        failed = [row for cause in figures.causes for row in cause.invoices]
        lost = money_of(failed).coded(home) if failed else ""
        self.failed.show_figures(len(failed), lost, cause_rows(figures.causes), home)
        names = {one.realm: one.name for one in self._services.program.companies()}
        self.ties.show_months(figures.months, names)
        self.batches.set_rows(figures.batches)
        now_at = self._services.program.now()
        companies = [CompanyRow(one, now_at) for one in self._services.program.companies()]
        of_record = todos_of_record(self._facts, now_at)
        of_batches = todos_of(figures.batches, figures.causes, companies)
        self.todo.show_todos(in_order(of_record, of_batches, self.guide.todos()))

    def _show_first_run(self, steps: tuple[SetupStep, ...], today: str) -> None:
        self._stack.setCurrentIndex(1)
        self.first_run.show_steps(steps)
        self.set_header(Header("Welcome", context=today))
        self.set_actions(self.guide.bar(steps))

    def _sentence(self) -> str:
        figures = self._figures
        if self._problem:
            return self._problem
        if figures is None or figures.read_at is None:
            return "The unposted list has not been read yet."
        oldest = figures.unsent.oldest
        if oldest is None:
            return "Nothing waits in ConnectWise."
        days = max((self._services.program.today() - oldest).days, 0)
        count, money = unsent_count(figures), unsent_money(figures)
        return (
            f"**{count:,}** invoices are waiting in ConnectWise, **{money}**. "
            f"The oldest is {days:,} days old."
        )

    @Slot(str)
    def _on_failed_to_write(self, sentence: str) -> None:
        self._problem = sentence
        self._show()

    def _primary(self) -> Action:
        return Action("&Create Invoice Batch", self._on_create, primary=True)

    @Slot()
    def _show_sides(self) -> None:
        self._sides["ConnectWise PSA"].show_state(self._services.connectwise)
        self._sides["QuickBooks Online"].show_state(self._services.quickbooks)

    def side_words(self, name: str) -> str:
        """What stands under a connection's name."""
        return self._sides[name].words()

    @Slot(object)
    def _on_batch_ended(self, number: object) -> None:
        del number
        self.refresh()

    def _on_create(self) -> None:
        self.open_page("invoice-batch")

    def _on_unsent(self) -> None:
        self.open_page("invoice-batch", Dated())

    def _on_review(self) -> None:
        self.open_page("review")

    def _on_failed(self) -> None:
        self.open_page("not-in")

    def _on_tie_out(self) -> None:
        self.open_page("tie-out")

    @Slot(object)
    def _on_age_opened(self, age: Age) -> None:
        today = self._services.program.today()
        first = None if age.last_day is None else today - dt.timedelta(days=age.last_day)
        # What is dated ahead counts as new.
        last = None if age.first_day == 0 else today - dt.timedelta(days=age.first_day)
        self.open_page("invoice-batch", Dated(first, last))

    @Slot(object)
    def _on_cause_opened(self, place: NotInPlace) -> None:
        self.open_page("not-in", place)

    @Slot(object)
    def _on_month_opened(self, month: MonthTie) -> None:
        self.open_page("tie-out", TiePlace(month.realm, month.first, month.last))

    @Slot(object)
    def _on_batch_opened(self, row: BatchRow) -> None:
        self.open_page("batch", row.number)


def tied(archive: Archive, companies: Sequence[QuickBooksSetup]) -> list[RealmId]:
    """The companies that are asked whether they tie: those that something was sent to, else the default."""
    used = {realm for realm, _ in archive.batch_companies()}
    return [one.realm for one in companies if one.realm in used] or [one.realm for one in companies[:1]]


def _card(title: str, body: QWidget, link: str = "", opened: Callable[[], object] | None = None) -> QFrame:
    """A card around its body, with a link at the right of its title."""
    frame, column = titled_card(title, link=Button(link, "link", clicked=opened) if link else None)
    column.addWidget(body, 1)
    return frame
