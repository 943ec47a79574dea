"""What stops a run, what it leaves behind, and how it goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from threading import Event as StopEvent

import pytest

from mobius_desktop.domain.errors import InUse
from mobius_desktop.domain.events import ActionChanged, AnswerStored, Event
from mobius_desktop.domain.journal import InvoiceRow
from mobius_desktop.domain.states import ActionState, BatchState
from mobius_desktop.store.lock import company_lock
from mobius_desktop.transfer.run.sending import CANCELLED
from tests.e2e.desk import open_desk


def states(rows: dict[str, InvoiceRow]) -> set[ActionState]:
    return {row.state for row in rows.values()}


def after_answers(count: int, act: StopEvent) -> object:
    """An observer that sets the event once so many documents have been answered."""
    seen: list[int] = []

    def watch(events: Sequence[Event]) -> None:
        seen.extend(1 for one in events if isinstance(one, AnswerStored) and "/invoices/" in one.action)
        if len(seen) >= count:
            act.set()

    return watch


def test_cancel_carries_what_is_on_the_way_to_its_mark_and_leaves_the_rest(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        stop = StopEvent()
        batch = desk.send(observer=after_answers(1, stop), stop=stop)  # type: ignore[arg-type]  # it is one
        kept = desk.program.store.batch(batch)
        assert kept is not None
        assert kept.state is BatchState.CANCELLED
        rows = desk.rows(batch)
        arrived = {number for number, row in rows.items() if row.quickbooks_total is not None}
        assert arrived
        assert all(rows[number].marked for number in arrived)
        left = {number for number, row in rows.items() if row.message == CANCELLED}
        assert left
        assert left <= {one.number for one in desk.listed().offered}


def test_what_a_cancelled_batch_left_is_sent_on_resume(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        stop = StopEvent()
        plan = desk.plan("10501", "PB301", "DP78")
        stop.set()
        batch = desk.service.run(plan, stop=stop)
        assert states(desk.rows(batch)) == {ActionState.SKIPPED}
        again = desk.program.resume(batch)
        assert states(desk.rows(again)) == {ActionState.COMPLETED}
        assert {"10501", "PB301", "DP78"} <= desk.batched()


def test_with_connectwise_gone_sending_stops_after_three_wait_for_their_mark(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        untaxed = ("10501", "AG2210", "AG2214", "DP78", "PB301", "CM12", "CM14", "10530", "10531", "10515")
        plan = desk.plan(*untaxed)
        desk.sandbox.control.faults.add(server="connectwise", kind="drop", times=None)
        batch = desk.service.run(plan)
        rows = desk.rows(batch)
        waiting = [row for row in rows.values() if row.state is ActionState.CHECKING]
        unsent = [row for row in rows.values() if row.finding_code == "STOPPED"]
        # Those that were on the way when ConnectWise fell silent come on top of the three.
        assert 3 <= len(waiting) <= 3 + 8
        assert len(waiting) + len(unsent) == len(untaxed)
        desk.sandbox.control.faults.clear()
        desk.program.recover()
        settled = desk.rows(batch)
        assert {row.number for row in waiting} <= desk.batched()
        assert all(settled[row.number].state is ActionState.COMPLETED for row in waiting)


def test_a_lost_sign_in_stops_the_queue_and_keeps_its_work(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        plan = desk.plan("10501", "PB301", "DP78")
        desk.sandbox.control.do("quickbooks", "revoke_grant")
        batch = desk.service.run(plan)
        rows = desk.rows(batch)
        assert states(rows) == {ActionState.FAILED}
        assert all("Reconnect the company" in row.message for row in rows.values())
        assert not {"10501", "PB301", "DP78"} & {number for _, number in desk.documents()}
        assert {"10501", "PB301", "DP78"} <= {one.number for one in desk.listed().offered}


def test_an_ended_subscription_stops_the_queue(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        plan = desk.plan("10501", "PB301")
        desk.sandbox.control.do("quickbooks", "end_subscription")
        rows = desk.rows(desk.service.run(plan))
        assert states(rows) == {ActionState.FAILED}
        assert all("subscription" in row.message for row in rows.values())


def test_an_invoice_that_was_reopened_between_list_and_submit_is_not_sent(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        listed = tuple(one for one in desk.listed().offered if one.number in {"10501", "PB301"})
        desk.sandbox.control.do("connectwise", "reopen", invoice="10501")
        plan = desk.service.plan(desk.request(listed))
        rows = desk.rows(desk.service.run(plan))
        assert rows["10501"].state is ActionState.FAILED
        assert rows["10501"].finding_code == "NO_LONGER_UNPOSTED"
        assert rows["PB301"].state is ActionState.COMPLETED


def test_an_invoice_that_changes_while_it_is_sent_needs_a_check_and_is_not_marked(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        plan = desk.plan("10501")
        desk.sandbox.control.do("connectwise", "correct_invoice", invoice="10501", total="310.00")
        row = desk.rows(desk.service.run(plan))["10501"]
        assert row.state is ActionState.NEEDS_CHECK
        assert row.finding_code == "CHANGED_IN_CONNECTWISE"
        assert "10501" not in desk.batched()
        assert "10501" not in {one.number for one in desk.listed().offered}


def test_a_record_that_cannot_be_created_keeps_only_its_own_invoices_back(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        plan = desk.plan("10504", "10501")
        assert [one.ref.name for one in plan.new_records] == ["FIBER-M"]
        desk.sandbox.control.faults.add(
            server="quickbooks", method="POST", path=r"/item\?", preset="stale", times=1
        )
        rows = desk.rows(desk.service.run(plan))
        assert rows["10504"].finding_code == "RECORD_MISSING"
        assert rows["10501"].state is ActionState.COMPLETED
        assert "10504" not in {number for _, number in desk.documents()}


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_record_whose_answer_is_lost_is_looked_up_by_its_name(tmp_path: Path, when: str) -> None:
    with open_desk(tmp_path) as desk:
        plan = desk.plan("10504")
        desk.sandbox.control.faults.add(
            server="quickbooks", method="POST", path=r"/item\?", kind="drop", when=when
        )
        rows = desk.rows(desk.service.run(plan))
        assert rows["10504"].state is ActionState.COMPLETED
        named = [one for one in desk.tables()["Item"].values() if one["Name"] == "FIBER-M"]
        assert len(named) == 1


def test_a_company_in_use_elsewhere_is_refused_with_who_has_it(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        plan = desk.plan("10501")
        lock = company_lock(tmp_path, desk.realm, "Gulfline Technology Partners", desk.program.clock)
        with lock.held(), pytest.raises(InUse, match="is in use by"):
            desk.service.run(plan)
        assert "10501" not in desk.batched()


def test_calls_and_commits_of_an_invoice_stay_within_the_budget(tmp_path: Path) -> None:
    with open_desk(tmp_path, scale="month-end") as desk:
        desk.service.lists()
        asked = tuple(one for one in desk.listed().offered)[:150]
        commits: list[int] = []
        quickbooks = len(desk.requests("quickbooks"))
        connectwise = len(desk.requests("connectwise"))
        plan = desk.service.plan(desk.request(asked))
        batch = desk.service.run(plan, lambda events: commits.append(len(events)))
        done = sum(row.marked for row in desk.program.store.invoices(batch))
        assert done > 120
        assert (len(desk.requests("quickbooks")) - quickbooks) / done <= 1.35  # few invoices share the lists
        assert (len(desk.requests("connectwise")) - connectwise) / done <= 1.5
        assert len(commits) / done <= 6


def test_with_quickbooks_gone_what_is_proven_is_still_marked_and_nothing_new_is_sent(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        gone: list[bool] = []

        def go_away(events: Sequence[Event]) -> None:
            proven = any(
                isinstance(one, ActionChanged)
                and "/compare/" in one.action
                and one.state is ActionState.COMPLETED
                for one in events
            )
            if proven and not gone:
                gone.append(True)
                desk.sandbox.control.faults.add(server="quickbooks", kind="drop", times=None)

        rows = desk.rows(desk.send(observer=go_away))
        assert gone
        marked = {number for number, row in rows.items() if row.marked}
        assert (
            marked >= {number for number, row in rows.items() if row.state is ActionState.COMPLETED} != set()
        )
        assert any(row.finding_code == "STOPPED" for row in rows.values())
        in_quickbooks = {number for _, number in desk.documents()}
        assert not {n for n, row in rows.items() if row.finding_code == "STOPPED"} & in_quickbooks - {"10538"}
        desk.sandbox.control.faults.clear()
        desk.program.recover()
        desk.send()
        assert len(desk.batched()) == 30
        assert all(len(found) == 1 for found in desk.documents().values())


def test_a_difference_up_to_the_companys_limit_is_accepted_and_said(tmp_path: Path) -> None:
    with open_desk(tmp_path, ast="ignore") as desk:
        options = replace(desk.program.options(desk.realm), accept_difference_up_to=Decimal("0.01"))
        desk.program.store.change_options(desk.realm, options, "somebody")
        batch = desk.send("10503", "10501")
        row = desk.rows(batch)["10503"]
        assert (row.state, row.apart, row.marked) == (ActionState.COMPLETED, Decimal("0.01"), True)
        kept = desk.program.store.batch(batch)
        assert kept is not None
        assert kept.state is BatchState.FINISHED_WITH_WARNING
        assert "difference 0.01" in kept.message


def test_with_custom_transaction_numbers_off_nothing_is_sent_to_the_company(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        desk.sandbox.control.do(
            "quickbooks", "set_preference", group="SalesFormsPrefs", name="CustomTxnNumbers", value=False
        )
        rows = desk.rows(desk.send("10501", "PB301"))
        assert states(rows) == {ActionState.FAILED}
        assert desk.requests("quickbooks", "POST", "/invoice") == []
