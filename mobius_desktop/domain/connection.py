"""What a connection test found, step by step, so that window and command line say the same."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class StepState(StrEnum):
    """How a step of a connection test ended."""

    PASSED = "passed"
    WARNING = "warning"
    FAILED = "failed"
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
