"""Billing terms of ConnectWise and the terms of QuickBooks that carry their names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class BillingTerm:
    """One term. `end_of_month` moves the date to the end of its month; QuickBooks here knows no such term."""

    id: int
    name: str
    due_days: int
    end_of_month: bool = False


TERMS: tuple[BillingTerm, ...] = (
    BillingTerm(1, "Due on receipt", 0),
    BillingTerm(2, "Net 10", 10),
    BillingTerm(3, "Net 15", 15),
    BillingTerm(4, "Net 30", 30),
    BillingTerm(5, "Net 60", 60),
    BillingTerm(6, "Net 30 EOM", 30, end_of_month=True),
)


def term_for(issued: date, due: date) -> BillingTerm:
    """The term that gives this due date; what none gives is the end of a month."""
    for term in TERMS:
        if not term.end_of_month and issued + timedelta(days=term.due_days) == due:
            return term
    return TERMS[-1]
