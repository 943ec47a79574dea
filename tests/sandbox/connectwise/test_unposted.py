"""The list of unposted invoices: what is on it and what each row says."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from mobius_desktop.sandbox.control import Control
from mobius_desktop.sandbox.firm.model import ConnectWiseBooks
from tests.sandbox.connectwise.conftest import UNPOSTED, Asker


def _row(cw: Asker, number: str) -> Any:
    (row,) = cw.get(UNPOSTED, conditions=f'invoiceNumber="{number}"')
    return row


def test_closed_invoices_that_are_in_no_batch_are_listed(cw: Asker, control: Control) -> None:
    assert len(cw.numbers()) == 45
    control.do("connectwise", "reopen", invoice="10501")
    control.do("connectwise", "batch_elsewhere", invoice="10502")
    assert cw.numbers("billingLogId < 6004") == ["10503"]


def test_a_row_carries_both_of_its_ids(cw: Asker) -> None:
    row = _row(cw, "10502")
    assert (row["id"], row["billingLogId"]) == (700202, 6002)
    assert cw.get(f"{UNPOSTED}/700202") == row


def test_a_row_says_what_it_comes_to_by_level(cw: Asker) -> None:
    row = _row(cw, "10502")
    assert (row["subTotal"], row["salesTaxAmount"], row["total"]) == (
        Decimal("405.50"),
        Decimal("4.20"),
        Decimal("409.70"),
    )
    assert (row["stateTaxXref"], row["stateTaxAmount"]) == ("FL State", Decimal("3.60"))
    assert (row["countyTaxXref"], row["countyTaxAmount"]) == ("Hillsborough", Decimal("0.60"))
    assert (row["cityTaxFlag"], row["cityTaxAmount"]) == (False, 0)
    levels = cw.get(f"{UNPOSTED}/{row['id']}/taxableLevels")
    assert [(one["taxLevel"], one["taxAmount"]) for one in levels] == [
        (1, Decimal("3.60")),
        (2, Decimal("0.60")),
    ]


def test_dates_are_midnight_and_due_days_are_text(cw: Asker) -> None:
    row = _row(cw, "10501")
    assert (row["invoiceDate"], row["dueDate"]) == ("2026-10-05T00:00:00Z", "2026-11-04T00:00:00Z")
    assert row["dueDays"] == "30"


def test_kinds_of_lines_are_flagged(cw: Asker) -> None:
    row = _row(cw, "10502")
    assert (row["hasTime"], row["hasExpenses"], row["hasProducts"]) == (True, True, True)


def test_an_invoice_without_gl_entries_is_listed_with_blank_account(cw: Asker, control: Control) -> None:
    row = _row(cw, "10534")
    assert row["total"] == 780
    assert not {"id", "accountNumber", "description"} & set(row)
    control.switch("connectwise", "rows_without_id", "zero")
    assert _row(cw, "10534")["id"] == 0


def test_bill_to_and_served_company_are_both_named(cw: Asker) -> None:
    row = _row(cw, "AG2209")
    assert row["company"]["name"] == "Palmetto Marina"
    assert row["billToCompany"]["name"] == "Palmetto Holdings LLC"
    assert row["accountNumber"] == "PAL007"
    assert row["shipToCompany"]["name"] == "Palmetto Marina"


def test_references_carry_their_address(cw: Asker) -> None:
    href = _row(cw, "10501")["company"]["_info"]["company_href"]
    assert href.endswith("/v4_6_release/apis/3.0/company/companies/250")


def test_a_member_below_level_one_sees_less_without_being_told(cw: Asker, control: Control) -> None:
    control.do("connectwise", "hide_location", location=4)
    hidden = {"10504", "DP78", "AG2214", "10515", "CM14", "10536"}
    assert not hidden & set(cw.numbers())
    assert len(cw.numbers()) == 45 - len(hidden)
    assert cw.ask("GET", "/finance/invoices/6004").status_code == 404
    control.do("connectwise", "show_all")
    assert len(cw.numbers()) == 45


def test_the_control_totals_of_the_sample_are_listed(cw: Asker, books: ConnectWiseBooks) -> None:
    rows = cw.get(UNPOSTED, pageSize=1000)
    assert sum(row["total"] for row in rows) == Decimal("56477.22")
    assert len(books.invoices) == 45
