"""Numbers come in as they stand in the text, and go out in plain notation."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest

from mobius_desktop.domain.errors import RemoteUnknown
from mobius_desktop.domain.money import NotMoney
from mobius_desktop.transport.decode import decode, number, plain_number, read


class Row(msgspec.Struct):
    total: Decimal | None = None


def test_an_amount_keeps_every_digit_that_was_sent() -> None:
    assert decode(b'{"total": 3666636.10}', Row).total == Decimal("3666636.10")
    assert str(decode(b'{"total": 0.1}', Row).total) == "0.1"
    assert decode(b'{"total": 12345678901234567.89}', Row).total == Decimal("12345678901234567.89")


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity"])
def test_what_is_not_finite_is_refused(text: str) -> None:
    with pytest.raises(NotMoney):
        number(decode(f'{{"total": "{text}"}}'.encode(), Row).total)


def test_an_answer_of_another_shape_is_a_sentence_and_quotes_no_content() -> None:
    with pytest.raises(RemoteUnknown, match="QuickBooks sent an answer that cannot be read") as caught:
        read(b'{"total": "Dovetail Joinery"}', Row, name="QuickBooks", side="quickbooks")
    assert "Dovetail" not in caught.value.sentence


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"total": 1', b"\xff\xfe"])
def test_what_is_no_json_is_an_error_not_a_crash(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        decode(body, Row)


def test_a_small_price_leaves_without_an_exponent() -> None:
    assert msgspec.json.encode([plain_number("0.0000001")]) == b"[0.0000001]"
    with pytest.raises(NotMoney):
        plain_number("1E-7")
