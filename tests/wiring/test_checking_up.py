"""*Check set-up* against the demo's two servers: each check finds what is changed, and writes nothing."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from threading import Event as StopEvent
from typing import Any

import pytest

from mobius_desktop.domain.checkup import CheckResult, CheckState, CheckupReport, Problem
from mobius_desktop.domain.checkup_codes import CHECKS, PROBLEMS
from mobius_desktop.domain.errors import Cancelled
from mobius_desktop.domain.ids import ConnectWiseId, RecordKey
from mobius_desktop.domain.options import AccountMatch
from mobius_desktop.domain.quickbooks import ListKind
from mobius_desktop.domain.states import Severity
from mobius_desktop.transfer.checkup.telling import summary_of
from mobius_desktop.transfer.linking.rows import LinkChoice
from tests.e2e.desk import Desk, open_desk

Change = Callable[[Desk], object]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as opened:
        yield opened


def check(desk: Desk, ticked: Callable[[CheckResult], None] | None = None) -> CheckupReport:
    heard: list[CheckResult] = []
    return desk.program.checking_up.check(desk.realm, ticked or heard.append, StopEvent())


def problem(report: CheckupReport, code: str) -> Problem:
    (found,) = [one for _, one in report.problems if one.code == code]
    return found


def codes(report: CheckupReport) -> set[str]:
    return {one.code for _, one in report.problems}


def result(report: CheckupReport, code: str) -> CheckResult:
    (found,) = [one for one in report.results if one.code == code]
    return found


def package(**fields: object) -> Change:
    return lambda desk: desk.sandbox.control.do(
        "connectwise", "edit_record", table="accountingPackageSetup", id=1, fields=fields
    )


def without_package(desk: Desk) -> None:
    desk.sandbox.firm.connectwise.tables["accountingPackageSetup"].clear()


def mapping(account: str) -> Change:
    """The first mapping of revenue posts to another account; invoices that are closed keep theirs."""

    def change(desk: Desk) -> None:
        rows = desk.sandbox.firm.connectwise.tables["glAccounts"].values()
        next(row for row in rows if row["glType"] == "RP")["segment1"] = account

    return change


def member(**fields: object) -> Change:
    def change(desk: Desk) -> None:
        rows = desk.sandbox.firm.connectwise.tables["members"].values()
        next(row for row in rows if row["identifier"] == "MobiusAPI").update(fields)

    return change


def people_without_vendor_number(desk: Desk) -> None:
    for row in desk.sandbox.firm.connectwise.tables["members"].values():
        row["vendorNumber"] = ""


def other_tool(member: str) -> Change:
    return lambda desk: desk.sandbox.control.do(
        "connectwise", "batch_elsewhere", invoice="10502", identifier="Z-1", member=member
    )


def preference(group: str, name: str, value: object) -> Change:
    return lambda desk: desk.sandbox.control.do(
        "quickbooks", "set_preference", group=group, name=name, value=value
    )


def options(**changes: Any) -> Change:
    def change(desk: Desk) -> None:
        changed = dataclasses.replace(desk.program.options(desk.realm), **changes)
        desk.program.configuring.change_options(desk.realm, changed)

    return change


def together(*changes: Change) -> Change:
    def change(desk: Desk) -> None:
        for one in changes:
            one(desk)

    return change


def without_account_id(desk: Desk) -> None:
    """As a firm looks whose company was never given an account."""
    books = desk.sandbox.firm.connectwise
    company = next(one.bill_to_id for one in books.invoices.values() if one.number == "10501")
    books.tables["companies"][company]["accountNumber"] = ""


def classes_off(desk: Desk) -> None:
    preference("AccountingInfoPrefs", "ClassTrackingPerTxnLine", False)(desk)
    preference("AccountingInfoPrefs", "ClassTrackingPerTxn", False)(desk)


def linked(kind: ListKind, key: str, name: str) -> Change:
    """A link by name, to whatever QuickBooks has first."""

    def change(desk: Desk) -> None:
        lists = desk.service.lists()
        found = lists.accounts[0].id if kind is ListKind.ACCOUNT else lists.tax_codes[0].id
        desk.program.configuring.link(desk.realm, [LinkChoice(kind, RecordKey(key), found, name)])

    return change


CASES: dict[str, tuple[str, Change]] = {
    "PACKAGE_MISSING": ("PACKAGE", without_package),
    "PACKAGE_INVOICES_OFF": ("PACKAGE", package(includeInvoicesFlag=False)),
    "PACKAGE_TAX_OFF": ("PACKAGE", package(includeSalesTaxFlag=False)),
    "PACKAGE_ITEMS_OFF": ("PACKAGE", package(includeItemsFlag=False)),
    "PACKAGE_MEMO_OFF": ("PACKAGE", package(suppressMemoFlag=True)),
    "PACKAGE_UNITS_OFF": ("PACKAGE", options(display_uom=True)),
    "PACKAGE_DIRECT": ("PACKAGE", package(directTransferFlag=True)),
    "PACKAGE_PAYMENTS": ("PACKAGE", package(syncPaymentInfoFlag=True)),
    "PACKAGE_EXPENSES": ("PACKAGE", package(transferExpensesAsBillFlag=True)),
    "MEMBER_BELOW_TOP": ("MEMBER_LEVEL", member(structureLevel={"id": 3, "name": "Level 3"})),
    "MEMBER_RESTRICTED": ("MEMBER_LEVEL", member(restrictLocationFlag=True)),
    "ANOTHER_MEMBER_BATCHES": ("SECOND_TOOL", other_tool("OtherToolAPI")),
    "GL_ACCOUNT_MISSING": ("ACCOUNTS", mapping("98765")),
    "GL_ACCOUNT_EMPTY": ("ACCOUNTS", mapping("")),
    "ACCOUNT_SPELLED_DIFFERENTLY": ("ACCOUNTS", mapping("401-00")),
    "ACCOUNT_MATCHED_OTHERWISE": ("ACCOUNTS", options(account_match=AccountMatch.NAME)),
    "ACCOUNT_ID_MISSING": ("ACCOUNT_IDS", without_account_id),
    "VENDOR_NUMBER_MISSING": ("VENDOR_NUMBERS", people_without_vendor_number),
    "NUMBERS_OFF": ("NUMBERS", preference("SalesFormsPrefs", "CustomTxnNumbers", False)),
    "PREFIX_ON": ("PREFIX", options(number_prefix="T-")),
    "CREDITS_APPLIED": ("CREDITS", preference("SalesFormsPrefs", "AutoApplyCredit", True)),
    "PERIOD_CLOSED": ("CLOSING_DATE", preference("AccountingInfoPrefs", "BookCloseDate", "2026-10-20")),
    "CLASSES_OFF": ("CLASSES", classes_off),
    "LOCATIONS_OFF": (
        "CLASSES",
        together(options(use_departments=True), preference("AccountingInfoPrefs", "TrackDepartments", False)),
    ),
    "LINKED_NAME_GONE": ("LINKED_NAMES", linked(ListKind.ACCOUNT, "account:40999", "40999")),
    "LOCATION_GONE": ("LOCATION", options(location_id=ConnectWiseId(999))),
}
#: Found in a firm that is taxed by hand.
MANUAL_CASES = {"TAX_LEVELS_DIFFER", "TAX_CODE_NOT_LINKED", "EXEMPT_CODE_LOST"}


@pytest.mark.parametrize("code", sorted(CASES))
def test_a_check_finds_what_is_changed_in_one_of_the_systems(code: str, desk: Desk) -> None:
    owner, change = CASES[code]
    change(desk)
    report = check(desk)
    found = problem(report, code)
    assert code in {one.code for one in result(report, owner).problems}
    assert found.sentence.endswith(".")
    assert "{" not in found.sentence + found.fix
    assert found.fix.endswith(".")


def test_every_problem_of_the_table_is_found_by_a_changed_server_and_by_no_other_name() -> None:
    own = set(PROBLEMS)
    assert own - {"SAME_MEMBER_BATCHES"} - MANUAL_CASES <= set(CASES)
    assert {owner for owner, _ in CASES.values()} <= {one.code for one in CHECKS}


def test_the_sample_firm_shows_what_its_defects_would_run_into(desk: Desk) -> None:
    report = check(desk)
    assert report.would_fail
    by_check = {one.code: {found.code for found in one.problems} for one in report.results}
    assert by_check["ACCOUNTS"] == {"ACCOUNT_MISSING"}
    assert by_check["CUSTOMERS"] == {"CUSTOMER_UNLINKED"}
    assert by_check["NAMES"] == {"NAME_TAKEN_BY_VENDOR"}
    assert by_check["INACTIVE"] == {"ITEM_INACTIVE", "CUSTOMER_INACTIVE"}
    assert by_check["ITEM_ACCOUNTS"] == {"ITEM_ACCOUNT_DIFFERS"}
    assert "TAX_AGENCY_MISSING" in by_check["TAXES"]
    assert by_check["CLOSING_DATE"] == {"PERIOD_CLOSED"}
    assert "NUMBER_TAKEN" in by_check["ALREADY_THERE"]
    assert "OUT_OF_BALANCE" not in codes(report)
    assert "NO_GL_ENTRIES" in by_check["INVOICES"]
    assert not report.not_checked
    assert report.checked.startswith("Checked: 45 unposted invoices, ")


def test_a_problem_names_its_invoices_and_their_money(desk: Desk) -> None:
    found = problem(check(desk), "CUSTOMER_UNLINKED")
    assert found.severity is Severity.ERROR
    assert found.subjects == ("O'Malley & Sons Plumbing, Inc.",)
    assert found.touched.numbers == ("10508",)
    assert [(currency, str(total)) for currency, total in found.touched.money] == [("USD", "195.00")]
    assert found.place == "links"


def test_nothing_is_written_to_either_side(desk: Desk) -> None:
    desk.sandbox.control.recorder.clear()
    check(desk)
    asked = desk.sandbox.control.recorder.find()
    assert {one.server for one in asked} == {"connectwise", "quickbooks"}
    assert [one.path for one in asked if one.kind == "write"] == []


def test_each_check_ticks_off_once_and_the_last_result_is_kept(desk: Desk) -> None:
    heard: list[CheckResult] = []
    report = check(desk, heard.append)
    assert sorted(one.code for one in heard) == sorted(one.code for one in CHECKS)
    assert desk.program.checking_up.last(desk.realm) == report
    assert desk.program.checking_up.last(desk.program.companies()[1].realm) is None


def test_what_is_read_just_now_is_said_and_how_far_the_invoices_are(desk: Desk) -> None:
    said: list[str] = []
    desk.program.checking_up.check(desk.realm, lambda _: None, StopEvent(), said.append)
    assert said[0] == "Reading: QuickBooks' lists."
    assert "Looking at the invoices: 45 of 45." in said


def test_a_cancelled_check_keeps_the_last_result(desk: Desk) -> None:
    before = check(desk)
    stop = StopEvent()

    def cancel(result: CheckResult) -> None:
        del result
        stop.set()

    with pytest.raises(Cancelled, match="last result is kept"):
        desk.program.checking_up.check(desk.realm, cancel, stop)
    assert desk.program.checking_up.last(desk.realm) == before


@pytest.mark.parametrize(
    ("server", "path", "lost", "kept"),
    [
        ("connectwise", "/apis/3.0/", "PACKAGE", "CREDITS"),
        ("quickbooks", "/v3/company/", "CREDITS", "SECOND_TOOL"),
    ],
)
def test_when_one_side_fails_the_results_of_the_other_stay(
    desk: Desk, server: str, path: str, lost: str, kept: str
) -> None:
    desk.sandbox.control.faults.add(kind="answer", status=500, server=server, path=path, times=None)
    report = check(desk)
    assert result(report, lost).state is CheckState.NOT_CHECKED
    assert result(report, lost).why_not
    assert result(report, kept).state is CheckState.PASSED
    assert "could not be made in full" in summary_of(report) or report.would_fail
    assert not report.read_both
    assert report.would_fail is not False


def test_a_check_that_could_read_neither_side_takes_the_place_of_no_other(desk: Desk) -> None:
    before = check(desk)
    for server in ("connectwise", "quickbooks"):
        desk.sandbox.control.faults.add(kind="answer", status=500, server=server, path="/", times=None)
    report = check(desk)
    assert report.read_nothing
    assert report.would_fail is None
    assert summary_of(report) == (
        "Neither system could be read, so nothing was checked. What an earlier check found is kept."
    )
    assert desk.program.checking_up.last(desk.realm) == before


def test_a_right_that_is_missing_costs_its_own_check_only(desk: Desk) -> None:
    desk.sandbox.control.do("connectwise", "deny", path="/system/members")
    report = check(desk)
    assert "Member Maintenance" in result(report, "MEMBER_LEVEL").why_not
    assert result(report, "PACKAGE").state is not CheckState.NOT_CHECKED


@pytest.mark.parametrize("played", ["without_level", "left_out"])
def test_where_connectwise_does_not_tell_the_level_that_is_said_and_nothing_is_concluded(
    desk: Desk, played: str
) -> None:
    desk.sandbox.control.switch("connectwise", "api_members", played)
    other_tool("OtherToolAPI")(desk)
    report = check(desk)
    level = result(report, "MEMBER_LEVEL")
    assert level.state is CheckState.NOT_CHECKED
    assert "does not say" in level.why_not
    assert "ANOTHER_MEMBER_BATCHES" in codes(report)


def test_batches_of_this_program_and_of_people_are_no_second_tool(desk: Desk) -> None:
    desk.send("10501")
    other_tool("Billing")(desk)
    report = check(desk)
    assert result(report, "SECOND_TOOL").state is CheckState.PASSED
    assert result(report, "SECOND_TOOL").looked == "2 batches of the last seven days"


def test_batches_with_our_own_keys_that_are_not_from_here_are_told_apart(desk: Desk) -> None:
    desk.send("10501")
    other_tool("MobiusAPI")(desk)
    found = problem(check(desk), "SAME_MEMBER_BATCHES")
    assert found.severity is Severity.WARNING
    assert "1 batch was made" in found.sentence


def test_another_tool_of_more_than_a_week_ago_does_not_count(desk: Desk) -> None:
    other_tool("OtherToolAPI")(desk)
    for batch in desk.sandbox.firm.connectwise.batches.values():
        batch["_info"]["lastUpdated"] = "2026-10-20T09:00:00Z"
    assert "ANOTHER_MEMBER_BATCHES" not in codes(check(desk))


def test_tax_codes_of_no_invoice_today_are_looked_at_under_manual_tax(tmp_path: Path) -> None:
    with open_desk(tmp_path, tax="manual") as desk:
        codes_there = desk.sandbox.firm.connectwise.tables["taxCodes"]
        known = next(iter(codes_there.values()))
        for number, name in ((9001, "XX-Nowhere"), (9002, "YY-Elsewhere")):
            levels = {
                "levelOneRate": Decimal("0.0123"),
                "levelTwoRate": Decimal("0.01"),
                "levelThreeRate": None,
            }
            codes_there[number] = {**known, **levels, "id": number, "identifier": name}
        lists = desk.service.lists()
        taken = next(one for one in lists.tax_codes if one.active and one.rates)
        link = LinkChoice(ListKind.TAX_CODE, RecordKey("taxcode:YY-Elsewhere"), taken.id, "YY-Elsewhere")
        desk.program.configuring.link(desk.realm, [link])
        report = check(desk)
    assert problem(report, "TAX_CODE_NOT_LINKED").subjects == ("XX-Nowhere",)
    differs = problem(report, "TAX_LEVELS_DIFFER")
    assert differs.subjects == ("YY-Elsewhere",)
    assert "2 levels (1.23 %, 1 %)" in differs.sentence
    assert taken.name in differs.sentence


def test_a_linked_name_that_is_mapped_or_on_an_invoice_is_not_called_gone(desk: Desk) -> None:
    rows = desk.sandbox.firm.connectwise.tables["glAccounts"].values()
    mapped = next(row["segment1"] for row in rows if row["glType"] == "RP")
    for name in (mapped, f"{mapped}:Tampa", "40150"):
        linked(ListKind.ACCOUNT, f"account:{name}", name)(desk)
    assert "LINKED_NAME_GONE" not in codes(check(desk))


def test_a_linked_tax_code_that_is_no_more_is_told_under_manual_tax(tmp_path: Path) -> None:
    with open_desk(tmp_path, tax="manual") as desk:
        known = next(iter(desk.sandbox.firm.connectwise.tables["taxCodes"].values()))["identifier"]
        for name in (known, "ZZ-Renamed"):
            linked(ListKind.TAX_CODE, f"taxcode:{name}", name)(desk)
        found = problem(check(desk), "LINKED_NAME_GONE")
    assert found.subjects == ("ZZ-Renamed",)
    assert found.severity is Severity.WARNING
    assert "no tax code in force and no unposted invoice of ConnectWise" in found.sentence


@pytest.mark.parametrize(
    ("edition", "left_out"),
    [("free", {"LOCATION", "INTERNAL_NOTES"}), ("lite", {"LOCATION"}), ("standard", set[str]())],
)
def test_checks_of_options_that_the_edition_locks_are_left_out(
    tmp_path: Path, edition: str, left_out: set[str]
) -> None:
    with open_desk(tmp_path, edition=edition) as desk:
        made = {one.code for one in check(desk).results}
    assert {one.code for one in CHECKS} - made == left_out
