"""What the list of batches says of one of them, and of a record that cannot be read."""

from __future__ import annotations

from mobius_desktop.domain.errors import DAMAGED, Known
from mobius_desktop.domain.journal import BatchRow


def unread_sentence(error: Known) -> str:
    """Why the record could not be read; a damaged one says so itself."""
    if error.sentence == DAMAGED:
        return error.sentence
    return f"The record could not be read: {error.sentence} Nothing was changed."


def closing_sentence(row: BatchRow) -> str:
    """How the chosen batch ended, in its own words."""
    return f"**Batch {row.number}**: {row.message or row.state.value}"
