"""A finding: a problem (or a notable fact) seen before sending. All codes stand in `finding_codes`."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from mobius_desktop.domain.ids import BillingLogId
from mobius_desktop.domain.states import Severity


@dataclass(frozen=True, slots=True)
class FindingRule:
    """One row of the table of finding codes."""

    code: str
    severity: Severity
    title: str
    """The cause in a few words, as the Findings column and the cards show it."""
    sentence: str
    """`str.format` template of the sentence; its fields come from `Finding.facts`."""
    fix: str
    """Where and how it is put right."""
    place: str
    """Where the control that cures it is: connectwise, quickbooks, links, options, select or none."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that applies to one invoice (or, with no invoice, to the whole company)."""

    code: str
    severity: Severity
    billing_log_id: BillingLogId | None
    sentence: str
    """What the user reads: the invoice and the money named."""
    fix: str
    amount: Decimal | None = None
    facts: tuple[tuple[str, str], ...] = field(default_factory=tuple)
    """The values the finding was given for; a judgement lapses when they change."""

    @property
    def blocks(self) -> bool:
        """Whether the invoice is kept from being sent."""
        return self.severity is Severity.ERROR
