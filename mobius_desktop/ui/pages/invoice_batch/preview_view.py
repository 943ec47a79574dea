"""Preview: the plan itself, in figures, invoices, and what it will create. The run sends this object."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from mobius_desktop.domain.ids import BillingLogId, RecordKey
from mobius_desktop.domain.plan import BatchPlan
from mobius_desktop.transfer.totals import Control, control
from mobius_desktop.ui.components.cards import CardList, CauseContent
from mobius_desktop.ui.components.figures import Figure, FiguresLine
from mobius_desktop.ui.components.labels import RichLabel
from mobius_desktop.ui.components.notice_strip import NoticeStrip
from mobius_desktop.ui.pages.invoice_batch.preview_causes import (
    NO_FINDINGS,
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
from mobius_desktop.ui.tables.totals_bar import TotalsLine, lines_by_currency
from mobius_desktop.ui.theme import theme
from mobius_desktop.workers.hub import Job


class PreviewView(QWidget):
    """The second step: the invoices at the left, what becomes of them at the right."""

    refused = Signal(object)
    """Keys of the records that are not to be created, whenever their ticks change."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self.strip = NoticeStrip()
        self._names: dict[str, str] = {}
        self._asked: list[RecordKey] = []
        self._filling = False
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
            hub=services.hub,
        )
        self._picker = TabPicker(self.panel.tabs) if self.panel.tabs else None
        if self._picker is not None:
            self.panel.add_left(self._picker)
            self._picker.take_over()
        self.invoice = InvoiceTab(services.memory, self.previous_invoice, self.next_invoice)
        self.panel.view.current_changed.connect(self._on_current_changed)
        self.invoice.fix_wanted.connect(self.show_card)
        self.creation: RowsModel[CreateRow] = RowsModel(
            CREATE_COLUMNS, key=_create_key, may_tick=_may_be_refused, name=_create_name
        )
        self.creation.ticks_changed.connect(self._on_creation_ticks_changed)
        self.created_panel = TablePanel(
            self.creation,
            "Will be created",
            memory=services.memory,
            with_filter=False,
            totals=self._created_totals,
            file_name="New records",
            hub=services.hub,
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
            hub=services.hub,
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
        column.addWidget(self.strip)
        column.addWidget(self.figures)
        column.addWidget(self.control)
        column.addWidget(self._splitter, 1)

    def show_plan(self, plan: BatchPlan, approved: BatchPlan, refused: Collection[RecordKey]) -> None:
        """Show a plan with its list to approve, and what of it would be sent."""
        rows = create_rows(plan)
        self._asked = [one.record.ref.key for one in rows]
        self._filling = True
        self.created_panel.set_rows(rows)
        self.creation.tick(rows, True)
        self.creation.tick([one for one in rows if one.record.ref.key in refused], False)
        self._filling = False
        self.show_approved(approved)
        if self.panel.view.current_row() is None and self.model.rowCount():
            self.panel.view.go_to_line(0)

    def show_approved(self, plan: BatchPlan) -> None:
        """Show what the run would send."""
        sums = control(plan)
        self._shown = figures_of(plan, sums), control_line(sums)
        self._show_figures()
        self.panel.set_rows(plan_rows(plan))
        self.accounts_panel.set_rows(total_rows(plan, sums, self._names))
        self._name_accounts(plan, sums)
        self.tabs.set_count("created", len(plan.new_records))
        if self._picker is not None:
            self._picker.follow()
        self._show_current()

    def show_causes(self, contents: Sequence[CauseContent], open_ones: int) -> None:
        """The cards under Findings; `open_ones` of them are not cured yet."""
        self.cards.set_causes(list(contents) or [NO_FINDINGS])
        self.tabs.set_count("findings", open_ones)

    @Slot(str)
    def show_card(self, code: str) -> None:
        """Bring the card of a cause to the front, its first control focused."""
        self.tabs.choose("findings")
        self.cards.show_card(code)

    def _created_totals(self) -> list[TotalsLine]:
        ticked, whole = len(self.creation.ticked()), len(self.creation.rows())
        return [TotalsLine(f"Approved {ticked:,} of {whole:,}", bold=True)]

    @Slot()
    def _on_creation_ticks_changed(self) -> None:
        if self._filling:
            return
        on = {one.record.ref.key for one in self.creation.ticked()}
        self.refused.emit(frozenset(key for key in self._asked if key not in on))

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
            *lines_by_currency("Ready", ready, _currency, _sums, bold=True),
            *lines_by_currency("All", shown, _currency, _sums),
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
        for panel in (self.panel, self.created_panel, self.accounts_panel):
            panel.arrange(narrow=narrow, low=low)
        self.figures.set_low(narrow or low)
        self.control.setVisible(narrow and not low)
        self.invoice.set_low(low)
        self.strip.set_low(low)
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


def _currency(row: PlanRow) -> str:
    return row.plan.invoice.currency


def _sums(rows: Sequence[PlanRow]) -> dict[str, Decimal | int]:
    return {"total": sum((row.plan.invoice.total for row in rows), Decimal("0.00"))}


def _plan_key(row: PlanRow) -> BillingLogId:
    return row.plan.invoice.billing_log_id


def _is_blocked(row: PlanRow) -> bool:
    return row.plan.blocked


def _is_ready(row: PlanRow) -> bool:
    return not row.plan.blocked


def _bar(row: PlanRow) -> str:
    return "bad" if row.plan.blocked else ""


def _may_be_refused(row: CreateRow) -> bool:
    del row
    return True


def _create_name(row: CreateRow) -> str:
    return f"{row.record.ref.kind.value} {row.record.ref.name}"


def _create_key(row: CreateRow) -> str:
    return row.record.ref.key


def _account_key(row: TotalRow) -> tuple[str, str]:
    return row.group, row.name
