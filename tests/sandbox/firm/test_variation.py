"""Another seed is another firm with the same traits; a month is many ordinary invoices around them."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from mobius_desktop.diagnostics.paths import resource_path
from mobius_desktop.sandbox.firm.build import Scale, build_firm
from mobius_desktop.sandbox.firm.customers import customers
from mobius_desktop.sandbox.firm.drafts import read_sample
from mobius_desktop.sandbox.firm.model import Firm, FirmInvoice
from mobius_desktop.sandbox.firm.traits import holds
from mobius_desktop.sandbox.firm.vary import varied

SEEDS = [2, 3, 4, 5, 6]


def the_firm(seed: int, scale: Scale = "small") -> Firm:
    return build_firm(
        scale=scale, seed=seed, tax="automated", ast="honour", sample_firm=resource_path("sample-firm")
    )


def _balanced(invoice: FirmInvoice) -> bool:
    taxes = -sum(row.total for row in invoice.rows if row.gl_type == "ST")
    return (
        invoice.header_total + sum(row.total for row in invoice.rows) == 0
        and invoice.header_total == invoice.total == round(invoice.total, 2)
        and taxes == invoice.sales_tax == sum(tax.amount for tax in invoice.taxes)
    )


def test_the_sample_itself_shows_every_trait() -> None:
    assert [draft.n for draft in read_sample(resource_path("sample-firm")) if not holds(draft)] == []


@pytest.mark.parametrize("seed", SEEDS)
def test_every_trait_survives_the_variation(seed: int) -> None:
    drafts = varied(read_sample(resource_path("sample-firm")), seed, customers(seed))
    assert sorted(draft.n for draft in drafts) == list(range(1, 46))
    assert [draft.n for draft in drafts if not holds(draft)] == []


@pytest.mark.parametrize("seed", SEEDS)
def test_another_seed_changes_ids_numbers_order_amounts_customers_and_lines(seed: int) -> None:
    sample, other = the_firm(1).connectwise.invoices, the_firm(seed).connectwise.invoices
    assert set(sample).isdisjoint(other)
    assert {one.number for one in sample.values()}.isdisjoint(one.number for one in other.values())
    assert [one.trait for one in sample.values()] != [one.trait for one in other.values()]
    assert sorted(one.trait for one in sample.values()) == sorted(one.trait for one in other.values())
    assert {one.bill_to_id for one in sample.values()} != {one.bill_to_id for one in other.values()}
    assert sum(len(one.rows) for one in other.values()) > sum(len(one.rows) for one in sample.values())
    assert all(_balanced(one) for one in other.values() if one.in_export)


def test_the_same_seed_gives_the_same_firm() -> None:
    assert the_firm(4) == the_firm(4)
    assert the_firm(4, "month-end") == the_firm(4, "month-end")


@pytest.mark.parametrize("seed", SEEDS)
def test_a_used_down_payment_takes_back_what_was_paid_by_the_same_customer(seed: int) -> None:
    invoices = the_firm(seed).connectwise.invoices.values()
    using = next(one for one in invoices if one.trait.startswith("untaxed DP77 applied"))
    taken = next(row for row in using.rows if row.gl_type == "RD")
    paid = next(one for one in invoices if one.number == taken.memo.split()[2])
    assert (paid.bill_to_id, paid.total) == (using.bill_to_id, taken.total)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_month_has_five_hundred_invoices_of_five_lines_with_numbers_of_their_own(seed: int) -> None:
    invoices = the_firm(seed, "month-end").connectwise.invoices.values()
    assert len(invoices) == 500
    assert len({one.number for one in invoices}) == 500
    assert all(_balanced(one) for one in invoices if one.in_export)
    assert 4 < sum(len(one.rows) for one in invoices) / 500 < 7
    assert all(one.total == one.total.quantize(Decimal("0.01")) for one in invoices)


def test_a_month_is_built_in_less_than_a_second() -> None:
    started = time.perf_counter()
    the_firm(9, "month-end")
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize("seed", [1, 2, 7])
def test_three_hundred_customers_have_names_and_account_ids_of_their_own(seed: int) -> None:
    everybody = customers(seed).values()
    assert len(everybody) == 300
    for values in (
        {one.account for one in everybody},
        {one.name.casefold() for one in everybody},
        {one.identifier for one in everybody},
    ):
        assert len(values) == 300
    assert all(len(one.identifier) <= 25 for one in everybody)


def test_the_huge_scale_lists_a_hundred_thousand_with_ids_of_their_own() -> None:
    invoices = the_firm(1, "huge").connectwise.invoices
    assert len(invoices) == 100_000
    assert len({one.number for one in invoices.values()}) == 100_000
    entries = [entry for one in invoices.values() for entry in [*one.gl_entry_ids, *one.row_ids]]
    assert len(set(entries)) == len(entries)
