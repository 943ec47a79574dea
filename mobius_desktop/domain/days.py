"""Days, months and where they begin and end."""

from __future__ import annotations

import datetime as dt

_DAY = dt.timedelta(days=1)


def month_of(day: dt.date) -> dt.date:
    """The first day of its month."""
    return day.replace(day=1)


def end_of_month(day: dt.date) -> dt.date:
    """The last day of its month."""
    return month_of(day.replace(day=28) + 4 * _DAY) - _DAY


def last_month_end(today: dt.date) -> dt.date:
    """The last day of the month before."""
    return month_of(today) - _DAY


def start_of_day(day: dt.date) -> dt.datetime:
    """The first moment of a day in the user's time zone."""
    return dt.datetime.combine(day, dt.time()).astimezone()
