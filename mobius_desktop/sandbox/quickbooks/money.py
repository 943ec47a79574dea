"""Rounding as QuickBooks does it: half up, to cents."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
ZERO = Decimal("0.00")


def cents(amount: Decimal) -> Decimal:
    """To the cent, half up (away from zero for negative amounts); never a negative zero."""
    rounded = amount.quantize(CENT, rounding=ROUND_HALF_UP)
    return rounded if rounded else ZERO


def shown(amount: Decimal) -> str:
    """As QuickBooks writes an amount in a sentence: 1,861.07."""
    return f"{amount:,}"
