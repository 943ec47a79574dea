"""Clean invoices by the thousand: every legal trait of the sample firm, drawn anew, and what each may say."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from dataclasses import dataclass

from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.plan import BatchPlan
from mobius_desktop.domain.states import Severity
from mobius_desktop.sandbox.firm.build import NOW
from mobius_desktop.sandbox.firm.customers import Customer, customers
from mobius_desktop.sandbox.firm.drafts import Draft, read_sample
from mobius_desktop.sandbox.firm.invoices import InvoiceMaker
from mobius_desktop.sandbox.firm.model import FirmInvoice
from mobius_desktop.sandbox.firm.sites import sites_of
from mobius_desktop.sandbox.firm.vary import drawn, linked_by_location, stands_at
from tests.preflight.already_there import marked
from tests.preflight.stage import Stage
from tests.transfer.sample_firm import SAMPLE

BLOCKED = frozenset({8, *range(33, 46)})
"""Rows of the sample that cannot be sent; the other 31 carry the legal traits."""
ADOPTED = 32
USES = {19: 16, 20: 18}
"""Rows that use up the down payment of another row."""
MAY_SAY: dict[int, frozenset[str]] = {
    6: frozenset({"CUSTOMER_WILL_BE_CREATED", "TEXT_CUT", "INTERNAL_NOTE"}),
    7: frozenset({"DUE_DATE_DIFFERS"}),
    10: frozenset({"CLASS_MISSING"}),
    12: frozenset({"TAX_BASE_PARTIAL"}),
    19: frozenset({"TAX_BASE_PARTIAL"}),
    25: frozenset({"ACCOUNT_TYPE_UNUSUAL"}),
    26: frozenset({"NEGATIVE_AS_CREDIT_MEMO"}),
    30: frozenset({"EXEMPT_ONLY_IN_CONNECTWISE"}),
    31: frozenset({"ITEM_ACCOUNT_DIFFERS"}),
}
"""The warnings that belong to a row's trait. Anything else above INFO is a false alarm."""
ONCE = frozenset({"CUSTOMER_WILL_BE_CREATED"})
"""Said with the first invoice that needs the record, not with each."""
_FIRST_DAY = dt.date(2026, 10, 1)


@dataclass(frozen=True, slots=True)
class CleanSet:
    """What the program said of the clean invoices."""

    traits: dict[int, int]
    """billingLogId to the row of the sample whose trait it carries."""
    plan: BatchPlan

    @property
    def false_alarms(self) -> list[tuple[str, int, Finding]]:
        """(number, row, finding) of each ERROR or WARNING that the trait does not explain."""
        return [
            (one.invoice.number, self._row(one.invoice.billing_log_id), found)
            for one in self.plan.invoices
            for found in one.findings
            if found.severity is not Severity.INFO
            and found.code not in MAY_SAY.get(self._row(one.invoice.billing_log_id), frozenset())
        ]

    @property
    def alarmed(self) -> int:
        """How many invoices have a false alarm."""
        return len({number for number, _, _ in self.false_alarms})

    @property
    def unsaid(self) -> list[tuple[str, str]]:
        """(number, code) of what a trait should have said and was not."""
        return [
            (one.invoice.number, code)
            for one in self.plan.invoices
            for code in sorted(MAY_SAY.get(self._row(one.invoice.billing_log_id), frozenset()) - ONCE)
            if code not in {found.code for found in one.findings}
        ]

    def _row(self, billing_log_id: int) -> int:
        return self.traits[billing_log_id]


def look_at_clean(stage: Stage, count: int) -> CleanSet:
    """Put so many clean invoices into ConnectWise instead of the firm's own, and plan them."""
    everybody = customers(stage.seed)
    sites = sites_of(everybody)
    maker = InvoiceMaker(stage.seed, everybody, sites, first_invoice=500_000, first_gl=20_000_000)
    drafts = list(_drafts(count, stage.seed, everybody))
    made = [maker.make(draft, position, NOW) for position, draft in enumerate(drafts, start=1)]
    for draft, invoice in zip(drafts, made, strict=True):
        if draft.n == ADOPTED:
            _sent_by_a_colleague(stage, invoice)
    connectwise = stage.desk.sandbox.firm.connectwise
    connectwise.invoices = {one.billing_log_id: one for one in made}
    stage.changed()
    traits = {one.billing_log_id: draft.n for draft, one in zip(drafts, made, strict=True)}
    return CleanSet(traits, stage.desk.plan())


def _drafts(count: int, seed: int, everybody: dict[str, Customer]) -> list[Draft]:
    chance = random.Random(f"{seed} clean")  # noqa: S311 - a seeded draw, no secret
    templates = {draft.n: draft for draft in read_sample(SAMPLE)}
    rows = sorted(set(templates) - BLOCKED)
    linked = linked_by_location(everybody)
    numbers: Counter[str] = Counter()
    made = []
    for place in range(count):
        n = rows[place % len(rows)]
        used = drawn(templates[USES[n]], chance) if n in USES else None
        draft = drawn(templates[n], chance, used=used)
        _place(draft, chance, linked, numbers)
        made.append(draft)
    return made


def _place(draft: Draft, chance: random.Random, linked: dict[int, list[str]], numbers: Counter[str]) -> None:
    """A number, a date and, where its trait does not need its own, a customer."""
    prefix = draft.number.rstrip("0123456789")
    numbers[prefix] += 1
    draft.number = f"{prefix}{40_000 + numbers[prefix]}"
    if draft.date.month == _FIRST_DAY.month:
        days = draft.due_date - draft.date
        draft.date = _FIRST_DAY + dt.timedelta(days=chance.randint(0, 29))
        draft.due_date = draft.date + days
    location = stands_at(draft.bill_to)
    if location is not None and draft.bill_to == draft.company:
        draft.bill_to = draft.company = chance.choice(linked[location])
    draft.applied_to = ""


def _sent_by_a_colleague(stage: Stage, invoice: FirmInvoice) -> None:
    """QuickBooks holds it with our mark, equal, from another computer."""
    stage.by_hand(invoice, PrivateNote=marked(invoice), DueDate=invoice.due_date.isoformat())
