"""The rows of the cut-over: an old invoice, and what QuickBooks holds under its number."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from mobius_desktop.domain.cut_over import CutOverRow, CutOverState
from mobius_desktop.domain.ids import BillingLogId
from mobius_desktop.domain.money import amount_text
from mobius_desktop.ui.tables.columns import Column, Kind, Sentence, date_text
from mobius_desktop.ui.tables.tab_row import Tab
from mobius_desktop.ui.tables.totals_bar import TotalsLine, lines_by_currency

_LOOKS = {CutOverState.FOUND: "Ties", CutOverState.DIFFERS: "Differs", CutOverState.NOT_FOUND: "Skipped"}


def in_order(rows: Sequence[CutOverRow]) -> list[CutOverRow]:
    """What is found first, then what differs, each in the order of the list."""
    order = list(CutOverState)
    return sorted(rows, key=lambda row: order.index(row.state))


def row_key(row: CutOverRow) -> BillingLogId:
    """What names a row."""
    return row.invoice.billing_log_id


def customer_of(row: CutOverRow) -> str:
    """The bill-to company's name."""
    company = row.invoice.bill_to or row.invoice.company
    return company.name if company is not None else ""


def found_words(row: CutOverRow) -> str:
    """What QuickBooks holds, and what of it is not the same."""
    document = row.document
    if document is None:
        return "Not found"
    money = amount_text(document.total, document.currency or row.invoice.currency)
    there = f"{document.number}, {document.customer_name}, {money}, {date_text(document.date)}"
    return f"{row.state.value}: {', '.join(row.differs)} ({there})" if row.differs else f"Found: {there}"


def is_open(row: CutOverRow) -> bool:
    """Whether F8 stops here: the number is there, and something is not the same."""
    return row.state is CutOverState.DIFFERS


def spoken(row: CutOverRow) -> str:
    """A row as one sentence."""
    money = amount_text(row.invoice.total, row.invoice.currency)
    return f"{row.invoice.number}, {customer_of(row)}, {money}, {found_words(row)}"


def cut_over_columns() -> tuple[Column[CutOverRow], ...]:
    """Number, customer, date, total, and what was found."""
    return (
        Column("number", "Number", lambda row: row.invoice.number, sample="TACOMA-48231", bold=True),
        Column("customer", "Customer", customer_of, sample="Dovetail Joinery Company", stretch=1),
        Column("date", "Date", lambda row: row.invoice.date, Kind.DATE, sample="12/31/2026"),
        Column("total", "Total", lambda row: row.invoice.total, Kind.MONEY, sample="(99,999.99)"),
        Column("currency", "Currency", _currency, sample="USD", ink="text2", shown=False),
        Column(
            "found",
            "In QuickBooks",
            lambda row: Sentence(_LOOKS[row.state], found_words(row)),
            Kind.FINDING,
            sample="Found: 48231, Dovetail Joinery, 1,013.38, 12/31/2026",
            stretch=2,
            tip=found_words,
        ),
    )


def cut_over_tabs() -> tuple[Tab, ...]:
    """All, then by what was found."""
    return (
        Tab("all", "All"),
        *(Tab(state.name, state.value, partial(_is, state), _LOOKS[state]) for state in CutOverState),
    )


def cut_over_totals(ticked: Sequence[CutOverRow], shown: Sequence[CutOverRow]) -> list[TotalsLine]:
    """What is ticked and what is shown, each currency by itself."""
    return [
        *lines_by_currency("Ticked", ticked, _currency, _sums, bold=True),
        *lines_by_currency("Shown", shown, _currency, _sums),
    ]


def _currency(row: CutOverRow) -> str:
    return row.invoice.currency


def _sums(rows: Sequence[CutOverRow]) -> dict[str, Decimal | int]:
    return {"total": sum((row.invoice.total for row in rows), Decimal("0.00"))}


def _is(state: CutOverState, row: CutOverRow) -> bool:
    return row.state is state
