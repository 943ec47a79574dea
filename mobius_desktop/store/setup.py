"""What is set up: settings, the ConnectWise connection, the QuickBooks companies, the edition. No secrets."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import msgspec

from mobius_desktop.domain.editions import Edition
from mobius_desktop.domain.ids import RealmId
from mobius_desktop.domain.setup import ConnectWiseSetup, QuickBooksSetup
from mobius_desktop.store.database import Database

_company = msgspec.json.Decoder(QuickBooksSetup)
_connectwise = msgspec.json.Decoder(ConnectWiseSetup)

INSTALLATION = "installation id"
EDITION = "edition"


class SetupTables:
    """Reads and writes what is set up."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def setting(self, name: str, default: str = "") -> str:
        """A setting by name."""
        with self._database.reading() as db:
            row = db.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
            return row["value"] if row else default

    def put_setting(self, name: str, value: str) -> None:
        """Keep a setting."""
        with self._database.writing() as db:
            write_setting(db, name, value)

    def installation_id(self) -> str:
        """Names this data folder for ever; the secrets of the vault are kept under it."""
        return self.setting(INSTALLATION)

    def edition(self) -> Edition | None:
        """The edition that was chosen last in the program; None while nobody chose one."""
        kept = self.setting(EDITION)
        return Edition(kept) if kept else None

    def connectwise_setup(self) -> ConnectWiseSetup | None:
        """The ConnectWise connection; None before it is set up."""
        with self._database.reading() as db:
            row = db.execute("SELECT setup FROM connectwise_setup").fetchone()
            return _connectwise.decode(row["setup"]) if row else None

    def save_connectwise_setup(self, setup: ConnectWiseSetup) -> None:
        """Keep the ConnectWise connection."""
        with self._database.writing() as db:
            db.execute(
                "INSERT OR REPLACE INTO connectwise_setup (id, setup) VALUES (1, ?)",
                (msgspec.json.encode(setup).decode(),),
            )

    def companies(self) -> tuple[QuickBooksSetup, ...]:
        """The QuickBooks companies, the default one first, then by name."""
        with self._database.reading() as db:
            found = db.execute("SELECT setup, is_default FROM company ORDER BY is_default DESC, name, realm")
            return tuple(_setup(row) for row in found)

    def company(self, realm: RealmId) -> QuickBooksSetup | None:
        """One company by realm."""
        with self._database.reading() as db:
            row = db.execute("SELECT setup, is_default FROM company WHERE realm = ?", (realm,)).fetchone()
            return _setup(row) if row else None

    def default_company(self) -> QuickBooksSetup | None:
        """The company on which the select page opens."""
        found = self.companies()
        return found[0] if found else None

    def save_company(self, setup: QuickBooksSetup) -> None:
        """Keep a company. There is one default: the one saved so last, or the first there was."""
        with self._database.writing() as db:
            other = db.execute(
                "SELECT 1 FROM company WHERE is_default AND realm <> ?", (setup.realm,)
            ).fetchone()
            if setup.default:
                db.execute("UPDATE company SET is_default = 0")
            db.execute(
                "INSERT OR REPLACE INTO company (realm, name, is_default, setup) VALUES (?, ?, ?, ?)",
                (
                    setup.realm,
                    setup.name,
                    int(setup.default or other is None),
                    msgspec.json.encode(setup).decode(),
                ),
            )

    def remove_company(self, realm: RealmId) -> None:
        """Forget that a company is connected. Its past stays in the record."""
        with self._database.writing() as db:
            db.execute("DELETE FROM company WHERE realm = ?", (realm,))
            if db.execute("SELECT 1 FROM company WHERE is_default").fetchone() is None:
                db.execute(
                    "UPDATE company SET is_default = 1"
                    " WHERE realm = (SELECT realm FROM company ORDER BY name LIMIT 1)"
                )


def write_setting(db: sqlite3.Connection, name: str, value: str) -> None:
    """Keep a setting within the writer's transaction."""
    db.execute(
        "INSERT INTO setting (name, value) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )


def _setup(row: sqlite3.Row) -> QuickBooksSetup:
    return replace(_company.decode(row["setup"]), default=bool(row["is_default"]))
