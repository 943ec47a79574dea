"""Connections that only read: for an auditor's copy, for a damaged record, and for a verification.

Nothing is written into such a file or beside it, not even SQLite's own side files.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from mobius_desktop.domain.errors import RecordDamaged, StorageFailed
from mobius_desktop.store.errors import NOT_REACHED, told, told_of_a_copy
from mobius_desktop.store.migrate import SCHEMA, bring_up_to_date, copy_to, refuse_newer, schema_of

SIDE_FILES = ("-wal", "-shm")
"""What SQLite keeps beside a file that is, or was, open for writing."""


_MAGIC = b"SQLite format 3\0"


def read_only(path: Path) -> sqlite3.Connection:
    """A connection to a file that nobody writes: it is taken as it lies there."""
    with told():
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?immutable=1", uri=True, isolation_level=None, check_same_thread=False
        )
    connection.row_factory = sqlite3.Row
    return connection


def witness(path: Path, *, immutable: bool = False) -> sqlite3.Connection:
    """A reader that takes bytes that are no text as they are, so that the walk goes on behind them."""
    with told():
        connection = read_only(path) if immutable else sqlite3.connect(path, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.text_factory = _text
    return connection


def _text(found: bytes) -> str:
    return found.decode("utf-8", "surrogateescape")


@contextmanager
def untouched(path: Path) -> Iterator[Path]:
    """A file with the content of the record at `path` that may be read with `read_only`: itself where that is
    possible, else a copy of this program's schema elsewhere.

    Raises StorageFailed, RecordDamaged, NewerData."""
    if not path.is_file():
        raise StorageFailed(f"There is no file {path}.")
    if not _is_written(path) and not missing_end(path) and _schema(path) == SCHEMA:
        yield path
        return
    with TemporaryDirectory(prefix="mobius-review-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / path.name
        try:
            _copy(path, copy)
            _schema(copy)
            bring_up_to_date(copy)
        except OSError as error:
            raise StorageFailed(NOT_REACHED) from error
        yield copy


def _is_written(path: Path) -> bool:
    """Whether the file lacks what still lies in a write-ahead log beside it."""
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def _schema(path: Path) -> int:
    """The schema of a record; NewerData, and RecordDamaged where the file is none."""
    with told_of_a_copy(), closing(read_only(path)) as connection:
        version = schema_of(connection)
        refuse_newer(connection)
        known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'event'").fetchone()
    if not version or known is None:
        raise RecordDamaged(
            f"The file {path.name} is no record of this program, or its beginning is damaged."
        )
    return version


def _copy(path: Path, to: Path) -> None:
    """A whole copy, also of what another program writes just now; of a damaged file, its bytes."""
    log, shared = (path.with_name(path.name + side) for side in SIDE_FILES)
    if shared.exists() and _copied_while_written(path, to):
        return
    shutil.copyfile(path, to)
    if log.exists():
        shutil.copyfile(log, to.with_name(to.name + SIDE_FILES[0]))
    end = missing_end(to)
    if end:
        os.truncate(to, end)  # SQLite reads nothing of a shorter file: what is missing becomes empty


def _copied_while_written(path: Path, to: Path) -> bool:
    """Copy what is committed of a file that a program has open; False for a damaged one."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as source:
            copy_to(source, to)
    except sqlite3.Error:
        return False
    return True


def missing_end(path: Path) -> int:
    """How long a file should be that was cut off; 0 where it is as long as its head says.

    The head of the file has the size and count of its pages: https://www.sqlite.org/fileformat2.html"""
    with path.open("rb") as file:
        head = file.read(32)
    if len(head) < 32 or not head.startswith(_MAGIC):
        return 0
    page, count = int.from_bytes(head[16:18], "big"), int.from_bytes(head[28:32], "big")
    whole = (65_536 if page == 1 else page) * count
    return whole if whole > path.stat().st_size else 0
