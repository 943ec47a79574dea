"""Export of what a table shows: asks for a file; the writers themselves know no Qt."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog

from mobius_desktop.domain.sums import Sums
from mobius_desktop.history.export import ExportColumn, Step, write_csv, write_xlsx
from mobius_desktop.ui.tables.columns import CURRENCY, Column, Kind, Sentence
from mobius_desktop.ui.tables.table_view import TableView
from mobius_desktop.ui.tables.totals_bar import TotalsLine

_FILTERS = "Excel workbook (*.xlsx);;CSV file (*.csv)"


def ask_for_file(view: TableView, file_name: str) -> Path | None:
    """Where to write what is shown; None when cancelled."""
    start = str(Path.home() / f"{file_name}.xlsx")
    chosen, chosen_filter = QFileDialog.getSaveFileName(view, "Export what is shown", start, _FILTERS)
    if not chosen:
        return None
    file = Path(chosen)
    if file.suffix.lower() not in (".csv", ".xlsx"):
        file = file.with_suffix(".csv" if "csv" in chosen_filter else ".xlsx")
    return file


@dataclass(frozen=True, slots=True)
class Shown:
    """What a table showed when the export began. The cells are made where the file is written."""

    columns: tuple[Column[Any], ...]
    rows: tuple[Any, ...]
    totals: tuple[TotalsLine, ...] = ()

    @property
    def heads(self) -> tuple[ExportColumn, ...]:
        """The heads, from left to right."""
        return tuple(ExportColumn(c.title, money=c.kind is Kind.MONEY) for c in self.columns)

    def write(self, file: Path, step: Step = lambda _: None) -> None:
        """Write it; CSV or a workbook, by the file's name. Only the workbook has the totals under the rows.

        Raises NotWritten, and whatever `step` raises."""
        cells = (tuple(_value(c, row) for c in self.columns) for row in self.rows)
        if file.suffix.lower() == ".csv":
            write_csv(file, self.heads, cells, step)
        else:
            write_xlsx(
                file, self.heads, cells, step, [totals_cells(one, self.columns) for one in self.totals]
            )


def shown_in(view: TableView, totals: Sequence[TotalsLine] = ()) -> Shown:
    """The shown rows, in the table's columns from left to right."""
    return Shown(columns_out(view), tuple(view.rows.shown()), tuple(totals))


def columns_out(view: TableView) -> tuple[Column[Any], ...]:
    """The columns from left to right, as they leave the window: also those that it is too narrow for.

    Money is never without its currency where there are several: their column is there, and a sum of several
    has a column for each."""
    rows = view.rows.shown()
    several = len(view.rows.currencies()) > 1
    codes = {code for one in view.rows.columns if one.sums for row in rows for code, _ in one.sums(row).parts}
    columns: list[Column[Any]] = []
    for place in range(view.head.count()):
        column = view.rows.column_at(view.head.logicalIndex(place))
        if column is None:
            continue
        if not view.columns.is_wanted(column) and not (several and column.key == CURRENCY):
            continue
        split = column.sums is not None and len(codes) > 1
        columns += [_of_currency(column, code) for code in sorted(codes)] if split else [column]
    return tuple(columns)


def _of_currency(column: Column[Any], code: str) -> Column[Any]:
    value = partial(_part, column.sums, code)
    return replace(column, key=f"{column.key} {code}", title=f"{column.title} {code}", value=value)


def _part(sums: Callable[[Any], Sums] | None, code: str, row: object) -> Decimal | None:
    """The money of one currency; an empty cell where there is none."""
    return dict(sums(row).parts).get(code) if sums is not None else None


def _value(column: Column[Any], row: object) -> object:
    value = column.leaving(row)
    return value.text if isinstance(value, Sentence) else value


def totals_cells(line: TotalsLine, columns: Sequence[Column[Any]]) -> tuple[Decimal | int | str | None, ...]:
    """The sums in their columns; the label in the first one that has none."""
    by_key = {**line.values, **{f"{key} {line.currency}": value for key, value in line.values.items()}}
    cells: list[Decimal | int | str | None] = [by_key.get(one.key) for one in columns]
    if None in cells:
        cells[cells.index(None)] = line.label
    return tuple(cells)
