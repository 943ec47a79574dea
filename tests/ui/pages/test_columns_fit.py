"""At 1366 pixels no table of these pages has to be scrolled to its last column."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from mobius_desktop.ui.pages.batch.page import BatchPage
from mobius_desktop.ui.pages.review.page import ReviewPage
from mobius_desktop.ui.pages.tie_out.page import TieOutPage
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.tables.table_view import TableView
from tests.ui.pages.batch_record import good_batch, invoices, mixed_batch, opening_of
from tests.ui.pages.compared import october
from tests.ui.pages.conftest import Idle
from tests.ui.pages.firm_program import FirmProgram

_WIDTH = 1366 - 246
"""What the navigation leaves of the window."""


@pytest.mark.parametrize("page_class", [ReviewPage, TieOutPage, BatchPage])
def test_the_last_column_is_in_sight(
    qtbot: QtBot,
    firm: FirmProgram,
    firm_services: Services,
    idle: Idle,
    page_class: type[ReviewPage | TieOutPage | BatchPage],
) -> None:
    good_batch(firm.archive, 1)
    mixed_batch(firm.archive, 2)
    october(firm.archive)
    page = page_class(firm_services)
    qtbot.addWidget(page)
    page.resize(_WIDTH, 560)
    page.show()
    page.activated(2 if page_class is BatchPage else None)
    idle()
    if isinstance(page, BatchPage):
        page.body.show_part("invoices")
    view = page.body.panel.view if isinstance(page, BatchPage) else page.panel.view
    assert isinstance(view, TableView)
    assert view.isVisible()
    assert view.horizontalScrollBar().maximum() == 0
    if isinstance(page, TieOutPage):
        assert page.side.view.horizontalScrollBar().maximum() == 0


def test_the_last_column_of_a_batch_in_two_currencies_is_in_sight(
    qtbot: QtBot, firm: FirmProgram, firm_services: Services, idle: Idle
) -> None:
    home, other = invoices(2)
    firm.archive.record(*opening_of(1, [home, replace(other, currency="CAD")]))
    page = BatchPage(firm_services)
    qtbot.addWidget(page)
    page.resize(_WIDTH, 560)
    page.show()
    page.activated(1)
    idle()
    page.body.show_part("invoices")
    view = page.body.panel.view
    assert not view.head.isSectionHidden(view.rows.section_of("currency"))
    qtbot.waitUntil(lambda: view.horizontalScrollBar().maximum() == 0)  # once the sections have made room


def test_the_last_column_of_a_list_with_two_currencies_is_in_sight(
    qtbot: QtBot, firm: FirmProgram, firm_services: Services, idle: Idle
) -> None:
    home, other = invoices(2)
    firm.archive.record(*opening_of(1, [home, replace(other, currency="CAD")]))
    page = ReviewPage(firm_services)
    qtbot.addWidget(page)
    page.resize(_WIDTH, 560)
    page.show()
    page.activated()
    idle()
    head = page.panel.view.head
    assert not head.isSectionHidden(page.model.section_of("afterwards"))
    assert page.panel.view.horizontalScrollBar().maximum() == 0
