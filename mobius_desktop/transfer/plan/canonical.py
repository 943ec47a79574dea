"""The canonical form of a document: what its requestid is made of.

Our field order; amounts with their decimals, prices and quantities in plain notation; list records by their
ConnectWise key, whether or not QuickBooks has them yet, so that two machines whose plans differ only in that
meet in one requestid. No time, user, machine, batch or version, and no note: it carries the series.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from decimal import Decimal

from mobius_desktop.domain.document import (
    Document,
    DocumentAddress,
    DocumentLine,
    DocumentTax,
    NewRecord,
    RecordRef,
)
from mobius_desktop.domain.money import minor_digits, plain, round_half_up

Canonical = str | int | bool | None | list["Canonical"]


def canonical_form(subject: Document | NewRecord) -> str:
    """One text for one content, whichever machine, user, version or moment made it."""
    fields = _document(subject) if isinstance(subject, Document) else _record(subject)
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def canonical_hash(subject: Document | NewRecord) -> str:
    """SHA-256 of the canonical form, in hex."""
    return hashlib.sha256(canonical_form(subject).encode()).hexdigest()


def _document(document: Document) -> Canonical:
    currency = document.currency
    return [
        ["kind", document.kind.value],
        ["number", document.number],
        ["date", _date(document.date)],
        ["due", _date(document.due_date)],
        ["currency", currency],
        ["customer", _key(document.customer)],
        ["term", _key(document.term)],
        ["department", _key(document.department)],
        ["class", _key(document.class_ref)],
        ["total", _amount(document.total, currency)],
        ["tax", _tax(document.tax, currency)],
        ["bill", _address(document.bill_address)],
        ["ship", _address(document.ship_address)],
        ["email", document.bill_email],
        ["email status", document.email_status.value],
        ["po", document.po_number],
        ["memo", document.customer_memo],
        ["card", document.online_card],
        ["bank", document.online_bank],
        ["lines", [_line(line, currency) for line in document.lines]],
    ]


def _line(line: DocumentLine, currency: str) -> Canonical:
    return [
        _amount(line.amount, currency),
        _key(line.item),
        plain(line.quantity),
        plain(line.unit_price),
        line.taxable,
        _key(line.class_ref),
        line.description,
    ]


def _record(record: NewRecord) -> Canonical:
    return [
        ["kind", record.ref.kind.value],
        ["key", record.ref.key],
        ["name", record.ref.name],
        ["company", record.company_name],
        ["type", record.item_type],
        ["account", record.account],
        ["days", record.due_days],
        ["parent", record.parent_name],
        ["address", _address(record.address)],
        ["email", record.email],
        ["phone", record.phone],
        ["taxable", record.taxable],
        ["description", record.description],
    ]


def _tax(tax: DocumentTax, currency: str) -> Canonical:
    """The code beside an overriding amount is QuickBooks' to choose, so it says nothing."""
    total = None if tax.total is None else _amount(tax.total, currency)
    return [total, tax.override, None if tax.override else tax.tax_code_id]


def _address(address: DocumentAddress | None) -> Canonical:
    if address is None:
        return None
    return [list(address.lines), address.city, address.region, address.postal_code, address.country]


def _amount(value: Decimal, currency: str) -> str:
    """Zero has no sign here: −0.00 and 0.00 are the same money."""
    amount = round_half_up(value, minor_digits(currency))
    return format(abs(amount) if amount == 0 else amount, "f")


def _date(value: dt.date | None) -> str | None:
    return value.isoformat() if value else None


def _key(ref: RecordRef | None) -> str | None:
    return ref.key if ref else None
