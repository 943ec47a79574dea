"""What a record of the API may hold: its fields, their types, and how a value is checked against them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from mobius_desktop.sandbox.connectwise.schemas import TABLE

INFO_FIELDS = ("lastUpdated", "updatedBy", "dateEntered", "enteredBy")
"""Names inside `_info` that conditions may use as if they were fields."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The fields of one kind of record, by name, with their types in a word."""

    name: str
    fields: Mapping[str, str]

    def resolve(self, path: str) -> tuple[tuple[str, ...], str] | None:
        """The right spelling of a field path (names are not case-sensitive) and its type; None if unknown."""
        first, _, rest = path.partition("/")
        name = self._spelled(first)
        if name is None:
            return None
        kind = self.fields.get(name, "str")
        if not rest:
            return (name,), kind
        if kind == "map" or kind.endswith("Reference") or kind.startswith("["):
            return (name, *rest.split("/")), "any"
        return None

    def _spelled(self, name: str) -> str | None:
        if name in self.fields:
            return name
        wanted = name.lower()
        return next((one for one in (*self.fields, *INFO_FIELDS) if one.lower() == wanted), None)


@cache
def shape(name: str) -> Shape:
    return _shapes()[name]


@cache
def _shapes() -> dict[str, Shape]:
    found: dict[str, dict[str, str]] = {}
    fields: dict[str, str] = {}
    for line in TABLE.strip().splitlines():
        if line.startswith(" "):
            fields.update(word.partition(":")[::2] for word in line.split())
        else:
            fields = found[line] = {}
    return {name: Shape(name, fields) for name, fields in found.items()}


def problem_with(value: object, kind: str) -> str:
    """What is wrong with a value of that type: an error code, or nothing. Null is never wrong here."""
    if value is None:
        return ""
    if kind.startswith("="):
        return "" if value in kind[1:].split("|") else "InvalidEnum"
    if kind.startswith("["):
        fits = isinstance(value, list) and not any(problem_with(one, kind[1:-1]) for one in value)
    elif kind.startswith("str"):
        if isinstance(value, str) and kind != "str" and len(value) > int(kind[4:-1]):
            return "MaxLength"
        fits = isinstance(value, str)
    elif kind in ("int", "num"):
        number = int if kind == "int" else (int, Decimal)
        fits = isinstance(value, number) and not isinstance(value, bool)
    elif kind == "bool":
        fits = isinstance(value, bool)
    else:
        fits = kind == "any" or isinstance(value, dict)
    return "" if fits else "InvalidType"


def problems(record: Mapping[str, Any], name: str) -> list[tuple[str, str]]:
    """Fields of a record that do not fit, each with its error code. Unknown fields are ignored."""
    fields = shape(name).fields
    return [
        (field, code)
        for field, value in record.items()
        if field in fields and (code := problem_with(value, fields[field]))
    ]
