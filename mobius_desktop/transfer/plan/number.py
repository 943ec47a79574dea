"""The number of a document, and what about the company keeps numbers from being trusted."""

from __future__ import annotations

from mobius_desktop.domain.connectwise import UnpostedInvoice
from mobius_desktop.domain.finding_codes import finding
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.options import CompanyOptions
from mobius_desktop.domain.quickbooks import QuickBooksLists
from mobius_desktop.transfer.plan.case import Case

LONGEST_NUMBER = 21


def document_number(invoice: UnpostedInvoice, options: CompanyOptions) -> str:
    """ConnectWise's number with the company's prefix."""
    return options.number_prefix + invoice.number


def number_too_long(case: Case) -> Finding | None:
    sent = document_number(case.invoice, case.options)
    if len(sent) <= LONGEST_NUMBER:
        return None
    return case.find("NUMBER_TOO_LONG", sent=sent, length=str(len(sent)), limit=str(LONGEST_NUMBER))


def company_problems(lists: QuickBooksLists) -> tuple[Finding, ...]:
    """What keeps every invoice of the company from being sent."""
    problems = []
    if not lists.preferences.custom_transaction_numbers:
        problems.append(finding("NUMBERS_OFF", None))
    if lists.company.country not in {"US", "USA", ""}:
        problems.append(finding("COUNTRY_NOT_SUPPORTED", None, country=lists.company.country))
    return tuple(problems)


def check_setup(options: CompanyOptions, lists: QuickBooksLists) -> tuple[Finding, ...]:
    """What the set-up page says of a company: what blocks it, and what is worth a second thought."""
    problems = list(company_problems(lists))
    if options.number_prefix:
        problems.append(finding("NUMBER_PREFIXED", None, prefix=options.number_prefix))
    return tuple(problems)
