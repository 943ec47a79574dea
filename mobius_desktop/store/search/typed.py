"""A search text as it was typed: its words, and whether a row of the record has them."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from mobius_desktop.domain.typed import ungrouped

_PREFIX = re.compile(r"^#*(?:inv(?:oice)?[-.:#]*(?=\d))?", re.IGNORECASE)
_MARKS = frozenset({"inv", "invoice"})
"""Words that stand before a number and are no part of it."""
_AMOUNT = re.compile(r"^[-−(]?\$?[-−]?(\d+(?:\.\d{1,3})?)\)?$")
_TOKEN = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a search text. `#`, `INV-`, `$` and thousands separators are forgiven."""

    text: str
    typed: str
    """As it was typed: a number may begin so, too."""

    @property
    def amount(self) -> Decimal | None:
        """The amount that it may be, without its sign."""
        found = _AMOUNT.match(self.typed)
        return Decimal(found[1]) if found else None

    @property
    def expression(self) -> str:
        """What the index is asked for: entries that begin with it."""
        asked = dict.fromkeys((self.text, self.typed))
        return " OR ".join('"' + one.replace('"', '""') + '"*' for one in asked if _has_letters(one))


def words(text: str) -> tuple[Word, ...]:
    """The words of a search text."""
    found = (Word(_PREFIX.sub("", typed), typed) for typed in ungrouped(text).split())
    known = tuple(word for word in found if _has_letters(word.text))
    bare = tuple(word for word in known if word.text.lower() not in _MARKS)
    return bare or known


def expression(wanted: Iterable[Word]) -> str:
    """What an index of words is asked for: rows that have all of them."""
    return " AND ".join(f"({word.expression})" for word in wanted)


def _has_letters(text: str) -> bool:
    return any(letter.isalnum() for letter in text)


_SEARCHED = ("number", "customer", "account_id", "message", "billing_log_id", "document_id")
"""The columns of the index of words."""


def has(row: sqlite3.Row, word: Word) -> bool:
    """Whether a row of `batch_invoice` has a word, as the index would find it.

    Asking the index row by row takes far longer."""
    there = tokens(" ".join(str(row[name] or "") for name in _SEARCHED))
    return any(begins(there, tokens(typed)) for typed in {word.text, word.typed})


def begins(there: list[str], asked: list[str]) -> bool:
    """Whether these words stand in the text one behind the other; of the last a beginning is enough."""
    return bool(asked) and any(
        there[at : at + len(asked) - 1] == asked[:-1] and there[at + len(asked) - 1].startswith(asked[-1])
        for at in range(len(there) - len(asked) + 1)
    )


def tokens(text: str) -> list[str]:
    """The words of a text as the index cuts it: without case, accents and marks."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return _TOKEN.findall("".join(letter for letter in parts if not unicodedata.combining(letter)))
