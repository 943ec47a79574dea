"""Takes back the chosen invoices of one batch: all written down first, each carried to its end, compared.

QuickBooks first, ConnectWise second: the other order loses invoices when a second machine is at work.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event as StopEvent

from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.events import BatchChanged, Event, JudgementGiven
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.domain.journal import BatchRow, InvoiceRow
from mobius_desktop.domain.money import ZERO, amount_text
from mobius_desktop.domain.quickbooks import DocumentLife
from mobius_desktop.domain.run_causes import TAKEN_BACK
from mobius_desktop.domain.states import ActionState, BatchState, Section, finished_state
from mobius_desktop.transfer.correct.in_connectwise import InConnectWise
from mobius_desktop.transfer.correct.in_quickbooks import Ended, Ending, InQuickBooks
from mobius_desktop.transfer.correct.ports import CorrectionJournal
from mobius_desktop.transfer.correct.steps import Steps
from mobius_desktop.transfer.correct.values import How, TakeBackItem, TakeBackResult
from mobius_desktop.transfer.run.closing import closing_sentence
from mobius_desktop.transfer.run.desk import Desk
from mobius_desktop.transfer.run.record import BatchRecord, Observer

WORD = "TAKE_BACK"
"""The code of the user's word in the record: a recovery reads reason and user from it."""
PARALLEL = 6
CANCELLED = "Not taken back: it was cancelled."


@dataclass(slots=True)
class Workshop:
    """What a take back works with."""

    desk: Desk
    journal: CorrectionJournal
    origin: str
    observer: Observer
    stop: StopEvent


class TakeBackRun:
    """One batch's take back."""

    def __init__(self, shop: Workshop, batch: BatchNumber, record: BatchRecord) -> None:
        self._shop = shop
        self._batch = batch
        self._record = record
        self._quickbooks = InQuickBooks(shop.desk, shop.origin, shop.stop)
        self._connectwise = InConnectWise(shop.desk, shop.stop)
        self._halt = ""

    def run(self, items: Sequence[TakeBackItem], reason: str, user: str) -> list[TakeBackResult]:
        """Raises StorageFailed when the record cannot be written."""
        before = self._shop.journal.batch(self._batch)
        work = [Steps(item, self._batch, self._record, self._shop.journal, reason, user) for item in items]
        self._begin(work, reason, user)
        with ThreadPoolExecutor(PARALLEL, "take-back") as pool:
            ended = list(pool.map(self._one, work))
        results = [self._result(steps, end) for steps, end in zip(work, ended, strict=True)]
        self.compare([steps for steps in work if steps.gone and steps.released])
        close(self._shop.journal, self._record, before)
        return results

    def _begin(self, work: Sequence[Steps], reason: str, user: str) -> None:
        """The user's word, every action and the batch's state, in one transaction."""
        record, now = self._record, self._record.now()
        events: list[Event] = [
            BatchChanged(self._batch, BatchState.UNDOING, f"Being taken back: {reason}", now),
            record.log("info", f"{user} takes back {len(work)}: {reason}"),
        ]
        for steps in work:
            item = steps.item
            document = f"{item.ref.kind.value} {item.ref.id}" if item.ref is not None else ""
            facts = (("document", document), ("total", amount_text(item.total, item.currency)))
            events.append(
                JudgementGiven(
                    item.billing_log_id, WORD, item.how.value, reason, facts, str(self._batch), user, now
                )
            )
            events += steps.planned()
        record.write(*events)

    def _one(self, steps: Steps) -> Ended:
        if self._shop.stop.is_set() or self._halt:
            return self.leave(steps, self._halt or CANCELLED)
        if steps.item.how is How.RELEASE:
            self._record.write(*steps.taken(steps.item.found))
            return self._carry_on(steps)
        ended = self._quickbooks.take_out(steps)
        if ended.stop:
            self._halt = ended.sentence
        return self._after_quickbooks(steps, ended)

    def _after_quickbooks(self, steps: Steps, ended: Ended) -> Ended:
        if ended.how is Ending.DONE:
            return self._carry_on(steps)
        if ended.how is Ending.FAILED:
            self._record.write(*self._skipped(steps, (Section.RELEASE, Section.CONFIRM), "It stays."))
        return ended

    def _carry_on(self, steps: Steps) -> Ended:
        """QuickBooks is without it: ConnectWise follows, whatever else is cancelled."""
        ended = self._connectwise.release(steps)
        if ended.how is not Ending.DONE:
            return ended
        words = _words(steps)
        self._record.write(
            *steps.row(ActionState.SKIPPED, words, TAKEN_BACK),
            self._record.log("info", f"{steps.item.number}: {words}"),
        )
        return Ended(Ending.DONE, words)

    def leave(self, steps: Steps, words: str) -> Ended:
        """Not begun, and not begun any more."""
        self._record.write(*self._skipped(steps, steps.sections, words))
        return Ended(Ending.FAILED, words)

    @staticmethod
    def _skipped(steps: Steps, sections: Sequence[Section], words: str) -> list[Event]:
        return [steps.change(section, ActionState.SKIPPED, words) for section in sections]

    @staticmethod
    def _result(steps: Steps, ended: Ended) -> TakeBackResult:
        item = steps.item
        done = ended.how is Ending.DONE
        return TakeBackResult(item.billing_log_id, item.number, done, ended.sentence, ended.stop)

    # -- recovery -------------------------------------------------------------------------------------

    def resume(self, steps: Steps, states: dict[Section, ActionState]) -> bool:
        """Take up an invoice where a stopped program left it. True when it is settled."""
        first = states.get(Section.TAKE_BACK)
        release = states.get(Section.RELEASE)
        if first is ActionState.NOT_YET_STARTED or (first is None and release is ActionState.NOT_YET_STARTED):
            self.leave(steps, "Not begun: the program stopped before. Undo again to go on.")
            return True
        if first in {ActionState.RUNNING, ActionState.CHECKING}:
            ended = self._after_quickbooks(steps, self._quickbooks.resume(steps))
            self._restore_row(steps, ended)
            return ended.how is not Ending.UNKNOWN
        if first in {None, ActionState.COMPLETED} and release in _TO_CARRY_ON:
            self._quickbooks.finish_number(steps)
            steps.gone = True  # also when released: its row and the comparison may still be missing
            return self._carry_on(steps).how is not Ending.UNKNOWN
        return True

    def _restore_row(self, steps: Steps, ended: Ended) -> None:
        """It stays in QuickBooks after all: its row says again what it said before it was in doubt."""
        if ended.how is not Ending.FAILED:
            return
        for row in self._shop.journal.invoices(self._batch):
            if row.billing_log_id == steps.item.billing_log_id and row.state is ActionState.CHECKING:
                state = ActionState.COMPLETED if row.marked else ActionState.NEEDS_CHECK
                self._record.write(*steps.row(state, ended.sentence))

    # -- at the end -----------------------------------------------------------------------------------

    def compare(self, work: Sequence[Steps]) -> None:
        """Both systems once more: gone (or void) in QuickBooks, unposted again in ConnectWise."""
        if not work:
            return
        refs = [steps.item.ref for steps in work if steps.item.ref is not None]
        ids = [steps.item.billing_log_id for steps in work]
        try:
            found = self._shop.desk.quickbooks.read(refs) if refs else {}
            unposted = self._shop.desk.connectwise.unposted(ids)
        except Known as error:
            words = f"The last look at both systems failed: {error.sentence}"
            skipped = [steps.change(Section.CONFIRM, ActionState.SKIPPED, words) for steps in work]
            self._record.write(*skipped, self._record.log("warning", words))
            return
        events: list[Event] = []
        for steps in work:
            item = steps.item
            document = found.get(item.ref) if item.ref is not None else None
            if document is not None and document.life is DocumentLife.LIVE:
                words = f"{item.number} was taken back, and QuickBooks shows its document again."
                events += [
                    steps.change(Section.CONFIRM, ActionState.NEEDS_CHECK, words),
                    self._record.log("error", words),
                ]
                continue
            listed = item.billing_log_id in unposted
            words = "Gone from QuickBooks; " + (
                "in the unposted list again." if listed else "open in ConnectWise, not in the unposted list."
            )
            events.append(steps.change(Section.CONFIRM, ActionState.COMPLETED, words))
        self._record.write(*events)


_TO_CARRY_ON = frozenset(set(ActionState) - {ActionState.FAILED, ActionState.SKIPPED})


def _words(steps: Steps) -> str:
    if steps.item.ref is None:
        where = "it had no document in QuickBooks"
    elif steps.item.how is How.RELEASE:
        where = "QuickBooks no longer held it"
    elif steps.life is DocumentLife.VOID:
        where = (
            f"voided in QuickBooks as {steps.number_after}" if steps.number_after else "voided in QuickBooks"
        )
    else:
        where = "deleted in QuickBooks"
    return f"Taken back: {where}, unposted again in ConnectWise. {steps.reason}".strip()


def close(journal: CorrectionJournal, record: BatchRecord, before: BatchRow | None) -> None:
    """The batch's state and sentence after a take back; as before when nothing was taken back."""
    rows = journal.invoices(record.batch)
    taken = [row for row in rows if row.finding_code == TAKEN_BACK]
    if not taken:
        state, words = _as_before(rows, before)
    else:
        left = [row for row in rows if row not in taken and (row.quickbooks_total is not None or row.marked)]
        state = BatchState.PARTLY_UNDONE if left else BatchState.UNDONE
        words = undone_sentence(taken, [row for row in left if row.quickbooks_total is not None])
    record.write(BatchChanged(record.batch, state, words, record.now()), record.log("info", words))


def _as_before(rows: Sequence[InvoiceRow], before: BatchRow | None) -> tuple[BatchState, str]:
    if before is not None and before.state is not BatchState.UNDOING:
        return before.state, before.message
    warned = any(row.finding_code for row in rows)
    return finished_state([row.state for row in rows], warned=warned), closing_sentence(rows)


def undone_sentence(taken: Sequence[InvoiceRow], left: Sequence[InvoiceRow]) -> str:
    """What was undone, with the money, and what stays in QuickBooks."""
    total = sum((row.connectwise_total for row in taken), ZERO)
    money = f"{amount_text(total, taken[0].currency)} {taken[0].currency}"
    noun = "invoice, " if len(taken) == 1 else "invoices, "
    text = f"{len(taken)} {noun}{money}, taken back: gone from QuickBooks, unposted again in ConnectWise."
    if left:
        stays = sum((row.connectwise_total for row in left), ZERO)
        text += f" {len(left)} {'stays' if len(left) == 1 else 'stay'} in QuickBooks: "
        text += f"{amount_text(stays, left[0].currency)} {left[0].currency}."
    return text
