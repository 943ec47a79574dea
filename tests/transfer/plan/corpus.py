"""One small input for each finding code: the defect, and what it is called in a sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from mobius_desktop.domain.connectwise import PostalAddress, Reference, TaxLevel
from mobius_desktop.domain.ids import BillingLogId, ConnectWiseId, QuickBooksId, RealmId, RecordKey
from mobius_desktop.domain.options import Creation, TaxMode
from mobius_desktop.domain.plan import KnownDocument, Link, PlanInput
from mobius_desktop.domain.quickbooks import (
    CompanyInfo,
    DocumentKind,
    DocumentRef,
    ListKind,
    NamedRecord,
    TaxAgency,
    TaxCode,
)
from tests.transfer.plan.makers import (
    LISTS,
    OPTIONS,
    REALM,
    company,
    credit_memo,
    found_for,
    invoice,
    item,
    judged,
    lists,
    money,
    one,
    one_taxed,
    plan_of,
    preferences,
    product,
    row,
    tax_row,
    taxed,
    together,
    vendor,
    with_items,
)

Defect = Callable[[], PlanInput]
NEW = Reference(ConnectWiseId(900), "Zephyr Sailworks", "Zephyr")
HELD = DocumentRef(DocumentKind.INVOICE, QuickBooksId("412"))


def new_customer(name: str = NEW.name, **changes: Any) -> PlanInput:
    """An invoice for a company that QuickBooks does not know."""
    reference = replace(NEW, name=name)
    listed = invoice(company=reference, bill_to=reference, ship_to=reference, account_id="ZEP900")
    made = company(id=NEW.id, name=name, account_id="ZEP900")
    return replace(one(listed=listed, companies={NEW.id: made}), **changes)


def options(**changes: Any) -> dict[str, Any]:
    return {"options": replace(OPTIONS, **changes)}


def broken_link(kind: ListKind, key: str) -> Link:
    return Link(kind, RecordKey(key), QuickBooksId("999"))


def sent_before(**changes: Any) -> PlanInput:
    known = KnownDocument(
        BillingLogId(6001), REALM, HELD, "10501", money("300.00"), 0, live=True, marked=False
    )
    return one(known=(replace(known, **changes),))


def beside(*, note: str = "", **changes: Any) -> PlanInput:
    """An invoice beside a document of QuickBooks that resembles it."""
    data = one()
    other = found_for(plan_of(data), private_note=note, **changes)
    return replace(data, existing=(other,))


def ours(**changes: Any) -> PlanInput:
    return beside(note="Invoice 10501 [CW-6001-cc70]", **changes)


def manual(code: TaxCode | None = None, **changes: Any) -> PlanInput:
    held = preferences(automated_sales_tax=False)
    codes = (*LISTS.tax_codes, code) if code else LISTS.tax_codes
    return one_taxed(lists=replace(held, tax_codes=codes), header={"tax_code": "FL-Hills"}, **changes)


def untaxed(code: TaxCode | None = None) -> PlanInput:
    """An invoice without tax, of a company under manual tax whose exempt tax code is number 72."""
    held = preferences(automated_sales_tax=False)
    known = (*LISTS.tax_codes, code) if code else LISTS.tax_codes
    return one(lists=replace(held, tax_codes=known), **options(exempt_tax_code=QuickBooksId("72")))


def two_new_items() -> PlanInput:
    first = one((product("-10.00", "-1", "10.00", "NEW-1", account="40100"),))
    second = one((product("-20.00", "-1", "20.00", "NEW-1", account="40110"),))
    return together(first, second)


def same_names() -> PlanInput:
    other = replace(NEW, id=ConnectWiseId(901))
    listed = invoice(company=other, bill_to=other, ship_to=other, account_id="ZEP901")
    second = one(
        listed=listed, companies={other.id: company(id=other.id, name=NEW.name, account_id="ZEP901")}
    )
    return together(new_customer(), second)


def credit_for(customer: Reference) -> PlanInput:
    """A credit memo for a company that QuickBooks does not know."""
    listed = invoice(
        "CM12",
        invoice_type="CreditMemo",
        company=customer,
        bill_to=customer,
        ship_to=customer,
        account_id="ZEP900",
    )
    made = company(id=customer.id, name=customer.name, account_id="ZEP900")
    return one((row(total="100.00"),), listed=listed, companies={customer.id: made})


def twice_one_number() -> PlanInput:
    """Two unposted invoices of one number, of different amounts."""
    data = together(one(), one((row(total="-120.00"),)))
    invoices = tuple(replace(each, number="10501") for each in data.invoices)
    export = {key: replace(each, number="10501") for key, each in data.export.items()}
    return replace(data, invoices=invoices, export=export)


def in_two_months() -> PlanInput:
    november = one(listed=invoice(date=dt.date(2026, 11, 1), due_date=dt.date(2026, 12, 1)))
    return together(one(), one(), november)


def classes(*names: str, **changes: Any) -> PlanInput:
    rows = tuple(row(total=f"-{100 + place}.00", gl_class=name) for place, name in enumerate(names))
    return one(rows, **changes)


def with_account(**changes: Any) -> PlanInput:
    accounts = tuple(replace(each, **changes) if each.number == "40000" else each for each in LISTS.accounts)
    return one(lists=lists(accounts=accounts))


STOCK = item("UPS-650", "2", "Inventory", inventory_start=dt.date(2026, 10, 15))
OLD_STOCK = replace(STOCK, inventory_start=dt.date(2020, 1, 1))
DEFERRED = row("RD", "-500.00", "24000")

DEFECTS: dict[str, Defect] = {
    "CREDIT_MEMO_POSITIVE": lambda: credit_memo((row(total="-50.00"),)),
    "OUT_OF_BALANCE": lambda: one(header={"total": money("300.01")}),
    "AMOUNT_NOT_EXACT": lambda: one((row(total="-300.005"),)),
    "NEGATIVE_AS_CREDIT_MEMO": lambda: one((row(total="100.00"),)),
    "QTY_PRICE_ROUNDED": lambda: one((product("-524.56", "-100", "5.25"),)),
    "GL_TYPE_UNKNOWN": lambda: one((row("ZZ"),)),
    "GL_TYPE_UNEXPECTED": lambda: one((row("PF"),)),
    "NO_LINES": lambda: one(()),
    "NO_LINES_CANNOT_BE_MARKED": lambda: one(
        (), listed=invoice(unposted_id=None), header={"gl_entry_ids": ()}
    ),
    "NO_GL_ENTRIES": lambda: one((), listed=invoice(has_time=True)),
    "ZERO_TOTAL_WITH_LINES": lambda: one((row(), row("RA", "300.00", "40110"))),
    "ZERO_TOTAL_NOTHING_MOVES": lambda: one((product("0.00", "-1", "0.00"),)),
    "CREDIT_TO_APPLY": lambda: credit_memo((row(total="100.00"),), detail={"applied_to": "10502"}),
    "AUTO_APPLY_CREDIT": lambda: credit_memo(
        (row(total="100.00"),), lists=preferences(auto_apply_credit=True)
    ),
    "OVER_LIMIT": lambda: one(**options(document_limit=money("299.99"))),
    "CHANGED_SINCE_LISTED": lambda: replace(one(), listed=(invoice(total=money("280.00")),)),
    "SAME_TWICE": lambda: together(one(), one()),
    "PAID_IN_CONNECTWISE": lambda: one(detail={"payments": money("120.00")}),
    "CUSTOMER_UNLINKED": lambda: new_customer("Bayside Dental Group, Inc."),
    "CUSTOMER_AMBIGUOUS": lambda: one(
        lists=lists(customers=(LISTS.customers[0], replace(LISTS.customers[1], company_name="acm001")))
    ),
    "CUSTOMER_NOT_FOUND": lambda: new_customer(**options(create_customers=Creation.NEVER)),
    "CUSTOMER_INACTIVE": lambda: one(lists=lists(customers=(replace(LISTS.customers[0], active=False),))),
    "CUSTOMER_WILL_BE_CREATED": new_customer,
    "CUSTOMER_CURRENCY": lambda: one(
        lists=lists(customers=(replace(LISTS.customers[0], currency="CAD"), LISTS.customers[1]))
    ),
    "CUSTOMER_WITHOUT_ACCOUNT_ID": lambda: one(
        listed=invoice(company=NEW, bill_to=NEW, ship_to=NEW, account_id=""),
        companies={NEW.id: company(id=NEW.id, name=NEW.name, account_id="")},
    ),
    "CREDIT_FOR_NEW_CUSTOMER": lambda: credit_for(NEW),
    "EXEMPTION_REASON_MISSING": lambda: one(
        (product("-20.00", "-1", "20.00", item_taxable=True),),
        listed=new_customer().invoices[0],
        companies=new_customer().companies,
    ),
    "NAME_TAKEN_BY_VENDOR": lambda: new_customer(lists=lists(vendors=(vendor("zephyr  sailworks"),))),
    "NAME_TAKEN_BY_EMPLOYEE": lambda: new_customer(
        lists=lists(employees=(NamedRecord(QuickBooksId("92"), NEW.name),))
    ),
    "NAME_TAKEN_TWICE": same_names,
    "NAME_NOT_POSSIBLE": lambda: new_customer("Z" * 101),
    "PARENT_MISSING": lambda: new_customer("Zephyr Holding:Sailworks"),
    "LINK_BROKEN": lambda: one(links=(broken_link(ListKind.CUSTOMER, "customer:250"),)),
    "CREATION_NOT_APPROVED": lambda: new_customer(**options(create_customers=Creation.ASK)),
    "BILL_TO_DIFFERS": lambda: one(listed=invoice(ship_to=NEW)),
    "ITEM_WILL_BE_CREATED": lambda: one((product("-10.00", "-1", "10.00", "NEW-1"),)),
    "ITEM_NOT_FOUND": lambda: one(
        (product("-10.00", "-1", "10.00", "NEW-1"),), **options(create_items=Creation.NEVER)
    ),
    "ITEM_INACTIVE": lambda: one(
        (product("-10.00", "-1", "10.00", "SW-24P"),), lists=with_items(item("SW-24P", active=False))
    ),
    "ITEM_AMBIGUOUS": lambda: one(
        (product("-10.00", "-1", "10.00", "SSD-1T"),),
        lists=with_items(
            item("SSD-1T", id=QuickBooksId("41"), fully_qualified_name="Parts:SSD-1T"),
            item("SSD-1T", id=QuickBooksId("42"), fully_qualified_name="Spares:SSD-1T"),
        ),
    ),
    "ITEM_NOT_SELLABLE": lambda: one(
        (product("-10.00", "-1", "10.00", "Cabling"),), lists=with_items(item("Cabling", None, "Category"))
    ),
    "ITEM_ACCOUNT_DIFFERS": lambda: one(
        (product("-200.00", "-2", "100.00", "DOCK-USB"),), lists=with_items(item("DOCK-USB", "3"))
    ),
    "ITEM_OF_OTHER_CLASS": lambda: one(
        (product("-200.00", "-2", "100.00", "DOCK-USB"),), lists=with_items(item("DOCK-USB", "5"))
    ),
    "ITEM_OF_TWO_ACCOUNTS": two_new_items,
    "DEFERRED_ITEM_ELSEWHERE": lambda: one(
        (DEFERRED,), lists=with_items(item("Down Payment", "1", "Service"))
    ),
    "DOWN_PAYMENT_ITEM_MISSING": lambda: one((DEFERRED,), **options(create_items=Creation.NEVER)),
    "DEFERRED_NOT_LIABILITY": lambda: one((replace(DEFERRED, account="40000"),)),
    "ACCOUNT_MISSING": lambda: one((row(account="40150"),)),
    "ACCOUNT_INACTIVE": lambda: with_account(active=False),
    "ACCOUNT_AMBIGUOUS": lambda: one(
        lists=lists(
            accounts=(
                *LISTS.accounts,
                replace(LISTS.accounts[0], id=QuickBooksId("9"), name="Labor", fully_qualified_name="Labor"),
            )
        )
    ),
    "ACCOUNT_TYPE_UNUSUAL": lambda: credit_memo((row(total="325.00", account="65000"),)),
    "ACCOUNT_HOLDS_NO_ITEM": lambda: one((row(account="12000"),)),
    "INVENTORY_LINE": lambda: one(
        (product("-255.00", "-6", "42.50", "UPS-650"),), lists=with_items(OLD_STOCK)
    ),
    "INVENTORY_BEFORE_START": lambda: one(
        (product("-255.00", "-6", "42.50", "UPS-650"),), lists=with_items(STOCK)
    ),
    "INVENTORY_QUANTITY": lambda: one(
        (product("-255.10", "-6", "42.50", "UPS-650"),), lists=with_items(OLD_STOCK)
    ),
    "STOCK_ITEM_MISSING": lambda: one(
        (product("-10.00", "-1", "10.00", "NEW-1", item_type_xref="Inventory Part"),),
        **options(stock_in_quickbooks=True),
    ),
    "TAX_WITHOUT_TAXABLE_LINE": lambda: one(
        (row(total="-100.00"), tax_row("-7.00")), tax="7.00", levels=(TaxLevel(1, money("7.00")),)
    ),
    "TAX_BASE_PARTIAL": lambda: one_taxed(base="80.00"),
    "TAX_LEVELS_PARTIAL": lambda: one(
        (*taxed("-100.00", "6.00")[0], tax_row("-1.00", 2)),
        tax="7.00",
        levels=(TaxLevel(1, money("6.00"), money(100)), TaxLevel(2, money("1.00"), money(100))),
    ),
    "TAX_AGENCY_MISSING": lambda: one_taxed(detail={"ship_to_address": PostalAddress("1", region="GA")}),
    "TAX_AGENCY_UNSURE": lambda: one_taxed(
        lists=lists(tax_agencies=(TaxAgency(QuickBooksId("62"), "Department of Revenue"),))
    ),
    "TAX_CODE_UNMAPPED": manual,
    "TAX_CODE_INACTIVE": lambda: manual(TaxCode(QuickBooksId("71"), "FL-Hills", active=False)),
    "TAX_RATES_DIFFER": lambda: manual(TaxCode(QuickBooksId("71"), "FL-Hills", rates=(("State", money(9)),))),
    "SALES_TAX_OFF": lambda: one_taxed(lists=preferences(using_sales_tax=False)),
    "COUNTRY_NOT_SUPPORTED": lambda: one(lists=lists(company=CompanyInfo(REALM, "Firm", country="CA"))),
    "SHIP_TO_MISSING": lambda: one_taxed(detail={"ship_to_address": PostalAddress()}),
    "TOO_MANY_LINES": lambda: one(
        (*(row(total="-1.00"),) * 751, *taxed("-100.00", "7.00")[0]),
        tax="7.00",
        levels=taxed("-100.00", "7.00")[1],
    ),
    "EXEMPT_ONLY_IN_CONNECTWISE": lambda: one((product("-20.00", "-1", "20.00", item_taxable=True),)),
    "EXEMPT_ONLY_IN_QUICKBOOKS": lambda: one_taxed(
        lists=lists(customers=(replace(LISTS.customers[0], taxable=False),))
    ),
    "EXEMPT_CODE_UNUSABLE": lambda: untaxed(TaxCode(QuickBooksId("72"), "Out of state", active=False)),
    "AVALARA_IGNORED": lambda: one_taxed(
        header={"avalara": True}, **options(tax_mode=TaxMode.LET_QUICKBOOKS)
    ),
    "TAX_AS_LINE": lambda: one_taxed(**options(tax_mode=TaxMode.TAX_AS_LINE)),
    "PERIOD_CLOSED": lambda: one(listed=invoice(date=dt.date(2026, 9, 28))),
    "POSTED_ON": lambda: judged(
        one(listed=invoice(date=dt.date(2026, 9, 28))), "PERIOD_CLOSED", "post-on", "2026-10-01"
    ),
    "EARLIER_FISCAL_YEAR": lambda: one(today=dt.date(2027, 1, 4)),
    "LONG_AGO": lambda: one(today=dt.date(2026, 11, 20)),
    "FUTURE_DATE": lambda: one(today=dt.date(2026, 10, 4)),
    "NEXT_MONTH": in_two_months,
    "DUE_DATE_DIFFERS": lambda: one(listed=invoice(due_date=dt.date(2026, 11, 30))),
    "TERM_MISSING": lambda: one(
        header={"terms": "Net 30 EOM"}, listed=invoice(due_date=dt.date(2026, 11, 30))
    ),
    "TERM_INACTIVE": lambda: one(lists=lists(terms=(replace(LISTS.terms[0], active=False),))),
    "DUE_BEFORE_DATE": lambda: one(listed=invoice(due_date=dt.date(2026, 10, 4)), header={"terms": ""}),
    "TERM_WILL_BE_CREATED": lambda: one(header={"terms": "Thirty days"}),
    "RECEIVABLES_DIFFER": lambda: one(header={"account": "11500"}),
    "CURRENCY": lambda: one(listed=invoice(currency="CAD")),
    "CLASS_MISSING": lambda: classes("Cloud", ""),
    "CLASSES_DIFFER": lambda: classes(
        "Cloud", "Projects", lists=preferences(class_per_line=False, class_per_transaction=True)
    ),
    "CLASS_NOT_TRACKED": lambda: classes("Cloud", lists=preferences(class_per_line=False)),
    "CLASS_NOT_FOUND": lambda: classes("Projects", **options(create_classes=Creation.NEVER)),
    "CLASS_WILL_BE_CREATED": lambda: classes("Projects"),
    "DEPARTMENT_NOT_FOUND": lambda: one(
        header={"gl_class": "Tampa"},
        lists=preferences(track_departments=True),
        **options(use_departments=True, create_departments=Creation.NEVER),
    ),
    "DEPARTMENT_WILL_BE_CREATED": lambda: one(
        header={"gl_class": "Tampa"},
        lists=preferences(track_departments=True),
        **options(use_departments=True),
    ),
    "RECORD_INACTIVE": lambda: classes(
        "Cloud", lists=lists(classes=(replace(LISTS.classes[0], active=False),))
    ),
    "TEXT_CUT": lambda: one((row(memo="x" * 4001),)),
    "TEXT_CHARACTERS": lambda: one((row(memo="Worked\x07 on site."),)),
    "EMAIL_NOT_VALID": lambda: one(bill_to=company(invoice_email="ap at acme")),
    "INTERNAL_NOTE": lambda: one((row(memo="Worked. Late payer.", internal_note="Late payer."),)),
    "PO_NUMBER_LONG": lambda: one(detail={"customer_po": "4500-1234567890-A"}),
    "NUMBER_TOO_LONG": lambda: one(listed=invoice("10501"), **options(number_prefix="TAMPA-2026-11-00-")),
    "NUMBER_TWICE": twice_one_number,
    "NUMBERS_OFF": lambda: one(lists=preferences(custom_transaction_numbers=False)),
    "ADOPTED": ours,
    "CHANGED_AFTER_SENDING": lambda: ours(total=money("250.00")),
    "LEFT_AS_IT_IS": lambda: judged(ours(total=money("250.00")), "CHANGED_AFTER_SENDING", "leave"),
    "NUMBER_TAKEN": lambda: beside(total=money("95.00")),
    "NUMBER_USED_BY_US": lambda: beside(note="Invoice 10501 [CW-6044-cc70]", total=money("95.00")),
    "ALREADY_IN_QUICKBOOKS": beside,
    "LOOKS_ALIKE": lambda: beside(number="A-17"),
    "SEVERAL_DOCUMENTS": lambda: replace(
        ours(),
        existing=(
            *ours().existing,
            replace(ours().existing[0], ref=DocumentRef(DocumentKind.INVOICE, QuickBooksId("413"))),
        ),
    ),
    "IN_ANOTHER_COMPANY": lambda: sent_before(realm=RealmId("2")),
    "OUTCOME_UNKNOWN": lambda: sent_before(checking=True, live=False),
    "NEEDS_CHECK_OPEN": lambda: sent_before(needs_check=True),
}
