"""Months begin and end where the calendar says."""

import datetime as dt

import pytest

from mobius_desktop.domain.days import end_of_month, last_month_end, month_of, start_of_day


@pytest.mark.parametrize(
    ("day", "first", "last", "before"),
    [
        (dt.date(2026, 3, 31), dt.date(2026, 3, 1), dt.date(2026, 3, 31), dt.date(2026, 2, 28)),
        (dt.date(2028, 2, 1), dt.date(2028, 2, 1), dt.date(2028, 2, 29), dt.date(2028, 1, 31)),
        (dt.date(2026, 1, 15), dt.date(2026, 1, 1), dt.date(2026, 1, 31), dt.date(2025, 12, 31)),
        (dt.date(2026, 12, 31), dt.date(2026, 12, 1), dt.date(2026, 12, 31), dt.date(2026, 11, 30)),
    ],
)
def test_a_month_has_its_first_and_last_day_and_one_before(
    day: dt.date, first: dt.date, last: dt.date, before: dt.date
) -> None:
    assert (month_of(day), end_of_month(day), last_month_end(day)) == (first, last, before)


def test_a_day_starts_at_midnight_of_the_users_clock() -> None:
    start = start_of_day(dt.date(2026, 11, 6))
    assert start.tzinfo is not None
    assert start.astimezone().replace(tzinfo=None) == dt.datetime(2026, 11, 6)  # noqa: DTZ001 - the user's clock
