"""Why QuickBooks holds another figure, where that can be known from both sides."""

from __future__ import annotations

from decimal import Decimal

from mobius_desktop.domain.money import ZERO, amount_text, plain, round_half_up
from mobius_desktop.domain.plan import InvoicePlan
from mobius_desktop.domain.quickbooks import FoundDocument, FoundLine, Item

_CENT = Decimal("0.01")


def tax_reason(plan: InvoicePlan, ours: Decimal, theirs: Decimal) -> str:
    """Why the sales tax is another one; empty where it cannot be known. Both positive, as on a document."""
    document, exported = plan.document, plan.transaction
    if document is None or exported is None:
        return ""
    if ours and not theirs:
        return "QuickBooks charged none: the customer is exempt there, or the region has no tax agency."
    if not ours:
        return "QuickBooks charged it by itself."
    levels = sum(1 for level in exported.tax_levels if level.amount)
    if levels > 1 and abs(theirs - ours) <= levels * _CENT:
        return f"ConnectWise rounds each of {levels} tax levels, QuickBooks their sum once."
    if any(one.code in {"TAX_BASE_PARTIAL", "TAX_LEVELS_PARTIAL"} for one in plan.findings):
        return "ConnectWise taxed part of the amount, QuickBooks all of it."
    if document.tax.total is None:
        return "QuickBooks calculated it, as the company's options say."
    return "QuickBooks calculated the tax itself and did not keep ConnectWise's amount."


def total_reason(found: FoundDocument, currency: str) -> str:
    """Why a total is another one although the tax is not: what stands beside the lines."""
    lines = sum((line.amount for line in found.lines), ZERO)
    beside = found.total - found.tax - lines
    if not beside or not found.lines:
        return ""
    return f"Beside its lines QuickBooks has {amount_text(beside, currency)}: a discount, or shipping."


def line_reason(line: FoundLine, currency: str) -> str:
    """How QuickBooks comes to a line's amount: by quantity and price."""
    if line.quantity is None or line.unit_price is None:
        return ""
    if round_half_up(line.quantity * line.unit_price) != line.amount:
        return ""
    shown = amount_text(line.amount, currency)
    return f"QuickBooks has it as {plain(line.quantity)} × {plain(line.unit_price)} = {shown}."


def account_reason(item: Item | None, line: FoundLine) -> str:
    """Why a line is on another account: QuickBooks posts by the item."""
    name = item.name if item else line.item_name
    return f"QuickBooks posts by the item, and the line stands on {name}." if name else ""
