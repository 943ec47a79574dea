"""The books are closed while a batch is on its way."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from mobius_desktop.domain.events import AnswerStored, Event
from mobius_desktop.domain.states import ActionState
from tests.e2e.desk import Desk, open_desk

UNTAXED = ("10501", "AG2210", "AG2214", "DP78", "PB301", "10530", "10531", "10515")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as opened:
        yield opened


def close_through(desk: Desk, day: str) -> None:
    desk.sandbox.control.do("quickbooks", "set_closing_date", date=day)


def one_at_a_time(desk: Desk, closing_fresh: float) -> None:
    desk.service._pace = dataclasses.replace(desk.service._pace, parallel=1, closing_fresh=closing_fresh)


def test_the_invoice_that_meets_it_fails_and_the_others_are_checked_against_the_new_date(desk: Desk) -> None:
    one_at_a_time(desk, closing_fresh=300.0)
    plan = desk.plan(*UNTAXED)
    close_through(desk, "2026-10-31")
    rows = desk.rows(desk.service.run(plan))
    closed = [row for row in rows.values() if row.finding_code == "PERIOD_CLOSED"]
    assert len(closed) == sum(row.date.isoformat() <= "2026-10-31" for row in rows.values()) > 2
    assert len(desk.requests("quickbooks", "POST", "/invoice")) == len(rows) - len(closed) + 1
    assert all("closed" in row.message for row in closed)
    close_through(desk, "2026-09-30")
    desk.service.forget_lists()
    again = desk.rows(desk.send(*(row.number for row in closed)))
    assert {row.state for row in again.values()} == {ActionState.COMPLETED}


def test_it_is_read_again_while_documents_go_out_so_that_none_has_to_be_refused(desk: Desk) -> None:
    one_at_a_time(desk, closing_fresh=0.0)
    plan = desk.plan(*UNTAXED)
    answered: list[str] = []

    def close_after_the_first(events: Sequence[Event]) -> None:
        if not answered and any(isinstance(one, AnswerStored) for one in events):
            answered.append("closed now")
            close_through(desk, "2026-10-31")

    rows = desk.rows(desk.service.run(plan, close_after_the_first))
    sent = [row for row in rows.values() if row.document is not None]
    assert sent
    assert {row.finding_code for row in rows.values() if row.document is None} == {"PERIOD_CLOSED"}
    assert len(desk.requests("quickbooks", "POST", "/invoice")) == len(sent), "none was sent to be refused"


def test_within_five_minutes_it_is_not_asked_for_again(desk: Desk) -> None:
    one_at_a_time(desk, closing_fresh=1e9)
    plan = desk.plan(*UNTAXED)
    before = len(desk.requests("quickbooks", "GET", "/preferences"))
    desk.service.run(plan)
    assert len(desk.requests("quickbooks", "GET", "/preferences")) == before
