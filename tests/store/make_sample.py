"""Keeps a record of the present schema for the years to come: `python -m tests.store.make_sample`.

Run once when a schema is released; the file goes into `tests/store/data` and is never made anew. Every later
version must open it, find what is in it and verify it (`test_samples`).
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from mobius_desktop.domain.events import (
    HoldChanged,
    InvoiceTakenBack,
    JudgementGiven,
    LinkChanged,
    MarkReleased,
    OptionsChanged,
)
from mobius_desktop.domain.ids import BatchNumber, QuickBooksId, RecordKey
from mobius_desktop.domain.options import CompanyOptions
from mobius_desktop.domain.quickbooks import DocumentLife
from mobius_desktop.store import Store
from mobius_desktop.store.migrate import SCHEMA
from tests.history.conftest import fill
from tests.store.stories import REALM, START, TickingClock, ref, unposted

DATA = Path(__file__).parent / "data"
FIRST = unposted(10501)


def make(path: Path) -> None:
    """Batches with every end, and what people do besides: taken back, released, judged, linked, held."""
    with Store.open(path, TickingClock()) as store:
        fill(store)
        one, number = FIRST.billing_log_id, BatchNumber(1)
        store.record(
            OptionsChanged(REALM, CompanyOptions(display_uom=True), "alex", START),
            LinkChanged(
                REALM, "Customer", RecordKey("customer:19"), QuickBooksId("58"), "Acme", "alex", START
            ),
            HoldChanged(one, "Ask the customer", None, "alex", START),
            JudgementGiven(one, "APART", "accept", "agreed", (("apart", "0.01"),), "", "alex", START),
            InvoiceTakenBack(
                number, one, ref(FIRST), DocumentLife.VOID, "10501-V1", FIRST.total, "wrong", "alex", START
            ),
            MarkReleased(number, one, "I10501:0a1b2c3d", "wrong", "alex", START),
        )
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = DELETE")
        db.execute("VACUUM")


def main() -> int:
    """Make the sample of this schema, unless there is one."""
    path = DATA / f"record-version-{SCHEMA}.db"
    if path.exists():
        sys.stderr.write(f"{path.name} is there already; it is never made anew.\n")
        return 2
    make(path)
    sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
