"""What the kinds of linked records are called: on screen, in a sentence, on the command line."""

from __future__ import annotations

from mobius_desktop.domain.quickbooks import ListKind

KIND_WORDS = {
    ListKind.CUSTOMER: "Customers",
    ListKind.ITEM: "Products and services",
    ListKind.TERM: "Terms",
    ListKind.CLASS: "Classes",
    ListKind.DEPARTMENT: "QuickBooks Locations",
    ListKind.TAX_CODE: "Tax codes",
    ListKind.TAX_AGENCY: "Tax agencies",
    ListKind.ACCOUNT: "Accounts",
}
KIND_NOUNS = {
    ListKind.CUSTOMER: "customer",
    ListKind.ITEM: "product or service",
    ListKind.TERM: "term",
    ListKind.CLASS: "class",
    ListKind.DEPARTMENT: "QuickBooks Location",
    ListKind.TAX_CODE: "tax code",
    ListKind.TAX_AGENCY: "tax agency",
    ListKind.ACCOUNT: "account",
}
KIND_OPTIONS = {
    "customers": ListKind.CUSTOMER,
    "items": ListKind.ITEM,
    "terms": ListKind.TERM,
    "classes": ListKind.CLASS,
    "locations": ListKind.DEPARTMENT,
    "tax-codes": ListKind.TAX_CODE,
    "tax-agencies": ListKind.TAX_AGENCY,
    "accounts": ListKind.ACCOUNT,
}
"""As `mobius-desktop links` takes them."""
