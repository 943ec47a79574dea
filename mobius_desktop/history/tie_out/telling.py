"""A tie-out, a month and the overrides as lines of text and as plain values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from mobius_desktop.domain.money import amount_text
from mobius_desktop.domain.tie_out import ClassFigure, TieClass, TieControl, TieOut, TieRow
from mobius_desktop.history.month import MonthBook, changed_words
from mobius_desktop.history.overrides import Override
from mobius_desktop.history.telling import moment_text, table

_WORDS = ("What differs", "Explanation")


def apart_sentence(control: TieControl) -> str:
    """`apart 0.01 = the sum of the 1 listed difference`, or that nothing is apart."""
    if not control.listed_count:
        return f"apart {amount_text(control.apart, control.currency)}: nothing differs"
    noun = "difference" if control.listed_count == 1 else "differences"
    equal = "=" if control.apart == control.listed else "≠"
    return (
        f"apart {amount_text(control.apart, control.currency)} {equal} the sum of the"
        f" {control.listed_count:,} listed {noun}"
    )


def what_differs(row: TieRow) -> str:
    """`Total 866.10, in QuickBooks 866.11`, or what is wrong with a row that has one side."""
    if not row.differs:
        return row.hint
    parts = [f"{one.field} {one.connectwise}, in QuickBooks {one.quickbooks}" for one in row.differs]
    return "; ".join([*parts, row.hint] if row.hint else parts)


def explanation_text(row: TieRow) -> str:
    """Why a difference is right, and who says so."""
    said = row.explanation
    if said is None:
        return ""
    return f"{said.reason} ({said.user})" if said.user else said.reason


def tie_out_lines(tie_out: TieOut, *, matched: bool = False) -> Iterator[str]:
    """The control line, the classes, the differences, the accounts."""
    yield (
        f"{tie_out.company_name}, {tie_out.first:%m/%d/%Y} to {tie_out.last:%m/%d/%Y},"
        f" compared {moment_text(tie_out.compared_at)}"
    )
    if tie_out.changed_since:
        yield f"Compare it again: {changed_words(tie_out.changed_since)}."
    for one in tie_out.controls:
        yield (
            f"ConnectWise {one.connectwise_count:,} {amount_text(one.connectwise, one.currency)}"
            f"  QuickBooks {one.quickbooks_count:,} {amount_text(one.quickbooks, one.currency)}"
            f"  {apart_sentence(one)} {one.currency}"
        )
    yield ""
    figures = [(kind, tie_out.figure(kind)) for kind in TieClass]
    yield from table(
        ("", "Count", "ConnectWise", "QuickBooks", "Apart"),
        [_class_line(kind, figure, tie_out.currency) for kind, figure in figures if figure.count],
        right=frozenset({1, 2, 3, 4}),
    )
    shown = [row for row in tie_out.rows if row.differing or matched]
    if shown:
        currency = ("Currency",) if len({row.currency for row in tie_out.rows}) > 1 else ()
        yield ""
        yield from table(
            ("", "Number", "Customer", "Date", "ConnectWise", "QuickBooks", "Apart", *currency, *_WORDS),
            [_line(row, several=bool(currency)) for row in shown],
            right=frozenset({4, 5, 6}),
        )
    yield ""
    yield from _account_lines(tie_out)
    for code, count, total in tie_out.elsewhere:
        yield f"Left out: {count:,} of another company, {amount_text(total, code)} {code}."
    if tie_out.open:
        yield f"Not yet closed in ConnectWise: {len(tie_out.open):,}."


def _class_line(kind: TieClass, figure: ClassFigure, home: str) -> tuple[str, ...]:
    sides = (figure.connectwise, figure.quickbooks, figure.apart)
    return (kind.value, f"{figure.count:,}", *(sums.text(home) for sums in sides))


def _line(row: TieRow, *, several: bool) -> tuple[str, ...]:
    return (
        row.kind.value,
        row.number,
        row.customer,
        row.date.isoformat(),
        amount_text(row.counted_connectwise, row.currency) if row.connectwise else "",
        amount_text(row.counted_quickbooks, row.currency) if row.quickbooks else "",
        amount_text(row.apart, row.currency),
        *((row.currency,) if several else ()),
        what_differs(row),
        explanation_text(row),
    )


def _account_lines(tie_out: TieOut) -> Iterator[str]:
    yield from table(
        ("Account", "Currency", "ConnectWise", "QuickBooks", "Apart", "By the item", "Rest"),
        [
            (
                one.account,
                one.currency,
                *(
                    amount_text(amount, one.currency)
                    for amount in (one.connectwise, one.quickbooks, one.apart, one.moved, one.rest)
                ),
            )
            for one in tie_out.accounts
        ],
        right=frozenset({2, 3, 4, 5, 6}),
    )


def tie_out_values(tie_out: TieOut) -> dict[str, Any]:
    """Everything as plain values."""
    return {
        "company": tie_out.company_name,
        "realm": tie_out.realm,
        "first": tie_out.first,
        "last": tie_out.last,
        "compared_at": tie_out.compared_at,
        "changed_since": tie_out.changed_since,
        "control": [{**asdict(one), "apart": one.apart, "ties": one.ties} for one in tie_out.controls],
        "classes": {
            kind.value: {
                "count": (figure := tie_out.figure(kind)).count,
                "connectwise": figure.connectwise,
                "quickbooks": figure.quickbooks,
                "apart": figure.apart,
            }
            for kind in TieClass
        },
        "rows": [
            {**asdict(row), "apart": row.apart, "what_differs": what_differs(row)} for row in tie_out.rows
        ],
        "accounts": [{**asdict(one), "apart": one.apart, "rest": one.rest} for one in tie_out.accounts],
        "not_yet_closed": tie_out.open,
        "gaps": tie_out.gaps,
        "elsewhere": tie_out.elsewhere,
        "accounts_unread": tie_out.accounts_unread,
    }


def month_lines(book: MonthBook) -> Iterator[str]:
    """A month: its parts, its control line, its gaps, who certified it and what changed since."""
    yield f"{book.month:%B %Y}"
    if book.tie_out is None:
        yield "Not compared yet."
        return
    yield from table(
        ("", "Count", "Money"),
        [
            (one.part.value, f"{one.count:,}", f"{amount_text(one.total, one.currency)} {one.currency}")
            for one in book.figures
        ],
        right=frozenset({1, 2}),
    )
    yield ""
    yield from tie_out_lines(book.tie_out)
    if book.tie_out.gaps:
        yield ""
        yield from table(
            ("Missing numbers", "Count", "Why"),
            [
                (one.first if one.count == 1 else f"{one.first} to {one.last}", f"{one.count:,}", one.reason)
                for one in book.tie_out.gaps
            ],
            right=frozenset({1}),
        )
    yield ""
    yield certified_sentence(book)
    yield from (
        f"{moment_text(one.at)}  {one.number}: {one.says} (batch {one.batch})" for one in book.changes
    )


def certified_sentence(book: MonthBook) -> str:
    """Who certified the month and when, and whether something has changed since."""
    done = book.last_certified
    if done is None:
        return "Not certified."
    text = f"Certified by {done.user}, {moment_text(done.at)}."
    if book.changes:
        noun = "change" if len(book.changes) == 1 else "changes"
        text += f" {len(book.changes):,} later {noun}:"
    return text


def month_values(book: MonthBook) -> dict[str, Any]:
    """A month as plain values."""
    return {
        "month": book.month,
        "realm": book.realm,
        "parts": book.figures,
        "invoices": book.invoices,
        "tie_out": tie_out_values(book.tie_out) if book.tie_out else None,
        "certified": book.certified,
        "changes": book.changes,
    }


OVERRIDE_HEADS = ("When", "Who", "What", "Number", "Customer", "About", "Reason", "Amount", "Currency")


def override_lines(found: Sequence[Override]) -> Iterator[str]:
    """The overrides as a table."""
    if not found:
        yield "Nothing was set aside in this time."
        return
    yield from table(
        OVERRIDE_HEADS,
        [
            (
                moment_text(one.at),
                one.user,
                one.what,
                one.number,
                one.customer,
                one.about,
                one.reason,
                amount_text(one.amount, one.currency) if one.amount is not None else "",
                one.currency,
            )
            for one in found
        ],
        right=frozenset({7}),
    )


def override_cells(found: Sequence[Override]) -> Iterator[tuple[object, ...]]:
    """The overrides as typed cells, for a file."""
    for one in found:
        yield (
            one.at, one.user, one.what, one.number, one.customer, one.about, one.reason, one.amount,
            one.currency,
        )  # fmt: skip
