"""Which invoices a correction is about, from the record: their document, their mark, the batch that tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mobius_desktop.domain.archive import MarkRow
from mobius_desktop.domain.ids import BatchNumber, BillingLogId, RealmId
from mobius_desktop.domain.journal import InvoiceRow
from mobius_desktop.domain.quickbooks import DocumentRef
from mobius_desktop.transfer.correct.ports import CorrectionJournal


@dataclass(frozen=True, slots=True)
class Target:
    """One invoice as the record knows it."""

    billing_log_id: BillingLogId
    number: str
    row: InvoiceRow | None
    """In the batch that tells of it."""
    refs: tuple[DocumentRef, ...] = ()
    """Its documents that were live when last seen."""
    series: int = 0
    mark: MarkRow | None = None
    rows: tuple[InvoiceRow, ...] = ()
    """In every batch of the company, oldest first."""
    elsewhere: bool = False
    """Another company's QuickBooks holds it."""


def target_of(journal: CorrectionJournal, realm: RealmId, billing_log_id: BillingLogId) -> Target:
    """An invoice over all batches; its row is that of the latest batch which holds its document."""
    everywhere = journal.appearances(billing_log_id)
    realms = {batch: _realm(journal, batch) for batch in {row.batch for row in everywhere}}
    rows = tuple(row for row in everywhere if realms[row.batch] == realm)
    alive = [one for one in journal.known_documents((billing_log_id,)) if one.live]
    known = [one for one in alive if one.realm == realm]
    refs = tuple(one.ref for one in known)
    marks = [one for one in journal.marks(billing_log_id) if one.released_at is None]
    holding = [row for row in rows if row.document in refs] if refs else [row for row in rows if row.marked]
    about = holding or list(rows)
    row = about[-1] if about else None
    return Target(
        billing_log_id=billing_log_id,
        number=row.number if row is not None else str(billing_log_id),
        row=row,
        refs=refs,
        series=max((one.series for one in known), default=0),
        mark=marks[-1] if marks else None,
        rows=rows,
        elsewhere=len(alive) > len(known),
    )


def _realm(journal: CorrectionJournal, batch: BatchNumber) -> RealmId | None:
    row = journal.batch(batch)
    return row.realm if row is not None else None


def targets_of_batch(
    journal: CorrectionJournal, realm: RealmId, batch: BatchNumber, chosen: Sequence[BillingLogId] = ()
) -> tuple[Target, ...]:
    """What a batch has put into QuickBooks or marked in ConnectWise, and is still there as far as known."""
    wanted = set(chosen)
    found: list[Target] = []
    for row in journal.invoices(batch):
        if wanted and row.billing_log_id not in wanted:
            continue
        if row.quickbooks_total is None and not row.marked:
            continue
        target = target_of(journal, realm, row.billing_log_id)
        # A later batch may have taken the same document over: this is still the one that is asked about.
        same = row.document in target.refs or not target.refs
        found.append(replace(target, row=row) if same else target)
    return tuple(found)
