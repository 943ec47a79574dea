"""What the preview shows is what is sent: the same hashes, the same bytes with Ids filled in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from mobius_desktop.cli.invoice_batch import InvoiceBatch, Wish
from mobius_desktop.domain.document import Document, RecordRef
from mobius_desktop.domain.options import TaxMode
from mobius_desktop.domain.plan import BatchPlan, InvoicePlan, PlanOutcome
from mobius_desktop.domain.quickbooks import DocumentKind, ListKind
from mobius_desktop.domain.states import ActionState
from mobius_desktop.transfer.plan.approval import without_records
from mobius_desktop.transfer.plan.fingerprint import fingerprint
from mobius_desktop.transfer.totals import control
from tests.e2e.desk import Desk, open_desk

PATHS = {DocumentKind.INVOICE: "/invoice", DocumentKind.CREDIT_MEMO: "/creditmemo"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as opened:
        yield opened


def sent(plan: BatchPlan) -> list[InvoicePlan]:
    return [one for one in plan.invoices if one.outcome is PlanOutcome.SEND]


def test_the_hashes_of_the_preview_are_those_of_the_run(desk: Desk) -> None:
    plan = desk.plan()
    number = desk.service.run(plan)
    kept = {
        one.invoice.number: desk.program.store.snapshot(number, one.invoice.billing_log_id)
        for one in sent(plan)
    }
    assert len(kept) == 28
    assert {name: shot.canonical_hash for name, shot in kept.items() if shot is not None} == {
        one.invoice.number: one.canonical_hash for one in sent(plan)
    }


def test_the_bytes_that_go_out_are_the_plan_with_ids_filled_in(desk: Desk) -> None:
    plan = desk.plan()
    desk.service.run(plan)
    bodies = {
        (kind, body["DocNumber"]): body
        for kind, path in PATHS.items()
        for request in desk.requests("quickbooks", "POST", f"{path}$")
        if (body := json.loads(request.body, parse_float=Decimal))
    }
    planned = {
        (one.document.kind, one.document.number): one for one in sent(plan) if one.document is not None
    }
    assert set(bodies) == set(planned)
    for key, one in planned.items():
        assert one.document is not None
        assert_same(desk, one.document, bodies[key])


def assert_same(desk: Desk, document: Document, body: dict[str, Any]) -> None:
    """Field by field, read from the request as QuickBooks got it."""
    assert body["TxnDate"] == document.date.isoformat()
    assert body.get("DueDate") == (document.due_date.isoformat() if document.due_date else None)
    assert body["PrivateNote"] == document.private_note
    assert_named(desk, document.customer, body["CustomerRef"])
    if document.term is not None:
        assert_named(desk, document.term, body["SalesTermRef"])
    lines = [one for one in body["Line"] if one["DetailType"] == "SalesItemLineDetail"]
    assert len(lines) == len(document.lines)
    for line, theirs in zip(document.lines, lines, strict=True):
        detail = theirs["SalesItemLineDetail"]
        assert_named(desk, line.item, detail["ItemRef"])
        assert Decimal(theirs["Amount"]) == line.amount
        assert Decimal(detail["Qty"]) == line.quantity
        assert Decimal(detail["UnitPrice"]) == line.unit_price
        assert detail["TaxCodeRef"]["value"] == ("TAX" if line.taxable else "NON")
        assert theirs.get("Description", "") == line.description
        if line.class_ref is not None:
            assert_named(desk, line.class_ref, detail["ClassRef"])
    if document.tax.total:
        assert Decimal(body["TxnTaxDetail"]["TotalTax"]) == document.tax.total


def assert_named(desk: Desk, wanted: RecordRef, ref: dict[str, str]) -> None:
    """The Id is the planned one, or that of the record that was created under the planned name."""
    if wanted.id is not None:
        assert ref["value"] == wanted.id
        return
    names = {ListKind.CUSTOMER: ("Customer", "DisplayName")}
    entity, field = names.get(wanted.kind, (wanted.kind.value, "Name"))
    assert desk.tables()[entity][ref["value"]][field] == wanted.name


def test_what_was_refused_is_neither_created_nor_sent_and_the_rest_is(desk: Desk) -> None:
    plan = desk.plan("10501", "10504", "10506")
    refused = next(one.ref.key for one in plan.new_records if one.ref.name == "FIBER-M")
    approved = without_records(plan, [refused])
    assert fingerprint(approved) != fingerprint(plan)
    rows = desk.rows(desk.service.run(approved))
    assert {number: row.state for number, row in rows.items()} == {
        "10501": ActionState.COMPLETED,
        "10504": ActionState.FAILED,
        "10506": ActionState.COMPLETED,
    }
    assert rows["10504"].finding_code == "CREATION_NOT_APPROVED"
    assert "FIBER-M" in rows["10504"].message
    assert "FIBER-M" not in {one["Name"] for one in desk.tables()["Item"].values()}


def test_a_plan_that_loses_a_record_loses_what_only_that_invoice_needed(desk: Desk) -> None:
    plan = desk.plan("DP77", "10506")
    assert len(plan.new_records) > 1
    only = without_records(plan, [one.ref.key for one in plan.new_records if one.ref.name == "Down Payment"])
    needed = {key for one in sent(only) for key in one.needs}
    assert {one.ref.key for one in only.new_records} == needed
    assert without_records(plan, ["nothing"]) is plan  # type: ignore[list-item]  # a key of no record


def test_a_dry_run_writes_nowhere_and_tells_the_hashes_of_the_window(desk: Desk) -> None:
    recorder = desk.sandbox.control.recorder
    after = recorder.last_sequence()
    told = json.loads(InvoiceBatch(desk.program, Wish(create=True), Event()).preview().json())
    assert [one.path for one in recorder.find(kind="write", after=after)] == []
    assert recorder.find(server="connectwise", after=after)
    assert recorder.find(server="quickbooks", after=after)
    plan = desk.plan()
    assert {one["number"]: one["canonical_hash"] for one in told["invoices"]} == {
        one.invoice.number: one.canonical_hash for one in plan.invoices
    }
    assert told["fingerprint"] == fingerprint(plan)


def test_where_quickbooks_sets_the_tax_no_equality_is_claimed(desk: Desk) -> None:
    options = replace(desk.program.options(desk.realm), tax_mode=TaxMode.LET_QUICKBOOKS)
    desk.program.configuring.change_options(desk.realm, options)
    sums = control(desk.plan("10501", "10502", "10503"))
    assert (sums.taxes_left_open, sums.tax_left_open) == (2, Decimal("6.94"))
    told = list(InvoiceBatch(desk.program, Wish(numbers=("10502",)), Event()).preview().lines())
    assert told[-1] == (
        "ConnectWise 409.70 − not sent 0.00 = 409.70; QuickBooks sets the tax of 1 itself, "
        "ConnectWise says 4.20"
    )


def test_a_change_in_connectwise_makes_the_plan_out_of_date(desk: Desk) -> None:
    plan = desk.plan("10501", "10506")
    fixing = desk.program.fixing
    assert fixing.outdated(plan) == ()
    desk.sandbox.control.do("connectwise", "correct_invoice", invoice="10506", total="680.00")
    assert fixing.outdated(plan) == ("10506",)
