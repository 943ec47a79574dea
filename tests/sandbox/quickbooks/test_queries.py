"""The query language: its grammar, what may be asked, how pages come."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mobius_desktop.sandbox.quickbooks.query_language import Condition, parse
from tests.sandbox.quickbooks.conftest import Bookkeeper, invoice, line
from tests.sandbox.quickbooks.small_firm import ACME, BAYSIDE, CABLE, OLD_ITEM, SERVICE


def ids(qbo: Bookkeeper, text: str) -> list[str]:
    found = qbo.query(text)
    for name, rows in found.items():
        if isinstance(rows, list):
            assert found["maxResults"] == len(rows), name
            return [row["Id"] for row in rows]
    return []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("select * from Customer", ["1", "2", "4"]),
        ("SELECT * FROM customer WHERE Active IN (true,false)", ["1", "2", "3", "4"]),
        ("select * from Customer where Active = false", ["3"]),
        ("select * from Customer where DisplayName = 'ACME manufacturing LLC'", ["1"]),
        (r"select * from Customer where DisplayName = 'O\'Malley \\ Sons'", ["2"]),
        ("select * from Customer where DisplayName like '%manuf%'", ["1"]),
        ("select * from Customer where DisplayName like 'manuf%'", []),
        ("select * from Customer where Id in ('1','4') and CompanyName = 'ACM001'", ["1"]),
        ("select * from Customer where ParentRef = '1'", ["4"]),
        ("select * from Customer ORDERBY DisplayName DESC", ["4", "2", "1"]),
        ("select * from Customer order by DisplayName asc, Id desc", ["1", "2", "4"]),
        ("select * from Customer orderby Id startposition 2 maxresults 1", ["2"]),
        ("select * from Customer MAXRESULTS 1 STARTPOSITION 3", ["4"]),
        ("select * from Customer startposition 9", []),
        ("select * from Customer where Balance >= '0' maxresults 2", ["1", "2"]),
        ("select * from Customer where CompanyName = ' '", ["2", "4"]),
        ("select * from Item where Type = 'Service'", [SERVICE]),
        ("select * from Account where AccountType = 'Income'", ["43", "44"]),
        (
            "select * from Customer where MetaData.LastUpdatedTime > '2026-03-02T08:59:59-05:00'",
            ["1", "2", "4"],
        ),
        ("select * from Customer where MetaData.CreateTime < '2026-03-02T09:00:00-05:00'", []),
    ],
)
def test_a_query_finds_what_it_names(qbo: Bookkeeper, text: str, expected: list[str]) -> None:
    assert ids(qbo, text) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "4000"),
        ("select", "4000"),
        ("select * from Customer where DisplayName = 'O''Malley'", "4000"),
        ("select * from Customer where DisplayName = 'O'Malley'", "4000"),
        ('select * from Customer where DisplayName = "Acme"', "4000"),
        ("select * from Customer where Id = '1' or Id = '2'", "4000"),
        ("select * from Customer where (Id = '1')", "4000"),
        ("select * from Customer where not Active = true", "4000"),
        ("select * from Customer group by Id", "4000"),
        ("select * from Customer where Id != '1'", "4000"),
        ("select * from Customer maxresults ten", "4000"),
        ("select * from Customer; drop", "4000"),
        ("select * from Wombat", "4001"),
        ("select Colour from Customer", "4001"),
        ("select * from Customer where Colour = '1'", "4001"),
        ("select * from Invoice where PrivateNote = 'x'", "4001"),
        ("select * from Account where AcctNum = '40000'", "4001"),
        ("select * from Payment where DocNumber = '1'", "4001"),
        ("select * from Customer where Id > '1'", "4001"),
        ("select * from Customer where Id like '1%'", "4001"),
        ("select * from Customer orderby Notes", "4001"),
        ("select * from Invoice where TxnDate = 'soon'", "4001"),
        ("select * from Customer where Active = 'maybe'", "4001"),
        ("select * from Customer startposition 0", "4001"),
    ],
)
def test_what_the_language_lacks_is_refused(qbo: Bookkeeper, text: str, code: str) -> None:
    given_back = qbo.get("query", query=text)
    assert given_back.status == 400
    assert given_back.codes == [code]


def test_an_inactive_name_carries_its_suffix(qbo: Bookkeeper) -> None:
    found = qbo.query("select * from Customer where Active = false")["Customer"][0]
    assert found["DisplayName"] == "Suncoast Realty, LLC (deleted)"
    assert qbo.one("Item", OLD_ITEM)["Name"] == "SW-24P (deleted)"


def test_an_empty_result_has_no_key_at_all(qbo: Bookkeeper) -> None:
    assert qbo.query("select * from Invoice") == {}
    assert qbo.query("select count(*) from Invoice") == {"totalCount": 0}


def test_fields_can_be_chosen(qbo: Bookkeeper) -> None:
    rows = qbo.query("select Id, DisplayName from Customer where Id = '1'")["Customer"]
    assert rows == [{"domain": "QBO", "sparse": True, "Id": "1", "DisplayName": "Acme Manufacturing LLC"}]


def test_a_query_may_come_by_post(qbo: Bookkeeper) -> None:
    given_back = qbo.ask("POST", "query", data=b"select * from Term", content_type="application/text")
    assert [row["Id"] for row in given_back.json["QueryResponse"]["Term"]] == ["71", "72"]


def test_documents_are_found_by_number_date_customer_and_amount(qbo: Bookkeeper) -> None:
    first = qbo.create("Invoice", invoice(ACME, line("95.00", SERVICE), DocNumber="10538"))["Id"]
    second = qbo.create(
        "Invoice", invoice(BAYSIDE, line("410.00", CABLE), DocNumber="10532", TxnDate="2026-10-27")
    )["Id"]
    for text, expected in (
        ("DocNumber in ('10538','10532')", [first, second]),
        ("TxnDate >= '2026-10-21' and TxnDate <= '2026-10-31'", [second]),
        (f"CustomerRef = '{ACME}'", [first]),
        ("TotalAmt > '95.00'", [second]),
        ("Balance = '95'", [first]),
        ("TxnDate < CURRENT_DATE", [first, second]),
        ("MetaData.CreateTime >= '2026-11-02T14:00:00Z'", [first, second]),
    ):
        assert ids(qbo, f"select * from Invoice where {text} orderby Id") == expected, text  # noqa: S608 - a query of the sandbox


def test_ids_sort_as_numbers(qbo: Bookkeeper) -> None:
    for _ in range(3):
        qbo.create("Class", {"Name": f"c{_}"})
    found = ids(qbo, "select * from Class orderby Id")
    assert found == sorted(found, key=int)


def test_pages_are_capped_or_refused_or_short(qbo: Bookkeeper) -> None:
    for number in range(25):
        qbo.create("Class", {"Name": f"Class {number:02d}"})
    qbo.switch("query_short_pages", "short")
    assert len(ids(qbo, "select * from Class maxresults 1000")) == 20
    assert len(ids(qbo, "select * from Class startposition 21 maxresults 1000")) == 6
    qbo.switch("query_short_pages", "full")
    assert len(ids(qbo, "select * from Class maxresults 5000")) == 26
    qbo.switch("query_page", "refused")
    assert qbo.get("query", query="select * from Class maxresults 1001").codes == ["4001"]


def test_characters_beyond_ascii_are_taken_or_not(qbo: Bookkeeper) -> None:
    qbo.create("Customer", {"DisplayName": "Café Très Bon, LLC"})
    text = "select * from Customer where DisplayName = 'CAFÉ très bon, LLC'"
    assert len(ids(qbo, text)) == 1
    qbo.switch("query_non_ascii", "fault_4000")
    refused = qbo.get("query", query=text)
    assert refused.codes == ["4000"]
    assert 'Encountered: "\\u00c9" (201)' in refused.detail


def test_company_info_and_preferences_can_be_queried(qbo: Bookkeeper) -> None:
    assert qbo.query("select * from CompanyInfo")["CompanyInfo"][0]["CompanyName"] == "Gulfline"
    assert qbo.query("select * from Preferences")["Preferences"][0]["TaxPrefs"]["PartnerTaxEnabled"] is True


@settings(deadline=None)
@given(st.text(min_size=1))
def test_any_value_survives_its_escaping(value: str) -> None:
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    query = parse(f"select * from Customer where DisplayName = '{escaped}' and Active = true")  # noqa: S608 - as above
    assert query.conditions == (
        Condition("DisplayName", "=", (value,)),
        Condition("Active", "=", ("true",)),
    )


def test_the_parser_says_where_it_stopped(qbo: Bookkeeper) -> None:
    refused = qbo.get("query", query="select * from Customer where DisplayName = 'O'Malley'")
    assert re.search(r"at line 1, column 47", refused.detail)
    assert "Was expecting one of" in refused.detail


def test_amounts_are_numbers_and_never_floats(qbo: Bookkeeper) -> None:
    kept = qbo.create("Invoice", invoice(ACME, line("0.10", SERVICE), line("0.20", SERVICE)))
    text = qbo.get(f"invoice/{kept['Id']}").text
    assert '"TotalAmt":0.30' in text
    assert kept["TotalAmt"] == Decimal("0.30")
