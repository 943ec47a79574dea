"""Sales tax: automated with its three answers to an override, and manual by groups of rates."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.sandbox.quickbooks.conftest import Bookkeeper, invoice, line
from tests.sandbox.quickbooks.small_firm import ACME, CABLE, FLORIDA, SERVICE

TEXAS = {"Line1": "1 Congress Ave", "City": "Austin", "CountrySubDivisionCode": "TX"}
GEORGIA = {"Line1": "1 Bay St", "City": "Savannah", "CountrySubDivisionCode": "GA"}
SENT = {"TotalTax": Decimal("2.74")}
CODE = {"TxnTaxCodeRef": {"value": "TAX"}}
FLAG = {"UseAutomatedSalesTax": False}


def taxed(amount: str = "33.33", **more: Any) -> dict[str, Any]:
    return invoice(ACME, line(amount, CABLE, "TAX"), **{"ShipAddr": TEXAS, **more})


def tax_of(kept: dict[str, Any]) -> Decimal:
    assert kept["TotalAmt"] == kept["Line"][-1]["Amount"] + kept["TxnTaxDetail"]["TotalTax"]
    return Decimal(kept["TxnTaxDetail"]["TotalTax"])


@pytest.mark.parametrize(
    ("answer", "detail", "tax"),
    [
        ("honour", SENT, "2.74"),
        ("honour", SENT | CODE | FLAG, "2.74"),
        ("honour", SENT | {"UseAutomatedSalesTax": True}, "2.75"),
        ("honour", CODE, "2.75"),
        ("ignore", SENT | CODE | FLAG, "2.75"),
        ("need_flag", SENT, "2.75"),
        ("need_flag", SENT | CODE, "2.75"),
        ("need_flag", SENT | FLAG, "2.75"),
        ("need_flag", SENT | CODE | FLAG, "2.74"),
    ],
)
def test_an_override_is_kept_as_the_company_is_made(
    qbo: Bookkeeper, answer: str, detail: dict[str, Any], tax: str
) -> None:
    qbo.switch("ast_override", answer)
    kept = qbo.create("Invoice", taxed(TxnTaxDetail=detail))
    assert tax_of(kept) == Decimal(tax)
    overridden = kept["TxnTaxDetail"].get("TaxReviewStatus") == "AST_TAX_OVERRIDE"
    assert overridden == (tax == "2.74")


@pytest.mark.parametrize(
    ("amount", "region", "tax"),
    [("33.33", "TX", "2.75"), ("60.00", "FL", "4.20"), ("1000.00", "TX", "82.50"), ("0.06", "TX", "0.00")],
)
def test_automated_tax_is_the_flat_rate_of_the_ship_to_region_half_up(
    qbo: Bookkeeper, amount: str, region: str, tax: str
) -> None:
    ship_to = {**TEXAS, "CountrySubDivisionCode": region}
    assert tax_of(qbo.create("Invoice", taxed(amount, ShipAddr=ship_to))) == Decimal(tax)


def test_the_sum_is_taxed_not_each_line(qbo: Bookkeeper) -> None:
    lines = [line("10.10", CABLE, "TAX") for _ in range(3)]
    kept = qbo.create("Invoice", invoice(ACME, *lines, ShipAddr=TEXAS))
    assert tax_of(kept) == Decimal("2.50")  # each line rounded alone would be 2.49


def test_tax_without_a_taxable_line_is_dropped(qbo: Bookkeeper) -> None:
    kept = qbo.create("Invoice", invoice(ACME, line("100.00", SERVICE, "NON"), TxnTaxDetail=SENT))
    assert tax_of(kept) == 0


def test_where_the_company_has_no_agency_a_sent_tax_is_dropped_or_kept(qbo: Bookkeeper) -> None:
    sent = taxed("640.00", ShipAddr=GEORGIA, TxnTaxDetail={"TotalTax": Decimal("44.80")})
    assert tax_of(qbo.create("Invoice", sent)) == 0
    qbo.switch("override_without_agency", "kept")
    assert tax_of(qbo.create("Invoice", sent)) == Decimal("44.80")


def test_without_a_line_code_the_item_decides(qbo: Bookkeeper) -> None:
    bare = [line("100.00", item) for item in (CABLE, SERVICE)]
    for one in bare:
        del one["SalesItemLineDetail"]["TaxCodeRef"]
    kept = qbo.create("Invoice", invoice(ACME, *bare))
    assert [one["SalesItemLineDetail"]["TaxCodeRef"]["value"] for one in kept["Line"][:2]] == ["TAX", "NON"]
    assert tax_of(kept) == Decimal("7.00")


def test_an_exempt_customer_and_a_company_without_sales_tax_pay_none(qbo: Bookkeeper) -> None:
    exempt = {"Id": ACME, "SyncToken": "0", "sparse": True, "Taxable": False}
    qbo.create("Customer", {**exempt, "TaxExemptionReasonId": "9"})
    assert tax_of(qbo.create("Invoice", taxed(TxnTaxDetail=SENT))) == 0
    qbo.create("Customer", {"Id": ACME, "SyncToken": "1", "sparse": True, "Taxable": True})
    qbo.do("set_preference", group="TaxPrefs", name="UsingSalesTax", value=False)
    assert tax_of(qbo.create("Invoice", taxed(TxnTaxDetail=SENT))) == 0


@pytest.mark.parametrize(("answer", "status"), [("needed", 400), ("optional", 200)])
def test_an_exempt_customer_may_need_a_reason(qbo: Bookkeeper, answer: str, status: int) -> None:
    qbo.switch("exemption_reason", answer)
    assert qbo.post("customer", {"DisplayName": "City Hall", "Taxable": False}).status == status


def test_credit_memos_are_taxed_the_same_way(qbo: Bookkeeper) -> None:
    kept = qbo.create("CreditMemo", taxed("200.00", TxnTaxDetail={"TotalTax": Decimal("14.00")}))
    assert tax_of(kept) == Decimal("14.00")


def test_an_override_survives_a_sparse_update_of_something_else(qbo: Bookkeeper) -> None:
    kept = qbo.create("Invoice", taxed(TxnTaxDetail=SENT))
    again = qbo.create("Invoice", {"Id": kept["Id"], "SyncToken": "0", "sparse": True, "PrivateNote": "note"})
    assert tax_of(again) == Decimal("2.74")
    lines = [line("66.66", CABLE, "TAX")]
    changed = qbo.create("Invoice", {"Id": kept["Id"], "SyncToken": "1", "sparse": True, "Line": lines})
    assert tax_of(changed) == Decimal("5.50")


@pytest.fixture
def legacy(qbo: Bookkeeper) -> Bookkeeper:
    qbo.do("set_preference", group="TaxPrefs", name="PartnerTaxEnabled", value=False)
    return qbo


def test_manual_tax_adds_up_the_rates_of_the_named_group(legacy: Bookkeeper) -> None:
    detail = {"TxnTaxCodeRef": {"value": FLORIDA}, "TotalTax": Decimal("9.99")}
    kept = legacy.create("Invoice", taxed("33.33", TxnTaxDetail=detail))
    assert [one["Amount"] for one in kept["TxnTaxDetail"]["TaxLine"]] == [Decimal("2.00"), Decimal("0.50")]
    assert tax_of(kept) == Decimal("2.50")
    assert kept["TxnTaxDetail"]["TxnTaxCodeRef"]["value"] == FLORIDA
    legacy.switch("manual_override", "honour")
    assert tax_of(legacy.create("Invoice", taxed("33.33", TxnTaxDetail=detail))) == Decimal("9.99")


@pytest.mark.parametrize("code", ["TAX", "NON", "999"])
def test_manual_tax_refuses_a_code_that_is_no_group(legacy: Bookkeeper, code: str) -> None:
    detail = {"TxnTaxCodeRef": {"value": code}}
    assert legacy.post("invoice", taxed(TxnTaxDetail=detail)).codes == ["6230"]


def test_manual_tax_keeps_the_named_code_of_a_document_without_tax(legacy: Bookkeeper) -> None:
    detail = {"TxnTaxCodeRef": {"value": FLORIDA}}
    kept = legacy.create("Invoice", invoice(ACME, line("50.00", SERVICE), TxnTaxDetail=detail))
    assert tax_of(kept) == 0
    assert kept["TxnTaxDetail"]["TxnTaxCodeRef"]["value"] == FLORIDA
    gone = {"TxnTaxCodeRef": {"value": "999"}}
    refused = legacy.post("invoice", invoice(ACME, line("50.00", SERVICE), TxnTaxDetail=gone))
    assert refused.codes == ["6230"]


def test_manual_tax_without_a_code_is_none(legacy: Bookkeeper) -> None:
    assert tax_of(legacy.create("Invoice", taxed())) == 0
