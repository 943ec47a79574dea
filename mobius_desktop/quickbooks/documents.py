"""Our documents and list records as the exact JSON that QuickBooks gets.

The order of the fields is fixed and every number is written in plain notation with the places it has,
so that the same document always has the same bytes. Only what QuickBooks knows is sent; an empty value is
left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec

from mobius_desktop.domain.document import (
    Document,
    DocumentAddress,
    DocumentLine,
    DocumentTax,
    NewRecord,
    RecordRef,
)
from mobius_desktop.domain.ids import QuickBooksId, RecordKey
from mobius_desktop.domain.money import exact_amount, plain
from mobius_desktop.domain.options import EmailStatus
from mobius_desktop.domain.quickbooks import DocumentKind, ListKind
from mobius_desktop.transport.decode import plain_number

Ids = Mapping[RecordKey, QuickBooksId]


def document_body(document: Document, ids: Ids, *, with_currency: bool = False) -> bytes:
    """The create request's body. KeyError when a record it refers to has no Id yet."""
    invoice = document.kind is DocumentKind.INVOICE
    fields: dict[str, Any] = {
        "DocNumber": document.number,
        "TxnDate": document.date.isoformat(),
        "DueDate": document.due_date.isoformat() if invoice and document.due_date else None,
        "CustomerRef": _ref(document.customer, ids),
        "CurrencyRef": {"value": document.currency} if with_currency and document.currency else None,
        "SalesTermRef": _ref(document.term, ids) if invoice else None,
        "ClassRef": _ref(document.class_ref, ids),
        "DepartmentRef": _ref(document.department, ids),
        "BillAddr": _address(document.bill_address),
        "ShipAddr": _address(document.ship_address),
        "BillEmail": {"Address": document.bill_email} if document.bill_email else None,
        "EmailStatus": _email_status(document),
        "PONumber": document.po_number,
        "CustomerMemo": {"value": document.customer_memo} if document.customer_memo else None,
        "PrivateNote": document.private_note,
        "AllowOnlineCreditCardPayment": True if invoice and document.online_card else None,
        "AllowOnlineACHPayment": True if invoice and document.online_bank else None,
        "Line": [_line(line, ids, document.currency) for line in document.lines],
        "TxnTaxDetail": _tax(document.tax, document.currency),
    }
    return _encoded(fields)


def record_body(record: NewRecord) -> bytes:
    """The create request's body of a list record."""
    return _encoded(_RECORDS[record.ref.kind](record))


def deletion_body(entity_id: str, sync_token: str) -> bytes:
    """The body of a deletion or a void."""
    return _encoded({"Id": entity_id, "SyncToken": sync_token})


def renumbering_body(entity_id: str, sync_token: str, number: str) -> bytes:
    """The body of an update that changes the number only."""
    return _encoded({"Id": entity_id, "SyncToken": sync_token, "sparse": True, "DocNumber": number})


def _line(line: DocumentLine, ids: Ids, currency: str) -> dict[str, Any]:
    return _filled(
        {
            "DetailType": "SalesItemLineDetail",
            "Amount": _amount(line.amount, currency),
            "Description": line.description,
            "SalesItemLineDetail": _filled(
                {
                    "ItemRef": _ref(line.item, ids),
                    "ClassRef": _ref(line.class_ref, ids),
                    "UnitPrice": plain_number(plain(line.unit_price)),
                    "Qty": plain_number(plain(line.quantity)),
                    "TaxCodeRef": {"value": "TAX" if line.taxable else "NON"},
                }
            ),
        }
    )


def _tax(tax: DocumentTax, currency: str) -> dict[str, Any] | None:
    """An override needs all three fields to be kept; any sales code does as its code."""
    if tax.override and tax.total is not None:
        return {
            "TxnTaxCodeRef": {"value": tax.tax_code_id or "TAX"},
            "TotalTax": _amount(tax.total, currency),
            "UseAutomatedSalesTax": False,
        }
    return {"TxnTaxCodeRef": {"value": tax.tax_code_id}} if tax.tax_code_id else None


def _email_status(document: Document) -> str | None:
    # Without an address QuickBooks refuses a document that is to be e-mailed.
    wanted = document.email_status if document.bill_email else EmailStatus.NOT_SET
    return wanted.value


def _address(address: DocumentAddress | None) -> dict[str, Any] | None:
    if address is None:
        return None
    fields: dict[str, Any] = {
        f"Line{position}": line for position, line in enumerate(address.lines[:5], start=1)
    }
    fields |= {
        "City": address.city,
        "CountrySubDivisionCode": address.region,
        "PostalCode": address.postal_code,
        "Country": address.country,
    }
    return _filled(fields) or None


def _ref(record: RecordRef | None, ids: Ids) -> dict[str, str] | None:
    if record is None:
        return None
    return {"value": record.id if record.id is not None else ids[record.key]}


def _amount(value: Decimal, currency: str) -> msgspec.Raw:
    return plain_number(format(exact_amount(value, currency or "USD"), "f"))


def _customer(record: NewRecord) -> dict[str, Any]:
    child = record.parent_id is not None
    return {
        "DisplayName": record.ref.name.rpartition(":")[2].strip() if child else record.ref.name,
        "CompanyName": record.company_name,
        "PrimaryEmailAddr": {"Address": record.email} if record.email else None,
        "PrimaryPhone": {"FreeFormNumber": record.phone} if record.phone else None,
        "BillAddr": _address(record.address),
        "Job": True if child else None,
        "ParentRef": _parent(record),
        "BillWithParent": False if child else None,
        "Taxable": None if record.taxable else False,
    }


def _item(record: NewRecord) -> dict[str, Any]:
    return {
        "Name": record.ref.name,
        "Type": record.item_type or "Service",
        "IncomeAccountRef": {"value": record.account_id} if record.account_id else None,
        "Description": record.description,
        "Taxable": record.taxable,
    }


def _term(record: NewRecord) -> dict[str, Any]:
    return {"Name": record.ref.name, "DueDays": record.due_days or 0}


def _class(record: NewRecord) -> dict[str, Any]:
    return {
        "Name": record.ref.name.rpartition(":")[2].strip() if record.parent_id else record.ref.name,
        "SubClass": True if record.parent_id else None,
        "ParentRef": _parent(record),
    }


def _department(record: NewRecord) -> dict[str, Any]:
    return {
        "Name": record.ref.name.rpartition(":")[2].strip() if record.parent_id else record.ref.name,
        "SubDepartment": True if record.parent_id else None,
        "ParentRef": _parent(record),
    }


def _parent(record: NewRecord) -> dict[str, str] | None:
    return {"value": record.parent_id} if record.parent_id is not None else None


_RECORDS = {
    ListKind.CUSTOMER: _customer,
    ListKind.ITEM: _item,
    ListKind.TERM: _term,
    ListKind.CLASS: _class,
    ListKind.DEPARTMENT: _department,
}


def _filled(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None and value != ""}


def _encoded(fields: Mapping[str, Any]) -> bytes:
    return msgspec.json.encode(_filled(fields))
