"""Every option of the table shows its effect beside it: on a sample invoice, or as a sentence below it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from mobius_desktop.domain.finding_codes import SWITCHABLE
from mobius_desktop.domain.ids import ConnectWiseId, QuickBooksId
from mobius_desktop.domain.options import CompanyOptions, TaxMode
from mobius_desktop.domain.quickbooks import TaxCode
from mobius_desktop.ui.pages.company.effects import EFFECTS
from mobius_desktop.ui.pages.company.option_specs import SPECS, OptionSpec
from mobius_desktop.ui.pages.company.page import CompanyPage
from mobius_desktop.ui.services import Services
from tests.ui.pages.firm_program import REALM, FirmProgram

Idle = Callable[[], None]
EXEMPT = QuickBooksId("901")
#: What has to be chosen first for an option to be of use.
FIRST: dict[str, dict[str, Any]] = {
    "tax_line_item": {"tax_mode": TaxMode.TAX_AS_LINE},
    "department_source": {"use_departments": True},
    "create_departments": {"use_departments": True},
}


def other_value(spec: OptionSpec, options: CompanyOptions) -> Any:
    """A value of the option that is not the one it has."""
    value = getattr(options, spec.name)
    known = {
        "location_id": ConnectWiseId(2),
        "exempt_tax_code": EXEMPT,
        "rules_off": (SWITCHABLE[0].code,),
    }
    if spec.name in known:
        return known[spec.name]
    if spec.choices:
        return next(one for one, _ in reversed(spec.choices) if one != value)
    match value:
        case bool():
            return not value
        case Decimal():
            return value + Decimal("0.05")
        case int():
            return value - 1
        case str():
            return f"{value}X"
    raise AssertionError(f"{spec.name} needs another value here")


@pytest.fixture
def page(qtbot: Any, firm: FirmProgram, firm_services: Services, idle: Idle) -> CompanyPage:
    """A company in which QuickBooks allows every option."""
    firm.know_both_sides(samples=45)
    lists = firm.archive.cached_lists(REALM)
    assert lists is not None
    preferences = replace(
        lists.preferences, online_payments=True, track_departments=True, use_account_numbers=True
    )
    codes = (*lists.tax_codes, TaxCode(EXEMPT, "Out of state"))
    firm.archive.put_cached_lists(REALM, replace(lists, preferences=preferences, tax_codes=codes))
    made = CompanyPage(firm_services)
    qtbot.addWidget(made)
    made.activated(REALM)
    idle()
    return made


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
def test_every_option_shows_its_effect_beside_it(
    page: CompanyPage, firm: FirmProgram, idle: Idle, spec: OptionSpec
) -> None:
    before = replace(CompanyOptions(), **FIRST.get(spec.name, {}))
    if spec.name == "exempt_tax_code":
        lists = firm.archive.cached_lists(REALM)
        assert lists is not None
        by_codes = replace(lists.preferences, automated_sales_tax=False)
        firm.archive.put_cached_lists(REALM, replace(lists, preferences=by_codes))
        page._sides.load(REALM, then_read=False)
        idle()
    view = page.options
    page.tabs.choose(spec.tab)
    view.show_options(before)
    assert not spec.why_locked(view.surroundings())
    after = replace(before, **{spec.name: other_value(spec, before)})
    if spec.name in EFFECTS:
        old = view.sample.texts()
        view.edit(after)
        new = view.sample.texts()
        told = EFFECTS[spec.name](view.surroundings())
        assert told in new
        assert told not in old
        return
    view.edit(after)
    assert page._books is not None
    shown = [(view._rows_of(one, before), view._rows_of(one, after)) for one in page._books.sample_ids()]
    assert any(old != new for old, new in shown), f"{spec.name} shows no effect: give it one, or a sentence"


def test_where_the_sample_stays_as_it_is_an_invoice_that_changes_is_named(page: CompanyPage) -> None:
    view = page.options
    assert page._books is not None
    before, after = CompanyOptions(), CompanyOptions(send_comments=True)
    view.show_options(before)
    ids = page._books.sample_ids()
    same = next(one for one in ids if view._rows_of(one, before) == view._rows_of(one, after))
    view.choose_sample(same)
    view.edit(after)
    changed = next((one for one in ids if view._rows_of(one, before) != view._rows_of(one, after)), None)
    told = next(text for text in view.sample.texts() if "stay" in text)
    if changed is None:
        assert told == "The sample invoices stay as they are."
    else:
        assert "would change. Choose it with Other invoice…" in told


def test_an_effect_belongs_to_an_option_of_the_table() -> None:
    assert set(EFFECTS) <= {spec.name for spec in SPECS}


def test_a_new_customer_is_called_as_a_real_one_would_be(page: CompanyPage) -> None:
    view = page.options
    page.tabs.choose("Contacts")
    name, account = view.surroundings().customer
    assert name
    assert account
    assert f"A new customer is called by its name, without its account id: {name}." in view.sample.texts()
    view.edit(replace(view.edited, append_account_name=True))
    told = f"A new customer is called by its name and its account id: {name} ({account})."
    assert told in view.sample.texts()


def test_what_quickbooks_makes_useless_is_said_instead_of_an_effect(
    page: CompanyPage, firm: FirmProgram, idle: Idle
) -> None:
    lists = firm.archive.cached_lists(REALM)
    assert lists is not None
    none = replace(lists.preferences, class_per_line=False, class_per_transaction=False)
    firm.archive.put_cached_lists(REALM, replace(lists, preferences=none))
    page._sides.load(REALM, then_read=False)
    idle()
    page.tabs.choose("Categories")
    assert "QuickBooks tracks no classes in this company." in page.options.sample.texts()
    assert not any(text.startswith("Missing classes are listed") for text in page.options.sample.texts())
