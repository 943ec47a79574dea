"""The rows of the Links page: a ConnectWise record, what it is linked to, and what it may be."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from mobius_desktop.domain.document import NewRecord
from mobius_desktop.domain.ids import QuickBooksId, RecordKey
from mobius_desktop.domain.quickbooks import ListKind


class LinkState(StrEnum):
    """How a ConnectWise record stands."""

    LINKED = "Linked"
    """By a link: renames on either side do no harm."""
    FOUND = "Found"
    """By account id or name, as a batch would find it; a rename would lose it."""
    SUGGESTED = "Suggested"
    TWO_ALIKE = "Two alike"
    TO_BE_CREATED = "To be created"
    INACTIVE = "Inactive"
    """QuickBooks has the record that is linked or would be found, and it is inactive there."""
    NO_MATCH = "No match"
    BROKEN = "Link broken"
    """The linked record is not in QuickBooks any more."""


OPEN = frozenset(
    {LinkState.SUGGESTED, LinkState.TWO_ALIKE, LinkState.INACTIVE, LinkState.NO_MATCH, LinkState.BROKEN}
)
HELD = frozenset({LinkState.LINKED, LinkState.INACTIVE, LinkState.BROKEN})
"""Where `quickbooks_id` is what a user linked."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One field of both records. `same` None: nothing to compare."""

    label: str
    connectwise: str
    quickbooks: str
    same: bool | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A QuickBooks record that may be the one; `score` is 0 to 100."""

    id: QuickBooksId
    name: str
    score: int
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One ConnectWise record."""

    kind: ListKind
    key: RecordKey
    """As it is linked: by ConnectWise's id, where it has one."""
    name: str
    state: LinkState
    details: tuple[str, ...] = ()
    """What ConnectWise says of it, a line each."""
    invoices: int = 0
    money: Decimal = Decimal("0.00")
    quickbooks_id: QuickBooksId | None = None
    quickbooks_name: str = ""
    candidates: tuple[Candidate, ...] = ()
    record: RecordKey | None = None
    """Its key in the plan."""
    new: NewRecord | None = None
    """What could be created for it in QuickBooks."""
    ticked: bool = False
    """Sure enough to be ticked by itself."""

    @property
    def open(self) -> bool:
        """Whether it wants somebody."""
        return self.state in OPEN

    @property
    def linked_id(self) -> QuickBooksId | None:
        """The Id that a user linked; what a batch would find by itself is no link."""
        return self.quickbooks_id if self.state in HELD else None

    @property
    def target(self) -> Candidate | None:
        """What a tick would link it to: the first candidate, or what a batch would find by itself."""
        if self.state is LinkState.FOUND and self.quickbooks_id is not None:
            return Candidate(self.quickbooks_id, self.quickbooks_name, 100)
        return self.candidates[0] if self.candidates and self.state is not LinkState.LINKED else None


@dataclass(frozen=True, slots=True)
class LinkChoice:
    """A link to be made (or, without an Id, to be taken away)."""

    kind: ListKind
    key: RecordKey
    quickbooks_id: QuickBooksId | None
    name: str
    record: RecordKey | None = None
    """Its key in the plan: a link of old, made by that name, ends with this choice."""

    @classmethod
    def of(cls, row: LinkRow, quickbooks_id: QuickBooksId | None) -> LinkChoice:
        """The choice of a row."""
        return cls(row.kind, row.key, quickbooks_id, row.name, row.record)
