"""What every correction of a company has in common: whom it asks, and how a user's word is written down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from threading import Event as StopEvent

from mobius_desktop.domain.errors import NotSetUp
from mobius_desktop.domain.events import Event, JudgementGiven
from mobius_desktop.domain.ids import BillingLogId
from mobius_desktop.domain.plan import BatchPlan, InvoicePlan
from mobius_desktop.domain.ports import Clock, ConnectWise, QuickBooks
from mobius_desktop.transfer.batch import BatchRequest
from mobius_desktop.transfer.correct.inspecting import Inspector
from mobius_desktop.transfer.correct.ports import CorrectionJournal
from mobius_desktop.transfer.correct.reasons import reason
from mobius_desktop.transfer.correct.taking_back import Workshop
from mobius_desktop.transfer.correct.targets import target_of
from mobius_desktop.transfer.correct.values import (
    CorrectionReport,
    TakeBackResult,
)
from mobius_desktop.transfer.run.record import Observer
from mobius_desktop.transfer.service import TransferService

CompanyLock = Callable[[], AbstractContextManager[object]]


class Corrections:
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

    def _shop(self, observer: Observer, stop: StopEvent) -> Workshop:
        return Workshop(self._transfer.desk(), self._journal, self._connectwise.origin, observer, stop)

    def _plan_of(self, billing_log_id: BillingLogId) -> InvoicePlan:
        planned = self._transfer.plan(self._request(billing_log_id)).invoices
        if not planned:
            number = target_of(self._journal, self._realm, billing_log_id).number
            raise NotSetUp(reason("NOT_UNPOSTED", number=number))
        return planned[0]

    def _request(self, billing_log_id: BillingLogId) -> BatchRequest:
        options = self._transfer.options
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
        return CorrectionReport(told(results, word), tuple(results), (number,))


def must_say_why(why: str) -> None:
    if not why.strip():
        raise NotSetUp("A reason is needed: it stays in the record.")


def told(results: Sequence[TakeBackResult], word: str) -> str:
    """`4 of 5 taken back. 10502 stays: a payment is on it …`."""
    done = sum(one.done for one in results)
    head = f"{done} of {len(results)} {word}."
    return " ".join((head, *(one.sentence for one in results if not one.done))).strip()
