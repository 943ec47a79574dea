"""What the user asks for and gets back: the values that the window and the command line share."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from mobius_desktop.domain.connectwise import Location, UnpostedInvoice
from mobius_desktop.domain.ids import BatchNumber, BillingLogId
from mobius_desktop.domain.options import Summary


@dataclass(frozen=True, slots=True)
class UnpostedList:
    """The unposted list as it was read, sorted by date, then number."""

    invoices: tuple[UnpostedInvoice, ...]
    read_at: dt.datetime
    noted: frozenset[BillingLogId] = frozenset()
    """Those with nothing to send that cannot be marked: shown, not offered again."""
    settled: frozenset[BillingLogId] = frozenset()
    """Those that stay in the list, greyed: Needs check, or an outcome that is still unknown."""

    held: frozenset[BillingLogId] = frozenset()
    """Those that the user holds back for now."""

    @property
    def offered(self) -> tuple[UnpostedInvoice, ...]:
        """What may be ticked."""
        kept_back = self.noted | self.settled | self.held
        return tuple(one for one in self.invoices if one.billing_log_id not in kept_back)


@dataclass(frozen=True, slots=True)
class BatchRequest:
    """What was ticked, and how it is to be read. `listed` are the rows as the user saw them."""

    ids: tuple[BillingLogId, ...]
    summary: Summary
    location: Location | None = None
    through: dt.date | None = None
    allow_creation: bool = False
    """The user approved what the preview says will be created."""
    listed: tuple[UnpostedInvoice, ...] = ()


@dataclass(frozen=True, slots=True)
class Pace:
    """How much at once and how long to wait, in seconds of the engine's clock."""

    parallel: int = 8
    """Documents on the way at the same time; the throttle below decides the rate."""
    marking: int = 6
    group: int = 25
    """Documents proven together: one ConnectWise export and one QuickBooks read hold as many."""
    group_seconds: float = 2.0
    check_delays: tuple[float, ...] = (1.0, 5.0, 15.0)
    """Waits before each look for a document whose outcome is unknown."""
    side_delays: tuple[float, ...] = (2.0, 5.0, 10.0)
    """Waits before a side that does not answer is asked again."""
    waiting_for_mark: int = 3
    """With ConnectWise gone, sending stops after so many documents wait for their mark."""
    unknown_in_a_row: int = 3
    """So many unknown outcomes one after the other mean that QuickBooks is gone."""
    lists_fresh: float = 600.0
    """How long QuickBooks' lists are used again without being read."""
    plan_fresh: float = 60.0
    """An older plan is looked at again in both systems before anything is sent."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """One invoice that an earlier batch had left open, and what was found out."""

    batch: BatchNumber
    billing_log_id: BillingLogId
    number: str
    sentence: str
    settled: bool


@dataclass(frozen=True, slots=True)
class RecoveryReport:
    """What a recovery found and finished. `interrupted` batches wait for *Resume*."""

    invoices: tuple[Recovered, ...] = ()
    interrupted: tuple[BatchNumber, ...] = ()
    trouble: str = ""
    """Why not everything could be looked at; empty when it could."""
    records: tuple[str, ...] = field(default=())
    """List records whose creation was unknown and is known now."""
    second_looks: tuple[Recovered, ...] = ()
    """Invoices settled long ago that were seen to be otherwise in QuickBooks than the record had them."""

    def with_(self, other: RecoveryReport) -> RecoveryReport:
        """Both reports in one: several companies were taken up."""
        return RecoveryReport(
            (*self.invoices, *other.invoices),
            (*self.interrupted, *other.interrupted),
            self.trouble or other.trouble,
            (*self.records, *other.records),
            (*self.second_looks, *other.second_looks),
        )

    @property
    def nothing(self) -> bool:
        return not (self.invoices or self.interrupted or self.trouble or self.records or self.second_looks)

    @property
    def sentence(self) -> str:
        """What the banner says after a program stopped while sending."""
        return " ".join(filter(None, (self._of_stopped, *(_again(one) for one in self.second_looks))))

    @property
    def _of_stopped(self) -> str:
        if self.trouble:
            return self.trouble
        if not self.invoices:
            return "" if not self.interrupted else "A batch was interrupted. What was not begun waits."
        count = len(self.invoices)
        open_ones = sum(not one.settled for one in self.invoices)
        begun = "1 invoice was" if count == 1 else f"{count} invoices were"
        tail = "All are settled now." if not open_ones else f"{open_ones} could not be settled yet."
        return f"The program stopped while {begun} on the way. {tail}"


def _again(one: Recovered) -> str:
    """The sentence names the invoice itself, or is preceded by its number."""
    return one.sentence if one.number in one.sentence else f"{one.number}: {one.sentence}"
