"""The text of lines and notes, within QuickBooks' limits."""

from __future__ import annotations

from mobius_desktop.domain.connectwise import PRODUCT_ROWS, GlRow
from mobius_desktop.domain.findings import Finding
from mobius_desktop.transfer.plan.case import Case
from mobius_desktop.transfer.plan.internal_notes import internal_note

LONGEST_LINE = 4000
LONGEST_MEMO = 1000
_CUT = "…"


def cut(text: str, limit: int) -> str:
    """The text within its limit; the last character of a cut one says so."""
    return text if len(text) <= limit else text[: limit - 1] + _CUT


def line_text(case: Case, position: int, row: GlRow, kept: str) -> tuple[str, tuple[Finding, ...]]:
    """What a line says: a product by its description, all else by ConnectWise's text at the chosen Summary.

    `kept` is the true quantity and price of a line that goes as 1 × its amount."""
    problems = []
    text = _product_text(case, row) if row.gl_type in PRODUCT_ROWS else (row.memo or row.description)
    note = internal_note(row)
    if note and note in text:
        if case.options.leave_out_internal_notes:
            text = _without(text, note)
        else:
            problems.append(case.find("INTERNAL_NOTE", amount=case.amount(row), line=str(position)))
    if kept:
        text = f"{text} ({kept})" if text else kept
    if len(text) > LONGEST_LINE:
        problems.append(_cut_finding(case, f"line {position}", len(text), LONGEST_LINE))
        tail = f" ({kept})" if kept else ""
        text = (
            cut(text, LONGEST_LINE) if not kept else cut(text[: -len(tail)], LONGEST_LINE - len(tail)) + tail
        )
    return text, tuple(problems)


def memo_text(case: Case, parts: list[str]) -> tuple[str, tuple[Finding, ...]]:
    """The message to the customer, cut to its limit."""
    text = "\n".join(part for part in parts if part)
    if len(text) <= LONGEST_MEMO:
        return text, ()
    problem = _cut_finding(case, "the message to the customer", len(text), LONGEST_MEMO)
    return cut(text, LONGEST_MEMO), (problem,)


def _product_text(case: Case, row: GlRow) -> str:
    text = row.item_description or row.memo or row.description
    return f"{text} ({row.unit})" if case.options.display_uom and row.unit else text


def _without(text: str, note: str) -> str:
    """The text without the note and without the separator that led to it."""
    for separator in (" / ", "\r\n", "\n", " "):
        if separator + note in text:
            return text.replace(separator + note, "", 1)
    return text.replace(note, "", 1).strip()


def _cut_finding(case: Case, what: str, length: int, limit: int) -> Finding:
    return case.find("TEXT_CUT", what=what, length=f"{length:,}", limit=f"{limit:,}")
