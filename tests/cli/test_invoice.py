"""`mobius-desktop invoice`: single corrections as a script uses them, with exit codes 0, 1 and 2."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.correcting import command


def test_an_invoice_is_taken_back_and_can_be_sent_again(tmp_path: Path) -> None:
    assert command(tmp_path, "transfer", "invoices", "--number", "10501").code == 0
    dry = command(tmp_path, "invoice", "take-back", "10501", "--dry-run", "--json")
    assert dry.code == 0, dry.err
    assert dry.json["invoices"][0]["how"] == "void"

    unsaid = command(tmp_path, "invoice", "take-back", "10501", "--confirm-earlier-month")
    assert (unsaid.code, unsaid.err) == (2, "A reason is needed: it stays in the record.\n")
    once = command(tmp_path, "invoice", "take-back", "10501", "--reason", "Billed twice.")
    assert once.code == 2
    assert "certified month" in once.err

    words = ("--how", "delete", "--reason", "Billed twice.", "--confirm-earlier-month", "--json")
    done = command(tmp_path, "invoice", "take-back", "10501", *words)
    assert done.code == 0, done.err
    assert done.json["invoices"][0]["done"] is True
    again = command(tmp_path, "invoice", "take-back", "10501", *words)
    assert again.code == 1
    assert "nothing to take back" in again.out
    assert command(tmp_path, "transfer", "invoices", "--number", "10501").code == 0


def test_replace_mark_and_hold(tmp_path: Path) -> None:
    asked = command(tmp_path, "invoice", "replace", "10545", "--dry-run")
    assert asked.code == 0, asked.err
    assert asked.out.startswith("Replace 10545? 410.00 USD is deleted in QuickBooks and 460.00 USD is sent")
    assert "By credit memo: " in asked.out
    done = command(
        tmp_path, "invoice", "replace", "10545", "--reason", "Corrected.", "--confirm-earlier-month"
    )
    assert done.code == 0, done.out + done.err
    assert "10545 is replaced: 460.00 USD is in QuickBooks" in done.out

    marked = command(tmp_path, "invoice", "mark", "10538", "--reason", "Entered by hand.", "--json")
    assert marked.code == 0, marked.err
    assert (
        command(tmp_path, "invoice", "hold", "10501", "--reason", "Waits.", "--until", "2027-01-31").code == 0
    )
    refused = command(tmp_path, "transfer", "invoices", "--number", "10501")
    assert refused.code == 2
    assert "held" in refused.err
    assert command(tmp_path, "invoice", "hold", "10501", "--release").code == 0
    assert command(tmp_path, "transfer", "invoices", "--number", "10501").code == 0


def test_a_needs_check_is_accepted_with_a_reason(tmp_path: Path) -> None:
    words = ("--ast", "ignore")
    assert command(tmp_path, "transfer", "invoices", "--number", "10503", *words).code == 1
    asked = command(tmp_path, "invoice", "accept", "10503", "--dry-run", *words)
    assert asked.out.startswith("Accept 36.08 for 10503?")
    done = command(tmp_path, "invoice", "accept", "10503", "--reason", "One cent.", "--same-cause", *words)
    assert done.code == 0, done.out + done.err
    assert "1 of 1 accepted and marked in ConnectWise." in done.out


def test_release_refuses_what_quickbooks_still_holds(tmp_path: Path) -> None:
    assert command(tmp_path, "transfer", "invoices", "--number", "10501").code == 0
    ran = command(tmp_path, "invoice", "release", "10501", "--reason", "Gone.")
    assert ran.code == 1
    assert "Take it back instead" in ran.out


@pytest.mark.parametrize("verb", ["take-back", "hold"])
def test_an_unknown_number_cannot_start(tmp_path: Path, verb: str) -> None:
    ran = command(tmp_path, "invoice", verb, "99999", "--reason", "x")
    assert ran.code == 2
    assert ran.err.startswith("There is no invoice 99999")


def test_a_warning_is_marked_ok_for_the_next_program_too_and_an_error_never(tmp_path: Path) -> None:
    dry = ("transfer", "invoices", "--number", "10531", "--dry-run", "--json")
    before = command(tmp_path, *dry).json["invoices"][0]["findings"]
    assert [one["code"] for one in before] == ["ITEM_ACCOUNT_DIFFERS"]

    words = ("--finding", "item_account_differs")
    unsaid = command(tmp_path, "invoice", "judge", "10531", *words)
    assert (unsaid.code, unsaid.err) == (2, "A reason is needed: it stays in the record.\n")
    asked = command(tmp_path, "invoice", "judge", "10531", *words, "--dry-run")
    assert asked.code == 0, asked.err
    assert "10531: would be decided (mark-ok). 200.00 of 10531 would post to another account." in asked.out
    done = command(tmp_path, "invoice", "judge", "10531", *words, "--reason", "Sold as software.")
    assert done.code == 0, done.err
    assert command(tmp_path, *dry).json["invoices"][0]["findings"] == []

    other = ("--finding", "ACCOUNT_MISSING", "--reason", "No matter.")
    refused = command(tmp_path, "invoice", "judge", "10535", *other)
    assert refused.code == 1
    assert "10535: an error cannot be marked OK. Account 40150 does not exist in QuickBooks." in refused.out
    nothing = command(tmp_path, "invoice", "judge", "10501", *other)
    assert (nothing.code, nothing.out) == (1, "10501: nothing of the code ACCOUNT_MISSING is found.\n")


def test_a_closed_period_is_answered_by_another_date(tmp_path: Path) -> None:
    words = ("--finding", "PERIOD_CLOSED", "--as", "post-on", "--reason", "As agreed.")
    done = command(tmp_path, "invoice", "judge", "10537", *words)
    assert done.code == 0, done.err
    planned = command(tmp_path, "transfer", "invoices", "--number", "10537", "--dry-run", "--json")
    assert planned.code == 0, planned.err
    assert [one["code"] for one in planned.json["invoices"][0]["findings"]] == ["POSTED_ON"]
