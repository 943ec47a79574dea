"""The item of each line and the account it posts to: QuickBooks posts by the item, whatever the row says."""

from __future__ import annotations

from dataclasses import dataclass

from mobius_desktop.domain.connectwise import PRODUCT_ROWS, GlRow, GlType
from mobius_desktop.domain.document import NewRecord, RecordRef
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.ids import ConnectWiseId, RecordKey
from mobius_desktop.domain.money import amount_text, plain, round_half_up
from mobius_desktop.domain.options import ServiceItemSource
from mobius_desktop.domain.quickbooks import Account, AccountClass, Item, ListKind
from mobius_desktop.domain.states import Severity
from mobius_desktop.transfer.plan.books import CANNOT_BE_SOLD, account_key, account_label
from mobius_desktop.transfer.plan.case import Case, day
from mobius_desktop.transfer.plan.creation import creation
from mobius_desktop.transfer.plan.dates import posting_date
from mobius_desktop.transfer.plan.names import folded, name_problem, plain_name
from mobius_desktop.transfer.plan.signs import Measure

ITEM_ACCOUNTS = frozenset({"Income", "Other Income", "Other Current Liability", "Expense", "Other Expense"})
"""Kinds of accounts that QuickBooks lets an item of service or non-inventory post its sales to."""
_STOCK_TYPES = frozenset({"inventory", "inventory part"})


@dataclass(frozen=True, slots=True)
class Choice:
    """The item of a line, and the record to be made for it where QuickBooks lacks it."""

    ref: RecordRef
    problems: tuple[Finding, ...] = ()
    new: NewRecord | None = None
    posts_to: str = ""
    """The account of the item, where it is another one than the row's."""


def item_name(case: Case, row: GlRow) -> str:
    """The name of the row's item: the catalog's, the GL mapping's, or made of account, role and type."""
    account = account_key(row.account)
    by_account = (
        account if case.options.service_item_source is ServiceItemSource.GL_ACCOUNT else f"Service-{account}"
    )
    if row.gl_type in PRODUCT_ROWS and row.item:
        return plain_name(row.item)
    if row.gl_type == GlType.DEFERRED_REVENUE:
        return plain_name(row.gl_item_id or case.options.down_payment_item)
    if row.gl_type != GlType.REVENUE:
        return plain_name(by_account)
    match case.options.service_item_source:
        case ServiceItemSource.WORK_ROLE:
            return plain_name(row.work_role or by_account)
        case ServiceItemSource.WORK_TYPE:
            return plain_name(row.work_type or by_account)
        case ServiceItemSource.WORK_ROLE_WORK_TYPE:
            return plain_name("-".join(part for part in (row.work_role, row.work_type) if part) or by_account)
        case _:
            return plain_name(by_account)


def choose_item(case: Case, row: GlRow, said: Measure) -> Choice:
    """The item of a row's line: the linked one, the one of its name, or a new one on the row's account."""
    return find_item(case, row, item_name(case, row), said, catalog_id(row))


def catalog_id(row: GlRow) -> ConnectWiseId | None:
    """The id of the product that names the row's item; None where the item is named otherwise."""
    return row.item_id if row.gl_type in PRODUCT_ROWS and row.item else None


def find_item(
    case: Case, row: GlRow, name: str, said: Measure, connectwise_id: ConnectWiseId | None = None
) -> Choice:
    """The item of that name for a row, with everything that is wrong about its account."""
    key = RecordKey(f"item:{name}")
    missing = RecordRef(ListKind.ITEM, key, name)
    account = case.books.account(row.account)
    problem = _account_problem(case, row, account)
    if problem or account is None:
        return Choice(missing, (problem,) if problem else ())
    linked = case.books.link(ListKind.ITEM, key, connectwise_id)
    if linked is not None and linked not in case.books.items:
        return Choice(missing, (case.find("LINK_BROKEN", name=name),))
    item = case.books.items[linked] if linked else case.books.items_by_name.get(folded(name))
    if item is None:
        return _new_item(case, row, missing, account)
    several = () if linked else case.books.items_alike.get(folded(name), ())
    if several:
        return Choice(missing, (_several(case, row, name, several),))
    ref = RecordRef(ListKind.ITEM, key, item.fully_qualified_name or item.name, item.id)
    if not item.active:
        return Choice(ref, (case.find("ITEM_INACTIVE", amount=case.amount(row), name=item.name),))
    if item.item_type in CANNOT_BE_SOLD:
        kind = item.item_type.lower()
        return Choice(ref, (case.find("ITEM_NOT_SELLABLE", name=item.name, item_type=kind),))
    checks = (
        _posting(case, row, item, account),
        unusual_account(case, row, account),
        _stock(case, row, item, said),
    )
    problems = tuple(found for found in checks if found)
    elsewhere = item.income_account_id != account.id
    return Choice(ref, problems, posts_to=case.account_text(item.income_account_id) if elsewhere else "")


def _several(case: Case, row: GlRow, name: str, items: tuple[Item, ...]) -> Finding:
    names = ", ".join(sorted(item.fully_qualified_name for item in items))
    return case.find("ITEM_AMBIGUOUS", amount=case.amount(row), name=name, count=str(len(items)), items=names)


def _account_problem(case: Case, row: GlRow, account: Account | None) -> Finding | None:
    amount = case.amount(row)
    several = case.books.accounts_of(row.account)
    if several:
        return case.find(
            "ACCOUNT_AMBIGUOUS",
            amount=amount,
            account=account_key(row.account),
            count=str(len(several)),
            accounts=", ".join(sorted(one.fully_qualified_name for one in several)),
        )
    if account is None:
        return case.find("ACCOUNT_MISSING", amount=amount, account=account_key(row.account))
    if not account.active:
        return case.find("ACCOUNT_INACTIVE", amount=amount, account=account_label(account))
    return None


def unusual_account(case: Case, row: GlRow, account: Account) -> Finding | None:
    """WARNING where a sale posts to no income account, or deferred revenue to no liability."""
    label, amount = account_label(account), case.amount(row)
    if row.gl_type == GlType.DEFERRED_REVENUE:
        if account.classification == AccountClass.LIABILITY:
            return None
        return case.find("DEFERRED_NOT_LIABILITY", amount=amount, account=label)
    if account.classification in {AccountClass.REVENUE, ""}:
        return None
    return case.find("ACCOUNT_TYPE_UNUSUAL", amount=amount, account=label, account_type=account.account_type)


def _posting(case: Case, row: GlRow, item: Item, account: Account) -> Finding | None:
    """What is to be said of an item that posts elsewhere than the row says."""
    if item.income_account_id == account.id:
        return None
    actual = case.books.accounts.get(item.income_account_id) if item.income_account_id else None
    deferred = row.gl_type == GlType.DEFERRED_REVENUE
    same_class = actual is not None and actual.classification == account.classification
    code = (
        "DEFERRED_ITEM_ELSEWHERE"
        if deferred
        else "ITEM_ACCOUNT_DIFFERS"
        if same_class
        else "ITEM_OF_OTHER_CLASS"
    )
    raised = code == "ITEM_ACCOUNT_DIFFERS" and case.options.item_account_error
    return case.find(
        code,
        amount=case.amount(row),
        severity=Severity.ERROR if raised else None,
        name=item.name,
        account=account_label(account),
        account_class=account.classification,
        item_account=account_label(actual) if actual else "no account",
        item_class=actual.classification if actual else "none",
    )


def _stock(case: Case, row: GlRow, item: Item, said: Measure) -> Finding | None:
    """Stock items have a start date and a quantity on hand, which a line changes."""
    if item.item_type != "Inventory":
        return None
    amount = case.amount(row)
    date, _ = posting_date(case)
    if item.inventory_start and date < item.inventory_start:
        return case.find(
            "INVENTORY_BEFORE_START",
            amount=amount,
            name=item.name,
            date=day(date),
            start=day(item.inventory_start),
        )
    if said.kept:
        currency = case.transaction.currency
        return case.find(
            "INVENTORY_QUANTITY",
            amount=amount,
            name=item.name,
            quantity=plain(abs(row.quantity)),
            price=plain(abs(row.item_price)),
            product=amount_text(round_half_up(abs(row.quantity * row.item_price)), currency),
        )
    if case.options.stock_in_quickbooks:
        return None
    return case.find("INVENTORY_LINE", amount=amount, name=item.name)


def _new_item(case: Case, row: GlRow, ref: RecordRef, account: Account) -> Choice:
    """The item to be created: NonInventory for products, Service for the rest, never Inventory."""
    label, amount = account_label(account), case.amount(row)
    stock = row.item_type_xref.strip().lower() in _STOCK_TYPES and case.options.stock_in_quickbooks
    why = name_problem(ref.name)
    if row.gl_type in PRODUCT_ROWS and stock:
        return Choice(ref, (case.find("STOCK_ITEM_MISSING", amount=amount, name=ref.name),))
    if why:
        return Choice(ref, (case.find("NAME_NOT_POSSIBLE", name=ref.name, why=why),))
    if account.account_type not in ITEM_ACCOUNTS:
        kind = account.account_type
        return Choice(
            ref, (case.find("ACCOUNT_HOLDS_NO_ITEM", amount=amount, account=label, account_type=kind),)
        )
    deferred = row.gl_type == GlType.DEFERRED_REVENUE
    code = "DOWN_PAYMENT_ITEM_MISSING" if deferred else "ITEM_NOT_FOUND"
    blocked = creation(case, case.options.create_items, code, "Item", ref.name, account=label)
    unusual = unusual_account(case, row, account)
    return Choice(
        ref,
        tuple(problem for problem in (blocked, unusual) if problem),
        NewRecord(
            ref=ref,
            item_type=_item_type(row),
            account_id=account.id,
            account=account_key(row.account),
            taxable=row.item_taxable or row.taxable,
            description=row.item_description if row.gl_type in PRODUCT_ROWS else "",
        ),
    )


def _item_type(row: GlRow) -> str:
    """Service, except for products: their type in ConnectWise may say that they are a service too."""
    if row.gl_type not in PRODUCT_ROWS:
        return "Service"
    return "Service" if row.item_type_xref.strip().lower() in {"service", "other charge"} else "NonInventory"
