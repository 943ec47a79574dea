"""What a verification of the record says: where, if anywhere, it was changed outside this program.

The record is a chain of entries, one for each event; a head is the count of entries and the hash of the last.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from mobius_desktop.domain.ids import BatchNumber

_MOST_LINES = 200
"""Places that a report names one by one."""
_MOST_SPANS = 8
"""Runs of batch numbers that a sentence names."""


class Damage(StrEnum):
    """What was done to the record."""

    ALTERED = "altered"
    REMOVED = "removed"
    UNREADABLE = "cannot be read any more: the file is damaged there"
    INSERTED = "inserted"
    TAIL_CUT = "cut off at the end"
    HEAD_ALTERED = "the count and hash kept beside the entries are not those of the last entry"
    BODY_ALTERED = "a stored request, answer or snapshot was altered"
    BODY_REMOVED = "a stored request, answer or snapshot was removed"
    BODY_INSERTED = "a stored request, answer or snapshot belongs to no entry"
    TABLES_DIFFER = "what the screens show differs from what was recorded"
    ROWS_WITHOUT_ENTRY = "what the screens show was never recorded"
    ROWS_REMOVED = "what was recorded is missing from the screens"
    REWRITTEN = "not the entry that the certificate or backup was made from"
    SHORTER = "the certificate or backup has later entries than this record"


@dataclass(frozen=True, slots=True)
class Break:
    """One place where the record does not hold."""

    damage: Damage
    seq: int = 0
    """Number of the entry; of the first missing one where entries were removed. 0: it is no entry."""
    batch: BatchNumber | None = None
    number: str = ""
    """The invoice's number (or its billingLogId) where the entry is about one."""
    after: dt.datetime | None = None
    """When the last intact entry before it was written."""
    about: str = ""
    """The table where screens and entries differ."""
    rows: int = 0
    """How many rows of that table and batch; `number` is the first one's invoice. 0: it is no row."""

    @property
    def line(self) -> str:
        """For a report: which entry, of what, and what was done."""
        parts = [
            f"entry {self.seq:,}" if self.seq else self.about,
            f"batch {self.batch}" if self.batch is not None else "",
            f"invoice {self.number}" if self.number else "",
            f"after {_moment(self.after)}" if self.after else "",
        ]
        if self.rows > 1:
            parts.insert(
                -1, f"and further ones, {self.rows:,} rows in all" if self.number else f"{self.rows:,} rows"
            )
        where = ", ".join(part for part in parts if part)
        return f"{where}: {self.damage.value}" if where else self.damage.value


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification found."""

    events: int
    head: str
    breaks: tuple[Break, ...]
    batches: int
    against: str = ""
    """What the record was also compared with."""
    vouched: int = 0
    """How many of the entries, from the first on, that stands for; 0 where it stands for one batch."""
    others: int = 0
    """How many batches no break is about."""
    file_problem: str = ""
    """What is wrong with the file itself, in SQLite's words, where no entry is touched; empty: nothing is."""
    tables_compared: bool = True
    """Whether the tables that the screens read were set beside the entries, which must hold for that."""

    @property
    def intact(self) -> bool:
        """Whether the file is whole and, as far as the chain tells, nobody else has changed it."""
        return not self.breaks and not self.file_problem

    @property
    def damaged(self) -> bool:
        """Whether the file itself is damaged: that is no deed of anybody."""
        return bool(self.file_problem) or any(one.damage is Damage.UNREADABLE for one in self.breaks)

    @property
    def sentence(self) -> str:
        """What the user reads."""
        if self.intact:
            return (
                f"The record is unchanged since it was written: {self.events:,} entries of "
                f"{_batches(self.batches)}.{self._compared()}"
            )
        if self.damaged:
            return self._damaged()
        first = self.breaks[0]
        if first.damage is Damage.SHORTER and first.batch is not None:
            return (
                f"The record has fewer than the {first.seq:,} entries of batch {first.batch} that "
                f"{self.against} was made from. It is an older copy, or some were taken out."
            )
        if first.damage is Damage.SHORTER:
            return (
                f"The record ends at entry {self.events:,}, but {self.against} was made at entry "
                f"{first.seq:,}. It is an older copy, or its end was cut off."
            )
        what = "The record" if first.batch is None else f"The record of batch {first.batch}"
        where = f", at invoice {first.number}" if first.number else ""
        when = f", after {_day(first.after)}" if first.after else ""
        by = f", since {self.against}" if first.damage is Damage.REWRITTEN else ""
        changed = f"{what} was changed outside this program{where}{when}{by}."
        return f"{changed}{self._also()}{self._unfounded()}{self._rest()}"

    def _damaged(self) -> str:
        """The file does not give everything: what is missing, and what else shows only in the report."""
        if not self.breaks:
            return (
                f"The {self.events:,} entries are as they were written, but the file around them is damaged"
                f" ({self.file_problem}). Restore the last good backup."
            )
        lost = next((one for one in self.breaks if one.damage is Damage.UNREADABLE), None)
        place = f" from entry {lost.seq:,} on" if lost is not None and lost.seq else ""
        when = f", after {_day(lost.after)}" if lost is not None and lost.after else ""
        return (
            f"The file of the record is damaged: some of it cannot be read any more{place}{when}."
            " Restore the last good backup."
        )

    def _compared(self) -> str:
        """How far what it was compared with reaches."""
        if not self.against:
            return ""
        if self.vouched >= self.events:
            return f" It is the record of {self.against}, to its last entry."
        if not self.vouched:  # of one batch
            return f" The batch is as {self.against} has it."
        later = self.events - self.vouched
        rest = "the one after it is" if later == 1 else f"the {later:,} after them are"
        return (
            f" The first {self.vouched:,} are those of {self.against}; {rest} held by the chain alone,"
            " until a later certificate or backup is compared."
        )

    def _also(self) -> str:
        """The other batches that were changed."""
        more = {each.batch for each in self.breaks if each.batch is not None} - {self.breaks[0].batch}
        if not more:
            return ""
        return f" Changed too: {'batch' if len(more) == 1 else 'batches'} {_numbers(more)}."

    def _unfounded(self) -> str:
        """Rows on the screens that nothing was recorded for."""
        rows = sum(each.rows for each in self.breaks if each.damage is Damage.ROWS_WITHOUT_ENTRY)
        if not rows:
            return ""
        if rows == 1:
            return " 1 row of the screens' tables has no entry behind it."
        return f" {rows:,} rows of the screens' tables have no entry behind them."

    def _rest(self) -> str:
        """What can still be relied on, where the damage could be located."""
        if any(each.batch is None or each.damage is Damage.REWRITTEN for each in self.breaks):
            return ""
        if self.others <= 0:
            return ""
        what = "" if self.tables_compared else "entries of the "
        if self.others == 1:
            return f" The {what}other one {'is' if self.tables_compared else 'are'} intact."
        return f" The {what}other {self.others:,} are intact."

    def report(self) -> Iterator[str]:
        """The lines of a report: the sentence, every place, and what was and was not looked at."""
        yield self.sentence
        yield ""
        yield from (each.line for each in self.breaks[:_MOST_LINES])
        if len(self.breaks) > _MOST_LINES:
            yield f"and {len(self.breaks) - _MOST_LINES:,} more places"
        if self.file_problem:
            yield f"the file: {self.file_problem}"
        if self.breaks or self.file_problem:
            yield ""
        yield f"Entries: {self.events:,}"
        yield f"Head: {self.head}"
        if self.damaged:
            yield "Verified: what can still be read of the entries, requests, answers and snapshots."
            return
        seen = "every entry with its time and order, every stored request, answer and snapshot"
        if self.tables_compared:
            yield f"Verified: {seen}, and the tables that the screens read."
        else:
            yield f"Verified: {seen}."
            yield "Not verified: the tables that the screens read. Only entries that hold can tell."
        yield (
            "Outside the chain, and not evidence: the lists last read from ConnectWise and QuickBooks, "
            "connections and settings, column layouts, the search index."
        )


def _batches(count: int) -> str:
    return f"{count:,} batch" if count == 1 else f"{count:,} batches"


def _numbers(batches: Iterable[int]) -> str:
    """`3, 5 to 9`; of many only the first ranges, and how many more batches there are."""
    spans: list[list[int]] = []
    for number in sorted(batches):
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    said = [str(low) if low == high else f"{low} to {high}" for low, high in spans[:_MOST_SPANS]]
    left = sum(high - low + 1 for low, high in spans[_MOST_SPANS:])
    if left:
        return f"{', '.join(said)} and {left:,} more"
    return " and ".join([", ".join(said[:-1]), said[-1]] if len(said) > 1 else said)


def _day(moment: dt.datetime) -> str:
    local = moment.astimezone()
    return f"{local:%b} {local.day}, {local.year}"


def _moment(moment: dt.datetime) -> str:
    local = moment.astimezone()
    return f"{_day(moment)}, {local:%H:%M:%S}"
