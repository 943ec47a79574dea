"""What happened to an invoice between its plan and now: gone, changed, or met by another in QuickBooks."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable

from mobius_desktop.domain.connectwise import UnpostedInvoice
from mobius_desktop.domain.findings import Finding, FindingRule
from mobius_desktop.domain.ids import BillingLogId
from mobius_desktop.domain.money import amount_text
from mobius_desktop.domain.plan import InvoicePlan, PlanOutcome
from mobius_desktop.domain.run_causes import RUN_CAUSES


def left_before(plan: InvoicePlan) -> bool:
    return any(one.code == "NO_LONGER_UNPOSTED" for one in plan.findings)


def is_same(then: UnpostedInvoice, now: UnpostedInvoice | None) -> bool:
    """Whether an invoice is as it was. Its id in the list and the time it was closed change by themselves."""
    if now is None:
        return False
    return dataclasses.replace(now, unposted_id=then.unposted_id, closed_at=then.closed_at) == then


def cause_since(plan: InvoicePlan, now: UnpostedInvoice | None, taken: set[str]) -> tuple[str, str] | None:
    then = plan.invoice
    if now is None:
        rule = RUN_CAUSES["NO_LONGER_UNPOSTED"]
        return rule.sentence.format(number=then.number), rule.code
    if not is_same(then, now):
        rule = RUN_CAUSES["CHANGED_SINCE_PREVIEW"]
        before, after = amount_text(then.total, then.currency), amount_text(now.total, now.currency)
        return rule.sentence.format(number=then.number, before=before, after=after), rule.code
    if plan.document is not None and plan.document.number in taken:
        rule = RUN_CAUSES["APPEARED_SINCE_PREVIEW"]
        return rule.sentence.format(number=plan.document.number), rule.code
    return None


def blocked_by(plan: InvoicePlan, cause: Finding) -> InvoicePlan:
    return dataclasses.replace(plan, outcome=PlanOutcome.BLOCKED, findings=(cause, *plan.findings), needs=())


def of_rule(rule: FindingRule, invoice: UnpostedInvoice) -> Finding:
    amount = amount_text(invoice.total, invoice.currency)
    sentence = rule.sentence.format(number=invoice.number, amount=amount)
    return Finding(rule.code, rule.severity, invoice.billing_log_id, sentence, rule.fix, invoice.total)


def no_longer_unposted(
    listed: Iterable[UnpostedInvoice], gone: Collection[BillingLogId]
) -> list[InvoicePlan]:
    """Rows that were ticked and have left the unposted list since."""
    return [
        InvoicePlan(
            invoice=row,
            outcome=PlanOutcome.BLOCKED,
            document=None,
            canonical_hash="",
            series=0,
            record_ids=(),
            findings=(of_rule(RUN_CAUSES["NO_LONGER_UNPOSTED"], row),),
        )
        for row in listed
        if row.billing_log_id in gone
    ]
