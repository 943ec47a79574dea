"""Finds a time entry's internal note in the text that ConnectWise made of it.

A Detailed export joins ticket, work role, work type, resource, summary, notes, hours and rate with slashes,
and puts the internal note of a billable entry right behind the notes, without a label.
"""

from __future__ import annotations

import re

from mobius_desktop.domain.connectwise import GlRow, GlType

_SEPARATOR = " / "
_LABELLED = re.compile(r"(Ticket #|Work Role|Work Type|Hours|Rate)\s*:", re.IGNORECASE)
_WITHOUT_NOTE = 3
"""Resource, summary and notes carry no label."""


def internal_note(row: GlRow) -> str:
    """The internal note inside the row's text; empty when there is none.

    Where the time entry itself could be read, its own note is looked for. Else a fourth part without a label
    is taken for one: a note that itself holds ` / ` looks the same, and a warning too many does no harm."""
    if row.internal_note or row.time_entry_read:
        return row.internal_note if row.internal_note in row.memo else ""
    if row.gl_type != GlType.REVENUE:
        return ""
    parts = row.memo.split(_SEPARATOR)
    labelled = [position for position, part in enumerate(parts) if _LABELLED.match(part)]
    if not any(parts[position].startswith("Hours") for position in labelled):
        return ""
    first = max((position for position in labelled if parts[position].startswith("Work")), default=-1) + 1
    end = next(position for position in labelled if parts[position].startswith("Hours"))
    return _SEPARATOR.join(parts[first + _WITHOUT_NOTE : end])
