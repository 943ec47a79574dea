"""Preview: the plan itself, in figures, invoices, and what it will create. The run sends this object."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from mobius_desktop.domain.finding_codes import RULES
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.ids import BillingLogId
from mobius_desktop.domain.money import amount_text
from mobius_desktop.domain.plan import BatchPlan, InvoicePlan, PlanOutcome
from mobius_desktop.domain.states import Severity
from mobius_desktop.transfer.totals import Control, control
from mobius_desktop.ui.components.cards import CardList, CauseContent
from mobius_desktop.ui.components.figures import Figure, FiguresLine
from mobius_desktop.ui.pages.invoice_batch.preview_rows import (
    ACCOUNT_COLUMNS,
    CREATE_COLUMNS,
    PLAN_COLUMNS,
    AccountRow,
    CreateRow,
    PlanRow,
    account_rows,
    create_rows,
    plan_rows,
)
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.tables.panel import TablePanel
from mobius_desktop.ui.tables.placeholder import Notice
from mobius_desktop.ui.tables.rows_model import RowsModel
from mobius_desktop.ui.tables.tab_row import Tab, TabRow
from mobius_desktop.ui.tables.totals_bar import TotalsLine
from mobius_desktop.ui.theme import theme

_WAYS = {
    PlanOutcome.SEND: "can be sent",
    PlanOutcome.ADOPT: "is there already",
}


@dataclass(frozen=True, slots=True)
class Cause:
    """One finding code with the invoices it concerns."""

    code: str
    severity: Severity
    findings: tuple[tuple[InvoicePlan, Finding], ...]

    @property
    def total(self) -> Decimal:
        return sum((plan.invoice.total for plan, _ in self.findings), Decimal("0.00"))


class PreviewView(QWidget):
    """The second step. `invoice_chosen` asks the page for one invoice."""

    invoice_chosen = Signal(object)

    def __init__(self, services: Services) -> None:
        super().__init__()
        self.figures = FiguresLine("What will be sent")
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
        self.creation: RowsModel[CreateRow] = RowsModel(CREATE_COLUMNS, key=_create_key)
        self.created_panel = TablePanel(
            self.creation,
            "Will be created",
            memory=services.memory,
            with_filter=False,
            file_name="New records",
        )
        self.created_panel.set_empty(Notice("Nothing has to be created in QuickBooks.", "done", "done"))
        self.accounts: RowsModel[AccountRow] = RowsModel(ACCOUNT_COLUMNS, key=_account_key)
        self.accounts_panel = TablePanel(
            self.accounts,
            "Totals by account",
            memory=services.memory,
            with_filter=False,
            totals=self._account_totals,
            file_name="Totals by account",
        )
        self.cards = CardList("What stays behind and why")
        self.cards.link_clicked.connect(self._on_cards_link_clicked)
        self.tabs = TabRow(
            (
                Tab("findings", "Findings"),
                Tab("created", "Will be created"),
                Tab("accounts", "Totals by account"),
            ),
            "Parts of the preview",
        )
        self._stack = QStackedWidget()
        for widget in (self.cards, self.created_panel, self.accounts_panel):
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
        self._splitter.setStretchFactor(0, 3)
        self._splitter.setStretchFactor(1, 2)
        self._splitter.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().metrics.gap)
        column.addWidget(self.figures)
        column.addWidget(self._splitter, 1)

    def show_plan(self, plan: BatchPlan) -> None:
        """Show what the run would send."""
        sums = control(plan)
        self.figures.show_figures(_figures(plan, sums), _control_line(plan, sums))
        self.panel.set_rows(plan_rows(plan))
        self.created_panel.set_rows(create_rows(plan))
        self.accounts_panel.set_rows(account_rows(sums))
        causes = causes_of(plan)
        self.cards.set_causes([_card(cause) for cause in causes] or [_NO_FINDINGS])
        self.tabs.set_count("findings", len(causes))
        self.tabs.set_count("created", len(plan.new_records))
        self.tabs.set_count("accounts", len(sums.by_account))

    def _totals(self) -> list[TotalsLine]:
        shown = self.model.shown()
        ready = [row for row in shown if not row.plan.blocked]
        return [
            TotalsLine(f"Ready {len(ready):,}", {"total": _sum(row.plan for row in ready)}, bold=True),
            TotalsLine(f"All {len(shown):,}", {"total": _sum(row.plan for row in shown)}),
        ]

    def _account_totals(self) -> list[TotalsLine]:
        rows = self.accounts.shown()
        return [
            TotalsLine(
                "QuickBooks", {"amount": sum((row.amount for row in rows), Decimal("0.00"))}, bold=True
            )
        ]

    def _on_cards_link_clicked(self, key: object) -> None:
        self.panel.view.go_to_key(key)
        self.invoice_chosen.emit(key)


_NO_FINDINGS = CauseContent(
    "Ready", "Nothing stands in the way", "Every ticked invoice can be sent as it is."
)


def causes_of(plan: BatchPlan) -> list[Cause]:
    """Findings grouped by cause: ERROR first, the largest sum first within a severity."""
    groups: dict[str, list[tuple[InvoicePlan, Finding]]] = defaultdict(list)
    for one in plan.invoices:
        for finding in one.findings:
            groups[finding.code].append((one, finding))
    causes = [Cause(code, found[0][1].severity, tuple(found)) for code, found in groups.items()]
    order = list(Severity)
    return sorted(causes, key=lambda cause: (order.index(cause.severity), -abs(cause.total), cause.code))


def _card(cause: Cause) -> CauseContent:
    count = len(cause.findings)
    links: tuple[tuple[str, object], ...] = tuple(
        (plan.invoice.number, plan.invoice.billing_log_id) for plan, _ in cause.findings
    )
    first = cause.findings[0][1]
    rule = RULES.get(cause.code)
    noun = "invoice" if count == 1 else "invoices"
    title = first.sentence if count == 1 or rule is None else rule.title
    return CauseContent(
        cause.severity.value,
        title,
        f"{count} {noun}, {amount_text(cause.total)}:",
        links=links,
        after_links=first.fix if cause.severity is not Severity.INFO else "",
    )


def _figures(plan: BatchPlan, sums: Control) -> tuple[Figure, ...]:
    sent = sums.invoices.count + sums.credit_memos.count + sums.adopted.count
    marked = sums.marked_only.count + sums.noted_only.count
    warned = sum(
        any(finding.severity is Severity.WARNING for finding in one.findings) and not one.blocked
        for one in plan.invoices
    )
    figures = [
        Figure("Ready", "Can be sent", f"{sent:,}", f"{amount_text(sums.quickbooks_total)} USD, net"),
        Figure("WARNING", "With a warning", f"{warned:,}", f"in the {sent:,}"),
        Figure("Blocked", "Stay behind", f"{sums.blocked.count:,}", f"{amount_text(sums.blocked.total)} USD"),
        Figure("Skipped", "Nothing to send", f"{marked:,}", "no lines"),
        Figure("To be created", "Will be created", f"{len(plan.new_records):,}", _kinds(plan)),
    ]
    return tuple(figures)


def _kinds(plan: BatchPlan) -> str:
    kinds = sorted({record.ref.kind.value.lower() for record in plan.new_records})
    return ", ".join(kinds) if kinds else "nothing"


def _control_line(plan: BatchPlan, sums: Control) -> tuple[str, ...]:
    left = amount_text(sums.selected.total)
    rest = amount_text(sums.selected.total - sums.not_sent)
    equal = "equal to the cent" if sums.apart == 0 else f"{amount_text(sums.apart)} apart"
    tax = f", tax {amount_text(sums.tax)} in it" if plan.invoices else ""
    return (
        f"ConnectWise {left} − not sent {amount_text(sums.not_sent)} = **{rest}**",
        f"QuickBooks will receive **{amount_text(sums.quickbooks_total)}** USD{tax} · **{equal}**",
    )


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


def _account_key(row: AccountRow) -> str:
    return row.account
