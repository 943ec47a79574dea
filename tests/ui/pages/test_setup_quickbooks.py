"""Set up QuickBooks Online: the companies, their test, and connecting one in three steps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from mobius_desktop.domain.connection import ConnectionReport
from mobius_desktop.domain.editions import Edition
from mobius_desktop.domain.errors import NotSetUp, WrongCompany
from mobius_desktop.domain.setup import Environment
from mobius_desktop.ui.components.question import QuestionContent
from mobius_desktop.ui.pages.setup import quickbooks_page
from mobius_desktop.ui.pages.setup.company_rows import CompanyRow
from mobius_desktop.ui.pages.setup.connecting import ConnectStep
from mobius_desktop.ui.pages.setup.quickbooks_page import QuickBooksSetupPage
from mobius_desktop.ui.services import Services
from tests.ui.pages.firm_program import NOW, OTHER, PASSED, REALM, REFUSED, FirmProgram, company

Idle = Callable[[], None]
SECRET = "intuit-secret-0001"


class Shown:
    """The page and the addresses that it opened in the browser."""

    def __init__(self, qtbot: QtBot, services: Services) -> None:
        self.opened: list[str] = []
        self.page = QuickBooksSetupPage(services, self.opened.append)
        qtbot.addWidget(self.page)
        self.page.resize(1100, 600)
        self.page.show()
        self.page.activated()

    def at(self, step: ConnectStep | None) -> bool:
        """Whether the page is at a step of connecting; None is the list."""
        return self.page.sign_in.step is step

    def act(self, text: str) -> None:
        """Press a button of the action bar."""
        for action in self.page.actions_content().actions:
            if action.text.replace("&", "") == text:
                assert action.enabled, action.why
                action.slot()
                return
        raise AssertionError([action.text for action in self.page.actions_content().actions])

    def type_app(self) -> None:
        form = self.page.connecting.app
        form.environment.setCurrentIndex(form.environment.findData(Environment.CUSTOM))
        form.client_id.setText("intuit-app")
        form.client_secret.setText(SECRET)
        form.discovery.setText("http://127.0.0.1:9/.well-known/openid_configuration")
        form.base.setText("http://127.0.0.1:9/")


@pytest.fixture
def shown(qtbot: QtBot, firm_services: Services, idle: Idle) -> Shown:
    made = Shown(qtbot, firm_services)
    idle()
    return made


def test_a_company_is_added_by_app_sign_in_and_confirmation(
    shown: Shown, firm: FirmProgram, idle: Idle
) -> None:
    firm.new_company = company(OTHER, "Gulfline Cabling, Inc.", default=False)
    shown.act("Add company…")
    assert shown.at(ConnectStep.APP)
    assert shown.page.actions_content().sentence == "Still empty: Client ID, Client secret."
    shown.type_app()
    shown.act("Sign in in the browser")
    assert shown.at(ConnectStep.SIGN_IN)
    idle()
    assert shown.opened == ["http://127.0.0.1:9/authorize?state=abc"]
    assert shown.page.connecting.sign_in.address.text() == shown.opened[0]
    assert shown.at(ConnectStep.CONFIRM)
    assert "Gulfline Cabling, Inc." in shown.page.connecting.confirm.text()
    shown.act("Use Gulfline Cabling, Inc.")
    idle()
    assert shown.at(None)
    assert [row.setup.name for row in shown.page.companies.model.rows()] == [
        "Gulfline Technology, LLC",
        "Gulfline Cabling, Inc.",
    ]
    entries = dict(firm.calls)["connect_quickbooks"]
    assert entries == {
        "client_id": "intuit-app",
        "client_secret": SECRET,
        "redirect_port": "8612",
        "environment": "Custom",
        "discovery_url": "http://127.0.0.1:9/.well-known/openid_configuration",
        "base_url": "http://127.0.0.1:9",
    }


@pytest.mark.parametrize("port", ["99999", "0", "1023", "eight"])
def test_a_port_that_cannot_be_is_said_at_its_field_and_nothing_begins(
    shown: Shown, firm: FirmProgram, idle: Idle, port: str
) -> None:
    form = shown.page.connecting.app
    shown.act("Add company…")
    shown.type_app()
    form.port.setText(port)
    assert form.port.accessibleDescription().startswith(f"“{port}” cannot be the port.")
    action = shown.page.actions_content().actions[-1]
    assert (action.enabled, action.why) == (False, "To be corrected: Redirect port.")
    shown.page.sign_in.sign_in()
    idle()
    assert shown.at(ConnectStep.APP)
    assert firm.calls == []
    form.port.setText(" 8700 ")
    assert "http://localhost:8700/callback" in form.port.accessibleDescription()
    assert shown.page.actions_content().actions[-1].enabled


@pytest.mark.logs_errors
def test_a_fault_of_the_program_ends_the_sign_in(
    shown: Shown, firm: FirmProgram, idle: Idle, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise ValueError("a fault")

    monkeypatch.setattr(type(firm.setting_up), "connect_quickbooks", breaks)
    shown.act("Add company…")
    shown.type_app()
    shown.act("Sign in in the browser")
    idle()
    assert "Something unexpected happened" in shown.page.connecting.sign_in.sentence()
    shown.act("Back to the app's keys")
    assert shown.at(ConnectStep.APP)


def test_the_secret_leaves_its_field_once_it_was_used_or_given_up(
    shown: Shown, firm: FirmProgram, idle: Idle
) -> None:
    field = shown.page.connecting.app.client_secret
    shown.act("Add company…")
    shown.type_app()
    shown.act("Cancel")
    assert field.text() == ""
    firm.new_company = company(OTHER, "Gulfline Cabling, Inc.", default=False)
    shown.act("Add company…")
    shown.type_app()
    shown.act("Sign in in the browser")
    idle()
    assert field.text() == ""


def test_a_sign_in_that_waits_for_the_browser_can_be_cancelled(
    shown: Shown, firm: FirmProgram, idle: Idle, qtbot: QtBot
) -> None:
    firm.waits_for_browser = True
    shown.act("Add company…")
    shown.type_app()
    shown.act("Sign in in the browser")
    qtbot.waitUntil(lambda: bool(shown.opened), timeout=5000)
    shown.act("Cancel sign-in")
    assert shown.at(None)
    idle()
    assert [row.realm for row in shown.page.companies.model.rows()] == [REALM]


def test_a_company_that_was_not_meant_is_disconnected_again(
    shown: Shown, firm: FirmProgram, idle: Idle
) -> None:
    firm.new_company = company(OTHER, "Somebody Else, Inc.", default=False)
    shown.act("Add company…")
    shown.type_app()
    shown.act("Sign in in the browser")
    idle()
    shown.act("Not this one")
    idle()
    assert ("disconnect_quickbooks", OTHER) in firm.calls
    assert shown.at(ConnectStep.APP)
    assert [one.realm for one in firm.setups] == [REALM]


def test_a_reconnect_goes_straight_to_the_browser_and_never_offers_to_disconnect(
    shown: Shown, firm: FirmProgram, idle: Idle
) -> None:
    shown.page.companies.reconnect.click()
    assert shown.at(ConnectStep.SIGN_IN)
    assert shown.page.header().title == "Reconnect Gulfline Technology, LLC"
    idle()
    assert dict(firm.calls)["connect_quickbooks"]["realm"] == REALM
    assert len(shown.page.actions_content().actions) == 1
    assert "its sign-in is renewed" in shown.page.connecting.confirm.text()


def test_a_sign_in_to_another_company_says_so_and_can_be_done_again(
    shown: Shown, firm: FirmProgram, idle: Idle
) -> None:
    firm.trouble = WrongCompany(
        "The browser signed in to “Gulfline Holdings”, but this is “Gulfline Technology, LLC”. Nothing"
        " was changed."
    )
    shown.page.companies.reconnect.click()
    idle()
    assert shown.at(ConnectStep.SIGN_IN)
    assert shown.page.connecting.sign_in.sentence().startswith("The browser signed in to “Gulfline Holdings”")
    assert shown.page.actions_content().sentence == "The sign-in was not renewed."
    firm.trouble = None
    shown.act("Sign in again")
    idle()
    assert shown.at(ConnectStep.CONFIRM)


def test_after_a_failure_the_page_of_the_sign_in_that_is_over_cannot_be_opened(
    shown: Shown, firm: FirmProgram, idle: Idle
) -> None:
    card = shown.page.connecting.sign_in
    firm.fails_after_opening = NotSetUp("The browser came back from another sign-in.")
    shown.act("Add company…")
    shown.type_app()
    shown.act("Sign in in the browser")
    idle()
    assert shown.opened
    assert card.sentence() == "The browser came back from another sign-in."
    assert card.address.text() == ""
    assert not card.open_again.isVisible()
    assert not card.copy_address.isVisible()
    firm.fails_after_opening = None
    shown.act("Back to the app's keys")
    shown.act("Sign in in the browser")
    idle()
    assert shown.at(ConnectStep.CONFIRM)


@pytest.mark.parametrize("edition", [Edition.FREE, Edition.LITE])
def test_a_second_company_is_locked_visibly_with_the_reason(
    edition: Edition, qtbot: QtBot, firm_services: Services, firm: FirmProgram
) -> None:
    firm.edition = edition
    page = Shown(qtbot, firm_services).page
    bar = page.actions_content()
    assert not bar.actions[-1].enabled
    assert bar.sentence == "One company. More need the Standard edition."
    assert bar.link is not None
    assert bar.link.text == "About editions"


@pytest.mark.parametrize("edition", list(Edition))
def test_the_first_company_can_be_added_in_every_edition(
    edition: Edition, qtbot: QtBot, firm_services: Services, firm: FirmProgram
) -> None:
    firm.edition, firm.setups = edition, []
    page = Shown(qtbot, firm_services).page
    assert page.actions_content().actions[-1].enabled
    assert page.companies.panel.notice_sentence() == "No company yet."


def test_a_failed_test_names_the_side_and_the_reason_and_stays_with_its_company(
    shown: Shown, firm: FirmProgram, firm_services: Services, idle: Idle
) -> None:
    firm.report = ConnectionReport("QuickBooks", (PASSED[0], REFUSED))
    shown.page.companies.test.click()
    idle()
    assert firm_services.quickbooks.state == "Not connected"
    assert shown.page.actions_content().sentence == "The test failed at “Keys accepted”."
    assert f"Keys accepted: failed. {REFUSED.sentence}" in shown.page.companies.steps.texts()


def test_disconnecting_asks_first(
    shown: Shown, firm: FirmProgram, idle: Idle, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answer(act: bool) -> Callable[..., tuple[bool, str]]:
        def ask(parent: object, content: QuestionContent) -> tuple[bool, str]:
            del parent
            asked.append(content.question)
            return act, ""

        return ask

    monkeypatch.setattr(quickbooks_page, "ask", answer(False))
    shown.page.companies.disconnect_button.click()
    assert firm.calls == []
    monkeypatch.setattr(quickbooks_page, "ask", answer(True))
    shown.page.companies.disconnect_button.click()
    idle()
    assert asked == ["Disconnect Gulfline Technology, LLC?"] * 2
    assert firm.setups == []
    assert shown.page.actions_content().sentence == "Gulfline Technology, LLC is disconnected."


def test_another_company_becomes_the_default(
    qtbot: QtBot, firm_services: Services, firm: FirmProgram, idle: Idle
) -> None:
    firm.setups.append(company(OTHER, "Gulfline Cabling, Inc."))
    page = Shown(qtbot, firm_services).page
    assert not page.companies.make_default.isEnabled()
    page.companies.panel.view.go_to_key(OTHER)
    page.companies.make_default.click()
    idle()
    assert [row.realm for row in page.companies.model.rows() if row.setup.default] == [OTHER]


def test_the_demo_and_offline_lock_what_would_change_companies(
    qtbot: QtBot, firm_services: Services, firm: FirmProgram
) -> None:
    firm.demo = True
    page = Shown(qtbot, firm_services).page
    assert not page.companies.reconnect.isEnabled()
    assert page.companies.test.isEnabled()
    firm.demo, firm.offline = False, True
    page.refresh()
    assert not page.companies.test.isEnabled()
    assert page.companies.test.toolTip() == "You are working offline. This needs a network."


@pytest.mark.parametrize(
    ("changes", "state", "text"),
    [
        ({}, "Connected", "Connected"),
        ({"sign_in_ends_at": NOW + dt.timedelta(days=12)}, "Ends soon", "Ends in 12 days"),
        ({"sign_in_ends_at": NOW + dt.timedelta(days=1)}, "Ends soon", "Ends tomorrow"),
        ({"sign_in_ends_at": NOW - dt.timedelta(days=2)}, "Not connected", "Sign-in lost"),
        ({"sign_in_hard_end": NOW + dt.timedelta(days=3)}, "Ends soon", "Ends in 3 days"),
        ({"needs_reconnect": True}, "Not connected", "Sign-in lost"),
    ],
)
def test_the_state_says_how_long_the_sign_in_lasts(changes: dict[str, Any], state: str, text: str) -> None:
    row = CompanyRow(company(**changes), NOW)
    assert (row.state.state, row.state.text) == (state, text)


def test_for_production_the_address_the_browser_ended_on_is_pasted(
    shown: Shown, firm: FirmProgram, idle: Idle
) -> None:
    firm.new_company = company(OTHER, "Gulfline Cabling, Inc.", default=False)
    shown.act("Add company…")
    form = shown.page.connecting.app
    form.environment.setCurrentIndex(form.environment.findData(Environment.PRODUCTION))
    form.client_id.setText("intuit-app")
    form.client_secret.setText(SECRET)
    assert shown.page.actions_content().sentence == "Still empty: Redirect address."
    form.production.redirect.setText("https://www.gulfline.example/signin")
    shown.act("Sign in in the browser")
    idle()
    assert shown.opened == ["http://127.0.0.1:9/authorize?state=abc"]
    assert not shown.page.actions_content().actions[-1].enabled
    firm.trouble = NotSetUp("This address does not belong to the sign-in that was begun here.")
    shown.page.connecting.sign_in.paste.setText("https://www.gulfline.example/signin?code=x&state=y")
    shown.act("Go on with this address")
    idle()
    assert "does not belong" in shown.page.connecting.sign_in.sentence()
    assert shown.page.actions_content().sentence == "No company was connected."
    firm.trouble = None
    shown.act("Go on with this address")
    idle()
    assert shown.at(ConnectStep.CONFIRM)
    assert shown.page.connecting.sign_in.paste.text() == ""
    assert dict(firm.calls)["begin_sign_in"] == {
        "client_id": "intuit-app",
        "client_secret": SECRET,
        "environment": "Production",
        "redirect_uri": "https://www.gulfline.example/signin",
    }


def test_a_refresh_token_from_the_playground_signs_in_and_leaves_its_field(
    shown: Shown, firm: FirmProgram, idle: Idle
) -> None:
    firm.new_company = company(OTHER, "Gulfline Cabling, Inc.", default=False)
    shown.act("Add company…")
    form = shown.page.connecting.app
    form.environment.setCurrentIndex(form.environment.findData(Environment.PRODUCTION))
    form.client_id.setText("intuit-app")
    form.client_secret.setText(SECRET)
    form.production.way.setCurrentIndex(1)
    form.production.company_id.setText(OTHER)
    form.production.refresh_token.setText("AB11-a-token")
    shown.act("Sign in in the browser")
    idle()
    assert shown.at(ConnectStep.CONFIRM)
    assert form.production.refresh_token.text() == ""
    assert shown.opened == []


def test_a_production_company_is_reconnected_by_pasting(shown: Shown, firm: FirmProgram, idle: Idle) -> None:
    firm.setups = [company(environment=Environment.PRODUCTION, redirect_uri="https://www.gulfline.example/s")]
    shown.page.refresh()
    idle()
    firm.trouble = None
    shown.page.companies.reconnect_wanted.emit()
    idle()
    assert shown.opened
    firm.trouble = WrongCompany(
        "The browser signed in to “Gulfline Cabling”, but this is “Gulfline Technology, LLC”."
    )
    shown.page.connecting.sign_in.paste.setText("https://www.gulfline.example/s?code=x&state=y&realmId=1")
    shown.act("Go on with this address")
    idle()
    sentence = shown.page.connecting.sign_in.sentence()
    assert "Gulfline Cabling" in sentence
    assert "Gulfline Technology, LLC" in sentence


def test_options_and_links_of_a_company_are_one_button_away(shown: Shown) -> None:
    went: list[tuple[str, object]] = []
    shown.page.left_for.connect(lambda key, argument: went.append((key, argument)))
    shown.page.companies.open_company.click()
    assert went == [("company", REALM)]
