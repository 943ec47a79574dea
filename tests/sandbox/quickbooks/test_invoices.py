"""Invoices and credit memos as QuickBooks keeps them, and what it refuses."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.sandbox.quickbooks.conftest import Bookkeeper, invoice, line
from tests.sandbox.quickbooks.small_firm import (
    ACME,
    CABLE,
    CATEGORY,
    CLOUD,
    GONE,
    NET_30,
    OLD_ITEM,
    ROUTER,
    SERVICE,
    TENTH,
)


def test_a_created_invoice_comes_back_complete(qbo: Bookkeeper) -> None:
    sent = invoice(
        ACME,
        line("300.00", SERVICE),
        line("60.00", CABLE, "NON", Qty=3, UnitPrice=20),
        DocNumber="10502",
        PrivateNote="Invoice 10502 [CW-6002-cc70]",
        SalesTermRef={"value": NET_30},
    )
    kept = qbo.create("Invoice", sent, minorversion="75")
    assert kept["SyncToken"] == "0"
    assert kept["domain"] == "QBO"
    assert kept["sparse"] is False
    assert kept["TotalAmt"] == Decimal("360.00")
    assert kept["Balance"] == Decimal("360.00")
    assert kept["DueDate"] == "2026-11-19"
    assert kept["CustomerRef"] == {"value": ACME, "name": "Acme Manufacturing LLC"}
    assert kept["BillAddr"]["City"] == "Tampa"
    assert kept["TxnTaxDetail"] == {"TotalTax": Decimal("0.00")}
    assert (kept["EmailStatus"], kept["PrintStatus"]) == ("NotSet", "NotSet")
    assert kept["LinkedTxn"] == []
    assert kept["MetaData"]["CreateTime"] == "2026-11-02T09:00:00-05:00"
    assert [one["DetailType"] for one in kept["Line"]] == [
        "SalesItemLineDetail",
        "SalesItemLineDetail",
        "SubTotalLineDetail",
    ]
    assert kept["Line"][-1]["Amount"] == Decimal("360.00")
    assert [one.get("Id") for one in kept["Line"]] == ["1", "2", None]
    assert kept["Line"][1]["SalesItemLineDetail"]["ItemAccountRef"]["name"] == "Hardware"
    assert qbo.one("Invoice", kept["Id"]) == kept


def test_the_due_date_follows_the_term_unless_it_is_sent(qbo: Bookkeeper) -> None:
    made = [
        qbo.create("Invoice", invoice(ACME, line("1.00", SERVICE), **more))["DueDate"]
        for more in (
            {},
            {"SalesTermRef": {"value": TENTH}},
            {"SalesTermRef": {"value": TENTH}, "TxnDate": "2026-10-07"},
            {"SalesTermRef": {"value": NET_30}, "DueDate": "2026-11-30"},
        )
    ]
    assert made == ["2026-10-20", "2026-11-10", "2026-11-10", "2026-11-30"]


def test_a_line_without_an_item_is_a_remark_whose_amount_does_not_count(qbo: Bookkeeper) -> None:
    remark = {"DetailType": "SalesItemLineDetail", "Amount": Decimal(50), "Description": "lost money"}
    kept = qbo.create("Invoice", invoice(ACME, line("10.00", SERVICE), remark))
    assert kept["TotalAmt"] == Decimal("10.00")
    assert kept["Line"][1]["DetailType"] == "DescriptionOnly"
    assert "Amount" not in kept["Line"][1]
    assert qbo.create("Invoice", invoice(ACME, remark))["TotalAmt"] == 0


def test_an_amount_is_price_times_quantity_rounded_half_up(qbo: Bookkeeper) -> None:
    kept = qbo.create(
        "Invoice", invoice(ACME, line("1861.08", CABLE, Qty=128.350, UnitPrice=Decimal("14.50")))
    )
    assert kept["TotalAmt"] == Decimal("1861.08")
    wrong = qbo.post(
        "invoice", invoice(ACME, line("1861.07", CABLE, Qty=128.350, UnitPrice=Decimal("14.50")))
    )
    assert wrong.status == 400
    assert wrong.codes == ["6070"]
    assert wrong.detail.endswith("Amount is not equal to UnitPrice * Qty. Supplied value:1,861.07")


@pytest.mark.parametrize(
    ("answer", "price", "code"),
    [("stored", "14.5000001", None), ("rounded", "14.50000", None), ("refused", "", "2110")],
)
def test_a_price_of_seven_decimals_is_kept_rounded_or_refused(
    qbo: Bookkeeper, answer: str, price: str, code: str | None
) -> None:
    qbo.switch("long_unit_price", answer)
    given = qbo.post("invoice", invoice(ACME, line("29.00", CABLE, Qty=2, UnitPrice=Decimal("14.5000001"))))
    if code:
        assert given.codes == [code]
    else:
        kept = given.json["Invoice"]["Line"][0]["SalesItemLineDetail"]["UnitPrice"]
        assert kept == Decimal(price)


REFUSED = [
    ("no customer", {"Line": [line("1.00", SERVICE)]}, "2020"),
    ("no lines", invoice(ACME), "2020"),
    ("unknown field", invoice(ACME, line("1.00", SERVICE), Colour="red"), "2010"),
    ("bad date", invoice(ACME, line("1.00", SERVICE), TxnDate="2026-02-30"), "2010"),
    ("bad number", invoice(ACME, {**line("1.00", SERVICE), "Amount": "much"}), "2090"),
    ("bad enumeration", invoice(ACME, line("1.00", SERVICE), EmailStatus="Maybe"), "2170"),
    ("number too long", invoice(ACME, line("1.00", SERVICE), DocNumber="x" * 22), "2050"),
    ("memo too long", invoice(ACME, line("1.00", SERVICE), CustomerMemo={"value": "x" * 1001}), "2050"),
    ("no such customer", invoice("999", line("1.00", SERVICE)), "2500"),
    ("inactive customer", invoice(GONE, line("1.00", SERVICE)), "6250"),
    ("no such item", invoice(ACME, line("1.00", "999")), "2500"),
    ("inactive item", invoice(ACME, line("1.00", OLD_ITEM)), "610"),
    ("a category", invoice(ACME, line("1.00", CATEGORY)), "2500"),
    ("no such class", invoice(ACME, line("1.00", SERVICE, ClassRef={"value": "9"})), "2500"),
    ("no such term", invoice(ACME, line("1.00", SERVICE), SalesTermRef={"value": "9"}), "2500"),
    ("line tax code", invoice(ACME, line("1.00", SERVICE, "81")), "6100"),
    ("closed period", invoice(ACME, line("1.00", SERVICE), TxnDate="2026-09-30"), "6210"),
    ("stock before its start", invoice(ACME, line("1.00", ROUTER), TxnDate="2026-10-14"), "6270"),
    ("negative total", invoice(ACME, line("-1.00", SERVICE)), "6000"),
    ("foreign currency", invoice(ACME, line("1.00", SERVICE), CurrencyRef={"value": "CAD"}), "6000"),
    ("mail without address", invoice(ACME, line("1.00", SERVICE), EmailStatus="NeedToSend"), "6420"),
    ("bad address", invoice(ACME, line("1.00", SERVICE), BillEmail={"Address": "nobody"}), "2210"),
    ("bundles", invoice(ACME, {"DetailType": "GroupLineDetail", "GroupLineDetail": {}}), "5030"),
    (
        "too many taxed lines",
        invoice(ACME, *[line("1.00", CABLE, "TAX") for _ in range(751)]),
        "6000",
    ),
]


@pytest.mark.parametrize(("why", "body", "code"), REFUSED, ids=[one[0] for one in REFUSED])
def test_what_an_invoice_may_not_say_is_refused_and_changes_nothing(
    qbo: Bookkeeper, why: str, body: dict[str, object], code: str
) -> None:
    given = qbo.post("invoice", body)
    assert given.status == 400, why
    assert given.codes == [code]
    assert given.json["Fault"]["type"] == "ValidationFault"
    assert qbo.query("select count(*) from Invoice") == {"totalCount": 0}


def test_several_causes_are_named_at_once(qbo: Bookkeeper) -> None:
    given = qbo.post("invoice", invoice(ACME, line("1.00", SERVICE), DocNumber="x" * 30, PONumber="y" * 16))
    assert given.codes == ["2050", "2050"]
    assert [one["element"] for one in given.json["Fault"]["Error"]] == ["DocNumber", "PONumber"]
    assert "Min:0 Max:21 supported. Supplied length:30" in given.detail


def test_a_number_in_use_is_refused_and_its_holder_named(qbo: Bookkeeper) -> None:
    first = qbo.create("Invoice", invoice(ACME, line("1.00", SERVICE), DocNumber="10538"))
    again = qbo.post("invoice", invoice(ACME, line("1.00", SERVICE), DocNumber="10538"))
    assert again.codes == ["6140"]
    assert f"DocNumber=10538 is assigned to TxnType=Invoice with TxnId={first['Id']}" in again.detail
    qbo.create("CreditMemo", invoice(ACME, line("1.00", SERVICE), DocNumber="10538"))
    qbo.create(
        "Invoice",
        invoice(ACME, line("1.00", SERVICE), DocNumber="10538"),
        include="allowduplicatedocnum",
    )


def test_numbers_may_clash_across_types_or_not_at_all_where_the_company_is_so(qbo: Bookkeeper) -> None:
    qbo.create("Invoice", invoice(ACME, line("1.00", SERVICE), DocNumber="7"))
    qbo.switch("duplicate_numbers", "refused_across_types")
    assert qbo.post("creditmemo", invoice(ACME, line("1.00", SERVICE), DocNumber="7")).codes == ["6140"]
    qbo.switch("duplicate_numbers", "allowed")
    qbo.create("Invoice", invoice(ACME, line("1.00", SERVICE), DocNumber="7"))


@pytest.mark.parametrize(("answer", "code"), [("kept", ["6140"]), ("freed", [])])
def test_a_void_invoice_keeps_its_number_or_not(qbo: Bookkeeper, answer: str, code: list[str]) -> None:
    qbo.switch("voided_number", answer)
    kept = qbo.create("Invoice", invoice(ACME, line("1.00", SERVICE), DocNumber="7"))
    qbo.create("Invoice", {"Id": kept["Id"], "SyncToken": "0"}, operation="void")
    again = qbo.post("invoice", invoice(ACME, line("1.00", SERVICE), DocNumber="7"))
    assert (again.codes if again.status == 400 else []) == code


def test_custom_numbers_decide_who_numbers(qbo: Bookkeeper) -> None:
    kept = qbo.create("Invoice", invoice(ACME, line("1.00", SERVICE)))
    assert "DocNumber" not in kept
    qbo.create("Invoice", invoice(ACME, line("1.00", SERVICE), DocNumber="CW-0099"))
    counted = qbo.create("Invoice", invoice(ACME, line("1.00", SERVICE), DocNumber="AUTO_GENERATE"))
    assert counted["DocNumber"] == "CW-0100"
    qbo.do("set_preference", group="SalesFormsPrefs", name="CustomTxnNumbers", value=False)
    assert qbo.create("Invoice", invoice(ACME, line("1.00", SERVICE)))["DocNumber"] == "CW-0101"
    sent = invoice(ACME, line("1.00", SERVICE), DocNumber="10501")
    assert qbo.create("Invoice", sent)["DocNumber"] == "10501"
    assert qbo.create("Invoice", sent)["DocNumber"] == "10501"
    qbo.switch("number_when_automatic", "ignored")
    assert qbo.create("Invoice", sent)["DocNumber"] == "10502"


def test_a_sparse_update_keeps_what_it_does_not_name_and_a_full_one_clears_it(qbo: Bookkeeper) -> None:
    kept = qbo.create(
        "Invoice", invoice(ACME, line("1.00", SERVICE), line("2.00", CABLE), DocNumber="1", PrivateNote="n")
    )
    sparse = qbo.create("Invoice", {"Id": kept["Id"], "SyncToken": "0", "sparse": True, "DocNumber": "1-V1"})
    assert (sparse["SyncToken"], sparse["DocNumber"], sparse["PrivateNote"]) == ("1", "1-V1", "n")
    assert sparse["Line"] == kept["Line"]
    one_line = qbo.create(
        "Invoice",
        {"Id": kept["Id"], "SyncToken": "1", "sparse": True, "Line": [{**kept["Line"][1]}]},
    )
    assert [one.get("Id") for one in one_line["Line"]] == ["2", None]
    assert one_line["TotalAmt"] == Decimal("2.00")
    full = qbo.create("Invoice", {"Id": kept["Id"], "SyncToken": "2", **invoice(ACME, line("3.00", SERVICE))})
    assert "PrivateNote" not in full
    assert "DocNumber" not in full
    assert full["Line"][0]["Id"] == "3"
    assert full["TotalAmt"] == full["Balance"] == Decimal("3.00")


def test_a_stale_sync_token_is_refused(qbo: Bookkeeper) -> None:
    kept = qbo.create("Invoice", invoice(ACME, line("1.00", SERVICE)))
    seen = {"Id": kept["Id"], "SyncToken": "0"}
    qbo.create("Invoice", {**seen, "sparse": True, "PrivateNote": "x"})
    assert qbo.post("invoice", {**seen, "sparse": True, "PrivateNote": "y"}).codes == ["5010"]
    assert qbo.post("invoice", seen, operation="delete").codes == ["5010"]
    assert qbo.post("invoice", seen, operation="void").codes == ["5010"]


def test_a_void_invoice_is_all_zero_and_says_so(qbo: Bookkeeper) -> None:
    kept = qbo.create(
        "Invoice",
        invoice(ACME, line("60.00", CABLE, "TAX", Qty=3, UnitPrice=20), DocNumber="9", PrivateNote="[CW-1]"),
    )
    void = qbo.create("Invoice", {"Id": kept["Id"], "SyncToken": "0"}, operation="void")
    assert (void["TotalAmt"], void["Balance"]) == (0, 0)
    assert void["Line"][0]["Amount"] == 0
    assert void["Line"][0]["SalesItemLineDetail"]["Qty"] == 0
    assert void["TxnTaxDetail"] == {"TotalTax": 0}
    assert void["PrivateNote"] == "Voided - [CW-1]"
    assert void["DocNumber"] == "9"
    assert qbo.one("Customer", ACME)["Balance"] == 0
    assert qbo.post("invoice", {"Id": kept["Id"], "SyncToken": "1"}, operation="void").codes == ["6000"]


def test_a_void_invoice_can_give_up_its_number(qbo: Bookkeeper) -> None:
    kept = qbo.create("Invoice", invoice(ACME, line("60.00", CABLE, "TAX"), DocNumber="9", PrivateNote="n"))
    qbo.create("Invoice", {"Id": kept["Id"], "SyncToken": "0"}, operation="void")
    renamed = {"Id": kept["Id"], "SyncToken": "1", "sparse": True, "DocNumber": "9-V1"}
    void = qbo.create("Invoice", renamed)
    assert (void["DocNumber"], void["TotalAmt"], void["PrivateNote"]) == ("9-V1", 0, "Voided - n")
    qbo.create("Invoice", invoice(ACME, line("60.00", CABLE), DocNumber="9"))


@pytest.mark.parametrize(
    ("answer", "lines"),
    [("as_sent", ["100 Industrial Way"]), ("in_lines", ["100 Industrial Way", "Tampa, FL"])],
)
def test_an_update_may_run_an_address_together(qbo: Bookkeeper, answer: str, lines: list[str]) -> None:
    qbo.switch("address_after_update", answer)
    kept = qbo.create("Invoice", invoice(ACME, line("100.00", CABLE, "TAX")))
    seen = {"Id": kept["Id"], "SyncToken": "0", "sparse": True}
    changed = qbo.create("Invoice", {**seen, "Line": kept["Line"]})
    address = changed["ShipAddr"]
    assert [address[name] for name in sorted(address) if name.startswith("Line")] == lines
    assert changed["TotalAmt"] == kept["TotalAmt"] == Decimal("107.00")
    again = qbo.create("Invoice", {**seen, "SyncToken": "1", "PrivateNote": "n"})
    assert again["ShipAddr"] == address


def test_a_deleted_invoice_is_gone(qbo: Bookkeeper) -> None:
    kept = qbo.create("Invoice", invoice(ACME, line("1.00", SERVICE)))
    gone = qbo.post("invoice", {"Id": kept["Id"], "SyncToken": "0"}, operation="delete")
    assert gone.json["Invoice"] == {"domain": "QBO", "status": "Deleted", "Id": kept["Id"]}
    assert qbo.get(f"invoice/{kept['Id']}").codes == ["610"]
    assert qbo.post("invoice", {"Id": kept["Id"], "SyncToken": "0"}, operation="delete").codes == ["610"]


def test_a_document_in_a_closed_period_cannot_be_changed(qbo: Bookkeeper) -> None:
    kept = qbo.create("Invoice", invoice(ACME, line("1.00", SERVICE)))
    qbo.do("set_closing_date", date="2026-10-31")
    seen = {"Id": kept["Id"], "SyncToken": "0"}
    assert qbo.post("invoice", {**seen, "sparse": True, "PrivateNote": "x"}).codes == ["6210"]
    assert qbo.post("invoice", seen, operation="delete").codes == ["6210"]
    assert qbo.post("invoice", seen, operation="void").codes == ["6210"]
    moved = {**seen, "sparse": True, "TxnDate": "2026-11-01"}
    assert qbo.post("invoice", moved).codes == ["6210"]


def test_a_credit_memo_has_positive_amounts_and_a_remaining_credit(qbo: Bookkeeper) -> None:
    kept = qbo.create("CreditMemo", invoice(ACME, line("500.00", CABLE), line("-75.00", SERVICE)))
    assert kept["TotalAmt"] == kept["RemainingCredit"] == kept["Balance"] == Decimal("425.00")
    assert "DueDate" not in kept
    assert qbo.one("Customer", ACME)["Balance"] == Decimal("-425.00")


def test_classes_are_kept_when_tracked(qbo: Bookkeeper) -> None:
    sent = invoice(ACME, line("1.00", SERVICE, ClassRef={"value": CLOUD}))
    kept = qbo.create("Invoice", sent)
    assert kept["Line"][0]["SalesItemLineDetail"]["ClassRef"] == {"value": CLOUD, "name": "Cloud"}
    qbo.do("set_preference", group="AccountingInfoPrefs", name="ClassTrackingPerTxnLine", value=False)
    assert "ClassRef" not in qbo.create("Invoice", sent)["Line"][0]["SalesItemLineDetail"]
    qbo.switch("class_when_off", "refused")
    assert qbo.post("invoice", sent).codes == ["5030"]


def test_a_discount_is_subtracted(qbo: Bookkeeper) -> None:
    percent = {
        "DetailType": "DiscountLineDetail",
        "DiscountLineDetail": {"PercentBased": True, "DiscountPercent": 10},
    }
    taxed = line("100.00", CABLE, "TAX")
    kept = qbo.create("Invoice", invoice(ACME, taxed, percent, ApplyTaxAfterDiscount=True))
    assert (kept["TxnTaxDetail"]["TotalTax"], kept["TotalAmt"]) == (Decimal("6.30"), Decimal("96.30"))
    before = qbo.create("Invoice", invoice(ACME, taxed, percent))
    assert (before["TxnTaxDetail"]["TotalTax"], before["TotalAmt"]) == (Decimal("7.00"), Decimal("97.00"))
    assert qbo.post("invoice", invoice(ACME, taxed, percent, percent)).codes == ["6000"]
    qbo.do("set_preference", group="SalesFormsPrefs", name="AllowDiscount", value=False)
    assert qbo.post("invoice", invoice(ACME, taxed, percent)).codes == ["5030"]


def test_the_subtotal_a_client_sends_back_is_not_doubled(qbo: Bookkeeper) -> None:
    kept = qbo.create("Invoice", invoice(ACME, line("1.00", SERVICE)))
    again = qbo.create("Invoice", kept)
    assert again["Line"] == kept["Line"]
    assert again["SyncToken"] == "1"


def test_an_ended_subscription_refuses_writes_only(qbo: Bookkeeper) -> None:
    qbo.do("end_subscription")
    assert qbo.post("invoice", invoice(ACME, line("1.00", SERVICE))).codes == ["6190"]
    assert qbo.query("select count(*) from Customer") == {"totalCount": 3}
    qbo.do("end_subscription", ended=False)
    qbo.create("Invoice", invoice(ACME, line("1.00", SERVICE)))


@pytest.mark.parametrize(
    ("switch", "answer", "body", "code"),
    [
        ("inactive_reference", "2500", invoice(ACME, line("1.00", OLD_ITEM)), "2500"),
        ("inactive_customer", "610", invoice(GONE, line("1.00", SERVICE)), "610"),
    ],
)
def test_inactive_records_are_refused_with_either_code(
    qbo: Bookkeeper, switch: str, answer: str, body: dict[str, object], code: str
) -> None:
    qbo.switch(switch, answer)
    assert qbo.post("invoice", body).codes == [code]
