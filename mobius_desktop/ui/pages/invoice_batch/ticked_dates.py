"""What is said of the dates of the ticked invoices before they are submitted: two months, a closed period."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mobius_desktop.domain.sums import Sums
from mobius_desktop.ui.components.moments import month_text
from mobius_desktop.ui.pages.invoice_batch.select_rows import SelectRow
from mobius_desktop.ui.tables.columns import date_text

_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class DateNotice:
    """A sentence, and which rows the verb beside it would untick."""

    sentence: str = ""
    verb: str = ""
    rows: tuple[SelectRow, ...] = ()
    short: str = ""
    """The sentence in a few words."""


def date_notices(
    ticked: Sequence[SelectRow], closed_through: dt.date | None
) -> tuple[DateNotice, DateNotice]:
    """Of the closed period, whose rows would fail, and of the months; empty where there is nothing to say."""
    shut = tuple(row for row in ticked if closed_through is not None and row.invoice.date <= closed_through)
    closed = _closed(shut, closed_through) if shut and closed_through is not None else DateNotice()
    months: dict[tuple[int, int], list[SelectRow]] = defaultdict(list)
    for row in ticked:
        months[row.invoice.date.year, row.invoice.date.month].append(row)
    return closed, _months(months) if len(months) > 1 else DateNotice()


def _closed(rows: tuple[SelectRow, ...], through: dt.date) -> DateNotice:
    named = ", ".join(row.invoice.number for row in rows[:_MOST_NAMED])
    more = f" and {len(rows) - _MOST_NAMED:,} more" if len(rows) > _MOST_NAMED else ""
    verb = "is" if len(rows) == 1 else "are"
    return DateNotice(
        f"{len(rows):,} of the ticked {verb} dated in the closed period, through {date_text(through)}: "
        f"{named}{more}, {money_of(rows)}.",
        "Untick it" if len(rows) == 1 else f"Untick these {len(rows):,}",
        rows,
        f"{len(rows):,} ticked in the closed period.",
    )


def _months(months: dict[tuple[int, int], list[SelectRow]]) -> DateNotice:
    """The fewest are what is offered to be unticked: most likely they were not meant."""
    ordered = sorted(months)
    parts = [f"{len(months[key]):,} of {_named(key)}, {money_of(months[key])}" for key in ordered]
    fewest = min(ordered, key=lambda key: (len(months[key]), [-part for part in key]))
    return DateNotice(
        f"The ticked invoices are of {len(ordered):,} months: {'; '.join(parts)}.",
        f"Untick {_named(fewest)}",
        tuple(months[fewest]),
        f"Ticked of {len(ordered):,} months.",
    )


def _named(month: tuple[int, int]) -> str:
    return month_text(dt.date(*month, 1))


def money_of(rows: Iterable[SelectRow]) -> str:
    """Their money, by currency where there are several."""
    return Sums.of((row.invoice.total, row.invoice.currency) for row in rows).coded()
