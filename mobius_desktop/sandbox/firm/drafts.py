"""Invoices before they have ids: what the sample file says, in a shape that a seed can vary.

A draft keeps what makes its trait; everything that follows from it (GL ids, AR entries, tax levels, flags,
addresses) is derived later, in one place, for the sample, its variations and month-end alike.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

TIME, PRODUCT, EXPENSE, DEFERRED, DISCOUNT, TAX = "R", "RP", "RE", "RD", "SD", "ST"
AGREEMENT, ADDITION = "RA", "AP"
ITEM_TYPES = frozenset({PRODUCT, ADDITION})


@dataclass(slots=True)
class DraftRow:
    """One detail row; tax rows are not drafted, they follow from the others."""

    gl_type: str
    account: str
    total: Decimal
    quantity: Decimal = Decimal(0)
    item_price: Decimal = Decimal(0)
    item: str = ""
    gl_item_id: str = ""
    gl_class: str = ""
    taxable: bool = False
    memo: str = ""


@dataclass(slots=True)
class Draft:
    """One invoice of the sample, a variation or a month; `n` is the row of the sample it takes after."""

    n: int
    number: str
    invoice_type: str
    document_type: str
    date: dt.date
    due_date: dt.date
    currency: str
    bill_to: str
    company: str
    """Account id of the served company; bill-to for all but one."""
    rows: list[DraftRow]
    tax_code: str = ""
    """Set where tax is charged."""
    taxable_amounts: list[Decimal] = field(default_factory=list)
    """Of each level; negative on a credit memo."""
    listed_total: Decimal | None = None
    """Where it does not follow from the rows: nothing was exported."""
    has_entry: bool = True
    """Whether closing made at least one AR entry."""
    trait: str = ""
    applied_to: str = ""


def read_sample(folder: Path) -> list[Draft]:
    """The drafts of `invoices.json` in that folder, in its order. Raises OSError, ValueError, KeyError."""
    text = (folder / "invoices.json").read_text("utf-8")
    return [_draft(one) for one in json.loads(text)]


def _draft(one: dict[str, Any]) -> Draft:
    accounts = re.findall(r"\(([A-Z]{3}\d{3})\)", one["customer"])
    rows = [_row(row) for row in one["detail"] if row["glTypeId"] != TAX]
    draft = Draft(
        n=one["n"],
        number=one["number"],
        invoice_type=one["invoiceType"],
        document_type=one["documentType"],
        date=dt.date.fromisoformat(one["documentDate"]),
        due_date=dt.date.fromisoformat(one["dueDate"]),
        currency=one["currency"],
        bill_to=accounts[0],
        company=accounts[-1],
        rows=rows,
        tax_code=one["taxCode"],
        taxable_amounts=[Decimal(amount) for amount in one["taxableAmounts"] or []],
        has_entry=bool(one["glEntryIds"]),
        trait=one["trait"],
    )
    if not one["detail"]:
        draft.listed_total = Decimal(one["listedTotal"]).quantize(Decimal("0.01"))
    applied = re.search(r"applied to (\w+)", draft.trait) or re.search(
        r"Write-off of (\w+)", " ".join(row.memo for row in rows)
    )
    if applied:
        draft.applied_to = applied[1]
    return draft


def _row(row: dict[str, Any]) -> DraftRow:
    return DraftRow(
        row["glTypeId"],
        row["accountNumber"],
        Decimal(row["total"]) + 0,  # a JSON "-0.00" is plain zero
        Decimal(row["quantity"]),
        Decimal(row["itemPrice"]),
        row["item"],
        row["glItemId"],
        row["glClass"],
        bool(row["taxableFlag"]),
        row["memo"],
    )
