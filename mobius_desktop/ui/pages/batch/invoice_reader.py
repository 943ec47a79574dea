"""Fills the pane of one invoice: what is known at once, and in the background what the record holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Slot

from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.ids import BillingLogId
from mobius_desktop.domain.journal import InvoiceRow
from mobius_desktop.history.picture import BatchPicture
from mobius_desktop.ui.components.cards import CardButton
from mobius_desktop.ui.pages.batch.detail_pane import DetailPane
from mobius_desktop.ui.pages.batch.detail_rows import InvoiceDetail, read_detail
from mobius_desktop.ui.services import Services
from mobius_desktop.workers.hub import Job

#: The record is asked this long after the cursor came to rest, or the invoice last moved.
_DELAY_MS = 120


class InvoiceReader(QObject):
    """One invoice at a time; an answer for one that is no longer wanted is dropped."""

    def __init__(
        self,
        services: Services,
        pane: DetailPane,
        parent: QObject,
        verbs_of: Callable[[InvoiceRow], Sequence[CardButton]],
    ) -> None:
        super().__init__(parent)
        self._services, self._pane, self._verbs_of = services, pane, verbs_of
        self._picture: BatchPicture | None = None
        self._id: BillingLogId | None = None
        self._job: Job | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DELAY_MS)
        self._timer.timeout.connect(self._read)

    @property
    def invoice(self) -> BillingLogId | None:
        """The invoice that the pane shows."""
        return self._id

    def show(self, picture: BatchPicture, billing_log_id: BillingLogId) -> None:
        """Show an invoice of a batch, or what changed of it."""
        row = picture.invoices.get(billing_log_id)
        if row is None:
            return
        other = billing_log_id != self._id or self._picture is None or picture.number != self._picture.number
        self._picture, self._id = picture, billing_log_id
        self._pane.show_row(row, picture.actions_of(billing_log_id), picture.findings.get(billing_log_id, ()))
        self._pane.show_verbs(self._verbs_of(row))
        if other:
            self._pane.show_detail(None)
            self._pane.say("Reading what was sent and received.")
        self._timer.start()

    def forget(self) -> None:
        """No invoice is shown."""
        self._timer.stop()
        self._id = None
        if self._job is not None:
            self._job.forget()
            self._job = None

    def flush(self) -> None:
        """Read now, if something waits to be read."""
        if self._timer.isActive():
            self._timer.stop()
            self._read()

    @Slot()
    def _read(self) -> None:
        if self._picture is None or self._id is None:
            return
        if self._job is not None:
            self._job.forget()
        archive, number, wanted = self._services.program.archive, self._picture.number, self._id

        def work(job: Job) -> InvoiceDetail:
            del job
            return read_detail(archive, number, wanted)

        self._job = self._services.ask(work, self._on_read, self._on_failed, name="invoice of a batch")

    def _on_read(self, detail: InvoiceDetail) -> None:
        self._job = None
        if detail.billing_log_id == self._id:
            self._pane.show_detail(detail)

    def _on_failed(self, error: Known) -> None:
        self._job = None
        self._pane.show_detail(None)
        self._pane.say(f"The record could not be read: {error.sentence} Nothing was changed.")
