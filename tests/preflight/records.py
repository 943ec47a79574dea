"""Defects of customers, items, accounts, terms, classes and QuickBooks Locations."""

from __future__ import annotations

from decimal import Decimal

from mobius_desktop.domain.options import Creation, EmailStatus
from mobius_desktop.domain.quickbooks import ListKind
from mobius_desktop.sandbox.firm.model import FirmInvoice
from tests.preflight.stage import (
    Expected,
    Stage,
    credit,
    defect,
    deferred,
    goods,
    labour,
    labour_row,
    plain,
    product_row,
)


def _new_customer(stage: Stage, invoice: FirmInvoice) -> str:
    """QuickBooks loses the invoice's customer. Its name in ConnectWise."""
    stage.hide_customer(invoice)
    return str(stage.company(invoice)["name"])


@defect("CUSTOMER_UNLINKED")
def only_the_name_is_alike(stage: Stage) -> Expected:
    one = stage.invoice(plain)
    record = stage.customer(one)
    record["CompanyName"] = ""
    return Expected((one,), record["DisplayName"])


@defect("CUSTOMER_AMBIGUOUS")
def two_customers_of_one_account(stage: Stage) -> Expected:
    one = stage.invoice(plain)
    record = stage.customer(one)
    name = "Bluewater Marina Services"
    stage.add("Customer", record, DisplayName=name, FullyQualifiedName=name)
    return Expected((one,), name)


@defect("CUSTOMER_NOT_FOUND")
def customer_gone(stage: Stage) -> Expected:
    one = stage.invoice(plain)
    stage.options(create_customers=Creation.NEVER)
    return Expected((one,), _new_customer(stage, one))


@defect("CUSTOMER_INACTIVE")
def customer_inactive(stage: Stage) -> Expected:
    one = stage.invoice(plain)
    record = stage.customer(one)
    stage.people_in_quickbooks("set_active", entity="Customer", active=False, record_id=record["Id"])
    return Expected((one,), stage.company(one)["name"])


@defect("CUSTOMER_CURRENCY")
def customer_in_dollars_of_canada(stage: Stage) -> Expected:
    one = stage.invoice(plain)
    record = stage.customer(one)
    record["CurrencyRef"] = {"value": "CAD", "name": "Canadian Dollar"}
    return Expected((one,), record["DisplayName"])


@defect("CUSTOMER_WITHOUT_ACCOUNT_ID")
def no_account_id(stage: Stage) -> Expected:
    one = stage.invoice(plain)
    name = _new_customer(stage, one)
    stage.company(one)["accountNumber"] = ""
    return Expected((one,), name)


@defect("CREDIT_FOR_NEW_CUSTOMER")
def credit_for_a_new_customer(stage: Stage) -> Expected:
    one = stage.invoice(credit)
    return Expected((one,), _new_customer(stage, one))


@defect("CUSTOMER_WILL_BE_CREATED")
def new_customer(stage: Stage) -> Expected:
    one = stage.invoice(plain)
    return Expected((one,), _new_customer(stage, one))


@defect("EXEMPTION_REASON_MISSING")
def new_exempt_customer(stage: Stage) -> Expected:
    one = stage.invoice(goods)
    product_row(one).item_taxable = True
    return Expected((one,), _new_customer(stage, one))


@defect("NAME_TAKEN_BY_VENDOR")
def name_of_a_vendor(stage: Stage) -> Expected:
    one = stage.invoice(plain)
    name = _new_customer(stage, one)
    vendors = stage.books.tables["Vendor"].values()
    stage.add("Vendor", next(iter(vendors)), DisplayName=name.upper())
    return Expected((one,), name)


@defect("NAME_TAKEN_BY_EMPLOYEE")
def name_of_an_employee(stage: Stage) -> Expected:
    one = stage.invoice(plain)
    name = _new_customer(stage, one)
    plain_record = {"DisplayName": name, "Active": True, "SyncToken": "0", "domain": "QBO", "sparse": False}
    stage.add("Employee", plain_record)
    return Expected((one,), name)


@defect("NAME_TAKEN_TWICE")
def two_companies_of_one_name(stage: Stage) -> Expected:
    first, second = stage.invoices(2, plain)
    while first.bill_to_id == second.bill_to_id:
        first, second = stage.invoices(2, plain)
    for one in (first, second):
        stage.hide_customer(one)
        stage.company(one)["name"] = "Quillfeather Optics"
    return Expected((first, second), "Quillfeather Optics")


@defect("NAME_NOT_POSSIBLE")
def name_too_long(stage: Stage) -> Expected:
    one = stage.invoice(plain)
    stage.hide_customer(one)
    name = f"Quillfeather Optics and Associates of {'the Greater Tampa Bay Area, ' * 3}Clearwater LLC"
    stage.company(one)["name"] = name
    return Expected((one,), name)


@defect("PARENT_MISSING")
def parent_missing(stage: Stage) -> Expected:
    one = stage.invoice(plain)
    stage.hide_customer(one)
    stage.company(one)["name"] = "Quillfeather Holding:Optics"
    return Expected((one,), "Quillfeather Holding")


@defect("LINK_BROKEN")
def link_leads_nowhere(stage: Stage) -> Expected:
    one = stage.invoice(plain)
    stage.link(ListKind.CUSTOMER, f"customer:{one.bill_to_id}", "999999")
    return Expected((one,), stage.company(one)["name"])


@defect("CREATION_NOT_APPROVED")
def nobody_approved(stage: Stage) -> Expected:
    one = stage.invoice(plain)
    stage.options(create_customers=Creation.ASK)
    return Expected((one,), _new_customer(stage, one), create=False)


@defect("BILL_TO_DIFFERS")
def served_elsewhere(stage: Stage) -> Expected:
    one, other = stage.invoices(2, plain)
    while one.bill_to_id == other.bill_to_id:
        one, other = stage.invoices(2, plain)
    one.company_id = one.ship_to_id = other.bill_to_id
    return Expected((one,), stage.company(other)["name"])


@defect("EMAIL_NOT_VALID")
def broken_email(stage: Stage) -> Expected:
    one = stage.invoice(plain)
    stage.options(email_status=EmailStatus.NEED_TO_SEND)
    stage.company(one)["invoiceToEmailAddress"] = "accounts at example"
    return Expected((one,), "accounts at example")


@defect("ITEM_WILL_BE_CREATED")
def new_item(stage: Stage) -> Expected:
    one = stage.invoice(goods)
    name = product_row(one).item
    stage.hide_item(name)
    return Expected((one,), name)


@defect("ITEM_NOT_FOUND")
def item_gone(stage: Stage) -> Expected:
    one = stage.invoice(goods)
    name = product_row(one).item
    stage.options(create_items=Creation.NEVER)
    stage.hide_item(name)
    return Expected((one,), name)


@defect("ITEM_INACTIVE")
def item_inactive(stage: Stage) -> Expected:
    one = stage.invoice(goods)
    name = product_row(one).item
    stage.people_in_quickbooks("set_active", entity="Item", active=False, name=name)
    return Expected((one,), name)


@defect("ITEM_AMBIGUOUS")
def item_in_two_categories(stage: Stage) -> Expected:
    one = stage.invoice(goods)
    name = product_row(one).item
    record = stage.item(name)
    stage.add("Item", record, FullyQualifiedName=f"Spares:{name}")
    record["FullyQualifiedName"] = f"Parts:{name}"
    return Expected((one,), f"Spares:{name}")


@defect("ITEM_NOT_SELLABLE")
def item_is_a_category(stage: Stage) -> Expected:
    one = stage.invoice(goods)
    name = product_row(one).item
    stage.item(name)["Type"] = "Category"
    return Expected((one,), name)


@defect("ITEM_ACCOUNT_DIFFERS")
def item_of_another_income_account(stage: Stage) -> Expected:
    one = stage.invoice(goods)
    row = product_row(one)
    other = stage.account("40900")
    stage.item(row.item)["IncomeAccountRef"] = {"value": other["Id"]}
    return Expected((one,), f"{other['AcctNum']} {other['Name']}")


@defect("ITEM_OF_OTHER_CLASS")
def item_of_a_liability(stage: Stage) -> Expected:
    one = stage.invoice(goods)
    row = product_row(one)
    other = stage.account("24000")
    stage.item(row.item)["IncomeAccountRef"] = {"value": other["Id"]}
    return Expected((one,), f"{other['AcctNum']} {other['Name']}")


@defect("ITEM_OF_TWO_ACCOUNTS")
def new_item_on_two_accounts(stage: Stage) -> Expected:
    first, second = stage.invoices(2, labour)
    for one, account in ((first, "40100"), (second, "40110")):
        row = labour_row(one)
        row.gl_type, row.item, row.account = "RP", "NEW-77", account
        row.quantity, row.item_price = Decimal(-1), -row.total
    return Expected((first, second), "NEW-77")


@defect("DEFERRED_ITEM_ELSEWHERE")
def deferred_item_elsewhere(stage: Stage) -> Expected:
    one = stage.invoice(deferred)
    name = next(row.gl_item_id for row in one.rows if row.gl_type == "RD")
    stage.item(name)["IncomeAccountRef"] = {"value": stage.account("40000")["Id"]}
    return Expected((one,), name)


@defect("DOWN_PAYMENT_ITEM_MISSING")
def down_payment_item_missing(stage: Stage) -> Expected:
    one = stage.invoice(deferred)
    name = next(row.gl_item_id for row in one.rows if row.gl_type == "RD")
    stage.options(create_items=Creation.NEVER)
    stage.hide_item(name)
    return Expected((one,), name)


@defect("DEFERRED_NOT_LIABILITY")
def deferred_as_income(stage: Stage) -> Expected:
    one = stage.invoice(labour)
    row = labour_row(one)
    row.gl_type, row.gl_item_id = "RD", ""
    return Expected((one,), row.account)


@defect("ACCOUNT_MISSING")
def account_missing(stage: Stage) -> Expected:
    one = stage.invoice(labour)
    stage.people_in_connectwise("map_gl_account", invoice=one.billing_log_id, account="40199")
    return Expected((one,), "40199")


@defect("ACCOUNT_INACTIVE")
def account_inactive(stage: Stage) -> Expected:
    one = stage.invoice(labour)
    record = stage.account(labour_row(one).account)
    record["Active"] = False
    return Expected((one,), record["AcctNum"])


@defect("ACCOUNT_AMBIGUOUS")
def account_number_twice(stage: Stage) -> Expected:
    one = stage.invoice(labour)
    record = stage.account(labour_row(one).account)
    stage.add("Account", record, Name="Labor old", FullyQualifiedName="Labor old")
    return Expected((one,), "Labor old")


@defect("ACCOUNT_TYPE_UNUSUAL")
def sold_on_an_expense(stage: Stage) -> Expected:
    one = stage.invoice(labour)
    labour_row(one).account = "65000"
    return Expected((one,), "65000")


@defect("ACCOUNT_HOLDS_NO_ITEM")
def sold_on_receivables(stage: Stage) -> Expected:
    one = stage.invoice(labour)
    labour_row(one).account = "11000"
    return Expected((one,), "11000")


def _stock(stage: Stage, name: str, start: str) -> str:
    """The item is a stock item from then on. Its name."""
    asset = {"value": stage.account("12100")["Id"]}
    stage.item(name).update(
        Type="Inventory",
        TrackQtyOnHand=True,
        QtyOnHand=Decimal(50),
        InvStartDate=start,
        AssetAccountRef=asset,
    )
    return name


@defect("INVENTORY_LINE")
def stock_item(stage: Stage) -> Expected:
    one = stage.invoice(goods)
    return Expected((one,), _stock(stage, product_row(one).item, "2020-01-01"))


@defect("INVENTORY_BEFORE_START")
def stock_item_of_later(stage: Stage) -> Expected:
    one = stage.invoice(goods)
    return Expected((one,), _stock(stage, product_row(one).item, "2026-12-01"))


@defect("INVENTORY_QUANTITY")
def stock_item_at_a_rounded_price(stage: Stage) -> Expected:
    one = stage.invoice(goods)
    row = product_row(one)
    row.quantity, row.item_price = Decimal(-100), (abs(row.total) / 100).quantize(Decimal("0.01")) + 1
    return Expected((one,), _stock(stage, row.item, "2020-01-01"))


@defect("STOCK_ITEM_MISSING")
def stock_item_missing(stage: Stage) -> Expected:
    one = stage.invoice(goods)
    name = product_row(one).item
    record = next(each for each in stage.table("catalog").values() if each["identifier"] == name)
    record["type"] = {"id": 9, "name": "Inventory Part"}
    stage.options(stock_in_quickbooks=True)
    stage.hide_item(name)
    return Expected((one,), name)


def _renamed_term(stage: Stage, invoice: FirmInvoice, name: str) -> None:
    stage.table("billingTerms")[invoice.terms_id] |= {"name": name, "termsXref": name}


@defect("TERM_MISSING")
def term_of_month_ends(stage: Stage) -> Expected:
    one = stage.invoice(plain)
    _renamed_term(stage, one, "End of next month")
    one.due_date = one.due_date.replace(day=28)
    stage.table("billingTerms")[one.terms_id]["dueDays"] = 99
    return Expected((one,), "End of next month")


@defect("TERM_INACTIVE")
def term_inactive(stage: Stage) -> Expected:
    one = stage.invoice(plain)
    name = stage.table("billingTerms")[one.terms_id]["termsXref"]
    term = next(each for each in stage.books.tables["Term"].values() if each["Name"] == name)
    term["Active"] = False
    return Expected((one,), name)


@defect("TERM_WILL_BE_CREATED")
def new_term(stage: Stage) -> Expected:
    one = stage.invoice(plain)
    _renamed_term(stage, one, "Thirty days net")
    return Expected((one,), "Thirty days net")


@defect("DUE_DATE_DIFFERS")
def term_gives_another_date(stage: Stage) -> Expected:
    one = stage.invoice(plain)
    name = stage.table("billingTerms")[one.terms_id]["termsXref"]
    term = next(each for each in stage.books.tables["Term"].values() if each["Name"] == name)
    term["DueDays"] = 77
    return Expected((one,), name)


def _class_of(stage: Stage, name: str, *, of: int = 1) -> FirmInvoice:
    """An invoice whose first rows have that class."""
    one = stage.invoice(lambda each: plain(each) and len(each.rows) >= of)
    for row in one.rows:
        row.gl_class = name
    return one


@defect("CLASS_MISSING")
def one_line_without_class(stage: Stage) -> Expected:
    one = _class_of(stage, "Cloud", of=2)
    one.rows[-1].gl_class = ""
    return Expected((one,), "1 line")


@defect("CLASSES_DIFFER")
def two_classes_on_one_document(stage: Stage) -> Expected:
    one = _class_of(stage, "Cloud", of=2)
    one.rows[-1].gl_class = "Managed Services"
    stage.prefer("AccountingInfoPrefs", ClassTrackingPerTxnLine=False, ClassTrackingPerTxn=True)
    return Expected((one,), "Cloud")


@defect("CLASS_NOT_TRACKED")
def no_classes_kept(stage: Stage) -> Expected:
    one = _class_of(stage, "Cloud")
    stage.prefer("AccountingInfoPrefs", ClassTrackingPerTxnLine=False, ClassTrackingPerTxn=False)
    return Expected((one,), "Cloud")


@defect("CLASS_NOT_FOUND")
def class_missing(stage: Stage) -> Expected:
    one = _class_of(stage, "Field work")
    stage.options(create_classes=Creation.NEVER)
    return Expected((one,), "Field work")


@defect("CLASS_WILL_BE_CREATED")
def new_class(stage: Stage) -> Expected:
    one = _class_of(stage, "Field work")
    stage.options(create_classes=Creation.ALLOW)
    return Expected((one,), "Field work")


@defect("RECORD_INACTIVE")
def class_inactive(stage: Stage) -> Expected:
    one = _class_of(stage, "Cloud")
    stage.people_in_quickbooks("set_active", entity="Class", active=False, name="Cloud")
    return Expected((one,), "Cloud")


def _at_location(stage: Stage, creation: Creation) -> FirmInvoice:
    one = stage.invoice(plain)
    one.gl_class = "Ybor City"
    stage.prefer("AccountingInfoPrefs", TrackDepartments=True)
    stage.options(use_departments=True, create_departments=creation)
    return one


@defect("DEPARTMENT_NOT_FOUND")
def quickbooks_location_missing(stage: Stage) -> Expected:
    return Expected((_at_location(stage, Creation.NEVER),), "Ybor City")


@defect("DEPARTMENT_WILL_BE_CREATED")
def new_quickbooks_location(stage: Stage) -> Expected:
    return Expected((_at_location(stage, Creation.ALLOW),), "Ybor City")


@defect("RECEIVABLES_DIFFER")
def other_receivables(stage: Stage) -> Expected:
    one = stage.invoice(plain)
    for mapping in stage.table("glAccounts").values():
        if mapping.get("glType") == "AR":
            mapping["segment1"] = "11500"
    return Expected((one,), "11500")


@defect("CURRENCY")
def foreign_currency(stage: Stage) -> Expected:
    one = stage.invoice(plain)
    one.currency = "CAD"
    return Expected((one,), "CAD")
