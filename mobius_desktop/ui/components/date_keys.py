"""What a key or a typed text means in a date field. Pure, so that every rule has a test without a window."""

import datetime as dt
import re

from mobius_desktop.domain.days import end_of_month, month_of

_DAY = dt.timedelta(days=1)


def after_key(key: str, value: dt.date, today: dt.date, first_weekday: int = 6) -> dt.date | None:
    """The date after a key, or None when the key means nothing here.

    T today · + − a day · W K first and last of the week · M H of the month · Y R of the year.
    `first_weekday` counts from Monday = 0; in the United States weeks begin on Sunday.
    """
    into_week = (value.weekday() - first_weekday) % 7
    try:
        return {
            "T": today,
            "+": value + _DAY,
            "=": value + _DAY,
            "-": value - _DAY,
            "−": value - _DAY,
            "W": value - dt.timedelta(days=into_week),
            "K": value + dt.timedelta(days=6 - into_week),
            "M": month_of(value),
            "H": end_of_month(value),
            "Y": value.replace(month=1, day=1),
            "R": value.replace(month=12, day=31),
        }.get(key.upper())
    except OverflowError:
        return value


def parse_date(text: str, order: str, today: dt.date) -> dt.date | None:
    """A typed date. `order` is the system's: a permutation of `mdy`.

    A missing year is this one, two digits are this century's, and `1115` or `111526` need no separators.
    """
    text = text.strip()
    numbers = re.findall(r"\d+", text)
    if len(numbers) == 1 and len(numbers[0]) in (4, 6, 8):
        numbers = _cut(numbers[0], order)
    if len(numbers) == 2:
        named = dict(zip([part for part in order if part != "y"], numbers, strict=True))
    elif len(numbers) == 3:
        named = dict(zip("ymd" if len(numbers[0]) == 4 else order, numbers, strict=True))
    else:
        return None
    year = int(named.get("y", today.year))
    if year < 100:
        year += 2000
    try:
        return dt.date(year, int(named["m"]), int(named["d"]))
    except ValueError:
        return None


def _cut(digits: str, order: str) -> list[str]:
    """Digits without separators, cut by the system's order; four digits have no year."""
    if len(digits) == 4:
        return [digits[:2], digits[2:]]
    year = 4 if len(digits) == 8 else 2
    parts, at = [], 0
    for part in order:
        length = year if part == "y" else 2
        parts.append(digits[at : at + length])
        at += length
    return parts
