"""The books of a realm as a test reads them: every document, and what each account and the tax hold."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask import has_request_context, request

from mobius_desktop.sandbox.control import WorldError
from mobius_desktop.sandbox.firm.model import Record
from mobius_desktop.sandbox.quickbooks.company import DOCUMENTS, Company
from mobius_desktop.sandbox.quickbooks.money import ZERO
from mobius_desktop.sandbox.quickbooks.numbering import is_void
from mobius_desktop.sandbox.quickbooks.references import name_of, value_of

TAX_ACCOUNT = "22000"
"""Sales tax payable, where the company has no other account for it."""
_SIGN = {"Invoice": 1, "CreditMemo": -1}


def asked(companies: dict[str, Company]) -> dict[str, Any]:
    """The realm of `?realm=`, or all of them."""
    realm = request.args.get("realm", "") if has_request_context() else ""
    if not realm:
        return {"realms": {one: books_of(company) for one, company in companies.items()}}
    if realm not in companies:
        raise WorldError(f"no realm {realm!r}; known: {', '.join(companies)}")
    return books_of(companies[realm])


def books_of(company: Company) -> dict[str, Any]:
    """Documents with their lines; net by account and class of the live sales documents; what was deleted."""
    with company.lock:
        documents = [_document(company, kind, one) for kind in DOCUMENTS for one in company.all(kind)]
        live = [one for one in documents if one["state"] == "live" and one["type"] in _SIGN]
        return {
            "realm": company.realm,
            "documents": documents,
            "by_account": _net(live, "account"),
            "by_class": _net(live, "class"),
            "tax": sum((_SIGN[one["type"]] * one["TotalTax"] for one in live), ZERO),
            "total": sum((_SIGN[one["type"]] * one["TotalAmt"] for one in live), ZERO),
            "deleted": list(company.state.tombstones),
            "customers": len(company.table("Customer")),
            "items": len(company.table("Item")),
        }


def _net(documents: list[dict[str, Any]], key: str) -> dict[str, Decimal]:
    """Credit memos count negative; tax stands under its account."""
    sums: dict[str, Decimal] = {}
    for document in documents:
        sign = _SIGN[document["type"]]
        for line in document["lines"]:
            if line["amount"] is not None:
                sums[line[key]] = sums.get(line[key], ZERO) + sign * line["amount"]
        if key == "account" and document["TotalTax"]:
            account = document["tax_account"]
            sums[account] = sums.get(account, ZERO) + sign * document["TotalTax"]
    return dict(sorted(sums.items()))


def _document(company: Company, kind: str, document: Record) -> dict[str, Any]:
    party = next((name for name in ("CustomerRef", "VendorRef", "EntityRef") if name in document), "")
    return {
        "type": kind,
        "Id": document["Id"],
        "SyncToken": document["SyncToken"],
        "DocNumber": document.get("DocNumber"),
        "TxnDate": document.get("TxnDate"),
        "DueDate": document.get("DueDate"),
        "customer": _party(company, document, party),
        "customer_id": value_of(document, party) if party else "",
        "TotalAmt": document.get("TotalAmt", ZERO),
        "TotalTax": document.get("TxnTaxDetail", {}).get("TotalTax", ZERO),
        "Balance": document.get("Balance", document.get("UnappliedAmt", ZERO)),
        "note": document.get("PrivateNote", ""),
        "state": "void" if is_void(document) else "live",
        "linked": [f"{link.get('TxnType')} {link.get('TxnId')}" for link in document.get("LinkedTxn", [])],
        "tax_account": _tax_account(company),
        "created": document.get("MetaData", {}).get("CreateTime"),
        "lines": [_line(company, line) for line in document.get("Line", []) if _counts(line)],
    }


def _counts(line: Record) -> bool:
    return line.get("DetailType") != "SubTotalLineDetail"


def _party(company: Company, document: Record, field: str) -> str:
    if not field:
        return ""
    entity = {"CustomerRef": "Customer", "VendorRef": "Vendor"}.get(
        field, document[field].get("type", "Vendor")
    )
    return name_of(company.table(entity).get(value_of(document, field), {}))


def _line(company: Company, line: Record) -> dict[str, Any]:
    kind = str(line.get("DetailType"))
    detail: Record = line.get(kind, {})
    discount = kind == "DiscountLineDetail"
    account = value_of(detail, "DiscountAccountRef" if discount else "ItemAccountRef")
    amount = line.get("Amount")
    return {
        "item": name_of(company.table("Item").get(value_of(detail, "ItemRef"), {})),
        "account": _number(company, account or value_of(detail, "AccountRef")),
        "amount": -amount if discount and amount is not None else amount,
        "quantity": detail.get("Qty"),
        "price": detail.get("UnitPrice"),
        "class": name_of(company.table("Class").get(value_of(detail, "ClassRef"), {})),
        "tax": value_of(detail, "TaxCodeRef"),
        "description": line.get("Description", ""),
        "linked": [f"{link.get('TxnType')} {link.get('TxnId')}" for link in line.get("LinkedTxn", [])],
    }


def _number(company: Company, account_id: str) -> str:
    account = company.table("Account").get(account_id, {})
    return str(account.get("AcctNum") or name_of(account))


def _tax_account(company: Company) -> str:
    for account in company.all("Account"):
        if account.get("AccountSubType") == "SalesTaxPayable":
            return str(account.get("AcctNum") or TAX_ACCOUNT)
    return TAX_ACCOUNT
