"""Take back, undo and release: the impact first, then the run of exactly that."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from threading import Event as StopEvent

from mobius_desktop.domain.errors import NotSetUp
from mobius_desktop.domain.ids import BatchNumber, BillingLogId
from mobius_desktop.transfer.correct.corrections import Corrections, must_say_why, told
from mobius_desktop.transfer.correct.reasons import reason
from mobius_desktop.transfer.correct.taking_back import TakeBackRun
from mobius_desktop.transfer.correct.targets import Target, target_of, targets_of_batch
from mobius_desktop.transfer.correct.values import (
    CorrectionReport,
    How,
    Mode,
    TakeBackItem,
    TakeBackResult,
    UndoPlan,
)
from mobius_desktop.transfer.run.record import BatchRecord, Observer, unobserved

CONFIRM_EARLIER = (
    "{count} of these lie in an earlier or a certified month. Confirm that as well (--confirm-earlier-month)."
)


class TakingBack(Corrections):
    """Takes documents out of QuickBooks and invoices back into ConnectWise's unposted list."""

    def take_back_preview(self, ids: Sequence[BillingLogId], mode: Mode = Mode.FOR_GOOD) -> UndoPlan:
        """The impact of taking back these invoices. Reads both sides, writes nothing; raises Known errors."""
        targets = [target_of(self._journal, self._realm, one) for one in ids]
        return UndoPlan(self._inspector.inspect(targets, mode, self._transfer.lists()), mode)

    def undo_preview(
        self,
        batch: BatchNumber,
        chosen: Sequence[BillingLogId] = (),
        mode: Mode = Mode.FOR_GOOD,
    ) -> UndoPlan:
        """The impact of undoing a batch, or the chosen invoices of it."""
        row = self._journal.batch(batch)
        if row is None or row.realm != self._realm:
            raise NotSetUp(f"There is no batch {batch} of {self._transfer.company.name} in this record.")
        targets = targets_of_batch(self._journal, self._realm, batch, chosen)
        return UndoPlan(self._inspector.inspect(targets, mode, self._transfer.lists()), mode, batch)

    def release_preview(self, ids: Sequence[BillingLogId]) -> UndoPlan:
        """*Release in ConnectWise*: only what QuickBooks no longer holds."""
        targets = [target_of(self._journal, self._realm, one) for one in ids]
        items = self._inspector.inspect(targets, Mode.SEND_AGAIN, self._transfer.lists(), only_release=True)
        return UndoPlan(items, Mode.SEND_AGAIN)

    def take_back(
        self,
        plan: UndoPlan,
        why: str,
        observer: Observer = unobserved,
        stop: StopEvent | None = None,
        *,
        confirmed: bool = False,
    ) -> CorrectionReport:
        """Run a preview of any of the three. `confirmed` is the second word for earlier months.

        Raises InUse, StorageFailed, and Known errors before anything is begun."""
        must_say_why(why)
        if plan.earlier_month and not confirmed:
            raise NotSetUp(CONFIRM_EARLIER.format(count=len(plan.earlier_month)))
        halt = stop or StopEvent()
        self._transfer.recover(observer, halt)
        with self._lock():
            items, results = self._still_so(plan)
            by_batch: dict[BatchNumber, list[TakeBackItem]] = {}
            for item in items:
                if item.batch is not None:
                    by_batch.setdefault(item.batch, []).append(item)
            for batch, group in sorted(by_batch.items()):
                results += self._take_back(batch, group, why, observer, halt)
        order = {one.billing_log_id: at for at, one in enumerate(plan.items)}
        results.sort(key=lambda one: order[one.billing_log_id])
        return CorrectionReport(told(results, "taken back"), tuple(results), tuple(sorted(by_batch)))

    def _still_so(self, plan: UndoPlan) -> tuple[list[TakeBackItem], list[TakeBackResult]]:
        """Everything is looked at once more under the lock; what is otherwise by now stays as it is."""
        results = [TakeBackResult(one.billing_log_id, one.number, False, one.refused) for one in plan.refused]
        before = {one.billing_log_id: one for one in plan.possible}
        targets = []
        for one in plan.possible:
            target = target_of(self._journal, self._realm, one.billing_log_id)
            targets.append(_about(target, one))
        only_release = all(one.how is How.RELEASE for one in plan.possible)
        lists = self._transfer.lists()
        found = self._inspector.inspect(targets, plan.mode, lists, only_release=only_release)
        items = []
        for one in found:
            then = before[one.billing_log_id]
            refused = one.refused
            if not refused and (one.how, one.total, one.ref) != (then.how, then.total, then.ref):
                refused = reason("CHANGED_SINCE", number=one.number)
            if refused:
                results.append(TakeBackResult(one.billing_log_id, one.number, False, refused))
            else:
                items.append(one)
        return items, results

    def _take_back(
        self,
        batch: BatchNumber,
        items: Sequence[TakeBackItem],
        why: str,
        observer: Observer,
        stop: StopEvent,
    ) -> list[TakeBackResult]:
        shop = self._shop(observer, stop)
        record = BatchRecord(self._journal, self._clock, batch, self._realm, observer)
        return TakeBackRun(shop, batch, record).run(items, why, self._user)


def _about(target: Target, item: TakeBackItem) -> Target:
    """The target as the preview showed it: in the same batch, and with its document, where the record does
    not hold it itself."""
    row = next((one for one in target.rows if one.batch == item.batch), target.row)
    target = dataclasses.replace(target, row=row)
    if target.refs or item.ref is None or item.how is How.RELEASE:
        return target
    return dataclasses.replace(target, refs=(item.ref,), series=item.series)
