"""Runs a query over the books of one company."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import cmp_to_key
from typing import Any

from mobius_desktop.sandbox.firm.model import Record
from mobius_desktop.sandbox.quickbooks import schema
from mobius_desktop.sandbox.quickbooks.company import Company, copied, shown
from mobius_desktop.sandbox.quickbooks.filterable import FILTERABLE, canonical
from mobius_desktop.sandbox.quickbooks.query_language import Condition, Query, lexical, parse
from mobius_desktop.sandbox.quickbooks.refusals import Cause, Refused

LARGEST_PAGE = 1000
SHORT_PAGE = 20
"""With the switch `query_short_pages`: large rows make the service give fewer than asked."""
_DATES = ("TxnDate", "DueDate")
_FLAGS = ("Active", "Taxable", "SubItem", "SubAccount")
_NUMBERS = ("Balance", "TotalAmt")

Comparable = str | Decimal | bool | date | datetime | None


def run(company: Company, text: str, *, ghosts: bool = True) -> dict[str, Any]:
    """The content of `QueryResponse`, with what a reset left behind. Raises Refused (4000, 4001)."""
    if company.switches["query_non_ascii"] == "fault_4000":
        for column, character in enumerate(text, 1):
            if not character.isascii():
                raise lexical(character, column)
    query = parse(text)
    entity = _entity(query.entity)
    found = _matching(company, entity, query)
    if not ghosts:
        found = [record for record in found if not company.is_ghost(entity, record["Id"])]
    if query.count:
        return {"totalCount": len(found)}
    for field, descending in reversed(query.order or (("Id", False),)):
        name = _known(entity, field)
        found.sort(key=cmp_to_key(_comparison(name)), reverse=descending)
    page = _page(company, query, found)
    if not page:
        return {}
    rows = [_selected(entity, query, record) for record in page]
    return {entity: rows, "startPosition": query.start, "maxResults": len(rows)}


def _entity(name: str) -> str:
    for entity in FILTERABLE:
        if entity.lower() == name.lower():
            return entity
    raise _invalid(f"Invalid context declaration: {name}")


def _invalid(detail: str) -> Refused:
    return Refused(Cause("4001", f"QueryValidationError: {detail}"))


def _known(entity: str, field: str) -> str:
    name = canonical(entity, field)
    if name is not None:
        return name
    fields = {known.lower() for known in schema.fields_of(entity)}
    if field.split(".", maxsplit=1)[0].lower() in fields:
        raise _invalid(f"property '{field}' is not queryable")
    raise _invalid(f"Property {field} not found for Entity {entity}")


def _records(company: Company, entity: str, query: Query) -> Iterable[Record]:
    """The kept records, inactive ones with their suffix; those that are asked for by Id straight away."""
    if entity == "CompanyInfo":
        return [company.state.books.company_info]
    if entity == "Preferences":
        return [company.state.books.preferences]
    found: Iterable[Record] = company.all(entity)
    for condition in query.conditions:
        if condition.field.lower() == "id" and condition.operator in ("=", "in"):
            table = company.table(entity)
            found = [table[one] for one in dict.fromkeys(condition.values) if one in table]
    return (shown(entity, record) if record.get("Active") is False else record for record in found)


def _matching(company: Company, entity: str, query: Query) -> list[Record]:
    tests = [_test(company, entity, condition) for condition in query.conditions]
    named = {condition.field.lower() for condition in query.conditions}
    if "Active" in FILTERABLE[entity] and "active" not in named:
        tests.append(lambda record: record.get("Active") is not False)
    return [record for record in _records(company, entity, query) if all(test(record) for test in tests)]


def _test(company: Company, entity: str, condition: Condition) -> Callable[[Record], bool]:
    name = _known(entity, condition.field)
    operator = condition.operator
    if name == "Id" and operator not in ("=", "in"):
        raise _invalid(f"Operator {operator} is not supported for property Id")
    if operator == "like":
        pattern = _like(condition.values[0])
        return lambda record: pattern.fullmatch(str(_value(name, record) or "")) is not None
    wanted = [_literal(company, name, value) for value in condition.values]
    if operator in ("=", "in"):
        return lambda record: _value(name, record) in wanted
    limit = wanted[0]
    return lambda record: _ordered(operator, _value(name, record), limit)


def _like(pattern: str) -> re.Pattern[str]:
    body = ".*".join(re.escape(part) for part in pattern.split("%"))
    return re.compile(body, re.IGNORECASE | re.DOTALL)


def _ordered(operator: str, value: Comparable, limit: Comparable) -> bool:
    if value is None or limit is None:
        return False
    compared = _compare(value, limit)
    return {"<": compared < 0, ">": compared > 0, "<=": compared <= 0, ">=": compared >= 0}[operator]


def _compare(one: Any, other: Any) -> int:
    """None first."""
    if one is None or other is None:
        return (one is not None) - (other is not None)
    return int(one > other) - int(one < other)


def _comparison(name: str) -> Callable[[Record, Record], int]:
    def compare(one: Record, other: Record) -> int:
        return _compare(_sort_value(name, one), _sort_value(name, other))

    return compare


def _sort_value(name: str, record: Record) -> Any:
    if name == "Id":
        text = str(record.get("Id", ""))
        return (0, int(text), "") if text.isdigit() else (1, 0, text)
    return _value(name, record)


def _value(name: str, record: Record) -> Comparable:
    """The record's value in the form it is compared in: text in lower case."""
    value: Any = record
    for part in name.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    if isinstance(value, dict):
        value = value.get("value", value.get("Address"))
    if name in _FLAGS:
        return bool(value)
    if value is None:
        return None
    if name.startswith("MetaData."):
        return datetime.fromisoformat(value).astimezone(UTC)
    if name in _DATES:
        return date.fromisoformat(value)
    if isinstance(value, Decimal):
        return value
    return str(value).lower() or None


def _literal(company: Company, name: str, text: str) -> Comparable:
    try:
        if not text.strip():
            return None
        if name in _FLAGS:
            return {"true": True, "false": False}[text.lower()]
        if text == "current_date":
            today = company.today()
            if name in _DATES:
                return today
            return datetime(today.year, today.month, today.day, tzinfo=company.zone()).astimezone(UTC)
        if name in _DATES:
            return date.fromisoformat(text[:10])
        if name.startswith("MetaData."):
            moment = datetime.fromisoformat(text)
            return (moment if moment.tzinfo else moment.replace(tzinfo=company.zone())).astimezone(UTC)
        if name in _NUMBERS:
            return Decimal(text)
    except (ValueError, KeyError, InvalidOperation) as error:
        raise _invalid(f"value {text} is not valid for property {name}") from error
    return text.lower()


def _page(company: Company, query: Query, found: list[Record]) -> list[Record]:
    if query.start < 1:
        raise _invalid("STARTPOSITION must be 1 or more")
    if query.size > LARGEST_PAGE and company.switches["query_page"] == "refused":
        raise _invalid(f"value {query.size} is too large. Max allowed value is {LARGEST_PAGE}.")
    size = min(query.size, LARGEST_PAGE)
    if company.switches["query_short_pages"] == "short":
        size = min(size, SHORT_PAGE)
    return found[query.start - 1 : query.start - 1 + size]


def _selected(entity: str, query: Query, record: Record) -> Record:
    if not query.fields:
        return copied(record)
    known = {name.lower(): name for name in schema.fields_of(entity)}
    row: Record = {"domain": "QBO", "sparse": True}
    for field in query.fields:
        name = known.get(field.split(".")[0].lower())
        if name is None:
            raise _invalid(f"Property {field} not found for Entity {entity}")
        if name in record:
            row[name] = copied(record[name])
    return row
