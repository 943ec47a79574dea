"""Prints each figure beside its budget; exits 1 when a count, a ratio or the memory is over it."""

from __future__ import annotations

import os
import subprocess
import sys

from benchmarks.figures import Figure

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

PARTS = ("table", "start", "window", "transfer", "history", "tie_out", "linking")
"""Each part runs in a process of its own, so that one's memory does not count for another."""


def measure(part: str, *, small: bool) -> int:
    """Run one part here and print its figures; the number of budgets that were missed."""
    module = __import__(f"benchmarks.{part}", fromlist=["measure"])
    missed = 0
    for figure in module.measure(small):
        assert isinstance(figure, Figure)
        print(figure.line(), flush=True)
        missed += figure.fails and not figure.within
    return missed


def main() -> int:
    """`[--small] [part …]`."""
    small = "--small" in sys.argv
    chosen = [one for one in sys.argv[1:] if one in PARTS]
    if "--here" in sys.argv:
        return measure(chosen[0], small=small)
    missed = 0
    for part in chosen or PARTS:
        print(f"== {part}", flush=True)
        command = [sys.executable, "-m", "benchmarks", "--here", part, *(["--small"] if small else [])]
        missed += subprocess.run(command, check=False).returncode  # noqa: S603 - our own module
    print(f"{missed} of the counts, ratios and memory figures are over their budget")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
