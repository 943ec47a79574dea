"""*Changed after sending*: replace the document, leave it as it is, or correct it by a credit memo."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from threading import Event as StopEvent

from mobius_desktop.domain.errors import NotSetUp
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.ids import BillingLogId, QuickBooksId
from mobius_desktop.domain.journal import InvoiceRow
from mobius_desktop.domain.money import amount_text
from mobius_desktop.domain.origin import markers_in
from mobius_desktop.domain.plan import InvoicePlan, PlanOutcome
from mobius_desktop.domain.quickbooks import DocumentKind, DocumentRef
from mobius_desktop.domain.states import ActionState
from mobius_desktop.transfer.correct.corrections import must_say_why
from mobius_desktop.transfer.correct.reasons import reason
from mobius_desktop.transfer.correct.targets import Target, target_of
from mobius_desktop.transfer.correct.undoing import CONFIRM_EARLIER, TakingBack
from mobius_desktop.transfer.correct.values import (
    CorrectionReport,
    Mode,
    ReplacePlan,
    TakeBackItem,
    TakeBackResult,
    UndoPlan,
)
from mobius_desktop.transfer.run.record import Observer, unobserved

CHANGED = "CHANGED_AFTER_SENDING"
_REPLACEABLE = frozenset({CHANGED, "NEEDS_CHECK_OPEN"})


class Replacing(TakingBack):
    """What can be done when ConnectWise and QuickBooks no longer agree about an invoice that was sent."""

    def replace_preview(self, billing_log_id: BillingLogId) -> ReplacePlan:
        """What *Replace* would do. `refused` says why not; the plan shows how it would be sent."""
        plan = self._plan_of(billing_log_id)
        target = target_of(self._journal, self._realm, billing_log_id)
        problem = next((one for one in plan.findings if one.code in _REPLACEABLE), None)
        if not target.refs and problem is not None:
            target = self._found_by_marker(target, problem)
        (item,) = self._inspector.inspect([target], Mode.SEND_AGAIN, self._transfer.lists())
        item = dataclasses.replace(item, number=plan.invoice.number)
        refused = item.refused or self._not_replaceable(plan, problem)
        return ReplacePlan(dataclasses.replace(item, refused=refused), plan, plan.invoice.total)

    def _not_replaceable(self, plan: InvoicePlan, problem: Finding | None) -> str:
        number = plan.invoice.number
        if problem is None:
            other = next((one for one in plan.findings if one.blocks), None)
            if other is not None:
                return other.sentence
            code = "NOTHING_TO_REPLACE" if plan.outcome is PlanOutcome.ADOPT else "NOT_IN_QUICKBOOKS"
            return reason(code, number=number)
        other = next((one for one in plan.findings if one.blocks and one.code not in _REPLACEABLE), None)
        return reason("WOULD_NOT_GO", number=number, why=other.sentence) if other is not None else ""

    def _found_by_marker(self, target: Target, problem: Finding) -> Target:
        """Another installation sent it: the look of the plan found it by its marker."""
        kind, _, number = dict(problem.facts).get("document", "").partition(" ")
        if not kind:
            return target
        ref = DocumentRef(DocumentKind(kind), QuickBooksId(number))
        found = self._quickbooks.read((ref,)).get(ref)
        series = [
            series
            for one, _, series in markers_in(found.private_note if found is not None else "")
            if one == target.billing_log_id
        ]
        return dataclasses.replace(target, refs=(ref,), series=max(series, default=0))

    def replace(
        self,
        plan: ReplacePlan,
        why: str,
        observer: Observer = unobserved,
        stop: StopEvent | None = None,
        *,
        confirmed: bool = False,
    ) -> CorrectionReport:
        """Take back and send anew under the same number. Raises as `take_back` does."""
        must_say_why(why)
        if plan.refused:
            raise NotSetUp(plan.refused)
        item = plan.item
        if item.earlier_month and not confirmed:
            raise NotSetUp(CONFIRM_EARLIER.format(count=1))
        if item.batch is None:
            # No batch of this record tells of it yet: one is opened in which it stands as it was met.
            blocked = self._transfer.plan(self._request(item.billing_log_id))
            batch = self._transfer.run(blocked, observer, stop)
            item = dataclasses.replace(item, batch=batch)
        problem = next((one for one in plan.plan.findings if one.code in _REPLACEABLE), None)
        if problem is not None:
            self._judge(item.billing_log_id, problem.code, "replace", why, problem.facts)
        taken = self.take_back(
            UndoPlan((item,), Mode.SEND_AGAIN, item.batch), why, observer, stop, confirmed=confirmed
        )
        if not taken.all_done:
            return taken
        return self._send_anew(item, taken, observer, stop)

    def _send_anew(
        self, item: TakeBackItem, taken: CorrectionReport, observer: Observer, stop: StopEvent | None
    ) -> CorrectionReport:
        anew = self._transfer.plan(self._request(item.billing_log_id), stop=stop)
        number = self._transfer.run(anew, observer, stop)
        rows = [one for one in self._journal.invoices(number) if one.billing_log_id == item.billing_log_id]
        done = bool(rows) and rows[0].state is ActionState.COMPLETED and rows[0].marked
        if done:
            total = amount_text(rows[0].connectwise_total, item.currency)
            sentence = (
                f"{item.number} is replaced: {total} {item.currency} is in QuickBooks (batch {number})."
            )
        else:
            said = rows[0].message if rows else ""
            sentence = f"{item.number} was taken back and {_how_far(rows)} (batch {number}). {said}"
        result = TakeBackResult(item.billing_log_id, item.number, done, sentence.strip())
        return CorrectionReport(sentence.strip(), (result,), (*taken.batches, number))

    def leave_preview(self, billing_log_id: BillingLogId) -> ReplacePlan:
        """*Leave QuickBooks as it is*: both amounts, and whether that is the question at all."""
        shown = self.replace_preview(billing_log_id)
        asked = any(one.code == CHANGED for one in shown.plan.findings)
        number = shown.plan.invoice.number
        refused = "" if asked else reason("NOT_THE_QUESTION", number=number)
        return dataclasses.replace(shown, item=dataclasses.replace(shown.item, refused=refused))

    def leave(
        self,
        plan: ReplacePlan,
        why: str,
        observer: Observer = unobserved,
        stop: StopEvent | None = None,
    ) -> CorrectionReport:
        """Recorded as the user's word, then marked; QuickBooks stays as it is."""
        must_say_why(why)
        if plan.refused:
            raise NotSetUp(plan.refused)
        problem = next(one for one in plan.plan.findings if one.code == CHANGED)
        ours = plan.item
        self._judge(ours.billing_log_id, CHANGED, "leave", why, problem.facts)
        anew = self._transfer.plan(self._request(ours.billing_log_id), stop=stop)
        return self._ran(anew, observer, stop, "left as it is and marked")

    def credit_memo_advice(self, plan: ReplacePlan) -> str:
        """*Correct by credit memo*: what to create in ConnectWise, after *Leave*."""
        item = plan.item
        apart = plan.connectwise_total - item.total
        amount = f"{amount_text(abs(apart), item.currency)} {item.currency}"
        held = f"{amount_text(item.total, item.currency)} {item.currency}"
        noun = "a credit memo" if apart < 0 else "an additional invoice"
        return (
            f"Set {item.number} back to {held} in ConnectWise and leave QuickBooks as it is. "
            f"Then create {noun} of {amount} there and send it like any other."
        )


def _how_far(rows: Sequence[InvoiceRow]) -> str:
    """Where an invoice stands that was to be replaced and is not done."""
    if rows and rows[0].quickbooks_total is not None:
        return "sent again, and needs a check again"
    return "is not sent again yet"
