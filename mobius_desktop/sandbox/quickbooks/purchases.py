"""Bills and purchases (expenses, checks, card charges)."""

from __future__ import annotations

from datetime import date

from mobius_desktop.sandbox.firm.model import Record
from mobius_desktop.sandbox.quickbooks.company import Change, Company, copied
from mobius_desktop.sandbox.quickbooks.money import ZERO, cents, shown
from mobius_desktop.sandbox.quickbooks.numbering import number
from mobius_desktop.sandbox.quickbooks.references import (
    check_currency,
    point,
    point_anyone,
    point_item,
    value_of,
)
from mobius_desktop.sandbox.quickbooks.refusals import missing, refuse
from mobius_desktop.sandbox.quickbooks.sales import check_open, due_date

ACCOUNT_LINE = "AccountBasedExpenseLineDetail"
ITEM_LINE = "ItemBasedExpenseLineDetail"
_SERVER_OWNED = ("TotalAmt", "Balance", "HomeBalance", "LinkedTxn", "MetaData", "TxnSource")
_PAID_FROM = {"Cash": ("Bank",), "Check": ("Bank",), "CreditCard": ("Credit Card",)}


def build(company: Company, change: Change) -> Record:
    entity, old = change.entity, change.old
    document = copied(change.wanted)
    for name in _SERVER_OWNED:
        document.pop(name, None)
    document.setdefault("TxnDate", company.today().isoformat())
    check_open(company, document["TxnDate"], *([old["TxnDate"]] if old else []))
    vendor: Record = {}
    if entity == "Bill":
        vendor = point(company, "Vendor", document, "VendorRef", required=True)
        _bill(company, document)
    else:
        _purchase(company, document)
    check_currency(company, document, vendor)
    if not document.get("Line"):
        raise missing("Line")
    lines = [_line(company, line) for line in document["Line"]]
    for position, line in enumerate(lines, 1):
        line.setdefault("Id", str(position))
        line["LineNum"] = position
    document["Line"] = lines
    document["TotalAmt"] = sum((line["Amount"] for line in lines), ZERO)
    if entity == "Bill":
        document["Balance"] = document["TotalAmt"]
    document["LinkedTxn"] = []
    number(company, change, document)
    return document


def _bill(company: Company, bill: Record) -> None:
    term = point(company, "Term", bill, "SalesTermRef")
    bill.setdefault("DueDate", due_date(date.fromisoformat(bill["TxnDate"]), term).isoformat())
    if not value_of(bill, "APAccountRef"):
        for account in company.all("Account"):
            if account.get("AccountType") == "Accounts Payable":
                bill["APAccountRef"] = {"value": account["Id"]}
                break
    account = point(company, "Account", bill, "APAccountRef")
    if account and account.get("AccountType") != "Accounts Payable":
        raise refuse("6430", "APAccountRef names no accounts payable account", "APAccountRef")


def _purchase(company: Company, purchase: Record) -> None:
    kind = purchase.get("PaymentType")
    if kind not in _PAID_FROM:
        raise missing("PaymentType")
    account = point(company, "Account", purchase, "AccountRef", required=True)
    if account.get("AccountType") not in _PAID_FROM[kind]:
        raise refuse("6430", f"{kind} cannot be paid from an account of type {account.get('AccountType')}")
    if value_of(purchase, "EntityRef"):
        point_anyone(company, purchase, "EntityRef")
    purchase.setdefault("Credit", False)


def _line(company: Company, sent: Record) -> Record:
    line = copied(sent)
    kind = line.get("DetailType")
    if kind not in (ACCOUNT_LINE, ITEM_LINE):
        raise refuse("6440", "A line names an item or an account")
    if "Amount" not in line:
        raise missing("Line.Amount")
    line["Amount"] = cents(line["Amount"])
    detail = line.get(kind, {})
    line[kind] = detail
    if kind == ACCOUNT_LINE:
        point(company, "Account", detail, "AccountRef", required=True)
    else:
        if not value_of(detail, "ItemRef"):
            raise missing("ItemRef")
        item = point_item(company, detail)
        detail["ItemAccountRef"] = dict(item.get("ExpenseAccountRef") or item.get("IncomeAccountRef", {}))
        price, quantity = detail.get("UnitPrice"), detail.get("Qty")
        if price is not None and quantity is not None and cents(price * quantity) != line["Amount"]:
            raise refuse(
                "6070", f"Amount is not equal to UnitPrice * Qty. Supplied value:{shown(line['Amount'])}"
            )
    point(company, "Customer", detail, "CustomerRef")
    if "ClassRef" in detail:
        point(company, "Class", detail, "ClassRef")
    detail.setdefault("BillableStatus", "NotBillable")
    detail.setdefault("TaxCodeRef", {"value": "NON"})
    return line
