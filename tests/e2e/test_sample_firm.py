"""The sample firm's control totals, read from both sandboxes' books, and other seeds by the calculator."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from mobius_desktop.diagnostics.paths import resource_path
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.domain.states import ActionState, BatchState
from mobius_desktop.sandbox.firm.build import build_firm
from tests.calculator.calculator import Run, calculate
from tests.calculator.expected import End, Expected, Result
from tests.e2e.desk import Desk, Record, open_desk
from tests.money import usd

BLOCKED = {
    "10508": "CUSTOMER_UNLINKED",
    "CM16": "CREDIT_MEMO_POSITIVE",
    "10534": "NO_GL_ENTRIES",
    "10535": "ACCOUNT_MISSING",
    "10536": "ITEM_INACTIVE",
    "10537": "PERIOD_CLOSED",
    "10538": "NUMBER_TAKEN",
    "10539": "NAME_TAKEN_BY_VENDOR",
    "10540": "TAX_AGENCY_MISSING",
    "10541": "TAX_WITHOUT_TAXABLE_LINE",
    "10542": "CURRENCY",
    "10543": "INVENTORY_BEFORE_START",
    "10544": "CUSTOMER_INACTIVE",
    "10545": "CHANGED_AFTER_SENDING",
}
BY_ACCOUNT = {
    "24000": "4000.00",
    "24100": "4550.00",
    "40000": "2660.00",
    "40100": "11417.96",  # 200.00 of it stand in 40110: the item DOCK-USB posts there
    "40110": "724.56",
    "40200": "7425.00",
    "40210": "355.96",
    "40300": "20000.00",
    "40900": "45.50",
    "41900": "-150.00",
    "65000": "-325.00",
}
IN_QUICKBOOKS = (End.INVOICE, End.CREDIT_MEMO, End.ADOPTED, End.NEEDS_CHECK)


def money(value: object) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.01"))


def total(documents: list[Record]) -> Decimal:
    return sum((money(one["TotalAmt"]) for one in documents), Decimal("0.00"))


def sent_since(desk: Desk, before: set[tuple[str, str]]) -> dict[str, list[Record]]:
    """What QuickBooks holds more than before, by entity."""
    found: dict[str, list[Record]] = {"Invoice": [], "CreditMemo": []}
    for (entity, number), records in desk.documents().items():
        if (entity, number) not in before:
            found[entity] += records
    return found


def by_account(desk: Desk, documents: list[tuple[int, Record]]) -> dict[str, Decimal]:
    """The lines of documents by the account that their items post to."""
    tables = desk.tables()
    sums: dict[str, Decimal] = {}
    for sign, document in documents:
        for line in document["Line"]:
            detail = line.get("SalesItemLineDetail")
            if detail is None:
                continue
            item = tables["Item"][detail["ItemRef"]["value"]]
            account = str(tables["Account"][item["IncomeAccountRef"]["value"]]["AcctNum"])
            sums[account] = sums.get(account, Decimal("0.00")) + sign * money(line["Amount"])
    return {account: amount for account, amount in sorted(sums.items()) if amount}


def test_all_45_come_out_to_the_cent_in_both_books(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        before = set(desk.documents())
        batch = desk.send()
        sent = sent_since(desk, before)
        assert (len(sent["Invoice"]), total(sent["Invoice"])) == (23, Decimal("52283.92"))
        assert (len(sent["CreditMemo"]), total(sent["CreditMemo"])) == (5, Decimal("1164.00"))
        adopted = desk.document("10532")
        assert money(adopted["TotalAmt"]) == Decimal("410.00")

        ours = [(1, one) for one in (*sent["Invoice"], adopted)] + [(-1, one) for one in sent["CreditMemo"]]
        assert by_account(desk, ours) == {name: Decimal(amount) for name, amount in BY_ACCOUNT.items()}
        tax = sum((sign * money(one["TxnTaxDetail"]["TotalTax"]) for sign, one in ours), Decimal(0))
        assert tax == Decimal("825.94")

        assert_marked_and_named(desk, batch)
        assert_nothing_more_in_a_second_run(desk)


def assert_marked_and_named(desk: Desk, batch: BatchNumber) -> None:
    """30 are batched in ConnectWise under identifiers of their own; each blocked one has its own sentence."""
    rows = desk.rows(batch)
    unmarked = {*BLOCKED, "10529"}
    assert desk.batched() == set(rows) - unmarked
    assert desk.identifier("10501").startswith("I10501:")
    assert desk.identifier("10528").startswith("M10528:")
    assert {number: rows[number].finding_code for number in BLOCKED} == BLOCKED
    assert len({rows[number].message for number in BLOCKED}) == len(BLOCKED)
    blocked_money = sum((rows[number].connectwise_total for number in BLOCKED), Decimal(0))
    assert blocked_money == Decimal("4947.30")
    for number in ("10528", "10529"):
        assert rows[number].message == "Invoice has no lines - not sent to QuickBooks"
        assert rows[number].state is ActionState.SKIPPED
    kept = desk.program.store.batch(batch)
    assert kept is not None
    assert kept.state is BatchState.FINISHED_WITH_ERROR
    assert kept.sent_total == usd("51529.92")


def assert_nothing_more_in_a_second_run(desk: Desk) -> None:
    assert {one.number for one in desk.listed().offered} == set(BLOCKED)
    writes = len(desk.requests("quickbooks", "POST", "/invoice")), len(desk.batched())
    again = desk.send()
    assert {row.number for row in desk.program.store.invoices(again)} == set(BLOCKED)
    assert (len(desk.requests("quickbooks", "POST", "/invoice")), len(desk.batched())) == writes


def test_a_tax_that_is_ignored_leaves_one_to_check_and_holds_six(tmp_path: Path) -> None:
    with open_desk(tmp_path, ast="ignore") as desk:
        rows = desk.rows(desk.send())
        checked = [row.number for row in rows.values() if row.state is ActionState.NEEDS_CHECK]
        held = {row.number for row in rows.values() if row.finding_code == "TAX_HELD"}
        assert checked == ["10503"]
        assert held == {"10505", "DP79", "AG2213", "CM13", "10519", "10520"}
        assert rows["10503"].apart == Decimal("0.01")
        in_quickbooks = {number for _, number in desk.documents()}
        assert not held & in_quickbooks
        assert "10503" not in desk.batched()
        assert money(desk.document("10503")["TotalAmt"]) == Decimal("36.08")
        assert "10503" not in {one.number for one in desk.listed().offered}


def test_dated_through_october_leaves_the_november_invoice_in_the_list(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        before = set(desk.documents())
        desk.send(through=dt.date(2026, 10, 31))
        sent = sent_since(desk, before)
        assert (len(sent["Invoice"]), total(sent["Invoice"])) == (22, Decimal("50433.92"))
        assert "AG2212" not in desk.batched()
        assert "AG2212" in {one.number for one in desk.listed().offered}


RUNS: list[dict[str, Any]] = [
    *({"seed": seed} for seed in range(2, 7)),
    {"tax": "manual"},
    {"ast": "need_flag"},
    {"ast": "ignore", "seed": 3},
]


@pytest.mark.parametrize("run", RUNS, ids=lambda run: "-".join(f"{k}={v}" for k, v in run.items()))
def test_the_calculators_books_come_out(tmp_path: Path, run: dict[str, Any]) -> None:
    seed = run.get("seed", 1)
    asked = Run(tax=run.get("tax", "automated"), ast=run.get("ast", "honour"))
    firm = build_firm(
        scale="small", seed=seed, tax=asked.tax, ast=asked.ast, sample_firm=resource_path("sample-firm")
    )
    expected = calculate(firm, asked)
    with open_desk(tmp_path, **run) as desk:
        before = set(desk.documents())
        batch = desk.send()
        assert_ends(desk, batch, expected)
        assert_documents(desk, before, expected)


def assert_ends(desk: Desk, batch: BatchNumber, expected: Result) -> None:
    """Each invoice ends as the calculator says, in ConnectWise's books and in the record."""
    rows = desk.rows(batch)
    assert set(rows) == {one.number for one in expected.outcomes}
    marked = (End.INVOICE, End.CREDIT_MEMO, End.ADOPTED, End.BATCHED)
    assert desk.batched() & set(rows) == set(expected.numbers(*marked))
    for outcome in expected.outcomes:
        row = rows[outcome.number]
        if outcome.end is End.BLOCKED:
            assert row.state is ActionState.FAILED, outcome
            assert row.finding_code in outcome.errors, (outcome, row)
        elif outcome.end is End.NEEDS_CHECK:
            assert row.state is ActionState.NEEDS_CHECK, (outcome, row)
        elif outcome.end is End.HELD:
            assert row.finding_code == "TAX_HELD", (outcome, row)
        else:
            assert row.state in {ActionState.COMPLETED, ActionState.SKIPPED}, (outcome, row)


def assert_documents(desk: Desk, before: set[tuple[str, str]], expected: Result) -> None:
    """QuickBooks holds each document once, as the calculator says, and nothing else new."""
    wanted = {
        (one.document.entity, one.document.number): one
        for one in expected.of(*IN_QUICKBOOKS)
        if one.document is not None
    }
    found = desk.documents()
    assert set(found) - before == set(wanted) - before
    for key, outcome in wanted.items():
        (document,) = found[key]
        assert outcome.document is not None
        assert_equal(desk, document, outcome.document, outcome.quickbooks_tax)


def assert_equal(desk: Desk, document: Record, wanted: Expected, quickbooks_tax: Decimal | None) -> None:
    tables = desk.tables()
    tax = wanted.tax if quickbooks_tax is None else quickbooks_tax
    assert money(document["TotalAmt"]) == wanted.total - wanted.tax + tax, wanted.number
    assert money(document["TxnTaxDetail"]["TotalTax"]) == tax, wanted.number
    assert document["TxnDate"] == wanted.date.isoformat()
    if wanted.entity == "Invoice":
        assert document["DueDate"] == wanted.due_date.isoformat()
    assert tables["Customer"][document["CustomerRef"]["value"]]["DisplayName"] == wanted.customer
    details = [line for line in document["Line"] if "SalesItemLineDetail" in line]
    lines = [
        (
            tables["Item"][line["SalesItemLineDetail"]["ItemRef"]["value"]]["Name"],
            money(line["Amount"]),
            line["SalesItemLineDetail"]["TaxCodeRef"]["value"],
        )
        for line in details
    ]
    assert lines == [(one.item, one.amount, one.tax_code) for one in wanted.lines], wanted.number
