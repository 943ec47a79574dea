"""Which batches hold a word: by number, name, message or id, of the batch or of an invoice in it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from heapq import merge

from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.store.projection import first_id

_GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?:\D|$))")
_PREFIX = re.compile(r"^(?:#+|inv(?=\d))", re.IGNORECASE)


def words(text: str) -> tuple[str, ...]:
    """The words of a search text; `#`, `INV` and thousands separators are forgiven."""
    found = (_PREFIX.sub("", word) for word in _GROUPED.sub("", text).split())
    return tuple(word for word in found if any(letter.isalnum() for letter in word))


def matching(db: sqlite3.Connection, text: str, before: BatchNumber) -> Iterator[BatchNumber]:
    """Numbers of the batches that match every word, newest first, each once, below `before`."""
    wanted = words(text)
    if not wanted:
        return
    match = " ".join('"' + word.replace('"', '""') + '"*' for word in wanted)
    sources = (
        _by_number(wanted, before),
        _column(db, "SELECT rowid FROM batch_fts WHERE batch_fts MATCH ? AND rowid < ? ORDER BY rowid DESC",
                (match, before)),
        _column(
            db,
            "SELECT rowid >> 20 FROM batch_invoice_fts WHERE batch_invoice_fts MATCH ? AND rowid < ?"
            " ORDER BY rowid DESC",
            (match, first_id(before)),
        ),
        _by_request(db, wanted, before),
    )  # fmt: skip
    last = None
    for number in merge(*sources, reverse=True):
        if number != last:
            last = number
            yield BatchNumber(number)


def _column(db: sqlite3.Connection, query: str, values: tuple[object, ...]) -> Iterator[int]:
    for row in db.execute(query, values):
        yield row[0]


def _by_number(wanted: tuple[str, ...], before: BatchNumber) -> Iterator[int]:
    bare = [word for word in wanted if word.lower() != "batch"]
    if len(bare) == 1 and bare[0].isdecimal() and int(bare[0]) < before:
        yield int(bare[0])


def _by_request(db: sqlite3.Connection, wanted: tuple[str, ...], before: BatchNumber) -> Iterator[int]:
    """A request id, batch identifier or intuit_tid, whole."""
    if len(wanted) != 1:
        return
    yield from _column(
        db,
        "SELECT DISTINCT action.batch FROM attempt JOIN action ON action.id = attempt.action"
        " WHERE (attempt.request_id = ?1 OR attempt.tid = ?1) AND action.batch < ?2"
        " ORDER BY action.batch DESC",
        (wanted[0], before),
    )
