"""The hash chain: an event that is altered, removed or put in is found, and where."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mobius_desktop.domain.archive import BatchFilter
from mobius_desktop.domain.evidence import Damage
from mobius_desktop.domain.heads import Head
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.store import Store
from mobius_desktop.store.codec import digest, squeeze
from tests.store import stories
from tests.store.stories import TickingClock, journey, opening, unposted

INVOICES = tuple(unposted(10501 + n, f"{100 + n}.00") for n in range(3))


def _fill(path: Path) -> None:
    with Store.open(path, TickingClock()) as store:
        number = store.open_batch(lambda number: opening(number, *INVOICES))
        for invoice in INVOICES:
            for commit in journey(number, invoice):
                store.record(*commit)
        store.record(*stories.closing(number))


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A filled record as the bytes of its file."""
    path = tmp_path_factory.mktemp("chain") / "mobius.db"
    _fill(path)
    return path.read_bytes()


def _tampered(path: Path, record: bytes, change: Callable[[sqlite3.Connection], None]) -> Store:
    """The record after somebody took a database tool to it."""
    for old in path.parent.glob(path.name + "*"):
        old.unlink()
    path.write_bytes(record)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for trigger in ("event_is_not_changed", "event_is_not_removed", "body_is_not_changed"):
            db.execute(f"DROP TRIGGER {trigger}")
        change(db)
    return Store.open(path, TickingClock())


def _count(record: bytes, tmp_path: Path) -> int:
    with _tampered(tmp_path / "count.db", record, lambda _db: None) as store:
        return int(store.head().split()[0])


def test_an_untouched_record_is_intact_and_says_its_head(record: bytes, tmp_path: Path) -> None:
    with _tampered(tmp_path / "mobius.db", record, lambda _db: None) as store:
        verdict = store.verify()
        assert verdict.intact
        assert verdict.head == store.head()
        assert verdict.sentence.startswith("The record is unchanged since it was written: ")


def test_events_can_be_neither_changed_nor_removed_by_the_way(tmp_path: Path) -> None:
    path = tmp_path / "mobius.db"
    _fill(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for statement in ("UPDATE event SET kind = 'x'", "DELETE FROM event", "UPDATE body SET size = 0"):
            with pytest.raises(sqlite3.IntegrityError):
                db.execute(statement)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_an_altered_event_is_found_where_it_is(record: bytes, tmp_path: Path, data: st.DataObject) -> None:
    count = _count(record, tmp_path)
    seq = data.draw(st.integers(1, count))
    column = data.draw(st.sampled_from(["at", "kind", "content", "bodies"]))

    def change(db: sqlite3.Connection) -> None:
        db.execute(
            f"UPDATE event SET {column} = {column} || ' ' WHERE seq = ?",  # noqa: S608 - one of the four above
            (seq,),
        )

    with _tampered(tmp_path / "mobius.db", record, change) as store:
        verdict = store.verify()
    assert (verdict.breaks[0].damage, verdict.breaks[0].seq) == (Damage.ALTERED, seq)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_removed_events_are_missed_where_they_were(
    record: bytes, tmp_path: Path, data: st.DataObject
) -> None:
    count = _count(record, tmp_path)
    seq = data.draw(st.integers(1, count))
    many = data.draw(st.integers(1, 3))
    renumber = data.draw(st.booleans())

    def change(db: sqlite3.Connection) -> None:
        db.execute("DELETE FROM event WHERE seq >= ? AND seq < ?", (seq, seq + many))
        if renumber:
            for (later,) in db.execute("SELECT seq FROM event WHERE seq > ? ORDER BY seq", (seq,)).fetchall():
                db.execute("UPDATE event SET seq = seq - ? WHERE seq = ?", (many, later))

    with _tampered(tmp_path / "mobius.db", record, change) as store:
        verdict = store.verify()
    expected = Damage.TAIL_CUT if seq + many > count else Damage.REMOVED
    assert (verdict.breaks[0].damage, verdict.breaks[0].seq) == (expected, seq)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_an_event_put_in_is_found_where_it_stands(record: bytes, tmp_path: Path, data: st.DataObject) -> None:
    """Even when its own hash and the one before it are right."""
    from mobius_desktop.store.chain import link

    count = _count(record, tmp_path)
    seq = data.draw(st.integers(1, count + 1))

    def change(db: sqlite3.Connection) -> None:
        for (later,) in db.execute(
            "SELECT seq FROM event WHERE seq >= ? ORDER BY seq DESC", (seq,)
        ).fetchall():
            db.execute("UPDATE event SET seq = seq + 1 WHERE seq = ?", (later,))
        before = db.execute("SELECT hash, at FROM event WHERE seq = ?", (seq - 1,)).fetchone()
        previous, at = before or (bytes(32), "2026-11-02T14:00:00+00:00")
        content = '{"batch":1,"level":"info","text":"never happened","at":"2026-11-02T14:00:00Z"}'
        db.execute(
            "INSERT INTO event (seq, at, kind, content, bodies, previous, hash)"
            " VALUES (?, ?, 'LogLine', ?, '{}', ?, ?)",
            (seq, at, content, previous, link(previous, at, "LogLine", content, "{}")),
        )

    with _tampered(tmp_path / "mobius.db", record, change) as store:
        verdict = store.verify()
    assert (verdict.breaks[0].damage, verdict.breaks[0].seq) == (Damage.INSERTED, seq)


def test_a_body_that_is_changed_or_gone_is_found_at_its_invoice(record: bytes, tmp_path: Path) -> None:
    path = tmp_path / "mobius.db"
    gone = (
        "DELETE FROM body WHERE digest IN (SELECT named.value FROM event, json_each(event.bodies) AS named"
        " WHERE kind = 'RequestStored')"
    )
    with _tampered(path, record, lambda db: _run(db, gone)) as store:
        verdict = store.verify()
        assert [each.damage for each in verdict.breaks] == [Damage.BODY_REMOVED] * 3
        assert {each.batch for each in verdict.breaks} == {1}
    with _tampered(path, record, lambda db: _run(db, "UPDATE body SET bytes = x'00' WHERE id = 2")) as store:
        (found,) = store.verify().breaks
        assert (found.damage, found.batch, found.number) == (Damage.BODY_ALTERED, 1, "10501")
    with _tampered(path, record, lambda db: _run(db, "UPDATE body SET size = size + 1")) as store:
        assert {each.damage for each in store.verify().breaks} == {Damage.BODY_ALTERED}


def test_a_body_that_nobody_recorded_is_found(record: bytes, tmp_path: Path) -> None:
    def change(db: sqlite3.Connection) -> None:
        body = b'{"Invoice":{"TotalAmt":1}}'
        db.execute(
            "INSERT INTO body (digest, size, bytes) VALUES (?, ?, ?)",
            (digest(body), len(body), squeeze(body)),
        )

    with _tampered(tmp_path / "mobius.db", record, change) as store:
        assert [each.damage for each in store.verify().breaks] == [Damage.BODY_INSERTED]


def test_what_was_trimmed_with_an_entry_that_says_so_is_not_missed(record: bytes, tmp_path: Path) -> None:
    path = tmp_path / "mobius.db"
    path.write_bytes(record)
    with Store.open(path, TickingClock(stories.START + dt.timedelta(days=900))) as store:
        batches = store.batches(BatchFilter())
        before = store.head()
        trimmed = store.trim_bodies(stories.START + dt.timedelta(days=400), "alex")
        assert trimmed.count > 0
        assert trimmed.bytes > 0
        verdict = store.verify()
        assert verdict.intact, verdict.breaks
        assert store.verify_against(Head.parse(before)).intact
        assert store.batches(BatchFilter()) == batches
        snapshot = store.snapshot(BatchNumber(1), INVOICES[0].billing_log_id)
        assert snapshot is not None
        assert snapshot.document is None
        assert snapshot.findings
        assert store.trim_bodies(stories.START + dt.timedelta(days=400), "alex").count == 0


def test_what_an_unsettled_request_would_be_sent_again_from_is_never_trimmed(tmp_path: Path) -> None:
    with Store.open(tmp_path / "mobius.db", TickingClock()) as store:
        number = store.open_batch(lambda number: opening(number, INVOICES[0]))
        store.record(*journey(number, INVOICES[0])[0])
        store.trim_bodies(stories.START + dt.timedelta(days=400), "alex")
        (unsettled,) = store.unsettled(stories.REALM)
        assert unsettled.attempt is not None
        assert unsettled.attempt.prepared.body


def test_a_table_that_no_longer_says_what_was_recorded_is_found(record: bytes, tmp_path: Path) -> None:
    def change(db: sqlite3.Connection) -> None:
        _run(db, "UPDATE batch_invoice SET quickbooks_total = 99999 WHERE number = '10502'")

    with _tampered(tmp_path / "mobius.db", record, change) as store:
        assert [each.damage for each in store.verify().breaks] == [Damage.TABLES_DIFFER]
        store.rebuild()
        assert store.verify().intact


def test_the_sentence_names_batch_and_invoice(record: bytes, tmp_path: Path) -> None:
    def change(db: sqlite3.Connection) -> None:
        _run(
            db,
            "UPDATE event SET content = replace(content, '101.00', '101.50') WHERE kind = 'InvoicePlanned'",
        )

    with _tampered(tmp_path / "mobius.db", record, change) as store:
        sentence = store.verify().sentence
    assert sentence == (
        "The record of batch 1 was changed outside this program, at invoice 10502, after Nov 2, 2026."
    )


def _run(db: sqlite3.Connection, statement: str) -> None:
    assert db.execute(statement).rowcount > 0
