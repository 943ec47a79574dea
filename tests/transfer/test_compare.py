"""The comparison of QuickBooks' document with ConnectWise's export."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobius_desktop.domain.ids import QuickBooksId, RecordKey
from mobius_desktop.domain.options import TaxMode
from mobius_desktop.domain.plan import PlanInput
from mobius_desktop.domain.quickbooks import DocumentLife, FoundDocument, FoundLine
from mobius_desktop.transfer.compare import Comparison, compare
from mobius_desktop.transfer.plan import build_plan
from tests.transfer.plan.corpus import new_customer, options
from tests.transfer.plan.makers import (
    credit_memo,
    found_for,
    invoice,
    item,
    judged,
    one,
    one_taxed,
    plan_of,
    preferences,
    product,
    row,
    with_items,
)
from tests.transfer.sample_firm import plan_input

TWO = (row(total="-300.00", gl_class="Cloud"), product("-60.00", "-3", "20.00"))


def compared(data: PlanInput, **changes: Any) -> Comparison:
    plan = plan_of(data)
    return compare(plan, found_for(plan, **changes), data.lists)


def fields(result: Comparison) -> list[str]:
    return [difference.field for difference in result.unexpected]


def changed_line(found: FoundDocument, position: int, **changes: Any) -> tuple[FoundLine, ...]:
    lines = list(found.lines)
    lines[position] = replace(lines[position], **changes)
    return tuple(lines)


def test_what_came_back_as_it_was_sent_is_equal() -> None:
    result = compared(one(TWO))
    assert result.equal
    assert result.differences == ()
    assert result.apart == 0


def test_the_whole_sample_is_equal_to_itself() -> None:
    data = plan_input()
    items = {each.id: each.income_account_id for each in data.lists.items}
    accounts = {each.number: each.id for each in data.lists.accounts}
    for plan in build_plan(data)[0]:
        if plan.document is None or plan.blocked:
            continue
        found = found_for(plan)
        lines = tuple(
            replace(held, account_id=items.get(line.item.id) if line.item.id else accounts[line.account])
            for held, line in zip(found.lines, plan.document.lines, strict=True)
        )
        result = compare(plan, replace(found, lines=lines), data.lists)
        assert result.equal, (plan.invoice.number, result.unexpected)
        assert [each.expected for each in result.differences] == (
            [True] if plan.invoice.number == "10531" else []
        )


def test_a_cent_more_of_tax_is_found_in_tax_and_total() -> None:
    result = compared(one_taxed(), tax=Decimal("7.01"), total=Decimal("107.01"))
    assert fields(result) == ["total", "tax"]
    assert result.apart == Decimal("0.01")
    assert result.sentence == (
        "10501 is in QuickBooks with 107.01; ConnectWise has 107.00. Difference 0.01. "
        "The sales tax is 7.01 instead of 7.00. QuickBooks calculated the tax itself and did not keep "
        "ConnectWise's amount."
    )


def test_the_difference_of_a_credit_memo_has_connectwise_sign() -> None:
    result = compared(credit_memo((row(total="100.00"),)), total=Decimal("99.00"))
    difference = result.of("total")
    assert difference is not None
    assert difference.apart == Decimal("1.00")
    assert (difference.connectwise, difference.quickbooks) == ("(100.00)", "(99.00)")


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("customer", {"customer_id": QuickBooksId("65"), "customer_name": "Bayside Dental Group"}),
        ("date", {"date": dt.date(2026, 10, 6)}),
        ("due date", {"due_date": dt.date(2026, 11, 5)}),
        ("due date", {"due_date": None}),
        ("number", {"number": "1002"}),
        ("currency", {"currency": "CAD"}),
        ("QuickBooks Location", {"department_id": QuickBooksId("9")}),
        ("class", {"class_id": QuickBooksId("5000000000000000041")}),
        ("document", {"life": DocumentLife.VOID}),
    ],
)
def test_each_field_is_compared(field: str, changes: dict[str, Any]) -> None:
    result = compared(one(TWO), **changes)
    assert fields(result) == [field]
    assert "10501" in result.sentence


def test_a_company_of_one_currency_need_not_name_it() -> None:
    assert compared(one(), currency="").equal


def test_a_line_on_another_account_is_found() -> None:
    data = one(TWO)
    found = found_for(plan_of(data))
    lines = changed_line(found, 0, account_id=QuickBooksId("3"))
    result = compare(plan_of(data), replace(found, lines=lines), data.lists)
    assert fields(result) == ["account of line 1"]
    assert result.sentence == (
        "300.00 of 10501 is on 40110 Software in QuickBooks; ConnectWise has it on 40000 Service. "
        "QuickBooks posts by the item, and the line stands on Service-40000."
    )


def test_a_line_without_its_class_is_found() -> None:
    data = one(TWO)
    found = found_for(plan_of(data))
    result = compare(plan_of(data), replace(found, lines=changed_line(found, 0, class_id=None)), data.lists)
    assert fields(result) == ["class of line 1"]


def test_money_moved_between_lines_is_found_though_the_total_is_right() -> None:
    data = one(TWO)
    found = found_for(plan_of(data))
    lines = changed_line(
        replace(found, lines=changed_line(found, 0, amount=Decimal("299.00"))), 1, amount=Decimal("61.00")
    )
    result = compare(plan_of(data), replace(found, lines=lines), data.lists)
    assert fields(result) == ["line 1", "line 2"]


def test_lines_in_another_order_are_equal() -> None:
    data = one(TWO)
    found = found_for(plan_of(data))
    assert compare(plan_of(data), replace(found, lines=found.lines[::-1]), data.lists).equal


def test_fewer_lines_are_equal_when_every_account_and_class_nets_to_the_same() -> None:
    """Another machine may have sent the invoice at another Invoice Summary."""
    data = one((row(total="-100.00"), row(total="-200.00"), product("-60.00", "-3", "20.00")))
    found = found_for(plan_of(data))
    joined = (replace(found.lines[0], amount=Decimal("300.00")), found.lines[2])
    assert compare(plan_of(data), replace(found, lines=joined), data.lists).equal


def test_a_line_that_is_missing_is_found_by_its_account() -> None:
    data = one(TWO)
    found = found_for(plan_of(data))
    result = compare(plan_of(data), replace(found, lines=found.lines[:1]), data.lists)
    assert fields(result) == ["amount on 40100 Hardware"]
    difference = result.of("amount on 40100 Hardware")
    assert difference is not None
    assert difference.apart == Decimal("-60.00")


def test_an_account_that_the_plan_announced_is_an_expected_difference() -> None:
    held = with_items(item("DOCK-USB", "3"))
    data = one((product("-200.00", "-2", "100.00", "DOCK-USB"),), lists=held)
    found = found_for(plan_of(data))
    lines = changed_line(found, 0, account_id=QuickBooksId("3"))
    result = compare(plan_of(data), replace(found, lines=lines), held)
    assert result.equal
    assert [each.field for each in result.differences] == ["account of line 1"]


def test_a_third_account_is_not_what_the_plan_announced() -> None:
    held = with_items(item("DOCK-USB", "3"))
    data = one((product("-200.00", "-2", "100.00", "DOCK-USB"),), lists=held)
    found = found_for(plan_of(data))
    lines = changed_line(found, 0, account_id=QuickBooksId("1"))
    assert fields(compare(plan_of(data), replace(found, lines=lines), held)) == ["account of line 1"]


def test_a_date_that_the_user_chose_is_an_expected_difference() -> None:
    closed = invoice(date=dt.date(2026, 9, 28), due_date=dt.date(2026, 10, 28))
    result = compared(judged(one(listed=closed), "PERIOD_CLOSED", "post-on", "2026-10-01"))
    assert result.equal
    assert [each.field for each in result.differences] == ["date"]


def test_records_that_the_run_created_are_compared_by_their_new_ids() -> None:
    data = new_customer()
    plan = plan_of(data)
    found = found_for(plan, customer_id=QuickBooksId("77"))
    key = RecordKey("customer:900")
    assert compare(plan, found, data.lists, {key: QuickBooksId("77")}).equal
    assert fields(compare(plan, found, data.lists, {key: QuickBooksId("78")})) == ["customer"]


def test_tax_that_went_as_a_line_is_no_tax_of_the_document() -> None:
    data = one_taxed(**options(tax_mode=TaxMode.TAX_AS_LINE))
    plan = plan_of(data)
    assert compare(plan, found_for(plan), data.lists).equal
    assert fields(compare(plan, found_for(plan, tax=Decimal("7.00")), data.lists)) == ["tax"]


def test_tax_that_quickbooks_calculates_is_compared_too() -> None:
    data = one_taxed(**options(tax_mode=TaxMode.LET_QUICKBOOKS))
    result = compared(data, tax=Decimal("7.01"), total=Decimal("107.01"))
    assert fields(result) == ["total", "tax"]


def test_a_quickbooks_location_is_compared_by_its_id() -> None:
    held = preferences(track_departments=True)
    data = one(header={"gl_class": "Tampa"}, lists=held, **options(use_departments=True))
    ids = {RecordKey("department:Tampa"): QuickBooksId("9")}
    plan = plan_of(data)
    assert compare(plan, found_for(plan, department_id=QuickBooksId("9")), held, ids).equal
    assert fields(compare(plan, found_for(plan), held, ids)) == ["QuickBooks Location"]


def test_what_changed_in_connectwise_meanwhile_shows_against_the_document() -> None:
    data = one()
    plan = plan_of(data)
    assert plan.transaction is not None
    newer = replace(plan, transaction=replace(plan.transaction, rows=(row(total="-310.00"),)))
    result = compare(newer, found_for(plan), data.lists)
    assert result.of("total") is not None
    assert result.apart == Decimal("-10.00")


def test_an_invoice_that_was_never_built_cannot_be_compared() -> None:
    plan = plan_of(one(()))
    with pytest.raises(ValueError, match="no document"):
        compare(plan, found_for(plan_of(one())), one().lists)


@given(off=st.integers(min_value=-10_000, max_value=10_000), credit=st.booleans())
def test_whatever_the_amount_apart_it_is_said_to_the_cent(off: int, credit: bool) -> None:
    data = credit_memo((row(total="500.00"),)) if credit else one((row(total="-500.00"),))
    total = Decimal("500.00") + Decimal(off).scaleb(-2)
    result = compared(data, total=total)
    assert result.apart == (Decimal("500.00") - total if credit else total - Decimal("500.00"))
    assert (result.of("total") is None) == (off == 0)
