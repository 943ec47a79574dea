"""Looks at both systems and says of each invoice whether it can be taken back, how, and why not."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from mobius_desktop.domain.connectwise import InvoiceDetails
from mobius_desktop.domain.ids import BillingLogId, ConnectWiseBatchId, RealmId
from mobius_desktop.domain.money import ZERO, amount_text
from mobius_desktop.domain.ports import Clock, ConnectWise, QuickBooks
from mobius_desktop.domain.quickbooks import (
    DocumentKind,
    DocumentLife,
    DocumentRef,
    FoundDocument,
    QuickBooksLists,
)
from mobius_desktop.domain.states import ActionState, Section
from mobius_desktop.domain.wire import AnswerKind
from mobius_desktop.transfer.compare import compare
from mobius_desktop.transfer.correct.changes import changed_fields
from mobius_desktop.transfer.correct.ports import CorrectionJournal
from mobius_desktop.transfer.correct.reasons import reason
from mobius_desktop.transfer.correct.targets import Target
from mobius_desktop.transfer.correct.values import How, Mode, TakeBackItem, way_out
from mobius_desktop.transfer.recorded import recorded_plan
from mobius_desktop.transfer.run.job import action_id, invoice_subject, signed
from mobius_desktop.transfer.run.proof import SECOND_DOCUMENT


class Refusal(Exception):  # noqa: N818 - an answer, carried out of nested questions
    """Why an invoice stays as it is."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


def refuse(code: str, **facts: str) -> Refusal:
    """A refusal by the table of reasons."""
    return Refusal(code, reason(code, **facts))


class Inspector:
    """Reads both sides, at once for all invoices where that can be. Writes nothing."""

    def __init__(
        self,
        connectwise: ConnectWise,
        quickbooks: QuickBooks,
        journal: CorrectionJournal,
        clock: Clock,
        realm: RealmId,
    ) -> None:
        self._connectwise = connectwise
        self._quickbooks = quickbooks
        self._journal = journal
        self._clock = clock
        self._realm = realm

    def inspect(
        self, targets: Sequence[Target], mode: Mode, lists: QuickBooksLists, *, only_release: bool = False
    ) -> tuple[TakeBackItem, ...]:
        """Raises Known errors of either side. With `only_release` a document that is there is a refusal."""
        refs = [ref for one in targets for ref in one.refs]
        found = self._quickbooks.read(refs) if refs else {}
        details = self._connectwise.invoice_details([one.billing_log_id for one in targets])
        unknown = self._being_looked_up()
        items = []
        for target in targets:
            item = self._bare(target, found, mode)
            try:
                if target.billing_log_id in unknown:
                    raise refuse("BEING_LOOKED_UP", number=target.number)
                if target.elsewhere:
                    raise refuse("ELSEWHERE", number=target.number)
                if target.row is not None and target.row.finding_code == SECOND_DOCUMENT:
                    raise refuse("SEVERAL_DOCUMENTS", number=target.number, count="several")
                if target.row is None and not target.refs:
                    raise refuse("UNKNOWN_HERE", number=target.number)
                if item.how is not How.RELEASE:
                    if only_release:
                        raise refuse("STILL_THERE", number=item.number, total=_money(item, item.total))
                    self._check_document(target, item, mode, lists)
                item = self._with_batch(item, target, details.get(target.billing_log_id))
            except Refusal as why:
                item = dataclasses.replace(item, refused=why.sentence, code=why.code)
            items.append(item)
        return tuple(items)

    def _being_looked_up(self) -> set[BillingLogId]:
        return {
            one.billing_log_id
            for one in self._journal.unsettled(self._realm)
            if one.billing_log_id is not None and one.action.state is ActionState.CHECKING
        }

    def _bare(
        self, target: Target, read: dict[DocumentRef, FoundDocument | None], mode: Mode
    ) -> TakeBackItem:
        """The item as the two systems show it, before it is asked whether it may be taken back."""
        live = [
            one for ref in target.refs if (one := read.get(ref)) is not None and one.life is DocumentLife.LIVE
        ]
        found = live[-1] if live else next((read[ref] for ref in reversed(target.refs) if read[ref]), None)
        months = {_month(one.month) for one in self._journal.certified_months(self._realm)}
        certified = bool(live) and _month(live[-1].date) in months
        row = target.row
        ref = found.ref if found is not None else (target.refs[-1] if target.refs else None)
        total = signed(found.ref.kind, found.total) if found is not None and live else ZERO
        return TakeBackItem(
            billing_log_id=target.billing_log_id,
            number=target.number if row is not None or found is None else found.number,
            customer=row.customer if row is not None else (found.customer_name if found else ""),
            currency=row.currency if row is not None else (found.currency if found else "") or "USD",
            total=total,
            batch=row.batch if row is not None else None,
            how=way_out(found.ref.kind if found is not None else None, mode) if live else How.RELEASE,
            refused=(
                reason("SEVERAL_DOCUMENTS", number=target.number, count=str(len(live)))
                if len(live) > 1
                else ""
            ),
            ref=ref,
            found=found,
            series=target.series,
            earlier_month=bool(live) and (certified or _month(live[-1].date) < _month(self._clock.today())),
            certified=certified,
        )

    def _check_document(self, target: Target, item: TakeBackItem, mode: Mode, lists: QuickBooksLists) -> None:
        found, number = item.found, item.number
        if found is None:
            return
        if item.refused:
            raise Refusal("SEVERAL_DOCUMENTS", item.refused)
        if mode is Mode.VOID and found.ref.kind is DocumentKind.CREDIT_MEMO:
            raise refuse("CREDIT_MEMO_VOID", number=number)
        if found.linked:
            kinds = dict.fromkeys(one.split(" ")[0].lower() or "something" for one in found.linked)
            raise refuse("LINKED", number=number, what=" and ".join(f"a {kind}" for kind in kinds))
        if found.balance is not None and found.balance != found.total:
            total, balance = _money(item, found.total), _money(item, found.balance)
            raise refuse("PARTLY_PAID", number=number, total=total, balance=balance)
        closed = lists.preferences.book_close_date
        if closed is not None and found.date <= closed:
            date, through = f"{found.date:%m/%d/%Y}", f"{closed:%m/%d/%Y}"
            raise refuse("PERIOD_CLOSED", number=number, date=date, closed=through)
        fields = self._changed(target, found, lists)
        if fields:
            raise refuse("EDITED", number=number, fields=", ".join(fields))

    def _changed(self, target: Target, found: FoundDocument, lists: QuickBooksLists) -> tuple[str, ...]:
        """Against what QuickBooks answered when it was written; else against what the batch recorded."""
        written = self._written(target, found.ref)
        if written is not None:
            return changed_fields(written, found)
        row = target.row
        if row is None or row.document != found.ref or row.quickbooks_total is None:
            return ()  # another installation wrote it: nothing here says what it was
        if signed(found.ref.kind, found.total) != row.quickbooks_total:
            return ("total",)
        snapshot = self._journal.snapshot(row.batch, row.billing_log_id)
        if snapshot is None or snapshot.document is None or snapshot.transaction is None:
            return ()
        plan = recorded_plan(row, snapshot)
        apart = compare(plan, found, lists).unexpected
        if row.finding_code in {"NEEDS_CHECK", "CHANGED_IN_CONNECTWISE"}:
            apart = tuple(one for one in apart if one.apart is None)  # its money differed from the first
        return tuple(one.field for one in apart)

    def _written(self, target: Target, ref: DocumentRef) -> FoundDocument | None:
        subject = invoice_subject(target.billing_log_id)
        actions = [action_id(row.batch, Section.INVOICES, subject) for row in target.rows]
        for attempt in reversed(self._journal.attempts(actions)):
            if attempt.answer_kind != AnswerKind.WRITTEN.value:
                continue
            written = self._quickbooks.read_answer(attempt.prepared, attempt.answer_body)
            if written is not None and written.ref == ref:
                return written
        return None

    def _with_batch(self, item: TakeBackItem, target: Target, details: InvoiceDetails | None) -> TakeBackItem:
        """The item with the ConnectWise batch that is to go. One that is gone already is fine."""
        holding = details.batch_id if details is not None else None
        mark = target.mark
        identifier = mark.identifier if mark is not None else ""
        item = dataclasses.replace(item, identifier=identifier)
        if holding is None:
            if item.how is How.RELEASE and mark is None and not _told(target):
                raise refuse("NOTHING_THERE", number=item.number)
            return item
        if mark is None or mark.connectwise_batch not in {None, holding}:
            raise refuse("OTHER_BATCH", number=item.number)
        records = [one for one in self._connectwise.find_batches(identifier) if one.id == holding]
        if not records:
            raise refuse("OTHER_BATCH", number=item.number)
        if records[0].closed:
            raise refuse("BATCH_CLOSED", number=item.number, identifier=identifier)
        self._check_entries(item, target, holding, identifier)
        return dataclasses.replace(item, connectwise_batch=holding)

    def _check_entries(
        self, item: TakeBackItem, target: Target, batch: ConnectWiseBatchId, identifier: str
    ) -> None:
        """A ConnectWise batch is deleted only when every entry in it is the invoice's own."""
        row = target.row
        snapshot = self._journal.snapshot(row.batch, row.billing_log_id) if row is not None else None
        transaction = snapshot.transaction if snapshot is not None else None
        own = set(transaction.record_ids) if transaction is not None else set()
        for entry in self._connectwise.batch_contents(batch):
            mine = entry.id in own if entry.invoice is None else entry.invoice == item.billing_log_id
            if not mine:
                raise refuse("BATCH_HOLDS_OTHERS", number=item.number, identifier=identifier)


def _told(target: Target) -> bool:
    """Whether some batch still says that QuickBooks holds it."""
    return any(row.quickbooks_total is not None for row in target.rows)


def _month(date: dt.date) -> tuple[int, int]:
    return date.year, date.month


def _money(item: TakeBackItem, amount: Decimal) -> str:
    return f"{amount_text(amount, item.currency)} {item.currency}"
