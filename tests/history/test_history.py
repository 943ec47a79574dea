"""What can be asked of past batches, with both servers gone."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from mobius_desktop.domain.events import HoldChanged, InvoiceChanged, JudgementGiven
from mobius_desktop.domain.ids import BatchNumber, BillingLogId
from mobius_desktop.domain.states import ActionState, BatchState
from mobius_desktop.domain.sums import Sums
from mobius_desktop.history.history import History, readable
from mobius_desktop.store import Store
from tests.history.conftest import BLOCKED, FIRST, OTHER_REALM, SENT
from tests.money import usd
from tests.store.stories import REALM, START, document, opening, request, transaction, unposted


def _numbers(history: History, text: str = "") -> list[int]:
    return [row.number for row in history.list_batches(text)]


def test_batches_are_listed_newest_first_and_page_by_number(history: History) -> None:
    assert _numbers(history) == [3, 2, 1]
    assert [row.number for row in history.list_batches(limit=2)] == [3, 2]
    assert [row.number for row in history.list_batches(before=BatchNumber(2), limit=2)] == [1]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("10508", [2]),
        ("#10508", [2]),
        ("INV10508", [2]),
        ("105", [2, 1]),
        ("cafe ole", [2]),
        ("CAFÉ", [2]),
        ("not linked", [2]),
        ("acme", [3, 2, 1]),
        ("technology", [3]),
        ("2", [2, 3]),
        ("batch 2", [2]),
        ("batch 1", [1]),
        (str(SENT.billing_log_id), [2]),
        (str(FIRST.billing_log_id + 300), [1]),
        (request(BatchNumber(1), FIRST).prepared.request_id, [1]),
        ("1-10509", [2]),
        ("nobody", []),
        ('"', [3, 2, 1]),
        ("10508 nobody", []),
        ("acme OR nobody", []),
    ],
)
def test_a_batch_is_found_by_number_name_message_or_id(history: History, text: str, found: list[int]) -> None:
    assert sorted(_numbers(history, text)) == sorted(found)


def test_hits_of_a_search_are_paged_too(history: History) -> None:
    assert [row.number for row in history.list_batches("acme", limit=2)] == [3, 2]
    assert [row.number for row in history.list_batches("acme", before=BatchNumber(2))] == [1]


def test_the_list_is_narrowed_by_state_company_and_period(history: History) -> None:
    assert [row.number for row in history.list_batches(states=[BatchState.FINISHED_WITH_ERROR])] == [2]
    assert [row.number for row in history.list_batches(realm=OTHER_REALM)] == [3]
    assert [row.number for row in history.list_batches("acme", realm=OTHER_REALM)] == [3]
    day = history.list_batches()[-1].started_at.astimezone().date()
    assert [row.number for row in history.list_batches(first=day, last=day)] == [3, 2, 1]
    assert history.list_batches(first=day + dt.timedelta(days=1)) == ()
    assert history.list_batches(last=day - dt.timedelta(days=1)) == ()


def test_a_batch_tells_its_money_to_the_cent(history: History) -> None:
    story = history.batch(BatchNumber(2))
    assert story is not None
    totals = story.totals
    assert (totals.connectwise.count, totals.connectwise.total) == (2, usd("151.50"))
    assert (totals.invoices.count, totals.invoices.total) == (1, usd("64.20"))
    assert (totals.not_sent.count, totals.not_sent.total) == (1, usd("87.30"))
    assert not totals.apart
    assert story.options is not None
    assert story.options.display_uom


def test_an_invoice_tells_what_was_sent_and_what_came_back(history: History) -> None:
    story = history.invoice(BatchNumber(2), SENT.billing_log_id)
    assert story is not None
    assert story.sent == '{\n  "DocNumber": "10509"\n}'
    assert '"Id": "6309"' in story.received
    assert story.snapshot is not None
    assert story.snapshot.document == document(SENT)
    assert story.snapshot.transaction == transaction(SENT)
    assert [finding.code for finding in story.snapshot.findings] == ["ITEM_ACCOUNT_DIFFERS"]
    (attempt,) = story.attempts
    assert (attempt.tid, attempt.status) == ("1-10509", 200)


def test_an_invoice_that_was_not_sent_has_a_plan_and_no_answer(history: History) -> None:
    story = history.invoice(BatchNumber(2), BLOCKED.billing_log_id)
    assert story is not None
    assert (story.sent, story.received, story.attempts) == ("", "", ())
    assert story.snapshot is not None
    assert history.invoice(BatchNumber(2), BillingLogId(1)) is None


def test_the_last_time_is_what_the_latest_batch_said(history: History, store: Store) -> None:
    ids = [FIRST.billing_log_id, BLOCKED.billing_log_id, BillingLogId(1)]
    found = history.last_times(ids)
    assert set(found) == set(ids[:2])
    assert found[BLOCKED.billing_log_id].finding_code == "CUSTOMER_UNLINKED"
    again = store.open_batch(lambda number: opening(number, BLOCKED))
    store.record(InvoiceChanged(again, BLOCKED.billing_log_id, ActionState.FAILED, "Still not linked", START))
    assert history.last_times(ids)[BLOCKED.billing_log_id].message == "Still not linked"


def test_the_dashboard_counts_what_is_unsent_by_currency_and_age(history: History, store: Store) -> None:
    rows = [unposted(10600), unposted(10601, "-50.00"), unposted(10602, "10.00", currency="CAD"), SENT]
    store.put_cached_unposted(rows, START - dt.timedelta(hours=1))
    board = history.dashboard()
    assert board.unsent.count == 3
    assert board.unsent.total == Sums.of([(Decimal("1200.00"), "USD"), (Decimal("10.00"), "CAD")])
    assert [(age.words, age.count) for age in board.unsent.ages] == [
        ("0–7 days", 0),
        ("8–14 days", 3),
        ("15–30 days", 0),
        ("over 30 days", 0),
    ]
    assert board.read_at == START - dt.timedelta(hours=1)


def test_the_dashboard_names_causes_until_they_are_cured(history: History, store: Store) -> None:
    (cause,) = history.dashboard(REALM).causes
    assert (cause.code, cause.count, cause.total) == ("CUSTOMER_UNLINKED", 1, usd("87.30"))
    again = store.open_batch(lambda number: opening(number, BLOCKED))
    store.record(InvoiceChanged(again, BLOCKED.billing_log_id, ActionState.COMPLETED, "", START))
    assert history.dashboard(REALM).causes == ()
    assert [row.number for row in history.dashboard(REALM).batches] == [4, 2, 1]


def test_a_record_that_has_read_no_list_says_so(history: History) -> None:
    board = history.dashboard()
    assert (board.unsent.count, board.unsent.oldest, board.read_at) == (0, None, None)


def test_the_card_of_an_invoice_tells_its_life_in_order(history: History, store: Store) -> None:
    billing = FIRST.billing_log_id
    later = START + dt.timedelta(days=1)
    store.record(
        JudgementGiven(billing, "ITEM_ACCOUNT_DIFFERS", "mark-ok", "Agreed", (), "", "alex", later),
        HoldChanged(billing, "Waits for the customer", None, "alex", later + dt.timedelta(hours=1)),
    )
    card = history.card(" 10501 ")
    assert card is not None
    assert card.billing_log_id == billing
    assert [moment.text for moment in card.moments] == [
        "Batch 1: Completed Successfully. Equal to the cent",
        "In QuickBooks as Invoice 10501 (Id 6301)",
        "Marked as batched in ConnectWise (I10501:0a1b2c3d)",
        "Marked OK by alex: Item posts to another account. Agreed.",
        "Held by alex: Waits for the customer",
    ]
    assert history.card("99999") is None


def test_a_body_that_is_no_json_is_shown_as_text() -> None:
    assert readable(b"<html>502</html>") == "<html>502</html>"
    assert readable(b"") == ""
    assert readable(b'{"Amount":10.50}') == '{\n  "Amount": 10.50\n}'
