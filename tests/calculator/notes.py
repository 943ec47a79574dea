"""The WARNING and INFO codes that a sent invoice carries, by the rules alone."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from mobius_desktop.sandbox.firm.model import Firm, FirmInvoice
from tests.calculator.books import Books
from tests.calculator.lines import Draft

_TEXT_LIMIT = 4000


def notes_for(firm: Firm, books: Books, invoice: FirmInvoice, draft: Draft, detailed: bool) -> frozenset[str]:
    """All codes; `detailed` says whether texts of time entries travel."""
    document = draft.document
    assert document is not None
    rows = [row for row in invoice.rows if row.gl_type != "ST"]
    company = firm.connectwise.tables["companies"][invoice.bill_to_id]
    customer = books.customer_for(company["accountNumber"], company["name"])
    credit = document.entity == "CreditMemo"
    last_month_end = firm.now.date().replace(day=1) - dt.timedelta(days=1)
    holds = {
        "QTY_PRICE_ROUNDED": draft.rounded_prices > 0,
        "CUSTOMER_WILL_BE_CREATED": not draft.customer_id,
        "BILL_TO_DIFFERS": invoice.company_id != invoice.bill_to_id,
        "DUE_DATE_DIFFERS": _term_gives_another_date(firm, books, invoice),
        "CLASS_MISSING": len({bool(row.gl_class) for row in rows}) == 2,
        "NEXT_MONTH": invoice.date > last_month_end,
        "TAX_BASE_PARTIAL": bool(invoice.sales_tax) and _partial_base(invoice),
        "ZERO_TOTAL_WITH_LINES": invoice.total == 0 and _accounts_move(invoice),
        "ZERO_TOTAL_NOTHING_MOVES": invoice.total == 0 and not _accounts_move(invoice),
        "CREDIT_TO_APPLY": credit,
        "NEGATIVE_AS_CREDIT_MEMO": credit and invoice.document_type != "CREDIT MEMO",
        "AUTO_APPLY_CREDIT": credit and bool(books.preference("SalesFormsPrefs", "AutoApplyCredit")),
        "ACCOUNT_TYPE_UNUSUAL": draft.unusual_accounts,
        "ITEM_ACCOUNT_DIFFERS": bool(draft.elsewhere),
        "EXEMPT_ONLY_IN_CONNECTWISE": not invoice.taxable
        and any(row.item_taxable for row in rows)
        and bool(customer and customer["Taxable"]),
        "TEXT_CUT": detailed and any(len(row.notes) > _TEXT_LIMIT for row in rows),
        "INTERNAL_NOTE": detailed and any(row.internal_notes for row in rows),
    }
    return frozenset(code for code, held in holds.items() if held)


def _term_gives_another_date(firm: Firm, books: Books, invoice: FirmInvoice) -> bool:
    term = firm.connectwise.tables["billingTerms"][invoice.terms_id]
    days = books.term_days(term["termsXref"] or term["name"])
    return days is not None and invoice.date + dt.timedelta(days=days) != invoice.due_date


def _partial_base(invoice: FirmInvoice) -> bool:
    base = sum((-row.total for row in invoice.rows if row.taxable), Decimal(0))
    every = {level.level for level in invoice.taxes}
    some_only = any(row.taxable and set(row.taxable_levels) != every for row in invoice.rows)
    return some_only or any(level.taxable_amount != base for level in invoice.taxes)


def _accounts_move(invoice: FirmInvoice) -> bool:
    sums: dict[tuple[str, str], Decimal] = {}
    for row in invoice.rows:
        key = (row.account, row.gl_class)
        sums[key] = sums.get(key, Decimal(0)) + row.total
    return any(sums.values())
