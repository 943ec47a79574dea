"""Decisions on Create Invoice Batch against the sandbox: what is met in the preview is decided there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from mobius_desktop.ui.components.cards import CardButton, CauseCard
from mobius_desktop.ui.components.question import Question
from mobius_desktop.ui.flows.invoice_batch import Step
from mobius_desktop.ui.pages.batch.page import BatchPage
from mobius_desktop.ui.pages.invoice_batch.page import CreateInvoiceBatchPage
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.shell.main_window import MainWindow
from mobius_desktop.ui.shell.memory import Memory
from mobius_desktop.ui.shell.nav_model import NavEntry
from mobius_desktop.ui.shell.router import PageEntry
from mobius_desktop.workers.hub import Hub
from tests.e2e.desk import Desk, open_desk

WHY = "Agreed with the customer."


class Counter:
    """The window over the demo's servers, on Create Invoice Batch."""

    def __init__(self, qtbot: QtBot, desk: Desk) -> None:
        self.qtbot, self.desk = qtbot, desk
        self.window = MainWindow(Memory(None))
        qtbot.addWidget(self.window)
        self.hub = Hub()
        self.services = Services(desk.program, self.hub, self.window.memory, self.window)
        self.page = CreateInvoiceBatchPage(self.services)
        self.window.add_page(
            PageEntry("invoice-batch", lambda: self.page, CreateInvoiceBatchPage),
            NavEntry("invoice-batch", "Create Invoice Batch", "invoice"),
        )
        self.window.add_page(PageEntry("batch", lambda: BatchPage(self.services), BatchPage))
        self.window.show()
        self.window.go("invoice-batch")
        self.settle()

    def wait(self, holds: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(holds, timeout=60_000)

    def settle(self) -> None:
        self.wait(lambda: self.hub.busy == 0 and not self.services.running)

    def preview(self, *numbers: str) -> None:
        """Tick and preview."""
        self.page.select.forget_ticks()
        rows = [row for row in self.page.select.model.rows() if row.invoice.number in numbers]
        assert len(rows) == len(numbers)
        self.page.select.model.tick(rows, True)
        self.page.handlers()["preview"]()
        self.settle()
        assert self.page.flow.step is Step.PREVIEW

    def buttons(self) -> dict[str, CardButton]:
        """The verbs of the findings' cards."""
        cards = [one for one in self.page.preview.cards.cards() if isinstance(one, CauseCard)]
        return {one.text: one for card in cards for one in card.content.buttons}

    def press(self, text: str) -> None:
        button = self.buttons()[text]
        assert button.enabled
        button.slot()
        self.settle()

    def question(self) -> Question:
        asked = self.page.decisions.question
        assert asked is not None, self.page.actions_content().sentence
        return asked

    def answer(self, why: str = WHY) -> str:
        asked = self.question()
        title = asked.windowTitle()
        if why:
            (line,) = (
                one for one in asked.findChildren(QLineEdit) if one.accessibleName().startswith("Reason")
            )
            line.setText(why)
        asked.buttons()[1].click()
        self.settle()
        return title

    def outcomes(self) -> dict[str, str]:
        plan = self.page.flow.plan
        assert plan is not None
        return {one.invoice.number: one.outcome.value for one in plan.invoices}


@pytest.fixture
def counter(qtbot: QtBot, tmp_path: Path) -> Iterator[Counter]:
    with open_desk(tmp_path) as desk:
        made = Counter(qtbot, desk)
        yield made
        made.hub.close()


def test_another_one_of_the_same_number_is_said_in_the_preview_which_then_goes_by_it(
    counter: Counter,
) -> None:
    counter.preview("10538")
    assert counter.outcomes() == {"10538": "blocked"}
    counter.press("It is another one…")
    assert counter.answer() == "Is 10538 another one?"
    assert counter.outcomes() == {"10538": "send"}
    assert "It is another one…" not in counter.buttons()


def test_what_changed_after_sending_is_replaced_from_the_preview_and_its_batch_opens(
    counter: Counter,
) -> None:
    counter.preview("10545")
    assert {"Replace…", "Leave QuickBooks as it is…", "Correct by credit memo"} <= set(counter.buttons())
    counter.press("Correct by credit memo")
    assert "Set 10545 back to" in counter.page.actions_content().sentence
    counter.press("Replace…")
    assert counter.answer() == "Replace 10545?"
    while counter.page.decisions.question is not None:  # of an earlier month
        counter.answer(why="")
    counter.settle()
    listed = {one.number: one for one in counter.desk.listed().invoices}
    assert "10545" not in listed
    shown = counter.window.router.page()
    assert isinstance(shown, BatchPage)
    assert shown.picture is not None
    assert [row.number for row in shown.picture.invoices.values()] == ["10545"]


def test_highlighted_rows_of_the_list_are_marked_without_sending(counter: Counter) -> None:
    view = counter.page.select.panel.view
    view.go_to_key(counter.desk.id_of("10501"))
    counter.page.handlers()["mark"]()
    counter.settle()
    assert counter.answer().startswith("Mark 10501, ")
    assert counter.desk.identifier("10501").startswith("M10501:")
    assert ("Invoice", "10501") not in counter.desk.documents()
    counter.window.go("invoice-batch")
    counter.settle()
    assert "10501" not in [row.invoice.number for row in counter.page.select.model.rows()]


def test_a_decision_that_lapsed_asks_again_and_says_what_has_changed(counter: Counter) -> None:
    counter.preview("10538")
    counter.press("It is another one…")
    counter.answer()
    counter.desk.sandbox.control.do(
        "quickbooks", "edit_document", entity="Invoice", number="10538", changes={"TxnDate": "2026-10-02"}
    )
    counter.page.refresh()
    counter.settle()
    assert counter.outcomes() == {"10538": "blocked"}
    said = counter.page.preview.invoice.texts()[0]
    assert "it asks again" in said


def test_one_invoice_of_another_company_names_it_and_says_where_to_go(counter: Counter) -> None:
    counter.desk.send("10501")
    other = counter.page.flow.companies[1]
    counter.desk.sandbox.control.do("connectwise", "unbatch", invoice="10501")
    counter.page.flow.choose_company(other.realm)
    counter.page.flow.choose_location(None)
    counter.page.refresh()
    counter.settle()
    counter.preview("10501")
    assert counter.page.preview.invoice.texts()[0].startswith(
        "10501, 300.00, is in another QuickBooks company: it was sent to Gulfline Technology Partners. "
    )
    counter.press("Open batch 1")
    assert isinstance(counter.window.router.page(), BatchPage)
