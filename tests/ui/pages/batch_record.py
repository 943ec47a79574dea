"""Batches in a real record for tests of pages, and a program that runs one as the test says."""

from __future__ import annotations

import datetime as dt
import queue
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from threading import Event as StopEvent
from typing import Any

from mobius_desktop.domain.connectwise import Location, UnpostedInvoice
from mobius_desktop.domain.editions import Edition
from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.events import (
    ActionChanged,
    ActionPlanned,
    AnswerStored,
    BatchChanged,
    BatchOpened,
    Event,
    InvoiceChanged,
    InvoicePlanned,
    LogLine,
    RequestStored,
)
from mobius_desktop.domain.finding_codes import NO_LINES_SENTENCE, finding
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.ids import BatchNumber, BillingLogId, RealmId
from mobius_desktop.domain.options import CompanyOptions
from mobius_desktop.domain.plan import BatchPlan
from mobius_desktop.domain.setup import ConnectWiseSetup, QuickBooksSetup
from mobius_desktop.domain.states import ActionState, BatchState, Section
from mobius_desktop.store import Store
from mobius_desktop.transfer.batch import BatchRequest, RecoveryReport, UnpostedList
from mobius_desktop.ui.beginning import Beginning
from mobius_desktop.ui.checking_up import CheckingUp
from mobius_desktop.ui.configuring import Configuring
from mobius_desktop.ui.program import Editions, Observer
from mobius_desktop.ui.tying import Tying
from mobius_desktop.wiring.fixing import Fixing
from mobius_desktop.wiring.keeping import Keeping
from tests.store.stories import (
    START,
    TickingClock,
    action_of,
    journey,
    opened,
    planned,
    ref,
    transaction,
    unposted,
)

COMPANY = "Gulfline Technology, LLC"
NOW = dt.datetime(2026, 11, 2, 15, 42, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 2)
CUSTOMERS = (
    "Acme Widgets",
    "Bay Dental Group",
    "Palmetto Holdings Company",
    "Café Très Bon, LLC",
    "Sable Point Insurance",
    "Ironwood Property Management",
)


def invoices(count: int, first: int = 10501) -> list[UnpostedInvoice]:
    """Invoices with numbers in a row; their totals differ."""
    made = []
    for place in range(count):
        one = unposted(first + place, f"{(place * 733) % 9000 + 120}.25", customer=CUSTOMERS[place % 6])
        made.append(replace(one, date=dt.date(2026, 10, 1) + dt.timedelta(days=place % 28)))
    return made


def credit(number: int, total: str, customer: str = "Acme Widgets") -> UnpostedInvoice:
    """A credit memo: ConnectWise's total is negative."""
    amount = -Decimal(total)
    return replace(
        unposted(number, total, customer=customer), invoice_type="Credit Memo", total=amount, subtotal=amount
    )


def invoice_planned(
    batch: int, invoice: UnpostedInvoice, *findings: Finding, outcome: str = "send", kind: str = "Invoice"
) -> InvoicePlanned:
    """The plan of one invoice, with these findings only."""
    event = planned(BatchNumber(batch), invoice, outcome=outcome)
    return replace(event, findings=findings, kind=kind, transaction=transaction(invoice))


def actions(batch: int, invoice: UnpostedInvoice, *sections: Section) -> list[Event]:
    """What will be done for an invoice; reading and checking it are done already."""
    found: list[Event] = []
    for section in (Section.EXPORT, Section.MAPPINGS, *sections):
        done = section in {Section.EXPORT, Section.MAPPINGS}
        found.append(
            ActionPlanned(
                action=action_of(BatchNumber(batch), invoice, section),
                batch=BatchNumber(batch),
                section=section,
                subject=f"invoice:{invoice.billing_log_id}",
                label=invoice.number,
                state=ActionState.COMPLETED if done else ActionState.NOT_YET_STARTED,
            )
        )
    return found


def opening_of(batch: int, chosen: Sequence[UnpostedInvoice]) -> list[Event]:
    """The first transaction of a batch whose invoices can all be sent."""
    number = BatchNumber(batch)
    events: list[Event] = [opened(number, company=COMPANY)]
    for one in chosen:
        events.append(invoice_planned(batch, one))
        events += actions(batch, one, Section.INVOICES, Section.COMPARE, Section.MARK)
    return events


def bodies(invoice: UnpostedInvoice) -> tuple[bytes, bytes]:
    """What goes out for an invoice, and what comes back for it."""
    kind = "CreditMemo" if invoice.total < 0 else "Invoice"
    amount = str(abs(invoice.subtotal))
    document = (
        f'"DocNumber":"{invoice.number}","TxnDate":"{invoice.date}","CustomerRef":{{"value":"58"}},'
        f'"Line":[{{"DetailType":"SalesItemLineDetail","Amount":{amount},"Description":"Labor",'
        f'"SalesItemLineDetail":{{"ItemRef":{{"value":"7"}},"UnitPrice":{amount},"Qty":1,'
        f'"TaxCodeRef":{{"value":"NON"}}}}}}],"PrivateNote":"Invoice {invoice.number}"'
    )
    total = abs(invoice.total)
    back = (
        f'{{"{kind}":{{{document},"Id":"{ref(invoice).id}","SyncToken":"0","TotalAmt":{total},'
        f'"Balance":{total}}},"time":"2026-11-02T08:00:00-08:00"}}'
    )
    return f"{{{document}}}".encode(), back.encode()


def sent(batch: int, invoice: UnpostedInvoice, at: dt.datetime = START) -> list[list[Event]]:
    """The commits of one invoice that goes through."""
    commits = [list(each) for each in journey(BatchNumber(batch), invoice, at)]
    out, back = bodies(invoice)
    for commit in commits:
        for place, event in enumerate(commit):
            if isinstance(event, RequestStored):
                commit[place] = replace(event, prepared=replace(event.prepared, body=out))
            elif isinstance(event, AnswerStored):
                commit[place] = replace(event, answer=replace(event.answer, body=back))
    compared = action_of(BatchNumber(batch), invoice, Section.COMPARE)
    commits[2].insert(0, ActionChanged(compared, BatchNumber(batch), ActionState.COMPLETED, "equal", at))
    return commits


def failed(batch: int, invoice: UnpostedInvoice, why: Finding, at: dt.datetime = START) -> list[Event]:
    """An invoice that a finding keeps from being sent."""
    number = BatchNumber(batch)
    return [
        invoice_planned(batch, invoice, why, outcome="blocked"),
        *actions(batch, invoice)[:1],
        ActionPlanned(
            action_of(number, invoice, Section.MAPPINGS),
            number,
            Section.MAPPINGS,
            f"invoice:{invoice.billing_log_id}",
            invoice.number,
            ActionState.FAILED,
            why.sentence,
        ),
        InvoiceChanged(
            number, invoice.billing_log_id, ActionState.FAILED, why.sentence, at, finding_code=why.code
        ),
        LogLine(number, "error", f"{invoice.number}: {why.sentence}", at),
    ]


def apart(batch: int, invoice: UnpostedInvoice, by: str = "0.01", at: dt.datetime = START) -> list[Event]:
    """An invoice that is in QuickBooks with another total."""
    number = BatchNumber(batch)
    total = invoice.total + Decimal(by)
    sentence = (
        f"Invoice {invoice.number} is in QuickBooks with {total:,.2f}; ConnectWise has {invoice.total:,.2f}. "
        f"Difference {by}: QuickBooks rounded the tax per line."
    )
    return [
        *sent(batch, invoice, at)[0],
        *sent(batch, invoice, at)[1],
        ActionChanged(
            action_of(number, invoice, Section.COMPARE), number, ActionState.NEEDS_CHECK, sentence, at
        ),
        InvoiceChanged(
            number,
            invoice.billing_log_id,
            ActionState.NEEDS_CHECK,
            sentence,
            at,
            quickbooks_total=total,
            quickbooks_tax=invoice.sales_tax,
            document=ref(invoice),
            finding_code="NEEDS_CHECK",
        ),
        LogLine(number, "warning", f"{invoice.number}: {sentence}", at),
    ]


def looked_up(batch: int, invoice: UnpostedInvoice, at: dt.datetime = START) -> list[Event]:
    """An invoice for which no answer came."""
    number = BatchNumber(batch)
    sentence = (
        f"No answer came back for {invoice.number}. Looking in QuickBooks whether it arrived; "
        "it is not sent again before that is known."
    )
    return [
        sent(batch, invoice, at)[0][2],
        ActionChanged(action_of(number, invoice), number, ActionState.CHECKING, sentence, at),
        InvoiceChanged(number, invoice.billing_log_id, ActionState.CHECKING, sentence, at),
    ]


def without_lines(batch: int, invoice: UnpostedInvoice, at: dt.datetime = START) -> list[Event]:
    """An invoice that is only marked."""
    number = BatchNumber(batch)
    return [
        invoice_planned(batch, invoice, outcome="mark only"),
        *actions(batch, invoice, Section.INVOICES, Section.MARK),
        ActionChanged(action_of(number, invoice), number, ActionState.SKIPPED, NO_LINES_SENTENCE, at),
        ActionChanged(action_of(number, invoice, Section.MARK), number, ActionState.COMPLETED, "Marked", at),
        InvoiceChanged(
            number, invoice.billing_log_id, ActionState.SKIPPED, NO_LINES_SENTENCE, at, marked=True
        ),
        LogLine(number, "info", f"{invoice.number}: {NO_LINES_SENTENCE}", at),
    ]


def unlinked(invoice: UnpostedInvoice) -> Finding:
    """The commonest cause."""
    name = invoice.bill_to.name if invoice.bill_to else ""
    return finding(
        "CUSTOMER_UNLINKED",
        invoice.billing_log_id,
        money=invoice.total,
        number=invoice.number,
        amount=f"{invoice.total:,.2f}",
        customer=name,
        suggestion="Bay Dental Group, Inc.",
        alike="92",
        why="",
    )


def closed_period(invoice: UnpostedInvoice) -> Finding:
    """The books are closed."""
    return finding(
        "PERIOD_CLOSED",
        invoice.billing_log_id,
        money=invoice.total,
        number=invoice.number,
        amount=f"{invoice.total:,.2f}",
        date="2026-09-29",
        closed="2026-09-30",
        next_date="2026-10-01",
    )


def to_apply(invoice: UnpostedInvoice, to: str) -> Finding:
    """A credit memo that somebody has to apply."""
    return finding(
        "CREDIT_TO_APPLY",
        invoice.billing_log_id,
        money=invoice.total,
        number=invoice.number,
        amount=f"{-invoice.total:,.2f}",
        to=f" to invoice {to}",
    )


def ended(batch: int, state: BatchState, message: str, seconds: int = 98) -> list[Event]:
    """The end of a batch."""
    at = START + dt.timedelta(hours=batch, seconds=seconds)
    number = BatchNumber(batch)
    return [LogLine(number, "info", message, at), BatchChanged(number, state, message, at)]


def mixed_batch(store: Store, batch: int = 1) -> list[UnpostedInvoice]:
    """A finished batch with everything in it: 9 sent, 1 credit, 1 apart, 3 not sent, 1 without lines."""
    good = invoices(9)
    memo = credit(10610, "412.00")
    odd, lost, stuck, late, empty = invoices(5, first=10620)
    empty = replace(empty, subtotal=Decimal(0), total=Decimal(0))
    store.record(*opening_of(batch, [*good, odd]))
    for one in good:
        for commit in sent(batch, one):
            store.record(*commit)
    store.record(
        invoice_planned(batch, memo, to_apply(memo, good[0].number), kind="CreditMemo"),
        *actions(batch, memo, Section.INVOICES, Section.COMPARE, Section.MARK),
    )
    for commit in sent(batch, memo):
        store.record(*commit)
    store.record(*apart(batch, odd))
    store.record(*failed(batch, lost, unlinked(lost)))
    store.record(*failed(batch, stuck, unlinked(stuck)))
    store.record(*failed(batch, late, closed_period(late)))
    store.record(*without_lines(batch, empty))
    store.record(
        *ended(
            batch,
            BatchState.FINISHED_WITH_ERROR,
            "11 of 15 are done. 4 need you: fix the cause, then retry. "
            "Invoices sent 9: 27,468.25 · credits 1: (412.00) · not sent 3: 4,000.75 · difference 0.01 USD.",
        )
    )
    return [*good, memo, odd, lost, stuck, late, empty]


def good_batch(store: Store, batch: int, count: int = 2, first: int = 20001) -> list[UnpostedInvoice]:
    """A finished batch in which nothing went wrong."""
    chosen = invoices(count, first=first)
    store.record(*opening_of(batch, chosen))
    for one in chosen:
        for commit in sent(batch, one):
            store.record(*commit)
    total = sum((one.total for one in chosen), Decimal(0))
    store.record(
        *ended(
            batch,
            BatchState.FINISHED,
            f"All {count} invoices are in QuickBooks and marked in ConnectWise. "
            f"{total:,.2f} USD, equal to the cent.",
        )
    )
    return chosen


def marked_batch(store: Store, batch: int) -> UnpostedInvoice:
    """A batch that only marked in ConnectWise, as a cut-over does."""
    (one,) = invoices(1, first=25001)
    store.record(*opening_of(batch, []))
    store.record(*without_lines(batch, one))
    store.record(*ended(batch, BatchState.FINISHED, "1 invoice is marked in ConnectWise."))
    return one


def interrupted_batch(store: Store, batch: int) -> list[UnpostedInvoice]:
    """One sent, one being looked up, two not begun, when the program stopped."""
    chosen = invoices(4, first=30001)
    store.record(*opening_of(batch, chosen))
    for commit in sent(batch, chosen[0]):
        store.record(*commit)
    store.record(*looked_up(batch, chosen[1]))
    at = START + dt.timedelta(hours=batch, minutes=1)
    store.record(BatchChanged(BatchNumber(batch), BatchState.INTERRUPTED, "", at))
    return chosen


@dataclass(slots=True)
class RecordProgram:
    """A program over a real record. A run does what the test feeds it, and nothing by itself."""

    archive: Any
    edition: Edition = Edition.STANDARD
    demo: bool = False
    offline: bool = False
    version: str = "0.1.0"
    vault: str = "memory"
    steps: queue.Queue[Sequence[Event] | Known | None] = field(default_factory=queue.Queue)
    resumed: list[BatchNumber] = field(default_factory=list)
    recovered: int = 0
    on_recover: Callable[[], None] | None = None
    stopped: bool = False
    review_only: bool = False
    trouble: Known | None = None

    @property
    def keeping(self) -> Keeping:
        """The record as a file."""
        return Keeping(self.archive, self.archive.path, TickingClock(NOW), user="alex")

    @property
    def configuring(self) -> Configuring:
        """No page of a batch asks for the configuration's pages."""
        raise NotImplementedError

    @property
    def editions(self) -> Editions:
        """Nor for another edition."""
        raise NotImplementedError

    @property
    def beginning(self) -> Beginning:
        """Nor for the first steps."""
        raise NotImplementedError

    @property
    def checking_up(self) -> CheckingUp:
        """Nor for a check of the set-up."""
        raise NotImplementedError

    @property
    def tying(self) -> Tying:
        """Nor for tie-outs."""
        raise NotImplementedError

    @property
    def fixing(self) -> Fixing:
        """Cures are offered from the record; the tests of these pages carry none out."""
        return Fixing(self.archive, self._no_configuring, self._engine)

    def _no_configuring(self) -> Any:
        return self.configuring

    def _engine(self, realm: RealmId) -> Any:
        raise Known(f"QuickBooks did not answer for {realm}.", side="quickbooks")

    def feed(self, *events: Event) -> None:
        """The run records these events and tells them."""
        self.steps.put(events)

    def end(self, error: Known | None = None) -> None:
        """The run ends, or fails."""
        self.steps.put(error)

    def _run(self, observer: Observer, stop: StopEvent) -> BatchNumber:
        number = BatchNumber(0)
        while (step := self.steps.get()) is not None:
            if isinstance(step, Known):
                raise step
            self.archive.record(*step)
            named = (one.batch for one in step if isinstance(one, BatchOpened | BatchChanged))
            number = next(named, number)
            observer(step)
        self.stopped = stop.is_set()
        return number

    def run(self, realm: RealmId, plan: BatchPlan, observer: Observer, stop: StopEvent) -> BatchNumber:
        del realm, plan
        return self._run(observer, stop)

    def resume(self, number: BatchNumber, observer: Observer, stop: StopEvent) -> BatchNumber:
        self.resumed.append(number)
        return self._run(observer, stop)

    def recover(self, observer: Observer) -> RecoveryReport:
        del observer
        self.recovered += 1
        if self.on_recover is not None:
            self.on_recover()
        return RecoveryReport()

    def now(self) -> dt.datetime:
        return NOW

    def today(self) -> dt.date:
        return TODAY

    def companies(self) -> tuple[QuickBooksSetup, ...]:
        return ()

    def connectwise_setup(self) -> ConnectWiseSetup | None:
        return None

    def options(self, realm: RealmId) -> CompanyOptions:
        del realm
        return CompanyOptions()

    def locations(self) -> tuple[Location, ...]:
        return ()

    def connect(self) -> None:
        raise NotImplementedError

    def list_unposted(self, *args: Any) -> UnpostedList:
        raise NotImplementedError

    def corrections(self, realm: RealmId) -> Any:
        raise NotImplementedError

    def plan(
        self, realm: RealmId, request: BatchRequest, progress: Callable[[int], None], stop: StopEvent
    ) -> BatchPlan:
        raise NotImplementedError

    @property
    def setting_up(self) -> Any:
        raise NotImplementedError

    def hold(self, ids: Sequence[BillingLogId], reason: str, until: dt.date | None = None) -> None:
        raise NotImplementedError

    def close(self) -> None:
        """Nothing is open."""
