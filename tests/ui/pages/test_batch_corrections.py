"""Corrections from Batch Status against the sandbox: look first, ask with a reason, see it happen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from mobius_desktop.domain.events import MonthCertified
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.domain.states import ActionState, BatchState
from mobius_desktop.transfer.correct.values import Mode
from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.cards import CauseCard
from mobius_desktop.ui.components.question import Question
from mobius_desktop.ui.correcting.take_back_choice import TakeBackChoice
from mobius_desktop.ui.pages.batch.page import BatchPage
from mobius_desktop.ui.pages.batch.telling import figures_of
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.shell.main_window import MainWindow
from mobius_desktop.ui.shell.memory import Memory
from mobius_desktop.ui.shell.nav_model import NavEntry
from mobius_desktop.ui.shell.router import PageEntry
from mobius_desktop.workers.hub import Hub
from tests.e2e.desk import Desk, open_desk
from tests.ui.pages.batch_desk import ElsewherePage
from tests.ui.pages.test_certified_month import certified

WHY = "Agreed with the customer."


class Table:
    """The window over the demo's servers."""

    def __init__(self, qtbot: QtBot, desk: Desk) -> None:
        self.qtbot, self.desk = qtbot, desk
        self.window = MainWindow(Memory(None))
        qtbot.addWidget(self.window)
        self.hub = Hub()
        self.services = Services(desk.program, self.hub, self.window.memory, self.window)
        create = PageEntry("invoice-batch", ElsewherePage)
        self.window.add_page(create, NavEntry("invoice-batch", "Create Invoice Batch", "invoice"))
        review = PageEntry("review", ElsewherePage)
        self.window.add_page(review, NavEntry("review", "Review Existing Batches", "history"))
        self.window.add_page(PageEntry("batch", lambda: BatchPage(self.services), BatchPage, "review"))
        self.window.resize(1366, 768)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    def wait(self, holds: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(holds, timeout=60_000)

    def settle(self) -> None:
        self.page().flush()
        self.wait(lambda: self.hub.busy == 0 and not self.services.running)

    def open(self, number: BatchNumber) -> BatchPage:
        self.window.go("batch", number)
        self.settle()
        return self.page()

    def page(self) -> BatchPage:
        page = self.window.router.page()
        assert isinstance(page, BatchPage)
        return page

    def primary(self) -> None:
        """Ctrl+Enter."""
        self.window.activateWindow()
        self.wait(self.window.isActiveWindow)
        QTest.keyClick(self.window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        self.settle()

    def bar(self) -> list[str]:
        return [one.text().replace("&", "") for one in self.window.action_bar.buttons()]

    def press(self, text: str) -> None:
        """A button of a card or of the invoice's pane."""
        found = [one for one in self.page().findChildren(Button) if one.text() == text and one.isEnabled()]
        assert found, [one.text() for one in self.page().findChildren(Button)]
        found[0].click()
        self.settle()

    def question(self) -> Question:
        asked = self.page().corrections.question
        assert asked is not None, self.window.action_bar.sentence()
        return asked

    def answer(self, why: str = WHY) -> str:
        """Type a reason where one is asked for, and act; the question is given back."""
        asked = self.question()
        title = asked.windowTitle()
        if why:
            (line,) = (
                one for one in asked.findChildren(QLineEdit) if one.accessibleName().startswith("Reason")
            )
            assert not asked.buttons()[1].isEnabled()
            line.setText(why)
        asked.buttons()[1].click()
        self.settle()
        return title

    def choice(self) -> TakeBackChoice:
        """How it leaves QuickBooks, in the question."""
        (found,) = self.question().findChildren(TakeBackChoice)
        return found

    def listed(self) -> list[tuple[str, str]]:
        """The list before a correction: what happens, and to which."""
        rows = self.page().impact.model.shown()
        return [(row.what, row.number) for row in rows]


@pytest.fixture
def table(qtbot: QtBot, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Table]:
    options = getattr(request, "param", {})
    with open_desk(tmp_path, **options) as desk:
        made = Table(qtbot, desk)
        yield made
        made.hub.close()


def batch_state(table: Table, number: BatchNumber) -> BatchState:
    row = table.desk.program.store.batch(number)
    assert row is not None
    return row.state


def test_a_batch_is_undone_after_its_list_a_reason_and_a_word_for_the_earlier_month(table: Table) -> None:
    number = table.desk.send("10501", "10506")
    page = table.open(number)
    assert "Undo…" in table.bar()

    page.undo()
    table.settle()
    assert page.body.isHidden()
    assert sorted(table.listed()) == [("Will be voided", "10501"), ("Will be voided", "10506")]
    assert table.bar() == ["Go back", "Undo 2…"]

    table.primary()
    assert table.question().windowTitle().startswith("Undo 2 invoices, ")
    table.answer()
    assert "earlier month" in table.answer(why="")

    assert batch_state(table, number) is BatchState.UNDONE
    assert table.page().header().chip == "Undone"
    assert table.desk.batched() & {"10501", "10506"} == set()
    assert not table.page().body.isHidden()
    figures = figures_of(table.desk.rows(number).values())
    assert [(one.words, one.number) for one in figures if one.number != "0"] == [("Taken back", "2")]
    assert "2 of 2 taken back." in table.window.action_bar.sentence()


def test_escape_goes_back_from_the_list_and_keeps_all(table: Table) -> None:
    number = table.desk.send("10501")
    page = table.open(number)
    page.undo()
    table.settle()
    assert page.escaped()
    assert not page.body.isHidden()
    assert batch_state(table, number) is BatchState.FINISHED
    assert "10501" in table.desk.batched()


def test_one_invoice_is_taken_back_from_its_pane(table: Table) -> None:
    number = table.desk.send("10501", "10506")
    page = table.open(number)
    page.show_invoice(table.desk.id_of("10506"))
    table.settle()
    table.press("Take back…")
    assert table.listed() == [("Will be voided", "10506")]
    table.primary()
    table.answer()
    table.answer(why="")
    assert batch_state(table, number) is BatchState.PARTLY_UNDONE
    assert "10501" in table.desk.batched()
    assert "10506" not in table.desk.batched()


@pytest.mark.parametrize("table", [{"ast": "ignore"}], indirect=True)
def test_a_needs_check_is_accepted_from_its_card_with_a_reason(table: Table) -> None:
    number = table.desk.send("10503")
    table.open(number)
    table.press("Accept as it is…")
    assert table.answer() == "Accept 36.08 for 10503?"
    assert table.desk.rows(number)["10503"].state is ActionState.COMPLETED
    assert "10503" in table.desk.batched()
    cards = [one for one in table.page().body.cards.cards() if isinstance(one, CauseCard)]
    assert all(one.content.state != "Needs check" for one in cards)


def test_a_retry_shows_what_goes_and_what_is_still_blocked_and_sends_exactly_that(table: Table) -> None:
    number = table.desk.send("10537", "10538", "10542")
    page = table.open(number)
    assert table.bar()[-1] == "Retry 3 failed"

    table.press("Post on 10/01/2026…")
    table.answer()
    decided = [one.content for one in page.body.cards.cards() if isinstance(one, CauseCard)]
    assert any("post it on another date (10/01/2026)" in one.after_links for one in decided)

    table.primary()
    assert table.listed()[:2] == [("Still blocked", "10538"), ("Still blocked", "10542")]
    assert ("Will be sent", "10537") in table.listed()
    assert table.bar() == ["Go back", "Send 1 of 3"]
    table.primary()

    later = table.page().picture
    assert later is not None
    assert later.number > number
    rows = table.desk.rows(later.number)
    assert rows["10537"].state is ActionState.COMPLETED
    assert {rows[one].state for one in ("10538", "10542")} == {ActionState.FAILED}
    assert table.desk.document("10537")["TxnDate"] == "2026-10-01"


def test_a_retry_into_a_certified_month_asks_first_and_sends_nothing_without_the_second_word(
    table: Table,
) -> None:
    number = table.desk.send("10537")
    table.open(number)
    table.press("Post on 10/01/2026…")
    table.answer()
    september = replace(certified(dt.date(2026, 9, 1)), realm=table.desk.realm)
    table.desk.program.store.record(MonthCertified(september))
    table.primary()
    table.primary()
    assert table.question().windowTitle() == "Send into September 2026, which is certified?"
    table.question().buttons()[0].click()
    table.settle()
    assert ("Invoice", "10537") not in table.desk.documents()
    table.primary()
    table.answer("")
    later = table.page().picture
    assert later is not None
    assert table.desk.rows(later.number)["10537"].state is ActionState.COMPLETED


def test_another_one_of_the_same_number_is_said_in_its_card_and_offered_by_retry(table: Table) -> None:
    number = table.desk.send("10538")
    table.open(number)
    table.press("It is another one…")
    assert table.answer() == "Is 10538 another one?"
    (word,) = table.desk.program.store.judgement_history(table.desk.id_of("10538"))
    assert (word.code, word.verdict, word.reason) == ("NUMBER_TAKEN", "another-one", WHY)
    table.primary()
    assert table.listed() == [("Will be sent", "10538")]


def test_what_is_in_quickbooks_already_is_marked_from_its_card(table: Table) -> None:
    number = table.desk.send("10538")
    before = len(table.desk.documents()[("Invoice", "10538")])
    table.open(number)
    table.press("Mark as already in QuickBooks…")
    assert table.answer().startswith("Mark 10538, ")
    assert table.desk.identifier("10538").startswith("M10538:")
    assert len(table.desk.documents()[("Invoice", "10538")]) == before


def test_what_changed_after_sending_is_left_as_it_is_and_marked(table: Table) -> None:
    number = table.desk.send("10545")
    table.open(number)
    held = table.desk.document("10545")["TotalAmt"]
    table.press("Correct by credit memo")
    assert "Set 10545 back to" in table.window.action_bar.sentence()
    table.press("Leave QuickBooks as it is…")
    assert table.answer() == "Leave 10545 in QuickBooks as it is?"
    assert "10545" in table.desk.batched()
    assert table.desk.document("10545")["TotalAmt"] == held


def test_what_cannot_be_taken_back_says_why_before_anything_is_done(table: Table) -> None:
    number = table.desk.send("10501", "10506")
    table.desk.sandbox.control.do("quickbooks", "pay_invoice", number="10506", amount="1.00")
    page = table.open(number)
    page.undo()
    table.settle()
    assert {number: what for what, number in table.listed()} == {
        "10506": "Stays as it is",
        "10501": "Will be voided",
    }
    stays = page.impact.model.shown()[0]
    assert "payment" in stays.why.lower()
    assert table.bar() == ["Go back", "Undo 1…"]


def test_the_question_before_a_take_back_lets_choose_and_tells_the_consequence(table: Table) -> None:
    number = table.desk.send("10501", "10506")
    page = table.open(number)
    page.show_invoice(table.desk.id_of("10506"))
    table.settle()
    table.press("Take back…")
    table.primary()
    choice = table.choice()
    assert choice.void.isChecked()
    assert "It is voided in QuickBooks" in table.question().body()

    choice.delete.click()
    assert "It is deleted in QuickBooks" in table.question().body()
    assert table.listed() == [("Will be deleted", "10506")]
    assert table.answer().startswith("Take back 10506, ")
    table.answer(why="")
    assert ("Invoice", "10506") not in table.desk.documents()
    assert "10506" not in table.desk.batched()


def test_highlighted_invoices_are_taken_back_together(table: Table) -> None:
    number = table.desk.send("10501", "10506", "10526")
    page = table.open(number)
    page.body.show_part("invoices")
    page.body.panel.view.clearSelection()
    page.handlers()["take-back"]()
    assert "Highlight invoices" in table.window.action_bar.sentence()
    page.body.panel.view.go_to_key(table.desk.id_of("10506"))
    for name in ("10501", "10506"):
        line = page.body.invoices.line_of(table.desk.id_of(name))
        index = page.body.invoices.index(line, 0)
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        page.body.panel.view.selectionModel().select(index, flags)
    page.handlers()["take-back"]()
    table.settle()
    assert sorted(number for _, number in table.listed()) == ["10501", "10506"]


def test_a_credit_memo_can_only_be_deleted_and_the_dialog_says_so(table: Table) -> None:
    number = table.desk.send("CM12")
    page = table.open(number)
    page.undo()
    table.settle()
    assert table.listed() == [("Will be deleted", "CM12")]
    table.primary()
    choice = table.choice()
    assert not choice.void.isEnabled()
    assert choice.reason.sentence() == "A credit memo can only be deleted in QuickBooks."
    assert choice.mode() is Mode.SEND_AGAIN


@pytest.mark.parametrize("table", [{"ast": "ignore"}], indirect=True)
def test_what_needs_a_check_is_replaced_from_its_card_and_what_came_of_it_is_said(table: Table) -> None:
    table.desk.send("10503")
    table.open(BatchNumber(1))
    table.press("Replace…")
    assert table.answer() == "Replace 10503?"
    assert "earlier month" in table.answer(why="")
    later = table.page().picture
    assert later is not None
    assert later.number == BatchNumber(2)
    assert "10503 was taken back and sent again, and needs a check again (batch 2)." in (
        table.window.action_bar.sentence()
    )
    assert len(table.desk.documents()[("Invoice", "10503")]) == 1


@pytest.mark.parametrize("table", [{"ast": "ignore"}], indirect=True)
def test_what_differs_is_taken_back_to_be_sent_again(table: Table) -> None:
    number = table.desk.send("10503")
    table.open(number)
    table.press("Take back…")
    assert table.listed() == [("Will be deleted", "10503")]
    table.primary()
    assert table.choice().delete.isChecked()
