"""Creating a list record: one request whatever batch it is in, until that request is spent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mobius_desktop.domain.states import ActionState
from tests.e2e.desk import Desk, open_desk

ITEM = r"/item\?"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as opened:
        yield opened


def asked(desk: Desk) -> list[str]:
    """The requestids under which items were to be created."""
    return [one.params["requestid"] for one in desk.requests("quickbooks", "POST", "/item")]


def named(desk: Desk, name: str = "FIBER-M") -> list[str]:
    return [ref for ref, one in desk.tables()["Item"].items() if one["Name"] == name]


def test_a_later_batch_repeats_the_request_whose_outcome_is_unknown(desk: Desk) -> None:
    desk.sandbox.control.faults.add(server="quickbooks", method="POST", path=ITEM, kind="drop", times=None)
    rows = desk.rows(desk.send("10504"))
    assert rows["10504"].finding_code == "RECORD_MISSING"
    desk.sandbox.control.faults.clear()
    assert desk.rows(desk.send("10504"))["10504"].state is ActionState.COMPLETED
    assert len(set(asked(desk))) == 1
    assert len(named(desk)) == 1


def test_two_computers_ask_for_it_under_one_requestid(desk: Desk, tmp_path: Path) -> None:
    desk.send("10501")  # the batch numbers differ from here on
    desk.send("10504")
    with open_desk(tmp_path / "second") as other:
        other.send("10504")
        assert asked(desk) == asked(other)


def test_a_refused_one_is_cured_under_a_new_requestid(desk: Desk) -> None:
    desk.sandbox.control.faults.add(server="quickbooks", method="POST", path=ITEM, preset="stale")
    assert desk.rows(desk.send("10504"))["10504"].finding_code == "RECORD_MISSING"
    desk.send("10504")
    first, second = asked(desk)
    assert first != second
    assert len(named(desk)) == 1


def test_one_that_was_renamed_since_is_created_anew_and_not_taken_from_a_stored_answer(desk: Desk) -> None:
    desk.send("10504")
    (first,) = named(desk)
    desk.sandbox.control.do("quickbooks", "delete_document", entity="Invoice", number="10504")
    desk.sandbox.control.do("connectwise", "unbatch", invoice="10504")
    desk.tables()["Item"][first].update(Name="Fiber, old", FullyQualifiedName="Fiber, old")
    desk.service.forget_lists()
    rows = desk.rows(desk.send("10504"))
    assert rows["10504"].state is ActionState.COMPLETED
    (second,) = named(desk)
    assert second != first
    lines = [one for one in desk.document("10504")["Line"] if "SalesItemLineDetail" in one]
    assert second in {one["SalesItemLineDetail"]["ItemRef"]["value"] for one in lines}
