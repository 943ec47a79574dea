"""The disk fills up: nothing more is sent, and what was on the way is found again."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from mobius_desktop.domain.errors import DAMAGED, RecordDamaged, StorageFailed
from mobius_desktop.domain.events import AnswerStored, Event, HoldChanged, RequestStored
from mobius_desktop.store.errors import BUSY, DISK_FULL
from tests.e2e.desk import Desk, open_desk

FULL = "The disk is full, so nothing more is sent."


def fill_up(desk: Desk, when: Callable[[Event], bool]) -> Callable[[], None]:
    """From the first event that `when` names on, nothing can be written. Gives the way to make room again."""
    store: Any = desk.program.store
    record = store.record
    full: list[bool] = []

    def refuse(*events: Event) -> None:
        if full or any(when(event) for event in events):
            full.append(True)
            raise StorageFailed(FULL)
        record(*events)

    store.record = refuse

    def make_room() -> None:
        store.record = record

    return make_room


def test_a_request_that_cannot_be_written_down_does_not_go_out(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        plan = desk.plan("10501", "PB301")
        fill_up(desk, lambda event: isinstance(event, RequestStored))
        with pytest.raises(StorageFailed, match="disk is full"):
            desk.service.run(plan)
        assert not {"10501", "PB301"} & {number for _, number in desk.documents()}


def test_an_answer_that_cannot_be_written_down_is_found_at_the_next_start(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        plan = desk.plan("10501")
        make_room = fill_up(desk, lambda event: isinstance(event, AnswerStored))
        with pytest.raises(StorageFailed):
            desk.service.run(plan)
        assert len(desk.documents()[("Invoice", "10501")]) == 1
        assert "10501" not in desk.batched()
        make_room()
        report = desk.program.recover()
        assert [one.number for one in report.invoices] == ["10501"]
        assert len(desk.documents()[("Invoice", "10501")]) == 1
        assert "10501" in desk.batched()


def test_with_a_disk_that_is_really_full_nothing_is_lost_and_it_goes_on_once_there_is_room(
    tmp_path: Path,
) -> None:
    with open_desk(tmp_path) as desk:
        plan = desk.plan("10501", "PB301", "DP78")
        with desk.program.store._database.alone() as db:
            pages = db.execute("PRAGMA page_count").fetchone()[0]
            db.execute(f"PRAGMA max_page_count = {pages + 12}")
        with pytest.raises(StorageFailed) as told:
            desk.service.run(plan)
        assert told.value.sentence == DISK_FULL
        with desk.program.store._database.alone() as db:
            db.execute("PRAGMA max_page_count = 1000000")
        go_on(desk, "10501", "PB301", "DP78")


def test_while_another_program_holds_the_record_nothing_is_sent_and_it_goes_on_afterwards(
    tmp_path: Path,
) -> None:
    with open_desk(tmp_path) as desk:
        plan = desk.plan("10501", "PB301", "DP78")
        with desk.program.store._database.alone() as db:
            db.execute("PRAGMA busy_timeout = 50")
        holder = sqlite3.connect(desk.program.store.path, isolation_level=None, check_same_thread=False)
        written: list[Event] = []

        def hold(events: Sequence[Event]) -> None:
            """As soon as the first request is written down, before its answer is."""
            before = len(written)
            written.extend(one for one in events if isinstance(one, RequestStored))
            if written and not before:
                holder.execute("BEGIN IMMEDIATE")

        with closing(holder):
            with pytest.raises(StorageFailed) as told:
                desk.service.run(plan, hold)
            assert told.value.sentence == BUSY
            sent = len(desk.requests("quickbooks", "POST", "/invoice"))
            assert sent <= len(written), "what could not be written down did not go out"
            holder.execute("ROLLBACK")
        go_on(desk, "10501", "PB301", "DP78")


def test_a_record_that_is_damaged_in_the_middle_stops_the_batch_before_anything_unrecorded_goes_out(
    tmp_path: Path,
) -> None:
    with open_desk(tmp_path) as desk:
        plan = desk.plan("10501", "PB301", "DP78")
        with desk.program.store._database.alone() as db:
            db.execute("PRAGMA cache_size = 0")  # a larger record is not in memory either
        written: list[Event] = []

        def spoil(events: Sequence[Event]) -> None:
            """As soon as the first request is written down: the pages behind the first are overwritten."""
            before = len(written)
            written.extend(one for one in events if isinstance(one, RequestStored))
            if written and not before:
                for name, kept in (("mobius.db", 4096), ("mobius.db-wal", 32)):
                    file = desk.program.store.path.with_name(name)
                    with file.open("r+b") as open_file:
                        size = file.stat().st_size
                        open_file.seek(kept)
                        open_file.write(b"\xa5" * max(0, size - kept))

        with pytest.raises(RecordDamaged) as told:
            desk.service.run(plan, spoil)
        assert told.value.sentence == DAMAGED
        assert len(desk.requests("quickbooks", "POST", "/invoice")) <= len(written)
        assert desk.requests("connectwise", "POST", "/finance/accounting/batches$") == []


def go_on(desk: Desk, *numbers: str) -> None:
    """What was begun is finished at the next start; what was not waits for a click."""
    report = desk.program.recover()
    for number in report.interrupted:
        desk.program.resume(number)
    left = [number for number in numbers if number not in desk.batched()]
    if left:
        desk.send(*left)
    documents = desk.documents()
    assert [len(documents["Invoice", number]) for number in numbers] == [1] * len(numbers)
    assert set(numbers) <= desk.batched()


def test_a_held_invoice_is_not_offered_until_it_is_released(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        store, now = desk.program.store, desk.program.now()
        held = desk.id_of("10501")
        store.record(HoldChanged(held, "asked the customer", None, "somebody", now))
        assert held in desk.listed().held
        assert "10501" not in {one.number for one in desk.listed().offered}
        store.record(HoldChanged(held, "", None, "somebody", now))
        assert "10501" in {one.number for one in desk.listed().offered}
