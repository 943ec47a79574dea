"""The list of unposted invoices, field by field, so that a long list can be searched without rendering it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from mobius_desktop.sandbox.connectwise.ledger import Ledger
from mobius_desktop.sandbox.connectwise.query import Listing
from mobius_desktop.sandbox.connectwise.references import References
from mobius_desktop.sandbox.firm.model import FirmInvoice

Field = Callable[[References, FirmInvoice], Any]
_LEVELS = ("state", "county", "city", "country", "composite", "levelSix")
_SINCE_2022_2 = ("location", "department", "hasTime", "hasExpenses", "hasProducts")
_ZERO = Decimal("0.00")


def unposted_invoices(ledger: Ledger, references: References, *, old_model: bool) -> Listing:
    """The listing of unposted invoices; `old_model` is what a version before 2022.2 gets."""
    fields = _fields(ledger)
    if old_model:
        fields = {name: field for name, field in fields.items() if name not in _SINCE_2022_2}

    def read(invoice: FirmInvoice, name: str) -> Any:
        field = fields.get(name)
        return None if field is None else field(references, invoice)

    def render(invoice: FirmInvoice) -> dict[str, Any]:
        return {
            name: value for name, field in fields.items() if (value := field(references, invoice)) is not None
        }

    return Listing(
        "UnpostedInvoice",
        ledger.unposted(),
        key=lambda invoice: ledger.listed_id(invoice) or 0,
        render=render,
        field=read,
    )


def taxable_levels(invoice: FirmInvoice) -> list[dict[str, Any]]:
    """What the invoice's tax levels come to."""
    return [
        {
            "id": invoice.billing_log_id * 10 + tax.level,
            "taxLevel": tax.level,
            "taxCodeXref": tax.xref,
            "taxAmount": tax.amount,
        }
        for tax in invoice.taxes
    ]


def day(moment: date) -> str:
    """A date as the lists give it: at midnight, and meant as a date."""
    return f"{moment.isoformat()}T00:00:00Z"


def instant(moment: datetime | None) -> str | None:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


def _fields(ledger: Ledger) -> dict[str, Field]:
    without_id = 0 if ledger.switches["rows_without_id"] == "zero" else None

    def listed_id(_: References, one: FirmInvoice) -> int | None:
        found = ledger.listed_id(one)
        return without_id if found is None else found

    fields: dict[str, Field] = {
        "id": listed_id,
        "billingLogId": lambda _, one: one.billing_log_id,
        "locationId": lambda _, one: one.location_id,
        "location": lambda refs, one: refs.location(one.location_id),
        "departmentId": lambda refs, _: (refs.department() or {}).get("id"),
        "department": lambda refs, _: refs.department(),
        "company": lambda refs, one: refs.company(one.company_id),
        "accountNumber": _account_number,
        "billToCompany": lambda refs, one: refs.company(one.bill_to_id),
        "billToSite": lambda refs, one: refs.site(one.bill_to_site_id),
        "shipToCompany": lambda refs, one: refs.company(one.ship_to_id),
        "shipToSite": lambda refs, one: refs.site(one.ship_to_site_id),
        "invoiceNumber": lambda _, one: one.number,
        "invoiceDate": lambda _, one: day(one.date),
        "invoiceType": lambda _, one: one.invoice_type,
        "description": lambda _, one: "Accounts Receivable" if one.gl_entry_ids else None,
        "billingTerms": lambda refs, one: refs.terms(one.terms_id),
        "dueDays": lambda refs, one: str(refs.record("billingTerms", one.terms_id).get("dueDays", "")),
        "dueDate": lambda _, one: day(one.due_date),
        "currency": lambda refs, one: refs.currency(one.currency),
        "subTotal": lambda _, one: one.total - one.sales_tax,
        "total": lambda _, one: one.total,
        "hasTime": lambda _, one: one.has_time,
        "hasExpenses": lambda _, one: one.has_expenses,
        "hasProducts": lambda _, one: one.has_products,
        "invoiceTaxableFlag": lambda _, one: one.taxable,
        "taxCode": lambda refs, one: refs.tax_code(one.tax_code_id),
        "avalaraTaxFlag": lambda _, one: one.avalara,
        "itemTaxableFlag": lambda _, one: any(row.item_taxable for row in one.rows),
        "salesTaxAmount": lambda _, one: one.sales_tax,
    }
    for level, word in enumerate(_LEVELS, start=1):
        fields |= _level_fields(level, word)
    fields["createdBy"] = lambda refs, _: refs.creator() or None
    fields["dateClosed"] = lambda _, one: instant(one.date_closed)
    return fields


def _account_number(refs: References, one: FirmInvoice) -> str | None:
    """Blank, like the description, where closing the invoice made no GL entry."""
    return refs.record("companies", one.bill_to_id).get("accountNumber") if one.gl_entry_ids else None


def _level_fields(level: int, word: str) -> dict[str, Field]:
    def amount(_: References, one: FirmInvoice) -> Decimal:
        return next((tax.amount for tax in one.taxes if tax.level == level), _ZERO)

    def xref(_: References, one: FirmInvoice) -> str | None:
        return next((tax.xref for tax in one.taxes if tax.level == level), None)

    return {
        f"{word}TaxFlag": lambda refs, one: amount(refs, one) != 0,
        f"{word}TaxXref": xref,
        f"{word}TaxAmount": amount,
    }
