"""Customers, vendors, items, accounts, classes, departments, terms: create, update, and what is refused."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from tests.sandbox.quickbooks.conftest import Bookkeeper
from tests.sandbox.quickbooks.small_firm import (
    ACME,
    CHECKING,
    CLOUD,
    COST,
    GONE,
    HARDWARE,
    INCOME,
    OLD_ITEM,
    SERVICE,
    STOCK,
    SUB,
    TAX_DUE,
)


def test_a_customer_comes_back_with_its_full_name(qbo: Bookkeeper) -> None:
    kept = qbo.create("Customer", {"DisplayName": "  Northwind   Clinic ", "CompanyName": "NWC009"})
    assert kept["DisplayName"] == kept["FullyQualifiedName"] == "Northwind Clinic"
    assert kept["Active"] is True
    assert kept["SyncToken"] == "0"
    child = qbo.create("Customer", {"DisplayName": "Ward 1", "ParentRef": {"value": kept["Id"]}, "Job": True})
    assert child["FullyQualifiedName"] == "Northwind Clinic:Ward 1"
    assert child["Level"] == 1


def test_a_person_is_named_by_its_parts(qbo: Bookkeeper) -> None:
    kept = qbo.create("Customer", {"GivenName": "Pat", "FamilyName": "Sample"})
    assert kept["DisplayName"] == "Pat Sample"


@pytest.mark.parametrize(
    ("entity", "name"),
    [
        ("Customer", "ACME MANUFACTURING LLC"),
        ("Vendor", "Acme Manufacturing LLC"),
        ("Customer", "distro one inc."),
        ("Vendor", "Suncoast Realty, LLC"),
        ("Customer", "Suncoast Realty, LLC (deleted)"),
    ],
)
def test_one_name_serves_one_of_all_three_name_lists_inactive_ones_too(
    qbo: Bookkeeper, entity: str, name: str
) -> None:
    given = qbo.post(entity.lower(), {"DisplayName": name})
    assert given.codes == ["6240"]
    assert "Another customer, vendor or employee is already using this name." in given.detail


@pytest.mark.parametrize(
    ("entity", "body", "code"),
    [
        ("Customer", {"CompanyName": "x"}, "2020"),
        ("Customer", {"DisplayName": "a:b"}, "2040"),
        ("Customer", {"DisplayName": "a\tb"}, "2040"),
        ("Customer", {"DisplayName": "x" * 501}, "2050"),
        ("Customer", {"DisplayName": "x", "Colour": "red"}, "2010"),
        ("Customer", {"DisplayName": "x", "PrimaryEmailAddr": {"Address": "a b"}}, "2210"),
        ("Customer", {"DisplayName": "x", "ParentRef": {"value": "77"}}, "2500"),
        ("Customer", {"DisplayName": "x", "ParentRef": {"value": GONE}}, "6250"),
        ("Vendor", {"DisplayName": "x", "TermRef": {"value": "77"}}, "2500"),
        ("Item", {"Type": "Service", "IncomeAccountRef": {"value": INCOME}}, "2020"),
        ("Item", {"Name": "x", "Type": "Service"}, "2020"),
        ("Item", {"Name": "CAT6-10", "Type": "Service", "IncomeAccountRef": {"value": INCOME}}, "6240"),
        ("Item", {"Name": "sw-24p", "Type": "Service", "IncomeAccountRef": {"value": INCOME}}, "6240"),
        ("Item", {"Name": "x", "Type": "Service", "IncomeAccountRef": {"value": "999"}}, "2500"),
        ("Item", {"Name": "x", "Type": "Service", "IncomeAccountRef": {"value": CHECKING}}, "6430"),
        ("Item", {"Name": "x", "Type": "Inventory", "IncomeAccountRef": {"value": TAX_DUE}}, "6430"),
        ("Item", {"Name": "x", "Type": "Inventory", "IncomeAccountRef": {"value": INCOME}}, "2020"),
        (
            "Item",
            {"Name": "x", "Type": "Service", "IncomeAccountRef": {"value": INCOME}, "QtyOnHand": 1},
            "2010",
        ),
        ("Item", {"Name": "x" * 101, "Type": "Service", "IncomeAccountRef": {"value": INCOME}}, "2050"),
        ("Item", {"Name": "x", "Type": "Group"}, "5030"),
        ("Account", {"Name": "x"}, "6010"),
        ("Account", {"Name": "a:b", "AccountType": "Income"}, "2040"),
        ("Account", {"Name": 'a"b', "AccountType": "Income"}, "2040"),
        ("Account", {"Name": "hardware", "AccountType": "Income"}, "6240"),
        ("Account", {"Name": "x", "AccountType": "Income", "AcctNum": "12345678"}, "2050"),
        ("Account", {"Name": "x", "AccountType": "Wealth"}, "2170"),
        ("Class", {"Name": "cloud"}, "6240"),
        ("Class", {}, "2020"),
        ("Term", {"Name": "Net 7"}, "2020"),
        ("Term", {"Name": "Net 30", "DueDays": 30}, "6240"),
        ("Term", {"Name": "x", "DueDays": 1000}, "2090"),
        ("Term", {"Name": "x", "DayOfMonthDue": 32}, "2090"),
        ("Term", {"Name": "x" * 32, "DueDays": 3}, "2050"),
    ],
)
def test_what_a_list_record_may_not_be_is_refused(
    qbo: Bookkeeper, entity: str, body: dict[str, Any], code: str
) -> None:
    given = qbo.post(entity.lower(), body)
    assert given.status == 400, given.text
    assert code in given.codes


def test_items_of_each_kind_can_be_made(qbo: Bookkeeper) -> None:
    deposit = qbo.create(
        "Item", {"Name": "Down Payment", "Type": "Service", "IncomeAccountRef": {"value": TAX_DUE}}
    )
    assert deposit["IncomeAccountRef"]["name"] == "Sales tax payable"
    stock = {
        "Name": "NAS-4B",
        "Type": "Inventory",
        "IncomeAccountRef": {"value": HARDWARE},
        "ExpenseAccountRef": {"value": COST},
        "AssetAccountRef": {"value": STOCK},
        "TrackQtyOnHand": True,
        "QtyOnHand": 4,
        "InvStartDate": "2026-10-01",
    }
    assert qbo.create("Item", stock)["QtyOnHand"] == 4


def test_levels_are_five_at_most(qbo: Bookkeeper) -> None:
    parent = CLOUD
    for depth in range(4):
        parent = qbo.create("Class", {"Name": f"Level {depth}", "ParentRef": {"value": parent}})["Id"]
    assert qbo.post("class", {"Name": "Deep", "ParentRef": {"value": parent}}).codes == ["6180"]


def test_departments_accounts_and_terms_can_be_made_and_changed(qbo: Bookkeeper) -> None:
    place = qbo.create("Department", {"Name": "Tampa"})
    assert place["FullyQualifiedName"] == "Tampa"
    account = qbo.create("Account", {"Name": "Patch", "AccountType": "Income", "AcctNum": "40150"})
    assert account["Classification"] == "Revenue"
    term = qbo.create("Term", {"Name": "Net 45", "DueDays": 45})
    assert term["Type"] == "STANDARD"
    changed = qbo.create("Term", {"Id": term["Id"], "SyncToken": "0", "Name": "Net 45", "DueDays": 46})
    assert (changed["DueDays"], changed["SyncToken"]) == (46, "1")


def test_a_record_is_made_inactive_and_active_again_never_deleted(qbo: Bookkeeper) -> None:
    seen = {"Id": OLD_ITEM, "SyncToken": "0"}
    active = qbo.create("Item", {**seen, "sparse": True, "Active": True})
    assert active["Name"] == "SW-24P"
    gone = qbo.create("Item", {"Id": OLD_ITEM, "SyncToken": "1", "sparse": True, "Active": False})
    assert gone["Name"] == "SW-24P (deleted)"
    back = qbo.create("Item", {**gone, "Active": True})
    assert back["Name"] == "SW-24P"


def test_a_full_update_clears_what_it_does_not_name(qbo: Bookkeeper) -> None:
    kept = qbo.create("Customer", {"Id": ACME, "SyncToken": "0", "DisplayName": "Acme Manufacturing LLC"})
    assert "CompanyName" not in kept
    sparse = qbo.create("Customer", {"Id": ACME, "SyncToken": "1", "sparse": True, "Notes": "n"})
    assert sparse["DisplayName"] == "Acme Manufacturing LLC"


def test_vendors_forget_notes(qbo: Bookkeeper) -> None:
    assert "Notes" not in qbo.create("Vendor", {"DisplayName": "Distro Two", "Notes": "remember"})


def test_a_display_name_may_be_shorter_than_documented(qbo: Bookkeeper) -> None:
    qbo.switch("display_name_length", "100")
    assert qbo.post("customer", {"DisplayName": "x" * 101}).codes == ["2050"]


def test_two_list_writes_at_once_are_one_too_many(qbo: Bookkeeper) -> None:
    """The second arrives while the first waits for its latency."""
    qbo.control.latency = 0.3
    answers: list[Any] = []
    started = threading.Barrier(2)

    def write(name: str) -> None:
        started.wait()
        answers.append(qbo.post("customer", {"DisplayName": name}))

    workers = [threading.Thread(target=write, args=(name,)) for name in ("One", "Two")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    qbo.control.latency = 0
    refused = [answer for answer in answers if answer.status == 400]
    assert len(refused) == 1
    assert refused[0].codes == ["6000"]
    assert "You can only add or edit one name at a time. Please try again." in refused[0].detail
    qbo.create("Item", {"Name": "fine", "Type": "Service", "IncomeAccountRef": {"value": INCOME}})


def test_a_sub_customer_and_its_parent_share_what_is_owed(qbo: Bookkeeper) -> None:
    sold = {
        "DetailType": "SalesItemLineDetail",
        "Amount": 10,
        "SalesItemLineDetail": {"ItemRef": {"value": SERVICE}},
    }
    qbo.create("Invoice", {"CustomerRef": {"value": SUB}, "Line": [sold]})
    assert qbo.one("Customer", SUB)["Balance"] == 10
    parent = qbo.one("Customer", ACME)
    assert (parent["Balance"], parent["BalanceWithJobs"]) == (0, 10)


@pytest.mark.parametrize("nothing", [None, ""])
def test_an_empty_value_clears_even_in_a_sparse_update(qbo: Bookkeeper, nothing: str | None) -> None:
    seen = {"Id": ACME, "SyncToken": "0", "sparse": True}
    kept = qbo.create("Customer", {**seen, "CompanyName": nothing, "OpenBalanceDate": nothing})
    assert "CompanyName" not in kept
    assert kept["BillAddr"]["City"] == "Tampa"
