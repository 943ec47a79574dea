"""What the Dashboard says, computed from the record. No Qt in here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from mobius_desktop.domain.archive import Archive, BatchFilter, UnpostedDay
from mobius_desktop.domain.journal import BatchRow

LAST_BATCHES = 12
AGES: tuple[tuple[str, int, int | None], ...] = (
    ("0–7 days", 0, 7),
    ("8–14 days", 8, 14),
    ("15–30 days", 15, 30),
    ("Over 30 days", 31, None),
)


@dataclass(frozen=True, slots=True)
class Age:
    """The unsent invoices of one range of days since their date."""

    words: str
    count: int
    total: Decimal


@dataclass(frozen=True, slots=True)
class DashboardFigures:
    """All figures of the page and when the unposted list was read."""

    unsent: int
    unsent_total: Decimal
    ages: tuple[Age, ...]
    oldest_days: int
    read_at: dt.datetime | None
    batches: tuple[BatchRow, ...]

    @property
    def needing(self) -> tuple[BatchRow, ...]:
        """Batches that still need someone."""
        return tuple(one for one in self.batches if one.failed or one.needs_check)


def ages_of(days: Iterable[UnpostedDay], today: dt.date) -> tuple[Age, ...]:
    """Counts and money by age. An invoice dated in the future is as young as today's."""
    found = list(days)
    return tuple(_age(found, today, words, first, last) for words, first, last in AGES)


def _age(days: list[UnpostedDay], today: dt.date, words: str, first: int, last: int | None) -> Age:
    within = [
        day
        for day in days
        if first <= max((today - day.date).days, 0)
        and (last is None or max((today - day.date).days, 0) <= last)
    ]
    return Age(words, sum(day.count for day in within), sum((day.total for day in within), Decimal("0.00")))


def figures_of(archive: Archive, today: dt.date) -> DashboardFigures:
    """Read the record; takes no network."""
    days, read_at = archive.unposted_days()
    return DashboardFigures(
        unsent=sum(day.count for day in days),
        unsent_total=sum((day.total for day in days), Decimal("0.00")),
        ages=ages_of(days, today),
        oldest_days=max((max((today - day.date).days, 0) for day in days), default=0),
        read_at=read_at,
        batches=archive.batches(BatchFilter(), limit=LAST_BATCHES),
    )
