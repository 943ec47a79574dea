"""The steps before the first batch against the two servers: what is there is not sent again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from threading import Event as StopEvent

import pytest

from mobius_desktop.domain.cut_over import CutOverRow, CutOverState
from mobius_desktop.domain.errors import Cancelled
from mobius_desktop.domain.ids import QuickBooksId
from mobius_desktop.domain.quickbooks import ListKind
from mobius_desktop.transfer.correct.values import CorrectionReport
from mobius_desktop.transfer.linking.rows import LinkChoice, LinkState
from mobius_desktop.transfer.linking.survey import open_customers, survey
from tests.e2e.desk import Desk, open_desk

OLD = "10502"
ELSEWHERE = "10501"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as opened:
        yield opened


def rows(desk: Desk) -> dict[str, CutOverRow]:
    found = desk.program.beginning.old_invoices(desk.realm, None, lambda _: None, StopEvent())
    return {row.invoice.number: row for row in found}


def sent_by_another_tool(desk: Desk, number: str, **changes: object) -> None:
    """The document as another tool would have made it: our own, with its marker taken away."""
    batch = desk.send(number)
    assert desk.rows(batch)[number].state.value == "Completed Successfully"
    sent = desk.document(number)
    sent["PrivateNote"] = ""
    sent.update(changes)
    desk.sandbox.control.do("connectwise", "unbatch", invoice=number)


def mark(desk: Desk, *numbers: str, why: str = "Sent by the tool of before") -> CorrectionReport:
    service = desk.program.corrections(desk.realm)
    return service.mark(service.mark_preview([desk.id_of(one) for one in numbers]), why)


@pytest.fixture
def moved(tmp_path: Path) -> Iterator[Desk]:
    """A firm that sent 10502 with another tool: this program's own record knows nothing of it."""
    with open_desk(tmp_path / "before") as first:
        sent_by_another_tool(first, OLD)
        document = first.document(OLD)
    with open_desk(tmp_path / "now") as desk:
        desk.tables()["Invoice"][document["Id"]] = document
        yield desk


def test_number_bill_to_and_total_have_to_be_there_to_be_ticked(moved: Desk) -> None:
    row = rows(moved)[OLD]
    assert (row.state, row.ticked) == (CutOverState.FOUND, True)
    assert row.document is not None
    assert rows(moved)[ELSEWHERE].state is CutOverState.NOT_FOUND


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"TotalAmt": 95}, "total 95.00"),
        ({"CustomerRef": {"value": "59", "name": "Somebody Else"}}, "customer “Somebody Else”"),
    ],
)
def test_another_total_or_customer_is_named_and_not_ticked(
    moved: Desk, changes: dict[str, object], said: str
) -> None:
    moved.document(OLD).update(changes)
    row = rows(moved)[OLD]
    assert (row.state, row.ticked) == (CutOverState.DIFFERS, False)
    assert said in row.differs


def test_what_is_ticked_is_batched_without_sending_and_written_down_with_the_reason(moved: Desk) -> None:
    before = len(moved.documents())
    assert rows(moved)[OLD].ticked
    report = mark(moved, OLD)
    assert report.batches
    assert OLD in moved.batched()
    assert re.fullmatch(rf"M{OLD}:[0-9a-f]{{8}}", moved.identifier(OLD))
    assert len(moved.documents()) == before
    assert moved.requests("quickbooks", "POST", "/invoice") == []
    (judgement,) = moved.program.store.judgements([moved.id_of(OLD)])
    assert (judgement.code, judgement.reason) == ("MARKED_BY_HAND", "Sent by the tool of before")
    assert OLD not in rows(moved)


def test_a_voided_document_does_not_count_and_looking_writes_nothing(moved: Desk) -> None:
    moved.sandbox.control.do("quickbooks", "void_document", entity="Invoice", number=OLD)
    moved.sandbox.control.recorder.clear()
    assert rows(moved)[OLD].state is CutOverState.NOT_FOUND
    assert [one.path for one in moved.sandbox.control.recorder.find(kind="write")] == []


def test_looking_can_be_cancelled(desk: Desk) -> None:
    stop = StopEvent()
    stop.set()
    with pytest.raises(Cancelled):
        desk.program.beginning.old_invoices(desk.realm, None, lambda _: None, stop)


def test_the_answer_about_customers_decides_how_new_ones_are_named(desk: Desk) -> None:
    beginning, realm = desk.program.beginning, desk.realm
    assert beginning.steps(realm).customers_there is None
    beginning.answer_customers(realm, there=False)
    assert desk.program.options(realm).append_account_name
    beginning.answer_customers(realm, there=True)
    assert not desk.program.options(realm).append_account_name
    assert beginning.steps(realm).customers_there is True
    assert desk.program.configuring.history(realm)[-1].user


def test_the_steps_say_what_was_done_and_is_there_again_after_a_start(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        desk.program.checking_up.check(desk.realm, lambda _: None, StopEvent())
        desk.program.beginning.finish_cut_over(desk.realm)
        realm = desk.realm
    with open_desk(tmp_path) as again:
        steps = again.program.beginning.steps(realm)
    assert steps.checked
    assert steps.errors > 0
    assert steps.cut_over
    assert not steps.links_read


def test_a_check_that_could_read_one_side_only_is_not_the_step(desk: Desk) -> None:
    desk.sandbox.control.faults.add(kind="answer", status=500, server="connectwise", path="/", times=None)
    desk.program.checking_up.check(desk.realm, lambda _: None, StopEvent())
    steps = desk.program.beginning.steps(desk.realm)
    assert (steps.checked, steps.half_checked) == (False, True)


def test_customers_that_want_somebody_are_counted_as_the_links_show_them(desk: Desk) -> None:
    configuring, realm = desk.program.configuring, desk.realm
    configuring.read(realm, lambda _: None, StopEvent())
    books = configuring.books(realm)
    assert books is not None
    shown = [row for row in survey(books) if row.kind is ListKind.CUSTOMER and row.open]
    assert set(open_customers(books)) == set(shown)
    steps = desk.program.beginning.steps(realm)
    assert (steps.customers_open, steps.customers_to_link) == (len(shown), 1) == (3, 1)
    (near,) = [row for row in shown if row.state is LinkState.SUGGESTED]
    configuring.link(realm, [LinkChoice.of(near, near.candidates[0].id)])
    steps = desk.program.beginning.steps(realm)
    assert (steps.customers_open, steps.customers_to_link) == (2, 0)
    configuring.link(realm, [LinkChoice.of(near, QuickBooksId("987654"))])
    steps = desk.program.beginning.steps(realm)
    assert (steps.customers_open, steps.customers_to_link) == (3, 1)
