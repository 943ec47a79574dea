"""The dashboard's figures: what is unsent, what did not go in and why, whether it ties, the last batches."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from mobius_desktop.domain.archive import Archive, BatchFilter, UnpostedDay
from mobius_desktop.domain.days import end_of_month, last_month_end, month_of
from mobius_desktop.domain.errors import OtherVersion
from mobius_desktop.domain.finding_codes import RULES
from mobius_desktop.domain.ids import BatchNumber, BillingLogId, RealmId
from mobius_desktop.domain.journal import BatchRow, InvoiceRow
from mobius_desktop.domain.states import ActionState, BatchState
from mobius_desktop.domain.sums import NOTHING, Sums
from mobius_desktop.domain.tie_out import TieOut
from mobius_desktop.domain.totals import money_of

LAST_BATCHES = 12
MONTHS = 4
"""Months that the dashboard shows: this one and those before."""
AGES = ((0, 7), (8, 14), (15, 30), (31, None))
"""Days since the invoice date, both included; None has no end."""


@dataclass(frozen=True, slots=True)
class Age:
    """Unsent invoices of one age."""

    first_day: int
    last_day: int | None
    count: int
    total: Sums

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
    """The unposted invoices, counted; `oldest` is None where there are none."""

    count: int
    total: Sums
    oldest: dt.date | None
    ages: tuple[Age, ...]


CauseKey = tuple[str, ActionState]
"""What makes invoices count under one cause: the code, or without one the sentence; and their state."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Invoices that did not go in for one reason."""

    code: str
    state: ActionState
    message: str
    """What the latest of them was told."""
    invoices: tuple[InvoiceRow, ...]
    total: Sums

    @property
    def count(self) -> int:
        return len(self.invoices)

    @property
    def key(self) -> CauseKey:
        """What names the cause; it stays the same while there is an invoice of it."""
        return self.code or self.message, self.state

    @property
    def words(self) -> str:
        """In a few words: `No tax agency`."""
        rule = RULES.get(self.code)
        return rule.title if rule else self.state.value


@dataclass(frozen=True, slots=True)
class MonthTie:
    """Whether a month was the same in both systems when it was last compared, in every company."""

    first: dt.date
    last: dt.date
    realm: RealmId
    """The company to look at: the first one that was not compared or does not tie."""
    companies: int = 1
    compared: int = 0
    """In how many of them it was compared as a whole month; the figures are theirs."""
    changed: int = 0
    """How many invoices of the month batches have changed since it was compared."""
    unreadable: bool = False
    """Whether a comparison is kept that another version of the program wrote."""
    count: int = 0
    """ConnectWise's invoices of the month."""
    apart: Sums = NOTHING
    currency: str = ""
    """Of most of its invoices."""
    ties: bool = False
    """Whether all that were compared tie."""


Compared = Callable[[RealmId, dt.date, dt.date], TieOut | None]
"""The last comparison of a company's period, from its first to its last day. May raise OtherVersion."""


@dataclass(frozen=True, slots=True)
class Dashboard:
    """All figures, with when the unposted list was read."""

    unsent: Unsent
    read_at: dt.datetime | None
    causes: tuple[Cause, ...]
    """The largest sum first."""
    batches: tuple[BatchRow, ...]
    apart: dict[BatchNumber, Sums]
    """QuickBooks less ConnectWise of each of these batches that put something into QuickBooks."""
    home: str = "USD"
    """The currency that all of these figures take for granted: amounts in any other name theirs."""
    months: tuple[MonthTie, ...] = ()
    """This month first."""


def has_begun(batches: Sequence[BatchRow]) -> bool:
    """Whether something was sent, or tried: a cut-over only marks and a record created from Links has no
    invoice, so neither is the first batch."""
    return any(
        row.invoices and (row.sent or row.failed or row.needs_check or row.state is not BatchState.FINISHED)
        for row in batches
    )


def dashboard_of(
    archive: Archive,
    today: dt.date,
    realm: RealmId | None = None,
    *,
    companies: Sequence[RealmId] = (),
    compared: Compared | None = None,
) -> Dashboard:
    """The figures from the record, as of what was last read; `companies` are those that are asked to tie."""
    days, read_at = archive.unposted_days()
    left = archive.open_invoices(realm)
    batches = archive.batches(BatchFilter(realm=realm), limit=LAST_BATCHES)
    return Dashboard(
        unsent=unsent_of(days, today),
        read_at=read_at,
        causes=causes_of(left),
        batches=batches,
        apart=_apart(archive, [row.number for row in batches if row.sent or row.needs_check]),
        home=home_of(archive, realm or next(iter(companies), None), days, left),
        months=months_of(companies, compared, today) if companies and compared is not None else (),
    )


def home_of(
    archive: Archive, realm: RealmId | None, days: Iterable[UnpostedDay], left: Iterable[InvoiceRow]
) -> str:
    """The company's currency; where its lists were never read, that of most of the invoices shown."""
    known = archive.home_currency(realm) if realm is not None else ""
    counts = Counter({"USD": 0})
    for day in days:
        counts[day.currency] += day.count
    counts.update(row.currency for row in left)
    return known or counts.most_common(1)[0][0]


def _apart(archive: Archive, numbers: Sequence[BatchNumber]) -> dict[BatchNumber, Sums]:
    """How far each batch is from ConnectWise, also by what somebody has accepted."""
    found: dict[BatchNumber, list[InvoiceRow]] = {number: [] for number in numbers}
    for row in archive.apart(numbers):
        found[row.batch].append(row)
    return {
        number: Sums.of((row.apart or Decimal(0), row.currency) for row in mine)
        for number, mine in found.items()
    }


def months_of(companies: Sequence[RealmId], compared: Compared, today: dt.date) -> tuple[MonthTie, ...]:
    """This month and those before it, each as it was last compared."""
    months = [month_of(today)]
    while len(months) < MONTHS:
        months.append(month_of(last_month_end(months[-1])))
    return tuple(_month(companies, compared, first) for first in months)


def _month(companies: Sequence[RealmId], compared: Compared, first: dt.date) -> MonthTie:
    last, unreadable = end_of_month(first), False
    found: dict[RealmId, TieOut | None] = {}
    for realm in companies:
        try:
            found[realm] = compared(realm, first, last)
        except OtherVersion:
            found[realm], unreadable = None, True
    there = [one for one in found.values() if one is not None]
    controls = [each for one in there for each in one.controls]
    most = max(controls, key=lambda one: one.connectwise_count, default=None)
    return MonthTie(
        first,
        last,
        next((realm for realm, one in found.items() if one is None or not one.ties), companies[0]),
        len(companies),
        len(there),
        sum(one.changed_since for one in there),
        unreadable,
        sum(one.connectwise_count for one in controls),
        Sums.of((one.apart, one.currency) for one in controls),
        most.currency if most is not None else "",
        bool(there) and all(one.ties for one in there),  # an empty month ties
    )


def unsent_of(days: tuple[UnpostedDay, ...], today: dt.date) -> Unsent:
    """The unposted list by age. An invoice dated ahead counts as new."""
    return Unsent(
        count=sum(day.count for day in days),
        total=_sum(days),
        oldest=min((day.date for day in days), default=None),
        ages=tuple(_age(days, today, first, last) for first, last in AGES) if days else (),
    )


def _age(days: tuple[UnpostedDay, ...], today: dt.date, first: int, last: int | None) -> Age:
    old = [
        day
        for day in days
        if first <= max(0, (today - day.date).days) and (last is None or (today - day.date).days <= last)
    ]
    return Age(first, last, sum(day.count for day in old), _sum(old))


def _sum(days: Iterable[UnpostedDay]) -> Sums:
    return Sums.of((day.total, day.currency) for day in days)


def causes_of(rows: tuple[InvoiceRow, ...]) -> tuple[Cause, ...]:
    """Invoices that need somebody, grouped by why; those without a code by their sentence."""
    groups: dict[CauseKey, dict[BillingLogId, InvoiceRow]] = defaultdict(dict)
    for row in rows:
        groups[row.finding_code or row.message, row.state][row.billing_log_id] = row
    causes = []
    for (_, state), group in groups.items():
        mine = tuple(group.values())
        causes.append(Cause(mine[-1].finding_code, state, mine[-1].message, mine, money_of(mine)))
    return tuple(sorted(causes, key=lambda cause: -cause.total.weight))
