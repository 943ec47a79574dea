"""What stops the work stands in a banner with the way on, against the sandbox."""

from __future__ import annotations

import datetime as dt

import pytest

from mobius_desktop.domain.errors import (
    InUse,
    Known,
    RecordDamaged,
    SignInLost,
    StorageFailed,
    SubscriptionEnded,
)
from mobius_desktop.domain.states import ActionState
from mobius_desktop.store.lock import company_lock
from mobius_desktop.ui.desktop.stops import stop_of
from mobius_desktop.ui.pages.invoice_batch.page import CreateInvoiceBatchPage
from mobius_desktop.ui.shell.notices import BannerKind
from mobius_desktop.wiring.clock import ProgramClock
from mobius_desktop.wiring.clock_check import apart_from
from mobius_desktop.wiring.demo import connect_demo
from tests.ui.desktop.shop import Shop


@pytest.mark.parametrize(
    ("error", "kind", "ways"),
    [
        (InUse("In use."), BannerKind.LOCKED_BY_ANOTHER, ["Try again"]),
        (SignInLost("Ended.", side="quickbooks"), BannerKind.SIGN_IN_LOST, ["Reconnect…"]),
        (
            SignInLost("Refused.", side="connectwise"),
            BannerKind.SIGN_IN_LOST,
            ["Open Set up ConnectWise PSA"],
        ),
        (StorageFailed("Full."), BannerKind.DAMAGED_RECORD, ["Open folder", "Try again"]),
        (RecordDamaged("Damaged."), BannerKind.DAMAGED_RECORD, ["Open folder"]),
    ],
)
def test_each_stop_has_its_banner_and_its_ways_on(error: Known, kind: BannerKind, ways: list[str]) -> None:
    stop = stop_of(error)
    assert stop is not None
    assert (stop.kind, [str(one) for one in stop.ways]) == (kind, ways)


def test_a_company_in_use_elsewhere_is_said_with_who_and_try_again_takes_it_once_it_is_free(
    shop: Shop,
) -> None:
    company = shop.desk.program.companies()[0]
    lock = company_lock(shop.desk.program.folder, company.realm, company.name, shop.desk.program.clock)
    with lock.held():
        plan = shop.desk.plan("10501")
        shop.services.submit(shop.desk.realm, plan)
        shop.settle()
        assert shop.window.banner.shown() is BannerKind.LOCKED_BY_ANOTHER
        said = shop.banner()
        assert said.sentence.startswith("Gulfline Technology Partners is in use by ")
        assert said.button == "Try again"
        shop.window.go("invoice-batch")
        shop.settle()
        page = shop.window.router.page()
        assert isinstance(page, CreateInvoiceBatchPage)
        page.select.model.tick_shown(True)
        submit = page.actions_content().actions[-1]
        assert not submit.enabled
        assert submit.why == said.sentence
        assert said.slot is not None
        said.slot()
        shop.settle()
        assert shop.window.banner.shown() is BannerKind.LOCKED_BY_ANOTHER
    again = shop.banner().slot
    assert again is not None
    again()
    shop.settle()
    assert not shop.window.banner.holds(BannerKind.LOCKED_BY_ANOTHER)
    assert page.actions_content().actions[-1].enabled


def test_an_ended_subscription_stops_the_queue_and_its_card_continues_with_what_waits(shop: Shop) -> None:
    plan = shop.desk.plan("10501", "10506", "10526")
    shop.desk.sandbox.control.do("quickbooks", "end_subscription", ended=True)
    number = shop.send(plan)
    assert shop.window.banner.shown() is BannerKind.SIGN_IN_LOST
    assert shop.banner().sentence.endswith("3 invoices wait; nothing is lost.")
    show = shop.banner().slot
    assert show is not None
    show()
    shop.settle()
    (card,) = [one for one in shop.cards() if one.content.state == "Failed"]
    assert card.content.right is not None
    assert card.content.right.text == "Continue with 3"

    shop.desk.sandbox.control.do("quickbooks", "end_subscription", ended=False)
    card.content.right.slot()
    shop.settle()
    assert {"10501", "10506", "10526"} <= shop.desk.batched()
    assert not shop.window.banner.holds(BannerKind.SIGN_IN_LOST)
    assert shop.services.live is not None
    assert shop.services.live.number > number


def test_a_lost_sign_in_leads_to_reconnect_and_then_offers_what_waits(shop: Shop) -> None:
    plan = shop.desk.plan("10501", "10506")
    shop.desk.sandbox.control.do("quickbooks", "revoke_grant")
    number = shop.send(plan)
    assert shop.window.banner.shown() is BannerKind.SIGN_IN_LOST
    assert shop.banner().button == "Reconnect…"
    assert shop.banner().sentence.endswith("2 invoices wait; nothing is lost.")

    program = shop.desk.program
    assert program.servers is not None
    connect_demo(program.servers, program.sides, program.store, program.clock)
    shop.services.companies_changed.emit()
    said = shop.banner()
    assert (said.sentence, said.button) == (f"2 invoices of batch {number} can go on now.", "Continue with 2")
    assert said.slot is not None
    said.slot()
    shop.settle()
    assert {"10501", "10506"} <= shop.desk.batched()


def test_a_stop_that_has_passed_by_itself_no_longer_stands_in_the_banner(shop: Shop) -> None:
    shop.services.stopped.emit(SubscriptionEnded("The subscription has ended.", side="quickbooks"))
    assert shop.window.banner.shown() is BannerKind.SIGN_IN_LOST
    assert shop.services.quickbooks.state == "Not connected"
    shop.desktop.watch.connect_sides()
    shop.settle()
    assert shop.services.quickbooks.state == "Connected"
    assert shop.window.banner.shown() is None


def test_a_clock_that_is_wrong_is_said_and_the_servers_time_is_used(shop: Shop) -> None:
    clock = ProgramClock()
    quickbooks = shop.desk.program.sides.quickbooks(shop.desk.realm)
    apart = apart_from(clock, quickbooks)
    assert apart is not None
    assert abs(clock.now() - quickbooks.server_now()) < dt.timedelta(minutes=1)
    assert apart_from(clock, quickbooks) is None
    shop.desktop.watch._show_clock(dt.timedelta(minutes=-12))
    assert shop.banner().sentence.startswith("The clock of this computer is 12 minutes fast.")


def test_a_full_disk_stops_with_two_ways_on_and_what_waits_goes_on_once_there_is_room(shop: Shop) -> None:
    plan = shop.desk.plan("10501", "10506")
    database = shop.desk.program.store._database
    with database.alone() as db:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages}")
    shop.services.submit(shop.desk.realm, plan)
    shop.settle()
    said = shop.banner()
    assert shop.window.banner.shown() is BannerKind.DAMAGED_RECORD
    assert said.sentence.startswith("The disk is full, so nothing more is sent")
    assert (said.button, said.second) == ("Open folder", "Try again")
    assert not {"10501", "10506"} & {number for _, number in shop.desk.documents()}

    with database.alone() as db:
        db.execute("PRAGMA max_page_count = 1000000")
    assert said.second_slot is not None
    said.second_slot()
    shop.settle()
    assert not shop.window.banner.holds(BannerKind.DAMAGED_RECORD)
    shop.services.submit(shop.desk.realm, shop.desk.plan("10501", "10506"))
    shop.settle()
    assert {"10501", "10506"} <= shop.desk.batched()


def test_a_company_in_use_at_the_start_is_said_at_once(shop: Shop) -> None:
    company = shop.desk.program.companies()[0]
    lock = company_lock(shop.desk.program.folder, company.realm, company.name, shop.desk.program.clock)
    with lock.held():
        shop.desktop.watch.connect_sides()
        shop.settle()
    assert shop.window.banner.shown() is BannerKind.LOCKED_BY_ANOTHER
    assert shop.services.in_use is not None
    assert shop.services.in_use.subject == company.name


@pytest.mark.parametrize("shop", [{"latency_ms": 5}], indirect=True)
def test_what_an_earlier_program_had_on_the_way_is_told_in_the_banner_and_on_its_page(shop: Shop) -> None:
    shop.desk.sandbox.control.faults.add(
        server="connectwise", path="/finance/accounting/batches", kind="drop", times=None
    )
    number = shop.send(shop.desk.plan("10501", "10506"))
    assert {row.state for row in shop.desk.rows(number).values()} == {ActionState.CHECKING}
    shop.desk.sandbox.control.faults.clear()
    shop.desktop.watch.connect_sides()
    shop.settle()
    assert shop.window.banner.shown() is BannerKind.INTERRUPTED
    assert shop.banner().sentence == (
        "2 invoices were looked up again, since no answer had come. "
        "Both are in QuickBooks; 2 still had to be marked in ConnectWise and now are."
    )
    show = shop.banner().slot
    assert show is not None
    show()
    shop.settle()
    (told,) = [one for one in shop.cards() if "looked up again" in one.content.title]
    assert told.content.state == "Completed Successfully"
