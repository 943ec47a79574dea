"""QuickBooks' lists, indexed once per plan: rules ask by Id, by name, by account number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from mobius_desktop.domain.ids import ConnectWiseId, QuickBooksId, RecordKey
from mobius_desktop.domain.options import AccountMatch, CompanyOptions
from mobius_desktop.domain.plan import Link
from mobius_desktop.domain.quickbooks import (
    Account,
    ClassOrDepartment,
    Customer,
    Item,
    ListKind,
    NamedRecord,
    Preferences,
    QuickBooksLists,
    TaxCode,
    Term,
)
from mobius_desktop.transfer.plan.names import folded, same_name

Record = TypeVar("Record")

CANNOT_BE_SOLD = frozenset({"Category", "Group", "Bundle"})


@dataclass(frozen=True, slots=True)
class Books:
    """What the rules look up. Names are unique without regard to case, as QuickBooks sees them."""

    lists: QuickBooksLists
    customers: dict[QuickBooksId, Customer]
    customers_by_company: dict[str, tuple[Customer, ...]]
    customers_by_name: dict[str, Customer]
    vendors_by_name: dict[str, NamedRecord]
    employees_by_name: dict[str, NamedRecord]
    items: dict[QuickBooksId, Item]
    items_by_name: dict[str, Item]
    items_alike: dict[str, tuple[Item, ...]]
    """Plain names that only items inside of categories have, and more than one of them."""
    accounts: dict[QuickBooksId, Account]
    accounts_by_key: dict[str, Account]
    accounts_alike: dict[str, tuple[Account, ...]]
    """Numbers (or names) that more than one active account has."""
    terms: dict[QuickBooksId, Term]
    terms_by_name: dict[str, Term]
    classes: dict[QuickBooksId, ClassOrDepartment]
    classes_by_name: dict[str, ClassOrDepartment]
    departments: dict[QuickBooksId, ClassOrDepartment]
    departments_by_name: dict[str, ClassOrDepartment]
    tax_codes_by_name: dict[str, TaxCode]
    links: dict[tuple[ListKind, RecordKey], Link]

    @property
    def preferences(self) -> Preferences:
        return self.lists.preferences

    def link(
        self, kind: ListKind, key: RecordKey, connectwise_id: ConnectWiseId | None = None
    ) -> QuickBooksId | None:
        """The Id that a user linked to this ConnectWise record: by its id where it has one, else by name."""
        by_id = self.links.get((kind, link_key(key, connectwise_id)))
        found = by_id or self.links.get((kind, key))
        return found.quickbooks_id if found else None

    def account(self, text: str) -> Account | None:
        """The account of a ConnectWise row: the linked one, else by number or name as the company matches."""
        key = account_key(text)
        linked = self.link(ListKind.ACCOUNT, RecordKey(f"account:{key}"))
        return self.accounts.get(linked) if linked else self.accounts_by_key.get(key)

    def accounts_of(self, text: str) -> tuple[Account, ...]:
        """The accounts that a ConnectWise row may mean, where there are several and none is linked."""
        key = account_key(text)
        linked = (ListKind.ACCOUNT, RecordKey(f"account:{key}")) in self.links
        return () if linked else self.accounts_alike.get(key, ())

    def account_name(self, text: str) -> str:
        """The account of a ConnectWise row as a document's line says it: where a link names another account,
        by what QuickBooks calls that one, so that it can be compared with what comes back."""
        key = account_key(text)
        linked = self.account(text) if (ListKind.ACCOUNT, RecordKey(f"account:{key}")) in self.links else None
        return (linked.number or linked.fully_qualified_name) if linked else key

    def receivables(self) -> tuple[Account, ...]:
        """The company's receivables accounts; QuickBooks posts to the first of them."""
        found = [
            account
            for account in self.lists.accounts
            if account.account_type == "Accounts Receivable" and account.active
        ]
        return tuple(sorted(found, key=lambda account: (len(account.id), account.id)))


def account_key(text: str) -> str:
    """The account as ConnectWise writes it, without the colon that ends a multi-segment account."""
    return text.strip().rstrip(":").strip()


def link_key(key: RecordKey, connectwise_id: ConnectWiseId | None) -> RecordKey:
    """Under what a record is linked: `item#412` where ConnectWise has an id for it, else its name's key.

    Customers' keys are their ids already; classes, accounts and regions are texts in ConnectWise's export."""
    return key if connectwise_id is None else RecordKey(f"{key.partition(':')[0]}#{connectwise_id}")


def account_label(account: Account) -> str:
    """`40100 Hardware`: number and name, as far as there are both."""
    return f"{account.number} {account.name}".strip()


def open_books(lists: QuickBooksLists, links: Iterable[Link], options: CompanyOptions) -> Books:
    """The indexes over one company's lists. Of records of one name the active one counts."""
    by_number = options.account_match is AccountMatch.NUMBER
    keyed = [
        (account.number if by_number else account.fully_qualified_name, account)
        for account in sorted(lists.accounts, key=lambda one: one.active)
        if account.number or not by_number
    ]
    return Books(
        lists=lists,
        customers={customer.id: customer for customer in lists.customers},
        customers_by_company=_grouped(lists.customers),
        customers_by_name={
            key: customer
            for customer in sorted(lists.customers, key=lambda one: one.active)
            for key in {folded(customer.display_name), folded(customer.fully_qualified_name)}
        },
        vendors_by_name={folded(vendor.name): vendor for vendor in lists.vendors},
        employees_by_name={folded(employee.name): employee for employee in lists.employees},
        items={item.id: item for item in lists.items},
        items_by_name=_items_by_name(lists.items),
        items_alike=_items_alike(lists.items),
        accounts={account.id: account for account in lists.accounts},
        accounts_by_key=dict(keyed),
        accounts_alike=_several((key, account) for key, account in keyed if account.active),
        terms={term.id: term for term in lists.terms},
        terms_by_name={folded(term.name): term for term in sorted(lists.terms, key=lambda one: one.active)},
        classes={one.id: one for one in lists.classes},
        classes_by_name=_by_full_name(lists.classes),
        departments={one.id: one for one in lists.departments},
        departments_by_name=_by_full_name(lists.departments),
        tax_codes_by_name={folded(code.name): code for code in lists.tax_codes},
        links={(link.kind, link.key): link for link in links},
    )


def _grouped(customers: Iterable[Customer]) -> dict[str, tuple[Customer, ...]]:
    groups: dict[str, tuple[Customer, ...]] = {}
    for customer in customers:
        if customer.company_name.strip():
            key = same_name(customer.company_name)
            groups[key] = (*groups.get(key, ()), customer)
    return groups


def _items_by_name(items: Iterable[Item]) -> dict[str, Item]:
    """By full name, and by plain name where no full name is the same; what cannot be sold comes last."""
    ordered = sorted(items, key=lambda item: (item.item_type not in CANNOT_BE_SOLD, item.active))
    named = {folded(item.name): item for item in ordered}
    return named | {folded(item.fully_qualified_name): item for item in ordered}


def _items_alike(items: Iterable[Item]) -> dict[str, tuple[Item, ...]]:
    sold = [item for item in items if item.active and item.item_type not in CANNOT_BE_SOLD]
    full = {folded(item.fully_qualified_name or item.name) for item in sold}
    return _several((folded(item.name), item) for item in sold if folded(item.name) not in full)


def _several(keyed: Iterable[tuple[str, Record]]) -> dict[str, tuple[Record, ...]]:
    """The keys that more than one record has."""
    groups: dict[str, tuple[Record, ...]] = {}
    for key, record in keyed:
        groups[key] = (*groups.get(key, ()), record)
    return {key: found for key, found in groups.items() if len(found) > 1}


def _by_full_name(records: Iterable[ClassOrDepartment]) -> dict[str, ClassOrDepartment]:
    return {
        folded(one.fully_qualified_name or one.name): one
        for one in sorted(records, key=lambda record: record.active)
    }
