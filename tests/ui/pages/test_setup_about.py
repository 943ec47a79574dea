"""About and edition: the table says what the editions really allow."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from mobius_desktop.domain.editions import EDITIONS, Edition
from mobius_desktop.domain.ids import ConnectWiseId
from mobius_desktop.domain.options import Summary
from mobius_desktop.ui.pages.about.edition_chooser import EditionDialog, consequence
from mobius_desktop.ui.pages.about.page import AboutPage, capability_rows
from mobius_desktop.ui.pages.company.page import CompanyPage
from mobius_desktop.ui.pages.invoice_batch.page import CreateInvoiceBatchPage
from mobius_desktop.ui.services import Services
from tests.ui.pages.firm_program import OTHER, FirmProgram, company


def test_the_table_follows_the_capabilities() -> None:
    companies, location, summaries = capability_rows()
    for edition in Edition:
        allowed = EDITIONS[edition]
        assert companies.of(edition) == (
            "Any number" if allowed.companies is None else str(allowed.companies)
        )
        assert (location.of(edition) == "One or all") is allowed.location_filter
        assert summaries.of(edition).split(", ") == [one.value for one in allowed.summaries]


@pytest.mark.parametrize("edition", list(Edition))
def test_the_page_marks_the_edition_in_use(
    edition: Edition, qtbot: QtBot, firm_services: Services, firm: FirmProgram
) -> None:
    firm.edition = edition
    page = AboutPage(firm_services)
    qtbot.addWidget(page)
    titles = [column.title for column in page.model.columns]
    assert f"{edition.value} (yours)" in titles
    assert page.header().context == f"{edition.value} edition"
    assert "0.1.0" in page.actions_content().sentence


def test_another_edition_is_chosen_with_its_consequence_said_first(
    qtbot: QtBot, firm_services: Services
) -> None:
    dialog = EditionDialog(Edition.STANDARD, ["Gulfline Technology, LLC", "Gulfline Cabling"], None)
    qtbot.addWidget(dialog)
    safe, act = dialog.buttons()
    assert (safe.text(), act.isEnabled()) == ("Keep Standard", False)
    dialog.choose(Edition.FREE)
    assert act.text() == "Change to Free"
    assert act.isEnabled()
    assert "Gulfline Cabling is locked: sign-in, options, links and past batches are kept." in dialog.body()
    assert "Batches use the Default Summary" in dialog.body()
    assert "Nothing is deleted" in dialog.body()
    dialog.choose(Edition.STANDARD)
    assert not act.isEnabled()
    del firm_services


def test_going_up_says_what_comes_back() -> None:
    told = consequence(Edition.LITE, Edition.STANDARD, ["Gulfline Technology, LLC", "Gulfline Cabling"])
    assert "**Gulfline Cabling** can be used again." in told
    assert "A Location can be chosen" in told


def test_the_page_follows_the_edition_and_names_what_waits(
    qtbot: QtBot, firm_services: Services, firm: FirmProgram
) -> None:
    firm.setups = [company(), company(OTHER, "Gulfline Cabling")]
    page = AboutPage(firm_services)
    qtbot.addWidget(page)
    assert not page.locked.isVisibleTo(page)
    page.use_edition(Edition.LITE)
    assert page.header().context == "Lite edition"
    assert "Lite (yours)" in [column.title for column in page.model.columns]
    assert page.locked.sentence() == "Locked: Gulfline Cabling. One company. More need the Standard edition."
    page.use_edition(Edition.STANDARD)
    assert not page.locked.isVisibleTo(page)


def test_the_page_says_who_chose_the_edition_and_when(
    qtbot: QtBot, firm_services: Services, idle: Callable[[], None]
) -> None:
    page = AboutPage(firm_services)
    qtbot.addWidget(page)
    idle()
    assert not page.chosen.isVisibleTo(page)
    page.use_edition(Edition.LITE)
    idle()
    assert page.chosen.text() == "Chosen by dana on 11/02/2026; it was Standard before."
    assert page.chosen.isVisibleTo(page)


def test_create_invoice_batch_locks_and_unlocks_at_once(
    qtbot: QtBot, firm_services: Services, firm: FirmProgram
) -> None:
    page = CreateInvoiceBatchPage(firm_services)
    qtbot.addWidget(page)
    page.flow.choose_location(ConnectWiseId(1))
    page.flow.choose_summary(Summary.DETAILED)
    firm.edition = Edition.FREE
    firm_services.edition_changed.emit()
    assert page.flow.location_id is None
    assert page.flow.effective_summary is Summary.DEFAULT
    assert "needs the Standard edition" in page.select.options.reason()
    assert "Other summaries need" in page.select.options.reason()
    firm.edition = Edition.STANDARD
    firm_services.edition_changed.emit()
    assert page.select.options.reason() == "" or "Standard edition" not in page.select.options.reason()


def test_locked_options_say_why_with_a_way_to_the_editions(
    qtbot: QtBot, firm_services: Services, firm: FirmProgram
) -> None:
    firm.edition = Edition.FREE
    page = CompanyPage(firm_services)
    qtbot.addWidget(page)
    page.activated()
    opened: list[str] = []
    page.left_for.connect(lambda key, _argument: opened.append(key))
    forms = page.options.forms
    for tab, name, sentence in (
        ("Company", "location_id", "Choosing one needs the Standard edition"),
        ("Sales", "invoice_export_detail", "Other summaries need"),
        ("Sales", "service_item_source", "Needs Detailed: Lite or Standard edition"),
    ):
        control = forms[tab].controls[name]
        assert sentence in control.reason.sentence()
        link = next(one for one in control.reason.findChildren(QPushButton) if one.text() == "About editions")
        link.click()
        assert opened.pop() == "about"
