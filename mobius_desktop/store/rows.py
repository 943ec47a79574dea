"""Rows of the database as the values of the domain."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import msgspec

from mobius_desktop.domain.archive import (
    CreatedRecord,
    DocumentHistory,
    Hold,
    JudgementRow,
    LastTime,
    MarkRow,
)
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.ids import QuickBooksId
from mobius_desktop.domain.journal import ActionRow, AttemptRow, BatchRow, InvoiceRow, LogRow
from mobius_desktop.domain.options import Summary
from mobius_desktop.domain.plan import Judgement, KnownDocument, Link
from mobius_desktop.domain.quickbooks import DocumentKind, DocumentLife, DocumentRef
from mobius_desktop.domain.states import ActionState, BatchState
from mobius_desktop.domain.wire import Prepared
from mobius_desktop.store.amounts import (
    amount_or_none,
    amount_out,
    date_or_none,
    sums_out,
    time_or_none,
    time_out,
)
from mobius_desktop.store.errors import of_rows

_prepared = msgspec.json.Decoder(Prepared)
_finding = msgspec.json.Decoder(Finding)
_facts = msgspec.json.Decoder(tuple[tuple[str, str], ...])

T = TypeVar("T")


def plain(kind: type[T]) -> Callable[[sqlite3.Row], T]:
    """Reads rows whose columns are the fields of a value: times, dates, enums and flags by their types."""

    @of_rows
    def read(row: sqlite3.Row) -> T:
        return msgspec.convert(dict(row), kind, strict=False)

    return read


action_row = plain(ActionRow)
log_row = plain(LogRow)
link = plain(Link)
hold = plain(Hold)
mark = plain(MarkRow)
created_record = plain(CreatedRecord)
last_time = plain(LastTime)
"""Of `batch_invoice`, with `changed_at` as `at`."""

LoadBody = Callable[[str], bytes]


def document_ref(kind: str | None, found: str | None) -> DocumentRef | None:
    """The document that two columns name, if they name one."""
    if not kind or not found:
        return None
    return DocumentRef(DocumentKind(kind), QuickBooksId(found))


@of_rows
def batch_row(row: sqlite3.Row) -> BatchRow:
    """A row of `batch` joined with its figures."""
    currency = row["currency"] or "USD"
    return BatchRow(
        number=row["number"],
        kind=row["kind"],
        realm=row["realm"],
        company_name=row["company_name"],
        location=row["location"],
        summary=Summary(row["summary"]),
        through=date_or_none(row["through"]),
        state=BatchState(row["state"]),
        started_at=time_out(row["started_at"]),
        ended_at=time_or_none(row["ended_at"]),
        user=row["user"],
        machine=row["machine"],
        version=row["version"],
        invoices=row["invoices"],
        sent=row["sent"],
        failed=row["failed"],
        needs_check=row["needs_check"],
        total=sums_out(row["total"]),
        sent_total=sums_out(row["sent_total"]),
        message=row["message"],
        currency=currency,
    )


@of_rows
def invoice_row(row: sqlite3.Row) -> InvoiceRow:
    """A row of `batch_invoice`."""
    currency = row["currency"]
    return InvoiceRow(
        batch=row["batch"],
        billing_log_id=row["billing_log_id"],
        number=row["number"],
        customer=row["customer"],
        account_id=row["account_id"],
        invoice_type=row["invoice_type"],
        date=dt.date.fromisoformat(row["date"]),
        due_date=date_or_none(row["due_date"]),
        currency=currency,
        state=ActionState(row["state"]),
        outcome=row["outcome"],
        message=row["message"],
        connectwise_total=amount_out(row["connectwise_total"], currency),
        connectwise_tax=amount_out(row["connectwise_tax"], currency),
        quickbooks_total=amount_or_none(row["quickbooks_total"], currency),
        quickbooks_tax=amount_or_none(row["quickbooks_tax"], currency),
        document=document_ref(row["document_kind"], row["document_id"]),
        kind=row["kind"],
        finding_code=row["finding_code"],
        marked=bool(row["marked"]),
    )


@of_rows
def attempt_row(row: sqlite3.Row, load: LoadBody) -> AttemptRow:
    """A row of `attempt`, its bodies loaded."""
    prepared = _prepared.decode(row["prepared"])
    return AttemptRow(
        action=row["action"],
        sequence=row["sequence"],
        prepared=replace(prepared, body=load(row["request_body"])),
        sent_at=time_out(row["sent_at"]),
        answered_at=time_or_none(row["answered_at"]),
        status=row["status"],
        answer_kind=row["answer_kind"],
        answer_body=load(row["answer_body"]),
        tid=row["tid"],
    )


@of_rows
def known_document(row: sqlite3.Row) -> KnownDocument:
    """A row of `document` with what the batches say of it."""
    return KnownDocument(
        billing_log_id=row["billing_log_id"],
        realm=row["realm"],
        ref=DocumentRef(DocumentKind(row["kind"]), row["quickbooks_id"]),
        number=row["number"],
        total=amount_out(row["total"], row["currency"]),
        series=row["series"],
        live=row["life"] == DocumentLife.LIVE.value,
        marked=bool(row["is_marked"]),
        needs_check=bool(row["is_needs_check"]),
        checking=bool(row["is_checking"]),
        company_name=row["company_name"] or "",
        batch=row["told_by"],
    )


@of_rows
def document_history(row: sqlite3.Row) -> DocumentHistory:
    """A row of `document`."""
    return DocumentHistory(
        realm=row["realm"],
        billing_log_id=row["billing_log_id"],
        ref=DocumentRef(DocumentKind(row["kind"]), row["quickbooks_id"]),
        number=row["number"],
        total=amount_out(row["total"], row["currency"]),
        sync_token=row["sync_token"],
        series=row["series"],
        life=DocumentLife(row["life"]),
        first_seen_at=time_out(row["first_seen_at"]),
        seen_at=time_out(row["seen_at"]),
        batch=row["batch"],
    )


@of_rows
def judgement(row: sqlite3.Row) -> Judgement:
    """A row of `judgement` as the plan needs it."""
    return Judgement(
        billing_log_id=row["billing_log_id"],
        code=row["code"],
        verdict=row["verdict"],
        reason=row["reason"],
        facts=_facts.decode(row["facts"]),
        value=row["value"],
    )


@of_rows
def judgement_row(row: sqlite3.Row) -> JudgementRow:
    """A row of `judgement` with who and when."""
    return JudgementRow(
        billing_log_id=row["billing_log_id"],
        code=row["code"],
        verdict=row["verdict"],
        reason=row["reason"],
        value=row["value"],
        user=row["user"],
        at=time_out(row["at"]),
        facts=_facts.decode(row["facts"]),
    )


def finding(row: sqlite3.Row) -> Finding:
    """A row of `finding`."""
    return _finding.decode(row["finding"])
