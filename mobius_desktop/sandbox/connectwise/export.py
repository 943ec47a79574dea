"""The GL export: ConnectWise's accounting view of invoices, header and rows, as documented.

Debits are positive, credits negative: a header and its rows come to zero. `glEntryIds` holds the AR entries,
the rows have ids of their own, and both together are what a batch marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from mobius_desktop.sandbox.connectwise.ledger import SALES_TAX, Ledger, fragment_total
from mobius_desktop.sandbox.connectwise.references import References, bare
from mobius_desktop.sandbox.connectwise.wording import option_of, text_of
from mobius_desktop.sandbox.firm.model import FirmInvoice, GlRow, TaxAmount

Record = dict[str, Any]
_ZERO = Decimal("0.00")
_CUSTOMER_TYPE = {"id": 1, "name": "Customer"}
_LEVEL_WORDS = ("One", "Two", "Three", "Four", "Five", "Six")
_NAMED_LEVELS = ("state", "county", "city", "country", "composite")


def gl_export(
    ledger: Ledger,
    references: References,
    invoices: Sequence[FirmInvoice],
    *,
    summary: str,
    settings: Record,
    posted_in: int | None = None,
) -> Record:
    """The export of these invoices: of what is unposted in them, or of what one batch holds."""
    companies = dict.fromkeys(one.bill_to_id for one in invoices)
    return {
        "exportSettings": settings,
        "vendors": [],
        "customers": [_customer(references, number) for number in companies],
        "transactions": [_transaction(ledger, references, one, summary, posted_in) for one in invoices],
        "expenses": [],
        "expenseBills": [],
        "purchaseTransactions": [],
        "adjustmentTransactions": [],
        "inventoryTransfers": [],
    }


def export_settings(identifier: str, *, invoices: bool, expenses: bool, products: bool) -> Record:
    return {
        "cogsOption": True,
        "salesTaxOption": True,
        "salesTaxGroupsOption": True,
        "inventoryPostOption": False,
        "expenseAsBillOption": False,
        "expenseSummaryOption": False,
        "exportInvoices": invoices,
        "exportExpenses": expenses,
        "exportInventory": products,
        "syncPayments": False,
        "glBatchId": identifier,
        "lastPaymentSync": "",
        "dropShipCogsOption": False,
        "uomProductOption": False,
    }


def _transaction(
    ledger: Ledger, references: References, one: FirmInvoice, summary: str, posted_in: int | None
) -> Record:
    rows, entries, total = _extent(ledger, one, posted_in)
    if one.document_type == "CREDIT MEMO" and ledger.switches["credit_memo_header"] == "positive":
        total = -total
    served = ledger.switches["export_company"] == "served"
    terms = references.record("billingTerms", one.terms_id)
    record: Record = {
        "id": one.billing_log_id,
        "glClass": one.gl_class,
        "glTypeId": "AR",
        "documentDate": _local(one.date.isoformat()),
        "documentNumber": one.number,
        "documentType": one.document_type,
        "memo": "",
        "description": "Accounts Receivable" if entries else None,
        "attention": _contact_name(references, one.bill_to_id),
        "salesTerritory": references.location(one.location_id)["name"],
        "company": bare(references.company(one.company_id if served else one.bill_to_id)),
        "companyType": _CUSTOMER_TYPE,
        "companyAccountNumber": references.record("companies", one.bill_to_id).get("accountNumber", ""),
        "site": bare(references.site(one.bill_to_site_id)),
        "billingTerms": references.terms(one.terms_id),
        "billingTermsXref": terms.get("termsXref", ""),
        "dueDays": terms.get("dueDays"),
        "dueDate": _local(one.due_date.isoformat()),
        "emailDeliveryFlag": True,
        "printDeliveryFlag": False,
        "agreementPrePaymentFlag": one.agreement_prepayment,
        "accountNumber": ledger.receivable_account() if entries else None,
        "billingType": one.invoice_type,
        "glEntryIds": ",".join(str(entry) for entry in entries),
        "currency": bare(references.currency(one.currency)),
        "total": total,
        **_transaction_taxes(references, one),
        "shipToCompany": bare(references.company(one.ship_to_id)),
        "shipToCompanyAccountNumber": references.record("companies", one.ship_to_id).get("accountNumber", ""),
        "shipToCompanyType": _CUSTOMER_TYPE,
        "shipToTaxId": "",
        "shipSite": bare(references.site(one.ship_to_site_id)),
        "shipContact": _contact_name(references, one.ship_to_id),
        "detail": [_detail(references, one, row, summary) for row in rows],
    }
    if one.customer_po and ledger.switches["customer_po"] == "purchaseOrder":
        record["purchaseOrder"] = {"name": one.customer_po}
    return {name: value for name, value in record.items() if value is not None}


def _extent(
    ledger: Ledger, one: FirmInvoice, posted_in: int | None
) -> tuple[list[GlRow], list[int], Decimal]:
    """Rows, AR entries and total: all of an invoice, or the part that is still (or already) posted."""
    if posted_in is None:
        if not ledger.is_fragment(one):
            return one.rows, one.gl_entry_ids, one.header_total
        rows, entries = ledger.open_rows(one), ledger.open_entries(one)
    else:
        rows = [row for row in one.rows if ledger.posted.get(row.id) == posted_in]
        entries = [entry for entry in one.gl_entry_ids if ledger.posted.get(entry) == posted_in]
        if len(rows) == len(one.rows):
            return rows, entries, one.header_total
    return rows, entries, fragment_total(rows)


def _transaction_taxes(references: References, one: FirmInvoice) -> Record:
    amounts = {tax.level: tax for tax in one.taxes}

    def base(level: int) -> Decimal:
        return amounts[level].taxable_amount if level in amounts else _ZERO

    code = references.record("taxCodes", one.tax_code_id)
    record: Record = {
        "taxable": one.taxable,
        "taxableTotal": base(1),
        "taxCode": bare(references.tax_code(one.tax_code_id) or {}) or None,
        "taxGroupRate": sum((tax.rate for tax in one.taxes), Decimal(0)),
        "piggyBackFlag": False,
        "taxAccountNumber": next((row.account for row in one.rows if row.gl_type == SALES_TAX), ""),
        "salesTax": one.sales_tax,
        "stateTax": amounts[1].amount if 1 in amounts else _ZERO,
        "countyTax": amounts[2].amount if 2 in amounts else _ZERO,
        "cityTax": amounts[3].amount if 3 in amounts else _ZERO,
        **{f"taxableAmount{level}": base(level) for level in range(1, 6)},
        "taxAgencyXref": code.get("levelOneAgencyXref", ""),
        "stateTaxXref": amounts[1].xref if 1 in amounts else "",
        "countyTaxXref": amounts[2].xref if 2 in amounts else "",
        "taxId": "",
        "taxDpAppliedFlag": one.tax_down_payment_applied,
        "useAvalaraFlag": one.avalara,
        "sendAvalaraTaxFlag": one.avalara,
        "taxLevels": [_tax_level(tax) for tax in one.taxes],
    }
    return record


def _tax_level(tax: TaxAmount) -> Record:
    return {
        "taxAmount": tax.amount,
        "taxableAmount": tax.taxable_amount,
        "taxCodeXref": tax.xref,
        "taxLevel": tax.level,
    }


def _detail(references: References, one: FirmInvoice, row: GlRow, summary: str) -> Record:
    is_tax = row.gl_type == SALES_TAX
    product = references.product(row.item) if row.item else {}
    rate = _row_rate(one, row) if is_tax else Decimal(0)
    levels = {level: row.taxable and (level in (row.taxable_levels or (1,))) for level in range(1, 6)}
    record: Record = {
        "id": row.id,
        "documentDate": _local(one.date.isoformat()),
        "documentType": one.document_type,
        "accountNumber": row.account,
        "glClass": row.gl_class,
        "glTypeId": row.gl_type,
        "glItemId": row.gl_item_id,
        "invoiceSummaryOption": option_of(row, summary),
        "cost": abs(row.quantity) * product.get("cost", Decimal(0)),
        "salesCode": "",
        "memo": text_of(row, summary),
        "description": row.description,
        "quantity": row.quantity,
        "total": row.total,
        "currency": bare(references.currency(one.currency)),
        "costAccountNumber": "",
        "inventoryAccountNumber": "",
        "productAccountNumber": row.account,
        # A tax row shows its own xref as not taxable, whatever its level: seen so on the real service.
        "taxCodeXref": "TAX" if row.taxable else "NON",
        "taxAgencyXref": "",
        "taxNote": "AUTOSTAX" if is_tax else "",
        "taxRate": rate,
        "taxRatePercent": rate * 100,
        "taxableFlag": levels[1],
        **{f"taxable{level}Flag": levels[level] for level in range(2, 6)},
        "itemTaxableFlag": row.item_taxable,
        "itemPrice": row.item_price,
        "itemCost": product.get("cost", Decimal(0)),
        "itemDescription": product.get("description", ""),
        "salesDescription": product.get("customerDescription", ""),
        "serializedFlag": False,
        "serialNumbers": "",
        "dropShippedFlag": False,
        "locationXref": "DEFAULT",
        "taxLevels": [
            {"taxableFlag": levels.get(tax.level, False), "taxLevel": tax.level} for tax in one.taxes
        ],
    }
    if is_tax and one.tax_code_id is not None:
        record["taxCode"] = bare(references.tax_code(one.tax_code_id) or {})
    if row.item:
        record |= _item(row, product)
    if summary == "Detailed" and row.time_entry_id is not None:
        record["timeEntry"] = {"id": row.time_entry_id}
    return record


def _item(row: GlRow, product: Record) -> Record:
    record: Record = {"item": {"identifier": row.item, "serializedFlag": False}}
    if product:
        record["item"]["id"] = product["id"]
        record["itemTypeXref"] = product.get("type", {}).get("name", "")
    if "unitOfMeasure" in product:
        record["unitOfMeasure"] = bare(product["unitOfMeasure"])
    if "subcategory" in product:
        record["subCategory"] = bare(product["subcategory"])
    return record


def _row_rate(one: FirmInvoice, row: GlRow) -> Decimal:
    level = next((tax for tax in one.taxes if row.description == f"Level {tax.level} Sales Tax"), None)
    return level.rate if level else Decimal(0)


def _customer(references: References, number: int) -> Record:
    company = references.record("companies", number)
    terms = references.record("billingTerms", company.get("billingTerms", {}).get("id"))
    code = references.record("taxCodes", company.get("taxCode", {}).get("id"))
    levels = list(_code_levels(code))
    record: Record = {
        "company": bare(references.company(number)),
        "companyType": _CUSTOMER_TYPE,
        "contact": company.get("defaultContact"),
        "site": company.get("site"),
        "accountNumber": company.get("accountNumber", ""),
        "billingTerms": company.get("billingTerms"),
        "billingTermsXref": terms.get("termsXref", ""),
        "dueDays": terms.get("dueDays"),
        "taxable": bool(levels),
        "taxCode": company.get("taxCode"),
        "currency": company.get("currency"),
        "taxGroupRate": sum((level["taxRate"] for level in levels), Decimal(0)) / 100,
        "taxAgencyXref": levels[0]["agencyXref"] if levels else "",
        "taxLevels": levels,
    }
    for index, word in enumerate(_NAMED_LEVELS):
        level = levels[index] if index < len(levels) else {}
        record[f"{word}TaxXref"] = level.get("taxCodeXref", "")
        record[f"{word}TaxRate"] = level.get("taxRate", Decimal(0))
        record[f"{word}TaxAgencyXref"] = level.get("agencyXref", "")
    return {name: value for name, value in record.items() if value is not None}


def _code_levels(code: Record) -> Iterable[Record]:
    """The levels of a tax code with their rates in percent."""
    for level, word in enumerate(_LEVEL_WORDS, start=1):
        rate = code.get(f"level{word}Rate")
        if rate:
            yield {
                "taxRate": Decimal(rate) * 100,
                "taxCodeXref": code.get(f"level{word}TaxCodeXref", ""),
                "agencyXref": code.get(f"level{word}AgencyXref", ""),
                "taxLevel": level,
            }


def _contact_name(references: References, company: int) -> str:
    contact = references.record("companies", company).get("defaultContact") or {}
    return str(contact.get("name", ""))


def _local(day: str) -> str:
    """Dates inside an export carry no zone."""
    return f"{day}T00:00:00"
