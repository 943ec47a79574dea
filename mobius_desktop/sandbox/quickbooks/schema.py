"""Which properties QuickBooks knows, of which type and length, from Intuit's own schemas (`schema.json`).

A body is read once, here: what comes out has only known properties, amounts as Decimal, flags as bool, and
ids as strings; null and empty text say that there is nothing. The firm's records and a saved state are
brought into that form in the same way.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib import resources
from typing import Any

from mobius_desktop.sandbox.firm.model import Record
from mobius_desktop.sandbox.quickbooks.refusals import Cause, Refused

ELEMENT_NAMES = {"CustomerMemo.value": "Customer Memo"}
"""Where the service names an element otherwise than the path."""

_LENGTH = "String length specified does not match the supported length."


@cache
def table() -> dict[str, Any]:
    """The packaged table: types, enums, lengths."""
    text = (resources.files(__package__) / "schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def fields_of(entity: str) -> dict[str, str]:
    """Field name to type name, `[]` behind what may repeat."""
    fields: dict[str, str] = table()["types"][entity]
    return fields


def entities() -> list[str]:
    named: list[str] = table()["entities"]
    return named


def read(entity: str, body: object) -> Record:
    """A body as the sandbox keeps it. Raises Refused (2010, 2090, 2170) with every cause found."""
    causes: list[Cause] = []
    record = _object(entity, body, entity, causes)
    if causes:
        raise Refused(*causes)
    return record


def adopt(entity: str, record: Record) -> Record:
    """A record that is ours already (the firm's, or a saved one): amounts become Decimal again."""
    try:
        return read(entity, record)
    except Refused as refused:
        raise ValueError(f"{entity} {record.get('Id')}: {refused}") from refused


def check_lengths(entity: str, body: Record, *, display_name: int = 500) -> list[Cause]:
    """Causes with code 2050 for what is too long."""
    causes: list[Cause] = []
    for path, longest in table()["lengths"].get(entity, {}).items():
        limit = display_name if path == "DisplayName" else longest
        name = ELEMENT_NAMES.get(path, path)
        causes += [
            Cause("2050", f"{_LENGTH} Min:0 Max:{limit:,} supported. Supplied length:{len(text):,}", name)
            for text in _texts(body, path.split("."))
            if len(text) > limit
        ]
    return causes


def _texts(value: Any, path: list[str]) -> list[str]:
    if isinstance(value, list):
        return [text for one in value for text in _texts(one, path)]
    if not path:
        return [value] if isinstance(value, str) else []
    return _texts(value[path[0]], path[1:]) if isinstance(value, dict) and path[0] in value else []


def _object(kind: str, body: object, where: str, causes: list[Cause]) -> Record:
    if not isinstance(body, dict):
        causes.append(_unsupported(where))
        return {}
    fields = fields_of(kind)
    record: Record = {}
    for name, value in body.items():
        wanted = fields.get(name)
        if wanted is None:
            causes.append(_unsupported(name))
        elif value is not None and value != "":
            record[name] = _field(wanted, value, name, causes)
    return record


def _field(kind: str, value: object, name: str, causes: list[Cause]) -> Any:
    if not kind.endswith("[]"):
        return _one(kind, value, name, causes)
    if not isinstance(value, list):
        causes.append(_unsupported(name))
        return []
    return [_one(kind.removesuffix("[]"), one, name, causes) for one in value]


def _one(kind: str, value: object, name: str, causes: list[Cause]) -> Any:
    if kind == "any":
        return value
    if kind in table()["types"]:
        return _object(kind, value, name, causes)
    if isinstance(value, dict | list):
        causes.append(_unsupported(name))
        return None
    if kind in table()["enums"]:
        if value not in table()["enums"][kind]:
            causes.append(Cause("2170", f"Invalid Enumeration : {value}", name))
        return value
    try:
        return _SCALARS[kind](value)
    except (ValueError, InvalidOperation):
        number = kind in ("decimal", "int")
        causes.append(Cause("2090", f"Invalid Number : {value}", name) if number else _unsupported(name))
        return None


def _unsupported(name: str) -> Cause:
    return Cause("2010", f"Property Name:{name} specified is unsupported or invalid", name)


def _string(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _boolean(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if str(value) not in ("true", "false"):
        raise ValueError(value)
    return value == "true"


def _decimal(value: object) -> Decimal:
    if isinstance(value, bool):
        raise ValueError(value)
    number = Decimal(str(value))
    if not number.is_finite():
        raise ValueError(value)
    return number


def _int(value: object) -> int:
    return int(str(value))


def _date(value: object) -> str:
    text = str(value)[:10]
    return date.fromisoformat(text).isoformat() if len(text) == 10 else _bad(value)


def _moment(value: object) -> str:
    text = str(value)
    datetime.fromisoformat(text)
    return text


def _bad(value: object) -> str:
    raise ValueError(value)


_SCALARS: dict[str, Callable[[object], Any]] = {
    "string": _string,
    "boolean": _boolean,
    "decimal": _decimal,
    "int": _int,
    "date": _date,
    "dateTime": _moment,
}
