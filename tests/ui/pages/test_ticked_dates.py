"""Said before Submit: ticked invoices of two months or of a closed period, and what has left the list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from mobius_desktop.ui.flows.invoice_batch import Through
from mobius_desktop.ui.pages.invoice_batch.page import CreateInvoiceBatchPage
from mobius_desktop.ui.pages.invoice_batch.select_rows import SelectRow
from mobius_desktop.ui.pages.invoice_batch.ticked_dates import date_notices
from tests.transfer.sample_firm import plan_input
from tests.ui.pages.firm_program import FirmProgram
from tests.ui.pages.test_create_invoice_batch import page as page  # noqa: PLC0414 - a fixture
from tests.ui.pages.test_create_invoice_batch import tick

Idle = Callable[[], None]


def rows(*numbers: str) -> list[SelectRow]:
    return [SelectRow(one) for one in plan_input().invoices if one.number in numbers]


def test_one_open_month_is_nothing_to_speak_of() -> None:
    closed, months = date_notices(rows("10501", "10502"), dt.date(2026, 9, 30))
    assert (closed.sentence, months.sentence) == ("", "")


def test_two_months_are_named_with_count_and_money_and_the_fewer_can_be_unticked() -> None:
    _, months = date_notices(rows("10501", "10502", "AG2212"), None)
    assert months.sentence == (
        "The ticked invoices are of 2 months: 2 of October 2026, 709.70 USD; "
        "1 of November 2026, 1,850.00 USD."
    )
    assert months.verb == "Untick November 2026"
    assert [row.invoice.number for row in months.rows] == ["AG2212"]


def test_what_lies_on_or_before_the_closing_date_is_named() -> None:
    (row,) = rows("10501")
    on_the_day = replace(row, invoice=replace(row.invoice, date=dt.date(2026, 9, 30)))
    closed, _ = date_notices([on_the_day], dt.date(2026, 9, 30))
    assert closed.sentence == (
        "1 of the ticked is dated in the closed period, through 09/30/2026: 10501, 300.00 USD."
    )
    assert closed.verb == "Untick it"


def test_the_strips_follow_the_ticks_and_their_verb_unticks(page: CreateInvoiceBatchPage) -> None:
    assert page.select.dates.months.isHidden()
    tick(page, "10501", "AG2212")
    assert not page.select.dates.months.isHidden()
    page.select.dates.months.buttons[0].click()
    assert [row.invoice.number for row in page.select.ticked()] == ["10501"]
    assert page.select.dates.months.isHidden()


def test_the_closing_date_is_known_from_quickbooks_lists(
    page: CreateInvoiceBatchPage, firm: FirmProgram, idle: Idle
) -> None:
    firm.know_both_sides()
    page.refresh()
    idle()
    tick(page, "10537", "10501")
    assert "closed period, through 09/30/2026: 10537, 412.50 USD" in page.select.dates.closed.sentence()


def test_what_left_the_list_is_named_on_refresh_ticked_or_not(
    page: CreateInvoiceBatchPage, firm: FirmProgram, idle: Idle
) -> None:
    tick(page, "10503")
    gone = {"10503", "10502"}
    firm.invoices = tuple(one for one in plan_input().invoices if one.number not in gone)
    page.refresh()
    idle()
    assert page.select.left.sentence() == (
        "No longer in ConnectWise's unposted list: 10502, 10503. 1 of them was ticked."
    )
    page.select.left.buttons[0].click()
    assert page.select.left.isHidden()


def test_rows_that_another_choice_leaves_out_have_not_left_the_list(
    page: CreateInvoiceBatchPage, idle: Idle
) -> None:
    page.select.options.choose_through(Through.LAST_MONTH_END)
    idle()
    assert len(page.select.model.rows()) < 45
    assert page.select.left.sentence() == ""


def test_a_tab_says_count_and_money_of_its_rows(page: CreateInvoiceBatchPage) -> None:
    tabs = page.select.panel.tabs
    assert tabs is not None
    assert tabs.tip_of is not None
    told = {tab.text: tabs.tip_of(tab) for tab in tabs.tabs}
    assert told["All"] == "All: 45 invoices, 55,477.22 USD + 1,000.00 CAD"
    assert told["Held"] == "Held: 0 invoices, 0.00 USD"


def test_the_day_that_was_chosen_is_remembered(page: CreateInvoiceBatchPage, idle: Idle) -> None:
    page.select.options.date_wanted.emit(dt.date(2026, 10, 15))
    idle()
    again = CreateInvoiceBatchPage(page._services)
    assert (again.flow.through, again.flow.effective_through) == (Through.DATE, dt.date(2026, 10, 15))
