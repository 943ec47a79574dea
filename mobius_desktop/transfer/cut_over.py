"""Which old unposted invoices QuickBooks already has: number, bill-to and total have to be found there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from threading import Event as StopEvent

from mobius_desktop.domain.connectwise import InvoiceType, UnpostedInvoice
from mobius_desktop.domain.cut_over import CutOverRow, CutOverState
from mobius_desktop.domain.errors import Cancelled
from mobius_desktop.domain.ids import QuickBooksId, RecordKey
from mobius_desktop.domain.money import amount_text
from mobius_desktop.domain.options import CompanyOptions
from mobius_desktop.domain.ports import Progress
from mobius_desktop.domain.quickbooks import DocumentKind, DocumentLife, FoundDocument, ListKind
from mobius_desktop.transfer.gather import LOOK_CHUNK
from mobius_desktop.transfer.plan.books import Books
from mobius_desktop.transfer.plan.names import folded, same_name
from mobius_desktop.transfer.plan.number import document_number

Finder = Callable[[Sequence[str]], tuple[FoundDocument, ...]]


def find_documents(
    invoices: Sequence[UnpostedInvoice],
    options: CompanyOptions,
    find: Finder,
    progress: Progress,
    stop: StopEvent,
) -> tuple[FoundDocument, ...]:
    """Everything that QuickBooks holds under the invoices' numbers, with the company's prefix and without:
    another tool knew nothing of the prefix. Raises Cancelled, and Known errors of QuickBooks."""
    numbers = tuple(dict.fromkeys(number for one in invoices for number in _numbers(one, options)))
    found: list[FoundDocument] = []
    for start in range(0, len(numbers), LOOK_CHUNK):
        if stop.is_set():
            raise Cancelled("Looking was cancelled. Nothing was marked.")
        found += find(numbers[start : start + LOOK_CHUNK])
        progress(min(start + LOOK_CHUNK, len(numbers)))
    return tuple(found)


def cut_over_rows(
    invoices: Iterable[UnpostedInvoice],
    found: Iterable[FoundDocument],
    books: Books,
    options: CompanyOptions,
) -> tuple[CutOverRow, ...]:
    """The old invoices with the best of what was found under their numbers, in the order of the list."""
    by_number: dict[tuple[DocumentKind, str], list[FoundDocument]] = defaultdict(list)
    for document in found:
        if document.life is DocumentLife.LIVE:
            by_number[document.ref.kind, document.number].append(document)
    return tuple(_row(one, by_number, books, options) for one in invoices)


def _row(
    invoice: UnpostedInvoice,
    by_number: dict[tuple[DocumentKind, str], list[FoundDocument]],
    books: Books,
    options: CompanyOptions,
) -> CutOverRow:
    kind = _kind(invoice)
    there = [one for number in _numbers(invoice, options) for one in by_number.get((kind, number), ())]
    if not there:
        return CutOverRow(invoice, CutOverState.NOT_FOUND)
    ids, name = _bill_to(invoice, books)
    compared = [(_differs(invoice, one, ids, name), one) for one in there]
    differs, best = min(compared, key=lambda pair: len(pair[0]))
    if len([one for apart, one in compared if not apart]) > 1:
        return CutOverRow(invoice, CutOverState.DIFFERS, best, (f"{len(there)} of this number",))
    return CutOverRow(invoice, CutOverState.DIFFERS if differs else CutOverState.FOUND, best, differs)


def _differs(
    invoice: UnpostedInvoice, document: FoundDocument, ids: set[QuickBooksId], name: str
) -> tuple[str, ...]:
    """What of number, bill-to and total is not the same; the number is."""
    apart = []
    if document.customer_id not in ids and same_name(document.customer_name) != name:
        apart.append(f"customer “{document.customer_name}”")
    if document.total != abs(invoice.total):
        apart.append(f"total {amount_text(document.total, document.currency or invoice.currency)}")
    if document.currency and document.currency != invoice.currency:
        apart.append(document.currency)
    return tuple(apart)


def _bill_to(invoice: UnpostedInvoice, books: Books) -> tuple[set[QuickBooksId], str]:
    """QuickBooks' customers that stand for the bill-to company, and its name.

    By link alone where there is one; else by account id, by `Company (AccountID)` and by name, as a batch
    finds it and as other tools wrote it."""
    company = invoice.bill_to or invoice.company
    if company is None:
        return set(), ""
    linked = books.link(ListKind.CUSTOMER, RecordKey(f"customer:{company.id}"))
    if linked is not None:
        return {linked}, ""
    account = invoice.account_id
    ids = {one.id for one in books.customers_by_company.get(same_name(account), ())} if account else set()
    named = books.customers_by_name.get(folded(f"{company.name} ({account})")) if account else None
    return ids | ({named.id} if named is not None else set()), same_name(company.name)


def _kind(invoice: UnpostedInvoice) -> DocumentKind:
    credit = invoice.invoice_type == InvoiceType.CREDIT_MEMO.value or invoice.total < Decimal(0)
    return DocumentKind.CREDIT_MEMO if credit else DocumentKind.INVOICE


def _numbers(invoice: UnpostedInvoice, options: CompanyOptions) -> tuple[str, ...]:
    return tuple(dict.fromkeys((document_number(invoice, options), invoice.number)))
