"""Credits have to be applied by someone, and payments never travel: what is to be said of both."""

from __future__ import annotations

from decimal import Decimal

from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.money import amount_text
from mobius_desktop.domain.quickbooks import DocumentKind
from mobius_desktop.transfer.plan.case import Case


def credit_findings(case: Case) -> tuple[Finding, ...]:
    """INFO on each credit memo where it belongs, and on each invoice what is paid in ConnectWise."""
    details = case.details
    if case.kind is DocumentKind.INVOICE:
        paid = _settled(case)
        return (case.find("PAID_IN_CONNECTWISE", amount=paid),) if paid else ()
    problems = []
    if not case.transaction.is_credit_memo:
        positive = amount_text(case.total, case.transaction.currency)
        problems.append(case.find("NEGATIVE_AS_CREDIT_MEMO", positive=positive))
    to = f" to invoice {details.applied_to}" if details and details.applied_to else ""
    problems.append(case.find("CREDIT_TO_APPLY", amount=case.total, to=to))
    if case.books.preferences.auto_apply_credit:
        problems.append(case.find("AUTO_APPLY_CREDIT", amount=case.total))
    return tuple(problems)


def _settled(case: Case) -> Decimal:
    """What is paid or credited in ConnectWise, less the credit memos that travel in the same batch."""
    details = case.details
    if details is None:
        return Decimal(0)
    settled = details.payments + abs(details.credits)
    if not settled:
        return settled
    travelling = sum(
        (
            abs(other.total)
            for other in case.data.invoices
            if (found := case.data.details.get(other.billing_log_id))
            and found.applied_to == case.invoice.number
        ),
        Decimal(0),
    )
    return max(settled - travelling, Decimal(0))
