"""The program is killed around each commit and each POST; started again it ends right in both books."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mobius_desktop.diagnostics.paths import resource_path
from mobius_desktop.domain.archive import BatchFilter
from mobius_desktop.domain.options import Summary
from mobius_desktop.domain.states import ActionState, BatchState
from mobius_desktop.sandbox.run import RunningSandbox, SandboxOptions, start_sandbox
from mobius_desktop.transfer.batch import BatchRequest
from mobius_desktop.wiring import Program, ProgramOptions, open_program
from tests.faults.points import Point

NUMBER = "10501"
ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def sandbox() -> Iterator[RunningSandbox]:
    with start_sandbox(SandboxOptions(), sample_firm=resource_path("sample-firm")) as running:
        running.clock.set_speed(100.0)
        yield running


def killed_at(point: Point, sandbox: RunningSandbox, folder: Path) -> None:
    """Run the program in a child that dies at the point."""
    child = subprocess.run(  # noqa: S603 - our own program with our own words
        [
            sys.executable,
            "-m",
            "tests.faults.child",
            point.name,
            NUMBER,
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


def open_again(sandbox: RunningSandbox, folder: Path) -> Program:
    return open_program(
        ProgramOptions(
            data_dir=folder,
            demo=True,
            connectwise_url=sandbox.connectwise_base_url,
            quickbooks_url=sandbox.quickbooks_base_url,
            speed=100.0,
        )
    )


def documents(sandbox: RunningSandbox) -> list[dict[str, Any]]:
    tables = next(iter(sandbox.quickbooks_state.realms.values())).books.tables
    return [one for one in tables["Invoice"].values() if one.get("DocNumber") == NUMBER]


def is_batched(sandbox: RunningSandbox) -> bool:
    invoices = sandbox.firm.connectwise.invoices.values()
    return next(one for one in invoices if one.number == NUMBER).batch_id is not None


@pytest.mark.parametrize("point", list(Point), ids=lambda point: point.name.lower())
def test_started_again_it_ends_right_in_both_books(
    sandbox: RunningSandbox, tmp_path: Path, point: Point
) -> None:
    killed_at(point, sandbox, tmp_path)
    begun = bool(documents(sandbox))

    program = open_again(sandbox, tmp_path)
    try:
        program.connect()
        realm = program.companies()[0].realm
        program.recover()
        service = program.service(realm)
        if begun:
            # What was begun is finished by itself.
            assert len(documents(sandbox)) == 1
            assert is_batched(sandbox)
        offered = [one for one in service.list_unposted().offered if one.number == NUMBER]
        stopped = BatchFilter(states=(BatchState.INTERRUPTED,))
        waiting = [one.number for one in program.store.batches(stopped)]
        if waiting:
            program.resume(waiting[0])
        elif offered:
            ids = tuple(one.billing_log_id for one in offered)
            service.run(service.plan(BatchRequest(ids, Summary.DETAILED, allow_creation=True)))
        (document,) = documents(sandbox)
        assert str(document["TotalAmt"]) in {"300", "300.00", "300.0"}
        assert is_batched(sandbox)
        assert not program.store.unsettled(realm)
        for batch in program.store.batches(BatchFilter()):
            assert batch.state is BatchState.FINISHED
            states = {row.state for row in program.store.invoices(batch.number)}
            assert states <= {ActionState.COMPLETED, ActionState.SKIPPED}
    finally:
        program.close()


def test_an_interrupted_batch_that_is_resumed_comes_to_its_end(
    sandbox: RunningSandbox, tmp_path: Path
) -> None:
    killed_at(Point.AFTER_PLAN_IS_WRITTEN, sandbox, tmp_path)
    program = open_again(sandbox, tmp_path)
    try:
        program.connect()
        report = program.recover()
        assert report.interrupted == (1,)
        assert not documents(sandbox), "what was not begun waits for the user"
        again = program.resume(report.interrupted[0])
        first = program.store.batch(report.interrupted[0])
        assert first is not None
        assert (first.state, first.message) == (BatchState.FINISHED, f"Continued in batch {again}.")
        assert {one.state for one in program.store.actions(first.number)} == {
            ActionState.COMPLETED,
            ActionState.SKIPPED,
        }
        assert is_batched(sandbox)
    finally:
        program.close()
