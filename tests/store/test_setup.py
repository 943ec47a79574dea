"""What is set up, and the lists as last read."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from mobius_desktop.domain.editions import Edition
from mobius_desktop.domain.events import (
    EditionChosen,
    HoldChanged,
    InvoiceChanged,
    InvoiceMarked,
    InvoiceNoted,
)
from mobius_desktop.domain.ids import BatchNumber, ConnectWiseId, QuickBooksId, RealmId
from mobius_desktop.domain.quickbooks import CompanyInfo, Customer, Preferences, QuickBooksLists
from mobius_desktop.domain.setup import ConnectWiseSetup, Environment, QuickBooksSetup
from mobius_desktop.domain.states import ActionState
from mobius_desktop.store import Store
from tests.store.stories import REALM, START, TickingClock, journey, opened, opening, ref, unposted

GULFLINE = QuickBooksSetup(
    realm=REALM,
    name="Gulfline Technology",
    environment=Environment.CUSTOM,
    base_url="http://127.0.0.1:8002",
    discovery_url="http://127.0.0.1:8002/.well-known/openid_configuration",
    redirect_uri="http://localhost:8765/callback",
    connected_at=START,
)
CABLING = replace(GULFLINE, realm=RealmId("9342"), name="Gulfline Cabling")


def test_a_new_record_has_an_id_of_its_own_that_stays(store: Store) -> None:
    found = store.installation_id()
    assert len(found) == 32
    store.close()
    with Store.open(store.path, TickingClock()) as again:
        assert again.installation_id() == found


def test_the_first_company_is_the_default_until_another_is_chosen(store: Store) -> None:
    assert store.default_company() is None
    store.save_company(GULFLINE)
    store.save_company(CABLING)
    assert store.default_company() == replace(GULFLINE, default=True)
    store.save_company(replace(CABLING, default=True))
    assert [each.name for each in store.companies()] == ["Gulfline Cabling", "Gulfline Technology"]
    assert [each.default for each in store.companies()] == [True, False]
    assert store.company(REALM) == GULFLINE


def test_the_default_moves_on_when_its_company_is_removed(store: Store) -> None:
    store.save_company(GULFLINE)
    store.save_company(CABLING)
    store.remove_company(REALM)
    assert store.companies() == (replace(CABLING, default=True),)


def test_saving_the_default_again_leaves_it_the_default(store: Store) -> None:
    store.save_company(GULFLINE)
    store.save_company(replace(GULFLINE, needs_reconnect=True))
    assert store.default_company() == replace(GULFLINE, default=True, needs_reconnect=True)


def test_connection_settings_and_edition_are_kept(store: Store) -> None:
    setup = ConnectWiseSetup(
        site="127.0.0.1:8001",
        company_id="gulfline",
        base_url="http://127.0.0.1:8001/v4_6_release/apis/3.0",
        client_id="an-id",
        origin="gulfline@127.0.0.1",
        saved_at=START,
    )
    assert store.connectwise_setup() is None
    store.save_connectwise_setup(setup)
    assert store.connectwise_setup() == setup
    assert store.edition() is None
    store.record(EditionChosen(Edition.STANDARD, Edition.LITE, "somebody", START))
    assert store.edition() is Edition.STANDARD
    store.rebuild()
    assert store.edition() is Edition.STANDARD
    assert store.setting("theme", "System") == "System"
    store.put_setting("theme", "Dark")
    assert store.setting("theme") == "Dark"


def test_the_unposted_list_comes_back_as_it_was_read(store: Store) -> None:
    rows = (unposted(10501), unposted(10502, "12.345"), unposted(10503, "-5.00", currency="CAD"))
    assert store.cached_unposted() is None
    store.put_cached_unposted(rows, START)
    cached = store.cached_unposted()
    assert cached is not None
    assert (cached.invoices, cached.read_at) == (rows, START)
    assert store.cached_unposted(ConnectWiseId(2)) is None


def test_what_was_marked_since_is_no_longer_unposted(store: Store) -> None:
    sent, marked_before = unposted(10501), unposted(10502, "64.20")
    store.open_batch(lambda number: [opened(number)])
    store.put_cached_unposted([sent, marked_before], START)
    store.record(
        InvoiceMarked(
            BatchNumber(1), sent.billing_log_id, "I10501:00", None, True, START + dt.timedelta(hours=1)
        ),
        InvoiceMarked(
            None, marked_before.billing_log_id, "I10502:00", None, True, START - dt.timedelta(hours=1)
        ),
    )
    cached = store.cached_unposted()
    assert cached is not None
    assert cached.invoices == (marked_before,)
    days, read_at = store.unposted_days()
    assert [(day.date, day.count, day.total) for day in days] == [(sent.date, 1, Decimal("64.20"))]
    assert read_at == START


def test_an_invoice_that_was_only_noted_is_counted_no_more_since_nobody_waits_for_it(store: Store) -> None:
    empty, other = unposted(10530), unposted(10501)
    number = store.open_batch(lambda number: [opened(number)])
    store.put_cached_unposted([empty, other], START)
    store.record(InvoiceNoted(number, empty.billing_log_id, empty.number, START))
    days, _ = store.unposted_days()
    assert sum(day.count for day in days) == 1
    cached = store.cached_unposted()
    assert cached is not None
    assert empty in cached.invoices


def test_an_invoice_that_is_in_quickbooks_and_needs_a_check_waits_no_more(store: Store) -> None:
    apart, held = unposted(10501, "64.20"), unposted(10502)
    number = store.open_batch(lambda number: opening(number, apart, held))
    store.put_cached_unposted([apart, held], START)
    for commit in journey(number, apart)[:2]:
        store.record(*commit)
    needs_check = InvoiceChanged(
        number, apart.billing_log_id, ActionState.NEEDS_CHECK, "A cent", START, document=ref(apart)
    )
    store.record(needs_check)
    store.record(HoldChanged(held.billing_log_id, "Ask the customer", None, "alex", START))
    days, _ = store.unposted_days()
    assert [(day.count, day.total) for day in days] == [(1, held.total)], "what is held still waits"


def test_quickbooks_lists_come_back_for_their_company(store: Store) -> None:
    lists = QuickBooksLists(
        company=CompanyInfo(REALM, "Gulfline Technology"),
        preferences=Preferences(book_close_date=dt.date(2026, 9, 30)),
        customers=(Customer(QuickBooksId("58"), "Acme", "ACM001", "Acme"),),
        read_at=START,
    )
    store.put_cached_lists(REALM, lists)
    assert store.cached_lists(REALM) == lists
    assert store.cached_lists(RealmId("another")) is None
