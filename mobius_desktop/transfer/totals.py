"""Totals of a plan: what the preview's control line and its table by account say."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from mobius_desktop.domain.plan import BatchPlan


@dataclass(frozen=True, slots=True)
class Tally:
    """A count and its money, in ConnectWise's sign."""

    count: int = 0
    total: Decimal = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Control:
    """ConnectWise's total less what is not sent is what QuickBooks will hold."""

    selected: Tally
    invoices: Tally
    """To be sent as Invoice."""
    credit_memos: Tally
    adopted: Tally
    marked_only: Tally
    noted_only: Tally
    blocked: Tally
    quickbooks_total: Decimal
    """Net of what is sent and adopted; credit memos negative."""
    tax: Decimal
    by_account: tuple[tuple[str, Decimal], ...]
    """Account of ConnectWise's row and net money, by account; sales tax stands in its own account."""
    by_class: tuple[tuple[str, Decimal], ...]

    @property
    def not_sent(self) -> Decimal:
        return self.marked_only.total + self.noted_only.total + self.blocked.total

    @property
    def apart(self) -> Decimal:
        """Zero, or the control line is red."""
        return self.selected.total - self.not_sent - self.quickbooks_total


def control(plan: BatchPlan) -> Control:
    """The control line of a plan."""
    raise NotImplementedError
