"""Two computers with data folders of their own work on the same company; they know nothing of each other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mobius_desktop.domain.events import Event, RequestStored
from mobius_desktop.domain.states import ActionState
from mobius_desktop.transfer.batch import BatchRequest
from mobius_desktop.wiring import Program, ProgramOptions, open_program
from tests.e2e.desk import SPEED, Desk, open_desk


def second_computer(desk: Desk, folder: Path) -> Program:
    program = open_program(
        ProgramOptions(
            data_dir=folder,
            demo=True,
            connectwise_url=desk.sandbox.connectwise_base_url,
            quickbooks_url=desk.sandbox.quickbooks_base_url,
            speed=SPEED,
        )
    )
    program.connect()
    return program


def test_both_send_the_same_invoice_and_quickbooks_holds_it_once(tmp_path: Path) -> None:
    with open_desk(tmp_path / "one") as desk:
        other = second_computer(desk, tmp_path / "two")
        try:
            plan = desk.plan("10501", "CM12")
            ids = tuple(one.invoice.billing_log_id for one in plan.invoices)
            their_plan = other.service(desk.realm).plan(BatchRequest(ids, plan.summary))
            desk.service.run(plan)
            theirs = other.service(desk.realm).run(their_plan)
            rows = other.store.invoices(theirs)
        finally:
            other.close()
        assert len(desk.documents()[("Invoice", "10501")]) == 1
        assert len(desk.documents()[("CreditMemo", "CM12")]) == 1
        # The stored answer of the same request, equal to ConnectWise's export, and marked by the first.
        assert {row.state for row in rows} == {ActionState.COMPLETED}
        assert all("another program marked it" in row.message for row in rows)


def test_an_invoice_batched_by_another_program_while_ours_is_sent_is_done_when_it_is_equal(
    tmp_path: Path,
) -> None:
    with open_desk(tmp_path) as desk:
        done: list[str] = []

        def be_quicker(events: Sequence[Event]) -> None:
            sent = any(isinstance(one, RequestStored) and one.prepared.side == "quickbooks" for one in events)
            if sent and not done:
                done.append("10501")
                desk.sandbox.control.do("connectwise", "batch_elsewhere", invoice="10501")

        row = desk.rows(desk.send("10501", observer=be_quicker))["10501"]
        assert row.state is ActionState.COMPLETED
        assert row.marked
        assert desk.requests("connectwise", "POST", "/finance/accounting/batches$") == []


def test_an_invoice_reopened_while_ours_is_sent_needs_a_check(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        done: list[str] = []

        def reopen(events: Sequence[Event]) -> None:
            if any(isinstance(one, RequestStored) for one in events) and not done:
                done.append("10501")
                desk.sandbox.control.do("connectwise", "reopen", invoice="10501")

        row = desk.rows(desk.send("10501", observer=reopen))["10501"]
        assert row.state is ActionState.NEEDS_CHECK
        assert "no longer unposted" in row.message


def test_what_the_other_computer_sent_is_adopted(tmp_path: Path) -> None:
    with open_desk(tmp_path / "one") as desk:
        desk.sandbox.control.faults.add(
            server="connectwise", method="POST", path="/finance/accounting/batches$", kind="drop", times=None
        )
        desk.send("10501")
        desk.sandbox.control.faults.clear()
        other = second_computer(desk, tmp_path / "two")
        try:
            service = other.service(desk.realm)
            chosen = tuple(one for one in service.list_unposted().offered if one.number == "10501")
            plan = service.plan(desk.request(chosen))
            assert [finding.code for finding in plan.invoices[0].findings] == ["ADOPTED"]
            service.run(plan)
        finally:
            other.close()
        assert len(desk.documents()[("Invoice", "10501")]) == 1
        assert "10501" in desk.batched()
