"""Batches with an invoice of an amount, or of an amount themselves."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.store.amounts import amount_out
from mobius_desktop.store.projection import first_id
from mobius_desktop.store.search.typed import Word, has

_MINOR_DIGITS = (0, 2, 3)
"""Decimals that currencies have."""
_LARGEST = 2**63 - 1
"""What SQLite can be asked for: a longer number is an id, and no amount."""
_TOTALS = """
SELECT batch, sums.key AS currency, sums.value AS minor
FROM batch_figures, json_each(json_array(total, sent_total)) AS both,
  json_each(CASE WHEN json_valid(both.value) THEN both.value ELSE '{}' END) AS sums
WHERE batch < ? ORDER BY batch DESC
"""
_INDEXES = {
    "connectwise_total": "batch_invoice_by_total",
    "quickbooks_total": "batch_invoice_by_quickbooks_total",
}
"""Named, since an index of amounts looks useless where few of them differ."""


@dataclass(frozen=True, slots=True)
class _Sum:
    """An amount as one column may hold it."""

    amount: Decimal
    column: str
    minor: int

    def fits(self, row: sqlite3.Row) -> bool:
        """Whether so many minor units are the amount in the currency of the row."""
        return abs(amount_out(self.minor, row["currency"])) == self.amount


def by_amount(
    db: sqlite3.Connection, wanted: tuple[Word, ...], before: BatchNumber
) -> Iterator[Iterator[int]]:
    """Invoices of an amount, of ConnectWise's or QuickBooks', which also have the other words.

    Beside other words a bare number is no amount."""
    for word in wanted:
        amount = word.amount
        if amount is None or (len(wanted) > 1 and word.typed.isdecimal()):
            continue
        if len(wanted) == 1:
            yield _of_total(db, amount, before)
        others = tuple(one for one in wanted if one is not word)
        for column in ("connectwise_total", "quickbooks_total"):
            for minor in _minor(amount):
                yield _of_amount(db, _Sum(amount, column, minor), others, before)


def _of_total(db: sqlite3.Connection, amount: Decimal, before: BatchNumber) -> Iterator[int]:
    """Batches whose total, or whose sent total, is the amount in some currency."""
    for row in db.execute(_TOTALS, (before,)):
        if isinstance(row["minor"], int) and abs(amount_out(row["minor"], row["currency"])) == amount:
            yield row["batch"]


def _of_amount(
    db: sqlite3.Connection, one: _Sum, others: tuple[Word, ...], before: BatchNumber
) -> Iterator[int]:
    """Batches that hold it, newest first; after each hit it goes on in the batch before."""
    query = (
        f"SELECT * FROM batch_invoice INDEXED BY {_INDEXES[one.column]}"  # noqa: S608 - our own names
        f" WHERE {one.column} = ? AND id < ? ORDER BY id DESC LIMIT 1"
    )
    end = first_id(before)
    while (row := db.execute(query, (one.minor, end)).fetchone()) is not None:
        hit = one.fits(row) and all(has(row, word) for word in others)
        if hit:
            yield row["batch"]
        end = first_id(row["batch"]) if hit else row["id"]


def _minor(amount: Decimal) -> list[int]:
    """What an amount may be in the record, of whatever currency and sign."""
    found = {
        int(scaled)
        for digits in _MINOR_DIGITS
        if (scaled := amount.scaleb(digits)) == int(scaled) and scaled <= _LARGEST
    }
    return sorted(found | {-one for one in found})
