"""The one engine under the window and the command line: list, plan, run, recover, resume."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from itertools import count
from threading import Event, Lock
from typing import Protocol

from mobius_desktop.domain.connectwise import UnpostedInvoice
from mobius_desktop.domain.finding_codes import RULES
from mobius_desktop.domain.ids import BatchNumber, BillingLogId, ConnectWiseId, RealmId
from mobius_desktop.domain.options import CompanyOptions
from mobius_desktop.domain.origin import markers_in
from mobius_desktop.domain.plan import BatchPlan, InvoicePlan, PlanInput, PlanOutcome
from mobius_desktop.domain.ports import Clock, ConnectWise, Progress, QuickBooks
from mobius_desktop.domain.quickbooks import DocumentLife, QuickBooksLists
from mobius_desktop.domain.run_causes import NOT_BEGUN
from mobius_desktop.domain.setup import QuickBooksSetup
from mobius_desktop.domain.states import ActionState
from mobius_desktop.domain.stopping import stopped_by
from mobius_desktop.transfer.batch import BatchRequest, Pace, RecoveryReport, UnpostedList
from mobius_desktop.transfer.correct.ports import CorrectionJournal
from mobius_desktop.transfer.correct.recovery import recover_corrections
from mobius_desktop.transfer.gather import Gatherer, PlanProgress, sorted_list
from mobius_desktop.transfer.kind import BatchKind, InvoiceKind
from mobius_desktop.transfer.launch import Launch, launch, with_refusals
from mobius_desktop.transfer.meanwhile import (
    blocked_by,
    cause_since,
    is_same,
    left_before,
    no_longer_unposted,
    of_rule,
)
from mobius_desktop.transfer.recovery import Recovery, end_interrupted
from mobius_desktop.transfer.run.desk import Desk
from mobius_desktop.transfer.run.job import Job
from mobius_desktop.transfer.run.opening import Signature
from mobius_desktop.transfer.run.record import BatchRecord, Observer, unobserved
from mobius_desktop.transfer.second_look import SecondLook

REMEMBERED_PLANS = 4
CompanyLock = Callable[[], AbstractContextManager[object]]
"""Held while a run or a recovery writes; raises InUse when another program holds the company."""


class ListCache(Protocol):
    """Keeps lists as they were read, so that a page has rows before the network answers."""

    def put_cached_unposted(
        self,
        invoices: Sequence[UnpostedInvoice],
        read_at: dt.datetime,
        location: ConnectWiseId | None = None,
    ) -> None: ...

    def put_cached_lists(self, realm: RealmId, lists: QuickBooksLists) -> None: ...


@dataclass(slots=True)
class Made:
    """A plan with what it was made of."""

    plan: BatchPlan
    data: PlanInput
    at: float


class TransferService:
    """Batches of one kind for one QuickBooks company. Any thread may call; one run at a time."""

    def __init__(
        self,
        connectwise: ConnectWise,
        quickbooks: QuickBooks,
        journal: CorrectionJournal,
        clock: Clock,
        company: QuickBooksSetup,
        *,
        user: str,
        machine: str,
        version: str,
        lock: CompanyLock = nullcontext,
        cache: ListCache | None = None,
        pace: Pace | None = None,
        kind: BatchKind | None = None,
        options: Callable[[RealmId], CompanyOptions] | None = None,
    ) -> None:
        self.company = company
        self.kind = kind or InvoiceKind()
        self._connectwise = connectwise
        self._quickbooks = quickbooks
        self._journal = journal
        self._clock = clock
        self._pace = pace or Pace()
        self._lock = lock
        self._cache = cache
        self._signature = Signature(user, machine, version, connectwise.origin)
        self._options = options or journal.options
        self._gatherer = Gatherer(connectwise, quickbooks, journal, clock, self.kind)
        self._plans: list[Made] = []
        self._tokens = count(1)
        self._lists: tuple[QuickBooksLists, float] | None = None
        self._guard = Lock()

    @property
    def options(self) -> CompanyOptions:
        """The configuration in force: an edition may use less of it than is kept."""
        return self._options(self.company.realm)

    # -- reading --------------------------------------------------------------------------------------

    def list_unposted(
        self,
        location: ConnectWiseId | None = None,
        through: dt.date | None = None,
        progress: Progress | None = None,
        stop: Event | None = None,
    ) -> UnpostedList:
        """The unposted list, sorted. Raises Known errors of ConnectWise, and Cancelled."""
        with _stopping(stop):
            read = tuple(self.kind.list(self._connectwise, location, through, progress, stop))
        ids = tuple(one.billing_log_id for one in read)
        listed, now = sorted_list(read), self._clock.now()
        if self._cache is not None and through is None:
            self._cache.put_cached_unposted(listed, now, location)
        return UnpostedList(
            listed,
            now,
            noted=self._journal.noted(ids),
            settled=self._open_ids(ids),
            held=self._held(ids),
        )

    def _held(self, ids: tuple[BillingLogId, ...]) -> frozenset[BillingLogId]:
        """Held back without an end, or until a day that has not come yet."""
        today = self._clock.today()
        held = (key for key, hold in self._journal.holds().items() if hold.stands_on(today))
        return frozenset(held) & frozenset(ids)

    def _open_ids(self, ids: tuple[BillingLogId, ...]) -> frozenset[BillingLogId]:
        """Those that wait for a check: not offered, and not planned anew."""
        known = self._journal.known_documents(ids)
        waiting = {one.billing_log_id for one in known if one.live and not one.marked and one.needs_check}
        return frozenset(waiting | self._unknown()) & frozenset(ids)

    def _unknown(self) -> set[BillingLogId]:
        realm = self.company.realm
        return {
            one.billing_log_id
            for one in self._journal.unsettled(realm)
            if one.billing_log_id is not None and one.action.state is ActionState.CHECKING
        }

    def lists(self, *, anew: bool = False) -> QuickBooksLists:
        """QuickBooks' lists; read again when older than ten minutes, their preferences each time."""
        with self._guard:
            kept = self._lists
        now = self._clock.monotonic()
        if kept is not None and not anew and now - kept[1] <= self._pace.lists_fresh:
            return dataclasses.replace(kept[0], preferences=self._quickbooks.preferences())
        lists = self._quickbooks.lists()
        with self._guard:
            self._lists = (lists, now)
        if self._cache is not None:
            self._cache.put_cached_lists(self.company.realm, lists)
        return lists

    def forget_lists(self) -> None:
        """The next plan reads QuickBooks' lists again: something was created, or the user asked."""
        with self._guard:
            self._lists = None

    # -- planning -------------------------------------------------------------------------------------

    def plan(
        self, request: BatchRequest, progress: PlanProgress | None = None, stop: Event | None = None
    ) -> BatchPlan:
        """What would be sent. Reads both sides, writes to none. Raises Known errors, and Cancelled."""
        with _stopping(stop):
            gathered = self._gatherer.gather(
                request,
                self.lists(),
                self.options,
                tax_proven=self._journal.tax_override_proven(self.company.realm),
                progress=progress,
                stop=stop,
            )
            planned_at = self._quickbooks.server_now()
        invoices, records, findings = self.kind.plan(gathered.data)
        invoices = (*self._without_unknown(invoices), *no_longer_unposted(request.listed, gathered.gone))
        needed = {key for one in invoices if one.outcome is PlanOutcome.SEND for key in one.needs}
        plan = BatchPlan(
            realm=self.company.realm,
            company_name=self.company.name,
            summary=gathered.data.summary,
            location=request.location,
            through=request.through,
            invoices=invoices,
            new_records=tuple(one for one in records if one.ref.key in needed),
            findings=findings,
            planned_at=planned_at,
            tax_override_proven=gathered.data.tax_override_proven,
            token=next(self._tokens),
        )
        with self._guard:
            self._plans = [
                *self._plans[1 - REMEMBERED_PLANS :],
                Made(plan, gathered.data, self._clock.monotonic()),
            ]
        return plan

    def _without_unknown(self, plans: tuple[InvoicePlan, ...]) -> tuple[InvoicePlan, ...]:
        """What may have gone out is not planned anew before that is known."""
        unknown = self._unknown()
        if not unknown:
            return plans
        return tuple(
            blocked_by(
                one,
                of_rule(RULES["OUTCOME_UNKNOWN"], one.invoice),
            )
            if one.invoice.billing_log_id in unknown and not one.blocked
            else one
            for one in plans
        )

    def outdated(self, plan: BatchPlan) -> tuple[str, ...]:
        """Numbers of the invoices that ConnectWise no longer has as they were planned."""
        there = [one.invoice for one in plan.invoices if not left_before(one)]
        now = self.kind.fresh(self._connectwise, [one.billing_log_id for one in there]) if there else {}
        return tuple(one.number for one in there if not is_same(one, now.get(one.billing_log_id)))

    # -- running --------------------------------------------------------------------------------------

    def run(
        self,
        plan: BatchPlan,
        observer: Observer = unobserved,
        stop: Event | None = None,
        *,
        continues: BatchNumber | None = None,
    ) -> BatchNumber:
        """Send a plan, after finishing what an earlier batch had begun. `continues` is an interrupted batch
        whose remaining invoices this plan holds. Raises InUse, StorageFailed; all else is in the record."""
        halt = stop or Event()
        with self._lock():
            # Unobserved: whoever watches this run must not take an earlier batch's events for its own.
            self._recover(unobserved, halt)
            made = self._made(plan)
            refused = self._changed_since(plan, made)
            desk = self._desk(made)
            number = launch(
                Launch(
                    plan=with_refusals(plan, set(refused)),
                    desk=desk,
                    journal=self._journal,
                    signature=self._signature,
                    observer=observer,
                    stop=halt,
                    rebuild=lambda job: self._rebuild(job, plan),
                    details=made.data.details if made is not None else {},
                    refused=refused,
                )
            )
            if desk.new_names:
                self.forget_lists()
            if continues is not None:
                self._end_interrupted(continues, number, observer)
        return number

    def recover(self, observer: Observer = unobserved, stop: Event | None = None) -> RecoveryReport:
        """Finish what an earlier program had begun. Raises InUse when that program still runs."""
        with self._lock():
            return self._recover(observer, stop or Event())

    def resume(self, number: BatchNumber) -> BatchRequest:
        """The request for what an interrupted, stopped or cancelled batch left unsent, to be planned anew."""
        batch = self._journal.batch(number)
        if batch is None:
            raise LookupError(f"there is no batch {number}")
        ids = tuple(
            row.billing_log_id
            for row in self._journal.invoices(number)
            if row.document is None
            and not row.marked
            and (row.state is ActionState.NOT_YET_STARTED or row.finding_code in {*NOT_BEGUN, "TAX_HELD"})
        )
        return BatchRequest(ids=ids, summary=batch.summary, through=batch.through)

    def failed(self, number: BatchNumber) -> BatchRequest:
        """The request for *Retry*: what failed in a batch and is not in QuickBooks."""
        batch = self._journal.batch(number)
        if batch is None:
            raise LookupError(f"there is no batch {number}")
        ids = tuple(
            row.billing_log_id
            for row in self._journal.invoices(number)
            if row.state is ActionState.FAILED and (row.document is None or row.finding_code == "GONE")
        )
        return BatchRequest(ids=ids, summary=batch.summary, through=batch.through)

    def _recover(self, observer: Observer, stop: Event) -> RecoveryReport:
        about = (self._journal, self._clock, self.company.realm, self._connectwise.origin)
        corrected = recover_corrections(*about, make_desk=self.desk, observer=observer, stop=stop)
        sent = Recovery(*about, make_desk=self.desk, observer=observer, stop=stop).recover()
        again = SecondLook(
            self._journal,
            self._quickbooks,
            self._clock,
            self.company.realm,
            origin=self._connectwise.origin,
            observer=observer,
        )
        return corrected.with_(sent).with_(again.look())

    def desk(self) -> Desk:
        """What a step works with outside of a batch's own run. Raises Known errors of QuickBooks."""
        return self._desk(None)

    def _made(self, plan: BatchPlan) -> Made | None:
        with self._guard:
            return next((one for one in self._plans if plan.token and one.plan.token == plan.token), None)

    def _desk(self, made: Made | None) -> Desk:
        lists = made.data.lists if made is not None else self.lists()
        options = made.data.options if made is not None else self.options
        return Desk(
            connectwise=self._connectwise,
            quickbooks=self._quickbooks,
            clock=self._clock,
            kind=self.kind,
            lists=lists,
            options=options,
            pace=self._pace,
            closed_through=lists.preferences.book_close_date,
            closing_read_at=made.at if made is not None else self._clock.monotonic(),
            tax_proven=self._journal.tax_override_proven(self.company.realm),
        )

    def _changed_since(self, plan: BatchPlan, made: Made | None) -> dict[BillingLogId, tuple[str, str]]:
        """What must not be sent as it was previewed, when the preview is no longer fresh."""
        if made is not None and self._clock.monotonic() - made.at <= self._pace.plan_fresh:
            return {}
        to_send = [one for one in plan.invoices if one.outcome is PlanOutcome.SEND]
        if not to_send:
            return {}
        now = self.kind.fresh(self._connectwise, [one.invoice.billing_log_id for one in to_send])
        lists = made.data.lists if made is not None else self.lists()
        before = {one.ref for one in made.data.existing} if made is not None else set()
        found = self._gatherer.look_for_plans(to_send, lists)
        appeared = [one for one in found if one.life is DocumentLife.LIVE and one.ref not in before]
        taken = {one.number for one in appeared}
        marked = {marked for one in appeared for marked, _, _ in markers_in(one.private_note)}
        refused: dict[BillingLogId, tuple[str, str]] = {}
        for one in to_send:
            key = one.invoice.billing_log_id
            again = {one.document.number} if one.document is not None and key in marked else set()
            cause = cause_since(one, now.get(key), taken | again)
            if cause:
                refused[one.invoice.billing_log_id] = cause
        return refused

    def _rebuild(self, job: Job, plan: BatchPlan) -> InvoicePlan | None:
        anew = self.plan(BatchRequest((job.id,), plan.summary))
        sendable = [one for one in anew.invoices if one.outcome is PlanOutcome.SEND and not one.needs]
        return sendable[0] if sendable else None

    def _end_interrupted(self, number: BatchNumber, into: BatchNumber, observer: Observer) -> None:
        """The rest of an interrupted batch went on in another one."""
        record = BatchRecord(self._journal, self._clock, number, self.company.realm, observer)
        end_interrupted(self._journal, record, into)


@contextmanager
def _stopping(stop: Event | None) -> Iterator[None]:
    """Waits inside a client end when the user cancels."""
    if stop is None:
        yield
        return
    with stopped_by(stop):
        yield
