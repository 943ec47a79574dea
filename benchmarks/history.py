"""History at a million actions, and what the journal and a verification cost."""

from __future__ import annotations

import datetime as dt
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.record import MILLION, make_record, send
from mobius_desktop.domain.archive import BatchFilter
from mobius_desktop.domain.ids import BatchNumber, BillingLogId
from mobius_desktop.domain.states import BatchState
from mobius_desktop.history import sheets
from mobius_desktop.history.history import History
from mobius_desktop.store import Store
from tests.store.stories import REALM, TickingClock, journey, opening, unposted

_EXPORTED = 20
"""Batches whose invoices are written into a workbook."""


def measure(small: bool) -> Iterator[Figure]:
    """Make a record of years out of one batch, and ask what the screens ask."""
    actions = 50_000 if small else MILLION
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mobius.db"
        with Store.open(path.with_name("journal.db"), TickingClock()) as store:
            yield from _journal_cost(store)
            send(store)
            yield from _verification(store)
        began = time.perf_counter()
        number, batches = make_record(path, actions)
        yield Figure(f"record of {actions:,} actions made in", time.perf_counter() - began, "s")
        yield Figure("its size", path.stat().st_size / 2**20, "MiB")
        with Store.open(path, TickingClock()) as store:
            yield from _questions(History(store, TickingClock()), store, number, batches)
            yield from _copies(History(store, TickingClock()), store, number, Path(folder))


def _verification(store: Store) -> Iterator[Figure]:
    began = time.perf_counter()
    verdict = store.verify()
    spent = time.perf_counter() - began
    assert verdict.intact
    yield Figure("verification: entries a second", verdict.events / spent, "entries")


def _copies(history: History, store: Store, number: BatchNumber, folder: Path) -> Iterator[Figure]:
    began = time.perf_counter()
    store.backup(folder / "backup.db")
    yield Figure("a backup of it", time.perf_counter() - began, "s")
    rows = [row for one in range(_EXPORTED) for row in history.invoices(BatchNumber(number + one))]
    began = time.perf_counter()
    sheets.write_sheet(folder / "out.xlsx", sheets.INVOICES, rows, ("invoice", "invoices"))
    yield Figure(f"{len(rows):,} invoices into a workbook", time.perf_counter() - began, "s")


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


def _narrowed(store: Store) -> object:
    return store.batches(BatchFilter(realm=REALM, states=(BatchState.FINISHED_WITH_ERROR,)))


def _newest(history: History) -> list[BatchNumber]:
    return [row.number for row in history.list_batches()]


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
        ("search an amount", lambda: history.list_batches("659.77")),
        ("search an amount that is not there", lambda: history.list_batches("1,234.99")),
        ("search an amount of a customer", lambda: history.list_batches("customer 659.77")),
        ("search a finding's code", lambda: history.list_batches("ITEM_ACCOUNT_DIFFERS")),
        ("search words of a finding", lambda: history.list_batches("another account")),
        ("search a finding of a customer", lambda: history.list_batches("tampa ITEM_ACCOUNT_DIFFERS")),
        ("search a line of the log", lambda: history.list_batches("all invoices quickbooks")),
        ("search a document's marker", lambda: history.list_batches(f"CW-{invoice}-cc70")),
        ("search the beginning of a request id", lambda: history.list_batches("000000c8")),
        ("search eight hex digits", lambda: history.list_batches("0a1b2c3d")),
        ("narrow to a company and a state", lambda: _narrowed(store)),
        ("what became of the newest page", lambda: store.afterwards(_newest(history))),
        ("the companies of the filter", store.batch_companies),
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
