"""Faults of the real QuickBooks by a short name, for `POST /__sandbox__/faults {"preset": …}`."""

from __future__ import annotations

from typing import Any

from mobius_desktop.sandbox.control import encode
from mobius_desktop.sandbox.quickbooks.refusals import (
    ONE_NAME,
    ONE_PRODUCT,
    TRY_AGAIN,
    Refused,
    business,
    refuse,
)

_DATA = "/v3/company/"
_GATEWAY = (
    '{{"warnings":null,"intuitObject":null,"fault":{{"error":[{{"message":"message={message};'
    ' errorCode={code:06d}; statusCode={status}","detail":{detail},"code":"{code}","element":null}}],'
    '"type":"{kind}"}},"report":null,"queryResponse":null,"batchItemResponse":[],"attachableResponse":[],'
    '"syncErrorResponse":null,"requestId":null,"time":1730024394085,"status":null,"cdcresponse":[]}}'
)
_XML_THROTTLE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<IntuitResponse xmlns="http://schema.intuit.com/finance/v3"><Fault type="SERVICE"><Error code="3001">'
    "<Message>message=ThrottleExceeded; errorCode=003001; statusCode=429</Message>"
    "<Detail>The request limit was reached.  Try again later</Detail></Error></Fault></IntuitResponse>"
)
_JSON_THROTTLE = (
    '{"Fault":{"Error":[{"Message":"message=ThrottleExceeded; errorCode=003001; statusCode=429",'
    '"Detail":"The request limit was reached.  Try again later","code":"3001"}],"type":"SERVICE"}}'
)


def _fault(refused: Refused, status: int = 400) -> dict[str, Any]:
    body = encode({"Fault": refused.as_record(), "time": "2026-11-02T09:00:00.000-05:00"}).decode()
    return {"kind": "answer", "path": _DATA, "status": status, "body": body}


def _gateway(status: int, code: int, message: str, detail: str, kind: str) -> dict[str, Any]:
    body = _GATEWAY.format(status=status, code=code, message=message, detail=detail, kind=kind)
    return {"kind": "answer", "path": _DATA, "status": status, "body": body}


PRESETS: dict[str, dict[str, Any]] = {
    "throttled": {"kind": "answer", "path": _DATA, "status": 429, "body": _JSON_THROTTLE},
    "throttled_xml": {
        "kind": "answer",
        "path": _DATA,
        "status": 429,
        "body": _XML_THROTTLE,
        "content_type": "application/xml",
    },
    "throttled_xml_403": {
        "kind": "answer",
        "path": _DATA,
        "status": 403,
        "body": _XML_THROTTLE,
        "content_type": "application/xml",
    },
    "token_expired": _gateway(401, 3200, "AuthenticationFailed", '"Token expired: AB01"', "AUTHENTICATION"),
    "token_revoked": _gateway(401, 3200, "AuthenticationFailed", '"Token revoked"', "AUTHENTICATION"),
    "forbidden": _gateway(403, 3100, "ApplicationAuthorizationFailed", "null", "SERVICE"),
    "stale": _fault(refuse("5010", "You and Another User were working on this at the same time.")),
    "one_name": _fault(business(ONE_NAME)),
    "one_product": _fault(business(ONE_PRODUCT)),
    "try_again": _fault(business(TRY_AGAIN)),
    "fault_in_200": _fault(business(TRY_AGAIN), 200),
    "duplicate_requestid": _fault(refuse("600", "A request with this id is being processed.")),
    "server_error": {
        "kind": "answer",
        "path": _DATA,
        "status": 500,
        "body": '{"Fault":{"Error":[{"Message":"An application error has occurred while processing your'
        ' request","Detail":"System Failure Error: null","code":"10000","element":""}],'
        '"type":"SystemFault"},"time":"2026-11-02T09:00:00.000-05:00"}',
    },
    "invalid_grant": {
        "kind": "answer",
        "path": "/tokens/bearer",
        "status": 400,
        "body": '{"error":"invalid_grant","error_description":"Incorrect or invalid refresh token"}',
    },
    "invalid_client": {
        "kind": "answer",
        "path": "/tokens/bearer",
        "status": 401,
        "body": '{"error":"invalid_client"}',
    },
}

for _number, _preset in enumerate(PRESETS.values(), 1):
    # These come from QuickBooks itself, so they carry what every answer of it carries.
    _preset["headers"] = {"intuit_tid": f"1-0fa17000-{_number:024x}"}
