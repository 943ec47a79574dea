"""Rows of the record as the engine, the history and the screens read them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from mobius_desktop.domain.ids import ActionId, BatchNumber, BillingLogId, ConnectWiseBatchId, RealmId
from mobius_desktop.domain.options import Summary
from mobius_desktop.domain.quickbooks import DocumentRef
from mobius_desktop.domain.states import ActionState, BatchState, Section
from mobius_desktop.domain.sums import Sums
from mobius_desktop.domain.wire import Prepared


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A batch as the list of batches shows it. Amounts are ConnectWise's totals unless said."""

    number: BatchNumber
    kind: str
    realm: RealmId
    company_name: str
    location: str
    summary: Summary
    through: dt.date | None
    state: BatchState
    started_at: dt.datetime
    ended_at: dt.datetime | None
    user: str
    machine: str
    version: str
    invoices: int
    sent: int
    failed: int
    needs_check: int
    total: Sums
    sent_total: Sums
    message: str = ""
    currency: str = "USD"
    """The company's: that of the batch's first invoice."""


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """One invoice within a batch: the row of the live status table."""

    batch: BatchNumber
    billing_log_id: BillingLogId
    number: str
    customer: str
    account_id: str
    invoice_type: str
    date: dt.date
    due_date: dt.date | None
    currency: str
    state: ActionState
    outcome: str
    """`PlanOutcome` value."""
    message: str
    connectwise_total: Decimal
    connectwise_tax: Decimal
    quickbooks_total: Decimal | None = None
    quickbooks_tax: Decimal | None = None
    document: DocumentRef | None = None
    kind: str = ""
    """`Invoice` or `CreditMemo`."""
    finding_code: str = ""
    marked: bool = False
    """Whether ConnectWise holds it as batched. Never for one without lines that ConnectWise gives no id for:
    it is done, but only noted here."""

    @property
    def apart(self) -> Decimal | None:
        """QuickBooks less ConnectWise, in ConnectWise's sign; None while nothing is in QuickBooks."""
        if self.quickbooks_total is None:
            return None
        return self.quickbooks_total - self.connectwise_total


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One action of a batch."""

    id: ActionId
    batch: BatchNumber
    section: Section
    subject: str
    """`invoice:<billingLogId>` or a record key."""
    label: str
    state: ActionState
    message: str
    changed_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """One request of an action and what came back."""

    action: ActionId
    sequence: int
    prepared: Prepared
    sent_at: dt.datetime
    answered_at: dt.datetime | None = None
    status: int = 0
    answer_kind: str = ""
    answer_body: bytes = b""
    tid: str = ""


@dataclass(frozen=True, slots=True)
class UnsettledAction:
    """An action whose outcome must be found out, with the request that may have gone out."""

    action: ActionRow
    realm: RealmId
    billing_log_id: BillingLogId | None
    attempt: AttemptRow | None
    document: DocumentRef | None = None
    connectwise_batch: ConnectWiseBatchId | None = None
    first_sent_at: dt.datetime | None = None
    """When its first request went out, by the server's clock where documents are looked for by it."""


@dataclass(frozen=True, slots=True)
class OnceUnknown:
    """An invoice of which a request's outcome was once not known, whatever was found out about it since."""

    billing_log_id: BillingLogId
    first_at: dt.datetime
    """When the first such request went out, by QuickBooks' clock where it was to create a document."""


@dataclass(frozen=True, slots=True)
class RecordSeries:
    """Under which series a list record is created next."""

    series: int = 0
    created: bool = False
    """It was created under this series: when it is to be created once more, it has gone since."""


@dataclass(frozen=True, slots=True)
class LogRow:
    """A line of a batch's log."""

    at: dt.datetime
    level: str
    text: str
