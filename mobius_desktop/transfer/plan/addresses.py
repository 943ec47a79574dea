"""Addresses, e-mail and PO number: what the GL export lacks and the invoice's own record has."""

from __future__ import annotations

import re

from mobius_desktop.domain.connectwise import PostalAddress, Reference
from mobius_desktop.domain.document import DocumentAddress
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.options import EmailStatus
from mobius_desktop.domain.states import Severity
from mobius_desktop.transfer.plan.case import Case
from mobius_desktop.transfer.plan.names import REFUSED
from mobius_desktop.transfer.plan.regions import state_code
from mobius_desktop.transfer.plan.text import without_refused

LONGEST_PO = 15
LONGEST_EMAIL = 100
_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;.]+(\.[^@\s,;.]+)+")
_LONGEST_LINE = 500
_AT_HOME = frozenset({"", "us", "usa", "u.s.", "u.s.a.", "united states", "united states of america"})


def as_document_address(address: PostalAddress, first_line: str = "") -> DocumentAddress:
    """The address as it is sent; `first_line` names the served company."""
    written = (REFUSED.sub("", line) for line in (first_line, address.line1, address.line2))
    lines = tuple(line[:_LONGEST_LINE] for line in written if line)
    region = state_code(address.region) if address.country.casefold() in _AT_HOME else address.region
    return DocumentAddress(
        lines, address.city[:255], region[:255], address.postal_code[:30], address.country[:255]
    )


def valid_email(address: str) -> str:
    """The address if QuickBooks would take it, else nothing: a wrong one would block the document."""
    trimmed = address.strip()
    return trimmed if len(trimmed) <= LONGEST_EMAIL and _EMAIL.fullmatch(trimmed) else ""


def invalid_email(case: Case) -> Finding | None:
    """INFO for an invoice e-mail that is left out; WARNING where QuickBooks was to send it there."""
    company = case.bill_to
    email = company.invoice_email.strip() if company else ""
    if company is None or not email or valid_email(email):
        return None
    wanted = case.options.email_status is EmailStatus.NEED_TO_SEND
    return case.find(
        "EMAIL_NOT_VALID",
        severity=Severity.WARNING if wanted else None,
        customer=company.name,
        email=email,
    )


def bill_address(case: Case) -> DocumentAddress | None:
    address = case.details.bill_to_address if case.details else None
    return as_document_address(address) if address else None


def ship_address(case: Case) -> tuple[DocumentAddress | None, tuple[Finding, ...]]:
    """The ship-to address in full, as it decides the tax agency; INFO where another company is served."""
    problems = []
    served = served_company(case)
    if served:
        customer = (
            case.bill_to.name if case.bill_to else case.invoice.bill_to.name if case.invoice.bill_to else ""
        )
        problems.append(case.find("BILL_TO_DIFFERS", served=served.name, customer=customer))
    address = case.details.ship_to_address if case.details else None
    name = served.name if served else ""
    if not address:
        return (DocumentAddress((name,)) if name else None), tuple(problems)
    return as_document_address(address, name), tuple(problems)


def served_company(case: Case) -> Reference | None:
    """The company that the invoice is for, where that is not the one that pays."""
    invoice, exported = case.invoice, case.transaction
    if invoice.bill_to is None:
        return None
    for reference in (invoice.ship_to, exported.ship_to, invoice.company):
        if reference is not None and reference.id != invoice.bill_to.id:
            return reference
    return None


def po_number(case: Case) -> tuple[str, str, tuple[Finding, ...]]:
    """PONumber and, where it is too long for that, a line of the message to the customer."""
    whole = case.details.customer_po.strip() if case.details else ""
    text, refused = without_refused(case, "The PO number", whole)
    if len(text) <= LONGEST_PO:
        return text, "", refused
    problem = case.find("PO_NUMBER_LONG", po_number=text, limit=str(LONGEST_PO))
    return "", f"PO {text}", (*refused, problem)
