"""The gate before the API: routing, rate limit, clientId, keys, permissions, media types."""

from __future__ import annotations

import base64
import binascii
import math
import re
import threading
import uuid
from collections import deque

from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from mobius_desktop.sandbox.connectwise.api import NEWEST
from mobius_desktop.sandbox.connectwise.errors import NO_PERMISSION, TOO_MANY, ApiError, gateway
from mobius_desktop.sandbox.connectwise.ledger import Ledger
from mobius_desktop.sandbox.control import SandboxClock, json_answer, reads
from mobius_desktop.sandbox.control.plane import PREFIX

CODEBASES = ("v4_6_release", "v2025_1")
_LONGEST_QUERY = 2_048
_API_PATH = re.compile(r"^/(?P<codebase>[^/]+)/apis/3\.0(?P<path>/.*)$")


class RateLimit:
    """So many requests in any minute of the sandbox's time."""

    def __init__(self, clock: SandboxClock, per_minute: int) -> None:
        self._clock = clock
        self._per_minute = per_minute
        self._lock = threading.Lock()
        self._taken: deque[float] = deque()

    def wait_needed(self) -> int:
        """0 when this request may pass; else the seconds until the next one may."""
        now = self._clock.elapsed()
        with self._lock:
            while self._taken and self._taken[0] <= now - 60:
                self._taken.popleft()
            if len(self._taken) < self._per_minute:
                self._taken.append(now)
                return 0
            return max(math.ceil(self._taken[0] + 60 - now), 1)


def install_gateway(app: Flask, ledger: Ledger, limit: RateLimit) -> None:
    """Register the checks that come before every route, companyinfo, and the headers of every answer."""

    def check() -> Response | None:
        if request.path.startswith(PREFIX):
            return None
        try:
            return _check(ledger, limit)
        except ApiError as error:
            return error.answer()

    def finish(response: Response) -> Response:
        if not request.path.startswith(PREFIX):
            response.headers["Cache-Control"] = "no-cache"
            response.headers["api-current-version"] = NEWEST
            response.headers["x-cw-request-id"] = str(uuid.uuid4())
            response.headers["x-server-name"] = "sandbox"
        return response

    @reads
    def companyinfo(id: str) -> Response:  # noqa: A002 - named as in the contract's paths
        with ledger.lock:
            return _companyinfo(ledger, id)

    app.before_request(check)
    app.after_request(finish)
    app.add_url_rule("/login/companyinfo/<id>", "companyinfo", companyinfo)
    app.register_error_handler(ApiError, lambda error: error.answer())
    app.register_error_handler(HTTPException, _http_error)


def _check(ledger: Ledger, limit: RateLimit) -> Response | None:
    seconds = limit.wait_needed()
    if seconds:
        text = {"error": "ConnectWiseAPI", "message": TOO_MANY.format(seconds=seconds)}
        return json_answer(text, 429, headers={"Retry-After": str(seconds)})
    if request.path.startswith("/login/companyinfo/"):
        return None
    found = _API_PATH.match(request.path)
    if found is None or found["codebase"] not in CODEBASES or "/apis/" in found["path"]:
        return gateway()
    g.codebase = found["codebase"]
    if len(request.query_string) > _LONGEST_QUERY and ledger.switches["long_query"] == "refused":
        return gateway("The request filtering module denies a query string that is too long.", 404)
    refused = _check_client_id(ledger) or _check_keys(ledger, found["path"])
    if refused is not None:
        return refused
    if any(re.search(pattern, found["path"]) for pattern in ledger.hidden.denied):
        raise ApiError(403, "Security", NO_PERMISSION)
    if request.method in ("POST", "PUT", "PATCH") and request.mimetype != "application/json":
        raise ApiError(415, "UnsupportedMediaType", "application/json is expected.")
    return None


def _check_client_id(ledger: Ledger) -> Response | None:
    given = request.headers.get("clientId", "")
    if not given:
        status = int(ledger.switches["missing_client_id"])
        raise ApiError(status, "InvalidRequest", "The clientId header is required.")
    if given.lower() != ledger.books.client_id.lower():
        return gateway("Bad request: the clientId is not registered.")
    return None


def _check_keys(ledger: Ledger, path: str) -> Response | None:
    if path == "/system/info" and ledger.switches["system_info"] == "open":
        return None
    given = _credentials(request.headers.get("Authorization", ""))
    if given is None:
        raise ApiError(401, "Unauthorized", "The supplied authentication is incorrect.")
    company, public, private = given
    books = ledger.books
    if company != books.company_id:
        return gateway()
    if (public, private) == (books.public_key, books.private_key):
        return None
    plays = ledger.switches["bad_keys"]
    if plays == "cannot_route":
        return gateway()
    if plays == "404":
        raise ApiError(404, "NotFound", "Not found")
    raise ApiError(401, "Unauthorized", "The supplied authentication is incorrect.")


def _credentials(header: str) -> tuple[str, str, str] | None:
    """Company id, public key and private key of a Basic header; None when it is none."""
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, colon, private = base64.b64decode(encoded, validate=True).decode("utf-8").partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    company, plus, public = name.partition("+")
    return (company, public, private) if colon and plus else None


def _companyinfo(ledger: Ledger, company: str) -> Response:
    if company != ledger.books.company_id:
        if ledger.switches["unknown_company"] == "null":
            return json_answer(None)
        raise ApiError(404, "NotFound", "Company not found")
    is_cloud: bool | str = "True" if ledger.switches["is_cloud"] == "text" else True
    return json_answer(
        {
            "CompanyName": "Gulfline Technology Partners",
            "Codebase": "v2025_1/",
            "VersionCode": f"v{NEWEST}",
            "VersionNumber": "v4.6.104523",
            "CompanyID": company,
            "IsCloud": is_cloud,
            "SiteUrl": request.host,
        }
    )


def _http_error(error: HTTPException) -> Response:
    if isinstance(error, NotFound):
        return ApiError(404, "NotFound", "The requested resource was not found.").answer()
    if isinstance(error, MethodNotAllowed):
        answer = ApiError(405, "MethodNotAllowed", "The method is not allowed here.").answer()
        answer.headers["Allow"] = ", ".join(error.valid_methods or [])
        return answer
    return ApiError(error.code or 500, "ConnectWiseApi", error.description or "").answer()
