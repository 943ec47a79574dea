"""One column of a query as numbers, row by row."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator


def column(db: sqlite3.Connection, query: str, values: tuple[object, ...]) -> Iterator[int]:
    """The first column of each row, read as it is asked for."""
    for row in db.execute(query, values):
        yield row[0]
