"""From events to the tables with the present state: one function for recording and for a rebuild.

Nothing here looks at a clock or at a body, so that the tables can be derived anew from the events alone.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

import msgspec

from mobius_desktop.domain import events as happened
from mobius_desktop.domain.events import Event
from mobius_desktop.domain.ids import ActionId, BatchNumber, BillingLogId
from mobius_desktop.domain.states import ActionState, BatchState, ended_at
from mobius_desktop.domain.sums import Sums
from mobius_desktop.store.amounts import amount_in, amount_out, date_in, time_in, time_or_none
from mobius_desktop.store.codec import Bodies
from mobius_desktop.store.corrections import mark_released, taken_back
from mobius_desktop.store.figures import Figures, Unplanned
from mobius_desktop.store.list_records import record_created, record_spent
from mobius_desktop.store.months import certified, explained
from mobius_desktop.store.setup import EDITION, write_setting

DERIVED = (
    "attempt",
    "action",
    "finding",
    "log",
    "batch_invoice",
    "batch_figures",
    "batch",
    "document",
    "series",
    "mark",
    "noted",
    "created_record",
    "record_series",
    "tax_proof",
    "judgement",
    "hold",
    "link",
    "option",
    "explanation",
    "certified_month",
)
"""The derived tables, in an order in which they can be emptied."""

_ROOM = 20
"""Bits for the rows of a batch: its invoices, actions and log lines lie side by side, a million of each."""


def first_id(batch: BatchNumber) -> int:
    """No row of the batch has a smaller id."""
    return batch << _ROOM


def end_id(batch: BatchNumber) -> int:
    """Every row of the batch has a smaller id."""
    return (batch + 1) << _ROOM


def apply(db: sqlite3.Connection, seq: int, event: Event, bodies: Bodies) -> None:
    """Bring the tables up to this event, which is number `seq` of the record and without its bodies."""
    _APPLY[type(event)](db, seq, event, bodies)


def _next_id(db: sqlite3.Connection, table: str, column: str, batch: BatchNumber) -> int:
    low = first_id(batch)
    row = db.execute(
        f"SELECT max({column}) FROM {table} WHERE {column} BETWEEN ? AND ?",  # noqa: S608 - our own names
        (low, end_id(batch) - 1),
    ).fetchone()
    found: int | None = row[0]
    return (low if found is None else found) + 1


def _batch_opened(db: sqlite3.Connection, _seq: int, e: happened.BatchOpened, _bodies: Bodies) -> None:
    db.execute(
        "INSERT INTO batch (number, kind, realm, company_name, origin, location, summary, through, options,"
        " state, user, machine, version, started_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            e.batch,
            e.kind,
            e.realm,
            e.company_name,
            e.origin,
            e.location,
            e.summary.value,
            date_in(e.through),
            _json(e.options),
            BatchState.RUNNING.value,
            e.user,
            e.machine,
            e.version,
            time_in(e.at),
        ),
    )
    db.execute("INSERT INTO batch_figures (batch, total, sent_total) VALUES (?, '{}', '{}')", (e.batch,))


def _invoice_planned(db: sqlite3.Connection, seq: int, e: happened.InvoicePlanned, _bodies: Bodies) -> None:
    invoice = e.invoice
    customer = invoice.bill_to or invoice.company
    db.execute(
        "INSERT INTO batch_invoice (id, batch, billing_log_id, number, customer, account_id, invoice_type,"
        " date, due_date, currency, kind, outcome, state, connectwise_total, connectwise_tax, canonical_hash,"
        " series, planned_seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            _next_id(db, "batch_invoice", "id", e.batch),
            e.batch,
            invoice.billing_log_id,
            invoice.number,
            customer.name if customer else "",
            invoice.account_id,
            invoice.invoice_type,
            date_in(invoice.date),
            date_in(invoice.due_date),
            invoice.currency,
            e.kind,
            e.outcome,
            ActionState.NOT_YET_STARTED.value,
            amount_in(invoice.total, invoice.currency),
            amount_in(invoice.sales_tax, invoice.currency),
            e.canonical_hash,
            e.series,
            seq,
        ),
    )
    db.executemany(
        "INSERT INTO finding (batch, billing_log_id, position, code, severity, finding)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        [
            (e.batch, invoice.billing_log_id, position, each.code, each.severity.value, _json(each))
            for position, each in enumerate(e.findings)
        ],
    )
    figures = Figures.read(db, e.batch)
    figures.currency = figures.currency or invoice.currency
    figures.invoices += 1
    figures.total = figures.total.plus(invoice.total, invoice.currency)
    figures.write(db, e.batch)


def _invoice_changed(db: sqlite3.Connection, _seq: int, e: happened.InvoiceChanged, _bodies: Bodies) -> None:
    row = db.execute(
        "SELECT id, state, outcome, currency, connectwise_total FROM batch_invoice"
        " WHERE batch = ? AND billing_log_id = ?",
        (e.batch, e.billing_log_id),
    ).fetchone()
    if row is None:
        raise Unplanned(f"invoice {e.billing_log_id} was never planned in batch {e.batch}")
    currency: str = row["currency"]
    changes: dict[str, Any] = {"state": e.state.value, "message": e.message, "changed_at": time_in(e.at)}
    if e.quickbooks_total is not None:
        changes["quickbooks_total"] = amount_in(e.quickbooks_total, currency)
    if e.quickbooks_tax is not None:
        changes["quickbooks_tax"] = amount_in(e.quickbooks_tax, currency)
    if e.document is not None:
        changes |= {"document_kind": e.document.kind.value, "document_id": e.document.id}
    if e.finding_code is not None:
        changes["finding_code"] = e.finding_code
    if e.marked is not None:
        changes["marked"] = int(e.marked)
    columns = ", ".join(f"{name} = ?" for name in changes)
    db.execute(
        f"UPDATE batch_invoice SET {columns} WHERE id = ?",  # noqa: S608 - our own names
        (*changes.values(), row["id"]),
    )
    if row["state"] != e.state.value:
        total = Sums.of([(amount_out(row["connectwise_total"], currency), currency)])
        figures = Figures.read(db, e.batch)
        figures.count(ActionState(row["state"]), row["outcome"], total, -1)
        figures.count(e.state, row["outcome"], total, 1)
        figures.write(db, e.batch)


def _action_planned(db: sqlite3.Connection, _seq: int, e: happened.ActionPlanned, _bodies: Bodies) -> None:
    db.execute(
        "INSERT INTO action (key, id, batch, section, subject, label, state, message)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            _next_id(db, "action", "key", e.batch),
            e.action,
            e.batch,
            e.section.value,
            e.subject,
            e.label,
            e.state.value,
            e.message,
        ),
    )


def _action_changed(db: sqlite3.Connection, _seq: int, e: happened.ActionChanged, _bodies: Bodies) -> None:
    changed = db.execute(
        "UPDATE action SET state = ?, message = ?, changed_at = ? WHERE id = ?",
        (e.state.value, e.message, time_in(e.at), e.action),
    )
    _must_exist(changed, e.action)


def _request_stored(db: sqlite3.Connection, _seq: int, e: happened.RequestStored, bodies: Bodies) -> None:
    db.execute(
        "INSERT INTO attempt (action, sequence, prepared, request_body, request_id, sent_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            e.action,
            e.sequence,
            _json(e.prepared),
            bodies.get("prepared.body", ""),
            e.prepared.request_id or e.prepared.identifier,
            time_in(e.at),
        ),
    )


def _answer_stored(db: sqlite3.Connection, _seq: int, e: happened.AnswerStored, bodies: Bodies) -> None:
    changed = db.execute(
        "UPDATE attempt SET answered_at = ?, status = ?, answer_kind = ?, answer_body = ?, tid = ?"
        " WHERE action = ? AND sequence = ?",
        (
            time_in(e.at),
            e.answer.status,
            e.answer.kind.value,
            bodies.get("answer.body", ""),
            e.answer.tid,
            e.action,
            e.sequence,
        ),
    )
    _must_exist(changed, e.action)


def _must_exist(changed: sqlite3.Cursor, action: ActionId) -> None:
    if changed.rowcount == 0:
        raise Unplanned(f"action {action} was never planned, or its request never stored")


def _document_known(db: sqlite3.Connection, _seq: int, e: happened.DocumentKnown, _bodies: Bodies) -> None:
    currency = _currency_of(db, e.billing_log_id)
    db.execute(
        "INSERT INTO document (realm, billing_log_id, kind, quickbooks_id, number, currency, total,"
        " sync_token, series, life, batch, first_seen_at, seen_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (billing_log_id, realm, kind, quickbooks_id) DO UPDATE SET number = excluded.number,"
        " currency = excluded.currency, total = excluded.total, sync_token = excluded.sync_token,"
        " series = excluded.series, life = excluded.life, batch = coalesce(excluded.batch, batch),"
        " seen_at = excluded.seen_at",
        (
            e.realm,
            e.billing_log_id,
            e.ref.kind.value,
            e.ref.id,
            e.number,
            currency,
            amount_in(e.total, currency),
            e.sync_token,
            e.series,
            e.life.value,
            e.batch,
            time_in(e.at),
            time_in(e.at),
        ),
    )


def _currency_of(db: sqlite3.Connection, billing_log_id: BillingLogId) -> str:
    row = db.execute(
        "SELECT currency FROM batch_invoice WHERE billing_log_id = ? ORDER BY id DESC LIMIT 1",
        (billing_log_id,),
    ).fetchone()
    return row["currency"] if row else "USD"


def _request_spent(db: sqlite3.Connection, _seq: int, e: happened.RequestSpent, _bodies: Bodies) -> None:
    db.execute(
        "INSERT INTO series (realm, entity, billing_log_id, series, reason, at) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (billing_log_id, realm, entity) DO UPDATE SET series = max(series, excluded.series),"
        " reason = excluded.reason, at = excluded.at",
        (e.realm, e.entity, e.billing_log_id, e.series, e.reason, time_in(e.at)),
    )


def _invoice_marked(db: sqlite3.Connection, _seq: int, e: happened.InvoiceMarked, _bodies: Bodies) -> None:
    db.execute(
        "INSERT OR REPLACE INTO mark (billing_log_id, identifier, connectwise_batch, sent, batch, at,"
        " released_at) VALUES (?, ?, ?, ?, ?, ?, NULL)",
        (e.billing_log_id, e.identifier, e.connectwise_batch, int(e.sent), e.batch, time_in(e.at)),
    )
    db.execute(
        "UPDATE batch_invoice SET marked = 1 WHERE batch = ? AND billing_log_id = ?",
        (e.batch, e.billing_log_id),
    )


def _invoice_noted(db: sqlite3.Connection, _seq: int, e: happened.InvoiceNoted, _bodies: Bodies) -> None:
    db.execute(
        "INSERT OR REPLACE INTO noted (billing_log_id, batch, number, at) VALUES (?, ?, ?, ?)",
        (e.billing_log_id, e.batch, e.number, time_in(e.at)),
    )


def _batch_changed(db: sqlite3.Connection, _seq: int, e: happened.BatchChanged, _bodies: Bodies) -> None:
    row = db.execute("SELECT state, ended_at FROM batch WHERE number = ?", (e.batch,)).fetchone()
    if row is None:
        raise Unplanned(f"batch {e.batch} was never opened")
    ended = ended_at(time_or_none(row["ended_at"]), BatchState(row["state"]), e.state, e.at)
    db.execute(
        "UPDATE batch SET state = ?, message = ?, ended_at = ? WHERE number = ?",
        (e.state.value, e.message, time_in(ended), e.batch),
    )


def _log_line(db: sqlite3.Connection, _seq: int, e: happened.LogLine, _bodies: Bodies) -> None:
    db.execute(
        "INSERT INTO log (id, batch, at, level, text) VALUES (?, ?, ?, ?, ?)",
        (_next_id(db, "log", "id", e.batch), e.batch, time_in(e.at), e.level, e.text),
    )


def _tax_proven(db: sqlite3.Connection, _seq: int, e: happened.TaxOverrideProven, _bodies: Bodies) -> None:
    db.execute(
        "INSERT OR IGNORE INTO tax_proof (realm, billing_log_id, at) VALUES (?, ?, ?)",
        (e.realm, e.billing_log_id, time_in(e.at)),
    )


def _judged(db: sqlite3.Connection, seq: int, e: happened.JudgementGiven, _bodies: Bodies) -> None:
    db.execute(
        "INSERT INTO judgement (id, billing_log_id, code, verdict, reason, facts, value, user, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (seq, e.billing_log_id, e.code, e.verdict, e.reason, _json(e.facts), e.value, e.user, time_in(e.at)),
    )


def _held(db: sqlite3.Connection, _seq: int, e: happened.HoldChanged, _bodies: Bodies) -> None:
    db.execute("DELETE FROM hold WHERE billing_log_id = ?", (e.billing_log_id,))
    if e.reason:
        db.execute(
            "INSERT INTO hold (billing_log_id, reason, until, user, at) VALUES (?, ?, ?, ?, ?)",
            (e.billing_log_id, e.reason, date_in(e.until), e.user, time_in(e.at)),
        )


def _linked(db: sqlite3.Connection, _seq: int, e: happened.LinkChanged, _bodies: Bodies) -> None:
    db.execute("DELETE FROM link WHERE realm = ? AND kind = ? AND key = ?", (e.realm, e.kind, e.key))
    if e.quickbooks_id is not None:
        db.execute(
            "INSERT INTO link (realm, kind, key, quickbooks_id, name, user, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (e.realm, e.kind, e.key, e.quickbooks_id, e.name, e.user, time_in(e.at)),
        )


def _options_changed(db: sqlite3.Connection, _seq: int, e: happened.OptionsChanged, _bodies: Bodies) -> None:
    db.execute("DELETE FROM option WHERE realm = ?", (e.realm,))
    chosen: dict[str, Any] = msgspec.to_builtins(e.options)
    db.executemany(
        "INSERT INTO option (realm, name, value) VALUES (?, ?, ?)",
        [(e.realm, name, _json(value)) for name, value in chosen.items()],
    )


def _edition_chosen(db: sqlite3.Connection, _seq: int, e: happened.EditionChosen, _bodies: Bodies) -> None:
    write_setting(db, EDITION, e.edition.value)


def _trimmed(_db: sqlite3.Connection, _seq: int, _e: happened.BodiesTrimmed, _bodies: Bodies) -> None:
    """No table holds a body."""


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


_APPLY: dict[type[Event], Callable[[sqlite3.Connection, int, Any, Bodies], None]] = {
    happened.BatchOpened: _batch_opened,
    happened.InvoicePlanned: _invoice_planned,
    happened.ActionPlanned: _action_planned,
    happened.ActionChanged: _action_changed,
    happened.InvoiceChanged: _invoice_changed,
    happened.RequestStored: _request_stored,
    happened.AnswerStored: _answer_stored,
    happened.DocumentKnown: _document_known,
    happened.RequestSpent: _request_spent,
    happened.RecordSpent: record_spent,
    happened.RecordCreated: record_created,
    happened.InvoiceMarked: _invoice_marked,
    happened.InvoiceTakenBack: taken_back,
    happened.MarkReleased: mark_released,
    happened.InvoiceNoted: _invoice_noted,
    happened.BatchChanged: _batch_changed,
    happened.LogLine: _log_line,
    happened.TaxOverrideProven: _tax_proven,
    happened.JudgementGiven: _judged,
    happened.HoldChanged: _held,
    happened.LinkChanged: _linked,
    happened.OptionsChanged: _options_changed,
    happened.EditionChosen: _edition_chosen,
    happened.BodiesTrimmed: _trimmed,
    happened.DifferenceExplained: explained,
    happened.MonthCertified: certified,
}
