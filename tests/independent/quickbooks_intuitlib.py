"""Drives the QuickBooks sandbox's OAuth with Intuit's own client, intuit-oauth, in its own environment.

    uv run --isolated --no-project --with intuit-oauth==1.2.7 \
        python tests/independent/quickbooks_intuitlib.py --json-file sandbox.json

`python -m tests.independent` does this against a sandbox of its own. Imports nothing of the program.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from intuitlib.client import AuthClient
from intuitlib.enums import Scopes
from intuitlib.exceptions import AuthClientError

TIMEOUT = 20


def check(truth: bool, what: str) -> None:
    """Say what holds, and end the run where it does not."""
    print(("ok   " if truth else "FAIL ") + what)  # noqa: T201 - a script that reports
    if not truth:
        sys.exit(1)


def client_of(info: dict[str, Any], **changed: str) -> AuthClient:
    given = {**info, **changed}
    auth = AuthClient(
        given["client_id"],
        given["client_secret"],
        given["redirect_uri"],
        environment=given["discovery_url"],
    )
    auth.include_refresh_token_hard_expires_in = True
    return auth


def consent(auth: AuthClient, scopes: list[Scopes], realm: str = "") -> dict[str, str]:
    """What the program gets back after the user's yes."""
    asked = auth.get_authorization_url(scopes) + (f"&realm={realm}" if realm else "")
    answer = requests.get(asked, allow_redirects=False, timeout=TIMEOUT)
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["Location"]).query).items()}


def refusal(call: Any, *arguments: Any) -> int:
    """The status with which the call was refused, 0 when it was not."""
    try:
        call(*arguments)
    except AuthClientError as error:
        return int(error.status_code)
    return 0


def ask(base: str, realm: str, token: str) -> int:
    url = f"{base.removesuffix('/').removesuffix('/v3')}/v3/company/{realm}/companyinfo/{realm}"
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    return requests.get(url, headers=headers, params={"minorversion": "75"}, timeout=TIMEOUT).status_code


def main() -> None:
    """Consent, exchange, refresh, use, revoke, and what is refused on the way."""
    path = next(one for one in reversed(sys.argv[1:]) if one != "--json-file")
    info = json.loads(Path(path).read_text(encoding="utf-8"))["quickbooks"]
    auth = client_of(info)
    check(auth.token_endpoint.endswith("/oauth2/v1/tokens/bearer"), "discovery names the endpoints")
    answer = consent(auth, [Scopes.ACCOUNTING])
    check(answer["state"] == auth.state_token, "consent brings our state back")
    auth.get_bearer_token(answer["code"], realm_id=answer["realmId"])
    check(auth.expires_in == 3600, "an access token lives an hour")
    check(auth.x_refresh_token_hard_expires_in > 0, "the hard end of the consent is told")
    check(refusal(auth.get_bearer_token, answer["code"]) == 400, "a code is good once")
    base, realm = info["base_url"], answer["realmId"]
    check(ask(base, realm, auth.access_token) == 200, "the access token opens its company")
    other = next(one["realm"] for one in info["realms"] if one["realm"] != realm)
    check(ask(base, other, auth.access_token) == 403, "and no other one")
    first = auth.access_token
    auth.refresh()
    check(auth.access_token != first, "a refresh gives another access token")
    check(refusal(auth.refresh, "bogus") == 400, "an unknown refresh token is refused")
    wrong = client_of(info, client_secret="wrong")
    check(refusal(wrong.refresh, auth.refresh_token) == 401, "wrong keys are refused")
    second = client_of(info)
    chosen = consent(second, [Scopes.ACCOUNTING, Scopes.OPENID], other)
    check(chosen["realmId"] == other, "another company can be chosen")
    second.get_bearer_token(chosen["code"], realm_id=other)
    check(second.get_user_info().json()["emailVerified"] is True, "userinfo answers")
    check(auth.revoke() is True, "a consent can be revoked")
    check(ask(base, realm, auth.access_token) == 401, "its access token is dead then")
    check(refusal(auth.refresh) == 400, "and its refresh token")
    check(ask(base, other, second.access_token) == 200, "the other consent lives on")


if __name__ == "__main__":
    main()
