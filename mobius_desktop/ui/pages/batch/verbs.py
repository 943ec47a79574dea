"""Which corrections apply to a cause or an invoice of a batch, as the buttons of its card and of its pane."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.ids import BillingLogId
from mobius_desktop.domain.journal import InvoiceRow
from mobius_desktop.domain.states import ActionState, Severity
from mobius_desktop.history.picture import BatchPicture
from mobius_desktop.transfer.correct.values import Mode
from mobius_desktop.ui.components.cards import CardButton
from mobius_desktop.ui.correcting.subject import Subject
from mobius_desktop.ui.correcting.verbs import SAME, DecisionVerbs
from mobius_desktop.ui.pages.batch.corrections import Corrections
from mobius_desktop.ui.pages.batch.rows import in_quickbooks


@dataclass(frozen=True, slots=True)
class Chooser:
    """Makes the buttons for one batch; disabled ones say why."""

    picture: BatchPicture
    do: Corrections
    why_not: str = ""

    def of_cause(self, code: str, state: str, rows: Sequence[InvoiceRow]) -> tuple[CardButton, ...]:
        """The verbs of a card."""
        ids = [row.billing_log_id for row in rows]
        verbs = self._verbs()
        if state == ActionState.NEEDS_CHECK.value:
            return self._of_needs_check(ids)
        severity = Severity.WARNING if state == Severity.WARNING.value else Severity.ERROR
        found = [one for row in rows for one in self._findings(row, code)]
        if not found and code in SAME:
            return verbs.of_same(ids, ())
        return verbs.of(code, severity, found)

    def of_row(self, row: InvoiceRow) -> tuple[CardButton, ...]:
        """The verbs of one invoice in its pane."""
        if row.state is ActionState.FAILED:
            return self.of_cause(row.finding_code, row.state.value, [row]) + self._release(row)
        if row.state is ActionState.NEEDS_CHECK:
            return self.of_cause(row.finding_code, row.state.value, [row])
        if in_quickbooks(row):
            return (self._take_back([row.billing_log_id], Mode.FOR_GOOD),)
        return self._release(row)

    def _of_needs_check(self, ids: Sequence[BillingLogId]) -> tuple[CardButton, ...]:
        """Accept, replace, or take back: what differs is deleted, since it will be sent again."""
        verbs = self._verbs()
        text = "Accept as it is…" if len(ids) == 1 else f"Accept these {len(ids):,}…"
        accept = verbs.button(text, partial(self.do.accept, verbs.subject, ids))
        replace = partial(self.do.replace, verbs.subject, ids[0])
        only_one = (verbs.button("Replace…", replace),) if len(ids) == 1 else ()
        return (accept, *only_one, self._take_back(ids, Mode.SEND_AGAIN))

    def _take_back(self, ids: Sequence[BillingLogId], mode: Mode) -> CardButton:
        text = "Take back…" if len(ids) == 1 else f"Take these {len(ids):,} back…"
        verbs = self._verbs()
        return verbs.button(text, partial(self.do.undo, verbs.subject, ids, mode))

    def _release(self, row: InvoiceRow) -> tuple[CardButton, ...]:
        if not row.marked:
            return ()
        verbs = self._verbs()
        release = partial(self.do.release, verbs.subject, row.billing_log_id)
        return (verbs.button("Release in ConnectWise…", release),)

    def _verbs(self) -> DecisionVerbs:
        return DecisionVerbs(self.do, Subject.of(self.picture), self.why_not)

    def _findings(self, row: InvoiceRow, code: str) -> list[Finding]:
        return [one for one in self.picture.findings.get(row.billing_log_id, ()) if one.code == code]
