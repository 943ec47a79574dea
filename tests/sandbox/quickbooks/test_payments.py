"""Payments, credits applied, links on both sides, and what links forbid."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.sandbox.quickbooks.conftest import Bookkeeper, invoice, line
from tests.sandbox.quickbooks.small_firm import ACME, BAYSIDE, CABLE, SERVICE, SUB, UNDEPOSITED


def bill_to(qbo: Bookkeeper, amount: str, customer: str = ACME, entity: str = "Invoice") -> str:
    return str(qbo.create(entity, invoice(customer, line(amount, SERVICE)))["Id"])


def paying(total: str, *links: tuple[str, str, str], customer: str = ACME) -> dict[str, Any]:
    return {
        "CustomerRef": {"value": customer},
        "TotalAmt": Decimal(total),
        "Line": [
            {"Amount": Decimal(amount), "LinkedTxn": [{"TxnId": one, "TxnType": kind}]}
            for kind, one, amount in links
        ],
    }


def test_a_payment_lowers_the_balance_and_is_linked_on_both_sides(qbo: Bookkeeper) -> None:
    sold = bill_to(qbo, "100.00")
    paid = qbo.create("Payment", paying("40.00", ("Invoice", sold, "40.00")))
    assert paid["UnappliedAmt"] == 0
    assert paid["DepositToAccountRef"]["value"] == UNDEPOSITED
    kept = qbo.one("Invoice", sold)
    assert kept["Balance"] == Decimal("60.00")
    assert kept["LinkedTxn"] == [{"TxnId": paid["Id"], "TxnType": "Payment"}]
    assert kept["SyncToken"] == "1"
    assert qbo.one("Customer", ACME)["Balance"] == Decimal("60.00")


def test_linking_may_leave_the_sync_token_alone(qbo: Bookkeeper) -> None:
    qbo.switch("linking_changes_invoice", "no")
    sold = bill_to(qbo, "100.00")
    qbo.create("Payment", paying("40.00", ("Invoice", sold, "40.00")))
    assert qbo.one("Invoice", sold)["SyncToken"] == "0"


def test_a_payment_of_zero_applies_a_credit(qbo: Bookkeeper) -> None:
    sold, credit = bill_to(qbo, "100.00"), bill_to(qbo, "50.00", entity="CreditMemo")
    qbo.create("Payment", paying("0", ("Invoice", sold, "50.00"), ("CreditMemo", credit, "50.00")))
    assert qbo.one("Invoice", sold)["Balance"] == Decimal("50.00")
    assert qbo.one("CreditMemo", credit)["RemainingCredit"] == 0
    assert qbo.one("Customer", ACME)["Balance"] == Decimal("50.00")


def test_what_is_not_applied_stays_with_the_customer(qbo: Bookkeeper) -> None:
    sold = bill_to(qbo, "100.00")
    paid = qbo.create("Payment", paying("150.00", ("Invoice", sold, "100.00")))
    assert paid["UnappliedAmt"] == Decimal("50.00")
    assert qbo.one("Customer", ACME)["Balance"] == Decimal("-50.00")


def test_a_parent_may_pay_for_its_child(qbo: Bookkeeper) -> None:
    sold = bill_to(qbo, "10.00", customer=SUB)
    qbo.create("Payment", paying("10.00", ("Invoice", sold, "10.00")))
    assert qbo.one("Invoice", sold)["Balance"] == 0


def test_a_changed_payment_moves_its_money(qbo: Bookkeeper) -> None:
    first, second = bill_to(qbo, "100.00"), bill_to(qbo, "100.00")
    paid = qbo.create("Payment", paying("100.00", ("Invoice", first, "100.00")))
    seen = {"Id": paid["Id"], "SyncToken": "0", "sparse": True}
    qbo.create("Payment", {**seen, "Line": paying("0", ("Invoice", second, "100.00"))["Line"]})
    assert qbo.one("Invoice", first)["Balance"] == Decimal("100.00")
    assert qbo.one("Invoice", first)["LinkedTxn"] == []
    assert qbo.one("Invoice", second)["Balance"] == 0


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"CustomerRef": {"value": ACME}}, "6000"),
        ({"TotalAmt": 5}, "2020"),
        (paying("10.00", ("Invoice", "999", "10.00")), "620"),
        (paying("10.00", ("Estimate", "1", "10.00")), "620"),
        (paying("10.00", ("Invoice", "SOLD", "10.00"), customer=BAYSIDE), "620"),
        (paying("999.00", ("Invoice", "SOLD", "999.00")), "6000"),
        (paying("5.00", ("Invoice", "SOLD", "10.00")), "6000"),
        (paying("-5.00"), "6000"),
        ({**paying("5.00"), "PaymentRefNum": "x" * 22}, "2050"),
        ({**paying("5.00"), "TxnDate": "2026-09-30"}, "6210"),
    ],
)
def test_what_cannot_be_paid_is_refused(qbo: Bookkeeper, body: dict[str, Any], code: str) -> None:
    sold = bill_to(qbo, "100.00")
    for one in body.get("Line", []):
        for link in one["LinkedTxn"]:
            link["TxnId"] = link["TxnId"].replace("SOLD", sold)
    assert qbo.post("payment", body).codes == [code]
    assert qbo.one("Invoice", sold)["Balance"] == Decimal("100.00")


@pytest.mark.parametrize(("answer", "codes"), [("refused", ["6000"]), ("unlinks", [])])
def test_a_paid_invoice_is_not_deleted_or_its_payment_is_unlinked(
    qbo: Bookkeeper, answer: str, codes: list[str]
) -> None:
    qbo.switch("delete_linked", answer)
    sold = bill_to(qbo, "100.00")
    paid = qbo.create("Payment", paying("100.00", ("Invoice", sold, "100.00")))["Id"]
    gone = qbo.post("invoice", {"Id": sold, "SyncToken": "1"}, operation="delete")
    assert (gone.codes if gone.status == 400 else []) == codes
    if not codes:
        assert qbo.one("Payment", paid)["UnappliedAmt"] == Decimal("100.00")
        assert qbo.one("Customer", ACME)["Balance"] == Decimal("-100.00")


def test_voiding_a_paid_invoice_leaves_its_payment_unapplied(qbo: Bookkeeper) -> None:
    sold = bill_to(qbo, "100.00")
    paid = qbo.create("Payment", paying("100.00", ("Invoice", sold, "100.00")))["Id"]
    void = qbo.create("Invoice", {"Id": sold, "SyncToken": "1"}, operation="void")
    assert void["LinkedTxn"] == []
    payment = qbo.one("Payment", paid)
    assert payment["UnappliedAmt"] == Decimal("100.00")
    assert payment["Line"] == []


def test_a_void_payment_gives_the_invoice_back(qbo: Bookkeeper) -> None:
    sold = bill_to(qbo, "100.00")
    paid = qbo.create("Payment", paying("100.00", ("Invoice", sold, "100.00")))["Id"]
    seen = {"Id": paid, "SyncToken": "0", "sparse": True}
    void = qbo.create("Payment", seen, operation="update", include="void")
    assert (void["TotalAmt"], void["PrivateNote"]) == (0, "Voided")
    assert qbo.one("Invoice", sold)["Balance"] == Decimal("100.00")


def test_a_deleted_payment_gives_the_invoice_back(qbo: Bookkeeper) -> None:
    sold = bill_to(qbo, "100.00")
    paid = qbo.create("Payment", paying("100.00", ("Invoice", sold, "100.00")))["Id"]
    qbo.post("payment", {"Id": paid, "SyncToken": "0"}, operation="delete")
    assert qbo.one("Invoice", sold)["Balance"] == Decimal("100.00")
    assert qbo.one("Customer", ACME)["Balance"] == Decimal("100.00")


def test_a_deposited_payment_cannot_be_changed(qbo: Bookkeeper) -> None:
    sold = qbo.create("Invoice", invoice(ACME, line("100.00", SERVICE), DocNumber="10502"))
    qbo.do("pay_invoice", number="10502")
    paid = qbo.do("link_deposit", number="10502")[0]
    seen = {"Id": paid, "SyncToken": "1"}
    assert qbo.post("payment", {**seen, "sparse": True, "PrivateNote": "x"}).codes == ["6540"]
    assert qbo.post("payment", seen, operation="delete").codes == ["6540"]
    assert qbo.post("payment", {**seen, "sparse": True}, operation="update", include="void").codes == ["6540"]
    assert qbo.one("Invoice", sold["Id"])["Balance"] == 0


def test_an_invoice_cannot_shrink_below_what_was_paid(qbo: Bookkeeper) -> None:
    sold = bill_to(qbo, "100.00")
    qbo.create("Payment", paying("60.00", ("Invoice", sold, "60.00")))
    seen = {"Id": sold, "SyncToken": "1", "sparse": True}
    assert qbo.post("invoice", {**seen, "Line": [line("50.00", SERVICE)]}).codes == ["6000"]
    grown = qbo.create("Invoice", {**seen, "Line": [line("110.00", SERVICE)]})
    assert grown["Balance"] == Decimal("50.00")
    assert len(grown["LinkedTxn"]) == 1


def test_credits_apply_themselves_when_the_company_wants_it(qbo: Bookkeeper) -> None:
    sold = bill_to(qbo, "100.00")
    qbo.do("set_auto_apply_credit", on=True)
    credit = qbo.create("CreditMemo", invoice(ACME, line("30.00", CABLE)))
    assert credit["Balance"] == Decimal("30.00")  # the answer is given before the credit moves
    assert qbo.one("CreditMemo", credit["Id"])["Balance"] == 0
    assert qbo.one("Invoice", sold)["Balance"] == Decimal("70.00")
    made = qbo.query("select * from Payment")["Payment"]
    assert [(one["TotalAmt"], one["PrivateNote"]) for one in made] == [
        (0, "Created by QB Online to link credits to charges.")
    ]
