"""Which cures a finding has: each is about the record that it names, and changes what the plan says."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from mobius_desktop.domain.finding_codes import RULES
from mobius_desktop.domain.ids import RecordKey
from mobius_desktop.domain.plan import InvoicePlan, Link
from mobius_desktop.domain.quickbooks import ListKind
from mobius_desktop.domain.states import Severity
from mobius_desktop.transfer.fixing import offer
from mobius_desktop.transfer.fixing.cures import Cure, LinkCure, OptionCure
from mobius_desktop.transfer.fixing.offer import MOST_COMPARED, Offering, Shown
from mobius_desktop.transfer.plan.books import open_books
from mobius_desktop.transfer.plan.builder import build_plan
from mobius_desktop.transfer.plan.items import ITEM_ACCOUNTS
from tests.transfer.sample_firm import plan_input


@cache
def plans() -> dict[str, InvoicePlan]:
    """The sample firm's invoices by number."""
    return {one.invoice.number: one for one in build_plan(plan_input())[0]}


def offering() -> Offering:
    data = plan_input()
    return Offering(open_books(data.lists, data.links, data.options), data.options)


def cures(number: str, code: str, made: Offering | None = None) -> tuple[Cure, ...]:
    plan = plans()[number]
    (problem, *_) = (one for one in plan.findings if one.code == code)
    return (made or offering()).cures_of(problem, Shown(plan.invoice, plan.document, plan.transaction))


def link(number: str, code: str) -> LinkCure:
    (found,) = (one for one in cures(number, code) if isinstance(one, LinkCure))
    return found


def test_every_code_with_a_cure_is_a_code() -> None:
    named = {*offer._RECORDS, *offer._OPTIONS, *offer._ANY_RECORD}
    assert named <= set(RULES)
    assert not [code for code in named if RULES[code].severity is Severity.INFO and code in offer._RECORDS]


def test_an_unlinked_customer_is_offered_what_is_alike_first() -> None:
    cure = link("10508", "CUSTOMER_UNLINKED")
    assert cure.kind is ListKind.CUSTOMER
    assert cure.candidates[0].name == "O’Malley and Sons Plumbing"
    assert len(cure.choices) > 200, "whoever it is can be chosen"


def test_an_item_is_never_offered_itself() -> None:
    cure = link("10543", "INVENTORY_BEFORE_START")
    held = {one.name for one in cure.candidates} | {name for _, name in cure.choices}
    assert "UPS-650" not in held
    assert cure.name == "UPS-650"


def test_no_account_is_offered_that_an_item_cannot_post_to() -> None:
    offered = {key for key, _ in link("10535", "ACCOUNT_MISSING").choices}
    types = {one.account_type for one in plan_input().lists.accounts if one.id in offered}
    assert types
    assert types <= ITEM_ACCOUNTS | {"Accounts Receivable"}
    assert "Other Current Asset" in {one.account_type for one in plan_input().lists.accounts}


@pytest.mark.parametrize(
    ("number", "code", "choice"),
    [
        ("10508", "CUSTOMER_UNLINKED", "O’Malley and Sons Plumbing"),
        ("10535", "ACCOUNT_MISSING", "40110 Software"),
        ("10536", "ITEM_INACTIVE", "SW-48P"),
        ("10540", "TAX_AGENCY_MISSING", "Florida Department of Revenue"),
        ("10544", "CUSTOMER_INACTIVE", "Acme Manufacturing LLC"),
    ],
)
def test_a_link_that_is_made_is_what_the_next_plan_goes_by(number: str, code: str, choice: str) -> None:
    cure = link(number, code)
    known = {name: key for key, name in (*((one.id, one.name) for one in cure.candidates), *cure.choices)}
    data = plan_input()
    made = (*data.links, Link(cure.kind, cure.key, known[choice], cure.name))
    anew = {one.invoice.number: one for one in build_plan(replace(data, links=made))[0]}
    assert code not in {one.code for one in anew[number].findings}


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("10539", "NAME_TAKEN_BY_VENDOR"),
        ("10541", "TAX_WITHOUT_TAXABLE_LINE"),
        ("10506", "INTERNAL_NOTE"),
    ],
)
def test_an_option_that_is_changed_is_what_the_next_plan_goes_by(number: str, code: str) -> None:
    (cure,) = (one for one in cures(number, code) if isinstance(one, OptionCure))
    data = plan_input()
    options = cure.applied(data.options)
    assert options != data.options
    anew = {one.invoice.number: one for one in build_plan(replace(data, options=options))[0]}
    assert code not in {one.code for one in anew[number].findings}
    spent = Offering(None, options)
    assert cures(number, code, spent) == (), "what is chosen already is not offered again"


def test_what_is_only_said_has_no_cure() -> None:
    for plan in plans().values():
        shown = Shown(plan.invoice, plan.document, plan.transaction)
        for problem in plan.findings:
            if problem.severity is Severity.INFO:
                assert offering().cures_of(problem, shown) == ()


def test_without_quickbooks_lists_no_link_is_offered() -> None:
    assert cures("10508", "CUSTOMER_UNLINKED", Offering(None, plan_input().options)) == ()


def test_of_many_records_under_one_cause_only_the_first_are_compared_with_all_of_quickbooks() -> None:
    plan = plans()["10508"]
    assert plan.document is not None
    (problem,) = (one for one in plan.findings if one.code == "CUSTOMER_UNLINKED")
    made = offering()
    found = []
    for number in range(MOST_COMPARED + 3):
        customer = replace(plan.document.customer, key=RecordKey(f"customer:{number}"))
        shown = Shown(plan.invoice, replace(plan.document, customer=customer), plan.transaction)
        found += [one for one in made.cures_of(problem, shown) if isinstance(one, LinkCure)]
    assert [bool(one.candidates) for one in found] == [True] * MOST_COMPARED + [False] * 3
    assert all(one.choices for one in found)
