"""The Dashboard. Its figures come from the record and say of when; the page never waits for a network."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from mobius_desktop.domain.finding_codes import RULES
from mobius_desktop.domain.journal import BatchRow
from mobius_desktop.domain.money import amount_text
from mobius_desktop.history.dashboard import Cause, Dashboard, dashboard_of
from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.cards import titled_card
from mobius_desktop.ui.components.labels import Label, RichLabel, SignLabel
from mobius_desktop.ui.pages.dashboard.bars import BarRow, Bars
from mobius_desktop.ui.services import Services, SideState
from mobius_desktop.ui.shell.page import Action, ActionBarContent, Header, Page, Room
from mobius_desktop.ui.tables.columns import Column, Kind
from mobius_desktop.ui.tables.panel import TablePanel
from mobius_desktop.ui.tables.placeholder import Notice
from mobius_desktop.ui.tables.rows_model import RowsModel
from mobius_desktop.ui.theme import FontRole, theme
from mobius_desktop.workers.hub import Job

MOST_CAUSES = 4

BATCH_COLUMNS: tuple[Column[BatchRow], ...] = (
    Column("number", "Batch", lambda row: row.number, Kind.INT, sample="1,234", bold=True),
    Column("state", "State", lambda row: row.state.value, Kind.CHIP, sample="Finished with Warning"),
    Column(
        "started",
        "Started",
        lambda row: f"{row.started_at.astimezone():%a, %b %d, %I:%M %p}",
        sample="Wed, Nov 18, 04:02 PM",
        sort=lambda row: row.started_at,
        stretch=2,
    ),
    Column("invoices", "Invoices", lambda row: row.invoices, Kind.INT, sample="1,000"),
    Column("sent", "Sent", lambda row: row.sent, Kind.INT, sample="1,000"),
    Column("total", "Total", lambda row: row.sent_total, Kind.MONEY, sample="(100,000.00)"),
)


class DashboardPage(Page):
    """Cards over the last batches, with what needs someone at the right."""

    HELP = "dashboard"

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._figures: Dashboard | None = None
        self._count, self._money = Label("–", FontRole.FIGURE), Label("", FontRole.BOLD)
        self._bars = Bars("Age of unsent invoices")
        self._failed_count = Label("–", FontRole.FIGURE)
        self._failed_money = Label("", FontRole.BOLD)
        self._causes = Bars("Causes", "bad")
        self.model: RowsModel[BatchRow] = RowsModel(
            BATCH_COLUMNS, key=_number, bar=_bar, problem=_needs_someone
        )
        self.batches = TablePanel(
            self.model, "Last batches", memory=services.memory, with_filter=False, file_name="Last batches"
        )
        self.batches.set_empty(
            Notice("No batches yet.", "info", buttons=(("Create Invoice Batch", self._on_create),))
        )
        self.batches.view.opened.connect(self._on_batch_opened)
        self._todo = QVBoxLayout()
        self._sides = {"ConnectWise PSA": _SideLine(), "QuickBooks Online": _SideLine()}
        self._lay_out()
        self.set_header_widgets(Button("&Refresh", sign="refresh", clicked=self.refresh))
        self.handle("refresh", self.refresh)
        services.connections_changed.connect(self._show_sides)
        services.batch_ended.connect(self._on_batch_ended)
        services.unposted_counted.connect(self._on_unposted_counted)
        self._show_sides()
        self._show()

    def _lay_out(self) -> None:
        m = theme().metrics
        inner = QWidget()
        inner.setObjectName("scrolled")
        grid = QGridLayout(inner)
        grid.setContentsMargins(m.margin, 0, m.margin, m.gap)
        grid.setSpacing(m.gap)
        grid.addWidget(self._unsent_card(), 0, 0)
        grid.addWidget(self._failed_card(), 0, 1)
        sides, column = titled_card("Connections")
        for name, line in self._sides.items():
            line.set_name(name)
            column.addWidget(line)
        column.addStretch(1)
        grid.addWidget(sides, 0, 2)
        last, column = titled_card(
            "Last batches", link=Button("Review Existing Batches", "link", clicked=self._on_review)
        )
        column.addWidget(self.batches, 1)
        grid.addWidget(last, 1, 0, 1, 2)
        todo, column = titled_card("To do")
        column.addLayout(self._todo)
        column.addStretch(1)
        grid.addWidget(todo, 1, 2)
        for place, stretch in enumerate((3, 3, 2)):
            grid.setColumnStretch(place, stretch)
        grid.setRowStretch(1, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inner)
        self.batches.setMinimumHeight(m.v(170))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def _unsent_card(self) -> QFrame:
        frame, column = titled_card("Not yet sent", link=Button("Open list", "link", clicked=self._on_create))
        row = QHBoxLayout()
        row.addWidget(self._count)
        row.addWidget(Label("invoices", ink="text2"))
        row.addStretch(1)
        row.addWidget(self._money)
        column.addLayout(row)
        column.addWidget(self._bars)
        return frame

    def _failed_card(self) -> QFrame:
        frame, column = titled_card(
            "Did not go in", link=Button("Open list", "link", clicked=self._on_review)
        )
        row = QHBoxLayout()
        row.addWidget(self._failed_count)
        row.addWidget(Label("invoices", ink="text2"))
        row.addStretch(1)
        row.addWidget(self._failed_money)
        column.addLayout(row)
        column.addWidget(self._causes)
        column.addStretch(1)
        return frame

    def activated(self, argument: object = None) -> None:
        """Figures are read anew whenever the page is opened."""
        del argument
        self.refresh()

    def arranged(self, room: Room) -> None:
        """Fewer columns in a narrow window."""
        self.batches.arrange(narrow=room.narrow, low=room.low)

    def panes(self) -> Sequence[QWidget]:
        """The last batches."""
        return (self.batches.view,)

    def refresh(self) -> None:
        """Read the record in the background."""
        program = self._services.program

        def work(job: Job) -> Dashboard:
            del job
            return dashboard_of(program.archive, program.today())

        self._services.ask(work, self._on_figures_read, name="dashboard")

    def _on_figures_read(self, figures: Dashboard) -> None:
        self._figures = figures
        self._show()

    def _show(self) -> None:
        today = f"{self._services.program.today():%A, %B %d, %Y}"
        figures = self._figures
        read = figures.read_at if figures else None
        said = f"unposted list of {read.astimezone():%b %d, %I:%M %p}" if read else "no list was read yet"
        self.set_header(Header("Dashboard", context=f"{today} · read from this computer · {said}"))
        self.set_actions(ActionBarContent(self._sentence(), actions=(self._primary(),)))
        if figures is None:
            return
        self._count.setText(f"{_unsent(figures):,}")
        self._money.setText(_money(figures))
        if figures.unsent:
            ages = figures.unsent[0].ages
            self._bars.show_rows(tuple(BarRow(age.words, age.count, age.total) for age in ages))
        self._failed_count.setText(f"{sum(cause.count for cause in figures.causes):,}")
        lost = sum((cause.total for cause in figures.causes), Decimal("0.00"))
        self._failed_money.setText(amount_text(lost) if figures.causes else "")
        self._causes.show_rows(_cause_rows(figures.causes))
        self.batches.set_rows(figures.batches)
        self._show_todo(figures)

    def _sentence(self) -> str:
        figures = self._figures
        if figures is None or figures.read_at is None:
            return "The unposted list has not been read yet."
        if not figures.unsent:
            return "Nothing waits in ConnectWise."
        oldest = min(one.oldest for one in figures.unsent if one.oldest)
        days = max((self._services.program.today() - oldest).days, 0)
        return (
            f"**{_unsent(figures):,}** invoices are waiting in ConnectWise, **{_money(figures)}**. "
            f"The oldest is {days:,} days old."
        )

    def _primary(self) -> Action:
        return Action("&Create Invoice Batch", self._on_create, primary=True)

    def _show_todo(self, figures: Dashboard) -> None:
        while (item := self._todo.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        needing = [row for row in figures.batches if row.failed or row.needs_check]
        for row in needing[:5]:
            self._todo.addWidget(self._todo_line(row))
        if not needing:
            self._todo.addWidget(Label("Nothing needs you.", ink="text2"))

    def _todo_line(self, row: BatchRow) -> QWidget:
        line = QWidget()
        box = QHBoxLayout(line)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(SignLabel.of_state("Failed" if row.failed else "Needs check"))
        box.addWidget(RichLabel(f"**Batch {row.number}**: {_counts(row)}", wrap=True), 1)
        box.addWidget(Button("Open", clicked=partial(self.open_page, "batch", row.number)))
        return line

    @Slot()
    def _show_sides(self) -> None:
        self._sides["ConnectWise PSA"].show_state(self._services.connectwise)
        self._sides["QuickBooks Online"].show_state(self._services.quickbooks)

    @Slot(object)
    def _on_batch_ended(self, number: object) -> None:
        del number
        self.refresh()

    @Slot(int)
    def _on_unposted_counted(self, count: int) -> None:
        del count
        self.refresh()

    def _on_create(self) -> None:
        self.open_page("invoice-batch")

    def _on_review(self) -> None:
        self.open_page("review")

    @Slot(object)
    def _on_batch_opened(self, row: BatchRow) -> None:
        self.open_page("batch", row.number)


class _SideLine(QWidget):
    """One connection: sign, name, what is so."""

    def __init__(self) -> None:
        super().__init__()
        self._sign = SignLabel.of_state("Not checked")
        self._name = Label("", FontRole.BOLD)
        self._words = Label("", ink="text2", wrap=True)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self._name)
        column.addWidget(self._words)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, theme().metrics.v(6))
        row.addWidget(self._sign)
        row.addLayout(column, 1)

    def set_name(self, name: str) -> None:
        """Which side it is."""
        self._name.setText(name)

    def show_state(self, side: SideState) -> None:
        """How it is."""
        self._sign.set_state(side.state)
        answered = side.answered_at.astimezone() if side.answered_at else None
        self._words.setText(side.sentence or (f"Answered {answered:%I:%M %p}" if answered else side.state))


def _unsent(figures: Dashboard) -> int:
    return sum(one.count for one in figures.unsent)


def _money(figures: Dashboard) -> str:
    return " · ".join(f"{amount_text(one.total)} {one.currency}" for one in figures.unsent)


def _cause_rows(causes: tuple[Cause, ...]) -> tuple[BarRow, ...]:
    """The weightiest causes; the others are one row."""
    rows = [BarRow(_cause_words(one), one.count, one.total) for one in causes]
    if len(rows) <= MOST_CAUSES:
        return tuple(rows)
    rest = rows[MOST_CAUSES - 1 :]
    total = sum((row.total for row in rest), Decimal("0.00"))
    more = BarRow(f"{len(rest)} other causes", sum(row.count for row in rest), total)
    return (*rows[: MOST_CAUSES - 1], more)


def _cause_words(cause: Cause) -> str:
    rule = RULES.get(cause.code)
    return rule.title if rule else cause.state.value


def _counts(row: BatchRow) -> str:
    parts = []
    if row.failed:
        parts.append(f"{row.failed:,} not sent")
    if row.needs_check:
        parts.append(f"{row.needs_check:,} to check")
    return ", ".join(parts)


def _number(row: BatchRow) -> int:
    return row.number


def _needs_someone(row: BatchRow) -> bool:
    return bool(row.failed or row.needs_check)


def _bar(row: BatchRow) -> str:
    return "bad" if row.failed else "warn" if row.needs_check else ""
