"""A measured figure beside its budget. Counts, ratios and memory can fail a run; a clock is only shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

KIB = 1024


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. `fails` is True for what a noisy machine cannot change: counts, ratios, memory."""

    name: str
    value: float
    unit: str
    budget: float | None = None
    fails: bool = False
    at_least: bool = False
    """The budget is a lower limit."""

    @property
    def within(self) -> bool:
        """Whether the budget is kept."""
        if self.budget is None:
            return True
        return self.value >= self.budget if self.at_least else self.value <= self.budget

    def line(self) -> str:
        """The figure as it is printed."""
        budget = "" if self.budget is None else f"{'≥' if self.at_least else '≤'} {self.budget:g} {self.unit}"
        verdict = "" if self.budget is None else ("ok" if self.within else ("OVER" if self.fails else "over"))
        return f"{self.name:<58} {self.value:>10.3f} {self.unit:<9} {budget:<16} {verdict}"


Measure = Callable[[bool], Iterable[Figure]]
"""Takes whether the run is small."""


def resident_mebibytes() -> float:
    """What this process holds in memory now, in MiB (Linux; 0 where that cannot be told)."""
    return _status("VmRSS:")


def peak_mebibytes() -> float:
    """The most that this process ever held in memory, in MiB (Linux; 0 where that cannot be told)."""
    return _status("VmHWM:")


def _status(name: str) -> float:
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    for line in status.read_text(encoding="ascii").splitlines():
        if line.startswith(name):
            return float(line.split()[1]) / KIB
    return 0.0
