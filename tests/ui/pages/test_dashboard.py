"""The Dashboard: figures from the record, what needs somebody, and the way to the first batch."""

from __future__ import annotations

import datetime as dt
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from threading import Event as StopEvent

import pytest
from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mobius_desktop.domain.errors import Unreachable
from mobius_desktop.domain.ids import BatchNumber, RealmId
from mobius_desktop.domain.states import ActionState, BatchState
from mobius_desktop.domain.totals import control_totals
from mobius_desktop.history.dashboard import months_of
from mobius_desktop.store.codec import squeeze
from mobius_desktop.transfer.batch import UnpostedList
from mobius_desktop.transfer.linking.rows import LinkChoice
from mobius_desktop.transfer.linking.survey import open_customers
from mobius_desktop.ui.pages.dashboard.demo_start import demo_command
from mobius_desktop.ui.pages.dashboard.guide import STEPS_HIDDEN
from mobius_desktop.ui.pages.dashboard.page import DashboardPage
from mobius_desktop.ui.pages.dashboard.todo import Todo, in_order
from mobius_desktop.ui.pages.invoice_batch.dated import Dated
from mobius_desktop.ui.pages.tie_out.place import TiePlace
from mobius_desktop.ui.services import Services, SideState
from mobius_desktop.ui.shell.page import Room, ToastContent
from tests.money import usd
from tests.store.stories import journey, opened, opening, unposted
from tests.transfer.sample_firm import plan_input
from tests.ui.pages.batch_record import (
    ended,
    good_batch,
    interrupted_batch,
    marked_batch,
    mixed_batch,
    opening_of,
    sent,
)
from tests.ui.pages.compared import FIRST, LAST, october
from tests.ui.pages.firm_program import NOW, REALM, FirmProgram, company

Idle = Callable[[], None]
TODAY = NOW.date()


def words_of(widget: QWidget) -> str:
    """All that its labels say."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


class Shown:
    """The page and where it asked to go."""

    def __init__(self, qtbot: QtBot, services: Services, idle: Idle, *, steps: bool = False) -> None:
        services.memory.keep(STEPS_HIDDEN, not steps)
        self.page = DashboardPage(services)
        self.went: list[tuple[str, object]] = []
        self.page.left_for.connect(self._on_left)
        qtbot.addWidget(self.page)
        self.page.resize(1100, 640)
        self.page.show()
        self.page.activated()
        idle()

    def _on_left(self, key: str, argument: object) -> None:
        self.went.append((key, argument))

    def press(self, name: str) -> None:
        """Press the button with this accessible name or text."""
        for button in self.page.findChildren(QPushButton):
            if not button.isHidden() and name in {button.accessibleName(), button.text().replace("&", "")}:
                button.click()
                return
        raise AssertionError(name)


def test_before_a_list_was_read_it_says_so_and_shows_no_figures(
    qtbot: QtBot, firm_services: Services, idle: Idle
) -> None:
    page = Shown(qtbot, firm_services, idle).page
    assert page.actions_content().sentence == "The unposted list has not been read yet."
    assert page.header().context.endswith("no list was read yet")
    assert page.batches.notice_sentence() == "No batches yet."


def test_unsent_invoices_are_counted_by_currency_and_age_with_when_they_were_read(
    qtbot: QtBot, firm_services: Services, firm: FirmProgram, idle: Idle
) -> None:
    firm.archive.put_cached_unposted(plan_input().invoices, NOW)
    page = Shown(qtbot, firm_services, idle).page
    assert page.actions_content().sentence == (
        "**45** invoices are waiting in ConnectWise, **55,477.22 USD + 1,000.00 CAD**. "
        "The oldest is 35 days old."
    )
    assert "list read today, " in page.header().context
    spoken = page.unsent.bars.accessibleDescription()
    assert spoken.startswith("0–7 days: 14, 6,334.80 + 1,000.00 CAD; 8–14 days: 5, 5,490.00")


@pytest.mark.parametrize(
    ("home", "said"),
    [
        ("", "300.00 USD + 1,000.00 CAD"),
        ("USD", "300.00 USD + 1,000.00 CAD"),
        ("CAD", "1,000.00 CAD + 300.00 USD"),
    ],
)
def test_each_currency_but_the_companys_is_named_wherever_it_stands(
    home: str, said: str, qtbot: QtBot, firm_services: Services, firm: FirmProgram
) -> None:
    data = plan_input()
    if home:
        preferences = replace(data.lists.preferences, home_currency=home)
        firm.archive.put_cached_lists(REALM, replace(data.lists, preferences=preferences))
    mine, mine_too, foreign = data.invoices[:3]
    firm.archive.put_cached_unposted(
        [
            replace(mine, date=TODAY, total=Decimal("100.00"), currency="USD"),
            replace(mine_too, date=TODAY, total=Decimal("200.00"), currency="USD"),
            replace(foreign, date=TODAY, total=Decimal("1000.00"), currency="CAD"),
        ],
        NOW,
    )
    page = Shown(qtbot, firm_services, lambda: None).page
    qtbot.waitUntil(lambda: said in page.actions_content().sentence)
    row = said.replace(f" {home or 'USD'}", "")  # in the rows it is taken for granted
    assert page.unsent.bars.accessibleDescription().startswith(f"0–7 days: 3, {row};")


def test_a_list_that_was_read_meanwhile_changes_the_figures_by_itself(
    qtbot: QtBot, firm_services: Services, firm: FirmProgram, idle: Idle
) -> None:
    page = Shown(qtbot, firm_services, idle).page
    read = UnpostedList(plan_input().invoices[:3], NOW)
    firm.archive.put_cached_unposted(read.invoices, NOW)
    firm_services.unposted_read.emit()
    idle()
    assert page.actions_content().sentence.startswith("**3** invoices are waiting")


def test_what_needs_somebody_is_listed_with_a_button_that_opens_it(
    qtbot: QtBot, firm_services: Services, firm: FirmProgram, idle: Idle
) -> None:
    mixed_batch(firm.archive, 1)
    good_batch(firm.archive, 2)
    interrupted_batch(firm.archive, 3)
    firm.setups = [company(sign_in_ends_at=NOW + dt.timedelta(days=12))]
    shown = Shown(qtbot, firm_services, idle)
    assert shown.page.todo.titles()[:3] == [
        "Batch 3 was interrupted",
        "Batch 1: 3 invoices were not sent",
        "Sign-in ends in 12 days",
    ]
    shown.press("Open Batch 1: 3 invoices were not sent")
    shown.press("Reconnect… Sign-in ends in 12 days")
    assert shown.went == [("batch", 1), ("quickbooks", REALM)]


def test_causes_of_what_did_not_go_in_are_counted_with_their_money(
    qtbot: QtBot, firm_services: Services, firm: FirmProgram, idle: Idle
) -> None:
    mixed_batch(firm.archive, 1)
    page = Shown(qtbot, firm_services, idle).page
    spoken = page.failed.bars.accessibleDescription()
    assert spoken.startswith("Customer not linked: 2, ")
    assert "Needs check: 1, 120.25" in spoken


def test_the_last_batches_stand_newest_first_and_enter_opens_one(
    qtbot: QtBot, firm_services: Services, firm: FirmProgram, idle: Idle
) -> None:
    good_batch(firm.archive, 1)
    good_batch(firm.archive, 2, first=21001)
    shown = Shown(qtbot, firm_services, idle)
    view = shown.page.batches.view
    assert [row.number for row in shown.page.model.rows()] == [2, 1]
    assert shown.page.model.rows()[0].sent_total == usd("973.50")
    view.opened.emit(shown.page.model.rows()[0])
    assert shown.went == [("batch", 2)]


def test_a_connection_that_is_lost_shows_its_reason(
    qtbot: QtBot, firm_services: Services, idle: Idle
) -> None:
    page = Shown(qtbot, firm_services, idle).page
    error = Unreachable("ConnectWise did not answer within 30 seconds.")
    firm_services.set_connection(connectwise=SideState("Not connected", error.sentence))
    assert page.side_words("ConnectWise PSA") == error.sentence


def test_the_first_run_leads_step_by_step_to_the_first_batch(
    qtbot: QtBot, firm_services: Services, firm: FirmProgram, idle: Idle
) -> None:
    saved, firm.connectwise, firm.setups = firm.connectwise, None, []
    shown = Shown(qtbot, firm_services, idle, steps=True)
    page = shown.page
    assert page.header().title == "Welcome"
    assert page.actions_content().actions[-1].text == "&Connect ConnectWise PSA"
    page.actions_content().actions[-1].slot()
    firm.connectwise = saved
    firm_services.companies_changed.emit()
    assert page.first_run.states() == [
        ("Connect ConnectWise PSA", True),
        ("Connect QuickBooks Online", False),
        ("Does QuickBooks already have your customers?", False),
        ("Check set-up", False),
        ("Link customers, look over the options", False),
        ("Cut-over of old unposted invoices", False),
        ("Send the first batch", False),
    ]
    page.actions_content().actions[-1].slot()
    assert shown.went == [("connectwise", None), ("quickbooks", None)]
    firm.setups = [company()]
    firm_services.companies_changed.emit()
    assert page.header().title == "Welcome"
    assert page.actions_content().sentence == "Next: Does QuickBooks already have your customers?"


def link_what_can_be_linked(firm: FirmProgram) -> None:
    books = firm.configuring.books(REALM)
    assert books is not None
    rows = [row for row in open_customers(books) if row.target is not None]
    firm.configuring.link(REALM, [LinkChoice.of(row, row.candidates[0].id) for row in rows])


def open_steps(page: DashboardPage) -> list[str]:
    return [title for title, done in page.first_run.states() if not done]


def test_with_both_sides_connected_each_step_shows_how_it_stands_and_opens_its_page(
    qtbot: QtBot, firm_services: Services, firm: FirmProgram, idle: Idle
) -> None:
    shown = Shown(qtbot, firm_services, idle, steps=True)
    page = shown.page
    shown.press("Does QuickBooks already have your customers? They are there")
    idle()
    assert open_steps(page)[0] == "Check set-up"
    firm.checking_up.check(REALM, lambda _: None, StopEvent())
    firm.know_both_sides()
    page.activated()
    idle()
    left = ["Cut-over of old unposted invoices", "Send the first batch"]
    assert open_steps(page) == ["Link customers, look over the options", *left]
    assert "3 customers open" in words_of(page.first_run)
    link_what_can_be_linked(firm)
    page.activated()
    idle()
    assert open_steps(page) == left
    texts = [label.text() for label in page.first_run.findChildren(QLabel)]
    assert "They are there" in texts
    assert "2 customers open" in texts
    assert any(text.endswith("in the way") for text in texts)
    page.actions_content().actions[-1].slot()
    assert shown.went.pop() == ("cut-over", REALM)
    firm.beginning.finish_cut_over(REALM)
    page.activated()
    idle()
    assert open_steps(page) == ["Send the first batch"]
    page.actions_content().actions[-1].slot()
    assert shown.went.pop() == ("invoice-batch", "")
    good_batch(firm.archive, 1)
    page.activated()
    idle()
    assert page.header().title == "Dashboard"


def test_a_cut_over_that_only_marked_is_not_the_first_batch(
    qtbot: QtBot, firm_services: Services, firm: FirmProgram, idle: Idle
) -> None:
    marked_batch(firm.archive, 1)
    shown = Shown(qtbot, firm_services, idle, steps=True)
    assert shown.page.header().title == "Welcome"


def test_where_quickbooks_is_empty_new_names_get_the_account_id(
    qtbot: QtBot, firm_services: Services, firm: FirmProgram, idle: Idle
) -> None:
    shown = Shown(qtbot, firm_services, idle, steps=True)
    shown.press("Does QuickBooks already have your customers? It is empty")
    idle()
    assert firm.archive.options(REALM).append_account_name
    assert firm.beginning.steps(REALM).customers_there is False
    assert "Does QuickBooks already have your customers?" not in open_steps(shown.page)


def test_the_figures_can_be_shown_instead_of_the_steps(
    qtbot: QtBot, firm_services: Services, idle: Idle
) -> None:
    page = Shown(qtbot, firm_services, idle, steps=True).page
    assert page.header().title == "Welcome"
    page.actions_content().actions[0].slot()
    assert page.header().title == "Dashboard"


def test_whoever_has_batches_sees_them_even_with_nothing_connected(
    qtbot: QtBot, firm_services: Services, firm: FirmProgram, idle: Idle
) -> None:
    good_batch(firm.archive, 1)
    firm.connectwise, firm.setups = None, []
    assert Shown(qtbot, firm_services, idle).page.header().title == "Dashboard"


def test_in_a_narrow_window_what_needs_somebody_comes_before_the_last_batches(
    qtbot: QtBot, firm_services: Services, idle: Idle
) -> None:
    page = Shown(qtbot, firm_services, idle).page
    page.arranged(Room(narrow=True))
    qtbot.waitUntil(
        lambda: page.todo.mapTo(page, page.todo.pos()).y() < page.batches.mapTo(page, page.pos()).y()
    )


def test_before_the_first_batch_the_steps_that_are_left_wait_in_the_list(
    qtbot: QtBot, firm_services: Services, firm: FirmProgram, idle: Idle
) -> None:
    shown = Shown(qtbot, firm_services, idle)
    left = [
        "Does QuickBooks already have your customers?",
        "Check set-up",
        "Link customers, look over the options",
        "Cut-over of old unposted invoices",
    ]
    assert shown.page.todo.titles() == left
    shown.press("Open Link customers, look over the options")
    assert shown.went == [("company", f"{REALM}:Links:Customer")]
    firm.know_both_sides()
    shown.page.activated()
    idle()
    assert shown.page.todo.titles() == left
    link_what_can_be_linked(firm)
    shown.page.activated()
    idle()
    assert shown.page.todo.titles() == [one for one in left if not one.startswith("Link")]


def test_what_was_never_done_waits_in_the_list_after_the_first_batch_and_is_answered_there(
    qtbot: QtBot, firm_services: Services, firm: FirmProgram, idle: Idle
) -> None:
    good_batch(firm.archive, 1)
    shown = Shown(qtbot, firm_services, idle)
    question = "Does QuickBooks already have your customers?"
    assert question in shown.page.todo.titles()
    assert "Check set-up" in shown.page.todo.titles()
    shown.press(f"{question} They are there")
    idle()
    assert firm.beginning.steps(REALM).customers_there is True
    assert question not in shown.page.todo.titles()
    assert "Check set-up" in shown.page.todo.titles()


def test_the_request_for_the_firms_it_can_be_copied_and_names_no_secret(
    qtbot: QtBot, firm_services: Services, firm: FirmProgram, idle: Idle
) -> None:
    firm.connectwise, firm.setups = None, []
    shown = Shown(qtbot, firm_services, idle)
    told: list[ToastContent] = []
    shown.page.toasted.connect(told.append)
    shown.press("Copy the request for your IT")
    assert [one.text for one in told] == [
        "The request was copied. Paste it into a mail to whoever runs your IT."
    ]
    text = QApplication.clipboard().text()
    assert "App Assessment Questionnaire" in text
    assert "https://" in text


def test_what_waits_for_intuits_keys_is_in_sight_with_the_demo_beside_it(
    qtbot: QtBot, firm_services: Services, firm: FirmProgram, idle: Idle
) -> None:
    firm.connectwise, firm.setups = None, []
    page = Shown(qtbot, firm_services, idle, steps=True).page
    page.resize(1228, 630)  # what a window of 1280 × 800 leaves
    page.show()
    for text in ("Copy the request for your IT", "Go on with the demo"):
        button = next(
            one
            for one in page.findChildren(QPushButton)
            if one.isVisible() and one.text().replace("&", "") == text
        )
        assert button.visibleRegion().boundingRect() == button.rect(), text


def test_the_demo_starts_as_a_program_of_its_own_on_a_folder_of_its_own(
    qtbot: QtBot,
    firm_services: Services,
    firm: FirmProgram,
    idle: Idle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: list[tuple[str, list[str]]] = []

    def start(program: str, arguments: list[str]) -> tuple[bool, int]:
        started.append((program, arguments))
        return True, 1

    monkeypatch.setattr(QProcess, "startDetached", start)
    firm.connectwise, firm.setups = None, []
    Shown(qtbot, firm_services, idle).press("Go on with the demo")
    assert started == [demo_command(None)]
    program, arguments = demo_command(Path("data"))
    assert program == sys.executable
    assert arguments == ["-m", "mobius_desktop", "--demo", "--data-dir", str(Path("data") / "demo")]


def test_whether_it_ties_is_said_of_four_months_and_each_opens_its_comparison(
    qtbot: QtBot, firm_services: Services, firm: FirmProgram, idle: Idle
) -> None:
    october(firm.archive)
    shown = Shown(qtbot, firm_services, idle)
    assert shown.page.ties.words() == [
        "November, so far: Not compared yet",
        "October: Differs",
        "September: Not compared yet",
        "August: Not compared yet",
    ]
    shown.page.ties.links[1].click()
    shown.page.ties.figure.click()
    assert shown.went == [("tie-out", TiePlace(REALM, FIRST, LAST))] * 2
    assert "Gulfline Technology, LLC" in words_of(shown.page.ties)
    shown.page.unsent.figure.click()
    shown.page.failed.figure.click()
    assert shown.went[2:] == [("invoice-batch", Dated()), ("not-in", None)]


def test_a_month_of_two_companies_ties_when_both_were_compared_and_tie(
    qtbot: QtBot, firm_services: Services, firm: FirmProgram, idle: Idle
) -> None:
    other = RealmId("9342")
    firm.setups.append(company(other, "Gulfline Canada"))
    made = october(firm.archive)
    shown = Shown(qtbot, firm_services, idle)
    assert "Gulfline Technology, LLC" in words_of(shown.page.ties)  # nothing was sent to the other
    firm.archive.record(opened(BatchNumber(1), realm=REALM), opened(BatchNumber(2), realm=other))
    shown.page.refresh()
    idle()
    assert "2 companies" in words_of(shown.page.ties)
    assert shown.page.ties.words()[1] == "October: Differs, 1 of 2 compared"
    firm.archive.put_tie_out(replace(made, realm=other, rows=()))
    shown.page.refresh()
    idle()
    assert shown.page.ties.words()[1] == "October: Differs"
    firm.archive.put_tie_out(replace(made, rows=()))
    shown.page.refresh()
    idle()
    assert shown.page.ties.words()[1] == "October: Ties"


def test_a_month_that_ties_by_explanations_says_so_and_one_that_batches_changed_asks_again(
    qtbot: QtBot, firm_services: Services, firm: FirmProgram, idle: Idle
) -> None:
    made = october(firm.archive)
    firm.tying.explain(REALM, [row for row in made.rows if row.open], "Looked at.")
    shown = Shown(qtbot, firm_services, idle)
    assert shown.page.ties.words()[1] == "October: Explained"
    invoice = unposted(10501)
    later = NOW + dt.timedelta(minutes=5)
    firm.archive.record(
        *opening(BatchNumber(1), invoice, realm=REALM),
        *(event for commit in journey(BatchNumber(1), invoice, later) for event in commit),
    )
    shown.page.refresh()
    idle()
    assert shown.page.ties.words()[1] == "October: Compare again"


def test_a_month_that_another_version_compared_is_to_be_compared_again(
    qtbot: QtBot, firm_services: Services, firm: FirmProgram, idle: Idle
) -> None:
    october(firm.archive)
    with closing(sqlite3.connect(firm.archive.path)) as db, db:
        db.execute("UPDATE cached_list SET content = ? WHERE name LIKE 'tie-out %'", (squeeze(b"[]"),))
    shown = Shown(qtbot, firm_services, idle)
    assert shown.page.ties.words()[1] == "October: Compare again"


def test_money_of_two_currencies_is_apart_in_two_figures(firm: FirmProgram) -> None:
    made = october(firm.archive)
    foreign = next(row for row in made.rows if row.apart)
    made = replace(made, rows=(*made.rows, replace(foreign, currency="CAD")))
    month = months_of([REALM], lambda *period: made if period[1] == FIRST else None, NOW.date())[1]
    assert [code for code, _ in month.apart.parts] == ["CAD", "USD"]
    assert month.apart.amount("CAD") == foreign.apart
    assert month.apart.amount("USD") == sum(row.apart for row in made.rows if row.currency == "USD")
    assert month.currency == "USD"


def test_the_proof_of_a_batch_says_how_far_it_is_apart(
    qtbot: QtBot, firm_services: Services, firm: FirmProgram, idle: Idle
) -> None:
    mixed_batch(firm.archive, 1)
    good_batch(firm.archive, 2)
    interrupted_batch(firm.archive, 3)
    page = Shown(qtbot, firm_services, idle).page
    section = page.model.section_of("proof")
    words = {row.number: page.model.index(line, section).data() for line, row in enumerate(page.model.rows())}
    told = control_totals(firm.archive.invoices(BatchNumber(1)))
    assert words[BatchNumber(1)] == f"{told.apart.text('USD')} apart"
    assert told.apart
    assert words[BatchNumber(2)] == "Ties"


def test_the_record_s_state_and_its_last_good_copy_stand_with_the_connections(
    qtbot: QtBot, firm_services: Services, firm: FirmProgram, idle: Idle
) -> None:
    good_batch(firm.archive, 1)
    page = Shown(qtbot, firm_services, idle).page
    assert page.side_words("Record on this computer") == "Not verified yet; no copy yet"


def test_both_cards_open_the_list_of_what_they_count(
    qtbot: QtBot, firm_services: Services, firm: FirmProgram, idle: Idle
) -> None:
    mixed_batch(firm.archive, 1)
    shown = Shown(qtbot, firm_services, idle)
    buttons = [
        one
        for one in shown.page.findChildren(QPushButton)
        if "Open list" in {one.text().replace("&", ""), one.accessibleName()}
    ]
    for one in buttons:
        one.click()
    assert shown.went == [("invoice-batch", Dated()), ("not-in", None)]


def test_what_a_later_batch_has_sent_is_no_longer_to_do(
    qtbot: QtBot, firm_services: Services, firm: FirmProgram, idle: Idle
) -> None:
    chosen = mixed_batch(firm.archive, 1)
    shown = Shown(qtbot, firm_services, idle)
    before = [one for one in shown.page.todo.titles() if one.startswith("Batch 1: ")]
    assert before
    failed = [row for row in firm.archive.invoices(BatchNumber(1)) if row.state is ActionState.FAILED]
    again = [one for one in chosen if one.billing_log_id in {row.billing_log_id for row in failed}]
    firm.archive.record(*opening_of(2, again))
    for one in again:
        for commit in sent(2, one):
            firm.archive.record(*commit)
    firm.archive.record(*ended(2, BatchState.FINISHED, "All are in QuickBooks."))
    shown.page.refresh()
    idle()
    assert not [one for one in shown.page.todo.titles() if "not sent" in one]


def test_many_batches_hide_neither_a_changed_record_nor_the_copy_that_is_due() -> None:
    def todo(state: str, title: str, page: str) -> Todo:
        return Todo(state, title, "", "Open", page)

    batches = [todo("Failed", f"Batch {number}", "batch") for number in range(9, 0, -1)]
    record = [
        todo("ERROR", "The record was changed", "record"),
        todo("WARNING", "Back up the record", "record"),
    ]
    shown = [one.title for one in in_order(record, batches, ())[:5]]
    assert shown[0] == "The record was changed"
    assert "Back up the record" in shown
