"""Moments and spans as the user reads them: on the user's clock, in the system's form."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QLocale, QTime

from mobius_desktop.ui.tables.columns import date_text

_NARROW_SPACE = "\u202f"


def time_text(moment: dt.datetime) -> str:
    """`9:44 AM`."""
    local = moment.astimezone()
    shown = QLocale().toString(QTime(local.hour, local.minute), QLocale.FormatType.ShortFormat)
    return shown.replace(_NARROW_SPACE, " ")


def clock_text(moment: dt.datetime, begun: dt.date | None = None) -> str:
    """`09:44:07`; with the day before it where that is another than the one on which the batch began."""
    local = moment.astimezone()
    clock = f"{local:%H:%M:%S}"
    return clock if begun in {None, local.date()} else f"{date_text(local.date())} {clock}"


def day_text(day: dt.date, today: dt.date) -> str:
    """`today`, `yesterday`, `Fri, Nov 6`, and with the year where it is another."""
    if day == today:
        return "Today"
    if (today - day).days == 1:
        return "Yesterday"
    locale = QLocale()
    names = QLocale.FormatType.ShortFormat
    weekday = locale.dayName(day.isoweekday(), names)
    month = locale.monthName(day.month, names)
    if day.year != today.year:
        return date_text(day)
    return f"{weekday}, {month} {day.day}"


def moment_text(moment: dt.datetime, today: dt.date) -> str:
    """`Today, 9:44 AM`."""
    return f"{day_text(moment.astimezone().date(), today)}, {time_text(moment)}"


def moment_in_sentence(moment: dt.datetime, today: dt.date) -> str:
    """`today, 9:44 AM` inside a sentence; names of days keep their capital."""
    text = moment_text(moment, today)
    return text[:1].lower() + text[1:] if text.startswith(("Today", "Yesterday")) else text


def written_moment(moment: dt.datetime) -> str:
    """`11/02/2026, 9:44 AM`, for paper: it has no today."""
    return f"{date_text(moment.astimezone().date())}, {time_text(moment)}"


def month_text(month: dt.date) -> str:
    """`October 2026`."""
    return f"{QLocale().standaloneMonthName(month.month)} {month.year}"


def day_and_time(moment: dt.datetime) -> str:
    """`11/02/2026 09:44`, for lists that reach over years."""
    local = moment.astimezone()
    return f"{date_text(local.date())} {local:%H:%M}"


def day_and_clock(moment: dt.datetime) -> str:
    """`11/02/2026 09:44:07`, where the second counts and the day may be another."""
    return f"{date_text(moment.astimezone().date())} {clock_text(moment)}"


def span_text(seconds: float) -> str:
    """`38 seconds`, `1 minute 38 seconds`, `1 hour 5 minutes`."""
    whole = max(0, round(seconds))
    if whole < 60:
        return _plural(whole, "second")
    if whole < 3600:
        return _two(*divmod(whole, 60), "minute", "second")
    return _two(*divmod(round(whole / 60), 60), "hour", "minute")


def _two(large: int, small: int, noun: str, smaller: str) -> str:
    return _plural(large, noun) + (f" {_plural(small, smaller)}" if small else "")


def _plural(count: int, noun: str) -> str:
    return f"{count:,} {noun}" + ("" if count == 1 else "s")
