"""How a batch ends in words: the sentence with the money, from the rows of its record."""

from __future__ import annotations

from collections.abc import Sequence

from mobius_desktop.domain.journal import InvoiceRow
from mobius_desktop.domain.money import amount_text
from mobius_desktop.domain.plan import PlanOutcome
from mobius_desktop.domain.states import ActionState
from mobius_desktop.domain.totals import ControlTotals, Figure, control_totals

DONE = frozenset({ActionState.COMPLETED, ActionState.SKIPPED})


def is_done(row: InvoiceRow) -> bool:
    """Sent (or rightly not sent) and marked, as far as it can be marked."""
    if row.outcome == PlanOutcome.NOTE_ONLY.value:
        return True
    return row.marked and row.state in DONE


def closing_sentence(rows: Sequence[InvoiceRow]) -> str:
    """What the status page says at the end: what was done, with the money, and what needs the user."""
    totals = control_totals(rows)
    currency = rows[0].currency if rows else "USD"
    done = sum(is_done(row) for row in rows)
    in_quickbooks = totals.invoices.count + totals.credits.count + totals.adopted.count
    if rows and done == len(rows) == in_quickbooks and not totals.apart:
        subject = "The invoice is" if len(rows) == 1 else f"All {len(rows)} invoices are"
        total = amount_text(totals.quickbooks.total, currency)
        return f"{subject} in QuickBooks and marked in ConnectWise. {total} {currency}, equal to the cent."
    left = len(rows) - done
    head = f"{done} of {len(rows)} are done."
    if left:
        head += f" {left} {'needs' if left == 1 else 'need'} you: fix the cause, then retry."
    return f"{head} {_money_sentence(totals, currency)}"


def _money_sentence(totals: ControlTotals, currency: str) -> str:
    def part(words: str, figure: Figure) -> str:
        return f"{words} {figure.count}: {amount_text(figure.total, currency)}"

    parts = [part("Sent", totals.invoices), part("credits", totals.credits)]
    if totals.adopted.count:
        parts.append(part("already there", totals.adopted))
    if totals.unknown.count:
        parts.append(part("not known yet", totals.unknown))
    parts.append(part("not sent", totals.not_sent))
    parts.append(f"difference {amount_text(totals.apart, currency)}")
    return f"{' · '.join(parts)} {currency}."
