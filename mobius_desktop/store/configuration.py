"""The history of a company's configuration, read from the events, and what its pages are looked at with."""

from __future__ import annotations

import datetime as dt

import msgspec

from mobius_desktop.domain.checkup import CheckupReport
from mobius_desktop.domain.events import EditionChosen, LinkChanged, OptionsChanged
from mobius_desktop.domain.ids import RealmId
from mobius_desktop.domain.sales_snapshot import SalesSnapshot
from mobius_desktop.store.amounts import time_in
from mobius_desktop.store.codec import squeeze, stretch, unpack
from mobius_desktop.store.database import Database

_sales = msgspec.json.Decoder(SalesSnapshot)
_checkup = msgspec.json.Decoder(CheckupReport)


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

    def edition_history(self) -> tuple[EditionChosen, ...]:
        """Every choice of an edition, the oldest first."""
        return tuple(event for event in self._of_kind("EditionChosen") if isinstance(event, EditionChosen))

    def _changes(self, kind: str, realm: RealmId) -> list[object]:
        return [event for event in self._of_kind(kind) if getattr(event, "realm", None) == realm]

    def _of_kind(self, kind: str) -> list[object]:
        with self._database.reading() as db:
            rows = db.execute(
                "SELECT kind, content FROM event WHERE kind = ? ORDER BY seq", (kind,)
            ).fetchall()
        return [unpack(row["kind"], row["content"]) for row in rows]

    def put_sales_snapshot(self, realm: RealmId, sales: SalesSnapshot) -> None:
        """Keep the unposted invoices as they were read for a company's links and options."""
        self._keep(f"sales {realm}", sales.read_at, sales)

    def has_sales_snapshot(self, realm: RealmId) -> bool:
        """Whether there is one, without reading it."""
        with self._database.reading() as db:
            row = db.execute("SELECT 1 FROM cached_list WHERE name = ?", (f"sales {realm}",)).fetchone()
        return row is not None

    def sales_snapshot(self, realm: RealmId) -> SalesSnapshot | None:
        """The unposted invoices as last read for this; None before the first time."""
        kept = self._kept(f"sales {realm}")
        return None if kept is None else _sales.decode(kept)

    def put_checkup(self, report: CheckupReport) -> None:
        """Keep the last result of *Check set-up* of a company."""
        self._keep(f"checkup {report.realm}", report.at, report)

    def checkup(self, realm: RealmId) -> CheckupReport | None:
        """The last result of *Check set-up*; None before the first one, or when an earlier version kept it
        in another shape."""
        kept = self._kept(f"checkup {realm}")
        try:
            return None if kept is None else _checkup.decode(kept)
        except msgspec.ValidationError:
            return None

    def _keep(self, name: str, at: dt.datetime, content: object) -> None:
        packed = squeeze(msgspec.json.encode(content))
        with self._database.writing() as db:
            db.execute(
                "INSERT OR REPLACE INTO cached_list (name, read_at, summary, content) VALUES (?, ?, '[]', ?)",
                (name, time_in(at), packed),
            )

    def _kept(self, name: str) -> bytes | None:
        with self._database.reading() as db:
            row = db.execute("SELECT content FROM cached_list WHERE name = ?", (name,)).fetchone()
        return stretch(row["content"]) if row else None
