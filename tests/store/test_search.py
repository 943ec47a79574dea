"""The search over the record: numbers, names, ids and amounts, in whatever way they are typed."""

from __future__ import annotations

import pytest

from mobius_desktop.domain.archive import BatchFilter
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.store import Store
from tests.store.stories import journey, opening, unposted

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
    from dataclasses import replace

    invoice = replace(PREFIXED, number="INV9001")
    store.open_batch(lambda number: opening(number, invoice))
    assert found(store, "INV9001") == [1]
    assert found(store, "inv90") == [1]


def test_marks_alone_ask_for_nothing_special(filled: Store) -> None:
    assert found(filled, "  # ") == [4, 3, 2, 1]
    assert found(filled, '"') == [4, 3, 2, 1]
    assert found(filled, "nowhere") == []
