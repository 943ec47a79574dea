"""The lists of companies, people and setup tables: kept as plain records, listed and patched as such."""

from __future__ import annotations

from typing import Any

from mobius_desktop.sandbox.connectwise.api import Api, patch_record
from mobius_desktop.sandbox.connectwise.errors import not_found
from mobius_desktop.sandbox.connectwise.ledger import Ledger
from mobius_desktop.sandbox.connectwise.query import Listing, of_records

Record = dict[str, Any]
_LISTS = (
    ("/company/companies", "companies", "Company"),
    ("/company/contacts", "contacts", "Contact"),
    ("/finance/accountingPackageSetup", "accountingPackageSetup", "AccountingPackageSetup"),
    ("/finance/billingStatuses", "billingStatuses", "BillingStatus"),
    ("/finance/billingTerms", "billingTerms", "BillingTerm"),
    ("/finance/currencies", "currencies", "Finance.Currency"),
    ("/finance/glAccounts", "glAccounts", "GLAccount"),
    ("/finance/taxCodes", "taxCodes", "TaxCode"),
    ("/procurement/catalog", "catalog", "CatalogItem"),
    ("/system/departments", "departments", "Department"),
    ("/system/locations", "locations", "Location"),
    ("/system/members", "members", "Member"),
)
_LEVELS = ("One", "Two", "Three", "Four", "Five", "Six")
_LEVEL_FIELDS = {
    "taxRate": "Rate",
    "rateType": "RateType",
    "taxableMax": "TaxableMax",
    "caption": "Caption",
    "taxCodeXref": "TaxCodeXref",
    "agencyXref": "AgencyXref",
    "taxServicesFlag": "ServicesFlag",
    "taxExpensesFlag": "ExpensesFlag",
    "taxProductsFlag": "ProductsFlag",
}


def add_setup(api: Api) -> None:
    """Every list that comes from a table of the books, and what hangs below companies and tax codes."""
    ledger = api.ledger
    for path, table, shape in _LISTS:
        _add_list(api, path, table, shape)

    def sites(parentId: int) -> Listing:  # noqa: N803 - named as in the contract's paths
        _parent(ledger, "companies", "Company", parentId)
        below = [
            one for one in ledger.table("sites").values() if one.get("company", {}).get("id") == parentId
        ]
        return of_records("CompanySite", below)

    def patch_site(record: Record, wanted: list[Record]) -> Record:
        patch_record(record, wanted, "CompanySite", "companySite")
        return record

    def levels(parentId: int) -> Listing:  # noqa: N803 - named as in the contract's paths
        code = _parent(ledger, "taxCodes", "TaxCode", parentId)
        return of_records("TaxCodeLevel", tax_code_levels(code))

    def mapped_types() -> Listing:
        return of_records("MappedType", list(ledger.table("mappedTypes").values()))

    def info() -> Record:
        return {
            "version": "v2025.1.104523",
            "isCloud": True,
            "serverTimeZone": "Eastern Standard Time",
            "licenseBits": [
                {"name": name, "activeFlag": True} for name in ("GLInterface", "Purchasing", "Inventory")
            ],
            "cloudRegion": "NA",
            "maxWorkFlowRecordsAllowed": 1000,
        }

    api.lists("/company/companies/<int:parentId>/sites", sites, "CompanySite", patch=patch_site)
    api.lists("/finance/taxCodes/<int:parentId>/taxCodeLevels", levels, "TaxCodeLevel")
    api.lists("/finance/glAccounts/mappedTypes", mapped_types, "MappedType", item=False)
    api.reads("/system/info", info)


def tax_code_levels(code: Record) -> list[Record]:
    """The levels that a tax code's own fields describe, each as a record."""
    found = []
    for number, word in enumerate(_LEVELS, start=1):
        level = {
            name: code[f"level{word}{field}"]
            for name, field in _LEVEL_FIELDS.items()
            if f"level{word}{field}" in code
        }
        if level.get("taxRate") is not None:
            found.append({"id": int(code["id"]) * 10 + number, "taxLevel": number, **level})
    return found


_ALWAYS_THERE: dict[str, Record] = {
    "Member": {
        "defaultEmail": "Office",
        "defaultPhone": "Office",
        "hireDate": "2019-01-07T00:00:00Z",
        "companyActivityTabFormat": "SummaryList",
        "invoiceTimeTabFormat": "SummaryList",
        "invoiceScreenDefaultTabFormat": "ShowInvoicingTab",
        "invoicingDisplayOptions": "RemainOnInvoicingScreen",
        "agreementInvoicingDisplayOptions": "RemainOnInvoicingScreen",
    }
}
"""What a record always carries and strict clients insist on, though it says nothing about this firm."""


def _add_list(api: Api, path: str, table: str, shape: str) -> None:
    always = _ALWAYS_THERE.get(shape, {})

    def listed() -> Listing:
        for record in api.ledger.table(table).values():
            for name, value in always.items():
                record.setdefault(name, value)
        records = list(api.ledger.table(table).values())
        return of_records(shape, _as_told(api.ledger, records) if shape == "Member" else records)

    def patch(record: Record, wanted: list[Record]) -> Record:
        patch_record(record, wanted, shape, shape[0].lower() + shape[1:])
        record["_info"] = {**record.get("_info", {}), **api.ledger.stamp()}
        return record

    api.lists(path, listed, shape, patch=patch)


def _as_told(ledger: Ledger, members: list[Record]) -> list[Record]:
    """The members as a service of this kind lists them: with its API members and their level, or without."""
    plays = ledger.switches["api_members"]
    if plays == "left_out":
        return [one for one in members if one.get("licenseClass") in ("F", "C")]
    if plays == "without_level":
        return [{name: one[name] for name in one if name != "structureLevel"} for one in members]
    return members


def _parent(ledger: Ledger, table: str, name: str, number: int) -> Record:
    record = ledger.table(table).get(number)
    if record is None:
        raise not_found(name, number)
    return record
