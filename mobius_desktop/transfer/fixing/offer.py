"""Which cures a finding has. Tables say which record a code is about, and which option."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from mobius_desktop.domain.connectwise import GlTransaction, UnpostedInvoice
from mobius_desktop.domain.document import Document
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.ids import QuickBooksId, RecordKey
from mobius_desktop.domain.options import CompanyOptions, Creation, TaxMode
from mobius_desktop.domain.quickbooks import ListKind
from mobius_desktop.domain.states import Severity
from mobius_desktop.transfer.fixing.cures import Cure, LinkCure, OptionCure
from mobius_desktop.transfer.linking.candidates import candidates, choices, name_of
from mobius_desktop.transfer.linking.subjects import Subject
from mobius_desktop.transfer.plan.books import Books
from mobius_desktop.transfer.plan.items import catalog_id
from mobius_desktop.transfer.plan.names import folded, plain_name
from mobius_desktop.transfer.plan.regions import state_code

_CUSTOMER, _ITEM = ListKind.CUSTOMER, ListKind.ITEM
#: Code: the kind of record it is about, and the fact that names it.
_RECORDS: dict[str, tuple[ListKind, str]] = {
    **dict.fromkeys(
        (
            "CUSTOMER_UNLINKED",
            "CUSTOMER_AMBIGUOUS",
            "CUSTOMER_NOT_FOUND",
            "CUSTOMER_INACTIVE",
            "CUSTOMER_WILL_BE_CREATED",
            "CUSTOMER_CURRENCY",
            "CREDIT_FOR_NEW_CUSTOMER",
            "NAME_TAKEN_BY_VENDOR",
            "NAME_TAKEN_BY_EMPLOYEE",
            "PARENT_MISSING",
        ),
        (_CUSTOMER, "customer"),
    ),
    **dict.fromkeys(
        (
            "ITEM_NOT_FOUND",
            "ITEM_INACTIVE",
            "ITEM_NOT_SELLABLE",
            "ITEM_ACCOUNT_DIFFERS",
            "ITEM_OF_OTHER_CLASS",
            "ITEM_OF_TWO_ACCOUNTS",
            "DEFERRED_ITEM_ELSEWHERE",
            "INVENTORY_LINE",
            "INVENTORY_BEFORE_START",
            "INVENTORY_QUANTITY",
            "STOCK_ITEM_MISSING",
            "ITEM_AMBIGUOUS",
            "DOWN_PAYMENT_ITEM_MISSING",
        ),
        (_ITEM, "name"),
    ),
    "ACCOUNT_MISSING": (ListKind.ACCOUNT, "account"),
    "ACCOUNT_AMBIGUOUS": (ListKind.ACCOUNT, "account"),
    **dict.fromkeys(
        ("TAX_CODE_UNMAPPED", "TAX_CODE_INACTIVE", "TAX_RATES_DIFFER"), (ListKind.TAX_CODE, "tax_code")
    ),
    "TAX_AGENCY_MISSING": (ListKind.TAX_AGENCY, "region"),
    "TAX_AGENCY_UNSURE": (ListKind.TAX_AGENCY, "region"),
    **dict.fromkeys(("TERM_MISSING", "TERM_INACTIVE", "DUE_DATE_DIFFERS"), (ListKind.TERM, "term")),
    "CLASS_NOT_FOUND": (ListKind.CLASS, "name"),
    "DEPARTMENT_NOT_FOUND": (ListKind.DEPARTMENT, "name"),
}
_ANY_RECORD = frozenset(
    {"LINK_BROKEN", "NAME_NOT_POSSIBLE", "NAME_TAKEN_TWICE", "RECORD_INACTIVE", "CREATION_NOT_APPROVED"}
)
"""Codes that may be about any kind: the document says which of its records has that name."""

_AS_LINE = OptionCure(
    "Send tax as a line…",
    "Sales tax of this company is sent as a line from now on. QuickBooks' sales tax report will not see it.",
    (("tax_mode", TaxMode.TAX_AS_LINE),),
)
_WITH_ACCOUNT = OptionCure(
    "Add the account id to new names…",
    "Customers that are created from now on are named “Company (Account ID)”, as Append Account Name says.",
    (("append_account_name", True),),
)


def _create(field: str, what: str) -> OptionCure:
    return OptionCure(
        f"Let {what} be created…",
        f"Missing {what} are created from now on, each after it was approved in the preview.",
        ((field, Creation.ASK),),
    )


_OPTIONS: dict[str, OptionCure] = {
    "NAME_TAKEN_BY_VENDOR": _WITH_ACCOUNT,
    "NAME_TAKEN_BY_EMPLOYEE": _WITH_ACCOUNT,
    "CUSTOMER_NOT_FOUND": _create("create_customers", "customers"),
    "ITEM_NOT_FOUND": _create("create_items", "items"),
    "DOWN_PAYMENT_ITEM_MISSING": _create("create_items", "items"),
    "CLASS_NOT_FOUND": _create("create_classes", "classes"),
    "DEPARTMENT_NOT_FOUND": _create("create_departments", "QuickBooks Locations"),
    "NUMBER_TOO_LONG": OptionCure(
        "Leave the prefix away…",
        "Numbers are sent as ConnectWise has them from now on, without a prefix.",
        (("number_prefix", ""),),
    ),
    "NUMBER_PREFIXED": OptionCure(
        "Leave the prefix away…",
        "Numbers are sent as ConnectWise has them from now on, without a prefix.",
        (("number_prefix", ""),),
    ),
    "INTERNAL_NOTE": OptionCure(
        "Leave out internal notes…",
        "Internal notes of time entries are left out of the texts of all lines from now on.",
        (("leave_out_internal_notes", True),),
    ),
    "TAX_WITHOUT_TAXABLE_LINE": _AS_LINE,
    "SALES_TAX_OFF": _AS_LINE,
    "AVALARA_IGNORED": OptionCure(
        "Send ConnectWise's amount…",
        "Sales tax is sent as ConnectWise has it from now on.",
        (("tax_mode", TaxMode.SEND_CONNECTWISE),),
    ),
    "INVENTORY_LINE": OptionCure(
        "Stock is kept in QuickBooks…",
        "Lines on stock items change the quantity on hand in QuickBooks and are no longer warned of.",
        (("stock_in_quickbooks", True),),
    ),
    "CLASS_NOT_TRACKED": OptionCure(
        "Use no classes…",
        "Classes of ConnectWise are left out from now on.",
        (("use_classes", False),),
    ),
}


MOST_COMPARED = 8
"""Records of one cause that are compared with all of QuickBooks: a card shows no more, and it takes time."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is known of an invoice where it is shown: in a plan, or in the record of a batch."""

    invoice: UnpostedInvoice
    document: Document | None = None
    transaction: GlTransaction | None = None


class Offering:
    """Offers cures for one company. What a record may be is worked out once, however many invoices need it.

    `books` are QuickBooks' lists as they were last read; None offers no link."""

    def __init__(self, books: Books | None, options: CompanyOptions) -> None:
        self._books = books
        self._options = options
        self._made: dict[tuple[ListKind, RecordKey], LinkCure] = {}
        self._count: Counter[str] = Counter()
        self._choices: dict[ListKind, tuple[tuple[QuickBooksId, str], ...]] = {}

    def cures_of(self, problem: Finding, shown: Shown) -> tuple[Cure, ...]:
        """The cures of a finding that need nobody outside of this program, the likeliest first."""
        found: list[Cure] = []
        if problem.severity is not Severity.INFO:
            subject = _subject(problem, shown)
            if subject is not None and self._books is not None:
                found.append(self._link(problem.code, subject, self._books))
            option = _OPTIONS.get(problem.code)
            if option is not None and option.applied(self._options) != self._options:
                found.append(option)
        return tuple(found)

    def _link(self, code: str, subject: Subject, books: Books) -> LinkCure:
        named = (subject.kind, subject.key)
        if named not in self._made:
            self._count[code] += 1
            if subject.kind not in self._choices:
                self._choices[subject.kind] = tuple(
                    (one.id, name_of(one)) for one in choices(books, subject.kind)
                )
            # What it is now is no cure: that is what the finding is about.
            alike = candidates(books, subject) if self._count[code] <= MOST_COMPARED else ()
            near = tuple(one for one in alike if one.id != subject.found)
            rest = tuple(one for one in self._choices[subject.kind] if one[0] != subject.found)
            self._made[named] = LinkCure(*named, subject.name, near, rest, subject.record)
        return self._made[named]


def _subject(problem: Finding, shown: Shown) -> Subject | None:
    """The ConnectWise record that the finding is about, under the key that the plan uses."""
    facts = dict(problem.facts)
    known = _RECORDS.get(problem.code)
    if known is None:
        if problem.code not in _ANY_RECORD:
            return None
        return _named(facts.get("name", ""), shown)
    kind, fact = known
    name = facts.get(fact, "")
    if kind is _CUSTOMER:
        return _customer(shown, name)
    name = _in_connectwise(kind, shown) or name
    return _by_name(kind, name, shown) if name else None


def _in_connectwise(kind: ListKind, shown: Shown) -> str:
    """ConnectWise's own name, where a finding names the record of QuickBooks."""
    sent, listed = shown.transaction, shown.invoice
    if kind is ListKind.TERM:
        return plain_name((sent.terms_xref or sent.terms if sent is not None else "") or listed.terms)
    if kind is ListKind.TAX_CODE:
        return (sent.tax_code if sent is not None else "") or listed.tax_code
    return ""


def _customer(shown: Shown, name: str) -> Subject | None:
    company = shown.invoice.bill_to or shown.invoice.company
    if shown.document is not None:
        key = shown.document.customer.key
    elif company is not None:
        key = RecordKey(f"customer:{company.id}")
    else:
        return None
    shown_name = company.name if company is not None else name
    found = shown.document.customer.id if shown.document is not None else None
    return Subject(_CUSTOMER, key, shown_name, found=found, account_id=shown.invoice.account_id)


_PREFIXES: dict[ListKind, tuple[str, Callable[[str], str]]] = {
    ListKind.TERM: ("term", str),
    ListKind.CLASS: ("class", str),
    ListKind.DEPARTMENT: ("department", str),
    ListKind.TAX_CODE: ("taxcode", str),
    ListKind.TAX_AGENCY: ("taxagency", lambda name: state_code(name) or name),
    ListKind.ITEM: ("item", str),
    ListKind.ACCOUNT: ("account", str),
}


def _by_name(kind: ListKind, name: str, shown: Shown) -> Subject | None:
    """Keys of all but customers hold ConnectWise's name; that of an item may differ from the one it is
    linked to, so the document is asked first."""
    if kind is _ITEM:
        subject = _named(name, shown, kind)
        if subject is not None:
            return subject
    prefix, said = _PREFIXES[kind]
    sent = shown.transaction
    number = None
    if sent is not None:
        number = {ListKind.TERM: sent.terms_id, ListKind.TAX_CODE: sent.tax_code_id}.get(kind)
    return Subject(kind, RecordKey(f"{prefix}:{said(name)}"), said(name), number)


def _named(name: str, shown: Shown, kind: ListKind | None = None) -> Subject | None:
    """The record of the document that goes by a name, on either side."""
    for ref, more in _records(shown):
        theirs = ref.key.partition(":")[2]
        if kind in {None, ref.kind} and folded(name) in {folded(ref.name), folded(theirs), _last(ref.name)}:
            name_here = ref.name if ref.kind is _CUSTOMER else theirs
            return Subject(ref.kind, ref.key, name_here, found=ref.id, **more)
    return None


def _last(name: str) -> str:
    return folded(name.rpartition(":")[2])


def _records(shown: Shown) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Every record that the document refers to, with what else is known of it."""
    document, sent = shown.document, shown.transaction
    if document is None:
        return
    yield document.customer, {"account_id": shown.invoice.account_id}
    catalog = {row.id: catalog_id(row) for row in sent.rows} if sent is not None else {}
    for line in document.lines:
        yield line.item, {"account": line.account, "connectwise_id": catalog.get(line.gl_id)}
        if line.class_ref is not None:
            yield line.class_ref, {}
    if document.term is not None:
        yield document.term, {"connectwise_id": sent.terms_id if sent is not None else None}
    for ref in (document.class_ref, document.department):
        if ref is not None:
            yield ref, {}
