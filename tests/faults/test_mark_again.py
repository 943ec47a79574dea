"""A mark whose outcome is unknown: looked up, proven once more, and only then sent again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.domain.states import ActionState
from tests.e2e.desk import Desk, open_desk
from tests.faults.test_broken_answers import ANSWERS, MARK, assert_once_and_marked, break_once


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as opened:
        yield opened


def sent_and_not_marked(desk: Desk, when: str = "before") -> BatchNumber:
    """The document is proven; of its mark no answer came, and ConnectWise stays silent."""
    plan = desk.plan("10501")
    break_once(desk, ANSWERS[f"dropped {when} ConnectWise did it"])
    # Everything that is asked of ConnectWise after the mark.
    connectwise_stays_silent(desk)
    batch = desk.service.run(plan)
    assert desk.rows(batch)["10501"].state is ActionState.CHECKING
    desk.sandbox.control.faults.clear()
    return batch


def connectwise_stays_silent(desk: Desk) -> None:
    """After one more look at the unposted list, which the proof takes."""
    desk.sandbox.control.faults.add(
        server="connectwise", kind="drop", times=None, path="unpostedinvoices", skip=1
    )


def identifiers(desk: Desk) -> list[str]:
    found = (re.search(r'"batchIdentifier":\s*"([^"]+)"', one.body) for one in marks(desk))
    return [one.group(1) for one in found if one is not None]


def marks(desk: Desk) -> list[Any]:
    return [one for one in desk.requests("connectwise", "POST", "/batches") if re.search(MARK, one.path)]


def test_what_did_not_arrive_is_proven_again_and_marked_under_the_same_identifier(desk: Desk) -> None:
    batch = sent_and_not_marked(desk)
    before = len(desk.requests("quickbooks"))
    desk.program.recover()
    assert_once_and_marked(desk, "10501")
    first, second = identifiers(desk)
    assert first == second == desk.identifier("10501")
    assert len(desk.requests("quickbooks")) > before, "its document was read back once more"
    assert desk.rows(batch)["10501"].state is ActionState.COMPLETED


def test_what_did_arrive_is_done_and_not_sent_again(desk: Desk) -> None:
    batch = sent_and_not_marked(desk, "after")
    desk.program.recover()
    assert_once_and_marked(desk, "10501")
    assert len(marks(desk)) == 1
    assert desk.rows(batch)["10501"].state is ActionState.COMPLETED
    (mark,) = desk.program.store.marks(desk.id_of("10501"))
    assert mark.connectwise_batch is not None, "so that it can be released again"


def test_a_document_that_was_deleted_meanwhile_is_not_marked(desk: Desk) -> None:
    batch = sent_and_not_marked(desk)
    desk.sandbox.control.do("quickbooks", "delete_document", entity="Invoice", number="10501")
    desk.program.recover()
    assert "10501" not in desk.batched()
    row = desk.rows(batch)["10501"]
    assert (row.state, row.finding_code) == (ActionState.FAILED, "GONE")
    desk.send("10501")
    assert_once_and_marked(desk, "10501")


def test_an_amount_that_changed_meanwhile_needs_a_check(desk: Desk) -> None:
    batch = sent_and_not_marked(desk)
    desk.sandbox.control.do("connectwise", "correct_invoice", invoice="10501", total="333.33")
    desk.program.recover()
    assert "10501" not in desk.batched()
    row = desk.rows(batch)["10501"]
    assert (row.state, row.finding_code) == (ActionState.NEEDS_CHECK, "CHANGED_IN_CONNECTWISE")


def test_an_invoice_that_was_closed_again_is_marked_by_its_new_ids(desk: Desk) -> None:
    sent_and_not_marked(desk)
    desk.sandbox.control.do("connectwise", "correct_invoice", invoice="10501")
    desk.program.recover()
    assert_once_and_marked(desk, "10501")
    first, second = (one.body for one in marks(desk))
    assert first != second


def test_an_invoice_that_was_reopened_is_not_taken_for_marked(desk: Desk) -> None:
    batch = sent_and_not_marked(desk)
    desk.sandbox.control.do("connectwise", "reopen", invoice="10501")
    desk.program.recover()
    row = desk.rows(batch)["10501"]
    assert (row.state, row.marked) == (ActionState.NEEDS_CHECK, False)
    assert "reopened" in row.message


def test_an_accepted_difference_stays_accepted_when_its_mark_is_sent_again(desk: Desk) -> None:
    plan = desk.plan("10501")
    changed: list[str] = []

    def change(_events: object) -> None:
        if not changed and desk.documents().get(("Invoice", "10501")):
            changed.append("10501")
            ref = str(desk.document("10501")["Id"])
            day = {"TxnDate": "2026-10-06"}
            desk.sandbox.control.do(
                "quickbooks", "edit_document", entity="Invoice", record_id=ref, changes=day
            )

    batch = desk.service.run(plan, change)
    corrections = desk.program.corrections(desk.realm)
    items = corrections.accept_preview([desk.id_of("10501")])
    break_once(desk, ANSWERS["dropped before ConnectWise did it"])
    connectwise_stays_silent(desk)
    assert not corrections.accept(items, "It was agreed").all_done
    assert desk.rows(batch)["10501"].state is ActionState.CHECKING
    desk.sandbox.control.faults.clear()
    desk.program.recover()
    assert_once_and_marked(desk, "10501")
    assert desk.rows(batch)["10501"].state is ActionState.COMPLETED
