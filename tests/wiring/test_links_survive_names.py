"""A link of every kind under new names: on QuickBooks' side always, in ConnectWise wherever it has an id."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event as StopEvent

import pytest

from mobius_desktop.domain.options import DepartmentSource
from mobius_desktop.domain.quickbooks import ListKind
from mobius_desktop.transfer.linking.books import CompanyBooks
from mobius_desktop.transfer.linking.rows import LinkChoice, LinkRow, LinkState
from mobius_desktop.transfer.linking.survey import KINDS, survey
from tests.e2e.desk import Desk, open_desk

#: Table of QuickBooks and the fields that hold a record's name.
NAMES = {
    ListKind.CUSTOMER: ("Customer", "DisplayName", "FullyQualifiedName", "CompanyName"),
    ListKind.ITEM: ("Item", "Name", "FullyQualifiedName"),
    ListKind.TERM: ("Term", "Name"),
    ListKind.CLASS: ("Class", "Name", "FullyQualifiedName"),
    ListKind.DEPARTMENT: ("Department", "Name", "FullyQualifiedName"),
    ListKind.TAX_CODE: ("TaxCode", "Name"),
    ListKind.TAX_AGENCY: ("TaxAgency", "DisplayName"),
    ListKind.ACCOUNT: ("Account", "Name", "FullyQualifiedName", "AcctNum"),
}
ANEW = "Zanzibar"


@pytest.fixture
def desk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """The firm with classes and QuickBooks Locations in use; under manual tax for its tax codes."""
    kind: ListKind = request.param
    with open_desk(tmp_path, tax="manual" if kind is ListKind.TAX_CODE else "automated") as opened:
        kept = opened.program.store.options(opened.realm)
        source = DepartmentSource.TERRITORY
        wanted = replace(kept, use_classes=True, use_departments=True, department_source=source)
        opened.program.configuring.change_options(opened.realm, wanted)
        preferences = opened.sandbox.quickbooks_state.realms[opened.realm].books.preferences
        preferences["AccountingInfoPrefs"] |= {"TrackDepartments": True}
        for number, place in enumerate(opened.sandbox.firm.connectwise.tables["locations"].values()):
            like = next(iter(opened.tables()["Class"].values()))
            named = {"Id": f"88{number}", "Name": place["name"], "FullyQualifiedName": place["name"]}
            opened.tables()["Department"][named["Id"]] = {**like, **named}
        yield opened


def read(desk: Desk) -> CompanyBooks:
    desk.service.forget_lists()
    return desk.program.configuring.read(desk.realm, lambda _: None, StopEvent())


def first_found(desk: Desk, kind: ListKind) -> LinkRow:
    """A record that invoices need today and that a batch finds by its name."""
    rows = [row for row in survey(read(desk)) if row.kind is kind and row.invoices and row.target]
    return next(row for row in rows if row.state is LinkState.FOUND)


@pytest.mark.parametrize(("desk", "kind"), [(one, one) for one in KINDS], indirect=["desk"], ids=KINDS)
def test_a_link_survives_a_new_name_in_quickbooks_which_is_then_shown(desk: Desk, kind: ListKind) -> None:
    row = first_found(desk, kind)
    assert row.target is not None
    desk.program.configuring.link(desk.realm, [LinkChoice.of(row, row.target.id)])
    before = {one.invoice.number: one.document for one in desk.plan().invoices if one.document}
    table, *fields = NAMES[kind]
    desk.tables()[table][row.target.id] |= dict.fromkeys(fields, ANEW)
    (now,) = [one for one in survey(read(desk)) if (one.kind, one.key) == (kind, row.key)]
    assert (now.state, now.quickbooks_id) == (LinkState.LINKED, row.target.id)
    assert ANEW in now.quickbooks_name
    after = {one.invoice.number: one.document for one in desk.plan().invoices if one.document}
    assert after.keys() == before.keys()
    for number, document in after.items():
        was = before[number]
        assert document.customer.id == was.customer.id
        assert (document.term and document.term.id) == (was.term and was.term.id)
        assert (document.department and document.department.id) == (was.department and was.department.id)
        assert document.tax == was.tax
        assert [line.item.id for line in document.lines] == [line.item.id for line in was.lines]
        classes = [line.class_ref and line.class_ref.id for line in document.lines]
        assert classes == [line.class_ref and line.class_ref.id for line in was.lines]


def unmapped(desk: Desk) -> set[str]:
    plans = desk.plan().invoices
    return {one.invoice.number for one in plans if "TAX_CODE_UNMAPPED" in {f.code for f in one.findings}}


@pytest.mark.parametrize("desk", [ListKind.TAX_CODE], indirect=True)
def test_a_tax_code_keeps_its_link_under_a_new_name_in_connectwise(desk: Desk) -> None:
    row = first_found(desk, ListKind.TAX_CODE)
    assert row.target is not None
    desk.program.configuring.link(desk.realm, [LinkChoice.of(row, row.target.id)])
    before = unmapped(desk)
    number = int(row.key.partition("#")[2])
    desk.sandbox.firm.connectwise.tables["taxCodes"][number]["identifier"] = ANEW
    (now,) = [one for one in survey(read(desk)) if (one.kind, one.key) == (ListKind.TAX_CODE, row.key)]
    assert (now.name, now.state, now.quickbooks_id) == (ANEW, LinkState.LINKED, row.target.id)
    assert unmapped(desk) == before


@pytest.mark.parametrize("desk", [ListKind.ACCOUNT], indirect=True)
def test_an_account_of_a_new_number_in_connectwise_asks_to_be_linked_anew(desk: Desk) -> None:
    row = first_found(desk, ListKind.ACCOUNT)
    assert row.target is not None
    desk.program.configuring.link(desk.realm, [LinkChoice.of(row, row.target.id)])
    for invoice in desk.sandbox.firm.connectwise.invoices.values():
        moved = [replace(one, account="49999") if one.account == row.name else one for one in invoice.rows]
        invoice.rows[:] = moved
    rows = [one for one in survey(read(desk)) if one.kind is ListKind.ACCOUNT]
    assert next(one for one in rows if one.name == "49999").open
    assert next(one for one in rows if one.key == row.key).state is LinkState.LINKED
