"""References from one record to another: they must exist, be active, and be of the right kind."""

from __future__ import annotations

from mobius_desktop.sandbox.firm.model import Record
from mobius_desktop.sandbox.quickbooks.company import NAMES, Company
from mobius_desktop.sandbox.quickbooks.refusals import INACTIVE, Refused, business, missing, refuse

NOT_FOUND = {
    "Account": "Accounts element id {} is invalid",
    "Class": "Klasses element id {} not found",
    "Item": "Items element id {} not found",
    "Department": "Departments element id {} not found",
    "Term": "Terms element id {} not found",
    "TaxCode": "Tax codes element id {} not found",
}
CATEGORY = "An item in this transaction is set up as a category instead of a product or service."


def value_of(record: Record, field: str) -> str:
    """The Id a reference names, or nothing."""
    return str(record.get(field, {}).get("value", ""))


def point(company: Company, entity: str, record: Record, field: str, *, required: bool = False) -> Record:
    """The record that a reference names, the reference filled with its name. Empty when there is none."""
    wanted = value_of(record, field)
    if not wanted:
        record.pop(field, None)
        if required:
            raise missing(field)
        return {}
    target = company.table(entity).get(wanted)
    if target is None or company.is_ghost(entity, wanted):
        text = NOT_FOUND.get(entity, "Names element id {} not found")
        raise refuse("2500", text.format(wanted), "Reference Id")
    if target.get("Active") is False:
        raise _inactive(company, entity)
    record[field] = {"value": wanted, "name": name_of(target)}
    return target


def name_of(record: Record) -> str:
    return str(record.get("DisplayName") or record.get("FullyQualifiedName") or record.get("Name") or "")


def point_item(company: Company, detail: Record) -> Record:
    """The item of a line: no category, nothing inactive."""
    item = point(company, "Item", detail, "ItemRef")
    if item.get("Type") in ("Category", "Group"):
        raise refuse("2500", CATEGORY, "Reference Id")
    return item


def point_anyone(company: Company, record: Record, field: str) -> None:
    """A reference that may name a customer, a vendor or an employee, as its `type` says."""
    kind = record.get(field, {}).get("type") or "Vendor"
    if kind not in NAMES:
        raise refuse("2500", f"Names element id {value_of(record, field)} not found", "Reference Id")
    if point(company, kind, record, field):
        record[field]["type"] = kind


def check_currency(company: Company, record: Record, customer: Record) -> None:
    """Without multicurrency only the home currency; with it the customer's own."""
    home = company.preference("CurrencyPrefs", "HomeCurrency") or {"value": "USD"}
    asked = value_of(record, "CurrencyRef") or home["value"]
    wanted = home["value"]
    if company.preference("CurrencyPrefs", "MultiCurrencyEnabled"):
        wanted = value_of(customer, "CurrencyRef") or wanted
    if asked != wanted:
        raise business(f"The currency {asked} cannot be used in this transaction; it must be {wanted}.")
    record["CurrencyRef"] = {"value": wanted, "name": home.get("name", "United States Dollar")}


def _inactive(company: Company, entity: str) -> Refused:
    if entity == "Customer" and company.switches["inactive_customer"] == "6250":
        return refuse("6250", "The customer is invalid or has been made inactive.", "CustomerRef")
    return refuse(company.switches["inactive_reference"], INACTIVE, "Reference Id")
