"""The search over the record: numbers, names, ids and amounts, in whatever way they are typed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mobius_desktop.domain.archive import BatchFilter
from mobius_desktop.domain.events import InvoiceChanged, LogLine, RequestStored
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.domain.states import ActionState, Section
from mobius_desktop.domain.wire import Prepared
from mobius_desktop.store import Store
from tests.store.stories import START, action_of, journey, opened, opening, request, unposted

FIRST = unposted(1045, "250.00", customer="Café Olé, Inc.")
SECOND = unposted(20001, "1045.00", customer="Acme Widgets")
CREDIT = unposted(20002, "-412.50", customer="Acme Widgets")
YEN = unposted(20003, "7777", currency="JPY", customer="Tokyo Office")
PREFIXED = unposted(20004, "3.00", customer="Acme Widgets")


@pytest.fixture
def filled(store: Store) -> Store:
    for invoice in (FIRST, SECOND, CREDIT, YEN):
        number = store.open_batch(lambda number, one=invoice: opening(number, one))  # type: ignore[misc]  # bound now
        for commit in journey(number, invoice):
            store.record(*commit)
    return store


def found(store: Store, text: str) -> list[BatchNumber]:
    return [row.number for row in store.batches(BatchFilter(text=text))]


@pytest.mark.parametrize(
    "typed", ["#1045", "INV-1045", "inv1045", "Invoice-1045", "INV#1045", "#INV-1045", "Invoice 1045"]
)
def test_a_number_is_found_however_it_is_marked(filled: Store, typed: str) -> None:
    assert BatchNumber(1) in found(filled, typed)


@pytest.mark.parametrize("typed", ["1,045.00", "$1,045.00", "1045.00", "1045.0", "(1,045.00)", "-1,045.00"])
def test_an_amount_is_found_with_and_without_its_marks(filled: Store, typed: str) -> None:
    assert found(filled, typed) == [2]


def test_a_whole_number_may_be_a_number_or_an_amount(filled: Store) -> None:
    assert found(filled, "1045") == [2, 1]


def test_a_credit_is_found_by_its_amount_without_a_sign(filled: Store) -> None:
    assert found(filled, "412.50") == [3]


def test_an_amount_is_one_of_its_own_currency(filled: Store) -> None:
    assert found(filled, "7,777") == [4]
    assert found(filled, "77.77") == []


def test_an_amount_and_a_name_must_both_fit(filled: Store) -> None:
    assert found(filled, "acme 1,045.00") == [2]
    assert found(filled, "olé 1,045.00") == []
    assert found(filled, "cafe 250.00") == [1]


def test_a_number_that_begins_with_letters_is_found_by_them(store: Store) -> None:
    invoice = replace(PREFIXED, number="INV9001")
    store.open_batch(lambda number: opening(number, invoice))
    assert found(store, "INV9001") == [1]
    assert found(store, "inv90") == [1]


def test_marks_alone_ask_for_nothing_special(filled: Store) -> None:
    assert found(filled, "  # ") == [4, 3, 2, 1]
    assert found(filled, '"') == [4, 3, 2, 1]
    assert found(filled, "nowhere") == []


@pytest.mark.parametrize(
    "typed", ["ITEM_ACCOUNT_DIFFERS", "item_account_differs", "ITEM_ACC", "another account", "Item posts"]
)
def test_a_finding_is_found_by_its_code_and_by_its_title(filled: Store, typed: str) -> None:
    assert found(filled, typed) == [4, 3, 2, 1]


def test_a_finding_and_a_customer_must_be_of_one_invoice(filled: Store) -> None:
    assert found(filled, "tokyo ITEM_ACCOUNT_DIFFERS") == [4]
    assert found(filled, "ITEM_ACCOUNT_DIFFERS nowhere") == []


def test_what_stopped_an_invoice_in_the_run_is_found_by_its_code(filled: Store) -> None:
    batch = BatchNumber(2)
    filled.record(
        InvoiceChanged(
            batch,
            SECOND.billing_log_id,
            ActionState.FAILED,
            "It is closed.",
            START,
            finding_code="PERIOD_CLOSED",
        )
    )
    assert found(filled, "PERIOD_CLOSED") == [2]


def test_a_line_of_the_log_is_found(filled: Store) -> None:
    filled.record(LogLine(BatchNumber(3), "info", "QuickBooks was busy; it went on after 12 seconds.", START))
    assert found(filled, "quickbooks busy seconds") == [3]


@pytest.mark.parametrize("typed", ["CW-15501-cc70", "[CW-15501-cc70]", "cw-15501-CC70", "[CW-15501-cc70-2]"])
def test_the_marker_of_a_document_is_found(filled: Store, typed: str) -> None:
    assert found(filled, typed) == [2]


def test_a_marker_of_another_connectwise_is_not_found(filled: Store) -> None:
    assert found(filled, "CW-15501-beef") == []


def test_a_request_is_found_by_its_id_and_by_its_beginning(filled: Store) -> None:
    whole = request(BatchNumber(2), SECOND).prepared.request_id or ""
    ours = whole[:-4] + "8d"  # the beginning that the four requests share ends before
    assert found(filled, whole) == [2]
    assert found(filled, whole[:30]) == [4, 3, 2]
    assert found(filled, ours) == []
    assert found(filled, whole[:5]) == []
    assert found(filled, "1-20001") == [2]


@pytest.mark.parametrize("typed", ["I20001:9f3c52ab", "I20001:9f", "9f3c52ab", "9F3C52AB"])
def test_a_batch_of_connectwise_is_found_by_its_identifier_and_by_its_end(filled: Store, typed: str) -> None:
    batch, action = BatchNumber(2), action_of(BatchNumber(2), SECOND, Section.MARK)
    sent = Prepared(
        "connectwise", "create batch", "POST", "/finance/batches", b"{}", identifier="I20001:9f3c52ab"
    )
    filled.record(RequestStored(action, batch, 1, sent, START))
    assert found(filled, typed) == [2]


def test_a_log_is_still_found_after_the_tables_were_made_anew(store: Store) -> None:
    store.open_batch(lambda number: [opened(number), LogLine(number, "info", "The clock was wrong.", START)])
    store.rebuild()
    assert found(store, "clock wrong") == [1]


def test_a_batch_is_found_by_its_total_and_by_what_of_it_was_sent(store: Store) -> None:
    number = store.open_batch(lambda number: opening(number, FIRST, SECOND, YEN))
    for commit in journey(number, FIRST):
        store.record(*commit)
    assert found(store, "1,295.00") == [number]
    assert found(store, "$250.00") == [number]
    assert found(store, "7,777") == [number]
    assert found(store, "1,295.01") == []


@pytest.mark.parametrize("typed", ["9341450000000001", "99999999999999999999999999", "0.1234567890123456789"])
def test_a_number_longer_than_any_amount_is_looked_for_all_the_same(filled: Store, typed: str) -> None:
    assert found(filled, typed) == []
