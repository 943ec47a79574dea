"""Where each cause that *Check set-up* can find is put right, by its code: the likeliest place first.

A cause may have several places: an account that is missing can be created in QuickBooks, linked here, or
corrected in ConnectWise's GL mapping.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mobius_desktop.domain.checkup import Problem


class At(StrEnum):
    """Which kind of place it is."""

    LINKS = "links"
    """A kind of links; without one, whichever the record is found among."""
    OPTIONS = "options"
    """A tab of the company's options."""
    PAGE = "page"
    """Another page of this program."""
    QUICKBOOKS = "quickbooks"
    CONNECTWISE = "connectwise"


@dataclass(frozen=True, slots=True)
class CurePlace:
    """One place. `what` is a kind of links, a tab, or the key of a page or menu path below."""

    at: At
    what: str = ""
    used_only: bool = False
    """Only where an unposted invoice is touched: the links list no record that none needs."""


OWN_PAGES = {
    "invoice-batch": "Create Invoice Batch",
    "cut-over": "Cut-over",
    "review": "Review Existing Batches",
    "quickbooks": "Set up QuickBooks Online",
}
"""Pages of this program by their keys."""

QUICKBOOKS_MENUS = {
    "accounts": "Chart of accounts",
    "customers": "Customers",
    "items": "Products and services",
    "taxes": "Taxes",
    "sales": "Account and settings ▸ Sales",
    "advanced": "Account and settings ▸ Advanced",
    "lists": "All lists",
    "invoices": "Sales ▸ Invoices",
}
CONNECTWISE_MENUS = {
    "package": "System ▸ Setup Tables ▸ General Ledger/Accounting Package",
    "gl": "System ▸ Setup Tables ▸ GL Accounts",
    "tax": "System ▸ Setup Tables ▸ Tax Codes",
    "api-members": "System ▸ Members ▸ API Members",
    "members": "System ▸ Members",
    "finance": "Finance ▸ Company Finance",
    "site": "Companies ▸ the company ▸ Sites",
    "invoice": "Finance ▸ Invoices",
}
CONNECTWISE_OF_INVOICE = frozenset({"finance", "site", "invoice"})
"""Places that are of one customer: ConnectWise has an address for those."""

# Code, then its places; `?` after one that is there only while an unposted invoice is touched.
_TABLE = """
PACKAGE_MISSING connectwise/package
PACKAGE_INVOICES_OFF connectwise/package
PACKAGE_TAX_OFF connectwise/package
PACKAGE_ITEMS_OFF connectwise/package
PACKAGE_MEMO_OFF connectwise/package
PACKAGE_UNITS_OFF options/Sales connectwise/package
PACKAGE_DIRECT connectwise/package
PACKAGE_PAYMENTS connectwise/package
PACKAGE_EXPENSES connectwise/package
MEMBER_BELOW_TOP connectwise/api-members
MEMBER_RESTRICTED connectwise/api-members
ANOTHER_MEMBER_BATCHES connectwise/api-members
SAME_MEMBER_BATCHES connectwise/api-members
GL_ACCOUNT_MISSING quickbooks/accounts connectwise/gl
GL_ACCOUNT_EMPTY connectwise/gl
ACCOUNT_SPELLED_DIFFERENTLY links/Account? quickbooks/accounts connectwise/gl
ACCOUNT_MATCHED_OTHERWISE options/Accounts
ACCOUNT_ID_MISSING links/Customer connectwise/finance
VENDOR_NUMBER_MISSING connectwise/members
TAX_LEVELS_DIFFER quickbooks/taxes connectwise/tax
TAX_CODE_NOT_LINKED quickbooks/taxes
LINKED_NAME_GONE links
EXEMPT_CODE_LOST options/Taxes
PREFIX_ON options/Company
CREDITS_APPLIED quickbooks/advanced
CLASSES_OFF options/Categories quickbooks/advanced
LOCATIONS_OFF options/Categories quickbooks/advanced
LOCATION_GONE options/Company
CREDIT_MEMO_POSITIVE connectwise/invoice
OUT_OF_BALANCE connectwise/invoice
AMOUNT_NOT_EXACT connectwise/invoice
GL_TYPE_UNEXPECTED connectwise/gl connectwise/invoice
NO_GL_ENTRIES connectwise/gl connectwise/invoice
CUSTOMER_UNLINKED links/Customer
CUSTOMER_AMBIGUOUS links/Customer
CUSTOMER_NOT_FOUND links/Customer options/Contacts quickbooks/customers
CUSTOMER_INACTIVE links/Customer quickbooks/customers
CUSTOMER_CURRENCY links/Customer
EXEMPTION_REASON_MISSING quickbooks/customers
NAME_TAKEN_BY_VENDOR options/Contacts links/Customer
NAME_TAKEN_BY_EMPLOYEE options/Contacts links/Customer
NAME_TAKEN_TWICE links
NAME_NOT_POSSIBLE links
PARENT_MISSING links quickbooks/lists
LINK_BROKEN links
CREATION_NOT_APPROVED page/invoice-batch links
ITEM_NOT_FOUND links/Item options/Products quickbooks/items
ITEM_INACTIVE links/Item quickbooks/items
ITEM_AMBIGUOUS links/Item
ITEM_NOT_SELLABLE links/Item
ITEM_ACCOUNT_DIFFERS links/Item quickbooks/items connectwise/gl
ITEM_OF_OTHER_CLASS links/Item quickbooks/items
DEFERRED_ITEM_ELSEWHERE connectwise/gl quickbooks/items
DOWN_PAYMENT_ITEM_MISSING options/Products quickbooks/items
ITEM_OF_TWO_ACCOUNTS connectwise/gl quickbooks/items
DEFERRED_NOT_LIABILITY connectwise/gl
ACCOUNT_MISSING links/Account quickbooks/accounts connectwise/gl
ACCOUNT_INACTIVE quickbooks/accounts
ACCOUNT_AMBIGUOUS links/Account quickbooks/accounts
ACCOUNT_HOLDS_NO_ITEM connectwise/gl
INVENTORY_LINE options/Products
INVENTORY_BEFORE_START connectwise/invoice quickbooks/items
INVENTORY_QUANTITY connectwise/invoice
STOCK_ITEM_MISSING quickbooks/items
TAX_WITHOUT_TAXABLE_LINE options/Taxes connectwise/invoice
TAX_AGENCY_MISSING links/TaxAgency quickbooks/taxes
TAX_AGENCY_UNSURE links/TaxAgency
TAX_CODE_UNMAPPED links/TaxCode
TAX_CODE_INACTIVE links/TaxCode quickbooks/taxes
TAX_RATES_DIFFER links/TaxCode quickbooks/taxes
SALES_TAX_OFF options/Taxes quickbooks/taxes
COUNTRY_NOT_SUPPORTED page/quickbooks
SHIP_TO_MISSING connectwise/site
TOO_MANY_LINES page/invoice-batch connectwise/invoice
EXEMPT_ONLY_IN_CONNECTWISE quickbooks/customers
EXEMPT_ONLY_IN_QUICKBOOKS quickbooks/customers connectwise/invoice
EXEMPT_CODE_UNUSABLE options/Taxes
AVALARA_IGNORED options/Taxes
PERIOD_CLOSED page/invoice-batch
EARLIER_FISCAL_YEAR page/invoice-batch
RECEIVABLES_DIFFER connectwise/gl
CURRENCY quickbooks/invoices
CLASSES_DIFFER quickbooks/advanced
CLASS_NOT_FOUND links/Class options/Categories quickbooks/lists
DEPARTMENT_NOT_FOUND links/Department options/Categories quickbooks/lists
RECORD_INACTIVE links quickbooks/lists
INTERNAL_NOTE options/Sales connectwise/invoice
NUMBER_TOO_LONG options/Company connectwise/invoice
NUMBER_TWICE connectwise/invoice
NUMBERS_OFF quickbooks/sales
CHANGED_AFTER_SENDING page/invoice-batch
NUMBER_TAKEN page/invoice-batch connectwise/invoice
NUMBER_USED_BY_US connectwise/invoice
ALREADY_IN_QUICKBOOKS page/cut-over
LOOKS_ALIKE page/invoice-batch
SEVERAL_DOCUMENTS quickbooks/invoices
IN_ANOTHER_COMPANY page/review
OUTCOME_UNKNOWN page/review
NEEDS_CHECK_OPEN page/review
"""


def _place(words: str) -> CurePlace:
    at, _, what = words.partition("/")
    return CurePlace(At(at), what.removesuffix("?"), used_only=what.endswith("?"))


CURE_PLACES: dict[str, tuple[CurePlace, ...]] = {
    code: tuple(map(_place, places)) for code, *places in map(str.split, _TABLE.strip().splitlines())
}


def places_of(problem: Problem) -> tuple[CurePlace, ...]:
    """The places of a cause; none for a code that another version wrote."""
    touched = problem.touched.count > 0
    return tuple(one for one in CURE_PLACES.get(problem.code, ()) if touched or not one.used_only)
