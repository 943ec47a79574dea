"""History at a million actions, and what the journal costs an invoice."""

from __future__ import annotations

import datetime as dt
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from benchmarks.figures import Figure
from mobius_desktop.domain.events import Event
from mobius_desktop.domain.ids import BatchNumber, BillingLogId
from mobius_desktop.domain.states import Section
from mobius_desktop.history.history import History
from mobius_desktop.store import Store
from tests.store.stories import REALM, TickingClock, action, journey, opening, unposted
from tests.store.stories import closing as ending

_INVOICES = 500
_ACTIONS = 5
"""Actions of an invoice in the template; a real run has six or seven."""
_ROOM = 20
"""Bits of a row's id below its batch, as in the store."""


def measure(small: bool) -> Iterator[Figure]:
    """Make a record of years out of one batch, and ask what the screens ask."""
    actions = 50_000 if small else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mobius.db"
        with Store.open(path, TickingClock()) as store:
            yield from _journal_cost(store)
            number = _template(store)
        began = time.perf_counter()
        batches = actions // (_INVOICES * _ACTIONS)
        _multiply(path, number, batches)
        yield Figure(f"record of {actions:,} actions made in", time.perf_counter() - began, "s")
        yield Figure("its size", path.stat().st_size / 2**20, "MiB")
        with Store.open(path, TickingClock()) as store:
            yield from _questions(History(store, TickingClock()), store, number, batches)


def _journal_cost(store: Store) -> Iterator[Figure]:
    """Each commit of an invoice's journey, with the disk made to keep it."""
    invoices = [unposted(10_501 + n) for n in range(100)]
    number = store.open_batch(lambda number: opening(number, *invoices))
    commits = [journey(number, invoice) for invoice in invoices]
    began, worked = time.perf_counter(), time.thread_time()
    for each in commits:
        for events in each:
            store.record(*events)
    spent, work = (time.perf_counter() - began) / len(invoices), (time.thread_time() - worked) / len(invoices)
    yield Figure(f"journal: cost per invoice, {len(commits[0])} commits", spent * 1000, "ms", 5)
    yield Figure("journal: processor time of it", work * 1000, "ms", 5)


def _template(store: Store) -> BatchNumber:
    """One whole batch through the front door."""
    invoices = [unposted(20_000 + n, customer=f"Customer {n} of Tampa") for n in range(_INVOICES)]

    def make(number: BatchNumber) -> list[Event]:
        more = [action(number, invoice, section) for invoice in invoices for section in list(Section)[:3]]
        return [*opening(number, *invoices), *more]

    number = store.open_batch(make)
    for invoice in invoices:
        store.record(*(event for commit in journey(number, invoice) for event in commit))
    store.record(*ending(number))
    return number


def _multiply(path: Path, number: BatchNumber, batches: int) -> None:
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
                    {"number": f"number + {copy}", "started_at": f"datetime(started_at, '+{copy} hours')"},
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
                    {"key": f"key + {shift}", "id": f"{copy} || '-' || id", "batch": f"batch + {copy}"},
                ),
                ("log", {"id": f"id + {shift}", "batch": f"batch + {copy}"}),
            ):
                names = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
                values = ", ".join(changed.get(name, name) for name in names)
                key = "number" if table == "batch" else "batch"
                db.execute(
                    f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {table} WHERE {key} = ?",  # noqa: S608 - our own names
                    (number,),
                )
        db.execute("COMMIT")
        db.execute("PRAGMA optimize")


def _questions(history: History, store: Store, number: BatchNumber, batches: int) -> Iterator[Figure]:
    middle = BatchNumber(number + batches // 2)
    invoice = str(20_000 + batches // 2 * 1000 + 7)
    asked: list[tuple[str, Callable[[], object]]] = [
        ("open the newest page", history.list_batches),
        ("open a page in the middle", lambda: history.list_batches(before=middle)),
        ("search an invoice's number", lambda: history.list_batches(invoice)),
        ("search a customer of every batch", lambda: history.list_batches("customer 77 tampa")),
        ("search a word of every invoice", lambda: history.list_batches("equal")),
        ("search one letter", lambda: history.list_batches("t")),
        ("search what is not there", lambda: history.list_batches("nowhere")),
        (
            "narrow to a month",
            lambda: history.list_batches(first=dt.date(2026, 11, 5), last=dt.date(2026, 11, 6)),
        ),
        ("open one batch", lambda: history.batch(middle)),
        ("the dashboard", history.dashboard),
        (
            "last time of 500 invoices",
            lambda: history.last_times([BillingLogId(15_500 + n) for n in range(500)]),
        ),
        ("an invoice's card", lambda: history.card(invoice)),
        ("what is unsettled", lambda: store.unsettled(REALM)),
    ]
    for name, ask in asked:
        began = time.perf_counter()
        ask()
        first = time.perf_counter() - began
        yield Figure(f"history: {name}", first, "s", 0.2)
