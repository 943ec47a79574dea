"""Amounts, prices and quantities are `Decimal`; nothing here or elsewhere ever becomes a float."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

CENT = Decimal("0.01")
ZERO = Decimal(0)

_MINOR_DIGITS = {"JPY": 0, "KRW": 0, "KWD": 3, "BHD": 3}


class NotMoney(ValueError):  # noqa: N818 - says what the value is
    """A number that is not finite, or not a whole number of minor units, where an amount is needed."""


def minor_digits(currency: str) -> int:
    """The decimals of a currency (ISO 4217), two unless it is known to have others."""
    return _MINOR_DIGITS.get(currency, 2)


def finite(value: Decimal) -> Decimal:
    """The value itself; NaN and infinities are refused."""
    if not value.is_finite():
        raise NotMoney(f"{value} is not a number")
    return value


def round_half_up(value: Decimal, places: int = 2) -> Decimal:
    """Commercial rounding, as both ConnectWise and QuickBooks do it: 124.625 becomes 124.63."""
    return finite(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def exact_amount(value: Decimal, currency: str = "USD") -> Decimal:
    """The amount with the currency's decimals; NotMoney when that would need rounding."""
    places = minor_digits(currency)
    rounded = round_half_up(value, places)
    if rounded != value:
        raise NotMoney(f"{value} is not a whole number of minor units of {currency}")
    return rounded


def to_minor(value: Decimal, currency: str = "USD") -> int:
    """The amount as integer minor units, as it is stored."""
    return int(exact_amount(value, currency).scaleb(minor_digits(currency)))


def from_minor(minor: int, currency: str = "USD") -> Decimal:
    """The stored integer back as an amount with the currency's decimals."""
    return Decimal(minor).scaleb(-minor_digits(currency))


def plain(value: Decimal) -> str:
    """Plain notation without exponent and trailing zeros: the canonical text of a price or quantity."""
    text = format(finite(value), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def amount_text(value: Decimal, currency: str = "USD") -> str:
    """The amount as a bookkeeper reads it: thousands separated, negative in parentheses."""
    shown = round_half_up(value, minor_digits(currency))
    text = f"{abs(shown):,.{minor_digits(currency)}f}"
    return f"({text})" if shown < 0 else text


def parse_decimal(text: str) -> Decimal:
    """A decimal from text; NotMoney when it is none."""
    try:
        return finite(Decimal(text))
    except InvalidOperation as error:
        raise NotMoney(f"{text!r} is not a number") from error
