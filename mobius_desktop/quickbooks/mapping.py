"""QuickBooks' shapes to our values. Dates are dates: the first ten characters, never converted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from mobius_desktop.domain.ids import QuickBooksId, RealmId
from mobius_desktop.domain.quickbooks import (
    Account,
    ClassOrDepartment,
    CompanyInfo,
    Customer,
    DocumentKind,
    DocumentLife,
    DocumentRef,
    FoundDocument,
    FoundLine,
    Item,
    NamedRecord,
    Preferences,
    TaxAgency,
    TaxCode,
    Term,
)
from mobius_desktop.quickbooks import wire
from mobius_desktop.transport.channel import Reply
from mobius_desktop.transport.decode import decode, number

_DELETED = " (deleted)"


class Unreadable(ValueError):  # noqa: N818 - says what the answer is
    """An answer that has the right shape and still cannot be right."""


def moment_of(time: str | int | None) -> dt.datetime | None:
    """A moment in UTC: ISO text with its offset, or milliseconds since 1970 from the gateway."""
    if time is None or time == "":
        return None
    try:
        if isinstance(time, int):
            return dt.datetime.fromtimestamp(time / 1000, dt.UTC)
        moment = dt.datetime.fromisoformat(time)
    except (ValueError, OverflowError, OSError):
        return None
    return moment.astimezone(dt.UTC) if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def time_of(reply: Reply) -> dt.datetime | None:
    """QuickBooks' clock as an answer shows it: the envelope's `time`, else the Date header."""
    try:
        shown = decode(reply.body, wire.Envelope).time
    except ValueError:
        shown = None
    return moment_of(shown) or reply.server_time


def date_of(text: str | None) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        raise Unreadable(f"{text!r} is not a date") from None


def document(one: wire.Transaction, kind: DocumentKind, raw: bytes) -> FoundDocument:
    """An Invoice or CreditMemo as QuickBooks holds it."""
    lines = tuple(_lines(one.line or ()))
    note = one.private_note or ""
    total = number(one.total_amt)
    life = DocumentLife.LIVE
    if (one.status or "").casefold() == "deleted":
        life = DocumentLife.DELETED
    elif not total and note.lstrip().casefold().startswith("voided") and not any(x.amount for x in lines):
        life = DocumentLife.VOID
    date = date_of(one.txn_date)
    if date is None or one.customer_ref is None or not one.customer_ref.value:
        raise Unreadable(f"{kind.value} {one.id} has no date or no customer")
    meta = one.meta_data or wire.MetaData()
    return FoundDocument(
        ref=DocumentRef(kind, QuickBooksId(one.id)),
        sync_token=one.sync_token or "",
        number=one.doc_number or "",
        date=date,
        customer_id=QuickBooksId(one.customer_ref.value),
        customer_name=one.customer_ref.name or "",
        total=total,
        tax=number(one.txn_tax_detail.total_tax if one.txn_tax_detail else None),
        currency=_id(one.currency_ref) or "",
        due_date=date_of(one.due_date),
        private_note=note,
        class_id=_id(one.class_ref),
        department_id=_id(one.department_ref),
        balance=None if one.balance is None else number(one.balance),
        linked=tuple(f"{link.txn_type or ''} {link.txn_id or ''}" for link in one.linked_txn or ()),
        lines=lines,
        life=life,
        created_at=moment_of(meta.create_time),
        updated_at=moment_of(meta.last_updated_time),
        raw=raw,
    )


def is_tombstone(one: wire.Transaction) -> bool:
    """Whether only the word that it was deleted came back."""
    return (one.status or "").casefold() == "deleted"


def _lines(lines: Iterable[wire.Line]) -> Iterator[FoundLine]:
    """Lines that carry money: sales lines, those inside bundles, and a discount that someone added."""
    for line in lines:
        detail = line.sales_item_line_detail
        if detail is not None:
            code = _id(detail.tax_code_ref)
            yield FoundLine(
                amount=number(line.amount),
                item_id=_id(detail.item_ref),
                item_name=_name(detail.item_ref),
                account_id=_id(detail.item_account_ref),
                account_name=_name(detail.item_account_ref),
                quantity=None if detail.qty is None else number(detail.qty),
                unit_price=None if detail.unit_price is None else number(detail.unit_price),
                taxable=code is not None and code != "NON",
                class_id=_id(detail.class_ref),
                description=line.description or "",
            )
        elif line.group_line_detail is not None:
            yield from _lines(line.group_line_detail.line or ())
        elif line.discount_line_detail is not None:
            account = line.discount_line_detail.discount_account_ref
            yield FoundLine(
                amount=-number(line.amount),
                item_id=None,
                item_name="Discount",
                account_id=_id(account),
                account_name=_name(account),
                description=line.description or "",
            )


def customer(one: wire.Customer) -> Customer:
    return Customer(
        id=QuickBooksId(one.id),
        display_name=one.display_name or "",
        company_name=one.company_name or "",
        fully_qualified_name=one.fully_qualified_name or one.display_name or "",
        active=one.active is not False,
        taxable=one.taxable is not False,
        exemption_reason=str(one.tax_exemption_reason_id or ""),
        email=(one.primary_email_addr.address or "") if one.primary_email_addr else "",
        parent_id=_id(one.parent_ref),
        currency=_id(one.currency_ref) or "",
    )


def named(one: wire.Named) -> NamedRecord:
    return NamedRecord(QuickBooksId(one.id), one.display_name or one.name or "", one.active is not False)


def item(one: wire.Item) -> Item:
    return Item(
        id=QuickBooksId(one.id),
        name=one.name or "",
        fully_qualified_name=one.fully_qualified_name or one.name or "",
        item_type=one.type or "",
        active=one.active is not False,
        income_account_id=_id(one.income_account_ref),
        taxable=bool(one.taxable),
        inventory_start=date_of(one.inv_start_date),
        quantity_on_hand=None if one.qty_on_hand is None else number(one.qty_on_hand),
    )


def account(one: wire.Account) -> Account:
    return Account(
        id=QuickBooksId(one.id),
        number=one.acct_num or "",
        name=one.name or "",
        fully_qualified_name=one.fully_qualified_name or one.name or "",
        account_type=one.account_type or "",
        classification=one.classification or "",
        active=one.active is not False,
    )


def term(one: wire.Term) -> Term:
    return Term(
        id=QuickBooksId(one.id),
        name=one.name or "",
        due_days=one.due_days,
        day_of_month_due=one.day_of_month_due,
        due_next_month_days=one.due_next_month_days,
        active=one.active is not False,
    )


def class_or_department(one: wire.Named) -> ClassOrDepartment:
    name = one.name or ""
    return ClassOrDepartment(
        QuickBooksId(one.id), name, one.fully_qualified_name or name, one.active is not False
    )


def tax_code(one: wire.TaxCode, rates: Mapping[str, tuple[str, Decimal]]) -> TaxCode:
    """A tax code with the rates of its sales list, by the rates' own names."""
    details = one.sales_tax_rate_list.tax_rate_detail if one.sales_tax_rate_list else None
    wanted = (_id(detail.tax_rate_ref) for detail in details or ())
    return TaxCode(
        id=QuickBooksId(one.id),
        name=one.name or "",
        active=one.active is not False,
        rates=tuple(rates[rate] for rate in wanted if rate is not None and rate in rates),
    )


def tax_rates(rows: Iterable[wire.TaxRate]) -> dict[str, tuple[str, Decimal]]:
    return {row.id: (row.name or "", number(row.rate_value)) for row in rows}


def tax_agency(one: wire.Named) -> TaxAgency:
    return TaxAgency(QuickBooksId(one.id), one.display_name or one.name or "")


def company_info(one: wire.CompanyInfo, realm: RealmId, time: dt.datetime | None) -> CompanyInfo:
    facts = {pair.name: pair.value for pair in one.name_value or () if pair.name}
    month = one.fiscal_year_start_month or ""
    return CompanyInfo(
        realm=realm,
        name=one.company_name or "",
        legal_name=one.legal_name or "",
        country=one.country or "US",
        fiscal_year_start_month=_month(month),
        subscription=facts.get("SubscriptionStatus") or "",
        server_time=time,
    )


def preferences(one: wire.Preferences) -> Preferences:
    sales = one.sales_forms_prefs or wire.SalesForms()
    books = one.accounting_info_prefs or wire.AccountingInfo()
    tax = one.tax_prefs or wire.TaxPrefs()
    money = one.currency_prefs or wire.CurrencyPrefs()
    return Preferences(
        custom_transaction_numbers=bool(sales.custom_txn_numbers),
        use_account_numbers=bool(books.use_account_numbers),
        class_per_transaction=bool(books.class_tracking_per_txn),
        class_per_line=bool(books.class_tracking_per_txn_line),
        track_departments=bool(books.track_departments),
        book_close_date=date_of(books.book_close_date),
        using_sales_tax=bool(tax.using_sales_tax),
        automated_sales_tax=bool(tax.partner_tax_enabled),
        multicurrency=bool(money.multi_currency_enabled),
        home_currency=_id(money.home_currency) or "USD",
        auto_apply_credit=bool(sales.auto_apply_credit),
        online_payments=bool(sales.e_transaction_payment_enabled),
        allow_discount=bool(sales.allow_discount),
    )


def without_deleted(name: str) -> str:
    """The name of an inactive record without the words that QuickBooks appends."""
    return name.removesuffix(_DELETED)


def with_deleted(name: str) -> str:
    return name + _DELETED


def _id(ref: wire.Ref | None) -> QuickBooksId | None:
    return QuickBooksId(ref.value) if ref is not None and ref.value else None


def _name(ref: wire.Ref | None) -> str:
    return (ref.name or "") if ref is not None else ""


def _month(text: str) -> int:
    names = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
    if text.isdigit() and 1 <= int(text) <= 12:
        return int(text)
    start = text[:3].lower()
    return names.index(start) + 1 if start in names else 1
