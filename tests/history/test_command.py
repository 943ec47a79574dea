"""`mobius-desktop history`: past batches on the command line, with no server and no window."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mobius_desktop.cli import main
from mobius_desktop.store import FILE_NAME, Store
from tests.history.conftest import fill
from tests.store.stories import TickingClock

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
    result = _run(tmp_path / "new", "list")
    assert (result.exit_code, result.output) == (0, "No batches yet.\n")
    assert not (tmp_path / "new").exists()


def test_a_damaged_record_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"something else" * 1000)
    result = _run(tmp_path, "list")
    assert result.exit_code == 2
    assert "is damaged and could not be read" in result.output


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
