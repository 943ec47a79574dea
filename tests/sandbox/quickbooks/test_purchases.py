"""Bills and purchases."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.sandbox.quickbooks.conftest import Bookkeeper
from tests.sandbox.quickbooks.small_firm import CABLE, CARD, CHECKING, DISTRO, NET_30, PAYABLE, SUPPLIES


def spent(amount: str = "200.00", account: str = SUPPLIES) -> dict[str, Any]:
    return {
        "DetailType": "AccountBasedExpenseLineDetail",
        "Amount": Decimal(amount),
        "AccountBasedExpenseLineDetail": {"AccountRef": {"value": account}},
    }


def bought(**detail: Any) -> dict[str, Any]:
    return {
        "DetailType": "ItemBasedExpenseLineDetail",
        "Amount": Decimal("60.00"),
        "ItemBasedExpenseLineDetail": {"ItemRef": {"value": CABLE}, **detail},
    }


def a_bill(**more: Any) -> dict[str, Any]:
    return {"VendorRef": {"value": DISTRO}, "TxnDate": "2026-10-20", "Line": [spent()], **more}


def a_purchase(**more: Any) -> dict[str, Any]:
    return {
        "PaymentType": "CreditCard",
        "AccountRef": {"value": CARD},
        "EntityRef": {"value": DISTRO, "type": "Vendor"},
        "TxnDate": "2026-10-20",
        "Line": [spent()],
        **more,
    }


def test_a_bill_can_be_made_changed_and_deleted(qbo: Bookkeeper) -> None:
    kept = qbo.create("Bill", a_bill(SalesTermRef={"value": NET_30}, DocNumber="PO778"))
    assert (kept["TotalAmt"], kept["Balance"]) == (200, 200)
    assert kept["DueDate"] == "2026-11-19"
    assert kept["APAccountRef"] == {"value": PAYABLE, "name": "Payable"}
    seen = {"Id": kept["Id"], "SyncToken": "0", "sparse": True}
    changed = qbo.create("Bill", {**seen, "Line": [spent(), bought(Qty=3, UnitPrice=20)]})
    assert changed["TotalAmt"] == 260
    gone = qbo.post("bill", {"Id": kept["Id"], "SyncToken": "1"}, operation="delete")
    assert gone.json["Bill"]["status"] == "Deleted"


def test_a_purchase_can_be_made_changed_and_deleted(qbo: Bookkeeper) -> None:
    kept = qbo.create("Purchase", a_purchase())
    assert kept["EntityRef"] == {"value": DISTRO, "name": "Distro One Inc.", "type": "Vendor"}
    again = qbo.create("Purchase", {**kept, "PrivateNote": "n"})
    assert again["SyncToken"] == "1"
    gone = qbo.post("purchase", {"Id": kept["Id"], "SyncToken": "1"}, operation="delete")
    assert gone.json["Purchase"]["status"] == "Deleted"


@pytest.mark.parametrize(
    ("entity", "body", "code"),
    [
        ("bill", a_bill(VendorRef={"value": "999"}), "2500"),
        ("bill", {"Line": [spent()]}, "2020"),
        ("bill", a_bill(Line=[]), "2020"),
        ("bill", a_bill(Line=[spent(account="999")]), "2500"),
        ("bill", a_bill(Line=[bought(Qty=3, UnitPrice=21)]), "6070"),
        ("bill", a_bill(Line=[{"DetailType": "SalesItemLineDetail", "Amount": 1}]), "6440"),
        ("bill", a_bill(APAccountRef={"value": CHECKING}), "6430"),
        ("bill", a_bill(DocNumber="x" * 22), "2050"),
        ("bill", a_bill(TxnDate="2026-09-01"), "6210"),
        ("purchase", a_purchase(AccountRef={"value": CHECKING}), "6430"),
        ("purchase", a_purchase(PaymentType="Cash"), "6430"),
        ("purchase", {name: value for name, value in a_purchase().items() if name != "PaymentType"}, "2020"),
        ("purchase", a_purchase(EntityRef={"value": "999", "type": "Customer"}), "2500"),
    ],
)
def test_what_cannot_be_bought_is_refused(
    qbo: Bookkeeper, entity: str, body: dict[str, Any], code: str
) -> None:
    assert qbo.post(entity, body).codes == [code]


def test_a_vendors_number_is_used_once(qbo: Bookkeeper) -> None:
    qbo.create("Bill", a_bill(DocNumber="PO778"))
    assert qbo.post("bill", a_bill(DocNumber="PO778")).codes == ["6140"]
