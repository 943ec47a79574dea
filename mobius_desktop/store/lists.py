"""The unposted list and QuickBooks' lists as last read: a page has rows before the network answers."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

import msgspec

from mobius_desktop.domain.archive import CachedUnposted, UnpostedDay
from mobius_desktop.domain.connectwise import UnpostedInvoice
from mobius_desktop.domain.ids import BillingLogId, ConnectWiseId, RealmId
from mobius_desktop.domain.quickbooks import DocumentLife, Preferences, QuickBooksLists
from mobius_desktop.store.amounts import time_in, time_out
from mobius_desktop.store.codec import squeeze, stretch
from mobius_desktop.store.database import Database

_Short = tuple[BillingLogId, dt.date, str, Decimal]
_invoices = msgspec.json.Decoder(tuple[UnpostedInvoice, ...])
_short = msgspec.json.Decoder(list[_Short])
_lists = msgspec.json.Decoder(QuickBooksLists)


class _Preferences(msgspec.Struct):
    """What is wanted of a company's lists where its thousands of customers are not."""

    preferences: Preferences


_preferences = msgspec.json.Decoder(_Preferences)


class ListTables:
    """Reads and writes the cached lists."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put_cached_unposted(
        self,
        invoices: Sequence[UnpostedInvoice],
        read_at: dt.datetime,
        location: ConnectWiseId | None = None,
    ) -> None:
        """Keep the unposted list of a Location (None: All locations)."""
        short = [(each.billing_log_id, each.date, each.currency, each.total) for each in invoices]
        self._put(_unposted_name(location), read_at, short, list(invoices))

    def cached_unposted(self, location: ConnectWiseId | None = None) -> CachedUnposted | None:
        """The list as last read, without what was marked as batched since then."""
        with self._database.reading() as db:
            row = _get(db, _unposted_name(location), "content")
            if row is None:
                return None
            gone = _marked_since(db, row["read_at"])
            noted, settled = _noted(db), _looked_at(db)
        invoices = _invoices.decode(stretch(row["content"]))
        there = tuple(each for each in invoices if each.billing_log_id not in gone)
        ids = frozenset(each.billing_log_id for each in there)
        return CachedUnposted(there, time_out(row["read_at"]), noted & ids, settled & ids)

    def unposted_days(self) -> tuple[tuple[UnpostedDay, ...], dt.datetime | None]:
        """What waits in the list of all Locations, counted by date and currency, with when it was read.

        Waiting is what is still to be sent, also while it is held. What was marked since does not wait, nor
        what has nothing to send and cannot be marked, nor what is in QuickBooks already and is looked at."""
        with self._database.reading() as db:
            row = _get(db, _unposted_name(None), "summary")
            if row is None:
                return (), None
            gone = _marked_since(db, row["read_at"]) | _noted(db) | _looked_at(db)
        counts: dict[tuple[dt.date, str], int] = defaultdict(int)
        totals: dict[tuple[dt.date, str], Decimal] = defaultdict(Decimal)
        for invoice, date, currency, total in _short.decode(row["summary"]):
            if invoice not in gone:
                counts[date, currency] += 1
                totals[date, currency] += total
        days = tuple(UnpostedDay(*key, count=counts[key], total=totals[key]) for key in sorted(counts))
        return days, time_out(row["read_at"])

    def put_cached_lists(self, realm: RealmId, lists: QuickBooksLists) -> None:
        """Keep QuickBooks' lists of a company; they carry when they were read."""
        self._put(f"lists {realm}", lists.read_at or dt.datetime.now(dt.UTC), [], lists)

    def cached_lists(self, realm: RealmId) -> QuickBooksLists | None:
        """QuickBooks' lists as last read."""
        with self._database.reading() as db:
            row = _get(db, f"lists {realm}", "content")
        return _lists.decode(stretch(row["content"])) if row else None

    def home_currency(self, realm: RealmId) -> str:
        """The company's currency as its lists were last read; empty where they never were."""
        with self._database.reading() as db:
            row = _get(db, f"lists {realm}", "content")
        return _preferences.decode(stretch(row["content"])).preferences.home_currency if row else ""

    def _put(self, name: str, read_at: dt.datetime, short: list[_Short], content: object) -> None:
        packed = squeeze(msgspec.json.encode(content))
        summary = msgspec.json.encode(short).decode()
        with self._database.writing() as db:
            db.execute(
                "INSERT OR REPLACE INTO cached_list (name, read_at, summary, content) VALUES (?, ?, ?, ?)",
                (name, time_in(read_at), summary, packed),
            )


def _unposted_name(location: ConnectWiseId | None) -> str:
    return "unposted" if location is None else f"unposted {location}"


def _get(db: sqlite3.Connection, name: str, column: str) -> sqlite3.Row | None:
    found: sqlite3.Row | None = db.execute(
        f"SELECT read_at, {column} FROM cached_list WHERE name = ?",  # noqa: S608 - one of our two columns
        (name,),
    ).fetchone()
    return found


def _marked_since(db: sqlite3.Connection, moment: str) -> frozenset[BillingLogId]:
    found = db.execute("SELECT billing_log_id FROM mark WHERE at >= ? AND released_at IS NULL", (moment,))
    return frozenset(row["billing_log_id"] for row in found)


def _noted(db: sqlite3.Connection) -> frozenset[BillingLogId]:
    return frozenset(row["billing_log_id"] for row in db.execute("SELECT billing_log_id FROM noted"))


def _looked_at(db: sqlite3.Connection) -> frozenset[BillingLogId]:
    """Those with a document of ours that needs a check, or with an outcome that is not known yet."""
    found = db.execute(
        "SELECT bi.billing_log_id FROM batch_invoice AS bi WHERE bi.state = 'Checking' OR ("
        "bi.state = 'Needs check' AND EXISTS (SELECT 1 FROM document WHERE document.life = ?"
        " AND document.billing_log_id = bi.billing_log_id AND document.kind = bi.document_kind"
        " AND document.quickbooks_id = bi.document_id))",
        (DocumentLife.LIVE.value,),
    )
    return frozenset(row["billing_log_id"] for row in found)
