"""Everything that the page reads of a batch of the record, in one go and in the background."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mobius_desktop.domain.archive import Archive, LastTime
from mobius_desktop.domain.ids import BatchNumber, BillingLogId
from mobius_desktop.domain.options import CompanyOptions
from mobius_desktop.history.picture import BatchPicture
from mobius_desktop.ui.pages.batch.causes import done_since
from mobius_desktop.ui.pages.batch.telling import resumable


@dataclass(frozen=True, slots=True)
class BatchRead:
    """A batch with what later batches made of its invoices. Without a picture there is no such batch."""

    number: BatchNumber
    picture: BatchPicture | None = None
    last_times: Mapping[BillingLogId, LastTime] = field(default_factory=dict)
    options: CompanyOptions | None = None
    """The configuration that it was run with."""

    def remaining(self) -> int:
        """How many invoices *Resume* would send: never begun, and not sent by a later batch."""
        picture = self.picture
        if picture is None or picture.running:
            return 0
        cured = done_since(picture, self.last_times)
        rows = picture.invoices.values()
        return sum(resumable(row) and row.billing_log_id not in cured for row in rows)


def read_batch(archive: Archive, number: BatchNumber) -> BatchRead:
    """Read it; from a job only."""
    picture = BatchPicture.of_record(archive, number)
    if picture is None:
        return BatchRead(number)
    last_times = archive.last_times(list(picture.invoices)) if picture.invoices else {}
    return BatchRead(number, picture, last_times, archive.batch_options(number))
