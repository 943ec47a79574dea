"""Batches and change data capture."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.quickbooks.conftest import Bookkeeper, invoice, line
from tests.sandbox.quickbooks.small_firm import ACME, SERVICE

SENT = invoice(ACME, line("300.00", SERVICE))


def create(key: str, **more: Any) -> dict[str, Any]:
    return {"bId": key, "operation": "create", "Invoice": {**SENT, **more}}


def query(key: str, text: str) -> dict[str, Any]:
    return {"bId": key, "Query": text}


def codes(item: dict[str, Any]) -> list[str]:
    return [error["code"] for error in item["Fault"]["Error"]]


def test_items_fail_alone_in_a_batch_that_succeeds(qbo: Bookkeeper) -> None:
    kept = qbo.create("Invoice", SENT)
    customer = {"Id": ACME, "SyncToken": "0", "sparse": True, "Notes": "n"}
    items = qbo.batch(
        create("1", DocNumber="A"),
        create("2", DocNumber="x" * 22),
        query("3", "select * from Term"),
        query("4", "select * from Wombat"),
        {"bId": "5", "operation": "update", "Customer": customer},
        {"bId": "6", "operation": "delete", "Invoice": {"Id": kept["Id"], "SyncToken": "0"}},
    )
    assert items["1"]["Invoice"]["DocNumber"] == "A"
    assert codes(items["2"]) == ["2050"]
    assert len(items["3"]["QueryResponse"]["Term"]) == 2
    assert codes(items["4"]) == ["4001"]
    assert items["5"]["Customer"]["SyncToken"] == "1"
    assert items["6"]["Invoice"]["status"] == "Deleted"


def test_items_do_not_see_one_another(qbo: Bookkeeper) -> None:
    items = qbo.batch(
        {"bId": "1", "operation": "create", "Customer": {"DisplayName": "New One"}},
        query("2", "select * from Customer where DisplayName = 'New One'"),
    )
    assert items["1"]["Customer"]["DisplayName"] == "New One"
    assert items["2"]["QueryResponse"] == {}


def test_a_batch_has_thirty_items_at_most(qbo: Bookkeeper) -> None:
    items = [query(str(number), "select count(*) from Term") for number in range(31)]
    assert len(qbo.batch(*items[:30])) == 30
    assert qbo.post("batch", {"BatchItemRequest": items}).codes == ["1040"]


@pytest.mark.parametrize("body", [{}, {"BatchItemRequest": []}, {"Items": []}, []])
def test_a_batch_without_items_is_refused(qbo: Bookkeeper, body: object) -> None:
    assert qbo.post("batch", body).status == 400


def test_a_replayed_batch_repeats_its_items(qbo: Bookkeeper) -> None:
    first = qbo.batch(create("1"), create("2"), requestid="r1")
    again = qbo.batch(create("1"), create("2"), create("3"), requestid="r1")
    assert again["1"]["Invoice"]["Id"] == first["1"]["Invoice"]["Id"]
    assert again["3"]["Invoice"]["Id"] not in {one["Invoice"]["Id"] for one in first.values()}
    assert qbo.query("select count(*) from Invoice") == {"totalCount": 3}


def test_a_replayed_batch_may_get_an_error_per_item_instead(qbo: Bookkeeper) -> None:
    qbo.switch("batch_replay", "fault_6000")
    qbo.batch(create("1"), requestid="r1")
    again = qbo.batch(create("1"), requestid="r1")
    assert codes(again["1"]) == ["6000"]
    assert "Please wait a few minutes and try again" in again["1"]["Fault"]["Error"][0]["Detail"]
    assert qbo.query("select count(*) from Invoice") == {"totalCount": 1}


def test_requestid_and_bid_together_have_fifty_characters(qbo: Bookkeeper) -> None:
    items = qbo.batch(create("a" * 36), create("1"), requestid="r" * 32)
    assert codes(items["a" * 36]) == ["6000"]
    assert "which is 68 characters." in items["a" * 36]["Fault"]["Error"][0]["Detail"]
    assert "Invoice" in items["1"]


def test_answers_may_come_in_another_order(qbo: Bookkeeper) -> None:
    qbo.switch("batch_order", "reversed")
    given = qbo.post("batch", {"BatchItemRequest": [create("1"), create("2")]})
    assert [one["bId"] for one in given.json["BatchItemResponse"]] == ["2", "1"]


def test_a_batch_voids_payments_by_option_and_invoices_by_operation(qbo: Bookkeeper) -> None:
    qbo.create("Invoice", {**SENT, "DocNumber": "7"})
    paid = qbo.do("pay_invoice", number="7")
    seen = {"Id": paid["Id"], "SyncToken": "0", "sparse": True}
    refused = qbo.batch({"bId": "1", "operation": "void", "Payment": seen})
    assert codes(refused["1"]) == ["500"]
    items = qbo.batch({"bId": "1", "operation": "update", "optionsData": "void", "Payment": seen})
    assert items["1"]["Payment"]["TotalAmt"] == 0


def test_a_batch_is_a_read_when_it_only_queries(qbo: Bookkeeper) -> None:
    qbo.batch(query("1", "select * from Term"))
    qbo.batch(query("1", "select * from Term"), create("2"))
    kinds = [one.kind for one in qbo.control.recorder.find(path="/batch$")]
    assert kinds == ["read", "write"]


def test_changes_since_a_moment_include_what_was_deleted(qbo: Bookkeeper) -> None:
    old = qbo.create("Invoice", SENT)
    qbo.control.clock.advance(600)
    moment = qbo.control.clock.now().isoformat()
    kept = qbo.create("Invoice", SENT)
    qbo.post("invoice", {"Id": old["Id"], "SyncToken": "0"}, operation="delete")
    given = qbo.get("cdc", entities="Invoice,customer,Bill", changedSince=moment)
    invoices, customers, bills = given.json["CDCResponse"][0]["QueryResponse"]
    assert [(one["Id"], one.get("status")) for one in invoices["Invoice"]] == [
        (kept["Id"], None),
        (old["Id"], "Deleted"),
    ]
    assert customers == bills == {}


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"entities": "Invoice"}, "2020"),
        ({"changedSince": "2026-11-01T00:00:00Z"}, "2020"),
        ({"entities": "Invoice", "changedSince": "soon"}, "2060"),
        ({"entities": "Invoice", "changedSince": "2026-10-01T00:00:00Z"}, "2060"),
        ({"entities": "TaxCode", "changedSince": "2026-11-01T00:00:00Z"}, "500"),
    ],
)
def test_changes_nobody_keeps_are_refused(qbo: Bookkeeper, params: dict[str, str], code: str) -> None:
    assert qbo.get("cdc", **params).codes == [code]
