"""The table of the last batches: its columns, and what marks a batch that still needs somebody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.domain.journal import BatchRow
from mobius_desktop.domain.sums import Sums
from mobius_desktop.ui.components.moments import moment_text
from mobius_desktop.ui.pages.review.rows import SENT_TOTAL
from mobius_desktop.ui.tables.columns import Column, Kind

Apart = Callable[[], dict[BatchNumber, Sums]]
"""How far each batch's documents are from ConnectWise; one that sent nothing is not in it."""


def batch_columns(today: Callable[[], dt.date], apart: Apart) -> tuple[Column[BatchRow], ...]:
    """The columns; `today` makes `Today, 9:42 AM` of a moment."""

    def proof(row: BatchRow) -> str:
        return proof_words(row, apart())

    return (
        Column("number", "Batch", lambda row: str(row.number), sample="12345", bold=True, sort=number_of),
        Column("state", "State", lambda row: row.state.value, Kind.CHIP, sample="Finished with Warning"),
        Column(
            "started",
            "Started",
            lambda row: moment_text(row.started_at, today()),
            sample="Wed, Nov 18, 10:42 PM",
            sort=lambda row: row.started_at,
            written=lambda row: row.started_at,
            stretch=2,
        ),
        Column("invoices", "Invoices", lambda row: row.invoices, Kind.INT, sample="1,000", narrow=False),
        Column("sent", "Sent", lambda row: row.sent, Kind.INT, sample="1,000"),
        Column(
            "total",
            "Sent total",
            lambda row: row.sent_total.amount(row.currency),
            Kind.MONEY,
            sample="(99,999.99)",
            about=SENT_TOTAL,
        ),
        Column("currency", "Currency", lambda row: row.currency, sample="USD", ink="text2", shown=False),
        Column("proof", "Proof", proof, sample="0.01 apart"),
    )


def proof_words(row: BatchRow, apart: dict[BatchNumber, Sums]) -> str:
    """`Ties`, `0.01 apart`; empty where nothing was put into QuickBooks."""
    found = apart.get(row.number)
    if found is None:
        return ""
    if found:
        return f"{found.text(row.currency)} apart"
    return "To check" if row.needs_check else "Ties"


def number_of(row: BatchRow) -> int:
    return row.number


def needs_someone(row: BatchRow) -> bool:
    return bool(row.failed or row.needs_check)


def bar_of(row: BatchRow) -> str:
    """The bar at a row's left edge."""
    return "bad" if row.failed else "warn" if row.needs_check else ""
