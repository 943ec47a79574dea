"""A company of our own making, small enough that a test can name every record by its Id."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from mobius_desktop.sandbox.firm.model import ConnectWiseBooks, Firm, QuickBooksBooks

REALM = "9130000000000001"
OTHER_REALM = "9130000000000002"
NOW = datetime(2026, 11, 2, 14, 0, tzinfo=UTC)
CLIENT_ID = "client-id"
CLIENT_SECRET = "client-secret"

ACME, BAYSIDE, GONE, SUB, DISTRO = "1", "2", "3", "4", "5"
SERVICE, CABLE, ROUTER, CATEGORY, OLD_ITEM = "21", "22", "23", "24", "25"
CHECKING, RECEIVABLE, INCOME, HARDWARE, TAX_DUE, PAYABLE, CARD, UNDEPOSITED, SUPPLIES, STOCK, COST = (
    str(number) for number in range(41, 52)
)
CLOUD = "5000000000000000061"
NET_30, TENTH = "71", "72"
FLORIDA, STATE_RATE, COUNTY_RATE, AGENCY = "81", "82", "83", "84"

Record = dict[str, Any]


def _account(number: str, kind: str, sub: str, code: str, name: str) -> Record:
    return {"Id": number, "Name": name, "AccountType": kind, "AccountSubType": sub, "AcctNum": code}


def _named(records: list[Record]) -> dict[str, Record]:
    stamp = {"CreateTime": "2026-03-02T09:00:00-05:00", "LastUpdatedTime": "2026-03-02T09:00:00-05:00"}
    named = {}
    for record in records:
        full = record.get("FullyQualifiedName") or record.get("DisplayName") or record.get("Name")
        named[record["Id"]] = {
            "Active": True,
            "FullyQualifiedName": full,
            "MetaData": dict(stamp),
            **record,
        }
    return named


def _customers() -> list[Record]:
    tampa = {"Line1": "100 Industrial Way", "City": "Tampa", "CountrySubDivisionCode": "FL"}
    zero = Decimal("0.00")
    return [
        {
            "Id": ACME,
            "DisplayName": "Acme Manufacturing LLC",
            "CompanyName": "ACM001",
            "BillAddr": tampa,
            "ShipAddr": tampa,
            "Balance": zero,
            "SalesTermRef": {"value": NET_30},
        },
        {"Id": BAYSIDE, "DisplayName": "O'Malley \\ Sons", "BillAddr": tampa, "Balance": zero},
        {"Id": GONE, "DisplayName": "Suncoast Realty, LLC", "Active": False, "Balance": zero},
        {
            "Id": SUB,
            "DisplayName": "Plant 2",
            "FullyQualifiedName": "Acme Manufacturing LLC:Plant 2",
            "ParentRef": {"value": ACME},
            "Job": True,
            "Balance": zero,
        },
    ]


def _items() -> list[Record]:
    return [
        {
            "Id": SERVICE,
            "Name": "Service-40000",
            "Type": "Service",
            "Taxable": False,
            "IncomeAccountRef": {"value": INCOME, "name": "Service"},
        },
        {
            "Id": CABLE,
            "Name": "CAT6-10",
            "Type": "NonInventory",
            "Taxable": True,
            "IncomeAccountRef": {"value": HARDWARE, "name": "Hardware"},
        },
        {
            "Id": ROUTER,
            "Name": "UPS-650",
            "Type": "Inventory",
            "Taxable": True,
            "InvStartDate": "2026-10-15",
            "IncomeAccountRef": {"value": HARDWARE, "name": "Hardware"},
            "ExpenseAccountRef": {"value": COST},
            "AssetAccountRef": {"value": STOCK},
        },
        {"Id": CATEGORY, "Name": "Cables", "Type": "Category"},
        {
            "Id": OLD_ITEM,
            "Name": "SW-24P",
            "Type": "NonInventory",
            "Active": False,
            "IncomeAccountRef": {"value": HARDWARE, "name": "Hardware"},
        },
    ]


def _accounts() -> list[Record]:
    return [
        _account(CHECKING, "Bank", "Checking", "10000", "Checking"),
        _account(RECEIVABLE, "Accounts Receivable", "AccountsReceivable", "11000", "Receivable"),
        _account(INCOME, "Income", "ServiceFeeIncome", "40000", "Service"),
        _account(HARDWARE, "Income", "SalesOfProductIncome", "40100", "Hardware"),
        _account(TAX_DUE, "Other Current Liability", "SalesTaxPayable", "22000", "Sales tax payable"),
        _account(PAYABLE, "Accounts Payable", "AccountsPayable", "20000", "Payable"),
        _account(CARD, "Credit Card", "CreditCard", "21000", "Company card"),
        _account(UNDEPOSITED, "Other Current Asset", "UndepositedFunds", "10500", "Undeposited Funds"),
        _account(SUPPLIES, "Expense", "SuppliesMaterials", "60000", "Supplies"),
        _account(STOCK, "Other Current Asset", "Inventory", "12100", "Stock"),
        _account(COST, "Cost of Goods Sold", "SuppliesMaterialsCogs", "50000", "Cost of goods"),
    ]


def _taxes() -> dict[str, dict[str, Record]]:
    rates = [{"TaxRateRef": {"value": rate}, "TaxOrder": 0} for rate in (STATE_RATE, COUNTY_RATE)]
    return {
        "TaxCode": _tax_named(
            [
                {"Id": "TAX", "Name": "TAX", "Taxable": True, "TaxGroup": False},
                {"Id": "NON", "Name": "NON", "Taxable": False, "TaxGroup": False},
                {
                    "Id": FLORIDA,
                    "Name": "FL Hillsborough",
                    "TaxGroup": True,
                    "SalesTaxRateList": {"TaxRateDetail": rates},
                },
            ]
        ),
        "TaxRate": _tax_named(
            [
                {"Id": STATE_RATE, "Name": "FL state", "RateValue": Decimal(6)},
                {"Id": COUNTY_RATE, "Name": "Hillsborough", "RateValue": Decimal("1.5")},
            ]
        ),
        "TaxAgency": {AGENCY: {"Id": AGENCY, "DisplayName": "Florida Department of Revenue"}},
    }


def _tax_named(records: list[Record]) -> dict[str, Record]:
    return {record["Id"]: {"Active": True, **record} for record in records}


def books(realm: str, name: str) -> QuickBooksBooks:
    return QuickBooksBooks(
        realm=realm,
        company_info={
            "Id": "1",
            "SyncToken": "0",
            "CompanyName": name,
            "Country": "US",
            "DefaultTimeZone": "America/New_York",
        },
        preferences={
            "Id": "1",
            "AccountingInfoPrefs": {
                "BookCloseDate": "2026-09-30",
                "ClassTrackingPerTxnLine": True,
                "ClassTrackingPerTxn": False,
                "TrackDepartments": False,
                "UseAccountNumbers": True,
            },
            "SalesFormsPrefs": {"CustomTxnNumbers": True, "AllowDiscount": True, "AutoApplyCredit": False},
            "CurrencyPrefs": {"MultiCurrencyEnabled": False, "HomeCurrency": {"value": "USD"}},
        },
        tables={
            "Customer": _named(_customers()),
            "Vendor": _named([{"Id": DISTRO, "DisplayName": "Distro One Inc.", "Balance": Decimal(0)}]),
            "Item": _named(_items()),
            "Account": _named(_accounts()),
            "Class": _named([{"Id": CLOUD, "Name": "Cloud"}]),
            "Term": {
                NET_30: {"Id": NET_30, "Name": "Net 30", "Active": True, "DueDays": 30},
                TENTH: {
                    "Id": TENTH,
                    "Name": "On the 10th",
                    "Active": True,
                    "Type": "DATE_DRIVEN",
                    "DayOfMonthDue": 10,
                    "DueNextMonthDays": 5,
                },
            },
            **_taxes(),
        },
        tax_rates_by_region={"FL": Decimal(7), "TX": Decimal("8.25")},
    )


def small_firm() -> Firm:
    return Firm(
        now=NOW,
        connectwise=ConnectWiseBooks("gulfline", "public", "private", "client"),
        quickbooks={REALM: books(REALM, "Gulfline"), OTHER_REALM: books(OTHER_REALM, "Gulfline Cabling")},
        intuit_client_id=CLIENT_ID,
        intuit_client_secret=CLIENT_SECRET,
    )
