"""What a company may switch off or set, and the words that a user gives on findings."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from mobius_desktop.domain.finding_codes import ALWAYS_SAID, RULES, SWITCHABLE
from mobius_desktop.domain.plan import Judgement
from mobius_desktop.domain.states import Severity
from mobius_desktop.transfer.plan import build_plan
from tests.transfer.plan.corpus import DEFECTS, options
from tests.transfer.plan.makers import codes, invoice, item, judged, money, one, plan_of, product, with_items

SET_UP_ONLY = {"NUMBER_PREFIXED"}


def said(code: str, *off: str) -> list[str]:
    data = DEFECTS[code]()
    data = replace(data, options=replace(data.options, rules_off=off))
    plans, _, company = build_plan(data)
    return [found.code for plan in plans for found in (*plan.findings, *company)]


@pytest.mark.parametrize("code", [rule.code for rule in SWITCHABLE])
def test_a_rule_that_is_switched_off_is_not_said(code: str) -> None:
    assert code in said(code)
    assert code not in said(code, code)


@pytest.mark.parametrize("code", sorted(set(RULES) - {rule.code for rule in SWITCHABLE} - SET_UP_ONLY))
def test_an_error_and_what_becomes_of_an_invoice_are_said_whatever_is_switched_off(code: str) -> None:
    assert RULES[code].severity is Severity.ERROR or code in ALWAYS_SAID
    assert code in said(code, code)


def test_a_warning_that_the_company_made_an_error_cannot_be_switched_off() -> None:
    rows = (product("-200.00", "-2", "100.00", "DOCK-USB"),)
    changed = options(item_account_error=True, rules_off=("ITEM_ACCOUNT_DIFFERS",))
    plan = plan_of(one(rows, lists=with_items(item("DOCK-USB", "3")), **changed))
    assert plan.blocked
    assert [found.code for found in plan.findings] == ["ITEM_ACCOUNT_DIFFERS"]


@pytest.mark.parametrize(("days", "expected"), [(45, ["LONG_AGO"]), (46, []), (20, ["LONG_AGO"])])
def test_how_far_back_is_long_ago_is_the_companys_choice(days: int, expected: list[str]) -> None:
    data = one(today=dt.date(2026, 11, 20), **options(long_ago_days=days))
    assert codes(data) == expected


@pytest.mark.parametrize(("limit", "expected"), [("0.00", []), ("299.99", ["OVER_LIMIT"]), ("300.00", [])])
def test_a_document_over_the_companys_limit_is_said(limit: str, expected: list[str]) -> None:
    assert codes(one(**options(document_limit=money(limit)))) == expected


def test_mark_ok_outlives_the_days_that_pass_and_lapses_with_the_amount() -> None:
    old = invoice(date=dt.date(2026, 10, 1), due_date=dt.date(2026, 10, 31))
    data = judged(one(listed=old, today=dt.date(2026, 11, 20)), "LONG_AGO", "mark-ok")
    assert codes(data) == []
    assert codes(replace(data, today=dt.date(2026, 12, 20))) == []
    dearer = one((product("-310.00", "-1", "310.00"),), listed=old, today=dt.date(2026, 11, 20))
    assert codes(replace(dearer, judgements=data.judgements)) == ["LONG_AGO"]


def test_each_line_with_a_finding_of_one_code_has_a_word_of_its_own() -> None:
    rows = (product("-200.00", "-2", "100.00", "DOCK-USB"), product("-50.00", "-1", "50.00", "DOCK-USB"))
    data = one(rows, lists=with_items(item("DOCK-USB", "3")))
    found = plan_of(data).findings
    assert [each.code for each in found] == ["ITEM_ACCOUNT_DIFFERS"] * 2
    words = tuple(
        Judgement(each.billing_log_id, each.code, "mark-ok", "agreed", each.facts)
        for each in found
        if each.billing_log_id is not None
    )
    assert [each.facts for each in plan_of(replace(data, judgements=words[:1])).findings] == [found[1].facts]
    assert plan_of(replace(data, judgements=words)).findings == ()
