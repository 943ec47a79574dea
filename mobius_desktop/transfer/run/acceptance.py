"""A difference that the user accepted: for what both systems showed at that moment, and nothing else."""

from __future__ import annotations

from mobius_desktop.domain.connectwise import UnpostedInvoice
from mobius_desktop.domain.ids import BillingLogId
from mobius_desktop.domain.money import amount_text
from mobius_desktop.domain.ports import Journal
from mobius_desktop.domain.quickbooks import FoundDocument
from mobius_desktop.transfer.run.job import Facts, signed

ACCEPT = "accept"


def facts_shown(currency: str, found: FoundDocument, now: UnpostedInvoice) -> Facts:
    """What both systems show of an invoice."""
    kind = found.ref.kind
    return (
        ("document", f"{kind.value} {found.ref.id}"),
        ("quickbooks", amount_text(signed(kind, found.total), currency)),
        ("quickbooks tax", amount_text(signed(kind, found.tax), currency)),
        ("connectwise", amount_text(now.total, currency)),
        ("connectwise tax", amount_text(now.sales_tax, currency)),
        ("date", found.date.isoformat()),
        ("customer", found.customer_id),
        ("number", found.number),
    )


def accepted_facts(journal: Journal, billing_log_id: BillingLogId) -> Facts:
    """The facts of the latest word that accepted a difference of the invoice; empty without one."""
    words = [one for one in journal.judgements((billing_log_id,)) if one.verdict == ACCEPT]
    return words[-1].facts if words else ()


def is_accepted(facts: Facts, found: FoundDocument, now: UnpostedInvoice) -> bool:
    """Whether the user's word holds for what both systems show now."""
    return bool(facts) and facts == facts_shown(now.currency, found, now)
