"""One invoice on its way through a run, and what became of it so far."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from mobius_desktop.domain.ids import ActionId, BatchNumber, BillingLogId, GlEntryId
from mobius_desktop.domain.money import ZERO, round_half_up
from mobius_desktop.domain.plan import InvoicePlan, PlanOutcome
from mobius_desktop.domain.quickbooks import DocumentKind, DocumentRef, FoundDocument
from mobius_desktop.domain.states import ActionState, Section
from mobius_desktop.domain.wire import Prepared

Facts = tuple[tuple[str, str], ...]


def invoice_subject(billing_log_id: BillingLogId) -> str:
    """The subject of an action for an invoice."""
    return f"invoice:{billing_log_id}"


def action_id(batch: BatchNumber, section: Section, subject: str) -> ActionId:
    """`<batch number>/<section>/<subject>`."""
    return ActionId(f"{batch}/{section.name.lower()}/{subject}")


def signed(kind: DocumentKind, amount: Decimal) -> Decimal:
    """A document's amount in ConnectWise's sign: a credit memo's is negative."""
    return -amount if kind is DocumentKind.CREDIT_MEMO and amount else amount


@dataclass(slots=True, eq=False)
class Job:
    """An invoice of a run. One thread at a time works on it."""

    plan: InvoicePlan
    batch: BatchNumber
    state: ActionState = ActionState.NOT_YET_STARTED
    message: str = ""
    prepared: Prepared | None = None
    """The create request as it was stored: a replay sends these bytes."""
    ref: DocumentRef | None = None
    found: FoundDocument | None = None
    begun_at: dt.datetime | None = None
    """QuickBooks' clock at the first attempt."""
    last_sent_at: dt.datetime | None = None
    """QuickBooks' clock at the latest attempt."""
    tries: int = 0
    mark: Prepared | None = None
    mark_tries: int = 0
    record_ids: tuple[GlEntryId, ...] = ()
    """The ids that mark it, as of the proof."""
    series: int = 0
    rebuilt: bool = False
    """It was sent once more after its document had been seen gone."""
    marked: bool = False
    accepted: bool = False
    accepted_as: Facts = ()
    """What both systems showed when the user accepted a difference; empty when nobody did."""
    sequences: dict[ActionId, int] = field(default_factory=dict)

    @property
    def id(self) -> BillingLogId:
        return self.plan.invoice.billing_log_id

    @property
    def number(self) -> str:
        return self.plan.invoice.number

    @property
    def subject(self) -> str:
        return invoice_subject(self.id)

    @property
    def sends(self) -> bool:
        """Whether a document belongs to it (mark-only invoices have none)."""
        return self.plan.outcome in {PlanOutcome.SEND, PlanOutcome.ADOPT}

    @property
    def taxed(self) -> bool:
        """Whether ConnectWise's sales tax has to come back from QuickBooks, however it gets there."""
        document = self.plan.document
        if document is None or document.sales_tax == ZERO:
            return False
        return document.tax.override or document.tax.tax_code_id is not None

    @property
    def overrides_tax(self) -> bool:
        """Whether its tax is sent as an amount that QuickBooks is to keep."""
        return self.taxed and self.plan.document is not None and self.plan.document.tax.override

    @property
    def tax_by_rate(self) -> Decimal | None:
        """What ConnectWise's own rate, taken once over the taxable lines, would give; None without a rate."""
        document, transaction = self.plan.document, self.plan.transaction
        if document is None or transaction is None or transaction.tax_rate is None:
            return None
        base = sum((line.amount for line in document.lines if line.taxable), ZERO)
        return round_half_up(base * transaction.tax_rate)

    def probes_tax(self, *, proven: bool) -> bool:
        """Whether later taxed documents wait until this one has been compared: an override that was never
        seen to be kept, or a tax that a tax code alone would not give."""
        if not self.taxed:
            return False
        if self.overrides_tax:
            return not proven
        return self.plan.document is not None and self.tax_by_rate != self.plan.document.sales_tax

    @property
    def noun(self) -> str:
        """`invoice 10502` or `credit memo CM12`, as a sentence names it."""
        document = self.plan.document
        is_credit = document is not None and document.kind is DocumentKind.CREDIT_MEMO
        return f"{'credit memo' if is_credit else 'invoice'} {self.number}"

    def action(self, section: Section) -> ActionId:
        return action_id(self.batch, section, self.subject)

    def next_sequence(self, action: ActionId) -> int:
        """1 for the first request of an action, then one more each time."""
        self.sequences[action] = self.sequences.get(action, 0) + 1
        return self.sequences[action]
