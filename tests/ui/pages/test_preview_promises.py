"""The preview promises what is sent: approval, the tax of QuickBooks, its age, its proof on paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mobius_desktop.domain.document import DocumentTax
from mobius_desktop.domain.plan import BatchPlan, InvoicePlan, PlanOutcome
from mobius_desktop.transfer.plan.fingerprint import fingerprint
from mobius_desktop.ui.components.cards import CauseCard
from mobius_desktop.ui.flows.invoice_batch import Step
from mobius_desktop.ui.pages.invoice_batch.freshness import OLD_AFTER
from mobius_desktop.ui.pages.invoice_batch.page import CreateInvoiceBatchPage
from mobius_desktop.ui.pages.invoice_batch.proof import proof_of
from mobius_desktop.ui.paper.content import PaperTable, PaperText, Signatures
from mobius_desktop.ui.services import Services
from tests.ui.pages import firm_program
from tests.ui.pages.firm_program import NOW, FirmProgram, whole_plan
from tests.ui.pages.test_create_invoice_batch import page as page  # noqa: PLC0414 - a fixture
from tests.ui.pages.test_create_invoice_batch import preview, primary, text, tick

Idle = Callable[[], None]


def sent_numbers(firm: FirmProgram) -> list[list[str]]:
    return [numbers for name, (_, numbers) in firm.calls if name == "run"]


def refuse(page: CreateInvoiceBatchPage, name: str) -> None:
    creation = page.preview.creation
    creation.tick([row for row in creation.rows() if row.record.ref.name == name], False)


def test_the_list_to_approve_names_account_tax_code_and_what_needs_it(
    page: CreateInvoiceBatchPage, idle: Idle
) -> None:
    tick(page, "10504", "10501")
    preview(page, idle)
    (row,) = page.preview.creation.rows()
    assert (row.record.ref.name, row.record.account, row.invoices, row.money) == (
        "FIBER-M",
        "40100",
        1,
        Decimal("649.19"),
    )
    assert page.preview.creation.ticks.has(row), "what is proposed is ticked"
    assert page.preview.created_panel.totals.texts() == ["Approved 1 of 1"]


def test_what_is_not_approved_blocks_its_invoices_with_a_sentence_and_the_count_follows(
    page: CreateInvoiceBatchPage, firm: FirmProgram, idle: Idle
) -> None:
    tick(page, "10504", "10501")
    preview(page, idle)
    assert text(primary(page)) == "Send the 2 ready ones"
    refuse(page, "FIBER-M")
    assert text(primary(page)) == "Send the 1 ready one"
    cards = [one.content for one in page.preview.cards.cards() if isinstance(one, CauseCard)]
    assert cards[0].title == (
        "Item “FIBER-M” does not exist in QuickBooks and its creation is not approved. 10504 waits."
    )
    assert "not sent 649.19" in page.preview.figures.accessibleDescription()
    primary(page).slot()
    idle()
    assert sent_numbers(firm) == [["10501", "10504"]], "the blocked one is told in the batch"


def test_ticking_it_again_approves_it_again(page: CreateInvoiceBatchPage, idle: Idle) -> None:
    tick(page, "10504")
    preview(page, idle)
    refuse(page, "FIBER-M")
    assert not primary(page).enabled
    page.preview.creation.tick(page.preview.creation.rows(), True)
    assert text(primary(page)) == "Send the 1 ready one"
    assert primary(page).enabled


def test_what_was_refused_stays_refused_when_the_preview_is_made_again(
    page: CreateInvoiceBatchPage, idle: Idle
) -> None:
    tick(page, "10504", "10501")
    preview(page, idle)
    refuse(page, "FIBER-M")
    page.refresh()
    idle()
    assert text(primary(page)) == "Send the 1 ready one"
    assert not page.preview.creation.ticked()


def left_to_quickbooks(plan: BatchPlan) -> BatchPlan:
    """The plan with every tax left to QuickBooks."""

    def let(one: InvoicePlan) -> InvoicePlan:
        if one.document is None or not one.document.sales_tax or one.document.tax.total == 0:
            return one
        return replace(one, document=replace(one.document, tax=DocumentTax(None)))

    return replace(plan, invoices=tuple(map(let, plan.invoices)))


def test_a_tax_that_quickbooks_sets_is_said_and_nothing_looks_equal(
    page: CreateInvoiceBatchPage, idle: Idle, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = left_to_quickbooks(whole_plan())
    monkeypatch.setattr(firm_program, "whole_plan", lambda: plan)
    tick(page, "10502", "10501")
    preview(page, idle)
    page.preview.show_invoice(firm_program.number_of("10502"))
    rows = {row.field: row for row in page.preview.invoice.model.rows() if row.field}
    assert rows["Tax"].quickbooks == "set by QuickBooks; ConnectWise says 4.20"
    for field in ("Tax", "Total"):
        assert rows[field].quickbooks_amount is None
        assert rows[field].sign is None
    said = page.preview.figures.accessibleDescription()
    assert "equal" not in said
    assert "QuickBooks 705.50 and the tax of 1 invoice, set by QuickBooks; ConnectWise says 4.20" in said


def test_a_preview_of_more_than_ten_minutes_is_old_and_sending_waits(
    page: CreateInvoiceBatchPage, firm: FirmProgram, idle: Idle, monkeypatch: pytest.MonkeyPatch
) -> None:
    tick(page, "10501")
    preview(page, idle)
    fresh = page.previewing.freshness
    fresh.look()
    assert primary(page).enabled
    later = NOW + OLD_AFTER + dt.timedelta(minutes=2)
    monkeypatch.setattr(FirmProgram, "now", lambda _: later)
    fresh.look()
    assert page.preview.strip.sentence() == "This preview is 12 minutes old."
    assert not primary(page).enabled
    assert primary(page).why == "This preview is 12 minutes old."
    page.preview.strip.buttons[0].click()
    idle()
    assert page.preview.strip.isHidden()
    assert primary(page).enabled
    assert sent_numbers(firm) == []


def test_what_changed_in_connectwise_is_named_and_previewed_again(
    page: CreateInvoiceBatchPage, firm: FirmProgram, idle: Idle
) -> None:
    tick(page, "10501", "10503")
    preview(page, idle)
    firm.outdated = ("10503",)
    page.previewing.freshness.ask_connectwise()
    idle()
    assert page.preview.strip.sentence() == "1 invoice changed in ConnectWise since the preview: 10503."
    assert not primary(page).enabled


def test_the_list_is_not_watched_once_the_preview_is_left(page: CreateInvoiceBatchPage, idle: Idle) -> None:
    tick(page, "10501")
    preview(page, idle)
    page.escaped()
    assert page.flow.step is Step.SELECT
    assert not page.previewing.freshness._timer.isActive()


def test_the_proof_holds_what_is_sent_what_is_not_and_the_hash_of_the_plan(
    page: CreateInvoiceBatchPage, idle: Idle
) -> None:
    page.select.model.tick_shown(True)
    preview(page, idle)
    plan = page.flow.approved
    assert plan is not None
    paper = proof_of(plan, page.flow)
    assert paper.foot == f"Plan {fingerprint(plan)}"
    line, sent, left, created, totals, signed = paper.parts
    assert line == PaperText(
        "ConnectWise 55,477.22 USD + 1,000.00 CAD − not sent 3,947.30 USD + 1,000.00 CAD"
        " = QuickBooks 51,529.92 · equal to the cent",
        bold=True,
    )
    assert isinstance(sent, PaperTable)
    assert {row[0] for row in sent.rows} == {
        one.invoice.number for one in plan.invoices if one.outcome is not PlanOutcome.BLOCKED
    }
    assert sent.totals[0][-1] == Decimal("51529.92")
    assert isinstance(left, PaperTable)
    assert len(left.rows) == 14
    assert all(row[-1] for row in left.rows), "each says why"
    assert isinstance(created, PaperTable)
    assert len(created.rows) == len(plan.new_records)
    assert isinstance(totals, PaperTable)
    assert isinstance(signed, Signatures)


def test_the_proof_is_saved_as_a_pdf(
    page: CreateInvoiceBatchPage, idle: Idle, tmp_path: Path, qtbot: QtBot
) -> None:
    tick(page, "10501")
    preview(page, idle)
    heard: list[Path | str] = []
    page.previewing.save_proof_to(tmp_path / "proof.pdf", heard.append)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [tmp_path / "proof.pdf"]
    assert (tmp_path / "proof.pdf").read_bytes().startswith(b"%PDF-")


def test_the_commands_of_the_proof_apply_in_the_preview_only(
    page: CreateInvoiceBatchPage, idle: Idle, firm_services: Services
) -> None:
    del firm_services
    assert "print-proof" not in page.handlers()
    tick(page, "10501")
    preview(page, idle)
    assert {"print-proof", "save-proof"} <= set(page.handlers())
