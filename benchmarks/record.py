"""A record of years, made out of one batch: `python -m benchmarks.record FOLDER [--actions N] [--entries]`.

The tables that the screens read are filled as a program of many years would have filled them; the entries are
those of the one batch that went through the front door. Look at it with `mobius-desktop --data-dir FOLDER`.
With `--entries` every batch goes through the front door: slower to make, and whole when it is verified, so
that the time of `mobius-desktop history verify` can be measured.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from mobius_desktop.domain.events import Event
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.domain.states import Section
from mobius_desktop.store import FILE_NAME, Store
from tests.store.stories import TickingClock, action, journey, opening, unposted
from tests.store.stories import closing as ending

INVOICES = 500
ACTIONS = 5
"""Actions of an invoice in the template; a real run has six or seven."""
MILLION = 1_000_000
_OF = {"batch": "number = ?", "attempt": "action IN (SELECT id FROM action WHERE batch = ?)"}
"""How the rows of a batch are found, where not by its number in the column `batch`."""
_LATER = "strftime('%Y-%m-%dT%H:%M:%S.000000+00:00', started_at"
_ROOM = 20
"""Bits of a row's id below its batch, as in the store."""


def make_record(path: Path, actions: int) -> tuple[BatchNumber, int]:
    """Fill a new record; its first batch, and how many there are."""
    with Store.open(path, TickingClock()) as store:
        number = send(store)
    batches = actions // (INVOICES * ACTIONS)
    multiply(path, number, batches)
    return number, batches


def make_whole_record(path: Path, actions: int) -> int:
    """Fill a new record with batches that all have their entries; how many there are."""
    batches = actions // (INVOICES * ACTIONS)
    with Store.open(path, TickingClock()) as store:
        for copy in range(batches):
            send(store, 20_000 + copy * 1000)
            print(f"\r{copy + 1:,} of {batches:,} batches", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return batches


def send(store: Store, first: int = 20_000) -> BatchNumber:
    """One whole batch through the front door; its invoices are numbered from `first` on."""
    invoices = [
        unposted(first + n, f"{120 + n * 7}.{n % 100:02d}", customer=f"Customer {n} of Tampa")
        for n in range(INVOICES)
    ]

    def make(number: BatchNumber) -> list[Event]:
        more = [action(number, invoice, section) for invoice in invoices for section in list(Section)[:3]]
        return [*opening(number, *invoices), *more]

    number = store.open_batch(make)
    arriving = [event for invoice in invoices for commit in journey(number, invoice) for event in commit]
    store.record(*arriving, *ending(number))
    return number


def multiply(path: Path, number: BatchNumber, batches: int) -> None:
    """Copy the batch's rows, each copy with ids, numbers and messages of its own."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA synchronous = OFF")
        db.execute("BEGIN")
        for copy in range(1, batches):
            shift = copy << _ROOM
            billing = copy * 1000
            for table, changed in (
                (
                    "batch",
                    {"number": f"number + {copy}", "started_at": f"{_LATER}, '+{copy} hours')"},
                ),
                ("batch_figures", {"batch": f"batch + {copy}"}),
                (
                    "batch_invoice",
                    {
                        "id": f"id + {shift}",
                        "batch": f"batch + {copy}",
                        "billing_log_id": f"billing_log_id + {billing}",
                        "number": f"number + {billing}",
                        "state": "CASE WHEN id % 20 THEN state ELSE 'Failed' END",
                        "message": "CASE WHEN id % 20 THEN message ELSE 'The item is inactive' END",
                    },
                ),
                (
                    "action",
                    {"key": f"key + {shift}", "id": _moved("id", number + copy), "batch": f"batch + {copy}"},
                ),
                ("log", {"id": f"id + {shift}", "batch": f"batch + {copy}"}),
                (
                    "finding",
                    {"batch": f"batch + {copy}", "billing_log_id": f"billing_log_id + {billing}"},
                ),
                (
                    "attempt",
                    {
                        "action": _moved("action", number + copy),
                        "request_id": f"printf('%08x', {copy}) || substr(request_id, 9)",
                        "tid": f"{copy} || '-' || tid",
                    },
                ),
            ):
                names = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
                values = ", ".join(changed.get(name, name) for name in names)
                db.execute(
                    f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {table} WHERE {_OF.get(table, 'batch = ?')}",  # noqa: E501, S608 - our own names
                    (number,),
                )
        db.execute("COMMIT")
        db.execute("PRAGMA optimize")


def _moved(column: str, batch: int) -> str:
    """An action's id, which begins with its batch, as one of another batch."""
    return f"'{batch}' || substr({column}, instr({column}, '/'))"


def main() -> int:
    """Make one in a folder."""
    parser = argparse.ArgumentParser(description="Make a record of years in a folder.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--actions", type=int, default=MILLION)
    parser.add_argument("--entries", action="store_true", help="send every batch through the front door")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    path = asked.folder / FILE_NAME
    if path.exists():
        print(f"{path} is there already.", file=sys.stderr)
        return 2
    batches = make_whole_record(path, asked.actions) if asked.entries else make_record(path, asked.actions)[1]
    print(f"{asked.actions:,} actions in {batches:,} batches: {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
