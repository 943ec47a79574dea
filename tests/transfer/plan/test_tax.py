"""Which lines are taxable, how the amount travels, and what QuickBooks would make of it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from mobius_desktop.domain.connectwise import PostalAddress, TaxLevel
from mobius_desktop.domain.document import Document
from mobius_desktop.domain.ids import QuickBooksId, RecordKey
from mobius_desktop.domain.options import TaxMode
from mobius_desktop.domain.plan import Link, PlanInput
from mobius_desktop.domain.quickbooks import ListKind, TaxAgency, TaxCode
from mobius_desktop.transfer.plan.regions import STATES, state_code, states_named
from tests.transfer.plan.corpus import manual, options, untaxed
from tests.transfer.plan.makers import (
    LISTS,
    codes,
    credit_memo,
    lists,
    one,
    one_taxed,
    plan_of,
    preferences,
    product,
    row,
    tax_row,
    taxed,
)


def document(data: PlanInput) -> Document:
    made = plan_of(data).document
    assert made is not None
    return made


def test_connectwise_amount_is_sent_as_an_override() -> None:
    tax = document(one_taxed()).tax
    assert (tax.total, tax.override, tax.tax_code_id) == (Decimal("7.00"), True, "51")


def test_let_quickbooks_calculate_sends_no_amount() -> None:
    tax = document(one_taxed(**options(tax_mode=TaxMode.LET_QUICKBOOKS))).tax
    assert (tax.total, tax.override) == (None, False)


def test_tax_as_a_line_makes_every_line_non_taxable_and_adds_one_on_the_tax_account() -> None:
    made = document(one_taxed(**options(tax_mode=TaxMode.TAX_AS_LINE)))
    assert [line.taxable for line in made.lines] == [False, False]
    assert (made.lines[-1].amount, made.lines[-1].account) == (Decimal("7.00"), "22000")
    assert made.tax.total == 0
    assert sum(line.amount for line in made.lines) == made.total


def test_tax_of_two_accounts_goes_as_two_lines() -> None:
    sold, _ = taxed("-100.00", "6.00")
    county = replace(tax_row("-1.00", 2), account="24000")
    levels = (TaxLevel(1, Decimal("6.00"), Decimal(100)), TaxLevel(2, Decimal("1.00"), Decimal(100)))
    data = one((*sold, county), tax="7.00", levels=levels, **options(tax_mode=TaxMode.TAX_AS_LINE))
    sent = [(line.item.name, str(line.amount), line.account) for line in document(data).lines[1:]]
    assert sent == [("Sales tax", "6.00", "22000"), ("Sales tax 24000", "1.00", "24000")]


def test_a_line_is_taxable_when_its_row_is_at_any_level() -> None:
    rows = (product("-100.00", "-1", "100.00", taxable_levels=(2,)), row(), tax_row("-7.00", 2))
    data = one(rows, tax="7.00", levels=(TaxLevel(2, Decimal("7.00"), Decimal(100)),))
    assert [line.taxable for line in document(data).lines] == [True, False]


def test_an_exempt_invoice_has_no_taxable_line() -> None:
    data = one((product("-100.00", "-1", "100.00", taxable=True, item_taxable=True),))
    assert [line.taxable for line in document(data).lines] == [False]
    assert document(data).tax.total == 0
    assert codes(data) == ["EXEMPT_ONLY_IN_CONNECTWISE"]


def test_an_exemption_that_quickbooks_knows_too_is_not_mentioned() -> None:
    exempt = replace(LISTS.customers[0], taxable=False)
    data = one((product("-100.00", "-1", "100.00", item_taxable=True),), lists=lists(customers=(exempt,)))
    assert codes(data) == []


def test_an_invoice_without_tax_carries_the_exempt_code_and_its_lines_stay_non() -> None:
    usable = TaxCode(QuickBooksId("72"), "Out of state", rates=(("None", Decimal(0)),))
    made = document(untaxed(usable))
    assert (made.tax.tax_code_id, made.tax.total, made.tax.override) == ("72", Decimal("0.00"), False)
    assert [line.taxable for line in made.lines] == [False]
    assert codes(untaxed(usable)) == []


@pytest.mark.parametrize(
    ("code", "why"),
    [
        (None, "“no. 72” is not in QuickBooks any more"),
        (TaxCode(QuickBooksId("72"), "Out of state", active=False), "“Out of state” is inactive"),
        (TaxCode(QuickBooksId("72"), "Texas", rates=(("State", Decimal(6)),)), "“Texas” has a rate"),
    ],
)
def test_an_exempt_code_that_quickbooks_would_refuse_blocks_the_invoice(
    code: TaxCode | None, why: str
) -> None:
    plan = plan_of(untaxed(code))
    (told,) = plan.findings
    assert told.code == "EXEMPT_CODE_UNUSABLE"
    assert why in told.sentence
    assert plan.blocked


def test_automated_tax_sends_no_exempt_code() -> None:
    made = document(one(**options(exempt_tax_code=QuickBooksId("72"))))
    assert made.tax.tax_code_id is None


def test_the_tax_of_a_credit_memo_is_positive_like_its_total() -> None:
    rows = (product("200.00", "-1", "-200.00", taxable=True), tax_row("14.00"))
    data = credit_memo(rows, tax="-14.00", levels=(TaxLevel(1, Decimal("-14.00"), Decimal("-200.00")),))
    assert (document(data).total, document(data).tax.total) == (Decimal("214.00"), Decimal("14.00"))
    assert codes(data) == ["CREDIT_TO_APPLY"]


def test_a_discount_that_is_taxable_lowers_the_taxed_amount() -> None:
    sold, levels = taxed("-1500.00", "94.50", "1350.00")
    rows = (sold[0], row("SD", "150.00", "40110", taxable=True), sold[1])
    data = one(rows, tax="94.50", levels=levels)
    assert "TAX_BASE_PARTIAL" not in codes(data)
    assert [line.taxable for line in document(data).lines] == [True, True]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Florida Department of Revenue", {"FL"}),
        ("Texas State Comptroller", {"TX"}),
        ("West Virginia State Tax Department", {"WV"}),
        ("Virginia Department of Taxation", {"VA"}),
        ("Arkansas Department of Finance", {"AR"}),
        ("Washington State Department of Revenue", {"WA"}),
        ("New York State Department of Taxation", {"NY"}),
        ("CA Dept of Tax and Fee Administration", {"CA"}),
        ("Department of Revenue OR Treasury", set()),
        ("Board of Equalization", set()),
    ],
)
def test_a_tax_agency_is_placed_by_the_state_in_its_name(name: str, found: set[str]) -> None:
    assert states_named(name) == found


@pytest.mark.parametrize("code", sorted(STATES))
def test_every_state_is_known_by_its_code_and_by_its_name(code: str) -> None:
    assert state_code(code.lower()) == code
    assert state_code(STATES[code]) == code
    assert states_named(f"{STATES[code]} Department of Revenue") == {code}


def test_a_region_written_out_is_sent_as_its_code_and_finds_its_agency() -> None:
    data = one_taxed(detail={"ship_to_address": PostalAddress("1 Main", region="Florida")})
    assert codes(data) == []
    address = document(data).ship_address
    assert address is not None
    assert address.region == "FL"


def test_a_linked_agency_is_taken_for_the_region() -> None:
    link = Link(ListKind.TAX_AGENCY, RecordKey("taxagency:GA"), QuickBooksId("62"))
    data = one_taxed(detail={"ship_to_address": PostalAddress("1", region="GA")}, links=(link,))
    assert codes(data) == []


def test_an_agency_that_names_no_state_leaves_doubt_and_does_not_block() -> None:
    agencies = (*LISTS.tax_agencies, TaxAgency(QuickBooksId("62"), "Department of Revenue"))
    data = one_taxed(
        detail={"ship_to_address": PostalAddress("1", region="GA")}, lists=lists(tax_agencies=agencies)
    )
    assert codes(data) == ["TAX_AGENCY_UNSURE"]


def test_an_untaxed_document_needs_no_agency_and_no_address() -> None:
    assert codes(one(detail={"ship_to_address": PostalAddress()})) == []


HILLS = TaxCode(QuickBooksId("71"), "FL-Hills", rates=(("State", Decimal(7)),))


def test_under_manual_tax_one_code_of_the_same_name_is_named() -> None:
    data = manual(HILLS)
    assert document(data).tax.tax_code_id == "71"
    assert codes(data) == []


def test_under_manual_tax_a_linked_code_is_taken() -> None:
    link = Link(ListKind.TAX_CODE, RecordKey("taxcode:FL-Hills"), QuickBooksId("72"))
    data = manual(replace(HILLS, id=QuickBooksId("72"), name="Tampa"), links=(link,))
    assert document(data).tax.tax_code_id == "72"
    assert codes(data) == []


def test_under_manual_tax_the_number_of_levels_must_agree() -> None:
    two = replace(HILLS, rates=(("State", Decimal(6)), ("County", Decimal(1))))
    assert codes(manual(two)) == ["TAX_RATES_DIFFER"]


def test_under_manual_tax_the_order_of_rates_does_not_matter() -> None:
    two = replace(HILLS, rates=(("County", Decimal(1)), ("State", Decimal(6))))
    first = replace(taxed("-100.00", "6.00")[0][0], taxable_levels=(1, 2))
    levels = (TaxLevel(1, Decimal("6.00"), Decimal(100)), TaxLevel(2, Decimal("1.00"), Decimal(100)))
    held = replace(preferences(automated_sales_tax=False), tax_codes=(two,))
    data = one(
        (first, tax_row("-6.00"), tax_row("-1.00", 2)),
        tax="7.00",
        levels=levels,
        lists=held,
        header={"tax_code": "FL-Hills"},
    )
    assert codes(data) == []


def test_750_lines_on_a_taxed_document_are_not_too_many() -> None:
    sold, levels = taxed("-100.00", "7.00")
    full = one((*(row(total="-1.00"),) * 749, *sold), tax="7.00", levels=levels)
    assert "TOO_MANY_LINES" not in codes(full)
    assert "TOO_MANY_LINES" not in codes(one((row(total="-1.00"),) * 751))
