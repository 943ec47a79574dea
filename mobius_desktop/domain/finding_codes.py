"""The one table of finding codes: what is noticed before sending, how much it weighs, where it is put right.

Rules in words and their sources: docs/vendor-rules.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from mobius_desktop.domain.finding_table import TABLE
from mobius_desktop.domain.findings import Finding, FindingRule
from mobius_desktop.domain.ids import BillingLogId
from mobius_desktop.domain.states import Severity

NO_LINES_SENTENCE = "Invoice has no lines - not sent to QuickBooks"
"""Word for word in the log: bookkeepers search for it."""


def rules_in(table: str) -> Iterator[FindingRule]:
    """The rows of a table in this form. A sentence or a cure may run over several lines."""
    head, sentence, fix = "", [""], [""]
    for line in [*table.strip().splitlines(), "#"]:
        if line.startswith(("  → ", "    ")):
            if line.startswith("  → "):
                into = fix
            into.append(line[4:])
            continue
        if head:
            words, _, title = head.partition(": ")
            code, severity, place = words.split()
            yield FindingRule(
                code, Severity(severity), title, " ".join(sentence[1:]), " ".join(fix[1:]), place
            )
        head, sentence, fix = ("" if line.startswith("#") else line), [""], [""]
        into = sentence


_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
RULES: dict[str, FindingRule] = {rule.code: rule for rule in rules_in(TABLE)}
"""Every finding code there is."""

ALWAYS_SAID = frozenset(
    {
        *("ADOPTED", "LEFT_AS_IT_IS", "POSTED_ON", "NEGATIVE_AS_CREDIT_MEMO", "CREDIT_TO_APPLY"),
        *("NO_LINES", "NO_LINES_CANNOT_BE_MARKED", "ZERO_TOTAL_WITH_LINES", "ZERO_TOTAL_NOTHING_MOVES"),
        *("CUSTOMER_WILL_BE_CREATED", "ITEM_WILL_BE_CREATED", "TERM_WILL_BE_CREATED"),
        *("CLASS_WILL_BE_CREATED", "DEPARTMENT_WILL_BE_CREATED", "CHANGED_SINCE_LISTED", "NUMBER_PREFIXED"),
    }
)
"""What becomes of an invoice and what is created for it: said whatever a company has switched off."""


def can_be_switched(rule: FindingRule) -> bool:
    """Whether a company may switch the rule off. What keeps money from going wrong never can be."""
    return rule.severity is not Severity.ERROR and rule.code not in ALWAYS_SAID


SWITCHABLE: tuple[FindingRule, ...] = tuple(rule for rule in RULES.values() if can_be_switched(rule))
"""The rules that a company may switch off, in the order of the table."""


def _said(value: str) -> str:
    """A fact as a sentence says it: dates, kept as 2026-10-31, as bookkeepers in the US write them."""
    parts = _DATE.fullmatch(value)
    return f"{parts[2]}/{parts[3]}/{parts[1]}" if parts else value


def finding(
    code: str,
    invoice: BillingLogId | None,
    *,
    money: Decimal | None = None,
    severity: Severity | None = None,
    **facts: str,
) -> Finding:
    """A finding of the table, its sentence filled in from `facts`, which are what a judgement is bound to.
    `money` is what is at stake; `severity` replaces the table's, where an option of the company says so."""
    rule = RULES[code]
    said = {name: _said(value) for name, value in facts.items()}
    return Finding(
        code,
        severity or rule.severity,
        invoice,
        rule.sentence.format_map(said),
        rule.fix.format_map(said),
        money,
        tuple(facts.items()),
    )
