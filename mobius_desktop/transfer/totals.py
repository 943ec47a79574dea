"""Totals of a plan: what the preview's control line and its table by account say."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from mobius_desktop.domain.connectwise import GlType
from mobius_desktop.domain.document import Document
from mobius_desktop.domain.plan import BatchPlan, InvoicePlan, PlanOutcome
from mobius_desktop.domain.quickbooks import DocumentKind
from mobius_desktop.domain.sums import Sums
from mobius_desktop.domain.totals import Figure

TAX_ROW = GlType.SALES_TAX.value
_IN_QUICKBOOKS = frozenset({PlanOutcome.SEND, PlanOutcome.ADOPT})


@dataclass(frozen=True, slots=True)
class Control:
    """ConnectWise's total less what is not sent is what QuickBooks will hold."""

    selected: Figure
    invoices: Figure
    """To be sent as Invoice."""
    credit_memos: Figure
    adopted: Figure
    marked_only: Figure
    noted_only: Figure
    blocked: Figure
    quickbooks_total: Decimal
    """Net of what is sent and adopted, in the company's currency; credit memos negative."""
    tax: Decimal
    by_account: tuple[tuple[str, Decimal], ...]
    """Account of ConnectWise's row and net money, by account; sales tax stands in its own account."""
    by_class: tuple[tuple[str, Decimal], ...]
    posted_elsewhere: tuple[tuple[str, str, Decimal], ...] = ()
    """ConnectWise's account, the account by the item, net money: why QuickBooks' books differ by account."""
    tax_left_open: Decimal = Decimal("0.00")
    """ConnectWise's tax of the documents whose tax QuickBooks sets itself: no equality can be promised."""
    taxes_left_open: int = 0
    """How many documents those are."""
    currency: str = "USD"
    """The company's; only documents in it are sent."""

    @property
    def not_sent(self) -> Sums:
        return self.marked_only.total + self.noted_only.total + self.blocked.total

    @property
    def apart(self) -> Sums:
        """Nothing, or the control line is red."""
        held = Sums.of([(self.quickbooks_total, self.currency)])
        return self.selected.total - self.not_sent - held


def currency_of(plan: BatchPlan) -> str:
    """The company's currency: that of what can be sent; else the first invoice's."""
    ready = [one for one in plan.invoices if not one.blocked]
    return next((one.invoice.currency for one in (*ready, *plan.invoices)), "USD")


def control(plan: BatchPlan) -> Control:
    """The control line of a plan. Amounts by account and class are what QuickBooks will hold of it."""
    tallies: dict[str, Figure] = defaultdict(Figure)
    accounts: dict[str, Decimal] = defaultdict(lambda: Decimal("0.00"))
    classes: dict[str, Decimal] = defaultdict(lambda: Decimal("0.00"))
    elsewhere: dict[tuple[str, str], Decimal] = defaultdict(lambda: Decimal("0.00"))
    held = tax = left_open = Decimal("0.00")
    open_ones = 0
    for one in plan.invoices:
        total = one.invoice.total
        for name in ("all", _group(one)):
            tallies[name] = tallies[name].plus(total, one.invoice.currency)
        document = one.document
        if document is None or one.outcome not in _IN_QUICKBOOKS:
            continue
        sign = -1 if document.kind is DocumentKind.CREDIT_MEMO else 1
        held += sign * document.total
        tax += sign * document.sales_tax
        if tax_is_left_open(document):
            left_open += sign * document.sales_tax
            open_ones += 1
        for line in document.lines:
            accounts[line.account] += sign * line.amount
            if line.posts_to:
                elsewhere[line.account, line.posts_to] += sign * line.amount
            label = line.class_ref or document.class_ref
            classes[label.name if label else ""] += sign * line.amount
        for row in one.transaction.rows if one.transaction and not _tax_is_a_line(document) else ():
            if row.gl_type == TAX_ROW:
                accounts[row.account.rstrip(":")] -= row.total
    return Control(
        selected=tallies["all"],
        invoices=tallies[DocumentKind.INVOICE],
        credit_memos=tallies[DocumentKind.CREDIT_MEMO],
        adopted=tallies[PlanOutcome.ADOPT],
        marked_only=tallies[PlanOutcome.MARK_ONLY],
        noted_only=tallies[PlanOutcome.NOTE_ONLY],
        blocked=tallies[PlanOutcome.BLOCKED],
        quickbooks_total=held,
        tax=tax,
        by_account=tuple(sorted(accounts.items())),
        by_class=tuple(sorted(classes.items())),
        posted_elsewhere=tuple((*pair, amount) for pair, amount in sorted(elsewhere.items())),
        tax_left_open=left_open,
        taxes_left_open=open_ones,
        currency=currency_of(plan),
    )


def _group(plan: InvoicePlan) -> str:
    """The row of the control table that an invoice counts in."""
    if plan.outcome is PlanOutcome.SEND and plan.document:
        return plan.document.kind
    return plan.outcome


def tax_is_left_open(document: Document) -> bool:
    """Whether QuickBooks sets the tax itself: what it comes to is known only when it is there."""
    return document.tax.total is None and bool(document.sales_tax) and not _tax_is_a_line(document)


def _tax_is_a_line(document: Document) -> bool:
    return any(line.gl_type == TAX_ROW for line in document.lines)
