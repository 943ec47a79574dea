"""Brings a file to the schema of this program: a copy first, then each migration in a transaction of its own.

A file that a newer program has written is not touched.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from importlib import import_module
from pathlib import Path

from mobius_desktop import __version__
from mobius_desktop.domain.errors import DAMAGED, EMPTY, NewerData, RecordDamaged, StorageFailed
from mobius_desktop.store.errors import NOT_REACHED, told

Migration = Callable[[sqlite3.Connection], None]

_MODULES = (
    "m0001_record",
    "m0002_search",
    "m0003_open_invoices",
    "m0004_corrections",
    "m0005_once_unknown",
    "m0006_months",
    "m0007_record_series",
    "m0008_amounts",
    "m0009_money_by_currency",
    "m0010_found_and_ended",
)
SCHEMA = len(_MODULES)
PROGRAM = "program version"
_LARGE = 32 * 2**20
"""Bytes from which on bringing a file up to date is noticed: 240 MB took four seconds."""
PATIENCE_SECONDS = 5.0
"""How long the start waits for a file that another program holds."""


def migrations() -> tuple[Migration, ...]:
    """All migrations in order; the first brings an empty file to version 1."""
    found: list[Migration] = []
    for name in _MODULES:
        module = import_module(f"mobius_desktop.store.migrations.{name}")
        found.append(module.migrate)
    return tuple(found)


def schema_of(connection: sqlite3.Connection) -> int:
    """The schema version that the file says it has."""
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


def takes_a_while(path: Path) -> bool:
    """Whether the file is large and of an earlier schema, so that bringing it up to date takes seconds.

    The schema stands in the file's head: https://www.sqlite.org/fileformat2.html"""
    try:
        with path.open("rb") as file:
            head = file.read(64)
            size = os.fstat(file.fileno()).st_size
    except OSError:
        return False
    return size > _LARGE and 0 < int.from_bytes(head[60:64], "big") < SCHEMA


def bring_up_to_date(path: Path, *, steps: Sequence[Migration] | None = None) -> Path | None:
    """Migrate the file at `path` (created when missing). Gives the copy made before, if one was needed.

    A new record appears whole or not at all, so that an empty file is never taken for one: RecordDamaged."""
    if not path.exists():
        _create(path, steps)
    if not path.stat().st_size and not _has_log(path):
        raise RecordDamaged(EMPTY)
    return _migrate(path, steps)


def _create(path: Path, steps: Sequence[Migration] | None) -> None:
    part = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        _migrate(part, steps)
        with suppress(FileExistsError):  # another program may have been quicker: its record is as good
            _put_in_place(part, path)
    except OSError as error:
        raise StorageFailed(NOT_REACHED) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _put_in_place(part: Path, path: Path) -> None:
    """Give the file its name; FileExistsError where another one has it."""
    try:
        path.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError:  # a drive that knows no links
        part.rename(path)


def _has_log(path: Path) -> bool:
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def _migrate(path: Path, steps: Sequence[Migration] | None) -> Path | None:
    with told(), closing(sqlite3.connect(path, PATIENCE_SECONDS, isolation_level=None)) as connection:
        version = schema_of(connection)
        latest = SCHEMA if steps is None else len(steps)
        refuse_newer(connection, latest)
        if version == latest:
            return None
        copy = _copy_before(connection, path, version) if version else None
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = OFF")  # has no effect inside a transaction
        for number, step in enumerate(migrations() if steps is None else steps, start=1):
            if number > schema_of(connection):
                _run(connection, step, number)
        return copy


def refuse_newer(connection: sqlite3.Connection, latest: int = SCHEMA) -> None:
    """Raises NewerData for a file that a newer program has written."""
    if schema_of(connection) > latest:
        raise NewerData(_newer(connection))


def _run(connection: sqlite3.Connection, step: Migration, number: int) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        if schema_of(connection) < number:  # another program may have been quicker
            step(connection)
            if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
                raise RecordDamaged(DAMAGED)
            connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _copy_before(connection: sqlite3.Connection, path: Path, version: int) -> Path:
    folder = path.parent / "backups"
    folder.mkdir(exist_ok=True)
    target = folder / f"{path.stem}-before-schema-{version + 1}{path.suffix}"
    copy_to(connection, target)
    return target


def copy_to(
    connection: sqlite3.Connection,
    target: Path,
    *,
    pages: int = -1,
    step: Callable[[int, int, int], None] | None = None,
) -> None:
    """A whole copy of the database, also of what still lies in the write-ahead log; so many pages at once.
    Of one that fails nothing is left."""
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(part)) as copy:
            connection.backup(copy, pages=pages, progress=step)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, that can be carried away
        part.replace(target)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _newer(connection: sqlite3.Connection) -> str:
    try:
        row = connection.execute("SELECT value FROM setting WHERE name = ?", (PROGRAM,)).fetchone()
    except sqlite3.OperationalError:  # a newer program may keep its settings elsewhere
        row = None
    named = row is not None and row[0] != __version__
    by = f"version {row[0]}" if named else "a newer version"
    return (
        f"This data was written by {by} of Mobius Desktop. This is version {__version__}, which left it"
        " untouched. Install the newer version to open it."
    )
