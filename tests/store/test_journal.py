"""What the engine asks of the record."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from mobius_desktop.domain.archive import Archive
from mobius_desktop.domain.events import (
    ActionChanged,
    DocumentKnown,
    InvoiceChanged,
    InvoiceNoted,
    JudgementGiven,
    LinkChanged,
    RequestSpent,
    TaxOverrideProven,
)
from mobius_desktop.domain.ids import BatchNumber, BillingLogId, QuickBooksId, RealmId, RecordKey
from mobius_desktop.domain.options import CompanyOptions, Creation, Summary
from mobius_desktop.domain.plan import Link
from mobius_desktop.domain.ports import Journal
from mobius_desktop.domain.quickbooks import DocumentLife, ListKind
from mobius_desktop.domain.states import ActionState, BatchState
from mobius_desktop.domain.wire import Answer, AnswerKind
from mobius_desktop.store import Store
from mobius_desktop.store.figures import Unplanned
from mobius_desktop.store.journal import _ONCE_UNKNOWN
from tests.money import usd
from tests.store.stories import (
    REALM,
    START,
    action_of,
    answer,
    closing,
    journey,
    opened,
    opening,
    ref,
    request,
    unposted,
)

INVOICE = unposted(10501)
OTHER = unposted(10502, "64.20", tax="4.20")


def _sent(store: Store) -> BatchNumber:
    number = store.open_batch(lambda number: opening(number, INVOICE, OTHER))
    for commit in journey(number, INVOICE):
        store.record(*commit)
    return number


def test_batches_are_numbered_from_one_without_gaps(store: Store) -> None:
    assert [store.open_batch(lambda number: [opened(number)]) for _ in range(3)] == [1, 2, 3]


def test_a_batch_that_could_not_be_opened_leaves_no_number_and_no_event_behind(store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        store.open_batch(lambda number: [opened(number), opened(BatchNumber(number // 0))])
    assert store.head().startswith("0 ")
    assert store.open_batch(lambda number: [opened(number)]) == 1


def test_a_batch_counts_its_invoices_and_their_money_as_they_change(store: Store) -> None:
    number = _sent(store)
    store.record(InvoiceChanged(number, OTHER.billing_log_id, ActionState.FAILED, "No customer", START))
    batch = store.batch(number)
    assert batch is not None
    assert (batch.invoices, batch.sent, batch.failed, batch.needs_check) == (2, 1, 1, 0)
    assert (batch.total, batch.sent_total) == (usd("1314.20"), usd("1250.00"))
    assert batch.state is BatchState.RUNNING
    assert batch.ended_at is None
    store.record(*closing(number, BatchState.FINISHED_WITH_ERROR))
    ended = store.batch(number)
    assert ended is not None
    assert ended.state is BatchState.FINISHED_WITH_ERROR
    assert ended.ended_at is not None


def test_an_invoice_keeps_what_an_event_does_not_name(store: Store) -> None:
    number = _sent(store)
    store.record(InvoiceChanged(number, INVOICE.billing_log_id, ActionState.NEEDS_CHECK, "Read again", START))
    row = store.invoices(number)[0]
    assert row.state is ActionState.NEEDS_CHECK
    assert row.quickbooks_total == Decimal("1250.00")
    assert row.document == ref(INVOICE)
    assert row.marked
    assert row.apart == 0


def test_an_amount_that_is_no_whole_number_of_cents_is_kept_as_it_is(store: Store) -> None:
    odd = unposted(10599, "12.345")
    number = store.open_batch(lambda number: opening(number, odd))
    assert store.invoices(number)[0].connectwise_total == Decimal("12.345")


def test_what_was_begun_and_not_ended_is_unsettled_with_the_bytes_that_may_have_gone_out(
    store: Store,
) -> None:
    number = store.open_batch(lambda number: opening(number, INVOICE, OTHER))
    store.record(*journey(number, INVOICE)[0])
    (action,) = store.unsettled(REALM)
    assert action.billing_log_id == INVOICE.billing_log_id
    assert action.attempt is not None
    assert action.attempt.prepared == request(number, INVOICE).prepared
    assert action.attempt.answered_at is None
    assert store.unsettled(RealmId("another")) == ()


def test_a_document_that_is_known_stands_beside_its_unsettled_action(store: Store) -> None:
    number = store.open_batch(lambda number: opening(number, INVOICE))
    for commit in journey(number, INVOICE)[:3]:
        store.record(*commit)
    (action,) = store.unsettled(REALM)
    assert action.document == ref(INVOICE)


def test_an_answer_is_kept_to_the_byte(store: Store) -> None:
    number = _sent(store)
    (attempt,) = store.attempts([action_of(number, INVOICE)])
    told = answer(number, INVOICE).answer
    assert (attempt.answer_body, attempt.status, attempt.tid) == (told.body, told.status, told.tid)


def test_a_sent_and_marked_invoice_is_known_in_its_company(store: Store) -> None:
    _sent(store)
    (known,) = store.known_documents([INVOICE.billing_log_id, OTHER.billing_log_id])
    assert (known.realm, known.ref, known.total) == (REALM, ref(INVOICE), Decimal("1250.00"))
    assert known.live
    assert known.marked
    assert not known.needs_check


def test_a_document_seen_gone_is_known_as_gone(store: Store) -> None:
    number = _sent(store)
    seen = DocumentKnown(
        realm=REALM,
        billing_log_id=INVOICE.billing_log_id,
        ref=ref(INVOICE),
        number=INVOICE.number,
        total=INVOICE.total,
        sync_token="1",
        series=0,
        life=DocumentLife.DELETED,
        at=START,
    )
    store.record(seen)
    (known,) = store.known_documents([INVOICE.billing_log_id])
    assert not known.live
    (history,) = store.documents(INVOICE.billing_log_id)
    assert history.batch == number


def test_needs_check_is_said_of_the_document_until_the_invoice_completes(store: Store) -> None:
    number = _sent(store)
    apart = InvoiceChanged(number, INVOICE.billing_log_id, ActionState.NEEDS_CHECK, "0.01 apart", START)
    store.record(apart)
    assert store.known_documents([INVOICE.billing_log_id])[0].needs_check
    store.record(replace(apart, state=ActionState.COMPLETED, message="Accepted"))
    assert not store.known_documents([INVOICE.billing_log_id])[0].needs_check


def test_a_spent_request_raises_the_series_and_never_lowers_it(store: Store) -> None:
    spent = RequestSpent(REALM, "Invoice", INVOICE.billing_log_id, 2, "deleted", START)
    store.record(spent, replace(spent, series=1))
    assert store.series(REALM, [INVOICE.billing_log_id]) == {("Invoice", INVOICE.billing_log_id): 2}
    assert store.series(RealmId("another"), [INVOICE.billing_log_id]) == {}


def test_the_latest_judgement_on_each_code_counts(store: Store) -> None:
    first = JudgementGiven(
        billing_log_id=INVOICE.billing_log_id,
        code="PERIOD_CLOSED",
        verdict="post-on",
        reason="late",
        facts=(("date", "2026-09-28"),),
        value="2026-10-01",
        user="alex",
        at=START,
    )
    store.record(first, replace(first, value="2026-10-02"), replace(first, code="QTY", verdict="mark-ok"))
    found = store.judgements([INVOICE.billing_log_id])
    assert [(each.code, each.value) for each in found] == [
        ("PERIOD_CLOSED", "2026-10-02"),
        ("QTY", "2026-10-01"),
    ]
    assert found[0].facts == (("date", "2026-09-28"),)
    assert len(store.judgement_history(INVOICE.billing_log_id)) == 3


def test_two_findings_of_one_code_on_one_invoice_are_judged_each(store: Store) -> None:
    first = JudgementGiven(
        billing_log_id=INVOICE.billing_log_id,
        code="ITEM_ACCOUNT_DIFFERS",
        verdict="mark-ok",
        reason="agreed",
        facts=(("amount", "200.00"),),
        value="",
        user="alex",
        at=START,
    )
    store.record(first, replace(first, facts=(("amount", "50.00"),)))
    found = store.judgements([INVOICE.billing_log_id])
    assert [each.facts for each in found] == [(("amount", "200.00"),), (("amount", "50.00"),)]


def test_a_link_is_replaced_and_taken_away_again(store: Store) -> None:
    linked = LinkChanged(
        REALM, "Customer", RecordKey("customer:19"), QuickBooksId("58"), "Acme", "alex", START
    )
    store.record(linked, replace(linked, quickbooks_id=QuickBooksId("59")))
    assert store.links(REALM) == (
        Link(ListKind.CUSTOMER, RecordKey("customer:19"), QuickBooksId("59"), "Acme"),
    )
    store.record(replace(linked, quickbooks_id=None))
    assert store.links(REALM) == ()


def test_options_come_back_as_they_were_chosen_and_default_for_another_company(store: Store) -> None:
    chosen = CompanyOptions(
        invoice_export_detail=Summary.CONDENSED,
        create_items=Creation.ALLOW,
        accept_difference_up_to=Decimal("0.05"),
        number_prefix="G-",
    )
    store.change_options(REALM, chosen, "alex")
    assert store.options(REALM) == chosen
    assert store.options(RealmId("another")) == CompanyOptions()


def test_running_batches_and_noted_invoices_are_found(store: Store) -> None:
    number = store.open_batch(lambda number: opening(number, INVOICE))
    store.record(InvoiceNoted(number, OTHER.billing_log_id, OTHER.number, START))
    assert store.running(REALM) == (number,)
    assert store.noted([INVOICE.billing_log_id, OTHER.billing_log_id]) == {OTHER.billing_log_id}
    store.record(*closing(number))
    assert store.running(REALM) == ()


def test_the_proof_of_the_tax_override_belongs_to_one_company(store: Store) -> None:
    store.record(TaxOverrideProven(REALM, INVOICE.billing_log_id, START))
    assert store.tax_override_proven(REALM)
    assert not store.tax_override_proven(RealmId("another"))


def test_changing_what_was_never_planned_is_refused_and_leaves_nothing_behind(store: Store) -> None:
    number = store.open_batch(lambda number: opening(number, INVOICE))
    head = store.head()
    with pytest.raises(Unplanned):
        store.record(
            ActionChanged(action_of(number, INVOICE), number, ActionState.RUNNING, "", START),
            InvoiceChanged(number, BillingLogId(1), ActionState.FAILED, "", START),
        )
    assert store.head() == head
    assert store.unsettled(REALM) == ()


def test_the_store_is_a_journal_and_an_archive(store: Store) -> None:
    journal: Journal = store
    archive: Archive = store
    assert journal.batch(BatchNumber(1)) is archive.batch(BatchNumber(1)) is None


def test_what_was_once_unknown_is_known_as_such_however_it_was_settled(store: Store) -> None:
    number = store.open_batch(lambda number: opening(number, INVOICE, OTHER))
    store.record(request(number, INVOICE))
    assert [one.billing_log_id for one in store.once_unknown(REALM, START)] == [INVOICE.billing_log_id]
    store.record(answer(number, INVOICE))
    assert store.once_unknown(REALM, START) == ()
    store.record(request(number, INVOICE, sequence=2))
    store.record(
        replace(answer(number, INVOICE, sequence=2), answer=Answer(AnswerKind.UNKNOWN, 0)),
        request(number, INVOICE, sequence=3),
        answer(number, INVOICE, sequence=3),
    )
    (found,) = store.once_unknown(REALM, START)
    assert found.billing_log_id == INVOICE.billing_log_id
    assert store.once_unknown(REALM, found.first_at + timedelta(seconds=1)) == ()
    assert store.once_unknown(RealmId("another"), START) == ()


def test_a_record_of_millions_finds_what_was_once_unknown_by_an_index(store: Store) -> None:
    with store._database.reading() as db:
        plan = db.execute(f"EXPLAIN QUERY PLAN {_ONCE_UNKNOWN}", ("2026", REALM)).fetchall()
    assert any("attempt_unknown" in row["detail"] for row in plan)
