"""The page *Cut-over*: what QuickBooks already has is ticked, and marked with a reason."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from mobius_desktop.domain.cut_over import CutOverState
from mobius_desktop.domain.errors import Unreachable
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.transfer.correct.values import CorrectionReport
from mobius_desktop.ui.pages.cut_over.page import CutOverPage
from mobius_desktop.ui.services import Services
from tests.ui.pages.firm_program import REALM, FirmProgram

Idle = Callable[[], None]


@pytest.fixture
def page(qtbot: QtBot, firm_services: Services, idle: Idle) -> CutOverPage:
    made = CutOverPage(firm_services)
    qtbot.addWidget(made)
    made.resize(1100, 600)
    made.show()
    made.activated(REALM)
    idle()
    return made


def test_it_opens_on_last_month_with_what_is_found_ticked(page: CutOverPage) -> None:
    through = page.through.date()
    assert through is not None
    assert all(row.invoice.date <= through for row in page.model.rows())
    assert [row.state for row in page.model.ticked()] == [CutOverState.FOUND] * len(page.model.ticked())
    states = {row.state for row in page.model.rows()}
    assert CutOverState.NOT_FOUND in states
    assert "Cut-over" in page.header().title


def test_the_main_action_counts_what_is_ticked(page: CutOverPage) -> None:
    page.model.untick_everything()
    action = page.actions_content().actions[-1]
    assert not action.enabled
    assert action.why == "Tick what QuickBooks already has."
    page.model.tick(page.model.rows()[:2], True)
    assert page.actions_content().actions[-1].text.startswith("&Mark 2 invoices")


def test_another_day_reads_anew(page: CutOverPage, firm: FirmProgram, idle: Idle) -> None:
    before = len(page.model.rows())
    page.through.set_date(firm.today())
    page.through.changed.emit(firm.today())
    idle()
    assert len(page.model.rows()) > before


def test_nothing_old_is_left_ends_the_step(page: CutOverPage, firm: FirmProgram, idle: Idle) -> None:
    opened: list[str] = []
    page.left_for.connect(lambda key, _argument: opened.append(key))
    page.finish()
    idle()
    assert firm.beginning.steps(REALM).cut_over
    assert opened == ["dashboard"]


def test_once_marked_the_step_counts_as_done_and_the_list_is_read_again(
    page: CutOverPage, firm: FirmProgram, idle: Idle
) -> None:
    page.decisions.ended.emit(CorrectionReport("2 invoices are marked.", (), (BatchNumber(7),)))
    idle()
    assert firm.beginning.steps(REALM).cut_over
    assert page.actions_content().sentence == "2 invoices are marked."


def test_offline_it_says_that_looking_needs_a_network(
    qtbot: QtBot, firm: FirmProgram, firm_services: Services, idle: Idle
) -> None:
    firm.offline = True
    page = CutOverPage(firm_services)
    qtbot.addWidget(page)
    page.activated()
    idle()
    assert "needs a network" in page.actions_content().sentence
    assert not page.actions_content().actions[-1].enabled


def test_a_list_that_cannot_be_read_says_why_in_its_place(
    qtbot: QtBot,
    firm: FirmProgram,
    firm_services: Services,
    idle: Idle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> None:
        raise Unreachable("ConnectWise could not be reached.", side="connectwise")

    monkeypatch.setattr(type(firm.beginning), "old_invoices", fail)
    page = CutOverPage(firm_services)
    qtbot.addWidget(page)
    page.activated()
    idle()
    assert page.panel.notice_sentence() == "ConnectWise could not be reached."
