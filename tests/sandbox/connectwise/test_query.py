"""Conditions, order, fields and pages, as every list of the ConnectWise API understands them."""

from __future__ import annotations

from typing import Any

import pytest

from mobius_desktop.sandbox.control import Control, decode
from tests.sandbox.connectwise.conftest import UNPOSTED, Asker

COMPANIES = "/company/companies"


@pytest.mark.parametrize(
    ("conditions", "numbers"),
    [
        ('invoiceNumber = "10502"', ["10502"]),
        ("invoiceNumber == '10502'", ["10502"]),
        ("billingLogId in (6001, 6002)", ["10501", "10502"]),
        ("billingLogId > 6043", ["10544", "10545"]),
        ("billingLogId >= 6044 and billingLogId <= 6044", ["10544"]),
        ('invoiceType = "CreditMemo" and total < -300', ["CM14", "CM15"]),
        ('invoiceNumber like "DP*"', ["DP77", "DP78", "DP79"]),
        ('invoiceNumber like "pb%"', ["PB301"]),
        ('invoiceNumber contains "m1" and invoiceNumber not contains "5"', ["CM12", "CM13", "CM14", "CM16"]),
        (
            'invoiceNumber like "CM1*" and invoiceNumber not like "CM1_"',
            ["CM12", "CM13", "CM14", "CM15", "CM16"],
        ),
        ('invoiceNumber like "CM*" and invoiceNumber not in ("CM12","CM13","CM14")', ["CM15", "CM16"]),
        ("invoiceDate < [2026-10-01T00:00:00Z]", ["10537"]),
        ("invoiceDate >= [2026-11-01]", ["AG2212"]),
        ("avalaraTaxFlag = True", []),
        ("hasExpenses = true", ["10502"]),
        ("id = null", ["10529", "10534"]),
        ("id = null and total != 0", ["10534"]),
        ('billToCompany/name = "palmetto holdings llc"', ["AG2209"]),
        ('currency/currencyCode != "USD"', ["10542"]),
        ("(billingLogId = 6001 or billingLogId = 6002) and total > 400", ["10502"]),
        ("billingLogId = 6001 or billingLogId = 6002 and total > 1000", ["10501"]),
        ("INVOICENUMBER = '10501'", ["10501"]),
        ("locationId=4 and total>1000", ["AG2214", "DP78"]),
    ],
)
def test_conditions_select(cw: Asker, conditions: str, numbers: list[str]) -> None:
    assert cw.numbers(conditions) == numbers


@pytest.mark.parametrize(
    ("conditions", "says"),
    [
        ("date = [2026-10-01]", "date is not a recognized name."),
        ('invoiceType = "Rebate"', "Enum value supplied was invalid"),
        ("invoiceNumber is 5", "is is not a recognized operator."),
        ("invoiceNumber =", "a value is expected"),
        ("(total > 1", ") is expected."),
        ("total > 1 total", "total was not expected."),
        ("invoiceDate > [soon]", "soon is not a recognized date."),
        ('total > "much"', "much is not a number."),
        ("total > ;", "cannot be read"),
        ("invoiceNumber/name = 'x'", "invoiceNumber/name is not a recognized name."),
    ],
)
def test_a_condition_that_cannot_be_meant_is_400(cw: Asker, conditions: str, says: str) -> None:
    answer = cw.ask("GET", UNPOSTED, query_string={"conditions": conditions})
    assert answer.status_code == 400
    found = decode(answer.data)
    assert found["code"] == "ApiFindCondition"
    assert says in found["message"]


def test_names_are_strict_per_list(cw: Asker) -> None:
    assert len(cw.get("/finance/invoices", conditions="date < [2026-10-01]")) == 1
    answer = cw.ask("GET", "/finance/invoices", query_string={"conditions": "invoiceDate < [2026-10-01]"})
    assert answer.status_code == 400


def test_what_stands_in_info_can_be_asked_for(cw: Asker) -> None:
    assert len(cw.get(COMPANIES, conditions="lastUpdated > [2020-01-01]", pageSize=1000)) > 200
    assert cw.get(COMPANIES, conditions="lastUpdated > [2030-01-01]") == []


def test_child_conditions_look_into_lists(cw: Asker) -> None:
    governments = cw.get(COMPANIES, childConditions='types/name = "Government"', pageSize=1000)
    assert "CRR005" in {one["accountNumber"] for one in governments}
    assert "ACM001" not in {one["accountNumber"] for one in governments}


def test_custom_fields_have_conditions_of_their_own(cw: Asker, control: Control) -> None:
    custom = [{"id": 1, "caption": "Ledger", "type": "Text", "value": "B"}]
    control.do("connectwise", "edit_company", company="ACM001", fields={"customFields": custom})
    found = cw.get(COMPANIES, customFieldConditions='caption="Ledger" AND value="B"')
    assert [one["accountNumber"] for one in found] == ["ACM001"]
    assert cw.get(COMPANIES, customFieldConditions='caption="Ledger" AND value="A"') == []


def test_order_by_sorts_both_ways(cw: Asker) -> None:
    rows = cw.get(UNPOSTED, orderBy="total desc, invoiceNumber", pageSize=2)
    assert [one["invoiceNumber"] for one in rows] == ["PB301", "AG2214"]
    rows = cw.get(UNPOSTED, orderBy="invoiceDate asc", pageSize=1)
    assert [one["invoiceNumber"] for one in rows] == ["10537"]
    for order in ("date", "total upwards"):
        assert cw.ask("GET", UNPOSTED, query_string={"orderBy": order}).status_code == 400


def test_fields_leave_the_rest_out(cw: Asker) -> None:
    (row,) = cw.get(UNPOSTED, conditions="billingLogId=6001", fields="id,invoiceNumber,company/name")
    assert row == {"id": 700102, "invoiceNumber": "10501", "company": {"name": "Acme Manufacturing LLC"}}
    one = cw.get("/finance/invoices/6001", fields="total")
    assert list(one) == ["total"]
    assert cw.ask("GET", UNPOSTED, query_string={"fields": "colour"}).status_code == 400


def test_info_is_dropped_with_fields_unless_listed(cw: Asker) -> None:
    assert "_info" in cw.get(f"{COMPANIES}/250")
    assert "_info" not in cw.get(f"{COMPANIES}/250", fields="id,name")
    assert "_info" in cw.get(f"{COMPANIES}/250", fields="id,_info")


def test_nulls_are_left_out(cw: Asker) -> None:
    def nulls(value: Any) -> bool:
        if isinstance(value, dict):
            return any(one is None or nulls(one) for one in value.values())
        return isinstance(value, list) and any(nulls(one) for one in value)

    assert not nulls(cw.get(UNPOSTED, pageSize=1000))
    assert not nulls(cw.get("/finance/invoices", pageSize=1000))
    assert not nulls(cw.export())


def test_pages_are_numbered_and_linked(cw: Asker) -> None:
    assert len(cw.get(UNPOSTED)) == 25
    pages = [cw.ask("GET", UNPOSTED, query_string={"pageSize": 20, "page": page}) for page in (1, 2, 3, 4)]
    assert [len(decode(page.data)) for page in pages] == [20, 20, 5, 0]
    first, second, third, fourth = (page.headers.get("Link", "") for page in pages)
    assert 'page=2>; rel="next"' in first
    assert 'page=3>; rel="last"' in first
    assert 'rel="prev"' not in first
    assert 'page=1>; rel="first"' in second
    assert 'rel="next"' not in third
    assert 'page=2>; rel="prev"' in third
    assert fourth == ""


def test_links_repeat_the_conditions(cw: Asker) -> None:
    asked = {"pageSize": 5, "conditions": "total > 0"}
    link = cw.ask("GET", UNPOSTED, query_string=asked).headers["Link"]
    assert "conditions=total+%3E+0" in link
    assert '&page=2>; rel="next"' in link


def test_a_page_holds_a_thousand_at_most(cw: Asker) -> None:
    rows = cw.get(COMPANIES, pageSize=5000)
    assert len(rows) == cw.get(f"{COMPANIES}/count")["count"] <= 1000


def test_forward_only_pages_go_by_id(cw: Asker, app: Any) -> None:
    headers = cw.headers(**{"pagination-type": "forward-only"})
    url: str | None = None
    seen: list[dict[str, Any]] = []
    answer = cw.ask("GET", UNPOSTED, headers=headers, query_string={"pageSize": 20, "page": 7})
    while True:
        seen += decode(answer.data)
        link = answer.headers["Link"]
        if not link:
            break
        url, relation = link.split(";")
        assert 'rel="next"' in relation
        assert "pageId=" in url
        answer = app.test_client().get(url.strip("<>"), headers=headers)
    ids = [row.get("id", 0) for row in seen]
    assert ids == sorted(ids)
    assert len({row["billingLogId"] for row in seen}) == 45
    assert [row["invoiceNumber"] for row in seen[:2]] == ["10529", "10534"]


def test_forward_only_pages_take_conditions_but_no_order(cw: Asker) -> None:
    headers = cw.headers(**{"pagination-type": "forward-only"})
    asked = {"conditions": "total > 1000", "pageSize": 3, "pageId": 700902}
    rows = decode(cw.ask("GET", UNPOSTED, headers=headers, query_string=asked).data)
    assert [row["invoiceNumber"] for row in rows] == ["AG2211", "AG2212", "AG2213"]
    refused = cw.ask("GET", UNPOSTED, headers=headers, query_string={"orderBy": "id"})
    assert refused.status_code == 400


def test_count_counts_what_the_conditions_meet(cw: Asker) -> None:
    assert cw.get(f"{UNPOSTED}/count", conditions="total = 0") == {"count": 5}


def test_a_page_number_that_is_none_is_400(cw: Asker) -> None:
    assert cw.ask("GET", UNPOSTED, query_string={"page": "two"}).status_code == 400
