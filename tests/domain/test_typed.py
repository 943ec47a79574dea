"""A number is read as it was meant, or not at all."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobius_desktop.domain.money import amount_text
from mobius_desktop.domain.typed import typed_amount, ungrouped


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1.5", "1.50"),
        (" 15 ", "15.00"),
        ("1,500", "1500.00"),
        ("1,234,567.89", "1234567.89"),
        (".05", "0.05"),
        ("2.", "2.00"),
        ("", "0.00"),
        ("-3.10", "-3.10"),
    ],
)
def test_an_amount_is_read_as_it_is_written(text: str, meant: str) -> None:
    assert str(typed_amount(text)) == meant


@pytest.mark.parametrize(
    "text",
    [
        *("1,5", "1,50", "15,00", "1.500,00", "1,2345", "1,23,456", ",500", "1,000,5"),
        *("1.005", "1e2", "1_0", "1 500", "nan", "١", "much", "9" * 40),
    ],
)
def test_what_could_be_meant_in_two_ways_is_no_amount(text: str) -> None:
    assert typed_amount(text) is None


@given(st.integers(0, 10**14).map(lambda minor: Decimal(minor).scaleb(-2)))
def test_an_amount_that_the_program_shows_can_be_typed_back(amount: Decimal) -> None:
    assert typed_amount(amount_text(amount)) == amount


def test_only_thousands_lose_their_comma() -> None:
    assert ungrouped("#10,501 and 1,5 and 12,34") == "#10501 and 1,5 and 12,34"
