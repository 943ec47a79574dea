"""Set up ConnectWise PSA: what is typed, tested and saved, and what is never shown again."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from mobius_desktop.domain.connection import ConnectionReport
from mobius_desktop.domain.errors import Unreachable
from mobius_desktop.ui.pages.setup.connectwise_page import ConnectWiseSetupPage
from mobius_desktop.ui.services import Services
from tests.ui.pages.firm_program import PASSED, REFUSED, FirmProgram

Idle = Callable[[], None]
TYPED = {
    "site": "na.myconnectwise.example",
    "company_id": "gulfline",
    "public_key": "public-key-0001",
    "private_key": "private-key-0001",
    "client_id": "11111111-2222-3333-4444-555555555555",
}


@pytest.fixture
def page(qtbot: QtBot, firm_services: Services) -> ConnectWiseSetupPage:
    return show(qtbot, firm_services)


def show(qtbot: QtBot, services: Services) -> ConnectWiseSetupPage:
    made = ConnectWiseSetupPage(services)
    qtbot.addWidget(made)
    made.resize(1100, 600)
    made.show()
    made.activated()
    return made


def type_keys(page: ConnectWiseSetupPage, typed: dict[str, str] = TYPED) -> None:
    for name, text in typed.items():
        edit = page.form.fields[name]
        edit.clear()
        edit.insert(text)
        edit.textEdited.emit(text)


def primary(page: ConnectWiseSetupPage) -> tuple[str, bool]:
    last = page.actions_content().actions[-1]
    assert last.primary
    return last.text.replace("&", ""), last.enabled


def test_saved_keys_show_only_that_they_are_saved_and_since_when(page: ConnectWiseSetupPage) -> None:
    for name in ("public_key", "private_key"):
        edit = page.form.fields[name]
        assert edit.text() == "•••• saved Oct 21, 2026"
        assert edit.isReadOnly()
    assert page.form.fields["site"].text() == "na.myconnectwise.example"
    assert primary(page) == ("Test connection", True)


def test_replace_opens_empty_key_fields_that_do_not_show_what_is_typed(page: ConnectWiseSetupPage) -> None:
    page.form.replace.click()
    for name in ("public_key", "private_key"):
        edit = page.form.fields[name]
        assert edit.text() == ""
        assert edit.echoMode() is QLineEdit.EchoMode.Password
        assert not edit.isReadOnly()
    assert primary(page) == ("Test and save", False)
    assert page.actions_content().sentence == "Still empty: Public key, Private key."


def test_a_test_that_passes_saves_the_keys_and_empties_the_fields(
    page: ConnectWiseSetupPage, firm: FirmProgram, firm_services: Services, idle: Idle
) -> None:
    page.form.replace.click()
    type_keys(page)
    assert primary(page) == ("Test and save", True)
    page.actions_content().actions[-1].slot()
    idle()
    assert firm.calls == [("save_connectwise", TYPED), ("connect", None)]
    assert not page.form.typing
    assert all(TYPED["private_key"] not in edit.text() for edit in page.form.fields.values())
    assert firm_services.connectwise.state == "Connected"
    assert page.header().chip == "Connected"
    assert page.actions_content().sentence == "ConnectWise answered and can be used."


def test_a_failed_test_names_side_and_reason_and_saves_nothing(
    page: ConnectWiseSetupPage, firm: FirmProgram, idle: Idle
) -> None:
    before = firm.connectwise
    firm.report = ConnectionReport("ConnectWise", (PASSED[0], REFUSED))
    page.form.replace.click()
    type_keys(page)
    page.save()
    idle()
    assert firm.connectwise is before
    assert page.form.typing
    assert page.actions_content().sentence == "Nothing was saved. The test failed at “Keys accepted”."
    assert f"Keys accepted: failed. {REFUSED.sentence}" in page.steps.texts()


def test_keys_that_were_refused_say_nothing_of_those_that_are_saved(
    page: ConnectWiseSetupPage, firm: FirmProgram, firm_services: Services, idle: Idle
) -> None:
    page.test()
    idle()
    tested = page.steps.texts()
    assert firm_services.connectwise.state == "Connected"
    for trouble in (None, Unreachable("ConnectWise did not answer within 30 seconds.")):
        firm.trouble = trouble
        firm.report = ConnectionReport("ConnectWise", (PASSED[0], REFUSED))
        page.form.replace.click()
        type_keys(page)
        page.save()
        idle()
        assert page.steps.texts() != tested
        assert firm_services.connectwise.state == "Connected"
        assert page.actions_content().actions[0].text.replace("&", "") == "Keep the saved keys"
        page.actions_content().actions[0].slot()
        assert page.steps.texts() == tested
        assert page.actions_content().sentence.startswith("Keys are kept")


def test_the_first_keys_that_are_refused_leave_the_side_unconnected(
    qtbot: QtBot, firm: FirmProgram, firm_services: Services, idle: Idle
) -> None:
    firm.connectwise = None
    firm.report = ConnectionReport("ConnectWise", (PASSED[0], REFUSED))
    page = show(qtbot, firm_services)
    type_keys(page)
    page.save()
    idle()
    assert firm_services.connectwise.state == "Not connected"


WHERE = {
    "keyring": ("Keys are kept in this computer's key store", "It goes into this computer's key store."),
    "file": ("Keys are kept in a file that only your passphrase opens", "that your passphrase opens."),
    "memory": ("Keys are kept in memory only", "It is forgotten when the program is closed."),
}


@pytest.mark.parametrize("vault", WHERE)
def test_where_the_keys_are_is_what_the_vault_does(
    qtbot: QtBot, firm: FirmProgram, firm_services: Services, vault: str
) -> None:
    firm.vault = vault
    kept, goes = WHERE[vault]
    page = show(qtbot, firm_services)
    assert page.actions_content().sentence.startswith(kept)
    assert page.form.fields["private_key"].accessibleDescription().endswith(goes)


def test_unseen_characters_of_a_pasted_key_are_not_tested_with_it(
    page: ConnectWiseSetupPage, firm: FirmProgram, idle: Idle
) -> None:
    page.form.replace.click()
    type_keys(page, {name: f"\u200b{text}\u00a0" for name, text in TYPED.items()})
    page.save()
    idle()
    assert firm.calls[0] == ("save_connectwise", TYPED)


def test_a_server_that_does_not_answer_is_a_failed_step_and_no_dialog(
    page: ConnectWiseSetupPage, firm: FirmProgram, idle: Idle
) -> None:
    firm.trouble = Unreachable("ConnectWise did not answer within 30 seconds.")
    page.test()
    idle()
    assert "Connection: failed. ConnectWise did not answer within 30 seconds." in page.steps.texts()
    assert primary(page) == ("Test connection", True)


def test_while_a_test_runs_no_second_one_can_be_started(
    page: ConnectWiseSetupPage, firm: FirmProgram, idle: Idle
) -> None:
    page.test()
    assert primary(page) == ("Test connection", False)
    page.test()
    idle()
    assert [name for name, _ in firm.calls] == ["test_connectwise"]


def test_escape_gives_up_what_was_typed(page: ConnectWiseSetupPage) -> None:
    page.form.replace.click()
    type_keys(page)
    assert page.escaped()
    assert page.form.fields["private_key"].text() == "•••• saved Oct 21, 2026"
    assert not page.escaped()


def test_the_demo_shows_its_keys_as_saved_and_locks_them_with_the_reason(
    qtbot: QtBot, firm_services: Services, firm: FirmProgram
) -> None:
    firm.demo = True
    page = show(qtbot, firm_services)
    assert not page.form.replace.isEnabled()
    assert page.form.locked.sentence() == "Demo data: these keys belong to the sandbox inside this program."
    assert primary(page) == ("Test connection", True)


def test_offline_the_saved_values_are_shown_and_the_test_is_disabled_with_the_reason(
    qtbot: QtBot, firm_services: Services, firm: FirmProgram
) -> None:
    firm.offline = True
    page = show(qtbot, firm_services)
    assert page.form.fields["company_id"].text() == "gulfline"
    assert primary(page) == ("Test connection", False)
    assert page.actions_content().sentence == "You are working offline. Testing needs a network."
    page.test()
    assert firm.calls == []


def test_without_saved_keys_the_page_opens_on_the_empty_form(
    qtbot: QtBot, firm_services: Services, firm: FirmProgram
) -> None:
    firm.connectwise = None
    page = show(qtbot, firm_services)
    assert page.form.typing
    assert page.form.missing() == ["Site", "Company ID", "Public key", "Private key", "Client ID"]
    assert len(page.actions_content().actions) == 1


def test_steps_tick_off_while_the_test_is_still_running(
    page: ConnectWiseSetupPage, firm: FirmProgram, idle: Idle, qtbot: QtBot
) -> None:
    firm.gate = threading.Event()
    page.test()
    qtbot.waitUntil(lambda: "Site found: passed." in page.steps.texts(), timeout=5000)
    assert primary(page) == ("Test connection", False)
    firm.gate.set()
    idle()
    assert "Keys accepted: passed." in page.steps.texts()
    assert primary(page) == ("Test connection", True)


def test_beside_a_long_test_the_form_keeps_its_shape(
    page: ConnectWiseSetupPage, firm: FirmProgram, idle: Idle, qtbot: QtBot
) -> None:
    site, replace = page.form.fields["site"], page.form.replace
    qtbot.waitUntil(lambda: site.width() > 0)
    before = site.mapTo(page, site.rect().topLeft())
    firm.report = ConnectionReport("ConnectWise", PASSED * 12)
    page.test()
    idle()
    qtbot.waitUntil(lambda: page.steps.height() > 500)
    assert site.mapTo(page, site.rect().topLeft()) == before
    assert replace.width() < site.width() // 2
