"""Which decisions a cause asks for, as the buttons of its card: before sending and after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.ids import BatchNumber, BillingLogId
from mobius_desktop.domain.states import Severity
from mobius_desktop.ui.components.cards import CardButton
from mobius_desktop.ui.correcting.decisions import Decisions
from mobius_desktop.ui.correcting.subject import Subject
from mobius_desktop.ui.tables.columns import date_text

SAME = frozenset({"NUMBER_TAKEN", "ALREADY_IN_QUICKBOOKS", "LOOKS_ALIKE"})
UNLINKED = "CUSTOMER_UNLINKED"
OURS_ALREADY = "NUMBER_USED_BY_US"
BY_HAND = frozenset({"CURRENCY"})
"""What can only be entered in QuickBooks by hand; then it is marked."""
CHANGED = "CHANGED_AFTER_SENDING"
DECIDED_ON_ITS_BATCH = "NEEDS_CHECK_OPEN"
ELSEWHERE = "IN_ANOTHER_COMPANY"


@dataclass(frozen=True, slots=True)
class DecisionVerbs:
    """Makes the buttons; what cannot be done just now is disabled and says why."""

    do: Decisions
    subject: Subject
    why_not: str = ""

    def of(self, code: str, severity: Severity, findings: Sequence[Finding]) -> tuple[CardButton, ...]:
        """The verbs of a cause: for all its invoices where one word does for all, else for its only one."""
        count = len(findings)
        ids = [one.billing_log_id for one in findings if one.billing_log_id is not None]
        if code == "PERIOD_CLOSED" and count and all("next_date" in dict(one.facts) for one in findings):
            day = date_text(dt.date.fromisoformat(dict(findings[0].facts)["next_date"]))
            text = f"Post on {day}…" if count == 1 else f"Post these {count:,} on {day}…"
            return (self._judge(text, findings, "post-on"),)
        if severity is Severity.WARNING and count:
            text = "Mark OK…" if count == 1 else f"Mark these {count:,} OK…"
            return (self._judge(text, findings, "mark-ok"),)
        if code == UNLINKED and count:
            return (self._judge("It is another customer…", findings, "another-one"),)
        if code == OURS_ALREADY and count:
            return (self._judge("It is another one…", findings, "another-one"),)
        if code in SAME:
            return self.of_same(ids, findings)
        if code in BY_HAND:
            return self.of_same(ids, ())
        if len(ids) == 1:
            return (*self.of_changed(code, ids[0]), *self._open_batch(code, findings[0]))
        return ()

    def _open_batch(self, code: str, finding: Finding) -> tuple[CardButton, ...]:
        """A link to the batch on whose page it is decided or taken back."""
        batch = dict(finding.facts).get("batch", "")
        if code not in {ELSEWHERE, DECIDED_ON_ITS_BATCH} or not batch.isdecimal():
            return ()
        number = BatchNumber(int(batch))
        return (CardButton(f"Open batch {number}", partial(self.do.batch_wanted.emit, number), kind="link"),)

    def of_changed(self, code: str, one: BillingLogId) -> tuple[CardButton, ...]:
        """*Changed after sending*: replace, leave, correct by a credit memo."""
        if code not in {CHANGED, DECIDED_ON_ITS_BATCH}:
            return ()
        replace = self.button("Replace…", partial(self.do.replace, self.subject, one))
        if code == DECIDED_ON_ITS_BATCH:
            return (replace,)
        return (
            replace,
            self.button("Leave QuickBooks as it is…", partial(self.do.leave, self.subject, one)),
            self.button("Correct by credit memo", partial(self.do.advise, self.subject, one)),
        )

    def of_same(self, ids: Sequence[BillingLogId], findings: Sequence[Finding]) -> tuple[CardButton, ...]:
        """*Already there*: the same one, another, or only to be marked."""
        mark = partial(self.do.mark, self.subject, list(ids))
        if len(ids) > 1:
            return (self.button(f"Mark these {len(ids):,} as already in QuickBooks…", mark),)
        only_mark = self.button("Mark as already in QuickBooks…", mark)
        if not findings:
            return (only_mark,)
        return (
            self._judge("It is the same one…", findings, "same-one"),
            self._judge("It is another one…", findings, "another-one"),
            only_mark,
        )

    def _judge(self, text: str, findings: Sequence[Finding], verdict: str) -> CardButton:
        return self.button(text, partial(self.do.judge, self.subject, list(findings), verdict))

    def button(self, text: str, slot: Callable[[], object]) -> CardButton:
        """A button that is disabled while nothing can be begun."""
        return CardButton(text, slot, enabled=not self.why_not, why=self.why_not)
