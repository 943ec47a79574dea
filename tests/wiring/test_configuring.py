"""Options and links against the demo's two servers: what is linked is sent, what is changed is kept."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event as StopEvent

import pytest

from mobius_desktop.domain.errors import Cancelled, NotSetUp
from mobius_desktop.domain.options import CompanyOptions, ServiceItemSource
from mobius_desktop.domain.plan import PlanOutcome
from mobius_desktop.domain.quickbooks import ListKind
from mobius_desktop.transfer.linking.books import OPTIONAL, CompanyBooks
from mobius_desktop.transfer.linking.creatable import why_not_created
from mobius_desktop.transfer.linking.rows import LinkChoice, LinkRow, LinkState
from mobius_desktop.transfer.linking.survey import survey
from tests.e2e.desk import Desk, open_desk

APOSTROPHE = "10508"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as opened:
        yield opened


def read(desk: Desk) -> CompanyBooks:
    return desk.program.configuring.read(desk.realm, lambda _: None, StopEvent())


def row_of(books: CompanyBooks, kind: ListKind, name: str) -> LinkRow:
    return next(row for row in survey(books) if row.kind is kind and row.name.startswith(name))


def link_first(desk: Desk, row: LinkRow) -> None:
    assert row.target is not None
    desk.program.configuring.link(desk.realm, [LinkChoice.of(row, row.target.id)])


def test_a_blocked_invoice_is_ready_once_its_customer_is_linked(desk: Desk) -> None:
    (before,) = desk.plan(APOSTROPHE).invoices
    assert before.outcome is PlanOutcome.BLOCKED
    row = row_of(read(desk), ListKind.CUSTOMER, "O'Malley")
    assert (row.state, row.ticked) == (LinkState.SUGGESTED, True)
    link_first(desk, row)
    (after,) = desk.plan(APOSTROPHE).invoices
    assert after.outcome is PlanOutcome.SEND
    batch = desk.send(APOSTROPHE)
    assert desk.rows(batch)[APOSTROPHE].state.value == "Completed Successfully"
    assert desk.document(APOSTROPHE)["CustomerRef"]["value"] == row.candidates[0].id


def test_a_link_survives_a_new_name_in_quickbooks_and_can_be_taken_away(desk: Desk) -> None:
    row = row_of(read(desk), ListKind.CUSTOMER, "O'Malley")
    link_first(desk, row)
    desk.tables()["Customer"][row.candidates[0].id]["DisplayName"] = "Something Else Altogether"
    linked = row_of(read(desk), ListKind.CUSTOMER, "O'Malley")
    assert (linked.state, linked.quickbooks_name) == (LinkState.LINKED, "Something Else Altogether")
    desk.program.configuring.link(desk.realm, [LinkChoice.of(row, None)])
    assert row_of(read(desk), ListKind.CUSTOMER, "O'Malley").state is not LinkState.LINKED
    assert [one.quickbooks_id for one in desk.program.store.link_history(desk.realm)] == [
        row.candidates[0].id,
        None,
    ]


def test_saying_that_it_is_another_customer_lets_a_batch_create_it(desk: Desk) -> None:
    books = read(desk)
    row = row_of(books, ListKind.CUSTOMER, "O'Malley")
    assert desk.program.configuring.say_another(books, row.key, "Two firms of one name") == row.invoices
    (plan,) = desk.plan(APOSTROPHE).invoices
    assert plan.outcome is PlanOutcome.SEND
    assert row.key in plan.needs
    assert row_of(read(desk), ListKind.CUSTOMER, "O'Malley").state is LinkState.TO_BE_CREATED


def test_an_item_may_be_linked_to_one_of_another_name(desk: Desk) -> None:
    row = row_of(read(desk), ListKind.ITEM, "FIBER-M")
    assert row.state is LinkState.TO_BE_CREATED
    other = row_of(read(desk), ListKind.ITEM, "FW-60")
    assert other.quickbooks_id is not None
    desk.program.configuring.link(desk.realm, [LinkChoice.of(row, other.quickbooks_id)])
    assert row_of(read(desk), ListKind.ITEM, "FIBER-M").state is LinkState.LINKED


CUSTOMER, ITEM, TERM = "Acme", "FW-60", "Net 30"


def rename_everywhere(desk: Desk, rows: list[LinkRow]) -> None:
    """People give the linked records new names in ConnectWise and in QuickBooks."""
    books, tables = desk.sandbox.firm.connectwise, desk.tables()
    customer, item, term = (row.quickbooks_id for row in rows)
    tables["Customer"][customer or ""] |= {"DisplayName": "Zenith Works", "CompanyName": ""}
    tables["Item"][item or ""] |= {"Name": "Perimeter box", "FullyQualifiedName": "Perimeter box"}
    tables["Term"][term or ""]["Name"] = "A month"
    company = int(rows[0].key.partition(":")[2])
    books.tables["companies"][company] |= {"name": "Aardvark Holdings", "accountNumber": "NEW001"}
    books.tables["catalog"][_number(rows[1])]["identifier"] = "BARRIER"
    for invoice in books.invoices.values():
        renamed = [replace(one, item="BARRIER") if one.item == rows[1].name else one for one in invoice.rows]
        invoice.rows[:] = renamed
    books.tables["billingTerms"][_number(rows[2])] |= {"name": "Thirty days", "termsXref": "Thirty days"}


def _number(row: LinkRow) -> int:
    return int(row.key.partition("#")[2])


def test_links_survive_new_names_on_both_sides_at_once(desk: Desk) -> None:
    books = read(desk)
    wanted = ((ListKind.CUSTOMER, CUSTOMER), (ListKind.ITEM, ITEM), (ListKind.TERM, TERM))
    rows = [row_of(books, *one) for one in wanted]
    assert {row.state for row in rows} == {LinkState.FOUND}
    for row in rows:
        link_first(desk, row)
    before = {plan.invoice.number: plan.document for plan in desk.plan().invoices if plan.document}
    rename_everywhere(desk, rows)
    desk.service.forget_lists()
    books = read(desk)
    for name, row in zip(("Aardvark", "BARRIER", "Thirty days"), rows, strict=True):
        now = row_of(books, row.kind, name)
        assert (now.state, now.quickbooks_id) == (LinkState.LINKED, row.quickbooks_id)
    assert not {row.name for row in rows} & {one.name for one in survey(books)}
    after = {plan.invoice.number: plan.document for plan in desk.plan().invoices if plan.document}
    shared = set(before) & set(after)
    assert len(shared) > 20
    assert {before[one].customer.id for one in shared} == {after[one].customer.id for one in shared}
    for number in shared:
        old, new = before[number], after[number]
        assert [line.item.id for line in old.lines] == [line.item.id for line in new.lines]
        assert (old.term and old.term.id) == (new.term and new.term.id)


def test_a_link_made_by_name_holds_until_the_record_is_linked_anew_by_its_id(desk: Desk) -> None:
    row = row_of(read(desk), ListKind.ITEM, ITEM)
    assert row.quickbooks_id is not None
    assert row.record is not None
    desk.program.configuring.link(desk.realm, [LinkChoice(row.kind, row.record, row.quickbooks_id, row.name)])
    linked = row_of(read(desk), ListKind.ITEM, ITEM)
    assert (linked.state, linked.key) == (LinkState.LINKED, row.key)
    desk.program.configuring.link(desk.realm, [LinkChoice.of(linked, row.quickbooks_id)])
    assert [link.key for link in desk.program.store.links(desk.realm)] == [row.key]


def test_what_quickbooks_has_as_inactive_is_said_and_never_ticked(desk: Desk) -> None:
    books = read(desk)
    row = row_of(books, ListKind.CUSTOMER, "Suncoast")
    assert (row.state, row.open, row.ticked) == (LinkState.INACTIVE, True, False)
    assert row.quickbooks_name == "Suncoast Realty, LLC (inactive)"
    assert row.linked_id is None
    assert "make it active there" in why_not_created(books.options, row)
    asleep = next(one for one in books.lists.customers if not one.active)
    desk.program.configuring.link(desk.realm, [LinkChoice.of(row, asleep.id)])
    linked = row_of(read(desk), ListKind.CUSTOMER, "Suncoast")
    assert (linked.state, linked.linked_id) == (LinkState.INACTIVE, asleep.id)


def test_a_differently_spelled_account_can_be_linked_and_its_invoice_is_sent(desk: Desk) -> None:
    books = read(desk)
    row = row_of(books, ListKind.ACCOUNT, "40150")
    assert row.state is LinkState.NO_MATCH
    blocked = [plan for plan in desk.plan().invoices if "ACCOUNT_MISSING" in {f.code for f in plan.findings}]
    hardware = row_of(books, ListKind.ACCOUNT, "40100")
    desk.program.configuring.link(desk.realm, [LinkChoice.of(row, hardware.quickbooks_id)])
    number = blocked[0].invoice.number
    batch = desk.send(number)
    assert desk.rows(batch)[number].state.value == "Completed Successfully"
    assert row_of(read(desk), ListKind.ACCOUNT, "40150").state is LinkState.LINKED


def test_reading_for_the_links_writes_nothing_to_either_side(desk: Desk) -> None:
    desk.sandbox.control.recorder.clear()
    read(desk)
    writes = [
        one
        for one in desk.sandbox.control.recorder.find()
        if one.method != "GET" and not one.path.endswith(("/export", "/query", "/batch"))
    ]
    assert writes == []


def test_what_was_read_is_there_again_without_a_network(desk: Desk) -> None:
    books = read(desk)
    assert desk.program.configuring.books(desk.realm) == books
    assert desk.program.configuring.books(desk.program.companies()[1].realm) is None


def test_reading_can_be_cancelled(desk: Desk) -> None:
    stop = StopEvent()
    stop.set()
    with pytest.raises(Cancelled):
        desk.program.configuring.read(desk.realm, lambda _: None, stop)
    assert desk.program.configuring.books(desk.realm) is None


def test_options_are_kept_with_who_when_before_and_after(desk: Desk) -> None:
    configuring = desk.program.configuring
    start = desk.program.options(desk.realm)
    configuring.change_options(desk.realm, dataclasses.replace(start, number_prefix="A-"))
    configuring.change_options(desk.realm, dataclasses.replace(start, number_prefix="A-"))
    configuring.change_options(desk.realm, dataclasses.replace(start, number_prefix="B-"))
    history = configuring.history(desk.realm)
    assert [one.options.number_prefix for one in history] == [start.number_prefix, "A-", "B-"]
    assert history[-1].user
    assert history[-2].at <= history[-1].at


def test_there_is_a_sample_of_what_few_invoices_have_and_options_decide_about(desk: Desk) -> None:
    books = read(desk)
    numbers = {one.billing_log_id: one.number for one in books.sales.invoices}
    samples = {numbers[one] for one in books.sample_ids()}
    #: A new customer, lines that cancel out, an item of another account.
    assert {"10506", "10527", "10531"} <= samples
    assert len(samples) <= 8 + len(OPTIONAL)
    (other,) = [one for one in books.sample_ids() if numbers[one] == "10531"]
    plans = [books.sample(other, CompanyOptions(item_account_error=on)) for on in (False, True)]
    assert [plan.blocked for plan in plans if plan is not None] == [False, True]


def test_a_sample_shows_what_an_option_would_do_before_it_is_saved(desk: Desk) -> None:
    books = read(desk)
    first = books.sample_ids()[0]
    for source, begins in (
        (ServiceItemSource.SERVICE_GL_ACCOUNT, "Service-"),
        (ServiceItemSource.GL_ACCOUNT, "4"),
    ):
        plans = [books.sample(one, CompanyOptions(service_item_source=source)) for one in books.sample_ids()]
        documents = [one.document for one in plans if one is not None and one.document is not None]
        names = {line.item.name for one in documents for line in one.lines if line.gl_type == "R"}
        assert any(name.startswith(begins) for name in names)
    prefixed = books.sample(first, CompanyOptions(number_prefix="TPA-"))
    assert prefixed is not None
    assert prefixed.document is not None
    assert prefixed.document.number.startswith("TPA-")


def test_a_configuration_travels_as_a_file_without_secrets(desk: Desk, tmp_path: Path) -> None:
    configuring, file = desk.program.configuring, tmp_path / "gulfline.json"
    options = dataclasses.replace(desk.program.options(desk.realm), number_prefix="TPA-")
    configuring.change_options(desk.realm, options)
    configuring.export_to(desk.realm, file)
    assert configuring.import_from(desk.realm, file).options == options
    text = file.read_text(encoding="utf-8")
    keys = desk.program.sides.keys()
    assert keys.private not in text
    assert "refresh" not in text
    assert keys.public not in text


def test_links_travel_with_a_configuration_but_never_into_another_company(desk: Desk, tmp_path: Path) -> None:
    configuring, file = desk.program.configuring, tmp_path / "gulfline.json"
    row = row_of(read(desk), ListKind.CUSTOMER, "O'Malley")
    link_first(desk, row)
    configuring.export_to(desk.realm, file)
    assert configuring.import_from(desk.realm, file).links == ()
    configuring.link(desk.realm, [LinkChoice.of(row, None)])
    again = configuring.import_from(desk.realm, file)
    assert [(one.key, one.quickbooks_id) for one in again.links] == [(row.key, row.candidates[0].id)]
    other = configuring.import_from(desk.program.companies()[1].realm, file)
    assert other.links == ()
    assert other.note == "Its links belong to another company and are left out."


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"not json", "damaged"),
        (b"\xff\xfe\x00", "damaged"),
        (b"{}", "no configuration of Mobius Desktop"),
        (b'{"format": "mobius-desktop configuration", "version": 2, "options": {}}', "newer version"),
        (
            b'{"format": "mobius-desktop configuration", "version": 1, "options": {"warp": 1}}',
            "newer version",
        ),
        (
            b'{"format": "mobius-desktop configuration", "version": 1, "options": {"tax_mode": "none"}}',
            "holds “none” where that is not possible",
        ),
        (
            b'{"format": "mobius-desktop configuration", "version": 1, "options": {"document_limit": "NaN"}}',
            "holds “NaN” where that is not possible",
        ),
        (b'{"format": "mobius-desktop configuration", "version": 1, "options": 5}', "damaged"),
        (
            b'{"format": "mobius-desktop configuration", "version": 1, "options": {}, "links": 5}',
            "damaged",
        ),
    ],
)
def test_a_file_that_is_no_configuration_says_why_and_changes_nothing(
    desk: Desk, tmp_path: Path, content: bytes, says: str
) -> None:
    before = desk.program.options(desk.realm)
    file = tmp_path / "given.json"
    file.write_bytes(content)
    with pytest.raises(NotSetUp, match=says):
        desk.program.configuring.import_from(desk.realm, file)
    with pytest.raises(NotSetUp, match="could not be read"):
        desk.program.configuring.import_from(desk.realm, tmp_path / "missing.json")
    assert desk.program.options(desk.realm) == before
