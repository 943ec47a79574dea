"""The text of an exported row at each level of detail: Default, Condensed, Detailed.

Only labour is worded differently. The rows and their ids are the same at every level, because what marks an
invoice as batched is the ids of a Detailed export.
"""

from __future__ import annotations

from typing import Literal, get_args

from mobius_desktop.sandbox.firm.model import GlRow

Summary = Literal["Default", "Condensed", "Detailed"]
SUMMARIES: tuple[str, ...] = get_args(Summary)


def is_labour(row: GlRow) -> bool:
    """A row that stands for time worked."""
    return row.gl_type == "R" and (row.time_entry_id is not None or row.hours is not None)


def text_of(row: GlRow, summary: str) -> str:
    """The row's `memo`."""
    if not is_labour(row) or summary == "Default":
        return row.memo or ("Service" if row.gl_type == "R" else "")
    if summary == "Condensed":
        return _condensed(row)
    return _detailed(row)


def option_of(row: GlRow, summary: str) -> str:
    """`invoiceSummaryOption`: only labour rows carry the level asked for."""
    return str(SUMMARIES.index(summary)) if is_labour(row) else "0"


def _condensed(row: GlRow) -> str:
    if row.ticket is None:
        return row.memo or "Service"
    return f"Ticket #: {row.ticket} / {row.ticket_summary}"


def _detailed(row: GlRow) -> str:
    parts = [
        f"Ticket #: {row.ticket}" if row.ticket is not None else "",
        f"Work Role: {row.work_role}" if row.work_role else "",
        f"Work Type: {row.work_type}" if row.work_type else "",
        row.member,
        row.ticket_summary,
        row.notes,
        row.internal_notes,
        f"Hours: {row.hours:.2f}" if row.hours is not None else "",
        f"Rate: {row.rate:.2f}" if row.rate is not None else "",
    ]
    return " / ".join(part for part in parts if part)
