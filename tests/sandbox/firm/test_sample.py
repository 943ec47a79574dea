"""The sample firm with seed 1 is the sample file, with everything derived from it."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from mobius_desktop.diagnostics.paths import resource_path
from mobius_desktop.sandbox.firm.build import build_firm
from mobius_desktop.sandbox.firm.model import Firm, FirmInvoice, QuickBooksBooks

AUSTIN, PORTLAND = 3, 4


@pytest.fixture(scope="module")
def firm() -> Firm:
    return build_firm(
        scale="small", seed=1, tax="automated", ast="honour", sample_firm=resource_path("sample-firm")
    )


@pytest.fixture(scope="module")
def books(firm: Firm) -> QuickBooksBooks:
    return next(iter(firm.quickbooks.values()))


def _rows() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(resource_path("sample-firm", "invoices.json").read_text("utf-8"))
    return rows


def _numbered(firm: Firm, number: str) -> FirmInvoice:
    return next(one for one in firm.connectwise.invoices.values() if one.number == number)


@pytest.mark.parametrize("row", _rows(), ids=lambda row: str(row["number"]))
def test_each_invoice_has_the_ids_and_amounts_of_the_file(firm: Firm, row: dict[str, Any]) -> None:
    invoice = firm.connectwise.invoices[row["billingLogId"]]
    assert invoice.number == row["number"]
    assert invoice.unposted_id == row["unpostedId"]
    assert ",".join(map(str, invoice.gl_entry_ids)) == row["glEntryIds"]
    assert invoice.total == Decimal(row["listedTotal"])
    assert invoice.sales_tax == Decimal(row["salesTax"])
    found = [
        (one.id, one.gl_type, one.account, one.item, one.quantity, one.item_price, one.total, one.taxable)
        for one in invoice.rows
    ]
    assert found == [
        (
            one["id"],
            one["glTypeId"],
            one["accountNumber"],
            one["item"],
            Decimal(one["quantity"]),
            Decimal(one["itemPrice"]),
            Decimal(one["total"]),
            one["taxableFlag"],
        )
        for one in row["detail"]
    ]


def test_every_exported_header_and_its_details_come_to_nothing(firm: Firm) -> None:
    exported = [one for one in firm.connectwise.invoices.values() if one.in_export]
    assert len(exported) == 44
    assert all(one.header_total + sum(row.total for row in one.rows) == 0 for one in exported)
    assert sum(one.total for one in firm.connectwise.invoices.values()) == Decimal("56477.22")


def test_the_flags_follow_from_the_rows(firm: Firm) -> None:
    flags = {
        number: (one.has_time, one.has_expenses, one.has_products)
        for number in ("10501", "10502", "AG2210", "DP77", "10528", "10534")
        for one in (_numbered(firm, number),)
    }
    assert flags == {
        "10501": (True, False, False),
        "10502": (True, True, True),
        "AG2210": (False, False, True),
        "DP77": (False, False, False),
        "10528": (False, False, False),
        "10534": (True, False, False),
    }


def test_an_invoice_belongs_to_the_location_of_its_customer(firm: Firm) -> None:
    austin = {one.number for one in firm.connectwise.invoices.values() if one.location_id == AUSTIN}
    assert austin == {"10503", "AG2213", "DP79", "10520", "10530"}
    assert _numbered(firm, "10504").location_id == PORTLAND


def test_one_invoice_is_billed_to_another_company_than_it_serves(firm: Firm) -> None:
    apart = [one.number for one in firm.connectwise.invoices.values() if one.company_id != one.bill_to_id]
    assert apart == ["AG2209"]


def test_one_invoice_ships_to_georgia(firm: Firm) -> None:
    sites = firm.connectwise.tables["sites"]
    regions = {
        one.number: sites[one.ship_to_site_id]["stateReference"]["identifier"]
        for one in firm.connectwise.invoices.values()
    }
    assert [number for number, region in regions.items() if region == "GA"] == ["10540"]


def test_the_long_note_and_the_internal_note_stand_in_time_entries(firm: Firm) -> None:
    rows = _numbered(firm, "10506").rows
    assert [len(row.notes) > 4000 for row in rows] == [False, True, False]
    assert len(rows[1].notes) == 4350
    assert [bool(row.internal_notes) for row in rows] == [True, False, False]
    assert all(row.hours is not None and row.rate is not None for row in rows)
    assert [row.hours * row.rate for row in rows if row.hours and row.rate] == [-row.total for row in rows]


def test_only_the_exempt_invoice_has_taxable_items_and_no_taxable_row(firm: Firm) -> None:
    found = [
        one.number
        for one in firm.connectwise.invoices.values()
        if not one.taxable and any(row.item_taxable for row in one.rows)
    ]
    assert found == ["10530"]


def test_quickbooks_holds_three_documents_before_the_run(books: QuickBooksBooks) -> None:
    found = {
        one["DocNumber"]: (one["CustomerRef"]["name"], one["TotalAmt"], one.get("PrivateNote"))
        for one in books.tables["Invoice"].values()
    }
    assert found == {
        "10532": ("Acme Manufacturing LLC", Decimal("410.00"), "Invoice 10532 [CW-6032-cc70]"),
        "10538": ("Bayside Dental Group, P.A.", Decimal("95.00"), None),
        "10545": ("Acme Manufacturing LLC", Decimal("410.00"), "Invoice 10545 [CW-6045-cc70]"),
    }


def test_customers_are_linked_by_account_id_except_those_of_a_trait(books: QuickBooksBooks) -> None:
    by_company = {one["CompanyName"]: one for one in books.tables["Customer"].values()}
    assert {"ACM001", "BAY002", "LSO004", "PAL007", "NWC009", "CAS011", "GSH014", "CRR005"} <= set(by_company)
    assert {"OMA003", "CAF006", "PAL008", "DIS010"}.isdisjoint(by_company)
    assert by_company["SUN013"]["Active"] is False
    assert by_company["CRR005"]["Taxable"] is True
    assert any(
        one["DisplayName"] == "O’Malley and Sons Plumbing" for one in books.tables["Customer"].values()
    )
    assert [one["DisplayName"] for one in books.tables["Vendor"].values()] == ["Distro One Inc."]


def test_items_post_to_the_accounts_of_their_lines_except_those_of_a_trait(books: QuickBooksBooks) -> None:
    numbers = {one["Id"]: one["AcctNum"] for one in books.tables["Account"].values()}
    items = {one["Name"]: one for one in books.tables["Item"].values()}
    posts = {name: numbers[one["IncomeAccountRef"]["value"]] for name, one in items.items()}
    assert posts["Service-40000"] == "40000"
    assert posts["BLOCK-HOURS"] == "24100"
    assert posts["DP-PROJECT"] == "24000"
    assert posts["DOCK-USB"] == "40110"
    assert posts["CAT6-10"] == "40100"
    assert {"FIBER-M", "Service-41900", "Service-65000", "Down Payment", "PATCH-24"}.isdisjoint(items)
    assert items["SW-24P"]["Active"] is False
    assert (items["UPS-650"]["Type"], items["UPS-650"]["InvStartDate"]) == ("Inventory", "2026-10-15")
    assert "40150" not in numbers.values()


def test_the_preferences_are_those_of_the_sample(books: QuickBooksBooks) -> None:
    accounting, sales = (books.preferences[name] for name in ("AccountingInfoPrefs", "SalesFormsPrefs"))
    assert accounting["BookCloseDate"] == "2026-09-30"
    assert accounting["ClassTrackingPerTxnLine"] is True
    assert accounting["UseAccountNumbers"] is True
    assert sales["CustomTxnNumbers"] is True
    assert sales["AutoApplyCredit"] is False
    assert books.preferences["CurrencyPrefs"]["MultiCurrencyEnabled"] is False
    assert books.preferences["TaxPrefs"]["PartnerTaxEnabled"] is True


def test_the_end_of_month_term_is_a_thirty_day_term_in_quickbooks(books: QuickBooksBooks) -> None:
    terms = {one["Name"]: one for one in books.tables["Term"].values()}
    assert (terms["Net 30 EOM"]["Type"], terms["Net 30 EOM"]["DueDays"]) == ("STANDARD", 30)


def test_no_agency_is_known_for_georgia(books: QuickBooksBooks) -> None:
    assert books.tax_rates_by_region == {"FL": Decimal(7), "TX": Decimal("8.25")}
    names = [one["DisplayName"] for one in books.tables["TaxAgency"].values()]
    assert [any(state in name for name in names) for state in ("Florida", "Texas", "Georgia")] == [
        True,
        True,
        False,
    ]


def test_manual_tax_keeps_the_codes_of_connectwise_except_georgias() -> None:
    manual = build_firm(
        scale="small", seed=1, tax="manual", ast="honour", sample_firm=resource_path("sample-firm")
    )
    books = next(iter(manual.quickbooks.values()))
    assert {one["Name"] for one in books.tables["TaxCode"].values()} == {
        "TAX",
        "NON",
        "FL-Hills",
        "TX-Austin",
    }
    rates = sorted(Decimal(one["RateValue"]) for one in books.tables["TaxRate"].values())
    assert rates == [Decimal(1), Decimal(1), Decimal(1), Decimal(6), Decimal("6.25")]


def test_the_second_company_is_small_and_only_there_in_the_standard_edition(firm: Firm) -> None:
    names = [one.company_info["CompanyName"] for one in firm.quickbooks.values()]
    assert names == ["Gulfline Technology Partners", "Gulfline Cabling"]
    lite = build_firm(
        scale="small",
        seed=1,
        tax="automated",
        ast="honour",
        sample_firm=resource_path("sample-firm"),
        edition="lite",
    )
    assert len(lite.quickbooks) == 1


def test_every_record_id_is_used_once_and_below_the_next(firm: Firm) -> None:
    for books in firm.quickbooks.values():
        ids = [key for table in books.tables.values() for key in table]
        assert len(ids) == len(set(ids))
        assert max(int(key) for key in ids if key.isdigit() and len(key) < 10) < books.next_id
    entries = [key for one in firm.connectwise.invoices.values() for key in [*one.gl_entry_ids, *one.row_ids]]
    assert len(entries) == len(set(entries))
