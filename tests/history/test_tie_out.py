"""Whatever both systems hold, every invoice and document is in one row, and the control line is true."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mobius_desktop.domain.connectwise import BilledInvoice, Reference
from mobius_desktop.domain.events import DifferenceExplained
from mobius_desktop.domain.ids import BillingLogId, ConnectWiseBatchId, ConnectWiseId, QuickBooksId, RealmId
from mobius_desktop.domain.origin import marker
from mobius_desktop.domain.quickbooks import (
    Account,
    CompanyInfo,
    Customer,
    DocumentKind,
    DocumentLife,
    DocumentRef,
    FoundDocument,
    FoundLine,
    Item,
    Preferences,
    QuickBooksLists,
)
from mobius_desktop.domain.tie_out import GivenExplanation, TieClass, TieOut, TieRow
from mobius_desktop.history.tie_out.engine import tie_out_of, with_explanations
from mobius_desktop.history.tie_out.gather import Gathered, Posting
from mobius_desktop.store import Store
from tests.store.stories import TickingClock

ORIGIN = "gulfline@127.0.0.1"
REALM = RealmId("9341")
FIRST, LAST = dt.date(2026, 10, 1), dt.date(2026, 10, 31)
NOW = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)
HARDWARE, SERVICE = QuickBooksId("81"), QuickBooksId("82")
LISTS = QuickBooksLists(
    company=CompanyInfo(REALM, "Gulfline Technology Partners"),
    preferences=Preferences(),
    customers=(Customer(QuickBooksId("7"), "Acme", "ACM001", "Acme"),),
    items=(Item(QuickBooksId("9"), "ZX-41", "ZX-41", "Service", income_account_id=SERVICE),),
    accounts=(
        Account(HARDWARE, "4200", "Hardware", "Hardware", "Income", "Revenue"),
        Account(SERVICE, "4100", "Product sales", "Product sales", "Income", "Revenue"),
    ),
)


@pytest.fixture(scope="module")
def record() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "m.db", TickingClock()) as opened:
        yield opened


def billed(
    number: int,
    total: str = "100.00",
    *,
    tax: str = "0.00",
    day: dt.date = FIRST,
    batch: int | None = 1,
    closed: bool = True,
    name: str = "",
) -> BilledInvoice:
    return BilledInvoice(
        billing_log_id=BillingLogId(number),
        number=name or str(number),
        invoice_type="Standard",
        customer=Reference(ConnectWiseId(70), "Acme"),
        account_id="ACM001",
        date=day,
        due_date=None,
        location=None,
        currency="USD",
        total=Decimal(total),
        tax=Decimal(tax),
        closed=closed,
        batch_id=ConnectWiseBatchId(batch) if batch else None,
    )


def document(
    ident: int,
    number: str,
    total: str = "100.00",
    *,
    tax: str = "0.00",
    day: dt.date = FIRST,
    note: str = "",
    customer: str = "7",
    kind: DocumentKind = DocumentKind.INVOICE,
    life: DocumentLife = DocumentLife.LIVE,
    account: QuickBooksId = HARDWARE,
) -> FoundDocument:
    net = Decimal(total) - Decimal(tax)
    return FoundDocument(
        ref=DocumentRef(kind, QuickBooksId(str(ident))),
        sync_token="0",
        number=number,
        date=day,
        customer_id=QuickBooksId(customer),
        customer_name="Acme" if customer == "7" else "Somebody else",
        total=Decimal(total),
        tax=Decimal(tax),
        currency="USD",
        private_note=note,
        lines=(FoundLine(net, QuickBooksId("9"), "ZX-41", account_id=account),),
        life=life,
    )


def compared(
    record: Store, invoices: list[BilledInvoice], documents: list[FoundDocument], **more: object
) -> TieOut:
    gathered = Gathered(FIRST, LAST, ORIGIN)
    gathered.billed = {one.billing_log_id: one for one in invoices}
    gathered.documents = {one.ref: one for one in documents}
    for name, value in more.items():
        setattr(gathered, name, value)
    return tie_out_of(gathered, record, LISTS, realm=REALM, company_name="Gulfline", now=NOW)


def only(tie_out: TieOut) -> TieRow:
    (row,) = tie_out.rows
    return row


# -- the control line -----------------------------------------------------------------------------------

_days = st.dates(dt.date(2026, 9, 20), dt.date(2026, 11, 10))
_amounts = st.decimals(-2000, 2000, places=2)
_positive = st.decimals(0, 2000, places=2)
_invoices = st.builds(
    lambda number, total, tax, day, batch, closed: billed(
        number, str(total), tax=str(tax), day=day, batch=batch, closed=closed, name=str(number % 9)
    ),
    st.integers(1, 30),
    _amounts,
    _amounts,
    _days,
    st.none() | st.integers(1, 3),
    st.booleans(),
)
_documents = st.builds(
    lambda ident, number, total, tax, day, owner, kind, life, customer: document(
        ident,
        str(number),
        "0.00" if life is DocumentLife.VOID else str(total),
        tax="0.00" if life is DocumentLife.VOID else str(tax),
        day=day,
        note=marker(BillingLogId(owner), ORIGIN) if owner else "",
        customer=customer,
        kind=kind,
        life=life,
    ),
    st.integers(1, 40),
    st.integers(0, 9),
    _positive,
    _positive,
    _days,
    st.none() | st.integers(1, 30),
    st.sampled_from(DocumentKind),
    st.sampled_from([DocumentLife.LIVE, DocumentLife.LIVE, DocumentLife.VOID]),
    st.sampled_from(["7", "8"]),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_invoices, max_size=14), st.lists(_documents, max_size=14))
def test_the_difference_of_the_totals_is_the_sum_of_the_listed_differences(
    record: Store, invoices: list[BilledInvoice], documents: list[FoundDocument]
) -> None:
    found = compared(record, invoices, documents)
    held = {one.billing_log_id: one for one in invoices}
    live = {one.ref: one for one in documents}
    ours = sum(
        (
            one.total
            for one in held.values()
            if FIRST <= one.date <= LAST and (one.closed or one.batch_id is not None)
        ),
        Decimal(0),
    )
    theirs = sum(
        (
            -one.total if one.ref.kind is DocumentKind.CREDIT_MEMO else one.total
            for one in live.values()
            if FIRST <= one.date <= LAST and one.life is DocumentLife.LIVE
        ),
        Decimal(0),
    )
    assert sum((one.connectwise for one in found.controls), Decimal(0)) == ours
    assert sum((one.quickbooks for one in found.controls), Decimal(0)) == theirs
    for control in found.controls:
        assert control.apart == control.listed
        by_account = [one for one in found.accounts if one.currency == control.currency]
        assert sum((one.apart for one in by_account), Decimal(0)) == control.apart
        assert sum((one.moved for one in by_account), Decimal(0)) == 0
    assert len({row.subject for row in found.rows}) == len(found.rows)
    for row in found.rows:
        if row.kind is TieClass.MATCHED:
            assert row.apart == 0
            assert row.tax_apart == 0


def test_an_invoice_of_nothing_but_tax_is_missing_and_not_taken_for_empty(record: Store) -> None:
    (row,) = compared(record, [billed(1, "0.00", tax="0.01", batch=None)], []).rows
    assert row.kind is TieClass.MISSING_IN_QUICKBOOKS


# -- the classes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("other", "kind", "apart"),
    [
        (document(1, "5"), TieClass.MATCHED, "0.00"),
        (document(1, "5", "101.00"), TieClass.AMOUNT, "1.00"),
        (document(1, "5", "100.01", tax="7.01"), TieClass.TAX, "0.01"),
        (document(1, "5", "100.00", tax="6.00"), TieClass.TAX, "0.00"),
        (document(1, "5", tax="7.00", day=dt.date(2026, 10, 2)), TieClass.DATE, "0.00"),
        (document(1, "5", tax="7.00", day=dt.date(2026, 11, 1)), TieClass.DATE, "-100.00"),
    ],
)  # fmt: skip
def test_a_pair_is_in_the_class_of_its_weightiest_difference(
    record: Store, other: FoundDocument, kind: TieClass, apart: str
) -> None:
    tax = "7.00" if kind in {TieClass.TAX, TieClass.DATE} else "0.00"
    row = only(compared(record, [billed(5, tax=tax)], [other]))
    assert (row.kind, row.apart) == (kind, Decimal(apart))


def test_the_journal_comes_before_the_marker_and_the_marker_before_the_number(record: Store) -> None:
    ours, copy = document(1, "77"), document(2, "5")
    marked = document(3, "78", note=f"Invoice 6 {marker(BillingLogId(6), ORIGIN)}")
    found = compared(
        record, [billed(5), billed(6, name="78")], [ours, copy, marked], owners={ours.ref: BillingLogId(5)}
    )
    by_subject = {row.subject: row for row in found.rows}
    first = by_subject["invoice:5"].quickbooks
    second = by_subject["invoice:6"].quickbooks
    assert first is not None
    assert first.ref == ours.ref
    assert second is not None
    assert second.ref == marked.ref
    assert by_subject["invoice:5"].kind is TieClass.NUMBER
    assert by_subject["Invoice 2"].kind is TieClass.DUPLICATE


def test_another_customer_under_the_same_number_is_no_match_unless_the_money_is_the_same(
    record: Store,
) -> None:
    strange = compared(record, [billed(5)], [document(1, "5", "42.00", customer="8")])
    assert sorted(row.kind for row in strange.rows) == [
        TieClass.DUPLICATE,
        TieClass.MISSING_IN_QUICKBOOKS,
    ]
    alone = next(row for row in strange.rows if row.kind is TieClass.DUPLICATE)
    assert "that invoice is not in QuickBooks" in alone.hint
    assert "more than once" not in alone.hint
    same_money = only(compared(record, [billed(5)], [document(1, "5", customer="8")]))
    assert same_money.kind is TieClass.CUSTOMER


def test_a_void_document_of_a_batched_invoice_is_voided_and_of_an_unposted_one_only_missing(
    record: Store,
) -> None:
    void = document(1, "5", "0.00", life=DocumentLife.VOID)
    assert only(compared(record, [billed(5)], [void])).kind is TieClass.GONE
    assert only(compared(record, [billed(5, batch=None)], [void])).kind is TieClass.MISSING_IN_QUICKBOOKS


def test_an_invoice_that_was_opened_again_counts_in_quickbooks_only(record: Store) -> None:
    row = only(compared(record, [billed(5, batch=None, closed=False)], [document(1, "5")]))
    assert (row.kind, row.apart) == (TieClass.MISSING_IN_CONNECTWISE, Decimal("100.00"))
    assert "opened again" in row.hint


def test_an_invoice_without_money_and_document_is_matched(record: Store) -> None:
    row = only(compared(record, [billed(5, "0.00")], []))
    assert row.kind is TieClass.MATCHED
    assert row.hint == "Nothing to send: it has no money."


def test_a_line_on_another_account_by_its_item_shows_as_exactly_that(record: Store) -> None:
    found = compared(
        record,
        [billed(5)],
        [document(1, "5", account=SERVICE)],
        postings={BillingLogId(5): (Posting("4200", Decimal("100.00")),)},
    )
    row = only(found)
    assert row.kind is TieClass.MATCHED
    (moved,) = row.moved
    assert (moved.amount, moved.connectwise, moved.quickbooks, moved.item) == (
        Decimal("100.00"),
        "4200 Hardware",
        "4100 Product sales",
        "ZX-41",
    )
    assert [(one.account, one.apart, one.rest) for one in found.accounts] == [
        ("4100 Product sales", Decimal("100.00"), Decimal(0)),
        ("4200 Hardware", Decimal("-100.00"), Decimal(0)),
    ]
    assert found.ties


def test_missing_numbers_are_told_with_their_reason(record: Store) -> None:
    found = compared(
        record,
        [billed(5), billed(9)],
        [document(1, "5"), document(2, "9")],
        neighbours={"7": billed(7, day=dt.date(2026, 9, 30))},
    )
    assert [(one.first, one.last, one.count, one.reason) for one in found.gaps] == [
        ("6", "6", 1, "ConnectWise has no invoice with this number."),
        ("7", "7", 1, "It is dated 09/30/2026."),
        ("8", "8", 1, "ConnectWise has no invoice with this number."),
    ]


# -- explaining -----------------------------------------------------------------------------------------


def test_an_explained_difference_stays_explained_until_its_facts_change(record: Store) -> None:
    found = compared(record, [billed(5)], [document(1, "5", "101.00")])
    row = only(found)
    assert not found.ties
    given = GivenExplanation(
        REALM, row.subject, "5", row.kind.value, "Freight is on the supplier's bill.", row.facts, row.apart,
        "USD", "dana", NOW,
    )  # fmt: skip
    record.record(DifferenceExplained(given))
    words = record.explanations(REALM)
    told = with_explanations(found, words)
    assert told.ties
    assert told.controls[0].apart == told.controls[0].listed == Decimal("1.00")

    changed = with_explanations(compared(record, [billed(5)], [document(1, "5", "102.00")]), words)
    assert not changed.ties
    assert only(changed).explanation is None


def test_an_explanation_stands_however_a_system_writes_the_same_amount(record: Store) -> None:
    row = only(compared(record, [billed(5, "100.0")], [document(1, "5", "101.000")]))
    same = only(compared(record, [billed(5, "100.00")], [document(1, "5", "101")]))
    assert row.facts == same.facts


def test_documents_without_a_number_are_no_match_and_no_duplicates(record: Store) -> None:
    found = compared(record, [replace(billed(5), number="")], [document(1, ""), document(2, "")])
    assert sorted(row.kind for row in found.rows) == [
        TieClass.MISSING_IN_CONNECTWISE,
        TieClass.MISSING_IN_CONNECTWISE,
        TieClass.MISSING_IN_QUICKBOOKS,
    ]
