"""A batch's page keeps its certificate as PDF, and leads to an invoice's card."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.ui.pages.batch.page import BatchPage
from mobius_desktop.ui.services import Services
from tests.ui.pages.batch_record import good_batch
from tests.ui.pages.conftest import Idle
from tests.ui.pages.firm_program import FirmProgram


@pytest.fixture
def page(qtbot: QtBot, firm: FirmProgram, firm_services: Services, idle: Idle) -> Iterator[BatchPage]:
    good_batch(firm.archive, 1)
    made = BatchPage(firm_services)
    qtbot.addWidget(made)
    made.activated(BatchNumber(1))
    idle()
    yield made
    idle()


def test_the_certificate_is_kept_as_pdf_and_the_page_says_where(
    page: BatchPage, tmp_path: Path, idle: Idle
) -> None:
    said: list[str] = []
    page.toasted.connect(lambda toast: said.append(toast.text))
    file = tmp_path / "certificate.pdf"
    page.certificate.save_to(file)
    idle()
    assert file.read_bytes().startswith(b"%PDF-")
    assert said == [f"Saved as {file}."]
    assert "certificate" in page.header().commands


def test_a_folder_that_is_not_there_is_said_and_leaves_nothing(
    page: BatchPage, tmp_path: Path, idle: Idle
) -> None:
    page.certificate.save_to(tmp_path / "none" / "certificate.pdf")
    idle()
    assert "could not be written" in page.actions_content().sentence
    assert list(tmp_path.glob("**/*.pdf*")) == []


def test_the_chosen_invoice_leads_to_its_card(page: BatchPage, firm: FirmProgram) -> None:
    went: list[tuple[str, object]] = []
    page.left_for.connect(lambda key, argument: went.append((key, argument)))
    rows = firm.archive.invoices(BatchNumber(1))
    page.body.go_to_invoice(rows[1].billing_log_id)
    page.handlers()["invoice-card"]()
    assert went == [("card", rows[1].number)]
