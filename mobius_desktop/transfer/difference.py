"""What a comparison says: the fields that differ, and whether the plan announced it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from mobius_desktop.domain.ids import QuickBooksId, RecordKey

Ids = Mapping[RecordKey, QuickBooksId]


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that QuickBooks has otherwise than ConnectWise. Texts are as the screen shows them."""

    field: str
    """total, tax, customer, date, due date, number, currency, class, QuickBooks Location, line n …"""
    connectwise: str
    quickbooks: str
    apart: Decimal | None
    """QuickBooks less ConnectWise in ConnectWise's sign, where the field is money."""
    sentence: str
    expected: bool
    """Announced by the plan: a finding or a recorded choice."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The result for one document."""

    differences: tuple[Difference, ...] = ()
    apart: Decimal = Decimal(0)
    """Total of QuickBooks less ConnectWise's, in ConnectWise's sign."""

    @property
    def unexpected(self) -> tuple[Difference, ...]:
        """What nobody announced: any of it makes the invoice *Needs check*."""
        return tuple(difference for difference in self.differences if not difference.expected)

    @property
    def equal(self) -> bool:
        """Whether the document may be marked: nothing differs but what the plan announced."""
        return not self.unexpected

    @property
    def sentence(self) -> str:
        """The weightiest unexpected difference in words; empty when equal."""
        return self.unexpected[0].sentence if self.unexpected else ""

    def of(self, field: str) -> Difference | None:
        """The difference in one field, if there is one."""
        return next((one for one in self.differences if one.field == field), None)
