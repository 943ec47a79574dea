"""Copies of the record: made while it is written, checked before one is restored, over nothing."""

from __future__ import annotations

import datetime as dt
import errno
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from threading import Event as StopEvent

from mobius_desktop.domain.errors import (
    DAMAGED,
    Cancelled,
    CopyDoesNotHold,
    Known,
    NewerData,
    RecordDamaged,
    StorageFailed,
)
from mobius_desktop.domain.evidence import Verdict
from mobius_desktop.domain.heads import Head
from mobius_desktop.domain.keeping import BackupFound
from mobius_desktop.store import chain
from mobius_desktop.store.comparing import hash_at
from mobius_desktop.store.errors import told, told_of_a_copy
from mobius_desktop.store.migrate import copy_to
from mobius_desktop.store.reading import SIDE_FILES, read_only, untouched, witness
from mobius_desktop.store.verify import Course, verify, written

Report = Callable[[int, int], None]
_PAGES = 2_000
"""Pages copied between two looks at progress; a writer waits no longer than for these."""
_NO_COPY = "{} is there already and is no copy of a record, so it is kept. Choose another name for the copy."
_ANOTHER = "{} is a copy of another record, or of a later state of this one. It is kept: choose another name."
_NOT_PUT = "The copy could not be written: {}. Choose another folder. The record itself is untouched."
_NOT_RESTORED = "The copy could not be restored: {}. Nothing was changed."
_NO_ROOM = "there is no room left on the disk of {}"
_OF_THE_TARGET = {
    sqlite3.SQLITE_FULL: _NO_ROOM,
    sqlite3.SQLITE_READONLY: "{} may not be written",
}
"""What SQLite says while it copies and is never the fault of the record, which is only read."""


def refuse_itself(to: Path, record: Path) -> None:
    """Raises StorageFailed where the copy would take the record's own place."""
    if to.exists() and to.samefile(record):
        raise StorageFailed("This is the record itself. Choose another file for the copy.")


def refuse_other_files(to: Path, record: Path) -> None:
    """Raises StorageFailed where the copy would replace anything but an older copy of this record."""
    if not to.exists() or not to.stat().st_size:
        return
    try:
        with untouched(to) as whole, told_of_a_copy(), closing(witness(whole, immutable=True)) as older:
            count = chain.read_head(older).count
            last = hash_at(older, count)
    except NewerData as error:
        raise StorageFailed(_ANOTHER.format(to.name)) from error
    except RecordDamaged as error:
        raise StorageFailed(_NO_COPY.format(to.name)) from error
    with told(), _beside_which(record) as present:
        if hash_at(present, count) != last:
            raise StorageFailed(_ANOTHER.format(to.name))


@contextmanager
def _beside_which(record: Path) -> Iterator[sqlite3.Connection]:
    """The record that a copy is set beside: as it is being written, or as it lies there on a full disk."""
    with ExitStack() as held:
        try:
            address = f"{record.absolute().as_uri()}?mode=ro"
            db = held.enter_context(closing(sqlite3.connect(address, uri=True)))
            db.execute("SELECT 1 FROM sqlite_master").fetchone()
        except sqlite3.OperationalError:  # even to read, SQLite wants to write a file beside it
            db = held.enter_context(closing(read_only(held.enter_context(untouched(record)))))
        db.row_factory = sqlite3.Row
        yield db


def make_backup(
    source: sqlite3.Connection, to: Path, report: Report | None = None, stop: StopEvent | None = None
) -> Head:
    """A whole copy in one file, also while somebody writes: whole or not at all. Gives its head."""

    def step(_status: int, remaining: int, total: int) -> None:
        if stop is not None and stop.is_set():
            raise Cancelled("The copy was cancelled. No file was written.")
        if report is not None:
            report(total - remaining, total)

    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        with told(), _told_of_the_target(to, _NOT_PUT):
            copy_to(source, to, pages=_PAGES, step=step)
        with told(), closing(witness(to, immutable=True)) as copy:
            return chain.read_head(copy)
    except OSError as error:
        raise StorageFailed(not_put(to, error)) from error


@contextmanager
def _told_of_the_target(to: Path, sentence: str) -> Iterator[None]:
    """A target that is full is said as such: no sending stops because of it."""
    try:
        yield
    except sqlite3.Error as error:
        why = _OF_THE_TARGET.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
        if why is None:
            raise
        raise StorageFailed(sentence.format(why.format(to.parent.absolute()))) from error


def not_put(to: Path, error: OSError) -> str:
    """What the user reads when a copy cannot be written."""
    return _NOT_PUT.format(_why(to, error))


def _why(to: Path, error: OSError) -> str:
    full = error.errno in {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
    return _NO_ROOM.format(to.parent.absolute()) if full else error.strerror or str(error)


def check_backup(file: Path, present: Path | None, course: Course | None = None) -> BackupFound:
    """Verify a copy from end to end and set it beside the present record, if there is one.

    Raises RecordDamaged for a copy that does not hold, NewerData, StorageFailed, Cancelled."""
    try:
        with untouched(file) as whole, told_of_a_copy(), closing(witness(whole, immutable=True)) as db:
            verdict = verify(db, course)
            if verdict.damaged:
                raise RecordDamaged(DAMAGED)
            if not verdict.intact:
                sentence = f"This copy does not hold, so it is not restored. {verdict.sentence}"
                raise CopyDoesNotHold(sentence, found=verdict.sentence)
            last = db.execute("SELECT * FROM event ORDER BY seq DESC LIMIT 1").fetchone()
            batch = db.execute("SELECT coalesce(max(number), 0) FROM batch").fetchone()[0]
            forgets, same = _beside(db, verdict, batch, present)
    except RecordDamaged as error:
        if error.sentence != DAMAGED:
            raise
        raise RecordDamaged(
            f"The copy {file.name} is damaged and could not be read, so it is not restored. "
            "The record itself was not touched."
        ) from error
    return BackupFound(str(file), verdict.events, verdict.head, written(last), batch, forgets, same)


def _beside(
    copy: sqlite3.Connection, verdict: Verdict, batch: int, present: Path | None
) -> tuple[int | None, bool | None]:
    """How many batches the present record has beyond the copy, and whether they have one past."""
    if present is None or not present.exists():
        return 0, None
    try:
        with told(), _beside_which(present) as db:
            later = db.execute("SELECT count(*) FROM batch WHERE number > ?", (batch,)).fetchone()[0]
            head = chain.read_head(db)
            common = min(head.count, verdict.events)
            return later, hash_at(db, common) == hash_at(copy, common)
    except Known:
        return None, None


def restore(file: Path, record: Path, now: dt.datetime) -> Path | None:
    """Put a checked copy in the place of the record; the record that was there is kept aside. Gives where.

    Nobody may have the record open: StorageFailed says so, and then nothing was changed."""
    part = record.with_name(record.name + ".restoring")
    try:
        record.parent.mkdir(parents=True, exist_ok=True)
        with (
            untouched(file) as whole,
            told(),
            closing(witness(whole, immutable=True)) as source,
            _told_of_the_target(record, _NOT_RESTORED),
        ):
            copy_to(source, part)
        aside = _put_aside(record, now) if record.exists() else None
        try:
            part.replace(record)
        except OSError:
            if aside is not None:
                aside.replace(record)
            raise
        return aside
    except OSError as error:
        raise StorageFailed(_NOT_RESTORED.format(_why(record, error))) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _put_aside(record: Path, now: dt.datetime) -> Path:
    """Fold the write-ahead log into the file where that can be done, then move it; a damaged one as it is."""
    _let_go(record)
    folder = record.parent / "backups"
    folder.mkdir(exist_ok=True)
    stamp = now.astimezone().strftime("%Y-%m-%d-%H%M%S")
    aside = folder / f"{record.stem}-before-restore-{stamp}{record.suffix}"
    record.replace(aside)
    for side in SIDE_FILES:
        beside = record.with_name(record.name + side)
        if beside.exists():
            beside.replace(aside.with_name(aside.name + side))
    return aside


def _let_go(record: Path) -> None:
    """Leaving the write-ahead mode needs the file alone: it fails while another program has it open."""
    try:
        with closing(sqlite3.connect(record, isolation_level=None, timeout=1)) as db:
            db.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            raise StorageFailed(
                "The record is open in another window or program. Close it there, then restore. "
                "Nothing was changed."
            ) from error
    except sqlite3.DatabaseError:  # damaged: kept as it is, side files and all
        pass
