"""How sections and batches come to their state."""

from __future__ import annotations

import datetime as dt

import pytest

from mobius_desktop.domain.retry import Decision, Trouble, decide
from mobius_desktop.domain.states import ActionState as A
from mobius_desktop.domain.states import BatchState, ended_at, finished_state, section_state


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([], A.NOT_YET_STARTED),
        ([A.NOT_YET_STARTED, A.NOT_YET_STARTED], A.NOT_YET_STARTED),
        ([A.NOT_YET_STARTED, A.COMPLETED], A.RUNNING),
        ([A.RUNNING, A.FAILED], A.RUNNING),
        ([A.COMPLETED, A.FAILED], A.FAILED),
        ([A.COMPLETED, A.CHECKING, A.NEEDS_CHECK], A.CHECKING),
        ([A.COMPLETED, A.NEEDS_CHECK], A.NEEDS_CHECK),
        ([A.COMPLETED, A.SKIPPED], A.COMPLETED),
        ([A.SKIPPED], A.SKIPPED),
    ],
)
def test_a_section_shows_its_worst_news_once_nothing_is_under_way(states: list[A], expected: A) -> None:
    assert section_state(states) is expected


def test_a_batch_ends_with_error_warning_or_simply_finished() -> None:
    assert finished_state([A.COMPLETED, A.FAILED], warned=False) is BatchState.FINISHED_WITH_ERROR
    assert finished_state([A.COMPLETED, A.CHECKING], warned=True) is BatchState.FINISHED_WITH_ERROR
    assert finished_state([A.NEEDS_CHECK], warned=False) is BatchState.FINISHED_WITH_WARNING
    assert finished_state([A.COMPLETED], warned=True) is BatchState.FINISHED_WITH_WARNING
    assert finished_state([A.COMPLETED, A.SKIPPED], warned=False) is BatchState.FINISHED


@pytest.mark.parametrize("trouble", [Trouble.NO_ANSWER, Trouble.SERVER_ERROR])
@pytest.mark.parametrize("attempt", range(1, 7))
def test_a_write_whose_outcome_is_unknown_is_never_repeated_without_a_look(
    trouble: Trouble, attempt: int
) -> None:
    assert decide(trouble, attempt, writes=True).decision is Decision.LOOK_FIRST


def test_a_read_is_repeated_with_growing_pauses_and_then_given_up() -> None:
    pauses = [decide(Trouble.NO_ANSWER, attempt, writes=False).after for attempt in range(1, 5)]
    assert pauses == sorted(pauses)
    assert decide(Trouble.NO_ANSWER, 5, writes=False).decision is Decision.STOP


def test_a_throttled_write_waits_as_long_as_it_is_asked_to() -> None:
    assert decide(Trouble.THROTTLED, 1, writes=True, retry_after=30).after == 30
    assert decide(Trouble.THROTTLED, 1, writes=True).after == 60


def test_what_was_refused_is_not_asked_again() -> None:
    assert decide(Trouble.REFUSED, 1, writes=True).decision is Decision.STOP
    assert decide(Trouble.TOKEN_EXPIRED, 2, writes=False).decision is Decision.STOP


def test_a_batch_ends_with_its_sending_and_a_correction_makes_it_no_longer() -> None:
    state, ended = BatchState.RUNNING, None
    told = []
    for minute, now in enumerate(
        (
            BatchState.INTERRUPTED,
            BatchState.RUNNING,
            BatchState.FINISHED_WITH_ERROR,
            BatchState.UNDOING,
            BatchState.INTERRUPTED,
            BatchState.UNDOING,
            BatchState.PARTLY_UNDONE,
            BatchState.RUNNING,
            BatchState.FINISHED,
            BatchState.FINISHED_WITH_WARNING,
        )
    ):
        at = dt.datetime(2026, 11, 2, 14, minute, tzinfo=dt.UTC)
        state, ended = now, ended_at(ended, state, now, at)
        told.append(ended.minute if ended is not None else None)
    assert told == [None, None, 2, 2, 2, 2, 2, None, 8, 8]
