"""The test of the test: an engine with a broken port makes the harness report duplicates, the true one none.

Each story takes away the other fences first (QuickBooks forgets requestids, or allows a number twice), so
that only the rule in question stands between the invoice and its double.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.harness import child
from tests.faults.harness.boundaries import JOURNEYS, Boundary, crash_at, ids_of
from tests.faults.harness.oracle import DUPLICATE, Verdict, judge
from tests.faults.harness.stage import Stage, open_stage
from tests.faults.harness.tasks import Report, Trap
from tests.faults.harness.warm import warm_up
from tests.faults.harness.zygote import KILLED, Zygote

INVOICE_POSTED = Trap("call", "after", 1, "QuickBooks POST invoice")
NUMBERS = ("10501", "PB301")


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    warm_up()
    made = Zygote(child.work)
    yield made
    made.close()


def _end(stage: Stage, ids: tuple[int, ...], broken: str) -> Verdict:
    """Start the program until it is quiet, still with its broken port, and judge."""
    report = None
    for _ in range(2):
        ((_, report),) = stage.run(stage.task("settle", ids, broken=broken))
    return judge(stage, ids, [report or Report(ended="it did not end")])


def forgotten(zygote: Zygote, folder: Path, broken: str) -> Verdict:
    """Killed after the server's answer; meanwhile QuickBooks forgets its requestids."""
    with open_stage(zygote, folder) as stage:
        stage.control.switch("quickbooks", "duplicate_numbers", "allowed")
        ids = ids_of(stage, NUMBERS)
        ((code, _),) = stage.run(stage.task("send", ids, trap=INVOICE_POSTED, broken=broken))
        assert code == KILLED
        stage.control.do("quickbooks", "forget_requestids")
        return _end(stage, ids, broken)


def parked(zygote: Zygote, folder: Path, broken: str) -> Verdict:
    """Killed after a request that QuickBooks parked; then the invoice is corrected, then the request done."""
    with open_stage(zygote, folder) as stage:
        stage.control.switch("quickbooks", "duplicate_numbers", "allowed")
        ids = ids_of(stage, ("10501",))
        stage.control.faults.add(server="quickbooks", method="POST", path=r"/invoice\?", kind="park")
        ((code, _),) = stage.run(stage.task("send", ids, trap=INVOICE_POSTED, broken=broken))
        assert code == KILLED
        stage.control.do("connectwise", "correct_invoice", invoice=str(ids[0]), total="333.33")
        stage.note(ids[0], "reopened and closed with another amount")
        _end(stage, ids, broken)
        stage.control.release_parked()
        return _end(stage, ids, broken)


def test_with_its_eyes_open_the_engine_ends_right_when_requestids_are_forgotten(
    zygote: Zygote, tmp_path: Path
) -> None:
    assert forgotten(zygote, tmp_path, "").good


def test_with_the_look_up_switched_off_the_harness_reports_duplicates(zygote: Zygote, tmp_path: Path) -> None:
    assert forgotten(zygote, tmp_path, "blind").ends[DUPLICATE] > 0


def test_with_a_journal_written_first_a_parked_request_makes_no_second_document(
    zygote: Zygote, tmp_path: Path
) -> None:
    assert parked(zygote, tmp_path, "").good


def test_with_the_journal_written_after_the_call_the_harness_reports_duplicates(
    zygote: Zygote, tmp_path: Path
) -> None:
    assert parked(zygote, tmp_path, "journal late").ends[DUPLICATE] > 0


def test_a_program_killed_before_its_mark_is_sent_marks_at_the_next_start(
    zygote: Zygote, tmp_path: Path
) -> None:
    trap = Trap("call", "before", 2, "ConnectWise POST batches")
    crash = crash_at(Boundary(JOURNEYS[0], trap), zygote, tmp_path)
    assert crash.reached
    assert crash.verdict.good, crash.verdict.failures
