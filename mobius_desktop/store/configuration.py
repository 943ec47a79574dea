"""The history of a company's configuration, read from the events, and what its pages are looked at with."""

from __future__ import annotations

import msgspec

from mobius_desktop.domain.events import LinkChanged, OptionsChanged
from mobius_desktop.domain.ids import RealmId
from mobius_desktop.domain.sales_snapshot import SalesSnapshot
from mobius_desktop.store.amounts import time_in
from mobius_desktop.store.codec import squeeze, stretch, unpack
from mobius_desktop.store.database import Database

_sales = msgspec.json.Decoder(SalesSnapshot)


class ConfigurationTables:
    """Reads what was chosen when, and keeps the snapshot that options and links are looked at against."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def options_history(self, realm: RealmId) -> tuple[OptionsChanged, ...]:
        """Every configuration of a company, the oldest first."""
        found = self._changes("OptionsChanged", realm)
        return tuple(event for event in found if isinstance(event, OptionsChanged))

    def link_history(self, realm: RealmId) -> tuple[LinkChanged, ...]:
        """Every link that was made or taken away, the oldest first."""
        found = self._changes("LinkChanged", realm)
        return tuple(event for event in found if isinstance(event, LinkChanged))

    def _changes(self, kind: str, realm: RealmId) -> list[object]:
        with self._database.reading() as db:
            rows = db.execute(
                "SELECT kind, content FROM event WHERE kind = ? ORDER BY seq", (kind,)
            ).fetchall()
        events = (unpack(row["kind"], row["content"]) for row in rows)
        return [event for event in events if getattr(event, "realm", None) == realm]

    def put_sales_snapshot(self, realm: RealmId, sales: SalesSnapshot) -> None:
        """Keep the unposted invoices as they were read for a company's links and options."""
        packed = squeeze(msgspec.json.encode(sales))
        with self._database.writing() as db:
            db.execute(
                "INSERT OR REPLACE INTO cached_list (name, read_at, summary, content) VALUES (?, ?, '[]', ?)",
                (f"sales {realm}", time_in(sales.read_at), packed),
            )

    def has_sales_snapshot(self, realm: RealmId) -> bool:
        """Whether there is one, without reading it."""
        with self._database.reading() as db:
            row = db.execute("SELECT 1 FROM cached_list WHERE name = ?", (f"sales {realm}",)).fetchone()
        return row is not None

    def sales_snapshot(self, realm: RealmId) -> SalesSnapshot | None:
        """The unposted invoices as last read for this; None before the first time."""
        with self._database.reading() as db:
            row = db.execute("SELECT content FROM cached_list WHERE name = ?", (f"sales {realm}",)).fetchone()
        return _sales.decode(stretch(row["content"])) if row else None
