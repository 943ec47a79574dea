"""Which rules make up which check, what each of them needs, and how a check ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from mobius_desktop.domain.checkup import CheckResult, CheckState
from mobius_desktop.domain.checkup_codes import CHECKS, CheckRule
from mobius_desktop.domain.editions import Capabilities
from mobius_desktop.transfer.checkup import company, members
from mobius_desktop.transfer.checkup.accounts import check_accounts
from mobius_desktop.transfer.checkup.evidence import Evidence, Part
from mobius_desktop.transfer.checkup.from_plan import REST, findings_of
from mobius_desktop.transfer.checkup.linked_names import check_linked_accounts, check_linked_tax_codes
from mobius_desktop.transfer.checkup.noticing import CannotTell, Noticed, merged
from mobius_desktop.transfer.checkup.package import check_package
from mobius_desktop.transfer.checkup.taxes import check_tax_codes


@dataclass(frozen=True, slots=True)
class _Rule:
    """`needs` it cannot do without; for `wants` it only waits: they say what is touched, or more."""

    check: str
    look: Callable[[Evidence], Iterable[Noticed]]
    needs: frozenset[Part] = frozenset()
    wants: frozenset[Part] = frozenset()


def _from_plan(check: str) -> _Rule:
    return _Rule(check, lambda evidence: findings_of(check, evidence), frozenset({Part.PLAN}))


_PLAN = frozenset({Part.PLAN})
_UNPOSTED = frozenset({Part.UNPOSTED})
_RULES: tuple[_Rule, ...] = (
    _Rule("PACKAGE", check_package, frozenset({Part.PACKAGE}), _UNPOSTED),
    _Rule("MEMBER_LEVEL", members.check_level, frozenset({Part.MEMBERS}), frozenset({Part.BATCHES})),
    _Rule("SECOND_TOOL", members.check_second_tool, frozenset({Part.BATCHES}), _UNPOSTED | {Part.MEMBERS}),
    _Rule("NUMBERS", company.check_numbers, frozenset({Part.QUICKBOOKS}), _UNPOSTED),
    _Rule("PREFIX", company.check_prefix, frozenset(), _UNPOSTED),
    _Rule("CREDITS", company.check_credits, frozenset({Part.QUICKBOOKS}), _UNPOSTED),
    _Rule("ACCOUNTS", check_accounts, _PLAN | {Part.QUICKBOOKS}, frozenset({Part.MAPPINGS})),
    _Rule("TAXES", check_tax_codes, frozenset({Part.QUICKBOOKS, Part.TAX_CODES}), _PLAN),
    _Rule("LINKED_NAMES", check_linked_accounts, _PLAN | {Part.MAPPINGS}),
    _Rule("LINKED_NAMES", check_linked_tax_codes, _PLAN | {Part.QUICKBOOKS, Part.TAX_CODES}),
    _Rule("ACCOUNT_IDS", company.check_account_ids, _PLAN),
    _Rule("VENDOR_NUMBERS", members.check_vendor_numbers, frozenset({Part.MEMBERS})),
    _Rule("CLASSES", company.check_classes, frozenset({Part.QUICKBOOKS}), _PLAN),
    _Rule("LOCATION", company.check_location, frozenset({Part.LOCATIONS})),
    _Rule(REST, company.check_country, frozenset({Part.QUICKBOOKS}), _UNPOSTED),
    *(_from_plan(one.code) for one in CHECKS if one.findings or one.code == REST),
)


def checks_for(capabilities: Capabilities) -> tuple[CheckRule, ...]:
    """The checks of an edition: those of locked options are left out."""
    return tuple(one for one in CHECKS if one.allowed(capabilities))


def is_ready(check: CheckRule, evidence: Evidence) -> bool:
    """Whether everything that the check looks at has come, or is known not to come."""
    return all(evidence.has_come(part) for rule in _rules_of(check) for part in rule.needs | rule.wants)


def make_check(check: CheckRule, evidence: Evidence) -> CheckResult:
    """How the check ends. What could not be read is said; the rest of the check is made all the same."""
    noticed: list[Noticed] = []
    why_not = ""
    made = False
    for rule in _rules_of(check):
        lacking = [evidence.missing[part] for part in Part if part in rule.needs and part in evidence.missing]
        if lacking:
            why_not = why_not or lacking[0]
            continue
        try:
            noticed += rule.look(evidence)
        except CannotTell as told:
            why_not = why_not or str(told)
            continue
        made = True
    problems = merged(noticed)
    state = CheckState.FOUND if problems else CheckState.PASSED if made else CheckState.NOT_CHECKED
    return CheckResult(check.code, check.title, state, _looked(check, evidence), why_not, problems)


def _rules_of(check: CheckRule) -> tuple[_Rule, ...]:
    return tuple(rule for rule in _RULES if rule.check == check.code)


def _looked(check: CheckRule, evidence: Evidence) -> str:
    """What was looked at, where that is worth a word."""
    lists = evidence.lists
    if check.code == "CLOSING_DATE" and lists is not None:
        closed = lists.preferences.book_close_date
        return f"closed through {closed:%m/%d/%Y}" if closed else "no closing date"
    if check.code == "SECOND_TOOL" and Part.BATCHES in evidence.read:
        return _counted(
            len(evidence.batches), "batch of the last seven days", "batches of the last seven days"
        )
    if check.code == "ACCOUNTS" and Part.MAPPINGS in evidence.read:
        return _counted(len(evidence.mappings), "GL mapping", "GL mappings")
    if check.code == "VENDOR_NUMBERS" and Part.MEMBERS in evidence.read:
        return _counted(len(evidence.members), "member", "members")
    return ""


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
