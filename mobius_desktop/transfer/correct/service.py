"""Corrections of one company, for the window and the command line: look first (`*_preview`), then run.

Every run takes what its preview gave: what has changed since is refused, never guessed.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from threading import Event as StopEvent

from mobius_desktop.domain.connectwise import UnpostedInvoice
from mobius_desktop.domain.errors import NotSetUp
from mobius_desktop.domain.events import Event, HoldChanged, JudgementGiven
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.ids import BatchNumber, BillingLogId, QuickBooksId
from mobius_desktop.domain.money import amount_text
from mobius_desktop.domain.options import Summary
from mobius_desktop.domain.origin import markers_in
from mobius_desktop.domain.plan import BatchPlan, InvoicePlan, PlanOutcome
from mobius_desktop.domain.ports import Clock, ConnectWise, QuickBooks
from mobius_desktop.domain.quickbooks import DocumentKind, DocumentRef
from mobius_desktop.domain.states import ActionState
from mobius_desktop.transfer.batch import BatchRequest
from mobius_desktop.transfer.correct.accepting import Acceptor
from mobius_desktop.transfer.correct.by_hand import mark_items, mark_plan
from mobius_desktop.transfer.correct.inspecting import Inspector
from mobius_desktop.transfer.correct.ports import CorrectionJournal
from mobius_desktop.transfer.correct.reasons import reason
from mobius_desktop.transfer.correct.taking_back import TakeBackRun, Workshop
from mobius_desktop.transfer.correct.targets import Target, target_of, targets_of_batch
from mobius_desktop.transfer.correct.values import (
    AcceptItem,
    CorrectionReport,
    How,
    MarkItem,
    Mode,
    ReplacePlan,
    RetryPlan,
    TakeBackItem,
    TakeBackResult,
    UndoPlan,
)
from mobius_desktop.transfer.run.record import BatchRecord, Observer, unobserved
from mobius_desktop.transfer.service import TransferService

CHANGED = "CHANGED_AFTER_SENDING"
_REPLACEABLE = frozenset({CHANGED, "NEEDS_CHECK_OPEN"})
CONFIRM_EARLIER = "{count} of these lie in an earlier month than today. Confirm that as well."
CompanyLock = Callable[[], AbstractContextManager[object]]


class CorrectionService:
    """Corrections of one QuickBooks company. Any thread may call; runs hold the company's lock."""

    def __init__(
        self,
        transfer: TransferService,
        connectwise: ConnectWise,
        quickbooks: QuickBooks,
        journal: CorrectionJournal,
        clock: Clock,
        *,
        user: str,
        lock: CompanyLock,
    ) -> None:
        self._transfer = transfer
        self._connectwise = connectwise
        self._quickbooks = quickbooks
        self._journal = journal
        self._clock = clock
        self._user = user
        self._lock = lock
        self._realm = transfer.company.realm
        self._inspector = Inspector(connectwise, quickbooks, journal, clock, self._realm)

    def find(self, number: str) -> BillingLogId:
        """The invoice with this number: in the record, else in the unposted list. NotSetUp without one."""
        known = self._journal.find_invoices(number) or self._journal.find_invoices(number.upper())
        if known:
            return known[0]
        for one in self._transfer.list_unposted().invoices:
            if one.number.casefold() == number.casefold():
                return one.billing_log_id
        raise NotSetUp(f"There is no invoice {number} in this record or in ConnectWise's unposted list.")

    # -- take back, undo, release ---------------------------------------------------------------------

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
        _must_say_why(why)
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
        return CorrectionReport(_told(results, "taken back"), tuple(results), tuple(sorted(by_batch)))

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

    def _shop(self, observer: Observer, stop: StopEvent) -> Workshop:
        return Workshop(self._transfer.desk(), self._journal, self._connectwise.origin, observer, stop)

    # -- changed after sending ------------------------------------------------------------------------

    def replace_preview(self, billing_log_id: BillingLogId) -> ReplacePlan:
        """What *Replace* would do. `refused` says why not; the plan shows how it would be sent."""
        plan = self._plan_of(billing_log_id)
        target = target_of(self._journal, self._realm, billing_log_id)
        problem = next((one for one in plan.findings if one.code in _REPLACEABLE), None)
        if not target.refs and problem is not None:
            target = self._found_by_marker(target, problem)
        (item,) = self._inspector.inspect([target], Mode.SEND_AGAIN, self._transfer.lists())
        item = dataclasses.replace(item, number=plan.invoice.number)
        refused = item.refused or self._not_replaceable(plan, problem)
        return ReplacePlan(dataclasses.replace(item, refused=refused), plan, plan.invoice.total)

    def _not_replaceable(self, plan: InvoicePlan, problem: Finding | None) -> str:
        number = plan.invoice.number
        if problem is None:
            other = next((one for one in plan.findings if one.blocks), None)
            if other is not None:
                return other.sentence
            code = "NOTHING_TO_REPLACE" if plan.outcome is PlanOutcome.ADOPT else "NOT_IN_QUICKBOOKS"
            return reason(code, number=number)
        other = next((one for one in plan.findings if one.blocks and one.code not in _REPLACEABLE), None)
        return reason("WOULD_NOT_GO", number=number, why=other.sentence) if other is not None else ""

    def _found_by_marker(self, target: Target, problem: Finding) -> Target:
        """Another installation sent it: the look of the plan found it by its marker."""
        kind, _, number = dict(problem.facts).get("document", "").partition(" ")
        if not kind:
            return target
        ref = DocumentRef(DocumentKind(kind), QuickBooksId(number))
        found = self._quickbooks.read((ref,)).get(ref)
        series = [
            series
            for one, _, series in markers_in(found.private_note if found is not None else "")
            if one == target.billing_log_id
        ]
        return dataclasses.replace(target, refs=(ref,), series=max(series, default=0))

    def replace(
        self,
        plan: ReplacePlan,
        why: str,
        observer: Observer = unobserved,
        stop: StopEvent | None = None,
        *,
        confirmed: bool = False,
    ) -> CorrectionReport:
        """Take back and send anew under the same number. Raises as `take_back` does."""
        _must_say_why(why)
        if plan.refused:
            raise NotSetUp(plan.refused)
        item = plan.item
        if item.earlier_month and not confirmed:
            raise NotSetUp(CONFIRM_EARLIER.format(count=1))
        if item.batch is None:
            # No batch of this record tells of it yet: one is opened in which it stands as it was met.
            blocked = self._transfer.plan(self._request(item.billing_log_id))
            batch = self._transfer.run(blocked, observer, stop)
            item = dataclasses.replace(item, batch=batch)
        problem = next((one for one in plan.plan.findings if one.code in _REPLACEABLE), None)
        if problem is not None:
            self._judge(item.billing_log_id, problem.code, "replace", why, problem.facts)
        taken = self.take_back(
            UndoPlan((item,), Mode.SEND_AGAIN, item.batch), why, observer, stop, confirmed=confirmed
        )
        if not taken.all_done:
            return taken
        return self._send_anew(item, taken, observer, stop)

    def _send_anew(
        self, item: TakeBackItem, taken: CorrectionReport, observer: Observer, stop: StopEvent | None
    ) -> CorrectionReport:
        anew = self._transfer.plan(self._request(item.billing_log_id), stop=stop)
        number = self._transfer.run(anew, observer, stop)
        rows = [one for one in self._journal.invoices(number) if one.billing_log_id == item.billing_log_id]
        done = bool(rows) and rows[0].state is ActionState.COMPLETED and rows[0].marked
        if done:
            total = amount_text(rows[0].connectwise_total, item.currency)
            sentence = (
                f"{item.number} is replaced: {total} {item.currency} is in QuickBooks (batch {number})."
            )
        else:
            said = rows[0].message if rows else ""
            sentence = f"{item.number} was taken back and is not sent again yet (batch {number}). {said}"
        result = TakeBackResult(item.billing_log_id, item.number, done, sentence.strip())
        return CorrectionReport(sentence.strip(), (result,), (*taken.batches, number))

    def leave_preview(self, billing_log_id: BillingLogId) -> ReplacePlan:
        """*Leave QuickBooks as it is*: both amounts, and whether that is the question at all."""
        shown = self.replace_preview(billing_log_id)
        asked = any(one.code == CHANGED for one in shown.plan.findings)
        number = shown.plan.invoice.number
        refused = "" if asked else reason("NOT_THE_QUESTION", number=number)
        return dataclasses.replace(shown, item=dataclasses.replace(shown.item, refused=refused))

    def leave(
        self,
        plan: ReplacePlan,
        why: str,
        observer: Observer = unobserved,
        stop: StopEvent | None = None,
    ) -> CorrectionReport:
        """Recorded as the user's word, then marked; QuickBooks stays as it is."""
        _must_say_why(why)
        if plan.refused:
            raise NotSetUp(plan.refused)
        problem = next(one for one in plan.plan.findings if one.code == CHANGED)
        ours = plan.item
        self._judge(ours.billing_log_id, CHANGED, "leave", why, problem.facts)
        anew = self._transfer.plan(self._request(ours.billing_log_id), stop=stop)
        return self._ran(anew, observer, stop, "left as it is and marked")

    def credit_memo_advice(self, plan: ReplacePlan) -> str:
        """*Correct by credit memo*: what to create in ConnectWise, after *Leave*."""
        item = plan.item
        apart = plan.connectwise_total - item.total
        amount = f"{amount_text(abs(apart), item.currency)} {item.currency}"
        held = f"{amount_text(item.total, item.currency)} {item.currency}"
        noun = "a credit memo" if apart < 0 else "an additional invoice"
        return (
            f"Set {item.number} back to {held} in ConnectWise and leave QuickBooks as it is. "
            f"Then create {noun} of {amount} there and send it like any other."
        )

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
        _must_say_why(why)
        halt = stop or StopEvent()
        self._transfer.recover(observer, halt)
        with self._lock():
            results = Acceptor(self._shop(observer, halt)).run(items, why, self._user)
        batches = tuple(sorted({one.batch for one in items}))
        return CorrectionReport(_told(results, "accepted and marked in ConnectWise"), tuple(results), batches)

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
        _must_say_why(why)
        refused = [
            TakeBackResult(one.billing_log_id, one.number, False, one.refused)
            for one in items
            if not one.possible
        ]
        going = [one for one in items if one.possible]
        if not going:
            return CorrectionReport(_told(refused, "marked"), tuple(refused))
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
            return CorrectionReport(_told(refused, "marked"), tuple(refused))
        export = self._connectwise.export(sorted(here), Summary.DETAILED)
        for one in same:
            facts = (("number", one.number), ("total", amount_text(one.total, one.currency)))
            self._judge(one.billing_log_id, "MARKED_BY_HAND", "mark", why, facts)
        plan = mark_plan(self._transfer.company, same, export, why, self._quickbooks.server_now())
        done = self._ran(plan, observer, stop, "marked")
        results = (*done.results, *refused)
        return CorrectionReport(_told(results, "marked"), results, done.batches)

    # -- retry, hold ----------------------------------------------------------------------------------

    def retry_preview(
        self, batch: BatchNumber, *, allow_creation: bool = False, stop: StopEvent | None = None
    ) -> RetryPlan:
        """What failed in a batch, planned from fresh data. What it shows is what `retry` sends."""
        request = self._transfer.failed(batch)
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

    def hold(self, billing_log_id: BillingLogId, why: str, until: dt.date | None = None) -> None:
        """Keep an invoice out of what can be ticked, until a day or until it is released."""
        _must_say_why(why)
        self._journal.record(HoldChanged(billing_log_id, why, until, self._user, self._clock.now()))

    def end_hold(self, billing_log_id: BillingLogId) -> None:
        """It may be ticked again."""
        self._journal.record(HoldChanged(billing_log_id, "", None, self._user, self._clock.now()))

    # -- shared ---------------------------------------------------------------------------------------

    def _plan_of(self, billing_log_id: BillingLogId) -> InvoicePlan:
        planned = self._transfer.plan(self._request(billing_log_id)).invoices
        if not planned:
            number = target_of(self._journal, self._realm, billing_log_id).number
            raise NotSetUp(reason("NOT_UNPOSTED", number=number))
        return planned[0]

    def _request(self, billing_log_id: BillingLogId) -> BatchRequest:
        options = self._journal.options(self._realm)
        return BatchRequest((billing_log_id,), options.invoice_export_detail, allow_creation=True)

    def _judge(
        self,
        billing_log_id: BillingLogId,
        code: str,
        verdict: str,
        why: str,
        facts: tuple[tuple[str, str], ...],
    ) -> None:
        given: Event = JudgementGiven(
            billing_log_id, code, verdict, why, facts, "", self._user, self._clock.now()
        )
        self._journal.record(given)

    def _ran(
        self, plan: BatchPlan, observer: Observer, stop: StopEvent | None, word: str
    ) -> CorrectionReport:
        number = self._transfer.run(plan, observer, stop)
        results = [
            TakeBackResult(row.billing_log_id, row.number, row.marked, row.message)
            for row in self._journal.invoices(number)
        ]
        return CorrectionReport(_told(results, word), tuple(results), (number,))


def _must_say_why(why: str) -> None:
    if not why.strip():
        raise NotSetUp("A reason is needed: it stays in the record.")


def _about(target: Target, item: TakeBackItem) -> Target:
    """The target with the document of the preview, where the record does not hold it itself."""
    if target.refs or item.ref is None or item.how is How.RELEASE:
        return target
    return dataclasses.replace(target, refs=(item.ref,), series=item.series)


def _is_same(item: MarkItem, now: UnpostedInvoice | None) -> bool:
    return now is not None and now.total == item.total


def _told(results: Sequence[TakeBackResult], word: str) -> str:
    """`4 of 5 taken back. 10502 stays: a payment is on it …`."""
    done = sum(one.done for one in results)
    head = f"{done} of {len(results)} {word}."
    return " ".join((head, *(one.sentence for one in results if not one.done))).strip()
