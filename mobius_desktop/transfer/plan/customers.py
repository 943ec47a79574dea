"""The customer of a document: always the bill-to company, found by link, account id, name, or created."""

from __future__ import annotations

from dataclasses import dataclass

from mobius_desktop.domain.document import NewRecord, RecordRef
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.ids import QuickBooksId, RecordKey
from mobius_desktop.domain.quickbooks import Customer, ListKind
from mobius_desktop.transfer.plan.addresses import as_document_address, valid_email
from mobius_desktop.transfer.plan.alike import alike
from mobius_desktop.transfer.plan.books import Books
from mobius_desktop.transfer.plan.case import Case
from mobius_desktop.transfer.plan.creation import creation
from mobius_desktop.transfer.plan.names import folded, name_problem, plain_name, same_name

SUGGESTED_FROM = 0.85
"""A customer this much alike blocks creating another."""
TICKED_FROM = 0.92
"""The Links page ticks a suggestion this much alike by itself, if no other comes within `TICKED_AHEAD`."""
TICKED_AHEAD = 0.05


@dataclass(frozen=True, slots=True)
class CustomerChoice:
    """The customer of a document. `customer` is None while QuickBooks has none."""

    ref: RecordRef
    customer: Customer | None = None
    problems: tuple[Finding, ...] = ()
    new: NewRecord | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A QuickBooks customer that may be the one, and how much the names are alike (0 to 1)."""

    id: QuickBooksId
    name: str
    score: float


def customer_key(case: Case) -> RecordKey:
    """`customer:<ConnectWise company id>`; the account id stands in where the list gave no company."""
    reference = case.invoice.bill_to or case.invoice.company
    return RecordKey(f"customer:{reference.id if reference else account_of(case)}")


def account_of(case: Case) -> str:
    """The account id of the bill-to customer."""
    company = case.bill_to
    return case.transaction.account_id or case.invoice.account_id or (company.account_id if company else "")


def choose_customer(case: Case) -> CustomerChoice:
    """First match of link, CompanyName = account id, DisplayName = `Company (AccountID)`."""
    name, key = customer_name(case), customer_key(case)
    missing = RecordRef(ListKind.CUSTOMER, key, name)
    linked = case.books.link(ListKind.CUSTOMER, key)
    if linked is not None and linked not in case.books.customers:
        return CustomerChoice(missing, None, (case.find("LINK_BROKEN", name=name),))
    fitting = [case.books.customers[linked]] if linked else _matched(case.books, account_of(case), name)
    if len(fitting) > 1:
        return CustomerChoice(missing, None, (_ambiguous(case, fitting),))
    if not fitting:
        return _unmatched(case, missing)
    customer = fitting[0]
    ref = RecordRef(ListKind.CUSTOMER, key, customer.display_name, customer.id)
    checks = (_inactive(case, customer, name), _other_currency(case, customer))
    return CustomerChoice(ref, customer, tuple(problem for problem in checks if problem))


def _inactive(case: Case, customer: Customer, name: str) -> Finding | None:
    return None if customer.active else case.find("CUSTOMER_INACTIVE", customer=name)


def _other_currency(case: Case, customer: Customer) -> Finding | None:
    """ERROR for a customer whose currency is not the invoice's. A foreign invoice is another finding."""
    home = case.books.preferences.home_currency
    if customer.currency in {"", home} or case.transaction.currency not in {"", home}:
        return None
    return case.find(
        "CUSTOMER_CURRENCY", customer=customer.display_name, currency=customer.currency, home=home
    )


def customer_name(case: Case) -> str:
    """The bill-to company's name in ConnectWise."""
    reference = case.invoice.bill_to or case.invoice.company
    return plain_name(
        case.bill_to.name if case.bill_to else reference.name if reference else account_of(case)
    )


def suggestions(books: Books, name: str, limit: int = 5) -> tuple[Suggestion, ...]:
    """Active customers whose names are most alike, best first, from `SUGGESTED_FROM` on."""
    scored = [
        Suggestion(customer.id, customer.display_name, alike(name, customer.display_name))
        for customer in books.lists.customers
        if customer.active
    ]
    best = sorted(
        (one for one in scored if one.score >= SUGGESTED_FROM), key=lambda one: (-one.score, one.name)
    )
    return tuple(best[:limit])


def _matched(books: Books, account: str, name: str) -> list[Customer]:
    """The customers of that account id: active ones before inactive, main ones before sub-customers."""
    if not account:
        return []
    fitting = list(books.customers_by_company.get(same_name(account), ()))
    for better in (_is_active, _is_main):
        fitting = [customer for customer in fitting if better(customer)] or fitting
    by_name = books.customers_by_name.get(folded(f"{name} ({account})"))
    return fitting or ([by_name] if by_name else [])


def _is_active(customer: Customer) -> bool:
    return customer.active


def _is_main(customer: Customer) -> bool:
    return customer.parent_id is None


def _ambiguous(case: Case, fitting: list[Customer]) -> Finding:
    names = ", ".join(sorted(customer.display_name for customer in fitting))
    count = str(len(fitting))
    return case.find("CUSTOMER_AMBIGUOUS", account=account_of(case), count=count, customers=names)


def _unmatched(case: Case, missing: RecordRef) -> CustomerChoice:
    """A suggestion blocks; without one the customer is created, if its name is free and it is allowed."""
    name = missing.name
    for suggestion in suggestions(case.books, name, 1):
        problem = case.find(
            "CUSTOMER_UNLINKED",
            customer=name,
            suggestion=suggestion.name,
            suggestion_id=suggestion.id,
            score=f"{suggestion.score:.2f}",
        )
        if not _is_another(case, name, suggestion):
            return CustomerChoice(missing, None, (problem,))
    return _created(case, missing)


def _is_another(case: Case, name: str, suggestion: Suggestion) -> bool:
    """Whether the user said, on any invoice of the customer, that the suggestion is not the one."""
    about = {("customer", name), ("suggestion_id", suggestion.id)}
    return any(
        judgement.code == "CUSTOMER_UNLINKED"
        and judgement.verdict == "another-one"
        and about <= set(judgement.facts)
        for judgement in case.data.judgements
    )


def _created(case: Case, missing: RecordRef) -> CustomerChoice:
    options, account = case.options, account_of(case)
    full = f"{missing.name} ({account})" if options.append_account_name and account else missing.name
    parent, _, child = full.rpartition(":")
    ref = RecordRef(ListKind.CUSTOMER, missing.key, plain_name(child))
    problem = _name_taken(case, plain_name(full)) or _name_impossible(case, ref.name)
    parent_record = case.books.customers_by_name.get(folded(parent)) if parent else None
    if parent and parent_record is None:
        problem = problem or case.find("PARENT_MISSING", name=full, parent=parent)
    problem = problem or creation(case, options.create_customers, "CUSTOMER_NOT_FOUND", "Customer", full)
    if problem:
        return CustomerChoice(ref, None, (problem,))
    company = case.bill_to
    exempt, automated = case.is_exempt, case.books.preferences.automated_sales_tax
    new = NewRecord(
        ref=ref,
        company_name=account,
        parent_id=parent_record.id if parent_record else None,
        parent_name=parent_record.fully_qualified_name if parent_record else "",
        address=as_document_address(company.address) if company and company.address else None,
        email=valid_email(company.invoice_email) if company else "",
        phone=company.phone[:30] if company else "",
        taxable=automated or not exempt,
    )
    warnings = (
        case.find("EXEMPTION_REASON_MISSING", customer=full) if exempt and automated else None,
        None if account else case.find("CUSTOMER_WITHOUT_ACCOUNT_ID", customer=full),
        case.find("CREDIT_FOR_NEW_CUSTOMER", amount=case.total, customer=full) if case.is_credit else None,
    )
    return CustomerChoice(ref, None, tuple(one for one in warnings if one), new)


def _name_taken(case: Case, name: str) -> Finding | None:
    """Customers, vendors and employees share one space of names, inactive ones included."""
    key, books = folded(name), case.books
    if key in books.vendors_by_name:
        return case.find("NAME_TAKEN_BY_VENDOR", customer=name)
    if key in books.employees_by_name:
        return case.find("NAME_TAKEN_BY_EMPLOYEE", customer=name)
    taken = books.customers_by_name.get(key)
    if taken is None:
        return None
    if not taken.active:
        return case.find("CUSTOMER_INACTIVE", customer=taken.display_name)
    return case.find(
        "NAME_TAKEN_TWICE",
        name=name,
        first=f"customer {taken.company_name or taken.id}",
        second=account_of(case),
    )


def _name_impossible(case: Case, name: str) -> Finding | None:
    why = name_problem(name)
    return case.find("NAME_NOT_POSSIBLE", name=name, why=why) if why else None
