"""The record on this computer: appends events to the chain and derives the tables from them at once."""

from __future__ import annotations

import datetime as dt
import sqlite3
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event as StopEvent
from types import TracebackType

import msgspec

from mobius_desktop import __version__
from mobius_desktop.domain.errors import DAMAGED, Known, RecordDamaged, StorageFailed
from mobius_desktop.domain.events import BodiesTrimmed, Event, OptionsChanged
from mobius_desktop.domain.evidence import Break, Verdict
from mobius_desktop.domain.heads import BatchHead, Head
from mobius_desktop.domain.ids import BatchNumber, RealmId
from mobius_desktop.domain.keeping import Trimmed
from mobius_desktop.domain.options import CompanyOptions
from mobius_desktop.domain.ports import Clock
from mobius_desktop.store import backup, chain, comparing, projection
from mobius_desktop.store.amounts import time_in
from mobius_desktop.store.archive import ArchiveTables
from mobius_desktop.store.codec import Packed, pack, unpack
from mobius_desktop.store.configuration import ConfigurationTables
from mobius_desktop.store.database import Database, ReadOnlyDatabase
from mobius_desktop.store.errors import NOT_REACHED, told, told_of_a_copy, told_of_a_full_disk
from mobius_desktop.store.journal import JournalTables
from mobius_desktop.store.list_records import ListRecordTables
from mobius_desktop.store.lists import ListTables
from mobius_desktop.store.migrate import PROGRAM, bring_up_to_date
from mobius_desktop.store.months import MonthTables
from mobius_desktop.store.place import refuse_network_drive
from mobius_desktop.store.reading import missing_end, read_only, untouched, witness
from mobius_desktop.store.retention import bodies_before, remove_bodies
from mobius_desktop.store.setup import INSTALLATION, SetupTables, write_setting
from mobius_desktop.store.verify import Course, file_problem, verify, verify_batch

FILE_NAME = "mobius.db"
_QUICKLY_LOOKED_AT = 64 * 2**20
"""Bytes whose pages are looked at while the record is opened: a tenth of a second."""


def look_at_file(path: Path) -> None:
    """Raises RecordDamaged where pages of the file are damaged, before something is written into it."""
    with told_of_a_copy(), closing(witness(path)) as db:
        if file_problem(db, Course()):
            raise RecordDamaged(DAMAGED)


class Store(
    JournalTables,
    ListRecordTables,
    ArchiveTables,
    SetupTables,
    ListTables,
    ConfigurationTables,
    MonthTables,
):
    """One SQLite file. Safe to be used from any thread; writes follow one another."""

    def __init__(self, database: Database, clock: Clock) -> None:
        super().__init__(database)
        self._clock = clock
        self._held = ExitStack()
        self._is_cut_off = False

    @classmethod
    def open(cls, path: Path, clock: Clock) -> Store:
        """Open the file at `path`, create it when it is missing, and bring it up to date.

        StorageFailed, RecordDamaged or NewerData say why it cannot be."""
        refuse_network_drive(path.parent)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageFailed(NOT_REACHED) from error
        with told_of_a_full_disk(path):
            if path.exists() and path.stat().st_size <= _QUICKLY_LOOKED_AT:
                look_at_file(path)
            bring_up_to_date(path)
            store = cls(Database(path), clock)
            try:
                store._sign()
            except BaseException:
                store.close()
                raise
        return store

    @classmethod
    def review(cls, path: Path, clock: Clock) -> Store:
        """Open a file to be read only: nothing is written into it or beside it, and `record` is refused.

        StorageFailed, RecordDamaged or NewerData say why it cannot be."""
        with ExitStack() as held:
            whole = held.enter_context(untouched(path))
            store = cls(ReadOnlyDatabase(whole), clock)
            store._held = held.pop_all()
            store._is_cut_off = missing_end(path) > 0
        return store

    @classmethod
    def unreadable(cls, path: Path, clock: Clock, why: Known) -> Store:
        """Stands for a record that cannot be opened: every question raises why."""
        return cls(ReadOnlyDatabase(path, why), clock)

    @property
    def read_only(self) -> bool:
        """Whether it is open to be looked at, and nothing can be recorded."""
        return isinstance(self._database, ReadOnlyDatabase)

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self._database.path

    def close(self) -> None:
        """Close every connection."""
        self._database.close()
        self._held.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def record(self, *events: Event) -> None:
        """Append these events in one transaction. When it returns they are on the disk."""
        packed = [pack(event) for event in events]
        with self._database.writing() as db:
            self._append(db, packed)

    def open_batch(self, make: Callable[[BatchNumber], Sequence[Event]]) -> BatchNumber:
        """Take the next batch number and record what `make` gives for it, in one transaction."""
        with self._database.writing() as db:
            number = BatchNumber(db.execute("SELECT coalesce(max(number), 0) + 1 FROM batch").fetchone()[0])
            self._append(db, [pack(event) for event in make(number)])
            return number

    def change_options(self, realm: RealmId, options: CompanyOptions, user: str) -> None:
        """Record the configuration of a company."""
        self.record(OptionsChanged(realm=realm, options=options, user=user, at=self._clock.now()))

    def head(self) -> str:
        """Count and hash of the record, as certificates print it."""
        with self._database.reading() as db:
            return chain.read_head(db).text

    def batch_head(self, number: BatchNumber) -> BatchHead:
        """What stands for a batch, as its certificate prints it."""
        with self._database.reading() as db:
            return comparing.batch_head(db, number)

    @property
    def is_large(self) -> bool:
        """Whether looking at every page takes longer than a window may wait for."""
        return self.path.stat().st_size > _QUICKLY_LOOKED_AT

    def verify_batch(self, number: BatchNumber) -> tuple[Break, ...]:
        """Where one batch is not what its entries say; empty where it is."""
        with self._witness() as db:
            return verify_batch(db, number)

    def verify(self, report: backup.Report | None = None, stop: StopEvent | None = None) -> Verdict:
        """Walk the whole record and say where, if anywhere, it was changed outside this program."""
        with self._witness() as db:
            return self._verified(db, Course(report, stop))

    def _verified(self, db: sqlite3.Connection, course: Course) -> Verdict:
        verdict = verify(db, course)
        return replace(verdict, file_problem="its end is cut off") if self._is_cut_off else verdict

    def verify_against(
        self,
        older: Head | BatchHead | Path,
        report: backup.Report | None = None,
        stop: StopEvent | None = None,
    ) -> Verdict:
        """The same, and whether the record still has the entries of a certificate or of a backup."""
        with self._witness() as db:
            verdict = self._verified(db, Course(report, stop))
            if isinstance(older, BatchHead):
                return comparing.with_batch(db, verdict, older)
            if isinstance(older, Head):
                return comparing.with_head(db, verdict, older, f"the certificate of entry {older.count:,}")
            with untouched(older) as whole, closing(witness(whole, immutable=True)) as copy:
                named = f"the backup {older.name}"
                return comparing.with_copy(db, verdict, copy, chain.read_head(copy), named)

    @contextmanager
    def _witness(self) -> Iterator[sqlite3.Connection]:
        """A reader of its own, on one view of the record, that takes damaged texts as they are."""
        with told_of_a_copy(), closing(witness(self.path, immutable=self.read_only)) as db:
            db.execute("BEGIN")
            yield db

    def rebuild(self) -> None:
        """Derive all tables anew from the events."""
        with self._database.writing() as db:
            for table in projection.DERIVED:
                db.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
            replay(db, db)

    def backup(self, to: Path, report: backup.Report | None = None, stop: StopEvent | None = None) -> Head:
        """A whole copy in one file, also while somebody writes."""
        backup.refuse_itself(to, self.path)
        with (
            told(),
            closing(read_only(self.path) if self.read_only else sqlite3.connect(self.path)) as source,
        ):
            return backup.make_backup(source, to, report, stop)

    def trim_bodies(self, before: dt.datetime, user: str) -> Trimmed:
        """Remove requests, answers and snapshots of entries before a moment; an entry says so."""
        with self._database.writing() as db:
            ids, taken = bodies_before(db, before)
            if ids:
                self._append(db, [pack(BodiesTrimmed(before, len(ids), user, self._clock.now()))])
                remove_bodies(db, ids)
        if ids:
            with self._database.alone() as db:
                db.execute("VACUUM")
        return Trimmed(before, len(ids), taken)

    def _append(self, db: sqlite3.Connection, packed: Sequence[Packed]) -> None:
        at = time_in(self._clock.now()) or ""
        head = chain.read_head(db)
        for each in packed:
            head = chain.append(db, head, at, each)
            projection.apply(db, head.count, each.event, each.bodies)
        chain.write_head(db, head)

    def _sign(self) -> None:
        """A new file gets its id; every file says which program wrote it last."""
        if self.setting(INSTALLATION) and self.setting(PROGRAM) == __version__:
            return
        with self._database.writing() as db:
            write_setting(db, PROGRAM, __version__)
            db.execute(
                "INSERT OR IGNORE INTO setting (name, value) VALUES (?, ?)", (INSTALLATION, uuid.uuid4().hex)
            )


def replay(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Apply every event of one record to the tables of another (or its own)."""
    for row in source.execute("SELECT seq, kind, content, bodies FROM event ORDER BY seq"):
        try:
            event = unpack(row["kind"], row["content"])
        except (KeyError, msgspec.DecodeError) as error:
            raise RecordDamaged(f"Entry {row['seq']} of the record cannot be read.") from error
        projection.apply(target, row["seq"], event, msgspec.json.decode(row["bodies"]))
