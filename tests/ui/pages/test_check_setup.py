"""The page *Check set-up*: cards by severity with money and the way to the cure, kept and read offline."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from threading import Event as StopEvent

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from mobius_desktop.app import PAGES
from mobius_desktop.domain.checkup import CheckResult, CheckState, Problem, Touched
from mobius_desktop.domain.cure_places import CURE_PLACES, At
from mobius_desktop.domain.errors import Unreachable
from mobius_desktop.domain.ids import BillingLogId, RealmId
from mobius_desktop.domain.quickbooks import ListKind
from mobius_desktop.domain.setup import Environment
from mobius_desktop.domain.states import Severity
from mobius_desktop.transfer.checkup.telling import place_texts
from mobius_desktop.transfer.linking.rows import LinkRow
from mobius_desktop.ui.pages.checkup.causes import step_of, targets_of
from mobius_desktop.ui.pages.checkup.page import CheckSetupPage
from mobius_desktop.ui.pages.company.page import CompanyPage
from mobius_desktop.ui.services import Services
from tests.ui.pages.firm_program import OTHER, REALM, FirmProgram, company

Idle = Callable[[], None]


@pytest.fixture
def page(qtbot: QtBot, firm_services: Services, idle: Idle) -> CheckSetupPage:
    made = CheckSetupPage(firm_services)
    qtbot.addWidget(made)
    made.show()
    made.activated()
    idle()
    return made


def primary(page: CheckSetupPage) -> str:
    return next(one.text for one in page.actions_content().actions if one.primary).replace("&", "")


def verb(page: CheckSetupPage, title: str, text: str) -> QPushButton:
    """A button of a card."""
    return next(one for one in page.card(title).findChildren(QPushButton) if one.text() == text)


def checked(page: CheckSetupPage, idle: Idle) -> CheckSetupPage:
    page.check()
    idle()
    return page


def test_before_the_first_check_it_says_so_and_offers_it(page: CheckSetupPage) -> None:
    assert page.headlines() == ["Not checked yet"]
    assert primary(page) == "Check now"
    assert "not checked yet" in page.header().context


def test_causes_come_by_severity_with_what_they_touch(page: CheckSetupPage, idle: Idle) -> None:
    checked(page, idle)
    states = [page.card(title).content.state for title in page.headlines()]
    order = ["ERROR", "WARNING", "INFO", "Not checked"]
    assert states == sorted(states, key=order.index)
    card = page.card("Customer not linked")
    assert card.content.title == "Customer not linked: O'Malley & Sons Plumbing, Inc."
    assert card.content.sentence.startswith("**1 invoice 195.00 USD** today.")
    several = page.card("Exempt in ConnectWise only").content
    assert several.state == "WARNING"
    assert "What to do" in dict(card.content.more)


def test_each_button_opens_the_page_and_tab_that_cures_it(page: CheckSetupPage, idle: Idle) -> None:
    checked(page, idle)
    opened: list[tuple[str, object]] = []
    page.left_for.connect(lambda key, argument: opened.append((key, argument)))
    customer = f"{REALM}:Links:Customer:O'Malley & Sons Plumbing, Inc."
    for title, text, target in (
        ("Customer not linked", "Links: Customers…", ("company", customer)),
        ("Name is a vendor's", "Options: Contacts…", ("company", f"{REALM}:Contacts")),
        ("Period closed", "Create Invoice Batch…", ("invoice-batch", "10537")),
        ("Account not in QuickBooks", "Links: Accounts…", ("company", f"{REALM}:Links:Account:40150")),
    ):
        opened.clear()
        verb(page, title, text).click()
        assert opened == [target], title


def test_a_cure_in_one_of_the_systems_is_named_where_it_stands(page: CheckSetupPage, idle: Idle) -> None:
    checked(page, idle)
    content = page.card("Account not in QuickBooks").content
    assert "**Create the account in QuickBooks" in content.sentence
    assert ("Where", "QuickBooks ▸ Chart of accounts") in content.more


def test_the_list_in_quickbooks_opens_where_its_address_is_known(
    qtbot: QtBot, firm: FirmProgram, firm_services: Services, idle: Idle
) -> None:
    firm.setups = [company(environment=Environment.PRODUCTION)]
    opened: list[str] = []
    page = CheckSetupPage(firm_services, opened.append)
    qtbot.addWidget(page)
    page.show()
    page.activated()
    idle()
    checked(page, idle)
    verb(page, "Account not in QuickBooks", "Open in QuickBooks").click()
    assert opened == ["https://app.qbo.intuit.com/app/chartofaccounts"]


def test_a_customer_opens_in_connectwise_where_its_invoice_is_put_right_there(
    firm: FirmProgram, page: CheckSetupPage, idle: Idle
) -> None:
    checked(page, idle)
    assert verb(page, "Credit memo adds to the debt", "Open in ConnectWise").isEnabled()
    firm.demo = True
    page.activated(REALM)
    idle()
    locked = verb(page, "Credit memo adds to the debt", "Open in ConnectWise")
    assert (locked.isEnabled(), locked.toolTip()) == (
        False,
        "The demo has no ConnectWise that a browser could open.",
    )


def test_what_is_only_worth_knowing_is_not_called_passed() -> None:
    noted = Problem("PACKAGE_EXPENSES", Severity.INFO, "T", "S.", "F.", "connectwise")
    found = CheckResult("PACKAGE", "Accounting package", CheckState.FOUND, problems=(noted,))
    assert step_of(found).state.value == CheckState.FOUND.value


@pytest.mark.parametrize("code", sorted(CURE_PLACES))
def test_every_place_opens_a_page_of_the_program_or_is_named_in_another(code: str) -> None:
    touched = Touched(("10501",), (("USD", Decimal("1.00")),))
    problem = Problem(code, Severity.ERROR, "T", "S.", "F.", "", ("A: b",), touched, BillingLogId(1))
    targets = {one.page for one in targets_of(REALM, problem)}
    assert targets <= {key for key, _, _ in PAGES}
    places = place_texts(problem, "Gulfline")
    assert places
    own = [one for one in places if one.startswith("Mobius Desktop ▸ ")]
    assert len(own) == len(targets_of(REALM, problem))
    assert all(one.startswith(("QuickBooks ▸ ", "ConnectWise ▸ ")) for one in places if one not in own)


def test_every_place_of_a_company_opens_its_tab_and_kind(
    qtbot: QtBot, firm: FirmProgram, firm_services: Services, idle: Idle
) -> None:
    firm.know_both_sides()
    page = CompanyPage(firm_services)
    qtbot.addWidget(page)
    wanted = {
        one
        for places in CURE_PLACES.values()
        for one in places
        if one.at in {At.LINKS, At.OPTIONS} and (one.what or one.at is At.OPTIONS)
    }
    assert len(wanted) > 8
    for place in sorted(wanted, key=str):
        links = place.at is At.LINKS
        page.activated(f"{REALM}:Links:{place.what}" if links else f"{REALM}:{place.what}")
        idle()
        assert page.tabs.key() == ("Links" if links else place.what)
        assert not links or page.links.kind == place.what


def test_links_open_at_the_record_even_before_it_is_read(
    qtbot: QtBot, firm: FirmProgram, firm_services: Services, idle: Idle
) -> None:
    firm.know_both_sides()
    page = CompanyPage(firm_services)
    qtbot.addWidget(page)
    page.show()
    page.activated(f"{REALM}:Links:Customer:O'Malley & Sons Plumbing, Inc.")
    idle()
    row = page.links.panel.view.current_row()
    assert isinstance(row, LinkRow)
    assert row.name == "O'Malley & Sons Plumbing, Inc."
    page.links.panel.filter_box.setText("zzz")
    page.links.panel.filter_box.flush()
    page.activated(f"{REALM}:Links::40150")
    row = page.links.panel.view.current_row()
    assert isinstance(row, LinkRow)
    assert (row.kind, row.name) == (ListKind.ACCOUNT, "40150")


def test_fix_the_first_is_the_main_action_once_there_is_one(page: CheckSetupPage, idle: Idle) -> None:
    checked(page, idle)
    assert primary(page) == "Fix the first…"
    assert not page.check_now.isHidden()
    assert "in the way" in page.actions_content().sentence


def test_the_last_result_is_there_again_and_without_a_network(
    qtbot: QtBot, firm: FirmProgram, firm_services: Services, page: CheckSetupPage, idle: Idle
) -> None:
    checked(page, idle)
    firm.offline = True
    again = CheckSetupPage(firm_services)
    qtbot.addWidget(again)
    again.activated(REALM)
    idle()
    assert again.headlines() == page.headlines()
    assert "last: Today" in again.header().context
    assert not again.check_now.isEnabled()
    assert "needs a network" in again.check_now.toolTip()


def test_each_check_ticks_off_and_it_can_be_cancelled(
    qtbot: QtBot, firm: FirmProgram, page: CheckSetupPage, idle: Idle
) -> None:
    firm.gate = StopEvent()
    page.check()
    assert [one.text for one in page.actions_content().actions] == ["&Cancel"]
    qtbot.waitUntil(lambda: page.steps.accessibleDescription() == "Reading: accounting package.")
    page.cancel()
    firm.gate.set()
    idle()
    assert page.report is None
    assert "cancelled" in page.actions_content().sentence
    firm.gate = None
    checked(page, idle)
    qtbot.waitUntil(lambda: any("Accounts: failed" in one for one in page.steps.texts()))


def test_a_check_that_could_not_be_made_says_why(page: CheckSetupPage, idle: Idle) -> None:
    checked(page, idle)
    assert "may not read members" in page.card("Level of the API member").content.sentence


def test_a_failure_before_any_result_is_told_in_its_place(
    firm: FirmProgram, page: CheckSetupPage, idle: Idle
) -> None:
    firm.trouble = Unreachable("ConnectWise could not be reached.", side="connectwise")
    checked(page, idle)
    assert page.headlines() == ["The set-up could not be checked"]
    assert primary(page) == "Check now"


def test_without_a_company_nothing_can_be_checked(
    qtbot: QtBot, firm: FirmProgram, firm_services: Services, idle: Idle
) -> None:
    firm.setups = []
    page = CheckSetupPage(firm_services)
    qtbot.addWidget(page)
    page.activated()
    idle()
    action = page.actions_content().actions[-1]
    assert not action.enabled
    assert "No QuickBooks company" in action.why


def test_the_company_can_be_chosen_where_there_are_several(
    qtbot: QtBot, firm: FirmProgram, firm_services: Services, idle: Idle
) -> None:
    firm.setups = [company(), company(OTHER, "Gulfline Projects, LLC")]
    page = CheckSetupPage(firm_services)
    qtbot.addWidget(page)
    page.activated(OTHER)
    idle()
    assert page.realm == OTHER
    assert page.company.count() == 2
    page.company.setCurrentIndex(page.company.findData(RealmId(REALM)))
    page.company.activated.emit(page.company.currentIndex())
    idle()
    assert page.realm == REALM
