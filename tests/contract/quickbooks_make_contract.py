"""Make the compact QuickBooks table from Intuit's XSDs, so that the tests need no file of a megabyte.

    python tests/contract/quickbooks_make_contract.py DIRECTORY_WITH_XSDS

writes `tests/contract/quickbooks_contract.json` (entities and envelopes) and the entities alone to
`mobius_desktop/sandbox/quickbooks/schema.json`, which the sandbox checks properties with. Only facts are
kept: entity, field and type names, enumerations, and the lengths of the entity reference pages. Inherited
fields are written out, `[]` marks what may repeat.
"""

from __future__ import annotations

import json
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

XS = "{http://www.w3.org/2001/XMLSchema}"
FILES = ("IntuitBaseTypes", "IntuitNamesTypes", "Finance", "SalesTax", "IntuitRestServiceDef")
ORIGIN = (
    "Names, types and enumerations of Intuit's QuickBooks Online v3 schemas (XSD), minor version 75, from the"
    " QuickBooks V3 PHP SDK, commit 5bb480b of 2026-07-17, Apache License 2.0"
)
ENTITIES = [
    "Account",
    "Bill",
    "Class",
    "CompanyInfo",
    "CreditMemo",
    "Customer",
    "Department",
    "Employee",
    "Invoice",
    "Item",
    "Payment",
    "Preferences",
    "Purchase",
    "TaxAgency",
    "TaxCode",
    "TaxRate",
    "Term",
    "Vendor",
]
ENVELOPES = ("BatchItemRequest", "BatchItemResponse", "CDCResponse", "Fault", "Error", "QueryResponse")
SIMPLE = {
    "xs:string": "string",
    "xs:anyURI": "string",
    "xs:boolean": "boolean",
    "xs:decimal": "decimal",
    "xs:int": "int",
    "xs:positiveInteger": "int",
    "xs:date": "date",
    "xs:dateTime": "dateTime",
    "id": "string",
}
JSON_FORM: dict[str, dict[str, str]] = {
    # The XML form keeps these in the element's text and attributes; JSON has no such thing.
    "ReferenceType": {"value": "string", "name": "string", "type": "string"},
    "MemoRef": {"value": "string", "id": "string"},
    "UOMRef": {"Unit": "string", "UOMSetRef": "ReferenceType"},
}

_ADDRESS = {
    **{f"Line{n}": 500 for n in range(1, 6)},
    "City": 255,
    "Country": 255,
    "CountrySubDivisionCode": 255,
    "PostalCode": 30,
}
_SALES = {"DocNumber": 21, "PrivateNote": 4000, "PONumber": 15, "CustomerMemo.value": 1000}
_SALES |= {"BillEmail.Address": 100, "Line.Description": 4000}
_SALES |= {f"{part}.{name}": size for part in ("BillAddr", "ShipAddr") for name, size in _ADDRESS.items()}
_NAME = {"DisplayName": 500, "Title": 16, "GivenName": 100, "MiddleName": 100, "FamilyName": 100}
_NAME |= {"Suffix": 16, "CompanyName": 100, "PrintOnCheckName": 110, "PrimaryEmailAddr.Address": 100}
_NAME |= {"WebAddr.URI": 1000, "Notes": 2000}
_NAME |= {f"{part}.FreeFormNumber": 30 for part in ("PrimaryPhone", "AlternatePhone", "Mobile", "Fax")}
_NAME |= {f"BillAddr.{name}": size for name, size in _ADDRESS.items()}
_PURCHASE = {"DocNumber": 21, "PrivateNote": 4000, "Line.Description": 4000}
LENGTHS: dict[str, dict[str, int]] = {
    # The schemas say next to nothing about lengths: these are Intuit's entity reference pages'.
    "Invoice": _SALES,
    "CreditMemo": _SALES,
    "Payment": {"PaymentRefNum": 21, "PrivateNote": 4000},
    "Bill": _PURCHASE,
    "Purchase": _PURCHASE,
    "Customer": _NAME | {"ResaleNum": 16},
    "Vendor": _NAME | {"AcctNum": 100},
    "Item": {"Name": 100, "Description": 4000, "PurchaseDesc": 1000, "Sku": 100},
    "Account": {"Name": 100, "AcctNum": 7, "Description": 100},
    "Class": {"Name": 100},
    "Department": {"Name": 100},
    "Term": {"Name": 31},
}


class Schemas:
    """The types of all files by name."""

    def __init__(self, directory: Path) -> None:
        self.complex: dict[str, ET.Element] = {}
        self.simple: dict[str, ET.Element] = {}
        for name in FILES:
            # Intuit's own files, given by whoever runs this script.
            for element in ET.parse(directory / f"{name}.xsd").getroot():  # noqa: S314 - see the line above
                if element.tag == f"{XS}complexType":
                    self.complex[element.attrib["name"]] = element
                elif element.tag == f"{XS}simpleType":
                    self.simple[element.attrib["name"]] = element

    def fields(self, name: str) -> dict[str, str]:
        """Field name to type name, own fields after inherited ones."""
        if name in JSON_FORM:
            return JSON_FORM[name]
        node = self.complex[name]
        extension = node.find(f".//{XS}extension")
        base = extension.get("base", "") if extension is not None else ""
        found = dict(self.fields(base)) if base in self.complex else {}
        for attribute in node.iter(f"{XS}attribute"):
            found[attribute.attrib["name"]] = self.type_name(attribute.get("type", "xs:string"))
        for element in node.iter(f"{XS}element"):
            if "name" in element.attrib:
                many = "[]" if element.get("maxOccurs") == "unbounded" else ""
                found[element.attrib["name"]] = self.type_name(element.get("type", "xs:string")) + many
        return found

    def type_name(self, name: str) -> str:
        if name in SIMPLE:
            return SIMPLE[name]
        if name == "IntuitAnyType":
            return "any"
        if name in self.simple and not self.values(name):
            return "string"
        return name

    def values(self, name: str) -> list[str]:
        return [value.attrib["value"] for value in self.simple[name].iter(f"{XS}enumeration")]


def table(schemas: Schemas, roots: tuple[str, ...]) -> dict[str, object]:
    """Everything that can be reached from the roots."""
    types: dict[str, dict[str, str]] = {}
    enums: dict[str, list[str]] = {}
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name in types or name in enums or name in {*SIMPLE.values(), "any"}:
            continue
        if name in schemas.simple:
            enums[name] = schemas.values(name)
            continue
        if name not in schemas.complex and name not in JSON_FORM:
            continue
        types[name] = schemas.fields(name)
        waiting += [kind.removesuffix("[]") for kind in types[name].values()]
    return {
        "origin": ORIGIN,
        "entities": list(ENTITIES),
        "types": dict(sorted(types.items())),
        "enums": dict(sorted(enums.items())),
        "lengths": LENGTHS,
    }


def write(path: Path, made: dict[str, object]) -> None:
    """One line per type or enumeration, so that a change can be read in a diff."""
    lines = [f'"origin": {json.dumps(made["origin"])}', f'"entities": {json.dumps(made["entities"])}']
    for part in ("types", "enums", "lengths"):
        entries = made[part]
        assert isinstance(entries, dict)
        body = ",\n".join(f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in entries.items())
        lines.append(f'"{part}": {{\n{body}\n }}')
    path.write_text("{\n " + ",\n ".join(lines) + "\n}\n", encoding="utf-8")


def main() -> None:
    schemas = Schemas(Path(sys.argv[1]))
    root = Path(__file__).resolve().parents[2]
    contract = root / "tests" / "contract" / "quickbooks_contract.json"
    write(contract, table(schemas, (*ENTITIES, *ENVELOPES)))
    write(root / "mobius_desktop" / "sandbox" / "quickbooks" / "schema.json", table(schemas, tuple(ENTITIES)))


if __name__ == "__main__":
    main()
