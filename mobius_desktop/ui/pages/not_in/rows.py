"""The rows of *Did Not Go In*: an invoice that its latest batch left open, under its cause."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from mobius_desktop.domain.ids import BillingLogId
from mobius_desktop.domain.journal import InvoiceRow
from mobius_desktop.history.dashboard import Cause, CauseKey
from mobius_desktop.ui.pages.batch.rows import bar_of
from mobius_desktop.ui.tables.columns import Column, Kind
from mobius_desktop.ui.tables.totals_bar import TotalsLine, lines_by_currency

_ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class NotInRow:
    """One invoice with the cause that it counts under."""

    invoice: InvoiceRow
    cause: CauseKey
    cause_words: str


def not_in_rows(causes: Iterable[Cause]) -> list[NotInRow]:
    """Every invoice of the causes, in their order."""
    return [NotInRow(row, cause.key, cause.words) for cause in causes for row in cause.invoices]


def row_key(row: NotInRow) -> BillingLogId:
    """What names an invoice."""
    return row.invoice.billing_log_id


def row_bar(row: NotInRow) -> str:
    """The bar at the row's left edge."""
    return bar_of(row.invoice)


def spoken(row: NotInRow) -> str:
    """A row as one sentence."""
    one = row.invoice
    return f"{one.number}, {one.customer}, {one.connectwise_total}, {one.state.value}: {row.cause_words}"


def _message(row: NotInRow) -> str:
    return row.invoice.message


COLUMNS: tuple[Column[NotInRow], ...] = (
    Column("state", "Status", lambda row: row.invoice.state.value, Kind.STATE, sample="Needs check"),
    Column("number", "Number", lambda row: row.invoice.number, sample="AG22091", bold=True),
    Column(
        "customer",
        "Customer",
        lambda row: row.invoice.customer,
        sample="Palmetto Holdings,",
        stretch=1,
        tip=lambda row: row.invoice.customer,
    ),
    Column("date", "Date", lambda row: row.invoice.date, Kind.DATE, sample="10/30/2026", narrow=False),
    Column(
        "connectwise",
        "ConnectWise",
        lambda row: row.invoice.connectwise_total,
        Kind.MONEY,
        sample="99,999.99",
    ),
    Column(
        "quickbooks",
        "QuickBooks",
        lambda row: row.invoice.quickbooks_total,
        Kind.MONEY,
        sample="99,999.99",
        narrow=False,
    ),
    Column("currency", "Currency", lambda row: row.invoice.currency, sample="USD", ink="text2", shown=False),
    Column("cause", "Cause", lambda row: row.cause_words, sample="Changed after sending", stretch=1),
    Column("batch", "Batch", lambda row: row.invoice.batch, Kind.INT, sample="1,000"),
    Column(
        "message",
        "Message",
        _message,
        sample="Customer is not linked",
        stretch=2,
        narrow=False,
        ink="text2",
        tip=_message,
    ),
)


def not_in_totals(shown: Sequence[NotInRow], whole: int) -> list[TotalsLine]:
    """The shown rows, each currency by itself."""
    label, after = ("All", "") if len(shown) == whole else ("Shown", f" of {whole:,}")
    return lines_by_currency(label, shown, lambda row: row.invoice.currency, _sums, after=after, bold=True)


def _sums(rows: Sequence[NotInRow]) -> dict[str, Decimal | int]:
    sums: dict[str, Decimal | int] = {
        "connectwise": sum((row.invoice.connectwise_total for row in rows), _ZERO)
    }
    held = [row.invoice.quickbooks_total for row in rows if row.invoice.quickbooks_total is not None]
    return {**sums, "quickbooks": sum(held, _ZERO)} if held else sums
