"""A month as a bookkeeper closes it: what became of each invoice, whether all ties, who certified it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from mobius_desktop.domain.archive import Hold, LastTime
from mobius_desktop.domain.days import month_of
from mobius_desktop.domain.ids import BatchNumber, BillingLogId, RealmId
from mobius_desktop.domain.plan import BatchPlan, InvoicePlan, PlanOutcome
from mobius_desktop.domain.quickbooks import DocumentKind, DocumentLife
from mobius_desktop.domain.states import ActionState
from mobius_desktop.domain.tie_out import CertifiedMonth, OpenInvoice, TieClass, TieOut, TieRow

_CHANGES = frozenset({PlanOutcome.SEND, PlanOutcome.ADOPT, PlanOutcome.MARK_ONLY})
_OTHERWISE = frozenset({TieClass.AMOUNT, TieClass.TAX, TieClass.CUSTOMER})
"""In QuickBooks, but not as ConnectWise has it, and nobody has said why that is right."""
FRESH = dt.timedelta(hours=1)
"""A comparison that is older certifies nothing: both systems may have changed since."""


class MonthPart(StrEnum):
    """What became of an invoice of the month. All but the last are in ConnectWise's total."""

    SENT = "Sent"
    CREDITS = "Credits"
    NEEDS_CHECK = "Needs check"
    BLOCKED = "Blocked"
    HELD = "Held"
    NOTHING = "Nothing to send"
    WAITING = "Not sent yet"
    WITHOUT_DOCUMENT = "In a ConnectWise batch without a document"
    OPEN = "Not yet closed in ConnectWise"


@dataclass(frozen=True, slots=True)
class MonthInvoice:
    """An invoice under one of the parts."""

    part: MonthPart
    billing_log_id: BillingLogId
    number: str
    customer: str
    date: dt.date
    currency: str
    total: Decimal
    says: str = ""


@dataclass(frozen=True, slots=True)
class MonthFigure:
    """A part's invoices of one currency, counted."""

    part: MonthPart
    currency: str
    count: int
    total: Decimal


@dataclass(frozen=True, slots=True)
class LaterChange:
    """Something that happened to an invoice of a month after the month was certified."""

    number: str
    billing_log_id: BillingLogId
    batch: BatchNumber
    says: str
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthBook:
    """The whole page. Without `tie_out` the month was never compared."""

    realm: RealmId
    month: dt.date
    tie_out: TieOut | None
    invoices: tuple[MonthInvoice, ...] = ()
    certified: tuple[CertifiedMonth, ...] = ()
    """Every certification of the month, the latest last."""
    changes: tuple[LaterChange, ...] = ()
    """Since the latest certification."""

    @property
    def figures(self) -> tuple[MonthFigure, ...]:
        """Every part, also those without an invoice, in the currency with the most invoices first."""
        tie_out = self.tie_out
        currencies = [one.currency for one in tie_out.controls] if tie_out is not None else []
        currencies += sorted({one.currency for one in self.invoices} - set(currencies))
        counts: dict[tuple[MonthPart, str], int] = defaultdict(int)
        totals: dict[tuple[MonthPart, str], Decimal] = defaultdict(lambda: Decimal("0.00"))
        for one in self.invoices:
            counts[one.part, one.currency] += 1
            totals[one.part, one.currency] += one.total
        return tuple(
            MonthFigure(part, currency, counts[part, currency], totals[part, currency])
            for part in MonthPart
            for place, currency in enumerate(currencies or ["USD"])
            if place == 0 or counts[part, currency]
        )

    @property
    def last_certified(self) -> CertifiedMonth | None:
        return self.certified[-1] if self.certified else None

    def why_not(self, now: dt.datetime) -> str:
        """Why the month cannot be certified now; empty when it can."""
        if self.tie_out is None:
            return "Compare the month first: it has not been compared yet."
        if now - self.tie_out.compared_at > FRESH:
            return "Compare the month again first: the last comparison is older than an hour."
        if self.tie_out.changed_since:
            return f"Compare the month again first: {changed_words(self.tie_out.changed_since)}."
        waiting = [row for row in self.tie_out.rows if row.open]
        if waiting:
            noun = "difference is" if len(waiting) == 1 else "differences are"
            return f"{len(waiting):,} {noun} not explained yet. Explain each on the Tie-out page first."
        return ""


def changed_words(count: int) -> str:
    """What batches did to a period since it was compared."""
    if count == 1:
        return "1 invoice of it was changed by a batch since it was compared"
    return f"{count:,} invoices of it were changed by batches since it was compared"


def into_certified(certified: Iterable[CertifiedMonth], plan: BatchPlan) -> tuple[InvoicePlan, ...]:
    """What of a plan would change a month that somebody has certified."""
    months = {one.month for one in certified}
    return tuple(one for one in plan.invoices if one.outcome in _CHANGES and months & months_of(one))


def months_of(one: InvoicePlan) -> frozenset[dt.date]:
    """The months that sending an invoice changes: that of its date, and that of the date it is posted on."""
    dates = [one.invoice.date] + ([one.document.date] if one.document is not None else [])
    return frozenset(map(month_of, dates))


def month_book(
    tie_out: TieOut | None,
    *,
    realm: RealmId,
    month: dt.date,
    last: Mapping[BillingLogId, LastTime],
    held: Mapping[BillingLogId, Hold],
    certified: tuple[CertifiedMonth, ...],
    changes: tuple[LaterChange, ...] = (),
) -> MonthBook:
    """The month from its comparison and the record. Asks no server."""
    invoices: list[MonthInvoice] = []
    if tie_out is not None:
        invoices += [
            _invoice(row, key, last.get(key), held.get(key))
            for row in tie_out.rows
            if (key := row.billing_log_id) is not None and _belongs(row)
        ]
        invoices += [_open(one) for one in tie_out.open]
    return MonthBook(
        realm=realm,
        month=month,
        tie_out=tie_out,
        invoices=tuple(invoices),
        certified=tuple(one for one in certified if one.month == month),
        changes=changes,
    )


def _belongs(row: TieRow) -> bool:
    """Whether ConnectWise counts it in this month."""
    ours = row.connectwise
    return ours is not None and ours.status != "open" and ours.total == row.counted_connectwise


def _open(one: OpenInvoice) -> MonthInvoice:
    return MonthInvoice(
        MonthPart.OPEN, one.billing_log_id, one.number, one.customer, one.date, one.currency, one.total
    )


def _invoice(row: TieRow, key: BillingLogId, last: LastTime | None, held: Hold | None) -> MonthInvoice:
    part, says = _part(row, last, held)
    date = row.connectwise.date if row.connectwise is not None else row.date
    return MonthInvoice(
        part, key, row.number, row.customer, date, row.currency, row.counted_connectwise, says
    )


def _part(row: TieRow, last: LastTime | None, held: Hold | None) -> tuple[MonthPart, str]:
    if row.kind is TieClass.GONE:
        return MonthPart.NEEDS_CHECK, row.hint
    if last is not None and last.state is ActionState.NEEDS_CHECK:
        return MonthPart.NEEDS_CHECK, last.message
    if row.quickbooks is not None and row.open and row.kind in _OTHERWISE:
        return MonthPart.NEEDS_CHECK, row.hint
    if row.quickbooks is not None and row.quickbooks.life is DocumentLife.LIVE:
        memo = row.quickbooks.ref.kind is DocumentKind.CREDIT_MEMO
        return (MonthPart.CREDITS if memo else MonthPart.SENT), row.hint
    if held is not None:
        return MonthPart.HELD, held.reason
    if row.kind is TieClass.MATCHED:
        return MonthPart.NOTHING, row.hint
    if row.connectwise is not None and row.connectwise.status == "batched":
        return MonthPart.WITHOUT_DOCUMENT, row.hint
    if last is not None and last.state in {ActionState.FAILED, ActionState.CHECKING}:
        return MonthPart.BLOCKED, last.message
    return MonthPart.WAITING, row.hint
