"""Every route of the ConnectWise sandbox is walked, and every answer agrees with the vendor's contract."""

from __future__ import annotations

import base64
import copy
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from mobius_desktop.sandbox.connectwise import create_app
from mobius_desktop.sandbox.control import Control, SandboxClock, decode, unmarked
from mobius_desktop.sandbox.firm.build import build_firm
from mobius_desktop.sandbox.firm.model import Firm
from tests.contract.connectwise_contract import known_operation, validate_answer, validate_request
from tests.contract.make_connectwise_contract import sandbox_module

ROOT = Path(__file__).parents[2]
_SAMPLE = ROOT / "resources" / "sample-firm"
_PREFIX = "/v4_6_release/apis/3.0"


@dataclass(slots=True)
class Walk:
    """One pass over the application's routes, and what it found."""

    app: Flask
    firm: Firm
    walked: set[tuple[str, str]] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)

    def ask(
        self, method: str, rule: str, body: Any = None, /, *, query: str = "", **numbers: int | str
    ) -> Any:
        """Ask one route and check its answer; gives the decoded body."""
        path = re.sub(r"<(?:int:)?(\w+)>", lambda found: str(numbers[found[1]]), rule)
        template = re.sub(r"<(?:int:)?(\w+)>", r"{\1}", rule)
        books = self.firm.connectwise
        user = f"{books.company_id}+{books.public_key}:{books.private_key}".encode()
        url = path if path.startswith("/login") else _PREFIX + path
        answer = self.app.test_client().open(
            url + query,
            method=method,
            json=body,
            headers={
                "Authorization": "Basic " + base64.b64encode(user).decode(),
                "clientId": books.client_id,
            },
        )
        self.walked.add((method, rule))
        value = decode(answer.data) if answer.data else None
        self.problems += validate_answer(method, template, answer.status_code, value)
        if body is not None:
            self.problems += validate_request(method, template, body)
        return value


@pytest.fixture(scope="module")
def walk() -> Walk:
    firm = copy.deepcopy(
        build_firm(scale="small", seed=1, tax="automated", ast="honour", sample_firm=_SAMPLE)
    )
    walk = Walk(create_app(firm, Control(SandboxClock(firm.now))), firm)
    _walk_lists(walk)
    _walk_accounting(walk)
    _walk_invoices(walk)
    return walk


def _walk_lists(walk: Walk) -> None:
    tables = {
        "/company/companies": [{"op": "replace", "path": "phoneNumber", "value": "(813) 555-0100"}],
        "/company/contacts": [{"op": "replace", "path": "title", "value": "Bookkeeper"}],
        "/finance/accountingPackageSetup": [{"op": "replace", "path": "invoiceFormat", "value": "Default"}],
        "/finance/billingStatuses": [{"op": "replace", "path": "sortOrder", "value": 5}],
        "/finance/billingTerms": [{"op": "replace", "path": "termsXref", "value": "Net thirty"}],
        "/finance/currencies": [{"op": "replace", "path": "symbol", "value": "US$"}],
        "/finance/glAccounts": [{"op": "replace", "path": "segment1", "value": "11001"}],
        "/finance/taxCodes": [{"op": "replace", "path": "description", "value": "Florida"}],
        "/procurement/catalog": [{"op": "replace", "path": "inactiveFlag", "value": True}],
        "/system/departments": [{"op": "replace", "path": "name", "value": "Service desk"}],
        "/system/locations": [{"op": "replace", "path": "name", "value": "Tampa Bay"}],
        "/system/members": [{"op": "replace", "path": "title", "value": "Engineer"}],
    }
    for path, change in tables.items():
        rows = walk.ask("GET", path, query="?pageSize=1000")
        walk.ask("GET", f"{path}/count")
        walk.ask("GET", f"{path}/<int:id>", id=rows[0]["id"])
        walk.ask("PATCH", f"{path}/<int:id>", change, id=rows[0]["id"])
    sites = "/company/companies/<int:parentId>/sites"
    rows = walk.ask("GET", sites, parentId=250)
    walk.ask("GET", f"{sites}/count", parentId=250)
    walk.ask("GET", f"{sites}/<int:id>", parentId=250, id=rows[0]["id"])
    change_city = [{"op": "replace", "path": "city", "value": "Tampa"}]
    walk.ask("PATCH", f"{sites}/<int:id>", change_city, parentId=250, id=rows[0]["id"])
    levels = "/finance/taxCodes/<int:parentId>/taxCodeLevels"
    rows = walk.ask("GET", levels, parentId=12)
    assert [level["taxLevel"] for level in rows] == [1, 2, 3]
    walk.ask("GET", f"{levels}/count", parentId=12)
    walk.ask("GET", f"{levels}/<int:id>", parentId=12, id=rows[0]["id"])
    walk.ask("GET", "/finance/glAccounts/mappedTypes")
    walk.ask("GET", "/finance/glAccounts/mappedTypes/count")
    rows = walk.ask("GET", "/time/entries", query="?pageSize=1000")
    walk.ask("GET", "/time/entries/count")
    walk.ask("GET", "/time/entries/<int:id>", id=rows[0]["id"])
    walk.ask("GET", "/system/info")
    walk.ask("GET", "/login/companyinfo/<id>", id="gulfline")


def _walk_accounting(walk: Walk) -> None:
    unposted = "/finance/accounting/unpostedinvoices"
    rows = walk.ask("GET", unposted, query="?pageSize=1000")
    taxed = next(row for row in rows if row["invoiceNumber"] == "10502")
    walk.ask("GET", f"{unposted}/count")
    walk.ask("GET", f"{unposted}/<int:id>", id=taxed["id"])
    levels = walk.ask("GET", f"{unposted}/<int:parentId>/taxableLevels", parentId=taxed["id"])
    walk.ask("GET", f"{unposted}/<int:parentId>/taxableLevels/count", parentId=taxed["id"])
    walk.ask(
        "GET",
        f"{unposted}/<int:parentId>/taxableLevels/<int:id>",
        parentId=taxed["id"],
        id=levels[0]["id"],
    )
    wanted = {"exportInvoicesFlag": True, "thruDate": "2026-12-31T00:00:00Z", "exportPaymentsFlag": False}
    for summary in ("Default", "Condensed", "Detailed"):
        walk.ask("POST", "/finance/accounting/export", {**wanted, "summarizeInvoices": summary})
    batches = "/finance/accounting/batches"
    records = {"processedRecordIds": [700201, 700202]}
    walk.ask("POST", batches, {"batchIdentifier": "I10502:1", "exportInvoicesFlag": True, **records})
    made = walk.ask("GET", batches)[0]["id"]
    walk.ask("GET", f"{batches}/count")
    walk.ask("GET", f"{batches}/<int:id>", id=made)
    walk.ask("POST", f"{batches}/<int:id>/export", wanted, id=made)
    entries = walk.ask("GET", f"{batches}/<int:parentId>/entries", parentId=made)
    walk.ask("GET", f"{batches}/<int:parentId>/entries/count", parentId=made)
    walk.ask("GET", f"{batches}/<int:parentId>/entries/<int:id>", parentId=made, id=entries[0]["id"])
    walk.ask("DELETE", f"{batches}/<int:id>", id=made)


def _walk_invoices(walk: Walk) -> None:
    invoices = "/finance/invoices"
    walk.ask("GET", invoices, query="?pageSize=1000")
    walk.ask("GET", f"{invoices}/count")
    walk.ask("GET", f"{invoices}/<int:id>", id=6002)
    note = [{"op": "replace", "path": "topComment", "value": "Thank you"}]
    walk.ask("PATCH", f"{invoices}/<int:id>", note, id=6002)
    payments = f"{invoices}/<int:parentId>/payments"
    paid = walk.ask("POST", payments, {"type": "P", "amount": 5, "invoice": {"id": 6002}}, parentId=6002)
    walk.ask("GET", payments, parentId=6002)
    walk.ask("GET", f"{payments}/<int:id>", parentId=6002, id=paid["id"])
    walk.ask("DELETE", f"{payments}/<int:id>", parentId=6002, id=paid["id"])
    entries = f"{invoices}/<int:parentId>/glEntries"
    rows = walk.ask("GET", entries, parentId=6002)
    walk.ask("GET", f"{entries}/count", parentId=6002)
    walk.ask("GET", f"{entries}/<int:id>", parentId=6002, id=rows[0]["id"])
    reopen = [{"op": "replace", "path": "status", "value": {"id": 1}}]
    walk.ask("PATCH", "/finance/closedInvoices/<int:id>", reopen, id=6002)


def _served(app: Flask) -> set[tuple[str, str]]:
    """Method and path of every route but the control plane's."""

    def methods(rule: Rule) -> set[str]:
        return (rule.methods or set()) - {"HEAD", "OPTIONS"}

    return {
        (method, rule.rule.removeprefix("/<codebase>/apis/3.0"))
        for rule in app.url_map.iter_rules()
        if not rule.rule.startswith("/__sandbox__")
        for method in methods(rule)
    }


def test_every_route_is_walked(walk: Walk) -> None:
    assert _served(walk.app) - walk.walked == set()


def test_every_route_is_in_the_contract(walk: Walk) -> None:
    unknown = [
        f"{method} {rule}"
        for method, rule in _served(walk.app)
        if not known_operation(method, re.sub(r"<(?:int:)?(\w+)>", r"{\1}", rule))
    ]
    assert unknown == []


def test_every_answer_and_request_agrees_with_the_contract(walk: Walk) -> None:
    assert walk.problems == []


def test_every_route_is_marked_as_reading_or_writing(walk: Walk) -> None:
    assert unmarked(walk.app) == []


def test_the_sandbox_knows_the_same_fields_as_the_contract() -> None:
    from mobius_desktop.sandbox.connectwise import schemas
    from tests.contract.connectwise_contract import contract

    assert Path(str(schemas.__file__)).read_text(encoding="utf-8") == sandbox_module(contract())


def _no_change(answer: dict[str, Any]) -> None:
    """Leave it as it is."""


def _unknown_field(answer: dict[str, Any]) -> None:
    answer["colour"] = "red"


def _wrong_type(answer: dict[str, Any]) -> None:
    answer["total"] = "300.00"


def _wrong_enum(answer: dict[str, Any]) -> None:
    answer["type"] = "Rebate"


def _too_long(answer: dict[str, Any]) -> None:
    answer["invoiceNumber"] = "1" * 16


def _deep(answer: dict[str, Any]) -> None:
    answer["company"]["id"] = "250"


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (_no_change, None),
        (_unknown_field, "is not in Invoice"),
        (_wrong_type, "is no num"),
        (_wrong_enum, "is not one of"),
        (_too_long, "is longer than 15"),
        (_deep, "company.id"),
    ],
)
def test_a_spoiled_answer_is_noticed(
    walk: Walk, spoil: Callable[[dict[str, Any]], None], says: str | None
) -> None:
    answer = copy.deepcopy(walk.ask("GET", "/finance/invoices/<int:id>", id=6003))
    spoil(answer)
    found = validate_answer("GET", "/finance/invoices/{id}", 200, answer)
    assert (len(found) == 1 and says in found[0]) if says else found == []


def test_a_request_without_what_is_required_is_noticed() -> None:
    body = {"batchIdentifier": "I1:1", "exportInvoicesFlag": True}
    found = validate_request("POST", "/finance/accounting/batches", body)
    assert found == ["POST /finance/accounting/batches.processedRecordIds is required"]
    assert validate_request("POST", "/finance/accounting/batches", {**body, "processedRecordIds": [1]}) == []


def test_a_status_that_the_contract_does_not_know_is_noticed() -> None:
    assert validate_answer("POST", "/finance/accounting/batches", 200, {}) != []
