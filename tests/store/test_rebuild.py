"""The tables are nothing but what the events say: derived at once or anew, they are the same."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from mobius_desktop.domain.document import NewRecord, RecordRef
from mobius_desktop.domain.events import (
    ActionChanged,
    BatchChanged,
    DifferenceExplained,
    DocumentKnown,
    Event,
    HoldChanged,
    InvoiceChanged,
    InvoiceMarked,
    InvoiceNoted,
    InvoiceTakenBack,
    JudgementGiven,
    LinkChanged,
    LogLine,
    MarkReleased,
    MonthCertified,
    OptionsChanged,
    RecordCreated,
    RequestSpent,
    TaxOverrideProven,
)
from mobius_desktop.domain.ids import (
    BatchNumber,
    BillingLogId,
    ConnectWiseBatchId,
    QuickBooksId,
    RealmId,
    RecordKey,
)
from mobius_desktop.domain.options import CompanyOptions, Summary, TaxMode
from mobius_desktop.domain.quickbooks import DocumentKind, DocumentLife, DocumentRef, ListKind
from mobius_desktop.domain.states import ActionState, BatchState
from mobius_desktop.domain.tie_out import CertifiedMonth, GivenExplanation
from mobius_desktop.domain.totals import money_of
from mobius_desktop.store import Store
from mobius_desktop.store.codec import KINDS
from mobius_desktop.store.projection import DERIVED
from tests.store.stories import (
    TickingClock,
    action_of,
    answer,
    journey,
    opening,
    request,
    unposted,
)

INVOICES = tuple(
    unposted(10501 + n, total, currency=currency)
    for n, (total, currency) in enumerate(
        [("1250.00", "USD"), ("-64.20", "USD"), ("12.345", "USD"), ("900", "JPY"), ("0.00", "USD")]
    )
)
BATCHES = (BatchNumber(1), BatchNumber(2))

realms = st.sampled_from([RealmId("9341"), RealmId("9342")])
invoices = st.sampled_from([each.billing_log_id for each in INVOICES] + [BillingLogId(1)])
texts = st.text("abcäé\"'[]%_ 0123", max_size=12)
amounts = st.decimals(-10_000, 10_000, places=2)
moments = st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2026, 12, 31), timezones=st.just(dt.UTC))  # noqa: DTZ001 - the bounds are naive by hypothesis' rule
days = st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
quickbooks_ids = st.sampled_from([QuickBooksId("7"), QuickBooksId("8")])
refs = st.builds(DocumentRef, st.sampled_from(DocumentKind), quickbooks_ids)
record_refs = st.builds(RecordRef, st.sampled_from(ListKind), st.just(RecordKey("item:X")), texts, st.none())
explanations = st.builds(
    GivenExplanation,
    realm=realms,
    subject=st.sampled_from(["invoice:1", "Invoice 7"]),
    number=texts,
    kind=st.just("Amount"),
    reason=texts,
    facts=st.lists(st.tuples(texts, texts), max_size=2).map(tuple),
    apart=amounts,
    currency=st.sampled_from(["USD", "JPY"]),
    user=texts,
    at=moments,
)
certified_months = st.builds(
    CertifiedMonth,
    realm=realms,
    company_name=texts,
    month=st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
    currency=st.just("USD"),
    invoices=st.integers(0, 9),
    connectwise=amounts,
    quickbooks=amounts,
    explained=st.integers(0, 9),
    compared_at=moments,
    head=texts,
    user=texts,
    at=moments,
)
planned_invoices = st.tuples(st.sampled_from(BATCHES), st.sampled_from(INVOICES))


def _changed_invoice(data: st.DataObject) -> Event:
    batch, invoice = data.draw(planned_invoices)
    total = None if invoice.currency != "USD" else data.draw(st.none() | amounts)
    return InvoiceChanged(
        batch,
        invoice.billing_log_id,
        data.draw(st.sampled_from(ActionState)),
        data.draw(texts),
        data.draw(moments),
        quickbooks_total=total,
        quickbooks_tax=total,
        document=data.draw(st.none() | refs),
        finding_code=data.draw(st.none() | texts),
        marked=data.draw(st.none() | st.booleans()),
    )


def _changed_action(data: st.DataObject) -> Event:
    batch, invoice = data.draw(planned_invoices)
    state = data.draw(st.sampled_from(ActionState))
    return ActionChanged(action_of(batch, invoice), batch, state, data.draw(texts), data.draw(moments))


def _anything(data: st.DataObject) -> Event:
    event: Event = data.draw(
        st.one_of(
            st.builds(BatchChanged, st.sampled_from(BATCHES), st.sampled_from(BatchState), texts, moments),
            st.builds(LogLine, st.sampled_from(BATCHES), st.just("info"), texts, moments),
            st.builds(
                DocumentKnown,
                realm=realms,
                billing_log_id=invoices,
                ref=refs,
                number=texts,
                total=st.just(Decimal(5)),
                sync_token=texts,
                series=st.integers(0, 3),
                life=st.sampled_from(DocumentLife),
                at=moments,
                batch=st.none() | st.sampled_from(BATCHES),
            ),
            st.builds(RequestSpent, realms, st.just("Invoice"), invoices, st.integers(1, 4), texts, moments),
            st.builds(
                RecordCreated,
                realms,
                st.builds(NewRecord, record_refs),
                st.just(QuickBooksId("9")),
                moments,
                st.none() | st.sampled_from(BATCHES),
            ),
            st.builds(
                InvoiceMarked,
                st.none() | st.sampled_from(BATCHES),
                invoices,
                st.sampled_from(["I1:00", "M1:00"]),
                st.none() | st.just(ConnectWiseBatchId(88)),
                st.booleans(),
                moments,
            ),
            st.builds(
                InvoiceTakenBack,
                st.sampled_from(BATCHES),
                invoices,
                refs,
                st.sampled_from([DocumentLife.VOID, DocumentLife.DELETED]),
                texts,
                amounts,
                texts,
                texts,
                moments,
            ),
            st.builds(
                MarkReleased,
                st.none() | st.sampled_from(BATCHES),
                invoices,
                st.sampled_from(["I1:00", "M1:00"]),
                texts,
                texts,
                moments,
            ),
            st.builds(InvoiceNoted, st.sampled_from(BATCHES), invoices, texts, moments),
            st.builds(TaxOverrideProven, realms, invoices, moments),
            st.builds(DifferenceExplained, explanations),
            st.builds(MonthCertified, certified_months),
            st.builds(
                JudgementGiven,
                invoices,
                texts,
                st.just("mark-ok"),
                texts,
                st.lists(st.tuples(texts, texts), max_size=2).map(tuple),
                texts,
                texts,
                moments,
            ),
            st.builds(HoldChanged, invoices, st.sampled_from(["", "waits"]), days, texts, moments),
            st.builds(
                LinkChanged,
                realms,
                st.just("Customer"),
                st.sampled_from([RecordKey("customer:19"), RecordKey("customer:20")]),
                st.none() | st.just(QuickBooksId("58")),
                texts,
                texts,
                moments,
            ),
            st.builds(
                OptionsChanged,
                realms,
                st.builds(
                    CompanyOptions,
                    tax_mode=st.sampled_from(TaxMode),
                    invoice_export_detail=st.sampled_from(Summary),
                    accept_difference_up_to=st.decimals(0, 5, places=2),
                    number_prefix=texts,
                ),
                texts,
                moments,
            ),
        )
    )
    return event


_KINDS: tuple[Callable[[st.DataObject], Event], ...] = (
    _changed_invoice,
    _changed_action,
    _anything,
    _anything,
)


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_tables_derived_anew_are_the_tables_there_were(data: st.DataObject) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        Store.open(Path(folder) / "mobius.db", TickingClock()) as store,
    ):
        for _ in BATCHES:
            store.open_batch(lambda number: opening(number, *INVOICES))
        for _ in range(data.draw(st.integers(0, 12))):
            group = data.draw(st.lists(st.sampled_from(_KINDS), min_size=1, max_size=4))
            store.record(*(make(data) for make in group))
        _figures_agree(store)
        before = _fingerprints(store)
        assert store.verify().intact  # which derives them in another database
        store.rebuild()
        assert _fingerprints(store) == before
        assert store.verify().intact


def test_a_whole_journey_is_derived_anew_with_its_attempts_and_search(store: Store) -> None:
    from mobius_desktop.domain.archive import BatchFilter

    number = store.open_batch(lambda number: opening(number, INVOICES[0]))
    for commit in journey(number, INVOICES[0]):
        store.record(*commit)
    store.record(request(number, INVOICES[0], sequence=2))
    store.record(answer(number, INVOICES[0], sequence=2))
    before = _fingerprints(store)
    attempts = store.attempts([action_of(number, INVOICES[0])])
    assert len(attempts) == 2
    store.rebuild()
    assert _fingerprints(store) == before
    assert store.attempts([action_of(number, INVOICES[0])]) == attempts
    assert len(store.batches(BatchFilter(text="10501"))) == 1


def test_every_kind_of_event_can_be_derived() -> None:
    from mobius_desktop.store.projection import _APPLY

    assert set(_APPLY) == set(KINDS.values())


def test_every_derived_table_is_emptied_before_it_is_derived_anew(store: Store) -> None:
    """A table that no list names would keep what no event says."""
    own = {"setting", "event", "body", "company", "connectwise_setup", "cached_list"}
    with store._database.reading() as db:
        names = {
            row["name"]
            for row in db.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
                " AND name NOT LIKE '%\\_fts%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
            )
        }
    assert names == own | set(DERIVED)


def _figures_agree(store: Store) -> None:
    """The counts that are kept as invoices change are those of counting the rows."""
    for number in BATCHES:
        batch = store.batch(number)
        rows = store.invoices(number)
        sent = [row for row in rows if row.state is ActionState.COMPLETED]  # all are planned to be sent
        assert batch is not None
        assert batch.total == money_of(rows)
        assert (batch.sent, batch.sent_total) == (len(sent), money_of(sent))
        assert batch.failed == sum(row.state is ActionState.FAILED for row in rows)
        assert batch.needs_check == sum(row.state is ActionState.NEEDS_CHECK for row in rows)


def _fingerprints(store: Store) -> dict[str, list[tuple[object, ...]]]:
    with store._database.reading() as db:
        return {table: [tuple(row) for row in db.execute(f"SELECT * FROM {table}")] for table in DERIVED}  # noqa: S608 - our own names
