"""Quantity and price of a line: QuickBooks takes a line only when both multiply to its amount."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from mobius_desktop.domain.connectwise import PRODUCT_ROWS, SALES_ROWS, GlRow
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.money import NotMoney, amount_text, exact_amount, plain, round_half_up
from mobius_desktop.transfer.plan.case import Case

PRICE_DECIMALS = 5
_NO_SALE = frozenset(["AR", "EE", "EI", "EO", "ET", "P", "PF", "FT", "PT", "IA", "IT", "WP", "WR"])
"""Receivables, expenses, purchases, stock and payments: their rows have no place on an invoice."""


@dataclass(frozen=True, slots=True)
class Measure:
    """How a line says its amount. `kept` is the true quantity and price where they could not be sent."""

    quantity: Decimal
    unit_price: Decimal
    kept: str = ""


def multiplies(quantity: Decimal, price: Decimal, amount: Decimal) -> bool:
    """Whether QuickBooks accepts the three: at most five decimals of price, and the product rounds to it."""
    return (
        round_half_up(price, PRICE_DECIMALS) == price
        and abs(quantity) < Decimal(10) ** 11
        and round_half_up(quantity * price) == amount
    )


def measure(row: GlRow, amount: Decimal) -> Measure:
    """Quantity and price of a row whose line has this amount.

    Product rows go with ConnectWise's own price, never a derived one; everything else is ±1 × its amount."""
    one = Decimal(-1) if amount < 0 else Decimal(1)
    if row.gl_type not in PRODUCT_ROWS:
        return Measure(one, abs(amount))
    quantity, price = one * abs(row.quantity), abs(row.item_price)
    if multiplies(quantity, price, amount):
        return Measure(quantity, price)
    if not row.quantity:
        return Measure(one, abs(amount))
    true_price = round_half_up(abs(amount) / abs(row.quantity), PRICE_DECIMALS)
    return Measure(one, abs(amount), f"{plain(abs(row.quantity))} @ {plain(true_price)}")


def rounding(case: Case, position: int, row: GlRow, said: Measure) -> Finding | None:
    """INFO that a line goes as 1 × its amount, because ConnectWise's own price does not give it."""
    if not said.kept:
        return None
    currency = case.transaction.currency
    return case.find(
        "QTY_PRICE_ROUNDED",
        amount=case.amount(row),
        line=str(position),
        quantity=plain(abs(row.quantity)),
        price=plain(abs(row.item_price)),
        product=amount_text(round_half_up(abs(row.quantity * row.item_price)), currency),
        text=said.kept,
    )


def row_kinds(case: Case) -> tuple[Finding, ...]:
    """Rows of a kind that is no sale block; kinds that ConnectWise added later go as ordinary lines."""
    problems = []
    for position, row in enumerate(case.rows, start=1):
        if row.gl_type in SALES_ROWS:
            continue
        code = "GL_TYPE_UNEXPECTED" if row.gl_type in _NO_SALE else "GL_TYPE_UNKNOWN"
        problems.append(
            case.find(
                code,
                amount=case.amount(row),
                line=str(position),
                gl_type=row.gl_type,
                account=row.account,
            )
        )
    return tuple(problems)


def inexact_amount(case: Case) -> Finding | None:
    """ERROR for an amount that is not a whole number of minor units: it is never rounded."""
    amounts = [case.transaction.total, case.transaction.sales_tax, case.invoice.total, case.invoice.sales_tax]
    amounts += [row.total for row in case.transaction.rows]
    amounts += [level.amount for level in case.transaction.tax_levels]
    for value in amounts:
        try:
            exact_amount(value, case.transaction.currency or "USD")
        except NotMoney:
            return case.find("AMOUNT_NOT_EXACT", value=str(value))
    return None
