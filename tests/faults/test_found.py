"""What the harness found, each reduced to its smallest form."""

from __future__ import annotations

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
