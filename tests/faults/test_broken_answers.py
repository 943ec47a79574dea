"""Answers are dropped, late, unreadable or lies; each invoice still ends once in QuickBooks, and marked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from mobius_desktop.domain.events import DocumentKnown, Event
from mobius_desktop.domain.states import ActionState, BatchState
from tests.e2e.desk import Desk, open_desk

CREATE = r"/invoice\?"
MARK = r"/finance/accounting/batches$"
Broken = dict[str, Any]

ANSWERS: dict[str, Broken] = {
    "dropped before QuickBooks did it": {"server": "quickbooks", "path": CREATE, "kind": "drop"},
    "dropped after QuickBooks did it": {
        "server": "quickbooks",
        "path": CREATE,
        "kind": "drop",
        "when": "after",
    },
    "cut off after QuickBooks did it": {
        "server": "quickbooks",
        "path": CREATE,
        "kind": "truncate",
        "when": "after",
    },
    "a server error after QuickBooks did it": {
        "server": "quickbooks",
        "path": CREATE,
        "kind": "answer",
        "status": 503,
        "when": "after",
    },
    "a page instead of an answer": {
        "server": "quickbooks",
        "path": CREATE,
        "kind": "answer",
        "status": 200,
        "content_type": "text/html",
        "body": "<html></html>",
    },
    "dropped before ConnectWise did it": {"server": "connectwise", "path": MARK, "kind": "drop"},
    "dropped after ConnectWise did it": {
        "server": "connectwise",
        "path": MARK,
        "kind": "drop",
        "when": "after",
    },
    "a server error after ConnectWise did it": {
        "server": "connectwise",
        "path": MARK,
        "kind": "answer",
        "status": 500,
        "when": "after",
    },
}


def break_once(desk: Desk, fault: Broken, times: int = 1) -> None:
    desk.sandbox.control.faults.add(**{"method": "POST", "times": times, **fault})


def assert_once_and_marked(desk: Desk, *numbers: str) -> None:
    documents = desk.documents()
    for number in numbers:
        assert len(documents[("Invoice", number)]) == 1
        assert number in desk.batched()


@pytest.mark.parametrize("name", ANSWERS)
def test_one_broken_answer_is_looked_up_and_ends_right_within_the_run(tmp_path: Path, name: str) -> None:
    with open_desk(tmp_path) as desk:
        break_once(desk, ANSWERS[name])
        batch = desk.send("10501", "PB301")
        rows = desk.rows(batch)
        assert [one.hits for one in desk.sandbox.control.faults.all()] == [1]
        assert {row.state for row in rows.values()} == {ActionState.COMPLETED}
        assert_once_and_marked(desk, "10501", "PB301")
        kept = desk.program.store.batch(batch)
        assert kept is not None
        assert kept.state is BatchState.FINISHED


def test_while_quickbooks_stays_silent_an_invoice_is_checking_and_the_next_start_settles_it(
    tmp_path: Path,
) -> None:
    with open_desk(tmp_path) as desk:
        plan = desk.plan("10501")
        break_once(desk, ANSWERS["dropped after QuickBooks did it"])
        desk.sandbox.control.faults.add(server="quickbooks", path="/(query|batch)", kind="drop", times=None)
        number_batch = desk.service.run(plan)
        row = desk.rows(number_batch)["10501"]
        assert row.state is ActionState.CHECKING
        assert "10501" not in desk.batched()
        desk.sandbox.control.faults.clear()

        assert "10501" not in {one.number for one in desk.listed().offered}
        report = desk.program.recover()
        assert [one.settled for one in report.invoices] == [True]
        assert_once_and_marked(desk, "10501")
        assert desk.rows(number_batch)["10501"].state is ActionState.COMPLETED


def test_what_may_have_gone_out_cannot_be_planned_anew(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        plan = desk.plan("10501")
        listed = desk.listed().offered
        break_once(desk, ANSWERS["dropped before QuickBooks did it"], times=10)
        desk.service.run(plan)
        again = desk.service.plan(desk.request(tuple(one for one in listed if one.number == "10501")))
        (planned,) = again.invoices
        assert planned.blocked
        assert [one.code for one in planned.findings if one.blocks] == ["OUTCOME_UNKNOWN"]


def test_a_request_that_quickbooks_parked_is_not_sent_a_second_time(tmp_path: Path) -> None:
    """Dropped, and executed hours later: the replay carries the same requestid, so there is one document."""
    with open_desk(tmp_path) as desk:
        break_once(desk, {"server": "quickbooks", "path": CREATE, "kind": "park"})
        desk.send("10501")
        desk.sandbox.control.release_parked()
        assert_once_and_marked(desk, "10501")


def test_a_refused_document_is_cured_and_sent_under_a_new_requestid(tmp_path: Path) -> None:
    """QuickBooks repeats stored answers: a cured cause would stay failed under the old requestid."""
    with open_desk(tmp_path) as desk:
        plan = desk.plan("10501")
        desk.sandbox.control.do("quickbooks", "set_closing_date", date="2026-10-31")
        failed = desk.rows(desk.service.run(plan))["10501"]
        assert (failed.state, failed.finding_code) == (ActionState.FAILED, "PERIOD_CLOSED")
        desk.sandbox.control.do("quickbooks", "set_closing_date", date="2026-09-30")
        desk.service.forget_lists()
        desk.send("10501")
        assert_once_and_marked(desk, "10501")
        first, second = desk.requests("quickbooks", "POST", "/invoice")
        assert first.params["requestid"] != second.params["requestid"]


def test_a_document_that_was_deleted_by_hand_is_sent_anew_when_its_answer_was_only_a_stored_one(
    tmp_path: Path,
) -> None:
    with open_desk(tmp_path) as desk:
        batch = desk.send("10501")
        assert desk.rows(batch)["10501"].state is ActionState.COMPLETED
        desk.sandbox.control.do("connectwise", "unbatch", invoice="10501")
        desk.sandbox.control.do("quickbooks", "delete_document", entity="Invoice", number="10501")
        desk.send("10501")
        assert_once_and_marked(desk, "10501")
        assert "[CW-6001-cc70-1]" in desk.document("10501")["PrivateNote"]


def test_a_document_that_is_gone_before_it_is_marked_is_sent_once_more(tmp_path: Path) -> None:
    """An answer is not proof: what is read back decides, and a document seen gone spends its requestid."""
    with open_desk(tmp_path) as desk:
        deleted: list[str] = []

        def delete_what_arrives(events: Sequence[Event]) -> None:
            if not deleted and any(isinstance(event, DocumentKnown) for event in events):
                deleted.append("10501")
                desk.sandbox.control.do("quickbooks", "delete_document", entity="Invoice", number="10501")

        batch = desk.send("10501", observer=delete_what_arrives)
        assert deleted
        assert desk.rows(batch)["10501"].state is ActionState.COMPLETED
        assert_once_and_marked(desk, "10501")
        assert "[CW-6001-cc70-1]" in desk.document("10501")["PrivateNote"]


def test_a_number_that_quickbooks_says_is_taken_by_ours_is_taken_over(tmp_path: Path) -> None:
    """The look found nothing, then a second PC was quicker: 6140 names its document, which is ours."""
    with open_desk(tmp_path) as desk:
        plan = desk.plan("10501")
        body = desk.document("10532") | {"DocNumber": "10501"}
        keep = ("CustomerRef", "DocNumber", "TxnDate", "DueDate", "PrivateNote", "SalesTermRef")
        line = next(one for one in body["Line"] if "SalesItemLineDetail" in one)
        detail = {**line["SalesItemLineDetail"], "Qty": 1, "UnitPrice": 300}
        ours = {name: body[name] for name in keep if name in body} | {
            "TxnDate": "2026-10-05",
            "DueDate": "2026-11-04",
            "PrivateNote": "Invoice 10501 [CW-6001-cc70]",
            "Line": [{"DetailType": "SalesItemLineDetail", "Amount": 300, "SalesItemLineDetail": detail}],
        }
        desk.sandbox.control.do("quickbooks", "create_document", entity="Invoice", document=ours)
        row = desk.rows(desk.service.run(plan))["10501"]
        assert row.document is not None
        assert_once_and_marked(desk, "10501")
