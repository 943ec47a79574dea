"""Says anew how a batch ended, when something about its invoices was found out after its end."""

from __future__ import annotations

from mobius_desktop.domain.events import BatchChanged
from mobius_desktop.domain.ports import Journal
from mobius_desktop.domain.states import BatchState, finished_state
from mobius_desktop.transfer.run.closing import closing_sentence
from mobius_desktop.transfer.run.record import BatchRecord

KEPT = frozenset({BatchState.CANCELLED, BatchState.UNDOING, BatchState.PARTLY_UNDONE, BatchState.UNDONE})
"""States that say more than what its invoices' states add up to."""


def restate(journal: Journal, record: BatchRecord) -> None:
    """The batch's state and closing sentence as its invoices are now; nothing where both stand already."""
    batch = journal.batch(record.batch)
    if batch is None or batch.state in KEPT:
        return
    rows = journal.invoices(record.batch)
    state = finished_state([row.state for row in rows], warned=any(row.finding_code for row in rows))
    words = closing_sentence(rows)
    if state is not batch.state or words != batch.message:
        record.write(BatchChanged(record.batch, state, words, record.now()), record.log("info", words))
