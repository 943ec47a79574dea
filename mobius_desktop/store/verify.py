"""Walks the chain and says where the record was changed outside this program: altered, removed or inserted.

The walk goes on behind a break, so that what is intact is known too. A chain that somebody has computed anew
from end to end is found only by comparing the head with one that was printed or backed up.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.store import chain, projection
from mobius_desktop.store.amounts import time_out
from mobius_desktop.store.codec import digest, stretch, unpack
from mobius_desktop.store.migrate import migrations


class Damage(StrEnum):
    """What was done to the record."""

    ALTERED = "altered"
    REMOVED = "removed"
    INSERTED = "inserted"
    TAIL_CUT = "cut off at the end"
    BODY_ALTERED = "a stored request, answer or snapshot altered"
    TABLES_DIFFER = "what the screens show differs from what was recorded"


@dataclass(frozen=True, slots=True)
class Break:
    """One place where the record does not hold."""

    damage: Damage
    seq: int
    """Number of the entry; of the first missing one where entries were removed."""
    batch: BatchNumber | None
    number: str
    """The invoice's number (or its billingLogId) where the entry is about one."""
    after: str
    """When the last intact entry before it was written."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification found."""

    events: int
    head: str
    breaks: tuple[Break, ...]
    batches: int

    @property
    def intact(self) -> bool:
        """Whether nothing was changed outside the program, as far as the chain tells."""
        return not self.breaks

    @property
    def sentence(self) -> str:
        """What the user reads."""
        if self.intact:
            return f"The record is intact: {self.events} entries, head {self.head.partition(' ')[2][:16]}."
        first = self.breaks[0]
        what = "The record" if first.batch is None else f"The record of batch {first.batch}"
        where = f", at invoice {first.number}" if first.number else ""
        when = f", after {_day(first.after)}" if first.after else ""
        damaged = {each.batch for each in self.breaks if each.batch is not None}
        rest = self.batches - len(damaged)
        return f"{what} was changed outside this program{where}{when}. The other {rest} batches are intact."


def verify(db: sqlite3.Connection) -> Verdict:
    """Walk the whole record; it takes about a minute for a million entries."""
    found = list(_chain_breaks(db))
    found += _body_breaks(db)
    if not found:
        found += _table_breaks(db)
    head = chain.read_head(db)
    batches = db.execute("SELECT count(*) FROM batch").fetchone()[0]
    return Verdict(events=head.count, head=head.text, breaks=tuple(found), batches=batches)


def _chain_breaks(db: sqlite3.Connection) -> Iterator[Break]:
    """Each row must follow the one before it, and must be what its own hash says."""
    previous, before, last_at, expected = chain.GENESIS, b"", "", 1
    for row in db.execute("SELECT * FROM event ORDER BY seq"):
        whole = (
            chain.link(row["previous"], row["at"], row["kind"], row["content"], row["bodies"]) == row["hash"]
        )
        if not whole:
            yield _break(Damage.ALTERED, row, last_at)
        elif row["previous"] != previous:
            # The row itself is whole. If it follows the row before the last, the last one was put in between.
            if row["previous"] == before:
                yield _break(Damage.INSERTED, row, last_at, seq=row["seq"] - 1)
            else:
                yield _break(Damage.REMOVED, row, last_at, seq=min(expected, row["seq"]))
        elif row["seq"] != expected:
            yield _break(Damage.REMOVED, row, last_at, seq=expected)
        before, previous, last_at, expected = previous, row["hash"], row["at"], row["seq"] + 1
    head = chain.read_head(db)
    if head.count >= expected:
        yield Break(Damage.TAIL_CUT, expected, None, "", last_at)
    elif head.count < expected - 1:
        yield Break(Damage.INSERTED, head.count + 1, None, "", last_at)
    elif head.hash != previous:
        yield Break(Damage.ALTERED, head.count, None, "", last_at)


def _body_breaks(db: sqlite3.Connection) -> list[Break]:
    """A body is missing when it was trimmed, but what is there must be what its digest says."""
    return [
        Break(Damage.BODY_ALTERED, 0, None, "", "")
        for row in db.execute("SELECT digest, bytes FROM body")
        if not _is_whole(row)
    ]


def _is_whole(row: sqlite3.Row) -> bool:
    try:
        found = digest(stretch(row["bytes"]))
    except Exception:  # whatever the bytes are now, they are no longer the body
        return False
    return found == str(row["digest"])


def _table_breaks(db: sqlite3.Connection) -> list[Break]:
    """The tables must be what the events make of them."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        fresh.row_factory = sqlite3.Row
        for step in migrations():
            step(fresh)
        for row in db.execute("SELECT seq, kind, content, bodies FROM event ORDER BY seq"):
            event = unpack(row["kind"], row["content"])
            projection.apply(fresh, row["seq"], event, msgspec.json.decode(row["bodies"]))
        return [
            Break(Damage.TABLES_DIFFER, 0, None, "", "")
            for table in projection.DERIVED
            if fingerprint(db, table) != fingerprint(fresh, table)
        ]


def fingerprint(db: sqlite3.Connection, table: str) -> str:
    """A digest over all rows of a table in the order of their keys."""
    hasher = hashlib.sha256()
    keys = [row["name"] for row in db.execute(f"PRAGMA table_info({table})") if row["pk"]]
    for row in db.execute(f"SELECT * FROM {table} ORDER BY {', '.join(keys)}"):  # noqa: S608 - our own names
        hasher.update(repr(tuple(row)).encode())
    return hasher.hexdigest()


def _break(damage: Damage, row: sqlite3.Row, after: str, seq: int | None = None) -> Break:
    batch, number = _about(row)
    return Break(damage, row["seq"] if seq is None else seq, batch, number, after)


def _about(row: sqlite3.Row) -> tuple[BatchNumber | None, str]:
    """The batch and invoice that an entry is about, as far as it can still be read."""
    try:
        event = unpack(row["kind"], row["content"])
    except (KeyError, msgspec.MsgspecError, Known):
        return None, ""
    invoice = getattr(event, "invoice", None)
    number = invoice.number if invoice is not None else getattr(event, "billing_log_id", "")
    return getattr(event, "batch", None), str(number)


def _day(moment: str) -> str:
    local = time_out(moment).astimezone()
    return f"{local:%b} {local.day}, {local.year}"
