"""Sign-in, tokens, their lives and deaths."""

from __future__ import annotations

import threading
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from mobius_desktop.sandbox.control import Control
from mobius_desktop.sandbox.quickbooks.app import create_app
from tests.sandbox.quickbooks.conftest import BASIC, REDIRECT, Answer, Bookkeeper, read
from tests.sandbox.quickbooks.small_firm import CLIENT_ID, OTHER_REALM, REALM, small_firm

HOUR, DAY = 3600, 86_400
ASKED = {
    "client_id": CLIENT_ID,
    "response_type": "code",
    "scope": "com.intuit.quickbooks.accounting",
    "redirect_uri": REDIRECT,
    "state": "abc",
}


def back(qbo: Bookkeeper, **changed: str) -> dict[str, str]:
    given = qbo.client.get("/connect/oauth2", query_string=ASKED | changed)
    assert given.status_code == 302, given.text
    return {name: values[0] for name, values in parse_qs(urlsplit(given.headers["Location"]).query).items()}


def refresh(qbo: Bookkeeper, token: str = "", **headers: str) -> Answer:
    form = {"grant_type": "refresh_token", "refresh_token": token or qbo.refresh_token}
    sent = {"Authorization": BASIC, **headers}
    return read(qbo.client.post("/oauth2/v1/tokens/bearer", data=form, headers=sent))


@pytest.mark.parametrize("name", ["openid_sandbox_configuration", "openid_configuration"])
@pytest.mark.parametrize("end", ["", "/"])
def test_discovery_names_every_endpoint(qbo: Bookkeeper, name: str, end: str) -> None:
    found = read(qbo.client.get(f"/.well-known/{name}{end}")).json
    for key in ("authorization", "token", "revocation", "userinfo"):
        assert found[f"{key}_endpoint"].startswith("http://localhost/")
    assert found["issuer"]
    assert read(qbo.client.get(urlsplit(found["jwks_uri"]).path)).json == {"keys": []}


def test_consent_brings_code_state_and_company(qbo: Bookkeeper) -> None:
    assert set(back(qbo)) == {"code", "state", "realmId"}
    assert back(qbo)["realmId"] == REALM
    assert back(qbo, realm=OTHER_REALM)["realmId"] == OTHER_REALM


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"scope": "openid"}, "invalid_scope"),
        ({"scope": "com.intuit.quickbooks.accounting world"}, "invalid_scope"),
        ({"response_type": "token"}, "unsupported_response_type"),
    ],
)
def test_a_wrong_request_comes_back_as_an_error(qbo: Bookkeeper, changed: dict[str, str], error: str) -> None:
    assert back(qbo, **changed) == {"error": error, "state": "abc"}


@pytest.mark.parametrize(
    "changed",
    [{"client_id": "other"}, {"redirect_uri": "http://10.0.0.1/x"}, {"redirect_uri": "http://example.com/x"}],
)
def test_a_wrong_client_and_a_wrong_address_get_the_same_page(
    qbo: Bookkeeper, changed: dict[str, str]
) -> None:
    given = qbo.client.get("/connect/oauth2", query_string=ASKED | changed)
    assert given.status_code == 400
    assert "undefined didn't connect" in given.text


def test_registered_addresses_match_exactly(qbo: Bookkeeper, app: Flask) -> None:
    app.extensions["quickbooks"].redirect_uris = ["https://relay.example/callback"]
    assert qbo.client.get("/connect/oauth2", query_string=ASKED).status_code == 400
    assert back(qbo, redirect_uri="https://relay.example/callback")["code"]


def test_a_person_chooses_the_company_on_the_consent_page(control: Control) -> None:
    client = create_app(small_firm(), control, auto_consent=False).test_client()
    page = client.get("/connect/oauth2", query_string=ASKED).text
    assert "Gulfline Cabling" in page
    assert f'value="{OTHER_REALM}"' in page
    form = {**ASKED, "decision": "allow", "realm": OTHER_REALM}
    yes = client.post("/connect/oauth2", data=form).headers["Location"]
    assert f"realmId={OTHER_REALM}" in yes
    no = client.post("/connect/oauth2", data={**form, "decision": "deny"}).headers["Location"]
    assert parse_qs(urlsplit(no).query) == {"error": ["access_denied"], "state": ["abc"]}
    assert client.post("/connect/oauth2", data={**form, "realm": "1"}).status_code == 400


def test_tokens_come_with_their_lives(qbo: Bookkeeper) -> None:
    code = back(qbo)["code"]
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT}
    tokens = qbo.token(**form)
    assert tokens.json["token_type"] == "bearer"
    assert tokens.json["expires_in"] == 3600
    assert tokens.json["x_refresh_token_expires_in"] == 8_640_000
    assert "x_refresh_token_hard_expires_in" not in tokens.json
    assert tokens.headers["intuit_tid"]
    longer = refresh(qbo, **{"x-include-refresh-token-hard-expires-in": "true"})
    assert longer.json["x_refresh_token_hard_expires_in"] == 157_680_000


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"grant_type": "authorization_code", "code": "bogus", "redirect_uri": REDIRECT}, "invalid_grant"),
        ({"grant_type": "refresh_token", "refresh_token": "bogus"}, "invalid_grant"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
    ],
)
def test_the_token_endpoint_refuses(qbo: Bookkeeper, form: dict[str, str], error: str) -> None:
    given = qbo.token(**form)
    assert (given.status, given.json["error"]) == (400, error)


@pytest.mark.parametrize("authorization", ["", "Basic bm86bm8=", "Basic ###"])
def test_wrong_keys_are_invalid_client(qbo: Bookkeeper, authorization: str) -> None:
    given = refresh(qbo, Authorization=authorization)
    assert (given.status, given.json) == (401, {"error": "invalid_client"})


def test_keys_may_come_in_the_body(qbo: Bookkeeper) -> None:
    form = {"grant_type": "refresh_token", "refresh_token": qbo.refresh_token, "client_id": CLIENT_ID}
    given = qbo.client.post("/oauth2/v1/tokens/bearer", data={**form, "client_secret": "client-secret"})
    assert given.status_code == 200


def test_a_code_is_good_once_for_ten_minutes_at_its_own_address(qbo: Bookkeeper) -> None:
    form = {"grant_type": "authorization_code", "redirect_uri": REDIRECT}
    code = back(qbo)["code"]
    wrong = qbo.token(grant_type="authorization_code", code=code, redirect_uri="http://localhost/x")
    assert wrong.json["error_description"] == "Invalid authorization code"
    assert qbo.token(**form, code=code).status == 200
    assert qbo.token(**form, code=code).status == 400
    late = back(qbo)["code"]
    qbo.control.clock.advance(601)
    assert qbo.token(**form, code=late).status == 400


@pytest.mark.parametrize(("answer", "status"), [("refused", 200), ("revokes", 401)])
def test_a_second_exchange_may_cost_the_connection(qbo: Bookkeeper, answer: str, status: int) -> None:
    qbo.switch("code_reuse", answer)
    form = {"grant_type": "authorization_code", "redirect_uri": REDIRECT, "code": back(qbo)["code"]}
    qbo.take(qbo.token(**form).json)
    qbo.token(**form)
    assert qbo.get("preferences").status == status


def test_an_access_token_lives_an_hour(qbo: Bookkeeper) -> None:
    qbo.control.clock.advance(HOUR - 1)
    assert qbo.get("preferences").status == 200
    qbo.control.clock.advance(2)
    expired = qbo.get("preferences")
    assert expired.status == 401
    assert expired.json["fault"]["error"][0]["code"] == "3200"
    assert "Token expired" in expired.json["fault"]["error"][0]["detail"]
    qbo.take(refresh(qbo).json)
    assert qbo.get("preferences").status == 200


def test_the_refresh_token_changes_after_a_day(qbo: Bookkeeper) -> None:
    first = qbo.refresh_token
    assert refresh(qbo).json["refresh_token"] == first
    qbo.control.clock.advance(DAY)
    second = refresh(qbo).json["refresh_token"]
    assert second != first
    assert refresh(qbo, first).json["error"] == "invalid_grant"
    assert refresh(qbo, second).status == 200


@pytest.mark.parametrize(("mode", "changes"), [("each", True), ("never", False)])
def test_rotation_can_be_each_time_or_never(qbo: Bookkeeper, mode: str, changes: bool) -> None:
    qbo.switch("refresh_rotation", mode)
    first = qbo.refresh_token
    qbo.control.clock.advance(2 * DAY)
    assert (refresh(qbo).json["refresh_token"] != first) == changes


def test_a_refresh_token_dies_after_a_hundred_idle_days_and_after_five_years(qbo: Bookkeeper) -> None:
    qbo.control.clock.advance(99 * DAY)
    qbo.take(refresh(qbo).json)
    qbo.control.clock.advance(101 * DAY)
    assert refresh(qbo).json["error"] == "invalid_grant"
    qbo.sign_in()
    for _ in range(19):
        qbo.control.clock.advance(95 * DAY)
        qbo.take(refresh(qbo).json)
    left = refresh(qbo).json["x_refresh_token_expires_in"]
    assert left < 100 * DAY
    qbo.control.clock.advance(30 * DAY)
    assert refresh(qbo).json["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("answer", "statuses", "alive"),
    [
        ("revokes", ((200, 400), (400, 400)), False),
        ("second_refused", ((200, 400),), True),
        ("allowed", ((200, 200),), True),
    ],
)
def test_two_refreshes_at_once_may_cost_the_connection(
    qbo: Bookkeeper, answer: str, statuses: tuple[tuple[int, int], ...], alive: bool
) -> None:
    qbo.switch("concurrent_refresh", answer)
    qbo.control.latency = 0.3
    answers: list[int] = []
    together = threading.Barrier(2)

    def run() -> None:
        together.wait()
        answers.append(refresh(qbo).status)

    workers = [threading.Thread(target=run) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    qbo.control.latency = 0
    assert tuple(sorted(answers)) in statuses
    assert (refresh(qbo).status == 200) == alive


def test_revoking_ends_every_token_of_the_consent(qbo: Bookkeeper) -> None:
    def revoke(token: str, authorization: str = BASIC) -> int:
        headers = {"Authorization": authorization}
        return qbo.client.post("/v2/oauth2/tokens/revoke", json={"token": token}, headers=headers).status_code

    assert revoke(qbo.refresh_token, "Basic bm86bm8=") == 401
    assert revoke("unknown") == 400
    assert revoke(qbo.refresh_token) == 200
    refused = qbo.get("preferences")
    assert (refused.status, refused.json["fault"]["error"][0]["detail"]) == (401, "Token revoked")
    assert refresh(qbo).json["error"] == "invalid_grant"


def test_a_user_may_disconnect_inside_quickbooks(qbo: Bookkeeper) -> None:
    assert qbo.do("revoke_grant") == 1
    assert qbo.get("preferences").status == 401


def test_userinfo_needs_the_openid_scope(qbo: Bookkeeper) -> None:
    def ask() -> Answer:
        headers = {"Authorization": f"Bearer {qbo.access_token}"}
        return read(qbo.client.get("/v1/openid_connect/userinfo", headers=headers))

    assert ask().status == 403
    code = back(qbo, scope="com.intuit.quickbooks.accounting openid email")["code"]
    qbo.take(qbo.token(grant_type="authorization_code", code=code, redirect_uri=REDIRECT).json)
    assert ask().json["emailVerified"] is True
    qbo.access_token = "x" * 30
    assert ask().status == 401


def test_a_grant_opens_one_company_only(qbo: Bookkeeper) -> None:
    qbo.realm = OTHER_REALM
    given = qbo.get("preferences")
    assert given.status == 403
    assert given.json["fault"]["error"][0]["message"].startswith("message=ApplicationAuthorizationFailed")
    assert given.json["fault"]["error"][0]["detail"] is None
