"""The text of lines and notes, within QuickBooks' limits."""

from __future__ import annotations

from mobius_desktop.domain.connectwise import PRODUCT_ROWS, GlRow
from mobius_desktop.domain.findings import Finding
from mobius_desktop.transfer.plan.case import Case
from mobius_desktop.transfer.plan.internal_notes import internal_note
from mobius_desktop.transfer.plan.names import REFUSED

LONGEST_LINE = 4000
LONGEST_MEMO = 1000
LONGEST_NOTE = 200
"""As much of an internal note as a finding repeats."""
_CUT = "…"


def without_refused(case: Case, what: str, text: str) -> tuple[str, tuple[Finding, ...]]:
    """The text without what QuickBooks does not take, and what is to be said of that."""
    found = REFUSED.findall(text)
    if not found:
        return text, ()
    count = "1 character" if len(found) == 1 else f"{len(found)} characters"
    left = "It is left out." if len(found) == 1 else "They are left out."
    problem = case.find("TEXT_CHARACTERS", what=what, count=count, left=left)
    return REFUSED.sub("", text), (problem,)


def cut(text: str, limit: int) -> str:
    """The text within its limit; the last character of a cut one says so."""
    return text if len(text) <= limit else text[: limit - 1] + _CUT


def line_text(case: Case, position: int, row: GlRow, kept: str) -> tuple[str, tuple[Finding, ...]]:
    """What a line says: a product by its description, all else by ConnectWise's text at the chosen Summary.

    `kept` is the true quantity and price of a line that goes as 1 × its amount."""
    text = _product_text(case, row) if row.gl_type in PRODUCT_ROWS else (row.memo or row.description)
    note = internal_note(row)
    problems: list[Finding] = []
    if note and note in text:
        if case.options.leave_out_internal_notes:
            text = _without(text, note)
        else:
            said = cut(" ".join(note.split()), LONGEST_NOTE)
            amount, line = case.amount(row), str(position)
            problems.append(case.find("INTERNAL_NOTE", amount=amount, line=line, note=said))
    text, refused = without_refused(case, f"Line {position}", text)
    problems += refused
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
    whole = "\n".join(part for part in parts if part)
    text, refused = without_refused(case, "The message to the customer", whole)
    if len(text) <= LONGEST_MEMO:
        return text, refused
    problem = _cut_finding(case, "the message to the customer", len(text), LONGEST_MEMO)
    return cut(text, LONGEST_MEMO), (*refused, problem)


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
