"""What makes each row of the sample worth having, as a condition on its draft.

A variation is drawn again until its row's condition holds; a test walks all of them over several seeds.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Decimal

from mobius_desktop.sandbox.firm.drafts import ITEM_TYPES, Draft, DraftRow
from mobius_desktop.sandbox.firm.taxes import CENT, CODES, rounded

_CAP = Decimal(5000)


def draft_total(draft: Draft) -> Decimal:
    """What the invoice comes to, tax included."""
    if draft.listed_total is not None:
        return draft.listed_total
    return sum((-row.total for row in draft.rows), draft_tax(draft))


def draft_tax(draft: Draft) -> Decimal:
    """Its tax, rounded at each level."""
    code = CODES.get(draft.tax_code)
    if code is None:
        return Decimal("0.00")
    pairs = zip(code.levels, draft.taxable_amounts, strict=True)
    return sum((rounded(base * level.rate) for level, base in pairs), Decimal("0.00"))


def holds(draft: Draft) -> bool:
    """Whether the draft shows its row's trait."""
    return all(row.total != 0 or row.item_price == 0 for row in draft.rows) and _TRAITS.get(
        draft.n, _positive
    )(draft)


def _positive(draft: Draft) -> bool:
    return draft_total(draft) > 0


def _credit(draft: Draft) -> bool:
    return draft_total(draft) < 0


def _nothing(draft: Draft) -> bool:
    return draft_total(draft) == 0


def _levels_differ_from_one_rate(draft: Draft) -> bool:
    code = CODES[draft.tax_code]
    at_once = rounded(draft.taxable_amounts[0] * sum((level.rate for level in code.levels), Decimal(0)))
    return _positive(draft) and draft_tax(draft) != at_once


def _price_was_rounded(draft: Draft) -> bool:
    seats, cable = draft.rows[0], draft.rows[1]
    exact = -cable.quantity * cable.item_price
    return (
        rounded(-seats.quantity * seats.item_price) != -seats.total
        and rounded(exact) == -cable.total
        and exact.quantize(CENT, ROUND_HALF_EVEN) != rounded(exact)
    )


def _discounted(draft: Draft) -> bool:
    product, discount = draft.rows[0], draft.rows[1]
    return 0 < discount.total < -product.total and _positive(draft)


def _fine_price(draft: Draft) -> bool:
    priced: list[DraftRow] = [row for row in draft.rows if row.gl_type in ITEM_TYPES and row.item_price]
    seats = priced[0]
    exact = seats.item_price * 10_000
    return (
        exact == exact.to_integral()
        and rounded(seats.item_price) != seats.item_price
        and -seats.quantity * seats.item_price == -seats.total
        and priced[1].total > 0
        and _positive(draft)
    )


def _capped(draft: Draft) -> bool:
    return draft.taxable_amounts[1] == _CAP < draft.taxable_amounts[0] and _positive(draft)


def _partly_taxed(draft: Draft) -> bool:
    whole = sum((-row.total for row in draft.rows if row.taxable), Decimal(0))
    code = CODES[draft.tax_code]
    rate = sum((level.rate for level in code.levels), Decimal(0))
    return 0 < draft.taxable_amounts[0] < whole and rounded(whole * rate) != draft_tax(draft)


def _mixed_credit(draft: Draft) -> bool:
    return _credit(draft) and any(row.total < 0 for row in draft.rows)


def _taxed_without_line(draft: Draft) -> bool:
    return draft_tax(draft) > 0 and not any(row.taxable for row in draft.rows)


def _taxed(draft: Draft) -> bool:
    return draft_tax(draft) > 0 and _positive(draft)


_TRAITS: dict[int, Callable[[Draft], bool]] = {
    2: _taxed,
    3: _levels_differ_from_one_rate,
    4: _price_was_rounded,
    5: _discounted,
    10: _fine_price,
    12: _partly_taxed,
    13: _nothing,
    15: _nothing,
    18: _taxed,
    19: _capped,
    20: _taxed,
    22: _credit,
    23: _credit,
    24: _mixed_credit,
    25: _credit,
    26: _credit,
    27: _nothing,
    28: _nothing,
    29: _nothing,
    40: _taxed,
    41: _taxed_without_line,
}
"""By row of the sample; any other row only has to come to more than nothing."""
