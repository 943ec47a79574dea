"""Makes the compact tables of ConnectWise's contract from the OpenAPI file of the vendor's specification.

    python tests/contract/make_connectwise_contract.py path/to/openapi.json

writes `connectwise_contract.json` beside this file (what the contract test walks) and the field names and
types that the sandbox's own conditions, `fields` and PATCH know (`mobius_desktop/sandbox/connectwise/
schemas.py`). Only facts are kept: paths, field names, types, enumerations, lengths, what is required.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
CONTRACT = HERE / "connectwise_contract.json"
OVERLAY = HERE / "connectwise_overlay.json"
SCHEMAS = HERE.parents[1] / "mobius_desktop" / "sandbox" / "connectwise" / "schemas.py"
PREFIX = "/v4_6_release/apis/3.0"
ORIGIN = (
    "API version 2022.1 of ConnectWise PSA, from the type file of the npm package connectwise-rest 1.3.0 "
    "(MIT), which was generated from the vendor's specification"
)
SERVED = (
    "/company/companies",
    "/company/contacts",
    "/finance/accounting/",
    "/finance/accountingPackageSetup",
    "/finance/billingStatuses",
    "/finance/billingTerms",
    "/finance/closedInvoices",
    "/finance/currencies",
    "/finance/glAccounts",
    "/finance/invoices",
    "/finance/taxCodes",
    "/procurement/catalog",
    "/system/departments",
    "/system/info",
    "/system/locations",
    "/system/members",
    "/time/entries",
)
NOT_SERVED = (
    "/company/companies/info", "/company/companies/statuses", "/company/companies/types", "/usages",
    "/default", "/company/contacts/departments", "/company/contacts/relationships", "/company/contacts/types",
    "requestPassword", "validatePortalCredentials", "unpostedexpenses", "unpostedprocurement", "Exemptions",
    "taxCodeXRefs", "/copy", "/pdf", "/members/types", "/withSso", "/locations/{parentId}", "/system/info/",
    "/departments/{parentId}", "/info", "/audits",
)  # fmt: skip
KNOWN_TO_THE_SANDBOX = (
    "UnpostedInvoice", "UnpostedInvoiceTaxableLevel", "Invoice", "Payment", "GLEntry", "AccountingBatch",
    "BatchEntry", "Company", "CompanySite", "Contact", "Member", "Location", "Department", "TaxCode",
    "TaxCodeLevel", "BillingTerm", "GLAccount", "MappedType", "AccountingPackageSetup", "BillingStatus",
    "Finance.Currency", "CatalogItem", "ClosedInvoice", "CreateAccountingBatchRequest",
    "ExportAccountingBatchRequest", "TimeEntry",
)  # fmt: skip
_TYPES = {"integer": "int", "number": "num", "boolean": "bool", "object": "map", "string": "str"}


def field_type(schema: dict[str, Any]) -> str:
    """One field's type in a word: int, num, bool, map, str, str<50>, =A|B, [int], SchemaName."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if schema.get("type") == "array":
        return f"[{field_type(schema['items'])}]"
    if "enum" in schema:
        return "=" + "|".join(value for value in schema["enum"] if value is not None)
    if "maxLength" in schema:
        return f"str<{schema['maxLength']}>"
    return _TYPES.get(schema.get("type", ""), "any")


def contract_of(openapi: dict[str, Any]) -> dict[str, Any]:
    paths = {
        path.removeprefix(PREFIX): {method: _operation(operation) for method, operation in methods.items()}
        for path, methods in openapi["paths"].items()
        if _is_served(path.removeprefix(PREFIX))
    }
    overlay = json.loads(OVERLAY.read_text(encoding="utf-8"))
    wanted = {name for text in _words(paths) for name in [text]}
    wanted |= {word for schema in overlay["schemas"].values() for word in _types(schema)}
    wanted |= {"ErrorResponseMessage", *KNOWN_TO_THE_SANDBOX}
    schemas: dict[str, Any] = {}
    while wanted:
        name = wanted.pop()
        source = openapi["components"]["schemas"].get(name)
        if source is None or name in schemas:
            continue
        fields = {field: field_type(value) for field, value in source.get("properties", {}).items()}
        schemas[name] = {"required": source.get("required", []), "fields": fields}
        wanted |= set(_types(schemas[name]))
    return {"origin": ORIGIN, "paths": paths, "schemas": dict(sorted(schemas.items()))}


def merged(contract: dict[str, Any], overlay: dict[str, Any]) -> dict[str, Any]:
    """The contract with what the later version adds."""
    schemas: dict[str, dict[str, Any]] = {name: dict(schema) for name, schema in contract["schemas"].items()}
    for name, schema in overlay["schemas"].items():
        known = schemas.setdefault(name, {"required": [], "fields": {}})
        known["fields"] = {**known["fields"], **schema["fields"]}
    return {"paths": {**contract["paths"], **overlay["paths"]}, "schemas": schemas}


def sandbox_module(contract: dict[str, Any]) -> str:
    """The Python source of the sandbox's own table."""
    lines = [
        '"""Field names and types of the records that the ConnectWise sandbox knows.',
        "",
        "Made by tests/contract/make_connectwise_contract.py; do not edit. Origin:",
        *(f"{line}" for line in _wrapped(ORIGIN.split(), 105)),
        '"""',
        "",
        'TABLE = """',
    ]
    for name in KNOWN_TO_THE_SANDBOX:
        fields = [f"{field}:{kind}" for field, kind in contract["schemas"][name]["fields"].items()]
        lines.append(f"{name}")
        lines += [f"  {line}" for line in _wrapped(fields, 105)]
    return "\n".join([*lines, '"""', ""])


def _is_served(path: str) -> bool:
    return path.startswith(SERVED) and (
        path == "/system/info" or not any(part in path for part in NOT_SERVED)
    )


def _operation(operation: dict[str, Any]) -> dict[str, str]:
    known: dict[str, str] = {}
    body = operation.get("requestBody")
    if body:
        known["body"] = field_type(next(iter(body["content"].values()))["schema"])
    for status, response in operation["responses"].items():
        if status != "default":
            content = response.get("content") or {}
            known[status] = field_type(next(iter(content.values()))["schema"]) if content else ""
    return known


def _words(paths: dict[str, Any]) -> list[str]:
    return [
        word.strip("[]") for methods in paths.values() for one in methods.values() for word in one.values()
    ]


def _types(schema: dict[str, Any]) -> list[str]:
    return [kind.strip("[]") for kind in schema["fields"].values() if not kind.startswith("=")]


def _wrapped(words: list[str], width: int) -> list[str]:
    lines = [""]
    for word in words:
        if lines[-1] and len(lines[-1]) + len(word) + 1 > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _one_a_line(table: dict[str, Any]) -> str:
    return ",\n".join(f"{json.dumps(name)}: {json.dumps(value)}" for name, value in table.items())


def main() -> None:
    contract = contract_of(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    text = (
        f'{{\n"origin": {json.dumps(contract["origin"])},\n'
        f'"paths": {{\n{_one_a_line(contract["paths"])}\n}},\n'
        f'"schemas": {{\n{_one_a_line(contract["schemas"])}\n}}\n}}\n'
    )
    CONTRACT.write_text(text, encoding="utf-8")
    overlay = json.loads(OVERLAY.read_text(encoding="utf-8"))
    SCHEMAS.write_text(sandbox_module(merged(contract, overlay)), encoding="utf-8")


if __name__ == "__main__":
    main()
