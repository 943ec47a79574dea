"""Everything that the card shows, read in one go from the record."""

from __future__ import annotations

from dataclasses import dataclass

from mobius_desktop.domain.archive import Archive
from mobius_desktop.domain.connectwise import UnpostedInvoice
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.domain.journal import InvoiceRow
from mobius_desktop.history.card import InvoiceCard, card_of
from mobius_desktop.history.finding import find_unposted, numbers_in
from mobius_desktop.history.picture import BatchPicture
from mobius_desktop.ui.pages.batch.detail_rows import InvoiceDetail, read_detail


@dataclass(frozen=True, slots=True)
class CardRead:
    """A card with its latest batch, the document of the batch that sent it last, and what still waits."""

    number: str
    card: InvoiceCard | None
    picture: BatchPicture | None = None
    detail: InvoiceDetail | None = None
    detail_batch: BatchNumber | None = None
    unposted: UnpostedInvoice | None = None
    others: int = 0
    """Other invoices that have had this number."""

    @property
    def row(self) -> InvoiceRow | None:
        """The invoice in its latest batch."""
        return self.card.appearances[-1] if self.card is not None and self.card.appearances else None


def read_card(archive: Archive, number: str) -> CardRead:
    """From a job only."""
    ids = next((found for one in numbers_in(number) if (found := archive.find_invoices(one))), ())
    unposted = find_unposted(archive, number)
    if not ids:
        return CardRead(unposted.number if unposted is not None else number, None, unposted=unposted)
    card = card_of(archive, ids[0])
    sent = [row for row in card.appearances if row.document is not None]
    shown = (sent or list(card.appearances))[-1]
    return CardRead(
        card.number,
        card,
        BatchPicture.of_record(archive, card.appearances[-1].batch),
        read_detail(archive, shown.batch, ids[0]),
        shown.batch,
        unposted if unposted is not None and unposted.billing_log_id == ids[0] else None,
        len(ids) - 1,
    )
