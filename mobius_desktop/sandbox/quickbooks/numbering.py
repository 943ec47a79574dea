"""Document numbers: whose they are, when two may be the same, and what comes next."""

from __future__ import annotations

import re

from mobius_desktop.sandbox.firm.model import Record
from mobius_desktop.sandbox.quickbooks.company import Change, Company
from mobius_desktop.sandbox.quickbooks.refusals import refuse

AUTOMATIC = "AUTO_GENERATE"
_WITH_NUMBER = ("Invoice", "CreditMemo", "Bill", "Purchase")


def number(company: Company, change: Change, document: Record) -> None:
    """Settle DocNumber. Raises 6140 when it is taken and the company refuses that."""
    entity, old = change.entity, change.old
    custom = bool(company.preference("SalesFormsPrefs", "CustomTxnNumbers"))
    sent = document.get("DocNumber", "")
    if entity == "Invoice" and sent == AUTOMATIC:
        sent = document["DocNumber"] = next_number(company)
    elif not custom and entity in ("Invoice", "CreditMemo") and old is None:
        ignored = company.switches["number_when_automatic"] == "ignored"
        sent = document["DocNumber"] = next_number(company) if ignored or not sent else sent
    if not sent:
        document.pop("DocNumber", None)
        return
    changed = old is None or old.get("DocNumber") != sent
    if changed and custom and "allowduplicatedocnum" not in change.include:
        _refuse_taken(company, entity, sent, old)
    if entity in ("Invoice", "CreditMemo"):
        company.state.last_number = sent


def next_number(company: Company) -> str:
    """The last number with its last digits counted on, whatever prefix it has."""
    last = company.state.last_number or _newest(company)
    match = re.search(r"(\d+)(\D*)$", last)
    if match is None:
        return "1001"
    digits = match.group(1)
    return f"{last[: match.start()]}{int(digits) + 1:0{len(digits)}d}{match.group(2)}"


def is_void(document: Record) -> bool:
    """Void documents have no state of their own in JSON: they are all zero and their note says it."""
    return str(document.get("PrivateNote", "")).startswith("Voided") and not document.get("TotalAmt")


def _newest(company: Company) -> str:
    numbered = [
        document
        for entity in ("Invoice", "CreditMemo")
        for document in company.all(entity)
        if document.get("DocNumber") and str(document["Id"]).isdigit()
    ]
    return str(max(numbered, key=lambda one: int(one["Id"]))["DocNumber"]) if numbered else ""


def _refuse_taken(company: Company, entity: str, sent: str, old: Record | None) -> None:
    answer = company.switches["duplicate_numbers"]
    if answer == "allowed":
        return
    kinds = _WITH_NUMBER if answer == "refused_across_types" else (entity,)
    for kind in kinds:
        for other in company.all(kind):
            if str(other.get("DocNumber", "")).casefold() != sent.casefold():
                continue
            if old is not None and kind == entity and other["Id"] == old["Id"]:
                continue
            if is_void(other) and company.switches["voided_number"] == "freed":
                continue
            raise refuse(
                "6140",
                "You must specify a different number. This number has already been used."
                f" DocNumber={sent} is assigned to TxnType={_type_name(kind)} with TxnId={other['Id']}",
            )


def _type_name(entity: str) -> str:
    return {"CreditMemo": "Credit Memo", "Purchase": "Expense"}.get(entity, entity)
