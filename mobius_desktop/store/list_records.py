"""List records that batches created: the part of the projection, and the question, that are about them."""

from __future__ import annotations

import sqlite3

from mobius_desktop.domain.events import RecordCreated, RecordSpent
from mobius_desktop.domain.ids import RealmId, RecordKey
from mobius_desktop.domain.journal import RecordSeries
from mobius_desktop.store.amounts import time_in
from mobius_desktop.store.codec import Bodies
from mobius_desktop.store.database import Database


def record_created(db: sqlite3.Connection, _seq: int, e: RecordCreated, _bodies: Bodies) -> None:
    """It is there, under the present series."""
    ref = e.record.ref
    db.execute(
        "INSERT OR REPLACE INTO created_record (realm, key, kind, name, quickbooks_id, batch, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (e.realm, ref.key, ref.kind.value, ref.name, e.quickbooks_id, e.batch, time_in(e.at)),
    )
    db.execute(
        "INSERT INTO record_series (realm, key, series, created) VALUES (?, ?, 0, 0)"
        " ON CONFLICT (realm, key) DO UPDATE SET created = series",
        (e.realm, ref.key),
    )


def record_spent(db: sqlite3.Connection, _seq: int, e: RecordSpent, _bodies: Bodies) -> None:
    """The next request is another one."""
    db.execute(
        "INSERT INTO record_series (realm, key, series) VALUES (?, ?, ?)"
        " ON CONFLICT (realm, key) DO UPDATE SET series = max(series, excluded.series)",
        (e.realm, e.key, e.series),
    )


class ListRecordTables:
    """Reads what is known of list records."""

    _database: Database

    def record_series(self, realm: RealmId, key: RecordKey) -> RecordSeries:
        """The series under which it is created next, and whether it was created under that one already."""
        with self._database.reading() as db:
            row = db.execute(
                "SELECT series, created FROM record_series WHERE realm = ? AND key = ?", (realm, key)
            ).fetchone()
        return RecordSeries(row["series"], row["created"] >= row["series"]) if row else RecordSeries()
