"""The ConnectWise records that the unposted invoices refer to, under the keys that the plan uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from mobius_desktop.domain.connectwise import UnpostedInvoice
from mobius_desktop.domain.document import Document, NewRecord
from mobius_desktop.domain.ids import BillingLogId, ConnectWiseId, QuickBooksId, RecordKey
from mobius_desktop.domain.plan import PlanInput
from mobius_desktop.domain.quickbooks import Customer, ListKind
from mobius_desktop.transfer.linking.creatable import creatable
from mobius_desktop.transfer.plan.books import Books, account_key, link_key
from mobius_desktop.transfer.plan.builder import build_plan
from mobius_desktop.transfer.plan.case import Case
from mobius_desktop.transfer.plan.customers import account_of, choose_customer, customer_key, customer_name
from mobius_desktop.transfer.plan.items import catalog_id
from mobius_desktop.transfer.plan.regions import state_code


@dataclass(slots=True)
class Subject:
    """A ConnectWise record and the unposted invoices that need it."""

    kind: ListKind
    record: RecordKey
    """Its key in the plan."""
    name: str
    connectwise_id: ConnectWiseId | None = None
    invoices: dict[BillingLogId, Decimal] = field(default_factory=dict)
    found: QuickBooksId | None = None
    """What the plan finds by itself or by a link (customers only: their rule has several steps)."""
    account_id: str = ""
    email: str = ""
    address: str = ""
    phone: str = ""
    taxable: bool | None = None
    account: str = ""
    """Of an item: the account of the first row that names it."""
    due_days: int | None = None
    trouble: str = ""
    """Why a batch could not create it."""
    new: NewRecord | None = None
    """What a batch, or the user, would create for it."""

    @property
    def key(self) -> RecordKey:
        """Its key as a link: by ConnectWise's id where there is one, so that a new name does no harm."""
        return link_key(self.record, self.connectwise_id)

    @property
    def money(self) -> Decimal:
        return sum(self.invoices.values(), Decimal("0.00"))


_SAID_BY_THE_ROW = frozenset({"CUSTOMER_UNLINKED"})
Subjects = dict[tuple[ListKind, RecordKey], Subject]


def collect_subjects(data: PlanInput, books: Books) -> Subjects:
    """All subjects, in the order in which the list first needs them."""
    found = collect_customers(data, books)
    for case in _cases(data, books, data.invoices):
        _take_tax_code(found, case)
        for row in case.rows:
            name = account_key(row.account)
            _take(found, ListKind.ACCOUNT, f"account:{name}", name, case.invoice)
    plans, _, _ = build_plan(data)
    drafted = [plan for plan in plans if plan.document is not None]
    for plan in drafted:
        if plan.document is not None:
            _take_document(found, data, plan.document, plan.invoice)
    new = creatable(_cases(data, books, (plan.invoice for plan in drafted)))
    for subject in found.values():
        subject.new = subject.new or new.get(subject.record)
    return found


def collect_customers(data: PlanInput, books: Books) -> Subjects:
    """The customers alone, without a plan of everything."""
    found: Subjects = {}
    for case in _cases(data, books, data.invoices):
        _take_customer(found, case)
    return found


def _cases(data: PlanInput, books: Books, invoices: Iterable[UnpostedInvoice]) -> Iterator[Case]:
    for invoice in invoices:
        transaction = data.export.get(invoice.billing_log_id)
        if transaction is not None:
            yield Case(data, books, invoice, transaction)


def _take(
    found: Subjects,
    kind: ListKind,
    record: str,
    name: str,
    invoice: UnpostedInvoice,
    *,
    connectwise_id: ConnectWiseId | None = None,
) -> Subject:
    new = Subject(kind, RecordKey(record), name, connectwise_id)
    subject = found.setdefault((kind, new.key), new)
    subject.invoices[invoice.billing_log_id] = invoice.total
    return subject


def _take_customer(found: Subjects, case: Case) -> None:
    subject = _take(found, ListKind.CUSTOMER, customer_key(case), customer_name(case), case.invoice)
    chosen = choose_customer(case)
    choice: Customer | None = chosen.customer
    subject.found = subject.found or (choice.id if choice else None)
    subject.new = subject.new or chosen.new
    if chosen.new is None and (choice is None or not choice.active):
        told = [one.sentence for one in chosen.problems if one.code not in _SAID_BY_THE_ROW]
        subject.trouble = told[0] if told else ""
    subject.account_id = subject.account_id or account_of(case)
    company = case.bill_to
    if company is not None:
        place = company.address
        subject.email, subject.phone, subject.taxable = company.invoice_email, company.phone, company.taxable
        town = " ".join(part for part in (place.city, place.region, place.postal_code) if part)
        subject.address = ", ".join(part for part in (place.line1, town) if part)


def _take_tax_code(found: Subjects, case: Case) -> None:
    name = case.transaction.tax_code or case.invoice.tax_code
    if name and case.is_taxed and not case.books.preferences.automated_sales_tax:
        number = case.transaction.tax_code_id
        _take(found, ListKind.TAX_CODE, f"taxcode:{name}", name, case.invoice, connectwise_id=number)


def _take_document(found: Subjects, data: PlanInput, document: Document, invoice: UnpostedInvoice) -> None:
    transaction = data.export[invoice.billing_log_id]
    catalog = {row.id: catalog_id(row) for row in transaction.rows}
    for line in document.lines:
        key = line.item.key
        subject = _take(
            found, ListKind.ITEM, key, _name(key), invoice, connectwise_id=catalog.get(line.gl_id)
        )
        subject.account = subject.account or line.account
        if line.class_ref is not None:
            _take(found, ListKind.CLASS, line.class_ref.key, _name(line.class_ref.key), invoice)
    if document.term is not None:
        key = document.term.key
        term = _take(found, ListKind.TERM, key, _name(key), invoice, connectwise_id=transaction.terms_id)
        term.due_days = transaction.due_days
    for ref in (document.class_ref, document.department):
        if ref is not None:
            _take(found, ref.kind, ref.key, _name(ref.key), invoice)
    if data.lists.preferences.automated_sales_tax and document.sales_tax and document.ship_address:
        region = state_code(document.ship_address.region)
        if region:
            _take(found, ListKind.TAX_AGENCY, f"taxagency:{region}", region, invoice)


def _name(key: RecordKey) -> str:
    """Keys of all but customers hold ConnectWise's name."""
    return key.partition(":")[2]
