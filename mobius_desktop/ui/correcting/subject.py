"""What a correction is about: the company, and the batch whose page it was begun on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mobius_desktop.domain.ids import BatchNumber, BillingLogId, RealmId
from mobius_desktop.history.picture import BatchPicture


@dataclass(frozen=True, slots=True)
class Subject:
    """Company and batch. Without a batch it was begun on invoices that are still to be sent."""

    realm: RealmId
    batch: BatchNumber | None = None
    customers: Mapping[BillingLogId, str] = field(default_factory=dict)
    """Names as the page shows them."""

    @classmethod
    def of(cls, picture: BatchPicture) -> Subject:
        """A batch of the record."""
        assert picture.realm is not None  # noqa: S101 - every batch of a record has its company
        names = {one: row.customer for one, row in picture.invoices.items()}
        return cls(picture.realm, picture.number, names)
