"""Every boundary once: the program is killed around each commit and each call of a journey."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mobius_desktop.domain.run_causes import STOPS
from tests.faults.harness.oracle import Verdict, judge
from tests.faults.harness.stage import Stage, open_stage
from tests.faults.harness.tasks import Report, Trap, What, When, Work
from tests.faults.harness.zygote import KILLED, Zygote

NUMBERS = ("10505", "10506", "CM12", "10528", "10532")
"""Tax and a new item; a new customer; a credit memo; one without lines; one that is in QuickBooks already."""
CORRECTED = "333.33"
COMMIT: tuple[When, ...] = ("before", "after")
CALL: tuple[When, ...] = ("before", "unread", "after")
A_DAY_AND_MORE = 25 * 3600.0
TRIES = 3
"""Which thread comes first differs from run to run, so that a rare commit may not come at the first try."""


@dataclass(frozen=True, slots=True)
class Journey:
    """What is interrupted: a batch that is sent, taken back or replaced."""

    name: str
    work: Work
    numbers: tuple[str, ...]
    for_good: bool = True


JOURNEYS = (
    Journey("send", "send", NUMBERS),
    Journey("take back for good", "undo", ("10501", "CM12")),
    Journey("take back to send again", "undo", ("10501", "CM12"), for_good=False),
    Journey("replace", "replace", ("10501",)),
)


@dataclass(frozen=True, slots=True)
class Boundary:
    """Where a journey is interrupted."""

    journey: Journey
    trap: Trap

    def __str__(self) -> str:
        return f"{self.journey.name}: killed {self.trap}"


@dataclass(slots=True)
class Crash:
    """One killed and restarted journey."""

    boundary: Boundary
    reached: bool
    verdict: Verdict = field(default_factory=Verdict)


def ids_of(stage: Stage, numbers: Sequence[str] = NUMBERS) -> tuple[int, ...]:
    wanted = set(numbers)
    invoices = stage.sandbox.firm.connectwise.invoices.values()
    return tuple(one.billing_log_id for one in invoices if one.number in wanted)


def find_boundaries(journey: Journey, zygote: Zygote, folder: Path) -> list[Boundary]:
    """Make the journey once undisturbed and name every commit and call of it."""
    with open_stage(zygote, folder) as stage:
        ids = _set_out(stage, journey)
        ((code, report),) = stage.run(stage.task(journey.work, ids, for_good=journey.for_good))
        if code or report is None:
            raise RuntimeError(f"the undisturbed run ended with {code}: {report}")
        verdict = settled(stage, ids)
        if not verdict.good:
            raise RuntimeError(f"the undisturbed run is wrong: {verdict.failures}")
    shutil.rmtree(folder, ignore_errors=True)
    traps: list[Trap] = []
    for name, count in report.counts.items():
        what, _, label = name.partition(" ")
        kind: What = "commit" if what == "commit" else "call"
        whens = COMMIT if kind == "commit" else CALL
        traps += [Trap(kind, when, nth, label) for nth in range(1, count + 1) for when in whens]
    return [Boundary(journey, trap) for trap in traps]


def crash_at(boundary: Boundary, zygote: Zygote, folder: Path) -> Crash:
    """Kill at the boundary, start again until quiet, look into both books."""
    for attempt in range(TRIES):
        crash = _once(boundary, zygote, folder / str(attempt))
        shutil.rmtree(folder, ignore_errors=True)
        if crash.reached or not crash.verdict.good:
            break
    return crash


def _set_out(stage: Stage, journey: Journey) -> tuple[int, ...]:
    """What has to be there before: what is taken back was sent, what is replaced was corrected since."""
    ids = ids_of(stage, journey.numbers)
    if journey.work != "send":
        ((code, report),) = stage.run(stage.task("send", ids))
        if code or report is None:
            raise RuntimeError(f"sending before {journey.name} ended with {code}: {report}")
    if journey.work == "replace":
        for key in ids:
            stage.control.do("connectwise", "unbatch", invoice=str(key))
            stage.control.do("connectwise", "correct_invoice", invoice=str(key), total=CORRECTED)
    return ids


def _once(boundary: Boundary, zygote: Zygote, folder: Path) -> Crash:
    journey = boundary.journey
    with open_stage(zygote, folder) as stage:
        ids = _set_out(stage, journey)
        task = stage.task(journey.work, ids, trap=boundary.trap, for_good=journey.for_good)
        ((code, _),) = stage.run(task)
        verdict = settled(stage, ids)
        if journey.work == "replace":
            # What was not begun still asks for it: replaced once more, it has to be right.
            stage.run(stage.task(journey.work, ids))
            verdict = settled(stage, ids)
        return Crash(boundary, code == KILLED, verdict)


def settled(stage: Stage, ids: tuple[int, ...], folders: Sequence[Path] = (), starts: int = 3) -> Verdict:
    """Start the program until it is quiet (each data folder its own), and judge."""
    reports: list[Report] = []
    for folder in folders or (stage.folder / "program",):
        last = _quiet(stage, ids, folder, starts)
        if last is not None and last.unsettled:
            # What may still arrive is waited for, a day long.
            stage.control.clock.advance(A_DAY_AND_MORE)
            last = _quiet(stage, ids, folder, starts)
        reports.append(last or Report(ended="the program did not end"))
    verdict = judge(stage, ids, reports)
    verdict.failures += [f"left unknown: {one.ended}" for one in reports if one.ended]
    return verdict


def _quiet(stage: Stage, ids: tuple[int, ...], folder: Path, starts: int) -> Report | None:
    last: Report | None = None
    for _ in range(starts):
        ((_, last),) = stage.run(stage.task("settle", ids, folder))
        stopped = last is not None and any(row.code in STOPS for row in last.rows.values())
        if last is not None and not (last.ended or last.unsettled or last.running or stopped):
            break
    return last
