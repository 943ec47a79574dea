"""Invented rows for table tests."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal

from mobius_desktop.ui.tables.columns import Column, Kind, Sentence
from mobius_desktop.ui.tables.rows_model import RowsModel


@dataclass(frozen=True, slots=True)
class Row:
    """A small invoice."""

    id: int
    number: str
    customer: str
    date: dt.date | None
    total: Decimal
    state: str = "Not Yet Started"
    finding: Sentence | None = None
    held: bool = False

    def now(self, **changes: object) -> Row:
        """The same row with other values."""
        return replace(self, **changes)  # type: ignore[arg-type]  # the test gives the right ones


def row(
    number: int,
    customer: str = "Alder & Finch Dental",
    total: str = "100.00",
    day: int | None = 1,
    *,
    state: str = "Not Yet Started",
    finding: Sentence | None = None,
    held: bool = False,
) -> Row:
    """A row whose id is its number."""
    date = dt.date(2026, 11, day) if day else None
    return Row(number, str(number), customer, date, Decimal(total), state, finding, held)


COLUMNS: tuple[Column[Row], ...] = (
    Column("state", "Status", lambda r: r.state, Kind.STATE, sample="Completed Successfully"),
    Column("number", "Number", lambda r: r.number, bold=True, sample="48231"),
    Column("customer", "Customer", lambda r: r.customer, sample="Ironwood Property", stretch=1),
    Column("date", "Date", lambda r: r.date, Kind.DATE),
    Column("total", "Total", lambda r: r.total, Kind.MONEY),
    Column("finding", "Findings", lambda r: r.finding, Kind.FINDING, sample="Customer not linked", stretch=2),
)


def model(*rows: Row, ticks: bool = True) -> RowsModel[Row]:
    """A model of invented invoices; held ones cannot be ticked."""
    made: RowsModel[Row] = RowsModel(
        COLUMNS,
        key=lambda r: r.id,
        may_tick=(lambda r: not r.held) if ticks else None,
        problem=lambda r: r.finding is not None,
        bar=lambda r: {"Failed": "bad", "Running": "run"}.get(r.state, ""),
        greyed=lambda r: r.held,
        name=lambda r: f"{r.number}, {r.customer}",
    )
    made.set_rows(rows)
    return made
