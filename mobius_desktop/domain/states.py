"""The states of actions, sections and batches, with the words the screen uses for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum


class ActionState(StrEnum):
    """State of an action, of a section, and of an invoice within a batch."""

    NOT_YET_STARTED = "Not Yet Started"
    RUNNING = "Running"
    COMPLETED = "Completed Successfully"
    FAILED = "Failed"
    SKIPPED = "Skipped"
    CHECKING = "Checking"
    """The outcome is unknown and is being resolved."""
    NEEDS_CHECK = "Needs check"
    """In QuickBooks, but not as ConnectWise has it."""


class BatchState(StrEnum):
    """State of a batch as the list of batches shows it."""

    RUNNING = "Running"
    FINISHED = "Finished"
    FINISHED_WITH_WARNING = "Finished with Warning"
    FINISHED_WITH_ERROR = "Finished with Error"
    CANCELLED = "Cancelled"
    INTERRUPTED = "Interrupted"
    UNDOING = "Undoing"
    PARTLY_UNDONE = "Partly undone"
    UNDONE = "Undone"


def ended_at(
    ended: dt.datetime | None, before: BatchState, now: BatchState, at: dt.datetime
) -> dt.datetime | None:
    """When a batch's sending ended, after it went from one state to another at a moment. What is corrected
    later is told by itself and makes the batch no longer; one that goes on has not ended."""
    if now in {BatchState.RUNNING, BatchState.INTERRUPTED} and before is not BatchState.UNDOING:
        return None
    return at if ended is None and now is not BatchState.UNDOING else ended


class Section(StrEnum):
    """The steps of a batch, in the order in which the status screen shows them."""

    EXPORT = "Export from ConnectWise"
    MAPPINGS = "Check mappings"
    CUSTOMERS = "Customers"
    ITEMS = "Products and services"
    LISTS = "Terms, classes, QuickBooks Locations"
    INVOICES = "Invoices"
    COMPARE = "Compare with QuickBooks"
    MARK = "Mark as batched in ConnectWise"
    TAKE_BACK = "Take back in QuickBooks"
    RELEASE = "Release in ConnectWise"
    CONFIRM = "Compare both systems again"


CORRECTIONS = frozenset({Section.TAKE_BACK, Section.RELEASE, Section.CONFIRM})
"""Steps that a batch has only once something of it is taken back."""


class Severity(StrEnum):
    """How much a finding weighs: only ERROR keeps its invoice from being sent."""

    ERROR = "ERROR"
    WARNING = "WARNING"
    INFO = "INFO"


UNFINISHED = frozenset({ActionState.NOT_YET_STARTED, ActionState.RUNNING})


def section_state(states: Iterable[ActionState]) -> ActionState:
    """What a section shows for its actions: the worst news wins once nothing is under way."""
    seen = set(states)
    if not seen:
        return ActionState.NOT_YET_STARTED
    if ActionState.RUNNING in seen or (ActionState.NOT_YET_STARTED in seen and len(seen) > 1):
        return ActionState.RUNNING
    for state in (
        ActionState.FAILED,
        ActionState.CHECKING,
        ActionState.NEEDS_CHECK,
        ActionState.NOT_YET_STARTED,
        ActionState.COMPLETED,
    ):
        if state in seen:
            return state
    return ActionState.SKIPPED


def finished_state(actions: Iterable[ActionState], *, warned: bool) -> BatchState:
    """The end of a batch: with Error if any action Failed or is Checking, with Warning if any Needs check,
    accepted difference or WARNING (`warned`), else Finished."""
    seen = set(actions)
    if seen & {ActionState.FAILED, ActionState.CHECKING}:
        return BatchState.FINISHED_WITH_ERROR
    if warned or ActionState.NEEDS_CHECK in seen:
        return BatchState.FINISHED_WITH_WARNING
    return BatchState.FINISHED
