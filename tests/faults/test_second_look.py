"""What was once unknown is looked at again for a day: a request that is carried out late is never silent."""

from __future__ import annotations

from pathlib import Path

from mobius_desktop.domain.states import ActionState, BatchState
from mobius_desktop.transfer.run.proof import SECOND_DOCUMENT
from mobius_desktop.transfer.second_look import ARRIVED_LATE, GONE
from tests.e2e.desk import Desk, open_desk
from tests.faults.test_broken_answers import CREATE, assert_once_and_marked, break_once

BAD_REQUEST = {"server": "quickbooks", "path": CREATE, "preset": "stale"}
"""A Fault that the sandbox gives before its books are asked: no requestid remembers it."""
DAY_AND_A_BIT = 25 * 3600.0


def park_and_refuse(desk: Desk, number: str) -> None:
    """The request is parked; its repetition is answered by a Fault that is not kept: it counts as refused."""
    desk.sandbox.control.switch("quickbooks", "duplicate_numbers", "allowed")
    plan = desk.plan(number)
    break_once(desk, {"server": "quickbooks", "path": CREATE, "kind": "park"})
    break_once(desk, BAD_REQUEST, times=1)
    row = desk.rows(desk.service.run(plan))[number]
    assert (row.state, row.finding_code) == (ActionState.FAILED, "REFUSED")


def test_a_parked_request_that_makes_a_second_document_is_told_at_the_next_start(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        park_and_refuse(desk, "10501")
        batch = desk.send("10501")
        assert_once_and_marked(desk, "10501")
        desk.sandbox.control.release_parked()
        assert len(desk.documents()["Invoice", "10501"]) == 2

        report = desk.program.recover()

        (told,) = report.second_looks
        assert (told.batch, told.number, told.settled) == (batch, "10501", False)
        row = desk.rows(batch)["10501"]
        assert (row.state, row.finding_code) == (ActionState.NEEDS_CHECK, SECOND_DOCUMENT)
        surplus = next(one for one in desk.documents()["Invoice", "10501"] if "cc70]" in one["PrivateNote"])
        assert f"Delete invoice 10501 (Id {surplus['Id']})" in row.message
        kept = desk.program.store.batch(batch)
        assert kept is not None
        assert kept.state is BatchState.FINISHED_WITH_WARNING
        assert not desk.program.recover().second_looks, "what was said is not said again"


def test_when_the_surplus_document_is_deleted_the_invoice_is_done_again(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        park_and_refuse(desk, "10501")
        batch = desk.send("10501")
        desk.sandbox.control.release_parked()
        desk.program.recover()
        surplus = next(one for one in desk.documents()["Invoice", "10501"] if "cc70]" in one["PrivateNote"])
        (item,) = desk.program.corrections(desk.realm).take_back_preview([desk.id_of("10501")]).items
        assert item.code == "SEVERAL_DOCUMENTS", "one of two cannot be taken back: the other would stay"
        desk.sandbox.control.clock.advance(DAY_AND_A_BIT)  # it waits for its person as long as it takes
        desk.sandbox.control.do(
            "quickbooks", "delete_document", entity="Invoice", record_id=str(surplus["Id"])
        )

        (told,) = desk.program.recover().second_looks

        assert told.settled
        row = desk.rows(batch)["10501"]
        assert (row.state, row.finding_code, row.marked) == (ActionState.COMPLETED, "", True)
        kept = desk.program.store.batch(batch)
        assert kept is not None
        assert kept.state is BatchState.FINISHED
        assert_once_and_marked(desk, "10501")


def test_a_refused_invoice_that_arrives_late_is_told_and_taken_over_when_it_is_sent_again(
    tmp_path: Path,
) -> None:
    with open_desk(tmp_path) as desk:
        park_and_refuse(desk, "10501")
        desk.sandbox.control.release_parked()

        (told,) = desk.program.recover().second_looks

        assert told.sentence.startswith("It has arrived in QuickBooks after all, as invoice 10501 (Id ")
        assert desk.rows(told.batch)["10501"].finding_code == ARRIVED_LATE
        again = desk.send("10501")
        assert desk.rows(again)["10501"].state is ActionState.COMPLETED
        assert_once_and_marked(desk, "10501")
        assert not desk.program.recover().second_looks, "the batch that took it over tells of it now"


def test_a_deletion_of_ours_that_is_carried_out_late_is_told(tmp_path: Path) -> None:
    """A take back that was refused at its repetition: the invoice stays, until the parked deletion comes."""
    with open_desk(tmp_path) as desk:
        batch = desk.send("10501")
        delete = r"/invoice\?.*operation=(delete|void)"
        break_once(desk, {"server": "quickbooks", "path": delete, "kind": "park"})
        break_once(desk, {"server": "quickbooks", "path": delete, "preset": "stale"})
        corrections = desk.program.corrections(desk.realm)
        plan = corrections.take_back_preview([desk.id_of("10501")])
        assert not corrections.take_back(plan, "Wrong month", confirmed=True).all_done
        assert_once_and_marked(desk, "10501")
        desk.sandbox.control.release_parked()

        (told,) = desk.program.recover().second_looks

        assert (
            told.sentence
            == "10501 was marked in ConnectWise, and its document has gone from QuickBooks since."
        )
        row = desk.rows(batch)["10501"]
        assert (row.state, row.finding_code) == (ActionState.NEEDS_CHECK, GONE)


def test_it_is_looked_for_before_each_run_and_no_longer_than_a_day(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        park_and_refuse(desk, "10501")
        batch = desk.send("10501")
        desk.sandbox.control.release_parked()
        desk.send("10502")
        assert desk.rows(batch)["10501"].finding_code == SECOND_DOCUMENT

    with open_desk(tmp_path / "other") as desk:
        desk.send("10501")
        before = len(desk.requests("quickbooks"))
        desk.program.recover()
        assert len(desk.requests("quickbooks")) == before, "nothing was ever unknown: nothing is asked"

    with open_desk(tmp_path / "late") as desk:
        park_and_refuse(desk, "10501")
        desk.send("10501")
        desk.sandbox.control.clock.advance(DAY_AND_A_BIT)
        before = len(desk.requests("quickbooks"))
        assert desk.program.recover().nothing
        assert len(desk.requests("quickbooks")) == before
