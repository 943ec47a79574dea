"""The OAuth routes: discovery, consent, tokens, revocation, userinfo."""

from __future__ import annotations

import base64
import binascii
import hmac
from html import escape
from urllib.parse import parse_qs, urlencode, urlsplit

from flask import Blueprint, Response, request

from mobius_desktop.sandbox.control import decode, json_answer, reads, writes
from mobius_desktop.sandbox.quickbooks.flights import conflicting
from mobius_desktop.sandbox.quickbooks.grants import ACCOUNTING, Grants, TokenRefused
from mobius_desktop.sandbox.quickbooks.state import QuickBooksState

SCOPES = (ACCOUNTING, "openid", "profile", "email", "phone", "address")
_STYLE = "body{font:16px system-ui;max-width:32rem;margin:4rem auto}button{padding:.5rem 1.5rem}"


def oauth_routes(state: QuickBooksState, grants: Grants, *, auto_consent: bool) -> Blueprint:
    """`auto_consent`: the authorize page says yes by itself, to the `realm` of the query or the first one."""
    blueprint = Blueprint("oauth", __name__)
    pages = _Consent(state, grants, auto_consent=auto_consent)
    tokens = _Tokens(state, grants)
    for name in ("openid_configuration", "openid_sandbox_configuration"):
        for end in ("", "/"):
            blueprint.add_url_rule(f"/.well-known/{name}{end}", f"{name}{end and '_'}", _discovery)
    blueprint.add_url_rule("/connect/oauth2", "authorize", reads(pages.ask))
    blueprint.add_url_rule("/connect/oauth2", "decide", writes(pages.decide), methods=["POST"])
    # A read by our own rule: it changes no books (the program may refresh while it only looks).
    blueprint.add_url_rule("/oauth2/v1/tokens/bearer", "token", reads(tokens.give), methods=["POST"])
    blueprint.add_url_rule("/v2/oauth2/tokens/revoke", "revoke", writes(tokens.revoke), methods=["POST"])
    blueprint.add_url_rule("/v1/openid_connect/userinfo", "userinfo", reads(tokens.userinfo))
    blueprint.add_url_rule("/op/v1/jwks", "jwks", _jwks)
    return blueprint


@reads
def _discovery() -> Response:
    base = request.host_url.rstrip("/")
    return json_answer(
        {
            "issuer": f"{base}/op/v1",
            "authorization_endpoint": f"{base}/connect/oauth2",
            "token_endpoint": f"{base}/oauth2/v1/tokens/bearer",
            "userinfo_endpoint": f"{base}/v1/openid_connect/userinfo",
            "revocation_endpoint": f"{base}/v2/oauth2/tokens/revoke",
            "jwks_uri": f"{base}/op/v1/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "scopes_supported": list(SCOPES),
            "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
        }
    )


@reads
def _jwks() -> Response:
    return json_answer({"keys": []})


class _Consent:
    """The page on which a user chooses a company and says yes or no."""

    def __init__(self, state: QuickBooksState, grants: Grants, *, auto_consent: bool) -> None:
        self._state = state
        self._grants = grants
        self._auto = auto_consent

    def ask(self) -> Response:
        asked = request.args
        wrong = self._wrong(asked.get("client_id", ""), asked.get("redirect_uri", ""))
        if wrong is not None:
            return wrong
        if asked.get("response_type") != "code":
            return _back(asked["redirect_uri"], error="unsupported_response_type", state=asked.get("state"))
        scopes = asked.get("scope", "").split()
        if ACCOUNTING not in scopes or any(scope not in SCOPES for scope in scopes):
            return _back(asked["redirect_uri"], error="invalid_scope", state=asked.get("state"))
        if not self._auto:
            return Response(self._page(dict(asked)), content_type="text/html;charset=UTF-8")
        realm = asked.get("realm") or next(iter(self._state.realms))
        return self._allow(dict(asked), realm)

    def decide(self) -> Response:
        asked = request.form.to_dict()
        wrong = self._wrong(asked.get("client_id", ""), asked.get("redirect_uri", ""))
        if wrong is not None:
            return wrong
        if asked.get("decision") != "allow":
            return _back(asked["redirect_uri"], error="access_denied", state=asked.get("state"))
        return self._allow(asked, asked.get("realm", ""))

    def _allow(self, asked: dict[str, str], realm: str) -> Response:
        if realm not in self._state.realms:
            return Response("No such company", 400, content_type="text/plain")
        code = self._grants.consent(realm, asked.get("scope", ""), asked["redirect_uri"])
        return _back(asked["redirect_uri"], code=code, state=asked.get("state"), realmId=realm)

    def _wrong(self, client_id: str, redirect_uri: str) -> Response | None:
        """A wrong client id and a wrong redirect address get the same page, which tells nothing."""
        if client_id == self._state.client_id and self._registered(redirect_uri):
            return None
        page = f"<!doctype html><style>{_STYLE}</style><h1>Sorry, but undefined didn't connect</h1>"
        return Response(page, 400, content_type="text/html;charset=UTF-8")

    def _registered(self, redirect_uri: str) -> bool:
        if self._state.redirect_uris:
            return redirect_uri in self._state.redirect_uris
        parts = urlsplit(redirect_uri)
        loopback = parts.hostname in ("localhost", "127.0.0.1")
        return (parts.scheme == "http" and loopback) or (parts.scheme == "https" and bool(parts.hostname))

    def _page(self, asked: dict[str, str]) -> str:
        companies = "".join(
            f'<option value="{escape(realm)}">'
            f"{escape(str(kept.books.company_info.get('CompanyName', realm)))}</option>"
            for realm, kept in self._state.realms.items()
        )
        hidden = "".join(
            f'<input type="hidden" name="{name}" value="{escape(asked.get(name, ""))}">'
            for name in ("client_id", "redirect_uri", "scope", "state")
        )
        return (
            f'<!doctype html><html lang="en"><title>Connect</title><style>{_STYLE}</style>'
            "<h1>Connect to QuickBooks (sandbox)</h1>"
            "<p>The program asks to read and write the accounting data of one company.</p>"
            f'<form method="post" action="/connect/oauth2">{hidden}'
            f'<p><label>Company <select name="realm">{companies}</select></label></p>'
            '<button name="decision" value="allow">Connect</button> '
            '<button name="decision" value="deny">No thanks</button></form></html>'
        )


class _Tokens:
    """The token endpoint and its neighbours."""

    def __init__(self, state: QuickBooksState, grants: Grants) -> None:
        self._state = state
        self._grants = grants

    def give(self) -> Response:
        form = {name: values[0] for name, values in parse_qs(request.get_data(as_text=True)).items()}
        if not self._known_client(form):
            return json_answer({"error": "invalid_client"}, 401)
        try:
            tokens = self._tokens(form)
        except TokenRefused as refused:
            return json_answer({"error": refused.error, "error_description": refused.description}, 400)
        if request.headers.get("x-include-refresh-token-hard-expires-in", "").lower() != "true":
            tokens.pop("x_refresh_token_hard_expires_in")
        return json_answer(tokens, headers={"Cache-Control": "no-cache, no-store"})

    def _tokens(self, form: dict[str, str]) -> dict[str, object]:
        kind = form.get("grant_type")
        if kind == "authorization_code":
            return self._grants.exchange(form.get("code", ""), form.get("redirect_uri", ""))
        if kind == "refresh_token":
            token = form.get("refresh_token", "")
            return self._grants.refresh(token, concurrent=conflicting("refresh"))
        raise TokenRefused("unsupported_grant_type", "The grant type is not supported")

    def revoke(self) -> Response:
        if not self._known_client({}):
            return json_answer({"error": "invalid_client"}, 401)
        try:
            token = str(decode(request.get_data())["token"])
        except (ValueError, KeyError, TypeError):
            token = request.form.get("token", "")
        if not self._grants.revoke(token):
            return json_answer({"error": "invalid_request"}, 400)
        return Response(status=200)

    def userinfo(self) -> Response:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        grant, why = self._grants.check(token)
        if grant is None:
            return json_answer({"error": "invalid_token", "error_description": why}, 401)
        if "openid" not in grant.scope.split():
            return json_answer({"error": "insufficient_scope"}, 403)
        return json_answer(
            {"sub": "sandbox-user-1", "email": "bookkeeper@gulfline.example", "emailVerified": True}
        )

    def _known_client(self, form: dict[str, str]) -> bool:
        client_id, secret = form.get("client_id", ""), form.get("client_secret", "")
        header = request.headers.get("Authorization", "")
        if header.startswith("Basic "):
            try:
                decoded = base64.b64decode(header.removeprefix("Basic "), validate=True).decode()
            except (binascii.Error, UnicodeDecodeError):
                return False
            client_id, _, secret = decoded.partition(":")
        return hmac.compare_digest(client_id, self._state.client_id) and hmac.compare_digest(
            secret, self._state.client_secret
        )


def _back(redirect_uri: str, **values: str | None) -> Response:
    """To the program, with what it waits for in the query."""
    sent = urlencode({name: value for name, value in values.items() if value})
    joint = "&" if urlsplit(redirect_uri).query else "?"
    return Response(status=302, headers={"Location": f"{redirect_uri}{joint}{sent}"})
