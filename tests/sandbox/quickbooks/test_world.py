"""What people do behind the program's back, the books as a test reads them, and a state that is kept."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from mobius_desktop.sandbox.control import Control, WorldError
from mobius_desktop.sandbox.quickbooks.app import create_app
from mobius_desktop.sandbox.quickbooks.state import state_from_builtins, state_to_builtins
from tests.sandbox.quickbooks.conftest import Bookkeeper, invoice, line, read
from tests.sandbox.quickbooks.small_firm import ACME, CABLE, CLOUD, INCOME, OTHER_REALM, REALM, SERVICE

SENT = invoice(ACME, line("300.00", SERVICE), DocNumber="10502")


def test_a_person_edits_voids_and_deletes(qbo: Bookkeeper) -> None:
    kept = qbo.create("Invoice", SENT)
    edited = qbo.do("edit_document", entity="Invoice", number="10502", changes={"PrivateNote": "mine"})
    assert (edited["SyncToken"], qbo.one("Invoice", kept["Id"])["PrivateNote"]) == ("1", "mine")
    assert qbo.do("void_document", entity="Invoice", record_id=kept["Id"])["TotalAmt"] == 0
    qbo.do("delete_document", entity="Invoice", number="10502")
    assert qbo.get(f"invoice/{kept['Id']}").codes == ["610"]


def test_a_person_deletes_a_paid_invoice(qbo: Bookkeeper) -> None:
    qbo.create("Invoice", SENT)
    paid = qbo.do("pay_invoice", number="10502", amount="100.00")
    assert qbo.query("select Balance from Invoice")["Invoice"][0]["Balance"] == Decimal("200.00")
    qbo.do("delete_document", entity="Invoice", number="10502")
    assert qbo.one("Payment", paid["Id"])["UnappliedAmt"] == Decimal("100.00")


def test_a_person_makes_a_document_by_hand(qbo: Bookkeeper) -> None:
    made = qbo.do("create_document", entity="Invoice", document=SENT)
    assert qbo.one("Invoice", made["Id"])["DocNumber"] == "10502"


def test_a_person_renames_and_retires_list_records(qbo: Bookkeeper) -> None:
    qbo.do("rename", entity="Customer", name="Acme Manufacturing LLC", to="Acme Inc.")
    assert qbo.one("Customer", ACME)["DisplayName"] == "Acme Inc."
    qbo.do("set_active", entity="Item", name="Service-40000", active=False)
    assert qbo.post("invoice", SENT).codes == ["610"]
    qbo.do("set_active", entity="Item", record_id=SERVICE, active=True)
    assert qbo.post("invoice", SENT).status == 200


def test_a_reset_leaves_records_that_only_look_alive(qbo: Bookkeeper) -> None:
    qbo.do("leave_ghost", entity="Item", name="Service-40000")
    assert qbo.one("Item", SERVICE)["Active"] is True
    found = f"select * from Item where Id = '{SERVICE}'"  # noqa: S608 - a query of the sandbox
    assert len(qbo.query(found)["Item"]) == 1
    assert qbo.batch({"bId": "1", "Query": found})["1"]["QueryResponse"] == {}
    assert qbo.post("invoice", SENT).codes == ["2500"]
    again = {"Name": "Service-40000", "Type": "Service", "IncomeAccountRef": {"value": INCOME}}
    assert qbo.post("item", again).codes == ["6240"]


def test_a_person_changes_preferences(qbo: Bookkeeper) -> None:
    qbo.do("set_multicurrency", on=True)
    assert qbo.get("preferences").json["Preferences"]["CurrencyPrefs"]["MultiCurrencyEnabled"] is True
    qbo.do("set_closing_date", date="")
    assert "BookCloseDate" not in qbo.get("preferences").json["Preferences"]["AccountingInfoPrefs"]


def test_an_agency_that_a_person_adds_is_listed(qbo: Bookkeeper) -> None:
    qbo.do("add_tax_agency", name="Georgia Department of Revenue", region="GA", rate="7")
    names = [one["DisplayName"] for one in qbo.query("select * from TaxAgency")["TaxAgency"]]
    assert "Georgia Department of Revenue" in names


@pytest.mark.parametrize(
    ("verb", "arguments"),
    [
        ("delete_document", {"entity": "Invoice", "number": "1"}),
        ("delete_document", {"entity": "Wombat", "number": "1"}),
        ("rename", {"entity": "Customer", "name": "Nobody", "to": "x"}),
        ("rename", {"entity": "Wombat", "name": "x", "to": "y"}),
        ("rename", {"entity": "Customer", "record_id": ACME, "to": "Distro One Inc."}),
        ("set_preference", {"group": "TaxPrefs", "name": "Colour", "value": 1}),
        ("link_deposit", {"number": "1"}),
        ("end_subscription", {"realm": "1"}),
    ],
)
def test_what_cannot_happen_is_said(qbo: Bookkeeper, verb: str, arguments: dict[str, Any]) -> None:
    with pytest.raises(WorldError):
        qbo.do(verb, **arguments)


def test_world_events_come_over_http(qbo: Bookkeeper) -> None:
    qbo.create("Invoice", SENT)
    body = {"do": "pay_invoice", "number": "10502", "amount": "1.00"}
    assert qbo.client.post("/__sandbox__/world", json=body).status_code == 200
    assert qbo.query("select Balance from Invoice")["Invoice"][0]["Balance"] == Decimal("299.00")


def test_the_books_show_documents_accounts_classes_and_tax(qbo: Bookkeeper) -> None:
    classed = line("300.00", SERVICE, ClassRef={"value": CLOUD})
    taxed = line("60.00", CABLE, "TAX", Qty=3, UnitPrice=20)
    qbo.create("Invoice", invoice(ACME, classed, taxed, DocNumber="10502", PrivateNote="[CW-1]"))
    qbo.create("CreditMemo", invoice(ACME, line("100.00", CABLE, "TAX"), DocNumber="CM12"))
    void = qbo.create("Invoice", invoice(ACME, line("5.00", SERVICE), DocNumber="V"))
    qbo.create("Invoice", {"Id": void["Id"], "SyncToken": "0"}, operation="void")
    books = qbo.books()
    assert books["by_account"] == {
        "22000": Decimal("-2.80"),
        "40000": Decimal("300.00"),
        "40100": Decimal("-40.00"),
    }
    assert books["by_class"] == {"": Decimal("-40.00"), "Cloud": Decimal("300.00")}
    assert (books["total"], books["tax"]) == (Decimal("257.20"), Decimal("-2.80"))
    assert sum(books["by_account"].values()) == books["total"]
    first = books["documents"][0]
    assert (first["type"], first["DocNumber"], first["customer"]) == (
        "Invoice",
        "10502",
        "Acme Manufacturing LLC",
    )
    assert (first["TotalAmt"], first["TotalTax"], first["note"]) == (
        Decimal("364.20"),
        Decimal("4.20"),
        "[CW-1]",
    )
    assert [(one["item"], one["account"], one["amount"], one["class"]) for one in first["lines"]] == [
        ("Service-40000", "40000", Decimal("300.00"), "Cloud"),
        ("CAT6-10", "40100", Decimal("60.00"), ""),
    ]
    assert [one["state"] for one in books["documents"]] == ["live", "void", "live"]


def test_the_books_of_all_realms_or_of_one(qbo: Bookkeeper) -> None:
    both = read(qbo.client.get("/__sandbox__/books")).json
    assert set(both["realms"]) == {REALM, OTHER_REALM}
    assert qbo.client.get("/__sandbox__/books", query_string={"realm": "1"}).status_code == 400


def test_a_saved_state_comes_back_with_books_tokens_and_requestids(
    qbo: Bookkeeper, app: Flask, control: Control
) -> None:
    first = qbo.post("invoice", SENT, requestid="r1")
    qbo.create("Invoice", invoice(ACME, line("1.00", SERVICE), DocNumber="x"))
    qbo.do("delete_document", entity="Invoice", number="x")
    qbo.do("end_subscription")
    saved = json.dumps(state_to_builtins(app.extensions["quickbooks"]))
    state = state_from_builtins(json.loads(saved))
    assert state == app.extensions["quickbooks"]
    again = create_app(None, control, state=state)
    back = Bookkeeper(again.test_client(), control, REALM, qbo.access_token, qbo.refresh_token)
    assert back.post("invoice", SENT, requestid="r1").text == first.text
    assert back.post("invoice", SENT, requestid="r2").codes == ["6190"]
    assert back.books() == qbo.books()
    assert back.books()["deleted"][0]["entity"] == "Invoice"
    assert back.token(grant_type="refresh_token", refresh_token=back.refresh_token).status == 200
