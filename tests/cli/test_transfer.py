"""`mobius-desktop transfer invoices` as a script uses it: what it prints and what it exits with."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mobius_desktop.cli import main
from mobius_desktop.store import FILE_NAME, Store
from mobius_desktop.store.lock import folder_lock
from mobius_desktop.wiring.clock import ProgramClock

WITHOUT_QT = "import sys; sys.modules['PySide6'] = None; from mobius_desktop.__main__ import main; main()"
FAST = ("--latency-ms", "0", "--speed", "100")
"""The demo's time a hundred times faster."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command printed and ended with."""

    returncode: int
    stdout: str
    stderr: str


def words_for(folder: Path, words: tuple[str, ...]) -> list[str]:
    return ["transfer", "invoices", "--demo", "--data-dir", str(folder), *FAST, *words]


def without_qt(folder: Path, *words: str) -> Ran:
    """The command in a process of its own, on a machine that has no Qt."""
    ran = subprocess.run(  # noqa: S603 - our own program with our own words
        [sys.executable, "-W", "error", "-c", WITHOUT_QT, *words_for(folder, words)],
        capture_output=True,
        encoding="utf-8",
        timeout=100,
        check=False,
    )
    return Ran(ran.returncode, ran.stdout, ran.stderr)


def transfer(folder: Path, *words: str) -> Ran:
    ran = CliRunner().invoke(main, words_for(folder, words))
    return Ran(ran.exit_code, ran.stdout, ran.stderr)


def test_it_exits_with_0_when_all_is_done_and_a_second_time_there_is_nothing_to_send(tmp_path: Path) -> None:
    first = without_qt(tmp_path, "--number", "10501", "--number", "PB301", "--json")
    assert first.returncode == 0, first.stderr
    told: dict[str, Any] = json.loads(first.stdout)
    assert {one["number"]: one["state"] for one in told["invoices"]} == {
        "10501": "Completed Successfully",
        "PB301": "Completed Successfully",
    }
    assert told["money"]["quickbooks"] == {"count": 2, "total": 20300.00}
    assert told["money"]["ties"] is True
    assert [one["section"] for one in told["sections"]][-1] == "Mark as batched in ConnectWise"
    assert any(one["section"] == "Invoices" and one["subject"] == "invoice:6001" for one in told["actions"])

    second = transfer(tmp_path, "--number", "10501")
    assert second.returncode == 2
    assert second.stderr == "Not in the unposted list: 10501.\n"


def test_it_exits_with_1_when_some_are_not_done_and_says_why(tmp_path: Path) -> None:
    ran = transfer(tmp_path, "--number", "10501", "--number", "CM16")
    assert ran.returncode == 1, ran.stderr
    assert "Credit memo CM16 adds 50.00 to what the customer owes instead of taking it off." in ran.stdout
    assert "ConnectWise 350.00 − not sent 50.00 = QuickBooks 300.00, apart 0.00" in ran.stdout


def test_a_dry_run_shows_what_would_be_sent_and_sends_nothing(tmp_path: Path) -> None:
    ran = transfer(tmp_path, "--all", "--through", "2026-10-31", "--dry-run", "--create")
    assert ran.returncode == 1, ran.stderr
    assert "Will be created: Item “FIBER-M”" in ran.stdout
    assert "= QuickBooks 49,679.92, apart 0.00" in ran.stdout
    assert "AG2212" not in ran.stdout
    with Store.open(tmp_path / FILE_NAME, ProgramClock()) as store:
        assert store.running(store.companies()[0].realm) == ()
        assert store.batch(1) is None  # type: ignore[arg-type]  # the first batch there would be


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--all", "--company", "Nobody"), "There is no QuickBooks company “Nobody”."),
        (("--all", "--location", "Nowhere"), "There is no ConnectWise PSA Location “Nowhere”."),
        (("--all", "--edition", "free", "--location", "Tampa"), "All locations. Choosing one needs"),
        (("--all", "--edition", "free", "--summary", "Detailed"), "Default. Other summaries need"),
    ],
)
def test_it_exits_with_2_and_a_sentence_when_it_cannot_start(
    tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    ran = transfer(tmp_path, *words)
    assert ran.returncode == 2
    assert ran.stderr.startswith(sentence)
    assert ran.stdout == ""


def test_a_demo_that_is_open_elsewhere_is_refused_with_who_has_it(tmp_path: Path) -> None:
    with folder_lock(tmp_path, ProgramClock()).held():
        ran = transfer(tmp_path, "--all")
    assert ran.returncode == 2
    assert "is in use by" in ran.stderr
    assert ran.stderr.endswith("Close it there, or name another folder with --data-dir.\n")


def test_a_date_that_is_none_is_told_how_a_date_is_written(tmp_path: Path) -> None:
    ran = transfer(tmp_path, "--all", "--through", "10/31/2026")
    assert ran.returncode == 2
    assert "“10/31/2026” is no date. Write it as year-month-day, like 2026-10-31." in ran.stderr


def test_another_location_summary_and_company_can_be_named(tmp_path: Path) -> None:
    ran = transfer(
        tmp_path,
        "--company",
        "Gulfline Cabling",
        "--location",
        "Austin",
        "--summary",
        "condensed",
        "--all",
        "--dry-run",
        "--json",
    )
    assert ran.returncode in {0, 1}, ran.stderr
    told = json.loads(ran.stdout)
    assert (told["company"], told["summary"]) == ("Gulfline Cabling", "Condensed")
    assert told["invoices"]
