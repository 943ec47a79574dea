"""Sets the record beside an older head, of a certificate or a backup: a chain that was rewritten shows."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from dataclasses import replace

from mobius_desktop.domain.evidence import Break, Damage, Verdict
from mobius_desktop.domain.heads import GENESIS, BatchHead, Head
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.store import chain
from mobius_desktop.store.verify import about, written

HashAt = Callable[[int], bytes | None]


def with_head(db: sqlite3.Connection, verdict: Verdict, older: Head, named: str) -> Verdict:
    """A verdict, with what a head that was printed earlier says of the record."""
    return _with(verdict, _broken(db, older), named, older.count)


def with_batch(db: sqlite3.Connection, verdict: Verdict, older: BatchHead) -> Verdict:
    """A verdict, with what a certificate's hash of one batch says of that batch."""
    found = batch_head(db, older.batch, older.head.count)
    broken = None
    if found.head.count < older.head.count or not older.head.count:
        broken = Break(Damage.SHORTER, older.head.count, older.batch)
    elif not older.head.is_of(found.head.hash):
        broken = Break(Damage.REWRITTEN, 0, older.batch, about="its first entries")
    return _with(verdict, broken, f"the certificate of batch {older.batch}", 0)


def batch_head(db: sqlite3.Connection, number: BatchNumber, most: int = -1) -> BatchHead:
    """Over the hashes of the entries that tell of a batch, in their order: all of them, or the first ones."""
    digest, count = hashlib.sha256(), 0
    for row in db.execute(f"{chain.OF_BATCH} LIMIT ?", (number, most)):
        digest.update(row["hash"])
        count += 1
    return BatchHead(number, Head(count, digest.digest()))


def _with(verdict: Verdict, broken: Break | None, named: str, vouched: int) -> Verdict:
    breaks = verdict.breaks if broken is None else (broken, *verdict.breaks)
    return replace(verdict, against=named, vouched=vouched, breaks=breaks)


def with_copy(
    db: sqlite3.Connection, verdict: Verdict, copy: sqlite3.Connection, older: Head, named: str
) -> Verdict:
    """A verdict, with what an older copy says of the record: also where the two part."""
    broken = _broken(db, older)
    if broken is not None and broken.damage is Damage.REWRITTEN:
        broken = _located(db, copy, broken)
    return _with(verdict, broken, named, older.count)


def _broken(db: sqlite3.Connection, older: Head) -> Break | None:
    found = hash_at(db, older.count)
    if found is None:
        return Break(Damage.SHORTER, older.count)
    return None if older.is_of(found) else Break(Damage.REWRITTEN, older.count)


def _located(db: sqlite3.Connection, copy: sqlite3.Connection, broken: Break) -> Break:
    """The first entry that is another: hashes follow from each other, so that a search by halves finds it."""
    low, high = 0, broken.seq  # equal at low, different at high
    while high - low > 1:
        middle = (low + high) // 2
        if hash_at(db, middle) == hash_at(copy, middle):
            low = middle
        else:
            high = middle
    was = copy.execute("SELECT * FROM event WHERE seq = ?", (high,)).fetchone()
    before = copy.execute("SELECT * FROM event WHERE seq = ?", (low,)).fetchone()
    batch, number = about(was) if was is not None else (None, "")
    return replace(broken, seq=high, batch=batch, number=number, after=written(before))


def hash_at(db: sqlite3.Connection, seq: int) -> bytes | None:
    """The hash of an entry; None where there is none of this number."""
    if seq == 0:
        return GENESIS
    row = db.execute("SELECT hash FROM event WHERE seq = ?", (seq,)).fetchone()
    return bytes(row["hash"]) if row is not None and isinstance(row["hash"], bytes) else None
