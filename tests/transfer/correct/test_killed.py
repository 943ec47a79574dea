"""The program is killed while it takes back; started again, what was begun is finished in both books."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mobius_desktop.diagnostics.paths import resource_path
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.domain.options import Summary
from mobius_desktop.domain.states import CORRECTIONS, ActionState, BatchState
from mobius_desktop.sandbox.run import RunningSandbox, SandboxOptions, start_sandbox
from mobius_desktop.transfer.batch import BatchRequest
from mobius_desktop.transfer.correct.values import Mode
from mobius_desktop.wiring import Program, ProgramOptions, open_program
from tests.transfer.correct.dying import Dead, Death, Point, set_traps

NUMBER = "10501"
BATCH = BatchNumber(1)
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def sandbox() -> Iterator[RunningSandbox]:
    with start_sandbox(SandboxOptions(), sample_firm=resource_path("sample-firm")) as running:
        running.clock.set_speed(100.0)
        yield running


def opened(sandbox: RunningSandbox, folder: Path) -> Program:
    program = open_program(
        ProgramOptions(
            data_dir=folder,
            demo=True,
            connectwise_url=sandbox.connectwise_base_url,
            quickbooks_url=sandbox.quickbooks_base_url,
            speed=100.0,
        )
    )
    program.connect()
    return program


def send(program: Program) -> BatchNumber:
    service = program.service(program.companies()[0].realm)
    chosen = [one.billing_log_id for one in service.list_unposted().offered if one.number == NUMBER]
    return service.run(service.plan(BatchRequest(tuple(chosen), Summary.DETAILED, allow_creation=True)))


def killed_at(point: Point, mode: Mode, sandbox: RunningSandbox, folder: Path) -> None:
    child = subprocess.run(  # noqa: S603 - our own program with our own words
        [
            sys.executable,
            "-m",
            "tests.transfer.correct.dying",
            point.name,
            mode.value,
            str(folder),
            sandbox.connectwise_base_url,
            sandbox.quickbooks_base_url,
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert child.returncode in {-9, 137}, child.stdout + child.stderr


def live(sandbox: RunningSandbox) -> list[dict[str, Any]]:
    tables = next(iter(sandbox.quickbooks_state.realms.values())).books.tables
    found = [one for one in tables["Invoice"].values() if str(one.get("DocNumber")).startswith(NUMBER)]
    return [one for one in found if not str(one.get("PrivateNote", "")).startswith("Voided")]


def is_batched(sandbox: RunningSandbox) -> bool:
    invoices = sandbox.firm.connectwise.invoices.values()
    return next(one for one in invoices if one.number == NUMBER).batch_id is not None


def dead_at(
    point: Point, mode: Mode, sandbox: RunningSandbox, folder: Path, batch: BatchNumber = BATCH
) -> None:
    """Die in this process: quicker than a process of its own, and nothing more is written or sent either."""
    program = opened(sandbox, folder)
    try:
        realm = program.companies()[0].realm
        corrections = program.corrections(realm)
        plan = corrections.undo_preview(batch, mode=mode)
        set_traps(program, realm, point, Death())
        with pytest.raises(Dead):
            corrections.take_back(plan, "Killed on the way.", confirmed=True)
    finally:
        program.close()


@pytest.mark.parametrize("mode", [Mode.SEND_AGAIN, Mode.FOR_GOOD], ids=lambda one: one.name.lower())
@pytest.mark.parametrize("point", list(Point), ids=lambda one: one.name.lower())
def test_started_again_it_is_finished_or_can_be_undone_again(
    sandbox: RunningSandbox, tmp_path: Path, point: Point, mode: Mode
) -> None:
    program = opened(sandbox, tmp_path)
    send(program)
    program.close()
    dead_at(point, mode, sandbox, tmp_path)
    assert_it_ends_right(sandbox, tmp_path, point, mode)


def test_a_program_that_is_really_killed_ends_right_as_well(sandbox: RunningSandbox, tmp_path: Path) -> None:
    program = opened(sandbox, tmp_path)
    send(program)
    program.close()
    killed_at(Point.AFTER_POST_TO_QUICKBOOKS, Mode.FOR_GOOD, sandbox, tmp_path)
    assert_it_ends_right(sandbox, tmp_path, Point.AFTER_POST_TO_QUICKBOOKS, Mode.FOR_GOOD)


@pytest.mark.parametrize("mode", [Mode.SEND_AGAIN, Mode.FOR_GOOD], ids=lambda one: one.name.lower())
@pytest.mark.parametrize(
    "point",
    [Point.BEFORE_POST_TO_QUICKBOOKS, Point.AFTER_POST_TO_QUICKBOOKS, Point.AFTER_ANSWER_IS_WRITTEN],
    ids=lambda one: one.name.lower(),
)
def test_what_was_taken_back_before_and_sent_again_is_not_taken_for_its_first_document(
    sandbox: RunningSandbox, tmp_path: Path, point: Point, mode: Mode
) -> None:
    program = opened(sandbox, tmp_path)
    send(program)
    corrections = program.corrections(program.companies()[0].realm)
    first = corrections.undo_preview(BATCH, mode=Mode.FOR_GOOD)
    assert corrections.take_back(first, "The first time.", confirmed=True).all_done
    second = send(program)
    program.close()
    dead_at(point, mode, sandbox, tmp_path, second)
    assert_it_ends_right(sandbox, tmp_path, point, mode, second)


def assert_it_ends_right(
    sandbox: RunningSandbox, folder: Path, point: Point, mode: Mode, batch: BatchNumber = BATCH
) -> None:
    """What was begun is finished by itself; what was not is as it was, and can be undone again."""
    begun = point not in {Point.AFTER_THE_UNDO_IS_WRITTEN, Point.BEFORE_REQUEST_IS_WRITTEN}
    program = opened(sandbox, folder)
    try:
        realm = program.companies()[0].realm
        program.recover()
        assert not program.store.unsettled(realm)
        assert program.store.undoing(realm) == ()
        if not begun:
            assert len(live(sandbox)) == 1
            assert is_batched(sandbox)
            assert state_of(program, batch) is BatchState.FINISHED
            corrections = program.corrections(realm)
            again = corrections.undo_preview(batch, mode=mode)
            assert corrections.take_back(again, "Once more.", confirmed=True).all_done
        assert live(sandbox) == []
        assert not is_batched(sandbox)
        assert state_of(program, batch) is BatchState.UNDONE
        (row,) = program.store.invoices(batch)
        assert (row.state, row.finding_code) == (ActionState.SKIPPED, "TAKEN_BACK")
        assert {one.state for one in program.store.actions(batch) if one.section in CORRECTIONS} == {
            ActionState.COMPLETED
        }
        send(program)
        assert len(live(sandbox)) == 1
        assert is_batched(sandbox)
    finally:
        program.close()


def state_of(program: Program, number: BatchNumber) -> BatchState:
    batch = program.store.batch(number)
    assert batch is not None
    return batch.state
