"""What the user asks for and gets back: the values that the window and the command line share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from mobius_desktop.domain.connectwise import Location, UnpostedInvoice
from mobius_desktop.domain.errors import Known
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
    closing_fresh: float = 300.0
    """While documents go out, the closing date is read again so often."""


class Flight(StrEnum):
    """What an invoice was in the midst of when the program stopped."""

    SENDING = "sending"
    MARKING = "marking"
    """Its document was known to be in QuickBooks: only the mark in ConnectWise was open."""
    TAKING_BACK = "taking back"


@dataclass(frozen=True, slots=True)
class Recovered:
    """One invoice that an earlier batch had left open, and what was found out."""

    batch: BatchNumber
    billing_log_id: BillingLogId
    number: str
    sentence: str
    settled: bool
    flight: Flight = Flight.SENDING
    in_quickbooks: bool = False
    """A live document of it is known now."""
    marked: bool = False
    """ConnectWise has it as batched now."""
    stopped: bool = True
    """The program had stopped in its batch; else a side had not answered, and the batch had ended so."""


@dataclass(frozen=True, slots=True)
class RecoveryReport:
    """What a recovery found and finished. `interrupted` batches wait for *Resume*."""

    invoices: tuple[Recovered, ...] = ()
    interrupted: tuple[BatchNumber, ...] = ()
    trouble: str = ""
    """Why not everything could be looked at; empty when it could."""
    failure: Known | None = None
    """The error behind the trouble."""
    records: tuple[str, ...] = field(default=())
    """List records whose creation was unknown and is known now."""
    second_looks: tuple[Recovered, ...] = ()
    """Invoices settled long ago that were seen to be otherwise in QuickBooks than the record had them."""

    def with_(self, other: RecoveryReport) -> RecoveryReport:
        """Both reports in one: several companies were taken up, or one was looked at again later."""
        latest = {(one.batch, one.billing_log_id): one for one in (*self.invoices, *other.invoices)}
        return RecoveryReport(
            tuple(latest.values()),
            (*self.interrupted, *other.interrupted),
            self.trouble or other.trouble,
            self.failure or other.failure,
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
        were = "1 invoice was" if count == 1 else f"{count} invoices were"
        begun = f"{were} looked up again, since no answer had come."
        if any(one.stopped for one in self.invoices):
            begun = f"The program stopped while {were} on the way."
        return f"{begun} {found_out(self.invoices)}"


def found_out(invoices: Sequence[Recovered]) -> str:
    """What a recovery found of those in flight: `Both are in QuickBooks; 1 still had to be marked in
    ConnectWise and now is.`"""
    sent = [one for one in invoices if one.flight is not Flight.TAKING_BACK]
    there = [one for one in sent if one.in_quickbooks]
    to_mark = [one for one in sent if one.flight is Flight.MARKING]
    lost = [one for one in sent if one.settled and not one.in_quickbooks]
    parts = []
    if there:
        parts.append(f"{_these(len(there), len(invoices))} in QuickBooks")
    if lost:
        parts.append(f"{_these(len(lost), len(invoices))} not in QuickBooks")
    if to_mark:
        now = sum(one.marked for one in to_mark)
        verb = "is" if now == 1 else "are"
        end = f"now {verb}" if now == len(to_mark) else f"{now} of them {verb} now"
        parts.append(f"{len(to_mark)} still had to be marked in ConnectWise and {end}")
    back = [one for one in invoices if one.flight is Flight.TAKING_BACK and one.settled]
    if back:
        parts.append(
            f"{len(back)} {'was' if len(back) == 1 else 'were'} being taken back and that is settled"
        )
    open_ones = sum(not one.settled for one in invoices)
    if open_ones:
        parts.append(f"{open_ones} could not be settled yet")
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _these(count: int, of: int) -> str:
    """`it is`, `both are`, `all 4 are`, `1 is`, `3 of 4 are`."""
    if count == of:
        return {1: "it is", 2: "both are"}.get(of, f"all {of} are")
    return (
        f"{count} {'is' if count == 1 else 'are'}"
        if of == 2
        else f"{count} of {of} {'is' if count == 1 else 'are'}"
    )


def _again(one: Recovered) -> str:
    """The sentence names the invoice itself, or is preceded by its number."""
    return one.sentence if one.number in one.sentence else f"{one.number}: {one.sentence}"
