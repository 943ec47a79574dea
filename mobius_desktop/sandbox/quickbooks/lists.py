"""The lists: what a customer, item, account … needs, and whose name is whose."""

from __future__ import annotations

import re

from mobius_desktop.sandbox.firm.model import Record
from mobius_desktop.sandbox.quickbooks.company import NAMES, Change, Company, without_suffix
from mobius_desktop.sandbox.quickbooks.money import ZERO
from mobius_desktop.sandbox.quickbooks.references import name_of, point, value_of
from mobius_desktop.sandbox.quickbooks.refusals import Refused, business, missing, refuse

LEVELS = 5
CLASSIFICATION = {
    "Bank": "Asset",
    "Accounts Receivable": "Asset",
    "Other Current Asset": "Asset",
    "Fixed Asset": "Asset",
    "Other Asset": "Asset",
    "Accounts Payable": "Liability",
    "Credit Card": "Liability",
    "Other Current Liability": "Liability",
    "Long Term Liability": "Liability",
    "Equity": "Equity",
    "Income": "Revenue",
    "Other Income": "Revenue",
    "Cost of Goods Sold": "Expense",
    "Expense": "Expense",
    "Other Expense": "Expense",
}
SUB_TYPES = {
    "CheckingSavings": "Bank",
    "Checking": "Bank",
    "SalesOfProductIncome": "Income",
    "ServiceFeeIncome": "Income",
    "OtherPrimaryIncome": "Income",
    "SuppliesMaterials": "Expense",
    "BadDebts": "Expense",
    "OtherCurrentLiabilities": "Other Current Liability",
    "Inventory": "Other Current Asset",
    "CreditCard": "Credit Card",
}
"""Enough of QuickBooks' sub-types to name a type when only the sub-type is sent."""
SERVER_OWNED = (
    "Balance",
    "BalanceWithJobs",
    "FullyQualifiedName",
    "Level",
    "CurrentBalance",
    "CurrentBalanceWithSubAccounts",
    "MetaData",
)
_FORBIDDEN = re.compile(r"[:\t\n\r]")
_PERSON = ("Title", "GivenName", "MiddleName", "FamilyName", "Suffix")
_SOLD_TO = {
    "Service": ("Income", "Other Income", "Other Current Liability", "Expense"),
    "NonInventory": ("Income", "Other Income", "Other Current Liability", "Expense"),
    "Inventory": ("Income",),
}
_INVENTORY_ONLY = ("AssetAccountRef", "TrackQtyOnHand", "QtyOnHand", "InvStartDate")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


def build(company: Company, change: Change) -> Record:
    """The record to keep."""
    entity, old = change.entity, change.old
    record = without_suffix(change.wanted)
    for name in SERVER_OWNED:
        record.pop(name, None)
        if old and name in old and name != "FullyQualifiedName":
            record[name] = old[name]
    record.setdefault("Active", True)
    check_email(record.get("PrimaryEmailAddr", {}).get("Address"))
    if entity in NAMES:
        _name_person(record)
    _BUILDERS[entity](company, record, old)
    _place(company, entity, record, old)
    _claim_name(company, entity, record, old)
    return record


def check_email(address: str | None) -> None:
    if address and not _EMAIL.fullmatch(address.strip()):
        raise refuse("2210", f"Email Address does not conform to the syntax rules of RFC 822: {address}")


def _tidy(text: str) -> str:
    return " ".join(text.split(" ")).strip()


def _name_person(record: Record) -> None:
    for name in ("DisplayName", "PrintOnCheckName", *_PERSON):
        if name in record:
            record[name] = re.sub(" {2,}", " ", record[name]).strip()
            if _FORBIDDEN.search(record[name]):
                raise refuse("2040", f"{name} must not contain a colon, a tab or a new line", name)
    if not record.get("DisplayName"):
        record["DisplayName"] = " ".join(record[name] for name in _PERSON if record.get(name))
    if not record["DisplayName"]:
        raise missing("DisplayName")
    record.setdefault("PrintOnCheckName", record["DisplayName"][:110])


def _customer(company: Company, record: Record, old: Record | None) -> None:
    del old
    record.setdefault("Taxable", True)
    automated = company.preference("TaxPrefs", "PartnerTaxEnabled")
    needed = automated and company.switches["exemption_reason"] == "needed"
    if needed and record["Taxable"] is False and "TaxExemptionReasonId" not in record:
        raise business("A reason for the exemption is needed to make a customer exempt from sales tax.")
    record.setdefault("Job", False)
    record.setdefault("BillWithParent", False)
    record.setdefault("Balance", ZERO)
    record.setdefault("BalanceWithJobs", ZERO)
    record.setdefault("PreferredDeliveryMethod", "None")
    point(company, "Term", record, "SalesTermRef")
    _currency(company, record)


def _vendor(company: Company, record: Record, old: Record | None) -> None:
    del old
    record.pop("Notes", None)  # the service takes them and forgets them
    record.setdefault("Balance", ZERO)
    record.setdefault("Vendor1099", False)
    point(company, "Term", record, "TermRef")
    _currency(company, record)


def _currency(company: Company, record: Record) -> None:
    home = company.preference("CurrencyPrefs", "HomeCurrency") or {"value": "USD"}
    record.setdefault("CurrencyRef", {"value": home["value"], "name": "United States Dollar"})


def _item(company: Company, record: Record, old: Record | None) -> None:
    if not record.get("Name"):
        raise missing("Name")
    _no_colon(record, "Name")
    kind = record.setdefault("Type", str(old["Type"]) if old else "Service")
    if kind not in (*_SOLD_TO, "Category"):
        raise refuse("5030", f"Items of type {kind} cannot be made here", "Type")
    if kind in ("Service", "NonInventory"):
        for name in _INVENTORY_ONLY:
            if name == "TrackQtyOnHand" and record.get(name) is False:
                continue
            if name in record:
                raise refuse("2010", f"Property Name:{name} specified is unsupported or invalid", name)
        record["TrackQtyOnHand"] = False
    if kind == "Category":
        return
    income = point(company, "Account", record, "IncomeAccountRef")
    expense = point(company, "Account", record, "ExpenseAccountRef")
    if not income and not expense:
        raise missing("IncomeAccountRef")
    if income and income.get("AccountType") not in _SOLD_TO[kind]:
        raise refuse("6430", f"IncomeAccountRef names an account of type {income.get('AccountType')}")
    if kind == "Inventory":
        for name in ("IncomeAccountRef", "ExpenseAccountRef", *_INVENTORY_ONLY):
            if name not in record:
                raise missing(name)
        point(company, "Account", record, "AssetAccountRef")
    record.setdefault("Taxable", False)
    record.setdefault("UnitPrice", ZERO)


def _account(company: Company, record: Record, old: Record | None) -> None:
    del company
    if not record.get("Name"):
        raise missing("Name")
    if '"' in record["Name"]:
        raise refuse("2040", "An account's name must not contain a double quote", "Name")
    _no_colon(record, "Name")
    if "AccountType" not in record and "AccountSubType" in record:
        record["AccountType"] = SUB_TYPES.get(record["AccountSubType"], "Expense")
    if "AccountType" not in record and old is not None:
        record["AccountType"] = old["AccountType"]
    if "AccountType" not in record:
        raise refuse("6010", "AccountType or AccountSubType is needed")
    record["Classification"] = CLASSIFICATION.get(record["AccountType"], "Asset")
    record.setdefault("CurrentBalance", ZERO)
    record.setdefault("CurrentBalanceWithSubAccounts", ZERO)


def _plain(company: Company, record: Record, old: Record | None) -> None:
    del company, old
    if not record.get("Name"):
        raise missing("Name")
    _no_colon(record, "Name")


def _term(company: Company, record: Record, old: Record | None) -> None:
    _plain(company, record, old)
    if "DayOfMonthDue" in record:
        if not 1 <= record["DayOfMonthDue"] <= 31:
            raise refuse("2090", "DayOfMonthDue is 1 to 31", "DayOfMonthDue")
        record["Type"] = "DATE_DRIVEN"
    else:
        if "DueDays" not in record:
            raise missing("DueDays")
        if not 0 <= record["DueDays"] <= 999:
            raise refuse("2090", "DueDays is 0 to 999", "DueDays")
        record["Type"] = "STANDARD"


def _no_colon(record: Record, field: str) -> None:
    record[field] = record[field].strip()
    if _FORBIDDEN.search(record[field]):
        raise refuse("2040", f"{field} must not contain a colon, a tab or a new line", field)


def _place(company: Company, entity: str, record: Record, old: Record | None) -> None:
    """Parent, level and the full name through all parents."""
    own = str(record.get("DisplayName") or record["Name"])
    if entity == "Term":
        return
    if entity == "Vendor":
        return
    if not value_of(record, "ParentRef"):
        record.pop("ParentRef", None)
        record["FullyQualifiedName"] = own
        return
    parent = point(company, entity, record, "ParentRef")
    if old and parent["Id"] == old["Id"]:
        raise refuse("2500", "A record cannot be its own parent", "ParentRef")
    names = str(parent.get("FullyQualifiedName") or name_of(parent))
    record["FullyQualifiedName"] = f"{names}:{own}"
    depth = record["FullyQualifiedName"].count(":")
    if depth >= LEVELS:
        raise refuse("6180", f"There can be {LEVELS} levels at most", "ParentRef")
    flag = {"Item": "SubItem", "Account": "SubAccount", "Class": "SubClass", "Department": "SubDepartment"}
    if entity in flag:
        record[flag[entity]] = True
    if entity in ("Customer", "Item"):
        record["Level"] = depth


def _claim_name(company: Company, entity: str, record: Record, old: Record | None) -> None:
    """A name is unique without regard to case, inactive holders counted: 6240 else."""
    if entity in NAMES:
        wanted = record["DisplayName"].casefold()
        for kind in NAMES:
            for other in company.all(kind):
                taken = str(other.get("DisplayName", "")).casefold() == wanted
                if taken and not (old and kind == entity and other["Id"] == old["Id"]):
                    raise _taken("Another customer, vendor or employee is already using this name.", other)
        return
    field = "Name" if entity == "Term" else "FullyQualifiedName"
    wanted = str(record[field]).casefold()
    for other in company.all(entity):
        same = str(other.get(field) or other.get("Name")).casefold() == wanted
        if same and not (old and other["Id"] == old["Id"]):
            raise _taken(f"Another {entity.lower()} is already using this name.", other)


def _taken(who: str, other: Record) -> Refused:
    return refuse(
        "6240", f"The name supplied already exists. : {who} Please use a different name. Id={other['Id']}"
    )


_BUILDERS = {
    "Customer": _customer,
    "Vendor": _vendor,
    "Item": _item,
    "Account": _account,
    "Class": _plain,
    "Department": _plain,
    "Term": _term,
}
