"""One write to one record: which operations there are for which entity, and how an update is meant.

A single request and an item of a batch come through here alike.
"""

from __future__ import annotations

from mobius_desktop.sandbox.firm.model import Record
from mobius_desktop.sandbox.quickbooks import lists, payments, purchases, sales, schema
from mobius_desktop.sandbox.quickbooks.company import (
    DOCUMENTS,
    LISTS,
    Change,
    Company,
    copied,
    merged,
    shown,
)
from mobius_desktop.sandbox.quickbooks.refusals import Refused, missing, refuse, unsupported

OPERATIONS = ("create", "update", "delete", "void")
_SUBSCRIPTION = (
    "Subscription period has ended or canceled or there was a billing problem :"
    " You can't add data to QuickBooks Online because your trial or subscription period ended,"
    " you canceled your subscription, or there was a billing problem."
)


def execute(company: Company, entity: str, operation: str, body: object, include: str = "") -> Record:
    """Carry out a write under the company's lock and give the answer's content, `{entity: record}`."""
    _check_possible(entity, operation, include)
    if company.state.subscription_ended:
        raise refuse("6190", _SUBSCRIPTION)
    if isinstance(body, dict):
        body = {name: value for name, value in body.items() if name not in ("domain", "status")}
    sent = schema.read(entity, body)
    if operation == "create":
        return {entity: shown(entity, _create(company, entity, sent, include))}
    old = _current(company, entity, sent)
    if operation == "delete":
        return {entity: _delete(company, entity, old)}
    if operation == "void":
        return {entity: shown(entity, _void(company, entity, old))}
    cleared = (
        {name for name, value in body.items() if value in (None, "")} if isinstance(body, dict) else set()
    )
    change = Change(entity, sent, sent, old, include)
    return {entity: shown(entity, _update(company, change, cleared))}


def operation_of(operation: str, include: str, body: object) -> str:
    """What a POST means: by `operation`, by `include=void`, else by whether the body names an Id."""
    if operation == "update" and "void" in include.split(","):
        return "void"
    if operation:
        return operation
    has_id = isinstance(body, dict) and body.get("Id") not in (None, "")
    return "update" if has_id else "create"


def _check_possible(entity: str, operation: str, include: str) -> None:
    if operation not in OPERATIONS:
        raise unsupported(operation)
    if entity not in (*LISTS, *DOCUMENTS):
        raise unsupported(f"{operation} {entity}")
    if operation == "delete" and entity not in DOCUMENTS:
        raise unsupported(f"delete {entity}")
    if operation == "void" and entity not in ("Invoice", "Payment"):
        raise unsupported(f"void {entity}")
    if operation == "void" and entity == "Payment" and include and "void" not in include:
        raise unsupported("void Payment")


def _current(company: Company, entity: str, sent: Record) -> Record:
    """The record a change is meant for, when the client saw its latest state."""
    if not sent.get("Id"):
        raise missing("Id")
    if "SyncToken" not in sent:
        raise missing("SyncToken")
    old = company.get(entity, sent["Id"])
    if sent["SyncToken"] != old["SyncToken"]:
        raise refuse(
            "5010",
            "You and Another User were working on this at the same time."
            " Another User finished before you did, so your work was not saved.",
        )
    return old


def _create(company: Company, entity: str, sent: Record, include: str) -> Record:
    sent = {name: value for name, value in sent.items() if name not in ("Id", "SyncToken", "sparse")}
    built = _built(company, Change(entity, sent, sent, None, include))
    other = company.otherwise.pop(str(built.get("DocNumber", "")), None)
    kept = company.add(entity, built if other is None else merged(built, other))
    _settle(company, entity, kept, None)
    answer = copied(kept)
    if entity in ("Invoice", "CreditMemo") and company.preference("SalesFormsPrefs", "AutoApplyCredit"):
        payments.apply_credits(company, kept["CustomerRef"]["value"])
    return answer


def _update(company: Company, change: Change, cleared: set[str]) -> Record:
    """Sparse keeps what is not sent, full clears it; a sent list of lines is the whole list either way.

    `cleared`: what was sent empty, which clears it in either.
    """
    entity, sent, old, include = change.entity, change.sent, change.old or {}, change.include
    before = copied(old)
    wanted = {**before, **sent} if sent.get("sparse") else sent
    dropped = {"Id", "SyncToken", "sparse", "MetaData", "domain", *cleared}
    wanted = {name: value for name, value in wanted.items() if name not in dropped}
    kept = company.replace(entity, old, _built(company, Change(entity, sent, wanted, before, include)))
    _settle(company, entity, kept, before)
    return kept


def _delete(company: Company, entity: str, old: Record) -> Record:
    if entity in ("Invoice", "CreditMemo"):
        sales.check_delete(company, entity, old)
    elif entity == "Payment":
        payments.check_delete(company, old)
    else:
        sales.check_open(company, old["TxnDate"])
    before = copied(company.get(entity, old["Id"]))
    company.remove(entity, old["Id"])
    _settle(company, entity, None, before)
    return {"domain": "QBO", "status": "Deleted", "Id": old["Id"]}


def _void(company: Company, entity: str, old: Record) -> Record:
    if entity == "Payment":
        record = payments.void(company, old)
        kept = company.replace(entity, old, record)
        payments.settle(company, kept, old)
        return kept
    record = sales.void(company, old)
    unlinked = copied(company.get(entity, old["Id"]))
    kept = company.replace(entity, unlinked, record)
    sales.settle_customer(company, entity, kept, unlinked)
    return kept


def _built(company: Company, change: Change) -> Record:
    limit = int(company.switches["display_name_length"])
    too_long = schema.check_lengths(change.entity, change.sent, display_name=limit)
    if too_long:
        raise Refused(*too_long)
    if change.entity in LISTS:
        return lists.build(company, change)
    if change.entity in ("Invoice", "CreditMemo"):
        return sales.build(company, change)
    if change.entity == "Payment":
        return payments.build(company, change.wanted, change.old)
    return purchases.build(company, change)


def _settle(company: Company, entity: str, kept: Record | None, old: Record | None) -> None:
    if entity in ("Invoice", "CreditMemo"):
        sales.settle_customer(company, entity, kept, old)
    elif entity == "Payment":
        payments.settle(company, kept, old)
