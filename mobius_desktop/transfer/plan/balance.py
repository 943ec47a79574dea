"""Whether ConnectWise's own figures agree: three sums to the cent, and a credit memo that takes off."""

from __future__ import annotations

from decimal import Decimal

from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.money import amount_text
from mobius_desktop.transfer.plan.case import Case

_ZERO = Decimal(0)


def credit_that_adds(case: Case) -> Finding | None:
    """ERROR for a credit memo that adds to what is owed. Its rows decide, never the header's sign."""
    rows = sum((row.total for row in case.transaction.rows), _ZERO)
    if case.transaction.is_credit_memo and rows < 0:
        return case.find("CREDIT_MEMO_POSITIVE", amount=-rows)
    return None


def out_of_balance(case: Case) -> Finding | None:
    """ERROR at the first of the three sums that does not agree to the cent."""
    exported, listed = case.transaction, case.invoice
    rows = sum((row.total for row in exported.rows), _ZERO)
    tax = -sum((row.total for row in case.tax_rows), _ZERO)
    levels = sum((level.amount for level in exported.tax_levels), _ZERO)
    if exported.is_credit_memo:
        header, sold, stated = abs(exported.total), abs(rows), abs(listed.total)
        tax, levels = abs(tax), abs(levels)
        exported_tax, listed_tax = abs(exported.sales_tax), abs(listed.sales_tax)
    else:
        header, sold, stated = exported.total, -rows, listed.total
        exported_tax, listed_tax = exported.sales_tax, listed.sales_tax
    checks = (
        ("the exported total is", header, "its rows come to", sold),
        ("the exported total is", header, "the list says", stated),
        ("the tax rows come to", tax, "the exported sales tax is", exported_tax),
        ("the exported sales tax is", exported_tax, "its levels come to", levels),
        ("the exported sales tax is", exported_tax, "the list says", listed_tax),
    )
    for left_name, left, right_name, right in checks:
        if left != right:
            return case.find(
                "OUT_OF_BALANCE",
                amount=left - right,
                left_name=left_name,
                left=amount_text(left, exported.currency),
                right_name=right_name,
                right=amount_text(right, exported.currency),
            )
    return None
