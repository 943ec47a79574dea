"""*Check set-up*: what was looked at in both systems and what would fail, as values that are kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from mobius_desktop.domain.ids import BillingLogId, RealmId
from mobius_desktop.domain.states import Severity

_MOST_NAMED = 3


class CheckState(StrEnum):
    """How a check ended."""

    PASSED = "passed"
    FOUND = "found"
    """It found something; how much that weighs stands with each problem."""
    NOT_CHECKED = "not checked"
    """What it looks at could not be read."""


@dataclass(frozen=True, slots=True)
class Touched:
    """Unposted invoices that a problem touches today, by number, with their money by currency."""

    numbers: tuple[str, ...] = ()
    money: tuple[tuple[str, Decimal], ...] = ()
    """(currency, total) in ConnectWise's sign."""

    @property
    def count(self) -> int:
        return len(self.numbers)


@dataclass(frozen=True, slots=True)
class Problem:
    """One cause with everything it concerns."""

    code: str
    severity: Severity
    title: str
    """The cause in a few words."""
    sentence: str
    """What would happen, for the first of them."""
    fix: str
    """Where and how it is put right: the exact place in ConnectWise or QuickBooks where it is not here."""
    place: str
    """connectwise, quickbooks, links, options, select, cut-over or none."""
    subjects: tuple[str, ...] = ()
    """The records it is about, where there are several: customers, items, accounts."""
    touched: Touched = Touched()
    invoice: BillingLogId | None = None
    """The first that it touches: by it ConnectWise is opened."""

    @property
    def headline(self) -> str:
        """The cause with the names it concerns: `Tax code not linked: FL-Hills, TX-Austin`."""
        if not self.subjects:
            return self.title
        named = ", ".join(self.subjects[:_MOST_NAMED])
        more = len(self.subjects) - _MOST_NAMED
        return f"{self.title}: {named}" + (f" and {more:,} more" if more > 0 else "")


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one check came to. `code` is stable: scripts may rely on it."""

    code: str
    title: str
    state: CheckState
    looked: str = ""
    """What was looked at: `9 accounts`."""
    why_not: str = ""
    """Why it, or a part of it, could not be checked."""
    problems: tuple[Problem, ...] = ()

    @property
    def worst(self) -> Severity | None:
        """The weight of its worst problem."""
        return worst_of(self.problems)


@dataclass(frozen=True, slots=True)
class CheckupReport:
    """All checks of one company at one moment."""

    realm: RealmId
    company: str
    at: dt.datetime
    edition: str
    results: tuple[CheckResult, ...]
    unposted: Touched = Touched()
    """Everything that waited in ConnectWise then."""
    counts: tuple[tuple[str, int], ...] = ()
    """What was checked: (`customers`, 250). None where what waits could not be planned."""
    read_nothing: bool = False
    """Neither system could be read: such a result says nothing, and takes the place of no other."""

    @property
    def problems(self) -> tuple[tuple[CheckResult, Problem], ...]:
        """By severity, then the most invoices first."""
        order = list(Severity)
        found = [(result, problem) for result in self.results for problem in result.problems]
        return tuple(
            sorted(found, key=lambda one: (order.index(one[1].severity), -one[1].touched.count, one[1].code))
        )

    @property
    def not_checked(self) -> tuple[CheckResult, ...]:
        """Checks that could not be made, or not wholly."""
        return tuple(one for one in self.results if one.why_not)

    @property
    def would_fail(self) -> bool | None:
        """Whether something stands in the way of sending; None where nothing was found and not everything
        could be checked."""
        if any(problem.severity is Severity.ERROR for _, problem in self.problems):
            return True
        return None if self.not_checked else False

    @property
    def read_both(self) -> bool:
        """Whether both systems were read as far as a batch of everything that waits needs them."""
        return bool(self.counts)

    @property
    def checked(self) -> str:
        """`Checked: 250 customers, 41 items, 3 tax codes, 9 accounts.`"""
        words = [f"{count:,} {name if count != 1 else name.removesuffix('s')}" for name, count in self.counts]
        return f"Checked: {', '.join(words)}." if words else ""


class Weighed(Protocol):
    """Anything with a severity."""

    @property
    def severity(self) -> Severity: ...


def worst_of(problems: Iterable[Weighed]) -> Severity | None:
    """The weight of the worst of them; None where there are none."""
    order = list(Severity)
    return min((one.severity for one in problems), key=order.index, default=None)
