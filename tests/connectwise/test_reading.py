"""What the client reads from ConnectWise, over HTTP."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from decimal import Decimal

import pytest

from mobius_desktop.connectwise.client import ConnectWiseClient, next_page_id
from mobius_desktop.domain.connectwise import TaxLevel
from mobius_desktop.domain.errors import Cancelled, RemoteUnknown
from mobius_desktop.domain.ids import BillingLogId, ConnectWiseId
from mobius_desktop.domain.options import Summary
from mobius_desktop.domain.stopping import stopped_by
from mobius_desktop.sandbox.run import RunningSandbox
from tests.contract.connectwise_contract import validate_request
from tests.transport import sandboxed

TAXED, NO_LINES, NO_GL, CREDIT = (BillingLogId(number) for number in (6002, 6029, 6034, 6022))


@pytest.fixture(scope="module")
def _kept() -> Iterator[tuple[RunningSandbox, ConnectWiseClient]]:
    with sandboxed.sandbox() as started:
        one = sandboxed.connectwise(started, sandboxed.fast_clock())
        yield started, one
        one.close()


@pytest.fixture
def running(_kept: tuple[RunningSandbox, ConnectWiseClient]) -> RunningSandbox:
    """One sandbox for all of this module: nothing here changes its books."""
    _kept[0].control.faults.clear()
    _kept[0].control.recorder.clear()
    _kept[0].control.switch("connectwise", "rows_without_id", "omitted")
    return _kept[0]


@pytest.fixture
def client(
    _kept: tuple[RunningSandbox, ConnectWiseClient],
    running: RunningSandbox,  # noqa: ARG001 - it clears what an earlier test left
) -> Iterator[ConnectWiseClient]:
    yield _kept[1]
    # Ends its connections only: the next call opens others.
    _kept[1].close()


def test_the_whole_list_is_read_to_the_cent(client: ConnectWiseClient) -> None:
    rows = list(client.list_unposted())
    assert len(rows) == 45
    assert sum((row.total for row in rows), Decimal(0)) == Decimal("56477.22")
    assert len({row.billing_log_id for row in rows}) == 45


def test_an_invoice_without_gl_records_has_no_unposted_id(
    client: ConnectWiseClient, running: RunningSandbox
) -> None:
    assert client.unposted([NO_LINES])[NO_LINES].unposted_id is None
    running.control.switch("connectwise", "rows_without_id", "zero")
    assert client.unposted([NO_LINES])[NO_LINES].unposted_id is None


def test_the_list_is_read_forward_only_page_by_page(
    client: ConnectWiseClient, running: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mobius_desktop.connectwise.client.PAGE", 10)
    seen: list[int] = []
    rows = list(client.list_unposted(progress=seen.append))
    asked = running.control.recorder.find(path="unpostedinvoices$")
    assert len(rows) == 45
    assert seen[-1] == 45
    assert len(asked) >= 5
    assert all(one.headers.get("Pagination-Type") == "forward-only" for one in asked)


def test_dated_through_leaves_out_what_is_dated_later(client: ConnectWiseClient) -> None:
    last = dt.date(2026, 10, 31)
    rows = list(client.list_unposted(through=last))
    assert len(rows) == 44
    assert max(row.date for row in rows) <= last


def test_a_location_narrows_the_list(client: ConnectWiseClient, running: RunningSandbox) -> None:
    by_name = {location.name: location.id for location in client.locations()}
    austin = list(client.list_unposted(location=by_name["Austin"], through=dt.date(2026, 12, 31)))
    assert {row.location.name for row in austin if row.location} == {"Austin"}
    assert len(austin) < 45
    conditions = running.control.recorder.find(path="unpostedinvoices$")[-1].params["conditions"]
    assert conditions == f"locationId={by_name['Austin']} and invoiceDate<[2027-01-01T00:00:00Z]"
    assert not list(client.list_unposted(location=ConnectWiseId(99)))


def test_reading_a_long_list_can_be_stopped(
    client: ConnectWiseClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mobius_desktop.connectwise.client.PAGE", 5)
    stop = threading.Event()
    rows = client.list_unposted(stop=stop)
    next(rows)
    stop.set()
    with pytest.raises(Cancelled):
        list(rows)
    with stopped_by(stop), pytest.raises(Cancelled):
        client.locations()


def test_the_export_says_of_each_row_what_accounting_needs(client: ConnectWiseClient) -> None:
    one = client.export([TAXED], Summary.DETAILED)[TAXED]
    assert (one.number, one.total, one.sales_tax) == ("10502", Decimal("409.70"), Decimal("4.20"))
    assert one.total + sum((row.total for row in one.rows), Decimal(0)) == 0
    assert one.tax_levels == (
        TaxLevel(1, Decimal("3.60"), Decimal("60.00"), "FL State"),
        TaxLevel(2, Decimal("0.60"), Decimal("60.00"), "Hillsborough"),
    )
    product, labour = one.rows[0], one.rows[1]
    assert (product.gl_type, product.item, product.quantity, product.item_price) == (
        "RP",
        "CAT6-10",
        Decimal(-3),
        Decimal(20),
    )
    assert product.taxable
    assert product.taxable_levels == (1, 2)
    assert (labour.work_role, labour.work_type) == ("Technician", "Regular")
    assert len(one.record_ids) == 10
    assert one.date == dt.date(2026, 10, 5)


def test_work_role_and_type_are_known_in_a_detailed_export_only(client: ConnectWiseClient) -> None:
    condensed = client.export([TAXED], Summary.CONDENSED)[TAXED]
    assert all(not row.work_role and not row.work_type for row in condensed.rows)


def test_an_invoice_without_gl_entries_is_absent_from_the_export(client: ConnectWiseClient) -> None:
    assert client.export([NO_GL], Summary.DEFAULT) == {}


def test_the_export_asks_25_at_a_time_and_agrees_with_the_contract(
    client: ConnectWiseClient, running: RunningSandbox
) -> None:
    ids = [row.billing_log_id for row in client.list_unposted()]
    found = client.export(ids, Summary.DETAILED)
    assert len(found) == 44
    calls = running.control.recorder.find(path="/finance/accounting/export$")
    assert len(calls) == 2
    from mobius_desktop.sandbox.control.answers import decode

    for call in calls:
        body = decode(call.body.encode())
        assert len(body["includedInvoiceIds"]) <= 25
        assert body["exportInvoicesFlag"] is True
        assert not body["exportExpensesFlag"]
        assert not body["exportProductsFlag"]
        assert validate_request("POST", "/finance/accounting/export", body) == []


def test_an_invoice_of_next_month_is_exported_too(client: ConnectWiseClient) -> None:
    later = max(client.list_unposted(), key=lambda row: row.date)
    assert later.billing_log_id in client.export([later.billing_log_id], Summary.DEFAULT)


def test_an_export_that_ends_in_a_time_limit_is_asked_in_halves(
    client: ConnectWiseClient, running: RunningSandbox
) -> None:
    ids = [row.billing_log_id for row in client.list_unposted()][:4]
    running.control.faults.add(preset="timeout_500", server="connectwise", path="/accounting/export", times=5)
    assert len(client.export(ids, Summary.DEFAULT)) >= 3
    sizes = [
        one.body.count("60") for one in running.control.recorder.find(path="/accounting/export$", status=200)
    ]
    assert len(sizes) == 2


def test_what_the_export_lacks_is_read_by_the_hundred(
    client: ConnectWiseClient, running: RunningSandbox
) -> None:
    details = client.invoice_details([BillingLogId(number) for number in range(6001, 6046)])
    assert len(details) == 45
    assert details[TAXED].bill_to_address.city == "Tampa"
    assert len(running.control.recorder.find(path="/finance/invoices$")) == 1
    assert details[CREDIT].applied_to == "10502"


def test_companies_come_with_what_a_customer_is_made_of(client: ConnectWiseClient) -> None:
    found = client.companies([ConnectWiseId(250), ConnectWiseId(250), ConnectWiseId(999_999)])
    assert list(found) == [250]
    acme = found[ConnectWiseId(250)]
    assert acme.account_id == "ACM001"
    assert "@" in acme.invoice_email
    assert acme.address.region == "FL"


def test_a_page_that_repeats_itself_is_not_followed_for_ever(
    client: ConnectWiseClient, running: RunningSandbox
) -> None:
    running.control.faults.add(
        server="connectwise",
        path="/system/locations",
        status=200,
        times=None,
        body="[]",
        headers={"Link": '<https://elsewhere.example/x?pageId=0>; rel="next"'},
    )
    with pytest.raises(RemoteUnknown, match="repeats"):
        client.locations()


def test_a_link_to_another_host_gives_a_page_id_and_nothing_else() -> None:
    link = '<https://elsewhere.example/steal?pageSize=10&pageId=871>; rel="next", <>; rel="last"'
    assert next_page_id(link) == 871
    assert next_page_id('<https://api.example/x?pageSize=10&page=4>; rel="last"') is None
    assert next_page_id("") is None


def test_the_servers_clock_comes_with_its_answer(client: ConnectWiseClient) -> None:
    info = client.system_info()
    assert info.server_time is not None
    assert info.server_time.tzinfo is not None
    assert info.version.startswith("v2025")
