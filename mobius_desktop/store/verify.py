"""Walks the chain and says where the record was changed outside this program: altered, removed or inserted.

The walk goes on behind a break, so that what is intact is known too. A chain that somebody has computed anew
from end to end is found only by comparing it with a head that was printed or backed up (`comparing`).
"""

from __future__ import annotations

import datetime as dt
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from threading import Event as StopEvent
from typing import TypeVar

import msgspec

from mobius_desktop.domain.errors import Cancelled, Known, RecordDamaged
from mobius_desktop.domain.events import BodiesTrimmed
from mobius_desktop.domain.evidence import Break, Damage, Verdict
from mobius_desktop.domain.heads import GENESIS, Head
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.store import chain, table_check
from mobius_desktop.store.amounts import time_in, time_out
from mobius_desktop.store.as_far_as import readable_entries
from mobius_desktop.store.codec import digest, unpack
from mobius_desktop.store.errors import known

_STEPS_OF_SQLITE = 100_000
"""Of its machine, between two looks at cancellation."""
_BODIES_UNREAD = Break(Damage.UNREADABLE, about="stored requests, answers and snapshots")
T = TypeVar("T")
_STEP = 2_000
"""Rows between two looks at progress and cancellation."""


@dataclass(slots=True)
class Course:
    """How far a long walk is, told to whoever waits, and whether it shall go on."""

    report: Callable[[int, int], None] | None = None
    """Takes how many rows are done, of how many."""
    stop: StopEvent | None = None
    done: int = 0
    total: int = 0

    def rows(self, found: Iterable[T]) -> Iterator[T]:
        """The rows, counted. Raises Cancelled."""
        for row in found:
            if not self.done % _STEP:
                self.look()
            self.done += 1
            yield row

    @property
    def stopped(self) -> bool:
        """Whether nobody waits any more."""
        return self.stop is not None and self.stop.is_set()

    def look(self) -> None:
        """Tell how far it is; Cancelled when nobody waits any more."""
        if self.stopped:
            raise Cancelled("The verification was cancelled. Nothing was changed.")
        if self.report is not None:
            self.report(min(self.done, self.total), self.total)


def verify(db: sqlite3.Connection, course: Course | None = None) -> Verdict:
    """Walk the whole record: the chain, the bodies, then the tables. `db` is `reading.witness`'s."""
    course = course or Course()
    events = _count(db, "event")
    course.total = 2 * events + _count(db, "body")
    bad: frozenset[str] = frozenset()
    unread: list[Break] = []
    try:
        bad = _bad_bodies(db, course)
    except sqlite3.DatabaseError:
        unread = [_BODIES_UNREAD]
    walk = _Walk(db, bad, course)
    breaks = walk.breaks()
    try:
        if not walk.has_holes and not unread:
            breaks += [*_missing_bodies(db, walk.trimmed_before, bad), *_orphans(db, bad)]
    except sqlite3.DatabaseError:
        unread = [_BODIES_UNREAD]
    breaks += unread
    compared = not breaks
    if compared:
        try:
            breaks = list(table_check.differences(db, course.rows))
        except table_check.NotTold as untold:
            breaks = [_break(Damage.ALTERED, untold.row, untold.row)]
            compared = False
        except sqlite3.DatabaseError:
            breaks = [Break(Damage.UNREADABLE, about="the tables that the screens read")]
            compared = False
    head = walk.head if walk.head is not None else Head(events, GENESIS)
    return Verdict(
        events=events or walk.read,
        head=head.text,
        breaks=tuple(breaks),
        batches=_count(db, "batch"),
        others=_others(db, breaks),
        file_problem="" if breaks else file_problem(db, course),
        tables_compared=compared,
    )


def file_problem(db: sqlite3.Connection, course: Course) -> str:
    """What SQLite says of the pages of the file, with those that hold no entry. Raises Cancelled."""
    db.set_progress_handler(lambda: course.stopped, _STEPS_OF_SQLITE)
    try:
        said = str(db.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.DatabaseError as error:
        course.look()
        if not isinstance(known(error), RecordDamaged):  # held by another program, say
            raise
        said = str(error)
    finally:
        db.set_progress_handler(None, 0)
    return "" if said == "ok" else " ".join(said.replace("*** in database main ***", "").split())


def verify_batch(db: sqlite3.Connection, number: BatchNumber) -> tuple[Break, ...]:
    """Where the entries of one batch were altered, or its rows are not what they make of them."""
    entries = list(db.execute(chain.OF_BATCH, (number,)))
    altered = tuple(_break(Damage.ALTERED, row, None) for row in entries if not chain.is_whole(row))
    if altered:
        return altered
    try:
        return table_check.batch_differences(db, number)
    except table_check.NotTold as untold:
        return (_break(Damage.ALTERED, untold.row, None),)


def _others(db: sqlite3.Connection, breaks: Iterable[Break]) -> int:
    """How many batches of the record no break is about."""
    broken = {each.batch for each in breaks}
    try:
        return sum(row["number"] not in broken for row in db.execute("SELECT number FROM batch"))
    except sqlite3.DatabaseError:
        return 0


def _count(db: sqlite3.Connection, table: str) -> int:
    """0 where the table cannot be read."""
    try:
        found: int = db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - our own names
    except sqlite3.DatabaseError:
        return 0
    return found


class _Walk:
    """One walk over the entries in their order, which finds every place where one does not follow."""

    def __init__(self, db: sqlite3.Connection, bad_bodies: frozenset[str], course: Course) -> None:
        self._db = db
        self._bad = bad_bodies
        self._course = course
        self.trimmed_before = ""
        """Bodies of entries before this moment may be missing: an entry of the record says so."""
        self.head: Head | None = None
        """The head as settings have it; None where that is no head."""
        self.read = 0
        """Entries that could be read."""
        self.has_holes = False
        """Whether some entries could not be read."""
        self._hashes: set[object] | None = None

    def breaks(self) -> list[Break]:
        """Every place, in order."""
        try:
            self.head = chain.read_head(self._db)
        except Known:
            self.head = None
        found: list[Break] = []
        one_before: sqlite3.Row | None = None
        last: sqlite3.Row | None = None
        follows = True
        for row in self._course.rows(readable_entries(self._db)):
            if row is None:
                self.has_holes, follows = True, False
                found.append(Break(Damage.UNREADABLE, last["seq"] + 1 if last else 1, after=written(last)))
                continue
            self.read += 1
            broken = self._look_at(row, last, one_before) if follows else self._look_at_alone(row, last)
            follows = True
            if broken is not None:
                found.append(broken)
            else:
                self._note(row)
            one_before, last = last, row
        return found + self._end(last, one_before, broken=bool(found))

    def _look_at_alone(self, row: sqlite3.Row, last: sqlite3.Row | None) -> Break | None:
        """An entry behind some that cannot be read: what it follows is not known."""
        return None if chain.is_whole(row) else _break(Damage.ALTERED, row, last)

    def _look_at(
        self, row: sqlite3.Row, last: sqlite3.Row | None, one_before: sqlite3.Row | None
    ) -> Break | None:
        expected, previous = (last["seq"] + 1, last["hash"]) if last is not None else (1, GENESIS)
        if not chain.is_whole(row):
            return _break(Damage.ALTERED, row, last)
        if row["previous"] != previous:
            # The row itself is whole. If it follows the row before the last, the last one was put in.
            if last is not None and row["previous"] == (one_before["hash"] if one_before else GENESIS):
                return _break(Damage.INSERTED, last, one_before)
            if last is not None and row["seq"] == expected and self._is_rehashed(row["previous"]):
                # The one before was changed together with its own hash.
                return _break(Damage.ALTERED, last, one_before)
            return _break(Damage.REMOVED, row, last, seq=min(expected, row["seq"]))
        if row["seq"] != expected:
            return _break(Damage.REMOVED, row, last, seq=expected)
        if self._bad and any(name in row["bodies"] for name in self._bad):
            return _break(Damage.BODY_ALTERED, row, last)
        return None

    def _end(self, last: sqlite3.Row | None, one_before: sqlite3.Row | None, *, broken: bool) -> list[Break]:
        """What the count and hash beside the chain say of its end."""
        if self.head is None:
            return [Break(Damage.HEAD_ALTERED)]
        count, last_hash = (last["seq"], last["hash"]) if last is not None else (0, GENESIS)
        if self.head.count > count:
            return [Break(Damage.TAIL_CUT, count + 1, after=written(last))]
        if self.head.count < count and last is not None:
            return [_break(Damage.INSERTED, last, one_before, seq=self.head.count + 1)]
        if self.head.hash != last_hash and not broken:
            return [Break(Damage.HEAD_ALTERED, count, after=written(one_before))]
        return []

    def _is_rehashed(self, hashed: bytes) -> bool:
        """Whether no entry is missing, and yet none has this hash any more."""
        if self._hashes is None:
            self._hashes = {row["hash"] for row in readable_entries(self._db) if row is not None}
        none_missing = self.head is not None and _count(self._db, "event") == self.head.count
        return none_missing and hashed not in self._hashes

    def _note(self, row: sqlite3.Row) -> None:
        if row["kind"] == BodiesTrimmed.__name__:
            event = unpack(row["kind"], row["content"])
            if isinstance(event, BodiesTrimmed):
                self.trimmed_before = max(self.trimmed_before, time_in(event.before) or "")


def _bad_bodies(db: sqlite3.Connection, course: Course) -> frozenset[str]:
    """Names of bodies that are not what their digest says; the names of the others go into `whole_body`.

    That table is asked later instead of `body`: SQLite may answer from an index, which is no evidence."""
    db.execute("CREATE TEMP TABLE whole_body (digest TEXT PRIMARY KEY) WITHOUT ROWID")
    bad: set[str] = set()
    whole: list[tuple[str]] = []
    for row in course.rows(db.execute("SELECT digest, size, bytes FROM body NOT INDEXED")):
        if not _is_body(row):
            bad.add(str(row["digest"]))
            continue
        whole.append((row["digest"],))
        if len(whole) == _STEP:
            _keep(db, whole)
    _keep(db, whole)
    return frozenset(bad)


def _keep(db: sqlite3.Connection, names: list[tuple[str]]) -> None:
    db.executemany("INSERT OR IGNORE INTO temp.whole_body VALUES (?)", names)
    names.clear()


def _is_body(row: sqlite3.Row) -> bool:
    stream = zlib.decompressobj()
    try:
        body = stream.decompress(row["bytes"])
    except (TypeError, zlib.error):  # whatever the bytes are now, they are no longer the body
        return False
    if not stream.eof or stream.unused_data:
        return False
    return bool(digest(body) == row["digest"] and len(body) == row["size"])


_NAMED = (
    "SELECT event.*, named.value AS name FROM event,"
    " json_each(CASE WHEN json_valid(event.bodies) THEN event.bodies ELSE '{}' END) AS named"
)


def _missing_bodies(db: sqlite3.Connection, trimmed_before: str, bad: frozenset[str]) -> list[Break]:
    """Bodies that entries name and that are not there, though no entry says that they were trimmed."""
    there = "SELECT digest FROM temp.whole_body"
    query = f"{_NAMED} WHERE event.at >= ? AND named.value NOT IN ({there}) ORDER BY event.seq"
    missing = db.execute(query, (trimmed_before,))
    return [_break(Damage.BODY_REMOVED, row, row) for row in missing if row["name"] not in bad]


def _orphans(db: sqlite3.Connection, bad: frozenset[str]) -> list[Break]:
    """Bodies that no entry names: put in, or renamed."""
    named = f"SELECT name FROM ({_NAMED}) WHERE name IS NOT NULL"  # noqa: S608 - our own words
    whole = db.execute(f"SELECT digest FROM temp.whole_body WHERE digest NOT IN ({named})")  # noqa: S608 - the same
    found = [Break(Damage.BODY_INSERTED) for _ in whole]
    if bad:
        names = {row["name"] for row in db.execute(named)}
        found += [Break(Damage.BODY_INSERTED) for name in bad if name not in names]
    return found


def _break(damage: Damage, row: sqlite3.Row, before: sqlite3.Row | None, seq: int | None = None) -> Break:
    batch, number = about(row)
    return Break(damage, row["seq"] if seq is None else seq, batch, number, written(before))


def written(row: sqlite3.Row | None) -> dt.datetime | None:
    """When an entry was written, if that can still be read."""
    try:
        return time_out(row["at"]) if row is not None else None
    except (TypeError, ValueError):
        return None


def about(row: sqlite3.Row) -> tuple[BatchNumber | None, str]:
    """The batch and invoice that an entry is about, as far as it can still be read."""
    try:
        event = unpack(row["kind"], row["content"])
    except (KeyError, TypeError, UnicodeError, msgspec.MsgspecError, Known):
        return None, ""
    invoice = getattr(event, "invoice", None)
    number = invoice.number if invoice is not None else getattr(event, "billing_log_id", "")
    return getattr(event, "batch", None), str(number)
