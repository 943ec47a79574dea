"""ConnectWise's half of a take back: delete the batch of one invoice, once QuickBooks is without it."""

from __future__ import annotations

from threading import Event as StopEvent

from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.ids import ConnectWiseBatchId
from mobius_desktop.domain.states import ActionState, Section
from mobius_desktop.domain.wire import AnswerKind
from mobius_desktop.transfer.correct.in_quickbooks import Ended, Ending
from mobius_desktop.transfer.correct.steps import NOT_RELEASED, Steps
from mobius_desktop.transfer.run.desk import Desk, SideGone


class InConnectWise:
    """Releases invoices. Deleting a ConnectWise batch again does no harm: its id is not used twice."""

    def __init__(self, desk: Desk, stop: StopEvent) -> None:
        self._desk = desk
        self._stop = stop

    def release(self, steps: Steps) -> Ended:
        """Delete the batch, or see that it is gone."""
        batch = steps.item.connectwise_batch
        if batch is None:
            return self._done(steps, "ConnectWise had no batch of it any more.")
        prepared = self._desk.connectwise.prepare_batch_deletion(batch)
        for delay in (*self._desk.pace.side_delays, None):
            try:
                if self._holding(steps) != batch:
                    return self._done(steps, "Unposted again in ConnectWise.")
            except SideGone as gone:
                if gone.lasting or delay is None or self._desk.clock.wait(delay, self._stop):
                    return self._unknown(steps, gone.sentence)
                continue
            words = f"Deleting batch {steps.item.identifier} in ConnectWise."
            steps.store_request(Section.RELEASE, prepared, words)
            answer = self._desk.post("connectwise", prepared)
            steps.store_answer(Section.RELEASE, answer)
            if answer.kind is AnswerKind.REFUSED:
                return self._refused(steps, batch, answer.sentence)
            if answer.kind is AnswerKind.STOPPED:
                return self._unknown(steps, answer.sentence)
            if answer.kind is AnswerKind.UNKNOWN and delay is not None:
                self._desk.clock.wait(delay, self._stop)
        return self._unknown(steps, "ConnectWise still shows it as batched.")

    def _holding(self, steps: Steps) -> ConnectWiseBatchId | None:
        """The ConnectWise batch that holds the invoice at this moment."""
        asked = steps.item.billing_log_id
        try:
            details = self._desk.connectwise.invoice_details((asked,)).get(asked)
        except Known as error:
            raise SideGone("connectwise", error) from error
        return details.batch_id if details is not None else None

    def _done(self, steps: Steps, words: str) -> Ended:
        steps.record.write(*steps.unmarked(), steps.change(Section.RELEASE, ActionState.COMPLETED, words))
        return Ended(Ending.DONE, words)

    def _refused(self, steps: Steps, batch: ConnectWiseBatchId, sentence: str) -> Ended:
        try:
            if self._holding(steps) != batch:
                return self._done(steps, "Unposted again in ConnectWise.")
        except SideGone as gone:
            return self._unknown(steps, gone.sentence)
        words = (
            f"{steps.item.number} is gone from QuickBooks, and ConnectWise still has it as batched: "
            f"{sentence or 'it refused to delete the batch.'}"
        )
        steps.record.write(
            steps.change(Section.RELEASE, ActionState.FAILED, words),
            *steps.row(ActionState.FAILED, words, NOT_RELEASED),
            steps.record.log("error", words),
        )
        return Ended(Ending.FAILED, words)

    def _unknown(self, steps: Steps, sentence: str) -> Ended:
        words = (
            f"{steps.item.number} is gone from QuickBooks; whether ConnectWise has it as unposted again is "
            f"not known yet: {sentence} This is finished by itself at the next start."
        )
        steps.record.write(
            steps.change(Section.RELEASE, ActionState.CHECKING, words),
            *steps.row(ActionState.CHECKING, words),
            steps.record.log("warning", words),
        )
        return Ended(Ending.UNKNOWN, words)
