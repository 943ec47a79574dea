"""A whole month: the sample and as many ordinary invoices around it as a firm of this size has."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter

from mobius_desktop.sandbox.firm.customers import TAMPA, Customer
from mobius_desktop.sandbox.firm.dice import dice
from mobius_desktop.sandbox.firm.drafts import Draft
from mobius_desktop.sandbox.firm.vary import drawn, linked_by_location, stands_at

HOW_MANY = 500
_FIRST_NUMBER = 30_001
_FIRST_DAY = dt.date(2026, 10, 1)
_WEIGHTS = {1: 30, 2: 15, 3: 8, 5: 6, 9: 25, 14: 2, 21: 3, 22: 3, 23: 2, 24: 2}
"""Rows of the sample that go through without a question, and how often each shape comes."""
_PLAIN = frozenset({14, 22, 23, 24})
"""Shapes that take no further lines."""
_CLASSED = {9: "Managed Services"}


def month_end(sample: list[Draft], seed: int, everybody: dict[str, Customer]) -> list[Draft]:
    """The given drafts of the sample (or of its variation), then ordinary ones up to five hundred."""
    chance = dice(seed, "month-end")
    templates = {draft.n: draft for draft in sample}
    linked = linked_by_location(everybody)
    numbers: Counter[str] = Counter()
    shapes = chance.choices(list(_WEIGHTS), list(_WEIGHTS.values()), k=HOW_MANY - len(sample))
    made = []
    for n in shapes:
        more = 0 if n in _PLAIN else chance.randint(1, 6)
        draft = drawn(templates[n], chance, more=more, of_class=_CLASSED.get(n, ""))
        _place(draft, chance, linked, numbers)
        made.append(draft)
    return [*sample, *made]


def _place(draft: Draft, chance: random.Random, linked: dict[int, list[str]], numbers: Counter[str]) -> None:
    """Give it a number, a date and a customer of its own."""
    prefix = draft.number.rstrip("0123456789")
    draft.number = f"{prefix}{_FIRST_NUMBER + numbers[prefix]}"
    numbers[prefix] += 1
    days = draft.due_date - draft.date
    draft.date = _FIRST_DAY + dt.timedelta(days=chance.randint(0, 29))
    draft.due_date = draft.date + days
    draft.bill_to = draft.company = chance.choice(linked[_location(draft)])
    draft.applied_to = ""


def _location(draft: Draft) -> int:
    if draft.tax_code == "TX-Austin":
        return stands_at("LSO004") or TAMPA
    return stands_at(draft.bill_to) or TAMPA
