"""World events: what people and other programs do in both systems between and during runs."""

from __future__ import annotations

import copy
from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import Any

from mobius_desktop.sandbox.control import WorldError
from tests.faults.harness.stage import Deed, Record, Stage

CONNECTWISE, QUICKBOOKS = "connectwise", "quickbooks"
_COPIED = ("CustomerRef", "TxnDate", "DueDate", "PrivateNote", "SalesTermRef", "TxnTaxDetail")
_PREFERENCE = {"group": "SalesFormsPrefs", "name": "CustomTxnNumbers"}
CLOSED_THROUGH, CLOSED_LATER = "2026-09-30", "2026-11-30"


def document(stage: Stage, key: int) -> tuple[str, Record]:
    """The document of an invoice; WorldError while there is none."""
    found = stage.documents_of(key)
    if not found or ("", str(found[0][1]["Id"])) in stage.before:
        raise WorldError("not there yet")
    return found[0]


def _in_quickbooks(word: str, verb: str, **more: Any) -> Callable[[Stage, int], None]:
    def act(stage: Stage, key: int) -> None:
        entity, one = document(stage, key)
        arguments = {"entity": entity, **more} if verb != "pay_invoice" else more
        stage.note(key, word)  # before: the program may mark it at the same moment
        stage.control.do(QUICKBOOKS, verb, record_id=str(one["Id"]), **arguments)

    return act


def _renumber(stage: Stage, key: int) -> None:
    entity, one = document(stage, key)
    stage.note(key, "renumbered")
    stage.owner[(entity, str(one["Id"]))] = key
    changes = {"DocNumber": f"{one.get('DocNumber')}-X"}
    stage.control.do(QUICKBOOKS, "edit_document", entity=entity, record_id=str(one["Id"]), changes=changes)


def _copy(stage: Stage, key: int) -> None:
    """A copy carries our marker along."""
    entity, one = document(stage, key)
    body = {name: copy.deepcopy(one[name]) for name in _COPIED if name in one}
    body["DocNumber"] = f"{one.get('DocNumber')}-C"
    body["Line"] = [copy.deepcopy(line) for line in one["Line"] if "SalesItemLineDetail" in line]
    for line in body["Line"]:
        line.pop("Id", None)
    if entity == "CreditMemo":
        body.pop("DueDate", None)
    with stage.sandbox.control.servers[QUICKBOOKS].world.lock:
        made: Any = stage.control.do(QUICKBOOKS, "create_document", entity=entity, document=body)
        stage.by_people.add((entity, str(made["Id"])))
    stage.note(key, "copied")


def _other_customer(stage: Stage, key: int) -> None:
    """QuickBooks moves the documents of a customer that is merged into another one."""
    entity, one = document(stage, key)
    mine = one["CustomerRef"]["value"]
    other = next(
        ref for ref, who in stage.books.tables["Customer"].items() if ref != mine and who.get("Active", True)
    )
    stage.note(key, "customer merged")
    changes = {"CustomerRef": {"value": other}}
    stage.control.do(QUICKBOOKS, "edit_document", entity=entity, record_id=str(one["Id"]), changes=changes)


def _reopen_and_close(stage: Stage, key: int) -> None:
    stage.control.do(CONNECTWISE, "correct_invoice", invoice=str(key))
    stage.note(key, "reopened and closed with the same amounts")


def _correct(stage: Stage, key: int) -> None:
    invoice = stage.invoice(key)
    if invoice.sales_tax or not invoice.rows or invoice.total <= 0:
        raise WorldError("only what has no tax to be calculated anew")
    stage.control.do(CONNECTWISE, "correct_invoice", invoice=str(key), total=invoice.total + Decimal("10.01"))
    stage.note(key, "reopened and closed with another amount")


def _unbatch(stage: Stage, key: int) -> None:
    stage.control.do(CONNECTWISE, "unbatch", invoice=str(key))
    stage.note(key, "unbatched by hand")


def _reopen(stage: Stage, key: int) -> None:
    stage.control.do(CONNECTWISE, "reopen", invoice=str(key))
    stage.note(key, "reopened for a while")


ON_ONE: dict[str, Callable[[Stage, int], None]] = {
    "document deleted": _in_quickbooks("deleted", "delete_document"),
    "document voided": _in_quickbooks("voided", "void_document"),
    "document renumbered": _renumber,
    "document copied": _copy,
    "document paid": _in_quickbooks("paid", "pay_invoice"),
    "document e-mailed": _in_quickbooks("e-mailed", "edit_document", changes={"EmailStatus": "EmailSent"}),
    "memo edited": _in_quickbooks("memo edited", "edit_document", changes={"PrivateNote": "Thank you"}),
    "customer merged": _other_customer,
    "reopened, closed with the same amounts": _reopen_and_close,
    "reopened, closed with another amount": _correct,
    "reopened for a while": _reopen,
    "unbatched by hand": _unbatch,
}


def _everybody(verb: str, **arguments: Any) -> Callable[[Stage], None]:
    def act(stage: Stage) -> None:
        stage.control.do(QUICKBOOKS, verb, **arguments)

    return act


def _an_hour_later(stage: Stage) -> None:
    stage.control.clock.advance(3_700.0)


ON_ALL: dict[str, Callable[[Stage], None]] = {
    "custom numbers off": _everybody("set_preference", **_PREFERENCE, value=False),
    "period closed": _everybody("set_closing_date", date=CLOSED_LATER),
    "subscription lapsed": _everybody("end_subscription", ended=True),
    "sign-in revoked": _everybody("revoke_grant"),
    "requestids forgotten": _everybody("forget_requestids"),
    "an hour passes, tokens expire": _an_hour_later,
}


def some_deed(rng: Random, ids: tuple[int, ...], without: frozenset[str]) -> Deed:
    """One thing that happens at some call of the next run."""
    name = rng.choice(sorted((ON_ONE.keys() | ON_ALL.keys()) - without))
    if name in ON_ALL:
        return Deed(name, ON_ALL[name], rng.randrange(1, 50))
    act, key = ON_ONE[name], rng.choice(ids)
    return Deed(name, lambda stage: act(stage, key), rng.randrange(1, 50))


def all_is_well_again(stage: Stage) -> None:
    """What lasts is lifted: settings back, what was reopened is closed."""
    stage.control.do(QUICKBOOKS, "set_preference", **_PREFERENCE, value=True)
    stage.control.do(QUICKBOOKS, "set_closing_date", date=CLOSED_THROUGH)
    stage.control.do(QUICKBOOKS, "end_subscription", ended=False)
    for invoice in list(stage.sandbox.firm.connectwise.invoices.values()):
        if not invoice.closed:
            stage.control.do(CONNECTWISE, "close", invoice=str(invoice.billing_log_id))
