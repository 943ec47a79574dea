"""A document as it was sent beside what came back, field by field.

Both are compared as the JSON that the record keeps, whatever fields it has: a field that nobody foresaw is
shown too. Amounts are compared as numbers, so that 866.1 and 866.10 are equal.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import msgspec

from mobius_desktop.domain.document import Document
from mobius_desktop.domain.money import plain
from mobius_desktop.ui.tables.columns import date_text

EQUAL, DIFFERS, ONLY_SENT, ONLY_BACK = "equal", "differs", "only sent", "only back"

_decoder = msgspec.json.Decoder(float_hook=Decimal)
_DATE = re.compile(r"[12]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+")
_SHORT = {"txn": "", "doc": "", "addr": "address", "qty": "quantity", "ref": "", "memo": "note"}
_MARKED_BY = ("value",)
_LEAST_SHARED = 2
_REFERENCE = "Ref"


@dataclass(frozen=True, slots=True)
class DiffRow:
    """One field. `standing` is equal, differs, only sent or only back."""

    place: int
    field: str
    sent: str
    back: str
    standing: str


def diff_rows(sent: bytes, back: bytes, names: Mapping[str, str] | None = None) -> list[DiffRow]:
    """What was sent against what came back. What QuickBooks added by itself stands at the end.

    A record stands by its name, its id behind it. QuickBooks names what it sends back; `names` (by field and
    id, `CustomerRef 92`) are those that the plan had."""
    ours, theirs = _decoded(sent), _decoded(back)
    if not isinstance(ours, dict):
        return []
    there = dict(_leaves(_same_object(ours, theirs), ()))
    rows: list[tuple[str, str, str, str]] = []
    known = {**(names or {}), **_names_in(there)}
    for path, value in _leaves(ours, ()):
        found = there.pop(path, None)
        shown, back_shown = _named(path, value, known), _named(path, found, known)
        rows.append((_label(path), shown, back_shown, _standing(value, found)))
    rows += [
        (_label(path), "", _named(path, value, known), ONLY_BACK)
        for path, value in there.items()
        if not _names_a_record(path)
    ]
    return [DiffRow(place, *row) for place, row in enumerate(rows)]


def names_of(document: Document) -> dict[str, str]:
    """The names that the plan had for the ids it sent."""
    refs = [
        ("CustomerRef", document.customer),
        ("SalesTermRef", document.term),
        ("ClassRef", document.class_ref),
        ("DepartmentRef", document.department),
        *(("ItemRef", line.item) for line in document.lines),
    ]
    return {f"{field} {ref.id}": ref.name for field, ref in refs if ref is not None and ref.id is not None}


def _names_a_record(path: Sequence[str]) -> bool:
    return len(path) > 1 and path[-1] == "name" and path[-2].endswith(_REFERENCE)


def _names_in(leaves: Mapping[tuple[str, ...], Any]) -> dict[str, str]:
    """The names that QuickBooks gives beside the ids."""
    return {
        f"{path[-2]} {leaves[(*path[:-1], 'value')]}": str(name)
        for path, name in leaves.items()
        if _names_a_record(path) and (*path[:-1], "value") in leaves
    }


def _named(path: tuple[str, ...], value: Any, known: Mapping[str, str]) -> str:
    """`Dovetail Joinery (92)` of a reference whose name is known."""
    text = _text(value)
    if not text or len(path) == 1 or path[-1] != "value" or not path[-2].endswith(_REFERENCE):
        return text
    name = known.get(f"{path[-2]} {value}", "")
    return f"{name} ({text})" if name and name != text else text


def planned_rows(document: Document) -> list[DiffRow]:
    """The document of an invoice that was not sent: what would have gone out."""
    facts = [
        ("Number", document.number),
        ("Date", date_text(document.date)),
        ("Due date", date_text(document.due_date) if document.due_date else ""),
        ("Customer", document.customer.name),
        ("Term", document.term.name if document.term else ""),
        ("Class", document.class_ref.name if document.class_ref else ""),
        ("QuickBooks Location", document.department.name if document.department else ""),
        ("PO number", document.po_number),
    ]
    for place, line in enumerate(document.lines, start=1):
        price = f"{plain(line.quantity)} × {plain(line.unit_price)} = {line.amount}"
        facts.append((f"Line {place}", f"{line.item.name}, {price}, account {line.account}"))
        facts.append((f"Line {place} · Description", line.description))
    facts += [("Sales tax", str(document.sales_tax)), ("Total", str(document.total))]
    shown = [(name, value) for name, value in facts if value]
    return [DiffRow(place, name, value, "", ONLY_SENT) for place, (name, value) in enumerate(shown)]


def _decoded(body: bytes) -> Any:
    if not body:
        return None
    try:
        return _decoder.decode(body)
    except msgspec.DecodeError:
        return None


def _same_object(ours: dict[str, Any], theirs: Any) -> Any:
    """The object in the answer that is the one we sent: the answer itself, or one wrapped in it."""
    if not isinstance(theirs, dict):
        return {}
    inner = [one for one in theirs.values() if isinstance(one, dict)]
    best = max([theirs, *inner], key=lambda one: len(ours.keys() & one.keys()))
    return best if len(ours.keys() & best.keys()) >= min(_LEAST_SHARED, len(ours)) else {}


def _leaves(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, (*path, name))
    elif isinstance(value, list):
        for place, inner in enumerate(value, start=1):
            yield from _leaves(inner, (*path, str(place)))
    else:
        yield path, value


def _label(path: tuple[str, ...]) -> str:
    """`Line 2 · Unit price` of ("Line", "2", "SalesItemLineDetail", "UnitPrice")."""
    parts: list[str] = []
    for name in path:
        if name.isdigit() and parts:
            parts[-1] = f"{parts[-1]} {name}"
        elif name not in _MARKED_BY and not name.endswith("Detail"):
            parts.append(_spoken(name))
    return " · ".join(part for part in parts if part) or path[-1]


def _spoken(name: str) -> str:
    words = [
        _SHORT.get(word.lower(), word if word.isupper() else word.lower()) for word in _WORDS.findall(name)
    ]
    text = " ".join(word for word in words if word)
    return text[:1].upper() + text[1:]


def _standing(sent: Any, back: Any) -> str:
    if back is None and sent is not None:
        return ONLY_SENT
    if _is_number(sent) and _is_number(back):
        return EQUAL if Decimal(sent) == Decimal(back) else DIFFERS
    return EQUAL if sent == back else DIFFERS


def _is_number(value: Any) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and _DATE.fullmatch(value):
        return date_text(dt.date.fromisoformat(value))
    return str(value)
