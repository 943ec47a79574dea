"""The proof list of a batch: every invoice with its money on both sides, under the batch's control totals."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from mobius_desktop.domain.journal import InvoiceRow
from mobius_desktop.domain.totals import IN_QUICKBOOKS, kind_of
from mobius_desktop.history.certificate import Certificate
from mobius_desktop.ui.paper.certificate import context_of, control_parts, facts_of
from mobius_desktop.ui.paper.content import (
    Paper,
    PaperCell,
    PaperColumn,
    PaperKind,
    PaperPart,
    PaperTable,
    PaperText,
    Signatures,
)

_THERE = (
    PaperColumn("Number", bold=True),
    PaperColumn("Customer", stretch=1),
    PaperColumn("Date", PaperKind.DATE),
    PaperColumn("Became"),
    PaperColumn("Id"),
    PaperColumn("Tax", PaperKind.MONEY),
    PaperColumn("ConnectWise", PaperKind.MONEY),
    PaperColumn("QuickBooks", PaperKind.MONEY),
    PaperColumn("Apart", PaperKind.MONEY),
)
_NOT_THERE = (
    PaperColumn("Number", bold=True),
    PaperColumn("Customer", stretch=1),
    PaperColumn("Date", PaperKind.DATE),
    PaperColumn("State"),
    PaperColumn("ConnectWise", PaperKind.MONEY),
    PaperColumn("Why", stretch=2),
)
_BECAME = {"CreditMemo": "Credit memo", "Invoice": "Invoice"}
_NOTHING = Decimal("0.00")


def proof_list_paper(one: Certificate) -> Paper:
    """As many pages as there are invoices for. Its sums are those of the control totals above them."""
    parts: list[PaperPart] = [facts_of(one)]
    for money in one.money:
        parts += control_parts(money, [each for each in one.exceptions if each.currency == money.currency])
    rows = sorted(one.invoices, key=lambda row: (row.date, row.number))
    if rows:
        parts.append(_there([row for row in rows if kind_of(row) in IN_QUICKBOOKS]))
        parts.append(_not_there([row for row in rows if kind_of(row) not in IN_QUICKBOOKS]))
    else:
        parts.append(PaperText("No invoice is in this batch.", bold=True))
    parts.append(Signatures(("Prepared by", "Checked by", "Date")))
    title = f"Proof list of batch {one.batch.number}"
    return Paper(title, context_of(one), tuple(parts), f"Record {one.head}", landscape=True)


def _there(rows: Sequence[InvoiceRow]) -> PaperTable:
    cells: tuple[tuple[PaperCell, ...], ...] = tuple(
        (
            row.number,
            row.customer,
            row.date,
            _BECAME.get(row.kind, row.kind),
            row.document.id if row.document is not None else None,
            row.connectwise_tax,
            row.connectwise_total,
            row.quickbooks_total,
            row.apart,
        )
        for row in rows
    )
    totals: list[tuple[PaperCell, ...]] = []
    for code, mine in _by_currency(rows):
        sums = (
            sum((row.connectwise_tax for row in mine), _NOTHING),
            sum((row.connectwise_total for row in mine), _NOTHING),
            sum((row.quickbooks_total or _NOTHING for row in mine), _NOTHING),
            sum((row.apart or _NOTHING for row in mine), _NOTHING),
        )
        totals.append((f"{len(mine):,} {code}", None, None, None, None, *sums))
    title = f"In QuickBooks: {len(rows):,}"
    table = PaperTable(_THERE, cells, tuple(totals), title=title, empty="Nothing of it is in QuickBooks.")
    return table.with_currency([row.currency for row in rows])


def _not_there(rows: Sequence[InvoiceRow]) -> PaperTable:
    cells: tuple[tuple[PaperCell, ...], ...] = tuple(
        (row.number, row.customer, row.date, row.state.value, row.connectwise_total, row.message)
        for row in rows
    )
    totals: list[tuple[PaperCell, ...]] = []
    for code, mine in _by_currency(rows):
        total = sum((row.connectwise_total for row in mine), _NOTHING)
        totals.append((f"{len(mine):,} {code}", None, None, None, total, None))
    title = f"Not in QuickBooks: {len(rows):,}"
    table = PaperTable(_NOT_THERE, cells, tuple(totals), title=title, empty="All of it is in QuickBooks.")
    return table.with_currency([row.currency for row in rows])


def _by_currency(rows: Sequence[InvoiceRow]) -> list[tuple[str, list[InvoiceRow]]]:
    codes = dict.fromkeys(row.currency for row in rows)
    return [(code, [row for row in rows if row.currency == code]) for code in codes]
