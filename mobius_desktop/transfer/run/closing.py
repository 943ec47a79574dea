"""How a batch ends: its state and the sentence with the money."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from mobius_desktop.domain.money import ZERO, amount_text
from mobius_desktop.domain.plan import PlanOutcome
from mobius_desktop.domain.quickbooks import DocumentKind
from mobius_desktop.domain.states import ActionState, BatchState, Severity, finished_state
from mobius_desktop.transfer.run.job import Job, signed

DONE = frozenset({ActionState.COMPLETED, ActionState.SKIPPED})


@dataclass(frozen=True, slots=True)
class Sum:
    """A count and its money, in ConnectWise's sign."""

    count: int = 0
    total: Decimal = ZERO

    @classmethod
    def of(cls, jobs: Iterable[Job]) -> Sum:
        chosen = tuple(jobs)
        return cls(len(chosen), sum((one.plan.invoice.total for one in chosen), ZERO))


@dataclass(frozen=True, slots=True)
class Money:
    """The control line of a run: ConnectWise less what is not sent is what QuickBooks holds."""

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


def is_done(job: Job) -> bool:
    """Sent (or rightly not sent) and marked, as far as it can be marked."""
    if job.plan.outcome is PlanOutcome.NOTE_ONLY:
        return True
    return job.marked and job.state in DONE


def money_of(jobs: Sequence[Job]) -> Money:
    """The money of a run."""
    done = [one for one in jobs if is_done(one)]
    sent = [one for one in done if one.plan.outcome is PlanOutcome.SEND]
    unsettled = [one for one in jobs if one.state in {ActionState.NEEDS_CHECK, ActionState.CHECKING}]
    there = [one for one in jobs if one.found is not None]
    quickbooks = sum((signed(one.found.ref.kind, one.found.total) for one in there if one.found), ZERO)
    connectwise = sum((one.plan.invoice.total for one in there), ZERO)
    settled = {id(one) for one in (*done, *unsettled)}
    return Money(
        all=Sum.of(jobs),
        invoices=Sum.of(one for one in sent if _kind(one) is DocumentKind.INVOICE),
        credits=Sum.of(one for one in sent if _kind(one) is DocumentKind.CREDIT_MEMO),
        adopted=Sum.of(one for one in done if one.plan.outcome is PlanOutcome.ADOPT),
        nothing_to_send=Sum.of(one for one in done if not one.sends),
        not_sent=Sum.of(one for one in jobs if id(one) not in settled),
        open=Sum.of(unsettled),
        quickbooks_total=quickbooks,
        difference=quickbooks - connectwise,
    )


def _kind(job: Job) -> DocumentKind | None:
    return job.plan.document.kind if job.plan.document is not None else None


def closing_sentence(jobs: Sequence[Job], currency: str) -> str:
    """What the status page says at the end: what was done, with the money, and what needs the user."""
    money = money_of(jobs)
    in_quickbooks = money.invoices.count + money.credits.count + money.adopted.count
    if money.done == money.all.count and not money.difference and in_quickbooks == money.all.count:
        total = amount_text(money.quickbooks_total, currency)
        if money.all.count == 1:
            return (
                "The invoice is in QuickBooks and marked in ConnectWise. "
                f"{total} {currency}, equal to the cent."
            )
        return (
            f"All {money.all.count} invoices are in QuickBooks and marked in ConnectWise. "
            f"{total} {currency}, equal to the cent."
        )
    left = money.all.count - money.done
    head = f"{money.done} of {money.all.count} are done."
    if left:
        head += f" {left} {'needs' if left == 1 else 'need'} you: fix the cause, then retry."
    return f"{head} {_money_sentence(money, currency)}"


def _money_sentence(money: Money, currency: str) -> str:
    parts = [_part(money.invoices, "Sent {} as invoices", currency)]
    parts.append(_part(money.credits, "credits {}", currency))
    if money.adopted.count:
        parts.append(_part(money.adopted, "already there {}", currency))
    if money.open.count:
        parts.append(_part(money.open, "to be checked {}", currency))
    parts.append(_part(money.not_sent, "not sent {}", currency))
    parts.append(f"difference {amount_text(money.difference, currency)}")
    return f"{', '.join(parts)} {currency}."


def _part(total: Sum, words: str, currency: str) -> str:
    return f"{words.format(total.count)}: {amount_text(total.total, currency)}"


def closing_state(jobs: Sequence[Job], others: Iterable[ActionState], *, cancelled: bool) -> BatchState:
    """The state of the batch; `others` are the states of its list records."""
    states = [*(one.state for one in jobs), *others]
    if cancelled:
        return BatchState.CANCELLED
    warned = any(one.accepted or _warned(one) for one in jobs)
    return finished_state(states, warned=warned)


def _warned(job: Job) -> bool:
    return any(finding.severity is Severity.WARNING for finding in job.plan.findings)
