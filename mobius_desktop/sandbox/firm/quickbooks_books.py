"""The QuickBooks side of the firm: two companies before the first run, with the documents already in them."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
from dataclasses import dataclass
from decimal import Decimal

from mobius_desktop.sandbox.firm import quickbooks_lists as lists
from mobius_desktop.sandbox.firm.connectwise_books import COMPANY_ID, FIRM_NAME
from mobius_desktop.sandbox.firm.customers import AUSTIN, Customer
from mobius_desktop.sandbox.firm.model import QuickBooksBooks, Record

REALM_1 = "9341450000000001"
REALM_2 = "9341450000000002"
SECOND_NAME = "Gulfline Cabling"
CLASSES = ("Managed Services", "Cloud")
BOOK_CLOSE_DATE = "2026-09-30"
FLAT_RATES = {"FL": Decimal("7"), "TX": Decimal("8.25")}
"""What QuickBooks' own engine would charge on a ship-to region, in percent."""
_SECOND_CUSTOMERS = 6


@dataclass(frozen=True, slots=True)
class Earlier:
    """A document that QuickBooks holds before the run; `billing_log_id` is set when this program sent it."""

    number: str
    account: str
    date: dt.date
    due_date: dt.date
    amount: Decimal
    created: str
    billing_log_id: int | None = None


def origin_mark(company_id: str = COMPANY_ID, host: str = "127.0.0.1") -> str:
    """The four hex digits that name the ConnectWise system in our markers."""
    return hashlib.sha256(f"{company_id}@{host}".encode()).hexdigest()[:4]


def quickbooks_books(
    everybody: dict[str, Customer], earlier: list[Earlier], *, tax: str, second: bool
) -> dict[str, QuickBooksBooks]:
    """The companies by realm; `second` adds the small one."""
    books = {REALM_1: _company(REALM_1, FIRM_NAME, list(everybody.values()), tax, products=True)}
    by_account = {record["CompanyName"]: record for record in books[REALM_1].tables["Customer"].values()}
    for document in earlier:
        _add_invoice(books[REALM_1], by_account[document.account], document)
    if second:
        chosen = [one for one in everybody.values() if one.location_id == AUSTIN and one.state == "linked"][
            :_SECOND_CUSTOMERS
        ]
        books[REALM_2] = _company(REALM_2, SECOND_NAME, chosen, tax, products=False)
    return books


def _company(realm: str, name: str, people: list[Customer], tax: str, *, products: bool) -> QuickBooksBooks:
    counter = itertools.count(1)

    def number() -> str:
        return str(next(counter))

    chart = lists.accounts(number)
    known_terms = lists.terms(number)
    net30 = next(term for term in known_terms.values() if term["Name"] == "Net 30")
    tables: dict[str, dict[str, Record]] = {
        "Account": chart,
        "Term": known_terms,
        "Item": lists.items(number, chart, products=products),
        "Class": lists.classes(number, CLASSES if products else ()),
        "Department": {},
        "Customer": lists.customers(number, people, net30),
        "Vendor": lists.numbered(lists.vendor(number(), one.name) for one in people if one.state == "vendor"),
        "Employee": {},
        **lists.taxes(number, manual=tax == "manual"),
        "Invoice": {},
        "CreditMemo": {},
        "Payment": {},
        "Bill": {},
        "Purchase": {},
    }
    return QuickBooksBooks(
        realm=realm,
        company_info=_company_info(name),
        preferences=_preferences(automated=tax == "automated", classes=products),
        tables=tables,
        tax_rates_by_region=dict(FLAT_RATES),
        next_id=_round_up(next(counter)),
    )


def _round_up(number: int) -> int:
    return -(-number // 1000) * 1000 + 1


def _company_info(name: str) -> Record:
    address = {
        "Id": "1",
        "Line1": "1 Gulfline Plaza",
        "City": "Tampa",
        "CountrySubDivisionCode": "FL",
        "PostalCode": "33602",
        "Country": "USA",
    }
    return {
        **lists.base("1", active=None),
        "CompanyName": name,
        "LegalName": name,
        "CompanyAddr": address,
        "LegalAddr": dict(address),
        "Country": "US",
        "Email": {"Address": "billing@gulfline.example"},
        "FiscalYearStartMonth": "January",
        "CompanyStartDate": "2019-01-01",
        "SupportedLanguages": "en",
        "DefaultTimeZone": "America/New_York",
        "NameValue": [
            {"Name": "SubscriptionStatus", "Value": "PAID"},
            {"Name": "OfferingSku", "Value": "QuickBooks Online Plus"},
        ],
    }


def _preferences(*, automated: bool, classes: bool) -> Record:
    return {
        **lists.base("1", active=None),
        "AccountingInfoPrefs": {
            "UseAccountNumbers": True,
            "TrackDepartments": False,
            "ClassTrackingPerTxn": False,
            "ClassTrackingPerTxnLine": classes,
            "BookCloseDate": BOOK_CLOSE_DATE,
            "FirstMonthOfFiscalYear": "January",
            "TaxYearMonth": "January",
            "CustomerTerminology": "Customers",
        },
        "SalesFormsPrefs": {
            "CustomTxnNumbers": True,
            "AllowDiscount": False,
            "AllowDeposit": False,
            "AllowShipping": False,
            "AllowServiceDate": False,
            "ETransactionPaymentEnabled": False,
            "AutoApplyCredit": False,
            "AutoApplyPayments": False,
            "EmailCopyToCompany": False,
        },
        "TaxPrefs": {"UsingSalesTax": True, "PartnerTaxEnabled": automated},
        "CurrencyPrefs": {"MultiCurrencyEnabled": False, "HomeCurrency": {"value": "USD"}},
        "ProductAndServicesPrefs": {
            "ForSales": True,
            "ForPurchase": True,
            "QuantityWithPriceAndRate": True,
            "QuantityOnHand": True,
        },
        "VendorAndPurchasesPrefs": {
            "BillableExpenseTracking": False,
            "TrackingByCustomer": False,
        },
        "ReportPrefs": {"ReportBasis": "Accrual", "CalcAgingReportFromTxnDate": False},
        "EmailMessagesPrefs": {},
        "TimeTrackingPrefs": {},
        "OtherPrefs": {
            "NameValue": [
                {"Name": "SalesFormsPrefs.DefaultCustomerMessage", "Value": "Thank you for your business."},
                {"Name": "VendorAndPurchasesPrefs.UseCustomTxnNumbers", "Value": "false"},
            ]
        },
    }


def _add_invoice(books: QuickBooksBooks, customer: Record, document: Earlier) -> None:
    number = str(books.next_id)
    books.next_id += 1
    books.tables["Invoice"][number] = _invoice(
        number,
        customer,
        document,
        item=_find(books, "Item", "Service-40000"),
        term=_find(books, "Term", "Net 30"),
    )
    customer["Balance"] += document.amount
    customer["BalanceWithJobs"] += document.amount


def _find(books: QuickBooksBooks, entity: str, name: str) -> Record:
    return next(record for record in books.tables[entity].values() if record["Name"] == name)


def _invoice(number: str, customer: Record, document: Earlier, *, item: Record, term: Record) -> Record:
    amount = document.amount
    record: Record = {
        **lists.base(number, active=None),
        "MetaData": {"CreateTime": document.created, "LastUpdatedTime": document.created},
        "DocNumber": document.number,
        "TxnDate": document.date.isoformat(),
        "DueDate": document.due_date.isoformat(),
        "CurrencyRef": dict(lists.HOME_CURRENCY),
        "CustomerRef": {"value": customer["Id"], "name": customer["DisplayName"]},
        "SalesTermRef": {"value": term["Id"], "name": term["Name"]},
        "BillAddr": dict(customer["BillAddr"]),
        "ShipAddr": dict(customer["ShipAddr"]),
        "LinkedTxn": [],
        "Line": [
            {
                "Id": "1",
                "LineNum": 1,
                "Description": "Service",
                "Amount": amount,
                "DetailType": "SalesItemLineDetail",
                "SalesItemLineDetail": {
                    "ItemRef": {"value": item["Id"], "name": item["Name"]},
                    "ItemAccountRef": dict(item["IncomeAccountRef"]),
                    "UnitPrice": amount,
                    "Qty": Decimal(1),
                    "TaxCodeRef": {"value": "NON"},
                },
            },
            {"Amount": amount, "DetailType": "SubTotalLineDetail", "SubTotalLineDetail": {}},
        ],
        "TxnTaxDetail": {"TotalTax": Decimal("0.00")},
        "TotalAmt": amount,
        "Balance": amount,
        "ApplyTaxAfterDiscount": False,
        "PrintStatus": "NotSet",
        "EmailStatus": "NotSet",
        "AllowOnlineCreditCardPayment": False,
        "AllowOnlineACHPayment": False,
    }
    if document.billing_log_id is not None:
        record["PrivateNote"] = f"Invoice {document.number} [CW-{document.billing_log_id}-{origin_mark()}]"
    return record
