"""The program's own codes as entries of the catalogue: what is found before, while and after sending."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mobius_desktop.domain.catalogue.entries import Entry
from mobius_desktop.domain.catalogue.own_causes import CAUSES
from mobius_desktop.domain.checkup_codes import PROBLEMS
from mobius_desktop.domain.finding_codes import RULES
from mobius_desktop.domain.findings import FindingRule
from mobius_desktop.domain.run_causes import NOT_BEGUN, RUN_CAUSES
from mobius_desktop.domain.states import Severity

SIDE = "here"
PLACES = {
    "connectwise": "In ConnectWise",
    "quickbooks": "In QuickBooks",
    "links": "Set up QuickBooks Online, Links",
    "options": "Set up QuickBooks Online, the company's options",
    "select": "Create Invoice Batch",
}
"""Where the control that cures a finding is, by the word of its rule."""
NOTHING = "Nothing to change"
_WHOSE = {"links": "here", "options": "here", "select": "here"}
_IN_QUICKBOOKS = frozenset(
    {
        "NEEDS_CHECK",
        "CHANGED_IN_CONNECTWISE",
        "NOT_MARKED",
        "OUTCOME_UNCLEAR",
        "SECOND_DOCUMENT",
        "NEEDS_CHECK_OPEN",
    }
)
_TAKEN_OVER = frozenset({"ARRIVED_LATE"})
_UNKNOWN = frozenset({"OUTCOME_UNKNOWN"})
_LOOK_AGAIN = frozenset({"NO_LONGER_UNPOSTED", "CHANGED_SINCE_PREVIEW", "APPEARED_SINCE_PREVIEW"})


def own_entries() -> Iterator[Entry]:
    """Every finding, every cause of a batch, every problem of the set-up check."""
    yield from _told(RULES.values(), "before sending")
    yield from _told(RUN_CAUSES.values(), "while sending")
    yield from _told(PROBLEMS.values(), "check of the set-up")


def _told(rules: Iterable[FindingRule], when: str) -> Iterator[Entry]:
    for rule in rules:
        cause, place = CAUSES.get(rule.code, (f"{rule.title}.", PLACES.get(rule.place, NOTHING)))
        yield Entry(
            rule.code,
            SIDE,
            rule.title,
            rule.severity.value,
            _WHOSE.get(rule.place, rule.place),
            rule.sentence,
            cause,
            place,
            rule.fix,
            _retry(rule, when),
        )


def _retry(rule: FindingRule, when: str) -> str:
    if rule.code in _UNKNOWN:
        return "Not before its outcome is known. The program looks by itself; nothing is sent twice."
    if rule.code in _IN_QUICKBOOKS:
        return "No: it is in QuickBooks already."
    if rule.code in _TAKEN_OVER:
        return "Safe: what is in QuickBooks is taken over, not sent a second time."
    if rule.code in _LOOK_AGAIN:
        return "Safe after a fresh preview: nothing of it was sent."
    if when == "check of the set-up":
        return "Safe: a check changes nothing."
    if rule.severity is Severity.ERROR or rule.code in NOT_BEGUN:
        return "Safe once the cause is cured: nothing of it is in QuickBooks."
    return "Nothing to repeat: it does not stop the invoice."
