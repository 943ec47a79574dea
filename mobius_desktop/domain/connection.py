"""What a connection test found, step by step, so that window and command line say the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

CLOCK = "This computer's clock"
CLOCK_MAY_BE_OFF = timedelta(minutes=5)


class StepState(StrEnum):
    """How a step of a connection test ended."""

    PASSED = "passed"
    WARNING = "warning"
    FAILED = "failed"
    NOTED = "found"
    """It found something that is worth knowing, and nothing that stands in the way."""
    NOT_TESTED = "not tested"
    """Only a write, or a step before it that failed, would show it."""


@dataclass(frozen=True, slots=True)
class ConnectionStep:
    """One step: what was looked at, how it ended, and for anything but PASSED why and what to do."""

    name: str
    state: StepState
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class ConnectionReport:
    """The steps of one side's test in their order."""

    side: str
    """`ConnectWise` or `QuickBooks`, as the user reads it."""
    steps: tuple[ConnectionStep, ...]

    @property
    def passed(self) -> bool:
        """Whether the connection can be used; warnings and untested rights do not stand against it."""
        return all(step.state is not StepState.FAILED for step in self.steps)

    @property
    def failure(self) -> ConnectionStep | None:
        """The first step that failed."""
        return next((step for step in self.steps if step.state is StepState.FAILED), None)


def clock_step(here: datetime, told: datetime, side: str) -> ConnectionStep:
    """The computer's clock beside a server's: a wrong one misleads about what is due or running out."""
    apart = here - told
    if abs(apart) <= CLOCK_MAY_BE_OFF:
        return ConnectionStep(CLOCK, StepState.PASSED)
    way = "ahead of" if apart > timedelta(0) else "behind"
    return ConnectionStep(
        CLOCK,
        StepState.WARNING,
        f"This computer's clock is {_span(abs(apart))} {way} {side}'s. Set it right: what is due, closed or"
        " running out is judged by it.",
    )


def clock_sentence(apart: timedelta) -> str:
    """What is said of a clock that is `apart` behind QuickBooks' (negative: before it)."""
    minutes = round(abs(apart.total_seconds()) / 60)
    how = "slow" if apart > timedelta(0) else "fast"
    return (
        f"The clock of this computer is {minutes:,} minutes {how}. "
        "QuickBooks' time is used until it is put right."
    )


def _span(apart: timedelta) -> str:
    minutes = round(apart.total_seconds() / 60)
    for size, word in ((1440, "day"), (60, "hour")):
        count = round(minutes / size)
        if minutes >= size and count:
            return f"{count:,} {word}{'' if count == 1 else 's'}"
    return f"{minutes} minutes"
