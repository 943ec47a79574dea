"""What every list of the API understands: conditions, orderBy, fields, and paging both ways."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import request

from mobius_desktop.sandbox.connectwise.conditions import Test, compile_conditions
from mobius_desktop.sandbox.connectwise.errors import ApiError, bad_condition
from mobius_desktop.sandbox.connectwise.shapes import INFO_FIELDS, Shape, shape

DEFAULT_PAGE = 25
LARGEST_PAGE = 1000
Record = dict[str, Any]

_CUSTOM_FIELD = Shape(
    "CustomFieldValue",
    {
        "id": "int",
        "caption": "str",
        "type": "str",
        "entryMethod": "str",
        "numberOfDecimals": "int",
        "value": "any",
    },
)


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows that can be listed: in the order of their ids, each readable by field before it is rendered."""

    shape: str
    rows: Sequence[Any]
    key: Callable[[Any], int]
    render: Callable[[Any], Record]
    field: Callable[[Any, str], Any]


def of_records(name: str, records: Sequence[Record]) -> Listing:
    """A listing of plain records, which are listed as they are."""
    return Listing(
        name,
        sorted(records, key=lambda record: int(record["id"])),
        key=lambda record: int(record["id"]),
        render=without_nulls,
        field=lambda record, field: record.get(field),
    )


def without_nulls(record: Record) -> Record:
    return {name: value for name, value in record.items() if value is not None}


def count(listing: Listing) -> dict[str, int]:
    return {"count": len(_found(listing))}


def page(listing: Listing) -> tuple[list[Record], str | None]:
    """The rows of the page that was asked for, and its Link header (None means: there is none)."""
    if request.headers.get("pagination-type", "").lower() == "forward-only":
        return _rendered(listing, *_forward(listing))
    return _rendered(listing, *_numbered(listing))


def _rendered(listing: Listing, rows: Sequence[Any], link: str | None) -> tuple[list[Record], str | None]:
    fields = _fields(listing)
    return [fields(listing.render(row)) for row in rows], link


def project(listing: Listing, row: Any) -> Record:
    """One record, with only the `fields` asked for."""
    return _fields(listing)(listing.render(row))


def _numbered(listing: Listing) -> tuple[Sequence[Any], str | None]:
    number = max(_whole("page", 1), 1)
    size = _size()
    found = _ordered(listing, _found(listing))
    last = max((len(found) + size - 1) // size, 1)
    links = []
    if number < last:
        links += [_link("next", page=number + 1), _link("last", page=last)]
    if 1 < number <= last:
        links += [_link("first", page=1), _link("prev", page=number - 1)]
    return found[(number - 1) * size : number * size], ", ".join(links) or None


def _forward(listing: Listing) -> tuple[list[Any], str]:
    """Pages by id. Rows are tested one after the other, so that a long list costs only its page."""
    if "orderBy" in request.args:
        raise ApiError(400, "InvalidRequest", "orderBy is not supported with forward-only pagination.")
    after = _whole("pageId", 0)
    size = _size()
    # A row without an id can only be on the first page.
    start = bisect_right(listing.rows, after, key=listing.key) if after else 0
    test = _test(listing)
    rows: list[Any] = []
    for row in listing.rows[start:]:
        if test is None or test(row):
            if len(rows) == size:
                return rows, _link("next", pageId=listing.key(rows[-1]))
            rows.append(row)
    return rows, ""


def _found(listing: Listing) -> Sequence[Any]:
    test = _test(listing)
    return listing.rows if test is None else [row for row in listing.rows if test(row)]


def _test(listing: Listing) -> Test | None:
    known = shape(listing.shape)
    tests = [
        compile_conditions(text, known, _reader(listing))
        for text in (request.args.get("conditions"), request.args.get("childConditions"))
        if text
    ]
    custom = request.args.get("customFieldConditions")
    if custom:
        of_one = compile_conditions(custom, _CUSTOM_FIELD, lambda record, path: record.get(path[0]))
        tests.append(lambda row: any(of_one(one) for one in listing.field(row, "customFields") or []))
    if not tests:
        return None
    return tests[0] if len(tests) == 1 else lambda row: all(test(row) for test in tests)


def _reader(listing: Listing) -> Callable[[Any, tuple[str, ...]], Any]:
    def read(row: Any, path: tuple[str, ...]) -> Any:
        name = path[0]
        if name in INFO_FIELDS:
            return (listing.field(row, "_info") or {}).get(name)
        return _inside(listing.field(row, name), path[1:])

    return read


def _inside(held: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        if isinstance(held, list):
            return [_inside(one, (name,)) for one in held]
        held = held.get(name) if isinstance(held, dict) else None
    return held


def _ordered(listing: Listing, rows: Sequence[Any]) -> Sequence[Any]:
    """Sorted by `orderBy=field [desc], …`; nulls first, as the service's database sorts them."""
    order = request.args.get("orderBy", "").strip()
    read = _reader(listing)
    for part in reversed(order.split(",") if order else []):
        name, _, direction = part.strip().partition(" ")
        resolved = shape(listing.shape).resolve(name)
        if resolved is None:
            raise bad_condition(f"{name} is not a recognized name.")
        if direction.strip().lower() not in ("", "asc", "desc"):
            raise bad_condition(f"{direction.strip()} is not a recognized direction.")
        path = resolved[0]
        rows = sorted(
            rows, key=lambda row: _sortable(read(row, path)), reverse=direction.strip().lower() == "desc"
        )
    return rows


def _sortable(value: Any) -> tuple[int, Any]:
    if value is None:
        return 0, ""
    return (1, value) if not isinstance(value, str) else (2, value.lower())


def _fields(listing: Listing) -> Callable[[Record], Record]:
    wanted = request.args.get("fields", "").strip()
    if not wanted:
        return lambda record: record
    paths = []
    for name in wanted.split(","):
        resolved = shape(listing.shape).resolve(name.strip())
        if resolved is None:
            raise bad_condition(f"{name.strip()} is not a recognized name.")
        paths.append(resolved[0])

    def projected(record: Record) -> Record:
        kept: Record = {}
        for path in paths:
            _copy(record, kept, path)
        return kept

    return projected


def _copy(source: Record, target: Record, path: tuple[str, ...]) -> None:
    name = path[0]
    held = source.get(name)
    if held is None:
        return
    if len(path) == 1:
        target[name] = held
    elif isinstance(held, dict):
        _copy(held, target.setdefault(name, {}), path[1:])


def _size() -> int:
    return min(max(_whole("pageSize", DEFAULT_PAGE), 1), LARGEST_PAGE)


def _whole(name: str, default: int) -> int:
    text = request.args.get(name, "")
    try:
        return int(text) if text else default
    except ValueError:
        raise ApiError(400, "InvalidRequest", f"{name} is not a number.") from None


def _link(relation: str, **changed: int) -> str:
    asked = request.args.to_dict()
    for name in ("page", "pageId"):
        asked.pop(name, None)
    # The page comes last: clients have been seen to look for it there.
    asked |= {name: str(value) for name, value in changed.items()}
    return f'<{request.base_url}?{urlencode(asked)}>; rel="{relation}"'
