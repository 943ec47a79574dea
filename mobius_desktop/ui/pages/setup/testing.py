"""What the tests of both connections share: the command, and a report of a test that could not be made."""

from __future__ import annotations

from mobius_desktop.domain.connection import ConnectionReport, ConnectionStep, StepState
from mobius_desktop.domain.errors import Known
from mobius_desktop.ui.shell.commands import CommandSpec

TEST_CONNECTION = CommandSpec("test-connection", "Test &Connection", "Tools", "Ctrl+T")


def failed_report(side: str, error: Known) -> ConnectionReport:
    """A test that ended before its first step, as a report of one step."""
    return ConnectionReport(side, (ConnectionStep("Connection", StepState.FAILED, error.sentence),))
