"""The error catalogue: what happened, why, whose setting it is, where, and whether to try again."""

from __future__ import annotations

from mobius_desktop.domain.catalogue import connectwise, quickbooks_access, quickbooks_rules
from mobius_desktop.domain.catalogue.entries import RETRY, Entry, entries_in
from mobius_desktop.domain.catalogue.own import own_entries

QUICKBOOKS: dict[str, Entry] = {
    one.code: one
    for table in (quickbooks_access.TABLE, quickbooks_rules.TABLE)
    for one in entries_in(table, "quickbooks")
}
CONNECTWISE: dict[str, Entry] = {one.code: one for one in entries_in(connectwise.TABLE, "connectwise")}
OWN: dict[str, Entry] = {one.code: one for one in own_entries()}

UNKNOWN = Entry(
    code="",
    side="",
    title="Not in the catalogue",
    meaning="refused",
    whose="none",
    sentence="This code is not in the catalogue: {detail}",
    cause="A code that its maker added after this version of the program.",
    place="The raw answer: a batch's page ▸ the invoice ▸ Raw answer",
    fix="Read what the answer itself says. If that does not help, save a support bundle.",
    retry=RETRY["refused"],
)
"""Of codes that nobody has written down yet."""


def explain(code: str) -> tuple[Entry, ...]:
    """Every entry of a code, whoever uses it; upper and lower case and leading zeros make no difference."""
    wanted = code.strip().lstrip("0").casefold()
    found = (
        one
        for table in (OWN, QUICKBOOKS, CONNECTWISE)
        for one in table.values()
        if one.code.casefold() == wanted
    )
    return tuple(found)


def search(words: str) -> tuple[Entry, ...]:
    """Entries that hold all of these words, in their title or their sentences."""
    wanted = words.casefold().split()
    return tuple(
        one
        for table in (OWN, QUICKBOOKS, CONNECTWISE)
        for one in table.values()
        if all(word in _text(one) for word in wanted)
    )


def _text(one: Entry) -> str:
    return f"{one.title} {one.sentence} {one.cause} {one.fix}".casefold()


__all__ = ["CONNECTWISE", "OWN", "QUICKBOOKS", "UNKNOWN", "Entry", "explain", "search"]
