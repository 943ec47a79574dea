"""Internal notes are read from the time entries behind a Detailed export, and only then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mobius_desktop.domain.options import Summary
from mobius_desktop.sandbox.firm.model import GlRow
from mobius_desktop.transfer.batch import BatchRequest
from tests.e2e.desk import Desk, open_desk

NUMBER = "10501"
SLASHED = "Late payer / ask for half in advance"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as opened:
        yield opened


def worked(desk: Desk) -> GlRow:
    rows = desk.sandbox.firm.connectwise.invoices[desk.id_of(NUMBER)].rows
    return next(row for row in rows if row.time_entry_id is not None)


def found(desk: Desk, code: str = "INTERNAL_NOTE") -> list[dict[str, str]]:
    (plan,) = desk.plan(NUMBER).invoices
    return [dict(one.facts) for one in plan.findings if one.code == code]


def asked(desk: Desk) -> int:
    return len(desk.requests("connectwise", "GET", "/time/entries"))


def test_a_note_is_known_to_the_letter_even_where_it_looks_like_several(desk: Desk) -> None:
    worked(desk).internal_notes = SLASHED
    (facts,) = found(desk)
    assert facts["note"] == SLASHED
    assert asked(desk) == 1


def test_notes_that_look_like_an_internal_one_are_no_alarm(desk: Desk) -> None:
    worked(desk).notes = "Replaced the switch / tested / told the desk"
    assert found(desk) == []


def test_the_note_is_left_out_whole(desk: Desk) -> None:
    worked(desk).internal_notes = SLASHED
    options = desk.program.store.options(desk.realm)
    desk.program.configuring.change_options(desk.realm, replace(options, leave_out_internal_notes=True))
    (plan,) = desk.plan(NUMBER).invoices
    assert plan.document is not None
    assert "Late payer" not in plan.document.lines[0].description
    assert "half in advance" not in plan.document.lines[0].description


def test_without_the_right_a_note_is_still_known_by_its_place(desk: Desk) -> None:
    worked(desk).internal_notes = "Pays late."
    desk.sandbox.control.do("connectwise", "deny", path="/time/entries")
    (facts,) = found(desk)
    assert facts["note"] == "Pays late."


def test_only_a_detailed_export_reads_time_entries(desk: Desk) -> None:
    chosen = tuple(one for one in desk.listed().offered if one.number == NUMBER)
    desk.service.plan(BatchRequest(ids=(chosen[0].billing_log_id,), summary=Summary.CONDENSED))
    assert asked(desk) == 0


def test_a_whole_list_costs_one_call_for_a_hundred_entries(desk: Desk) -> None:
    desk.plan()
    rows = [row for one in desk.sandbox.firm.connectwise.invoices.values() for row in one.rows]
    entries = {row.time_entry_id for row in rows if row.time_entry_id is not None}
    assert 1 < len(entries) <= 100
    assert asked(desk) == 1
