"""What a verification of the record says: where, if anywhere, it was changed outside this program.

The record is a chain of entries, one for each event; a head is the count of entries and the hash of the last.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.ids import BatchNumber

GENESIS = bytes(32)
"""What stands before the first entry."""
_SHORTEST = 8
"""Bytes of a hash that are enough to know it by."""
_MOST_LINES = 200
"""Places that a report names one by one."""
_MOST_SPANS = 8
"""Runs of batch numbers that a sentence names."""


class NoHead(Known):
    """A text is not the count and hash that a certificate or backup carries."""


class Damage(StrEnum):
    """What was done to the record."""

    ALTERED = "altered"
    REMOVED = "removed"
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
class Head:
    """How many entries there are and the hash of the last one."""

    count: int = 0
    hash: bytes = GENESIS

    @property
    def text(self) -> str:
        """As it is printed and kept in settings: count and hash."""
        return f"{self.count} {self.hash.hex()}"

    @classmethod
    def parse(cls, text: str) -> Head:
        """The head from its text; an empty text is the head of an empty record. NoHead where it is none.

        `512 ab12…`, `512:ab12…`; of the hash its first 16 letters are enough."""
        if not text.strip():
            return cls()
        count, _, hexes = text.replace(":", " ").strip().partition(" ")
        hexes = "".join(hexes.split()).rstrip("….").lower()
        try:
            found = cls(int(count), bytes.fromhex(hexes))
        except ValueError as error:
            raise NoHead(_NO_HEAD) from error
        if found.count < 0 or not _SHORTEST <= len(found.hash) <= len(GENESIS):
            raise NoHead(_NO_HEAD)
        return found

    def is_of(self, whole: bytes) -> bool:
        """Whether this, perhaps shortened, hash is that of an entry."""
        return whole.startswith(self.hash)


_NO_HEAD = (
    "This is not the count and hash of a record. A certificate prints them like "
    "“512 9f86d081884c7d65…”: the number of entries, then at least 16 letters of the hash."
)


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
    others: int = 0
    """How many batches no break is about."""
    tables_compared: bool = True
    """Whether the tables that the screens read were set beside the entries, which must hold for that."""

    @property
    def intact(self) -> bool:
        """Whether nothing was changed outside the program, as far as the chain tells."""
        return not self.breaks

    @property
    def sentence(self) -> str:
        """What the user reads."""
        if self.intact:
            also = f" It is the record of {self.against}, unchanged since." if self.against else ""
            return (
                f"The record is unchanged since it was written: {self.events:,} entries of "
                f"{_batches(self.batches)}.{also}"
            )
        first = self.breaks[0]
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
        if self.breaks:
            yield ""
        yield f"Entries: {self.events:,}"
        yield f"Head: {self.head}"
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
