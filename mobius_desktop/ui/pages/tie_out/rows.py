"""The rows of the tie-out: tabs, columns, totals, and one row as a diff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from mobius_desktop.domain.money import amount_text
from mobius_desktop.domain.quickbooks import DocumentKind, DocumentLife
from mobius_desktop.domain.tie_out import TieClass, TieOut, TieRow
from mobius_desktop.history.tie_out.telling import apart_sentence, explanation_text, what_differs
from mobius_desktop.ui.components.figures import Figure
from mobius_desktop.ui.components.question import QuestionContent
from mobius_desktop.ui.tables.columns import Column, Kind, Sentence, date_text
from mobius_desktop.ui.tables.tab_row import Tab
from mobius_desktop.ui.tables.totals_bar import TotalsLine, lines_by_currency

_NOTHING = Decimal("0.00")
_STATES = {
    TieClass.MISSING_IN_QUICKBOOKS: "No match",
    TieClass.MISSING_IN_CONNECTWISE: "No match",
    TieClass.DUPLICATE: "Two alike",
    TieClass.GONE: "No match",
    TieClass.MATCHED: "Ties",
}
DIFFERENCES, EXPLAINED = "differences", "explained"


def tie_tabs() -> tuple[Tab, ...]:
    """All, the differences, each class, what is explained."""
    classes = tuple(
        Tab(kind.name, kind.value, partial(_is_of, kind)) for kind in TieClass if kind is not TieClass.MATCHED
    )
    return (
        Tab("all", "All"),
        Tab(DIFFERENCES, "Differences", lambda row: row.open, "Differs"),
        *classes,
        Tab(EXPLAINED, "Explained", lambda row: row.explanation is not None),
        Tab(TieClass.MATCHED.name, "Matched", lambda row: row.kind is TieClass.MATCHED, "Ties"),
    )


def _is_of(kind: TieClass, row: TieRow) -> bool:
    return row.kind is kind


def row_key(row: TieRow) -> str:
    """What names a row."""
    return row.subject


def is_open(row: TieRow) -> bool:
    """Whether F8 stops here: nobody has explained it."""
    return row.open


def bar_of(row: TieRow) -> str:
    """A bar marks what still needs someone."""
    return "warn" if row.open else ""


def spoken(row: TieRow) -> str:
    """A row as one sentence."""
    apart = f", apart {amount_text(row.apart, row.currency)}" if row.apart else ""
    return f"{row.number}, {row.customer}, {row.kind.value}{apart}"


def state_of(row: TieRow) -> str:
    """The state word whose sign stands before the row's class."""
    if row.explanation is not None:
        return "Marked OK"
    return _STATES.get(row.kind, "Differs")


def _kind(row: TieRow) -> Sentence:
    return Sentence(state_of(row), row.kind.value)


def _connectwise(row: TieRow) -> Decimal | None:
    return row.counted_connectwise if row.connectwise is not None else None


def _quickbooks(row: TieRow) -> Decimal | None:
    return row.counted_quickbooks if row.quickbooks is not None else None


def _apart(row: TieRow) -> Decimal | None:
    return row.apart or None


def _apart_tone(row: TieRow) -> str:
    return "warn" if row.open and row.apart else ""


def _moved_or_differs(row: TieRow) -> str:
    if row.kind is TieClass.MATCHED and row.moved:
        return moved_text(row)
    return what_differs(row)


def moved_text(row: TieRow) -> str:
    """`50.00 on 4100 Product sales by its item ZX-41; ConnectWise has 4200 Hardware.`"""
    return " ".join(
        f"{amount_text(one.amount, row.currency)} on {one.quickbooks} by its item {one.item};"
        f" ConnectWise has {one.connectwise}."
        for one in row.moved
    )


def tie_columns() -> tuple[Column[TieRow], ...]:
    """The columns; sketch: sign, number, customer, date, both sides, apart, what differs, explanation."""
    return (
        Column("kind", "Difference", _kind, Kind.FINDING, sample="Missing in QuickBooks"),
        Column("number", "Number", lambda row: row.number, sample="AG-10501", bold=True),
        Column("customer", "Customer", lambda row: row.customer, sample="Dovetail Joinery", stretch=1),
        Column("date", "Date", lambda row: row.date, Kind.DATE, sample="12/28/2026", narrow=False),
        Column("connectwise", "ConnectWise", _connectwise, Kind.MONEY, sample="(8,204.17)"),
        Column("quickbooks", "QuickBooks", _quickbooks, Kind.MONEY, sample="(8,204.17)"),
        Column("apart", "Apart", _apart, Kind.MONEY, sample="(8,204.17)", tone=_apart_tone),
        Column(
            "differs",
            "What differs",
            _moved_or_differs,
            sample="Tax 70.10, in QuickBooks 70.11",
            stretch=2,
            ink="text2",
            narrow=False,
            tip=_moved_or_differs,
        ),
        Column(
            "explanation", "Explanation", explanation_text, sample="Freight", ink="text2",
            narrow=False, tip=explanation_text,
        ),
        Column("currency", "Currency", lambda row: row.currency, sample="USD", shown=False),
    )  # fmt: skip


def tie_totals(shown: Sequence[TieRow]) -> list[TotalsLine]:
    """The sums of what is shown, each currency by itself."""
    return lines_by_currency("Shown", shown, lambda row: row.currency, _sums, bold=True)


def _sums(rows: Sequence[TieRow]) -> dict[str, Decimal | int]:
    return {
        "connectwise": sum((row.counted_connectwise for row in rows), _NOTHING),
        "quickbooks": sum((row.counted_quickbooks for row in rows), _NOTHING),
        "apart": sum((row.apart for row in rows), _NOTHING),
    }


def tie_figures(tie_out: TieOut) -> tuple[tuple[Figure, ...], tuple[str, ...], str]:
    """Both totals and what is apart, large; the control line of each currency; and it in short."""
    figures: tuple[Figure, ...] = ()
    for one in tie_out.controls[:1]:
        tax = amount_text(one.quickbooks_tax - one.connectwise_tax, one.currency)
        ours, theirs = _money(one.connectwise, one.currency), _money(one.quickbooks, one.currency)
        waiting = _money(one.open, one.currency)
        figures = (
            Figure("INFO", "ConnectWise", f"{one.connectwise_count:,}", ours),
            Figure("INFO", "QuickBooks", f"{one.quickbooks_count:,}", theirs),
            Figure("Ties" if one.ties else "Differs", "Apart", amount_text(one.apart), f"tax {tax}"),
            Figure("Differs" if one.open_count else "Ties", "Not explained", f"{one.open_count:,}", waiting),
        )
    lines = []
    for one in tie_out.controls:
        sign = "✓" if one.apart == one.listed else "✗"
        sentence = apart_sentence(one)
        lines.append(f"**{sentence[:1].upper()}{sentence[1:]}** {sign} {one.currency}")
    moved = [one for one in tie_out.accounts if one.moved]
    if moved:
        noun = "account" if len(moved) == 1 else "accounts"
        lines.append(f"{len(moved):,} {noun} apart by the items' own accounts; the month page lists them.")
    for code, count, total in tie_out.elsewhere:
        lines.append(f"Left out: {count:,} of another company, {_money(total, code)}.")
    true = all(one.apart == one.listed for one in tie_out.controls)
    return figures, tuple(lines), "= the listed differences ✓" if true else "≠ the listed differences ✗"


def _money(amount: Decimal, currency: str) -> str:
    return f"{amount_text(amount, currency)} {currency}"


def explain_question(rows: Sequence[TieRow]) -> QuestionContent:
    """Why is it right as it is?"""
    kind = rows[0].kind.value
    one = f"{rows[0].number}, {kind[:1].lower()}{kind[1:]}"
    return QuestionContent(
        f"Explain {one if len(rows) == 1 else f'{len(rows):,} differences'}?",
        "The reason stays in the record with your name. It stands until one of the two systems changes.",
        "Go back",
        "Explain",
        reason="Why is it right as it is?",
    )


# One row as a diff


@dataclass(frozen=True, slots=True)
class SideRow:
    """One field of both sides. `differs` where they are not the same."""

    place: int
    field: str
    connectwise: str
    quickbooks: str
    differs: bool


def side_rows(row: TieRow) -> list[SideRow]:
    """The invoice beside the document."""
    ours, theirs = row.connectwise, row.quickbooks
    apart = {one.field for one in row.differs}
    both = ours is not None and theirs is not None and theirs.life is DocumentLife.LIVE

    def money(amount: Decimal | None) -> str:
        return amount_text(amount, row.currency) if amount is not None else ""

    document = ""
    if theirs is not None:
        kind = "Credit memo" if theirs.ref.kind is DocumentKind.CREDIT_MEMO else "Invoice"
        life = "" if theirs.life is DocumentLife.LIVE else f", {theirs.life.value}"
        document = f"{kind}{life}"
    facts = [
        ("", f"{ours.invoice_type}, {ours.status}" if ours else "", document),
        ("Number", ours.number if ours else "", theirs.number if theirs else ""),
        ("Customer", ours.customer if ours else "", theirs.customer if theirs else ""),
        (
            "Date",
            date_text(ours.date) if ours else "",
            date_text(theirs.date) if theirs and theirs.date else "",
        ),
        ("Tax", money(ours.tax if ours else None), money(theirs.tax if theirs else None)),
        ("Total", money(ours.total if ours else None), money(theirs.total if theirs else None)),
    ]
    rows = [
        SideRow(place, field or "Kind", left, right, bool(both and field in apart))
        for place, (field, left, right) in enumerate(facts)
    ]
    for one in row.moved:
        amount = amount_text(one.amount, row.currency)
        left, right = f"{amount} on {one.connectwise}", f"{amount} on {one.quickbooks}"
        rows.append(SideRow(len(rows), "Account", left, right, differs=True))
    return rows


def _side_sign(row: SideRow) -> Sentence:
    if row.differs:
        return Sentence("Differs", "≠")
    return Sentence("", "=" if row.connectwise == row.quickbooks else "")


def side_key(row: SideRow) -> int:
    """What names a line."""
    return row.place


def side_differs(row: SideRow) -> bool:
    """F8 stops where they differ."""
    return row.differs


SIDE_COLUMNS: tuple[Column[SideRow], ...] = (
    Column("field", "Field", lambda row: row.field, sample="Customer", ink="text2"),
    Column("connectwise", "ConnectWise", lambda row: row.connectwise, sample="Dovetail", stretch=1,
           tip=lambda row: row.connectwise),
    Column("sign", "", _side_sign, Kind.FINDING, sample="≠", narrow=False),
    Column("quickbooks", "QuickBooks", lambda row: row.quickbooks, sample="Dovetail", stretch=1,
           tip=lambda row: row.quickbooks),
)  # fmt: skip
