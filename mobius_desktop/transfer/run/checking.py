"""Finds out what became of documents whose outcome is unknown: look first, send second.

"Not there" is never concluded from a look alone; the stored request is sent again, under its requestid.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from mobius_desktop.domain.connectwise import UnpostedInvoice
from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.events import Event
from mobius_desktop.domain.money import amount_text
from mobius_desktop.domain.quickbooks import FoundDocument
from mobius_desktop.domain.states import ActionState, Section
from mobius_desktop.transfer.plan import look_for
from mobius_desktop.transfer.run.desk import Desk, SideGone
from mobius_desktop.transfer.run.job import Job
from mobius_desktop.transfer.run.record import BatchRecord
from mobius_desktop.transfer.run.sending import Sender, SendResult, Sent

NOT_UNPOSTED = "it is no longer unposted in ConnectWise."
LATEST = dt.timedelta(hours=24)
"""So long after a request its document may still appear."""
SLACK = dt.timedelta(minutes=10)
"""A look starts so long before the first attempt, by QuickBooks' clock."""


@dataclass(slots=True)
class CheckResult:
    """What a look and a replay found out."""

    written: list[Job] = field(default_factory=list)
    settled: list[Job] = field(default_factory=list)
    unknown: list[Job] = field(default_factory=list)
    stop: SendResult | None = None


class Checker:
    """Looks for documents and, where that is allowed, sends their stored bytes again."""

    def __init__(self, desk: Desk, record: BatchRecord, sender: Sender, origin: str) -> None:
        self._desk = desk
        self._record = record
        self._sender = sender
        self._origin = origin

    def check(self, jobs: Sequence[Job]) -> CheckResult:
        """Raises SideGone when QuickBooks or ConnectWise does not answer."""
        existing = self._look(jobs)
        result = CheckResult()
        lost: list[Job] = []
        events: list[Event] = []
        for job in jobs:
            job.tries += 1
            found_events, there = self._judge(job, existing, result)
            events += found_events
            if not there:
                lost.append(job)
        self._record.write(*events)
        if lost:
            self._replay(lost, result)
        return result

    def _look(self, jobs: Sequence[Job]) -> tuple[FoundDocument, ...]:
        numbers = [job.plan.document.number for job in jobs if job.plan.document is not None]
        begun = [job.begun_at for job in jobs if job.begun_at is not None]
        quickbooks = self._desk.quickbooks
        try:
            found = list(quickbooks.find_by_number(numbers)) if numbers else []
            if begun:
                found += quickbooks.find_created_since(min(begun) - SLACK)
        except Known as error:
            raise SideGone("quickbooks", error) from error
        return tuple({one.ref: one for one in found}.values())

    def _judge(
        self, job: Job, existing: tuple[FoundDocument, ...], result: CheckResult
    ) -> tuple[list[Event], bool]:
        document, record = job.plan.document, self._record
        if document is None:
            result.unknown.append(job)
            return [], True
        look = look_for(document, existing, self._origin)
        if len(look.ours) == 1 and not look.strangers:
            found = look.ours[0]
            words = f"It had arrived in QuickBooks as {found.ref.kind.value} {found.number}."
            result.written.append(job)
            return [
                record.known(job, found.ref, found),
                record.action(job, Section.INVOICES, ActionState.COMPLETED, words),
                record.invoice(job, ActionState.RUNNING, words, found=found),
                record.log("info", f"{job.number}: {words}"),
            ], True
        if look.ours or look.strangers:
            words = self._crowd(job, (*look.ours, *look.strangers))
            result.settled.append(job)
            return [
                record.action(job, Section.INVOICES, ActionState.NEEDS_CHECK, words),
                record.invoice(job, ActionState.NEEDS_CHECK, words, finding_code="OUTCOME_UNCLEAR"),
                record.log("warning", f"{job.number}: {words}"),
            ], True
        return [], False

    @staticmethod
    def _crowd(job: Job, found: Sequence[FoundDocument]) -> str:
        names = ", ".join(f"{one.ref.kind.value} {one.number} of {one.date:%m/%d/%Y}" for one in found[:3])
        return (
            f"No answer came back for {job.number}, and QuickBooks holds what may or may not be it: {names}. "
            "Look at them in QuickBooks."
        )

    def _replay(self, jobs: list[Job], result: CheckResult) -> None:
        """Send again what QuickBooks lacks, if ConnectWise has it unchanged and the date is open."""
        try:
            unposted = self._desk.kind.fresh(self._desk.connectwise, [job.id for job in jobs])
        except Known as error:
            for job in jobs:
                self._keep(job, result, error.sentence)
            return
        for job in jobs:
            why_not = self._why_not_again(job, unposted.get(job.id))
            if why_not and self._is_over(job):
                self._not_arrived(job, result, why_not)
                continue
            if not why_not and result.stop is not None:
                why_not = result.stop.sentence
            if why_not:
                self._keep(job, result, why_not)
                continue
            sent = self._sender.replay(job)
            if sent.sent is Sent.WRITTEN:
                result.written.append(job)
            elif sent.sent is Sent.FAILED:
                result.settled.append(job)
            elif sent.sent is Sent.UNKNOWN:
                result.unknown.append(job)
            else:
                result.stop = sent
                if sent.stop == "subscription":
                    result.settled.append(job)  # a Fault: nothing was ever written under this requestid
                else:
                    self._keep(job, result, sent.sentence)

    def _why_not_again(self, job: Job, now: UnpostedInvoice | None) -> str:
        """Why the stored request may not go out again; empty when it may."""
        document, closed, planned = job.plan.document, self._desk.closed_through, job.plan.invoice
        if document is None or job.prepared is None:
            return "its request is not kept."
        if now is None:
            return NOT_UNPOSTED
        if now.total != planned.total:
            before, after = (amount_text(one.total, planned.currency) for one in (planned, now))
            return f"ConnectWise has it with {after} instead of {before} now."
        if closed is not None and document.date <= closed:
            return (
                f"it is dated {document.date:%m/%d/%Y}, and the books are closed through {closed:%m/%d/%Y}."
            )
        return ""

    def _is_over(self, job: Job) -> bool:
        """A day after the last request: QuickBooks has executed parked ones hours later, not days."""
        last = job.last_sent_at
        return last is not None and self._desk.quickbooks.server_now() - last > LATEST

    def _not_arrived(self, job: Job, result: CheckResult, why: str) -> None:
        record = self._record
        result.settled.append(job)
        way_on = "It can be sent anew."
        if why == NOT_UNPOSTED:
            way_on = "If it is batched there, unbatch it in ConnectWise; then it can be sent."
        words = f"Nothing of {job.number} arrived in QuickBooks within a day, and {why} {way_on}"
        record.write(
            record.spent(job, words),
            record.action(job, Section.INVOICES, ActionState.FAILED, words),
            record.invoice(job, ActionState.FAILED, words, finding_code="NOT_ARRIVED"),
            record.log("warning", f"{job.number}: {words}"),
        )

    def _keep(self, job: Job, result: CheckResult, why: str) -> None:
        record = self._record
        result.unknown.append(job)
        words = (
            f"Whether {job.number} arrived is not known yet, and it may not be sent again now: {why} "
            "It is looked up at every start; a day after its request it can be sent anew."
        )
        record.write(
            record.action(job, Section.INVOICES, ActionState.CHECKING, words),
            record.invoice(job, ActionState.CHECKING, words),
        )
