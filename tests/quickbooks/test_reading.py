"""What the client reads from QuickBooks, over HTTP."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from mobius_desktop.domain.errors import (
    RemoteRefused,
    RemoteUnknown,
    SignInLost,
    SubscriptionEnded,
    Throttled,
    Unreachable,
)
from mobius_desktop.domain.ids import QuickBooksId
from mobius_desktop.domain.quickbooks import DocumentKind, DocumentLife, DocumentRef, ListKind
from mobius_desktop.quickbooks import query
from mobius_desktop.quickbooks.client import QuickBooksClient
from mobius_desktop.sandbox.run import RunningSandbox
from mobius_desktop.transport.clock import FastClock
from tests.transport import sandboxed


def test_all_lists_are_read_with_what_is_inactive(client: QuickBooksClient) -> None:
    seen: list[int] = []
    lists = client.lists(seen.append)
    assert lists.company.name == "Gulfline Technology Partners"
    assert lists.preferences.book_close_date == dt.date(2026, 9, 30)
    assert lists.preferences.automated_sales_tax
    assert any(not customer.active for customer in lists.customers)
    assert any(not item.active for item in lists.items)
    assert {"11000", "40000"} <= {account.number for account in lists.accounts}
    assert any(rate == Decimal("7") for code in lists.tax_codes for _, rate in code.rates)
    assert lists.tax_agencies
    assert lists.read_at is not None
    assert seen
    assert seen == sorted(seen)


def test_lists_are_whole_when_pages_come_short(client: QuickBooksClient, running: RunningSandbox) -> None:
    whole = client.lists()
    running.control.switch("quickbooks", "query_short_pages", "short")
    short = client.lists()
    assert short.customers == whole.customers
    assert short.items == whole.items
    assert len(whole.customers) > 100


def test_what_a_reset_left_behind_is_not_listed(client: QuickBooksClient, running: RunningSandbox) -> None:
    running.control.do("quickbooks", "leave_ghost", entity="Customer", record_id="92")
    assert all(customer.id != "92" for customer in client.lists().customers)
    assert client.find_by_name(ListKind.CUSTOMER, "Acme Manufacturing LLC") == ()


def test_a_long_list_is_asked_in_pages_that_a_call_may_answer(
    client: QuickBooksClient, running: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = client.lists()
    monkeypatch.setattr("mobius_desktop.quickbooks.query.PAGE", 50)
    monkeypatch.setattr("mobius_desktop.quickbooks.reading.MOST_OBJECTS", 120)
    running.control.recorder.clear()
    paged = client.lists()
    assert (paged.customers, paged.items) == (whole.customers, whole.items)
    batches = running.control.recorder.find(path="/batch$")
    assert len(batches) > 3
    assert all(one.body.count('"Query"') <= 30 for one in batches)


def test_documents_are_found_by_number_in_both_kinds_with_one_call(
    client: QuickBooksClient, running: RunningSandbox
) -> None:
    made = running.control.do(
        "quickbooks",
        "create_document",
        entity="CreditMemo",
        document={
            "DocNumber": "CM-77",
            "TxnDate": "2026-10-09",
            "CustomerRef": {"value": "92"},
            "Line": [
                {
                    "DetailType": "SalesItemLineDetail",
                    "Amount": 5,
                    "SalesItemLineDetail": {"ItemRef": {"value": "27"}, "TaxCodeRef": {"value": "NON"}},
                }
            ],
        },
    )
    assert made
    found = client.find_by_number(["10532", "CM-77", "nothing", "", "10532"])
    assert {(one.ref.kind, one.number) for one in found} == {
        (DocumentKind.INVOICE, "10532"),
        (DocumentKind.CREDIT_MEMO, "CM-77"),
    }
    assert client.counts()["POST /v3/company/*/batch"] == 1
    assert client.counts()["POST /v3/company/*/query"] == 0
    assert client.find_by_number([]) == ()


def test_a_look_over_500_numbers_costs_two_calls(client: QuickBooksClient) -> None:
    before = client.counts().total()
    client.find_by_number([f"10{number}" for number in range(500, 1000)])
    assert client.counts().total() - before == 2


def test_a_look_is_whole_when_pages_come_short(client: QuickBooksClient, running: RunningSandbox) -> None:
    running.control.switch("quickbooks", "query_short_pages", "short")
    line = {
        "DetailType": "SalesItemLineDetail",
        "Amount": 5,
        "SalesItemLineDetail": {"ItemRef": {"value": "27"}, "TaxCodeRef": {"value": "NON"}},
    }
    numbers = [f"S{number}" for number in range(45)]
    for number in numbers:
        running.control.do(
            "quickbooks",
            "create_document",
            entity="Invoice",
            document={"DocNumber": number, "CustomerRef": {"value": "92"}, "Line": [line]},
        )
    found = client.find_by_number(numbers)
    assert {one.number for one in found} == set(numbers)
    refs = [one.ref for one in found]
    assert all(one is not None for one in client.read(refs).values())


def test_documents_are_found_by_date_and_by_when_they_were_made(client: QuickBooksClient) -> None:
    october = client.find_by_date(dt.date(2026, 10, 1), dt.date(2026, 10, 31))
    assert {one.number for one in october} == {"10532", "10538", "10545"}
    day = dt.date(2026, 10, 27)
    assert [one.number for one in client.find_by_date(day, day)] == ["10532"]
    since = dt.datetime(2026, 10, 28, 0, 0, tzinfo=dt.UTC)
    assert {one.number for one in client.find_created_since(since)} == {"10532", "10538"}
    assert client.find_created_since(client.server_now() + dt.timedelta(hours=1)) == ()


def test_a_found_document_says_what_is_compared(client: QuickBooksClient) -> None:
    (one,) = client.find_by_number(["10532"])
    assert one.total == Decimal("410.00")
    assert one.balance == Decimal("410.00")
    assert one.private_note == "Invoice 10532 [CW-6032-cc70]"
    assert one.due_date == dt.date(2026, 11, 26)
    (sold,) = one.lines
    assert (sold.amount, sold.item_name, sold.account_id) == (Decimal("410.00"), "Service-40000", "10")
    assert not sold.taxable
    assert one.raw.startswith(b"{")
    assert b'"DocNumber"' in one.raw
    assert one.created_at is not None
    assert one.created_at.tzinfo is not None


def test_what_is_void_deleted_or_paid_is_seen(client: QuickBooksClient, running: RunningSandbox) -> None:
    by_number = {one.number: one for one in client.find_by_number(["10532", "10538", "10545"])}
    running.control.do("quickbooks", "void_document", entity="Invoice", number="10532")
    running.control.do("quickbooks", "delete_document", entity="Invoice", number="10538")
    running.control.do("quickbooks", "pay_invoice", number="10545", amount="100.00")
    refs = [one.ref for one in by_number.values()]
    after = client.read([*refs, DocumentRef(DocumentKind.CREDIT_MEMO, QuickBooksId("1001"))])
    void, gone, paid = (after[by_number[number].ref] for number in ("10532", "10538", "10545"))
    assert void is not None
    assert void.life is DocumentLife.VOID
    assert void.total == 0
    assert gone is None
    assert paid is not None
    assert paid.balance == Decimal("310.00")
    assert paid.linked
    assert paid.linked[0].startswith("Payment ")
    assert paid.life is DocumentLife.LIVE
    # Ids are unique within their kind only.
    assert after[DocumentRef(DocumentKind.CREDIT_MEMO, QuickBooksId("1001"))] is None


def test_reading_by_id_costs_one_call_for_thirty(client: QuickBooksClient) -> None:
    before = client.counts().total()
    refs = [DocumentRef(DocumentKind.INVOICE, QuickBooksId(str(number))) for number in range(1001, 1031)]
    assert len(client.read(refs)) == 30
    assert client.counts().total() - before <= 2
    assert client.read([]) == {}


def test_names_are_found_whatever_their_case_and_state(client: QuickBooksClient) -> None:
    assert client.find_by_name(ListKind.CUSTOMER, "acme manufacturing llc") == (
        (QuickBooksId("92"), "Acme Manufacturing LLC", True),
    )
    ((_, name, active),) = client.find_by_name(ListKind.CUSTOMER, "Suncoast Realty, LLC")
    assert not active
    assert "Suncoast" in name
    assert client.find_by_name(ListKind.ITEM, "Service-40000")[0][2]
    assert client.find_by_name(ListKind.TERM, "Net 30")
    assert client.find_by_name(ListKind.CUSTOMER, "Nobody & Sons") == ()


@pytest.mark.parametrize(
    "name", ["O'Hara's Bar", "Back\\slash", "x' OR Active = true", "\\' ORDERBY Id", "Café “Ölmühle” 🦀"]
)
def test_no_name_becomes_a_clause(client: QuickBooksClient, running: RunningSandbox, name: str) -> None:
    assert client.find_by_name(ListKind.CUSTOMER, name) == ()
    running.control.do("quickbooks", "rename", entity="Customer", record_id="92", to=name)
    ((found, shown, _),) = client.find_by_name(ListKind.CUSTOMER, name)
    assert (found, shown) == ("92", name)


def test_a_parser_without_letters_beyond_ascii_is_worked_round(
    client: QuickBooksClient, running: RunningSandbox
) -> None:
    running.control.do("quickbooks", "rename", entity="Customer", record_id="92", to="Café Ölmühle")
    running.control.switch("quickbooks", "query_non_ascii", "fault_4000")
    assert client.find_by_name(ListKind.CUSTOMER, "café ölmühle")[0][0] == "92"


def test_quickbooks_clock_is_taken_from_its_answers(
    client: QuickBooksClient, running: RunningSandbox
) -> None:
    client.company_info()
    before = client.server_now()
    assert abs(before - running.clock.now()) < dt.timedelta(minutes=10)
    running.control.clock.advance(7200)
    client.company_info()
    assert client.server_now() - before >= dt.timedelta(hours=1, minutes=50)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"preset": "forbidden"}, SignInLost),
        ({"preset": "token_revoked", "times": None}, SignInLost),
        ({"preset": "throttled", "times": None}, Throttled),
        ({"preset": "throttled_xml", "times": None}, Throttled),
        ({"preset": "throttled_xml_403", "times": None}, Throttled),
        ({"preset": "server_error", "times": None}, RemoteUnknown),
        ({"preset": "html", "times": None}, RemoteUnknown),
        ({"preset": "html_200", "times": None}, RemoteUnknown),
        ({"preset": "empty", "times": None}, RemoteUnknown),
        ({"preset": "unavailable", "times": None}, RemoteUnknown),
        ({"kind": "truncate", "times": None}, RemoteUnknown),
        ({"kind": "drop", "times": None}, RemoteUnknown),
        ({"status": 200, "body": '{"QueryResponse": "no"}', "times": None}, RemoteUnknown),
        ({"status": 200, "body": '{"time": "2026-11-02"}', "times": None}, RemoteUnknown),
        ({"preset": "stale"}, RemoteRefused),
        ({"preset": "fault_in_200", "times": None}, RemoteUnknown),
    ],
)
def test_a_read_that_is_not_answered_ends_in_a_sentence(
    shared: tuple[RunningSandbox, QuickBooksClient], fault: dict[str, Any], error: type[Exception]
) -> None:
    running, client = shared
    running.control.faults.add(server="quickbooks", path="/v3/company/", **fault)
    with pytest.raises(error) as caught:
        client.find_by_date(dt.date(2026, 10, 1), dt.date(2026, 10, 2))
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "QuickBooks" in sentence or "changed this document" in sentence


@pytest.mark.parametrize(
    "fault",
    ["throttled", "throttled_xml", "throttled_xml_403", "token_expired", "server_error", "html", "one_name"],
)
def test_a_read_goes_on_after_a_passing_trouble(
    shared: tuple[RunningSandbox, QuickBooksClient], fault: str
) -> None:
    running, client = shared
    running.control.faults.add(server="quickbooks", preset=fault)
    assert client.company_info().name == "Gulfline Technology Partners"


def test_a_throttled_question_inside_a_batch_is_asked_again(
    client: QuickBooksClient, running: RunningSandbox
) -> None:
    body = (
        '{"BatchItemResponse":[{"bId":"1","Fault":{"Error":[{"Message":"ThrottleExceeded","code":"3001"}],'
        '"type":"SERVICE"}}],"time":"2026-11-02T09:00:00.000-05:00"}'
    )
    running.control.faults.add(server="quickbooks", path="/batch", status=200, body=body)
    assert len(client.find_by_number(["10532"])) == 1


def test_batch_answers_are_matched_by_their_number(client: QuickBooksClient, running: RunningSandbox) -> None:
    running.control.switch("quickbooks", "batch_order", "reversed")
    assert [one.ref.kind for one in client.find_by_number(["10532"])] == [DocumentKind.INVOICE]


def test_an_ended_subscription_has_an_error_of_its_own(
    client: QuickBooksClient, running: RunningSandbox
) -> None:
    body = (
        '{"Fault":{"Error":[{"Message":"Invalid Company Status","Detail":"Subscription period has ended",'
        '"code":"6190"}],"type":"ValidationFault"}}'
    )
    running.control.faults.add(server="quickbooks", path="/v3/company/", status=400, body=body)
    with pytest.raises(SubscriptionEnded, match="subscription"):
        client.preferences()


def test_a_server_that_is_gone_is_unreachable(clock: FastClock) -> None:
    with sandboxed.sandbox() as running:
        client = sandboxed.quickbooks(running, clock)
    with pytest.raises(Unreachable, match="could not be reached"):
        client.company_info()
    client.close()


def test_every_call_names_the_minor_version(client: QuickBooksClient, running: RunningSandbox) -> None:
    client.lists()
    client.find_by_number(["10532"])
    asked = running.control.recorder.find(server="quickbooks", path="/v3/company/")
    assert asked
    assert {one.params.get("minorversion") for one in asked} == {"75"}
    assert {one.headers["Accept"] for one in asked} == {"application/json"}


def test_a_quoted_value_cannot_end_its_quotes() -> None:
    assert query.text("O'Hara") == r"'O\'Hara'"
    assert query.text("\\'") == r"'\\\''"
