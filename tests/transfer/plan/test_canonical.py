"""The canonical form: one content, one hash, on every machine and at every moment."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from mobius_desktop.domain.document import Document
from mobius_desktop.domain.ids import GlEntryId, QuickBooksId
from mobius_desktop.domain.options import TaxMode
from mobius_desktop.domain.plan import PlanInput
from mobius_desktop.transfer.plan import build_plan, canonical_form, canonical_hash
from tests.transfer.plan.corpus import new_customer
from tests.transfer.plan.makers import OPTIONS, item, one, one_taxed, plan_of, product, row, with_items
from tests.transfer.sample_firm import plan_input


def document(data: PlanInput) -> Document:
    made = plan_of(data).document
    assert made is not None
    return made


def test_the_form_is_known_to_the_letter() -> None:
    assert json.loads(canonical_form(document(one()))) == [
        ["kind", "Invoice"],
        ["number", "10501"],
        ["date", "2026-10-05"],
        ["due", "2026-11-04"],
        ["currency", "USD"],
        ["customer", "customer:250"],
        ["term", "term:Net 30"],
        ["department", None],
        ["class", None],
        ["total", "300.00"],
        ["tax", ["0.00", False, None]],
        ["bill", [["1 Harbour Place"], "Tampa", "FL", "33602", "United States"]],
        ["ship", [["1 Harbour Place"], "Tampa", "FL", "33602", "United States"]],
        ["email", "ap@acme.example"],
        ["email status", "NotSet"],
        ["po", ""],
        ["memo", ""],
        ["card", False],
        ["bank", False],
        ["lines", [["300.00", "item:Service-40000", "1", "300", False, None, "Service"]]],
    ]


def test_the_hash_does_not_depend_on_whether_a_record_was_made_in_between() -> None:
    rows = (product("-10.00", "-1", "10.00", "NEW-1"),)
    before, after = one(rows), one(rows, lists=with_items(item("NEW-1")))
    assert document(before).lines[0].item.id is None
    assert document(after).lines[0].item.id == "29"
    assert canonical_hash(document(before)) == canonical_hash(document(after))


def test_the_hash_does_not_depend_on_gl_ids_or_on_the_series() -> None:
    again = one((row(id=799999),), header={"gl_entry_ids": (GlEntryId(799998),)})
    again = replace(again, series={("Invoice", again.invoices[0].billing_log_id): 3})
    assert plan_of(one()).canonical_hash == plan_of(again).canonical_hash
    assert plan_of(again).series == 3


def test_the_hash_does_not_depend_on_which_code_stands_beside_an_override() -> None:
    data = one_taxed()
    other = replace(data.lists.tax_codes[1], id=QuickBooksId("77"))
    moved = replace(data, lists=replace(data.lists, tax_codes=(other,)))
    assert plan_of(data).canonical_hash == plan_of(moved).canonical_hash


def test_another_tax_mode_is_another_document() -> None:
    lets = one_taxed(options=replace(OPTIONS, tax_mode=TaxMode.LET_QUICKBOOKS))
    assert plan_of(one_taxed()).canonical_hash != plan_of(lets).canonical_hash


@given(zeros=st.integers(min_value=0, max_value=6))
def test_trailing_zeros_and_exponents_are_the_same_number(zeros: int) -> None:
    made = document(one((product("-2000.00", "-100", "20.00"),)))
    line = made.lines[0]
    noisy = replace(
        made,
        total=made.total.quantize(Decimal(1).scaleb(-2 - zeros)),
        lines=(
            replace(
                line,
                quantity=Decimal("1E+2"),
                unit_price=line.unit_price.quantize(Decimal(1).scaleb(-zeros)),
                amount=Decimal("2E+3"),
            ),
        ),
    )
    assert canonical_hash(noisy) == canonical_hash(made)


@given(cents=st.integers(min_value=1, max_value=10**9))
def test_a_cent_more_is_another_document(cents: int) -> None:
    def of(amount: int) -> str:
        return plan_of(one((row(total=str(Decimal(-amount).scaleb(-2))),))).canonical_hash

    assert of(cents) != of(cents + 1)


def test_two_plans_of_the_same_input_are_the_same() -> None:
    assert build_plan(plan_input()) == build_plan(plan_input())


def test_every_document_of_the_sample_has_its_own_hash() -> None:
    hashes = [plan.canonical_hash for plan in build_plan(plan_input())[0] if plan.document]
    assert len(set(hashes)) == len(hashes)


def test_the_order_of_the_ticked_rows_changes_no_hash() -> None:
    data = plan_input()
    turned = replace(data, invoices=tuple(reversed(data.invoices)))
    first = {plan.invoice.number: plan.canonical_hash for plan in build_plan(data)[0]}
    assert first == {plan.invoice.number: plan.canonical_hash for plan in build_plan(turned)[0]}


def test_a_new_record_has_a_form_too() -> None:
    _, (record,), _ = build_plan(new_customer())
    assert canonical_hash(record) != canonical_hash(replace(record, company_name="OTHER"))
