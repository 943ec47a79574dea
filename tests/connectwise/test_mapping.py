"""ConnectWise's shapes to our values, where the sandbox shows only one of several forms."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobius_desktop.connectwise import conditions, mapping, wire
from mobius_desktop.domain.money import NotMoney
from mobius_desktop.transport.decode import decode


def row(**fields: object) -> wire.Row:
    return wire.Row(**{"id": 1, **fields})  # type: ignore[arg-type]  # short for the table below


@pytest.mark.parametrize(
    "text", ["2026-10-31T00:00:00Z", "2026-10-31T00:00:00", "2026-10-31", "10/31/2026 5:21:58 AM"]
)
def test_a_date_is_the_date_that_stands_there(text: str) -> None:
    assert mapping.date_of(text) == dt.date(2026, 10, 31)


def test_a_date_that_is_none_is_an_error() -> None:
    with pytest.raises(mapping.Unreadable):
        mapping.date_of("soon")


@pytest.mark.parametrize(
    ("memo", "role", "kind"),
    [
        ("Ticket #: 1 / Work Role: Engineer / Work Type: Regular / Jo / Notes", "Engineer", "Regular"),
        ("Work Role: Senior Engineer\nWork Type: After Hours\nNotes", "Senior Engineer", "After Hours"),
        ("Ticket #: 1 / Work Role: Engineer", "Engineer", ""),
        ("Asked about the Work Role: of a colleague", "", ""),
        ("Service", "", ""),
    ],
)
def test_work_role_and_type_are_read_from_a_detailed_text(memo: str, role: str, kind: str) -> None:
    mapped = mapping.gl_row(row(memo=memo))
    assert (mapped.work_role, mapped.work_type) == (role, kind)


def test_a_gl_type_that_is_not_known_yet_is_kept() -> None:
    assert mapping.gl_row(row(gl_type_id="ZZ")).gl_type == "ZZ"


def test_a_row_without_an_id_is_not_accepted() -> None:
    with pytest.raises(mapping.Unreadable):
        mapping.gl_row(wire.Row())


def test_a_row_is_taxable_when_any_level_says_so() -> None:
    assert mapping.gl_row(row(taxable_flag=False, taxable3_flag=True)).taxable
    levels = [wire.RowTaxLevel(1, False), wire.RowTaxLevel(2, True)]
    assert mapping.gl_row(row(taxable_flag=False, tax_levels=levels)).taxable_levels == (2,)
    assert not mapping.gl_row(row()).taxable


def test_levels_are_taken_from_the_header_where_their_list_is_missing() -> None:
    body = (
        b'{"id": 5, "documentDate": "2026-10-05", "stateTax": 3.6, "countyTax": 0.6, "cityTax": 0,'
        b' "stateTaxXref": "FL State"}'
    )
    mapped = mapping.transaction(decode(body, wire.Transaction))
    assert [(one.level, one.amount, one.xref) for one in mapped.tax_levels] == [
        (1, Decimal("3.6"), "FL State"),
        (2, Decimal("0.6"), ""),
    ]


def test_an_account_with_an_empty_last_segment_is_the_account() -> None:
    assert mapping.gl_row(row(account_number="4001:")).account == "4001"


def test_an_amount_that_is_no_number_is_refused() -> None:
    with pytest.raises(NotMoney):
        mapping.gl_row(row(total=Decimal("NaN")))


def test_entry_ids_come_as_one_text() -> None:
    one = wire.Transaction(id=1, document_date="2026-10-01", gl_entry_ids="15, 16,,17")
    assert mapping.transaction(one).gl_entry_ids == (15, 16, 17)
    with pytest.raises(mapping.Unreadable):
        mapping.transaction(wire.Transaction(id=1, document_date="2026-10-01", gl_entry_ids="15,x"))


@given(st.text())
def test_no_text_ends_its_own_quotes(value: str) -> None:
    written = conditions.text(value)
    quote = written[0]
    assert written[-1] == quote
    inside = written[1:-1].replace(f"\\{quote}", "")
    assert quote not in inside
