"""How a batch ends: its state and the sentence with the money, from the rows of its record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from mobius_desktop.domain.journal import InvoiceRow
from mobius_desktop.domain.money import ZERO, amount_text
from mobius_desktop.domain.plan import PlanOutcome
from mobius_desktop.domain.quickbooks import DocumentKind
from mobius_desktop.domain.states import ActionState

DONE = frozenset({ActionState.COMPLETED, ActionState.SKIPPED})
UNSETTLED = frozenset({ActionState.NEEDS_CHECK, ActionState.CHECKING})


@dataclass(frozen=True, slots=True)
class Sum:
    """A count and its money, in ConnectWise's sign."""

    count: int = 0
    total: Decimal = ZERO

    @classmethod
    def of(cls, rows: Iterable[InvoiceRow]) -> Sum:
        chosen = tuple(rows)
        return cls(len(chosen), sum((row.connectwise_total for row in chosen), ZERO))


@dataclass(frozen=True, slots=True)
class Money:
    """The control line of a batch: ConnectWise less what is not sent is what QuickBooks holds."""

    all: Sum
    invoices: Sum
    credits: Sum
    adopted: Sum
    nothing_to_send: Sum
    not_sent: Sum
    open: Sum
    """In QuickBooks or unknown, and not yet settled: Needs check, Checking."""
    quickbooks_total: Decimal
    difference: Decimal
    """QuickBooks less ConnectWise over all documents that are in QuickBooks."""

    @property
    def done(self) -> int:
        return self.invoices.count + self.credits.count + self.adopted.count + self.nothing_to_send.count


def is_done(row: InvoiceRow) -> bool:
    """Sent (or rightly not sent) and marked, as far as it can be marked."""
    if row.outcome == PlanOutcome.NOTE_ONLY.value:
        return True
    return row.marked and row.state in DONE


def money_of(rows: Sequence[InvoiceRow]) -> Money:
    """The money of a batch."""
    done = [row for row in rows if is_done(row)]
    sent = [row for row in done if row.outcome == PlanOutcome.SEND.value]
    unsettled = [row for row in rows if row.state in UNSETTLED]
    there = [
        row
        for row in rows
        if row.document is not None
        and row.quickbooks_total is not None
        and row.state is not ActionState.FAILED
    ]
    quickbooks = sum((row.quickbooks_total or ZERO for row in there), ZERO)
    settled = {row.billing_log_id for row in (*done, *unsettled)}
    nothing = {PlanOutcome.MARK_ONLY.value, PlanOutcome.NOTE_ONLY.value}
    return Money(
        all=Sum.of(rows),
        invoices=Sum.of(row for row in sent if row.kind == DocumentKind.INVOICE.value),
        credits=Sum.of(row for row in sent if row.kind == DocumentKind.CREDIT_MEMO.value),
        adopted=Sum.of(row for row in done if row.outcome == PlanOutcome.ADOPT.value),
        nothing_to_send=Sum.of(row for row in done if row.outcome in nothing),
        not_sent=Sum.of(row for row in rows if row.billing_log_id not in settled),
        open=Sum.of(unsettled),
        quickbooks_total=quickbooks,
        difference=quickbooks - sum((row.connectwise_total for row in there), ZERO),
    )


def closing_sentence(rows: Sequence[InvoiceRow]) -> str:
    """What the status page says at the end: what was done, with the money, and what needs the user."""
    money = money_of(rows)
    currency = rows[0].currency if rows else "USD"
    in_quickbooks = money.invoices.count + money.credits.count + money.adopted.count
    if rows and in_quickbooks == money.all.count and not money.difference:
        subject = "The invoice is" if len(rows) == 1 else f"All {len(rows)} invoices are"
        total = amount_text(money.quickbooks_total, currency)
        return f"{subject} in QuickBooks and marked in ConnectWise. {total} {currency}, equal to the cent."
    left = money.all.count - money.done
    head = f"{money.done} of {money.all.count} are done."
    if left:
        head += f" {left} {'needs' if left == 1 else 'need'} you: fix the cause, then retry."
    return f"{head} {_money_sentence(money, currency)}"


def _money_sentence(money: Money, currency: str) -> str:
    def part(total: Sum, words: str) -> str:
        return f"{words} {total.count}: {amount_text(total.total, currency)}"

    parts = [part(money.invoices, "Invoices sent"), part(money.credits, "credits")]
    if money.adopted.count:
        parts.append(part(money.adopted, "already there"))
    if money.open.count:
        parts.append(part(money.open, "to be checked"))
    parts.append(part(money.not_sent, "not sent"))
    parts.append(f"difference {amount_text(money.difference, currency)}")
    return f"{' · '.join(parts)} {currency}."
