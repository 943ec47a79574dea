"""Which of QuickBooks' documents is, or might be, the one of an invoice (docs/vendor-rules.md, *Exactly once*)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mobius_desktop.domain.document import Document
from mobius_desktop.domain.quickbooks import DocumentRef, FoundDocument


@dataclass(frozen=True, slots=True)
class Look:
    """Live documents of QuickBooks around one invoice. A document is in one of the groups only."""

    ours: tuple[FoundDocument, ...] = ()
    """With our marker, or known to the journal by Id."""
    same_one: tuple[FoundDocument, ...] = ()
    """No mark of ours, but number, customer, date and total agree: another program's."""
    same_number: tuple[FoundDocument, ...] = ()
    """No mark of ours, the same number, and something else differs."""
    alike: tuple[FoundDocument, ...] = ()
    """No mark of ours, another number, but the same customer, date and total."""

    @property
    def strangers(self) -> tuple[FoundDocument, ...]:
        """Everything that could be the invoice's and carries no mark of ours."""
        return (*self.same_one, *self.same_number, *self.alike)


def look_for(
    document: Document, existing: Iterable[FoundDocument], origin: str, known: Iterable[DocumentRef] = ()
) -> Look:
    """The look of one invoice among `existing`; void and deleted documents do not count.

    `known` are the Ids that our journal holds for the invoice: those stay ours when their marker is edited."""
    raise NotImplementedError
