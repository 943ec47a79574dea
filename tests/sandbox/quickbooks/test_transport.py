"""What the wire looks like: forms of answers and faults, limits, headers; and what is not there at all."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
import requests
from flask import Flask

from mobius_desktop.sandbox.control import SandboxServer, unmarked
from tests.sandbox.quickbooks.conftest import Bookkeeper, invoice, line
from tests.sandbox.quickbooks.small_firm import ACME, CABLE, SERVICE

SENT = invoice(ACME, line("300.00", SERVICE))
SPACE = "{http://schema.intuit.com/finance/v3}"


def test_every_answer_has_a_tid_of_its_own(qbo: Bookkeeper) -> None:
    given = [
        qbo.get("preferences"),
        qbo.post("invoice", {}),
        qbo.get("query", query="select"),
        qbo.get("nothing/1"),
        qbo.token(grant_type="x"),
    ]
    tids = [one.headers["intuit_tid"] for one in given]
    assert len(set(tids)) == len(tids)
    assert all(re.fullmatch(r"1-[0-9a-f]{8}-[0-9a-f]{24}", tid) for tid in tids)


def test_the_envelope_has_company_time_with_milliseconds(qbo: Bookkeeper) -> None:
    assert re.fullmatch(r"2026-11-02T09:00:00\.\d{3}-05:00", qbo.get("preferences").json["time"])


def test_without_an_explicit_accept_the_answer_is_xml(qbo: Bookkeeper) -> None:
    kept = qbo.create("Invoice", invoice(ACME, line("60.00", CABLE, "TAX", Qty=3, UnitPrice=20)))
    given = qbo.ask("GET", f"invoice/{kept['Id']}", headers={"Accept": "*/*"})
    assert given.headers["Content-Type"].startswith("application/xml")
    root = ElementTree.fromstring(given.text)  # noqa: S314 - our own sandbox made it
    assert root.tag == f"{SPACE}IntuitResponse"
    found = root.find(f"{SPACE}Invoice")
    assert found is not None
    assert found.get("domain") == "QBO"
    customer = found.find(f"{SPACE}CustomerRef")
    assert customer is not None
    assert (customer.text, customer.get("name")) == (ACME, "Acme Manufacturing LLC")
    assert len(found.findall(f"{SPACE}Line")) == 2
    assert found.findtext(f"{SPACE}TotalAmt") == "64.20"


def test_a_fault_is_xml_too(qbo: Bookkeeper) -> None:
    given = qbo.ask("GET", "query", query_string={"query": "select"}, headers={"Accept": "text/html"})
    root = ElementTree.fromstring(given.text)  # noqa: S314 - our own sandbox made it
    error = root.find(f"{SPACE}Fault/{SPACE}Error")
    assert error is not None
    assert error.get("code") == "4000"


def test_a_replayed_answer_can_be_read_as_xml(qbo: Bookkeeper) -> None:
    qbo.create("Invoice", SENT, requestid="r1")
    again = qbo.ask(
        "POST",
        "invoice",
        query_string={"requestid": "r1"},
        data="{}",
        content_type="application/json",
        headers={"Accept": "application/xml"},
    )
    assert "<TotalAmt>300.00</TotalAmt>" in again.text


@pytest.mark.parametrize(
    ("token", "detail"),
    [
        ("", "Missing or malformed"),
        ("Bearer short", "Malformed bearer token: too short or too long"),
        ("Bearer " + "x" * 40, "Incorrect Token type or clientID"),
    ],
)
def test_without_a_good_token_the_gateway_answers_in_lower_case(
    qbo: Bookkeeper, token: str, detail: str
) -> None:
    given = qbo.ask("GET", "preferences", headers={"Authorization": token})
    assert given.status == 401
    assert given.headers["WWW-Authenticate"] == 'Bearer realm="Intuit", error="invalid_token"'
    assert given.json["fault"]["type"] == "AUTHENTICATION"
    assert detail in given.json["fault"]["error"][0]["detail"]
    assert isinstance(given.json["time"], int)


def test_the_eleventh_request_of_a_second_is_too_many(qbo: Bookkeeper) -> None:
    qbo.control.clock.set_speed(0)
    qbo.switch("throttle", "on")
    statuses = [qbo.get("preferences").status for _ in range(11)]
    assert statuses == [200] * 10 + [429]
    refused = qbo.post("invoice", SENT)
    assert refused.json["Fault"]["Error"][0]["code"] == "3001"
    assert refused.json["Fault"]["type"] == "SERVICE"
    assert "Retry-After" not in refused.headers
    qbo.control.clock.advance(1.01)
    assert qbo.query("select count(*) from Invoice") == {"totalCount": 0}


def test_five_hundred_requests_a_minute_are_the_most(qbo: Bookkeeper) -> None:
    qbo.control.clock.set_speed(0)
    qbo.switch("throttle", "on")
    for _ in range(500):
        assert qbo.get("preferences").status == 200
        qbo.control.clock.advance(0.101)
    assert qbo.get("preferences").status == 429
    qbo.control.clock.advance(10)
    assert qbo.get("preferences").status == 200


def test_forty_batches_a_minute_are_the_most(qbo: Bookkeeper) -> None:
    qbo.control.clock.set_speed(0)
    qbo.switch("throttle", "on")
    body = {"BatchItemRequest": [{"bId": "1", "Query": "select count(*) from Term"}]}
    statuses = []
    for _ in range(41):
        statuses.append(qbo.post("batch", body).status)
        qbo.control.clock.advance(0.2)
    assert statuses == [200] * 40 + [429]
    assert qbo.get("preferences").status == 200


@pytest.mark.parametrize(("answer", "status"), [("xml", 429), ("xml_403", 403)])
def test_a_throttled_request_may_be_answered_in_xml(qbo: Bookkeeper, answer: str, status: int) -> None:
    qbo.control.clock.set_speed(0)
    qbo.switch("throttle", "on")
    qbo.switch("throttle_answer", answer)
    given = [qbo.get("preferences") for _ in range(11)][-1]
    assert given.status == status
    assert '<Fault type="SERVICE"><Error code="3001">' in given.text


def test_answers_can_be_compressed(qbo: Bookkeeper) -> None:
    qbo.switch("gzip", "on")
    headers = {"Authorization": f"Bearer {qbo.access_token}", "Accept": "application/json"}
    given = qbo.client.get(
        f"/v3/company/{qbo.realm}/query",
        query_string={"query": "select * from Account"},
        headers=headers | {"Accept-Encoding": "gzip"},
    )
    assert given.headers["Content-Encoding"] == "gzip"
    assert len(json.loads(gzip.decompress(given.get_data()))["QueryResponse"]["Account"]) == 11
    assert "Content-Encoding" not in qbo.get("preferences").headers


@pytest.mark.parametrize(
    ("body", "kind", "code"),
    [
        (b"{", "application/json", "2010"),
        (b'{"DisplayName":"caf\xe9"}', "application/json", "2010"),
        (b'{"DisplayName":"x","Balance":NaN}', "application/json", "2010"),
        (b'["x"]', "application/json", "2010"),
        (b"", "application/json", "2020"),
        (b"<Customer/>", "application/xml", "1050"),
        (b"DisplayName=x", "application/x-www-form-urlencoded", "1050"),
    ],
)
def test_a_body_that_is_no_json_is_refused(qbo: Bookkeeper, body: bytes, kind: str, code: str) -> None:
    assert qbo.ask("POST", "customer", data=body, content_type=kind).codes == [code]


@pytest.mark.parametrize(
    ("method", "path", "params"),
    [
        ("POST", "creditmemo", {"operation": "void"}),
        ("POST", "bill", {"operation": "void"}),
        ("POST", "purchase", {"operation": "void"}),
        ("POST", "bill", {"operation": "update", "include": "void"}),
        ("POST", "customer", {"operation": "delete"}),
        ("POST", "item", {"operation": "delete"}),
        ("POST", "account", {"operation": "delete"}),
        ("POST", "term", {"operation": "delete"}),
        ("POST", "employee", {}),
        ("POST", "taxcode", {}),
        ("POST", "taxrate", {}),
        ("POST", "companyinfo", {}),
        ("POST", "preferences", {}),
        ("POST", "estimate", {}),
        ("POST", "invoice", {"operation": "merge"}),
        ("POST", "invoice", {"operation": "send"}),
        ("GET", "estimate/1", {}),
        ("GET", "preferences/1", {}),
    ],
)
def test_what_quickbooks_does_not_have_is_refused(
    qbo: Bookkeeper, method: str, path: str, params: dict[str, str]
) -> None:
    given = qbo.ask(method, path, query_string=params, data="{}", content_type="application/json")
    assert given.status == 400
    assert given.codes == ["500"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("PUT", "invoice", 405),
        ("PATCH", "invoice", 405),
        ("DELETE", "invoice/1", 405),
        ("GET", "invoice", 405),
        ("GET", "invoice/1/pdf", 404),
    ],
)
def test_methods_and_addresses_that_do_not_exist_are_refused(
    qbo: Bookkeeper, method: str, path: str, status: int
) -> None:
    assert qbo.ask(method, path).status == status


@pytest.mark.parametrize(
    ("preset", "status", "text"),
    [
        ("throttled", 429, '"code":"3001"'),
        ("throttled_xml", 429, '<Error code="3001">'),
        ("throttled_xml_403", 403, '<Error code="3001">'),
        ("token_expired", 401, "Token expired"),
        ("token_revoked", 401, "Token revoked"),
        ("forbidden", 403, "errorCode=003100"),
        ("stale", 400, '"5010"'),
        ("one_name", 400, "one name at a time"),
        ("one_product", 400, "one product or service at a time"),
        ("try_again", 400, "wait a few minutes"),
        ("fault_in_200", 200, '"Fault"'),
        ("duplicate_requestid", 400, '"600"'),
        ("server_error", 500, '"10000"'),
        ("html", 502, "<html>"),
        ("empty", 200, ""),
    ],
)
def test_each_preset_fault_breaks_one_request(qbo: Bookkeeper, preset: str, status: int, text: str) -> None:
    qbo.control.faults.add(preset=preset, server="quickbooks")
    broken = qbo.post("invoice", SENT)
    assert broken.status == status
    assert text in broken.text
    assert ("intuit_tid" in broken.headers) == (preset not in ("html", "empty"))
    if broken.text.startswith("{"):
        json.loads(broken.text)
    assert qbo.post("invoice", SENT).status == 200
    assert qbo.query("select count(*) from Invoice") == {"totalCount": 1}


@pytest.mark.parametrize("preset", ["invalid_grant", "invalid_client"])
def test_the_token_endpoint_can_be_broken_too(qbo: Bookkeeper, preset: str) -> None:
    qbo.control.faults.add(preset=preset, server="quickbooks")
    form = {"grant_type": "refresh_token", "refresh_token": qbo.refresh_token}
    assert qbo.token(**form).json["error"] == preset
    assert qbo.token(**form).status == 200


def test_a_fault_after_the_commit_leaves_the_document(qbo: Bookkeeper) -> None:
    qbo.control.faults.add(preset="throttled", server="quickbooks", when="after", path="/invoice")
    assert qbo.post("invoice", SENT).status == 429
    assert qbo.query("select count(*) from Invoice") == {"totalCount": 1}


def test_every_route_says_whether_it_reads_or_writes(app: Flask) -> None:
    assert unmarked(app) == []


@pytest.fixture
def server(app: Flask) -> Iterator[SandboxServer]:
    with SandboxServer(app) as running:
        yield running


def test_a_dropped_connection_before_or_after_the_commit(qbo: Bookkeeper, server: SandboxServer) -> None:
    url = f"{server.base_url}/v3/company/{qbo.realm}/invoice"
    headers = {"Authorization": f"Bearer {qbo.access_token}", "Accept": "application/json"}
    body = {"CustomerRef": {"value": ACME}, "Line": [{**SENT["Line"][0], "Amount": 300}]}
    for when, made in (("before", 0), ("after", 1)):
        qbo.control.faults.add(kind="drop", server="quickbooks", when=when, path="/invoice")
        with pytest.raises(requests.ConnectionError):
            requests.post(url, json=body, headers=headers, timeout=10)
        assert qbo.query("select count(*) from Invoice") == {"totalCount": made}
