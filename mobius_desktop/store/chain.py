"""The hash chain over the events: each hash covers the event's text, its bodies' digests and the hash before.

Somebody who holds the file can rewrite the whole chain; the head (count and hash) therefore also stands in
backups and on certificates.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3

from mobius_desktop.domain.errors import DAMAGED, RecordDamaged
from mobius_desktop.domain.heads import Head, NoHead
from mobius_desktop.store.codec import Packed, squeeze

_HEAD = "record head"
OF_BATCH = (
    "SELECT * FROM event WHERE json_valid(content) AND json_extract(content, '$.batch') = ? ORDER BY seq"
)
"""The entries that tell of a batch, in their order, by the index that is made for it."""


def link(previous: bytes, at: str, kind: str, content: str, bodies: str) -> bytes:
    """The hash of an event. Every part goes in with its length, so that no two events look alike."""
    hasher = hashlib.sha256(previous)
    for part in (at, kind, content, bodies):
        data = part.encode()
        hasher.update(len(data).to_bytes(8, "big"))
        hasher.update(data)
    return hasher.digest()


def bodies_text(packed: Packed) -> str:
    """The digests of the bodies in one order."""
    return json.dumps(packed.bodies, sort_keys=True, separators=(",", ":"))


def read_head(connection: sqlite3.Connection) -> Head:
    """The head as settings have it. RecordDamaged where it is none."""
    row = connection.execute("SELECT value FROM setting WHERE name = ?", (_HEAD,)).fetchone()
    try:
        return Head.parse(row["value"] if row else "")
    except NoHead as error:
        raise RecordDamaged(DAMAGED) from error


def write_head(connection: sqlite3.Connection, head: Head) -> None:
    """Keep the head beside the chain, so that a cut tail shows."""
    connection.execute(
        "INSERT INTO setting (name, value) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (_HEAD, head.text),
    )


def append(connection: sqlite3.Connection, head: Head, at: str, packed: Packed) -> Head:
    """Add one event and its bodies behind the head; within the writer's transaction."""
    bodies = bodies_text(packed)
    grown = Head(head.count + 1, link(head.hash, at, packed.kind, packed.content, bodies))
    connection.executemany(
        "INSERT OR IGNORE INTO body (digest, size, bytes) VALUES (?, ?, ?)",
        [(name, len(body), squeeze(body)) for name, body in packed.parts.items()],
    )
    connection.execute(
        "INSERT INTO event (seq, at, kind, content, bodies, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (grown.count, at, packed.kind, packed.content, bodies, head.hash, grown.hash),
    )
    return grown


def is_whole(row: sqlite3.Row) -> bool:
    """Whether a row is what its own hash says. A value of another type is not what was written."""
    texts = (row["at"], row["kind"], row["content"], row["bodies"])
    if not all(isinstance(text, str) for text in texts) or not isinstance(row["previous"], bytes):
        return False
    try:
        return bool(link(row["previous"], *texts) == row["hash"])
    except UnicodeEncodeError:  # bytes that are no text
        return False
