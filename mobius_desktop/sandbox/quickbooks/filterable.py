"""Which fields a query may filter and sort by, from Intuit's entity reference. Anything else is 4001."""

from __future__ import annotations

_TIMES = ("MetaData.CreateTime", "MetaData.LastUpdatedTime")
_SALES = ("Id", "DocNumber", "TxnDate", "CustomerRef", "Balance", "TotalAmt", "SalesTermRef", "ProjectRef")
_NAME = (
    "Id",
    "DisplayName",
    "CompanyName",
    "GivenName",
    "MiddleName",
    "FamilyName",
    "PrimaryEmailAddr",
    "Active",
    "Balance",
    "FullyQualifiedName",
)
_SIMPLE = ("Id", "Name", "Active")

FILTERABLE: dict[str, tuple[str, ...]] = {
    "Invoice": (*_SALES, "DueDate"),
    "CreditMemo": _SALES,
    "Payment": ("Id", "CustomerRef", "TotalAmt", "TxnDate", "PaymentRefNum", "PaymentMethodRef"),
    "Bill": (
        "Id",
        "DocNumber",
        "TxnDate",
        "DueDate",
        "VendorRef",
        "APAccountRef",
        "TotalAmt",
        "Balance",
        "SalesTermRef",
    ),
    "Purchase": ("Id", "DocNumber", "TxnDate", "PaymentType"),
    "Customer": (*_NAME, "ParentRef"),
    "Vendor": _NAME,
    "Employee": ("Id", "DisplayName", "GivenName", "FamilyName", "PrimaryEmailAddr", "Active"),
    "Item": (*_SIMPLE, "FullyQualifiedName", "Type", "Sku", "Taxable", "SubItem"),
    "Account": (
        *_SIMPLE,
        "FullyQualifiedName",
        "AccountType",
        "AccountSubType",
        "Classification",
        "SubAccount",
    ),
    "Class": (*_SIMPLE, "FullyQualifiedName"),
    "Department": (*_SIMPLE, "FullyQualifiedName"),
    "Term": _SIMPLE,
    "TaxCode": _SIMPLE,
    "TaxRate": _SIMPLE,
    "TaxAgency": ("Id", "Name", "DisplayName"),
    "CompanyInfo": ("Id",),
    "Preferences": ("Id",),
}


def canonical(entity: str, field: str) -> str | None:
    """The field in its own spelling, or None where a query may not use it."""
    wanted = field.lower().removesuffix(".value").removesuffix(".address")
    for name in (*FILTERABLE[entity], *_TIMES):
        if name.lower() == wanted:
            return name
    return None
