"""Days of documents as few spans, so that QuickBooks is asked once for a month and not once for each day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

GAP = dt.timedelta(days=7)
"""Days without a document that are asked for along with those around them."""
Span = tuple[dt.date, dt.date]


def spans(days: Iterable[dt.date]) -> list[Span]:
    """First and last day of each span, in order."""
    found: list[Span] = []
    for day in sorted(set(days)):
        if found and day - found[-1][1] <= GAP:
            found[-1] = found[-1][0], day
        else:
            found.append((day, day))
    return found
