"""The list of batches, and the invoices of batches, as tables for files: typed cells with their totals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Generic, TypeVar

from mobius_desktop.domain.journal import BatchRow, InvoiceRow
from mobius_desktop.domain.sums import Sums
from mobius_desktop.history.export import ExportColumn, write_csv, write_xlsx

Row = TypeVar("Row")
Nouns = tuple[str, str]
"""One of them, and several."""
_ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class SheetColumn(Generic[Row]):
    """A head, the cell of a row, and whether it is summed. `sums` is a cell's money in each currency."""

    title: str
    value: Callable[[Row], object]
    money: bool = False
    summed: bool = False
    sums: Callable[[Row], Sums] | None = None


BATCHES: tuple[SheetColumn[BatchRow], ...] = (
    SheetColumn("Batch", lambda row: row.number),
    SheetColumn("Kind", lambda row: row.kind),
    SheetColumn("State", lambda row: row.state.value),
    SheetColumn("Started", lambda row: row.started_at),
    SheetColumn("Ended", lambda row: row.ended_at),
    SheetColumn("User", lambda row: row.user),
    SheetColumn("Machine", lambda row: row.machine),
    SheetColumn("Company", lambda row: row.company_name),
    SheetColumn("Location", lambda row: row.location),
    SheetColumn("Invoices", lambda row: row.invoices, summed=True),
    SheetColumn("Sent", lambda row: row.sent, summed=True),
    SheetColumn("Failed", lambda row: row.failed, summed=True),
    SheetColumn("Needs check", lambda row: row.needs_check, summed=True),
    SheetColumn(
        "Sent total",
        lambda row: row.sent_total.amount(row.currency),
        money=True,
        sums=lambda row: row.sent_total,
    ),
    SheetColumn(
        "Batch total", lambda row: row.total.amount(row.currency), money=True, sums=lambda row: row.total
    ),
    SheetColumn("Currency", lambda row: row.currency),
    SheetColumn("In other currencies", lambda row: row.total.other_than(row.currency)),
    SheetColumn("Message", lambda row: row.message),
)

INVOICES: tuple[SheetColumn[InvoiceRow], ...] = (
    SheetColumn("Batch", lambda row: row.batch),
    SheetColumn("State", lambda row: row.state.value),
    SheetColumn("Number", lambda row: row.number),
    SheetColumn("Customer", lambda row: row.customer),
    SheetColumn("Account ID", lambda row: row.account_id),
    SheetColumn("Kind", lambda row: row.kind),
    SheetColumn("Type", lambda row: row.invoice_type),
    SheetColumn("Date", lambda row: row.date),
    SheetColumn("Due date", lambda row: row.due_date),
    SheetColumn("ConnectWise", lambda row: row.connectwise_total, money=True, summed=True),
    SheetColumn("ConnectWise tax", lambda row: row.connectwise_tax, money=True, summed=True),
    SheetColumn("QuickBooks", lambda row: row.quickbooks_total, money=True, summed=True),
    SheetColumn("QuickBooks tax", lambda row: row.quickbooks_tax, money=True, summed=True),
    SheetColumn("Apart", lambda row: row.apart, money=True, summed=True),
    SheetColumn("Currency", lambda row: row.currency),
    SheetColumn("QuickBooks Id", lambda row: row.document.id if row.document else ""),
    SheetColumn("Marked in ConnectWise", lambda row: row.marked),
    SheetColumn("Message", lambda row: row.message),
)


def counted(count: int, nouns: Nouns) -> str:
    """`1 batch`, `1,204 batches`."""
    return f"{count:,} {nouns[count != 1]}"


def write_sheet(file: Path, columns: Sequence[SheetColumn[Row]], rows: Sequence[Row], nouns: Nouns) -> None:
    """Write rows, CSV or a workbook by the file's name; a workbook has the totals, by currency, under them.

    NotWritten says why there is no file."""
    heads = [ExportColumn(one.title, money=one.money) for one in columns]
    cells = (tuple(one.value(row) for one in columns) for row in rows)
    if file.suffix.lower() == ".csv":
        write_csv(file, heads, cells)
        return
    write_xlsx(file, heads, cells, totals=_totals(columns, rows, nouns))


def _totals(
    columns: Sequence[SheetColumn[Row]], rows: Sequence[Row], nouns: Nouns
) -> list[tuple[object, ...]]:
    """A line for each currency of the rows, and one for each that only a part of them is in."""
    whole = [Sums.together(one.sums(row) for row in rows) if one.sums else Sums() for one in columns]
    homes = dict.fromkeys(str(getattr(row, "currency", "")) for row in rows)
    lines = []
    others = {code for sums in whole for code, _ in sums.parts} - set(homes)
    for currency in [*homes, *sorted(others)]:
        mine = [row for row in rows if getattr(row, "currency", "") == currency]
        cells: list[object] = []
        for one, sums in zip(columns, whole, strict=True):
            summed = _sum(one.value(row) for row in mine) if one.summed else None
            cells.append(sums.amount(currency) if one.sums else summed)
        cells[0] = f"{counted(len(mine), nouns)}, {currency}" if mine else f"In {currency}"
        lines.append(tuple(cells))
    return lines


def _sum(values: Iterable[object]) -> Decimal | int | None:
    found = [value for value in values if isinstance(value, Decimal | int)]
    if not found:
        return None
    if all(isinstance(value, int) for value in found):
        return sum(value for value in found if isinstance(value, int))
    return sum((value for value in found if isinstance(value, Decimal)), _ZERO)
