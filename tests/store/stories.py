"""Events as a run would record them, from small to long, and a clock that only ticks."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from threading import Event as StopEvent

from mobius_desktop.domain.connectwise import GlRow, GlTransaction, InvoiceDetails, PostalAddress, Reference
from mobius_desktop.domain.connectwise import UnpostedInvoice as Unposted
from mobius_desktop.domain.document import Document, DocumentLine, DocumentTax, RecordRef
from mobius_desktop.domain.events import (
    ActionChanged,
    ActionPlanned,
    AnswerStored,
    BatchChanged,
    BatchOpened,
    DocumentKnown,
    Event,
    InvoiceChanged,
    InvoiceMarked,
    InvoicePlanned,
    LogLine,
    RequestStored,
)
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.ids import (
    ActionId,
    BatchNumber,
    BillingLogId,
    ConnectWiseBatchId,
    ConnectWiseId,
    GlEntryId,
    QuickBooksId,
    RealmId,
    RecordKey,
    RequestId,
)
from mobius_desktop.domain.options import CompanyOptions, Summary
from mobius_desktop.domain.quickbooks import DocumentKind, DocumentLife, DocumentRef, FoundDocument, ListKind
from mobius_desktop.domain.states import ActionState, BatchState, Section, Severity
from mobius_desktop.domain.wire import Answer, AnswerKind, Prepared

REALM = RealmId("9341")
START = dt.datetime(2026, 11, 2, 14, 0, tzinfo=dt.UTC)


class TickingClock:
    """A second passes each time somebody looks."""

    def __init__(self, start: dt.datetime = START) -> None:
        self._now = start

    def now(self) -> dt.datetime:
        self._now += dt.timedelta(seconds=1)
        return self._now

    def today(self) -> dt.date:
        return self._now.date()

    def monotonic(self) -> float:
        return self._now.timestamp()

    def wait(self, seconds: float, stop: StopEvent | None = None) -> bool:
        self._now += dt.timedelta(seconds=seconds)
        return stop is not None and stop.is_set()


def unposted(
    number: int,
    total: str = "1250.00",
    *,
    currency: str = "USD",
    customer: str = "Acme Widgets",
    tax: str = "0",
) -> Unposted:
    """A row of the unposted list; its billingLogId follows from its number."""
    amount = Decimal(total)
    company = Reference(id=ConnectWiseId(19), name=customer)
    return Unposted(
        billing_log_id=BillingLogId(number - 4500),
        unposted_id=GlEntryId(700000 + number),
        number=str(number),
        invoice_type="Standard",
        company=company,
        bill_to=company,
        ship_to=None,
        account_id="ACM001",
        date=dt.date(2026, 10, 20),
        due_date=dt.date(2026, 11, 19),
        location=Reference(id=ConnectWiseId(2), name="Tampa"),
        currency=currency,
        subtotal=amount - Decimal(tax),
        total=amount,
        sales_tax=Decimal(tax),
    )


def transaction(invoice: Unposted) -> GlTransaction:
    """The GL export of an invoice with one service line."""
    return GlTransaction(
        billing_log_id=invoice.billing_log_id,
        number=invoice.number,
        document_type="INVOICE",
        billing_type="Standard",
        date=invoice.date,
        due_date=invoice.due_date,
        currency=invoice.currency,
        total=invoice.total,
        account="11000",
        account_id=invoice.account_id,
        company=invoice.company,
        ship_to=None,
        gl_class="",
        gl_entry_ids=(GlEntryId(700002),),
        rows=(
            GlRow(
                id=GlEntryId(700001),
                gl_type="R",
                account="40000",
                total=-invoice.subtotal,
                quantity=Decimal(0),
                item_price=Decimal(0),
                item="",
                gl_item_id="",
                gl_class="",
                taxable=False,
                taxable_levels=(),
                memo="",
                description="Labor",
            ),
        ),
        sales_tax=invoice.sales_tax,
        tax_levels=(),
    )


def document(invoice: Unposted) -> Document:
    """What the plan makes of it."""
    return Document(
        kind=DocumentKind.INVOICE,
        billing_log_id=invoice.billing_log_id,
        number=invoice.number,
        date=invoice.date,
        due_date=invoice.due_date,
        currency=invoice.currency,
        customer=RecordRef(ListKind.CUSTOMER, RecordKey("customer:19"), "Acme Widgets", QuickBooksId("58")),
        lines=(
            DocumentLine(
                amount=invoice.subtotal,
                item=RecordRef(ListKind.ITEM, RecordKey("item:Service-40000"), "Service-40000"),
                quantity=Decimal(1),
                unit_price=invoice.subtotal,
                taxable=False,
                description="Labor",
                account="40000",
                gl_id=GlEntryId(700001),
                gl_type="R",
            ),
        ),
        tax=DocumentTax(total=Decimal(0)),
        total=invoice.total,
        sales_tax=invoice.sales_tax,
        private_note=f"Invoice {invoice.number} [CW-{invoice.billing_log_id}-cc70]",
    )


def opened(batch: BatchNumber, *, realm: RealmId = REALM, company: str = "Gulfline Cabling") -> BatchOpened:
    """The user pressed Submit."""
    return BatchOpened(
        batch=batch,
        kind="Invoice",
        realm=realm,
        company_name=company,
        origin="gulfline@127.0.0.1",
        location="All locations",
        summary=Summary.DETAILED,
        through=dt.date(2026, 10, 31),
        options=CompanyOptions(display_uom=True),
        user="alex",
        machine="BOOKS-02",
        version="0.1.0",
        at=START + dt.timedelta(hours=batch),
    )


def planned(batch: BatchNumber, invoice: Unposted, *, outcome: str = "send") -> InvoicePlanned:
    """The plan for one invoice, with one finding."""
    return InvoicePlanned(
        batch=batch,
        invoice=invoice,
        outcome=outcome,
        transaction=transaction(invoice),
        details=InvoiceDetails(invoice.billing_log_id, invoice.number, PostalAddress(), PostalAddress()),
        document=document(invoice),
        canonical_hash="ab" * 32,
        series=0,
        findings=(
            Finding(
                code="ITEM_ACCOUNT_DIFFERS",
                severity=Severity.WARNING,
                billing_log_id=invoice.billing_log_id,
                sentence="Line 1 would post to another account.",
                fix="Change the item's account in QuickBooks.",
                amount=Decimal("200.00"),
                facts=(("item", "DOCK-USB"),),
            ),
        ),
        kind="Invoice",
    )


def action_of(batch: BatchNumber, invoice: Unposted, section: Section = Section.INVOICES) -> ActionId:
    """The id of an invoice's action."""
    return ActionId(f"{batch}/{section.value}/invoice:{invoice.billing_log_id}")


def action(batch: BatchNumber, invoice: Unposted, section: Section = Section.INVOICES) -> ActionPlanned:
    """Sending this invoice will be one action."""
    return ActionPlanned(
        action=action_of(batch, invoice, section),
        batch=batch,
        section=section,
        subject=f"invoice:{invoice.billing_log_id}",
        label=f"Invoice {invoice.number}",
    )


def request(
    batch: BatchNumber, invoice: Unposted, at: dt.datetime = START, sequence: int = 1
) -> RequestStored:
    """The bytes are on the disk before they go out."""
    return RequestStored(
        action=action_of(batch, invoice),
        batch=batch,
        sequence=sequence,
        prepared=Prepared(
            side="quickbooks",
            operation="create Invoice",
            method="POST",
            path="/v3/company/9341/invoice",
            body=f'{{"DocNumber":"{invoice.number}"}}'.encode(),
            request_id=RequestId(f"{invoice.billing_log_id:032x}"),
            content_hash="ab" * 32,
        ),
        at=at,
    )


def ref(invoice: Unposted) -> DocumentRef:
    """The Id that QuickBooks gives it."""
    return DocumentRef(DocumentKind.INVOICE, QuickBooksId(str(invoice.billing_log_id + 300)))


def answer(batch: BatchNumber, invoice: Unposted, at: dt.datetime = START, sequence: int = 1) -> AnswerStored:
    """QuickBooks says that it is written."""
    raw = f'{{"Invoice":{{"Id":"{ref(invoice).id}"}}}}'.encode()
    return AnswerStored(
        action=action_of(batch, invoice),
        batch=batch,
        sequence=sequence,
        answer=Answer(
            kind=AnswerKind.WRITTEN,
            status=200,
            body=raw,
            tid=f"1-{invoice.number}",
            record_id=ref(invoice).id,
            document=FoundDocument(
                ref=ref(invoice),
                sync_token="0",
                number=invoice.number,
                date=invoice.date,
                customer_id=QuickBooksId("58"),
                customer_name="Acme Widgets",
                total=invoice.total,
                tax=invoice.sales_tax,
                raw=raw,
            ),
        ),
        at=at,
    )


def opening(batch: BatchNumber, *invoices: Unposted, realm: RealmId = REALM) -> list[Event]:
    """Everything that is recorded before the first write."""
    events: list[Event] = [opened(batch, realm=realm)]
    for each in invoices:
        events += [planned(batch, each), action(batch, each), action(batch, each, Section.MARK)]
    return events


def journey(batch: BatchNumber, invoice: Unposted, at: dt.datetime = START) -> list[list[Event]]:
    """The commits of one invoice on its way into QuickBooks and back."""
    sending = action_of(batch, invoice)
    marking = action_of(batch, invoice, Section.MARK)
    billing = invoice.billing_log_id
    document_ref = ref(invoice)
    return [
        [
            ActionChanged(sending, batch, ActionState.RUNNING, "", at),
            InvoiceChanged(batch, billing, ActionState.RUNNING, "Sending", at),
            request(batch, invoice, at),
        ],
        [
            answer(batch, invoice, at),
            DocumentKnown(
                realm=REALM,
                billing_log_id=billing,
                ref=document_ref,
                number=invoice.number,
                total=invoice.total,
                sync_token="0",
                series=0,
                life=DocumentLife.LIVE,
                at=at,
                batch=batch,
            ),
            ActionChanged(sending, batch, ActionState.COMPLETED, "In QuickBooks", at),
        ],
        [ActionChanged(marking, batch, ActionState.RUNNING, "", at)],
        [
            InvoiceMarked(batch, billing, f"I{invoice.number}:0a1b2c3d", ConnectWiseBatchId(88), True, at),
            ActionChanged(marking, batch, ActionState.COMPLETED, "", at),
            InvoiceChanged(
                batch,
                billing,
                ActionState.COMPLETED,
                "Equal to the cent",
                at,
                quickbooks_total=invoice.total,
                quickbooks_tax=invoice.sales_tax,
                document=document_ref,
                marked=True,
            ),
        ],
    ]


def closing(batch: BatchNumber, state: BatchState = BatchState.FINISHED) -> list[Event]:
    """The end of a batch."""
    at = START + dt.timedelta(hours=batch, minutes=2)
    return [
        LogLine(batch, "info", "All invoices are in QuickBooks.", at),
        BatchChanged(batch, state, "All 1 invoices are in QuickBooks.", at),
    ]
