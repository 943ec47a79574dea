"""The control line of a plan."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from mobius_desktop.domain.options import TaxMode
from mobius_desktop.domain.plan import BatchPlan, PlanInput
from mobius_desktop.transfer.plan import build_plan
from mobius_desktop.transfer.totals import Control, control
from tests.money import usd
from tests.transfer.plan.corpus import options
from tests.transfer.plan.makers import one, one_taxed, product, row, together


def totals(data: PlanInput) -> Control:
    plans, new, company = build_plan(data)
    moment = dt.datetime(2026, 11, 2, tzinfo=dt.UTC)
    return control(BatchPlan(data.realm, "", data.summary, None, None, plans, new, company, moment))


def test_what_is_not_sent_is_the_difference_between_both_sides() -> None:
    line = totals(together(one(), one((row(account="40150"),)), one((row(total="80.00"),))))
    assert (line.selected.total, line.quickbooks_total) == (usd("520.00"), Decimal("220.00"))
    assert line.not_sent == usd("300.00")
    assert not line.apart
    assert (line.invoices.count, line.credit_memos.count, line.blocked.count) == (1, 1, 1)


def test_sales_tax_stands_in_its_own_account_and_in_the_tax_total() -> None:
    line = totals(one_taxed())
    assert line.tax == Decimal("7.00")
    assert line.by_account == (("22000", Decimal("7.00")), ("40100", Decimal("100.00")))


def test_tax_that_goes_as_a_line_is_counted_once() -> None:
    line = totals(one_taxed(**options(tax_mode=TaxMode.TAX_AS_LINE)))
    assert dict(line.by_account) == {"22000": Decimal("7.00"), "40100": Decimal("100.00")}


def test_money_is_shown_by_class() -> None:
    line = totals(one((row(gl_class="Cloud"), product("-60.00", "-3", "20.00"))))
    assert line.by_class == (("", Decimal("60.00")), ("Cloud", Decimal("300.00")))


@given(st.lists(st.integers(min_value=-10_000, max_value=10_000), min_size=1, max_size=3))
def test_the_accounts_always_come_to_what_quickbooks_holds(cents: list[int]) -> None:
    line = totals(together(*(one((row(total=str(Decimal(-each).scaleb(-2))),)) for each in cents)))
    assert sum(amount for _, amount in line.by_account) == line.quickbooks_total
    assert not line.apart
