"""Which QuickBooks records a ConnectWise record may be, best first, compared field by field."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mobius_desktop.domain.ids import QuickBooksId
from mobius_desktop.domain.quickbooks import (
    Account,
    ClassOrDepartment,
    Customer,
    Item,
    ListKind,
    QuickBooksLists,
    TaxAgency,
    TaxCode,
    Term,
)
from mobius_desktop.transfer.linking.rows import Candidate, Fact
from mobius_desktop.transfer.linking.subjects import Subject
from mobius_desktop.transfer.plan.alike import alike
from mobius_desktop.transfer.plan.books import CANNOT_BE_SOLD, Books, account_label
from mobius_desktop.transfer.plan.customers import SUGGESTED_FROM, suggestions
from mobius_desktop.transfer.plan.items import ITEM_ACCOUNTS
from mobius_desktop.transfer.plan.names import folded, without_deleted

EMAIL = "E-mail"
MOST = 3
"""The keys 1, 2 and 3 choose one."""
SHOWN_FROM = 0.6
"""Less alike is noise; whatever it is, the user can still choose any record of the list."""

Record = Account | Customer | Item | Term | ClassOrDepartment | TaxCode | TaxAgency


def candidates(books: Books, subject: Subject) -> tuple[Candidate, ...]:
    """The plan's own suggestions for a customer, then what else is somewhat alike."""
    scores: dict[QuickBooksId, float] = {}
    if subject.kind is ListKind.CUSTOMER:
        scores = {one.id: one.score for one in suggestions(books, subject.name, MOST)}
    records = {record.id: record for record in choices(books, subject.kind)}
    if len(scores) < MOST:
        near = {key: likeness(subject, record) for key, record in records.items()}
        scores = {key: score for key, score in near.items() if score >= SHOWN_FROM} | scores
    best = sorted(scores, key=lambda key: (-scores[key], name_of(records[key])))[:MOST]
    return tuple(as_candidate(books, subject, records[key], scores[key]) for key in best)


_LINKED_ACCOUNTS = ITEM_ACCOUNTS | {"Accounts Receivable"}
"""What an invoice posts to: its lines' accounts, which an item must be able to have, and its own."""


def choices(books: Books, kind: ListKind) -> tuple[Record, ...]:
    """Every record that one of this kind may be linked to."""
    found = (one for one in records_of(books.lists, kind) if _may_be_linked(one))
    return tuple(sorted(found, key=lambda one: folded(name_of(one))))


def _may_be_linked(record: Record) -> bool:
    if isinstance(record, TaxAgency):
        return True
    if isinstance(record, Item) and record.item_type in CANNOT_BE_SOLD:
        return False
    if isinstance(record, Account) and record.account_type not in _LINKED_ACCOUNTS:
        return False
    return record.active


def records_of(lists: QuickBooksLists, kind: ListKind) -> tuple[Record, ...]:
    """Every record of a kind, also what cannot be linked: inactive ones, items that are not sold."""
    match kind:
        case ListKind.CUSTOMER:
            return lists.customers
        case ListKind.ITEM:
            return lists.items
        case ListKind.TERM:
            return lists.terms
        case ListKind.CLASS:
            return lists.classes
        case ListKind.DEPARTMENT:
            return lists.departments
        case ListKind.TAX_CODE:
            return lists.tax_codes
        case ListKind.TAX_AGENCY:
            return lists.tax_agencies
        case ListKind.ACCOUNT:
            return lists.accounts
        case _:
            return ()


def names_of_all(lists: QuickBooksLists) -> dict[tuple[ListKind, QuickBooksId], str]:
    """The names of all records."""
    return {
        (kind, one.id): without_deleted(name_of(one)) for kind in ListKind for one in records_of(lists, kind)
    }


def name_of(record: Record) -> str:
    """The name a user knows it by."""
    if isinstance(record, Customer):
        return record.display_name
    if isinstance(record, Account):
        return f"{record.number} {record.fully_qualified_name}".strip()
    if isinstance(record, (Item, ClassOrDepartment)):
        return record.fully_qualified_name or record.name
    return record.name


def as_candidate(books: Books, subject: Subject, record: Record, score: float | None = None) -> Candidate:
    """A record beside the subject."""
    much = likeness(subject, record) if score is None else score
    return Candidate(record.id, name_of(record), round(much * 100), tuple(_facts(books, subject, record)))


def likeness(subject: Subject, record: Record) -> float:
    """How much the names are alike. Where figures differ it is another account, model or number of days:
    all but customers are then no suggestion, however few letters apart they are."""
    names = [name_of(record)]
    if isinstance(record, Account):
        names.append(record.fully_qualified_name)
    return max(_likeness(subject, name) for name in names)


def _likeness(subject: Subject, name: str) -> float:
    much = alike(subject.name, name)
    if subject.kind is ListKind.CUSTOMER or same_figures(subject.name, name):
        return much
    return min(much, SUGGESTED_FROM - 0.01)


def same_figures(first: str, second: str) -> bool:
    """Whether two names hold the same numbers."""
    return re.findall(r"\d+", first) == re.findall(r"\d+", second)


def _facts(books: Books, subject: Subject, record: Record) -> Iterable[Fact]:
    if isinstance(record, Customer):
        yield _compared("Account ID, in QuickBooks the company name", subject.account_id, record.company_name)
        yield _compared(EMAIL, subject.email, record.email)
        if subject.taxable is not None:
            yield _compared("Taxable", _yes(subject.taxable), _yes(record.taxable))
        if record.parent_id is not None:
            yield Fact("Part of", "", record.fully_qualified_name.rpartition(":")[0])
    elif isinstance(record, Item):
        yield Fact("Type", "", record.item_type)
        account = books.accounts.get(record.income_account_id) if record.income_account_id else None
        wanted = books.account(subject.account)
        shown = account_label(wanted) if wanted else subject.account
        yield _compared("Posts to", shown, account_label(account) if account else "")
    elif isinstance(record, Term):
        yield _compared("Due after", _days(subject.due_days), _days(record.due_days))
    elif isinstance(record, Account):
        yield Fact("Type", "", record.account_type)
    elif isinstance(record, TaxCode):
        for name, rate in record.rates:
            yield Fact(name, "", f"{rate.normalize():f} %")


def _compared(label: str, ours: str, theirs: str) -> Fact:
    same = folded(ours) == folded(theirs) if ours and theirs else None
    return Fact(label, ours, theirs, same)


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _days(days: int | None) -> str:
    return "" if days is None else f"{days} days"
