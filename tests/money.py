"""Money as tests write it."""

from __future__ import annotations

from decimal import Decimal

from mobius_desktop.domain.sums import Sums


def usd(amount: str | Decimal) -> Sums:
    """A sum in US dollars alone."""
    return Sums.of([(Decimal(amount), "USD")])
