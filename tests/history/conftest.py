"""A record with three batches: one whole, one with every kind of end, one of another company."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mobius_desktop.domain.events import InvoiceChanged, InvoicePlanned
from mobius_desktop.domain.ids import BatchNumber, RealmId
from mobius_desktop.domain.states import ActionState, BatchState
from mobius_desktop.history.history import History
from mobius_desktop.store import FILE_NAME, Store
from tests.store.stories import START, TickingClock, closing, journey, opened, opening, planned, unposted

FIRST = unposted(10501)
BLOCKED = unposted(10508, "87.30", customer="Café Olé, Inc.")
SENT = unposted(10509, "64.20", tax="4.20")
OTHER_REALM = RealmId("9342")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    with Store.open(folder / FILE_NAME, TickingClock()) as found:
        fill(found)
        yield found


@pytest.fixture
def history(store: Store) -> History:
    return History(store, TickingClock())


def fill(store: Store) -> None:
    """Batch 1 finished, batch 2 with an error, batch 3 just opened in another company."""
    one = store.open_batch(lambda number: opening(number, FIRST))
    for commit in journey(one, FIRST):
        store.record(*commit)
    store.record(*closing(one))
    two = store.open_batch(lambda number: opening(number, BLOCKED, SENT))
    for commit in journey(two, SENT):
        store.record(*commit)
    failed = InvoiceChanged(
        two,
        BLOCKED.billing_log_id,
        ActionState.FAILED,
        "Customer “Café Olé, Inc.” is not linked to a QuickBooks customer.",
        START,
        finding_code="CUSTOMER_UNLINKED",
    )
    store.record(failed, *closing(two, BatchState.FINISHED_WITH_ERROR))
    store.open_batch(
        lambda number: [opened(number, realm=OTHER_REALM, company="Gulfline Technology"), *_more(number)]
    )


def _more(number: BatchNumber) -> list[InvoicePlanned]:
    return [planned(number, unposted(20001, "1000.00"))]
