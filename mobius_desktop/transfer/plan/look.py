"""Which of QuickBooks' documents is, or might be, the one of an invoice.

The rules stand in docs/vendor-rules.md, *Exactly once*.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from mobius_desktop.domain.document import Document
from mobius_desktop.domain.ids import BillingLogId
from mobius_desktop.domain.origin import is_ours, markers_in, origin_hex
from mobius_desktop.domain.quickbooks import DocumentLife, DocumentRef, FoundDocument


@dataclass(frozen=True, slots=True)
class Look:
    """Live documents of QuickBooks around one invoice. A document is in one of the groups only."""

    ours: tuple[FoundDocument, ...] = ()
    """With our marker, or known to the journal by Id."""
    same_one: tuple[FoundDocument, ...] = ()
    """No mark of ours, but number, customer, date and total agree: another program's."""
    same_number: tuple[FoundDocument, ...] = ()
    """No mark of ours for this invoice, the same number, and something else differs."""
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

    `known` are the Ids that our journal holds for the invoice: they stay ours when their marker is edited.
    A document with our marker of another invoice is that one's, and here a stranger by its number at most."""
    ids = frozenset(known)
    ours, same_one, same_number, alike = [], [], [], []
    for found in _distinct(existing):
        if found.life is not DocumentLife.LIVE:
            continue
        if found.ref in ids or is_ours(found.private_note, document.billing_log_id, origin):
            ours.append(found)
            continue
        others = other_of_ours(found, origin) is not None
        number = found.ref.kind is document.kind and found.number == document.number
        money = is_alike(document, found)
        if number and money and not others:
            same_one.append(found)
        elif number:
            same_number.append(found)
        elif money and not others:
            alike.append(found)
    return Look(tuple(ours), tuple(same_one), tuple(same_number), tuple(alike))


def other_of_ours(found: FoundDocument, origin: str) -> BillingLogId | None:
    """The invoice that the first of our own markers in a document names."""
    named = (one for one, hex4, _ in markers_in(found.private_note) if hex4 == origin_hex(origin))
    return next(named, None)


def is_alike(document: Document, found: FoundDocument) -> bool:
    """The same kind, customer, date and total."""
    customer = document.customer
    same_customer = found.customer_id == customer.id if customer.id else found.customer_name == customer.name
    return (
        found.ref.kind is document.kind
        and same_customer
        and found.date == document.date
        and found.total == document.total
    )


@dataclass(frozen=True, slots=True)
class Existing:
    """QuickBooks' documents by what an invoice's look goes by, so that a long list is walked once."""

    by_ref: dict[DocumentRef, FoundDocument]
    by_key: dict[Hashable, list[DocumentRef]]

    def around(self, document: Document, known: Iterable[DocumentRef] = ()) -> list[FoundDocument]:
        """Those that could be the document's: its number, its mark, its date and total, or known by Id."""
        keys = (document.number, document.billing_log_id, (document.date, document.total))
        refs = dict.fromkeys(ref for key in keys for ref in self.by_key.get(key, ()))
        refs |= dict.fromkeys(known)
        return [self.by_ref[ref] for ref in refs if ref in self.by_ref]


def index_existing(existing: Iterable[FoundDocument]) -> Existing:
    """The documents of a look, each as it was read last."""
    by_ref = {found.ref: found for found in existing}
    by_key: dict[Hashable, list[DocumentRef]] = defaultdict(list)
    for ref, found in by_ref.items():
        marks = (billing_log_id for billing_log_id, _, _ in markers_in(found.private_note))
        for key in (found.number, *marks, (found.date, found.total)):
            by_key[key].append(ref)
    return Existing(by_ref, dict(by_key))


def _distinct(existing: Iterable[FoundDocument]) -> Iterable[FoundDocument]:
    """Each document once, as it was read last: looks by number and by date bring the same ones."""
    return {found.ref: found for found in existing}.values()
