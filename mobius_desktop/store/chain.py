"""The hash chain over the events: each hash covers the event's text, its bodies' digests and the hash before.

Somebody who holds the file can rewrite the whole chain; the head (count and hash) therefore also stands in
backups and on certificates.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from dataclasses import dataclass

from mobius_desktop.store.codec import Packed, squeeze

GENESIS = bytes(32)
_HEAD = "record head"


@dataclass(frozen=True, slots=True)
class Head:
    """How many events there are and the hash of the last one."""

    count: int = 0
    hash: bytes = GENESIS

    @property
    def text(self) -> str:
        """As it is printed and kept in settings: count and hash."""
        return f"{self.count} {self.hash.hex()}"

    @classmethod
    def parse(cls, text: str) -> Head:
        """The head from its text; an empty text is the head of an empty record."""
        if not text:
            return cls()
        count, _, hexes = text.partition(" ")
        return cls(int(count), bytes.fromhex(hexes))


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
    """The head as settings have it."""
    row = connection.execute("SELECT value FROM setting WHERE name = ?", (_HEAD,)).fetchone()
    return Head.parse(row["value"] if row else "")


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
