"""The three tax codes of the firm and what their levels come to, rounded per level as ConnectWise does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a tax code. `rate` is a fraction."""

    rate: Decimal
    xref: str
    agency: str
    item_cap: Decimal | None = None
    """Taxable up to this amount of one item."""


@dataclass(frozen=True, slots=True)
class Code:
    """One tax code of ConnectWise."""

    id: int
    identifier: str
    region: str
    description: str
    levels: tuple[Level, ...]


_FLORIDA = "Florida Department of Revenue"
_TEXAS = "Texas State Comptroller"
_GEORGIA = "Georgia Department of Revenue"

CODES: dict[str, Code] = {
    code.identifier: code
    for code in (
        Code(
            11,
            "FL-Hills",
            "FL",
            "Florida, Hillsborough County",
            (
                Level(Decimal("0.06"), "FL State", _FLORIDA),
                Level(Decimal("0.01"), "Hillsborough", _FLORIDA, item_cap=Decimal(5000)),
            ),
        ),
        Code(
            12,
            "TX-Austin",
            "TX",
            "Texas, City of Austin",
            (
                Level(Decimal("0.0625"), "TX State", _TEXAS),
                Level(Decimal("0.01"), "Austin", _TEXAS),
                Level(Decimal("0.01"), "Austin MTA", _TEXAS),
            ),
        ),
        Code(
            13,
            "GA-Chatham",
            "GA",
            "Georgia, Chatham County",
            (
                Level(Decimal("0.04"), "GA State", _GEORGIA),
                Level(Decimal("0.03"), "Chatham", _GEORGIA),
            ),
        ),
        Code(14, "Exempt", "", "Exempt from sales tax", ()),
    )
}


def rounded(amount: Decimal) -> Decimal:
    """To the cent, half up and away from zero."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def taxable_amounts(code: Code, items: Iterable[Decimal], share: Decimal = Decimal(1)) -> list[Decimal]:
    """The taxable amount of each level, from the amounts of the taxable items; `share` of each is taxed."""
    amounts = list(items)
    bases = []
    for level in code.levels:
        cap = level.item_cap
        capped = [min(amount, cap) if cap is not None else amount for amount in amounts]
        bases.append(rounded(sum(capped, Decimal(0)) * share))
    return bases
