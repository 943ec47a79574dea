"""From what the user types to a tested connection."""

from __future__ import annotations

import pytest

from mobius_desktop.connectwise import wire
from mobius_desktop.connectwise.client import ApiKeys
from mobius_desktop.connectwise.connection_check import check_connection
from mobius_desktop.connectwise.discovery import api_base, discover, site_address
from mobius_desktop.domain.connection import ConnectionReport, StepState
from mobius_desktop.domain.errors import NotSetUp, Unreachable
from mobius_desktop.sandbox.run import RunningSandbox
from mobius_desktop.transport.clock import FastClock
from tests.transport.sandboxed import SPEED


def check(running: RunningSandbox, clock: FastClock, **typed: str) -> ConnectionReport:
    # Both as fast: otherwise a slow answer would look like a wrong clock.
    running.control.clock.set_speed(SPEED)
    running.control.clock.set(clock.now())
    about = {**running.describe()["connectwise"], **typed}
    keys = ApiKeys(about["public_key"], about["private_key"])
    report, setup = check_connection(
        about["base_url"], about["company_id"], about["client_id"], keys, clock=clock, loopback_only=True
    )
    assert (setup is not None) is report.passed
    return report


def test_a_working_connection_passes_and_says_what_only_a_write_would_show(
    running: RunningSandbox, clock: FastClock
) -> None:
    report = check(running, clock)
    assert report.passed
    names = [step.name for step in report.steps]
    assert names[:2] == ["Site found", "Keys accepted"]
    assert names[-1] == "Accounting package"
    untested = [step.name for step in report.steps if step.state is StepState.NOT_TESTED]
    assert untested == [
        "Permission Finance ▸ Accounting Interface: Add",
        "Permission Finance ▸ Accounting Interface: Delete",
    ]
    assert all(step.state is StepState.PASSED for step in report.steps if step.name not in untested)
    assert not running.control.recorder.find(kind="write")


def test_wrong_keys_are_named_as_such(running: RunningSandbox, clock: FastClock) -> None:
    for played in ("401", "404", "cannot_route"):
        running.control.switch("connectwise", "bad_keys", played)
        failure = check(running, clock, private_key="wrong").failure
        assert failure is not None
        assert failure.name == "Keys accepted", played
        assert "Set up ConnectWise PSA" in failure.sentence


@pytest.mark.parametrize("played", ["400", "401", "403"])
def test_a_missing_client_id_fails_with_a_sentence(
    running: RunningSandbox, clock: FastClock, played: str
) -> None:
    running.control.switch("connectwise", "missing_client_id", played)
    failure = check(running, clock, client_id="").failure
    assert failure is not None
    assert failure.sentence


@pytest.mark.parametrize("played", ["null", "404"])
def test_a_company_id_that_is_not_known_is_named(
    running: RunningSandbox, clock: FastClock, played: str
) -> None:
    running.control.switch("connectwise", "unknown_company", played)
    failure = check(running, clock, company_id="nobody").failure
    assert failure is not None
    assert failure.name == "Site found"
    assert "nobody" in failure.sentence


def test_a_right_that_is_missing_is_named_with_its_place(running: RunningSandbox, clock: FastClock) -> None:
    running.control.faults.add(
        preset="no_permission", server="connectwise", path="/finance/invoices", times=None
    )
    failure = check(running, clock).failure
    assert failure is not None
    assert "Invoicing" in failure.name
    assert "Security Roles" in failure.sentence


READ_PATHS = (
    "/finance/accounting/batches",
    "/finance/invoices",
    "/company/companies",
    "/system/locations",
    "/finance/accounting/export",
    "/finance/glAccounts",
    "/finance/taxCodes",
    "/system/members",
)
RIGHTS = (
    "Finance ▸ Accounting Interface: Inquire",
    "Finance ▸ Invoicing: Inquire",
    "Companies ▸ Company Maintenance: Inquire",
    "System ▸ Table Setup: Inquire",
    "System ▸ Table Setup, GL Accounts: Inquire",
    "System ▸ Table Setup, Tax code: Inquire",
    "System ▸ Member Maintenance: Inquire",
    "Finance ▸ Accounting Interface: export invoices",
)


def test_every_right_that_the_role_lacks_is_named_by_itself(
    running: RunningSandbox, clock: FastClock
) -> None:
    for path in READ_PATHS:
        running.control.do("connectwise", "deny", path=path)
    report = check(running, clock)
    lacking = [step for step in report.steps if step.state in {StepState.FAILED, StepState.WARNING}]
    assert [step.name for step in lacking] == [f"Permission {name}" for name in RIGHTS]
    assert all("The API member may not" in step.sentence for step in lacking)
    assert all("System ▸ Security Roles" in step.sentence for step in lacking)


def test_a_right_that_only_the_check_of_the_set_up_needs_does_not_stand_in_the_way(
    running: RunningSandbox, clock: FastClock
) -> None:
    for path in ("/finance/glAccounts", "/finance/taxCodes", "/system/members"):
        running.control.do("connectwise", "deny", path=path)
    report = check(running, clock)
    assert report.passed
    assert sum(step.state is StepState.WARNING for step in report.steps) == 3
    level = next(step for step in report.steps if step.name == "API member level")
    assert level.state is StepState.NOT_TESTED
    assert "Level 1 (owner)" in level.sentence


def test_a_level_that_hides_records_is_warned_about(running: RunningSandbox, clock: FastClock) -> None:
    running.control.do("connectwise", "hide_location", location=4)
    report = check(running, clock)
    level = next(step for step in report.steps if step.name == "API member level")
    assert level.state is StepState.WARNING
    assert "MobiusAPI" in level.sentence
    assert "Level 2 (Location)" in level.sentence
    assert "without a word" in level.sentence
    assert report.passed
    running.control.do("connectwise", "show_all")
    again = next(step for step in check(running, clock).steps if step.name == "API member level")
    assert again.state is StepState.PASSED


@pytest.mark.parametrize("played", ["without_level", "left_out"])
def test_a_level_that_connectwise_does_not_tell_is_listed_as_untested(
    running: RunningSandbox, clock: FastClock, played: str
) -> None:
    running.control.switch("connectwise", "api_members", played)
    level = next(step for step in check(running, clock).steps if step.name == "API member level")
    assert level.state is StepState.NOT_TESTED
    assert "Level 1 (owner)" in level.sentence


def test_without_an_unposted_invoice_the_export_is_said_to_be_untested(
    running: RunningSandbox, clock: FastClock
) -> None:
    for invoice in running.firm.connectwise.invoices.values():
        invoice.closed = False
    report = check(running, clock)
    step = next(step for step in report.steps if step.name.endswith("export invoices"))
    assert step.state is StepState.NOT_TESTED
    assert report.passed


def test_a_site_that_is_not_there_is_said_to_be_unreachable(clock: FastClock) -> None:
    with pytest.raises(Unreachable, match="could not be reached"):
        discover("http://127.0.0.1:1", "gulfline", clock=clock)


def test_the_origin_is_frozen_from_company_id_and_host(running: RunningSandbox, clock: FastClock) -> None:
    found = discover(running.connectwise_base_url, "gulfline", clock=clock, loopback_only=True)
    assert found.origin == "gulfline@127.0.0.1"
    assert found.base_url == f"{running.connectwise_base_url}/v2025_1/apis/3.0"
    assert found.is_cloud


@pytest.mark.parametrize(
    ("typed", "named", "expected"),
    [
        ("na.myconnectwise.net", "na.myconnectwise.net", "https://api-na.myconnectwise.net/v2025_1/apis/3.0"),
        ("api-eu.myconnectwise.net", "", "https://api-eu.myconnectwise.net/v2025_1/apis/3.0"),
        (
            "staging.connectwisedev.com",
            "",
            "https://api-staging.connectwisedev.com/v2025_1/apis/3.0",
        ),
        ("psa.firm.example", "psa.firm.example", "https://psa.firm.example/v2025_1/apis/3.0"),
        ("psa.firm.example:8443", "", "https://psa.firm.example:8443/v2025_1/apis/3.0"),
        ("psa.firm.example", "au.myconnectwise.net", "https://api-au.myconnectwise.net/v2025_1/apis/3.0"),
    ],
)
def test_the_api_lives_where_the_kind_of_site_has_it(typed: str, named: str, expected: str) -> None:
    info = wire.CompanyInfo(codebase="v2025_1/", site_url=named)
    assert api_base(site_address(typed), info) == expected


@pytest.mark.parametrize(
    "named", ["evil.example", "myconnectwise.net.evil.example", "https://evil.example/x", "127.0.0.1:99"]
)
def test_keys_are_not_sent_to_a_host_that_an_unproven_answer_names(named: str) -> None:
    info = wire.CompanyInfo(codebase="v2025_1/", site_url=named)
    with pytest.raises(NotSetUp, match="not one of ConnectWise's own hosts"):
        api_base(site_address("na.myconnectwise.net"), info)


@pytest.mark.parametrize("codebase", ["../../x", "v1?x=", "https://evil.example", "v2025_1/../admin"])
def test_a_code_base_that_is_none_is_refused(codebase: str) -> None:
    with pytest.raises(NotSetUp, match="code base"):
        api_base("https://psa.firm.example", wire.CompanyInfo(codebase=codebase))


def test_a_site_typed_without_https_gets_it() -> None:
    assert site_address("  na.myconnectwise.net/v4_6_release ") == "https://na.myconnectwise.net"
    with pytest.raises(NotSetUp, match="https"):
        site_address("http://na.myconnectwise.net")
