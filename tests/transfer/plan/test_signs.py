"""Signs, quantities and sums."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobius_desktop.domain.connectwise import TaxLevel
from mobius_desktop.domain.document import Document
from mobius_desktop.domain.money import plain
from mobius_desktop.domain.plan import PlanInput, PlanOutcome
from mobius_desktop.domain.quickbooks import DocumentKind
from mobius_desktop.transfer.plan.signs import PRICE_DECIMALS, measure
from tests.transfer.plan.corpus import options
from tests.transfer.plan.makers import codes, credit_memo, one, plan_of, product, row, tax_row

CENTS = st.decimals(min_value=-99999, max_value=99999, places=2)
QUANTITIES = st.decimals(min_value=-9999, max_value=9999, places=4)
PRICES = st.decimals(min_value=-9999, max_value=9999, places=6)


def document(data: PlanInput) -> Document:
    made = plan_of(data).document
    assert made is not None
    return made


def lines(data: PlanInput) -> list[tuple[str, str, str]]:
    """Quantity, price and amount of each line, in plain notation."""
    return [
        (plain(line.quantity), plain(line.unit_price), plain(line.amount)) for line in document(data).lines
    ]


def test_an_invoice_is_the_export_with_its_sign_turned() -> None:
    data = one((row(total="-300.00"), row(total="40.00")))
    assert document(data).kind is DocumentKind.INVOICE
    assert [amount for _, _, amount in lines(data)] == ["300", "-40"]
    assert document(data).total == Decimal("260.00")


def test_lines_of_a_credit_memo_keep_their_sign_against_each_other() -> None:
    data = credit_memo((product("500.00", "-1", "-500.00"), row(total="-75.00")))
    assert document(data).kind is DocumentKind.CREDIT_MEMO
    assert document(data).total == Decimal("425.00")
    assert lines(data) == [("1", "500", "500"), ("-1", "75", "-75")]


@pytest.mark.parametrize("header", ["-425.00", "425.00"])
def test_the_header_sign_of_a_credit_memo_is_not_relied_on(header: str) -> None:
    rows = (product("500.00", "-1", "-500.00"), row(total="-75.00"))
    assert "OUT_OF_BALANCE" not in codes(credit_memo(rows, header={"total": Decimal(header)}))


def test_a_negative_standard_invoice_becomes_a_credit_memo_and_says_so() -> None:
    data = one((row(total="-150.00"), product("250.00", "10", "25.00")))
    assert document(data).kind is DocumentKind.CREDIT_MEMO
    assert document(data).total == Decimal("100.00")
    assert lines(data) == [("-1", "150", "-150"), ("10", "25", "250")]
    assert document(data).private_note == "Credit memo 10501 [CW-6001-cc70]"
    assert "NEGATIVE_AS_CREDIT_MEMO" in codes(data)


def test_a_credit_memo_that_adds_is_found_before_its_sums_are_looked_at() -> None:
    data = credit_memo((row(total="-50.00"),), header={"total": Decimal("12.34")})
    assert codes(data) == ["CREDIT_MEMO_POSITIVE"]


def test_a_credit_for_two_seats_on_an_invoice_has_a_negative_quantity() -> None:
    assert lines(one((row(total="-100.00"), product("44.00", "2", "22.00"))))[1] == ("-2", "22", "-44")


def test_a_price_of_four_decimals_goes_as_it_is() -> None:
    assert lines(one((product("-549.96", "-25", "21.9984"),))) == [("25", "21.9984", "549.96")]


def test_half_a_cent_is_rounded_up_as_quickbooks_does_it() -> None:
    assert lines(one((product("-124.63", "-12.5", "9.97"),))) == [("12.5", "9.97", "124.63")]


def test_a_price_that_connectwise_rounded_goes_as_one_with_the_true_quantity_in_the_text() -> None:
    data = one((product("-524.56", "-100", "5.25"),))
    assert lines(data) == [("1", "524.56", "524.56")]
    assert document(data).lines[0].description == "10 ft Cat6 patch cable (100 @ 5.2456)"


def test_a_returned_line_whose_price_was_rounded_goes_as_minus_one() -> None:
    assert lines(one((row(total="-600.00"), product("524.56", "100", "5.25"))))[1] == (
        "-1",
        "524.56",
        "-524.56",
    )


def test_a_price_of_six_decimals_is_not_sent() -> None:
    assert "QTY_PRICE_ROUNDED" in codes(one((product("-1.00", "-8", "0.125001"),)))


def test_an_included_line_of_zero_goes_with_its_quantity() -> None:
    assert lines(one((row(), product("0.00", "-25", "0.00"))))[1] == ("25", "0", "0")


def test_only_products_have_a_quantity_of_their_own() -> None:
    assert lines(one((row(total="-300.00", quantity=7, item_price=3),))) == [("1", "300", "300")]


def test_an_unknown_kind_of_row_goes_as_an_ordinary_line() -> None:
    data = one((row("ZZ", "-80.00"),))
    assert plan_of(data).outcome is PlanOutcome.SEND
    assert lines(data) == [("1", "80", "80")]


@pytest.mark.parametrize("changed", ["total", "sales_tax"])
def test_a_cent_of_difference_blocks(changed: str) -> None:
    assert codes(one(header={changed: Decimal("300.01")}))[0] == "OUT_OF_BALANCE"


def test_tax_rows_header_and_levels_must_agree() -> None:
    rows = (row(total="-100.00"), tax_row("-7.00"))
    wrong = one(rows, tax="7.00", levels=(TaxLevel(1, Decimal("6.99")),))
    assert codes(wrong) == ["OUT_OF_BALANCE"]
    assert codes(one(rows, tax="6.99", levels=(TaxLevel(1, Decimal("6.99")),))) == ["OUT_OF_BALANCE"]


def test_a_fraction_of_a_cent_is_never_rounded_away() -> None:
    assert codes(one((row(total="-0.001"), row(total="-0.009")))) == ["AMOUNT_NOT_EXACT"]


@given(total=CENTS, quantity=QUANTITIES, price=PRICES, kind=st.sampled_from(["RP", "AP", "R", "RD", "SD"]))
def test_every_line_multiplies_to_its_amount(
    total: Decimal, quantity: Decimal, price: Decimal, kind: str
) -> None:
    said = measure(row(kind, str(total), quantity=quantity, item_price=price), -total)
    product_of_both = (said.quantity * said.unit_price).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert product_of_both == -total
    assert said.unit_price >= 0
    assert said.unit_price == said.unit_price.quantize(Decimal(1).scaleb(-PRICE_DECIMALS))


@given(totals=st.lists(CENTS, min_size=1, max_size=6), credit=st.booleans())
def test_a_document_is_never_negative_and_always_the_sum_of_its_lines(
    totals: list[Decimal], credit: bool
) -> None:
    rows = tuple(row(total=str(total)) for total in totals)
    plan = plan_of(credit_memo(rows) if credit else one(rows))
    if plan.document is None:
        assert plan.findings[0].code == "CREDIT_MEMO_POSITIVE"
        return
    assert plan.document.total >= 0
    assert sum(line.amount for line in plan.document.lines) == plan.document.total
    sign = -1 if plan.document.kind is DocumentKind.CREDIT_MEMO else 1
    assert sign * plan.document.total == -sum(totals)


def test_an_invoice_that_moves_nothing_is_skipped_only_if_the_company_says_so() -> None:
    rows = (product("0.00", "-1", "0.00"),)
    assert plan_of(one(rows)).outcome is PlanOutcome.SEND
    skipped = plan_of(one(rows, **options(skip_if_nothing_moves=True)))
    assert skipped.outcome is PlanOutcome.MARK_ONLY
    assert skipped.record_ids == (700102, 700101)


def test_an_invoice_that_moves_money_between_classes_is_never_skipped() -> None:
    rows = (row(total="-300.00", gl_class="Cloud"), row(total="300.00", gl_class="Projects"))
    assert plan_of(one(rows, **options(skip_if_nothing_moves=True))).outcome is PlanOutcome.SEND


@pytest.mark.parametrize("work", ["has_time", "has_expenses", "has_products"])
def test_work_without_lines_means_a_missing_mapping_even_at_zero(work: str) -> None:
    data = one(())
    listed = replace(data.invoices[0], **{work: True})  # type: ignore[arg-type]  # one of the three flags
    assert codes(replace(data, invoices=(listed,))) == ["NO_GL_ENTRIES"]


def test_money_without_lines_is_never_taken_for_an_empty_invoice() -> None:
    data = one(())
    listed = replace(data.invoices[0], total=Decimal("780.00"), subtotal=Decimal("780.00"))
    plan = plan_of(replace(data, invoices=(listed,), export={}))
    assert (plan.outcome, plan.findings[0].code) == (PlanOutcome.BLOCKED, "NO_GL_ENTRIES")
    assert plan.findings[0].amount == Decimal("780.00")


def test_an_invoice_without_lines_is_marked_by_its_entries_and_its_own_id() -> None:
    plan = plan_of(one((), header={"gl_entry_ids": (700104,)}))
    assert plan.record_ids == (700104, 700102)


def test_a_tax_row_of_zero_alone_is_no_line() -> None:
    plan = plan_of(one((tax_row("0.00"),)))
    assert (plan.outcome, plan.record_ids) == (PlanOutcome.MARK_ONLY, (700102, 700191))


def test_a_credit_memo_of_nothing_is_no_credit_that_adds() -> None:
    rows = (row(total="50.00"), row(total="-50.00", account="40110"))
    assert "CREDIT_MEMO_POSITIVE" not in codes(credit_memo(rows))
