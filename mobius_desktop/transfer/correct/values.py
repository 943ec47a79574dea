"""What a correction will do and what came of it: the values that the window and the command line share."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from mobius_desktop.domain.ids import BatchNumber, BillingLogId, ConnectWiseBatchId
from mobius_desktop.domain.money import ZERO, amount_text
from mobius_desktop.domain.plan import BatchPlan, InvoicePlan
from mobius_desktop.domain.quickbooks import DocumentKind, DocumentRef, FoundDocument


class Mode(StrEnum):
    """How documents are to leave QuickBooks."""

    SEND_AGAIN = "send again"
    """Deleted, since they will be sent again."""
    FOR_GOOD = "for good"
    """Invoices are voided and stay in the books with nothing; credit memos can only be deleted."""
    VOID = "void"
    """Voided and nothing else: a credit memo is refused."""


class How(StrEnum):
    """What will be done in QuickBooks for one invoice."""

    DELETE = "delete"
    VOID = "void"
    RELEASE = "release"
    """Nothing: QuickBooks no longer holds it. Only ConnectWise still has it as batched."""


def way_out(kind: DocumentKind | None, mode: Mode) -> How:
    """What is done to a live document: QuickBooks lets credit memos be deleted only."""
    if kind is DocumentKind.CREDIT_MEMO or mode is Mode.SEND_AGAIN:
        return How.DELETE
    return How.VOID


@dataclass(frozen=True, slots=True)
class TakeBackItem:
    """One invoice of a take back. `refused` says why it stays as it is; empty when it can be taken back.

    Amounts are in ConnectWise's sign."""

    billing_log_id: BillingLogId
    number: str
    customer: str
    currency: str
    total: Decimal
    """What QuickBooks holds."""
    batch: BatchNumber | None
    """The batch whose row tells of it; None when no batch of this record holds it yet."""
    how: How
    refused: str = ""
    code: str = ""
    """The cause of a refusal, as `reasons` names it."""
    ref: DocumentRef | None = None
    found: FoundDocument | None = None
    series: int = 0
    identifier: str = ""
    """Of our mark in ConnectWise; empty when there is none."""
    connectwise_batch: ConnectWiseBatchId | None = None
    """The ConnectWise batch to delete; None when it is gone already."""
    earlier_month: bool = False
    """Its document lies in an earlier month than today, or in a certified one: it asks a second time."""
    certified: bool = False
    """Somebody has certified its month."""

    @property
    def possible(self) -> bool:
        return not self.refused


@dataclass(frozen=True, slots=True)
class UndoPlan:
    """The impact of a take back, before anything is done."""

    items: tuple[TakeBackItem, ...]
    mode: Mode
    batch: BatchNumber | None = None
    """The batch that is undone as a whole; None for chosen invoices."""

    @property
    def possible(self) -> tuple[TakeBackItem, ...]:
        """What will be taken back."""
        return tuple(one for one in self.items if one.possible)

    @property
    def refused(self) -> tuple[TakeBackItem, ...]:
        """What stays as it is."""
        return tuple(one for one in self.items if not one.possible)

    @property
    def total(self) -> Decimal:
        """Money that leaves QuickBooks."""
        return sum((one.total for one in self.possible), ZERO)

    @property
    def leaves_quickbooks(self) -> bool:
        """Whether a document leaves QuickBooks by it: then there are two ways to choose from."""
        return any(one.how is not How.RELEASE for one in self.possible)

    def by(self, mode: Mode) -> UndoPlan:
        """The same in the other way. Nothing has to be looked at again: the run looks once more itself."""
        items = tuple(
            one
            if one.how is How.RELEASE or one.ref is None
            else replace(one, how=way_out(one.ref.kind, mode))
            for one in self.items
        )
        return replace(self, items=items, mode=mode)

    @property
    def currency(self) -> str:
        return self.items[0].currency if self.items else "USD"

    @property
    def earlier_month(self) -> tuple[TakeBackItem, ...]:
        """Those that ask for a second confirmation."""
        return tuple(one for one in self.possible if one.earlier_month)

    @property
    def sentence(self) -> str:
        """The question that the window asks and the dry run prints."""
        going, staying = self.possible, self.refused
        if not going:
            why = f" {staying[0].refused}" if len(staying) == 1 else ""
            return f"Nothing can be taken back.{why}"
        money = f"{amount_text(self.total, self.currency)} {self.currency}"
        of = f" of {len(self.items)}" if staying else ""
        which = f"Undo {len(going)}{of} invoices, {money}"
        if len(self.items) == 1:
            released = going[0].how is How.RELEASE
            verb = "Release" if released else "Take back"
            which = f"{verb} {going[0].number}" + ("" if released else f", {money}")
        text = f"{which}? {_what_happens(going)}"
        if staying:
            text += f" {len(staying)} {'stays as it is' if len(staying) == 1 else 'stay as they are'}."
        if self.earlier_month:
            earlier = len(self.earlier_month)
            text += f" {earlier} of an earlier month {'needs' if earlier == 1 else 'need'} a second word."
        return text


def _what_happens(items: tuple[TakeBackItem, ...]) -> str:
    count = Counter(one.how for one in items)
    parts = [
        f"{'It' if len(items) == 1 else count[how]} {'is' if count[how] == 1 else 'are'} {words}"
        for how, words in (
            (How.VOID, "voided in QuickBooks"),
            (How.DELETE, "deleted in QuickBooks"),
            (How.RELEASE, "no longer in QuickBooks"),
        )
        if count[how]
    ]
    return f"{', '.join(parts)}; {'it returns' if len(items) == 1 else 'they return'} to the unposted list."


@dataclass(frozen=True, slots=True)
class TakeBackResult:
    """What came of one invoice."""

    billing_log_id: BillingLogId
    number: str
    done: bool
    sentence: str
    stop: str = ""
    """Why nothing further can be done now (sign-in lost, not reached); empty when the next may go on."""


@dataclass(frozen=True, slots=True)
class CorrectionReport:
    """The end of a correction. `batches` are those whose pages tell of it."""

    sentence: str
    results: tuple[TakeBackResult, ...] = ()
    batches: tuple[BatchNumber, ...] = ()

    @property
    def all_done(self) -> bool:
        return all(one.done for one in self.results)


@dataclass(frozen=True, slots=True)
class ReplacePlan:
    """What *Replace* would do: both amounts, and why it cannot be done where it cannot."""

    item: TakeBackItem
    plan: InvoicePlan
    """How it would be sent anew (blocked by what is to be replaced)."""
    connectwise_total: Decimal

    @property
    def refused(self) -> str:
        return self.item.refused

    @property
    def sentence(self) -> str:
        """The question, with both amounts."""
        if self.refused:
            return self.refused
        item = self.item
        before = amount_text(item.total, item.currency)
        after = amount_text(self.connectwise_total, item.currency)
        return (
            f"Replace {item.number}? {before} {item.currency} is deleted in QuickBooks and "
            f"{after} {item.currency} is sent under the same number."
        )


@dataclass(frozen=True, slots=True)
class AcceptItem:
    """One *Needs check* and what accepting it means. Amounts are in ConnectWise's sign."""

    billing_log_id: BillingLogId
    number: str
    currency: str
    batch: BatchNumber
    cause: str
    difference: str
    """What differs, in words."""
    quickbooks_total: Decimal
    connectwise_total: Decimal
    facts: tuple[tuple[str, str], ...] = ()
    """What the word is bound to: when any of it changes, it asks again."""
    refused: str = ""

    @property
    def possible(self) -> bool:
        return not self.refused

    @property
    def sentence(self) -> str:
        """The question."""
        if self.refused:
            return self.refused
        held = amount_text(self.quickbooks_total, self.currency)
        return (
            f"Accept {held} for {self.number}? It stays as it is in QuickBooks and is marked in ConnectWise."
        )


@dataclass(frozen=True, slots=True)
class MarkItem:
    """One unposted invoice to be marked without sending."""

    billing_log_id: BillingLogId
    number: str
    currency: str
    total: Decimal
    refused: str = ""

    @property
    def possible(self) -> bool:
        return not self.refused

    @property
    def sentence(self) -> str:
        """The question."""
        if self.refused:
            return self.refused
        amount = amount_text(self.total, self.currency)
        return (
            f"Mark {self.number}, {amount} {self.currency}, as already in QuickBooks? "
            "Nothing is sent; it leaves the unposted list."
        )


@dataclass(frozen=True, slots=True)
class RetryPlan:
    """What *Retry* of a batch would send: exactly this plan is sent."""

    batch: BatchNumber
    plan: BatchPlan

    @property
    def going(self) -> tuple[InvoicePlan, ...]:
        return tuple(one for one in self.plan.invoices if not one.blocked)

    @property
    def blocked(self) -> tuple[InvoicePlan, ...]:
        return tuple(one for one in self.plan.invoices if one.blocked)

    @property
    def sentence(self) -> str:
        """What the button says."""
        if not self.plan.invoices:
            return "Nothing failed in this batch."
        return f"Send {len(self.going)} of {len(self.plan.invoices)}"
