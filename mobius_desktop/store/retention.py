"""Trims old requests, answers and snapshots. Entries are never removed, and their hashes keep holding."""

from __future__ import annotations

import datetime as dt
import sqlite3

from mobius_desktop.store.amounts import time_in

_NAMES = "SELECT named.value FROM event, json_each(event.bodies) AS named"
_UNSETTLED = """
SELECT request_body FROM attempt JOIN action ON action.id = attempt.action
WHERE action.state IN ('Running', 'Checking')
"""
_OLD = f"""
SELECT id, size, length(bytes) AS taken FROM body
WHERE digest IN ({_NAMES} WHERE event.at < :before)
  AND digest NOT IN ({_NAMES} WHERE event.at >= :before)
  AND digest NOT IN ({_UNSETTLED})
"""  # noqa: S608 - our own words


def bodies_before(db: sqlite3.Connection, before: dt.datetime) -> tuple[list[int], int]:
    """Ids of the bodies that only entries before a moment name, and how many bytes they take.

    What an unsettled request would be sent again from stays, however old it is."""
    found = db.execute(_OLD, {"before": time_in(before)}).fetchall()
    return [row["id"] for row in found], sum(row["taken"] for row in found)


def remove_bodies(db: sqlite3.Connection, ids: list[int]) -> None:
    """Within the writer's transaction, in which the entry that says so is recorded too."""
    db.executemany("DELETE FROM body WHERE id = ?", ((one,) for one in ids))
