"""Which batches the list shows: chosen, told in words, and kept under a name. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from mobius_desktop.domain.archive import BatchFilter
from mobius_desktop.domain.days import last_month_end, month_of, start_of_day
from mobius_desktop.domain.ids import RealmId
from mobius_desktop.domain.states import BatchState


class Period(StrEnum):
    """When a batch was started. The words stand in the list box."""

    ANY = "Any time"
    TODAY = "Today"
    THIS_MONTH = "This month"
    LAST_MONTH = "Last month"
    THIS_YEAR = "This year"
    LAST_YEAR = "Last year"
    BETWEEN = "Between…"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A choice of batches; what is empty does not narrow."""

    text: str = ""
    realm: RealmId | None = None
    kind: str = ""
    state: BatchState | None = None
    period: Period = Period.ANY
    first: dt.date | None = None
    """With *Between*, included; None has no beginning."""
    last: dt.date | None = None
    """Included; None has no end."""

    @property
    def narrowed(self) -> int:
        """How many of the boxes narrow; the search text does not count."""
        return sum((bool(self.realm), bool(self.kind), self.state is not None, self.period is not Period.ANY))

    def days(self, today: dt.date) -> tuple[dt.date | None, dt.date | None]:
        """First and last day, both included."""
        year, before = today.replace(month=1, day=1), last_month_end(today)
        return {
            Period.ANY: (None, None),
            Period.TODAY: (today, today),
            Period.THIS_MONTH: (month_of(today), today),
            Period.LAST_MONTH: (month_of(before), before),
            Period.THIS_YEAR: (year, today),
            Period.LAST_YEAR: (year.replace(year=year.year - 1), year - dt.timedelta(days=1)),
            Period.BETWEEN: (self.first, self.last),
        }[self.period]

    def wanted(self, states: tuple[BatchState, ...], today: dt.date) -> BatchFilter | None:
        """What the record is asked for in a tab of these states (none: all); None where nothing can match."""
        if self.state is not None and states and self.state not in states:
            return None
        first, last = self.days(today)
        return BatchFilter(
            text=self.text,
            kind=self.kind,
            states=(self.state,) if self.state is not None else states,
            realm=self.realm,
            since=start_of_day(first) if first else None,
            until=start_of_day(last + dt.timedelta(days=1)) if last else None,
        )


def saved_text(saved: Mapping[str, Chosen]) -> str:
    """Filters by name, as one text to be kept."""
    return msgspec.json.encode(dict(saved)).decode()


def saved_of(text: str) -> dict[str, Chosen]:
    """The filters that were kept; none where the text is none of ours."""
    try:
        return msgspec.json.decode(text, type=dict[str, Chosen]) if text else {}
    except msgspec.DecodeError:
        return {}
