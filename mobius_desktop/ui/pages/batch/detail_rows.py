"""Everything the record holds of one invoice of a batch, read in the background, and its tables."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from mobius_desktop.domain.archive import Archive, Snapshot
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.ids import BatchNumber, BillingLogId
from mobius_desktop.domain.journal import AttemptRow
from mobius_desktop.history.card import Moment, card_of
from mobius_desktop.ui.components.moments import clock_text, day_and_time
from mobius_desktop.ui.pages.batch.document_diff import (
    DIFFERS,
    EQUAL,
    ONLY_BACK,
    DiffRow,
    diff_rows,
    names_of,
    planned_rows,
)
from mobius_desktop.ui.pages.batch.raw_answer import SIDES, raw_text
from mobius_desktop.ui.pages.batch.rows import Begun
from mobius_desktop.ui.tables.columns import Column, Kind, Sentence

_CREATE = "create "
"""How the operation is named that makes a document; others change, void or delete it."""
_KINDS = {
    "written": "Written",
    "refused": "Refused",
    "unknown": "Outcome unknown",
    "duplicate number": "Number is used",
    "stopped": "Not sent",
}


@dataclass(frozen=True, slots=True)
class InvoiceDetail:
    """What the detail pane shows of one invoice."""

    billing_log_id: BillingLogId
    snapshot: Snapshot | None
    attempts: tuple[AttemptRow, ...]
    afterwards: tuple[Moment, ...] = ()
    """What happened to the invoice after the batch, oldest first."""

    @property
    def sending(self) -> AttemptRow | None:
        """The last request that made a document in QuickBooks; None when nothing was sent."""
        sent = [one for one in self._to_quickbooks() if one.prepared.operation.startswith(_CREATE)]
        return sent[-1] if sent else None

    def _to_quickbooks(self) -> list[AttemptRow]:
        return [one for one in self.attempts if one.prepared.side == "quickbooks" and one.prepared.body]

    def diff(self) -> list[DiffRow]:
        """Sent and received; what would have been sent where nothing was."""
        sending = self.sending
        document = self.snapshot.document if self.snapshot else None
        if sending is not None:
            return diff_rows(
                sending.prepared.body, sending.answer_body, names_of(document) if document else {}
            )
        return planned_rows(document) if document else []

    def diff_note(self) -> str:
        """What stands over the table."""
        sending = self.sending
        if sending is None:
            has_document = self.snapshot is not None and self.snapshot.document is not None
            return "Nothing was sent. This is the document as it was planned." if has_document else ""
        if not sending.answer_body:
            return "No answer came back for the last request."
        if not self._to_quickbooks()[-1].prepared.operation.startswith(_CREATE):
            return "This is what was sent. It was changed in QuickBooks later: see Attempts and Afterwards."
        return ""

    def raw(self) -> str:
        """Every request and answer as they went over the wire, the latest last."""
        return raw_text(self.attempts)


def read_detail(archive: Archive, number: BatchNumber, billing_log_id: BillingLogId) -> InvoiceDetail:
    """Read it; from a job only."""
    actions = archive.actions(number, f"invoice:{billing_log_id}")
    return InvoiceDetail(
        billing_log_id,
        archive.snapshot(number, billing_log_id),
        archive.attempts([one.id for one in actions]),
        _afterwards(archive, number, billing_log_id),
    )


def _afterwards(archive: Archive, number: BatchNumber, billing_log_id: BillingLogId) -> tuple[Moment, ...]:
    """Later batches, and what was done with the invoice since this one had ended, also within it: an undo or
    an accept is told by who did it and why, then by what came of it."""
    batch = archive.batch(number)
    ended = batch.ended_at if batch is not None else None
    moments = card_of(archive, billing_log_id).moments
    return tuple(
        one
        for one in moments
        if (one.batch is not None and one.batch > number)
        or (one.batch in {None, number} and ended is not None and one.at > ended)
    )


# Columns


def _standing(row: DiffRow) -> Sentence:
    if row.standing == EQUAL:
        return Sentence("", "=")
    if row.standing == DIFFERS:
        return Sentence("Differs", "differs")
    return Sentence("", "added" if row.standing == ONLY_BACK else "not returned")


def _sent(row: DiffRow) -> str:
    return row.sent


def _back(row: DiffRow) -> str:
    return row.back


def diff_key(row: DiffRow) -> int:
    """What names a line."""
    return row.place


def differs(row: DiffRow) -> bool:
    """F8 stops where the two differ."""
    return row.standing == DIFFERS


def diff_bar(row: DiffRow) -> str:
    """A line that differs is marked."""
    return "warn" if row.standing == DIFFERS else ""


def is_added(row: DiffRow) -> bool:
    """What QuickBooks added by itself is quiet."""
    return row.standing == ONLY_BACK


DIFF_COLUMNS: tuple[Column[DiffRow], ...] = (
    Column("field", "Field", lambda row: row.field, sample="Line 2 · Description", ink="text2"),
    Column("sent", "Sent", _sent, sample="Monthly managed services", stretch=1, tip=_sent),
    Column("standing", "", _standing, Kind.FINDING, sample="not returned"),
    Column(
        "back",
        "QuickBooks Online, as it came back",
        _back,
        sample="Monthly managed services",
        stretch=1,
        tip=_back,
    ),
)


def _answer(row: AttemptRow) -> str:
    if row.answered_at is None:
        return "No answer"
    return _KINDS.get(row.answer_kind, row.answer_kind)


def attempt_key(row: AttemptRow) -> tuple[str, int]:
    """What names a request."""
    return row.action, row.sequence


def _request(row: AttemptRow) -> str:
    return row.prepared.request_id or row.prepared.identifier


def _operation(row: AttemptRow) -> str:
    side = SIDES.get(row.prepared.side, row.prepared.side)
    return f"{side}: {row.prepared.operation}"


def attempt_columns(begun: Begun) -> tuple[Column[AttemptRow], ...]:
    """Every request of an invoice, with its answer."""

    def clock(moment: dt.datetime | None) -> str:
        return clock_text(moment, begun()) if moment is not None else ""

    return (
        Column(
            "sent", "Sent", lambda row: clock(row.sent_at), sample="12:44:07",
            sort=lambda row: row.sent_at, written=lambda row: row.sent_at,
        ),
        Column("operation", "What", _operation, sample="QuickBooks: create CreditMemo"),
        Column("status", "Status", lambda row: row.status or None, Kind.INT, sample="200"),
        Column("answer", "Answer", _answer, sample="Outcome unknown"),
        Column(
            "answered", "Answered", lambda row: clock(row.answered_at), sample="12:44:07",
            sort=lambda row: row.answered_at, written=lambda row: row.answered_at,
        ),
        Column("request", "Request id", _request, sample="0" * 32, stretch=1, ink="text2", tip=_request),
        Column("tid", "tid", lambda row: row.tid, sample="1-66f2a1b0-0c2d", stretch=2, ink="text2"),
    )  # fmt: skip


def moment_key(row: Moment) -> tuple[dt.datetime, str]:
    """What names a moment."""
    return row.at, row.text


def _moment(row: Moment) -> str:
    return row.text


AFTERWARDS_COLUMNS: tuple[Column[Moment], ...] = (
    Column(
        "at",
        "When",
        lambda row: day_and_time(row.at),
        sample="11/02/2026 12:44",
        sort=lambda row: row.at,
        written=lambda row: row.at,
    ),
    Column("what", "What happened", _moment, sample="In QuickBooks as Invoice", stretch=1, tip=_moment),
    Column("batch", "Batch", lambda row: row.batch, Kind.INT, sample="1,000"),
)


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding with its place in the list."""

    place: int
    finding: Finding


def finding_key(row: FindingRow) -> int:
    """What names a line."""
    return row.place


def _finding_sentence(row: FindingRow) -> str:
    return row.finding.sentence


def _finding_fix(row: FindingRow) -> str:
    return row.finding.fix


FINDING_COLUMNS: tuple[Column[FindingRow], ...] = (
    Column("severity", "Severity", lambda row: row.finding.severity.value, Kind.STATE, sample="WARNING"),
    Column(
        "sentence",
        "What",
        _finding_sentence,
        sample="The customer is not linked",
        stretch=1,
        tip=_finding_sentence,
    ),
    Column(
        "fix",
        "What to do",
        _finding_fix,
        sample="Link the customer",
        stretch=2,
        ink="text2",
        tip=_finding_fix,
    ),
)


def finding_rows(findings: tuple[Finding, ...]) -> list[FindingRow]:
    """The findings of an invoice, the weightiest first."""
    order = {"ERROR": 0, "WARNING": 1, "INFO": 2}
    ranked = sorted(findings, key=lambda one: order[one.severity.value])
    return [FindingRow(place, one) for place, one in enumerate(ranked)]
