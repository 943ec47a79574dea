"""Finishes the take backs that a stopped program had begun; what it had not begun is left as it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from threading import Event as StopEvent

from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.events import Event
from mobius_desktop.domain.ids import BatchNumber, BillingLogId, RealmId
from mobius_desktop.domain.journal import ActionRow
from mobius_desktop.domain.ports import Clock
from mobius_desktop.domain.quickbooks import DocumentKind, DocumentRef
from mobius_desktop.domain.states import CORRECTIONS, ActionState, BatchState, Section
from mobius_desktop.transfer.batch import Flight, Recovered, RecoveryReport
from mobius_desktop.transfer.correct.ports import CorrectionJournal
from mobius_desktop.transfer.correct.steps import Steps
from mobius_desktop.transfer.correct.taking_back import WORD, TakeBackRun, Workshop, close
from mobius_desktop.transfer.correct.values import How, TakeBackItem
from mobius_desktop.transfer.run.desk import Desk
from mobius_desktop.transfer.run.record import BatchRecord, Observer

OPEN = frozenset({ActionState.NOT_YET_STARTED, ActionState.RUNNING, ActionState.CHECKING})


def recover_corrections(
    journal: CorrectionJournal,
    clock: Clock,
    realm: RealmId,
    origin: str,
    *,
    make_desk: Callable[[], Desk],
    observer: Observer,
    stop: StopEvent,
) -> RecoveryReport:
    """Under the company's lock. What cannot be looked at now stays as it is, and the report says why."""
    unsettled = [one for one in journal.unsettled(realm) if one.action.section in CORRECTIONS]
    batches = sorted({*journal.undoing(realm), *(one.action.batch for one in unsettled)})
    if not batches:
        return RecoveryReport()
    try:
        desk = make_desk()
    except Known as error:
        return RecoveryReport(trouble=error.sentence, failure=error)
    shop = Workshop(desk, journal, origin, observer, stop)
    found: list[Recovered] = []
    trouble = ""
    for number in batches:
        record = BatchRecord(journal, clock, number, realm, observer)
        try:
            found += _take_up(shop, record)
        except Known as error:
            trouble = error.sentence
            continue
        close(journal, record, None if _undoing(journal, number) else journal.batch(number))
    return RecoveryReport(invoices=tuple(found), trouble=trouble)


def _undoing(journal: CorrectionJournal, number: BatchNumber) -> bool:
    batch = journal.batch(number)
    return batch is not None and batch.state is BatchState.UNDOING


def _take_up(shop: Workshop, record: BatchRecord) -> list[Recovered]:
    run = TakeBackRun(shop, record.batch, record)
    by_invoice: dict[str, list[ActionRow]] = defaultdict(list)
    for action in shop.journal.actions(record.batch):
        if action.section in CORRECTIONS:
            by_invoice[action.subject].append(action)
    again: list[Recovered] = []
    compared: list[Steps] = []
    for subject, actions in by_invoice.items():
        states = {one.section: one.state for one in actions}
        if not OPEN & set(states.values()):
            continue
        steps = _steps(shop, record, BillingLogId(int(subject.partition(":")[2])), states)
        if steps is None:
            record.write(*_given_up(record, actions))
            continue
        settled = run.resume(steps, states)
        if steps.gone and steps.released:
            compared.append(steps)
        words = "taken back" if steps.gone and steps.released else "left as it was"
        sentence = f"{steps.item.number}: {words}." if settled else f"{steps.item.number} is not settled yet."
        again.append(
            Recovered(
                record.batch,
                steps.item.billing_log_id,
                steps.item.number,
                sentence,
                settled=settled,
                flight=Flight.TAKING_BACK,
            )
        )
    run.compare(compared)
    return again


def _steps(
    shop: Workshop, record: BatchRecord, billing_log_id: BillingLogId, states: dict[Section, ActionState]
) -> Steps | None:
    """The invoice as the user's word names it, and as both systems show it now."""
    journal, desk = shop.journal, shop.desk
    words = [
        one
        for one in journal.judgement_history(billing_log_id)
        if one.code == WORD and one.value == str(record.batch)
    ]
    rows = {row.billing_log_id: row for row in journal.invoices(record.batch)}
    row = rows.get(billing_log_id)
    if not words or row is None:
        return None
    word = words[-1]
    facts = _facts(journal, billing_log_id, record.batch)
    kind, _, number = facts.get("document", "").partition(" ")
    ref = DocumentRef(DocumentKind(kind), number) if kind else None  # type: ignore[arg-type]  # an Id as text
    found = desk.quickbooks.read((ref,)).get(ref) if ref is not None else None
    series = max(
        (one.series for one in journal.known_documents((billing_log_id,)) if one.ref == ref), default=0
    )
    marks = [one for one in journal.marks(billing_log_id) if one.released_at is None]
    details = desk.connectwise.invoice_details((billing_log_id,)).get(billing_log_id)
    holding = details.batch_id if details is not None else None
    ours = bool(marks) and marks[-1].connectwise_batch in {None, holding}
    item = TakeBackItem(
        billing_log_id=billing_log_id,
        number=row.number,
        customer=row.customer,
        currency=row.currency,
        total=row.quickbooks_total if row.quickbooks_total is not None else row.connectwise_total,
        batch=record.batch,
        how=How(word.verdict),
        ref=ref,
        found=found,
        series=series,
        identifier=marks[-1].identifier if marks else "",
        connectwise_batch=holding if ours else None,
    )
    steps = Steps(item, record.batch, record, journal, word.reason, word.user)
    if states.get(Section.TAKE_BACK) is ActionState.COMPLETED and found is not None:
        steps.life, steps.number_after = found.life, found.number
    return steps


def _facts(journal: CorrectionJournal, billing_log_id: BillingLogId, batch: BatchNumber) -> dict[str, str]:
    """What the word on this batch was given for: an earlier batch may have been taken back as well, and its
    word names another document."""
    given = [
        dict(one.facts)
        for one in journal.judgements((billing_log_id,))
        if one.code == WORD and one.value == str(batch)
    ]
    return given[-1] if given else {}


def _given_up(record: BatchRecord, actions: Sequence[ActionRow]) -> list[Event]:
    """Nothing says what was meant: it is left alone."""
    return [
        record.step(one.id, ActionState.SKIPPED, "Not begun: the program stopped before.")
        for one in actions
        if one.state in OPEN
    ]
