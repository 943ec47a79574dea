"""Batches: up to 30 items, each on its own; they do not see one another and fail alone."""

from __future__ import annotations

from typing import Any

from mobius_desktop.sandbox.control import decode
from mobius_desktop.sandbox.firm.model import Record
from mobius_desktop.sandbox.quickbooks import query, schema
from mobius_desktop.sandbox.quickbooks.company import Company
from mobius_desktop.sandbox.quickbooks.operations import execute
from mobius_desktop.sandbox.quickbooks.refusals import (
    TRY_AGAIN,
    Cause,
    Refused,
    business,
    missing,
    unsupported,
)
from mobius_desktop.sandbox.quickbooks.replay import LONGEST, content_of, executed, stored_answer

MOST_ITEMS = 30
_ITEM_KEYS = ("bId", "operation", "optionsData", "Query")


def items_of(body: object) -> list[Record]:
    """The items of a batch. Raises 2010, 2020, 1040."""
    if not isinstance(body, dict) or set(body) - {"BatchItemRequest"}:
        raise Refused(Cause("2010", "Property Name:BatchItemRequest expected"))
    items = body.get("BatchItemRequest")
    if not isinstance(items, list) or not items:
        raise missing("BatchItemRequest")
    if len(items) > MOST_ITEMS:
        raise Refused(Cause("1040", f"The maximum number of batch items is {MOST_ITEMS}."))
    return [item if isinstance(item, dict) else {} for item in items]


def only_reads(items: list[Record]) -> bool:
    return all("Query" in item for item in items)


def run(company: Company, items: list[Record], requestid: str) -> list[Record]:
    """The answers. Queries are run first, so that no item sees what another one made."""
    with company.lock:
        read = {at: _query(company, item) for at, item in enumerate(items) if "Query" in item}
        answers = [
            {
                "bId": str(item.get("bId", "")),
                **(read[at] if at in read else _write(company, item, requestid)),
            }
            for at, item in enumerate(items)
        ]
    return answers[::-1] if company.switches["batch_order"] == "reversed" else answers


def _query(company: Company, item: Record) -> Record:
    try:
        return {"QueryResponse": query.run(company, str(item["Query"]), ghosts=False)}
    except Refused as refused:
        return {"Fault": refused.as_record()}


def _write(company: Company, item: Record, requestid: str) -> Record:
    try:
        key = _key(company, item, requestid)
        if key and company.switches["batch_replay"] == "fault_6000" and stored_answer(company, key):
            raise business(TRY_AGAIN)
    except Refused as refused:
        return {"Fault": refused.as_record()}
    return content_of(executed(company, key, lambda: _execute(company, item)), decode)


def _key(company: Company, item: Record, requestid: str) -> str:
    """Each item is known by requestid and bId together, fifty characters at most."""
    del company
    key = f"{requestid}{item.get('bId', '')}" if requestid else ""
    if len(key) > LONGEST:
        raise business(
            f"You cannot enter more than {LONGEST} characters in the request_id field."
            f" You tried entering {key[:10]}..., which is {len(key)} characters."
        )
    return key


def _execute(company: Company, item: Record) -> Record:
    named = [name for name in item if name not in _ITEM_KEYS]
    if len(named) != 1:
        raise missing("BatchItemRequest entity")
    entity = _entity(named[0])
    body: Any = item[named[0]]
    operation = str(item.get("operation", ""))
    options = str(item.get("optionsData", ""))
    if operation == "update" and "void" in options:
        operation = "void"
    elif operation == "void" and entity == "Payment":
        raise unsupported("void Payment")
    return execute(company, entity, operation, body, options)


def _entity(name: str) -> str:
    for entity in schema.entities():
        if entity.lower() == name.lower():
            return entity
    raise Refused(Cause("2010", f"Property Name:{name} specified is unsupported or invalid", name))
