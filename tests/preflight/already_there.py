"""Defects of what QuickBooks or our own record already holds."""

from __future__ import annotations

from decimal import Decimal

from mobius_desktop.sandbox.firm.model import FirmInvoice
from tests.preflight.stage import Expected, Record, Stage, defect, labour, money, taxed

MARK = "Invoice {number} [CW-{id}-cc70]"


def marked(invoice: FirmInvoice) -> str:
    """The note of a document of ours."""
    return MARK.format(number=invoice.number, id=invoice.billing_log_id)


@defect("NUMBER_TAKEN")
def number_of_another(stage: Stage) -> Expected:
    one, other = stage.invoices(2, labour)
    while one.bill_to_id == other.bill_to_id:
        one, other = stage.invoices(2, labour)
    reference = {"value": stage.customer(other)["Id"]}
    stage.by_hand(one, total=Decimal("95.00"), CustomerRef=reference)
    return Expected((one,), stage.customer(other)["DisplayName"])


@defect("NUMBER_USED_BY_US")
def number_sent_before(stage: Stage) -> Expected:
    one = stage.invoice(labour)
    note = MARK.format(number=one.number, id=4711)
    stage.by_hand(one, total=Decimal("95.00"), PrivateNote=note)
    return Expected((one,), "id 4711")


@defect("ALREADY_IN_QUICKBOOKS")
def sent_by_another_program(stage: Stage) -> Expected:
    one = stage.invoice(labour)
    made = stage.by_hand(one)
    return Expected((one,), f"Invoice {made['Id']}")


@defect("LOOKS_ALIKE")
def same_bill_of_another_number(stage: Stage) -> Expected:
    one = stage.invoice(labour)
    stage.by_hand(one, DocNumber="HAND-17")
    stage.prefer("SalesFormsPrefs", CustomTxnNumbers=False)
    return Expected((one,), "HAND-17")


@defect("SEVERAL_DOCUMENTS")
def twice_with_our_mark(stage: Stage) -> Expected:
    one = stage.invoice(labour)
    for _ in range(2):
        stage.by_hand(one, PrivateNote=marked(one))
    return Expected((one,), f"2 documents that carry the mark of {one.number}")


def _sent(stage: Stage, invoice: FirmInvoice) -> Record:
    """Sent by this program, then taken out of its batch in ConnectWise. The document."""
    stage.desk.send(invoice.number)
    stage.people_in_connectwise("unbatch", invoice=invoice.billing_log_id)
    return stage.desk.document(invoice.number)


@defect("ADOPTED", alone=True)
def sent_and_notmarked(stage: Stage) -> Expected:
    one = stage.invoice(labour)
    _sent(stage, one)
    return Expected((one,), one.number)


@defect("CHANGED_AFTER_SENDING", alone=True)
def corrected_after_sending(stage: Stage) -> Expected:
    one = stage.invoice(labour)
    _sent(stage, one)
    after = one.total + 10
    stage.people_in_connectwise("correct_invoice", invoice=one.billing_log_id, total=str(after))
    return Expected((one,), money(after))


@defect("LEFT_AS_IT_IS", alone=True)
def left_as_it_is(stage: Stage) -> Expected:
    expected = corrected_after_sending(stage)
    stage.judge(expected, "CHANGED_AFTER_SENDING", "leave")
    return expected


@defect("IN_ANOTHER_COMPANY", alone=True)
def sent_to_another_company(stage: Stage) -> Expected:
    one = stage.invoice(lambda each: labour(each) and all(row.gl_type == "R" for row in each.rows))
    program, second = stage.desk.program, stage.desk.sandbox.realms[1]
    service = program.service(program.companies()[1].realm)
    chosen = tuple(each for each in service.list_unposted().offered if each.number == one.number)
    service.run(service.plan(stage.desk.request(chosen)))
    stage.people_in_connectwise("unbatch", invoice=one.billing_log_id)
    return Expected((one,), second[1])


@defect("OUTCOME_UNKNOWN", alone=True)
def no_answer_ever(stage: Stage) -> Expected:
    one = stage.invoice(labour)
    stage.desk.sandbox.control.faults.add(kind="drop", path="/invoice", method="POST", times=None)
    stage.desk.send(one.number)
    return Expected((one,), one.number)


@defect("NEEDS_CHECK_OPEN", alone=True, ast="ignore")
def came_back_otherwise(stage: Stage) -> Expected:
    one = stage.invoice(lambda each: taxed(each) and _at_once(each) != each.sales_tax)
    stage.desk.send(one.number)
    return Expected((one,), one.number)


def _at_once(invoice: FirmInvoice) -> Decimal:
    """What one rate for all levels would give."""
    base = sum((-row.total for row in invoice.rows if row.taxable), Decimal(0))
    rate = sum((level.rate for level in invoice.taxes), Decimal(0))
    return (base * rate).quantize(Decimal("0.01"), "ROUND_HALF_UP")
