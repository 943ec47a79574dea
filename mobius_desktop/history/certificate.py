"""A batch's certificate as values: what an auditor keeps of it, on one page."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from mobius_desktop.domain.finding_codes import RULES
from mobius_desktop.domain.heads import BatchHead
from mobius_desktop.domain.journal import BatchRow, InvoiceRow
from mobius_desktop.domain.plan import PlanOutcome
from mobius_desktop.domain.run_causes import RUN_CAUSES
from mobius_desktop.domain.states import ActionState
from mobius_desktop.domain.totals import ControlTotals, Figure, control_totals
from mobius_desktop.history.history import BatchStory

_WITHOUT_LINES = frozenset({PlanOutcome.MARK_ONLY.value, PlanOutcome.NOTE_ONLY.value})
_LINES = (
    ("In QuickBooks: invoices", "invoices"),
    ("In QuickBooks: credit memos", "credits"),
    ("Was there already, equal", "adopted"),
    ("No lines, marked as batched", "marked_only"),
    ("No lines, recorded here", "noted_only"),
    ("Not sent", "not_sent"),
    ("Outcome not known", "unknown"),
)


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """One kind of invoices, counted."""

    words: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class CertificateMoney:
    """The control totals of one currency."""

    currency: str
    totals: ControlTotals

    @property
    def lines(self) -> tuple[CertificateLine, ...]:
        """Every kind that there is an invoice of; what is in QuickBooks always."""
        found = [CertificateLine(words, getattr(self.totals, name)) for words, name in _LINES]
        return tuple(one for place, one in enumerate(found) if one.figure.count or not place)


@dataclass(frozen=True, slots=True)
class CertificateException:
    """An invoice that is not simply done."""

    number: str
    customer: str
    currency: str
    connectwise: Decimal
    quickbooks: Decimal | None
    state: str
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Everything that stands on the page."""

    batch: BatchRow
    money: tuple[CertificateMoney, ...]
    exceptions: tuple[CertificateException, ...]
    printed_at: dt.datetime
    printed_by: str
    program: str
    """The version that prints it; the batch has its own."""
    batch_head: BatchHead
    """Count and hash of the entries that told of the batch when it was printed."""
    head: str
    """Count and hash of the record when it was printed."""

    @property
    def ties(self) -> bool:
        """Whether ConnectWise less what was not sent is QuickBooks, to the cent and with nothing unknown."""
        return all(one.totals.ties for one in self.money)


def certificate_of(
    story: BatchStory,
    *,
    printed_at: dt.datetime,
    printed_by: str,
    program: str,
    batch_head: BatchHead,
    head: str,
) -> Certificate:
    """The certificate of a batch as it stands now."""
    rows: dict[str, list[InvoiceRow]] = defaultdict(list)
    for row in story.picture.invoices.values():
        rows[row.currency].append(row)
    ordered = sorted(rows.items(), key=lambda each: (-len(each[1]), each[0]))
    return Certificate(
        batch=story.row,
        money=tuple(CertificateMoney(code, control_totals(mine)) for code, mine in ordered),
        exceptions=tuple(_exception(row) for row in story.picture.invoices.values() if _is_exception(row)),
        printed_at=printed_at,
        printed_by=printed_by,
        program=program,
        batch_head=batch_head,
        head=head,
    )


def _is_exception(row: InvoiceRow) -> bool:
    """All but what is in QuickBooks and equal, and what has no lines to send."""
    if row.state is ActionState.SKIPPED and row.outcome in _WITHOUT_LINES:
        return False
    differs = row.apart is not None and row.apart != 0
    return differs or row.state is not ActionState.COMPLETED


def _exception(row: InvoiceRow) -> CertificateException:
    rule = RULES.get(row.finding_code) or RUN_CAUSES.get(row.finding_code)
    return CertificateException(
        row.number,
        row.customer,
        row.currency,
        row.connectwise_total,
        row.quickbooks_total,
        row.state.value,
        rule.title if rule is not None else row.message,
    )
