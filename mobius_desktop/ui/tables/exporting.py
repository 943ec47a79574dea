"""Export of what a table shows: asks for a file; the writers themselves know no Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog

from mobius_desktop.history.export import ExportColumn, Step, write_csv, write_xlsx
from mobius_desktop.ui.tables.columns import Column, Kind, Sentence
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
            write_xlsx(file, self.heads, cells, step, [_total(line, self.columns) for line in self.totals])


def shown_in(view: TableView, totals: Sequence[TotalsLine] = ()) -> Shown:
    """The shown rows, in visible columns from left to right."""
    sections = [view.head.logicalIndex(v) for v in range(view.head.count())]
    columns = tuple(
        c for s in sections if not view.head.isSectionHidden(s) and (c := view.rows.column_at(s)) is not None
    )
    return Shown(columns, tuple(view.rows.shown()), tuple(totals))


def _value(column: Column[Any], row: object) -> object:
    value = column.leaving(row)
    return value.text if isinstance(value, Sentence) else value


def _total(line: TotalsLine, columns: Sequence[Column[Any]]) -> tuple[object, ...]:
    """The sums in their columns; the label in the first one that has none."""
    cells: list[object] = [line.values.get(one.key) for one in columns]
    if None in cells:
        cells[cells.index(None)] = line.label
    return tuple(cells)
