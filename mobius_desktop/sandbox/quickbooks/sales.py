"""Invoices and credit memos: create, update, delete; void of invoices."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from decimal import Decimal

from mobius_desktop.sandbox.firm.model import Record
from mobius_desktop.sandbox.quickbooks import linking
from mobius_desktop.sandbox.quickbooks.company import Change, Company, copied
from mobius_desktop.sandbox.quickbooks.lists import check_email
from mobius_desktop.sandbox.quickbooks.money import ZERO, cents
from mobius_desktop.sandbox.quickbooks.numbering import is_void, number
from mobius_desktop.sandbox.quickbooks.references import check_currency, point, value_of
from mobius_desktop.sandbox.quickbooks.refusals import business, missing, refuse
from mobius_desktop.sandbox.quickbooks.sales_lines import Lines, build_lines, track_document_class
from mobius_desktop.sandbox.quickbooks.tax import detail_for

SERVER_OWNED = (
    "TotalAmt",
    "HomeTotalAmt",
    "Balance",
    "HomeBalance",
    "RemainingCredit",
    "InvoiceLink",
    "DeliveryInfo",
    "LinkedTxn",
    "MetaData",
    "TxnSource",
)
PERIOD_CLOSED = (
    "The account period has closed and the account books cannot be updated through through the QBO Services"
    " API. Please use the QBO website to make these changes."
)
"""The doubled word is the service's own."""


def build(company: Company, change: Change) -> Record:
    """The document to keep."""
    entity, old = change.entity, change.old
    document = copied(change.wanted)
    for name in SERVER_OWNED:
        document.pop(name, None)
    customer = point(company, "Customer", document, "CustomerRef", required=True)
    if not document.get("Line"):
        raise missing("Line")
    txn_date = _dates(company, document, old)
    check_currency(company, document, customer)
    point(company, "Term", document, "SalesTermRef")
    if entity == "Invoice":
        _due_date(company, document, txn_date)
    else:
        for name in ("DueDate", "AllowOnlineCreditCardPayment", "AllowOnlineACHPayment"):
            document.pop(name, None)
    _department(company, document)
    track_document_class(company, document)
    _addresses_and_mail(document, customer)
    if old is not None and company.switches["address_after_update"] == "in_lines":
        for name in ("BillAddr", "ShipAddr"):
            if name in document:
                document[name] = _in_lines(document[name])
    lines = build_lines(company, document["Line"], old["Line"] if old else [], txn_date)
    document["Line"] = lines.kept
    document["ApplyTaxAfterDiscount"] = bool(document.get("ApplyTaxAfterDiscount", False))
    document["TxnTaxDetail"] = _tax(company, change, document, lines)
    total = cents(lines.subtotal - lines.discount + document["TxnTaxDetail"]["TotalTax"])
    if total < 0:
        raise business("Transaction amount must be 0 or greater.")
    document["TotalAmt"] = total
    number(company, change, document)
    _balance(company, entity, document, old)
    return document


def _dates(company: Company, document: Record, old: Record | None) -> date:
    document.setdefault("TxnDate", company.today().isoformat())
    check_open(company, document["TxnDate"], *([old["TxnDate"]] if old else []))
    return date.fromisoformat(document["TxnDate"])


def check_open(company: Company, *days: str) -> None:
    """6210 for anything dated on or before the closing date."""
    closed = company.preference("AccountingInfoPrefs", "BookCloseDate")
    if closed and any(day <= closed for day in days):
        raise refuse("6210", PERIOD_CLOSED)


def _due_date(company: Company, document: Record, txn_date: date) -> None:
    term = company.table("Term").get(value_of(document, "SalesTermRef"), {})
    document.setdefault("DueDate", due_date(txn_date, term).isoformat())


def due_date(txn_date: date, term: Record) -> date:
    """A standard term counts days; a date-driven one names a day of the month, a later one if too near."""
    if "DayOfMonthDue" not in term:
        return txn_date + timedelta(days=int(term.get("DueDays", 0)))
    year, month = txn_date.year, txn_date.month
    day = _day_of(year, month, int(term["DayOfMonthDue"]))
    while day <= txn_date or (day - txn_date).days < int(term.get("DueNextMonthDays", 0)):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        day = _day_of(year, month, int(term["DayOfMonthDue"]))
    return day


def _day_of(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _department(company: Company, document: Record) -> None:
    if company.preference("AccountingInfoPrefs", "TrackDepartments"):
        point(company, "Department", document, "DepartmentRef")
    else:
        document.pop("DepartmentRef", None)


def _addresses_and_mail(document: Record, customer: Record) -> None:
    for name in ("BillAddr", "ShipAddr"):
        if name not in document and name in customer:
            document[name] = copied(customer[name])
    check_email(document.get("BillEmail", {}).get("Address"))
    document.setdefault("PrintStatus", "NotSet")
    if document.setdefault("EmailStatus", "NotSet") == "NeedToSend" and "BillEmail" not in document:
        raise refuse("6420", "An e-mail address is needed to send this transaction", "BillEmail")


def _in_lines(address: Record) -> Record:
    """The parts run together in the lines, as the service is known to do; the region stays for the tax."""
    region = address.get("CountrySubDivisionCode", "")
    place = " ".join(part for part in (region, address.get("PostalCode", "")) if part)
    city = ", ".join(part for part in (address.get("City", ""), place) if part)
    parts = [address.get(f"Line{number}", "") for number in range(1, 6)]
    if city and "City" in address:
        parts.append(city)
    lines = [part for part in parts if part][:5]
    kept: Record = {f"Line{number}": part for number, part in enumerate(lines, 1)}
    return {**kept, "CountrySubDivisionCode": region} if region else kept


def _tax(company: Company, change: Change, document: Record, lines: Lines) -> Record:
    old, sent = change.old, change.sent
    if old is not None and "TxnTaxDetail" not in sent and "Line" not in sent and "TxnTaxDetail" in old:
        return copied(old["TxnTaxDetail"])
    if "TxnTaxDetail" not in sent:
        document.pop("TxnTaxDetail", None)
    taxable = lines.taxable
    if document["ApplyTaxAfterDiscount"] and lines.subtotal:
        taxable = cents(taxable - lines.discount * lines.taxable / lines.subtotal)
    return detail_for(company, document, taxable, any_taxable=lines.taxed > 0)


def _balance(company: Company, entity: str, document: Record, old: Record | None) -> None:
    applied = linking.applied(company, entity, old["Id"]) if old else ZERO
    if applied > document["TotalAmt"]:
        raise business("The amount of this transaction is less than what is already linked to it.")
    document["Balance"] = document["TotalAmt"] - applied
    if entity == "CreditMemo":
        document["RemainingCredit"] = document["Balance"]
    document["LinkedTxn"] = old.get("LinkedTxn", []) if old else []


def settle_customer(company: Company, entity: str, document: Record | None, old: Record | None) -> None:
    """Move the customer's balance by what a document changed, up through the parents."""
    sign = -1 if entity == "CreditMemo" else 1
    for part, factor in ((document, sign), (old, -sign)):
        if part:
            linking.shift_balance(company, value_of(part, "CustomerRef"), factor * _owed(part))


def _owed(document: Record) -> Decimal:
    return Decimal(document.get("Balance", ZERO))


def check_delete(company: Company, entity: str, old: Record) -> None:
    """A linked document is not deleted; what is in a closed period neither."""
    check_open(company, old["TxnDate"])
    if linking.payments_of(company, entity, old["Id"]):
        if company.switches["delete_linked"] == "refused":
            raise business("This transaction is linked to a payment. Unlink it before you delete it.")
        linking.unlink(company, entity, old["Id"])


def void(company: Company, old: Record) -> Record:
    """All amounts become zero, the note says so, payments stay and are unapplied."""
    check_open(company, old["TxnDate"])
    if is_void(old):
        raise business("This transaction is already void.")
    linking.unlink(company, "Invoice", old["Id"])
    document = copied(company.get("Invoice", old["Id"]))
    for line in document["Line"]:
        if "Amount" in line:
            line["Amount"] = ZERO
        detail = line.get("SalesItemLineDetail", {})
        for name in ("Qty", "UnitPrice"):
            if name in detail:
                detail[name] = ZERO
    for name in ("TotalAmt", "Balance"):
        document[name] = ZERO
    document["TxnTaxDetail"] = {"TotalTax": ZERO}
    document["LinkedTxn"] = []
    document["PrivateNote"] = voided_note(document)
    return document


def voided_note(document: Record) -> str:
    note = str(document.get("PrivateNote", ""))
    return f"Voided - {note}"[:4000] if note else "Voided"
