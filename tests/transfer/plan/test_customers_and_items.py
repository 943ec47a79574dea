"""Whom a document is for, and what its lines are sold as."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobius_desktop.domain.connectwise import GlRow
from mobius_desktop.domain.document import NewRecord
from mobius_desktop.domain.ids import QuickBooksId, RecordKey
from mobius_desktop.domain.options import AccountMatch, Creation, ServiceItemSource
from mobius_desktop.domain.plan import Link, PlanInput
from mobius_desktop.domain.quickbooks import Customer, ListKind
from mobius_desktop.domain.states import Severity
from mobius_desktop.transfer.plan import build_plan
from mobius_desktop.transfer.plan.alike import alike
from mobius_desktop.transfer.plan.books import open_books
from mobius_desktop.transfer.plan.customers import suggestions
from tests.transfer.plan.corpus import DEFECTS, DEFERRED, NEW, new_customer, options
from tests.transfer.plan.makers import (
    LISTS,
    OPTIONS,
    codes,
    item,
    judged,
    lists,
    one,
    plan_of,
    problem,
    product,
    row,
    together,
    vendor,
    with_items,
)


def customer(data: PlanInput) -> str | None:
    document = plan_of(data).document
    assert document is not None
    return document.customer.id


def created(data: PlanInput) -> tuple[NewRecord, ...]:
    return build_plan(data)[1]


def named(*customers: Customer) -> PlanInput:
    return one(lists=lists(customers=customers))


def customer_named(name: str, company_name: str, number: str) -> Customer:
    return Customer(QuickBooksId(number), name, company_name, name)


def test_a_link_goes_before_everything_else() -> None:
    link = Link(ListKind.CUSTOMER, RecordKey("customer:250"), QuickBooksId("65"))
    assert customer(one(links=(link,))) == "65"


def test_the_account_id_goes_before_the_name() -> None:
    by_name = customer_named("Acme Manufacturing LLC (ACM001)", "", "70")
    by_account = customer_named("Something else", "acm001", "71")
    assert customer(named(by_name, by_account)) == "71"


def test_of_several_customers_of_one_account_id_the_active_main_one_counts() -> None:
    main = customer_named("Acme", "ACM001", "70")
    branch = replace(customer_named("Acme Tampa", "ACM001", "71"), parent_id=QuickBooksId("70"))
    former = replace(customer_named("Acme (old)", "ACM001", "72"), active=False)
    assert customer(named(former, branch, main)) == "70"
    assert codes(named(main, replace(branch, parent_id=None))) == ["CUSTOMER_AMBIGUOUS"]


def test_the_name_with_the_account_id_is_the_last_sure_match() -> None:
    assert customer(named(customer_named("Acme Manufacturing LLC (ACM001)", "", "70"))) == "70"


def test_a_like_name_is_suggested_and_never_taken() -> None:
    data = new_customer("Bayside Dental Group, Inc.")
    found = problem(data, "CUSTOMER_UNLINKED")
    facts = dict(found.facts)
    assert (facts["suggestion"], facts["suggestion_id"]) == ("Bayside Dental Group", "65")
    assert 0.85 <= float(facts["score"]) < 1
    assert created(data) == ()


def test_another_customer_of_a_like_name_is_created_once_the_user_says_so() -> None:
    data = judged(new_customer("Bayside Dental Group, Inc."), "CUSTOMER_UNLINKED", "another-one")
    assert "CUSTOMER_UNLINKED" not in codes(data)
    assert [record.ref.name for record in created(data)] == ["Bayside Dental Group, Inc."]


def test_the_users_word_on_a_like_customer_counts_for_all_its_invoices() -> None:
    name = "Bayside Dental Group, Inc."
    word = judged(new_customer(name), "CUSTOMER_UNLINKED", "another-one").judgements
    both = replace(together(new_customer(name), new_customer(name)), judgements=word)
    plans, new, _ = build_plan(both)
    assert [plan.blocked for plan in plans] == [False, False]
    assert len(new) == 1


def test_a_curly_quote_an_ampersand_and_a_legal_form_make_a_likeness_of_96() -> None:
    assert alike("O'Malley & Sons Plumbing, Inc.", "O’Malley and Sons Plumbing") == 0.96


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Palmetto Holdings LLC", "Palmetto Marina"),
        ("Harborview Pediatrics", "Harborview Pharmacy"),
        ("Summit Roofing", "Summit Foods"),
    ],
)
def test_names_of_different_firms_are_no_suggestion(first: str, second: str) -> None:
    assert alike(first, second) < 0.85


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_is_the_same_both_ways_and_full_for_a_name_itself(first: str, second: str) -> None:
    assert alike(first, second) == alike(second, first)
    assert 0 <= alike(first, second) <= 1
    assert alike(first, first) == 1


def test_suggestions_come_best_first_and_leave_out_inactive_customers() -> None:
    customers = (
        customer_named("Bayside Dental Groups", "", "81"),
        customer_named("Bayside Dental Group", "", "82"),
        replace(customer_named("Bayside Dental Group LLC", "", "83"), active=False),
    )
    books = open_books(lists(customers=customers), (), OPTIONS)
    assert [one.id for one in suggestions(books, "Bayside Dental Group")] == ["82", "81"]


def test_a_new_customer_carries_the_account_id_for_other_tools() -> None:
    (record,) = created(new_customer())
    assert (record.ref.name, record.company_name) == ("Zephyr Sailworks", "ZEP900")
    assert record.ref.key == "customer:900"
    assert record.email == "ap@acme.example"


def test_with_append_account_name_the_account_id_stands_in_the_name_and_keeps_clear_of_vendors() -> None:
    data = new_customer(lists=lists(vendors=(vendor(NEW.name),)), **options(append_account_name=True))
    (record,) = created(data)
    assert record.ref.name == "Zephyr Sailworks (ZEP900)"


def test_a_sub_customer_is_created_under_its_parent_and_the_parent_never() -> None:
    parent = customer_named("Zephyr Holding", "", "90")
    data = new_customer("Zephyr Holding:Sailworks", lists=lists(customers=(parent,)))
    (record,) = created(data)
    assert (record.ref.name, record.parent_id, record.parent_name) == ("Sailworks", "90", "Zephyr Holding")
    assert codes(new_customer("Zephyr Holding:Sailworks")) == ["PARENT_MISSING"]


def test_what_has_to_be_asked_for_blocks_until_it_is_approved() -> None:
    ask = new_customer(**options(create_customers=Creation.ASK))
    assert codes(ask) == ["CREATION_NOT_APPROVED"]
    assert created(ask) == ()
    assert len(created(replace(ask, allow_creation=True))) == 1


def test_curly_quotes_do_not_go_into_a_new_name() -> None:
    (record,) = created(new_customer("Zephyr’s  “Best” Sails"))
    assert record.ref.name == 'Zephyr\'s "Best" Sails'


def test_an_exempt_customer_is_created_as_taxable_until_quickbooks_has_its_reason() -> None:
    data = DEFECTS["EXEMPTION_REASON_MISSING"]()
    assert "EXEMPTION_REASON_MISSING" in codes(data)
    assert created(data)[0].taxable is True


def test_two_invoices_share_one_new_customer_announced_with_the_first() -> None:
    other = replace(new_customer(), export={}, invoices=())
    second = one((row(total="-120.00"),), listed=new_customer().invoices[0], companies=other.companies)
    plans, new, _ = build_plan(together(new_customer(), second))
    assert len(new) == 1
    announced = [[found.code for found in plan.findings] for plan in plans]
    assert announced == [["CUSTOMER_WILL_BE_CREATED"], []]
    assert [plan.needs for plan in plans] == [("customer:900",), ("customer:900",)]


def item_of(gl_row: GlRow, **changes: object) -> str:
    document = plan_of(one((gl_row,), **options(**changes))).document
    assert document is not None
    return document.lines[0].item.name


LABOUR = row(work_role="Engineer", work_type="Remote")


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (ServiceItemSource.SERVICE_GL_ACCOUNT, "Service-40000"),
        (ServiceItemSource.GL_ACCOUNT, "40000"),
        (ServiceItemSource.WORK_ROLE, "Engineer"),
        (ServiceItemSource.WORK_TYPE, "Remote"),
        (ServiceItemSource.WORK_ROLE_WORK_TYPE, "Engineer-Remote"),
    ],
)
def test_service_item_source_names_the_item_of_labour(source: ServiceItemSource, name: str) -> None:
    assert item_of(LABOUR, service_item_source=source) == name


@pytest.mark.parametrize("gl_type", ["RE", "SD", "RA"])
def test_expenses_discounts_and_agreements_are_named_by_their_account(gl_type: str) -> None:
    named_row = row(gl_type, account="40110", work_role="Engineer")
    assert item_of(named_row, service_item_source=ServiceItemSource.WORK_ROLE) == "Service-40110"


def test_labour_without_a_work_role_falls_back_to_its_account() -> None:
    assert item_of(row(), service_item_source=ServiceItemSource.WORK_ROLE) == "Service-40000"


def test_deferred_revenue_is_named_by_the_gl_mapping_else_down_payment() -> None:
    assert item_of(replace(DEFERRED, gl_item_id="DP-PROJECT")) == "DP-PROJECT"
    assert item_of(DEFERRED) == "Down Payment"


def test_a_missing_down_payment_item_is_made_as_a_service_on_the_liability() -> None:
    data = one((DEFERRED,))
    (record,) = created(data)
    assert (record.ref.name, record.item_type, record.account_id) == ("Down Payment", "Service", "5")
    assert codes(data) == ["ITEM_WILL_BE_CREATED"]


def test_the_later_use_of_a_down_payment_is_a_negative_line_on_the_same_item() -> None:
    plan = plan_of(one((row(total="-900.00"), replace(DEFERRED, total=Decimal("500.00")))))
    assert plan.document is not None
    last = plan.document.lines[-1]
    assert (last.item.name, last.amount, last.quantity) == (
        "Down Payment",
        Decimal("-500.00"),
        Decimal(-1),
    )


def test_products_are_made_as_non_inventory_and_never_as_inventory() -> None:
    (record,) = created(one((product("-10.00", "-1", "10.00", "NEW-1", item_type_xref="Inventory Part"),)))
    assert record.item_type == "NonInventory"
    assert record.description == "10 ft Cat6 patch cable"


def test_an_item_on_another_income_account_blocks_if_the_company_says_so() -> None:
    rows, held = (product("-200.00", "-2", "100.00", "DOCK-USB"),), with_items(item("DOCK-USB", "3"))
    assert problem(one(rows, lists=held), "ITEM_ACCOUNT_DIFFERS").severity is Severity.WARNING
    strict = one(rows, lists=held, **options(item_account_error=True))
    assert problem(strict, "ITEM_ACCOUNT_DIFFERS").severity is Severity.ERROR
    assert plan_of(strict).blocked


def test_a_warning_marked_ok_stays_quiet_until_its_money_changes() -> None:
    rows, held = (product("-200.00", "-2", "100.00", "DOCK-USB"),), with_items(item("DOCK-USB", "3"))
    quiet = judged(one(rows, lists=held), "ITEM_ACCOUNT_DIFFERS", "mark-ok")
    assert codes(quiet) == []
    changed = one((product("-300.00", "-3", "100.00", "DOCK-USB"),), lists=held, judgements=quiet.judgements)
    assert codes(changed) == ["ITEM_ACCOUNT_DIFFERS"]


def test_an_error_marked_ok_still_blocks() -> None:
    data = one((row(account="40150"),))
    assert plan_of(judged(data, "ACCOUNT_MISSING", "mark-ok")).blocked


def test_an_item_is_found_by_its_category_path_and_a_category_of_that_name_is_not_it() -> None:
    held = with_items(
        item("Cables", None, "Category"),
        replace(item("Cables", "2"), id=QuickBooksId("30"), fully_qualified_name="Shop:Cables"),
    )
    plan = plan_of(one((product("-10.00", "-1", "10.00", "Shop:Cables"),), lists=held))
    assert plan.document is not None
    assert plan.document.lines[0].item.id == "30"


def test_an_inactive_namesake_does_not_hide_the_active_item() -> None:
    twin = replace(item("CAT6-10", active=False), id=QuickBooksId("39"))
    assert codes(one((product("-10.00", "-1", "10.00"),), lists=with_items(twin))) == []


def test_a_new_item_that_two_accounts_need_blocks_the_second_invoice_only() -> None:
    first = one((product("-10.00", "-1", "10.00", "NEW-1", account="40100"),))
    second = one((product("-20.00", "-1", "20.00", "NEW-1", account="40110"),))
    plans, new, _ = build_plan(together(first, second))
    assert [plan.blocked for plan in plans] == [False, True]
    assert [record.account for record in new] == ["40100"]


def test_accounts_can_be_matched_by_their_full_name() -> None:
    data = one((row(account="Service"),), **options(account_match=AccountMatch.NAME))
    assert [code for code in codes(data) if code.startswith("ACCOUNT")] == []
    wrong_case = one((row(account="service"),), **options(account_match=AccountMatch.NAME))
    assert "ACCOUNT_MISSING" in codes(wrong_case)


def test_an_account_that_ends_with_a_colon_is_the_one_without() -> None:
    assert codes(one((row(account="40000:"),))) == []


def test_new_records_come_customers_first_then_items() -> None:
    data = new_customer()
    rows = (product("-10.00", "-1", "10.00", "NEW-1"),)
    both = together(one(rows), replace(data, lists=LISTS))
    assert [record.ref.kind for record in created(both)] == [ListKind.CUSTOMER, ListKind.ITEM]


def test_a_product_row_without_a_catalog_item_is_named_by_its_account() -> None:
    plan = plan_of(one((product("-10.00", "-1", "10.00", ""),)))
    assert plan.document is not None
    assert plan.document.lines[0].item.name == "Service-40100"
    assert not plan.blocked
