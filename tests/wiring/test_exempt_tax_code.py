"""The exempt tax code against both servers of a firm under manual tax: sent, kept, exported, looked after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mobius_desktop.domain.ids import QuickBooksId, RecordKey
from mobius_desktop.domain.plan import PlanOutcome
from mobius_desktop.domain.quickbooks import ListKind
from mobius_desktop.transfer.linking.rows import LinkChoice
from tests.e2e.desk import Desk, open_desk
from tests.wiring.test_checking_up import check, codes, problem

CODE = QuickBooksId("7201")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A firm under manual tax with a code without a rate, chosen as its exempt tax code."""
    with open_desk(tmp_path, tax="manual") as opened:
        like = next(one for one in opened.tables()["TaxCode"].values() if one["Id"] not in {"TAX", "NON"})
        none: dict[str, list[object]] = {"TaxRateDetail": []}
        opened.tables()["TaxCode"][CODE] = like | {
            "Id": CODE,
            "Name": "Out of state",
            "SalesTaxRateList": none,
        }
        choose(opened, CODE)
        yield opened


def choose(desk: Desk, code: QuickBooksId | None) -> None:
    kept = desk.program.store.options(desk.realm)
    desk.program.configuring.change_options(desk.realm, replace(kept, exempt_tax_code=code))


def untaxed(desk: Desk) -> str:
    return next(
        plan.invoice.number
        for plan in desk.plan().invoices
        if plan.outcome is PlanOutcome.SEND and plan.document is not None and not plan.document.sales_tax
    )


def test_a_document_without_tax_is_sent_with_the_code_and_completes(desk: Desk) -> None:
    number = untaxed(desk)
    batch = desk.send(number)
    assert desk.rows(batch)[number].state.value == "Completed Successfully"
    sent = desk.document(number)
    assert sent["TxnTaxDetail"]["TxnTaxCodeRef"]["value"] == CODE
    assert sent["TxnTaxDetail"]["TotalTax"] == 0
    details = [line["SalesItemLineDetail"] for line in sent["Line"] if "SalesItemLineDetail" in line]
    assert {one["TaxCodeRef"]["value"] for one in details} == {"NON"}


def test_a_code_made_inactive_blocks_before_sending_and_is_told_by_check_set_up(desk: Desk) -> None:
    number = untaxed(desk)
    desk.tables()["TaxCode"][CODE]["Active"] = False
    desk.service.forget_lists()
    (plan,) = desk.plan(number).invoices
    assert plan.outcome is PlanOutcome.BLOCKED
    told = problem(check(desk), "EXEMPT_CODE_UNUSABLE")
    assert "“Out of state” is inactive in QuickBooks" in told.sentence
    choose(desk, None)
    (plan,) = desk.plan(number).invoices
    assert plan.outcome is PlanOutcome.SEND


def test_a_code_that_is_gone_is_told_even_when_no_invoice_needs_it_today(desk: Desk) -> None:
    del desk.tables()["TaxCode"][CODE]
    books = desk.sandbox.firm.connectwise
    for key in [key for key, one in books.invoices.items() if not one.sales_tax]:
        del books.invoices[key]
    desk.service.forget_lists()
    told = problem(check(desk), "EXEMPT_CODE_LOST")
    assert "“no. 7201” is not in QuickBooks any more" in told.sentence
    choose(desk, None)
    assert "EXEMPT_CODE_LOST" not in codes(check(desk))


def test_the_code_is_in_the_history_and_in_the_exported_configuration(desk: Desk, tmp_path: Path) -> None:
    configuring, file = desk.program.configuring, tmp_path / "configuration.json"
    configuring.export_to(desk.realm, file)
    choose(desk, None)
    assert [one.options.exempt_tax_code for one in configuring.history(desk.realm)][-2:] == [CODE, None]
    assert configuring.import_from(desk.realm, file).options.exempt_tax_code == CODE


def test_a_tax_code_linked_by_its_id_is_found_by_check_set_up_under_a_new_name(desk: Desk) -> None:
    codes_there = desk.sandbox.firm.connectwise.tables["taxCodes"]
    known = next(iter(codes_there.values()))
    codes_there[9001] = {**known, "id": 9001, "identifier": "Named anew"}
    code = next(one for one in desk.service.lists().tax_codes if one.active and one.rates)
    link = LinkChoice(ListKind.TAX_CODE, RecordKey("taxcode#9001"), code.id, "Its old name")
    desk.program.configuring.link(desk.realm, [link])
    assert "TAX_CODE_NOT_LINKED" not in codes(check(desk))
