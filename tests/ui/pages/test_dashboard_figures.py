"""Each figure of the Dashboard leads to a table that shows just what it counts."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from mobius_desktop.domain.events import InvoiceChanged
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.domain.states import ActionState, BatchState
from mobius_desktop.domain.totals import money_of
from mobius_desktop.history.dashboard import dashboard_of
from mobius_desktop.store import Store
from mobius_desktop.ui.pages.batch.place import BatchPlace
from mobius_desktop.ui.pages.invoice_batch.dated import Dated
from mobius_desktop.ui.pages.invoice_batch.page import CreateInvoiceBatchPage
from mobius_desktop.ui.pages.not_in.page import NotInPage
from mobius_desktop.ui.services import Services
from tests.transfer.sample_firm import plan_input
from tests.ui.pages.batch_record import apart, ended, failed, invoices, opening_of, unlinked
from tests.ui.pages.conftest import Idle
from tests.ui.pages.firm_program import NOW, FirmProgram
from tests.ui.pages.test_dashboard import Shown

CODES = ("NO_LINES", "CUSTOMER_UNLINKED", "LINK_BROKEN", "ITEM_INACTIVE", "SALES_TAX_OFF", "SAME_TWICE")
"""Those of the second batch; the first three are of the first one too."""


def test_a_figure_of_an_age_opens_the_invoices_of_just_these_days(
    qtbot: QtBot, firm_services: Services, firm: FirmProgram, idle: Idle
) -> None:
    firm.archive.put_cached_unposted(plan_input().invoices, NOW)
    shown = Shown(qtbot, firm_services, idle)
    for words in ("0–7 days", "15–30 days", "Over 30 days"):
        line = next(
            one
            for one in shown.page.unsent.bars.findChildren(QAbstractButton)
            if one.accessibleName().startswith(words)
        )
        line.click()
    today = NOW.date()
    ages = [Dated(today - dt.timedelta(days=7), None)]
    ages.append(Dated(today - dt.timedelta(days=30), today - dt.timedelta(days=15)))
    ages.append(Dated(None, today - dt.timedelta(days=31)))
    assert shown.went == [("invoice-batch", one) for one in ages]
    dates = [one.date for one in plan_input().invoices]
    figures = dashboard_of(firm.archive, today).unsent.ages
    wanted = [figures[0].count, figures[2].count, figures[3].count]
    assert [sum(one.covers(day) for day in dates) for one in ages] == wanted


def many_causes(archive: Store) -> None:
    """Six causes over two batches, one of them of two invoices in either."""
    for number, codes in ((1, ("NO_LINES", "LINK_BROKEN", "OUT_OF_BALANCE")), (2, CODES)):
        batch, chosen = BatchNumber(number), invoices(len(codes), 10501 + 100 * number)
        archive.record(*opening_of(batch, chosen))
        archive.record(
            *(
                InvoiceChanged(batch, one.billing_log_id, ActionState.FAILED, code, NOW, finding_code=code)
                for one, code in zip(chosen, codes, strict=True)
            ),
            *ended(batch, BatchState.FINISHED_WITH_ERROR, "Some are not done."),
        )


def test_the_number_not_yet_sent_opens_just_these_also_offline_with_what_failed_as_blocked(
    qtbot: QtBot, firm_services: Services, firm: FirmProgram, idle: Idle
) -> None:
    waiting = invoices(6)
    firm.archive.put_cached_unposted(waiting, NOW)
    there, blocked, *_ = waiting
    batch = BatchNumber(1)
    firm.archive.record(*opening_of(batch, [there]))
    for commit in apart(batch, there), failed(batch, blocked, unlinked(blocked)):
        firm.archive.record(*commit)
    firm.archive.record(*ended(batch, BatchState.FINISHED_WITH_ERROR, "Two are not done."))
    firm.offline = True
    shown = Shown(qtbot, firm_services, idle)
    assert shown.page.unsent.figure.text() == "5"
    shown.page.unsent.figure.click()
    ((key, days),) = shown.went
    assert key == "invoice-batch"
    page = CreateInvoiceBatchPage(firm_services)
    qtbot.addWidget(page)
    page.activated(days)
    idle()
    rows = page.select.model.shown()
    assert len(rows) == 5
    assert there.billing_log_id not in {row.id for row in rows}
    standings = {row.id: row.standing for row in rows}
    assert standings.pop(blocked.billing_log_id) == "Blocked"
    assert set(standings.values()) == {"Not checked"}
    assert any(row.finding is not None and "Batch 1: " in row.finding.text for row in rows)
    assert page.select.dated.sentence().startswith("Only what is not yet sent is shown")
    tabs = page.select.panel.tabs
    assert tabs is not None
    assert [tabs.tabText(place).split()[-1] for place in range(3)] == ["5", "4", "1"]  # All, Ready, Blocked
    assert page.escaped()
    assert len(page.select.model.shown()) == 6
    assert tabs.tabText(0).endswith("6")


def test_each_figure_of_what_did_not_go_in_leads_to_just_what_it_counts(
    qtbot: QtBot, firm_services: Services, firm: FirmProgram, idle: Idle
) -> None:
    many_causes(firm.archive)
    shown = Shown(qtbot, firm_services, idle)
    page = NotInPage(firm_services)
    qtbot.addWidget(page)
    lines = [one for one in shown.page.failed.bars.findChildren(QAbstractButton) if one.isVisible()]
    assert len(lines) == 4
    for line in (*lines, shown.page.failed.figure):
        shown.went.clear()
        line.click()
        ((key, place),) = shown.went
        assert key == "not-in"
        page.activated(place)
        idle()
        money = money_of(row.invoice for row in page.model.shown())
        assert f"{page.model.rowCount():,}" in line.accessibleName()
        assert line.accessibleName().endswith(money.text("USD")) or money.coded() in line.accessibleName()
    assert lines[-1].accessibleName().startswith("4 other causes: 5, ")
    assert page.model.rowCount() == len(firm.archive.open_invoices())


def test_a_row_of_a_cause_opens_its_batch_at_the_invoice_and_all_causes_can_be_shown(
    qtbot: QtBot, firm_services: Services, firm: FirmProgram, idle: Idle
) -> None:
    many_causes(firm.archive)
    shown = Shown(qtbot, firm_services, idle)
    shown.page.failed.bars.findChildren(QAbstractButton)[0].click()
    page = NotInPage(firm_services)
    qtbot.addWidget(page)
    went: list[tuple[str, object]] = []
    page.left_for.connect(lambda *where: went.append(where))
    page.activated(shown.went[0][1])
    idle()
    row = page.model.shown()[0]
    assert page.strip.sentence() == f"Only this cause is shown: {row.cause_words}."
    page.actions_content().actions[-1].slot()
    assert went == [("batch", BatchPlace(row.invoice.batch, row.invoice.number))]
    few = page.model.rowCount()
    assert page.escaped()
    assert not page.strip.sentence()
    assert page.model.rowCount() == len(firm.archive.open_invoices()) > few
    assert not page.escaped()


def test_the_list_of_what_did_not_go_in_follows_a_batch_that_ends(
    qtbot: QtBot, firm_services: Services, firm: FirmProgram, idle: Idle
) -> None:
    page = NotInPage(firm_services)
    qtbot.addWidget(page)
    page.activated()
    idle()
    assert page.panel.notice_sentence() == "No batch has left an invoice open."
    many_causes(firm.archive)
    firm_services.batch_ended.emit(BatchNumber(2))
    idle()
    assert page.model.rowCount() == len(firm.archive.open_invoices())


def test_a_list_of_one_location_says_that_the_dashboard_counts_all(
    qtbot: QtBot, firm_services: Services, firm: FirmProgram, idle: Idle
) -> None:
    firm.offline = True
    page = CreateInvoiceBatchPage(firm_services)
    qtbot.addWidget(page)
    one = firm.locations()[0]
    page.flow.choose_location(one.id)
    page.activated(Dated())
    idle()
    said = page.select.dated.sentence()
    assert said.endswith(f"This is the list of {one.name}; the Dashboard counts every Location.")
    page.flow.choose_location(None)
    page.activated(Dated())
    idle()
    assert one.name not in page.select.dated.sentence()
