"""How checks say what they notice: one thing at a time, merged by cause before it is shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from mobius_desktop.domain.checkup import Problem, Touched, worst_of
from mobius_desktop.domain.checkup_codes import PROBLEMS
from mobius_desktop.domain.connectwise import UnpostedInvoice
from mobius_desktop.domain.finding_codes import RULES
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.states import Severity

_SUBJECT = ("tax_code", "name", "customer", "account", "region", "suggestion")
"""The facts of a finding that name what it is about, the likeliest first."""
_SUBJECT_OF = {"ITEM_ACCOUNT_DIFFERS": "name", "ACCOUNT_MISSING": "account", "TAX_RATES_DIFFER": "name"}


class CannotTell(Exception):  # noqa: N818 - not a failure: the system does not say
    """A check that had its evidence and still cannot tell; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Noticed:
    """One thing that a check noticed."""

    code: str
    severity: Severity
    title: str
    sentence: str
    fix: str
    place: str
    subject: str = ""
    invoices: tuple[UnpostedInvoice, ...] = ()


def notice(
    code: str,
    invoices: Iterable[UnpostedInvoice] = (),
    *,
    subject: str = "",
    severity: Severity | None = None,
    **facts: str,
) -> Noticed:
    """A row of the table of *Check set-up*, filled in."""
    rule = PROBLEMS[code]
    return Noticed(
        code,
        severity or rule.severity,
        rule.title,
        rule.sentence.format_map(facts),
        rule.fix.format_map(facts),
        rule.place,
        subject,
        tuple(invoices),
    )


def notice_finding(invoice: UnpostedInvoice, finding: Finding) -> Noticed:
    """A finding of the plan."""
    rule = RULES[finding.code]
    facts = dict(finding.facts)
    named = _SUBJECT_OF.get(finding.code) or next((name for name in _SUBJECT if name in facts), "")
    return Noticed(
        finding.code,
        finding.severity,
        rule.title,
        finding.sentence,
        finding.fix,
        rule.place,
        facts.get(named, ""),
        (invoice,),
    )


def merged(noticed: Iterable[Noticed]) -> tuple[Problem, ...]:
    """What was noticed, one problem a code: an invoice counts once however often it was noticed."""
    groups: dict[str, list[Noticed]] = defaultdict(list)
    for one in noticed:
        groups[one.code].append(one)
    return tuple(_problem(found) for found in groups.values())


def touched_by(invoices: Iterable[UnpostedInvoice]) -> Touched:
    """Unposted invoices counted, each once."""
    by_id = {one.billing_log_id: one for one in invoices}
    money: dict[str, Decimal] = defaultdict(Decimal)
    for one in by_id.values():
        money[one.currency] += one.total
    return Touched(tuple(one.number for one in by_id.values()), tuple(sorted(money.items())))


def _problem(found: list[Noticed]) -> Problem:
    first = found[0]
    invoices = [invoice for one in found for invoice in one.invoices]
    return Problem(
        code=first.code,
        severity=worst_of(found) or first.severity,
        title=first.title,
        sentence=first.sentence,
        fix=first.fix,
        place=first.place,
        subjects=tuple(dict.fromkeys(one.subject for one in found if one.subject)),
        touched=touched_by(invoices),
        invoice=invoices[0].billing_log_id if invoices else None,
    )
