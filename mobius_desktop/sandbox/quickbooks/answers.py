"""Answers on the wire: JSON or XML, and the four shapes a fault can have."""

from __future__ import annotations

import gzip
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from flask import Response, request

from mobius_desktop.sandbox.control.answers import decode, encode
from mobius_desktop.sandbox.quickbooks.refusals import MESSAGES

JSON = "application/json"
XML = "application/xml"
_NAMESPACE = "http://schema.intuit.com/finance/v3"
_ATTRIBUTES = ("domain", "sparse", "status", "startPosition", "maxResults", "totalCount", "bId", "element")
_GZIP_FROM = 500
"""Bytes; shorter answers are not worth compressing."""


def wants_json() -> bool:
    """Only an explicit `Accept: application/json` is answered in JSON."""
    return JSON in request.headers.get("Accept", "")


def answer(content: dict[str, Any], status: int = 200) -> Response:
    """An answer in the form the client asked for."""
    if wants_json():
        return Response(encode(content), status, content_type=f"{JSON};charset=UTF-8")
    return Response(as_xml(content), status, content_type=f"{XML};charset=UTF-8")


def stored(body: str, status: int) -> Response:
    """An answer that was given before, word for word."""
    if wants_json():
        return Response(body, status, content_type=f"{JSON};charset=UTF-8")
    return answer(decode(body), status)


def gateway_fault(
    status: int, message: str, *, code: str, detail: str | None, kind: str, at: int
) -> Response:
    """What answers before the accounting service is reached: lower-case names, time in milliseconds."""
    content: dict[str, Any] = {
        "warnings": None,
        "intuitObject": None,
        "fault": {
            "error": [
                {
                    "message": f"message={message}; errorCode={code.zfill(6)}; statusCode={status}",
                    "detail": detail,
                    "code": code,
                    "element": None,
                }
            ],
            "type": kind,
        },
        "report": None,
        "queryResponse": None,
        "batchItemResponse": [],
        "attachableResponse": [],
        "syncErrorResponse": None,
        "requestId": None,
        "time": at,
        "status": None,
        "cdcresponse": [],
    }
    given = Response(encode(content), status, content_type=JSON)
    if status == 401:
        given.headers["WWW-Authenticate"] = 'Bearer realm="Intuit", error="invalid_token"'
    return given


def throttled(form: str) -> Response:
    """429, or what it has been seen dressed as."""
    fault = {
        "Fault": {
            "Error": [
                {
                    "Message": MESSAGES["3001"],
                    "Detail": "The request limit was reached.  Try again later",
                    "code": "3001",
                }
            ],
            "type": "SERVICE",
        }
    }
    if form == "json":
        return Response(encode(fault), 429, content_type=JSON)
    return Response(as_xml(fault), 403 if form == "xml_403" else 429, content_type=XML)


def compressed(given: Response) -> Response:
    """The same answer gzipped, when the client takes that and it is worth it."""
    if "gzip" not in request.headers.get("Accept-Encoding", "") or len(given.get_data()) < _GZIP_FROM:
        return given
    given.set_data(gzip.compress(given.get_data(), mtime=0))
    given.headers["Content-Encoding"] = "gzip"
    return given


def as_xml(content: dict[str, Any]) -> str:
    """The same content as `<IntuitResponse>`."""
    at = content.get("time", "")
    body = "".join(_element(name, value) for name, value in content.items() if name != "time")
    time = f" time={quoteattr(str(at))}" if at else ""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<IntuitResponse xmlns="{_NAMESPACE}"{time}>{body}</IntuitResponse>'
    )


def _element(name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "".join(_element(name, one) for one in value)
    if not isinstance(value, dict):
        return f"<{name}>{escape(_text(value))}</{name}>"
    if "value" in value:  # a reference: its Id is the text
        extra = "".join(f" {key}={quoteattr(str(one))}" for key, one in value.items() if key != "value")
        return f"<{name}{extra}>{escape(_text(value['value']))}</{name}>"
    attributes = {key: one for key, one in value.items() if key in _ATTRIBUTES or _is_attribute(name, key)}
    inner = "".join(_element(key, one) for key, one in value.items() if key not in attributes)
    head = "".join(f" {key}={quoteattr(_text(one))}" for key, one in attributes.items())
    return f"<{name}{head}>{inner}</{name}>"


def _is_attribute(name: str, key: str) -> bool:
    return (name, key) in (("Error", "code"), ("Fault", "type"))


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return format(value, "f") if isinstance(value, Decimal) else str(value)
