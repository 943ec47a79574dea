"""ConnectWise's refusals in all their shapes: who can do something about it, and never the wrong one."""

from __future__ import annotations

import pytest

from mobius_desktop.connectwise.sentences import refusal
from mobius_desktop.domain.errors import Known, RemoteRefused, RightMissing, SignInLost, Throttled
from mobius_desktop.transport.channel import Reply

LIMIT = '{"error":"ConnectWiseAPI","message":"Too many requests. Please try again in 30 seconds."}'
INVALID = (
    '{"code":"InvalidObject","message":"company object is invalid","errors":[{"code":"OutOfRange","message":'
    '"The field revenueYear must be between 1900 and 9999.","resource":"company","field":"revenueYear"}]}'
)


def refused(status: int, body: str, **headers: str) -> Known:
    reply = Reply(status, {"x-cw-request-id": "7f"} | headers, body.encode())
    return refusal(reply, "GET", "/finance/invoices")


@pytest.mark.parametrize(
    ("status", "body", "kind", "says"),
    [
        (401, '{"code":"Unauthorized","message":"Unauthorized"}', SignInLost, "refused the keys"),
        (
            401,
            '{"code":"ConnectWiseApi","message":"UserNotAuthenticated"}',
            SignInLost,
            "refused the keys",
        ),
        (
            403,
            '{"code":"Security","message":"You do not have security permission to perform this action."}',
            RightMissing,
            "The API member may not read invoices.",
        ),
        (
            403,
            '{"code":"Security","message":"SSL is required.","errors":null}',
            SignInLost,
            "reached under another address",
        ),
        (400, "Cannot route. Codebase/company is invalid", SignInLost, "does not know this site"),
        (400, INVALID, RemoteRefused, "The field revenueYear must be between 1900 and 9999."),
        (
            400,
            '{"code":"ApiFindCondition","message":"invoiceDate is not a recognized name."}',
            RemoteRefused,
            "invoiceDate is not a recognized name.",
        ),
        (400, '{"code":"SomethingNew","message":"Not seen before."}', RemoteRefused, "Not seen before."),
        (409, "", RemoteRefused, "refused this without a reason"),
    ],
)
def test_a_refusal_names_what_can_be_done(status: int, body: str, kind: type[Known], says: str) -> None:
    error = refused(status, body)
    assert type(error) is kind
    assert says in error.sentence


@pytest.mark.parametrize(
    "body",
    [
        LIMIT,
        "",
        "<html>Slow down</html>",
        '{"code":"Security","message":"Too many requests for this clientId"}',
        '{"message":"UserNotAuthenticated: rate limit"}',
    ],
)
def test_a_pause_is_never_called_a_trouble_of_the_keys(body: str) -> None:
    error = refused(429, body, **{"retry-after": "30"})
    assert isinstance(error, Throttled)
    assert error.seconds == 30
    assert error.sentence == "ConnectWise asks for a pause. Try again in a minute."
