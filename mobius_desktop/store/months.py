"""Explained differences, certified months, the last tie-outs, and what a report by time asks for."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence

import msgspec

from mobius_desktop.domain.archive import OverrideRow
from mobius_desktop.domain.days import end_of_month
from mobius_desktop.domain.errors import DAMAGED, OtherVersion, RecordDamaged
from mobius_desktop.domain.events import DifferenceExplained, MonthCertified
from mobius_desktop.domain.ids import BillingLogId, QuickBooksId, RealmId
from mobius_desktop.domain.journal import InvoiceRow
from mobius_desktop.domain.quickbooks import DocumentKind, DocumentRef
from mobius_desktop.domain.tie_out import CertifiedMonth, GivenExplanation, TieOut
from mobius_desktop.store import chain, rows
from mobius_desktop.store.amounts import amount_in, amount_or_none, amount_out, date_in, time_in, time_out
from mobius_desktop.store.codec import Bodies, squeeze, stretch, unpack
from mobius_desktop.store.database import Database
from mobius_desktop.store.errors import of_rows

_KEPT = 60
"""Tie-outs that are kept beside those of certified months: five years of one company, or a year of five."""
_NAME = "tie-out "
_OTHER_VERSION = (
    "The comparison of {at:%b} {at.day}, {at.year} was written by another version of the program, and this"
    " one cannot read it. It is kept. Compare again, or open it with the version that wrote it."
)
_facts = msgspec.json.Decoder(tuple[tuple[str, str], ...])
_tie_out = msgspec.json.Decoder(TieOut)


class MonthTables:
    """Reads what is known of months; keeps the last tie-outs, outside the chain: they can be made again."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def explanations(self, realm: RealmId) -> dict[str, GivenExplanation]:
        """The latest word on each difference, by its subject. One without a reason was taken back."""
        with self._database.reading() as db:
            found = db.execute(
                "SELECT * FROM explanation WHERE id IN (SELECT max(id) FROM explanation WHERE realm = ?"
                " GROUP BY subject)",
                (realm,),
            )
            return {row["subject"]: _explanation(row) for row in found if row["reason"]}

    def explained_between(self, since: dt.datetime, until: dt.datetime) -> tuple[GivenExplanation, ...]:
        """Every word on a difference that was given in a time, the oldest first; `until` is exclusive."""
        with self._database.reading() as db:
            found = db.execute(
                "SELECT * FROM explanation WHERE at >= ? AND at < ? ORDER BY id",
                (time_in(since), time_in(until)),
            )
            return tuple(map(_explanation, found))

    def certified_months(self, realm: RealmId | None = None) -> tuple[CertifiedMonth, ...]:
        """Every certification, the oldest first; a month may be certified again.

        Each is read from its entry, so that a changed table shows nothing that nobody certified. Raises
        RecordDamaged for an entry that is not what its hash says."""
        with self._database.reading() as db:
            found = db.execute(
                "SELECT event.* FROM certified_month JOIN event ON event.seq = certified_month.id"
                " ORDER BY event.seq"
            )
            told = tuple(map(_certified, found))
        return tuple(one for one in told if realm is None or one.realm == realm)

    def changed_since(
        self, realm: RealmId, first: dt.date, last: dt.date, moment: dt.datetime
    ) -> tuple[tuple[InvoiceRow, dt.datetime], ...]:
        """Invoices of a period that some batch has touched after a moment, with when: by ConnectWise's date,
        and by the date that a user has decided for QuickBooks."""
        with self._database.reading() as db:
            found = db.execute(
                "SELECT bi.* FROM batch_invoice AS bi JOIN batch ON batch.number = bi.batch"
                " WHERE batch.realm = ? AND bi.changed_at > ?"
                " AND (bi.date BETWEEN ? AND ? OR bi.billing_log_id IN (SELECT billing_log_id FROM judgement"
                " WHERE verdict = 'post-on' AND value BETWEEN ? AND ?))"
                " ORDER BY bi.changed_at",
                (realm, time_in(moment), *_span(first, last), *_span(first, last)),
            )
            return tuple((rows.invoice_row(row), time_out(row["changed_at"])) for row in found)

    def owners(self, realm: RealmId, refs: Sequence[DocumentRef]) -> dict[DocumentRef, BillingLogId]:
        """Whose invoice a document is, by the record."""
        with self._database.reading() as db:
            found = db.execute(
                "SELECT kind, quickbooks_id, billing_log_id FROM document WHERE realm = ?"
                " AND quickbooks_id IN (SELECT value FROM json_each(?))",
                (realm, msgspec.json.encode([ref.id for ref in refs]).decode()),
            )
            owned = {
                DocumentRef(DocumentKind(row["kind"]), QuickBooksId(row["quickbooks_id"])): BillingLogId(
                    row["billing_log_id"]
                )
                for row in found
            }
        return {ref: owned[ref] for ref in refs if ref in owned}

    def overrides_between(self, since: dt.datetime, until: dt.datetime) -> tuple[OverrideRow, ...]:
        """Every word of a user on an invoice of a time, and every difference that a company's limit accepted
        by itself; the oldest first, `until` exclusive."""
        with self._database.reading() as db:
            times = (time_in(since), time_in(until))
            found = [_override(row) for query in (_JUDGED, _WITHIN_LIMIT) for row in db.execute(query, times)]
        return tuple(sorted(found, key=lambda one: one.at))

    # -- the last tie-outs ----------------------------------------------------------------------------

    def put_tie_out(self, tie_out: TieOut) -> None:
        """Keep a comparison; the one before of the same company and period goes, and the oldest of all."""
        name = _name(tie_out.realm, tie_out.first, tie_out.last)
        packed = squeeze(msgspec.json.encode(tie_out))
        with self._database.writing() as db:
            db.execute(
                "INSERT OR REPLACE INTO cached_list (name, read_at, summary, content) VALUES (?, ?, ?, ?)",
                (name, time_in(tie_out.compared_at), "[]", packed),
            )
            db.execute(
                "DELETE FROM cached_list WHERE name LIKE ? AND name NOT IN (SELECT name FROM cached_list"
                " WHERE name LIKE ? ORDER BY read_at DESC LIMIT ?)"
                " AND name NOT IN (SELECT value FROM json_each(?))",
                (f"{_NAME}%", f"{_NAME}%", _KEPT, _certified_names(db)),
            )

    def tie_out(self, realm: RealmId, first: dt.date, last: dt.date) -> TieOut | None:
        """The last comparison of exactly this period. Raises OtherVersion where it cannot be read here."""
        with self._database.reading() as db:
            row = db.execute(
                "SELECT content, read_at FROM cached_list WHERE name = ?", (_name(realm, first, last),)
            ).fetchone()
        return _read(row) if row is not None else None


def explained(db: sqlite3.Connection, seq: int, e: DifferenceExplained, _bodies: Bodies) -> None:
    """A word on a difference; all of them stay, the latest counts."""
    one = e.explanation
    db.execute(
        "INSERT INTO explanation (id, realm, subject, number, kind, reason, facts, apart, currency, user, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            seq,
            one.realm,
            one.subject,
            one.number,
            one.kind,
            one.reason,
            msgspec.json.encode(one.facts).decode(),
            amount_in(one.apart, one.currency),
            one.currency,
            one.user,
            time_in(one.at),
        ),
    )


def certified(db: sqlite3.Connection, seq: int, e: MonthCertified, _bodies: Bodies) -> None:
    """A certified month."""
    one = e.certified
    db.execute(
        "INSERT INTO certified_month (id, realm, company_name, month, currency, invoices, connectwise,"
        " quickbooks, explained, compared_at, head, user, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            seq,
            one.realm,
            one.company_name,
            date_in(one.month),
            one.currency,
            one.invoices,
            amount_in(one.connectwise, one.currency),
            amount_in(one.quickbooks, one.currency),
            one.explained,
            time_in(one.compared_at),
            one.head,
            one.user,
            time_in(one.at),
        ),
    )


def _span(first: dt.date, last: dt.date) -> tuple[str | None, str | None]:
    return date_in(first), date_in(last)


_INVOICE = """
  (SELECT bi.{column} FROM batch_invoice AS bi WHERE bi.billing_log_id = {table}.billing_log_id
   ORDER BY bi.id DESC LIMIT 1) AS {column}
"""
_COLUMNS = ("number", "customer", "currency", "connectwise_total")
_JUDGED = (
    "SELECT judgement.billing_log_id, code, verdict, reason, value, user, at, "  # noqa: S608 - our own names
    + ", ".join(_INVOICE.format(column=one, table="judgement") for one in _COLUMNS)
    + " FROM judgement WHERE at >= ? AND at < ? ORDER BY id"
)


_WITHIN_LIMIT = """
SELECT bi.billing_log_id, 'NEEDS_CHECK' AS code, 'limit' AS verdict, bi.message AS reason, '' AS value,
  batch.user, bi.changed_at AS at, bi.number, bi.customer, bi.currency, bi.connectwise_total
FROM batch_invoice AS bi JOIN batch ON batch.number = bi.batch
WHERE bi.changed_at >= ? AND bi.changed_at < ? AND bi.state = 'Completed Successfully'
  AND bi.quickbooks_total IS NOT NULL AND bi.quickbooks_total <> bi.connectwise_total
  AND NOT EXISTS (SELECT 1 FROM judgement WHERE judgement.billing_log_id = bi.billing_log_id
    AND judgement.verdict IN ('accept', 'leave'))
"""


@of_rows
def _override(row: sqlite3.Row) -> OverrideRow:
    currency = row["currency"] or "USD"
    return OverrideRow(
        billing_log_id=row["billing_log_id"],
        number=row["number"] or "",
        customer=row["customer"] or "",
        code=row["code"],
        verdict=row["verdict"],
        reason=row["reason"],
        value=row["value"],
        currency=currency,
        total=amount_or_none(row["connectwise_total"], currency),
        user=row["user"],
        at=time_out(row["at"]),
    )


@of_rows
def _explanation(row: sqlite3.Row) -> GivenExplanation:
    return GivenExplanation(
        realm=row["realm"],
        subject=row["subject"],
        number=row["number"],
        kind=row["kind"],
        reason=row["reason"],
        facts=_facts.decode(row["facts"]),
        apart=amount_out(row["apart"], row["currency"]),
        currency=row["currency"],
        user=row["user"],
        at=time_out(row["at"]),
    )


def _certified(entry: sqlite3.Row) -> CertifiedMonth:
    is_one = entry["kind"] == MonthCertified.__name__ and chain.is_whole(entry)
    event = unpack(entry["kind"], entry["content"]) if is_one else None
    if not isinstance(event, MonthCertified):
        raise RecordDamaged(DAMAGED)
    return event.certified


def _name(realm: RealmId, first: dt.date, last: dt.date) -> str:
    return f"{_NAME}{realm} {first.isoformat()} {last.isoformat()}"


def _certified_names(db: sqlite3.Connection) -> str:
    """The comparisons of certified months, which are kept for ever."""
    found = db.execute("SELECT DISTINCT realm, month FROM certified_month")
    months = [(RealmId(row["realm"]), dt.date.fromisoformat(row["month"])) for row in found]
    return msgspec.json.encode([_name(realm, month, end_of_month(month)) for realm, month in months]).decode()


def _read(row: sqlite3.Row) -> TieOut:
    try:
        return _tie_out.decode(stretch(row["content"]))
    except msgspec.DecodeError as error:
        raise OtherVersion(_OTHER_VERSION.format(at=time_out(row["read_at"]).astimezone())) from error
