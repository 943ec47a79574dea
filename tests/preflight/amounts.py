"""Defects of amounts, signs, lines and of what the list said: mostly of ConnectWise's export."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from mobius_desktop.sandbox.firm.model import FirmInvoice, GlRow
from tests.preflight.stage import (
    Expected,
    Stage,
    credit,
    defect,
    goods,
    labour,
    labour_row,
    money,
    plain,
    product_row,
)

CENT = Decimal("0.01")


def turn(invoice: FirmInvoice) -> None:
    """Every amount of an invoice with the other sign."""
    for row in invoice.rows:
        row.total, row.quantity = -row.total, -row.quantity
    invoice.total, invoice.header_total = -invoice.total, -invoice.header_total


def empty(invoice: FirmInvoice) -> None:
    """No rows and no money."""
    invoice.rows = []
    invoice.total = invoice.header_total = Decimal("0.00")
    invoice.has_time = invoice.has_expenses = invoice.has_products = False


@defect("CREDIT_MEMO_POSITIVE")
def wrong_sign(stage: Stage) -> Expected:
    one = stage.invoice(credit)
    turn(one)
    return Expected((one,), one.number)


@defect("OUT_OF_BALANCE")
def a_cent_off(stage: Stage) -> Expected:
    one = stage.invoice(plain)
    one.header_total += CENT
    return Expected((one,), money(one.header_total))


@defect("AMOUNT_NOT_EXACT")
def half_a_cent(stage: Stage) -> Expected:
    one = stage.invoice(labour)
    row = labour_row(one)
    row.total -= Decimal("0.005")
    return Expected((one,), str(row.total))


@defect("NEGATIVE_AS_CREDIT_MEMO")
def negative(stage: Stage) -> Expected:
    one = stage.invoice(labour)
    turn(one)
    return Expected((one,), f"a credit memo of {money(-one.total)}")


@defect("CREDIT_TO_APPLY")
def a_credit_by_its_total(stage: Stage) -> Expected:
    one = stage.invoice(labour)
    turn(one)
    return Expected((one,), one.number)


@defect("QTY_PRICE_ROUNDED")
def price_was_rounded(stage: Stage) -> Expected:
    one = stage.invoice(goods)
    row = product_row(one)
    row.quantity, row.item_price = Decimal(-100), (abs(row.total) / 100).quantize(CENT) + Decimal("0.07")
    return Expected((one,), f"100 × {row.item_price.normalize():f}")


@defect("GL_TYPE_UNKNOWN")
def later_gl_type(stage: Stage) -> Expected:
    one = stage.invoice(labour)
    labour_row(one).gl_type = "ZZ"
    return Expected((one,), "ZZ")


@defect("GL_TYPE_UNEXPECTED")
def freight_row(stage: Stage) -> Expected:
    one = stage.invoice(labour)
    labour_row(one).gl_type = "PF"
    return Expected((one,), "PF")


@defect("NO_LINES")
def no_lines(stage: Stage) -> Expected:
    one = stage.invoice(plain)
    empty(one)
    return Expected((one,), one.number)


@defect("NO_LINES_CANNOT_BE_MARKED")
def no_lines_and_no_id(stage: Stage) -> Expected:
    one = stage.invoice(plain)
    empty(one)
    one.gl_entry_ids, one.unposted_id, one.in_export = [], None, False
    return Expected((one,), one.number)


@defect("NO_GL_ENTRIES")
def mapping_missing(stage: Stage) -> Expected:
    one = stage.invoice(plain)
    one.rows, one.gl_entry_ids, one.in_export = [], [], False
    return Expected((one,), money(one.total))


@defect("ZERO_TOTAL_WITH_LINES")
def nets_to_zero(stage: Stage) -> Expected:
    one = stage.invoice(labour)
    row = labour_row(one)
    one.rows = [row, replace(row, id=row.id + 50, gl_type="RA", account="40200", total=-row.total)]
    one.total = one.header_total = Decimal("0.00")
    return Expected((one,), one.number)


@defect("ZERO_TOTAL_NOTHING_MOVES")
def included_for_nothing(stage: Stage) -> Expected:
    one = stage.invoice(goods)
    row = product_row(one)
    one.rows = [replace(row, total=Decimal("0.00"), item_price=Decimal(0))]
    one.total = one.header_total = Decimal("0.00")
    return Expected((one,), one.number)


@defect("AUTO_APPLY_CREDIT")
def credits_apply_themselves(stage: Stage) -> Expected:
    one = stage.invoice(credit)
    stage.people_in_quickbooks("set_auto_apply_credit", on=True)
    return Expected((one,), one.number)


@defect("PAID_IN_CONNECTWISE")
def paid_already(stage: Stage) -> Expected:
    one = stage.invoice(plain)
    stage.people_in_connectwise("apply_payment", invoice=one.billing_log_id, amount="10.25")
    return Expected((one,), "10.25")


@defect("OVER_LIMIT")
def over_the_limit(stage: Stage) -> Expected:
    one = stage.invoice(labour)
    stage.options(document_limit=Decimal("25000.00"))
    stage.people_in_connectwise("correct_invoice", invoice=one.billing_log_id, total="25000.01")
    return Expected((one,), "25,000.01")


@defect("SAME_TWICE")
def billed_twice(stage: Stage) -> Expected:
    first, second = stage.invoices(2, labour)
    second.company_id = second.bill_to_id = second.ship_to_id = first.bill_to_id
    second.bill_to_site_id, second.ship_to_site_id = first.bill_to_site_id, first.ship_to_site_id
    stage.people_in_connectwise(
        "correct_invoice",
        invoice=second.billing_log_id,
        total=str(first.total),
        date=first.date.isoformat(),
    )
    return Expected((first, second), first.number)


@defect("CHANGED_SINCE_LISTED")
def corrected_meanwhile(stage: Stage) -> Expected:
    one = stage.invoice(labour)
    stage.list_now()
    before, after = one.total, one.total + Decimal("12.34")
    stage.people_in_connectwise("correct_invoice", invoice=one.billing_log_id, total=str(after))
    return Expected((one,), f"{money(before)} became {money(after)}")


@defect("NO_LONGER_UNPOSTED")
def reopened_meanwhile(stage: Stage) -> Expected:
    one = stage.invoice(labour)
    stage.list_now()
    stage.people_in_connectwise("reopen", invoice=one.billing_log_id)
    return Expected((one,), one.number)


@defect("TEXT_CUT")
def long_text(stage: Stage) -> Expected:
    one = stage.invoice(_timed)
    _timed_row(one).notes = "Measured the line. " * 240
    return Expected((one,), one.number)


@defect("TEXT_CHARACTERS")
def control_character(stage: Stage) -> Expected:
    one = stage.invoice(_timed)
    row = _timed_row(one)
    row.notes = f"{row.notes}\x07"
    return Expected((one,), f"Line {one.rows.index(row) + 1} of {one.number}")


@defect("INTERNAL_NOTE")
def internal_note(stage: Stage) -> Expected:
    one = stage.invoice(_timed)
    row = _timed_row(one)
    row.internal_notes = "Pays late; ask for half in advance."
    return Expected((one,), f"line {one.rows.index(row) + 1} of {one.number}")


def _timed(invoice: FirmInvoice) -> bool:
    return labour(invoice) and any(row.time_entry_id for row in invoice.rows)


def _timed_row(invoice: FirmInvoice) -> GlRow:
    return next(row for row in invoice.rows if row.time_entry_id)


@defect("PO_NUMBER_LONG")
def long_purchase_order(stage: Stage) -> Expected:
    one = stage.invoice(plain)
    one.customer_po = "4500-1234567890-A"
    return Expected((one,), one.customer_po)


@defect("NUMBER_TOO_LONG")
def long_number(stage: Stage) -> Expected:
    one = stage.invoice(plain)
    one.number = f"{one.number}-TAMPA-2026-OCTOBER"
    return Expected((one,), one.number)


@defect("NUMBER_TWICE")
def one_number_for_two(stage: Stage) -> Expected:
    first, second = stage.invoices(2, labour)
    second.number = first.number
    return Expected((first, second), f"id {first.billing_log_id}")
