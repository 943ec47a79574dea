"""Both servers started over one firm, and their state kept through a stop and through a kill."""

from __future__ import annotations

import base64
import http.client
import json
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from mobius_desktop.diagnostics.paths import resource_path
from mobius_desktop.sandbox import saved
from mobius_desktop.sandbox.run import RunningSandbox, SandboxOptions, SandboxRefused, start_sandbox

SAMPLE = resource_path("sample-firm")


def start(state: Path | None = None, *, fresh: bool = False, **options: Any) -> RunningSandbox:
    return start_sandbox(SandboxOptions(**options), sample_firm=SAMPLE, state=state, fresh=fresh)


def ask(
    base_url: str, method: str, target: str, headers: dict[str, str], body: str | bytes | None = None
) -> tuple[int, dict[str, str], Any]:
    host = urlsplit(base_url).netloc
    connection = http.client.HTTPConnection(host, timeout=10)
    try:
        connection.request(method, target, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        kind = answer.headers.get_content_type()
        content = json.loads(text) if "json" in kind and text else text
        return answer.status, dict(answer.headers.items()), content
    finally:
        connection.close()


def connectwise(sandbox: RunningSandbox, method: str, path: str, body: object = None) -> Any:
    keys = sandbox.describe()["connectwise"]
    basic = f"{keys['company_id']}+{keys['public_key']}:{keys['private_key']}"
    headers = {
        "Authorization": "Basic " + base64.b64encode(basic.encode()).decode(),
        "clientId": keys["client_id"],
        "Content-Type": "application/json",
    }
    text = None if body is None else json.dumps(body)
    status, _, content = ask(keys["base_url"], method, f"/v4_6_release/apis/3.0{path}", headers, text)
    assert status < 300, content
    return content


def sign_in(sandbox: RunningSandbox, realm: str) -> str:
    """An access token by the routes of OAuth, with automatic consent."""
    keys = sandbox.describe()["quickbooks"]
    query = urlencode(
        {
            "client_id": keys["client_id"],
            "response_type": "code",
            "scope": "com.intuit.quickbooks.accounting",
            "redirect_uri": keys["redirect_uri"],
            "state": "s1",
            "realm": realm,
        }
    )
    _, headers, _ = ask(keys["base_url"], "GET", f"/connect/oauth2?{query}", {})
    code = parse_qs(urlsplit(headers["Location"]).query)["code"][0]
    basic = base64.b64encode(f"{keys['client_id']}:{keys['client_secret']}".encode()).decode()
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": keys["redirect_uri"]}
    _, _, tokens = ask(
        keys["base_url"],
        "POST",
        "/oauth2/v1/tokens/bearer",
        {"Authorization": f"Basic {basic}", "Content-Type": "application/x-www-form-urlencoded"},
        urlencode(form),
    )
    return str(tokens["access_token"])


def quickbooks(sandbox: RunningSandbox, token: str, method: str, path: str, body: object = None) -> Any:
    headers = {
        "Authorization": f"Bearer {token}",
        "Accept": "application/json",
        "Content-Type": "application/json",
    }
    text = None if body is None else json.dumps(body)
    realm = sandbox.realms[0][0]
    status, _, content = ask(sandbox.quickbooks_base_url, method, f"/v3/company/{realm}{path}", headers, text)
    assert status == 200, content
    return content


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "demo" / "sandbox.json"


@pytest.fixture
def sandbox(state: Path) -> Iterator[RunningSandbox]:
    with start(state) as running:
        yield running


def test_it_describes_itself_so_that_any_client_can_be_pointed_at_it(sandbox: RunningSandbox) -> None:
    described = sandbox.describe()
    assert set(described) == {"connectwise", "quickbooks"}
    assert set(described["connectwise"]) == {
        "base_url",
        "company_id",
        "public_key",
        "private_key",
        "client_id",
    }
    assert [one["name"] for one in described["quickbooks"]["realms"]] == [
        "Gulfline Technology Partners",
        "Gulfline Cabling",
    ]
    assert len(connectwise(sandbox, "GET", "/finance/accounting/unpostedinvoices?pageSize=1000")) == 45


def test_both_servers_share_the_demo_clock(sandbox: RunningSandbox) -> None:
    assert sandbox.clock.now().date().isoformat() == "2026-11-02"


def test_what_was_answered_is_in_the_file_before_anything_is_saved(
    sandbox: RunningSandbox, state: Path, tmp_path: Path
) -> None:
    token = sign_in(sandbox, sandbox.realms[0][0])
    made = quickbooks(sandbox, token, "POST", "/customer?requestid=r1", {"DisplayName": "Harbor Ünlimited"})[
        "Customer"
    ]
    batch = {
        "batchIdentifier": "I10501:00000001",
        "exportInvoicesFlag": True,
        "processedRecordIds": [700101, 700102],
    }
    connectwise(sandbox, "POST", "/finance/accounting/batches", batch)
    killed = tmp_path / "as-it-was.json"
    shutil.copy(state, killed)  # what a killed process would have left

    with start(killed) as again:
        assert len(connectwise(again, "GET", "/finance/accounting/unpostedinvoices?pageSize=1000")) == 44
        read = quickbooks(again, token, "GET", f"/customer/{made['Id']}")["Customer"]
        assert read["DisplayName"] == "Harbor Ünlimited"
        repeated = quickbooks(
            again, token, "POST", "/customer?requestid=r1", {"DisplayName": "Harbor Ünlimited"}
        )["Customer"]
        assert repeated["Id"] == made["Id"]


def test_stopping_and_starting_again_changes_nothing(state: Path) -> None:
    with start(state) as first:
        before = saved.read(state)
        moment = first.clock.now()
    with start(state) as second:
        after = saved.read(state)
        assert second.clock.now() >= moment
    assert before.sides == after.sides


def test_a_world_event_over_http_is_kept_too(state: Path, tmp_path: Path) -> None:
    with start(state) as first:
        body = json.dumps({"do": "set_closing_date", "date": "2026-10-15"})
        status, _, content = ask(
            first.quickbooks_base_url,
            "POST",
            "/__sandbox__/world",
            {"Content-Type": "application/json"},
            body,
        )
        assert status == 200, content
        killed = tmp_path / "killed.json"
        shutil.copy(state, killed)
    kept = saved.read(killed).sides["quickbooks"]["realms"]
    preferences = next(iter(kept.values()))["books"]["preferences"]
    assert preferences["AccountingInfoPrefs"]["BookCloseDate"] == "2026-10-15"


def test_a_torn_last_line_is_dropped_and_a_damaged_one_refused(state: Path) -> None:
    with start(state):
        pass
    whole = state.read_bytes()
    state.write_bytes(whole + b'{"now":"2026-11-02T15:00')
    with start(state) as running:
        assert len(running.firm.connectwise.invoices) == 45
    state.write_bytes(b"garbage\n" + whole)
    with pytest.raises(SandboxRefused, match="damaged"):
        start(state)


def test_fresh_starts_over(state: Path) -> None:
    with start(state) as first:
        connectwise(
            first,
            "POST",
            "/finance/accounting/batches",
            {
                "batchIdentifier": "I1:1",
                "exportInvoicesFlag": True,
                "processedRecordIds": [700101, 700102],
            },
        )
    with start(state, fresh=True) as second:
        assert len(connectwise(second, "GET", "/finance/accounting/unpostedinvoices?pageSize=1000")) == 45


def test_a_state_of_another_firm_is_refused_with_a_sentence(state: Path) -> None:
    with start(state):
        pass
    with pytest.raises(SandboxRefused, match="seed 1"):
        start(state, seed=2)


def test_a_taken_port_is_refused_with_a_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SandboxRefused, match=str(port)):
            start(connectwise_port=port)


def test_a_smaller_edition_hides_the_second_company_and_loses_nothing_of_it(state: Path) -> None:
    with start(state):
        pass
    with start(state, edition="lite") as small:
        assert len(small.realms) == 1
    assert len(saved.read(state).sides["quickbooks"]["realms"]) == 2


def test_the_lite_edition_has_one_company() -> None:
    with start(edition="lite") as running:
        assert [name for _, name in running.realms] == ["Gulfline Technology Partners"]
