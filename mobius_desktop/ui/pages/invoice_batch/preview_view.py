"""Preview: the plan itself, in figures, invoices, and what it will create. The run sends this object."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from mobius_desktop.domain.ids import BillingLogId
from mobius_desktop.domain.plan import BatchPlan
from mobius_desktop.transfer.totals import Control, control
from mobius_desktop.ui.components.cards import CardList
from mobius_desktop.ui.components.figures import Figure, FiguresLine
from mobius_desktop.ui.components.labels import RichLabel
from mobius_desktop.ui.correcting.decisions import Decisions
from mobius_desktop.ui.correcting.subject import Subject
from mobius_desktop.ui.correcting.verbs import DecisionVerbs
from mobius_desktop.ui.pages.invoice_batch.preview_causes import (
    NO_FINDINGS,
    card_of,
    causes_of,
    control_line,
    figures_of,
)
from mobius_desktop.ui.pages.invoice_batch.preview_invoice import InvoiceTab
from mobius_desktop.ui.pages.invoice_batch.preview_rows import (
    ACCOUNT,
    CREATE_COLUMNS,
    PLAN_COLUMNS,
    TOTAL_COLUMNS,
    CreateRow,
    PlanRow,
    TotalRow,
    create_rows,
    plan_rows,
    total_rows,
)
from mobius_desktop.ui.pages.invoice_batch.tab_picker import TabPicker
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.tables.panel import TablePanel
from mobius_desktop.ui.tables.placeholder import Notice
from mobius_desktop.ui.tables.rows_model import RowsModel
from mobius_desktop.ui.tables.tab_row import Tab, TabRow
from mobius_desktop.ui.tables.totals_bar import TotalsLine
from mobius_desktop.ui.theme import theme
from mobius_desktop.workers.hub import Job


class PreviewView(QWidget):
    """The second step: the invoices at the left, what becomes of them at the right."""

    def __init__(self, services: Services, decisions: Decisions) -> None:
        super().__init__()
        self._services, self._decisions = services, decisions
        self._plan: BatchPlan | None = None
        self._names: dict[str, str] = {}
        self.figures = FiguresLine("What will be sent")
        self.control = RichLabel()
        self.control.hide()
        self._shown: tuple[tuple[Figure, ...], tuple[str, ...]] = ((), ())
        self.model: RowsModel[PlanRow] = RowsModel(
            PLAN_COLUMNS, key=_plan_key, problem=_is_blocked, bar=_bar, greyed=_is_blocked
        )
        self.panel = TablePanel(
            self.model,
            "Invoices of the preview",
            memory=services.memory,
            tabs=(
                Tab("all", "All"),
                Tab("ready", "Ready", _is_ready),
                Tab("blocked", "Blocked", _is_blocked),
            ),
            totals=self._totals,
            file_name="Preview",
        )
        self._picker = TabPicker(self.panel.tabs) if self.panel.tabs else None
        if self._picker is not None:
            self.panel.add_left(self._picker)
            self._picker.take_over()
        self.invoice = InvoiceTab(services.memory, self.previous_invoice, self.next_invoice)
        self.panel.view.current_changed.connect(self._on_current_changed)
        self.creation: RowsModel[CreateRow] = RowsModel(CREATE_COLUMNS, key=_create_key)
        self.created_panel = TablePanel(
            self.creation,
            "Will be created",
            memory=services.memory,
            with_filter=False,
            file_name="New records",
        )
        self.created_panel.set_empty(Notice("Nothing has to be created in QuickBooks.", "done", "done"))
        self.accounts: RowsModel[TotalRow] = RowsModel(TOTAL_COLUMNS, key=_account_key)
        self.accounts_panel = TablePanel(
            self.accounts,
            "Totals",
            memory=services.memory,
            with_filter=False,
            totals=self._account_totals,
            file_name="Totals",
        )
        self.cards = CardList("What stays behind and why")
        self.cards.link_clicked.connect(self.show_invoice)
        self.tabs = TabRow(
            (
                Tab("invoice", "Invoice"),
                Tab("findings", "Findings"),
                Tab("created", "Will be created"),
                Tab("accounts", "Totals"),
            ),
            "Parts of the preview",
        )
        self._stack = QStackedWidget()
        for widget in (self.invoice, self.cards, self.created_panel, self.accounts_panel):
            self._stack.addWidget(widget)
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        self._lay_out()

    def _lay_out(self) -> None:
        right = QWidget()
        side = QVBoxLayout(right)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(theme().metrics.v(4))
        row = QHBoxLayout()
        row.addWidget(self.tabs)
        row.addStretch(1)
        side.addLayout(row)
        side.addWidget(self._stack, 1)
        self._splitter = QSplitter()
        self._splitter.addWidget(self.panel)
        self._splitter.addWidget(right)
        self._splitter.setStretchFactor(0, 0)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(theme().metrics.gap)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().metrics.gap)
        column.addWidget(self.figures)
        column.addWidget(self.control)
        column.addWidget(self._splitter, 1)

    def show_plan(self, plan: BatchPlan) -> None:
        """Show what the run would send."""
        sums = control(plan)
        self._shown = figures_of(plan, sums), control_line(sums)
        self._show_figures()
        self.panel.set_rows(plan_rows(plan))
        self.created_panel.set_rows(create_rows(plan))
        self.accounts_panel.set_rows(total_rows(plan, sums, self._names))
        self._name_accounts(plan, sums)
        self._plan = plan
        self.tabs.set_count("findings", self._show_causes())
        self.tabs.set_count("created", len(plan.new_records))
        if self._picker is not None:
            self._picker.follow()
        if self.panel.view.current_row() is None and self.model.rowCount():
            self.panel.view.go_to_line(0)
        self._show_current()

    def _show_causes(self) -> int:
        """The cards; what cannot be decided just now is disabled. Gives how many causes there are."""
        if self._plan is None:
            return 0
        verbs = DecisionVerbs(self._decisions, Subject(self._plan.realm), self._decisions.why_not())
        causes = causes_of(self._plan)
        self.cards.set_causes([card_of(cause, verbs) for cause in causes] or [NO_FINDINGS])
        return len(causes)

    @Slot()
    def show_able(self) -> None:
        """Something else has begun or ended: what can be decided now follows."""
        self._show_causes()

    def _name_accounts(self, plan: BatchPlan, sums: Control) -> None:
        """QuickBooks' names of the accounts, from its lists as they were last read."""
        archive = self._services.program.archive

        def work(job: Job) -> dict[str, str]:
            del job
            lists = archive.cached_lists(plan.realm)
            return {one.number: one.name for one in lists.accounts if one.number} if lists else {}

        def done(names: dict[str, str]) -> None:
            self._names = names
            self.accounts_panel.set_rows(total_rows(plan, sums, names))

        self._services.ask(work, done, name="account names")

    def _totals(self) -> list[TotalsLine]:
        shown = self.model.shown()
        ready = [row for row in shown if not row.plan.blocked]
        return [
            TotalsLine(f"Ready {len(ready):,}", {"total": _sum(row.plan for row in ready)}, bold=True),
            TotalsLine(f"All {len(shown):,}", {"total": _sum(row.plan for row in shown)}),
        ]

    def _account_totals(self) -> list[TotalsLine]:
        rows = [row for row in self.accounts.shown() if row.group == ACCOUNT]
        return [
            TotalsLine(
                "QuickBooks", {"amount": sum((row.amount for row in rows), Decimal("0.00"))}, bold=True
            )
        ]

    # Going through the invoices

    @Slot(object)
    def show_invoice(self, key: object) -> None:
        """Bring an invoice to the front, whatever the list is filtered by."""
        if not self.panel.view.go_to_key(key):
            self.panel.clear_filter()
            if self.panel.tabs is not None:
                self.panel.tabs.choose("all")
            self.panel.view.go_to_key(key)
        self.tabs.choose("invoice")

    def next_invoice(self) -> None:
        """Ctrl+↓."""
        self._step(1)

    def previous_invoice(self) -> None:
        """Ctrl+↑."""
        self._step(-1)

    def _step(self, by: int) -> None:
        count = self.model.rowCount()
        if count:
            index = self.panel.view.currentIndex()
            line = index.row() if index.isValid() else -1 if by > 0 else 0
            self.panel.view.go_to_line((line + by) % count)
            self.tabs.choose("invoice")

    def arrange(self, *, narrow: bool, low: bool) -> None:
        """Figures in one line; in a narrow window the control line below them, in a low one beside them."""
        self.panel.arrange(narrow=narrow, low=low)
        self.figures.set_low(narrow or low)
        self.control.setVisible(narrow and not low)
        self.invoice.set_low(low)
        self._show_figures()

    def _show_figures(self) -> None:
        figures, control = self._shown
        self.control.set_sentence(" ".join(control))
        self.figures.show_figures(figures, () if self.control.isVisibleTo(self) else control)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The list takes about a third; what is chosen needs the rest."""
        super().resizeEvent(event)
        m = theme().metrics
        left = max(m.h(320), min(m.h(360), self.width() // 3))
        self._splitter.setSizes([left, max(self.width() - left, 1)])

    @Slot(object)
    def _on_current_changed(self, row: object) -> None:
        del row
        self._show_current()

    def _show_current(self) -> None:
        index = self.panel.view.currentIndex()
        row = self.panel.view.current_row()
        self.invoice.show_row(row, index.row() + 1, self.model.rowCount())


def _sum(plans: object) -> Decimal:
    return sum((plan.invoice.total for plan in plans), Decimal("0.00"))  # type: ignore[attr-defined] # a generator


def _plan_key(row: PlanRow) -> BillingLogId:
    return row.plan.invoice.billing_log_id


def _is_blocked(row: PlanRow) -> bool:
    return row.plan.blocked


def _is_ready(row: PlanRow) -> bool:
    return not row.plan.blocked


def _bar(row: PlanRow) -> str:
    return "bad" if row.plan.blocked else ""


def _create_key(row: CreateRow) -> str:
    return row.record.ref.key


def _account_key(row: TotalRow) -> tuple[str, str]:
    return row.group, row.name
