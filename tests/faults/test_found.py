"""What the harness found, each reduced to its smallest form."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from mobius_desktop.domain.errors import Throttled
from mobius_desktop.domain.states import ActionState
from mobius_desktop.wiring.demo import connect_demo
from tests.e2e.desk import open_desk
from tests.faults.test_broken_answers import ANSWERS, MARK, assert_once_and_marked, break_once


def test_what_met_an_ended_subscription_is_sent_once_it_is_renewed(tmp_path: Path) -> None:
    """QuickBooks repeats stored Faults: under the old requestid it would stay refused for ever."""
    with open_desk(tmp_path) as desk:
        plan = desk.plan("10501")
        desk.sandbox.control.do("quickbooks", "end_subscription", ended=True)
        failed = desk.rows(desk.service.run(plan))["10501"]
        assert (failed.state, failed.finding_code) == (ActionState.FAILED, "SUBSCRIPTION_ENDED")
        desk.sandbox.control.do("quickbooks", "end_subscription", ended=False)
        desk.send("10501")
        assert_once_and_marked(desk, "10501")


def test_an_unknown_outcome_that_meets_an_ended_subscription_does_not_stay_unknown(tmp_path: Path) -> None:
    """The replay is answered by a Fault, so nothing was written under that requestid; it is spent."""
    with open_desk(tmp_path) as desk:
        plan = desk.plan("10501")
        break_once(desk, ANSWERS["dropped before QuickBooks did it"], times=10)
        assert desk.rows(desk.service.run(plan))["10501"].state is ActionState.CHECKING
        desk.sandbox.control.faults.clear()
        desk.sandbox.control.do("quickbooks", "end_subscription", ended=True)
        desk.program.recover()
        assert not desk.program.store.unsettled(desk.realm)
        desk.sandbox.control.do("quickbooks", "end_subscription", ended=False)
        desk.send("10501")
        assert_once_and_marked(desk, "10501")


def test_a_408_of_connectwise_is_no_refusal_of_the_mark(tmp_path: Path) -> None:
    """Somebody in between waited too long: whether it is marked is looked up, and it is marked then."""
    with open_desk(tmp_path) as desk:
        rule = {"server": "connectwise", "path": MARK, "kind": "answer", "status": 408, "body": "{}"}
        break_once(desk, rule)
        batch = desk.send("10501")
        assert desk.rows(batch)["10501"].state is ActionState.COMPLETED
        assert_once_and_marked(desk, "10501")


def test_a_pause_asked_for_right_after_the_sign_in_is_told_as_such(tmp_path: Path) -> None:
    """The error of the first question was made anew without its seconds, and the program ended on that."""
    with open_desk(tmp_path) as desk:
        desk.sandbox.control.faults.add(
            preset="throttled", server="quickbooks", path="/companyinfo/", times=None
        )
        servers = desk.program.servers
        assert servers is not None
        with pytest.raises(Throttled, match="Signed in, but"):
            connect_demo(servers, desk.program.sides, desk.program.store, desk.program.clock)


def test_a_document_is_found_by_its_creation_although_the_computers_clock_was_put_right(
    tmp_path: Path,
) -> None:
    """The moment of the request is QuickBooks': a look since then finds what was renumbered meanwhile."""
    with open_desk(tmp_path) as desk:
        plan = desk.plan("10501")
        true_time = desk.program.now()
        desk.program.clock.show(true_time + timedelta(hours=5))
        break_once(desk, ANSWERS["dropped after QuickBooks did it"])
        desk.sandbox.control.faults.add(server="quickbooks", path="/(query|batch)", kind="drop", times=None)
        batch = desk.service.run(plan)
        assert desk.rows(batch)["10501"].state is ActionState.CHECKING
        desk.sandbox.control.faults.clear()
        desk.sandbox.control.do("quickbooks", "forget_requestids")
        desk.sandbox.control.do(
            "quickbooks",
            "edit_document",
            entity="Invoice",
            record_id=str(desk.document("10501")["Id"]),
            changes={"DocNumber": "10501-X"},
        )
        desk.program.clock.show(true_time)
        desk.program.recover()
        assert ("Invoice", "10501") not in desk.documents(), "nothing was sent a second time"
        assert desk.rows(batch)["10501"].state is ActionState.NEEDS_CHECK


def test_what_may_not_be_sent_again_and_did_not_arrive_within_a_day_can_be_sent_anew(tmp_path: Path) -> None:
    """Its amount was changed in ConnectWise while the outcome was unknown: the old request may not go out,
    and a new one only once the old one cannot arrive any more."""
    with open_desk(tmp_path) as desk:
        plan = desk.plan("10501")
        break_once(desk, ANSWERS["dropped before QuickBooks did it"], times=10)
        batch = desk.service.run(plan)
        desk.sandbox.control.faults.clear()
        desk.sandbox.control.do("connectwise", "correct_invoice", invoice="10501", total="333.33")
        desk.program.recover()
        row = desk.rows(batch)["10501"]
        assert row.state is ActionState.CHECKING
        assert "ConnectWise has it with 333.33 instead of 300.00 now" in row.message

        desk.sandbox.control.clock.advance(25 * 3600.0)
        desk.program.recover()
        row = desk.rows(batch)["10501"]
        assert (row.state, row.finding_code) == (ActionState.FAILED, "NOT_ARRIVED")
        assert desk.service.failed(batch).ids == (desk.id_of("10501"),)
        desk.send("10501")
        assert_once_and_marked(desk, "10501")
        assert str(desk.document("10501")["TotalAmt"]) == "333.33"


def test_a_void_document_that_still_has_the_number_is_named_instead_of_being_taken_over(
    tmp_path: Path,
) -> None:
    with open_desk(tmp_path) as desk:
        desk.sandbox.control.switch("quickbooks", "duplicate_numbers", "refused")
        desk.send("10501")
        void = str(desk.document("10501")["Id"])
        desk.sandbox.control.do("quickbooks", "void_document", entity="Invoice", record_id=void)
        desk.sandbox.control.do("connectwise", "unbatch", invoice="10501")
        row = desk.rows(desk.send("10501"))["10501"]
        assert (row.state, row.finding_code) == (ActionState.FAILED, "NUMBER_TAKEN")
        assert f"(Id {void}) still has the number 10501" in row.message
        desk.sandbox.control.do(
            "quickbooks",
            "edit_document",
            entity="Invoice",
            record_id=void,
            changes={"DocNumber": "10501-V1"},
        )
        desk.send("10501")
        assert_once_and_marked(desk, "10501")
