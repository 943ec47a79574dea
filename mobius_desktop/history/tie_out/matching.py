"""Which document is whose: by the record's Id first, then by marker, then by number and customer.

Every invoice and every document ends in exactly one pair, so that nothing is counted twice or left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from mobius_desktop.domain.connectwise import BilledInvoice
from mobius_desktop.domain.ids import BillingLogId, QuickBooksId
from mobius_desktop.domain.origin import markers_in, origin_hex
from mobius_desktop.domain.plan import Link
from mobius_desktop.domain.quickbooks import (
    DocumentKind,
    DocumentLife,
    FoundDocument,
    ListKind,
    QuickBooksLists,
)
from mobius_desktop.history.tie_out.gather import Gathered


@dataclass(slots=True)
class Pair:
    """An invoice with its document, or one of them alone."""

    billed: BilledInvoice | None
    found: FoundDocument | None
    again: bool = False
    """The document is one too many: another one stands for the same invoice or has the same number."""
    in_the_way: bool = False
    """The number is that of an invoice which has no document: this one is another."""


@dataclass(slots=True)
class Customers:
    """Who a ConnectWise company is in QuickBooks."""

    lists: QuickBooksLists | None
    links: tuple[Link, ...]
    _by_company: dict[str, set[QuickBooksId]] = field(default_factory=lambda: defaultdict(set))
    _by_name: dict[str, set[QuickBooksId]] = field(default_factory=lambda: defaultdict(set))
    _linked: dict[str, QuickBooksId] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._linked = {
            str(one.key): one.quickbooks_id for one in self.links if one.kind is ListKind.CUSTOMER
        }
        for one in self.lists.customers if self.lists is not None else ():
            self._by_company[_folded(one.company_name)].add(one.id)
            for name in (one.display_name, one.fully_qualified_name):
                self._by_name[_folded(name)].add(one.id)

    def same(self, billed: BilledInvoice, found: FoundDocument, sent_to: QuickBooksId | None = None) -> bool:
        """Whether the document's customer is the invoice's: as it was sent, by link, account id, or name."""
        if found.customer_id == sent_to:
            return True
        reference = billed.customer
        linked = self._linked.get(f"customer:{reference.id}") if reference is not None else None
        if linked is not None:
            return found.customer_id == linked
        if billed.account_id and found.customer_id in self._by_company.get(_folded(billed.account_id), ()):
            return True
        name = reference.name if reference is not None else ""
        names = {_folded(name), _folded(f"{name} ({billed.account_id})")} - {""}
        return any(found.customer_id in self._by_name.get(one, ()) for one in names) or (
            _folded(found.customer_name) in names
        )


class Matcher:
    """Pairs up what was read."""

    def __init__(self, gathered: Gathered, customers: Customers, prefix: str) -> None:
        self._gathered = gathered
        self._customers = customers
        self._prefix = prefix
        self._hex = origin_hex(gathered.origin)
        self._free: dict[BillingLogId, BilledInvoice] = {
            key: one for key, one in gathered.billed.items() if key not in gathered.elsewhere
        }
        self._pairs: list[Pair] = []

    def pairs(self) -> list[Pair]:
        """Everything, in pairs."""
        documents = sorted(self._gathered.documents.values(), key=_in_order)
        left = self._by_owner(documents, lambda one: self._gathered.owners.get(one.ref))
        left = self._by_owner(left, self._marked)
        for fits in (self._same_customer, _same_total):
            left = self._by_number(left, fits)
        taken = {self._bare(pair.found) for pair in self._pairs if pair.found is not None}
        numbers = taken | {one.number for one in self._gathered.billed.values()}
        for one in left:
            if self._gathered.owners.get(one.ref) in self._gathered.elsewhere:
                continue
            again = one.life is DocumentLife.LIVE and bool(one.number) and self._bare(one) in numbers
            self._pairs.append(Pair(None, one, again=again, in_the_way=self._bare(one) not in taken))
        self._pairs += [Pair(one, None) for one in self._free.values()]
        return self._pairs

    def _by_owner(
        self, documents: Iterable[FoundDocument], owner_of: Callable[[FoundDocument], BillingLogId | None]
    ) -> list[FoundDocument]:
        """Pairs each invoice with its live document; further live ones are one too many."""
        left = []
        for one in documents:
            owner = owner_of(one)
            if owner in self._free:
                self._pairs.append(Pair(self._free.pop(owner), one))
            elif owner is not None and self._is_paired(owner) and one.life is DocumentLife.LIVE:
                self._pairs.append(Pair(None, one, again=True))
            elif owner is not None and self._is_paired(owner):
                continue  # void beside a live one: it was replaced
            else:
                left.append(one)
        return left

    def _is_paired(self, owner: BillingLogId) -> bool:
        return any(pair.billed is not None and pair.billed.billing_log_id == owner for pair in self._pairs)

    def _by_number(
        self, documents: Iterable[FoundDocument], fits: Callable[[BilledInvoice, FoundDocument], bool]
    ) -> list[FoundDocument]:
        by_number: dict[str, list[BilledInvoice]] = defaultdict(list)
        for invoice in self._free.values():
            by_number[invoice.number].append(invoice)
        left = []
        for one in documents:
            candidates = [
                invoice
                for invoice in by_number.get(self._bare(one), [])
                if invoice.number and invoice.billing_log_id in self._free and fits(invoice, one)
            ]
            candidates.sort(key=lambda invoice: invoice.total != signed_total(one))
            if candidates:
                self._pairs.append(Pair(self._free.pop(candidates[0].billing_log_id), one))
            else:
                left.append(one)
        return left

    def _same_customer(self, billed: BilledInvoice, found: FoundDocument) -> bool:
        return self._customers.same(billed, found)

    def _marked(self, one: FoundDocument) -> BillingLogId | None:
        return next((owner for owner, hex4, _ in markers_in(one.private_note) if hex4 == self._hex), None)

    def _bare(self, one: FoundDocument | None) -> str:
        return one.number.removeprefix(self._prefix) if one is not None else ""


def signed_total(one: FoundDocument) -> Decimal:
    """The document's total in ConnectWise's sign."""
    return -one.total if one.ref.kind is DocumentKind.CREDIT_MEMO else one.total


def _same_total(billed: BilledInvoice, found: FoundDocument) -> bool:
    return found.life is DocumentLife.LIVE and billed.total == signed_total(found)


def _in_order(one: FoundDocument) -> tuple[bool, int, str]:
    """Live ones first, then as they were made."""
    ident = str(one.ref.id)
    return (one.life is not DocumentLife.LIVE, len(ident), ident)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
