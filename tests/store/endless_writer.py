"""A program that opens batches until it is killed, and says the number of each that is committed."""

from __future__ import annotations

import sys
from pathlib import Path

from mobius_desktop.store import Store
from tests.store.stories import TickingClock, journey, opening, unposted

if __name__ == "__main__":
    with Store.open(Path(sys.argv[1]), TickingClock()) as store:
        while True:
            invoice = unposted(10501)
            number = store.open_batch(lambda number: opening(number, invoice))  # noqa: B023 - called at once
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()
            for commit in journey(number, invoice):
                store.record(*commit)
