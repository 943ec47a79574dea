"""The control line of a batch: every invoice counts once, and what is apart shows."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from mobius_desktop.domain.ids import BatchNumber, BillingLogId
from mobius_desktop.domain.journal import InvoiceRow
from mobius_desktop.domain.plan import PlanOutcome
from mobius_desktop.domain.states import ActionState
from mobius_desktop.domain.sums import Sums
from mobius_desktop.domain.totals import control_totals
from tests.money import usd


def _row(
    total: str,
    state: ActionState,
    outcome: PlanOutcome = PlanOutcome.SEND,
    *,
    quickbooks: str | None = None,
    kind: str = "Invoice",
) -> InvoiceRow:
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
        quickbooks_total=None if quickbooks is None else Decimal(quickbooks),
        kind=kind,
    )


DONE = ActionState.COMPLETED


def test_connectwise_less_what_was_not_sent_is_quickbooks() -> None:
    totals = control_totals(
        [
            _row("1250.00", DONE, quickbooks="1250.00"),
            _row("-325.00", DONE, quickbooks="-325.00", kind="CreditMemo"),
            _row("410.00", DONE, PlanOutcome.ADOPT, quickbooks="410.00"),
            _row("0.00", ActionState.SKIPPED, PlanOutcome.MARK_ONLY),
            _row("0.00", ActionState.SKIPPED, PlanOutcome.NOTE_ONLY),
            _row("87.30", ActionState.FAILED, PlanOutcome.BLOCKED),
            _row("12.00", ActionState.NOT_YET_STARTED),
        ]
    )
    assert (totals.connectwise.count, totals.connectwise.total) == (7, usd("1434.30"))
    assert (totals.invoices.count, totals.credits.count, totals.adopted.count) == (1, 1, 1)
    assert (totals.marked_only.count, totals.noted_only.count) == (1, 1)
    assert (totals.not_sent.count, totals.not_sent.total) == (2, usd("99.30"))
    assert totals.quickbooks.total == usd("1335.00")
    assert not totals.apart
    assert totals.ties


def test_a_cent_that_differs_shows_as_apart() -> None:
    totals = control_totals([_row("1204.50", ActionState.NEEDS_CHECK, quickbooks="1204.51")])
    assert totals.apart == usd("0.01")
    assert (totals.needs_check.count, totals.invoices.count) == (1, 1)
    assert not totals.ties


def test_an_unknown_outcome_is_neither_sent_nor_not_sent() -> None:
    totals = control_totals([_row("64.20", ActionState.CHECKING)])
    assert (totals.unknown.count, totals.not_sent.count, totals.quickbooks.count) == (1, 0, 0)
    assert not totals.apart
    assert not totals.ties


def test_a_document_that_is_gone_again_does_not_count_as_sent() -> None:
    totals = control_totals([_row("64.20", ActionState.FAILED, quickbooks="64.20")])
    assert totals.not_sent.total == usd("64.20")
    assert not totals.quickbooks.total
    assert not totals.apart


_amounts = st.decimals(-10_000, 10_000, places=2, allow_nan=False)


@given(
    st.lists(
        st.builds(
            lambda total, state, outcome, there, kind: _row(
                str(total), state, outcome, quickbooks=str(total) if there else None, kind=kind
            ),
            _amounts,
            st.sampled_from(ActionState),
            st.sampled_from(PlanOutcome),
            st.booleans(),
            st.sampled_from(["Invoice", "CreditMemo"]),
        )
    )
)
def test_equal_rows_are_never_apart_and_every_row_counts_once(rows: list[InvoiceRow]) -> None:
    totals = control_totals(rows)
    parts = (
        totals.invoices,
        totals.credits,
        totals.adopted,
        totals.marked_only,
        totals.noted_only,
        totals.not_sent,
        totals.unknown,
    )
    assert sum(part.count for part in parts) == totals.connectwise.count == len(rows)
    assert Sums.together(part.total for part in parts) == totals.connectwise.total
    assert not totals.apart


def test_no_two_currencies_are_added_to_one_figure() -> None:
    foreign = replace(_row("1000.00", ActionState.FAILED, PlanOutcome.BLOCKED), currency="CAD")
    totals = control_totals([_row("64.20", ActionState.COMPLETED, quickbooks="64.20"), foreign])
    assert totals.connectwise.total.text("USD") == "64.20 USD + 1,000.00 CAD"
    assert totals.not_sent.total.text("USD") == "1,000.00 CAD"
    assert totals.expected.text("USD") == "64.20"
    assert totals.ties


def test_what_was_taken_back_counts_by_itself_and_the_line_holds() -> None:
    back = replace(_row("675.00", ActionState.SKIPPED), finding_code="TAKEN_BACK")
    totals = control_totals([_row("1250.00", DONE, quickbooks="1250.00"), back])
    assert (totals.taken_back.count, totals.taken_back.total) == (1, usd("675.00"))
    assert totals.not_sent.count == 0
    assert totals.left_out == usd("675.00")
    assert totals.ties
