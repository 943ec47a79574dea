"""The batches that match a search text, put together from all the places where its words may stand."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from heapq import merge

from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.store.projection import first_id
from mobius_desktop.store.search.amounts import by_amount
from mobius_desktop.store.search.columns import column
from mobius_desktop.store.search.findings import by_finding
from mobius_desktop.store.search.identities import by_marker, by_request
from mobius_desktop.store.search.typed import Word, expression, words

_ROWS = "SELECT rowid >> 20 FROM {0} WHERE {0} MATCH ? AND rowid < ? ORDER BY rowid DESC"
"""Of an index over rows that lie below their batch's number."""


def matching(db: sqlite3.Connection, text: str, before: BatchNumber) -> Iterator[BatchNumber]:
    """Numbers of the batches that match every word, newest first, each once, below `before`."""
    wanted = words(text)
    if not wanted:
        return
    match = expression(wanted)
    end = first_id(before)
    sources = (
        _by_number(wanted, before),
        column(db, "SELECT rowid FROM batch_fts WHERE batch_fts MATCH ? AND rowid < ? ORDER BY rowid DESC",
               (match, before)),
        column(db, _ROWS.format("batch_invoice_fts"), (match, end)),
        column(db, _ROWS.format("log_fts"), (match, end)),
        *by_finding(db, wanted, before),
        *by_marker(db, wanted, before),
        *by_request(db, wanted, before),
        *by_amount(db, wanted, before),
    )  # fmt: skip
    last = None
    for number in merge(*sources, reverse=True):
        if number != last:
            last = number
            yield BatchNumber(number)


def _by_number(wanted: tuple[Word, ...], before: BatchNumber) -> Iterator[int]:
    bare = [word.text for word in wanted if word.text.lower() != "batch"]
    if len(bare) == 1 and bare[0].isdecimal() and int(bare[0]) < before:
        yield int(bare[0])
