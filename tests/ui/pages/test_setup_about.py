"""About and edition: the table says what the editions really allow."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from mobius_desktop.domain.editions import EDITIONS, Edition
from mobius_desktop.ui.pages.about.page import AboutPage, capability_rows
from mobius_desktop.ui.services import Services
from tests.ui.pages.firm_program import FirmProgram


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
