"""All links of a company as they stand: per kind the rows, those that want somebody first."""

from __future__ import annotations

from dataclasses import replace

from mobius_desktop.domain.ids import QuickBooksId
from mobius_desktop.domain.plan import Link
from mobius_desktop.domain.quickbooks import ListKind
from mobius_desktop.transfer.linking.books import CompanyBooks
from mobius_desktop.transfer.linking.candidates import (
    EMAIL,
    candidates,
    choices,
    name_of,
    records_of,
    same_figures,
)
from mobius_desktop.transfer.linking.rows import Candidate, LinkRow, LinkState
from mobius_desktop.transfer.linking.subjects import Subject, collect_customers, collect_subjects
from mobius_desktop.transfer.plan.alike import spelled_alike
from mobius_desktop.transfer.plan.books import Books, open_books
from mobius_desktop.transfer.plan.customers import SUGGESTED_FROM, TICKED_AHEAD, TICKED_FROM
from mobius_desktop.transfer.plan.names import folded, without_deleted
from mobius_desktop.transfer.plan.regions import states_named

KINDS = (
    ListKind.CUSTOMER,
    ListKind.ITEM,
    ListKind.TERM,
    ListKind.CLASS,
    ListKind.DEPARTMENT,
    ListKind.TAX_CODE,
    ListKind.TAX_AGENCY,
    ListKind.ACCOUNT,
)
"""The kinds in the order of the page."""

_ORDER = {
    LinkState.BROKEN: 0,
    LinkState.TWO_ALIKE: 1,
    LinkState.SUGGESTED: 2,
    LinkState.INACTIVE: 3,
    LinkState.NO_MATCH: 4,
    LinkState.TO_BE_CREATED: 5,
    LinkState.FOUND: 6,
    LinkState.LINKED: 7,
}


def survey(company: CompanyBooks) -> tuple[LinkRow, ...]:
    """Every row of every kind: unlinked first, then by name. Pure, and a matter of a second at most."""
    books = open_books(company.lists, company.links, company.options)
    subjects = collect_subjects(company.plan_input(), books)
    rows = [_row(books, subject) for subject in subjects.values()]
    seen = {(one.kind, key) for one in subjects.values() for key in (one.key, one.record)}
    rows += [_kept(books, link) for link in company.links if (link.kind, link.key) not in seen]
    return tuple(sorted(rows, key=lambda row: (KINDS.index(row.kind), _ORDER[row.state], folded(row.name))))


def open_customers(company: CompanyBooks) -> tuple[LinkRow, ...]:
    """The customers of `survey` that want somebody, in a fraction of its time."""
    books = open_books(company.lists, company.links, company.options)
    known = {record.id for record in choices(books, ListKind.CUSTOMER)}
    subjects = collect_customers(company.plan_input(), books)
    rows = [_row(books, subject) for subject in subjects.values() if subject.found not in known]
    seen = {key for one in subjects.values() for key in (one.key, one.record)}
    gone = (one for one in company.links if one.kind is ListKind.CUSTOMER and one.quickbooks_id not in known)
    rows += [_kept(books, link) for link in gone if link.key not in seen]
    return tuple(row for row in rows if row.open)


def why_not(company: CompanyBooks, kind: ListKind) -> str:
    """Why there is nothing to link in a kind; empty when there may be."""
    preferences, options = company.lists.preferences, company.options
    match kind:
        case ListKind.TAX_CODE if preferences.automated_sales_tax:
            return "QuickBooks calculates sales tax in this company: no tax code is sent."
        case ListKind.TAX_AGENCY if not preferences.automated_sales_tax:
            return "Only automated sales tax goes to an agency by its state."
        case ListKind.CLASS if not options.use_classes:
            return "Classes are not used: see the tab Categories."
        case ListKind.CLASS if not (preferences.class_per_line or preferences.class_per_transaction):
            return "QuickBooks tracks no classes in this company."
        case ListKind.DEPARTMENT if not options.use_departments:
            return "QuickBooks Locations are not used: see the tab Categories."
        case ListKind.DEPARTMENT if not preferences.track_departments:
            return "QuickBooks tracks no locations in this company."
        case _:
            return ""


def _row(books: Books, subject: Subject) -> LinkRow:
    row = LinkRow(
        subject.kind,
        subject.key,
        subject.name,
        LinkState.NO_MATCH,
        details=_details(subject),
        invoices=len(subject.invoices),
        money=subject.money,
        record=subject.record,
        new=subject.new,
    )
    linked = books.link(subject.kind, subject.record, subject.connectwise_id)
    names = {record.id: name_of(record) for record in choices(books, subject.kind)}
    if linked is not None and linked in names:
        shown = candidates(books, subject)
        return replace(
            row,
            state=LinkState.LINKED,
            quickbooks_id=linked,
            quickbooks_name=names[linked],
            candidates=shown,
        )
    near = candidates(books, subject)
    asleep = _inactive(books, subject.kind, linked or _found(books, subject))
    if asleep:
        return replace(
            row,
            state=LinkState.INACTIVE,
            quickbooks_id=linked,
            quickbooks_name=asleep,
            candidates=near,
        )
    if linked is not None:
        return replace(row, state=LinkState.BROKEN, quickbooks_id=linked, candidates=near)
    found = _found(books, subject)
    if found is not None and found in names:
        return replace(
            row,
            state=LinkState.FOUND,
            quickbooks_id=found,
            quickbooks_name=names[found],
            candidates=near,
        )
    row = replace(row, candidates=near)
    if subject.kind is ListKind.CUSTOMER and subject.new is not None:
        # The user said of every one that is alike that it is another customer.
        return replace(row, state=LinkState.TO_BE_CREATED)
    return weighed(row, near)


def weighed(row: LinkRow, near: tuple[Candidate, ...]) -> LinkRow:
    """What to make of the candidates of an unlinked record: sure, one of several, or none.

    Sure is what is enough alike, has no second near it, and is spelled the same or has the same e-mail
    address: a letter may be a slip, or another firm."""
    first = near[0].score if near else 0
    second = near[1].score if len(near) > 1 else 0
    if first < SUGGESTED_FROM * 100:
        return replace(row, state=LinkState.TO_BE_CREATED if row.new else LinkState.NO_MATCH)
    if first - second < TICKED_AHEAD * 100:
        return replace(row, state=LinkState.TWO_ALIKE, quickbooks_name=near[0].name)
    sure = (
        row.kind is not ListKind.ACCOUNT
        and first >= TICKED_FROM * 100
        and same_figures(row.name, near[0].name)
        and (spelled_alike(row.name, near[0].name) or _same_mail(near[0]))
        and not _apart(near[0])
    )
    return replace(row, state=LinkState.SUGGESTED, quickbooks_name=near[0].name, ticked=sure)


def _apart(candidate: Candidate) -> bool:
    """An item that posts elsewhere, a term of other days: the name alone is not enough."""
    return any(fact.same is False and fact.label in {"Posts to", "Due after"} for fact in candidate.facts)


def _same_mail(candidate: Candidate) -> bool:
    return any(fact.same is True and fact.label == EMAIL for fact in candidate.facts)


def _kept(books: Books, link: Link) -> LinkRow:
    """A link that no unposted invoice needs today."""
    name = link.name or link.key.partition(":")[2]
    names = {record.id: name_of(record) for record in choices(books, link.kind)}
    asleep = _inactive(books, link.kind, link.quickbooks_id)
    gone = LinkState.INACTIVE if asleep else LinkState.BROKEN
    return LinkRow(
        link.kind,
        link.key,
        name,
        LinkState.LINKED if link.quickbooks_id in names else gone,
        quickbooks_id=link.quickbooks_id,
        quickbooks_name=names.get(link.quickbooks_id, asleep),
        candidates=candidates(books, Subject(link.kind, link.key, name)),
    )


def _inactive(books: Books, kind: ListKind, key: QuickBooksId | None) -> str:
    """What an inactive record is called in a row; empty where it is active, or is none."""
    record = next((one for one in records_of(books.lists, kind) if one.id == key), None)
    if record is None or getattr(record, "active", True):
        return ""
    return f"{without_deleted(name_of(record))} (inactive)"


def _found(books: Books, subject: Subject) -> QuickBooksId | None:
    """What a batch would find by itself, an inactive one not counting."""
    name = folded(subject.name)
    match subject.kind:
        case ListKind.CUSTOMER:
            return subject.found
        case ListKind.ITEM:
            return _id(books.items_by_name.get(name))
        case ListKind.TERM:
            return _id(books.terms_by_name.get(name))
        case ListKind.CLASS:
            return _id(books.classes_by_name.get(name))
        case ListKind.DEPARTMENT:
            return _id(books.departments_by_name.get(name))
        case ListKind.TAX_CODE:
            return _id(books.tax_codes_by_name.get(name))
        case ListKind.ACCOUNT:
            return _id(books.account(subject.name))
        case ListKind.TAX_AGENCY:
            agencies = (one for one in books.lists.tax_agencies if subject.name in states_named(one.name))
            return _id(next(agencies, None))
        case _:
            return None


def _id(record: object) -> QuickBooksId | None:
    return None if record is None else QuickBooksId(str(getattr(record, "id")))  # noqa: B009 - of seven types


def _details(subject: Subject) -> tuple[str, ...]:
    """What ConnectWise says of the record, a line each."""
    contact = " · ".join(part for part in (subject.account_id, subject.email) if part)
    account = f"Account {subject.account}" if subject.account else ""
    days = "" if subject.due_days is None else f"Due after {subject.due_days} days"
    return tuple(
        part for part in (contact, subject.address, subject.phone, account, days, subject.trouble) if part
    )
