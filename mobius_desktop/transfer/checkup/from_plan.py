"""Checks whose rules are the plan's own: what a batch of everything unposted would run into."""

from __future__ import annotations

from collections.abc import Iterator

from mobius_desktop.domain.checkup_codes import CHECK_OF_FINDING
from mobius_desktop.domain.states import Severity
from mobius_desktop.transfer.checkup.evidence import Evidence
from mobius_desktop.transfer.checkup.noticing import Noticed, notice_finding

REST = "INVOICES"
OWN_RULES = frozenset({"ACCOUNT_MISSING", "NUMBERS_OFF"})
"""Told by a rule of *Check set-up* that knows more than the plan."""


def findings_of(check: str, evidence: Evidence) -> Iterator[Noticed]:
    """The findings of the plan that belong to a check; INVOICES takes each ERROR that no other takes."""
    for invoice, finding in evidence.findings():
        if finding.severity is Severity.INFO or finding.code in OWN_RULES:
            continue
        owner = CHECK_OF_FINDING.get(finding.code)
        rest = owner is None and finding.severity is Severity.ERROR
        if owner == check or (rest and check == REST):
            yield notice_finding(invoice, finding)
