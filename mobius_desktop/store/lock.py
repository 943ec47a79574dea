"""One writer per company and data folder: an OS lock, and a small file beside it that says who holds it.

The file is for people only. A program that dies leaves it behind, but never the lock: while the lock is free
the file says nothing.
"""

from __future__ import annotations

import datetime as dt
import getpass
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from mobius_desktop.domain.errors import InUse, StorageFailed
from mobius_desktop.domain.ids import RealmId
from mobius_desktop.domain.ports import Clock
from mobius_desktop.store.errors import NOT_REACHED


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lock, since when."""

    program: str
    user: str
    machine: str
    since: dt.datetime


class NamedLock:
    """A lock in the data folder that one program holds at a time. `subject` begins the sentence of InUse,
    `advice` ends it."""

    def __init__(
        self,
        folder: Path,
        name: str,
        subject: str,
        clock: Clock,
        *,
        program: str,
        advice: str = "You can read; sending waits.",
    ) -> None:
        self._path = folder / "locks" / f"{name}.lock"
        self._subject = subject
        self._clock = clock
        self._program = program
        self._advice = advice

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock, or raise InUse at once with who has it."""
        from filelock import FileLock, Timeout  # noqa: PLC0415 - not before something is sent

        lock = FileLock(self._path, thread_local=False)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=0)
        except Timeout as error:
            raise InUse(self._sentence(), subject=self._subject) from error
        except OSError as error:
            raise StorageFailed(NOT_REACHED) from error
        try:
            self._say_who()
            yield
        finally:
            with suppress(OSError):
                self._who.unlink(missing_ok=True)
            lock.release()

    def holder(self) -> Holder | None:
        """Who holds the lock now; None while it is free."""
        try:
            with self.held():
                return None
        except InUse:
            return self._read_who()

    @property
    def _who(self) -> Path:
        return self._path.with_suffix(".json")

    def _say_who(self) -> None:
        holder = Holder(self._program, getpass.getuser(), socket.gethostname(), self._clock.now())
        with suppress(OSError):  # the lock holds without it
            self._who.write_bytes(msgspec.json.encode(holder))

    def _read_who(self) -> Holder | None:
        try:
            return msgspec.json.decode(self._who.read_bytes(), type=Holder)
        except (OSError, msgspec.MsgspecError):  # being written just now, or gone
            return None

    def _sentence(self) -> str:
        holder = self._read_who()
        by = "another program"
        if holder is not None:
            by = f"{holder.user} on {holder.machine} since {time_of_day(holder.since.astimezone())}"
        return f"{self._subject} is in use by {by}. {self._advice}"


def time_of_day(moment: dt.datetime) -> str:
    """`9:31 AM`, as the user's clock shows it."""
    return f"{moment.hour % 12 or 12}:{moment.minute:02d} {'AM' if moment.hour < 12 else 'PM'}"


def company_lock(
    folder: Path, realm: RealmId, company_name: str, clock: Clock, *, program: str = "Mobius Desktop"
) -> NamedLock:
    """The lock under which batches of a company are run and recovered from this data folder."""
    safe = "".join(letter if letter.isalnum() else "-" for letter in realm)
    return NamedLock(folder, f"company-{safe}", company_name, clock, program=program)


def folder_lock(folder: Path, clock: Clock, *, program: str = "Mobius Desktop") -> NamedLock:
    """The lock of a whole data folder, for what only one program may do with it (the demo's servers)."""
    return NamedLock(
        folder,
        "folder",
        f"The data folder {folder}",
        clock,
        program=program,
        advice="Close it there, or name another folder with --data-dir.",
    )
