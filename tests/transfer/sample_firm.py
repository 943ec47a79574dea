"""The sample firm as a plan's input, straight from the sandbox's books: no server, no client in between."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal

from mobius_desktop.domain.connectwise import (
    Company,
    GlRow,
    GlTransaction,
    InvoiceDetails,
    PostalAddress,
    Reference,
    TaxLevel,
    UnpostedInvoice,
)
from mobius_desktop.domain.ids import BillingLogId, ConnectWiseId, GlEntryId, QuickBooksId, RealmId
from mobius_desktop.domain.options import CompanyOptions, Creation, Summary
from mobius_desktop.domain.plan import PlanInput
from mobius_desktop.domain.quickbooks import (
    Account,
    ClassOrDepartment,
    CompanyInfo,
    Customer,
    DocumentKind,
    DocumentRef,
    FoundDocument,
    FoundLine,
    Item,
    NamedRecord,
    Preferences,
    QuickBooksLists,
    TaxAgency,
    TaxCode,
    Term,
)
from mobius_desktop.sandbox.connectwise.wording import text_of
from mobius_desktop.sandbox.firm import model
from mobius_desktop.sandbox.firm.build import build_firm
from mobius_desktop.sandbox.firm.quickbooks_books import REALM_1

SAMPLE = Path(__file__).parents[2] / "resources" / "sample-firm"
ORIGIN = "gulfline@127.0.0.1"
Record = dict[str, Any]
Tax = Literal["automated", "manual"]

REALM_1_OPTIONS = CompanyOptions(
    invoice_export_detail=Summary.DETAILED,
    create_customers=Creation.ALLOW,
    create_items=Creation.ALLOW,
    create_terms=Creation.ALLOW,
)


@cache
def firm(seed: int = 1, tax: Tax = "automated", scale: Literal["small", "month-end"] = "small") -> model.Firm:
    return build_firm(scale=scale, seed=seed, tax=tax, ast="honour", sample_firm=SAMPLE)


def plan_input(
    seed: int = 1,
    *,
    tax: Tax = "automated",
    summary: Summary = Summary.DETAILED,
    options: CompanyOptions = REALM_1_OPTIONS,
    scale: Literal["small", "month-end"] = "small",
) -> PlanInput:
    """All unposted invoices of the firm against its first company, before the first run."""
    made = firm(seed, tax, scale)
    books, quickbooks = made.connectwise, made.quickbooks[REALM_1]
    invoices = list(books.invoices.values())
    return PlanInput(
        realm=RealmId(REALM_1),
        origin=ORIGIN,
        summary=summary,
        options=options,
        invoices=tuple(_unposted(books, one) for one in invoices),
        export={
            BillingLogId(one.billing_log_id): _transaction(books, one, summary)
            for one in invoices
            if one.in_export
        },
        details={BillingLogId(one.billing_log_id): _details(books, one) for one in invoices},
        companies={ConnectWiseId(key): _company(record) for key, record in books.tables["companies"].items()},
        lists=_lists(quickbooks),
        existing=tuple(found_document(quickbooks, one) for one in quickbooks.tables["Invoice"].values()),
        today=dt.date(2026, 11, 2),
    )


def _reference(books: model.ConnectWiseBooks, company: int) -> Reference:
    record = books.tables["companies"][company]
    return Reference(ConnectWiseId(company), record["name"], record["identifier"])


def _tax_code(books: model.ConnectWiseBooks, one: model.FirmInvoice) -> str:
    return str(books.tables["taxCodes"][one.tax_code_id]["identifier"]) if one.tax_code_id else ""


def _unposted(books: model.ConnectWiseBooks, one: model.FirmInvoice) -> UnpostedInvoice:
    bill_to = books.tables["companies"][one.bill_to_id]
    return UnpostedInvoice(
        billing_log_id=BillingLogId(one.billing_log_id),
        unposted_id=GlEntryId(one.unposted_id) if one.unposted_id else None,
        number=one.number,
        invoice_type=one.invoice_type,
        company=_reference(books, one.company_id),
        bill_to=_reference(books, one.bill_to_id),
        ship_to=_reference(books, one.ship_to_id),
        account_id=bill_to["accountNumber"] if one.gl_entry_ids else "",
        date=one.date,
        due_date=one.due_date,
        location=None,
        currency=one.currency,
        subtotal=one.total - one.sales_tax,
        total=one.total,
        sales_tax=one.sales_tax,
        has_time=one.has_time,
        has_expenses=one.has_expenses,
        has_products=one.has_products,
        taxable=one.taxable,
        item_taxable=any(row.item_taxable for row in one.rows),
        tax_code=_tax_code(books, one),
        terms=books.tables["billingTerms"][one.terms_id]["name"],
    )


def _transaction(books: model.ConnectWiseBooks, one: model.FirmInvoice, summary: Summary) -> GlTransaction:
    term = books.tables["billingTerms"][one.terms_id]
    return GlTransaction(
        billing_log_id=BillingLogId(one.billing_log_id),
        number=one.number,
        document_type=one.document_type,
        billing_type=one.invoice_type,
        date=one.date,
        due_date=one.due_date,
        currency=one.currency,
        total=one.header_total,
        account="11000",
        account_id=books.tables["companies"][one.bill_to_id]["accountNumber"],
        company=_reference(books, one.bill_to_id),
        ship_to=_reference(books, one.ship_to_id),
        gl_class="",
        gl_entry_ids=tuple(GlEntryId(entry) for entry in one.gl_entry_ids),
        rows=tuple(_row(books, row, summary) for row in one.rows),
        sales_tax=one.sales_tax,
        tax_levels=tuple(TaxLevel(tax.level, tax.amount, tax.taxable_amount, tax.xref) for tax in one.taxes),
        tax_code=_tax_code(books, one),
        taxable=one.taxable,
        tax_account="22000",
        terms=term["name"],
        terms_xref=term["termsXref"],
        due_days=term["dueDays"],
        prepayment=one.agreement_prepayment,
        tax_down_payment_applied=one.tax_down_payment_applied,
    )


def _row(books: model.ConnectWiseBooks, row: model.GlRow, summary: Summary) -> GlRow:
    catalog = {record["identifier"]: record for record in books.tables["catalog"].values()}
    product: Record = catalog.get(row.item, {})
    return GlRow(
        id=GlEntryId(row.id),
        gl_type=row.gl_type,
        account=row.account,
        total=row.total,
        quantity=row.quantity,
        item_price=row.item_price,
        item=row.item,
        gl_item_id=row.gl_item_id,
        gl_class=row.gl_class,
        taxable=row.taxable,
        taxable_levels=row.taxable_levels,
        memo=text_of(row, summary.value),
        description=row.description,
        unit=product.get("unitOfMeasure", {}).get("name", ""),
        work_role=row.work_role if summary is Summary.DETAILED else "",
        work_type=row.work_type if summary is Summary.DETAILED else "",
        item_description=product.get("description", ""),
        item_taxable=row.item_taxable,
        item_type_xref=product.get("type", {}).get("name", ""),
    )


def _details(books: model.ConnectWiseBooks, one: model.FirmInvoice) -> InvoiceDetails:
    sites = books.tables["sites"]
    return InvoiceDetails(
        billing_log_id=BillingLogId(one.billing_log_id),
        number=one.number,
        bill_to_address=_site(sites[one.bill_to_site_id]),
        ship_to_address=_site(sites[one.ship_to_site_id]),
        customer_po=one.customer_po,
        comment=one.comment,
        internal_notes=one.internal_notes,
        applied_to=one.applied_to,
    )


def _site(record: Record) -> PostalAddress:
    region = record["stateReference"]["identifier"] if "stateReference" in record else record["state"]
    return PostalAddress(
        record["addressLine1"], "", record["city"], region, record["zip"], record["country"]["name"]
    )


def _company(record: Record) -> Company:
    return Company(
        id=ConnectWiseId(record["id"]),
        name=record["name"],
        identifier=record["identifier"],
        account_id=record["accountNumber"],
        address=_site(record),
        phone=record["phoneNumber"],
        invoice_email=record["invoiceToEmailAddress"],
    )


def _id(reference: Record | None) -> QuickBooksId | None:
    return QuickBooksId(reference["value"]) if reference else None


def _lists(books: model.QuickBooksBooks) -> QuickBooksLists:
    tables = {name: list(table.values()) for name, table in books.tables.items()}
    accounting, tax = books.preferences["AccountingInfoPrefs"], books.preferences["TaxPrefs"]
    rates = {one["Id"]: (one["Name"], Decimal(one["RateValue"])) for one in tables["TaxRate"]}
    return QuickBooksLists(
        company=CompanyInfo(RealmId(books.realm), books.company_info["CompanyName"]),
        preferences=Preferences(
            class_per_transaction=accounting["ClassTrackingPerTxn"],
            class_per_line=accounting["ClassTrackingPerTxnLine"],
            book_close_date=dt.date.fromisoformat(accounting["BookCloseDate"]),
            using_sales_tax=tax["UsingSalesTax"],
            automated_sales_tax=tax["PartnerTaxEnabled"],
        ),
        customers=tuple(_customer(one) for one in tables["Customer"]),
        vendors=tuple(NamedRecord(QuickBooksId(one["Id"]), one["DisplayName"]) for one in tables["Vendor"]),
        items=tuple(_item(one) for one in tables["Item"]),
        accounts=tuple(
            Account(
                QuickBooksId(one["Id"]),
                one["AcctNum"],
                one["Name"],
                one["FullyQualifiedName"],
                one["AccountType"],
                one["Classification"],
            )
            for one in tables["Account"]
        ),
        terms=tuple(Term(QuickBooksId(one["Id"]), one["Name"], one["DueDays"]) for one in tables["Term"]),
        classes=tuple(
            ClassOrDepartment(QuickBooksId(one["Id"]), one["Name"], one["FullyQualifiedName"])
            for one in tables["Class"]
        ),
        tax_codes=tuple(_quickbooks_code(one, rates) for one in tables["TaxCode"]),
        tax_agencies=tuple(
            TaxAgency(QuickBooksId(one["Id"]), one["DisplayName"]) for one in tables["TaxAgency"]
        ),
    )


def _customer(record: Record) -> Customer:
    return Customer(
        QuickBooksId(record["Id"]),
        record["DisplayName"],
        record["CompanyName"],
        record["FullyQualifiedName"],
        active=record["Active"],
        taxable=record["Taxable"],
        currency=record["CurrencyRef"]["value"],
    )


def _item(record: Record) -> Item:
    start = record.get("InvStartDate")
    return Item(
        QuickBooksId(record["Id"]),
        record["Name"],
        record["FullyQualifiedName"],
        record["Type"],
        active=record["Active"],
        income_account_id=_id(record["IncomeAccountRef"]),
        taxable=record["Taxable"],
        inventory_start=dt.date.fromisoformat(start) if start else None,
        quantity_on_hand=record.get("QtyOnHand"),
    )


def _quickbooks_code(record: Record, rates: dict[str, tuple[str, Decimal]]) -> TaxCode:
    parts = record.get("SalesTaxRateList", {}).get("TaxRateDetail", [])
    return TaxCode(
        QuickBooksId(record["Id"]),
        record["Name"],
        rates=tuple(rates[part["TaxRateRef"]["value"]] for part in parts),
    )


def found_document(
    books: model.QuickBooksBooks, record: Record, kind: DocumentKind = DocumentKind.INVOICE
) -> FoundDocument:
    """A document of QuickBooks' books as a client would find it."""
    sales = [line for line in record["Line"] if line["DetailType"] == "SalesItemLineDetail"]
    return FoundDocument(
        ref=DocumentRef(kind, QuickBooksId(record["Id"])),
        sync_token=record["SyncToken"],
        number=record["DocNumber"],
        date=dt.date.fromisoformat(record["TxnDate"]),
        due_date=dt.date.fromisoformat(record["DueDate"]),
        customer_id=QuickBooksId(record["CustomerRef"]["value"]),
        customer_name=books.tables["Customer"][record["CustomerRef"]["value"]]["DisplayName"],
        total=record["TotalAmt"],
        tax=record["TxnTaxDetail"]["TotalTax"],
        currency=record["CurrencyRef"]["value"],
        private_note=record.get("PrivateNote", ""),
        lines=tuple(_found_line(line) for line in sales),
    )


def _found_line(line: Record) -> FoundLine:
    detail = line["SalesItemLineDetail"]
    return FoundLine(
        amount=line["Amount"],
        item_id=_id(detail["ItemRef"]),
        account_id=_id(detail.get("ItemAccountRef")),
        quantity=detail["Qty"],
        unit_price=detail["UnitPrice"],
        taxable=detail["TaxCodeRef"]["value"] == "TAX",
        class_id=_id(detail.get("ClassRef")),
    )
