"""How a route of the API is made: a lock around the books, the API's media type, marks and pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, g, request

from mobius_desktop.sandbox.connectwise.errors import ApiError, FieldProblem, invalid, not_found
from mobius_desktop.sandbox.connectwise.ledger import Ledger
from mobius_desktop.sandbox.connectwise.query import Listing, count, page, project
from mobius_desktop.sandbox.connectwise.references import References
from mobius_desktop.sandbox.connectwise.shapes import problems, shape
from mobius_desktop.sandbox.control import decode, json_answer, reads, writes

NEWEST = "2025.1"
MEDIA_TYPE = "application/vnd.connectwise.com+json"
View = Callable[..., Any]
Patch = Callable[[Any, list[dict[str, Any]]], Any]
"""Applies PATCH operations to a row and gives the row as it is now."""


class Api:
    """The versioned part of the API: every route in it needs keys and speaks JSON."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.blueprint = Blueprint("connectwise", __name__, url_prefix="/<codebase>/apis/3.0")

    def references(self) -> References:
        return References(self.ledger, f"{request.host_url}{g.codebase}/apis/3.0")

    def reads(self, rule: str, view: View, method: str = "GET") -> None:
        """A route that changes nothing. The view gives what to encode, or a Response."""
        self._add(rule, view, method, 200, reads)

    def writes(self, rule: str, view: View, method: str, status: int = 200) -> None:
        self._add(rule, view, method, status, writes)

    def lists(
        self,
        rule: str,
        listing: Callable[..., Listing],
        name: str,
        *,
        item: bool = True,
        counted: bool = True,
        patch: Patch | None = None,
    ) -> None:
        """List, count and single record of one kind, all from one listing; PATCH where there is one."""

        def one(id: int, **parents: int) -> tuple[Listing, Any]:  # noqa: A002 - named as in the contract's paths
            found = listing(**parents)
            for row in found.rows:
                if found.field(row, "id") == id:
                    return found, row
            raise not_found(name, id)

        def show(**numbers: int) -> Any:
            return project(*one(**numbers))

        def listed(**parents: int) -> Response:
            rows, link = page(listing(**parents))
            return self.answer(rows, link=link)

        self.reads(rule, listed)
        if counted:
            self.reads(f"{rule}/count", lambda **parents: count(listing(**parents)))
        if item:
            self.reads(f"{rule}/<int:id>", show)
        if patch is None:
            return

        def change(**numbers: int) -> Any:
            found, row = one(**numbers)
            return found.render(patch(row, operations()))

        self.writes(f"{rule}/<int:id>", change, "PATCH")

    def answer(self, value: object, status: int = 200, *, link: str | None = None) -> Response:
        """A JSON answer in the media type of the version that was asked for."""
        return json_answer(
            value,
            status,
            content_type=f"{MEDIA_TYPE}; version={asked_version()}; charset=utf-8",
            headers={} if link is None else {"Link": link},
        )

    def _add(self, rule: str, view: View, method: str, status: int, mark: Callable[[View], View]) -> None:
        def answered(**numbers: int) -> Response:
            with self.ledger.lock:
                given = view(**numbers)
            if isinstance(given, Response):
                return given
            return Response(status=204) if status == 204 else self.answer(given, status)

        endpoint = f"{method} {rule}".replace(".", "_")
        self.blueprint.add_url_rule(rule, endpoint, mark(answered), methods=[method], strict_slashes=False)


def asked_version() -> str:
    """The model version of the Accept header; the newest when none is pinned."""
    found = re.search(r"version=(\d{4}\.\d+)", request.headers.get("Accept", ""))
    return found[1] if found else NEWEST


def wants_old_model() -> bool:
    """Versions before 2022.2 lack what was added then."""
    year, _, part = asked_version().partition(".")
    return (int(year), int(part)) < (2022, 2)


def body(shape_name: str, resource: str) -> dict[str, Any]:
    """The request's JSON object, its fields checked against the shape. Raises ApiError."""
    wanted = _json()
    if not isinstance(wanted, dict):
        raise ApiError(400, "InvalidObject", f"{resource} object is invalid")
    found = problems(wanted, shape_name)
    if found:
        raise invalid(resource, *(_problem(resource, field, code) for field, code in found))
    return wanted


def operations() -> list[dict[str, Any]]:
    """The operations of a PATCH body. Raises ApiError."""
    wanted = _json()
    fits = isinstance(wanted, list) and all(
        isinstance(one, dict)
        and one.get("op") in ("add", "replace", "remove")
        and isinstance(one.get("path"), str)
        for one in wanted
    )
    if not fits:
        raise ApiError(400, "InvalidObject", "A list of add, replace or remove operations is expected.")
    return list(wanted)


def patch_record(
    record: dict[str, Any], wanted: list[dict[str, Any]], shape_name: str, resource: str
) -> None:
    """Apply operations to a plain record; it is checked as a whole before anything changes."""
    changed = dict(record)
    for one in wanted:
        name = one["path"].lstrip("/")
        if name == "id" or name not in shape(shape_name).fields:
            raise invalid(resource, FieldProblem("InvalidField", f"{name} is not valid.", resource, name))
        if one["op"] == "remove":
            changed.pop(name, None)
        else:
            changed[name] = one.get("value")
    found = problems(changed, shape_name)
    if found:
        raise invalid(resource, *(_problem(resource, field, code) for field, code in found))
    record.clear()
    record.update(changed)


def _json() -> Any:
    try:
        return decode(request.get_data())
    except ValueError:
        raise ApiError(400, "InvalidObject", "The body is not valid JSON.") from None


def _problem(resource: str, field: str, code: str) -> FieldProblem:
    texts = {
        "InvalidEnum": "Enum value supplied was invalid",
        "MaxLength": f"The field {field} is too long.",
        "InvalidType": f"The field {field} is of the wrong type.",
    }
    return FieldProblem(code, texts[code], resource, field)
