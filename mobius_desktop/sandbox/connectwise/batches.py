"""ConnectWise's accounting batches: made from GL record ids, deleted as a whole, listed by entry."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from flask import Response

from mobius_desktop.sandbox.connectwise.api import Api, body
from mobius_desktop.sandbox.connectwise.errors import ApiError, FieldProblem, invalid, not_found
from mobius_desktop.sandbox.connectwise.export import export_settings, gl_export
from mobius_desktop.sandbox.connectwise.ledger import Ledger
from mobius_desktop.sandbox.connectwise.query import Listing, of_records
from mobius_desktop.sandbox.connectwise.references import References
from mobius_desktop.sandbox.firm.model import FirmInvoice

Record = dict[str, Any]
GL_TYPE_NAMES = {
    "AR": "Accounts Receivable",
    "R": "Revenue",
    "RA": "Revenue-Agreements",
    "RP": "Revenue-Product",
    "AP": "Revenue-Agreement Product",
    "RE": "Revenue-Expenses",
    "RD": "Deferred Revenue",
    "SD": "Product Discount",
    "ST": "Sales Tax Payable",
}
_FLAGS = ("exportInvoicesFlag", "exportExpensesFlag", "exportProductsFlag", "exportPaymentsFlag")
_NO_FLAG = "Batch export must include invoices, expenses, or products (procurement)."


def add_batches(api: Api) -> None:
    """Export, batches and their entries."""
    ledger = api.ledger

    def export() -> Record:
        wanted = _export_request()
        included = wanted.get("includedInvoiceIds")
        invoices = (
            ledger.exported(
                included,
                wanted.get("excludedInvoiceIds") or (),
                _through(wanted, ledger),
                wanted.get("locationId") or 0,
            )
            if wanted.get("exportInvoicesFlag")
            else []
        )
        return gl_export(
            ledger,
            api.references(),
            invoices,
            summary=wanted.get("summarizeInvoices") or "Default",
            settings=_settings(wanted),
        )

    def create() -> Response:
        wanted = body("CreateAccountingBatchRequest", "batch")
        records = _check_new_batch(ledger, wanted)
        number = ledger.next_id()
        ledger.books.batches[number] = {
            "id": number,
            "batchIdentifier": wanted["batchIdentifier"],
            **{flag: bool(wanted.get(flag)) for flag in _FLAGS[:3]},
            "closedFlag": False,
            "_info": ledger.stamp(),
        }
        ledger.post(number, records)
        empty = ledger.switches["batch_answer"] == "empty_export"
        return api.answer(
            gl_export(
                ledger,
                api.references(),
                [] if empty else _invoices_of(ledger, number),
                summary="Default",
                settings=_settings(wanted),
                posted_in=number,
            ),
            201,
        )

    def delete(id: int) -> None:  # noqa: A002 - named as in the contract's paths
        batch = _batch(ledger, id)
        if batch.get("closedFlag"):
            status = int(ledger.switches["delete_closed_batch"])
            raise invalid("batch", _problem("closedFlag", "Closed", "The batch is closed."), status=status)
        ledger.unpost(id)
        del ledger.books.batches[id]
        ledger.books.batch_records.pop(id, None)

    def export_again(id: int) -> Record:  # noqa: A002 - named as in the contract's paths
        wanted = _export_request()
        _batch(ledger, id)
        return gl_export(
            ledger,
            api.references(),
            _invoices_of(ledger, id),
            summary=wanted.get("summarizeInvoices") or "Default",
            settings=_settings(wanted),
            posted_in=id,
        )

    def listed() -> Listing:
        hide = ledger.switches["closed_batches"] == "hidden"
        shown = [one for one in ledger.books.batches.values() if not (hide and one.get("closedFlag"))]
        return of_records("AccountingBatch", shown)

    def entries(parentId: int) -> Listing:  # noqa: N803 - named as in the contract's paths
        _batch(ledger, parentId)
        return of_records("BatchEntry", list(_entries(ledger, api.references(), parentId)))

    api.reads("/finance/accounting/export", export, "POST")
    api.lists("/finance/accounting/batches", listed, "AccountingBatch")
    api.writes("/finance/accounting/batches", create, "POST", 201)
    api.writes("/finance/accounting/batches/<int:id>", delete, "DELETE", 204)
    api.reads("/finance/accounting/batches/<int:id>/export", export_again, "POST")
    api.lists("/finance/accounting/batches/<int:parentId>/entries", entries, "BatchEntry")


def _entries(ledger: Ledger, references: References, batch: int) -> list[Record]:
    held = set(ledger.books.batch_records.get(batch, ()))
    found: list[Record] = []
    for invoice in _invoices_of(ledger, batch):
        name = str(references.record("companies", invoice.bill_to_id).get("name", ""))
        receivable = ("AR", name, ledger.receivable_account())
        against = {row.ar_entry_id: -row.total for row in invoice.rows}
        for number in invoice.gl_entry_ids:
            if number in held:
                amount = against.get(number, Decimal("0.00"))
                found.append(_entry(references, invoice, number, amount, account=receivable))
        for row in invoice.rows:
            if row.id in held:
                account = (row.gl_type, row.description, row.account)
                entry = _entry(references, invoice, row.id, row.total, account=account)
                found.append({**entry, "item": row.item})
    return found


def _entry(
    references: References,
    invoice: FirmInvoice,
    number: int,
    amount: Decimal,
    *,
    account: tuple[str, str, str],
) -> Record:
    gl_type, name, account_number = account
    return {
        "id": number,
        "accountType": GL_TYPE_NAMES.get(gl_type, gl_type),
        "name": name,
        "accountNumber": account_number,
        "debit" if amount >= 0 else "credit": abs(amount),
        "cost": Decimal("0.00"),
        "item": "",
        "salesCode": "",
        "costOfGoodsSoldAccountNumber": "",
        "invoice": references.invoice(invoice),
    }


def _invoices_of(ledger: Ledger, batch: int) -> list[FirmInvoice]:
    owners = {
        owner.billing_log_id: owner
        for record in ledger.books.batch_records.get(batch, ())
        if (owner := ledger.owner(record)) is not None
    }
    return list(owners.values())


def _batch(ledger: Ledger, number: int) -> Record:
    batch = ledger.books.batches.get(number)
    if batch is None:
        raise not_found("AccountingBatch", number)
    return batch


def _export_request() -> Record:
    wanted = body("ExportAccountingBatchRequest", "batchExport")
    if len(wanted.get("batchIdentifier") or "") > 50:
        raise invalid("batchExport", _problem("batchIdentifier", "MaxLength", "At most 50 characters."))
    if not any(wanted.get(flag) for flag in _FLAGS):
        raise invalid("batchExport", _problem("exportInvoicesFlag", "InvalidValue", _NO_FLAG))
    return wanted


def _through(wanted: Record, ledger: Ledger) -> date:
    """The last invoice date that the export covers: today unless it says otherwise."""
    given = wanted.get("thruDate")
    if not given:
        return ledger.clock.today()
    try:
        return date.fromisoformat(str(given)[:10])
    except ValueError:
        raise ApiError(400, "InvalidObject", "thruDate is not a date.") from None


def _settings(wanted: Record) -> Record:
    return export_settings(
        wanted.get("batchIdentifier") or "",
        invoices=bool(wanted.get("exportInvoicesFlag")),
        expenses=bool(wanted.get("exportExpensesFlag")),
        products=bool(wanted.get("exportProductsFlag")),
    )


def _check_new_batch(ledger: Ledger, wanted: Record) -> list[int]:
    """The ids the new batch will hold. Raises ApiError when it must not be made."""
    identifier = wanted.get("batchIdentifier") or ""
    if not identifier:
        raise _missing("batchIdentifier")
    if wanted.get("processedRecordIds") is None:
        raise _missing("processedRecordIds")
    if not any(wanted.get(flag) for flag in _FLAGS[:3]):
        message = "Batch must export Invoices, Expenses or Products."
        raise invalid("batch", _problem("exportInvoicesFlag", "InvalidValue", message))
    if any(one["batchIdentifier"].lower() == identifier.lower() for one in ledger.books.batches.values()):
        message = "The batchIdentifier is already in use."
        raise invalid(
            "batch",
            _problem("batchIdentifier", "ObjectExists", message),
            status=int(ledger.switches["duplicate_identifier"]),
        )
    records = list(dict.fromkeys(int(number) for number in wanted["processedRecordIds"]))
    if not records:
        raise _missing("processedRecordIds")
    return _postable(ledger, records)


def _postable(ledger: Ledger, records: list[int]) -> list[int]:
    kept = []
    for number in records:
        if ledger.owner(number) is None:
            if ledger.switches["unknown_record"] == "refused":
                message = f"GL entry {number} does not exist."
                raise invalid("batch", _problem("processedRecordIds", "InvalidReference", message))
        elif number in ledger.posted:
            if ledger.switches["already_batched"] == "refused":
                message = f"GL entry {number} is in a batch already."
                raise invalid("batch", _problem("processedRecordIds", "ObjectExists", message))
        else:
            kept.append(number)
    return kept


def _missing(field: str) -> ApiError:
    return invalid("batch", _problem(field, "MissingRequiredField", f"The {field} field is required."))


def _problem(field: str, code: str, message: str) -> FieldProblem:
    return FieldProblem(code, message, "batch", field)
