"""`history tie-out`, `explain`, `month`, `certify` and `overrides` as a script uses them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mobius_desktop.cli import main

OCTOBER = ("--from", "2026-10-01", "--to", "2026-10-31")
TODAY = ("--from", "2026-11-01", "--to", "2026-11-30")


def history(folder: Path, command: str, *words: str) -> Result:
    """Only what asks the servers may be told how they are: the others only read the record."""
    fast = ("--latency-ms", "0", "--speed", "100") if command in {"tie-out", "certify"} else ()
    record = ("--demo", "--data-dir", str(folder))
    return CliRunner().invoke(main, ["history", command, *words, *record, *fast])


def told(ran: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def test_a_month_is_compared_explained_certified_and_reported(tmp_path: Path) -> None:
    first = history(tmp_path, "tie-out", *OCTOBER, "--json")
    assert first.exit_code == 1, first.stderr
    compared = told(first)
    for control in compared["control"]:
        assert control["apart"] == control["listed"]
    missing = [row for row in compared["rows"] if row["kind"] != "Matched"]
    assert compared["classes"]["Missing in QuickBooks"]["count"] > 20

    refused = history(tmp_path, "certify", "--month", "2026-10-31")
    assert refused.exit_code == 2
    assert "not explained yet" in refused.stderr

    numbers = [word for row in missing for word in ("--number", row["number"])]
    explained = history(tmp_path, "explain", *OCTOBER, *numbers, "--reason", "Sent in November.", "--json")
    assert explained.exit_code == 0, explained.stderr

    certified = history(tmp_path, "certify", "--month", "2026-10-31", "--json")
    assert certified.exit_code == 0, certified.stderr
    (entry, *_) = told(certified)["certified"]
    assert entry["month"] == "2026-10-01"
    assert entry["explained"] == len(missing)

    month = history(tmp_path, "month", "--month", "2026-10-15")
    assert month.exit_code == 0, month.stderr
    assert "Certified by" in month.stdout
    assert "Not sent yet" in month.stdout

    fast = ("--demo", "--data-dir", str(tmp_path), "--latency-ms", "0", "--speed", "100")
    send = ["transfer", "invoices", "--number", "10501", *fast]
    late = CliRunner().invoke(main, send)
    assert late.exit_code == 2
    assert late.stderr == "10501: this month is certified. Confirm it with --into-certified-month.\n"
    assert CliRunner().invoke(main, [*send, "--into-certified-month"]).exit_code == 0
    changed = told(history(tmp_path, "month", "--month", "2026-10-15", "--json"))["changes"]
    assert [one["number"] for one in changed] == ["10501"]

    file = tmp_path / "overrides.csv"
    ran = history(tmp_path, "overrides", *TODAY, "--csv", str(file))
    assert ran.exit_code == 0, ran.stderr
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "When,Who,What,Number,Customer,About,Reason,Amount,Currency"
    assert sum("Difference explained" in line for line in lines) == len(missing)
    assert any("Month certified" in line for line in lines)


def test_the_last_comparison_is_shown_without_a_server(tmp_path: Path) -> None:
    live = history(tmp_path, "tie-out", *OCTOBER, "--json")
    other = history(tmp_path, "tie-out", *TODAY, "--last")
    assert other.exit_code == 2
    assert other.stderr == "This period was not compared yet. Compare it first, without --last.\n"
    kept = history(tmp_path, "tie-out", *OCTOBER, "--last", "--json", "--offline")
    assert told(kept) == told(live)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--to", "2026-10-01", "--from", "2026-10-31"), "The period ends before it begins"),
        (("--from", "2026-10-31", "--to", "2026-10-01"), "The period ends before it begins."),
        ((*OCTOBER, "--company", "Nobody"), "There is no QuickBooks company “Nobody”."),
        (("--from", "yesterday", "--to", "2026-10-01"), "“yesterday” is no date."),
    ],
)
def test_what_cannot_be_meant_is_said(words: tuple[str, ...], sentence: str, tmp_path: Path) -> None:
    ran = history(tmp_path, "tie-out", *words)
    assert ran.exit_code == 2
    assert sentence in ran.stderr


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    ran = history(tmp_path, "overrides", *TODAY, "--csv", str(tmp_path / "none" / "o.csv"))
    assert ran.exit_code == 2
    assert "could not be written" in ran.stderr
