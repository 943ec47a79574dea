"""The gate before the ConnectWise API: who may ask, where, how often and in which form."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from flask import Flask

from mobius_desktop.sandbox.connectwise import create_app
from mobius_desktop.sandbox.control import Control, SandboxServer, decode
from mobius_desktop.sandbox.firm.model import ConnectWiseBooks, Firm
from tests.sandbox.connectwise.conftest import API, BATCHES, EXPORT, UNPOSTED, Asker


def _basic(text: str) -> str:
    return "Basic " + base64.b64encode(text.encode()).decode()


def _with_user(cw: Asker, user: str) -> dict[str, str]:
    return cw.headers(Authorization=_basic(user))


def test_companyinfo_needs_no_keys_and_names_the_codebase(app: Flask, control: Control) -> None:
    found = app.test_client().get("/login/companyinfo/gulfline").json
    assert found is not None
    assert (found["CompanyID"], found["Codebase"], found["IsCloud"]) == ("gulfline", "v2025_1/", True)
    control.switch("connectwise", "is_cloud", "text")
    answer = app.test_client().get("/login/companyinfo/gulfline").json
    assert answer is not None
    assert answer["IsCloud"] == "True"


def test_companyinfo_of_another_company_says_nothing(app: Flask, control: Control) -> None:
    assert app.test_client().get("/login/companyinfo/Gulfline").data == b"null"
    control.switch("connectwise", "unknown_company", "404")
    assert app.test_client().get("/login/companyinfo/Gulfline").status_code == 404


def test_both_codebases_lead_to_the_same_books(app: Flask, cw: Asker) -> None:
    for codebase in ("v4_6_release", "v2025_1"):
        answer = app.test_client().get(f"/{codebase}/apis/3.0{UNPOSTED}/count", headers=cw.headers())
        assert answer.json == {"count": 45}


@pytest.mark.parametrize(
    "path",
    ["/v2019_1/apis/3.0/system/info", "/system/info", f"{API}/apis/3.0/system/info", "/v2025_1/v2025_1/apis"],
)
def test_a_wrong_codebase_or_doubled_path_cannot_be_routed(app: Flask, cw: Asker, path: str) -> None:
    answer = app.test_client().get(path, headers=cw.headers())
    assert answer.status_code == 400
    assert answer.mimetype == "text/plain"
    assert answer.text == "Cannot route. Codebase/company is invalid"


def test_the_company_id_is_case_sensitive(cw: Asker, books: ConnectWiseBooks) -> None:
    headers = _with_user(cw, f"Gulfline+{books.public_key}:{books.private_key}")
    answer = cw.ask("GET", "/system/info", headers=headers)
    assert (answer.status_code, answer.text) == (400, "Cannot route. Codebase/company is invalid")


def test_wrong_keys_are_refused_in_each_way_that_was_reported(
    cw: Asker, control: Control, books: ConnectWiseBooks
) -> None:
    headers = _with_user(cw, f"gulfline+{books.public_key}:wrong")
    assert cw.ask("GET", "/system/info", headers=headers).status_code == 401
    assert decode(cw.ask("GET", "/system/info", headers=headers).data)["code"] == "Unauthorized"
    for plays, status in (("404", 404), ("cannot_route", 400)):
        control.switch("connectwise", "bad_keys", plays)
        assert cw.ask("GET", "/system/info", headers=headers).status_code == status


@pytest.mark.parametrize("header", ["", "Bearer abc", "Basic !!!", _basic("nocolon"), _basic("no:plus")])
def test_a_header_that_is_no_key_is_refused(cw: Asker, header: str) -> None:
    assert cw.ask("GET", "/system/info", headers=cw.headers(Authorization=header)).status_code == 401


def test_every_call_needs_a_registered_client_id(cw: Asker, control: Control) -> None:
    without = {name: value for name, value in cw.headers().items() if name != "clientId"}
    assert cw.ask("GET", "/system/info", headers=without).status_code == 400
    for status in ("401", "403"):
        control.switch("connectwise", "missing_client_id", status)
        assert cw.ask("GET", "/system/info", headers=without).status_code == int(status)
    answer = cw.ask("GET", "/system/info", headers=cw.headers(clientId="0"))
    assert answer.status_code == 400
    assert "clientId" in answer.text


def test_system_info_may_answer_without_keys(cw: Asker, control: Control) -> None:
    nobody = cw.headers(Authorization="")
    assert cw.ask("GET", "/system/info", headers=nobody).status_code == 401
    control.switch("connectwise", "system_info", "open")
    assert cw.ask("GET", "/system/info", headers=nobody).status_code == 200
    assert cw.ask("GET", UNPOSTED, headers=nobody).status_code == 401


def test_an_answer_carries_the_version_that_was_asked_for(cw: Asker) -> None:
    new = cw.ask("GET", UNPOSTED)
    assert new.headers["Content-Type"].startswith("application/vnd.connectwise.com+json; version=2025.1")
    assert new.headers["api-current-version"] == "2025.1"
    assert new.headers["Cache-Control"] == "no-cache"
    assert len(new.headers["x-cw-request-id"]) == 36
    assert "hasTime" in decode(new.data)[0]
    pinned = cw.headers(Accept="application/vnd.connectwise.com+json; version=2022.1")
    old = cw.ask("GET", UNPOSTED, headers=pinned)
    assert "version=2022.1" in old.headers["Content-Type"]
    assert not {"hasTime", "hasProducts", "hasExpenses", "location", "department"} & set(decode(old.data)[0])


def test_a_missing_permission_is_403(cw: Asker, control: Control) -> None:
    control.do("connectwise", "deny", path="^/system/members")
    answer = cw.ask("GET", "/system/members")
    assert answer.status_code == 403
    assert decode(answer.data) == {
        "code": "Security",
        "message": "You do not have security permission to perform this action.",
        "errors": None,
    }
    assert cw.ask("GET", "/system/locations").status_code == 200
    control.do("connectwise", "allow")
    assert cw.ask("GET", "/system/members").status_code == 200


def test_what_is_not_there_is_404_and_what_cannot_be_done_is_405(cw: Asker) -> None:
    for path in (f"{UNPOSTED}/1", "/finance/invoices/1", f"{BATCHES}/1", "/finance/nonsense"):
        answer = cw.ask("GET", path)
        assert (answer.status_code, decode(answer.data)["code"]) == (404, "NotFound")
    answer = cw.ask("DELETE", UNPOSTED)
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_a_body_that_is_not_json_is_415_and_a_broken_one_400(cw: Asker) -> None:
    assert cw.ask("POST", EXPORT, data="exportInvoicesFlag=true").status_code == 415
    answer = cw.ask("POST", EXPORT, data="{", headers=cw.headers(**{"Content-Type": "application/json"}))
    assert (answer.status_code, decode(answer.data)["code"]) == (400, "InvalidObject")


def test_a_query_that_is_too_long_is_refused(cw: Asker, control: Control) -> None:
    listed = ",".join(str(number) for number in range(6001, 6501))
    condition = {"conditions": f"id in ({listed})"}
    assert cw.ask("GET", "/finance/invoices", query_string=condition).status_code == 404
    control.switch("connectwise", "long_query", "accepted")
    assert cw.ask("GET", "/finance/invoices", query_string=condition).status_code == 200


def test_a_thousand_requests_a_minute_and_no_more(firm: Firm, control: Control) -> None:
    cw = Asker(create_app(firm, control, requests_per_minute=3), firm.connectwise)
    assert [cw.ask("GET", "/system/info").status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = cw.ask("GET", "/system/info")
    seconds = int(refused.headers["Retry-After"])
    assert 0 < seconds <= 60
    assert decode(refused.data)["error"] == "ConnectWiseAPI"
    control.clock.advance(seconds)
    assert cw.ask("GET", "/system/info").status_code == 200


def test_the_limit_of_the_real_service_is_the_default(cw: Asker) -> None:
    statuses = [cw.ask("GET", "/login/companyinfo").status_code for _ in range(1001)]
    assert statuses[:1000].count(429) == 0
    assert statuses[1000] == 429


@pytest.fixture
def url(app: Flask) -> Iterator[str]:
    with SandboxServer(app) as server:
        yield server.base_url + API


def test_of_many_equal_batches_at_once_only_one_is_made(url: str, cw: Asker) -> None:
    body = {"batchIdentifier": "I10501:1", "exportInvoicesFlag": True, "processedRecordIds": cw.ids(6001)}

    def post(_: int) -> int:
        return requests.post(url + BATCHES, json=body, headers=cw.headers(), timeout=30).status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(post, range(16)))
    assert sorted(statuses) == [201] + [400] * 15


def test_an_ordinary_http_client_lists_pages_filters_counts_exports_and_batches(
    url: str, books: ConnectWiseBooks
) -> None:
    with requests.Session() as http:
        http.auth = (f"{books.company_id}+{books.public_key}", books.private_key)
        http.headers["clientId"] = books.client_id
        first = http.get(url + UNPOSTED, params={"pageSize": 20})
        seen = first.json()
        while "next" in first.links:
            first = http.get(first.links["next"]["url"])
            seen += first.json()
        assert len(seen) == http.get(f"{url}{UNPOSTED}/count").json()["count"] == 45
        wanted = {"exportInvoicesFlag": True, "includedInvoiceIds": [6001], "summarizeInvoices": "Detailed"}
        (sent,) = http.post(url + EXPORT, json=wanted).json()["transactions"]
        records = [int(sent["glEntryIds"]), sent["detail"][0]["id"]]
        batch = {"batchIdentifier": "I10501:1", "exportInvoicesFlag": True, "processedRecordIds": records}
        assert http.post(url + BATCHES, json=batch).status_code == 201
        (made,) = http.get(url + BATCHES, params={"conditions": 'batchIdentifier="I10501:1"'}).json()
        assert http.delete(f"{url}{BATCHES}/{made['id']}").status_code == 204
        assert http.get(f"{url}{UNPOSTED}/count").json() == {"count": 45}
