"""The overrides report: every decision of a user that set something aside, with who, when, why and money."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from mobius_desktop.domain.archive import OverrideRow
from mobius_desktop.domain.run_causes import rule_of
from mobius_desktop.domain.tie_out import CertifiedMonth, GivenExplanation

_WORDS = {
    "accept": "Accepted as it is",
    "limit": "Accepted within the limit",
    "mark-ok": "Marked OK",
    "post-on": "Posted on another date",
    "mark": "Marked without sending",
    "same-one": "Taken for the same document",
    "another-one": "Said to be another",
    "leave": "QuickBooks left as it is",
    "replace": "Replaced",
}
_TAKEN_BACK = {
    "delete": "Taken back, deleted",
    "void": "Taken back, voided",
    "release": "Released in ConnectWise",
}
EXPLAINED, UNEXPLAINED = "Difference explained", "Explanation withdrawn"
CERTIFIED = "Month certified"


@dataclass(frozen=True, slots=True)
class Override:
    """One decision. `amount` is the invoice's money, or what was apart."""

    at: dt.datetime
    user: str
    what: str
    number: str
    customer: str
    about: str
    """The cause that was set aside."""
    reason: str
    amount: Decimal | None
    currency: str


def overrides_of(
    words: Iterable[OverrideRow],
    explained: Iterable[GivenExplanation],
    certified: Iterable[CertifiedMonth],
) -> tuple[Override, ...]:
    """All of them in the order in which they were made."""
    found = [_of_word(one) for one in words]
    found += [
        Override(
            one.at,
            one.user,
            EXPLAINED if one.reason else UNEXPLAINED,
            one.number,
            "",
            one.kind,
            one.reason,
            one.apart,
            one.currency,
        )
        for one in explained
    ]
    found += [
        Override(
            one.at,
            one.user,
            CERTIFIED,
            f"{one.month:%Y-%m}",
            one.company_name,
            f"{one.explained:,} explained" if one.explained else "",
            "",
            one.quickbooks - one.connectwise,
            one.currency,
        )
        for one in certified
    ]
    return tuple(sorted(found, key=lambda one: one.at))


def word_of(code: str, verdict: str) -> str:
    """What a user did, in words: `Marked OK`, `Taken back, voided`."""
    words = {**_WORDS, **_TAKEN_BACK} if code == "TAKE_BACK" else _WORDS
    return words.get(verdict, verdict.replace("-", " ").capitalize())


def cause_of(code: str, verdict: str, value: str) -> str:
    """What it was about, in words, with the day that was chosen."""
    rule = rule_of(code)
    about = rule.title if rule is not None else ""
    return f"{about}: {value}".removeprefix(": ") if verdict == "post-on" and value else about


def _of_word(one: OverrideRow) -> Override:
    return Override(
        one.at,
        one.user,
        word_of(one.code, one.verdict),
        one.number,
        one.customer,
        cause_of(one.code, one.verdict, one.value),
        one.reason,
        one.total,
        one.currency,
    )
