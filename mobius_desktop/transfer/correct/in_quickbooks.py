"""QuickBooks' half of a take back: delete or void one document, and know for certain what became of it.

Write first, send second; on doubt look, and send only the stored bytes again.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from threading import Event as StopEvent

from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.events import RequestSpent
from mobius_desktop.domain.ids import RequestId
from mobius_desktop.domain.origin import request_id
from mobius_desktop.domain.quickbooks import DocumentLife, FoundDocument
from mobius_desktop.domain.states import ActionState, Section
from mobius_desktop.domain.wire import AnswerKind, Prepared
from mobius_desktop.transfer.correct.steps import Steps
from mobius_desktop.transfer.correct.values import How
from mobius_desktop.transfer.run.desk import Desk, SideGone

LONGEST_NUMBER = 21
VERSIONS = tuple(f"-V{count}" for count in range(1, 10))


class Ending(StrEnum):
    """How one half ended."""

    DONE = "done"
    FAILED = "failed"
    """Refused, or not sent: it is as it was."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Ended:
    """The end of a half, in words, and why nothing more can be done now."""

    how: Ending
    sentence: str = ""
    stop: str = ""


class InQuickBooks:
    """Takes documents out of QuickBooks' books. Several threads may use it, each with its own steps."""

    def __init__(self, desk: Desk, origin: str, stop: StopEvent) -> None:
        self._desk = desk
        self._origin = origin
        self._stop = stop

    def take_out(self, steps: Steps) -> Ended:
        """Delete or void for the first time."""
        ended = self._until_known(steps, self._prepare(steps), sent=False)
        return self._renumbered(steps, ended)

    def resume(self, steps: Steps) -> Ended:
        """An earlier request may have gone out: look first, then send the stored bytes again."""
        prepared = steps.last_request(Section.TAKE_BACK)
        if prepared is not None and prepared.operation.startswith("renumber"):
            # It is void and written down as such; only its number is open.
            steps.gone, steps.life = True, DocumentLife.VOID
            return self._renumbered(steps, Ended(Ending.DONE))
        if prepared is None:
            prepared = self._prepare(steps)
        ended = self._until_known(steps, prepared, sent=True)
        return self._renumbered(steps, ended)

    def finish_number(self, steps: Steps) -> None:
        """A void document that an interrupted take back left under its number gets its -V1."""
        if steps.life is DocumentLife.VOID and not steps.number_after.endswith(VERSIONS):
            self._renumbered(steps, Ended(Ending.DONE))

    # -- delete or void -------------------------------------------------------------------------------

    def _prepare(self, steps: Steps) -> Prepared:
        found = steps.item.found
        if found is None:
            raise ValueError(f"no document of {steps.item.number} was read")
        quickbooks = self._desk.quickbooks
        if steps.item.how is How.DELETE:
            return quickbooks.prepare_deletion(found, self._request_id(steps, "delete", found))
        return quickbooks.prepare_void(found, self._request_id(steps, "void", found))

    def _request_id(self, steps: Steps, operation: str, found: FoundDocument) -> RequestId:
        """A refused one is spent: its series is that of the operation, not of the document."""
        item = steps.item
        entity = f"{operation} {found.ref.kind.value}"
        series = steps.journal.series(steps.record.realm, (item.billing_log_id,))
        content = hashlib.sha256(f"{found.ref.id}|{found.sync_token}|{operation}".encode()).hexdigest()
        return request_id(
            realm=steps.record.realm,
            entity=found.ref.kind.value,
            origin=self._origin,
            key=str(item.billing_log_id),
            operation=operation,
            content_hash=content,
            series=series.get((entity, item.billing_log_id), 0),
        )

    def _until_known(self, steps: Steps, prepared: Prepared | None, *, sent: bool) -> Ended:
        delays = self._desk.pace.check_delays
        tries = 0
        while True:
            if sent:
                try:
                    found = self._look(steps)
                except SideGone as gone:
                    return self._unknown(steps, gone.sentence, "unreachable")
                if found is None or found.life is not DocumentLife.LIVE:
                    return self._out(steps, found)
                if tries > len(delays) or self._stop.is_set() or prepared is None:
                    return self._unknown(steps, "QuickBooks still shows it.")
                if tries and self._desk.clock.wait(delays[tries - 1], self._stop):
                    continue
            ended = self._send(steps, prepared)
            if ended is not None:
                return ended
            sent = True
            tries += 1

    def _send(self, steps: Steps, prepared: Prepared | None) -> Ended | None:
        """None: look what became of it."""
        if prepared is None:
            return self._unknown(steps, "There is no request to send again.")
        word = "Deleting" if steps.item.how is How.DELETE else "Voiding"
        steps.store_request(Section.TAKE_BACK, prepared, f"{word} {steps.item.number} in QuickBooks.")
        answer = self._desk.post("quickbooks", prepared)
        steps.store_answer(Section.TAKE_BACK, answer)
        if answer.kind in {AnswerKind.WRITTEN, AnswerKind.UNKNOWN, AnswerKind.DUPLICATE_NUMBER}:
            return None
        if answer.kind is AnswerKind.STOPPED:
            return self._failed(steps, answer.sentence, answer.stop or "unreachable")
        return self._refused(steps, prepared, answer.sentence)

    def _refused(self, steps: Steps, prepared: Prepared, sentence: str) -> Ended:
        """Nothing was written: unless it was gone already, it stays, and the requestid is spent."""
        try:
            found = self._look(steps)
        except SideGone as gone:
            return self._unknown(steps, gone.sentence, "unreachable")
        if found is None or found.life is not DocumentLife.LIVE:
            return self._out(steps, found)
        item, record = steps.item, steps.record
        operation = prepared.operation
        series = steps.journal.series(record.realm, (item.billing_log_id,))
        spent = series.get((operation, item.billing_log_id), 0) + 1
        words = sentence or "QuickBooks refused it."
        record.write(RequestSpent(record.realm, operation, item.billing_log_id, spent, words, record.now()))
        return self._failed(steps, words)

    def _look(self, steps: Steps) -> FoundDocument | None:
        ref = steps.item.ref
        if ref is None:
            return None
        try:
            return self._desk.quickbooks.read((ref,)).get(ref)
        except Known as error:
            raise SideGone("quickbooks", error) from error

    def _out(self, steps: Steps, found: FoundDocument | None) -> Ended:
        """Seen to be gone. A void one is renamed next, in the same action."""
        word = "Deleted" if found is None or found.life is DocumentLife.DELETED else "Voided"
        words = f"{word} in QuickBooks."
        steps.record.write(
            *steps.taken(found),
            steps.change(Section.TAKE_BACK, ActionState.COMPLETED, words),
        )
        return Ended(Ending.DONE, words)

    def _failed(self, steps: Steps, sentence: str, stop: str = "") -> Ended:
        words = f"{steps.item.number} stays in QuickBooks: {sentence}"
        steps.record.write(
            steps.change(Section.TAKE_BACK, ActionState.FAILED, words), steps.record.log("error", words)
        )
        return Ended(Ending.FAILED, words, stop)

    def _unknown(self, steps: Steps, sentence: str, stop: str = "") -> Ended:
        words = f"Whether {steps.item.number} is gone from QuickBooks is not known yet: {sentence}"
        words += " It is looked up at the next start."
        steps.record.write(
            steps.change(Section.TAKE_BACK, ActionState.CHECKING, words),
            *steps.row(ActionState.CHECKING, words),
            steps.record.log("warning", words),
        )
        return Ended(Ending.UNKNOWN, words, stop)

    # -- the number of a void one ---------------------------------------------------------------------

    def _renumbered(self, steps: Steps, ended: Ended) -> Ended:
        """A void document keeps its number, which the next one needs: it gets -V1."""
        if ended.how is not Ending.DONE or steps.life is not DocumentLife.VOID:
            return ended
        later = True
        try:
            words, later = self._renumber(steps)
        except SideGone as gone:
            words = f"It keeps its number for now: {gone.sentence} It gets another one at the next start."
        if words:
            steps.record.write(steps.record.log("warning", f"{steps.item.number}: {words}"))
        voided = f"Voided in QuickBooks as {steps.number_after}."
        # Until it has its new number the next document could not have the old one: it stays open.
        state = ActionState.CHECKING if words and later else ActionState.COMPLETED
        steps.record.write(steps.change(Section.TAKE_BACK, state, f"{voided} {words}".strip()))
        return Ended(Ending.DONE, voided)

    def _renumber(self, steps: Steps) -> tuple[str, bool]:
        """What kept it from getting its new number, empty when it has it; and whether that may pass."""
        found = self._look(steps)
        if found is None or found.number.endswith(VERSIONS):
            steps.number_after = found.number if found is not None else ""
            return "", False
        wanted = self._free_number(found.number)
        quickbooks = self._desk.quickbooks
        asked = self._request_id(steps, f"renumber to {wanted}", found)
        prepared = quickbooks.prepare_renumbering(found, wanted, asked)
        for delay in (*self._desk.pace.check_delays, None):
            steps.store_request(Section.TAKE_BACK, prepared, f"Voided; its number becomes {wanted}.")
            answer = self._desk.post("quickbooks", prepared)
            steps.store_answer(Section.TAKE_BACK, answer)
            now = self._look(steps)
            if now is not None and now.number == wanted:
                steps.record.write(*steps.taken(now)[:1])
                return "", False
            if answer.kind in {AnswerKind.REFUSED, AnswerKind.DUPLICATE_NUMBER}:
                by_hand = "rename it in QuickBooks before it is sent again."
                return f"It could not be renamed to {wanted}; {by_hand}", False
            if answer.kind is AnswerKind.STOPPED or delay is None or self._desk.clock.wait(delay, self._stop):
                break
        return f"It is not renamed to {wanted} yet; that is done at the next start.", True

    def _free_number(self, number: str) -> str:
        """`10502-V1`, or the next one that no document has."""
        names = [f"{number[: LONGEST_NUMBER - len(version)]}{version}" for version in VERSIONS]
        try:
            taken = {one.number for one in self._desk.quickbooks.find_by_number(names)}
        except Known as error:
            raise SideGone("quickbooks", error) from error
        return next((name for name in names if name not in taken), names[-1])
