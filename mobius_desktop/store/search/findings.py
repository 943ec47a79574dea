"""Batches with an invoice of a finding: by its code, or by words of its title."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.domain.run_causes import EVERY_RULE
from mobius_desktop.store.projection import first_id
from mobius_desktop.store.search.columns import column
from mobius_desktop.store.search.typed import Word, begins, expression, tokens

_FOUND = "SELECT DISTINCT batch FROM finding WHERE code = ? AND batch < ? ORDER BY batch DESC"
_GIVEN = (
    "SELECT DISTINCT batch FROM batch_invoice WHERE finding_code = ? AND finding_code <> ''"
    " AND batch < ? ORDER BY batch DESC"
)
_BOTH = (
    "SELECT rowid >> 20 FROM batch_invoice_fts WHERE batch_invoice_fts MATCH ?1 AND rowid < ?2"
    " AND (rowid >> 20) IN (SELECT batch FROM finding WHERE code = ?3 UNION"
    " SELECT batch FROM batch_invoice WHERE finding_code = ?3 AND finding_code <> '')"
    " AND EXISTS (SELECT 1 FROM batch_invoice AS i WHERE i.id = batch_invoice_fts.rowid"
    " AND (i.finding_code = ?3 OR EXISTS (SELECT 1 FROM finding AS f"
    " WHERE f.batch = i.batch AND f.billing_log_id = i.billing_log_id AND f.code = ?3)))"
    " ORDER BY rowid DESC"
)
"""The words and the finding in one invoice. Only batches that have the finding at all are looked into."""


def by_finding(
    db: sqlite3.Connection, wanted: tuple[Word, ...], before: BatchNumber
) -> Iterator[Iterator[int]]:
    """Of all words as one finding; of a word that is a code, with the others in the invoice itself."""
    for code in _told_by(wanted):
        yield column(db, _FOUND, (code, before))
        yield column(db, _GIVEN, (code, before))
    for word in wanted if len(wanted) > 1 else ():
        match = expression(one for one in wanted if one is not word)
        for code in _coded(word):
            yield column(db, _BOTH, (match, first_id(before), code))


def _told_by(wanted: tuple[Word, ...]) -> list[str]:
    """The codes that all words mean: the code itself, its beginning, or words of the title."""
    if len(wanted) == 1 and (codes := _coded(wanted[0])):
        return codes
    asked = [tokens(word.typed) for word in wanted]
    return [
        rule.code
        for rule in EVERY_RULE.values()
        if all(begins(tokens(f"{rule.title} {rule.code.replace('_', ' ')}"), one) for one in asked)
    ]


def _coded(word: Word) -> list[str]:
    """The codes that a word is, or begins if it looks like one."""
    typed = word.typed.upper()
    return [code for code in EVERY_RULE if code == typed or ("_" in typed and code.startswith(typed))]
