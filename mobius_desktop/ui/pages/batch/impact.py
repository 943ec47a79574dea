"""The list before a correction: what will happen to each invoice, what stays as it is and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mobius_desktop.domain.connectwise import UnpostedInvoice
from mobius_desktop.domain.ids import BillingLogId
from mobius_desktop.domain.plan import PlanOutcome
from mobius_desktop.transfer.correct.values import How, RetryPlan, TakeBackItem, UndoPlan
from mobius_desktop.ui.components.labels import RichLabel
from mobius_desktop.ui.shell.memory import Memory
from mobius_desktop.ui.shell.page import Action, ActionBarContent
from mobius_desktop.ui.tables.columns import Column, Kind, Sentence
from mobius_desktop.ui.tables.panel import TablePanel
from mobius_desktop.ui.tables.rows_model import RowsModel
from mobius_desktop.ui.theme import theme
from mobius_desktop.workers.hub import Hub

_TAKEN = {
    How.VOID: "Will be voided",
    How.DELETE: "Will be deleted",
    How.RELEASE: "Is gone, will be released",
}
_OUTCOMES = {
    PlanOutcome.ADOPT: "Is there, will be marked",
    PlanOutcome.MARK_ONLY: "Will be marked",
    PlanOutcome.NOTE_ONLY: "Will be noted",
}


@dataclass(frozen=True, slots=True)
class ImpactRow:
    """One line of the list."""

    key: object
    state: str
    """State word whose sign stands before it."""
    what: str
    number: str
    customer: str
    total: Decimal | None
    why: str
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Impact:
    """A correction that has been looked at. `act` is what the button says; empty when nothing can be done."""

    title: str
    sentence: str
    rows: tuple[ImpactRow, ...]
    act: str
    do: Callable[[], object]


COLUMNS: tuple[Column[ImpactRow], ...] = (
    Column(
        "what",
        "What happens",
        lambda row: Sentence(row.state, row.what),
        Kind.FINDING,
        sample="Is gone, will be released",
    ),
    Column("number", "Number", lambda row: row.number, sample="AG22091", bold=True),
    Column("customer", "Customer", lambda row: row.customer, sample="Palmetto Hold", stretch=1),
    Column("total", "Total", lambda row: row.total, Kind.MONEY, sample="100,000.00"),
    Column("currency", "Currency", lambda row: row.currency, sample="USD", ink="text2", shown=False),
    Column(
        "why", "Why", lambda row: row.why, sample="A payment is on it", stretch=2, tip=lambda row: row.why
    ),
)


def _key(row: ImpactRow) -> object:
    return row.key


def _stays(row: ImpactRow) -> bool:
    return row.state == "Failed"


class ImpactPanel(QWidget):
    """Stands in the place of the batch until the user goes back or goes on."""

    def __init__(self, memory: Memory, hub: Hub) -> None:
        super().__init__()
        self.impact: Impact | None = None
        self._title = RichLabel(wrap=True)
        self.model: RowsModel[ImpactRow] = RowsModel(
            COLUMNS, key=_key, problem=_stays, bar=lambda row: "bad" if _stays(row) else ""
        )
        self.panel = TablePanel(
            self.model, "What will happen", memory=memory, file_name="What will happen", hub=hub
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().metrics.gap)
        column.addWidget(self._title)
        column.addWidget(self.panel, 1)
        self.hide()

    def open(self, impact: Impact) -> None:
        """Show a list; those that stay as they are stand first."""
        self.impact = impact
        self._title.set_sentence(f"**{impact.title}**  {impact.sentence}")
        self.panel.set_rows(sorted(impact.rows, key=lambda row: not _stays(row)))
        self.show()
        self.panel.view.setFocus()

    def close_list(self) -> None:
        """Nothing is asked any more."""
        self.impact = None
        self.hide()

    def bar(self, back: Callable[[], object], why_not: str) -> ActionBarContent:
        """The list's own action bar."""
        impact = self.impact
        if impact is None:
            return ActionBarContent()
        go_back = Action("&Go back", back, primary=not impact.act)
        if not impact.act:
            return ActionBarContent("Nothing of it can be done now.", actions=(go_back,))
        act = Action(impact.act, impact.do, primary=True, enabled=not why_not, why=why_not)
        return ActionBarContent(why_not or "Nothing has been done yet.", actions=(go_back, act))


def retry_impact(plan: RetryPlan, do: Callable[[], object]) -> Impact:
    """What a retry would send, what it would create, and what is still blocked."""
    rows = []
    for one in plan.plan.invoices:
        why = next((finding.sentence for finding in one.findings if finding.blocks), "")
        what = "Still blocked" if one.blocked else _OUTCOMES.get(one.outcome, "Will be sent")
        state = "Failed" if one.blocked else "Running"
        invoice = one.invoice
        rows.append(
            ImpactRow(
                invoice.billing_log_id,
                state,
                what,
                invoice.number,
                _name(invoice),
                invoice.total,
                why,
                invoice.currency,
            )
        )
    needed = {key for one in plan.going for key in one.needs}
    for record in plan.plan.new_records:
        if record.ref.key in needed:
            kind = record.ref.kind.value
            rows.append(ImpactRow(record.ref.key, "INFO", "Will be created", kind, record.ref.name, None, ""))
    blocked = len(plan.blocked)
    sentence = "All of them can be sent now."
    if blocked:
        verb = "is" if blocked == 1 else "are"
        sentence = f"{blocked:,} {verb} still blocked: the cause stands beside each."
    if not plan.plan.invoices:
        sentence = plan.sentence
    act = f"&{plan.sentence}" if plan.going else ""
    return Impact(f"Batch {plan.batch}, planned anew.", sentence, tuple(rows), act, do)


def _name(invoice: UnpostedInvoice) -> str:
    company = invoice.bill_to or invoice.company
    return company.name if company is not None else invoice.account_id


def undo_impact(plan: UndoPlan, do: Callable[[], object], customers: Mapping[BillingLogId, str]) -> Impact:
    """What a take back would do in QuickBooks, and what stays with the reason."""
    rows = tuple(_take_back_row(one, customers.get(one.billing_log_id, one.customer)) for one in plan.items)
    act = f"&Undo {len(plan.possible):,}…" if plan.possible else ""
    if act and len(plan.items) == 1:
        act = "&Take back…" if plan.leaves_quickbooks else "&Release…"
    return Impact("Take back from QuickBooks.", plan.sentence, rows, act, do)


def _take_back_row(item: TakeBackItem, customer: str) -> ImpactRow:
    state, what = ("Running", _TAKEN[item.how]) if item.possible else ("Failed", "Stays as it is")
    month = "Its month is certified." if item.certified else "Lies in an earlier month than today."
    why = item.refused or (month if item.earlier_month else "")
    return ImpactRow(item.billing_log_id, state, what, item.number, customer, item.total, why, item.currency)
