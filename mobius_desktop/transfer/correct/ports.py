"""What a correction asks of the record beside the engine's own questions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from mobius_desktop.domain.archive import JudgementRow, MarkRow
from mobius_desktop.domain.ids import ActionId, BatchNumber, BillingLogId, RealmId
from mobius_desktop.domain.journal import ActionRow, AttemptRow, InvoiceRow
from mobius_desktop.domain.ports import Journal
from mobius_desktop.domain.tie_out import CertifiedMonth


class CorrectionJournal(Journal, Protocol):
    """The record, with an invoice's whole past."""

    def appearances(self, billing_log_id: BillingLogId) -> tuple[InvoiceRow, ...]: ...

    def actions(self, number: BatchNumber, subject: str | None = None) -> tuple[ActionRow, ...]: ...

    def attempts(self, actions: Sequence[ActionId]) -> tuple[AttemptRow, ...]: ...

    def marks(self, billing_log_id: BillingLogId) -> tuple[MarkRow, ...]: ...

    def judgement_history(self, billing_log_id: BillingLogId) -> tuple[JudgementRow, ...]: ...

    def find_invoices(self, number: str) -> tuple[BillingLogId, ...]: ...

    def certified_months(self, realm: RealmId | None = None) -> tuple[CertifiedMonth, ...]: ...

    def undoing(self, realm: RealmId) -> tuple[BatchNumber, ...]: ...
