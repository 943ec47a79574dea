"""Looking after the record as a file: verified, copied, trimmed, and what is known of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event as StopEvent

import msgspec

from mobius_desktop.domain.days import start_of_day
from mobius_desktop.domain.errors import CopyDoesNotHold, NotSetUp, RecordDamaged, StorageFailed
from mobius_desktop.domain.evidence import Verdict
from mobius_desktop.domain.heads import Head, printed
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.domain.keeping import (
    FEWEST_YEARS,
    BackupFound,
    BackupNote,
    BatchEvidence,
    RecordFacts,
    Trimmed,
    VerifiedNote,
)
from mobius_desktop.domain.ports import Clock
from mobius_desktop.store import Store
from mobius_desktop.store.backup import check_backup, not_put, refuse_itself, refuse_other_files
from mobius_desktop.store.place import synced_by
from mobius_desktop.store.reading import SIDE_FILES
from mobius_desktop.store.verify import Course

Report = Callable[[int, int], None]
LAST_BACKUP = "last backup"
LAST_VERIFIED = "last verification"
_backup = msgspec.json.Decoder(BackupNote)
_verified = msgspec.json.Decoder(VerifiedNote)


_NOT_COPIED = (
    "The record is damaged and could not be copied whole, so no copy was made. What can be read of it is"
    " still shown. Restore the last good backup."
)
_COPIED_AS_IT_IS = (
    "The record was copied as it is to {name}, but it does not hold, so this copy is no good backup:"
    " keep the one before."
)


class Keeping:
    """One for a record. All of it may take long: call it from a job."""

    def __init__(self, store: Store, file: Path, clock: Clock, *, user: str) -> None:
        self._store = store
        self._file = file
        self._clock = clock
        self._user = user
        self._verified_here: VerifiedNote | None = None
        """Of a record that is only looked at: what it says of itself was brought along and proves nothing."""

    @property
    def file(self) -> Path:
        """Where the record lies."""
        return self._file

    def facts(self) -> RecordFacts:
        """What is known of the file now."""
        kept = self._store
        head = Head.parse(kept.head())
        last_backup = kept.setting(LAST_BACKUP)
        return RecordFacts(
            path=str(self._file),
            size=sum(side.stat().st_size for side in self._sides()),
            entries=head.count,
            head=head.text,
            batches=kept.count_batches(),
            since=kept.first_entry(),
            backup=_backup.decode(last_backup) if last_backup else None,
            verified=self._last_verified(),
            synced_by=synced_by(self._file.parent),
            read_only=kept.read_only,
        )

    def evidence(self, number: BatchNumber) -> BatchEvidence:
        """What stands for a batch in the record, and when all of it was last verified."""
        return BatchEvidence(
            number, self._store.batch_head(number), self._store.head(), self._last_verified()
        )

    def _sides(self) -> list[Path]:
        beside = (self._file, *(self._file.with_name(self._file.name + side) for side in SIDE_FILES))
        return [one for one in beside if one.exists()]

    def verify(self, report: Report | None = None, stop: StopEvent | None = None) -> Verdict:
        """Walk the whole record; when it was last done, and what was found, is kept."""
        return self._noted(self._store.verify(report, stop))

    def verify_against(
        self, older: str | Path, report: Report | None = None, stop: StopEvent | None = None
    ) -> Verdict:
        """The same, beside an older backup (a file) or what a certificate prints (a text)."""
        known = older if isinstance(older, Path) else printed(older)
        return self._noted(self._store.verify_against(known, report, stop))

    def _noted(self, verdict: Verdict) -> Verdict:
        note = VerifiedNote(self._clock.now(), verdict.head, verdict.intact, verdict.sentence)
        if self._store.read_only:
            self._verified_here = note
        else:
            with suppress(StorageFailed):  # a full disk, a held file: what was found counts, not the note
                self._store.put_setting(LAST_VERIFIED, msgspec.json.encode(note).decode())
        return verdict

    @property
    def is_proven(self) -> bool:
        """Whether the last verification found the record whole."""
        last = self._last_verified()
        return last is not None and last.intact

    def _last_verified(self) -> VerifiedNote | None:
        if self._store.read_only:
            return self._verified_here
        kept = self._store.setting(LAST_VERIFIED)
        return _verified.decode(kept) if kept else None

    def back_up(self, to: Path, report: Report | None = None, stop: StopEvent | None = None) -> BackupNote:
        """A whole copy of the record, also while a batch runs, verified from end to end.

        An older copy of that name is replaced only by one that holds. Raises RecordDamaged where the record
        cannot be copied whole: then there is no copy. Raises CopyDoesNotHold where it was changed outside
        this program: that copy is kept under another name."""
        refuse_itself(to, self._file)
        refuse_other_files(to, self._file)
        unchecked = to.with_name(f"{to.name}.unchecked")
        try:
            head = self._store.backup(unchecked, report, stop)
            check_backup(unchecked, None, Course(report, stop))
            unchecked.replace(to)
        except CopyDoesNotHold as error:
            changed = to.with_name(f"{to.stem}-changed{to.suffix}")
            unchecked.replace(changed)
            sentence = _COPIED_AS_IT_IS.format(name=changed.name)
            raise CopyDoesNotHold(f"{sentence} {error.found}", found=error.found) from error
        except RecordDamaged as error:
            raise RecordDamaged(_NOT_COPIED) from error
        except OSError as error:
            raise StorageFailed(not_put(to, error)) from error
        finally:
            with suppress(OSError):
                unchecked.unlink(missing_ok=True)
        note = BackupNote(self._clock.now(), str(to.absolute()), head.text)
        if not self._store.read_only:
            with suppress(StorageFailed):  # a full disk: the copy is there, whoever can note it
                self._store.put_setting(LAST_BACKUP, msgspec.json.encode(note).decode())
        return note

    def check_backup(
        self, file: Path, report: Report | None = None, stop: StopEvent | None = None
    ) -> BackupFound:
        """Verify a copy from end to end, and what restoring it would forget."""
        return check_backup(file, self._file, Course(report, stop))

    def trim(self, years: int) -> Trimmed:
        """Remove requests, answers and snapshots of entries older than so many years; entries stay."""
        if years < FEWEST_YEARS:
            raise NotSetUp("Requests and answers of the last year are always kept.")
        return self._store.trim_bodies(years_ago(self._clock.today(), years), self._user)


def years_ago(today: dt.date, years: int) -> dt.datetime:
    """The first moment of the same day so many years before; of a leap day, the day before it."""
    day = today.replace(year=today.year - years, day=min(today.day, 28 if today.month == 2 else 31))
    return start_of_day(day)
