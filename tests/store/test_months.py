"""Months in the record: words on differences, certifications, and the last comparisons beside the chain."""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from mobius_desktop.domain.days import end_of_month
from mobius_desktop.domain.errors import OtherVersion, RecordDamaged
from mobius_desktop.domain.events import DifferenceExplained, JudgementGiven, MonthCertified
from mobius_desktop.domain.ids import BillingLogId, RealmId
from mobius_desktop.domain.tie_out import CertifiedMonth, GivenExplanation, TieOut
from mobius_desktop.store import Store, months
from mobius_desktop.store.codec import squeeze
from tests.store.stories import START, TickingClock, journey, opening, unposted
from tests.store.test_durability import VERSION_1

REALM = RealmId("9341")
NOW = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)
MONTH = dt.date(2026, 10, 1)


def explained(reason: str = "As agreed.", *, subject: str = "invoice:5") -> DifferenceExplained:
    facts = (("apart", "1.00"),)
    return DifferenceExplained(
        GivenExplanation(REALM, subject, "5", "Amount", reason, facts, Decimal("1.00"), "USD", "dana", NOW)
    )


def certified(month: dt.date = MONTH) -> MonthCertified:
    total = Decimal("300.00")
    return MonthCertified(
        CertifiedMonth(REALM, "Gulfline", month, "USD", 3, total, total, 0, NOW, "12 ab", "dana", NOW)
    )


def compared(month: dt.date, hour: int = 0) -> TieOut:
    return TieOut(
        realm=REALM,
        company_name="Gulfline",
        first=month,
        last=month.replace(day=28),
        compared_at=NOW + dt.timedelta(hours=hour),
        rows=(),
    )


def test_the_latest_word_on_a_difference_counts_and_an_empty_one_withdraws_it(store: Store) -> None:
    store.record(explained("First."), explained("Second."), explained(subject="Invoice 9"))
    assert {key: one.reason for key, one in store.explanations(REALM).items()} == {
        "invoice:5": "Second.",
        "Invoice 9": "As agreed.",
    }
    store.record(explained(""))
    assert list(store.explanations(REALM)) == ["Invoice 9"]
    assert store.explanations(RealmId("1")) == {}
    since = NOW - dt.timedelta(days=1)
    assert len(store.explained_between(since, NOW + dt.timedelta(days=1))) == 4
    assert store.explained_between(since, NOW) == ()


def test_certified_months_are_kept_in_the_chain(store: Store) -> None:
    store.record(certified(), certified(dt.date(2026, 9, 1)))
    assert [one.month for one in store.certified_months(REALM)] == [MONTH, dt.date(2026, 9, 1)]
    store.rebuild()
    assert [one.connectwise for one in store.certified_months()] == [Decimal("300.00")] * 2
    assert store.verify().intact


def test_what_was_posted_into_a_month_by_a_decision_is_a_later_change_of_it(store: Store) -> None:
    late = replace(unposted(10501), date=dt.date(2026, 9, 29))
    number = store.open_batch(lambda number: opening(number, late))
    word = JudgementGiven(
        late.billing_log_id, "PERIOD_CLOSED", "post-on", "Closed.", (), "2026-10-01", "dana", NOW
    )
    store.record(word, *journey(number, late)[0])
    since = START - dt.timedelta(days=1)
    for month in (dt.date(2026, 9, 1), MONTH):
        assert [row.number for row, _ in store.changed_since(REALM, month, end_of_month(month), since)] == [
            late.number
        ]
    assert store.changed_since(REALM, dt.date(2026, 11, 1), dt.date(2026, 11, 30), since) == ()


def test_the_last_comparison_of_a_period_replaces_the_one_before(store: Store) -> None:
    september = dt.date(2026, 9, 1)
    for one in (compared(MONTH), compared(september, 1), replace(compared(MONTH, 2), company_name="G")):
        store.put_tie_out(one)
    found = store.tie_out(REALM, MONTH, MONTH.replace(day=28))
    assert found is not None
    assert (found.company_name, found.compared_at.hour) == ("G", 11)
    assert store.tie_out(REALM, MONTH, MONTH.replace(day=27)) is None
    assert store.tie_out(RealmId("934"), MONTH, MONTH.replace(day=28)) is None


def test_a_comparison_of_another_version_is_said_and_kept(store: Store) -> None:
    store.put_tie_out(compared(MONTH))
    with closing(sqlite3.connect(store.path)) as db, db:
        db.execute("UPDATE cached_list SET content = ?", (squeeze(b'{"realm": 7}'),))
    with pytest.raises(OtherVersion, match="was written by another version"):
        store.tie_out(REALM, MONTH, MONTH.replace(day=28))
    store.put_tie_out(compared(MONTH, 3))
    assert store.tie_out(REALM, MONTH, MONTH.replace(day=28)) is not None


def test_the_comparison_of_a_certified_month_is_kept_for_ever(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(months, "_KEPT", 2)
    last = end_of_month(MONTH)
    store.record(certified())
    store.put_tie_out(replace(compared(MONTH), last=last))
    for number in range(1, 6):
        other = dt.date(2025, number, 1)
        store.put_tie_out(compared(other, number))
    assert store.tie_out(REALM, MONTH, last) is not None
    assert store.tie_out(REALM, dt.date(2025, 1, 1), dt.date(2025, 1, 28)) is None


def test_comparisons_lie_outside_the_chain(store: Store) -> None:
    head = store.head()
    store.put_tie_out(compared(MONTH))
    assert store.head() == head
    store.rebuild()
    assert store.tie_out(REALM, MONTH, MONTH.replace(day=28)) is not None


def test_decisions_are_found_by_the_time_in_which_they_were_made(store: Store) -> None:
    for hour, verdict in enumerate(("mark-ok", "accept")):
        store.record(
            JudgementGiven(
                BillingLogId(5), "TAX", verdict, "Fine.", (), "", "dana", NOW + dt.timedelta(hours=hour)
            )
        )
    found = store.overrides_between(NOW, NOW + dt.timedelta(hours=1))
    assert [(one.verdict, one.user, one.total) for one in found] == [("mark-ok", "dana", None)]


def test_a_file_of_the_first_version_gets_the_new_tables_and_keeps_its_events(tmp_path: Path) -> None:
    path = tmp_path / "mobius.db"
    shutil.copy(VERSION_1, path)
    with Store.open(path, TickingClock()) as store:
        events = int(store.head().split()[0])
        assert store.certified_months() == ()
        store.record(explained(), certified())
        assert int(store.head().split()[0]) == events + 2
        assert store.verify().intact


def test_a_month_that_nobody_certified_so_is_never_shown_as_certified(store: Store) -> None:
    store.record(certified())
    with closing(sqlite3.connect(store.path)) as db, db:
        db.execute("UPDATE certified_month SET user = 'cfo', quickbooks = 1")
        db.execute(
            "INSERT INTO certified_month SELECT 99, realm, company_name, '2026-09-01', currency, invoices,"
            " connectwise, quickbooks, explained, compared_at, head, user, at FROM certified_month"
        )
    assert store.certified_months() == (certified().certified,)
    assert not store.verify().intact
    with closing(sqlite3.connect(store.path)) as db, db:
        db.execute("DROP TRIGGER event_is_not_changed")
        db.execute("UPDATE event SET content = replace(content, 'dana', 'cfo') WHERE kind = 'MonthCertified'")
    with pytest.raises(RecordDamaged):
        store.certified_months()
