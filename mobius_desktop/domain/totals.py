"""The control line of a batch, computed from its rows: ConnectWise less what was not sent is QuickBooks.

The status page, the certificate and the command line all take their figures from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from mobius_desktop.domain.journal import InvoiceRow
from mobius_desktop.domain.plan import PlanOutcome
from mobius_desktop.domain.quickbooks import DocumentKind
from mobius_desktop.domain.run_causes import TAKEN_BACK
from mobius_desktop.domain.states import ActionState
from mobius_desktop.domain.sums import NOTHING, Sums


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of invoices and their money, in ConnectWise's sign."""

    count: int = 0
    total: Sums = NOTHING

    def plus(self, amount: Decimal, currency: str) -> Figure:
        """One invoice more."""
        return Figure(self.count + 1, self.total.plus(amount, currency))


@dataclass(slots=True)
class ControlTotals:
    """Every invoice of the batch counts in exactly one of the kinds below `connectwise`.

    Amounts are ConnectWise's totals, but for `quickbooks`, which is what QuickBooks holds."""

    connectwise: Figure = Figure()
    """All invoices of the batch."""
    invoices: Figure = Figure()
    """In QuickBooks as an Invoice that this batch sent."""
    credits: Figure = Figure()
    """In QuickBooks as a CreditMemo that this batch sent."""
    adopted: Figure = Figure()
    """Was in QuickBooks already, ours and equal."""
    marked_only: Figure = Figure()
    """Has no lines: not sent, marked as batched."""
    noted_only: Figure = Figure()
    """Has no lines and could not be marked: recorded here."""
    not_sent: Figure = Figure()
    """Blocked, failed, skipped or not begun."""
    taken_back: Figure = Figure()
    """Was sent, and has left QuickBooks again by a correction."""
    unknown: Figure = Figure()
    """Whether it is in QuickBooks is not known yet."""
    needs_check: Figure = Figure()
    """Of those in QuickBooks, the ones that are not as ConnectWise has them."""
    quickbooks: Figure = Figure()

    @property
    def left_out(self) -> Sums:
        """What is not in QuickBooks, and told so."""
        kinds = (self.not_sent, self.taken_back, self.unknown, self.marked_only, self.noted_only)
        return Sums.together(kind.total for kind in kinds)

    @property
    def expected(self) -> Sums:
        """What QuickBooks should hold: ConnectWise less what is left out."""
        return self.connectwise.total - self.left_out

    @property
    def apart(self) -> Sums:
        """What QuickBooks holds less what it should. Nothing in any currency, or the line is red."""
        return self.quickbooks.total - self.expected

    @property
    def ties(self) -> bool:
        """Whether everything is accounted for, to the cent."""
        return not self.apart and self.unknown.count == 0


def money_of(rows: Iterable[InvoiceRow], *, quickbooks: bool = False) -> Sums:
    """The money of some invoices: ConnectWise's totals, or with `quickbooks` what QuickBooks holds."""
    return Sums.of(
        ((row.quickbooks_total or Decimal(0)) if quickbooks else row.connectwise_total, row.currency)
        for row in rows
    )


def currency_of(rows: Sequence[InvoiceRow]) -> str:
    """The company's currency: that of what is in QuickBooks, since no other can be sent; else the first's."""
    sent = next((row for row in rows if row.quickbooks_total is not None), rows[0] if rows else None)
    return sent.currency if sent is not None and sent.currency else "USD"


_WITHOUT_LINES = {PlanOutcome.MARK_ONLY.value: "marked_only", PlanOutcome.NOTE_ONLY.value: "noted_only"}
IN_QUICKBOOKS = frozenset({"invoices", "credits", "adopted"})
"""The kinds whose invoices QuickBooks holds."""
_UNKNOWN = frozenset({ActionState.CHECKING, ActionState.RUNNING})


def control_totals(rows: Iterable[InvoiceRow]) -> ControlTotals:
    """The figures of a batch from its rows."""
    totals = ControlTotals()
    for row in rows:
        totals.connectwise = totals.connectwise.plus(row.connectwise_total, row.currency)
        kind = kind_of(row)
        setattr(totals, kind, getattr(totals, kind).plus(row.connectwise_total, row.currency))
        if row.quickbooks_total is not None and kind in IN_QUICKBOOKS:
            totals.quickbooks = totals.quickbooks.plus(row.quickbooks_total, row.currency)
            if row.state is ActionState.NEEDS_CHECK:
                totals.needs_check = totals.needs_check.plus(row.connectwise_total, row.currency)
    return totals


def kind_of(row: InvoiceRow) -> str:
    """The kind of `ControlTotals` that an invoice counts in, by the name of its field."""
    if row.quickbooks_total is not None and row.state is not ActionState.FAILED:  # Failed: seen gone again
        if row.outcome == PlanOutcome.ADOPT.value:
            return "adopted"
        return "credits" if row.kind == DocumentKind.CREDIT_MEMO.value else "invoices"
    if row.state in _UNKNOWN:
        return "unknown"
    if row.finding_code == TAKEN_BACK:
        return "taken_back"
    if row.state is ActionState.COMPLETED or row.state is ActionState.SKIPPED:
        return _WITHOUT_LINES.get(row.outcome, "not_sent")
    return "not_sent"
