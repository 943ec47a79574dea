"""From a draft to an invoice of ConnectWise: ids, AR entries, tax levels, time entries, flags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from mobius_desktop.sandbox.firm.catalog import PRODUCTS
from mobius_desktop.sandbox.firm.customers import Customer
from mobius_desktop.sandbox.firm.dice import dice
from mobius_desktop.sandbox.firm.drafts import (
    ADDITION,
    AGREEMENT,
    DEFERRED,
    DISCOUNT,
    EXPENSE,
    ITEM_TYPES,
    PRODUCT,
    TAX,
    TIME,
    Draft,
    DraftRow,
)
from mobius_desktop.sandbox.firm.model import FirmInvoice, GlRow, TaxAmount
from mobius_desktop.sandbox.firm.notes import LONG, SHORT, TICKETS, long_note
from mobius_desktop.sandbox.firm.sites import Sites
from mobius_desktop.sandbox.firm.taxes import CODES, rounded
from mobius_desktop.sandbox.firm.terms import term_for

TAX_ACCOUNT = "22000"
SERVICE_ACCOUNT = "40000"
_RATE = Decimal(150)
_EXEMPT_ROW = 30
_DRAWN_FROM_TAXED = 20
_PREPAID = 14


class InvoiceMaker:
    """Turns drafts into invoices; ids go up in the order in which the drafts come."""

    def __init__(
        self, seed: int, everybody: dict[str, Customer], sites: Sites, *, first_invoice: int, first_gl: int
    ) -> None:
        self._seed = seed
        self._everybody = everybody
        self._sites = sites
        self._invoice = first_invoice
        self._gl = first_gl
        self._time_entry = 77_000

    def make(self, draft: Draft, position: int, now: datetime) -> FirmInvoice:
        """The invoice at that position, counted from 1. Its GL ids lie between its hundred and the next."""
        chance = dice(self._seed, f"invoice {draft.number}")
        base = self._gl + 100 * position
        rows = self._rows(draft, base, chance.randint(0, 97))
        taxes = list(_taxes(draft))
        rows.extend(_tax_rows(taxes, base + 2 * len(rows)))
        total = draft.listed_total if draft.listed_total is not None else -_sum(rows)
        entries = [row.ar_entry_id for row in rows] or ([base + 2] if draft.has_entry else [])
        bill_to = self._everybody[draft.bill_to]
        served = self._everybody[draft.company]
        ship_site = self._sites.ship_site(served, foreign=draft.tax_code == "GA-Chatham")
        kinds = {row.gl_type for row in rows}
        unexported = not rows and total != 0
        return FirmInvoice(
            billing_log_id=self._invoice + position,
            unposted_id=entries[0] if entries else None,
            number=draft.number,
            invoice_type=draft.invoice_type,
            document_type=draft.document_type,
            date=draft.date,
            due_date=draft.due_date,
            currency=draft.currency,
            company_id=served.id,
            bill_to_id=bill_to.id,
            ship_to_id=served.id,
            bill_to_site_id=self._sites.main[bill_to.id],
            ship_to_site_id=ship_site,
            location_id=bill_to.location_id,
            terms_id=term_for(draft.date, draft.due_date).id,
            total=total,
            header_total=total,
            sales_tax=sum((tax.amount for tax in taxes), Decimal("0.00")),
            tax_code_id=_tax_code_id(draft, bill_to),
            gl_entry_ids=entries,
            rows=rows,
            taxes=taxes,
            has_time=TIME in kinds or unexported,
            has_expenses=EXPENSE in kinds,
            has_products=bool(kinds & ITEM_TYPES),
            in_export=not unexported,
            taxable=bool(taxes),
            agreement_prepayment=draft.n == _PREPAID,
            tax_down_payment_applied=draft.n == _DRAWN_FROM_TAXED,
            customer_po=f"PO-{chance.randint(1000, 9999)}" if chance.random() < 0.25 else "",
            comment="Thank you for your business." if chance.random() < 0.5 else "",
            internal_notes="Checked by billing." if chance.random() < 0.2 else "",
            applied_to=draft.applied_to,
            date_closed=_closed(draft.date, now, chance.randint(0, 8 * 3600)),
            trait=draft.trait,
        )

    def _rows(self, draft: Draft, base: int, ticket: int) -> list[GlRow]:
        levels = tuple(range(1, len(draft.taxable_amounts) + 1))
        made = []
        for index, row in enumerate(draft.rows):
            gl_row = GlRow(
                id=base + 1 + 2 * index,
                ar_entry_id=base + 2 + 2 * index,
                gl_type=row.gl_type,
                account=row.account,
                total=row.total,
                quantity=row.quantity,
                item_price=row.item_price,
                item=row.item,
                gl_item_id=row.gl_item_id or row.item,
                gl_class=row.gl_class,
                taxable=row.taxable,
                taxable_levels=levels if row.taxable else (),
                item_taxable=bool(row.item) and (row.taxable or draft.n == _EXEMPT_ROW),
                description=_description(row),
                memo=_memo(row),
            )
            if _is_time(draft, row):
                self._add_time(gl_row, row.memo, ticket + index)
            made.append(gl_row)
        return made

    def _add_time(self, row: GlRow, hint: str, turn: int) -> None:
        """The time entry behind a service row, as a Detailed export tells it."""
        self._time_entry += 1
        row.time_entry_id = self._time_entry
        named = re.fullmatch(r"Ticket (\d+)", hint)
        row.ticket = int(named[1]) if named else 18_200 + turn
        row.ticket_summary = TICKETS[turn % len(TICKETS)]
        row.work_role, row.member = (("Engineer", "Field Engineer"), ("Technician", "Service Desk"))[turn % 2]
        row.work_type = "Regular"
        row.hours, row.rate = _hours(-row.total)
        row.notes = SHORT[turn % len(SHORT)]
        length = re.search(r"note of ([\d,]+) characters", hint)
        if length:
            row.notes = long_note(int(length[1].replace(",", "")), LONG)
        if "*internal*" in hint:
            row.internal_notes = "Customer was late twice; do not offer weekend work."


def _is_time(draft: Draft, row: DraftRow) -> bool:
    worded = bool(row.memo) and not re.match(r"\d+\.\d\d h|Ticket \d+$", row.memo)
    return (
        row.gl_type == TIME
        and row.account == SERVICE_ACCOUNT
        and row.total < 0
        and draft.document_type == "INVOICE"
        and not worded
    )


def _hours(amount: Decimal) -> tuple[Decimal, Decimal]:
    hours = (amount / _RATE).quantize(Decimal("0.01"))
    if hours * _RATE == amount:
        return hours, _RATE
    return Decimal("2.00"), amount / 2


def _description(row: DraftRow) -> str:
    if row.gl_type == PRODUCT:
        return "Taxable Products" if row.taxable else "Non-Taxable Products"
    if row.gl_type == AGREEMENT:
        return "Agreement Adjustment" if row.total > 0 else "Agreement"
    return {
        TIME: "Service",
        EXPENSE: "External Expenses",
        ADDITION: "Agreement Products",
        DEFERRED: "Deferred Revenue",
        DISCOUNT: "Product Discount",
    }[row.gl_type]


def _memo(row: DraftRow) -> str:
    """What a Default export says; hints about hours and notes belong to the time entry."""
    if row.memo and not re.match(r"\d+\.\d\d h\b", row.memo):
        return row.memo
    if row.item:
        return PRODUCTS[row.item].description
    return {AGREEMENT: "Managed Services", EXPENSE: "Expense"}.get(row.gl_type, "Service")


def _taxes(draft: Draft) -> Iterator[TaxAmount]:
    code = CODES.get(draft.tax_code)
    if code is None:
        return
    for index, (level, base) in enumerate(zip(code.levels, draft.taxable_amounts, strict=True), start=1):
        yield TaxAmount(index, level.xref, level.rate, rounded(base * level.rate), base)


def _tax_rows(taxes: Iterable[TaxAmount], base: int) -> Iterator[GlRow]:
    for index, tax in enumerate(taxes):
        yield GlRow(
            id=base + 1 + 2 * index,
            ar_entry_id=base + 2 + 2 * index,
            gl_type=TAX,
            account=TAX_ACCOUNT,
            total=-tax.amount,
            description=f"Level {tax.level} Sales Tax",
            memo="Sales Tax",
        )


def _tax_code_id(draft: Draft, bill_to: Customer) -> int | None:
    code = CODES.get(draft.tax_code or bill_to.tax_code)
    return code.id if code else None


def _sum(rows: Iterable[GlRow]) -> Decimal:
    return sum((row.total for row in rows), Decimal("0.00"))


def _closed(document: date, now: datetime, seconds: int) -> datetime:
    """The day after its date, in working hours, and before now: some invoices are made in advance."""
    day = min(document + timedelta(days=1), (now - timedelta(days=3)).date())
    return datetime.combine(day, time(13), UTC) + timedelta(seconds=seconds)
