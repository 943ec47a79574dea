"""What is printed of the record, and what it is compared with for years: a count of entries and a hash."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.domain.typed import ungrouped

GENESIS = bytes(32)
"""What stands before the first entry."""
_SHORTEST = 8
"""Bytes of a hash that are enough to know it by."""
_BATCH = re.compile(r"^batch\s+(\d{1,9})\s*:\s*(?=\d)", re.IGNORECASE)


class NoHead(Known):
    """A text is not the count and hash that a certificate or backup carries."""


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

        `512 ab12…`, `512:ab12…`; of the hash its first 16 letters are enough. Letters that a PDF has drawn
        as one sign are taken apart."""
        text = unicodedata.normalize("NFKC", text).strip()
        if not text:
            return cls()
        count, _, hexes = text.replace(":", " ").partition(" ")
        hexes = "".join(hexes.split()).rstrip(".").lower()
        try:
            found = cls(int(ungrouped(count)), bytes.fromhex(hexes))
        except ValueError as error:
            raise NoHead(_NO_HEAD) from error
        if found.count < 0 or not _SHORTEST <= len(found.hash) <= len(GENESIS):
            raise NoHead(_NO_HEAD)
        return found

    def is_of(self, whole: bytes) -> bool:
        """Whether this, perhaps shortened, hash is that of an entry."""
        return whole.startswith(self.hash)


@dataclass(frozen=True, slots=True)
class BatchHead:
    """How many entries tell of a batch, and a hash over all of them in their order.

    The batch may be told of further; its first entries stay these."""

    batch: BatchNumber
    head: Head

    @property
    def text(self) -> str:
        """As it is printed: `batch 12: 148 9f86…`."""
        return f"batch {self.batch}: {self.head.text}"


def printed(text: str) -> Head | BatchHead:
    """What a certificate prints of the record or of its batch. NoHead where it is neither."""
    text = unicodedata.normalize("NFKC", text).strip()
    found = _BATCH.match(text)
    if found is None:
        return Head.parse(text)
    return BatchHead(BatchNumber(int(found[1])), Head.parse(text[found.end() :]))


_NO_HEAD = (
    "This is not the count and hash of a record. A certificate prints them like "
    "“512 9f86d081884c7d65…”: the number of entries, then at least 16 letters of the hash; "
    "of a batch with “batch 12:” before them."
)
