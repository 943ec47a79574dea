"""Checks a ConnectWise answer or request against the compact contract table and its overlay.

Answers are checked for names, types, enumerations and lengths, not for what is required: the vendor's
"required" is about creation, and live answers leave out what is null. Requests are checked for that, too.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from functools import cache
from typing import Any

from tests.contract.make_connectwise_contract import CONTRACT, OVERLAY, merged


@cache
def contract() -> dict[str, Any]:
    return merged(
        json.loads(CONTRACT.read_text(encoding="utf-8")), json.loads(OVERLAY.read_text(encoding="utf-8"))
    )


def validate_answer(method: str, path: str, status: int, value: object) -> list[str]:
    """What is wrong with an answer; empty when it agrees. `path` is without codebase and `/apis/3.0`."""
    kind = _operation(method, path).get(str(status))
    if kind is None:
        return [f"{method} {path} answers {status}, which the contract does not know"]
    if not kind:
        return [] if value is None else [f"{method} {path} {status} has no body"]
    return _problems(value, kind, f"{method} {path}", required=False)


def validate_request(method: str, path: str, body: object) -> list[str]:
    """What is wrong with a request body; empty when it agrees, with all that is required."""
    kind = _operation(method, path).get("body")
    if kind is None:
        return [f"{method} {path} takes no body"]
    return _problems(body, kind, f"{method} {path}", required=True)


def known_operation(method: str, path: str) -> bool:
    """Whether the contract knows this method on this path (with numbers or `{id}` in it)."""
    return _template(path) is not None and method.lower() in contract()["paths"][_template(path)]


def _operation(method: str, path: str) -> dict[str, str]:
    template = _template(path)
    if template is None:
        raise LookupError(f"the contract has no path {path}")
    operation: dict[str, str] | None = contract()["paths"][template].get(method.lower())
    if operation is None:
        raise LookupError(f"the contract has no {method} {path}")
    return operation


def _template(path: str) -> str | None:
    paths = contract()["paths"]
    if path in paths:
        return path
    return next((one for one in paths if re.fullmatch(re.sub(r"\{\w+\}", r"[^/]+", one), path)), None)


def _problems(value: object, kind: str, at: str, *, required: bool) -> list[str]:
    if value is None:
        return []
    if kind.startswith("["):
        if not isinstance(value, list):
            return [f"{at} is no list"]
        return [
            problem
            for index, one in enumerate(value)
            for problem in _problems(one, kind[1:-1], f"{at}[{index}]", required=required)
        ]
    schema = contract()["schemas"].get(kind)
    if schema is None:
        return _scalar_problems(value, kind, at)
    if not isinstance(value, dict):
        return [f"{at} is no {kind}"]
    # A schema without fields is a free object.
    found = [
        f"{at}.{name} is not in {kind}" for name in value if schema["fields"] and name not in schema["fields"]
    ]
    if required:
        found += [f"{at}.{name} is required" for name in schema["required"] if value.get(name) is None]
    for name, one in value.items():
        if name in schema["fields"]:
            found += _problems(one, schema["fields"][name], f"{at}.{name}", required=required)
    return found


def _scalar_problems(value: object, kind: str, at: str) -> list[str]:
    if kind.startswith("="):
        return [] if value in kind[1:].split("|") else [f"{at} = {value!r} is not one of {kind[1:]}"]
    longest = int(kind[4:-1]) if kind.startswith("str<") else None
    fits = {
        "int": isinstance(value, int) and not isinstance(value, bool),
        "num": isinstance(value, (int, Decimal)) and not isinstance(value, bool),
        "bool": isinstance(value, bool),
        "map": isinstance(value, dict),
        "str": isinstance(value, str),
        "any": True,
    }.get("str" if longest is not None else kind)
    if fits is None:
        return [f"{at}: the contract has no type {kind}"]
    if not fits:
        return [f"{at} = {value!r} is no {kind}"]
    if longest is not None and len(str(value)) > longest:
        return [f"{at} is longer than {longest}"]
    return []
