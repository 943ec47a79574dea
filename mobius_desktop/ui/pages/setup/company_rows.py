"""The rows of the company list: a connected QuickBooks company and how long its sign-in lasts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from mobius_desktop.domain.ids import RealmId
from mobius_desktop.domain.setup import QuickBooksSetup
from mobius_desktop.ui.tables.columns import Column, Kind, Sentence

ENDS_SOON_DAYS = 14


@dataclass(frozen=True, slots=True)
class CompanyRow:
    """A company at a moment. `closed_through` is from the lists as they were last read."""

    setup: QuickBooksSetup
    now: dt.datetime
    closed_through: dt.date | None = None

    @property
    def realm(self) -> RealmId:
        return self.setup.realm

    @property
    def lasts_until(self) -> dt.date | None:
        """The day the sign-in ends: unused for too long, or for good."""
        ends = [end for end in (self.setup.sign_in_ends_at, self.setup.sign_in_hard_end) if end is not None]
        return min(ends).astimezone().date() if ends else None

    @property
    def days_left(self) -> int | None:
        until = self.lasts_until
        return None if until is None else (until - self.now.astimezone().date()).days

    @property
    def needs_sign_in(self) -> bool:
        """Whether nothing can be sent before somebody signs in again."""
        left = self.days_left
        return self.setup.needs_reconnect or (left is not None and left < 0)

    @property
    def state(self) -> Sentence:
        left = self.days_left
        if self.needs_sign_in:
            return Sentence("Not connected", "Sign-in lost")
        if left is not None and left <= ENDS_SOON_DAYS:
            when = "today" if left == 0 else "tomorrow" if left == 1 else f"in {left} days"
            return Sentence("Ends soon", f"Ends {when}")
        return Sentence("Connected", "Connected")


COMPANY_COLUMNS: tuple[Column[CompanyRow], ...] = (
    Column(
        "name", "Name", lambda row: row.setup.name, sample="Gulfline Technology, LLC", stretch=1, bold=True
    ),
    Column(
        "environment",
        "Environment",
        lambda row: row.setup.environment.value,
        sample="Production",
        ink="text2",
    ),
    Column("state", "State", lambda row: row.state, Kind.FINDING, sample="Ends in 12 days", stretch=2),
    Column("until", "Sign-in lasts until", lambda row: row.lasts_until, Kind.DATE),
    Column("closed", "Closed through", lambda row: row.closed_through, Kind.DATE, narrow=False),
    Column("default", "Default", lambda row: "Default" if row.setup.default else "", sample="Default"),
)
