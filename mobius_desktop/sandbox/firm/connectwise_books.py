"""The ConnectWise side of the firm: its list records in the vendor's own shape, and its invoices."""

from __future__ import annotations

from collections.abc import Iterable

from mobius_desktop.sandbox.firm.catalog import PRODUCTS, Product
from mobius_desktop.sandbox.firm.customers import LOCATIONS, Address, Customer
from mobius_desktop.sandbox.firm.model import ConnectWiseBooks, FirmInvoice, Record, Table
from mobius_desktop.sandbox.firm.sites import Sites
from mobius_desktop.sandbox.firm.taxes import CODES, Code
from mobius_desktop.sandbox.firm.terms import TERMS, BillingTerm

COMPANY_ID = "gulfline"
PUBLIC_KEY = "Sandbox0Public0Key"
PRIVATE_KEY = "Sandbox0Private0"
CLIENT_ID = "6d0b5ac2-4f1e-4d3c-9a57-2f3b8c1e7a10"
FIRM_NAME = "Gulfline Technology Partners"

_STATES = {
    "FL": (10, "Florida"),
    "TX": (44, "Texas"),
    "OR": (38, "Oregon"),
    "GA": (11, "Georgia"),
    "ON": (70, "Ontario"),
}
_COUNTRIES = {"United States": 1, "Canada": 2}
_CURRENCY_IDS = {"USD": 7, "CAD": 8}
_STAMP = {"lastUpdated": "2026-09-14T12:00:00Z", "updatedBy": "Admin1"}
_CONTACT_OFFSET = 1750
_FIRST_CATALOG_ID = 740
_DEPARTMENTS = {10: "Services", 11: "Sales", 12: "Projects"}
_MEMBERS = (
    ("Admin1", "System", "Administrator"),
    ("Billing", "Billing", "Desk"),
    ("Desk1", "Service", "Desk"),
    ("Field1", "Field", "Engineer"),
    ("Project1", "Project", "Lead"),
    ("MobiusAPI", "Accounting", "Interface"),
)
_MAPPINGS: tuple[tuple[str, str, str, str], ...] = (
    ("AR", "Accounts receivable", "11000", ""),
    ("R", "Service", "40000", ""),
    ("R", "Projects", "40300", ""),
    ("R", "Bad debt", "65000", ""),
    ("RP", "Hardware", "40100", ""),
    ("RP", "Software", "40110", ""),
    ("RP", "Patch panels", "40150", ""),
    ("RA", "Agreements", "40200", ""),
    ("AP", "Agreement products", "40210", ""),
    ("RE", "Expenses", "40900", ""),
    ("RD", "Down payment", "24000", ""),
    ("RD", "Project down payment", "24000", "DP-PROJECT"),
    ("RD", "Block hours", "24100", "BLOCK-HOURS"),
    ("SD", "Product discount", "41900", ""),
    ("ST", "Sales tax", "22000", ""),
)
"""GL type, what it is mapped by, account, Product ID."""


def connectwise_books(
    everybody: dict[str, Customer], sites: Sites, invoices: Iterable[FirmInvoice]
) -> ConnectWiseBooks:
    """Everything the ConnectWise server starts with."""
    people = list(everybody.values())
    tables: dict[str, Table] = {
        "companies": {one.id: _company(one, sites) for one in people},
        "sites": _sites(people, sites),
        "contacts": {one.id + _CONTACT_OFFSET: _contact(one, sites) for one in people},
        "members": _members(),
        "locations": {
            key: {"id": key, "name": name, "locationFlag": True, "clientFlag": False, "_info": dict(_STAMP)}
            for key, name in LOCATIONS.items()
        },
        "departments": {
            key: {"id": key, "identifier": name, "name": name, "_info": dict(_STAMP)}
            for key, name in _DEPARTMENTS.items()
        },
        "taxCodes": {code.id: _tax_code(code) for code in CODES.values()},
        "billingTerms": {term.id: _term(term) for term in TERMS},
        "glAccounts": _gl_accounts(),
        "mappedTypes": _mapped_types(),
        "accountingPackageSetup": {1: _package()},
        "catalog": {
            _FIRST_CATALOG_ID + number: _catalog_item(_FIRST_CATALOG_ID + number, product)
            for number, product in enumerate(PRODUCTS.values(), start=1)
        },
        "currencies": {key: _currency(code) for code, key in _CURRENCY_IDS.items()},
        "billingStatuses": {
            1: _status(1, "New", closed=False),
            2: _status(2, "Sent", closed=False),
            3: _status(3, "Closed", closed=True),
        },
    }
    return ConnectWiseBooks(
        COMPANY_ID,
        PUBLIC_KEY,
        PRIVATE_KEY,
        CLIENT_ID,
        {invoice.billing_log_id: invoice for invoice in invoices},
        tables,
    )


def _company(one: Customer, sites: Sites) -> Record:
    code = CODES.get(one.tax_code)
    record: Record = {
        "id": one.id,
        "identifier": one.identifier,
        "name": one.name,
        "status": {"id": 1, "name": "Active"},
        "addressLine1": one.address.line1,
        "city": one.address.city,
        "state": one.address.region,
        "zip": one.address.postal_code,
        "country": _country(one.address),
        "phoneNumber": one.phone,
        "website": "https://" + one.email.partition("@")[2],
        "territory": {"id": one.location_id, "name": LOCATIONS[one.location_id]},
        "accountNumber": one.account,
        "defaultContact": {"id": one.id + _CONTACT_OFFSET, "name": "Accounts Payable"},
        "billingTerms": {"id": 4, "name": "Net 30"},
        "billToCompany": {"id": one.id, "identifier": one.identifier, "name": one.name},
        "billingSite": {"id": sites.main[one.id], "name": "Main"},
        "billingContact": {"id": one.id + _CONTACT_OFFSET, "name": "Accounts Payable"},
        "invoiceToEmailAddress": one.email,
        "currency": _currency_reference(one.currency),
        "types": [{"id": 2 if one.kind == "Government" else 1, "name": one.kind}],
        "site": {"id": sites.main[one.id], "name": "Main"},
        "isVendorFlag": one.state == "vendor",
        "deletedFlag": False,
        "_info": dict(_STAMP),
    }
    if code:
        record["taxCode"] = {"id": code.id, "name": code.identifier}
    return record


def _sites(people: list[Customer], sites: Sites) -> Table:
    table: Table = {}
    for one in people:
        table[sites.main[one.id]] = _site(sites.main[one.id], "Main", one, one.address, one.tax_code)
        if one.id in sites.second:
            number = sites.second[one.id]
            address = sites.addresses[number]
            table[number] = _site(number, address.city, one, address, "GA-Chatham")
    return table


def _site(number: int, name: str, one: Customer, address: Address, tax_code: str) -> Record:
    state, state_name = _STATES[address.region]
    record: Record = {
        "id": number,
        "name": name,
        "addressLine1": address.line1,
        "city": address.city,
        "stateReference": {"id": state, "identifier": address.region, "name": state_name},
        "zip": address.postal_code,
        "country": _country(address),
        "phoneNumber": one.phone,
        "primaryAddressFlag": name == "Main",
        "defaultShippingFlag": name == "Main",
        "defaultBillingFlag": name == "Main",
        "defaultMailingFlag": name == "Main",
        "inactiveFlag": False,
        "company": {"id": one.id, "identifier": one.identifier, "name": one.name},
        "_info": dict(_STAMP),
    }
    if tax_code:
        record["taxCode"] = {"id": CODES[tax_code].id, "name": tax_code}
    return record


def _contact(one: Customer, sites: Sites) -> Record:
    number = one.id + _CONTACT_OFFSET
    return {
        "id": number,
        "firstName": "Accounts",
        "lastName": "Payable",
        "company": {"id": one.id, "identifier": one.identifier, "name": one.name},
        "site": {"id": sites.main[one.id], "name": "Main"},
        "inactiveFlag": False,
        "defaultFlag": True,
        "defaultBillingFlag": True,
        "communicationItems": [
            {
                "id": 2 * number,
                "type": {"id": 1, "name": "Email"},
                "value": one.email,
                "defaultFlag": True,
                "domain": "@" + one.email.partition("@")[2],
                "communicationType": "Email",
            },
            {
                "id": 2 * number + 1,
                "type": {"id": 2, "name": "Direct"},
                "value": one.phone,
                "defaultFlag": True,
                "communicationType": "Phone",
            },
        ],
        "_info": dict(_STAMP),
    }


def _members() -> Table:
    return {
        150 + number: {
            "id": 150 + number,
            "identifier": identifier,
            "firstName": first,
            "lastName": last,
            "title": f"{first} {last}",
            "licenseClass": "X" if identifier == "MobiusAPI" else "F",
            "structureLevel": {"id": 1, "name": "Level 1 (Owner)"},
            "vendorNumber": f"V-{identifier.upper()}",
            "primaryEmail": f"{identifier.lower()}@gulfline.example",
            "inactiveFlag": False,
            "_info": dict(_STAMP),
        }
        for number, (identifier, first, last) in enumerate(_MEMBERS, start=1)
    }


def _tax_code(code: Code) -> Record:
    record: Record = {
        "id": code.id,
        "identifier": code.identifier,
        "description": code.description,
        "invoiceCaption": "Sales tax",
        "country": {"id": 1, "name": "United States"},
        "effectiveDate": "2020-01-01T00:00:00Z",
        "defaultFlag": code.identifier == "FL-Hills",
        "displayOnInvoiceFlag": True,
        "_info": dict(_STAMP),
    }
    for word, level in zip(("One", "Two", "Three"), code.levels, strict=False):
        record |= {
            f"level{word}Rate": level.rate,
            f"level{word}RateType": "Percent",
            f"level{word}Caption": level.xref,
            f"level{word}TaxCodeXref": level.xref,
            f"level{word}AgencyXref": level.agency,
            f"level{word}ServicesFlag": False,
            f"level{word}ExpensesFlag": False,
            f"level{word}ProductsFlag": True,
        }
        if level.item_cap is not None:
            record[f"level{word}TaxableMax"] = level.item_cap
    return record


def _term(term: BillingTerm) -> Record:
    return {
        "id": term.id,
        "name": term.name,
        "defaultFlag": term.name == "Net 30",
        "dueDays": term.due_days,
        "termsXref": term.name,
        "_info": dict(_STAMP),
    }


def _mapped_types() -> Table:
    kinds = dict.fromkeys(kind for kind, *_ in _MAPPINGS)
    return {
        number: {"id": number, "name": "My Company: Owner", "glType": kind, "sortOrder": number}
        for number, kind in enumerate(kinds, start=1)
    }


def _gl_accounts() -> Table:
    table: Table = {}
    for number, (kind, name, account, product) in enumerate(_MAPPINGS, start=12):
        table[number] = {
            "id": number,
            "glType": kind,
            "mappedType": {"id": 1, "name": "My Company: Owner"},
            "mappedRecord": {"id": number, "name": name},
            "segment1": account,
            "cogs1": "50100" if kind == "RP" else "",
            "productId": product,
            "inventory": "12100" if kind == "RP" else "",
            "salesCode": "",
            "_info": dict(_STAMP),
        }
    return table


def _package() -> Record:
    return {
        "id": 1,
        "accountingPackage": {"id": 6, "identifier": "Other", "name": "Other"},
        "directTransferFlag": False,
        "includeInvoicesFlag": True,
        "invoiceFormat": "Detailed",
        "includeExpensesFlag": True,
        "transferExpensesAsBillFlag": True,
        "expenseFormat": "Default",
        "suppressMemoFlag": False,
        "syncPaymentInfoFlag": False,
        "syncWisePayPaymentInfoFlag": False,
        "includeSalesTaxFlag": True,
        "enableTaxGroupsFlag": True,
        "zeroDollarTaxAmountsFlag": False,
        "includeItemsFlag": True,
        "inventorySOHFlag": False,
        "sendComponentAmountFlag": False,
        "sendUomFlag": False,
        "includeCogsEntriesFlag": True,
        "includeCogsDropShipFlag": False,
        "_info": dict(_STAMP),
    }


def _catalog_item(number: int, product: Product) -> Record:
    units = {"Each": 13, "Meter": 14, "License": 15, "Seat": 16, "TB": 17, "Line": 18}
    groups = sorted({one.subcategory for one in PRODUCTS.values()})
    return {
        "id": number,
        "identifier": product.identifier,
        "description": product.description,
        "inactiveFlag": False,
        "subcategory": {"id": 20 + groups.index(product.subcategory), "name": product.subcategory},
        "type": {"id": 5, "name": "Recurring"} if product.recurring else {"id": 4, "name": "Product"},
        "productClass": "Agreement" if product.recurring else "NonInventory",
        "serializedFlag": False,
        "unitOfMeasure": {"id": units[product.unit], "name": product.unit},
        "price": product.price,
        "cost": product.cost,
        "taxableFlag": product.taxable,
        "dropShipFlag": False,
        "customerDescription": product.description,
        "recurringFlag": product.recurring,
        "category": {
            "id": 3 if product.recurring else 2,
            "name": "Cloud" if product.recurring else "Hardware",
        },
        "_info": dict(_STAMP),
    }


def _currency_reference(code: str) -> Record:
    return {
        "id": _CURRENCY_IDS[code],
        "symbol": "$",
        "currencyCode": code,
        "decimalSeparator": ".",
        "numberOfDecimals": 2,
        "thousandsSeparator": ",",
        "negativeParenthesesFlag": False,
        "displaySymbolFlag": True,
        "currencyIdentifier": code,
        "displayIdFlag": False,
        "rightAlign": False,
        "name": {"USD": "US Dollars", "CAD": "Canadian Dollars"}[code],
    }


def _currency(code: str) -> Record:
    return {
        **_currency_reference(code),
        "currencyCode": {"id": _CURRENCY_IDS[code], "name": code},
        "_info": dict(_STAMP),
    }


def _status(number: int, name: str, *, closed: bool) -> Record:
    return {
        "id": number,
        "name": name,
        "sortOrder": number,
        "defaultFlag": number == 1,
        "closedFlag": closed,
        "inactiveFlag": False,
        "sentFlag": number > 1,
        "_info": dict(_STAMP),
    }


def _country(address: Address) -> Record:
    return {"id": _COUNTRIES[address.country], "name": address.country}
