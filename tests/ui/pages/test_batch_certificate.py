"""A batch's page keeps its certificate as PDF, and leads to an invoice's card."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.ui.pages.batch.page import BatchPage
from mobius_desktop.ui.paper.content import PaperTable
from mobius_desktop.ui.paper.proof_list import proof_list_paper
from mobius_desktop.ui.services import Services
from tests.ui.pages.batch_record import good_batch, invoices, mixed_batch, opening_of
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


def test_the_proof_list_has_every_invoice_and_the_sums_of_the_control_totals(
    page: BatchPage, firm: FirmProgram, tmp_path: Path, idle: Idle
) -> None:
    mixed_batch(firm.archive, 2)
    page.activated(BatchNumber(2))
    idle()
    file = tmp_path / "proof.pdf"
    assert {"save-proof", "print-proof"} <= set(page.handlers())
    assert "save-proof" in page.header().commands
    page.proof_list.save_to(file)
    idle()
    assert file.read_bytes().startswith(b"%PDF-")

    certificate = firm.tying.certificate(BatchNumber(2))
    paper = proof_list_paper(certificate)
    tables = {one.title.split(":")[0]: one for one in paper.parts if isinstance(one, PaperTable)}
    there, missing = tables["In QuickBooks"], tables["Not in QuickBooks"]
    numbers = [row[0] for row in (*there.rows, *missing.rows)]
    assert sorted(map(str, numbers)) == sorted(row.number for row in certificate.invoices)
    (money,) = certificate.money
    (line,) = there.totals
    assert line[-2:] == (money.totals.quickbooks.total.amount("USD"), money.totals.apart.amount("USD"))
    (left,) = missing.totals
    assert left[4] == money.totals.left_out.amount("USD")
    assert paper.foot == f"Record {certificate.head}"


def test_a_batch_that_runs_has_no_proof_list_yet(page: BatchPage, firm: FirmProgram, idle: Idle) -> None:
    firm.archive.record(*opening_of(2, invoices(1)))
    page.activated(BatchNumber(2))
    idle()
    page.handlers()["save-proof"]()
    assert page.actions_content().sentence == "A batch has its proof list when it has ended."
