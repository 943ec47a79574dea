"""Proves "exactly once" by machine: `python -m tests.faults [--small] [--runs N] [--seed S]`.

Prints a table and a closing line; the exit code is 1 when one invoice ended wrong.
"""

from __future__ import annotations

import argparse
import secrets
import sys
import time
from collections import Counter
from collections.abc import Sequence

from tests.faults.harness.boundaries import JOURNEYS, Boundary, crash_at, find_boundaries
from tests.faults.harness.figures import Figures
from tests.faults.harness.kept_seeds import KEPT
from tests.faults.harness.schedule import play
from tests.faults.harness.warm import warm_up
from tests.faults.harness.workers import spread

SMALL_RUNS = 60
SMALL_PART = 10
"""The small form kills the corrections at every tenth boundary."""
RUNS = 1000


def main() -> int:
    """Everything, or what the options ask for."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--small", action="store_true", help="what CI runs, within about three minutes")
    parser.add_argument("--runs", type=int, help="random schedules")
    parser.add_argument("--seed", type=int, help="of the first schedule; the others follow")
    parser.add_argument("--only", choices=("boundaries", "random"), help="one half")
    asked = parser.parse_args()
    first = asked.seed if asked.seed is not None else secrets.randbelow(1_000_000)
    say(f"Seed {first}")
    warm_up()
    figures = Figures()
    if asked.only != "random":
        boundaries(figures, first if asked.small else None)
    if asked.only != "boundaries":
        count = asked.runs if asked.runs is not None else (SMALL_RUNS if asked.small else RUNS)
        schedules(figures, [*KEPT, *range(first, first + count)] if asked.runs != 1 else [first])
    say("\n".join(figures.table()))
    say(figures.closing_line())
    return 0 if figures.good else 1


def boundaries(figures: Figures, seed: int | None = None) -> None:
    """The program killed around every commit and every call of a batch that is sent, taken back, replaced.
    With a seed all of those of sending, and a part of the others that it chooses."""
    found = [one for each in spread(find_boundaries, JOURNEYS) for one in each]
    if seed is not None:
        others = [one for one in found if one.journey != JOURNEYS[0]]
        found = [one for one in found if one not in others] + others[seed % SMALL_PART :: SMALL_PART]
    began = time.monotonic()
    reached: Counter[str] = Counter()
    missed: list[Boundary] = []
    for crash in spread(crash_at, found):
        figures.count(crash.verdict, str(crash.boundary))
        if crash.reached:
            trap = crash.boundary.trap
            reached[f"{crash.boundary.journey.name}: killed {trap.when} a {trap.what}"] += 1
        else:
            missed.append(crash.boundary)
    figures.faults += reached
    say(f"Boundaries: {sum(reached.values())} of {len(found)} in {time.monotonic() - began:.0f} s")
    for one in missed:
        say(f"  not met in this run's order of threads: {one}")


def schedules(figures: Figures, seeds: Sequence[int]) -> None:
    """Random schedules, each from its seed."""
    began = time.monotonic()
    for played in spread(play, seeds):
        figures.count(played.verdict, f"--only random --runs 1 --seed {played.seed}")
        figures.faults += played.faults
        figures.events += played.events
        if not played.verdict.good or len(seeds) == 1:
            say("\n  ".join([f"Seed {played.seed}:", *played.story, *played.verdict.failures]))
    say(f"Schedules: {len(seeds)} up to seed {seeds[-1]} in {time.monotonic() - began:.0f} s")


def say(words: str) -> None:
    """At once, also into a pipe."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
