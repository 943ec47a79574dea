"""`mobius-desktop batch`: retry, resume and undo as a script uses them, with exit codes 0, 1 and 2."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from mobius_desktop.cli import main
from tests.cli.correcting import command


def test_undo_shows_its_impact_first_and_then_undoes(tmp_path: Path) -> None:
    numbers = ("--number", "10501", "--number", "CM12")
    assert command(tmp_path, "transfer", "invoices", *numbers).code == 0
    asked = command(tmp_path, "batch", "undo", "1", "--dry-run")
    assert asked.code == 0, asked.err
    assert asked.out.startswith("Undo 2 invoices, 200.00 USD? 1 is voided in QuickBooks, 1 is deleted")
    done = command(
        tmp_path, "batch", "undo", "1", "--reason", "Wrong month.", "--confirm-earlier-month", "--json"
    )
    assert done.code == 0, done.out + done.err
    assert {one["number"]: one["done"] for one in done.json["invoices"]} == {"10501": True, "CM12": True}
    told = command_history(tmp_path)
    assert "Batch 1: Undone" in told
    assert "Wrong month." in told
    assert "Take back in QuickBooks" in told
    again = command(tmp_path, "batch", "undo", "1", "--reason", "Again.", "--confirm-earlier-month")
    assert again.code == 1
    assert again.out == "Nothing can be taken back.\n"


def command_history(folder: Path) -> str:
    return CliRunner().invoke(main, ["history", "show", "1", "--demo", "--data-dir", str(folder)]).stdout


def test_retry_says_what_it_sends_and_what_is_still_blocked(tmp_path: Path) -> None:
    sent = command(
        tmp_path, "transfer", "invoices", "--number", "10501", "--number", "CM16", "--number", "10537"
    )
    assert sent.code == 1
    assert "What to do\n" in sent.out
    assert "  10537: " in sent.out
    asked = command(tmp_path, "batch", "retry", "1", "--dry-run", "--json")
    assert asked.code == 1
    assert asked.json["sentence"] == "Send 0 of 2"
    nothing = command(tmp_path, "batch", "resume", "1", "--reason", "x")
    assert (nothing.code, nothing.out) == (0, "Nothing waits in this batch.\n")


def test_a_batch_that_is_not_there_cannot_start(tmp_path: Path) -> None:
    ran = command(tmp_path, "batch", "undo", "7", "--dry-run")
    assert (ran.code, ran.err) == (2, "There is no batch 7 in this record.\n")


def test_a_batch_that_is_not_there_is_told_with_the_command_that_lists_them(tmp_path: Path) -> None:
    ran = CliRunner().invoke(main, ["history", "show", "99", "--data-dir", str(tmp_path)])
    assert ran.exit_code == 2
    assert "There is no batch 99 in this record. “mobius-desktop history list”" in ran.stderr
