"""The figures of the dashboard: what is unsent, what did not go in and why, the last batches."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from mobius_desktop.domain.archive import Archive, BatchFilter, UnpostedDay
from mobius_desktop.domain.ids import BillingLogId, RealmId
from mobius_desktop.domain.journal import BatchRow, InvoiceRow
from mobius_desktop.domain.states import ActionState

LAST_BATCHES = 12
AGES = ((0, 7), (8, 14), (15, 30), (31, None))
"""Days since the invoice date, both included; None has no end."""


@dataclass(frozen=True, slots=True)
class Age:
    """Unsent invoices of one age."""

    first_day: int
    last_day: int | None
    count: int
    total: Decimal

    @property
    def words(self) -> str:
        """`8–14 days`, `over 30 days`."""
        return (
            f"over {self.first_day - 1} days"
            if self.last_day is None
            else f"{self.first_day}–{self.last_day} days"
        )


@dataclass(frozen=True, slots=True)
class Unsent:
    """The unposted invoices of one currency, counted."""

    currency: str
    count: int
    total: Decimal
    oldest: dt.date | None
    ages: tuple[Age, ...]


@dataclass(frozen=True, slots=True)
class Cause:
    """Invoices that did not go in for one reason."""

    code: str
    state: ActionState
    message: str
    """What the latest of them was told."""
    invoices: tuple[InvoiceRow, ...]
    total: Decimal

    @property
    def count(self) -> int:
        return len(self.invoices)


@dataclass(frozen=True, slots=True)
class Dashboard:
    """All figures, with when the unposted list was read."""

    unsent: tuple[Unsent, ...]
    """By currency, the most invoices first; empty when the list was never read, or nothing is unsent."""
    read_at: dt.datetime | None
    causes: tuple[Cause, ...]
    """The largest sum first."""
    batches: tuple[BatchRow, ...]


def dashboard_of(archive: Archive, today: dt.date, realm: RealmId | None = None) -> Dashboard:
    """The figures from the record, as of what was last read."""
    days, read_at = archive.unposted_days()
    return Dashboard(
        unsent=unsent_of(days, today),
        read_at=read_at,
        causes=causes_of(archive.open_invoices(realm)),
        batches=archive.batches(BatchFilter(realm=realm), limit=LAST_BATCHES),
    )


def unsent_of(days: tuple[UnpostedDay, ...], today: dt.date) -> tuple[Unsent, ...]:
    """The unposted list by currency and age. An invoice dated ahead counts as new."""
    by_currency: dict[str, list[UnpostedDay]] = defaultdict(list)
    for day in days:
        by_currency[day.currency].append(day)
    found = [
        Unsent(
            currency=currency,
            count=sum(day.count for day in mine),
            total=_sum(mine),
            oldest=min(day.date for day in mine),
            ages=tuple(_age(mine, today, first, last) for first, last in AGES),
        )
        for currency, mine in by_currency.items()
    ]
    return tuple(sorted(found, key=lambda each: -each.count))


def _age(days: list[UnpostedDay], today: dt.date, first: int, last: int | None) -> Age:
    old = [
        day
        for day in days
        if first <= max(0, (today - day.date).days) and (last is None or (today - day.date).days <= last)
    ]
    return Age(first, last, sum(day.count for day in old), _sum(old))


def _sum(days: list[UnpostedDay]) -> Decimal:
    return sum((day.total for day in days), Decimal("0.00"))


def causes_of(rows: tuple[InvoiceRow, ...]) -> tuple[Cause, ...]:
    """Invoices that need somebody, grouped by why; those without a code by their sentence."""
    groups: dict[tuple[str, ActionState], dict[BillingLogId, InvoiceRow]] = defaultdict(dict)
    for row in rows:
        groups[row.finding_code or row.message, row.state][row.billing_log_id] = row
    causes = []
    for (_, state), group in groups.items():
        mine = tuple(group.values())
        total = sum((row.connectwise_total for row in mine), Decimal("0.00"))
        causes.append(Cause(mine[-1].finding_code, state, mine[-1].message, mine, total))
    return tuple(sorted(causes, key=lambda cause: -abs(cause.total)))
