"""The GL export: a read-only accounting view with the documented signs, ids and texts."""

from __future__ import annotations

import copy
from decimal import Decimal
from typing import Any

import pytest

from mobius_desktop.sandbox.control import Control, decode
from mobius_desktop.sandbox.firm.model import ConnectWiseBooks
from tests.sandbox.connectwise.conftest import EXPORT, Asker


def _numbers(export: Any) -> list[str]:
    return sorted(one["documentNumber"] for one in export["transactions"])


def _refused(cw: Asker, **fields: Any) -> Any:
    answer = cw.ask("POST", EXPORT, json=fields)
    assert answer.status_code == 400
    return decode(answer.data)


def test_exporting_changes_nothing(cw: Asker, books: ConnectWiseBooks, control: Control) -> None:
    before = copy.deepcopy(books.invoices)
    cw.export()
    assert books.invoices == before
    assert books.batches == {}
    assert [one.kind for one in control.recorder.find(path="export")] == ["read"]


def test_header_and_rows_come_to_zero(cw: Asker) -> None:
    for one in cw.export(thruDate="2026-12-31T00:00:00Z")["transactions"]:
        assert one["total"] + sum(row["total"] for row in one["detail"]) == 0, one["documentNumber"]


def test_tax_rows_levels_and_header_agree(cw: Asker) -> None:
    for one in cw.export(thruDate="2026-12-31T00:00:00Z")["transactions"]:
        tax = -sum(row["total"] for row in one["detail"] if row["glTypeId"] == "ST")
        assert tax == one["salesTax"] == sum(level["taxAmount"] for level in one["taxLevels"])


def test_ar_entries_and_rows_have_ids_of_their_own(cw: Asker) -> None:
    one = cw.transaction(6002)
    entries = [int(number) for number in one["glEntryIds"].split(",")]
    rows = [row["id"] for row in one["detail"]]
    assert entries == [700202, 700204, 700206, 700208, 700210]
    assert rows == [700201, 700203, 700205, 700207, 700209]
    assert one["id"] == 6002


def test_sold_products_have_negative_quantity_and_positive_price(cw: Asker) -> None:
    row = cw.transaction(6002)["detail"][0]
    assert (row["glTypeId"], row["quantity"], row["itemPrice"], row["total"]) == ("RP", -3, 20, -60)
    assert row["item"]["identifier"] == "CAT6-10"
    assert row["unitOfMeasure"]["name"] == "Each"


def test_a_credit_memo_turns_the_signs_of_rows_and_price(cw: Asker, control: Control) -> None:
    memo = cw.transaction(6023)
    row = memo["detail"][0]
    assert (memo["documentType"], memo["total"]) == ("CREDIT MEMO", Decimal("-214.00"))
    assert (row["quantity"], row["itemPrice"], row["total"]) == (-1, -200, 200)
    control.switch("connectwise", "credit_memo_header", "positive")
    assert cw.transaction(6023)["total"] == Decimal("214.00")


def test_a_tax_row_names_its_level_in_words_and_not_its_own_xref(cw: Asker) -> None:
    row = cw.transaction(6002)["detail"][3]
    assert (row["description"], row["memo"], row["taxNote"]) == (
        "Level 1 Sales Tax",
        "Sales Tax",
        "AUTOSTAX",
    )
    assert (row["taxRate"], row["taxRatePercent"], row["taxCodeXref"]) == (Decimal("0.06"), 6, "NON")


def test_the_rate_of_a_customer_is_percent_and_of_a_group_a_fraction(cw: Asker) -> None:
    (customer,) = cw.export(6002)["customers"]
    assert (customer["stateTaxRate"], customer["countyTaxRate"], customer["taxGroupRate"]) == (
        6,
        1,
        Decimal("0.07"),
    )
    assert (customer["accountNumber"], customer["dueDays"]) == ("ACM001", 30)


def test_dates_carry_no_zone_and_due_days_are_a_number(cw: Asker) -> None:
    one = cw.transaction(6001)
    assert (one["documentDate"], one["dueDate"], one["dueDays"]) == (
        "2026-10-05T00:00:00",
        "2026-11-04T00:00:00",
        30,
    )


def test_taxable_levels_are_flagged_on_the_rows(cw: Asker) -> None:
    taxed, untaxed = cw.transaction(6002)["detail"][:2]
    assert (taxed["taxableFlag"], taxed["taxable2Flag"], taxed["taxable3Flag"]) == (True, True, False)
    assert taxed["taxLevels"] == [{"taxableFlag": True, "taxLevel": 1}, {"taxableFlag": True, "taxLevel": 2}]
    assert not untaxed["taxableFlag"]


def test_an_exempt_invoice_has_taxable_items_and_no_taxable_row(cw: Asker) -> None:
    one = cw.transaction(6030)
    assert (one["taxable"], one["detail"][0]["itemTaxableFlag"], one["detail"][0]["taxableFlag"]) == (
        False,
        True,
        False,
    )


def test_the_bill_to_is_the_customer_unless_the_switch_says_otherwise(cw: Asker, control: Control) -> None:
    assert cw.transaction(6007)["company"]["name"] == "Palmetto Holdings LLC"
    assert cw.transaction(6007)["companyAccountNumber"] == "PAL007"
    control.switch("connectwise", "export_company", "served")
    assert cw.transaction(6007)["company"]["name"] == "Palmetto Marina"


def test_addresses_and_purchase_orders_are_not_in_the_export(
    cw: Asker, control: Control, books: ConnectWiseBooks
) -> None:
    books.invoices[6001].customer_po = "PO-77"
    text = cw.ask("POST", EXPORT, json={"exportInvoicesFlag": True}).text
    assert "addressLine1" not in text
    assert "@" not in text
    assert "purchaseOrder" not in cw.transaction(6001)
    control.switch("connectwise", "customer_po", "purchaseOrder")
    assert cw.transaction(6001)["purchaseOrder"] == {"name": "PO-77"}


def test_labour_is_worded_by_the_summary_and_ids_stay(cw: Asker) -> None:
    texts = {}
    for summary in ("Default", "Condensed", "Detailed"):
        one = cw.transaction(6006, summarizeInvoices=summary)
        assert [row["id"] for row in one["detail"]] == [700601, 700603, 700605]
        assert one["glEntryIds"] == "700602,700604,700606"
        texts[summary] = one["detail"][0]["memo"]
        assert ("timeEntry" in one["detail"][0]) == (summary == "Detailed")
    assert texts["Default"] == "Service"
    assert texts["Condensed"].startswith("Ticket #: ")
    assert "Hours" not in texts["Condensed"]
    for part in ("Ticket #: ", "Work Role: ", "Work Type: Regular", "Hours: ", "Rate: "):
        assert part in texts["Detailed"]


def test_an_internal_note_travels_only_with_detailed_text(cw: Asker, books: ConnectWiseBooks) -> None:
    books.invoices[6001].rows[0].internal_notes = "not for the customer"
    books.invoices[6001].rows[0].time_entry_id = 1
    assert "not for the customer" in cw.transaction(6001)["detail"][0]["memo"]
    for summary in ("Default", "Condensed"):
        memo = cw.transaction(6001, summarizeInvoices=summary)["detail"][0]["memo"]
        assert "not for the customer" not in memo


def test_the_time_entry_behind_a_row_tells_its_internal_note(cw: Asker) -> None:
    rows = cw.transaction(6006, summarizeInvoices="Detailed")["detail"]
    ids = [row["timeEntry"]["id"] for row in rows if "timeEntry" in row]
    found = cw.get("/time/entries", conditions=f"id in ({','.join(map(str, ids))})")
    assert [one["id"] for one in found] == sorted(ids)
    assert any("weekend work" in one["internalNotes"] for one in found)
    assert found[0]["invoice"]["identifier"] == "10506"
    assert cw.get(f"/time/entries/{ids[0]}")["billableOption"] == "Billable"


def test_only_what_is_included_and_not_excluded_is_exported(cw: Asker) -> None:
    assert _numbers(cw.export(6001, 6002)) == ["10501", "10502"]
    assert _numbers(cw.export(6001, 6002, excludedInvoiceIds=[6002])) == ["10501"]
    assert _numbers(cw.export(1)) == []
    assert len(_numbers(cw.export(thruDate="2026-12-31T00:00:00Z"))) == 44


def test_what_is_dated_in_the_future_is_left_out_unless_asked_for(cw: Asker, control: Control) -> None:
    control.do("connectwise", "correct_invoice", invoice="10501", date="2026-11-03")
    assert _numbers(cw.export(6001)) == []
    assert _numbers(cw.export(6001, thruDate="2026-11-03T00:00:00Z")) == ["10501"]
    control.clock.advance(86_400)
    assert _numbers(cw.export(6001)) == ["10501"]


def test_a_location_limits_the_export_and_zero_means_all(cw: Asker) -> None:
    assert _numbers(cw.export(6001, 6003, locationId=3)) == ["10503"]
    assert _numbers(cw.export(6001, 6003, locationId=0)) == ["10501", "10503"]


def test_a_missing_gl_mapping_keeps_an_invoice_out(cw: Asker) -> None:
    assert _numbers(cw.export(6034)) == []


def test_an_invoice_without_lines_is_a_header_alone(cw: Asker) -> None:
    marked, nothing = cw.transaction(6028), cw.transaction(6029)
    assert (marked["detail"], marked["glEntryIds"], marked["total"]) == ([], "702802", 0)
    assert (nothing["detail"], nothing["glEntryIds"], nothing["total"]) == ([], "", 0)


def test_other_kinds_export_no_invoices(cw: Asker) -> None:
    wanted = {"exportInvoicesFlag": False, "exportExpensesFlag": True}
    assert cw.export(**wanted)["transactions"] == []


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, "InvalidValue"),
        ({"exportInvoicesFlag": True, "summarizeInvoices": "Short"}, "InvalidEnum"),
        ({"exportInvoicesFlag": True, "batchIdentifier": "x" * 51}, "MaxLength"),
        ({"exportInvoicesFlag": True, "includedInvoiceIds": ["6001"]}, "InvalidType"),
        ({"exportInvoicesFlag": True, "includedProductIds": [1]}, "InvalidType"),
        ({"exportInvoicesFlag": "yes"}, "InvalidType"),
    ],
)
def test_an_export_that_cannot_be_meant_is_refused(cw: Asker, fields: dict[str, Any], code: str) -> None:
    found = _refused(cw, **fields)
    assert (found["code"], found["errors"][0]["code"]) == ("InvalidObject", code)


def test_a_through_date_that_is_none_is_refused(cw: Asker) -> None:
    assert "thruDate" in _refused(cw, exportInvoicesFlag=True, thruDate="soon")["message"]
