"""The list of unposted invoices at 100,000 rows: first paint, sort, filter, tick all, memory."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtWidgets import QApplication

from benchmarks.figures import Figure, resident_mebibytes
from mobius_desktop.ui.tables.columns import Column, Kind
from mobius_desktop.ui.tables.rows_model import DESCENDING, RowsModel
from mobius_desktop.ui.tables.table_view import TableView
from mobius_desktop.ui.theme import install


@dataclass(frozen=True, slots=True)
class Row:
    """As much of an unposted invoice as the list shows."""

    id: int
    number: str
    customer: str
    account_id: str
    date: dt.date
    location: str
    total: Decimal


COLUMNS: tuple[Column[Row], ...] = (
    Column("number", "Number", lambda row: row.number, bold=True),
    Column("customer", "Customer", lambda row: row.customer, stretch=1),
    Column("account", "Account ID", lambda row: row.account_id),
    Column("date", "Date", lambda row: row.date, Kind.DATE),
    Column("location", "Location", lambda row: row.location),
    Column("total", "Total", lambda row: row.total, Kind.MONEY),
)


def make_rows(count: int) -> list[Row]:
    """Rows that differ enough for sorting and filtering to be work."""
    start = dt.date(2026, 1, 1)
    return [
        Row(
            index,
            f"{10_000 + index * 7919 % count}",
            f"Customer {index * 31 % 997} of {index % 50}",
            f"CUS{index % 997:03}",
            start + dt.timedelta(days=index % 300),
            ("Tampa", "Austin", "Portland")[index % 3],
            Decimal(index * 37 % 1_000_000).scaleb(-2),
        )
        for index in range(count)
    ]


def timed(action: Callable[[], object]) -> float:
    """Seconds until the action is done and painted."""
    begin = time.perf_counter()
    action()
    QApplication.processEvents()
    return time.perf_counter() - begin


def measure(small: bool) -> Iterable[Figure]:
    """Every figure of the list."""
    count = 10_000 if small else 100_000
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    install(application)
    rows = make_rows(count)
    model: RowsModel[Row] = RowsModel(COLUMNS, key=lambda row: row.id, may_tick=lambda _row: True)
    view = TableView(model, "Unposted invoices")
    view.resize(1200, 760)
    view.show()
    QApplication.processEvents()
    at = f"{count:,} rows"
    yield Figure(f"{at}: first paint", timed(lambda: model.set_rows(rows)), "s", 0.3)
    section = model.section_of("customer")
    yield Figure(f"{at}: sort by customer", timed(lambda: model.sort_by(((section, DESCENDING),))), "s", 0.2)
    section = model.section_of("total")
    yield Figure(f"{at}: sort by total", timed(lambda: model.sort_by(((section, DESCENDING),))), "s", 0.2)
    yield Figure(f"{at}: make searchable, once", timed(model.prepare_search), "s")
    worst = max(timed(lambda text=text: model.filter_text(text)) for text in ("c", "cu", "cus", "cus12"))  # type: ignore[misc] # a lambda in a loop has no annotation
    yield Figure(f"{at}: filter keystroke, the slowest of four", worst, "s", 0.1)
    model.filter_text("")
    yield Figure(f"{at}: tick all", timed(lambda: model.tick_shown(True)), "s", 0.1)
    yield Figure(f"{at}: memory", resident_mebibytes(), "MiB", 400, fails=True)
    view.close()
