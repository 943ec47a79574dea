"""The tables of the Month page: parts, their invoices, accounts, missing numbers, later changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal

from mobius_desktop.domain.tie_out import AccountTie, NumberGap
from mobius_desktop.history.month import LaterChange, MonthFigure, MonthInvoice, MonthPart
from mobius_desktop.ui.components.moments import moment_text
from mobius_desktop.ui.tables.columns import Column, Kind, Sentence
from mobius_desktop.ui.tables.totals_bar import TotalsLine

_STATES = {
    MonthPart.SENT: "Completed Successfully",
    MonthPart.CREDITS: "Completed Successfully",
    MonthPart.NEEDS_CHECK: "Needs check",
    MonthPart.BLOCKED: "Blocked",
    MonthPart.HELD: "Held",
    MonthPart.NOTHING: "Nothing to send",
    MonthPart.WAITING: "Not Yet Started",
    MonthPart.WITHOUT_DOCUMENT: "Differs",
    MonthPart.OPEN: "Not Yet Started",
}
_NEEDS = frozenset({MonthPart.NEEDS_CHECK, MonthPart.BLOCKED, MonthPart.WITHOUT_DOCUMENT})
SHORT = {MonthPart.WITHOUT_DOCUMENT: "Batched, no document", MonthPart.OPEN: "Not yet closed"}


def figure_key(figure: MonthFigure) -> tuple[str, str]:
    """What names a part's row."""
    return figure.part.value, figure.currency


def figure_needs(figure: MonthFigure) -> bool:
    """Whether F8 stops here."""
    return bool(figure.count) and figure.part in _NEEDS


def _part(figure: MonthFigure) -> Sentence:
    return Sentence(_STATES[figure.part] if figure.count else "", SHORT.get(figure.part, figure.part.value))


FIGURE_COLUMNS: tuple[Column[MonthFigure], ...] = (
    Column("part", "What became of it", _part, Kind.FINDING, sample="Nothing to send", stretch=1,
           tip=lambda figure: figure.part.value),
    Column("count", "Count", lambda figure: figure.count, Kind.INT, sample="1,234"),
    Column("total", "Money", lambda figure: figure.total, Kind.MONEY, sample="(8,204.17)"),
    Column("currency", "Currency", lambda figure: figure.currency, sample="USD", ink="text2"),
)  # fmt: skip


def figure_totals(figures: Sequence[MonthFigure]) -> list[TotalsLine]:
    """What ConnectWise counts in the month, each currency by itself: all parts but what is not closed yet."""
    lines = []
    for code in dict.fromkeys(one.currency for one in figures):
        mine = [one for one in figures if one.currency == code and one.part is not MonthPart.OPEN]
        total = sum((one.total for one in mine), Decimal("0.00"))
        count = sum(one.count for one in mine)
        lines.append(TotalsLine(f"ConnectWise {code}", {"count": count, "total": total}, bold=True))
    return lines


def invoice_key(row: MonthInvoice) -> int:
    """What names an invoice."""
    return int(row.billing_log_id)


INVOICE_COLUMNS: tuple[Column[MonthInvoice], ...] = (
    Column("number", "Number", lambda row: row.number, sample="AG-10501", bold=True),
    Column("customer", "Customer", lambda row: row.customer, sample="Dovetail Joinery", stretch=1),
    Column("date", "Date", lambda row: row.date, Kind.DATE, sample="12/28/2026"),
    Column("total", "Money", lambda row: row.total, Kind.MONEY, sample="(18,000.00)"),
    Column("says", "Why", lambda row: row.says, sample="Not sent yet", stretch=2, ink="text2",
           tip=lambda row: row.says),
    Column("currency", "Currency", lambda row: row.currency, sample="USD", shown=False),
)  # fmt: skip


def account_key(row: AccountTie) -> tuple[str, str]:
    """What names an account."""
    return row.account, row.currency


def account_differs(row: AccountTie) -> bool:
    """F8 stops where something is apart that the items do not explain."""
    return bool(row.rest)


def _rest_tone(row: AccountTie) -> str:
    return "warn" if row.rest else ""


ACCOUNT_COLUMNS: tuple[Column[AccountTie], ...] = (
    Column("account", "Account", lambda row: row.account, sample="40200 Agreements", stretch=1),
    Column("connectwise", "ConnectWise", lambda row: row.connectwise, Kind.MONEY, sample="(318,204.17)"),
    Column("quickbooks", "QuickBooks", lambda row: row.quickbooks, Kind.MONEY, sample="(318,204.17)"),
    Column("apart", "Apart", lambda row: row.apart or None, Kind.MONEY, sample="(18,000.00)"),
    Column("moved", "By the item", lambda row: row.moved or None, Kind.MONEY, sample="(18,000.00)"),
    Column("rest", "Rest", lambda row: row.rest or None, Kind.MONEY, sample="(18,000.00)", tone=_rest_tone),
    Column("currency", "Currency", lambda row: row.currency, sample="USD", ink="text2"),
)


def account_totals(rows: Sequence[AccountTie]) -> list[TotalsLine]:
    """Each currency's sums."""
    lines = []
    for code in dict.fromkeys(one.currency for one in rows):
        mine = [one for one in rows if one.currency == code]
        sums = {
            name: sum((getattr(one, name) for one in mine), Decimal("0.00"))
            for name in ("connectwise", "quickbooks", "apart", "moved", "rest")
        }
        lines.append(TotalsLine(f"All {code}", sums, bold=True))
    return lines


def gap_key(row: NumberGap) -> str:
    """What names a gap."""
    return row.first


def _gap(row: NumberGap) -> str:
    return row.first if row.count == 1 else f"{row.first} to {row.last}"


GAP_COLUMNS: tuple[Column[NumberGap], ...] = (
    Column("number", "Missing number", _gap, sample="AG-10501 to AG-10509", bold=True),
    Column("count", "Count", lambda row: row.count, Kind.INT, sample="123"),
    Column("reason", "Why", lambda row: row.reason, sample="It is dated", stretch=1, ink="text2"),
)


def change_key(row: LaterChange) -> tuple[int, int]:
    """What names a change."""
    return int(row.batch), int(row.billing_log_id)


def change_columns(today: Callable[[], dt.date]) -> tuple[Column[LaterChange], ...]:
    """The columns; the day of a moment is told from `today`."""
    return (
        Column("number", "Number", lambda row: row.number, sample="AG-10501", bold=True),
        Column(
            "at", "When", lambda row: moment_text(row.at, today()), sample="Wed, Nov 18, 12:44 PM",
            sort=lambda row: row.at, written=lambda row: row.at,
        ),
        Column("batch", "Batch", lambda row: str(row.batch), sample="12345", sort=lambda row: row.batch),
        Column("says", "What happened", lambda row: row.says, sample="Sent", stretch=1, ink="text2",
               tip=lambda row: row.says),
    )  # fmt: skip
