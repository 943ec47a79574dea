"""How a batch ends in words: only what there is, counted in plain order."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from mobius_desktop.domain.ids import BatchNumber, BillingLogId
from mobius_desktop.domain.journal import InvoiceRow
from mobius_desktop.domain.plan import PlanOutcome
from mobius_desktop.domain.states import ActionState
from mobius_desktop.transfer.run.closing import closing_sentence


def _row(total: str, state: ActionState, outcome: PlanOutcome) -> InvoiceRow:
    return InvoiceRow(
        batch=BatchNumber(1),
        billing_log_id=BillingLogId(1),
        number="10501",
        customer="Acme",
        account_id="ACM001",
        invoice_type="Standard",
        date=dt.date(2026, 10, 20),
        due_date=None,
        currency="USD",
        state=state,
        outcome=outcome.value,
        message="",
        connectwise_total=Decimal(total),
        connectwise_tax=Decimal(0),
        quickbooks_total=None,
        kind="Invoice",
    )


def test_the_closing_sentence_leaves_out_what_counts_nothing() -> None:
    sentence = closing_sentence(
        [
            _row("0.00", ActionState.SKIPPED, PlanOutcome.NOTE_ONLY),
            _row("87.30", ActionState.FAILED, PlanOutcome.BLOCKED),
        ]
    )
    assert sentence.endswith("1 without lines · not sent 1: 87.30 · difference 0.00 USD.")
    assert "Sent 0" not in sentence
