"""Invoices as PSA shows them: with what the GL export lacks, with payments and GL entries."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from flask import Response

from mobius_desktop.sandbox.connectwise.api import Api, body, operations
from mobius_desktop.sandbox.connectwise.batches import GL_TYPE_NAMES
from mobius_desktop.sandbox.connectwise.closing import close_invoice, reopen_invoice
from mobius_desktop.sandbox.connectwise.errors import ApiError, FieldProblem, invalid, not_found
from mobius_desktop.sandbox.connectwise.ledger import Ledger
from mobius_desktop.sandbox.connectwise.query import Listing, of_records
from mobius_desktop.sandbox.connectwise.references import References, bare
from mobius_desktop.sandbox.connectwise.shapes import problem_with, shape
from mobius_desktop.sandbox.connectwise.unposted import day, instant
from mobius_desktop.sandbox.firm.model import FirmInvoice

Record = dict[str, Any]
Field = Callable[[FirmInvoice], Any]
_TYPES = {
    "serviceTotal": ("R",),
    "expenseTotal": ("RE",),
    "productTotal": ("RP", "AP"),
    "agreementAmount": ("RA",),
}


def add_invoices(api: Api) -> None:
    """Invoices with payments and GL entries, and the way to change the status of a closed one."""
    ledger = api.ledger

    def listed() -> Listing:
        return invoice_listing(ledger, api.references())

    def payments(parentId: int) -> Listing:  # noqa: N803 - named as in the contract's paths
        return of_records("Payment", list(payments_of(ledger, api.references(), _invoice(ledger, parentId))))

    def entries(parentId: int) -> Listing:  # noqa: N803 - named as in the contract's paths
        return of_records("GLEntry", _gl_entries(ledger, _invoice(ledger, parentId)))

    def pay(parentId: int) -> Response:  # noqa: N803 - named as in the contract's paths
        invoice = _invoice(ledger, parentId)
        wanted = body("Payment", "payment")
        if wanted.get("amount") is None:
            message = "The amount field is required."
            raise invalid("payment", FieldProblem("MissingRequiredField", message, "payment", "amount"))
        number = add_payment(ledger, invoice, Decimal(wanted["amount"]), kind=wanted.get("type") or "P")
        made = payments_of(ledger, api.references(), invoice)
        return api.answer(next(one for one in made if one["id"] == number), 201)

    def unpay(parentId: int, id: int) -> None:  # noqa: N803, A002 - named as in the contract's paths
        kept = ledger.books.payments.get(parentId, [])
        if not any(one["id"] == id for one in kept):
            raise not_found("Payment", id)
        ledger.books.payments[parentId] = [one for one in kept if one["id"] != id]

    def patch(invoice: FirmInvoice, wanted: list[Record]) -> FirmInvoice:
        patch_invoice(ledger, invoice, wanted)
        return invoice

    def change_closed(id: int) -> Record:  # noqa: A002 - named as in the contract's paths
        invoice = _invoice(ledger, id)
        for one in operations():
            _patch_closed(ledger, invoice, one)
        return {"id": id, "status": bare(api.references().status(closed=invoice.closed))}

    api.lists("/finance/invoices", listed, "Invoice", patch=patch)
    api.lists("/finance/invoices/<int:parentId>/payments", payments, "Payment", counted=False)
    api.writes("/finance/invoices/<int:parentId>/payments", pay, "POST", 201)
    api.writes("/finance/invoices/<int:parentId>/payments/<int:id>", unpay, "DELETE", 204)
    api.lists("/finance/invoices/<int:parentId>/glEntries", entries, "GLEntry")
    api.writes("/finance/closedInvoices/<int:id>", change_closed, "PATCH")


def invoice_listing(ledger: Ledger, references: References) -> Listing:
    fields = _fields(ledger, references)

    def read(invoice: FirmInvoice, name: str) -> Any:
        field = fields.get(name)
        return None if field is None else field(invoice)

    def render(invoice: FirmInvoice) -> Record:
        return {name: value for name, field in fields.items() if (value := field(invoice)) is not None}

    return Listing("Invoice", ledger.visible(), lambda one: one.billing_log_id, render, read)


def payments_of(ledger: Ledger, references: References, invoice: FirmInvoice) -> Iterable[Record]:
    """The payment rows of an invoice; a credit memo that was applied to it is a row that names it."""
    balance = invoice.total
    for one in [*ledger.books.payments.get(invoice.billing_log_id, []), *_applied(ledger, invoice)]:
        balance -= one["amount"]
        credit = ledger.books.invoices.get(one.get("credit", 0))
        row = {
            "id": one["id"],
            "type": one["type"],
            "source": "Default",
            "invoice": references.invoice(invoice),
            "credit": references.invoice(credit) if credit else None,
            "amount": one["amount"],
            "balance": Decimal("0.00"),
            "invoiceBalance": balance,
            "invoiceTotal": invoice.total,
            "paymentDate": one["paymentDate"],
            "appliedBy": one["appliedBy"],
        }
        yield {name: value for name, value in row.items() if value is not None}


def add_payment(
    ledger: Ledger, invoice: FirmInvoice, amount: Decimal, *, kind: str = "P", credit: int = 0
) -> int:
    """Pay an invoice, with money or with a credit memo; gives the id of the new row."""
    number = ledger.next_id()
    row = {
        "id": number,
        "type": kind,
        "amount": amount,
        "paymentDate": day(ledger.clock.today()),
        "appliedBy": "MobiusAPI",
        "credit": credit,
    }
    ledger.books.payments.setdefault(invoice.billing_log_id, []).append(row)
    return number


def patch_invoice(ledger: Ledger, invoice: FirmInvoice, wanted: list[Record]) -> None:
    """Change an open invoice; a closed one only takes its comments. Everything is checked first."""
    for one in wanted:
        name = one["path"].lstrip("/")
        if name not in _PATCHED or (invoice.closed and name not in ("topComment", "internalNotes")):
            message = f"{name} cannot be changed on this invoice."
            raise invalid("invoice", FieldProblem("InvalidField", message, "invoice", name))
        code = problem_with(one.get("value"), shape("Invoice").fields[name])
        if code or (one.get("value") is None and name in ("invoiceNumber", "date", "dueDate")):
            message = f"The field {name} does not fit."
            raise invalid("invoice", FieldProblem(code or "InvalidType", message, "invoice", name))
    for one in wanted:
        _PATCHED[one["path"].lstrip("/")](invoice, one.get("value") or "")
    ledger.changed()


def _set_date(invoice: FirmInvoice, value: str) -> None:
    invoice.date = _date(value)


def _set_due_date(invoice: FirmInvoice, value: str) -> None:
    invoice.due_date = _date(value)


def _set_number(invoice: FirmInvoice, value: str) -> None:
    invoice.number = value


def _set_purchase_order(invoice: FirmInvoice, value: str) -> None:
    invoice.customer_po = value


def _set_comment(invoice: FirmInvoice, value: str) -> None:
    invoice.comment = value


def _set_notes(invoice: FirmInvoice, value: str) -> None:
    invoice.internal_notes = value


_PATCHED: dict[str, Callable[[FirmInvoice, str], None]] = {
    "date": _set_date,
    "dueDate": _set_due_date,
    "invoiceNumber": _set_number,
    "customerPO": _set_purchase_order,
    "topComment": _set_comment,
    "internalNotes": _set_notes,
}


def _date(value: str) -> date:
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        raise ApiError(400, "InvalidObject", f"{value} is not a date.") from None


def _patch_closed(ledger: Ledger, invoice: FirmInvoice, one: Record) -> None:
    """Status changes open or close the invoice, with all that this does to its GL entries."""
    name, value = one["path"].lstrip("/"), one.get("value")
    if name == "internalNotes":
        invoice.internal_notes = str(value or "")
    elif name == "status" and isinstance(value, dict):
        status = ledger.table("billingStatuses").get(int(value.get("id") or 0))
        if status is None:
            raise not_found("BillingStatus", value.get("id"))
        if invoice.batch_id is not None:
            message = "The invoice is in a batch."
            raise invalid("closedInvoice", FieldProblem("Batched", message, "closedInvoice", "status"))
        if invoice.closed and not status.get("closedFlag"):
            reopen_invoice(ledger, invoice)
        elif not invoice.closed and status.get("closedFlag"):
            close_invoice(ledger, invoice)
    else:
        message = f"{name} is not valid."
        raise invalid("closedInvoice", FieldProblem("InvalidField", message, "closedInvoice", name))


def _fields(ledger: Ledger, refs: References) -> dict[str, Field]:
    return {
        "id": lambda one: one.billing_log_id,
        "invoiceNumber": lambda one: one.number,
        "type": lambda one: one.invoice_type,
        "status": lambda one: refs.status(closed=one.closed),
        "company": lambda one: refs.company(one.company_id),
        "billToCompany": lambda one: refs.company(one.bill_to_id),
        "shipToCompany": lambda one: refs.company(one.ship_to_id),
        "accountNumber": lambda one: refs.record("companies", one.bill_to_id).get("accountNumber"),
        "applyToType": lambda _: "All",
        **_address(refs, "billingSite", lambda one: one.bill_to_site_id),
        **_address(refs, "shippingSite", lambda one: one.ship_to_site_id),
        "billingTerms": lambda one: refs.terms(one.terms_id),
        "customerPO": lambda one: one.customer_po or None,
        "date": lambda one: day(one.date),
        "locationId": lambda one: one.location_id,
        "location": lambda one: refs.location(one.location_id),
        "departmentId": lambda _: (refs.department() or {}).get("id"),
        "department": lambda _: {
            name: value for name, value in (refs.department() or {}).items() if name != "identifier"
        },
        "topComment": lambda one: one.comment or None,
        "internalNotes": lambda one: one.internal_notes or None,
        "taxableFlag": lambda one: one.taxable,
        "taxCode": lambda one: refs.tax_code(one.tax_code_id),
        "currency": lambda one: refs.currency(one.currency),
        "dueDate": lambda one: day(one.due_date),
        **{name: _sum_of(types) for name, types in _TYPES.items()},
        "downpaymentApplied": lambda one: max(
            sum((row.total for row in one.rows if row.gl_type == "RD"), Decimal("0.00")), Decimal("0.00")
        ),
        "subtotal": lambda one: one.total - one.sales_tax,
        "total": lambda one: one.total,
        "salesTax": lambda one: one.sales_tax,
        "closedBy": lambda one: refs.creator() if one.closed else None,
        "payments": lambda one: _paid(ledger, one, credits_only=False),
        "credits": lambda one: _paid(ledger, one, credits_only=True),
        "balance": lambda one: (
            one.total - _paid(ledger, one, credits_only=False) - _paid(ledger, one, credits_only=True)
        ),
        "specialInvoiceFlag": lambda _: False,
        "glBatch": lambda one: refs.batch(one.batch_id) if one.batch_id is not None else None,
        "unbatchedBatch": lambda one: ledger.table("unbatched").get(one.billing_log_id),
        "_info": lambda one: {"dateEntered": instant(one.date_closed)} if one.date_closed else None,
    }


def _address(refs: References, prefix: str, site: Callable[[FirmInvoice], int]) -> dict[str, Field]:
    def part(*names: str) -> Field:
        def read(one: FirmInvoice) -> Any:
            held: Any = refs.record("sites", site(one))
            for name in names:
                held = held.get(name) if isinstance(held, dict) else None
            return held

        return read

    return {
        prefix: lambda one: refs.site(site(one)),
        f"{prefix}AddressLine1": part("addressLine1"),
        f"{prefix}AddressLine2": part("addressLine2"),
        f"{prefix}City": part("city"),
        f"{prefix}State": part("stateReference", "identifier"),
        f"{prefix}Zip": part("zip"),
        f"{prefix}Country": part("country", "name"),
    }


def _sum_of(types: tuple[str, ...]) -> Field:
    return lambda one: -sum((row.total for row in one.rows if row.gl_type in types), Decimal("0.00"))


def _applied(ledger: Ledger, invoice: FirmInvoice) -> list[Record]:
    """Credit memos that say of themselves that they were applied to this invoice."""
    return [
        {
            "id": memo.billing_log_id * 10 + 1,
            "type": ledger.switches["credit_payment_type"],
            "amount": min(-memo.total, invoice.total),
            "paymentDate": day(memo.date),
            "appliedBy": "Admin1",
            "credit": memo.billing_log_id,
        }
        for memo in ledger.credit_memos_applied_to(invoice.number)
    ]


def _paid(ledger: Ledger, invoice: FirmInvoice, *, credits_only: bool) -> Decimal:
    rows = [*ledger.books.payments.get(invoice.billing_log_id, []), *_applied(ledger, invoice)]
    return sum((one["amount"] for one in rows if bool(one.get("credit")) == credits_only), Decimal("0.00"))


def _gl_entries(ledger: Ledger, invoice: FirmInvoice) -> list[Record]:
    if not invoice.closed:
        return []
    against = {row.ar_entry_id: -row.total for row in invoice.rows}
    header = {
        "type": GL_TYPE_NAMES["AR"],
        "description": "Accounts Receivable",
        "segment1": ledger.receivable_account(),
    }
    found = [
        {"id": number, **header, "amount": against.get(number, Decimal("0.00"))}
        for number in invoice.gl_entry_ids
    ]
    found += [
        {
            "id": row.id,
            "type": GL_TYPE_NAMES.get(row.gl_type, row.gl_type),
            "description": row.description,
            "segment1": row.account,
            "amount": row.total,
            "productId": row.gl_item_id or row.item,
        }
        for row in invoice.rows
    ]
    common = {"cost": Decimal("0.00"), "salesCode": ""}
    return [{**one, **common, "isBatched": one["id"] in ledger.posted} for one in found]


def _invoice(ledger: Ledger, number: int) -> FirmInvoice:
    invoice = ledger.books.invoices.get(number)
    if invoice is None or invoice.location_id in ledger.hidden.locations:
        raise not_found("Invoice", number)
    return invoice
