"""*Mark as already in QuickBooks*: an unposted invoice leaves ConnectWise's list without being sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from mobius_desktop.domain.connectwise import GlTransaction, UnpostedInvoice
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.ids import BillingLogId, RealmId
from mobius_desktop.domain.money import ZERO
from mobius_desktop.domain.options import Summary
from mobius_desktop.domain.plan import BatchPlan, InvoicePlan, PlanOutcome
from mobius_desktop.domain.run_causes import RUN_CAUSES
from mobius_desktop.domain.setup import QuickBooksSetup
from mobius_desktop.transfer.correct.ports import CorrectionJournal
from mobius_desktop.transfer.correct.reasons import reason
from mobius_desktop.transfer.correct.values import MarkItem
from mobius_desktop.transfer.run.proof import MARKED_BY_HAND


def mark_items(
    journal: CorrectionJournal,
    realm: RealmId,
    wanted: Sequence[BillingLogId],
    unposted: Mapping[BillingLogId, UnpostedInvoice],
    names: Mapping[BillingLogId, str],
) -> tuple[MarkItem, ...]:
    """What may be marked. What this program has sent, or may have sent, is refused."""
    known = {one.billing_log_id for one in journal.known_documents(wanted) if one.live}
    unknown = {one.billing_log_id for one in journal.unsettled(realm)}
    items = []
    for one in wanted:
        invoice = unposted.get(one)
        number = invoice.number if invoice is not None else names.get(one, str(one))
        refused = ""
        if invoice is None:
            refused = reason("NOT_UNPOSTED", number=number)
        elif one in unknown:
            refused = reason("BEING_LOOKED_UP", number=number)
        elif one in known:
            refused = reason("SENT_BY_US", number=number)
        items.append(
            MarkItem(
                billing_log_id=one,
                number=number,
                currency=invoice.currency if invoice is not None else "USD",
                total=invoice.total if invoice is not None else ZERO,
                refused=refused,
            )
        )
    return tuple(items)


def mark_plan(
    company: QuickBooksSetup,
    invoices: Sequence[UnpostedInvoice],
    export: Mapping[BillingLogId, GlTransaction],
    why: str,
    at: dt.datetime,
) -> BatchPlan:
    """A batch that marks and sends nothing."""
    return BatchPlan(
        realm=company.realm,
        company_name=company.name,
        summary=Summary.DETAILED,
        location=None,
        through=None,
        invoices=tuple(_marked(one, export.get(one.billing_log_id), why) for one in invoices),
        new_records=(),
        findings=(),
        planned_at=at,
    )


def _marked(invoice: UnpostedInvoice, transaction: GlTransaction | None, why: str) -> InvoicePlan:
    rule = RUN_CAUSES[MARKED_BY_HAND]
    sentence = rule.sentence.format(number=invoice.number, why=why).strip()
    facts = (("number", invoice.number), ("why", why))
    finding = Finding(
        rule.code, rule.severity, invoice.billing_log_id, sentence, rule.fix, invoice.total, facts
    )
    return InvoicePlan(
        invoice=invoice,
        outcome=PlanOutcome.MARK_ONLY,
        document=None,
        canonical_hash="",
        series=0,
        record_ids=(),
        findings=(finding,),
        transaction=transaction,
    )
