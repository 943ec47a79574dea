"""Numbers that are missing in the sequence of a period, each with the reason."""

from __future__ import annotations

from itertools import groupby

from mobius_desktop.domain.tie_out import NumberGap
from mobius_desktop.history.tie_out.gather import Gathered, number_runs
from mobius_desktop.history.tie_out.ports import TieRecord

UNKNOWN = "ConnectWise has no invoice with this number."


def number_gaps(gathered: Gathered, record: TieRecord) -> tuple[NumberGap, ...]:
    """Neighbouring numbers that are missing for the same reason are one gap."""
    numbers = [one.number for one in gathered.billed.values() if gathered.within(one.date)]
    gaps = []
    for run in number_runs(numbers):
        for reason, group in groupby(run, key=lambda number: _reason(gathered, record, number)):
            missing = list(group)
            gaps.append(NumberGap(missing[0], missing[-1], len(missing), reason))
    return tuple(gaps)


def _reason(gathered: Gathered, record: TieRecord, number: str) -> str:
    other = gathered.neighbours.get(number)
    if other is None:
        known = record.find_invoices(number)
        return "It is in the record, and ConnectWise no longer has it." if known else UNKNOWN
    if not gathered.within(other.date):
        return f"It is dated {other.date:%m/%d/%Y}."
    return "It belongs to another company." if other.billing_log_id in gathered.elsewhere else UNKNOWN
