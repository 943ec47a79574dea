"""The error answers of ConnectWise: its own JSON shape, and the plain text of the gateway before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response

from mobius_desktop.sandbox.control import json_answer

CANNOT_ROUTE = "Cannot route. Codebase/company is invalid"
TOO_MANY = "Too many requests. Please try again in {seconds} seconds."
NO_PERMISSION = "You do not have security permission to perform this action."
TIMEOUT = '{"code":"ConnectWiseApi","message":"A timeout has occured. Please try again."}'

PRESETS: dict[str, dict[str, Any]] = {
    "timeout_500": {"kind": "answer", "status": 500, "body": TIMEOUT},
    "too_many": {
        "kind": "answer",
        "status": 429,
        "headers": {"Retry-After": "1"},
        "body": '{"error":"ConnectWiseAPI","message":"' + TOO_MANY.format(seconds=1) + '"}',
    },
    "cannot_route": {"kind": "answer", "status": 400, "content_type": "text/plain", "body": CANNOT_ROUTE},
    "no_permission": {
        "kind": "answer",
        "status": 403,
        "body": '{"code":"Security","message":"' + NO_PERMISSION + '","errors":null}',
    },
}
"""Ready faults that only this server knows."""


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One entry of an error's `errors` list."""

    code: str
    message: str
    resource: str
    field: str


class ApiError(Exception):
    """An answer of the API that says no."""

    def __init__(self, status: int, code: str, message: str, *problems: FieldProblem) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.problems = problems

    def answer(self) -> Response:
        errors = [
            {"code": one.code, "message": one.message, "resource": one.resource, "field": one.field}
            for one in self.problems
        ]
        return json_answer(
            {"code": self.code, "message": self.message, "errors": errors or None},
            self.status,
            content_type="application/json; charset=utf-8",
        )


def gateway(text: str = CANNOT_ROUTE, status: int = 400) -> Response:
    """What the gateway in front of the API says, in plain text."""
    return Response(text, status, content_type="text/plain; charset=utf-8")


def not_found(what: str, number: object) -> ApiError:
    return ApiError(404, "NotFound", f"{what} {number} not found")


def invalid(resource: str, *problems: FieldProblem, status: int = 400) -> ApiError:
    return ApiError(status, "InvalidObject", f"{resource} object is invalid", *problems)


def bad_condition(message: str) -> ApiError:
    return ApiError(400, "ApiFindCondition", message)
