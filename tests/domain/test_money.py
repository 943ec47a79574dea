"""Amounts never become floats, never round by themselves, and read as a bookkeeper writes them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobius_desktop.domain.money import (
    NotMoney,
    amount_text,
    exact_amount,
    from_minor,
    parse_decimal,
    plain,
    round_half_up,
    to_minor,
)

cents = st.integers(-(10**12), 10**12).map(lambda minor: Decimal(minor).scaleb(-2))
prices = st.decimals(allow_nan=False, allow_infinity=False, places=5, min_value=-(10**6), max_value=10**6)


@given(cents)
def test_an_amount_survives_storage(amount: Decimal) -> None:
    assert from_minor(to_minor(amount)) == amount


@given(prices)
def test_plain_notation_reads_back_and_has_no_exponent(price: Decimal) -> None:
    text = plain(price)
    assert "E" not in text
    assert Decimal(text) == price
    assert text == plain(Decimal(text))


def test_half_a_cent_goes_up_as_both_vendors_do_it() -> None:
    assert round_half_up(Decimal("124.625")) == Decimal("124.63")
    assert round_half_up(Decimal("-124.625")) == Decimal("-124.63")


@pytest.mark.parametrize("bad", ["NaN", "Infinity", "-Infinity", "12,5", ""])
def test_what_is_no_number_is_refused(bad: str) -> None:
    with pytest.raises(NotMoney):
        parse_decimal(bad)


def test_a_fraction_of_a_cent_is_refused_and_never_rounded_away() -> None:
    with pytest.raises(NotMoney):
        exact_amount(Decimal("1.005"))
    with pytest.raises(NotMoney):
        to_minor(Decimal("0.5"), "JPY")


def test_negative_amounts_stand_in_parentheses() -> None:
    assert amount_text(Decimal("-412")) == "(412.00)"
    assert amount_text(Decimal("62120.47")) == "62,120.47"
    assert amount_text(Decimal("-0.00")) == "0.00"
