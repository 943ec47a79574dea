"""Create Invoice Batch in the window: the checklist, what may be ticked, preview and Submit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mobius_desktop.domain.archive import Hold
from mobius_desktop.domain.editions import Edition
from mobius_desktop.domain.errors import Unreachable
from mobius_desktop.domain.ids import RealmId
from mobius_desktop.ui.components.question import QuestionContent
from mobius_desktop.ui.flows.invoice_batch import Step, Through
from mobius_desktop.ui.pages.invoice_batch import holding
from mobius_desktop.ui.pages.invoice_batch.holding import still_held
from mobius_desktop.ui.pages.invoice_batch.page import CreateInvoiceBatchPage
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.shell.page import Action
from tests.transfer.sample_firm import plan_input
from tests.ui.pages.firm_program import NOW, REALM, TODAY, FirmProgram, company, number_of

Idle = Callable[[], None]


def show(qtbot: QtBot, services: Services, idle: Idle) -> CreateInvoiceBatchPage:
    made = CreateInvoiceBatchPage(services)
    qtbot.addWidget(made)
    made.resize(1100, 640)
    made.show()
    made.activated()
    idle()
    return made


@pytest.fixture
def page(qtbot: QtBot, firm_services: Services, idle: Idle) -> CreateInvoiceBatchPage:
    return show(qtbot, firm_services, idle)


def primary(page: CreateInvoiceBatchPage) -> Action:
    last = page.actions_content().actions[-1]
    assert last.primary
    return last


def text(action: Action) -> str:
    return action.text.replace("&", "")


def counts(page: CreateInvoiceBatchPage) -> dict[str, int]:
    tabs = page.select.panel.tabs
    assert tabs is not None
    found = {}
    for place, tab in enumerate(tabs.tabs):
        found[tab.text] = int(tabs.tabText(place).split()[-1])
    return found


def tick(page: CreateInvoiceBatchPage, *numbers: str) -> None:
    rows = [row for row in page.select.model.rows() if row.invoice.number in numbers]
    assert len(rows) == len(numbers)
    page.select.model.tick(rows, True)


def preview(page: CreateInvoiceBatchPage, idle: Idle) -> None:
    page.actions_content().actions[-1].slot()
    idle()
    assert page.flow.step is Step.PREVIEW


def test_the_list_is_checked_in_the_background_and_nothing_is_ticked_on_load(
    page: CreateInvoiceBatchPage,
) -> None:
    assert counts(page) == {
        "All": 45,
        "Ready": 29,
        "Blocked": 14,
        "Held": 0,
        "Nothing to send": 2,
        "Ticked": 0,
    }
    assert text(primary(page)) == "Submit 0 invoices"
    assert not primary(page).enabled
    assert primary(page).why == "Tick the invoices to send."


def test_select_ticks_the_shown_rows_that_can_be_sent(page: CreateInvoiceBatchPage) -> None:
    page.select.panel.filter_box.filtered.emit("acme")
    page.select.select()
    ticked = page.select.ticked()
    assert {row.standing for row in ticked} <= {"Ready", "Nothing to send"}
    assert all("Acme" in row.customer for row in ticked)
    assert text(primary(page)) == f"Submit {len(ticked)} invoices"


def test_all_of_the_sample_firm_can_be_ticked_until_a_batch_has_noted_what_cannot_be_marked(
    page: CreateInvoiceBatchPage,
) -> None:
    page.select.model.tick_shown(True)
    assert len(page.select.ticked()) == 45
    noted = replace(page.select.model.rows()[0], standing="Nothing to send", markable=False)
    assert not noted.may_tick


def test_ctrl_a_ticks_all_shown_wherever_the_focus_is_but_in_a_text_field(
    page: CreateInvoiceBatchPage,
) -> None:
    QTest.keyClick(page.select.panel.filter_box, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert not page.select.ticked()
    QTest.keyClick(page.select, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(page.select.ticked()) == 45


def test_the_footer_splits_ticked_into_invoices_and_credits_and_keeps_currencies_apart(
    page: CreateInvoiceBatchPage,
) -> None:
    page.select.select()
    assert page.select.panel.totals.texts() == [
        "Ticked 31 (26 invoices 52,693.92, 5 credits 1,164.00), USD 50,703.98 825.94 51,529.92",
        "Shown 44, USD 54,599.48 877.74 55,477.22",
        "Shown 1, CAD 1,000.00 0.00 1,000.00",
    ]


def test_ticked_rows_that_the_filter_hides_are_said_aloud(page: CreateInvoiceBatchPage) -> None:
    tick(page, "10501", "10503")
    page.select.panel.filter_box.filtered.emit("10501")
    assert page.select.panel.totals.texts()[0].startswith("Ticked 2, 1 of them not shown")


def test_ticks_survive_a_refresh_and_what_left_the_list_is_named(
    page: CreateInvoiceBatchPage, firm: FirmProgram, idle: Idle
) -> None:
    tick(page, "10501", "10503")
    firm.invoices = tuple(one for one in plan_input().invoices if one.number != "10503")
    page.refresh()
    idle()
    assert [row.invoice.number for row in page.select.ticked()] == ["10501"]
    assert text(primary(page)) == "Submit 1 invoice"


def test_submit_stops_at_the_preview_and_its_button_counts_what_is_ready(
    page: CreateInvoiceBatchPage, firm: FirmProgram, idle: Idle
) -> None:
    page.select.model.tick_shown(True)
    preview(page, idle)
    assert text(primary(page)) == "Send the 29 ready ones"
    assert page.actions_content().sentence == (
        "Goes to **Gulfline Technology, LLC**. Nothing has been sent yet. 51,529.92 USD are ready. "
        "2 without lines are only marked or noted."
    )
    said = page.preview.figures.accessibleDescription()
    assert "Can be sent 29 51,529.92 with 825.94 tax" in said
    assert "Stay behind 14 3,947.30 USD + 1,000.00 CAD" in said
    assert "ConnectWise 55,477.22 USD + 1,000.00 CAD − not sent 3,947.30 USD + 1,000.00 CAD" in said
    assert "= QuickBooks 51,529.92 · equal to the cent" in said
    assert [name for name, _ in firm.calls] == []


def test_with_the_preview_switched_off_submit_sends_at_once_what_creates_nothing(
    page: CreateInvoiceBatchPage, firm: FirmProgram, idle: Idle
) -> None:
    extra = page.action_extra()
    assert extra is not None
    extra.setChecked(False)  # type: ignore[attr-defined] # it is the tick box
    tick(page, "10501")
    primary(page).slot()
    idle()
    assert [numbers for name, (_, numbers) in firm.calls if name == "run"] == [["10501"]]
    assert page.actions_content().sentence == "The sample firm sends nothing."


def test_what_would_be_created_always_stops_at_the_preview(page: CreateInvoiceBatchPage, idle: Idle) -> None:
    extra = page.action_extra()
    assert extra is not None
    extra.setChecked(False)  # type: ignore[attr-defined] # it is the tick box
    tick(page, "DP77")
    preview(page, idle)
    assert [row.record.ref.name for row in page.preview.creation.rows()]


def test_the_preview_opens_on_the_first_problem_and_names_its_cause(
    page: CreateInvoiceBatchPage, idle: Idle
) -> None:
    page.select.model.tick_shown(True)
    preview(page, idle)
    row = page.preview.panel.view.current_row()
    assert row.plan.invoice.number == "10537"
    assert page.preview.invoice.texts()[0].startswith(
        "Invoice 10537, 412.50, is dated 09/28/2026; the books are closed through 09/30/2026."
    )


def test_each_invoice_of_the_preview_is_shown_beside_what_quickbooks_gets(
    page: CreateInvoiceBatchPage, idle: Idle
) -> None:
    page.select.model.tick_shown(True)
    preview(page, idle)
    page.preview.show_invoice(number_of("10502"))
    rows = {row.field: row for row in page.preview.invoice.model.rows() if row.field}
    assert rows["Number"].quickbooks == "10502"
    assert (rows["Total"].connectwise_amount, rows["Total"].quickbooks_amount) == (
        Decimal("409.70"),
        Decimal("409.70"),
    )


def test_control_and_arrows_step_through_the_invoices(page: CreateInvoiceBatchPage, idle: Idle) -> None:
    page.select.model.tick_shown(True)
    preview(page, idle)
    handlers = page.handlers()
    handlers["next-invoice"]()
    handlers["next-invoice"]()
    assert page.preview.panel.view.currentIndex().row() == 2
    handlers["previous-invoice"]()
    assert page.preview.panel.view.currentIndex().row() == 1
    assert "next-invoice" not in CreateInvoiceBatchPage(page._services).handlers()


def test_a_link_of_a_findings_card_brings_its_invoice_to_the_front_past_the_filter(
    page: CreateInvoiceBatchPage, idle: Idle
) -> None:
    page.select.model.tick_shown(True)
    preview(page, idle)
    tabs = page.preview.panel.tabs
    assert tabs is not None
    tabs.choose("ready")
    page.preview.tabs.choose("findings")
    page.preview.show_invoice(number_of("10540"))
    assert page.preview.panel.view.current_row().plan.invoice.number == "10540"
    assert page.preview.tabs.key() == "invoice"


def test_escape_leads_from_the_preview_back_to_the_list_with_its_ticks(
    page: CreateInvoiceBatchPage, idle: Idle
) -> None:
    tick(page, "10501", "10502")
    preview(page, idle)
    assert page.escaped()
    assert page.flow.step is Step.SELECT
    assert text(primary(page)) == "Submit 2 invoices"


def test_nothing_ready_disables_send_and_says_what_to_do(page: CreateInvoiceBatchPage, idle: Idle) -> None:
    tick(page, "10537", "10540")
    preview(page, idle)
    assert not primary(page).enabled
    assert page.actions_content().sentence == "Nothing can be sent yet: fix the causes under Findings."


def test_a_list_that_cannot_be_read_says_so_in_its_place_with_a_button(
    qtbot: QtBot, firm_services: Services, firm: FirmProgram, idle: Idle
) -> None:
    firm.trouble = Unreachable("ConnectWise did not answer within 30 seconds.")
    page = show(qtbot, firm_services, idle)
    assert page.select.panel.notice_sentence() == "ConnectWise did not answer within 30 seconds."
    assert firm_services.connectwise.state == "Not connected"
    link = page.actions_content().link
    assert link is not None
    firm.trouble = None
    link.slot()
    idle()
    assert counts(page)["All"] == 45
    assert page.actions_content().link is None


def test_a_refresh_that_fails_leaves_the_rows_and_says_from_when_they_are(
    page: CreateInvoiceBatchPage, firm: FirmProgram, idle: Idle
) -> None:
    firm.trouble = Unreachable("ConnectWise did not answer within 30 seconds.")
    page.refresh()
    idle()
    assert counts(page)["All"] == 45
    sentence = page.actions_content().sentence
    assert sentence.startswith("The list could not be read: ConnectWise did not answer within 30 seconds.")
    assert "What you see is from Today, " in sentence


def test_offline_the_last_list_is_shown_greyed_and_nothing_can_be_submitted(
    qtbot: QtBot, firm_services: Services, firm: FirmProgram, idle: Idle
) -> None:
    firm.archive.put_cached_unposted(plan_input().invoices, NOW)
    firm.offline = True
    page = show(qtbot, firm_services, idle)
    assert page.select.model.rowCount() == 45
    assert page.select.model.dimmed
    tick(page, "10501")
    assert not primary(page).enabled
    assert page.actions_content().sentence.startswith(
        "You are working offline; sending needs a network. What you see is from Today, "
    )


def test_offline_without_a_list_the_page_says_that_there_was_none(
    qtbot: QtBot, firm_services: Services, firm: FirmProgram, idle: Idle
) -> None:
    firm.offline = True
    page = show(qtbot, firm_services, idle)
    assert page.select.panel.notice_sentence() == "The unposted list was never read on this computer."


def test_free_shows_the_company_as_text_and_locks_location_and_summary_with_the_reason(
    qtbot: QtBot, firm_services: Services, firm: FirmProgram, idle: Idle
) -> None:
    firm.edition = Edition.FREE
    page = show(qtbot, firm_services, idle)
    assert page.flow.location_choice().locked
    assert page.flow.summary_choice().locked
    said = page.select.options.reason()
    assert said == (
        "All locations. Choosing one needs the Standard edition. "
        "Default. Other summaries need the Lite or Standard edition."
    )


def test_space_ticks_the_highlighted_rows(page: CreateInvoiceBatchPage) -> None:
    view = page.select.panel.view
    view.go_to_key(number_of("10501"))
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert [row.invoice.number for row in page.select.ticked()] == ["10501"]


def test_the_tabs_become_a_list_box_where_they_do_not_fit(page: CreateInvoiceBatchPage) -> None:
    tabs = page.select.panel.tabs
    assert tabs is not None
    page.resize(1700, 640)
    assert tabs.isVisible()
    page.resize(780, 400)
    assert not tabs.isVisible()
    picker = page.select.picker
    assert picker.isVisible()
    assert picker.itemText(2) == "Blocked  14"
    picker.activated.emit(2)
    assert tabs.key() == "blocked"
    assert page.select.model.rowCount() == 14


def test_held_rows_are_greyed_with_their_reason_and_cannot_be_ticked_until_released(
    page: CreateInvoiceBatchPage, firm: FirmProgram, idle: Idle, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answer(parent: object, content: QuestionContent, extra: object) -> tuple[bool, str]:
        del parent, extra
        asked.append(content.question)
        return True, "waits for the purchase order"

    monkeypatch.setattr(holding, "ask", answer)
    tick(page, "10501", "10503")
    page.select.panel.view.go_to_key(number_of("10501"))
    page.handlers()["hold"]()
    idle()
    assert asked == ["Hold 1 invoice, 300.00?"]
    assert [row.invoice.number for row in page.select.ticked()] == ["10503"]
    (held,) = [row for row in page.select.model.rows() if row.standing == "Held"]
    assert held.finding is not None
    assert (held.finding.state, held.finding.text) == ("Held", "waits for the purchase order")
    page.select.model.tick_shown(True)
    assert "10501" not in [row.invoice.number for row in page.select.ticked()]
    assert counts(page)["Held"] == 1
    page.select.panel.view.go_to_key(number_of("10501"))
    page.handlers()["release"]()
    idle()
    assert counts(page)["Held"] == 0
    assert firm.archive.holds() == {}


def test_a_hold_with_a_day_ends_when_the_day_has_come_here_and_on_the_command_line() -> None:
    def hold(until: dt.date | None) -> Hold:
        return Hold(number_of("10501"), "waits", until, "dana", NOW)

    key = number_of("10501")
    tomorrow = TODAY + dt.timedelta(days=1)
    assert still_held({key: hold(tomorrow)}, TODAY)
    assert still_held({key: hold(None)}, TODAY)
    assert not still_held({key: hold(TODAY)}, TODAY)


def test_a_day_can_be_typed_for_dated_through_and_the_list_follows(
    page: CreateInvoiceBatchPage, idle: Idle
) -> None:
    options = page.select.options
    options.choose_through(Through.DATE)
    assert options.date.isVisible()
    options.date.setText("10/05/2026")
    options.date.editingFinished.emit()
    idle()
    assert page.flow.effective_through == dt.date(2026, 10, 5)
    assert max(row.invoice.date for row in page.select.model.rows()) == dt.date(2026, 10, 5)
    options.choose_through(Through.LAST_MONTH_END)
    idle()
    assert not options.date.isVisible()
    assert page.flow.effective_through == dt.date(2026, 10, 31)


def test_the_page_goes_along_with_another_default_company_unless_something_is_ticked(
    page: CreateInvoiceBatchPage, firm_services: Services, firm: FirmProgram, idle: Idle
) -> None:
    other = RealmId("9342")

    def make_default(realm: RealmId) -> RealmId | None:
        canada = company(other, "Gulfline Canada", default=realm == other)
        firm.setups = [company(default=realm == REALM), canada]
        firm_services.companies_changed.emit()
        idle()
        return page.flow.company.realm if page.flow.company is not None else None

    assert make_default(other) == other
    assert make_default(REALM) == REALM
    tick(page, page.select.model.rows()[0].invoice.number)
    assert make_default(other) == REALM
