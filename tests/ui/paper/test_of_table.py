"""A table is printed as it is shown: its filter, its columns and its totals."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinterInfo
from pytestqt.qtbot import QtBot

from mobius_desktop.ui.paper.content import PaperTable
from mobius_desktop.ui.paper.of_table import paper_of
from mobius_desktop.ui.tables.exporting import shown_in
from mobius_desktop.ui.tables.panel import TablePanel
from mobius_desktop.ui.tables.totals_bar import TotalsLine
from tests.ui.rows import model, row


def panel_of(qtbot: QtBot) -> TablePanel:
    """Three invoices with a total."""
    rows = model(row(48219, "Dovetail Joinery Co.", "1013.38"), row(48220), row(48231, total="-412.00"))
    totals = [TotalsLine("Shown 3", {"total": Decimal("701.38")}, bold=True)]
    panel = TablePanel(rows, "Invoices", totals=lambda: totals)
    qtbot.addWidget(panel)
    return panel


def test_what_is_filtered_away_and_hidden_is_not_printed(qtbot: QtBot) -> None:
    panel = panel_of(qtbot)
    panel.model.filter_text("dovetail")
    panel.view.columns.offer("finding", False)
    (table,) = paper_of(shown_in(panel.view), "Invoices").parts
    assert isinstance(table, PaperTable)
    assert [one.title for one in table.columns] == ["Status", "Number", "Customer", "Date", "Total"]
    assert table.rows == (
        ("Not Yet Started", "48219", "Dovetail Joinery Co.", dt.date(2026, 11, 1), Decimal("1013.38")),
    )


def test_the_totals_stand_in_their_columns(qtbot: QtBot) -> None:
    panel = panel_of(qtbot)
    totals = [TotalsLine("Shown 3", {"total": Decimal(7)})]
    (table,) = paper_of(shown_in(panel.view, totals), "Invoices").parts
    assert isinstance(table, PaperTable)
    assert table.totals == (("Shown 3", None, None, None, Decimal(7), None),)


def test_without_a_printer_the_page_says_what_to_do_instead(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    panel = panel_of(qtbot)
    heard: list[str] = []
    panel.export_failed.connect(heard.append)
    panel.commands()["print"]()
    assert heard == ["No printer is set up on this computer. Save it as PDF instead."]


def test_what_is_shown_is_kept_as_pdf_where_there_is_no_printer(qtbot: QtBot, tmp_path: Path) -> None:
    panel = panel_of(qtbot)
    heard: list[object] = []
    panel.exported.connect(heard.append)
    panel.export_failed.connect(heard.append)
    assert {"print", "save-pdf"} <= set(panel.commands())
    panel.paper.save_to(tmp_path / "invoices.pdf")
    panel.paper.save_to(tmp_path / "nowhere" / "invoices.pdf")
    assert heard == [
        tmp_path / "invoices.pdf",
        "invoices.pdf could not be written: No such file or directory.",
    ]
    assert (tmp_path / "invoices.pdf").read_bytes().startswith(b"%PDF-")
