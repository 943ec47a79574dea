"""Everything that the page reads of a batch of the record, in one go and in the background."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mobius_desktop.domain.archive import Archive, JudgementRow, LastTime
from mobius_desktop.domain.ids import BatchNumber, BillingLogId
from mobius_desktop.domain.options import CompanyOptions
from mobius_desktop.domain.states import ActionState
from mobius_desktop.history.picture import BatchPicture
from mobius_desktop.ui.pages.batch.rows import NEEDS_USER, in_quickbooks
from mobius_desktop.ui.pages.batch.telling import resumable


@dataclass(frozen=True, slots=True)
class BatchRead:
    """A batch with what later batches made of its invoices. Without a picture there is no such batch."""

    number: BatchNumber
    picture: BatchPicture | None = None
    last_times: Mapping[BillingLogId, LastTime] = field(default_factory=dict)
    decided: Mapping[BillingLogId, JudgementRow] = field(default_factory=dict)
    """The last word given on each invoice of it that is not done, since it ended."""
    options: CompanyOptions | None = None
    """The configuration that it was run with."""

    def remaining(self) -> int:
        """How many invoices *Resume* would send: never begun, and not taken up by a later batch."""
        picture = self.picture
        if picture is None or picture.running:
            return 0
        return sum(
            resumable(row) and self._last_batch(row.billing_log_id) <= self.number
            for row in picture.invoices.values()
        )

    def failed(self) -> int:
        """How many invoices *Retry* would plan anew: failed here, and not taken up by a later batch."""
        picture = self.picture
        if picture is None or picture.running:
            return 0
        return sum(
            row.state is ActionState.FAILED
            and (row.document is None or row.finding_code == "GONE")
            and self._last_batch(row.billing_log_id) <= self.number
            for row in picture.invoices.values()
        )

    def undoable(self) -> int:
        """How many invoices of it are in QuickBooks."""
        picture = self.picture
        return 0 if picture is None or picture.running else sum(map(in_quickbooks, picture.invoices.values()))

    def _last_batch(self, billing_log_id: BillingLogId) -> BatchNumber:
        last = self.last_times.get(billing_log_id)
        return last.batch if last is not None else self.number


def read_batch(archive: Archive, number: BatchNumber) -> BatchRead:
    """Read it; from a job only."""
    picture = BatchPicture.of_record(archive, number)
    if picture is None:
        return BatchRead(number)
    last_times = archive.last_times(list(picture.invoices)) if picture.invoices else {}
    return BatchRead(number, picture, last_times, _decided(archive, picture), archive.batch_options(number))


def _decided(archive: Archive, picture: BatchPicture) -> dict[BillingLogId, JudgementRow]:
    found = {}
    for one, row in picture.invoices.items():
        if row.state not in NEEDS_USER and not picture.findings.get(one):
            continue
        words = archive.judgement_history(one)
        since = [word for word in words if picture.ended_at is None or word.at >= picture.ended_at]
        if since:
            found[one] = since[-1]
    return found
