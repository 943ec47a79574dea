"""The 45 sample invoices: each ends as its row of the sample firm says, whatever the seed."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from mobius_desktop.domain.options import Summary
from mobius_desktop.domain.plan import BatchPlan, InvoicePlan, PlanInput, PlanOutcome
from mobius_desktop.domain.quickbooks import DocumentKind
from mobius_desktop.domain.sums import Sums
from mobius_desktop.transfer.plan import build_plan
from mobius_desktop.transfer.totals import control
from tests.money import usd
from tests.transfer.plan.document_text import plan_text
from tests.transfer.sample_firm import firm, plan_input

FOREIGN = Sums.of([(Decimal("1000.00"), "CAD")])
SNAPSHOT = Path(__file__).parent / "sample_documents.txt"

EXPECTED: dict[int, list[str]] = {
    4: ["QTY_PRICE_ROUNDED", "ITEM_WILL_BE_CREATED"],
    5: ["ITEM_WILL_BE_CREATED"],
    6: ["INTERNAL_NOTE", "TEXT_CUT", "CUSTOMER_WILL_BE_CREATED"],
    7: ["DUE_DATE_DIFFERS", "BILL_TO_DIFFERS"],
    8: ["CUSTOMER_UNLINKED"],
    10: ["CLASS_MISSING"],
    11: ["NEXT_MONTH"],
    12: ["TAX_BASE_PARTIAL"],
    13: ["ZERO_TOTAL_WITH_LINES"],
    15: ["ZERO_TOTAL_WITH_LINES"],
    16: ["ITEM_WILL_BE_CREATED"],
    19: ["TAX_BASE_PARTIAL"],
    22: ["CREDIT_TO_APPLY"],
    23: ["CREDIT_TO_APPLY"],
    24: ["CREDIT_TO_APPLY"],
    25: ["ACCOUNT_TYPE_UNUSUAL", "CREDIT_TO_APPLY", "ITEM_WILL_BE_CREATED"],
    26: ["NEGATIVE_AS_CREDIT_MEMO", "CREDIT_TO_APPLY"],
    27: ["ZERO_TOTAL_NOTHING_MOVES"],
    28: ["NO_LINES"],
    29: ["NO_LINES_CANNOT_BE_MARKED"],
    30: ["EXEMPT_ONLY_IN_CONNECTWISE"],
    31: ["ITEM_ACCOUNT_DIFFERS"],
    32: ["ADOPTED"],
    33: ["CREDIT_MEMO_POSITIVE"],
    34: ["NO_GL_ENTRIES"],
    35: ["ACCOUNT_MISSING"],
    36: ["ITEM_INACTIVE"],
    37: ["PERIOD_CLOSED"],
    38: ["NUMBER_TAKEN"],
    39: ["NAME_TAKEN_BY_VENDOR"],
    40: ["TAX_AGENCY_MISSING"],
    41: ["TAX_WITHOUT_TAXABLE_LINE"],
    42: ["CURRENCY"],
    43: ["INVENTORY_BEFORE_START"],
    44: ["CUSTOMER_INACTIVE"],
    45: ["CHANGED_AFTER_SENDING"],
}
"""By row of the sample; every other row has none."""
CREATED = frozenset({"ITEM_WILL_BE_CREATED", "CUSTOMER_WILL_BE_CREATED"})


def batch(data: PlanInput) -> BatchPlan:
    plans, new, company = build_plan(data)
    planned_at = dt.datetime(2026, 11, 2, 14, tzinfo=dt.UTC)
    return BatchPlan(data.realm, "", data.summary, None, None, plans, new, company, planned_at)


@pytest.fixture(scope="module")
def sample() -> BatchPlan:
    return batch(plan_input())


def codes_of(plan: InvoicePlan) -> list[str]:
    return [found.code for found in plan.findings]


def test_every_row_of_the_sample_has_exactly_its_findings(sample: BatchPlan) -> None:
    found = {row: codes_of(plan) for row, plan in enumerate(sample.invoices, start=1)}
    assert {row: codes for row, codes in found.items() if codes} == EXPECTED


def test_under_manual_tax_only_the_missing_agency_becomes_an_unlinked_code() -> None:
    plans = batch(plan_input(tax="manual")).invoices
    found = {row: codes_of(plan) for row, plan in enumerate(plans, start=1)}
    expected = EXPECTED | {40: ["TAX_CODE_UNMAPPED"]}
    assert {row: codes for row, codes in found.items() if codes} == expected


def test_the_documents_of_the_sample_are_those_of_the_snapshot(sample: BatchPlan) -> None:
    """Made anew by `python -m tests.transfer.plan.document_text`; read the difference first."""
    assert plan_text(sample) == SNAPSHOT.read_text("utf-8")


def test_the_control_line_of_the_sample_is_right_to_the_cent(sample: BatchPlan) -> None:
    line = control(sample)
    assert (line.invoices.count, line.invoices.total) == (23, usd("52283.92"))
    assert (line.credit_memos.count, line.credit_memos.total) == (5, usd("-1164.00"))
    assert (line.adopted.count, line.adopted.total) == (1, usd("410.00"))
    assert (line.marked_only.count, line.noted_only.count) == (1, 1)
    assert (line.blocked.count, line.blocked.total) == (14, usd("3947.30") + FOREIGN)
    assert (line.selected.count, line.selected.total) == (45, usd("55477.22") + FOREIGN)
    assert line.quickbooks_total == Decimal("51529.92")
    assert not line.apart


def test_the_totals_by_account_of_the_sample_are_right_to_the_cent(sample: BatchPlan) -> None:
    assert dict(control(sample).by_account) == {
        account: Decimal(amount)
        for account, amount in (
            ("22000", "825.94"),
            ("24000", "4000.00"),
            ("24100", "4550.00"),
            ("40000", "2660.00"),
            ("40100", "11617.96"),
            ("40110", "524.56"),
            ("40200", "7425.00"),
            ("40210", "355.96"),
            ("40300", "20000.00"),
            ("40900", "45.50"),
            ("41900", "-150.00"),
            ("65000", "-325.00"),
        )
    }


def test_the_one_item_that_posts_elsewhere_explains_the_books_of_quickbooks(sample: BatchPlan) -> None:
    assert control(sample).posted_elsewhere == (("40100", "40110", Decimal("200.00")),)


def test_dated_through_october_leaves_out_the_agreement_of_november() -> None:
    data = plan_input()
    october = tuple(one for one in data.invoices if one.date <= dt.date(2026, 10, 31))
    line = control(batch(replace(data, invoices=october)))
    assert (line.invoices.count, line.invoices.total) == (22, usd("50433.92"))


def test_with_skip_if_nothing_moves_the_included_seat_is_marked_and_not_sent() -> None:
    data = plan_input()
    data = replace(data, options=replace(data.options, skip_if_nothing_moves=True))
    plans = {plan.invoice.number: plan for plan in build_plan(data)[0]}
    assert plans["10527"].outcome is PlanOutcome.MARK_ONLY
    assert plans["10527"].record_ids == (702702, 702701)
    assert plans["10513"].outcome is PlanOutcome.SEND


@pytest.mark.parametrize("seed", [2, 3, 4, 5, 6])
def test_whatever_the_seed_each_trait_keeps_its_findings(seed: int) -> None:
    wanted = {
        one.trait: [code for code in EXPECTED.get(row, []) if code not in CREATED]
        for row, one in enumerate(firm(1).connectwise.invoices.values(), start=1)
    }
    data = plan_input(seed)
    traits = {one.billing_log_id: one.trait for one in firm(seed).connectwise.invoices.values()}
    for plan in build_plan(data)[0]:
        found = [code for code in codes_of(plan) if code not in CREATED]
        assert sorted(found) == sorted(wanted[traits[plan.invoice.billing_log_id]]), plan.invoice.number


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_line_multiplies_and_every_document_adds_up(seed: int) -> None:
    for plan in build_plan(plan_input(seed, scale="month-end"))[0]:
        document = plan.document
        if document is None or plan.blocked:
            continue
        assert sum((line.amount for line in document.lines), document.sales_tax) == document.total
        assert document.total >= 0
        if document.kind is DocumentKind.CREDIT_MEMO:
            assert document.total == -plan.invoice.total
        else:
            assert document.total == plan.invoice.total


def test_each_new_record_is_made_once_and_only_where_something_sent_needs_it(sample: BatchPlan) -> None:
    keys = [record.ref.key for record in sample.new_records]
    assert len(keys) == len(set(keys))
    needed: dict[str, list[str]] = defaultdict(list)
    for plan in sample.invoices:
        for key in plan.needs:
            needed[key].append(plan.invoice.number)
    assert set(keys) == set(needed)
    assert needed["item:Down Payment"] == ["DP77", "DP79", "10519", "10520"]


def test_a_summary_changes_texts_and_nothing_else() -> None:
    def money(data: PlanInput) -> list[tuple[str, Decimal, tuple[Decimal, ...]]]:
        return [
            (plan.invoice.number, plan.document.total, tuple(line.amount for line in plan.document.lines))
            for plan in build_plan(data)[0]
            if plan.document
        ]

    assert money(plan_input(summary=Summary.DEFAULT)) == money(plan_input(summary=Summary.DETAILED))
    default = {
        plan.invoice.number: codes_of(plan) for plan in build_plan(plan_input(summary=Summary.DEFAULT))[0]
    }
    assert "INTERNAL_NOTE" not in default["10506"]
