"""Invoices without lines, and those whose lines come to nothing."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from mobius_desktop.domain.connectwise import GlTransaction, UnpostedInvoice
from mobius_desktop.domain.document import DocumentLine
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.ids import GlEntryId
from mobius_desktop.domain.plan import PlanOutcome
from mobius_desktop.transfer.plan.case import TAX_ROW, Case, found

NOTHING_MOVES = "ZERO_TOTAL_NOTHING_MOVES"


def without_lines(
    invoice: UnpostedInvoice, transaction: GlTransaction | None
) -> tuple[PlanOutcome, tuple[GlEntryId, ...], Finding] | None:
    """What becomes of an invoice without rows (but for tax of 0.00); None when it has some.

    Only where every total is zero and nothing was billed is there nothing to send: money or work without
    rows means that a GL mapping is missing, and revenue must not vanish."""
    if transaction is not None and any(row.total or row.gl_type != TAX_ROW for row in transaction.rows):
        return None
    exported = (transaction.total, transaction.sales_tax) if transaction else ()
    totals = (invoice.subtotal, invoice.total, invoice.sales_tax, *exported)
    if any(totals) or invoice.has_time or invoice.has_expenses or invoice.has_products:
        return PlanOutcome.BLOCKED, (), found(invoice, "NO_GL_ENTRIES")
    ids = dict.fromkeys(transaction.record_ids if transaction else ())
    if invoice.unposted_id:
        ids[invoice.unposted_id] = None
    if ids:
        return PlanOutcome.MARK_ONLY, tuple(ids), found(invoice, "NO_LINES")
    return PlanOutcome.NOTE_ONLY, (), found(invoice, "NO_LINES_CANNOT_BE_MARKED")


def zero_total(case: Case, lines: tuple[DocumentLine, ...]) -> Finding | None:
    """INFO for a total of 0.00 with lines: whether they move money between accounts or classes."""
    if case.total != 0 or not lines:
        return None
    if moves(lines):
        return case.find("ZERO_TOTAL_WITH_LINES")
    happens = "It is not sent, only marked." if case.options.skip_if_nothing_moves else "It is sent."
    return case.find(NOTHING_MOVES, what_happens=happens)


def moves(lines: tuple[DocumentLine, ...]) -> bool:
    """Whether the lines net to something in any account, item or class."""
    nets: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    for line in lines:
        nets[line.account, line.item.key, line.class_ref.key if line.class_ref else ""] += line.amount
    return any(nets.values())
