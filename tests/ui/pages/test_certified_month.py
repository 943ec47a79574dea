"""Sending into a certified month is asked about first."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from mobius_desktop.domain.days import month_of
from mobius_desktop.domain.plan import PlanOutcome
from mobius_desktop.domain.tie_out import CertifiedMonth
from mobius_desktop.ui.correcting.certified import certified_question
from tests.ui.pages.firm_program import NOW, REALM, whole_plan


def certified(month: dt.date) -> CertifiedMonth:
    zero = Decimal("0.00")
    return CertifiedMonth(REALM, "Gulfline", month, "USD", 0, zero, zero, 0, NOW, "", "dana", NOW)


def test_it_names_the_month_who_certified_it_and_the_money() -> None:
    plan = whole_plan()
    october = dt.date(2026, 10, 1)
    going = [
        one
        for one in plan.invoices
        if one.outcome is not PlanOutcome.BLOCKED
        and one.outcome is not PlanOutcome.NOTE_ONLY
        and month_of(one.invoice.date) == october
    ]
    question = certified_question([certified(october)], plan)
    assert question is not None
    assert question.question == "Send into October 2026, which is certified?"
    assert question.body.startswith(f"{len(going)} invoices belong to October 2026, ")
    assert "dana has certified October 2026" in question.body
    assert question.safe == "Do not send"


def test_another_month_asks_nothing() -> None:
    assert certified_question([certified(dt.date(2020, 1, 1))], whole_plan()) is None
    assert certified_question([], whole_plan()) is None


def test_an_invoice_that_is_posted_into_the_month_asks_too() -> None:
    """Dated in a closed September, posted on the first of October: October changes as well."""
    plan = whole_plan()
    one = next(one for one in plan.invoices if one.document is not None and not one.blocked)
    assert one.document is not None
    posted = replace(one, document=replace(one.document, date=dt.date(2027, 1, 1)))
    plan = replace(plan, invoices=(posted,))
    question = certified_question([certified(dt.date(2027, 1, 1))], plan)
    assert question is not None
    assert question.question == "Send into January 2027, which is certified?"
