"""The control line of a batch, computed from its rows: ConnectWise less what was not sent is QuickBooks.

The status page, the certificate and the command line all take their figures from here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from mobius_desktop.domain.journal import InvoiceRow
from mobius_desktop.domain.money import amount_text
from mobius_desktop.domain.plan import PlanOutcome
from mobius_desktop.domain.quickbooks import DocumentKind
from mobius_desktop.domain.states import ActionState


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of invoices and their money, in ConnectWise's sign."""

    count: int = 0
    total: Decimal = Decimal("0.00")

    def plus(self, amount: Decimal) -> Figure:
        """One invoice more."""
        return Figure(self.count + 1, self.total + amount)


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
    unknown: Figure = Figure()
    """Whether it is in QuickBooks is not known yet."""
    needs_check: Figure = Figure()
    """Of those in QuickBooks, the ones that are not as ConnectWise has them."""
    quickbooks: Figure = Figure()

    @property
    def apart(self) -> Decimal:
        """QuickBooks less ConnectWise, once what was not sent is taken off. Zero, or the line is red."""
        left_out = sum(
            (each.total for each in (self.not_sent, self.unknown, self.marked_only, self.noted_only)),
            Decimal(0),
        )
        return self.quickbooks.total - (self.connectwise.total - left_out)

    @property
    def ties(self) -> bool:
        """Whether everything is accounted for, to the cent."""
        return self.apart == 0 and self.unknown.count == 0


def money_text(rows: Iterable[InvoiceRow], *, quickbooks: bool = False) -> str:
    """The money of some invoices, each currency by itself: `3,947.30 USD + 1,000.00 CAD`.

    ConnectWise's totals, or with `quickbooks` what QuickBooks holds."""
    return money_of(
        ((row.quickbooks_total or Decimal(0)) if quickbooks else row.connectwise_total, row.currency)
        for row in rows
    )


def money_of(amounts: Iterable[tuple[Decimal, str]]) -> str:
    """Amounts with their currencies, each currency by itself."""
    sums: dict[str, Decimal] = {}
    for amount, code in amounts:
        sums[code] = sums.get(code, Decimal("0.00")) + amount
    if not sums:
        return amount_text(Decimal(0)) + " USD"
    return " + ".join(f"{amount_text(total, code)} {code}" for code, total in sums.items())


_WITHOUT_LINES = {PlanOutcome.MARK_ONLY.value: "marked_only", PlanOutcome.NOTE_ONLY.value: "noted_only"}
_IN_QUICKBOOKS = frozenset({"invoices", "credits", "adopted"})
_UNKNOWN = frozenset({ActionState.CHECKING, ActionState.RUNNING})


def control_totals(rows: Iterable[InvoiceRow]) -> ControlTotals:
    """The figures of a batch from its rows."""
    totals = ControlTotals()
    for row in rows:
        totals.connectwise = totals.connectwise.plus(row.connectwise_total)
        kind = _kind_of(row)
        setattr(totals, kind, getattr(totals, kind).plus(row.connectwise_total))
        if row.quickbooks_total is not None and kind in _IN_QUICKBOOKS:
            totals.quickbooks = totals.quickbooks.plus(row.quickbooks_total)
            if row.state is ActionState.NEEDS_CHECK:
                totals.needs_check = totals.needs_check.plus(row.connectwise_total)
    return totals


def _kind_of(row: InvoiceRow) -> str:
    if row.quickbooks_total is not None and row.state is not ActionState.FAILED:  # Failed: seen gone again
        if row.outcome == PlanOutcome.ADOPT.value:
            return "adopted"
        return "credits" if row.kind == DocumentKind.CREDIT_MEMO.value else "invoices"
    if row.state in _UNKNOWN:
        return "unknown"
    if row.state is ActionState.COMPLETED or row.state is ActionState.SKIPPED:
        return _WITHOUT_LINES.get(row.outcome, "not_sent")
    return "not_sent"
