"""QuickBooks' query language: statements in which no value can become a clause."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

PAGE = 1000


def text(value: str) -> str:
    """A quoted value: the backslash first, then the quote; doubling quotes is not understood."""
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def one_of(field: str, values: Sequence[str]) -> str:
    return f"{field} IN ({', '.join(text(value) for value in values)})"


def moment(value: dt.datetime) -> str:
    """A moment with its offset, whole seconds: QuickBooks keeps no fractions."""
    return text(value.replace(microsecond=0).isoformat())


def select(entity: str, where: str = "", *, start: int = 1, size: int = PAGE) -> str:
    """One page in the order of the Ids, so that pages fit each other while others write."""
    clause = f" WHERE {where}" if where else ""
    page = f"ORDERBY Id STARTPOSITION {start} MAXRESULTS {size}"
    return " ".join(("SELECT * FROM", entity + clause, page))


def count(entity: str, where: str = "") -> str:
    """How many rows there are."""
    clause = f" WHERE {where}" if where else ""
    return " ".join(("SELECT COUNT(*) FROM", entity + clause))


WITH_INACTIVE = "Active IN (true, false)"
"""Name lists hide inactive records unless the statement speaks of them."""
