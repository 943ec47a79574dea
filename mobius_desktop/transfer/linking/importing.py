"""Links from a list that somebody edited: what it would change, or why it changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mobius_desktop.domain.errors import NotSetUp
from mobius_desktop.domain.ids import QuickBooksId, RecordKey
from mobius_desktop.domain.options import CompanyOptions
from mobius_desktop.domain.quickbooks import ListKind
from mobius_desktop.transfer.linking.books import CompanyBooks
from mobius_desktop.transfer.linking.candidates import choices, name_of
from mobius_desktop.transfer.linking.rows import LinkChoice, LinkRow
from mobius_desktop.transfer.linking.survey import survey
from mobius_desktop.transfer.linking.words import KIND_NOUNS, KIND_WORDS
from mobius_desktop.transfer.plan.books import open_books

NOTHING_CHANGED = "Nothing was changed."


@dataclass(frozen=True, slots=True)
class ImportedConfiguration:
    """A configuration from a file: its options, and the links in it that are not made yet."""

    options: CompanyOptions
    links: tuple[LinkChoice, ...] = ()
    note: str = ""
    same: bool = False
    """It holds what is set already."""


class ImpossibleOption(NotSetUp):
    """A configuration holds a value that its option cannot have: `option` is the field's name."""

    def __init__(self, option: str, value: str) -> None:
        super().__init__(f"This configuration holds “{value}” where that is not possible. {NOTHING_CHANGED}")
        self.option, self.value = option, value


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A line of the list: a ConnectWise record by its key, and the Id of its QuickBooks record or nothing."""

    number: int
    """As the file counts it."""
    key: str
    quickbooks_id: str


@dataclass(frozen=True, slots=True)
class LinkChange:
    """What a line changes. Names are empty where there is no link."""

    choice: LinkChoice
    before: str
    after: str

    @property
    def what(self) -> str:
        """`Linked`, `Linked to another` or `Unlinked`."""
        if not self.after:
            return "Unlinked"
        return "Linked to another" if self.before else "Linked"


@dataclass(frozen=True, slots=True)
class LinkImport:
    """What a whole list would change."""

    kind: ListKind
    changes: tuple[LinkChange, ...]
    same: int

    @property
    def sentence(self) -> str:
        """`3 linked, 1 linked to another, 2 unlinked; 40 stay as they are.`"""
        if not self.changes:
            return f"Nothing would change: all {self.same:,} lines are as they stand."
        counts = [
            f"{count:,} {word.lower()}"
            for word in ("Linked", "Linked to another", "Unlinked")
            if (count := sum(one.what == word for one in self.changes))
        ]
        rest = f"; {self.same:,} stay as they are" if self.same else ""
        return f"{', '.join(counts)}{rest}."


def plan_import(company: CompanyBooks, kind: ListKind, lines: Sequence[LinkLine]) -> LinkImport:
    """What the list changes. NotSetUp says what is wrong with it: one wrong line, and nothing changes."""
    rows = {row.key: row for row in survey(company) if row.kind is kind}
    books = open_books(company.lists, company.links, company.options)
    names = {record.id: name_of(record) for record in choices(books, kind)}
    wrong = list(_wrong(kind, rows, names, lines))
    if wrong:
        more = f" {len(wrong) - 1:,} more lines are wrong." if len(wrong) > 1 else ""
        raise NotSetUp(f"{wrong[0]}{more} {NOTHING_CHANGED}")
    changes = list(_changes(rows, names, lines))
    return LinkImport(kind, tuple(changes), len(lines) - len(changes))


def _wrong(
    kind: ListKind,
    rows: dict[RecordKey, LinkRow],
    names: dict[QuickBooksId, str],
    lines: Iterable[LinkLine],
) -> Iterator[str]:
    seen: dict[str, int] = {}
    noun = KIND_NOUNS[kind]
    for line in lines:
        row = rows.get(RecordKey(line.key))
        if not line.key:
            yield f"Line {line.number} has no key."
        elif line.key in seen:
            yield f"Line {line.number} names “{line.key}” a second time; line {seen[line.key]} does already."
        elif row is None and line.quickbooks_id:
            yield (
                f"Line {line.number}: “{line.key}” is among no {KIND_WORDS[kind].lower()} that are unposted"
                " or linked."
            )
        elif row is not None and line.quickbooks_id not in {"", *names, row.quickbooks_id}:
            yield f"Line {line.number}: QuickBooks has no active {noun} with the Id {line.quickbooks_id}."
        seen.setdefault(line.key, line.number)


def _changes(
    rows: dict[RecordKey, LinkRow], names: dict[QuickBooksId, str], lines: Iterable[LinkLine]
) -> Iterator[LinkChange]:
    for line in lines:
        row = rows.get(RecordKey(line.key))
        wanted = QuickBooksId(line.quickbooks_id) if line.quickbooks_id else None
        if row is not None and wanted != row.linked_id:
            held = row.linked_id
            before = (row.quickbooks_name or f"Id {held}") if held else ""
            after = names.get(wanted, "") if wanted else ""
            yield LinkChange(LinkChoice.of(row, wanted), before, after)
