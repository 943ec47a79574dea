"""The page *Check set-up*: cards by severity with money and the way to the cure, kept and read offline."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event as StopEvent

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from mobius_desktop.domain.errors import Unreachable
from mobius_desktop.domain.ids import RealmId
from mobius_desktop.ui.pages.checkup.page import CheckSetupPage
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


def test_fix_here_opens_the_page_and_tab_that_cures_it(page: CheckSetupPage, idle: Idle) -> None:
    checked(page, idle)
    opened: list[tuple[str, object]] = []
    page.left_for.connect(lambda key, argument: opened.append((key, argument)))
    for title, target in (
        ("Customer not linked", ("company", f"{REALM}:Links:Customer")),
        ("Name is a vendor's", ("company", f"{REALM}:Contacts")),
        ("Period closed", ("invoice-batch", "10537")),
    ):
        opened.clear()
        buttons = page.card(title).findChildren(QPushButton)
        next(one for one in buttons if one.text() == "Fix here…").click()
        assert opened == [target], title


def test_a_cure_in_one_of_the_systems_is_named_where_it_stands(page: CheckSetupPage, idle: Idle) -> None:
    checked(page, idle)
    content = page.card("Account not in QuickBooks").content
    assert content.buttons == ()
    assert "**Create the account in QuickBooks" in content.sentence


def test_fix_the_first_is_the_main_action_once_there_is_one(page: CheckSetupPage, idle: Idle) -> None:
    checked(page, idle)
    assert primary(page) == "Fix the first…"
    assert page.check_now.isVisibleTo(page)
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
