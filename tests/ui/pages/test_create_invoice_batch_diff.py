"""The diff of the preview: what ConnectWise has and what QuickBooks gets, invoice by invoice."""

from __future__ import annotations

from decimal import Decimal

import pytest

from mobius_desktop.domain.plan import InvoicePlan, PlanOutcome
from mobius_desktop.ui.pages.invoice_batch.preview_diff import (
    CREATED,
    DIFFERS,
    SAME,
    TRANSLATED,
    DiffRow,
    diff_of,
)
from tests.ui.pages.firm_program import whole_plan


def plan_of(number: str) -> InvoicePlan:
    return next(one for one in whole_plan().invoices if one.invoice.number == number)


def fields(number: str) -> dict[str, DiffRow]:
    return {row.field: row for row in diff_of(plan_of(number)) if row.field}


READY = [one for one in whole_plan().invoices if one.outcome is PlanOutcome.SEND]


@pytest.mark.parametrize("plan", READY, ids=[one.invoice.number for one in READY])
def test_what_is_sent_is_equal_to_the_cent_and_its_lines_add_up(plan: InvoicePlan) -> None:
    rows = diff_of(plan)
    named = {row.field: row for row in rows}
    assert named["Total"].standing == SAME
    assert named["Total"].quickbooks_amount == plan.invoice.total
    lines = [row for row in rows if row.field.startswith("Line")]
    assert sum((row.quickbooks_amount or Decimal(0) for row in lines), Decimal(0)) == (
        named["Subtotal"].quickbooks_amount
    )


def test_a_credit_memo_is_negative_on_both_sides() -> None:
    total = fields("CM14")["Total"]
    assert (total.connectwise_amount, total.quickbooks_amount) == (Decimal("-425.00"), Decimal("-425.00"))
    assert fields("CM14")["Type"].quickbooks == "Credit memo"


def test_mixed_signs_on_a_credit_memo_stay_mixed() -> None:
    lines = [row for name, row in fields("CM14").items() if name.startswith("Line")]
    assert sorted(row.quickbooks_amount for row in lines if row.quickbooks_amount is not None) == [
        Decimal("-500.00"),
        Decimal("75.00"),
    ]


def test_a_record_that_will_be_created_is_marked_so() -> None:
    created = {
        row.quickbooks
        for plan in READY
        for row in diff_of(plan)
        if row.standing == CREATED and "will be created" in row.quickbooks
    }
    names = {record.ref.name for record in whole_plan().new_records}
    assert {text.split(", will be created")[0] for text in created} == names


def test_a_line_that_posts_to_another_account_differs_and_says_where_it_posts() -> None:
    differing = [
        row
        for plan in whole_plan().invoices
        for row in diff_of(plan)
        if plan.document and any(line.posts_to for line in plan.document.lines)
    ]
    assert any(row.standing == DIFFERS for row in differing)
    assert any("the item's own account" in row.quickbooks for row in differing)


def test_a_translated_type_is_no_difference() -> None:
    assert fields("10501")["Type"].standing == TRANSLATED


def test_an_invoice_without_lines_shows_connectwise_alone() -> None:
    empty = next(one for one in whole_plan().invoices if one.outcome is PlanOutcome.MARK_ONLY)
    rows = diff_of(empty)
    assert all(row.quickbooks_amount is None and not row.standing for row in rows if row.field == "Total")


def test_a_quantity_has_the_sign_of_the_amount_beside_it() -> None:
    rows = diff_of(plan_of("AG2211"))
    sold = {row.connectwise: row.quickbooks for row in rows if "×" in row.connectwise}
    measured = {ours.split(" · ")[0]: theirs.split(" · ")[0] for ours, theirs in sold.items()}
    assert measured["25 × 21.9984"] == "25 × 21.9984"
    assert measured["-2 × 22.00"] == "-2 × 22.00"
