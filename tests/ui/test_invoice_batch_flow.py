"""The wizard's decisions, without a window."""

from __future__ import annotations

import datetime as dt

import pytest

from mobius_desktop.domain.connectwise import Location
from mobius_desktop.domain.editions import Edition
from mobius_desktop.domain.ids import BatchNumber, BillingLogId, ConnectWiseId, RealmId
from mobius_desktop.domain.options import CompanyOptions, ServiceItemSource, Summary
from mobius_desktop.ui.flows.invoice_batch import FlowCompany, InvoiceBatchFlow, Step, Through

TAMPA = FlowCompany(RealmId("1"), "Gulfline Technology Partners", CompanyOptions(), default=True)
AUSTIN = FlowCompany(
    RealmId("2"),
    "Gulfline Cabling",
    CompanyOptions(location_id=ConnectWiseId(3), invoice_export_detail=Summary.CONDENSED),
)
PLACES = (Location(ConnectWiseId(2), "Tampa"), Location(ConnectWiseId(3), "Austin"))


def flow(edition: Edition = Edition.STANDARD, *companies: FlowCompany) -> InvoiceBatchFlow:
    return InvoiceBatchFlow(companies or (AUSTIN, TAMPA), edition, dt.date(2026, 11, 2), locations=PLACES)


def test_it_opens_on_the_default_company() -> None:
    assert flow().company == TAMPA


def test_changing_the_company_sets_location_and_summary_to_its_defaults_and_says_so() -> None:
    wizard = flow()
    wizard.ticked += (BillingLogId(6001),)
    assert wizard.asks_before_company_change() == "Change the company? The ticks of 1 invoice are cleared."
    wizard.choose_company(AUSTIN.realm)
    assert wizard.location_id == 3
    assert wizard.summary is Summary.CONDENSED
    assert not wizard.ticked
    assert wizard.said == "Location and Summary now follow Gulfline Cabling: Austin, Condensed."


@pytest.mark.parametrize("edition", [Edition.FREE, Edition.LITE])
def test_free_and_lite_show_all_locations_and_ignore_a_stored_default(edition: Edition) -> None:
    wizard = flow(edition, AUSTIN)
    assert wizard.location_choice().value == "All locations"
    assert wizard.location_choice().locked
    wizard.choose_location(ConnectWiseId(2))
    assert wizard.location_id is None


def test_free_is_held_to_default_even_where_an_option_needs_detailed() -> None:
    source = CompanyOptions(service_item_source=ServiceItemSource.WORK_ROLE)
    wizard = flow(Edition.FREE, FlowCompany(RealmId("1"), "Gulfline", source))
    assert wizard.effective_summary is Summary.DEFAULT
    assert wizard.summary_choice().locked


def test_an_option_that_needs_detailed_forces_it_and_says_why() -> None:
    source = CompanyOptions(service_item_source=ServiceItemSource.WORK_ROLE)
    wizard = flow(Edition.STANDARD, FlowCompany(RealmId("1"), "Gulfline", source))
    assert wizard.effective_summary is Summary.DETAILED
    assert wizard.summary_choice().reason == "Detailed is used: Service Item Source is Work Role."


def test_dated_through_the_last_month_end_is_the_day_before_this_month() -> None:
    wizard = flow()
    wizard.choose_through(Through.LAST_MONTH_END)
    assert wizard.effective_through == dt.date(2026, 10, 31)
    wizard.choose_through(Through.ALL)
    assert wizard.effective_through is None


def test_done_steps_can_be_clicked_back_until_sending_starts() -> None:
    wizard = flow()
    wizard.step = Step.PREVIEW
    assert wizard.may_go_to(Step.SELECT)
    wizard.started(BatchNumber(1))
    assert not wizard.may_go_to(Step.SELECT)
    wizard.again()
    assert wizard.step is Step.SELECT


def test_nothing_can_be_submitted_without_a_tick() -> None:
    wizard = flow()
    assert wizard.may_submit() == "Tick the invoices to send."
    wizard.ticked += (BillingLogId(6001),)
    assert wizard.may_submit() == ""
