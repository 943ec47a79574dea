"""From the GL rows of one invoice to the lines of its document, with what stands in the way."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from mobius_desktop.sandbox.firm.model import Firm, FirmInvoice, GlRow
from tests.calculator.books import Books, half_up
from tests.calculator.expected import Expected, Line

_LIABILITIES = ("Other Current Liability", "Long Term Liability")


@dataclass(slots=True)
class Draft:
    """A document as far as it can be made."""

    document: Expected | None = None
    errors: list[str] = field(default_factory=list)
    customer_id: str = ""
    """Empty when the customer will be created."""
    new_items: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    """Items that post to another account of the same class."""
    rounded_prices: int = 0
    """Lines whose price and quantity do not give their amount."""
    unusual_accounts: bool = False


def draft_document(firm: Firm, books: Books, invoice: FirmInvoice, *, manual: bool) -> Draft:
    """The document of one invoice. Errors are in the order of the rules: money, customer, lines, tax."""
    draft = Draft()
    home = books.preference("CurrencyPrefs", "HomeCurrency")["value"]
    if invoice.currency != home:
        draft.errors.append("CURRENCY")
    credit = invoice.document_type == "CREDIT MEMO" or invoice.total < 0
    customer = _customer(firm, books, invoice, draft)
    lines = tuple(
        _line(books, invoice, row, draft, credit=credit) for row in invoice.rows if row.gl_type != "ST"
    )
    if invoice.sales_tax:
        draft.errors.extend(_tax_errors(firm, books, invoice, lines, manual=manual))
    draft.errors = list(dict.fromkeys(draft.errors))
    companies = firm.connectwise.tables["companies"]
    draft.document = Expected(
        entity="CreditMemo" if credit else "Invoice",
        number=invoice.number,
        customer=customer,
        date=invoice.date,
        due_date=invoice.due_date,
        total=abs(invoice.total),
        tax=abs(invoice.sales_tax),
        lines=lines,
        ship_to_first_line=(
            companies[invoice.ship_to_id]["name"] if invoice.ship_to_id != invoice.bill_to_id else ""
        ),
    )
    return draft


def _customer(firm: Firm, books: Books, invoice: FirmInvoice, draft: Draft) -> str:
    company = firm.connectwise.tables["companies"][invoice.bill_to_id]
    name = company["name"]
    found = books.customer_for(company["accountNumber"], name)
    if found is not None:
        draft.customer_id = found["Id"]
        if found["Active"] is False:
            draft.errors.append("CUSTOMER_INACTIVE")
        return str(found["DisplayName"])
    if books.is_vendor_or_employee(name):
        draft.errors.append("NAME_TAKEN_BY_VENDOR")
    elif books.has_suggestion(name):
        draft.errors.append("CUSTOMER_UNLINKED")
    return str(name)


def _line(books: Books, invoice: FirmInvoice, row: GlRow, draft: Draft, *, credit: bool) -> Line:
    amount = row.total if credit else -row.total
    quantity, price = _quantity_and_price(row, amount, draft)
    name = _item_name(row)
    return Line(
        item=name,
        amount=amount,
        quantity=quantity,
        price=price,
        tax_code="TAX" if row.taxable and invoice.sales_tax else "NON",
        account=row.account,
        books_account=_post(books, invoice.date, row, name, draft, credit=credit),
        gl_class=row.gl_class,
    )


def _quantity_and_price(row: GlRow, amount: Decimal, draft: Draft) -> tuple[Decimal, Decimal]:
    sign = -1 if amount < 0 else 1
    if row.gl_type in ("RP", "AP"):
        quantity, price = sign * abs(row.quantity), abs(row.item_price)
        few_decimals = price * 100_000 == int(price * 100_000)
        if half_up(quantity * price) == amount and few_decimals:
            return quantity, price
        draft.rounded_prices += 1
    return Decimal(sign), abs(amount)


def _item_name(row: GlRow) -> str:
    if row.gl_type in ("RP", "AP"):
        return row.item
    if row.gl_type == "RD":
        return row.gl_item_id or "Down Payment"
    return f"Service-{row.account}"


def _post(books: Books, day: dt.date, row: GlRow, name: str, draft: Draft, *, credit: bool) -> str:
    """The account the line's item posts to; notes what is missing, wrong or odd about it."""
    kind = books.account_type(row.account)
    if not kind:
        draft.errors.append("ACCOUNT_MISSING")
        return ""
    if (credit and kind == "Expense") or (row.gl_type == "RD" and kind not in _LIABILITIES):
        draft.unusual_accounts = True
    item = books.item(name)
    if item is None:
        draft.new_items.append(name)
        return row.account
    if item["Active"] is False:
        draft.errors.append("ITEM_INACTIVE")
    if item["Type"] == "Inventory" and day.isoformat() < item["InvStartDate"]:
        draft.errors.append("INVENTORY_BEFORE_START")
    posts_to = books.account_number(item["IncomeAccountRef"])
    if posts_to != row.account:
        if row.gl_type == "RD" or books.account_type(posts_to) != kind:
            draft.errors.append("ITEM_ACCOUNT_DIFFERS")
        else:
            draft.elsewhere.append(name)
    return posts_to


def _tax_errors(
    firm: Firm, books: Books, invoice: FirmInvoice, lines: tuple[Line, ...], *, manual: bool
) -> list[str]:
    if not any(line.tax_code == "TAX" for line in lines):
        return ["TAX_WITHOUT_TAXABLE_LINE"]
    if manual:
        code = firm.connectwise.tables["taxCodes"].get(invoice.tax_code_id or 0, {})
        known = books.tax_code(str(code.get("identifier", "")))
        ours = [level.rate * 100 for level in invoice.taxes]
        return [] if known and books.code_rates(known) == ours else ["TAX_CODE_UNMAPPED"]
    site = firm.connectwise.tables["sites"][invoice.ship_to_site_id]
    region = site["stateReference"]["identifier"]
    return [] if region in books.company.tax_rates_by_region else ["TAX_AGENCY_MISSING"]
