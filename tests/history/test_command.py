"""`mobius-desktop history`: past batches on the command line, with no server and no window."""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mobius_desktop.cli import main
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.store import FILE_NAME, Store
from tests.history.conftest import OTHER_REALM, fill
from tests.history.workbook import read_workbook
from tests.store.stories import TickingClock, opening, unposted

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Store.open(tmp_path / FILE_NAME, TickingClock()) as store:
        fill(store)
    return tmp_path


def _run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["history", *arguments, "--data-dir", str(folder)])


def test_the_list_is_a_table_newest_first(folder: Path) -> None:
    result = _run(folder, "list")
    assert result.exit_code == 0
    head, *rows = result.output.splitlines()
    assert head.split()[:4] == ["Batch", "State", "Started", "By"]
    assert [row.split()[0] for row in rows] == ["3", "2", "1"]
    assert "Finished with Error" in rows[1]
    assert rows[1].endswith("151.50 USD")


def test_the_list_as_json_keeps_amounts_exact_and_obeys_the_filters(folder: Path) -> None:
    result = _run(folder, "list", "--json", "--state", "Finished with Error", "--text", "10508")
    (row,) = json.loads(result.output, parse_float=Decimal)
    assert (row["number"], row["total"], row["sent_total"]) == (2, Decimal("151.50"), Decimal("64.20"))
    assert json.loads(_run(folder, "list", "--json", "--to", "2020-01-01").output) == []


def test_the_list_and_its_export_are_narrowed_by_company_and_kind(folder: Path, tmp_path: Path) -> None:
    by_name = json.loads(_run(folder, "list", "--json", "--company", "gulfline technology").output)
    by_id = json.loads(_run(folder, "list", "--json", "--company", OTHER_REALM, "--kind", "invoice").output)
    assert [row["number"] for row in by_name] == [row["number"] for row in by_id] == [3]
    file = tmp_path / "batches.csv"
    asked = _run(folder, "export", str(file), "--company", "Gulfline Cabling", "--kind", "Invoice")
    assert asked.output == f"2 batches written to {file}.\n"
    unknown = _run(folder, "list", "--company", "Nobody")
    assert (unknown.exit_code, unknown.output) == (
        2,
        "No batch is of a company “Nobody”. There are batches of: Gulfline Cabling, Gulfline Technology.\n",
    )
    assert _run(folder, "list", "--kind", "Expense").exit_code == 2
    states = ("--state", "Finished", "--state", "Finished with Error")
    assert [row["number"] for row in json.loads(_run(folder, "list", "--json", *states).output)] == [2, 1]


def test_a_batch_is_shown_with_sections_invoices_money_and_log(folder: Path) -> None:
    result = _run(folder, "show", "2")
    assert result.exit_code == 0
    assert result.output.startswith("Batch 2: Finished with Error\n")
    assert "Mark as batched in ConnectWise" in result.output
    assert "is not linked to a QuickBooks customer." in result.output
    assert "ConnectWise 151.50 − not sent 87.30 = QuickBooks 64.20, apart 0.00" in result.output
    assert "All invoices are in QuickBooks." in result.output


def test_a_batch_as_json_has_sections_actions_money_and_findings(folder: Path) -> None:
    found = json.loads(_run(folder, "show", "2", "--json").output, parse_float=Decimal)
    assert found["batch"]["state"] == "Finished with Error"
    assert found["money"]["connectwise"] == {"count": 2, "total": Decimal("151.50")}
    assert found["money"]["apart"] == 0
    assert found["money"]["ties"] is True
    assert {section["section"] for section in found["sections"]} >= {"Invoices", "Compare with QuickBooks"}
    assert len(found["actions"]) == 4
    assert found["invoices"][0]["findings"][0]["code"] == "ITEM_ACCOUNT_DIFFERS"
    assert found["configuration"]["display_uom"] is True


def test_a_batch_that_is_not_there_is_said(folder: Path) -> None:
    result = _run(folder, "show", "99")
    assert result.exit_code == 2
    assert "There is no batch 99 in this record." in result.output


def test_a_folder_without_a_record_has_no_batches_and_gets_none(tmp_path: Path) -> None:
    result = _run(tmp_path, "list")
    assert (result.exit_code, result.output) == (0, "No batches yet.\n")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_said_and_not_made(tmp_path: Path) -> None:
    result = _run(tmp_path / "new", "list")
    assert result.exit_code == 2
    assert f"There is no folder {tmp_path / 'new'}." in result.output
    assert not (tmp_path / "new").exists()


def test_a_damaged_record_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"something else" * 1000)
    result = _run(tmp_path, "list")
    assert result.exit_code == 2
    assert "is damaged and could not be read" in result.output


def test_the_list_is_exported_with_totals_that_are_those_of_the_list(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "batches.xlsx"
    assert _run(folder, "export", str(file)).output == f"3 batches written to {file}.\n"
    head, *rows, totals = read_workbook(file)
    listed = json.loads(_run(folder, "list", "--json").output, parse_float=Decimal)
    at = head.index("Batch total")
    assert [row[at] for row in rows] == [one["total"] for one in listed]
    assert totals[at] == sum(one["total"] for one in listed)
    assert totals[head.index("Invoices")] == sum(one["invoices"] for one in listed)
    assert totals[0] == "3 batches, USD"
    assert isinstance(rows[0][head.index("Started")], dt.datetime)


def test_a_batchs_money_in_another_currency_is_totalled_by_itself(tmp_path: Path) -> None:
    with Store.open(tmp_path / FILE_NAME, TickingClock()) as store:
        foreign = replace(unposted(10502, "1000.00"), currency="CAD")
        store.record(*opening(BatchNumber(1), unposted(10501, "500.00"), foreign))
    file = tmp_path / "batches.xlsx"
    assert _run(tmp_path, "export", str(file)).exit_code == 0
    head, row, home, other = read_workbook(file)
    at = head.index("Batch total")
    assert [row[at], home[at], other[at]] == [Decimal(500), Decimal(500), Decimal(1000)]
    assert [home[0], other[0]] == ["1 batch, USD", "In CAD"]


def test_invoices_are_exported_as_csv_and_obey_the_filters(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "invoices.csv"
    asked = _run(folder, "export", str(file), "--invoices", "--state", "Finished with Error")
    assert asked.output == f"2 invoices written to {file}.\n"
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["Number"] for row in rows} == {"10508", "10509"}
    assert sum(Decimal(row["ConnectWise"]) for row in rows) == Decimal("151.50")
    assert rows[0]["Date"] == "2026-10-20"


def test_one_batch_is_exported_and_what_is_not_there_is_said(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "batch.xlsx"
    assert _run(folder, "export", str(file), "--batch", "2").exit_code == 0
    head, *rows, totals = read_workbook(file)
    assert totals[head.index("QuickBooks")] == Decimal("64.2")
    assert len(rows) == 2
    assert _run(folder, "export", str(file), "--batch", "99").exit_code == 2
    assert _run(folder, "export", str(tmp_path / "batch.pdf")).exit_code == 2
    nowhere = _run(folder, "export", str(tmp_path / "nowhere" / "batch.csv"))
    assert (nowhere.exit_code, nowhere.output) == (
        2,
        "The file could not be written: No such file or directory.\n",
    )


def test_history_loads_neither_qt_nor_a_client_nor_a_server(folder: Path) -> None:
    code = (
        "import sys\n"
        "from mobius_desktop.__main__ import main\n"
        "try:\n    main()\n"
        "except SystemExit as end:\n    assert not end.code\n"
        "heavy = {'PySide6', 'requests', 'flask', 'keyring', 'intuitlib.client', 'xlsxwriter'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", code, "history", "show", "1", "--data-dir", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
