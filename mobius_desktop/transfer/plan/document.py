"""Puts the document of one invoice together from what each rule says about it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from mobius_desktop.domain.connectwise import GlRow, GlType
from mobius_desktop.domain.document import Document, DocumentLine, RecordRef
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.money import amount_text
from mobius_desktop.domain.options import TaxMode
from mobius_desktop.domain.origin import marker
from mobius_desktop.domain.quickbooks import DocumentKind
from mobius_desktop.transfer.plan.addresses import (
    bill_address,
    invalid_email,
    po_number,
    ship_address,
    valid_email,
)
from mobius_desktop.transfer.plan.books import account_key, account_label
from mobius_desktop.transfer.plan.case import Case
from mobius_desktop.transfer.plan.classes import Labels, choose_labels
from mobius_desktop.transfer.plan.customers import choose_customer
from mobius_desktop.transfer.plan.dates import (
    choose_term,
    due_date,
    early_due_date,
    posting_date,
    unusual_date,
)
from mobius_desktop.transfer.plan.items import Choice, choose_item, find_item
from mobius_desktop.transfer.plan.number import document_number, number_too_long
from mobius_desktop.transfer.plan.records import Wanted
from mobius_desktop.transfer.plan.signs import Measure, measure, rounding, row_kinds
from mobius_desktop.transfer.plan.tax import choose_tax, line_taxable
from mobius_desktop.transfer.plan.text import line_text, memo_text


@dataclass(frozen=True, slots=True)
class Draft:
    """A document, what speaks for and against it, and the list records that it needs."""

    document: Document
    problems: tuple[Finding, ...]
    wanted: tuple[Wanted, ...]


def draft_document(case: Case, series: int) -> Draft:
    """The exact document of an invoice whose figures agree."""
    customer, labels, term = choose_customer(case), choose_labels(case), choose_term(case)
    lines, line_problems, wanted = _lines(case, labels)
    ship_to, ship_problems = ship_address(case)
    po, po_line, po_problems = po_number(case)
    comment = case.details.comment if case.details and case.options.send_comments else ""
    memo, memo_problems = memo_text(case, [po_line, comment])
    date, date_problems = posting_date(case)
    tax = choose_tax(case, customer.customer, ship_to)
    number = document_number(case.invoice, case.options)
    word = "Credit memo" if case.kind is DocumentKind.CREDIT_MEMO else "Invoice"
    mark = marker(case.invoice.billing_log_id, case.data.origin, series)
    online = case.kind is DocumentKind.INVOICE and case.books.preferences.online_payments
    document = Document(
        kind=case.kind,
        billing_log_id=case.invoice.billing_log_id,
        number=number,
        date=date,
        due_date=due_date(case),
        currency=case.transaction.currency or case.books.preferences.home_currency,
        customer=customer.ref,
        lines=lines,
        tax=tax.tax,
        total=case.total,
        sales_tax=case.sales_tax,
        private_note=f"{word} {number} {mark}",
        term=term.ref,
        department=labels.department,
        class_ref=labels.of_document,
        bill_address=bill_address(case),
        ship_address=ship_to,
        bill_email=valid_email(case.bill_to.invoice_email) if case.bill_to else "",
        email_status=case.options.email_status,
        po_number=po,
        customer_memo=memo,
        online_card=online and case.options.online_card,
        online_bank=online and case.options.online_bank,
    )
    single = (
        number_too_long(case),
        _over_limit(case),
        _currency(case),
        _receivables(case),
        early_due_date(case),
        invalid_email(case),
    )
    problems = (
        *(problem for problem in single if problem),
        *customer.problems,
        *date_problems,
        *unusual_date(case, date),
        *row_kinds(case),
        *line_problems,
        *labels.problems,
        *tax.problems,
        *term.problems,
        *ship_problems,
        *po_problems,
        *memo_problems,
    )
    others = (customer.new, term.new, *labels.new)
    return Draft(document, problems, (*wanted, *(Wanted(new) for new in others if new)))


def _lines(
    case: Case, labels: Labels
) -> tuple[tuple[DocumentLine, ...], tuple[Finding, ...], tuple[Wanted, ...]]:
    lines, problems, wanted = [], [], []
    for position, (row, class_ref) in enumerate(zip(case.rows, labels.by_line, strict=True), start=1):
        said = measure(row, case.amount(row))
        choice = choose_item(case, row, said)
        text, text_problems = line_text(case, position, row, said.kept)
        rounded = rounding(case, position, row, said)
        problems += [*choice.problems, *text_problems, *([rounded] if rounded else [])]
        wanted += _wanted(choice, row)
        lines.append(_line(case, row, choice, said=said, text=text, class_ref=class_ref))
    if case.is_taxed and case.options.tax_mode is TaxMode.TAX_AS_LINE:
        for rows in _by_account(case.tax_rows):
            line, tax_problems, tax_wanted = _tax_line(case, rows)
            lines.append(line)
            problems += tax_problems
            wanted += tax_wanted
    return tuple(lines), _once(problems), tuple(wanted)


def _line(
    case: Case, row: GlRow, choice: Choice, *, said: Measure, text: str, class_ref: RecordRef | None
) -> DocumentLine:
    return DocumentLine(
        amount=case.amount(row),
        item=choice.ref,
        quantity=said.quantity,
        unit_price=said.unit_price,
        taxable=line_taxable(case, row),
        description=text,
        account=case.books.account_name(row.account),
        gl_id=row.id,
        gl_type=row.gl_type,
        class_ref=class_ref,
        posts_to=choice.posts_to,
    )


def _by_account(rows: tuple[GlRow, ...]) -> list[list[GlRow]]:
    """Tax rows that are not zero, by the account they post to."""
    groups: dict[str, list[GlRow]] = {}
    for row in rows:
        if row.total:
            groups.setdefault(account_key(row.account), []).append(row)
    return list(groups.values())


def _tax_line(case: Case, rows: list[GlRow]) -> tuple[DocumentLine, list[Finding], list[Wanted]]:
    """The sales tax of one account as a line on a service item of that account.

    The first account has the item of the options; where there are more, each gets an item that names it."""
    first = rows[0]
    amount = sum((case.amount(row) for row in rows), Decimal("0.00"))
    item = case.options.tax_line_item
    if account_key(first.account) != account_key(case.tax_rows[0].account):
        item = f"{item} {account_key(first.account)}"
    said = Measure(Decimal(-1) if amount < 0 else Decimal(1), abs(amount))
    choice = find_item(case, first, item, said)
    problems = [problem for problem in choice.problems if problem.code != "ACCOUNT_TYPE_UNUSUAL"]
    line = DocumentLine(
        amount=amount,
        item=choice.ref,
        quantity=said.quantity,
        unit_price=said.unit_price,
        taxable=False,
        description=case.options.tax_line_item,
        account=case.books.account_name(first.account),
        gl_id=first.id,
        gl_type=first.gl_type,
    )
    return line, problems, _wanted(choice, first)


def _wanted(choice: Choice, row: GlRow) -> list[Wanted]:
    return [Wanted(choice.new, row.gl_type == GlType.DEFERRED_REVENUE)] if choice.new else []


def _once(problems: list[Finding]) -> tuple[Finding, ...]:
    """Findings without exact repetitions, as two lines of one inactive item and amount would give."""
    return tuple(dict.fromkeys(problems))


def _over_limit(case: Case) -> Finding | None:
    """WARNING for a document of more than the company lets pass; 0.00 is no limit."""
    limit = case.options.document_limit
    if not limit or case.total <= limit:
        return None
    shown = amount_text(limit, case.transaction.currency)
    return case.find("OVER_LIMIT", amount=case.total, limit=shown)


def _currency(case: Case) -> Finding | None:
    home = case.books.preferences.home_currency
    currency = case.transaction.currency or case.invoice.currency or home
    return None if currency == home else case.find("CURRENCY", currency=currency, home=home)


def _receivables(case: Case) -> Finding | None:
    """The API gives no choice of receivables account: WARNING where ConnectWise says another."""
    own, said = case.books.receivables(), account_key(case.transaction.account)
    if not own or not said:
        return None
    account = case.books.account(said)
    if account is not None and account.id == own[0].id:
        return None
    return case.find(
        "RECEIVABLES_DIFFER",
        account=account_label(account) if account else said,
        quickbooks_account=account_label(own[0]),
    )
