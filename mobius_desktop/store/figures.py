"""The counts and money of a batch, kept as its invoices change: the list of batches never adds up rows."""

from __future__ import annotations

import sqlite3

from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.domain.plan import PlanOutcome
from mobius_desktop.domain.states import ActionState
from mobius_desktop.domain.sums import Sums
from mobius_desktop.store.amounts import sums_in, sums_out

_IN_QUICKBOOKS = frozenset({PlanOutcome.SEND.value, PlanOutcome.ADOPT.value})


class Unplanned(LookupError):  # noqa: N818 - says what the row is
    """An event changes what no earlier event has planned: a mistake in the program."""


class Figures:
    """Sent are the invoices that are in QuickBooks and completed; amounts are ConnectWise's totals."""

    def __init__(self, row: sqlite3.Row) -> None:
        self.currency: str = row["currency"]
        self.invoices: int = row["invoices"]
        self.sent: int = row["sent"]
        self.failed: int = row["failed"]
        self.needs_check: int = row["needs_check"]
        self.total: Sums = sums_out(row["total"])
        self.sent_total: Sums = sums_out(row["sent_total"])

    @classmethod
    def read(cls, db: sqlite3.Connection, batch: BatchNumber) -> Figures:
        row = db.execute("SELECT * FROM batch_figures WHERE batch = ?", (batch,)).fetchone()
        if row is None:
            raise Unplanned(f"batch {batch} was never opened")
        return cls(row)

    def count(self, state: ActionState, outcome: str, total: Sums, sign: int) -> None:
        """Count an invoice in (or, with -1, out again)."""
        match state:
            case ActionState.COMPLETED if outcome in _IN_QUICKBOOKS:
                self.sent += sign
                self.sent_total = self.sent_total + total if sign > 0 else self.sent_total - total
            case ActionState.FAILED:
                self.failed += sign
            case ActionState.NEEDS_CHECK:
                self.needs_check += sign
            case _:
                pass

    def write(self, db: sqlite3.Connection, batch: BatchNumber) -> None:
        db.execute(
            "UPDATE batch_figures SET currency = ?, invoices = ?, sent = ?, failed = ?, needs_check = ?,"
            " total = ?, sent_total = ? WHERE batch = ?",
            (
                self.currency,
                self.invoices,
                self.sent,
                self.failed,
                self.needs_check,
                sums_in(self.total),
                sums_in(self.sent_total),
                batch,
            ),
        )
