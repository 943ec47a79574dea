"""QuickBooks stores something else than was sent: each field on its own becomes *Needs check*, never done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from mobius_desktop.domain.journal import InvoiceRow
from mobius_desktop.domain.options import Creation
from mobius_desktop.domain.states import ActionState
from tests.e2e.desk import Desk, Record, open_desk

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Stored:
    """What QuickBooks keeps instead, and what the user must read."""

    number: str
    changes: Callable[[Desk], Record]
    says: tuple[str, ...]


def _detail(**fields: Any) -> Record:
    return {"SalesItemLineDetail": fields}


def _named(desk: Desk, entity: str, name: str) -> Record:
    tables = desk.tables()[entity].values()
    found = next(one for one in tables if name in (one.get("Name"), one.get("DisplayName")))
    return {"value": found["Id"], "name": name}


STORED: dict[str, Stored] = {
    "total": Stored(
        "10501",
        lambda _: {"TotalAmt": Decimal("300.01")},
        ("300.01", "ConnectWise has 300.00", "Difference 0.01", "Beside its lines QuickBooks has 0.01"),
    ),
    "tax": Stored(
        "10503",
        lambda _: {"TotalAmt": Decimal("36.08"), "TxnTaxDetail": {"TotalTax": Decimal("2.75")}},
        ("36.08", "36.07", "2.75 instead of 2.74", "ConnectWise rounds each of 3 tax levels"),
    ),
    "total of a credit memo": Stored(
        "CM14",
        lambda _: {"TotalAmt": Decimal("425.01")},
        ("CM14 is in QuickBooks with (425.01); ConnectWise has (425.00)", "Difference (0.01)"),
    ),
    "customer": Stored(
        "PB301",
        lambda desk: {"CustomerRef": _named(desk, "Customer", "Lone Star Orthopedics")},
        ("The customer of PB301 is Lone Star Orthopedics", "ConnectWise has Northwind Clinic"),
    ),
    "date": Stored("DP77", lambda _: {"TxnDate": "2026-10-03"}, ("2026-10-03", "2026-10-02")),
    "due date": Stored("DP78", lambda _: {"DueDate": "2026-10-05"}, ("2026-10-05", "2026-10-02")),
    "number": Stored("AG2214", lambda _: {"DocNumber": "1038"}, ("1038", "AG2214")),
    "currency": Stored("10513", lambda _: {"CurrencyRef": {"value": "CAD"}}, ("CAD", "USD")),
    "class of line": Stored(
        "AG2210",
        lambda desk: {"Line": [_detail(ClassRef=_named(desk, "Class", "Cloud"))]},
        ("The class of line 1 of AG2210 is Cloud", "ConnectWise has Managed Services"),
    ),
    "QuickBooks Location": Stored(
        "AG2209",
        lambda _: {"DepartmentRef": None},
        ("The QuickBooks Location of AG2209 is none", "ConnectWise has Ybor City"),
    ),
    "line amount": Stored(
        "10504",
        lambda _: {
            "TotalAmt": Decimal("649.18"),
            "Line": [
                {},
                {"Amount": Decimal("124.62"), **_detail(UnitPrice=Decimal("124.62"), Qty=Decimal(1))},
            ],
        },
        ("649.18", "ConnectWise has 649.19"),
    ),
    "account": Stored(
        "10515",
        lambda desk: {"Line": [_detail(ItemRef=_named(desk, "Item", "Service-40200"), ItemAccountRef=None)]},
        ("450.00 of 10515 is on 40200", "ConnectWise has it on 40000", "stands on Service-40200"),
    ),
}


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, dict[str, InvoiceRow]]]:
    """One batch in which QuickBooks keeps each invoice otherwise in one respect, and one as it was sent."""
    with open_desk(Path(tmp_path_factory.mktemp("stored"))) as desk:
        _with_a_location(desk, "AG2209")
        for one in STORED.values():
            changes = one.changes(desk)
            desk.sandbox.control.do("quickbooks", "store_otherwise", number=one.number, changes=changes)
        batch = desk.send("CM12", *(one.number for one in STORED.values()))
        yield desk, desk.rows(batch)


def _with_a_location(desk: Desk, number: str) -> None:
    desk.sandbox.control.do(
        "quickbooks", "set_preference", group="AccountingInfoPrefs", name="TrackDepartments", value=True
    )
    options = desk.program.store.options(desk.realm)
    changed = replace(options, use_departments=True, create_departments=Creation.ALLOW)
    desk.program.configuring.change_options(desk.realm, changed)
    desk.sandbox.firm.connectwise.invoices[desk.id_of(number)].gl_class = "Ybor City"
    desk.service.forget_lists()


@pytest.mark.parametrize("field", STORED)
def test_what_quickbooks_keeps_otherwise_needs_a_check_with_both_figures(
    sent: tuple[Desk, dict[str, InvoiceRow]], field: str
) -> None:
    desk, rows = sent
    one = STORED[field]
    row = rows[one.number]
    assert row.state is ActionState.NEEDS_CHECK, (row.state, row.message)
    assert row.finding_code == "NEEDS_CHECK"
    for words in one.says:
        assert words in row.message, row.message
    assert one.number not in desk.batched()


def test_what_is_kept_as_it_was_sent_is_marked(sent: tuple[Desk, dict[str, InvoiceRow]]) -> None:
    desk, rows = sent
    assert rows["CM12"].state is ActionState.COMPLETED
    assert "CM12" in desk.batched()


def test_no_line_is_added_to_even_out_a_cent(sent: tuple[Desk, dict[str, InvoiceRow]]) -> None:
    desk, _ = sent
    posted = [
        one.body
        for one in desk.requests("quickbooks", "POST", "/invoice")
        if '"DocNumber":"10501"' in one.body
    ]
    assert len(posted) == 1
    assert posted[0].count('"DetailType"') == 1
    assert "0.01" not in posted[0]
