"""How a batch ends in words: the sentence with the money, from the rows of its record."""

from __future__ import annotations

from collections.abc import Sequence

from mobius_desktop.domain.journal import InvoiceRow
from mobius_desktop.domain.plan import PlanOutcome
from mobius_desktop.domain.run_causes import NOT_BEGUN, TAKEN_BACK
from mobius_desktop.domain.states import ActionState
from mobius_desktop.domain.totals import ControlTotals, Figure, control_totals, currency_of

DONE = frozenset({ActionState.COMPLETED, ActionState.SKIPPED})


def is_done(row: InvoiceRow) -> bool:
    """Sent (or rightly not sent) and marked, as far as it can be marked; or taken back on purpose."""
    if row.outcome == PlanOutcome.NOTE_ONLY.value or row.finding_code == TAKEN_BACK:
        return True
    return row.marked and row.state in DONE


def closing_sentence(rows: Sequence[InvoiceRow]) -> str:
    """What the status page says at the end: what was done, with the money, and what needs the user."""
    totals = control_totals(rows)
    currency = currency_of(rows)
    done = sum(is_done(row) for row in rows)
    in_quickbooks = totals.invoices.count + totals.credits.count + totals.adopted.count
    if rows and done == len(rows) == in_quickbooks and not totals.apart:
        subject = "The invoice is" if len(rows) == 1 else f"All {len(rows)} invoices are"
        total = totals.quickbooks.total.coded(currency)
        return f"{subject} in QuickBooks and marked in ConnectWise. {total}, equal to the cent."
    waiting = sum(row.finding_code in NOT_BEGUN and not is_done(row) for row in rows)
    left = len(rows) - done - waiting
    head = f"{done} of {len(rows)} are done."
    if left:
        head += f" {left} {'needs' if left == 1 else 'need'} you: fix the cause, then retry."
    if waiting:
        head += f" {waiting} {'was' if waiting == 1 else 'were'} not sent and can be resumed."
    return f"{head} {_money_sentence(totals, currency)}"


def _money_sentence(totals: ControlTotals, currency: str) -> str:
    def part(words: str, figure: Figure) -> str:
        return f"{words} {figure.count}: {figure.total.text(currency)}"

    there = (("sent", totals.invoices), ("credits", totals.credits), ("already there", totals.adopted))
    parts = [part(words, figure) for words, figure in there if figure.count]
    without = totals.marked_only.count + totals.noted_only.count
    if without:
        parts.append(f"{without} without lines")
    if totals.unknown.count:
        parts.append(part("not known yet", totals.unknown))
    if totals.not_sent.count:
        parts.append(part("not sent", totals.not_sent))
    parts.append(f"difference {totals.apart.coded(currency)}")
    sentence = f"{' · '.join(parts)}."
    return sentence[0].upper() + sentence[1:]
