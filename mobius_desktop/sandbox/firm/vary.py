"""Another seed's sample: other ids, prices, quantities, order, customers and lines, each trait still there.

What a trait needs is kept by drawing again until it holds (`traits.py`), not by leaving its invoice alone.
"""

from __future__ import annotations

import random
import re
from dataclasses import replace
from decimal import Decimal

from mobius_desktop.sandbox.firm.catalog import PRODUCTS
from mobius_desktop.sandbox.firm.customers import AUSTIN, PORTLAND, TAMPA, Customer
from mobius_desktop.sandbox.firm.dice import dice
from mobius_desktop.sandbox.firm.drafts import DEFERRED, ITEM_TYPES, TIME, Draft, DraftRow
from mobius_desktop.sandbox.firm.taxes import CODES, rounded, taxable_amounts
from mobius_desktop.sandbox.firm.traits import holds

_TRIES = 2000
_ORDINARY = {"ACM001": TAMPA, "BAY002": TAMPA, "NWC009": TAMPA, "LSO004": AUSTIN, "CAS011": PORTLAND}
"""Customers that stand for any linked customer of their Location."""
_FOLLOWS = {22: 2, 19: 16, 20: 18}
"""Row to the row whose customer it shares: a credit to its invoice, a use to its down payment."""
_USES = {19: 16, 20: 18}
_TAXED_SHARE = {12: Decimal("0.8")}
_MAY_GROW = frozenset({1, 2, 3, 5, 6, 7, 8, 12, 20, 21, 30, 31, 36, 37, 38, 39, 40, 44})
_EXTRA_ITEMS = ("CAT6-25", "KB-MOUSE", "HEADSET", "SSD-1T", "TONER-BK")
_FOUR_DECIMALS = 10
_ROUNDED_PRICE = 4


def varied(sample: list[Draft], seed: int, everybody: dict[str, Customer]) -> list[Draft]:
    """The drafts of another seed, in the order in which they get their ids."""
    chance = dice(seed, "variation")
    by_n = {draft.n: _copied(draft) for draft in sample}
    _move_customers(by_n, chance, everybody)
    for n in sorted(by_n):
        more = chance.randint(0, 1) if n in _MAY_GROW else 0
        by_n[n] = drawn(by_n[n], chance, more=more, used=by_n.get(_USES.get(n, 0)))
    _renumber(list(by_n.values()), chance)
    ordered = list(by_n.values())
    chance.shuffle(ordered)
    return ordered


def linked_by_location(everybody: dict[str, Customer]) -> dict[int, list[str]]:
    """Account ids of the ordinary customers that QuickBooks knows."""
    linked: dict[int, list[str]] = {}
    for one in everybody.values():
        if one.state == "linked" and one.kind == "Customer" and one.currency == "USD":
            linked.setdefault(one.location_id, []).append(one.account)
    return linked


def stands_at(account: str) -> int | None:
    """The Location of a customer of the sample that stands for any other there."""
    return _ORDINARY.get(account)


def _copied(draft: Draft) -> Draft:
    return replace(draft, rows=[replace(row) for row in draft.rows])


def _move_customers(by_n: dict[int, Draft], chance: random.Random, everybody: dict[str, Customer]) -> None:
    linked = linked_by_location(everybody)
    for draft in by_n.values():
        if draft.bill_to in _ORDINARY and draft.bill_to == draft.company:
            account = chance.choice(linked[_ORDINARY[draft.bill_to]])
            draft.bill_to = draft.company = account
    for n, other in _FOLLOWS.items():
        by_n[n].bill_to = by_n[n].company = by_n[other].bill_to


def drawn(
    template: Draft, chance: random.Random, *, more: int = 0, used: Draft | None = None, of_class: str = ""
) -> Draft:
    """A variation of one draft with its trait, `more` ordinary lines and the down payment it uses up."""
    for _ in range(_TRIES):
        draft = _copied(template)
        _new_amounts(draft, chance)
        if used:
            applied = next(row for row in draft.rows if row.gl_type == DEFERRED)
            applied.total = -next(row for row in used.rows if row.gl_type == DEFERRED).total
        draft.rows.extend(_extra(chance, of_class) for _ in range(more))
        _retax(draft)
        if holds(draft):
            return draft
    raise RuntimeError(f"the trait of row {template.n} was not met in {_TRIES} draws")


def _new_amounts(draft: Draft, chance: random.Random) -> None:
    """Draw new prices and quantities; rows that cancel each other go on doing so."""
    factor = Decimal(chance.randint(60, 180)) / 100
    if draft.listed_total:
        draft.listed_total = rounded(draft.listed_total * factor)
    cancelling = len(draft.rows) > 1 and sum(row.total for row in draft.rows) == 0
    for row in draft.rows:
        if row.gl_type in ITEM_TYPES:
            _new_product_amounts(draft, row, chance)
        elif not cancelling:
            own = Decimal(chance.randint(70, 140)) / 100
            row.total = _whole_quarters(row.total * factor * own)
    if cancelling:
        amount = _whole_quarters(draft.rows[0].total * factor)
        for row in draft.rows:
            row.total = amount if row.total < 0 else -amount


def _whole_quarters(amount: Decimal) -> Decimal:
    """To 0.25, so that hours come out; never nothing."""
    quarters = (amount * 4).quantize(Decimal(1))
    return quarters / 4 + Decimal("0.00") if quarters else amount


def _new_product_amounts(draft: Draft, row: DraftRow, chance: random.Random) -> None:
    if row.item_price == 0:
        row.quantity = Decimal(chance.randint(1, 40)).copy_sign(row.quantity)
        return
    if draft.n == _ROUNDED_PRICE and row.item == "AV-SEAT":
        exact = Decimal(chance.randint(40_001, 89_999)) / 10_000
        row.quantity = Decimal(-100)
        row.item_price = rounded(exact)
        row.total = -rounded(100 * exact)
        return
    if draft.n == _FOUR_DECIMALS and row.quantity < 0:
        seats = chance.choice((25, 75, 125))
        total = Decimal(chance.randint(30_000, 90_000)) / 100
        row.quantity, row.item_price, row.total = Decimal(-seats), total / seats, -total
        return
    if row.quantity == row.quantity.to_integral():
        many = abs(row.quantity) > 1
        row.quantity = Decimal(chance.randint(2, 12) if many else 1).copy_sign(row.quantity)
    else:
        row.quantity = (Decimal(chance.randint(3, 40)) + Decimal("0.5")).copy_sign(row.quantity)
    row.item_price = rounded(row.item_price * Decimal(chance.randint(70, 140)) / 100)
    row.total = rounded(row.quantity * row.item_price)


def _extra(chance: random.Random, of_class: str) -> DraftRow:
    """One more line that is neither taxed nor special."""
    if chance.random() < 0.5:
        amount = Decimal("37.50") * chance.randint(1, 12)
        return DraftRow(TIME, "40000", -amount, gl_class=of_class)
    product = PRODUCTS[chance.choice(_EXTRA_ITEMS)]
    quantity = chance.randint(1, 5)
    return DraftRow(
        "RP",
        product.account,
        -product.price * quantity,
        Decimal(-quantity),
        product.price,
        product.identifier,
        gl_class=of_class,
    )


def _retax(draft: Draft) -> None:
    """Taxable amounts follow from the taxable rows; where no row is taxable, from all (its trait)."""
    code = CODES.get(draft.tax_code)
    if code is None:
        return
    bearing = [row for row in draft.rows if row.taxable] or draft.rows
    # A positive row (a discount, a down payment used) lessens the first item, so that a cap sees the item.
    items = [-row.total for row in bearing if row.total < 0] or [-row.total for row in bearing]
    if len(items) < len(bearing):
        items[0] -= sum((row.total for row in bearing if row.total > 0), Decimal(0))
    draft.taxable_amounts = taxable_amounts(code, items, _TAXED_SHARE.get(draft.n, Decimal(1)))


def _renumber(drafts: list[Draft], chance: random.Random) -> None:
    shift = chance.randint(3, 80) * 100
    numbers = {draft.number: _shifted(draft.number, shift) for draft in drafts}

    def rename(found: re.Match[str]) -> str:
        return numbers.get(found[0], found[0])

    for draft in drafts:
        draft.number = numbers[draft.number]
        draft.applied_to = numbers.get(draft.applied_to, draft.applied_to)
        for row in draft.rows:
            if "applied" in row.memo:
                row.memo = re.sub(r"[A-Z]*\d+", rename, row.memo)


def _shifted(number: str, shift: int) -> str:
    prefix = number.rstrip("0123456789")
    return f"{prefix}{int(number[len(prefix) :]) + shift}"
