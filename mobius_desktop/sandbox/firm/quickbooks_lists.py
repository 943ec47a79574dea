"""List records of QuickBooks in Intuit's own shape: accounts, items, customers, terms, classes, taxes.

Names are kept as given; that an inactive one is shown as "Name (deleted)" is the server's doing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from mobius_desktop.sandbox.firm.catalog import PRODUCTS, Product
from mobius_desktop.sandbox.firm.customers import Address, Customer
from mobius_desktop.sandbox.firm.model import Record
from mobius_desktop.sandbox.firm.taxes import CODES, Code
from mobius_desktop.sandbox.firm.terms import TERMS

Number = Callable[[], str]
"""Gives the next Id."""

MADE = "2026-03-02T09:00:00-05:00"
"""When the list records were made; company time, as QuickBooks writes it."""
HOME_CURRENCY = {"value": "USD", "name": "United States Dollar"}

ACCOUNTS: tuple[tuple[str, str, str, str, str], ...] = (
    ("10000", "Operating Checking", "Bank", "Checking", "Asset"),
    ("10500", "Undeposited Funds", "Other Current Asset", "UndepositedFunds", "Asset"),
    ("11000", "Accounts Receivable (A/R)", "Accounts Receivable", "AccountsReceivable", "Asset"),
    ("12100", "Inventory Asset", "Other Current Asset", "Inventory", "Asset"),
    ("20000", "Accounts Payable (A/P)", "Accounts Payable", "AccountsPayable", "Liability"),
    ("22000", "Sales Tax Payable", "Other Current Liability", "SalesTaxPayable", "Liability"),
    ("24000", "Deferred: Down Payments", "Other Current Liability", "OtherCurrentLiabilities", "Liability"),
    ("24100", "Deferred: Block Hours", "Other Current Liability", "OtherCurrentLiabilities", "Liability"),
    ("30000", "Retained Earnings", "Equity", "RetainedEarnings", "Equity"),
    ("40000", "Service", "Income", "ServiceFeeIncome", "Revenue"),
    ("40100", "Hardware", "Income", "SalesOfProductIncome", "Revenue"),
    ("40110", "Software", "Income", "SalesOfProductIncome", "Revenue"),
    ("40200", "Agreements", "Income", "ServiceFeeIncome", "Revenue"),
    ("40210", "Agreement Products", "Income", "SalesOfProductIncome", "Revenue"),
    ("40300", "Projects", "Income", "ServiceFeeIncome", "Revenue"),
    ("40900", "Reimbursed Expenses", "Income", "OtherPrimaryIncome", "Revenue"),
    ("41900", "Product Discounts", "Income", "DiscountsRefundsGiven", "Revenue"),
    ("50100", "Cost of Goods Sold", "Cost of Goods Sold", "SuppliesMaterialsCogs", "Expense"),
    ("60500", "Travel and Mileage", "Expense", "Travel", "Expense"),
    ("65000", "Bad Debts", "Expense", "BadDebts", "Expense"),
)
"""Number, name, type, subtype, classification. 40150 is not there on purpose."""

SERVICES: tuple[tuple[str, str], ...] = (
    ("Service-40000", "40000"),
    ("Service-40200", "40200"),
    ("Service-40300", "40300"),
    ("Service-40900", "40900"),
    ("BLOCK-HOURS", "24100"),
    ("DP-PROJECT", "24000"),
)
"""Service-41900, Service-65000 and "Down Payment" are made by the first run that needs them."""
MISSING_ITEMS = frozenset({"FIBER-M", "PATCH-24"})
POSTS_ELSEWHERE = {"DOCK-USB": "40110"}
INACTIVE_ITEM = "SW-24P"
STOCKED_ITEM, STOCK_START = "UPS-650", "2026-10-15"


def numbered(records: Iterable[Record]) -> dict[str, Record]:
    return {str(record["Id"]): record for record in records}


def base(number: str, *, active: bool | None = True) -> Record:
    """What every record has."""
    record: Record = {
        "Id": number,
        "SyncToken": "0",
        "domain": "QBO",
        "sparse": False,
        "MetaData": {"CreateTime": MADE, "LastUpdatedTime": MADE},
    }
    if active is not None:
        record["Active"] = active
    return record


def accounts(number: Number) -> dict[str, Record]:
    """The chart of accounts."""
    return numbered(
        {
            **base(number()),
            "Name": name,
            "FullyQualifiedName": name,
            "SubAccount": False,
            "AcctNum": code,
            "AccountType": kind,
            "AccountSubType": subtype,
            "Classification": classification,
            "CurrentBalance": Decimal("0.00"),
            "CurrentBalanceWithSubAccounts": Decimal("0.00"),
            "CurrencyRef": dict(HOME_CURRENCY),
        }
        for code, name, kind, subtype, classification in ACCOUNTS
    )


def account_reference(chart: dict[str, Record], code: str) -> Record:
    found = next(record for record in chart.values() if record["AcctNum"] == code)
    return {"value": found["Id"], "name": found["Name"]}


def items(number: Number, chart: dict[str, Record], *, products: bool) -> dict[str, Record]:
    """Products and services as they stand before the first run."""
    made = [_service(number(), name, account_reference(chart, code)) for name, code in SERVICES]
    if products:
        made += [
            _product(number(), product, chart)
            for product in PRODUCTS.values()
            if product.identifier not in MISSING_ITEMS
        ]
    return numbered(made)


def _service(number: str, name: str, account: Record) -> Record:
    return {
        **base(number),
        "Name": name,
        "FullyQualifiedName": name,
        "Description": name,
        "Type": "Service",
        "Taxable": False,
        "UnitPrice": Decimal(0),
        "IncomeAccountRef": account,
        "PurchaseCost": Decimal(0),
        "TrackQtyOnHand": False,
    }


def _product(number: str, product: Product, chart: dict[str, Record]) -> Record:
    inactive = product.identifier == INACTIVE_ITEM
    name = product.identifier
    record: Record = {
        **base(number, active=not inactive),
        "Name": name,
        "FullyQualifiedName": name,
        "Sku": product.identifier,
        "Description": product.description,
        "Type": "NonInventory",
        "Taxable": product.taxable,
        "UnitPrice": product.price,
        "IncomeAccountRef": account_reference(
            chart, POSTS_ELSEWHERE.get(product.identifier, product.account)
        ),
        "PurchaseDesc": product.description,
        "PurchaseCost": product.cost,
        "ExpenseAccountRef": account_reference(chart, "50100"),
        "TrackQtyOnHand": False,
    }
    if product.identifier == STOCKED_ITEM:
        record |= {
            "Type": "Inventory",
            "TrackQtyOnHand": True,
            "QtyOnHand": Decimal(40),
            "InvStartDate": STOCK_START,
            "AssetAccountRef": account_reference(chart, "12100"),
        }
    return record


def customers(number: Number, everybody: Iterable[Customer], net30: Record) -> dict[str, Record]:
    """The customers QuickBooks knows; a missing one and a vendor are not among them."""
    return numbered(
        customer_record(number(), one, net30) for one in everybody if one.state not in ("missing", "vendor")
    )


def customer_record(number: str, one: Customer, net30: Record) -> Record:
    """One customer. CompanyName is the account id where another tool has linked it that way."""
    name = one.quickbooks_name or one.name
    company = name if one.state == "similar" else one.account
    inactive = one.state == "inactive"
    address = _address(one.address)
    return {
        **base(number, active=not inactive),
        "DisplayName": name,
        "CompanyName": company,
        "FullyQualifiedName": name,
        "PrintOnCheckName": name,
        "Taxable": True,
        "Job": False,
        "BillWithParent": False,
        "Balance": Decimal("0.00"),
        "BalanceWithJobs": Decimal("0.00"),
        "CurrencyRef": dict(HOME_CURRENCY),
        "PreferredDeliveryMethod": "None",
        "PrimaryEmailAddr": {"Address": one.email},
        "PrimaryPhone": {"FreeFormNumber": one.phone},
        "BillAddr": {"Id": f"{number}1", **address},
        "ShipAddr": {"Id": f"{number}2", **address},
        "SalesTermRef": {"value": net30["Id"], "name": net30["Name"]},
    }


def _address(address: Address) -> Record:
    return {
        "Line1": address.line1,
        "City": address.city,
        "CountrySubDivisionCode": address.region,
        "PostalCode": address.postal_code,
        "Country": {"United States": "USA"}.get(address.country, address.country),
    }


def vendor(number: str, name: str) -> Record:
    return {
        **base(number),
        "DisplayName": name,
        "CompanyName": name,
        "PrintOnCheckName": name,
        "Balance": Decimal("0.00"),
        "Vendor1099": False,
        "CurrencyRef": dict(HOME_CURRENCY),
    }


def terms(number: Number) -> dict[str, Record]:
    """Day terms only: the one named after the end of the month is a thirty-day term here."""
    return numbered(
        {**base(number()), "Name": term.name, "Type": "STANDARD", "DueDays": term.due_days} for term in TERMS
    )


def classes(number: Number, names: Iterable[str]) -> dict[str, Record]:
    return numbered(
        {
            **base("5000000000000" + number().zfill(6)),
            "Name": name,
            "FullyQualifiedName": name,
            "SubClass": False,
        }
        for name in names
    )


def taxes(number: Number, *, manual: bool) -> dict[str, dict[str, Record]]:
    """Agencies, rates and codes. Georgia has none; manual tax keeps one code per code of ConnectWise."""
    known = [code for code in CODES.values() if code.region in ("FL", "TX")]
    agencies: dict[str, Record] = {}
    rates: dict[str, Record] = {}
    codes: dict[str, Record] = {
        pseudo: {
            **base(pseudo),
            "Name": pseudo,
            "Description": pseudo,
            "Taxable": pseudo == "TAX",
            "TaxGroup": False,
        }
        for pseudo in ("TAX", "NON")
    }
    for code in known:
        agency = {
            **base(number(), active=None),
            "DisplayName": code.levels[0].agency,
            "TaxTrackedOnSales": True,
            "TaxTrackedOnPurchases": False,
        }
        agencies[agency["Id"]] = agency
        parts = [(level.xref, level.rate * 100) for level in code.levels]
        if not manual:
            parts = [(f"{code.description} combined", sum((rate for _, rate in parts), Decimal(0)))]
        made = [_rate(number(), name, value, agency) for name, value in parts]
        rates |= numbered(made)
        record = _code(number(), code, made, manual=manual)
        codes[record["Id"]] = record
    return {"TaxAgency": agencies, "TaxRate": rates, "TaxCode": codes}


def _rate(number: str, name: str, percent: Decimal, agency: Record) -> Record:
    value = percent.normalize()
    return {
        **base(number),
        "Name": name,
        "Description": name,
        "RateValue": value,
        "AgencyRef": {"value": agency["Id"]},
        "SpecialTaxType": "NONE",
        "DisplayType": "ReadOnly",
        "EffectiveTaxRate": [{"RateValue": value, "EffectiveDate": "2020-01-01T00:00:00-05:00"}],
    }


def _code(number: str, code: Code, rates: list[Record], *, manual: bool) -> Record:
    return {
        **base(number),
        "Name": code.identifier if manual else f"{code.region} sales tax",
        "Description": code.description,
        "Taxable": True,
        "TaxGroup": True,
        "TaxCodeConfigType": "USER_DEFINED" if manual else "SYSTEM_GENERATED",
        "SalesTaxRateList": {
            "TaxRateDetail": [
                {
                    "TaxRateRef": {"value": rate["Id"], "name": rate["Name"]},
                    "TaxTypeApplicable": "TaxOnAmount",
                    "TaxOrder": 0,
                }
                for rate in rates
            ]
        },
        "PurchaseTaxRateList": {"TaxRateDetail": []},
    }
