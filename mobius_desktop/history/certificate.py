"""A batch's certificate as values: what an auditor keeps of it, on one page."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from mobius_desktop.domain.archive import Archive
from mobius_desktop.domain.heads import BatchHead
from mobius_desktop.domain.journal import BatchRow, InvoiceRow
from mobius_desktop.domain.plan import PlanOutcome
from mobius_desktop.domain.run_causes import rule_of
from mobius_desktop.domain.states import ActionState
from mobius_desktop.domain.totals import IN_QUICKBOOKS, ControlTotals, Figure, control_totals, kind_of
from mobius_desktop.history.history import BatchStory
from mobius_desktop.history.overrides import word_of

_WITHOUT_LINES = frozenset({PlanOutcome.MARK_ONLY.value, PlanOutcome.NOTE_ONLY.value})
_LINES = (
    ("In QuickBooks: invoices", "invoices"),
    ("In QuickBooks: credit memos", "credits"),
    ("Was there already, equal", "adopted"),
    ("No lines, marked as batched", "marked_only"),
    ("No lines, recorded here", "noted_only"),
    ("Not sent", "not_sent"),
    ("Taken back", "taken_back"),
    ("Outcome not known", "unknown"),
)


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """One kind of invoices, counted. `quickbooks` is what QuickBooks holds of it, or None."""

    words: str
    figure: Figure
    quickbooks: Decimal | None
    apart: Decimal | None
    """QuickBooks less ConnectWise."""


@dataclass(frozen=True, slots=True)
class CertificateMoney:
    """The control totals of one currency."""

    currency: str
    totals: ControlTotals
    lines: tuple[CertificateLine, ...]
    """Every kind that there is an invoice of; what is in QuickBooks always."""


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
    decided: str
    """Who decided what of its document, and why: `Accepted as it is by dana: rounding`; else empty."""
    unties: bool
    """Whether the batch does not tie because of it: apart in QuickBooks, or its outcome is not known."""

    @property
    def apart(self) -> Decimal:
        """QuickBooks less ConnectWise; nothing where it is not in QuickBooks."""
        return self.quickbooks - self.connectwise if self.quickbooks is not None else Decimal("0.00")


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Everything that stands on the page."""

    batch: BatchRow
    money: tuple[CertificateMoney, ...]
    exceptions: tuple[CertificateException, ...]
    """What makes the batch not tie first, the most apart before the less; then the rest by weight."""
    invoices: tuple[InvoiceRow, ...]
    """All of the batch, for its proof list."""
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
    archive: Archive,
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
    found = [_exception(archive, row) for row in story.picture.invoices.values() if _is_exception(row)]
    return Certificate(
        batch=story.row,
        money=tuple(_money(code, mine) for code, mine in ordered),
        exceptions=tuple(sorted(found, key=_weight, reverse=True)),
        invoices=tuple(story.picture.invoices.values()),
        printed_at=printed_at,
        printed_by=printed_by,
        program=program,
        batch_head=batch_head,
        head=head,
    )


def _money(currency: str, rows: list[InvoiceRow]) -> CertificateMoney:
    totals = control_totals(rows)
    lines: list[CertificateLine] = []
    for words, name in _LINES:
        figure: Figure = getattr(totals, name)
        if not figure.count and lines:
            continue
        held = _held(row for row in rows if kind_of(row) == name) if name in IN_QUICKBOOKS else None
        apart = held - figure.total.amount(currency) if held is not None else None
        lines.append(CertificateLine(words, figure, held, apart))
    return CertificateMoney(currency, totals, tuple(lines))


def _held(rows: Iterable[InvoiceRow]) -> Decimal:
    return sum((row.quickbooks_total or Decimal(0) for row in rows), Decimal("0.00"))


def _is_exception(row: InvoiceRow) -> bool:
    """All but what is in QuickBooks and equal, and what has no lines to send."""
    if row.state is ActionState.SKIPPED and row.outcome in _WITHOUT_LINES:
        return False
    differs = row.apart is not None and row.apart != 0
    return differs or row.state is not ActionState.COMPLETED


def _weight(one: CertificateException) -> tuple[bool, Decimal, Decimal]:
    return one.unties, abs(one.apart) if one.unties else Decimal(0), abs(one.connectwise)


def _exception(archive: Archive, row: InvoiceRow) -> CertificateException:
    rule = rule_of(row.finding_code)
    kind = kind_of(row)
    return CertificateException(
        row.number,
        row.customer,
        row.currency,
        row.connectwise_total,
        row.quickbooks_total,
        row.state.value,
        rule.title if rule is not None else row.message,
        _decided(archive, row),
        kind == "unknown" or (kind in IN_QUICKBOOKS and bool(row.apart)),
    )


def _decided(archive: Archive, row: InvoiceRow) -> str:
    """The last word that somebody gave on the document of the invoice in this batch."""
    if row.document is None:
        return ""
    facts = ("document", f"{row.document.kind.value} {row.document.id}")
    words = [one for one in archive.judgement_history(row.billing_log_id) if facts in one.facts]
    if not words:
        return ""
    last = words[-1]
    return f"{word_of(last.code, last.verdict)} by {last.user}: {last.reason}".rstrip(": ")
