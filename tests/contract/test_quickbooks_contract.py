"""The QuickBooks sandbox agrees with Intuit's schemas: every route it has, and every record of the firm."""

from __future__ import annotations

import os
from collections.abc import Callable
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from mobius_desktop.sandbox.control import Control, SandboxClock, decode
from mobius_desktop.sandbox.firm.build import build_firm
from mobius_desktop.sandbox.quickbooks.app import create_app
from tests.contract.quickbooks_contract import (
    CONTRACT,
    contract,
    validate_answer,
    validate_document,
    validate_envelope,
)
from tests.contract.quickbooks_make_contract import Schemas
from tests.sandbox.quickbooks.conftest import Answer, Bookkeeper, invoice, line
from tests.sandbox.quickbooks.small_firm import (
    ACME,
    CABLE,
    CARD,
    DISTRO,
    INCOME,
    NOW,
    REALM,
    SERVICE,
    SUPPLIES,
    small_firm,
)

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "sample-firm"
SPENT = {
    "DetailType": "AccountBasedExpenseLineDetail",
    "Amount": Decimal(5),
    "AccountBasedExpenseLineDetail": {"AccountRef": {"value": SUPPLIES}},
}
CREATED: dict[str, dict[str, Any]] = {
    "Invoice": invoice(
        ACME,
        line("60.00", CABLE, "TAX", Qty=3, UnitPrice=20),
        DocNumber="1",
        TxnTaxDetail={"TotalTax": Decimal("4.21")},
    ),
    "CreditMemo": invoice(ACME, line("5.00", SERVICE), DocNumber="2"),
    "Payment": {"CustomerRef": {"value": ACME}, "TotalAmt": 5},
    "Bill": {"VendorRef": {"value": DISTRO}, "Line": [SPENT]},
    "Purchase": {"PaymentType": "CreditCard", "AccountRef": {"value": CARD}, "Line": [SPENT]},
    "Customer": {"DisplayName": "Café Très Bon, LLC", "CompanyName": "CAF006"},
    "Vendor": {"DisplayName": "Distro Two"},
    "Item": {"Name": "FIBER-M", "Type": "NonInventory", "IncomeAccountRef": {"value": INCOME}},
    "Account": {"Name": "Patch", "AccountType": "Income", "AcctNum": "40150"},
    "Class": {"Name": "Cabling"},
    "Department": {"Name": "Tampa"},
    "Term": {"Name": "Net 45", "DueDays": 45},
}
READ_ONLY = ("Employee", "TaxCode", "TaxRate", "TaxAgency", "CompanyInfo", "Preferences")


def bookkeeper() -> Bookkeeper:
    clock = SandboxClock(NOW)
    control = Control(clock)
    app = create_app(small_firm(), control)
    control.switch("quickbooks", "throttle", "off")
    return Bookkeeper(app.test_client(), control).sign_in()


def agreed(given: Answer) -> Any:
    answer = decode(given.text)
    assert validate_envelope(answer) == [], given.text
    return answer


def walk_query(qbo: Bookkeeper) -> None:
    for entity in (*CREATED, *READ_ONLY):
        agreed(qbo.get("query", query=f"select * from {entity}"))  # noqa: S608 - a query of the sandbox
        agreed(qbo.get("query", query=f"select count(*) from {entity}"))  # noqa: S608 - as above
    agreed(qbo.get("query", query="select"))
    agreed(qbo.ask("POST", "query", data="select Id from Term", content_type="application/text"))


def walk_batch(qbo: Bookkeeper) -> None:
    items = [
        {"bId": "1", "operation": "create", "Class": {"Name": "C"}},
        {"bId": "2", "operation": "create", "Class": {"Name": "C"}},
        {"bId": "3", "Query": "select * from Item"},
    ]
    agreed(qbo.post("batch", {"BatchItemRequest": items}))


def walk_cdc(qbo: Bookkeeper) -> None:
    made = qbo.create("Invoice", CREATED["Invoice"])
    qbo.post("invoice", {"Id": made["Id"], "SyncToken": "0"}, operation="delete")
    agreed(qbo.get("cdc", entities="Invoice,Customer", changedSince="2026-11-01T00:00:00-05:00"))


def walk_write(qbo: Bookkeeper) -> None:
    for entity, body in CREATED.items():
        assert validate_document(entity, body) == [], entity
        record = agreed(qbo.post(entity.lower(), body))[entity]
        agreed(qbo.post(entity.lower(), record))
        agreed(qbo.post(entity.lower(), {**record, "SyncToken": "0"}))
    agreed(qbo.post("invoice", {}))


def walk_read(qbo: Bookkeeper) -> None:
    walk_write(qbo)
    for entity in CREATED:
        found = qbo.query(f"select Id from {entity}")[entity]  # noqa: S608 - a query of the sandbox
        agreed(qbo.get(f"{entity.lower()}/{found[0]['Id']}"))
    agreed(qbo.get("taxcode/TAX"))
    agreed(qbo.get("invoice/nothing"))


WALKS: dict[str, Callable[[Bookkeeper], object]] = {
    "/v3/company/<realm>/query": walk_query,
    "/v3/company/<realm>/batch": walk_batch,
    "/v3/company/<realm>/cdc": walk_cdc,
    "/v3/company/<realm>/<entity>": walk_write,
    "/v3/company/<realm>/<entity>/<record_id>": walk_read,
    "/v3/company/<realm>/companyinfo/<_id>": lambda qbo: agreed(qbo.get(f"companyinfo/{REALM}")),
    "/v3/company/<realm>/preferences": lambda qbo: agreed(qbo.get("preferences")),
}


@pytest.mark.parametrize("rule", list(WALKS))
def test_each_route_answers_as_the_schemas_say(rule: str) -> None:
    WALKS[rule](bookkeeper())


def test_no_route_of_the_data_api_is_left_out() -> None:
    app: Flask = create_app(small_firm(), Control(SandboxClock(NOW)))
    rules = {rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/v3/")}
    assert rules == set(WALKS)


@pytest.mark.parametrize("tax", ["automated", "manual"])
def test_every_record_of_the_sample_firm_agrees(tax: Any) -> None:
    firm = build_firm(scale="small", seed=1, tax=tax, ast="honour", sample_firm=SAMPLE)
    for books in firm.quickbooks.values():
        assert validate_answer("CompanyInfo", books.company_info) == []
        assert validate_answer("Preferences", books.preferences) == []
        for entity, records in books.tables.items():
            problems = [one for record in records.values() for one in validate_answer(entity, record)]
            assert problems == [], entity


def test_the_sandboxs_own_table_is_the_contracts() -> None:
    text = (resources.files("mobius_desktop.sandbox.quickbooks") / "schema.json").read_text("utf-8")
    own, whole = decode(text), contract()
    assert own["lengths"] == whole["lengths"]
    assert own["entities"] == whole["entities"]
    for part in ("types", "enums"):
        assert own[part].items() <= whole[part].items()
    assert "Apache License 2.0" in own["origin"]


@pytest.mark.parametrize(
    ("entity", "body", "problem"),
    [
        ("Invoice", {**CREATED["Invoice"], "Colour": "red"}, "Invoice.Colour is unknown"),
        ("Invoice", {**CREATED["Invoice"], "TxnDate": "2026/10/20"}, "is no date"),
        ("Invoice", {**CREATED["Invoice"], "DocNumber": 7}, "is no string"),
        ("Invoice", {**CREATED["Invoice"], "EmailStatus": "Maybe"}, "is none of EmailStatusEnum"),
        ("Invoice", {**CREATED["Invoice"], "DocNumber": "x" * 22}, "21 are the most"),
        ("Invoice", {**CREATED["Invoice"], "Line": []}, "Invoice.Line is required"),
        ("Invoice", {**CREATED["Invoice"], "Id": "1"}, "Id and SyncToken go together"),
        ("Invoice", invoice(ACME, {**line("1.00", CABLE), "Amount": "1.00"}), "is no decimal"),
        ("Invoice", invoice(ACME, {**line("1.00", CABLE), "Amount": 1.5}), "is no decimal"),
        ("Invoice", invoice(ACME, line("1.005", CABLE)), "not in whole cents"),
        ("Invoice", invoice(ACME, line("1.00", CABLE, Qty=3, UnitPrice=1)), "is not 3 × 1"),
        ("Invoice", invoice(ACME, line("1.00", "")), "without ItemRef"),
        ("Invoice", invoice(ACME, line("1.00", CABLE, "81")), "TAX or NON"),
        (
            "Invoice",
            invoice(ACME, {"DetailType": "SubTotalLineDetail", "SubTotalLineDetail": {}}),
            "QuickBooks' own",
        ),
        ("Customer", {"CompanyName": "x"}, "Customer.DisplayName is required"),
    ],
)
def test_the_check_of_what_is_sent_finds_each_fault(entity: str, body: dict[str, Any], problem: str) -> None:
    found = validate_document(entity, body)
    assert any(problem in one for one in found), found


@pytest.mark.shared
def test_the_table_is_made_from_the_schemas() -> None:
    folder = os.environ.get("QUICKBOOKS_SCHEMAS")
    if not folder:
        pytest.skip(
            "QUICKBOOKS_SCHEMAS names no folder with Intuit's schemas; the table made from them stands"
        )
    schemas = Schemas(Path(folder))
    table = decode(CONTRACT.read_text(encoding="utf-8"))
    for name, fields in table["types"].items():
        assert schemas.fields(name) == fields, name
    for name, values in table["enums"].items():
        assert schemas.values(name) == values, name
