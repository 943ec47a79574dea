"""The calculator's documents written into the sandbox by hand: both must agree about tax, total and account.

Calculator and sandbox share no code; where they disagree, one of them has a rule wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from mobius_desktop.diagnostics.paths import resource_path
from mobius_desktop.sandbox.run import RunningSandbox, SandboxOptions, start_sandbox
from tests.calculator.calculator import Run, calculate
from tests.calculator.expected import End, Expected, Outcome
from tests.calculator.test_control_totals import the_firm
from tests.sandbox.test_run import quickbooks, sign_in

RUNS = [Run(), Run(ast="ignore"), Run(ast="need_flag"), Run(tax="manual")]


class Hand:
    """Types the expected documents into QuickBooks, as a bookkeeper would."""

    def __init__(self, sandbox: RunningSandbox, run: Run) -> None:
        self._sandbox = sandbox
        self._run = run
        self._token = sign_in(sandbox, sandbox.realms[0][0])
        self._tables = next(iter(sandbox.quickbooks_state.realms.values())).books.tables
        self._sites = sandbox.firm.connectwise.tables["sites"]

    def type_in(self, outcome: Outcome) -> dict[str, Any]:
        expected = outcome.document
        assert expected is not None
        return self._post(expected.entity, self._document(expected, outcome))

    def accounts_of(self, kept: dict[str, Any]) -> list[str]:
        """The account number that each line of a kept document posts to."""
        chart, items = self._tables["Account"], self._tables["Item"]
        details = [line["SalesItemLineDetail"] for line in kept["Line"] if "SalesItemLineDetail" in line]
        incomes = [items[detail["ItemRef"]["value"]]["IncomeAccountRef"]["value"] for detail in details]
        return [str(chart[income]["AcctNum"]) for income in incomes]

    def _post(self, entity: str, body: dict[str, Any]) -> dict[str, Any]:
        made: dict[str, Any] = quickbooks(self._sandbox, self._token, "POST", f"/{entity.lower()}", body)[
            entity
        ]
        return made

    def _document(self, expected: Expected, outcome: Outcome) -> dict[str, Any]:
        invoice = self._sandbox.firm.connectwise.invoices[outcome.billing_log_id]
        site = self._sites[invoice.ship_to_site_id]
        body: dict[str, Any] = {
            "DocNumber": expected.number,
            "TxnDate": expected.date.isoformat(),
            "CustomerRef": {"value": self._customer(expected.customer)},
            "ShipAddr": {"CountrySubDivisionCode": site["stateReference"]["identifier"]},
            "Line": [
                {
                    "DetailType": "SalesItemLineDetail",
                    "Amount": float(line.amount),
                    "SalesItemLineDetail": {
                        "ItemRef": {"value": self._item(line.item, line.account)},
                        "Qty": float(line.quantity),
                        "UnitPrice": float(line.price),
                        "TaxCodeRef": {"value": line.tax_code},
                    },
                }
                for line in expected.lines
            ],
        }
        if expected.tax:
            body["TxnTaxDetail"] = {
                "TxnTaxCodeRef": {"value": self._tax_code(invoice.tax_code_id)},
                "TotalTax": float(expected.tax),
                "UseAutomatedSalesTax": False,
            }
        return body

    def _customer(self, name: str) -> str:
        for record in self._tables["Customer"].values():
            if record["DisplayName"] == name:
                return str(record["Id"])
        return str(self._post("Customer", {"DisplayName": name})["Id"])

    def _item(self, name: str, account: str) -> str:
        for record in self._tables["Item"].values():
            if record["Name"] == name:
                return str(record["Id"])
        chart = self._tables["Account"].values()
        income = next(one["Id"] for one in chart if one["AcctNum"] == account)
        body = {"Name": name, "Type": "Service", "IncomeAccountRef": {"value": income}}
        return str(self._post("Item", body)["Id"])

    def _tax_code(self, wanted: int | None) -> str:
        name = self._sandbox.firm.connectwise.tables["taxCodes"][wanted or 0]["identifier"]
        codes = self._tables["TaxCode"].values()
        return next((str(one["Id"]) for one in codes if one["Name"] == name), "TAX")


@pytest.fixture(params=RUNS, ids=lambda run: f"{run.tax}-{run.ast}")
def hand(request: pytest.FixtureRequest) -> Iterator[tuple[Hand, Run]]:
    run: Run = request.param
    options = SandboxOptions(tax=run.tax, ast=run.ast)
    with start_sandbox(options, sample_firm=resource_path("sample-firm")) as sandbox:
        sandbox.control.switch("quickbooks", "throttle", "off")
        yield Hand(sandbox, run), run


def test_what_the_calculator_expects_is_what_the_sandbox_keeps(hand: tuple[Hand, Run]) -> None:
    typist, run = hand
    result = calculate(the_firm(tax=run.tax), run)
    sent = result.of(End.INVOICE, End.CREDIT_MEMO, End.NEEDS_CHECK)
    assert sent
    for outcome in sent:
        kept = typist.type_in(outcome)
        expected = outcome.document
        assert expected is not None
        tax = expected.tax if outcome.quickbooks_tax is None else outcome.quickbooks_tax
        assert Decimal(str(kept["TxnTaxDetail"]["TotalTax"])) == tax, expected.number
        assert Decimal(str(kept["TotalAmt"])) == expected.total - expected.tax + tax, expected.number
        assert typist.accounts_of(kept) == [line.books_account for line in expected.lines], expected.number
        assert (tax != expected.tax) == (outcome.end is End.NEEDS_CHECK)
