"""Batches by what stands in the vendors' systems: our marker on a document, ids of requests and batches."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator

from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.domain.origin import origin_hex
from mobius_desktop.store.projection import first_id
from mobius_desktop.store.search.columns import column
from mobius_desktop.store.search.typed import Word

_MARKER = re.compile(r"^\[?CW-(\d{1,18})-([0-9a-f]{4})(?:-(\d+))?\]?$", re.IGNORECASE)
_SHORTEST = 6
"""Fewer characters of an id are found in too many."""
_ID = re.compile(r"^[0-9a-z:.\-]+$", re.IGNORECASE)
_LAST = "￿"
_ATTEMPTS = (
    "SELECT DISTINCT action.batch FROM attempt JOIN action ON action.id = attempt.action"
    " WHERE {} AND action.batch < ? ORDER BY action.batch DESC"
)


def by_marker(
    db: sqlite3.Connection, wanted: tuple[Word, ...], before: BatchNumber
) -> Iterator[Iterator[int]]:
    """The marker of PrivateNote, with or without its brackets: batches of that ConnectWise's invoice."""
    found = _MARKER.match(wanted[0].typed) if len(wanted) == 1 else None
    if found is not None:
        yield _marked(db, int(found[1]), found[2].lower(), before)


def _marked(db: sqlite3.Connection, billing_log_id: int, origin: str, before: BatchNumber) -> Iterator[int]:
    rows = db.execute(
        "SELECT i.batch, b.origin FROM batch_invoice AS i JOIN batch AS b ON b.number = i.batch"
        " WHERE i.billing_log_id = ? AND i.id < ? ORDER BY i.id DESC",
        (billing_log_id, first_id(before)),
    )
    yield from (row["batch"] for row in rows if origin_hex(row["origin"]) == origin)


def by_request(
    db: sqlite3.Connection, wanted: tuple[Word, ...], before: BatchNumber
) -> Iterator[Iterator[int]]:
    """A request id, batchIdentifier or intuit_tid, whole or its beginning, or a batchIdentifier's end."""
    typed = wanted[0].typed if len(wanted) == 1 else ""
    if len(typed) < _SHORTEST or not _ID.match(typed):
        return
    for name in ("request_id", "tid"):
        where = f"attempt.{name} >= ? AND attempt.{name} < ? AND attempt.{name} <> ''"
        yield column(db, _ATTEMPTS.format(where), (typed, typed + _LAST, before))
    tail = "substr(attempt.request_id, -8) = ? AND attempt.request_id <> ''"
    yield column(db, _ATTEMPTS.format(tail), (typed.lower(), before))
