"""Small inputs for a plan: one firm with a few accounts and items; tests change what they are about."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

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
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.ids import BillingLogId, ConnectWiseId, GlEntryId, QuickBooksId, RealmId
from mobius_desktop.domain.options import CompanyOptions, Creation, Summary
from mobius_desktop.domain.plan import InvoicePlan, Judgement, PlanInput
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
from mobius_desktop.transfer.plan import build_plan

TODAY = dt.date(2026, 11, 2)
ORIGIN = "gulfline@127.0.0.1"
REALM = RealmId("1")
ACME = Reference(ConnectWiseId(250), "Acme Manufacturing LLC", "AcmeMfg")
TAMPA = PostalAddress("1 Harbour Place", "", "Tampa", "FL", "33602", "United States")


def money(text: str | int | Decimal) -> Decimal:
    return Decimal(text)


def row(gl_type: str = "R", total: str = "-300.00", account: str = "40000", **changes: Any) -> GlRow:
    """A row of the GL export; negative is a sale, as in ConnectWise."""
    plain = GlRow(
        id=GlEntryId(changes.pop("id", 700101)),
        gl_type=gl_type,
        account=account,
        total=money(total),
        quantity=money(changes.pop("quantity", 0)),
        item_price=money(changes.pop("item_price", 0)),
        item="",
        gl_item_id="",
        gl_class="",
        taxable=False,
        taxable_levels=(),
        memo="Service",
        description="Service",
    )
    return replace(plain, **changes)


def product(total: str, quantity: str, price: str, item: str = "CAT6-10", **changes: Any) -> GlRow:
    return row(
        "RP",
        total,
        changes.pop("account", "40100"),
        quantity=quantity,
        item_price=price,
        item=item,
        item_description="10 ft Cat6 patch cable",
        **changes,
    )


def tax_row(total: str, level: int = 1) -> GlRow:
    return row("ST", total, "22000", id=700190 + level, description=f"Level {level} Sales Tax")


def taxed(total: str, tax: str, base: str | None = None, **changes: Any) -> tuple[tuple[GlRow, ...], Any]:
    """Rows of one taxed product, and the header's levels."""
    sold = product(total, "-1", str(-money(total)), taxable=True, taxable_levels=(1,), item_taxable=True)
    levels = (TaxLevel(1, money(tax), money(base) if base else -money(total)),)
    return (replace(sold, **changes), tax_row(f"-{tax}")), levels


LISTS = QuickBooksLists(
    company=CompanyInfo(REALM, "Gulfline Technology Partners"),
    preferences=Preferences(
        class_per_line=True,
        book_close_date=dt.date(2026, 9, 30),
        using_sales_tax=True,
        automated_sales_tax=True,
    ),
    customers=(
        Customer(QuickBooksId("64"), "Acme Manufacturing LLC", "ACM001", "Acme Manufacturing LLC"),
        Customer(QuickBooksId("65"), "Bayside Dental Group", "BAY002", "Bayside Dental Group"),
    ),
    items=(
        Item(
            QuickBooksId("21"),
            "Service-40000",
            "Service-40000",
            "Service",
            income_account_id=QuickBooksId("1"),
        ),
        Item(QuickBooksId("22"), "CAT6-10", "CAT6-10", "NonInventory", income_account_id=QuickBooksId("2")),
        Item(QuickBooksId("23"), "DP-PROJECT", "DP-PROJECT", "Service", income_account_id=QuickBooksId("5")),
    ),
    accounts=(
        Account(QuickBooksId("1"), "40000", "Service", "Service", "Income", "Revenue"),
        Account(QuickBooksId("2"), "40100", "Hardware", "Hardware", "Income", "Revenue"),
        Account(QuickBooksId("3"), "40110", "Software", "Software", "Income", "Revenue"),
        Account(QuickBooksId("4"), "65000", "Bad Debts", "Bad Debts", "Expense", "Expense"),
        Account(QuickBooksId("5"), "24000", "Deferred", "Deferred", "Other Current Liability", "Liability"),
        Account(QuickBooksId("6"), "22000", "Sales Tax", "Sales Tax", "Other Current Liability", "Liability"),
        Account(QuickBooksId("7"), "11000", "A/R", "A/R", "Accounts Receivable", "Asset"),
        Account(QuickBooksId("8"), "12000", "Checking", "Checking", "Bank", "Asset"),
    ),
    terms=(Term(QuickBooksId("31"), "Net 30", 30),),
    classes=(ClassOrDepartment(QuickBooksId("5000000000000000041"), "Cloud", "Cloud"),),
    tax_codes=(TaxCode(QuickBooksId("TAX"), "TAX"), TaxCode(QuickBooksId("51"), "Florida combined")),
    tax_agencies=(TaxAgency(QuickBooksId("61"), "Florida Department of Revenue"),),
)
OPTIONS = CompanyOptions(
    create_customers=Creation.ALLOW,
    create_items=Creation.ALLOW,
    create_terms=Creation.ALLOW,
    create_classes=Creation.ALLOW,
    create_departments=Creation.ALLOW,
)


def invoice(number: str = "10501", billing_log_id: int = 6001, **changes: Any) -> UnpostedInvoice:
    """A row of the unposted list."""
    plain = UnpostedInvoice(
        billing_log_id=BillingLogId(billing_log_id),
        unposted_id=GlEntryId(700102),
        number=number,
        invoice_type="Standard",
        company=ACME,
        bill_to=ACME,
        ship_to=ACME,
        account_id="ACM001",
        date=dt.date(2026, 10, 5),
        due_date=dt.date(2026, 11, 4),
        location=None,
        currency="USD",
        subtotal=money("300.00"),
        total=money("300.00"),
        sales_tax=money("0.00"),
    )
    return replace(plain, **changes)


def transaction(listed: UnpostedInvoice, rows: tuple[GlRow, ...], **changes: Any) -> GlTransaction:
    """The export of a listed invoice."""
    plain = GlTransaction(
        billing_log_id=listed.billing_log_id,
        number=listed.number,
        document_type="CREDIT MEMO" if listed.invoice_type == "CreditMemo" else "INVOICE",
        billing_type=listed.invoice_type,
        date=listed.date,
        due_date=listed.due_date,
        currency=listed.currency,
        total=listed.total,
        account="11000",
        account_id=listed.account_id,
        company=listed.bill_to,
        ship_to=listed.ship_to,
        gl_class="",
        gl_entry_ids=(GlEntryId(700102),),
        rows=rows,
        sales_tax=listed.sales_tax,
        tax_levels=(),
        taxable=listed.sales_tax != 0,
        terms="Net 30",
        due_days=30,
    )
    return replace(plain, **changes)


def details(listed: UnpostedInvoice, **changes: Any) -> InvoiceDetails:
    return replace(InvoiceDetails(listed.billing_log_id, listed.number, TAMPA, TAMPA), **changes)


def company(**changes: Any) -> Company:
    plain = Company(ACME.id, ACME.name, ACME.identifier, "ACM001", TAMPA, "(813) 555-0100", "ap@acme.example")
    return replace(plain, **changes)


def one(
    rows: tuple[GlRow, ...] = (row(),),
    *,
    listed: UnpostedInvoice | None = None,
    tax: str = "0.00",
    levels: tuple[TaxLevel, ...] = (),
    header: dict[str, Any] | None = None,
    detail: dict[str, Any] | None = None,
    bill_to: Company | None = None,
    **changes: Any,
) -> PlanInput:
    """The input for one invoice whose totals follow from its rows; `changes` are the input's own fields."""
    total = -sum((each.total for each in rows), Decimal("0.00"))
    first = listed or invoice()
    first = replace(first, total=total, subtotal=total - money(tax), sales_tax=money(tax))
    exported = transaction(first, rows, tax_levels=levels, **(header or {}))
    plain = PlanInput(
        realm=REALM,
        origin=ORIGIN,
        summary=Summary.DEFAULT,
        options=OPTIONS,
        invoices=(first,),
        export={first.billing_log_id: exported},
        details={first.billing_log_id: details(first, **(detail or {}))},
        companies={ACME.id: bill_to or company()},
        lists=LISTS,
        today=TODAY,
    )
    return replace(plain, **changes)


def one_taxed(tax: str = "7.00", base: str | None = None, **changes: Any) -> PlanInput:
    """A product of 100.00 with sales tax."""
    rows, levels = taxed("-100.00", tax, base)
    return one(rows, tax=tax, levels=changes.pop("levels", levels), **changes)


def together(*inputs: PlanInput) -> PlanInput:
    """Several inputs as one batch; each invoice gets its own id and number unless it has one."""
    first = inputs[0]
    invoices, export, all_details = [], {}, {}
    for position, each in enumerate(inputs):
        listed = each.invoices[0]
        key = BillingLogId(listed.billing_log_id + 100 * position)
        listed = replace(listed, billing_log_id=key, number=f"{listed.number}{'ABC'[position]}")
        invoices.append(listed)
        old = each.invoices[0].billing_log_id
        export[key] = replace(each.export[old], billing_log_id=key, number=listed.number)
        all_details[key] = replace(each.details[old], billing_log_id=key, number=listed.number)
    companies = {key: value for each in inputs for key, value in each.companies.items()}
    return replace(first, invoices=tuple(invoices), export=export, details=all_details, companies=companies)


def credit_memo(rows: tuple[GlRow, ...], **changes: Any) -> PlanInput:
    return one(rows, listed=invoice("CM12", invoice_type="CreditMemo"), **changes)


def preferences(**changes: Any) -> QuickBooksLists:
    return replace(LISTS, preferences=replace(LISTS.preferences, **changes))


def lists(**changes: Any) -> QuickBooksLists:
    return replace(LISTS, **changes)


def with_items(*items: Item) -> QuickBooksLists:
    return replace(LISTS, items=(*LISTS.items, *items))


def vendor(name: str) -> NamedRecord:
    return NamedRecord(QuickBooksId("91"), name)


def item(name: str, account: str | None = "2", kind: str = "NonInventory", **changes: Any) -> Item:
    account_id = QuickBooksId(account) if account else None
    return replace(Item(QuickBooksId("29"), name, name, kind, income_account_id=account_id), **changes)


def found_for(plan: InvoicePlan, **changes: Any) -> FoundDocument:
    """The document of a plan as QuickBooks would hold it, down to the account of each item."""
    document = plan.document
    assert document is not None
    by_number = {account.number: account.id for account in LISTS.accounts}
    accounts = {each.id: each.income_account_id for each in LISTS.items}
    found = FoundDocument(
        ref=DocumentRef(document.kind, QuickBooksId("412")),
        sync_token="0",
        number=document.number,
        date=document.date,
        due_date=document.due_date if document.kind is DocumentKind.INVOICE else None,
        customer_id=document.customer.id or QuickBooksId("new"),
        customer_name=document.customer.name,
        total=document.total,
        tax=document.tax.total or Decimal(0),
        currency=document.currency,
        private_note=document.private_note,
        lines=tuple(
            FoundLine(
                amount=line.amount,
                item_id=line.item.id,
                item_name=line.item.name,
                account_id=accounts.get(line.item.id) if line.item.id else by_number.get(line.account),
                quantity=line.quantity,
                unit_price=line.unit_price,
                taxable=line.taxable,
                class_id=line.class_ref.id if line.class_ref else None,
            )
            for line in document.lines
        ),
    )
    return replace(found, **changes)


def plan_of(data: PlanInput) -> InvoicePlan:
    """The plan of the input's only (or first) invoice."""
    return build_plan(data)[0][0]


def codes(data: PlanInput) -> list[str]:
    return [found.code for found in plan_of(data).findings]


def problem(data: PlanInput, code: str) -> Finding:
    """The finding with that code; fails when there is none."""
    return next(found for found in plan_of(data).findings if found.code == code)


def judged(data: PlanInput, code: str, verdict: str, value: str = "") -> PlanInput:
    """The input with the user's word on its finding."""
    about = problem(data, code)
    assert about.billing_log_id is not None
    word = Judgement(about.billing_log_id, code, verdict, "as agreed", about.facts, value)
    return replace(data, judgements=(*data.judgements, word))
