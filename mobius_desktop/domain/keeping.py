"""What is known of the file that holds the record: its size, its copies, when it was last verified."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from mobius_desktop.domain.heads import BatchHead, Head
from mobius_desktop.domain.ids import BatchNumber

BACKUP_DAYS = 7
"""A copy is asked for again after so many days."""
FEWEST_YEARS = 1
"""Requests and answers of the last year are never trimmed: what is unsettled is sent again from them."""


@dataclass(frozen=True, slots=True)
class BackupNote:
    """A copy that was made and found whole."""

    at: dt.datetime
    path: str
    head: str
    """Count and hash of the record when it was copied."""

    @property
    def entries(self) -> int:
        """How many entries the copy has."""
        return Head.parse(self.head).count


@dataclass(frozen=True, slots=True)
class VerifiedNote:
    """The last verification of the record."""

    at: dt.datetime
    head: str
    intact: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class BatchEvidence:
    """What stands for a batch in the record, as its certificate prints it."""

    number: BatchNumber
    batch_head: BatchHead
    head: str
    """Count and hash of the record now."""
    verified: VerifiedNote | None = None


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """The record as a file."""

    path: str
    size: int
    """Bytes, with what lies beside it."""
    entries: int
    head: str
    batches: int
    since: dt.datetime | None
    """When the first entry was written."""
    backup: BackupNote | None = None
    verified: VerifiedNote | None = None
    trimmed_before: dt.datetime | None = None
    synced_by: str = ""
    """The service that copies the data folder elsewhere while it is written (`OneDrive`), if one does."""

    read_only: bool = False
    """Open to be looked at: nothing is written into it."""

    def backup_due(self, now: dt.datetime) -> bool:
        """Whether a week of the record is in no copy."""
        if self.batches == 0 or self.read_only or self.since is None:
            return False
        last = self.backup
        if last is not None and last.head == self.head:
            return False
        return now - (last.at if last is not None else self.since) >= dt.timedelta(days=BACKUP_DAYS)


@dataclass(frozen=True, slots=True)
class BackupFound:
    """What a file is that may be restored: checked from end to end, and set beside the present record."""

    path: str
    entries: int
    head: str
    last_entry: dt.datetime | None
    last_batch: int
    forgets: int | None
    """Batches of the present record that this copy does not know; None where the present cannot be read."""
    same_past: bool | None = None
    """Whether its entries are those of the present record; None where the present cannot be read."""

    @property
    def consequence(self) -> str:
        """What restoring it means, before it is done."""
        until = f"This copy ends {_moment(self.last_entry)}" if self.last_entry else "This copy is empty"
        until += f", with batch {self.last_batch}." if self.last_batch else "."
        if self.same_past is False:
            until += " It is not a copy of the present record: it has another past."
        if self.forgets is None:
            return f"{until} What the damaged record holds beyond it is not known here any more."
        if not self.forgets:
            return f"{until} No batch is lost."
        lost = "1 batch since then is" if self.forgets == 1 else f"{self.forgets:,} batches since then are"
        return (
            f"{until} {lost} not in it. What was sent stays in QuickBooks and ConnectWise; before anything "
            "is sent again it is looked for there by its number."
        )


@dataclass(frozen=True, slots=True)
class Trimmed:
    """What a trim removed."""

    before: dt.datetime
    count: int
    bytes: int


def _moment(moment: dt.datetime) -> str:
    local = moment.astimezone()
    half = "AM" if local.hour < 12 else "PM"
    return f"{local:%b} {local.day}, {local.year}, {local.hour % 12 or 12}:{local:%M} {half}"
