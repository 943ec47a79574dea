"""What is taken back: the part of the projection that undoes what other events have put in the tables."""

from __future__ import annotations

import sqlite3

from mobius_desktop.domain.events import InvoiceTakenBack, MarkReleased
from mobius_desktop.store.amounts import time_in
from mobius_desktop.store.codec import Bodies


def taken_back(db: sqlite3.Connection, _seq: int, e: InvoiceTakenBack, _bodies: Bodies) -> None:
    """No batch holds its money any more, whichever of them sent or adopted the document."""
    db.execute(
        "UPDATE batch_invoice SET quickbooks_total = NULL, quickbooks_tax = NULL"
        " WHERE billing_log_id = ? AND document_kind = ? AND document_id = ?",
        (e.billing_log_id, e.document.kind.value, e.document.id),
    )


def mark_released(db: sqlite3.Connection, _seq: int, e: MarkReleased, _bodies: Bodies) -> None:
    """The mark stays in the record, with when it ended."""
    db.execute(
        "UPDATE mark SET released_at = ? WHERE billing_log_id = ? AND identifier = ?",
        (time_in(e.at), e.billing_log_id, e.identifier),
    )
    db.execute("UPDATE batch_invoice SET marked = 0 WHERE billing_log_id = ?", (e.billing_log_id,))
