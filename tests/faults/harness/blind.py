"""A QuickBooks that never shows what it holds: the engine's look-up switched off, for a test of the test."""

from __future__ import annotations

from typing import Any

from mobius_desktop.domain.quickbooks import FoundDocument
from mobius_desktop.transfer.service import TransferService


class BlindQuickBooks:
    """Passes everything on but the looks, which find nothing."""

    def __init__(self, seeing: Any) -> None:
        self._seeing = seeing

    def __getattr__(self, name: str) -> Any:
        return getattr(self._seeing, name)

    def find_by_number(self, *_: object) -> tuple[FoundDocument, ...]:
        return ()

    def find_by_date(self, *_: object) -> tuple[FoundDocument, ...]:
        return ()

    def find_created_since(self, *_: object) -> tuple[FoundDocument, ...]:
        return ()


def fold_over(service: TransferService) -> None:
    """Take the engine's sight away."""
    blind: Any = BlindQuickBooks(service._quickbooks)
    service._quickbooks = blind
    service._gatherer._quickbooks = blind
