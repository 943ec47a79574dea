"""The questions before corrections: what will happen with count and money, the safe answer, the reason."""

from __future__ import annotations

from collections.abc import Sequence

from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.money import ZERO, amount_text
from mobius_desktop.transfer.correct.values import AcceptItem, MarkItem, ReplacePlan, UndoPlan
from mobius_desktop.ui.components.question import QuestionContent

REASON = "Reason (stays in the record)"
_MOST_NAMED = 6
_MOST_REFUSED = 3

#: Verdict: (question for one, question for several, what it means, verb).
_WORDS = {
    "same-one": (
        "Is {numbers} the same one?",
        "Are these {count} the same ones?",
        "Then nothing is sent for it; it is only marked in ConnectWise, if customer and money agree.",
        "It is the same one",
    ),
    "another-one": (
        "Is {numbers} another one?",
        "Are these {count} others?",
        "Then it is sent beside the one that is in QuickBooks.",
        "It is another one",
    ),
    "post-on": (
        "Post {numbers} on another date?",
        "Post these {count} on another date?",
        "The due date stays. The date is typed below; it must lie after the closing date.",
        "Post on this date",
    ),
    "mark-ok": (
        "Is {numbers} as it should be?",
        "Are these {count} as they should be?",
        "The finding is no longer shown until its facts change.",
        "Mark OK",
    ),
}


def undo(plan: UndoPlan) -> QuestionContent:
    """Undo 29 of 31 invoices?"""
    question, _, body = plan.sentence.partition("? ")
    act = f"Undo {len(plan.possible):,}"
    if len(plan.items) == 1:
        act = "Take back" if plan.leaves_quickbooks else "Release"
    return QuestionContent(f"{question}?", body, "Keep all", act, REASON)


def earlier_month(count: int, certified: int) -> QuestionContent:
    """The second word; `certified` of them lie in a month that somebody has certified."""
    verb = "lies" if count == 1 else "lie"
    which = "a certified month" if certified else "an earlier month"
    listed = " The month is certified: the change is listed on its page." if certified else ""
    return QuestionContent(
        f"{count:,} of these {verb} in {which}. Change that month?",
        f"What was reported for that month will no longer agree with QuickBooks.{listed}",
        "Keep all",
        "Change that month",
    )


def accept(found: Sequence[AcceptItem]) -> QuestionContent:
    """Accept 1,204.51 for 48228? What stays as it is says why."""
    items = [one for one in found if one.possible]
    stays = _stays([one.refused for one in found if not one.possible])
    if len(items) == 1 == len(found):
        question, _, body = items[0].sentence.partition("? ")
        return QuestionContent(
            f"{question}?", f"{items[0].difference} {body}".strip(), "Go back", "Accept", REASON
        )
    currency = items[0].currency
    apart = sum((one.quickbooks_total - one.connectwise_total for one in items), ZERO)
    body = (
        f"{_named([one.number for one in items])}: together {amount_text(apart, currency)} {currency} apart. "
        f"They stay as they are in QuickBooks and are marked in ConnectWise.{stays}"
    )
    return QuestionContent(
        f"Accept {_count(len(items), len(found))} as they are?",
        body,
        "Go back",
        f"Accept {len(items):,}",
        REASON,
    )


def replace(plan: ReplacePlan) -> QuestionContent:
    """Replace 48228?"""
    question, _, body = plan.sentence.partition("? ")
    return QuestionContent(f"{question}?", body, "Keep it", "Replace", REASON)


def leave(plan: ReplacePlan) -> QuestionContent:
    """Leave it as it is?"""
    item = plan.item
    held = f"{amount_text(item.total, item.currency)} {item.currency}"
    has = f"{amount_text(plan.connectwise_total, item.currency)} {item.currency}"
    body = (
        f"QuickBooks keeps **{held}** while ConnectWise has **{has}**. That is written down, and it is "
        "marked in ConnectWise."
    )
    return QuestionContent(
        f"Leave {item.number} in QuickBooks as it is?", body, "Go back", "Leave it", REASON
    )


def mark(found: Sequence[MarkItem]) -> QuestionContent:
    """Mark as already in QuickBooks? What cannot be marked says why."""
    items = [one for one in found if one.possible]
    stays = _stays([one.refused for one in found if not one.possible])
    if len(items) == 1 == len(found):
        question, _, body = items[0].sentence.partition("? ")
        return QuestionContent(f"{question}?", body, "Go back", "Mark it", REASON)
    total = sum((one.total for one in items), ZERO)
    body = (
        f"{_named([one.number for one in items])}: {amount_text(total, items[0].currency)} "
        f"{items[0].currency}. Nothing is sent; they leave the unposted list.{stays}"
    )
    title = f"Mark {_count(len(items), len(found))} as already in QuickBooks?"
    return QuestionContent(title, body, "Go back", f"Mark {len(items):,}", REASON)


def judgement(findings: Sequence[Finding], verdict: str) -> QuestionContent:
    """A word on what was found."""
    if findings[0].code == "CUSTOMER_UNLINKED":
        return _another_customer(findings[0])
    one, several, meaning, act = _WORDS[verdict]
    count = len(findings)
    number = dict(findings[0].facts).get("number", "it")
    title = one.format(numbers=number) if count == 1 else several.format(count=f"{count:,}")
    body = f"{findings[0].sentence} {meaning}" if count == 1 else meaning
    return QuestionContent(title, body, "Go back", act, REASON)


def _another_customer(finding: Finding) -> QuestionContent:
    """It holds for the customer, whatever invoice it was said on."""
    facts = dict(finding.facts)
    return QuestionContent(
        f"Is “{facts.get('customer', 'it')}” another customer?",
        f"Then it is created in QuickBooks beside “{facts.get('suggestion', '')}”, once that is approved in"
        " the preview. It holds for all invoices of this customer.",
        "Go back",
        "It is another",
        REASON,
    )


def _named(numbers: Sequence[str]) -> str:
    shown = ", ".join(numbers[:_MOST_NAMED])
    more = len(numbers) - _MOST_NAMED
    return f"{shown} and {more:,} more" if more > 0 else shown


def _count(going: int, all_of_them: int) -> str:
    """`29 of 31 invoices`."""
    of = f" of {all_of_them:,}" if all_of_them > going else ""
    return f"{going:,}{of} {'invoice' if all_of_them == 1 else 'invoices'}"


def _stays(refused: Sequence[str]) -> str:
    if not refused:
        return ""
    more = len(refused) - _MOST_REFUSED
    tail = f" And {more:,} more." if more > 0 else ""
    return f" {' '.join(refused[:_MOST_REFUSED])}{tail}"
