"""Checks a QuickBooks answer or a body that is sent against the compact contract table.

    validate_answer("Invoice", record)      # a record in an answer
    validate_envelope(answer)               # a whole answer
    validate_document("Invoice", body)      # what a program sends to create or change a record

Each gives what is wrong, empty when nothing is. Answers are checked for names, types and enumerations; what
is sent also for lengths, decimals and for what the entity reference requires.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

CONTRACT = Path(__file__).with_name("quickbooks_contract.json")
REQUIRED: dict[str, tuple[str, ...]] = {
    "Invoice": ("CustomerRef", "Line"),
    "CreditMemo": ("CustomerRef", "Line"),
    "Payment": ("CustomerRef", "TotalAmt"),
    "Bill": ("VendorRef", "Line"),
    "Purchase": ("PaymentType", "AccountRef", "Line"),
    "Customer": ("DisplayName",),
    "Vendor": ("DisplayName",),
    "Item": ("Name", "Type"),
    "Account": ("Name", "AccountType"),
    "Class": ("Name",),
    "Department": ("Name",),
    "Term": ("Name",),
}
"""What creation needs. `Id` and `SyncToken` make the body a change, which a sparse one may leave out of."""
ENVELOPE: dict[str, str] = {
    "QueryResponse": "QueryResponse",
    "BatchItemResponse": "BatchItemResponse[]",
    "CDCResponse": "CDCResponse[]",
    "Fault": "Fault",
}
_CENT = Decimal("0.01")


@cache
def contract() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(CONTRACT.read_text(encoding="utf-8"))
    return loaded


def validate_answer(entity: str, record: object) -> list[str]:
    """What is wrong with a record in an answer."""
    return list(_problems(record, entity, entity))


def validate_envelope(answer: object) -> list[str]:
    """What is wrong with a whole JSON answer: one known part, and the time."""
    if not isinstance(answer, dict):
        return ["the answer is no object"]
    problems = [] if isinstance(answer.get("time"), str) else ["the answer has no time"]
    for name, value in answer.items():
        if name == "time":
            continue
        if name in ENVELOPE:
            problems += _problems(value, ENVELOPE[name], name)
        elif name in contract()["entities"]:
            problems += validate_answer(name, value)
        else:
            problems.append(f"{name} is no part of an answer")
    return problems


def validate_document(entity: str, body: object) -> list[str]:
    """What is wrong with a body that a program sends."""
    problems = list(_problems(body, entity, entity))
    if not isinstance(body, dict):
        return problems
    change = "Id" in body
    if change != ("SyncToken" in body):
        problems.append(f"{entity}: Id and SyncToken go together")
    if not change or not body.get("sparse"):
        problems += [f"{entity}.{name} is required" for name in REQUIRED[entity] if not body.get(name)]
    for path, longest in contract()["lengths"].get(entity, {}).items():
        problems += [
            f"{entity}.{path} has {len(text)} characters, {longest} are the most"
            for text in _texts(body, path.split("."))
            if len(text) > longest
        ]
    if entity in ("Invoice", "CreditMemo"):
        for position, line in enumerate(body.get("Line") or [], 1):
            problems += _line_problems(line, f"{entity}.Line {position}")
    return problems


def _line_problems(line: dict[str, Any], where: str) -> Iterator[str]:
    """A line must say its amount and item, and its amount must be price times quantity."""
    kind = line.get("DetailType")
    if kind == "SubTotalLineDetail":
        yield f"{where}: the subtotal is QuickBooks' own"
    if kind != "SalesItemLineDetail":
        return
    detail = line.get(kind) or {}
    if not (detail.get("ItemRef") or {}).get("value"):
        yield f"{where}: without ItemRef the amount does not count"
    if (detail.get("TaxCodeRef") or {}).get("value", "NON") not in ("TAX", "NON"):
        yield f"{where}: the tax code of a line is TAX or NON"
    if "Amount" not in line:
        yield f"{where}: Amount is required"
        return
    amount = Decimal(str(line["Amount"]))
    if amount != amount.quantize(_CENT):
        yield f"{where}: {amount} is not in whole cents"
    price, quantity = detail.get("UnitPrice"), detail.get("Qty")
    if price is not None and Decimal(str(price)) != round(Decimal(str(price)), 5):
        yield f"{where}: a price has five decimals at most"
    if price is not None and quantity is not None:
        product = Decimal(str(price)) * Decimal(str(quantity))
        if product.quantize(_CENT, rounding=ROUND_HALF_UP) != amount:
            yield f"{where}: {amount} is not {quantity} × {price}"


def _texts(value: Any, path: list[str]) -> list[str]:
    if isinstance(value, list):
        return [text for one in value for text in _texts(one, path)]
    if not path:
        return [value] if isinstance(value, str) else []
    return _texts(value.get(path[0]), path[1:]) if isinstance(value, dict) else []


def _problems(value: object, kind: str, where: str) -> Iterator[str]:
    if kind.endswith("[]"):
        if not isinstance(value, list):
            yield f"{where} is no list"
            return
        for position, one in enumerate(value, 1):
            yield from _problems(one, kind.removesuffix("[]"), f"{where} {position}")
    elif kind in contract()["types"]:
        yield from _object_problems(value, kind, where)
    elif kind in contract()["enums"]:
        if value not in contract()["enums"][kind]:
            yield f"{where}: {value!r} is none of {kind}"
    elif not _SCALARS[kind](value):
        yield f"{where}: {value!r} is no {kind}"


def _object_problems(value: object, kind: str, where: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{where} is no object"
        return
    fields = contract()["types"][kind]
    for name, one in value.items():
        if name in fields:
            yield from _problems(one, fields[name], f"{where}.{name}")
        elif (
            kind in ("QueryResponse", "BatchItemRequest", "BatchItemResponse")
            and name in (contract()["entities"])
        ):
            many = "[]" if kind == "QueryResponse" else ""
            yield from _problems(one, name + many, f"{where}.{name}")
        else:
            yield f"{where}.{name} is unknown"


def _is_number(value: object) -> bool:
    if isinstance(value, Decimal):
        return value.is_finite()
    return isinstance(value, int) and not isinstance(value, bool)


def _is_date(value: object) -> bool:
    try:
        return isinstance(value, str) and len(value) == 10 and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _is_moment(value: object) -> bool:
    """Company-local time with its offset."""
    try:
        return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


_SCALARS: dict[str, Callable[[object], bool]] = {
    "any": lambda _: True,
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "decimal": _is_number,
    "int": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "date": _is_date,
    "dateTime": _is_moment,
}
