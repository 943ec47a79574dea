"""Invoices with what the export lacks, their payments and GL entries, and the plain lists."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from mobius_desktop.sandbox.control import Control, decode
from mobius_desktop.sandbox.firm.model import ConnectWiseBooks
from tests.sandbox.connectwise.conftest import Asker

INVOICES = "/finance/invoices"


def _patch(cw: Asker, path: str, **changes: Any) -> Any:
    wanted = [{"op": "replace", "path": name, "value": value} for name, value in changes.items()]
    return cw.ask("PATCH", path, json=wanted)


def test_an_invoice_has_addresses_and_purchase_order(cw: Asker, books: ConnectWiseBooks) -> None:
    books.invoices[6040].customer_po = "PO-4040"
    one = cw.get(f"{INVOICES}/6040")
    assert one["customerPO"] == "PO-4040"
    assert (one["shippingSiteCity"], one["shippingSiteState"]) == ("Savannah", "GA")
    assert one["billingSiteState"] == "FL"
    assert one["billingSiteCountry"] == "United States"


def test_invoices_are_found_by_a_list_of_ids(cw: Asker) -> None:
    found = cw.get(INVOICES, conditions="id in (6001,6002,6040)", pageSize=100)
    assert [one["id"] for one in found] == [6001, 6002, 6040]


def test_an_applied_credit_memo_is_a_payment_row_that_names_it(cw: Asker, control: Control) -> None:
    (row,) = cw.get(f"{INVOICES}/6002/payments")
    assert (row["type"], row["amount"], row["credit"]["identifier"]) == ("C", Decimal("100.00"), "CM12")
    invoice = cw.get(f"{INVOICES}/6002")
    assert (invoice["credits"], invoice["payments"], invoice["balance"]) == (100, 0, Decimal("309.70"))
    assert cw.get(f"{INVOICES}/6002/payments/{row['id']}") == row
    control.switch("connectwise", "credit_payment_type", "A")
    assert cw.get(f"{INVOICES}/6002/payments")[0]["type"] == "A"


def test_payments_are_added_and_removed(cw: Asker) -> None:
    body = {"type": "P", "amount": 50.5, "paymentDate": "2026-10-30T00:00:00Z", "invoice": {"id": 6001}}
    made = cw.ask("POST", f"{INVOICES}/6001/payments", json=body)
    assert made.status_code == 201
    assert cw.get(f"{INVOICES}/6001")["balance"] == Decimal("249.50")
    number = decode(made.data)["id"]
    assert cw.ask("DELETE", f"{INVOICES}/6001/payments/{number}").status_code == 204
    assert cw.ask("DELETE", f"{INVOICES}/6001/payments/{number}").status_code == 404
    assert cw.get(f"{INVOICES}/6001")["balance"] == 300
    assert cw.ask("POST", f"{INVOICES}/6001/payments", json={"type": "P"}).status_code == 400


def test_gl_entries_of_an_invoice_say_whether_they_are_batched(cw: Asker) -> None:
    entries = cw.get(f"{INVOICES}/6001/glEntries")
    assert [(one["id"], one["type"], one["segment1"], one["amount"]) for one in entries] == [
        (700101, "Revenue", "40000", -300),
        (700102, "Accounts Receivable", "11000", 300),
    ]
    cw.batch([700101])
    entries = cw.get(f"{INVOICES}/6001/glEntries")
    assert [one["isBatched"] for one in entries] == [True, False]


def test_an_open_invoice_has_no_gl_entries_and_can_be_patched(cw: Asker, control: Control) -> None:
    control.do("connectwise", "reopen", invoice=6001)
    assert cw.get(f"{INVOICES}/6001/glEntries") == []
    answer = _patch(
        cw, f"{INVOICES}/6001", customerPO="PO-1", date="2026-10-20T00:00:00Z", invoiceNumber="10601"
    )
    assert answer.status_code == 200
    changed = decode(answer.data)
    assert (changed["customerPO"], changed["date"], changed["invoiceNumber"]) == (
        "PO-1",
        "2026-10-20T00:00:00Z",
        "10601",
    )


@pytest.mark.parametrize(
    "changes", [{"invoiceNumber": "1" * 16}, {"invoiceNumber": None}, {"total": 5}, {"DATE": "2026-10-20"}]
)
def test_a_patch_that_does_not_fit_is_refused(cw: Asker, control: Control, changes: dict[str, Any]) -> None:
    control.do("connectwise", "reopen", invoice=6001)
    assert _patch(cw, f"{INVOICES}/6001", topComment="half a change", **changes).status_code == 400
    assert cw.get(f"{INVOICES}/6001").get("topComment") != "half a change"


def test_a_closed_invoice_takes_comments_only(cw: Asker) -> None:
    assert _patch(cw, f"{INVOICES}/6001", invoiceNumber="10601").status_code == 400
    assert _patch(cw, f"{INVOICES}/6001", topComment="Thank you").status_code == 200


def test_the_status_of_a_closed_invoice_has_a_route_of_its_own(cw: Asker) -> None:
    before = cw.ids(6001)
    closed = "/finance/closedInvoices/6001"
    assert _patch(cw, closed, status={"id": 1}).status_code == 200
    assert "10501" not in cw.numbers()
    assert cw.get(f"{INVOICES}/6001")["status"]["isClosed"] is False
    assert _patch(cw, closed, status={"id": 3}).status_code == 200
    assert not set(before) & set(cw.ids(6001))
    assert _patch(cw, closed, status={"id": 99}).status_code == 404
    assert _patch(cw, closed, total=5).status_code == 400
    cw.batch(cw.ids(6001))
    assert _patch(cw, closed, status={"id": 1}).status_code == 400


def test_a_patch_body_is_a_list_of_operations(cw: Asker) -> None:
    for wrong in ({"op": "replace"}, [{"op": "move", "path": "name"}], [5], "name"):
        assert cw.ask("PATCH", "/company/companies/250", json=wrong).status_code == 400


def test_records_are_patched_field_by_field_and_checked_as_a_whole(cw: Asker) -> None:
    path = "/company/companies/250"
    assert _patch(cw, path, **{"/name": "Acme Manufacturing, LLC"}).status_code == 200
    assert cw.get(path)["name"] == "Acme Manufacturing, LLC"
    for wrong in ({"Name": "x"}, {"name": "x" * 51}, {"id": 5}, {"isVendorFlag": "yes"}):
        assert _patch(cw, path, **wrong).status_code == 400
    assert cw.get(path)["name"] == "Acme Manufacturing, LLC"
    removed = [{"op": "remove", "path": "website"}]
    assert "website" not in decode(cw.ask("PATCH", path, json=removed).data)


def test_sites_hang_below_their_company(cw: Asker) -> None:
    (main,) = cw.get("/company/companies/250/sites")
    assert main["company"]["id"] == 250
    assert cw.get(f"/company/companies/250/sites/{main['id']}") == main
    assert cw.ask("GET", f"/company/companies/251/sites/{main['id']}").status_code == 404
    assert cw.ask("GET", "/company/companies/1/sites").status_code == 404


def test_levels_of_a_tax_code_are_listed(cw: Asker) -> None:
    levels = cw.get("/finance/taxCodes/11/taxCodeLevels")
    assert [(one["taxLevel"], one["taxRate"], one["taxCodeXref"]) for one in levels] == [
        (1, Decimal("0.06"), "FL State"),
        (2, Decimal("0.01"), "Hillsborough"),
    ]
    assert levels[1]["taxableMax"] == 5000


def test_the_system_says_that_its_gl_interface_is_licensed(cw: Asker) -> None:
    info = cw.get("/system/info")
    assert {"name": "GLInterface", "activeFlag": True} in info["licenseBits"]
