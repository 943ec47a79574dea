"""An independent calculator: from the firm's two books to what must come out of a run, and why.

It was written from the accounting rules alone, without a look at the engine, and shares no code with it: a
mistake that both make would have to be made twice. Money, signs and rounding are its own.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from mobius_desktop.sandbox.firm.model import Firm, FirmInvoice
from tests.calculator.books import Books, half_up
from tests.calculator.expected import End, Expected, Outcome, Result
from tests.calculator.lines import Draft, draft_document
from tests.calculator.notes import notes_for

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Run:
    """What is ticked and how QuickBooks treats a tax that is sent."""

    tax: Literal["automated", "manual"] = "automated"
    ast: Literal["honour", "ignore", "need_flag"] = "honour"
    through: dt.date | None = None
    """Dated through; None is all dates."""
    skip_if_nothing_moves: bool = False
    detailed: bool = True
    """Invoice Summary Detailed: the texts of time entries are in the documents."""
    realm: str = ""
    """The first company when empty."""


def calculate(firm: Firm, run: Run) -> Result:
    """How each listed invoice ends when all are ticked and nothing is fixed first."""
    realm = run.realm or next(iter(firm.quickbooks))
    books = Books(firm.quickbooks[realm])
    listed = [
        invoice
        for invoice in firm.connectwise.invoices.values()
        if invoice.closed
        and invoice.batch_id is None
        and (run.through is None or invoice.date <= run.through)
    ]
    outcomes = [_judge(firm, books, run, invoice) for invoice in listed]
    judged = _check_taxes(books, run, _name_new_items_once(outcomes), _regions(firm, listed))
    return Result(tuple(judged))


def _judge(firm: Firm, books: Books, run: Run, invoice: FirmInvoice) -> Outcome:
    plain = Outcome(
        invoice.billing_log_id,
        invoice.number,
        invoice.date,
        invoice.total,
        End.BLOCKED,
        postings=tuple((row.account, -row.total) for row in invoice.rows),
    )
    early = _without_document(invoice, plain)
    if early is not None:
        return early
    found, different = _own_document(firm, books, invoice)
    draft = draft_document(firm, books, invoice, manual=run.tax == "manual")
    if found is not None:
        if different:
            return replace(plain, errors=("CHANGED_AFTER_SENDING",))
        return replace(plain, end=End.ADOPTED, document=draft.document, notes=frozenset({"ADOPTED"}))
    errors = [*draft.errors, *_number_errors(books, invoice, draft)]
    closing = books.closing_date()
    if closing and invoice.date <= closing:
        errors.append("PERIOD_CLOSED")
    if errors:
        return replace(plain, errors=tuple(errors))
    if run.skip_if_nothing_moves and _nothing_moves(invoice):
        return replace(plain, end=End.BATCHED, notes=frozenset({"ZERO_TOTAL_NOTHING_MOVES"}))
    assert draft.document is not None
    end = End.CREDIT_MEMO if draft.document.entity == "CreditMemo" else End.INVOICE
    return replace(
        plain,
        end=end,
        document=draft.document,
        new_items=tuple(dict.fromkeys(draft.new_items)),
        notes=notes_for(firm, books, invoice, draft, run.detailed),
    )


def _without_document(invoice: FirmInvoice, plain: Outcome) -> Outcome | None:
    """What is decided before a document is thought of: wrong sign, no lines, no balance."""
    details = sum((row.total for row in invoice.rows), ZERO)
    memo = invoice.document_type == "CREDIT MEMO"
    if memo and details < 0:
        return replace(plain, errors=("CREDIT_MEMO_POSITIVE",))
    if not invoice.rows or not invoice.in_export:
        worthless = invoice.total == invoice.header_total == invoice.sales_tax == 0
        if worthless and not (invoice.has_time or invoice.has_expenses or invoice.has_products):
            if invoice.gl_entry_ids or invoice.unposted_id is not None:
                return replace(plain, end=End.BATCHED, notes=frozenset({"NO_LINES"}))
            return replace(plain, end=End.NOTED, notes=frozenset({"NO_LINES_CANNOT_BE_MARKED"}))
        return replace(plain, errors=("NO_GL_ENTRIES",))
    balanced = details == abs(invoice.header_total) if memo else invoice.header_total + details == 0
    tax_rows = -sum((row.total for row in invoice.rows if row.gl_type == "ST"), ZERO)
    levels = sum((level.amount for level in invoice.taxes), ZERO)
    if not (balanced and invoice.header_total == invoice.total and tax_rows == invoice.sales_tax == levels):
        return replace(plain, errors=("OUT_OF_BALANCE",))
    return None


def _own_document(firm: Firm, books: Books, invoice: FirmInvoice) -> tuple[str | None, bool]:
    """The Id of the document that carries our marker, and whether it says something else."""
    marker = f"[CW-{invoice.billing_log_id}-"
    for entity, document in books.documents():
        if marker in str(document.get("PrivateNote", "")):
            credit = invoice.total < 0 or invoice.document_type == "CREDIT MEMO"
            customer = books.company.tables["Customer"][document["CustomerRef"]["value"]]
            account = firm.connectwise.tables["companies"][invoice.bill_to_id]["accountNumber"]
            equal = (
                (entity == "CreditMemo") == credit
                and document["TotalAmt"] == abs(invoice.total)
                and document["DocNumber"] == invoice.number
                and document["TxnDate"] == invoice.date.isoformat()
                and customer["CompanyName"] == account
            )
            return document["Id"], not equal
    return None, False


def _number_errors(books: Books, invoice: FirmInvoice, draft: Draft) -> list[str]:
    for _, document in books.documents():
        alike = (
            document["CustomerRef"]["value"] == draft.customer_id
            and document["TxnDate"] == invoice.date.isoformat()
            and document["TotalAmt"] == abs(invoice.total)
        )
        unmarked = "[CW-" not in str(document.get("PrivateNote", ""))
        if document.get("DocNumber") == invoice.number or (alike and unmarked):
            return ["NUMBER_TAKEN"]
    return []


def _nothing_moves(invoice: FirmInvoice) -> bool:
    sums: dict[tuple[str, str], Decimal] = {}
    for row in invoice.rows:
        key = (row.account, row.gl_class)
        sums[key] = sums.get(key, ZERO) + row.total
    return all(amount == 0 for amount in sums.values())


def _name_new_items_once(outcomes: list[Outcome]) -> list[Outcome]:
    """An item is created by the first document that needs it, by date and number, and named there."""
    seen: set[str] = set()
    named: dict[int, Outcome] = {}
    for outcome in sorted(outcomes, key=lambda one: (one.date, one.number)):
        fresh = tuple(name for name in outcome.new_items if name not in seen)
        seen.update(fresh)
        notes = outcome.notes | {"ITEM_WILL_BE_CREATED"} if fresh else outcome.notes
        named[outcome.billing_log_id] = replace(outcome, new_items=fresh, notes=notes)
    return [named[outcome.billing_log_id] for outcome in outcomes]


def _regions(firm: Firm, listed: list[FirmInvoice]) -> dict[int, str]:
    sites = firm.connectwise.tables["sites"]
    return {
        invoice.billing_log_id: sites[invoice.ship_to_site_id]["stateReference"]["identifier"]
        for invoice in listed
    }


def _check_taxes(books: Books, run: Run, outcomes: list[Outcome], regions: dict[int, str]) -> list[Outcome]:
    """Taxed documents one at a time by date, then number: the first that differs holds those after it.

    That holding is the rule for automated tax; it is read here as meant for manual tax too, whose codes can
    no more take an amount of their own.
    """
    keeps = run.tax == "automated" and run.ast in ("honour", "need_flag")
    taxed = sorted(
        (one for one in outcomes if one.document and one.document.tax and one.end is not End.ADOPTED),
        key=lambda one: (one.date, one.number),
    )
    judged: dict[int, Outcome] = {}
    stopped = False
    for outcome in taxed:
        assert outcome.document is not None
        if stopped:
            judged[outcome.billing_log_id] = replace(outcome, end=End.HELD)
            continue
        own = outcome.document.tax if keeps else _own_tax(books, run, outcome, regions)
        if own != outcome.document.tax:
            stopped = True
        end = End.NEEDS_CHECK if stopped else outcome.end
        judged[outcome.billing_log_id] = replace(outcome, end=end, quickbooks_tax=own)
    return [judged.get(outcome.billing_log_id, outcome) for outcome in outcomes]


def _own_tax(books: Books, run: Run, outcome: Outcome, regions: dict[int, str]) -> Decimal:
    """What QuickBooks charges by itself on the sum of the taxable lines."""
    document: Expected | None = outcome.document
    assert document is not None
    base = sum((line.amount for line in document.lines if line.tax_code == "TAX"), ZERO)
    region = regions[outcome.billing_log_id]
    if run.tax == "automated":
        return half_up(base * books.company.tax_rates_by_region.get(region, ZERO) / 100)
    name = {"FL": "FL-Hills", "TX": "TX-Austin"}[region]
    code = books.tax_code(name)
    assert code is not None
    return sum((half_up(base * rate / 100) for rate in books.code_rates(code)), ZERO)
