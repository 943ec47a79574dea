"""Sent and received, field by field, from the bytes that the record keeps."""

from __future__ import annotations

import datetime as dt

import pytest

from mobius_desktop.domain.connectwise import UnpostedInvoice
from mobius_desktop.domain.events import ActionChanged, BatchChanged, Event, InvoiceChanged, JudgementGiven
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.domain.states import ActionState, BatchState, Section
from mobius_desktop.store import Store
from mobius_desktop.ui.pages.batch.detail_rows import read_detail
from mobius_desktop.ui.pages.batch.document_diff import DIFFERS, EQUAL, ONLY_BACK, ONLY_SENT, diff_rows
from tests.store.stories import action_of
from tests.ui.pages.batch_record import (
    ended,
    failed,
    good_batch,
    interrupted_batch,
    invoices,
    opening_of,
    sent,
    unlinked,
)

SENT = b"""{"DocNumber":"10502","TxnDate":"2026-10-20","CustomerRef":{"value":"58"},
"Line":[{"DetailType":"SalesItemLineDetail","Amount":866.10,"Description":"Dock",
"SalesItemLineDetail":{"UnitPrice":866.1,"Qty":1,"TaxCodeRef":{"value":"TAX"}}}],
"TxnTaxDetail":{"TotalTax":62.50}}"""
BACK = b"""{"Invoice":{"DocNumber":"10502","TxnDate":"2026-10-20","CustomerRef":{"value":"58","name":"Acme"},
"Line":[{"Id":"1","DetailType":"SalesItemLineDetail","Amount":866.1,"Description":"Dock",
"SalesItemLineDetail":{"UnitPrice":866.1,"Qty":1,"TaxCodeRef":{"value":"TAX"}}}],
"TxnTaxDetail":{"TotalTax":62.51},"TotalAmt":928.61},"time":"2026-11-02T08:00:00-08:00"}"""


def test_fields_are_compared_by_value_and_amounts_as_numbers() -> None:
    rows = {row.field: (row.sent, row.back, row.standing) for row in diff_rows(SENT, BACK)}

    assert rows["Number"] == ("10502", "10502", EQUAL)
    assert rows["Customer"] == ("Acme (58)", "Acme (58)", EQUAL)
    assert rows["Line 1 · Amount"] == ("866.10", "866.1", EQUAL)
    assert rows["Line 1 · Unit price"][2] == EQUAL
    assert rows["Total tax"] == ("62.50", "62.51", DIFFERS)


def test_what_quickbooks_added_stands_at_the_end() -> None:
    rows = diff_rows(SENT, BACK)

    added = [row.field for row in rows if row.standing == ONLY_BACK]

    assert added == ["Line 1 · Id", "Total amt"]
    assert [row.field for row in rows[-2:]] == added


def test_without_an_answer_everything_is_only_sent() -> None:
    assert {row.standing for row in diff_rows(SENT, b"")} == {ONLY_SENT}
    assert {row.standing for row in diff_rows(SENT, b"<html>gateway</html>")} == {ONLY_SENT}


def test_a_record_stands_by_its_name_also_where_no_answer_names_it() -> None:
    rows = {row.field: row.sent for row in diff_rows(SENT, b"", {"CustomerRef 58": "Acme"})}

    assert rows["Customer"] == "Acme (58)"
    assert {row.field: row.sent for row in diff_rows(SENT, b"")}["Customer"] == "58"


def test_the_record_gives_what_was_sent_and_what_came_back(store: Store) -> None:
    chosen = good_batch(store, 1)

    detail = read_detail(store, BatchNumber(1), chosen[0].billing_log_id)

    (row,) = [one for one in detail.diff() if one.field == "Number"]
    assert (row.sent, row.back, row.standing) == (chosen[0].number, chosen[0].number, EQUAL)
    assert detail.attempts[0].tid == f"1-{chosen[0].number}"
    assert f'"DocNumber": "{chosen[0].number}"' in detail.raw()
    assert detail.diff_note() == ""


def test_an_invoice_that_was_not_sent_shows_the_document_as_it_was_planned(store: Store) -> None:
    one = invoices(1)[0]
    store.record(*opening_of(1, []), *failed(1, one, unlinked(one)))

    detail = read_detail(store, BatchNumber(1), one.billing_log_id)

    assert detail.diff_note() == "Nothing was sent. This is the document as it was planned."
    shown = {row.field: row.sent for row in detail.diff()}
    assert shown["Number"] == one.number
    assert shown["Total"] == str(one.total)
    assert detail.attempts == ()


def test_a_request_without_an_answer_says_so(store: Store) -> None:
    chosen = interrupted_batch(store, 1)

    detail = read_detail(store, BatchNumber(1), chosen[1].billing_log_id)

    assert detail.diff_note() == "No answer came back for the last request."
    assert detail.raw().endswith("No answer.")


def test_what_happened_to_an_invoice_after_its_batch_stands_in_its_own_list(store: Store) -> None:
    one = invoices(1)[0]
    store.record(*opening_of(1, []), *failed(1, one, unlinked(one)))
    store.record(*ended(1, BatchState.FINISHED_WITH_ERROR, "1 of 1 was not sent."))
    assert read_detail(store, BatchNumber(1), one.billing_log_id).afterwards == ()

    store.record(*opening_of(2, [one]))
    for commit in sent(2, one):
        store.record(*commit)
    store.record(*ended(2, BatchState.FINISHED, "Done."))

    later = read_detail(store, BatchNumber(1), one.billing_log_id).afterwards
    assert {moment.batch for moment in later} == {2}
    assert any(moment.text.startswith("In QuickBooks as Invoice") for moment in later)
    assert any(moment.text.startswith("Marked as batched in ConnectWise") for moment in later)
    assert read_detail(store, BatchNumber(2), one.billing_log_id).afterwards == ()


def corrected(
    one: UnpostedInvoice, word: tuple[str, str], state: ActionState, at: dt.datetime
) -> list[Event]:
    """What an accept or an undo in batch 1 records: it also says anew how the batch ended."""
    number, later = BatchNumber(1), at + dt.timedelta(seconds=3)
    code, verdict = word
    return [
        JudgementGiven(one.billing_log_id, code, verdict, "As agreed.", (), "", "dana", at),
        ActionChanged(action_of(number, one, Section.COMPARE), number, state, "As agreed.", later),
        InvoiceChanged(number, one.billing_log_id, state, "As agreed.", later, finding_code=code),
        BatchChanged(number, BatchState.FINISHED_WITH_WARNING, "Corrected.", later),
    ]


@pytest.mark.parametrize(
    ("word", "state", "said"),
    [
        (("TAKE_BACK", "void"), ActionState.SKIPPED, "Taken back, voided by dana. As agreed."),
        (
            ("NEEDS_CHECK", "accept"),
            ActionState.COMPLETED,
            "Accepted as it is by dana: Differs from ConnectWise. As agreed.",
        ),
    ],
)
def test_who_undid_or_accepted_an_invoice_and_why_stands_in_what_was_done_afterwards(
    word: tuple[str, str], state: ActionState, said: str, store: Store
) -> None:
    one, other = invoices(2)
    store.record(*opening_of(1, [one, other]))
    for commit in (*sent(1, one), *sent(1, other)):
        store.record(*commit)
    store.record(*ended(1, BatchState.FINISHED_WITH_WARNING, "1 is to be checked."))
    batch = store.batch(BatchNumber(1))
    assert batch is not None
    assert batch.ended_at is not None
    store.record(*corrected(one, word, state, batch.ended_at + dt.timedelta(hours=1)))

    later = read_detail(store, BatchNumber(1), one.billing_log_id).afterwards

    assert [moment.text for moment in later] == [said, f"Batch 1: {state.value}. As agreed."]
    assert read_detail(store, BatchNumber(1), other.billing_log_id).afterwards == ()
