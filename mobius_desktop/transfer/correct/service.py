"""Corrections of one company, for the window and the command line: look first (`*_preview`), then run.

Every run takes what its preview gave: what has changed since is refused, never guessed. Take back, undo and
release stand in `undoing`, replace and leave in `replacing`.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Sequence
from threading import Event as StopEvent

from mobius_desktop.domain.connectwise import UnpostedInvoice
from mobius_desktop.domain.errors import NotSetUp
from mobius_desktop.domain.events import HoldChanged, JudgementGiven
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.ids import BatchNumber, BillingLogId
from mobius_desktop.domain.money import amount_text
from mobius_desktop.domain.options import Summary
from mobius_desktop.domain.plan import BatchPlan
from mobius_desktop.domain.states import ActionState
from mobius_desktop.transfer.batch import BatchRequest
from mobius_desktop.transfer.correct.accepting import Acceptor
from mobius_desktop.transfer.correct.by_hand import mark_items, mark_plan
from mobius_desktop.transfer.correct.corrections import must_say_why, told
from mobius_desktop.transfer.correct.reasons import reason
from mobius_desktop.transfer.correct.replacing import Replacing
from mobius_desktop.transfer.correct.targets import target_of
from mobius_desktop.transfer.correct.values import (
    AcceptItem,
    CorrectionReport,
    MarkItem,
    RetryPlan,
    TakeBackResult,
)
from mobius_desktop.transfer.run.record import Observer, unobserved


class CorrectionService(Replacing):
    """Corrections of one QuickBooks company. Any thread may call; runs hold the company's lock."""

    # -- needs check ----------------------------------------------------------------------------------

    def accept_preview(
        self, ids: Sequence[BillingLogId] = (), *, batch: BatchNumber | None = None, cause: str = ""
    ) -> tuple[AcceptItem, ...]:
        """What accepting means, for chosen invoices, or for all of one cause of a batch."""
        rows = []
        if batch is not None:
            rows = [
                row
                for row in self._journal.invoices(batch)
                if row.state is ActionState.NEEDS_CHECK and row.finding_code == (cause or row.finding_code)
            ]
        for one in ids:
            latest = target_of(self._journal, self._realm, one).row
            if latest is None:
                raise NotSetUp(reason("UNKNOWN_HERE", number=str(one)))
            rows.append(latest)
        return Acceptor(self._shop(unobserved, StopEvent())).preview(rows) if rows else ()

    def accept(
        self,
        items: Sequence[AcceptItem],
        why: str,
        observer: Observer = unobserved,
        stop: StopEvent | None = None,
    ) -> CorrectionReport:
        """Record the word and mark in ConnectWise. Raises InUse, StorageFailed, Known errors before it."""
        must_say_why(why)
        halt = stop or StopEvent()
        self._transfer.recover(observer, halt)
        with self._lock():
            results = Acceptor(self._shop(observer, halt)).run(items, why, self._user)
        batches = tuple(sorted({one.batch for one in items}))
        return CorrectionReport(told(results, "accepted and marked in ConnectWise"), tuple(results), batches)

    # -- mark without sending -------------------------------------------------------------------------

    def mark_preview(self, ids: Sequence[BillingLogId]) -> tuple[MarkItem, ...]:
        """*Mark as already in QuickBooks*: what may be marked, and why not."""
        unposted = self._connectwise.unposted(ids)
        names = {one: target_of(self._journal, self._realm, one).number for one in ids}
        return mark_items(self._journal, self._realm, ids, unposted, names)

    def mark(
        self,
        items: Sequence[MarkItem],
        why: str,
        observer: Observer = unobserved,
        stop: StopEvent | None = None,
    ) -> CorrectionReport:
        """Batch them in ConnectWise without sending, as a batch of its own."""
        must_say_why(why)
        refused = [
            TakeBackResult(one.billing_log_id, one.number, False, one.refused)
            for one in items
            if not one.possible
        ]
        going = [one for one in items if one.possible]
        if not going:
            return CorrectionReport(told(refused, "marked"), tuple(refused))
        ids = [one.billing_log_id for one in going]
        unposted = self._connectwise.unposted(ids)
        same = [
            unposted[one.billing_log_id] for one in going if _is_same(one, unposted.get(one.billing_log_id))
        ]
        here = {one.billing_log_id for one in same}
        refused += [
            TakeBackResult(one.billing_log_id, one.number, False, reason("CHANGED_SINCE", number=one.number))
            for one in going
            if one.billing_log_id not in here
        ]
        if not same:
            return CorrectionReport(told(refused, "marked"), tuple(refused))
        export = self._connectwise.export(sorted(here), Summary.DETAILED)
        for one in same:
            facts = (("number", one.number), ("total", amount_text(one.total, one.currency)))
            self._judge(one.billing_log_id, "MARKED_BY_HAND", "mark", why, facts)
        plan = mark_plan(self._transfer.company, same, export, why, self._quickbooks.server_now())
        done = self._ran(plan, observer, stop, "marked")
        results = (*done.results, *refused)
        return CorrectionReport(told(results, "marked"), results, done.batches)

    # -- retry, hold ----------------------------------------------------------------------------------

    def retry_preview(
        self,
        batch: BatchNumber,
        *,
        only: Collection[BillingLogId] = (),
        allow_creation: bool = False,
        stop: StopEvent | None = None,
    ) -> RetryPlan:
        """What failed in a batch, or `only` these of it, planned from fresh data. `retry` sends what it
        shows."""
        request = self._transfer.failed(batch)
        if only:
            chosen = tuple(one for one in request.ids if one in set(only))
            request = dataclasses.replace(request, ids=chosen)
        return RetryPlan(batch, self._planned(request, batch, allow_creation=allow_creation, stop=stop))

    def resume_preview(
        self, batch: BatchNumber, *, allow_creation: bool = False, stop: StopEvent | None = None
    ) -> RetryPlan:
        """What an interrupted or cancelled batch had not begun, planned from fresh data."""
        request = self._transfer.resume(batch)
        return RetryPlan(batch, self._planned(request, batch, allow_creation=allow_creation, stop=stop))

    def _planned(
        self, request: BatchRequest, batch: BatchNumber, *, allow_creation: bool, stop: StopEvent | None
    ) -> BatchPlan:
        shots = [self._journal.snapshot(batch, one) for one in request.ids]
        listed = tuple(one.invoice for one in shots if one is not None)
        wanted = dataclasses.replace(request, allow_creation=allow_creation, listed=listed)
        return self._transfer.plan(wanted, stop=stop)

    def retry(
        self, plan: RetryPlan, observer: Observer = unobserved, stop: StopEvent | None = None
    ) -> BatchNumber:
        """Send exactly what the preview showed, as a batch of its own."""
        return self._transfer.run(plan.plan, observer, stop)

    def resume(
        self, plan: RetryPlan, observer: Observer = unobserved, stop: StopEvent | None = None
    ) -> BatchNumber:
        """Send what the interrupted batch had not begun; that batch then says where it went on."""
        return self._transfer.run(plan.plan, observer, stop, continues=plan.batch)

    def judge(self, problem: Finding, verdict: str, why: str, value: str = "") -> None:
        """Record the user's word on a finding of an invoice: it holds as long as the finding's facts do."""
        must_say_why(why)
        if problem.billing_log_id is None:
            raise NotSetUp("This is not about one invoice: change the company's options instead.")
        self._journal.record(
            JudgementGiven(
                problem.billing_log_id,
                problem.code,
                verdict,
                why,
                problem.facts,
                value,
                self._user,
                self._clock.now(),
            )
        )

    def hold(self, billing_log_id: BillingLogId, why: str, until: dt.date | None = None) -> None:
        """Keep an invoice out of what can be ticked, until a day or until it is released."""
        must_say_why(why)
        self._journal.record(HoldChanged(billing_log_id, why, until, self._user, self._clock.now()))

    def end_hold(self, billing_log_id: BillingLogId) -> None:
        """It may be ticked again."""
        self._journal.record(HoldChanged(billing_log_id, "", None, self._user, self._clock.now()))


def _is_same(item: MarkItem, now: UnpostedInvoice | None) -> bool:
    return now is not None and now.total == item.total
