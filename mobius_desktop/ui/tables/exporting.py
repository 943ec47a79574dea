"""Export of what a table shows: asks for a file; the writers themselves know no Qt."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from mobius_desktop.history.export import ExportColumn, write_csv, write_xlsx
from mobius_desktop.ui.tables.columns import Column, Kind, Row, Sentence
from mobius_desktop.ui.tables.table_view import TableView

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
    """What a table showed when the export began: heads and typed cells, free of widgets."""

    heads: tuple[ExportColumn, ...]
    rows: tuple[tuple[object, ...], ...]

    def write(self, file: Path) -> None:
        """Write it; CSV or a workbook, by the file's name."""
        write = write_csv if file.suffix.lower() == ".csv" else write_xlsx
        write(file, self.heads, self.rows)


def shown_in(view: TableView) -> Shown:
    """The shown rows, in visible columns from left to right, typed."""
    sections = [view.head.logicalIndex(v) for v in range(view.head.count())]
    columns = [
        c for s in sections if not view.head.isSectionHidden(s) and (c := view.rows.column_at(s)) is not None
    ]
    heads = tuple(ExportColumn(c.title, money=c.kind is Kind.MONEY) for c in columns)
    return Shown(heads, tuple(tuple(_value(c, row) for c in columns) for row in view.rows.shown()))


def _value(column: Column[Row], row: Row) -> object:
    value = column.value(row)
    return value.text if isinstance(value, Sentence) else value
