"""Findings that no invoice shows alone: a number given twice, the same bill twice, a later month."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import replace

from mobius_desktop.domain.connectwise import UnpostedInvoice
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.ids import BillingLogId
from mobius_desktop.domain.money import amount_text
from mobius_desktop.domain.plan import InvoicePlan, PlanOutcome
from mobius_desktop.transfer.plan.case import day, found
from mobius_desktop.transfer.plan.dates import usual_month

Found = Mapping[BillingLogId, Finding]


def numbers_twice(plans: Iterable[InvoicePlan]) -> Found:
    """ERROR on all that would be sent under one number: QuickBooks could not tell them apart."""
    return {
        one.invoice.billing_log_id: found(
            one.invoice,
            "NUMBER_TWICE",
            count=str(len(group)),
            others=", ".join(_id_and_amount(other) for other in group if other is not one),
        )
        for group in _groups(plans, _number)
        for one in group
    }


def same_twice(plans: Iterable[InvoicePlan]) -> Found:
    """WARNING on invoices of one customer, day and amount: one may be a copy of the other."""
    return {
        one.invoice.billing_log_id: found(
            one.invoice,
            "SAME_TWICE",
            other=" and ".join(other.invoice.number for other in group if other is not one),
            customer=one.document.customer.name if one.document else "",
            date=day(one.invoice.date),
        )
        for group in _groups(plans, _bill)
        for one in group
    }


def changed_since_listed(listed: Iterable[UnpostedInvoice], plans: Iterable[InvoicePlan]) -> Found:
    """WARNING on what is no longer as the user saw it in the list. New GL ids alone are no change."""
    seen = {one.billing_log_id: one for one in listed}
    found_of: dict[BillingLogId, Finding] = {}
    for plan in plans:
        now = plan.invoice
        then = seen.get(now.billing_log_id)
        if then is None or replace(then, unposted_id=now.unposted_id, closed_at=now.closed_at) == now:
            continue
        found_of[now.billing_log_id] = found(now, "CHANGED_SINCE_LISTED", what=_what_changed(then, now))
    return found_of


def _what_changed(then: UnpostedInvoice, now: UnpostedInvoice) -> str:
    """The weightiest difference in words."""
    before, after = then.bill_to or then.company, now.bill_to or now.company
    pairs = (
        ("", amount_text(then.total, then.currency), amount_text(now.total, now.currency)),
        ("its number ", then.number, now.number),
        ("its date ", _us(then.date), _us(now.date)),
        ("its customer ", before.name if before else "none", after.name if after else "none"),
        ("its due date ", _us(then.due_date), _us(now.due_date)),
        ("its currency ", then.currency, now.currency),
    )
    for name, was, became in pairs:
        if was != became:
            return f"{name}{was} became {became}"
    return "something other than amount, number, dates and customer"


def _us(date: dt.date | None) -> str:
    return f"{date:%m/%d/%Y}" if date else "none"


def next_month(plans: Iterable[InvoicePlan]) -> Found:
    """INFO on what is dated in a later month than most of the batch."""
    all_of_them = list(plans)
    month = usual_month(plan.invoice.date for plan in all_of_them)
    return {
        plan.invoice.billing_log_id: found(plan.invoice, "NEXT_MONTH", date=day(date))
        for plan in all_of_them
        if month and plan.outcome is PlanOutcome.SEND
        for date in [plan.invoice.date]
        if (date.year, date.month) > month
    }


def _groups(
    plans: Iterable[InvoicePlan], key: Callable[[InvoicePlan], Hashable | None]
) -> list[list[InvoicePlan]]:
    """Invoices that are to be sent and have the same key, where there is more than one."""
    groups: dict[Hashable, list[InvoicePlan]] = defaultdict(list)
    for plan in plans:
        value = key(plan) if plan.outcome is PlanOutcome.SEND else None
        if value is not None:
            groups[value].append(plan)
    return [group for group in groups.values() if len(group) > 1]


def _number(plan: InvoicePlan) -> Hashable | None:
    return (plan.document.kind, plan.document.number) if plan.document else None


def _bill(plan: InvoicePlan) -> Hashable | None:
    document = plan.document
    if document is None or not document.total:
        return None
    return (document.kind, document.customer.key, plan.invoice.date, document.total)


def _id_and_amount(plan: InvoicePlan) -> str:
    invoice = plan.invoice
    return f"id {invoice.billing_log_id} of {amount_text(invoice.total, invoice.currency)}"
