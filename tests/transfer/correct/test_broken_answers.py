"""Lost and broken answers while something is taken back: looked up, never guessed, ended in both books."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import Any

import pytest

from mobius_desktop.domain.states import ActionState, BatchState
from mobius_desktop.transfer.correct.values import CorrectionReport, Mode
from tests.e2e.desk import Desk, open_desk

WHY = "It was billed twice."
TAKE_OUT = r"/invoice\?"
RELEASE = "/finance/accounting/batches/[0-9]+$"
REFUSAL = (
    '{"Fault": {"Error": [{"Message": "A business validation error has occurred", "Detail": "Not now.",'
    ' "code": "6000"}], "type": "ValidationFault"}, "time": "2026-11-02T09:00:00-08:00"}'
)

FAULTS: dict[str, dict[str, Any]] = {
    "no answer before QuickBooks did it": {"server": "quickbooks", "path": TAKE_OUT, "kind": "drop"},
    "no answer after QuickBooks did it": {
        "server": "quickbooks",
        "path": TAKE_OUT,
        "kind": "drop",
        "when": "after",
    },
    "QuickBooks' server failed": {"server": "quickbooks", "path": TAKE_OUT, "kind": "answer", "status": 503},
    "no answer before ConnectWise did it": {
        "server": "connectwise",
        "method": "DELETE",
        "path": RELEASE,
        "kind": "drop",
    },
    "no answer after ConnectWise did it": {
        "server": "connectwise",
        "method": "DELETE",
        "path": RELEASE,
        "kind": "drop",
        "when": "after",
    },
}


def take_back(desk: Desk, mode: Mode = Mode.SEND_AGAIN, stop: Event | None = None) -> CorrectionReport:
    corrections = desk.program.corrections(desk.realm)
    plan = corrections.take_back_preview([desk.id_of("10501")], mode)
    return corrections.take_back(plan, WHY, stop=stop, confirmed=True)


def live(desk: Desk) -> list[dict[str, Any]]:
    found = desk.documents().get(("Invoice", "10501"), [])
    return [one for one in found if not str(one.get("PrivateNote", "")).startswith("Voided")]


@pytest.mark.parametrize("mode", [Mode.SEND_AGAIN, Mode.FOR_GOOD], ids=lambda one: one.name.lower())
@pytest.mark.parametrize("name", FAULTS)
def test_a_lost_answer_is_looked_up_and_the_take_back_ends_right(
    tmp_path: Path, name: str, mode: Mode
) -> None:
    with open_desk(tmp_path) as desk:
        desk.send("10501")
        desk.sandbox.control.faults.add(**FAULTS[name])
        report = take_back(desk, mode)
        assert report.all_done, report.sentence
        assert [one.hits for one in desk.sandbox.control.faults.all()] == [1]
        assert live(desk) == []
        assert "10501" not in desk.batched()
        desk.send("10501")
        assert len(live(desk)) == 1


def test_with_connectwise_gone_the_rest_is_finished_at_the_next_start(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        batch = desk.send("10501")
        desk.sandbox.control.faults.add(
            server="connectwise", method="DELETE", path=RELEASE, kind="drop", times=None
        )
        report = take_back(desk)
        assert not report.all_done
        assert live(desk) == []
        assert "10501" in desk.batched()
        assert desk.rows(batch)["10501"].state is ActionState.CHECKING
        desk.sandbox.control.faults.clear()
        found = desk.program.recover()
        assert [one.settled for one in found.invoices] == [True]
        assert "10501" not in desk.batched()
        assert desk.rows(batch)["10501"].finding_code == "TAKEN_BACK"
        kept = desk.program.store.batch(batch)
        assert kept is not None
        assert kept.state is BatchState.UNDONE


def test_with_quickbooks_gone_nothing_is_released_in_connectwise(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        batch = desk.send("10501")
        desk.sandbox.control.faults.add(server="quickbooks", path=TAKE_OUT, kind="drop", times=None)
        report = take_back(desk)
        assert not report.all_done
        assert len(live(desk)) == 1
        assert "10501" in desk.batched()
        assert desk.rows(batch)["10501"].state is ActionState.CHECKING
        desk.sandbox.control.faults.clear()
        desk.program.recover()
        assert live(desk) == []
        assert "10501" not in desk.batched()


def test_a_cancelled_undo_leaves_what_was_not_begun_as_it_was(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        batch = desk.send("10501", "PB301")
        stop = Event()
        stop.set()
        report = take_back(desk, stop=stop)
        assert not report.all_done
        assert len(live(desk)) == 1
        assert "10501" in desk.batched()
        assert desk.rows(batch)["10501"].state is ActionState.COMPLETED
        kept = desk.program.store.batch(batch)
        assert kept is not None
        assert kept.state is BatchState.FINISHED


def test_a_refused_deletion_is_spent_so_that_a_cured_cause_goes_through(tmp_path: Path) -> None:
    """QuickBooks repeats stored answers: the second attempt carries another requestid."""
    with open_desk(tmp_path) as desk:
        desk.send("10501")
        corrections = desk.program.corrections(desk.realm)
        plan = corrections.take_back_preview([desk.id_of("10501")], Mode.SEND_AGAIN)
        desk.sandbox.control.faults.add(
            server="quickbooks", path=TAKE_OUT, kind="answer", status=400, body=REFUSAL
        )
        assert not corrections.take_back(plan, WHY, confirmed=True).all_done
        assert "10501" in desk.batched()
        desk.sandbox.control.faults.clear()
        assert take_back(desk).all_done
        ids = [
            one.params["requestid"]
            for one in desk.requests("quickbooks", "POST", "/invoice")
            if one.params.get("operation") == "delete"
        ]
        assert len(ids) == len(set(ids)) == 2
        assert live(desk) == []


def test_a_void_document_that_could_not_be_renamed_is_renamed_at_the_next_start(tmp_path: Path) -> None:
    """Until then the invoice is not sent again: QuickBooks would say that its number is taken."""
    with open_desk(tmp_path) as desk:
        batch = desk.send("10501")
        desk.sandbox.control.faults.add(
            server="quickbooks", method="POST", path=r"/invoice\?minorversion", kind="drop", times=None
        )
        assert take_back(desk, Mode.FOR_GOOD).all_done
        assert ("Invoice", "10501") in desk.documents()
        assert "10501" not in {one.number for one in desk.listed().offered}
        desk.sandbox.control.faults.clear()

        desk.program.recover()

        assert ("Invoice", "10501-V1") in desk.documents()
        assert desk.rows(batch)["10501"].finding_code == "TAKEN_BACK"
        assert not desk.program.store.unsettled(desk.realm)
        desk.send("10501")
        assert len(live(desk)) == 1
        assert "10501" in desk.batched()
