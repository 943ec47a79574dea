"""Which batches hold a word: by number, name, message, id or amount, of the batch or of an invoice in it."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from heapq import merge

from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.store.amounts import amount_out
from mobius_desktop.store.projection import first_id

_GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?:\D|$))")
_PREFIX = re.compile(r"^#*(?:inv(?:oice)?[-.:#]*(?=\d))?", re.IGNORECASE)
_MARKS = frozenset({"inv", "invoice"})
"""Words that stand before a number and are no part of it."""
_AMOUNT = re.compile(r"^[-−(]?\$?[-−]?(\d+(?:\.\d{1,3})?)\)?$")
_TOKEN = re.compile(r"[^\W_]+")
_MINOR_DIGITS = (0, 2, 3)
"""Decimals that currencies have."""


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
    found = (Word(_PREFIX.sub("", typed), typed) for typed in _GROUPED.sub("", text).split())
    known = tuple(word for word in found if _has_letters(word.text))
    bare = tuple(word for word in known if word.text.lower() not in _MARKS)
    return bare or known


def _has_letters(text: str) -> bool:
    return any(letter.isalnum() for letter in text)


def matching(db: sqlite3.Connection, text: str, before: BatchNumber) -> Iterator[BatchNumber]:
    """Numbers of the batches that match every word, newest first, each once, below `before`."""
    wanted = words(text)
    if not wanted:
        return
    match = _match(wanted)
    sources = (
        _by_number(wanted, before),
        _column(db, "SELECT rowid FROM batch_fts WHERE batch_fts MATCH ? AND rowid < ? ORDER BY rowid DESC",
                (match, before)),
        _column(
            db,
            "SELECT rowid >> 20 FROM batch_invoice_fts WHERE batch_invoice_fts MATCH ? AND rowid < ?"
            " ORDER BY rowid DESC",
            (match, first_id(before)),
        ),
        _by_request(db, wanted, before),
        *_by_amount(db, wanted, before),
    )  # fmt: skip
    last = None
    for number in merge(*sources, reverse=True):
        if number != last:
            last = number
            yield BatchNumber(number)


def _match(wanted: tuple[Word, ...]) -> str:
    return " AND ".join(f"({word.expression})" for word in wanted)


def _column(db: sqlite3.Connection, query: str, values: tuple[object, ...]) -> Iterator[int]:
    for row in db.execute(query, values):
        yield row[0]


def _by_number(wanted: tuple[Word, ...], before: BatchNumber) -> Iterator[int]:
    bare = [word.text for word in wanted if word.text.lower() != "batch"]
    if len(bare) == 1 and bare[0].isdecimal() and int(bare[0]) < before:
        yield int(bare[0])


def _by_request(db: sqlite3.Connection, wanted: tuple[Word, ...], before: BatchNumber) -> Iterator[int]:
    """A request id, batch identifier or intuit_tid, whole."""
    if len(wanted) != 1:
        return
    yield from _column(
        db,
        "SELECT DISTINCT action.batch FROM attempt JOIN action ON action.id = attempt.action"
        " WHERE (attempt.request_id = ?1 OR attempt.tid = ?1) AND action.batch < ?2"
        " ORDER BY action.batch DESC",
        (wanted[0].typed, before),
    )


@dataclass(frozen=True, slots=True)
class _Sum:
    """An amount as one column may hold it."""

    amount: Decimal
    column: str
    minor: int

    def fits(self, row: sqlite3.Row) -> bool:
        """Whether so many minor units are the amount in the currency of the row."""
        return abs(amount_out(self.minor, row["currency"])) == self.amount


def _by_amount(
    db: sqlite3.Connection, wanted: tuple[Word, ...], before: BatchNumber
) -> Iterator[Iterator[int]]:
    """Invoices of an amount, of ConnectWise's or QuickBooks', which also have the other words.

    Beside other words a bare number is no amount."""
    for word in wanted:
        amount = word.amount
        if amount is None or (len(wanted) > 1 and word.typed.isdecimal()):
            continue
        others = tuple(one for one in wanted if one is not word)
        for column in ("connectwise_total", "quickbooks_total"):
            for minor in _minor(amount):
                yield _of_amount(db, _Sum(amount, column, minor), others, before)


def _of_amount(
    db: sqlite3.Connection, one: _Sum, others: tuple[Word, ...], before: BatchNumber
) -> Iterator[int]:
    """Batches that hold it, newest first; after each hit it goes on in the batch before."""
    query = (
        f"SELECT * FROM batch_invoice INDEXED BY {_INDEXES[one.column]}"  # noqa: S608 - our own names
        f" WHERE {one.column} = ? AND id < ? ORDER BY id DESC LIMIT 1"
    )
    end = first_id(before)
    while (row := db.execute(query, (one.minor, end)).fetchone()) is not None:
        hit = one.fits(row) and all(_has(row, word) for word in others)
        if hit:
            yield row["batch"]
        end = first_id(row["batch"]) if hit else row["id"]


_INDEXES = {
    "connectwise_total": "batch_invoice_by_total",
    "quickbooks_total": "batch_invoice_by_quickbooks_total",
}
"""Named, since an index of amounts looks useless where few of them differ."""
_SEARCHED = ("number", "customer", "account_id", "message", "billing_log_id", "document_id")
"""The columns of the index of words."""


def _has(row: sqlite3.Row, word: Word) -> bool:
    """Whether a row has a word, as the index would find it: asking the index row by row takes far longer."""
    there = _tokens(" ".join(str(row[name] or "") for name in _SEARCHED))
    return any(_begins(there, _tokens(typed)) for typed in {word.text, word.typed})


def _begins(there: list[str], asked: list[str]) -> bool:
    return bool(asked) and any(
        there[at : at + len(asked) - 1] == asked[:-1] and there[at + len(asked) - 1].startswith(asked[-1])
        for at in range(len(there) - len(asked) + 1)
    )


def _tokens(text: str) -> list[str]:
    parts = unicodedata.normalize("NFKD", text.casefold())
    return _TOKEN.findall("".join(letter for letter in parts if not unicodedata.combining(letter)))


def _minor(amount: Decimal) -> list[int]:
    """What an amount may be in the record, of whatever currency and sign."""
    found = {int(scaled) for digits in _MINOR_DIGITS if (scaled := amount.scaleb(digits)) == int(scaled)}
    return sorted(found | {-one for one in found})
