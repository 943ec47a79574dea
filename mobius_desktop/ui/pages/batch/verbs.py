"""Which corrections apply to a cause or an invoice, as the buttons of its card and of its pane."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.ids import BillingLogId
from mobius_desktop.domain.journal import InvoiceRow
from mobius_desktop.domain.states import ActionState, Severity
from mobius_desktop.history.picture import BatchPicture
from mobius_desktop.ui.components.cards import CardButton
from mobius_desktop.ui.pages.batch.corrections import Corrections
from mobius_desktop.ui.pages.batch.rows import in_quickbooks

SAME = frozenset({"NUMBER_TAKEN", "ALREADY_IN_QUICKBOOKS", "LOOKS_ALIKE"})
CHANGED = "CHANGED_AFTER_SENDING"


@dataclass(frozen=True, slots=True)
class Chooser:
    """Makes the buttons for one batch; disabled ones say why."""

    picture: BatchPicture
    do: Corrections
    why_not: str = ""

    def of_cause(self, code: str, state: str, rows: Sequence[InvoiceRow]) -> tuple[CardButton, ...]:
        """The verbs of a card: for all its invoices where one word does for all, else for its only one."""
        ids = [row.billing_log_id for row in rows]
        if state == ActionState.NEEDS_CHECK.value:
            accept = "Accept as it is…" if len(ids) == 1 else f"Accept these {len(ids):,}…"
            return (self._button(accept, partial(self.do.accept, self.picture, ids)), *self._undo(ids))
        found = [one for row in rows for one in self._findings(row, code)]
        if code == "PERIOD_CLOSED" and found and all("next_date" in dict(one.facts) for one in found):
            day = dict(found[0].facts)["next_date"]
            text = f"Post on {day}…" if len(found) == 1 else f"Post these {len(found):,} on {day}…"
            return (self._button(text, partial(self.do.judge, self.picture, found, "post-on")),)
        if state == Severity.WARNING.value and found:
            return (self._button("Mark OK…", partial(self.do.judge, self.picture, found, "mark-ok")),)
        if len(rows) == 1:
            return self._of_one(code, ids[0], found)
        if code in SAME:
            mark = partial(self.do.mark, self.picture, ids)
            return (self._button(f"Mark these {len(ids):,} as already in QuickBooks…", mark),)
        return ()

    def of_row(self, row: InvoiceRow) -> tuple[CardButton, ...]:
        """The verbs of one invoice in its pane."""
        if row.state is ActionState.FAILED:
            return self.of_cause(row.finding_code, row.state.value, [row]) + self._release(row)
        if row.state is ActionState.NEEDS_CHECK:
            return self.of_cause(row.finding_code, row.state.value, [row])
        if in_quickbooks(row):
            take_back = partial(self.do.undo, self.picture, [row.billing_log_id])
            return (self._button("Take back…", take_back),)
        return self._release(row)

    def _of_one(self, code: str, one: BillingLogId, found: list[Finding]) -> tuple[CardButton, ...]:
        if code == CHANGED:
            return (
                self._button("Replace…", partial(self.do.replace, self.picture, one)),
                self._button("Leave as it is…", partial(self.do.leave, self.picture, one)),
                self._button("Correct by credit memo", partial(self.do.advise, self.picture, one)),
            )
        if code not in SAME:
            return ()
        mark = self._button("Mark as already in QuickBooks…", partial(self.do.mark, self.picture, [one]))
        if not found:
            return (mark,)
        return (
            self._button("It is the same one…", partial(self.do.judge, self.picture, found, "same-one")),
            self._button("It is another one…", partial(self.do.judge, self.picture, found, "another-one")),
            mark,
        )

    def _undo(self, ids: Sequence[BillingLogId]) -> tuple[CardButton, ...]:
        text = "Undo this invoice…" if len(ids) == 1 else f"Undo these {len(ids):,}…"
        return (self._button(text, partial(self.do.undo, self.picture, ids)),)

    def _release(self, row: InvoiceRow) -> tuple[CardButton, ...]:
        if not row.marked:
            return ()
        release = partial(self.do.release, self.picture, row.billing_log_id)
        return (self._button("Release in ConnectWise…", release),)

    def _findings(self, row: InvoiceRow, code: str) -> list[Finding]:
        return [one for one in self.picture.findings.get(row.billing_log_id, ()) if one.code == code]

    def _button(self, text: str, slot: Callable[[], object]) -> CardButton:
        return CardButton(text, slot, enabled=not self.why_not, why=self.why_not)
