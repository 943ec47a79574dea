"""Whatever is changed among the entries and their bodies is found: many random changes, from a seed."""

from __future__ import annotations

import random
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from mobius_desktop.domain.errors import RecordDamaged
from mobius_desktop.domain.evidence import Break
from mobius_desktop.domain.heads import BatchHead, Head
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.store import Store
from mobius_desktop.store.chain import link
from mobius_desktop.store.codec import stretch
from mobius_desktop.store.reading import witness
from mobius_desktop.store.verify import verify
from tests.store import stories
from tests.store.stories import TickingClock, journey, opening, unposted

SEED = 20261102
INVOICES = tuple(unposted(10501 + n, f"{100 + n}.00", customer=f"Customer {n}") for n in range(4))
TRIGGERS = ("event_is_not_changed", "event_is_not_removed", "body_is_not_changed")
EVENT_COLUMNS = ("at", "kind", "content", "bodies", "previous", "hash")
BODY_COLUMNS = ("digest", "bytes")


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of two batches, without the guards that keep the program itself from changing entries."""
    path = tmp_path_factory.mktemp("mutations") / "mobius.db"
    with Store.open(path, TickingClock()) as store:
        for half in (INVOICES[:2], INVOICES[2:]):
            number = store.open_batch(lambda number, half=half: opening(number, *half))  # type: ignore[misc]  # bound now
            for invoice in half:
                for commit in journey(number, invoice):
                    store.record(*commit)
            store.record(*stories.closing(number))
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = DELETE")
        for trigger in TRIGGERS:
            db.execute(f"DROP TRIGGER {trigger}")
    return path


@pytest.fixture
def db(record: Path) -> Iterator[sqlite3.Connection]:
    """The record in memory: each change is taken back after it was looked for."""
    with closing(witness(record, immutable=True)) as source, closing(_in_memory()) as copy:
        source.backup(copy)
        yield copy


def _in_memory() -> sqlite3.Connection:
    copy = witness(Path(":memory:"))
    copy.execute("PRAGMA foreign_keys = OFF")
    return copy


def _breaks_after(
    db: sqlite3.Connection, change: Callable[[sqlite3.Connection], object]
) -> tuple[Break, ...]:
    db.execute("BEGIN")
    try:
        change(db)
        return verify(db).breaks
    finally:
        db.execute("ROLLBACK")


def _put(statement: str, values: tuple[object, ...], db: sqlite3.Connection) -> None:
    assert db.execute(statement, values).rowcount == 1


def _changed_byte(value: object, dice: random.Random) -> bytes:
    whole = bytearray(value if isinstance(value, bytes) else str(value).encode())
    if not whole:
        return b"x"
    whole[dice.randrange(len(whole))] ^= 1 << dice.randrange(8)
    return bytes(whole)


@pytest.mark.parametrize("column", EVENT_COLUMNS)
def test_a_changed_byte_of_any_entry_is_found_where_it_is(db: sqlite3.Connection, column: str) -> None:
    dice = random.Random(f"{SEED} {column}")  # noqa: S311 - a seed, no secret
    for row in db.execute("SELECT * FROM event").fetchall():
        changed = _changed_byte(row[column], dice)
        as_text = not isinstance(row[column], bytes) or dice.random() < 0.5
        value = "CAST(? AS TEXT)" if as_text else "?"
        statement = f"UPDATE event SET {column} = {value} WHERE seq = ?"  # noqa: S608 - our own names
        breaks = _breaks_after(db, partial(_put, statement, (changed, row["seq"])))
        assert breaks, (column, row["seq"], changed)
        assert breaks[0].seq == row["seq"], (column, row["seq"], breaks)


@pytest.mark.parametrize("column", EVENT_COLUMNS)
def test_a_value_of_another_type_is_found(db: sqlite3.Connection, column: str) -> None:
    """The same bytes under another type are not what was written."""
    for value in (b"", 7, b"\xff\xfe"):
        statement = f"UPDATE event SET {column} = ? WHERE seq = 9"  # noqa: S608 - our own names
        breaks = _breaks_after(db, partial(_put, statement, (value,)))
        assert breaks
        assert breaks[0].seq == 9


def test_a_removed_entry_is_found_with_and_without_renumbering(db: sqlite3.Connection) -> None:
    count = db.execute("SELECT count(*) FROM event").fetchone()[0]
    for seq in range(1, count + 1):
        for renumber in (False, True):

            def remove(db: sqlite3.Connection, seq: int = seq, renumber: bool = renumber) -> None:
                db.execute("DELETE FROM event WHERE seq = ?", (seq,))
                if renumber:
                    db.execute("UPDATE event SET seq = -seq WHERE seq > ?", (seq,))
                    db.execute("UPDATE event SET seq = -seq - 1 WHERE seq < 0")

            assert _breaks_after(db, remove)[0].seq == seq


def test_an_inserted_a_doubled_and_a_moved_entry_is_found(db: sqlite3.Connection) -> None:
    dice = random.Random(SEED)  # noqa: S311 - a seed, no secret
    count = db.execute("SELECT count(*) FROM event").fetchone()[0]
    for _ in range(60):
        seq, other = dice.randint(1, count), dice.randint(1, count)

        def double(db: sqlite3.Connection, seq: int = seq, other: int = other) -> None:
            _make_room(db, seq)
            source = other if other < seq else other + 1
            copied = "SELECT ?, at, kind, content, bodies, previous, hash FROM event WHERE seq = ?"
            db.execute(f"INSERT INTO event {copied}", (seq, source))

        breaks = _breaks_after(db, double)
        assert breaks
        assert abs(breaks[0].seq - seq) <= 1

        def swap(db: sqlite3.Connection, seq: int = seq, other: int = other) -> None:
            db.execute("UPDATE event SET seq = -1 WHERE seq = ?", (seq,))
            db.execute("UPDATE event SET seq = ? WHERE seq = ?", (seq, other))
            db.execute("UPDATE event SET seq = ? WHERE seq = -1", (other,))

        if seq != other:
            breaks = _breaks_after(db, swap)
            assert breaks
            assert breaks[0].seq == min(seq, other)


def _make_room(db: sqlite3.Connection, seq: int) -> None:
    db.execute("UPDATE event SET seq = -seq WHERE seq >= ?", (seq,))
    db.execute("UPDATE event SET seq = -seq + 1 WHERE seq < 0")


def test_an_entry_that_was_changed_together_with_its_hash_is_found(db: sqlite3.Connection) -> None:
    for row in db.execute("SELECT * FROM event").fetchall():
        content = row["content"].replace("1", "2", 1) + " "
        forged = link(row["previous"], row["at"], row["kind"], content, row["bodies"])

        change = "UPDATE event SET content = ?, hash = ? WHERE seq = ?"
        breaks = _breaks_after(db, partial(_put, change, (content, forged, row["seq"])))
        assert breaks
        assert breaks[0].seq == row["seq"]


@pytest.mark.parametrize("column", BODY_COLUMNS)
def test_a_changed_byte_of_any_body_is_found(db: sqlite3.Connection, column: str) -> None:
    dice = random.Random(f"{SEED} {column}")  # noqa: S311 - a seed, no secret
    for row in db.execute("SELECT * FROM body").fetchall():
        changed = _changed_byte(row[column], dice)
        if column == "bytes" and _reads_the_same(changed, row["bytes"]):
            continue  # a bit that the compression does not use
        statement = f"UPDATE body SET {column} = ? WHERE id = ?"  # noqa: S608 - our own names
        breaks = _breaks_after(db, partial(_put, statement, (changed, row["id"])))
        assert breaks, (column, row["id"])
        assert breaks[0].batch in {1, 2}


def _reads_the_same(changed: bytes, kept: bytes) -> bool:
    try:
        return stretch(changed) == stretch(kept)
    except zlib.error:
        return False


def test_any_removed_body_is_found(db: sqlite3.Connection) -> None:
    for row in db.execute("SELECT id FROM body").fetchall():
        breaks = _breaks_after(db, partial(_put, "DELETE FROM body WHERE id = ?", (row["id"],)))
        assert breaks
        assert breaks[0].batch in {1, 2}


@pytest.mark.parametrize("value", ["", "7", "7 zz", "999 " + "ab" * 32, "garbage"])
def test_a_changed_head_is_found(db: sqlite3.Connection, value: str) -> None:
    change = "UPDATE setting SET value = ? WHERE name = 'record head'"
    assert _breaks_after(db, partial(_put, change, (value,)))


def test_a_changed_byte_of_the_file_is_found_or_touches_no_entry(record: Path, tmp_path: Path) -> None:
    """A byte may lie in free room, an index or a cache; where entries read otherwise it is found."""
    dice = random.Random(SEED)  # noqa: S311 - a seed, no secret
    whole = record.read_bytes()
    kept = _entries(record)
    path = tmp_path / "mobius.db"
    found = untouched = 0
    for _ in range(500):
        changed = bytearray(whole)
        changed[dice.randrange(100, len(whole))] ^= 1 << dice.randrange(8)
        path.write_bytes(changed)
        if _is_found(path):
            found += 1
        else:
            assert _entries(path) == kept
            untouched += 1
    assert found > 40
    assert untouched > 50


def _is_found(path: Path) -> bool:
    try:
        with Store.review(path, TickingClock()) as store:
            return not store.verify().intact
    except RecordDamaged:
        return True


def _entries(path: Path) -> list[tuple[object, ...]]:
    with closing(witness(path, immutable=True)) as db:
        events = db.execute("SELECT * FROM event ORDER BY seq").fetchall()
        bodies = db.execute("SELECT digest, size, bytes FROM body NOT INDEXED ORDER BY id").fetchall()
    return [tuple(row) for row in (*events, *bodies)]


def _rewrite(path: Path, start: int) -> None:
    """What somebody does who holds the whole file and knows the rule: change an entry, compute all anew."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.row_factory = sqlite3.Row
        previous = b""
        for row in db.execute("SELECT * FROM event ORDER BY seq").fetchall():
            if row["seq"] < start:
                previous = row["hash"]
                continue
            content = row["content"].replace("Sending", "sending").replace("Customer", "Cust0mer")
            if row["seq"] == start:
                content = content.rstrip("}") + " }" if content.endswith("}") else content + " "
            before = previous or bytes(32)
            previous = link(before, row["at"], row["kind"], content, row["bodies"])
            db.execute(
                "UPDATE event SET content = ?, previous = ?, hash = ? WHERE seq = ?",
                (content, before, previous, row["seq"]),
            )
        count = db.execute("SELECT count(*) FROM event").fetchone()[0]
        db.execute("UPDATE setting SET value = ? WHERE name = 'record head'", (Head(count, previous).text,))
    with Store.open(path, TickingClock()) as store:
        store.rebuild()


def test_a_rewrite_of_everything_is_found_by_any_older_certificate_or_backup(
    record: Path, tmp_path: Path
) -> None:
    path, backup = tmp_path / "mobius.db", tmp_path / "backup.db"
    path.write_bytes(record.read_bytes())
    with Store.open(path, TickingClock()) as store:
        heads = [Head.parse(f"{row['seq']}:{row['hash'].hex()}") for row in _hashes(store)]
        store.backup(backup)
        number = store.open_batch(lambda number: opening(number, unposted(10601)))
        store.record(*stories.closing(number))
    start = len(heads) // 2
    _rewrite(path, start)
    with Store.open(path, TickingClock()) as store:
        assert store.verify().intact  # the chain alone cannot tell
        for head in heads:
            verdict = store.verify_against(head)
            assert verdict.intact == (head.count < start)
        printed = Head.parse(heads[-1].text[: heads[-1].text.index(" ") + 17])  # as short as a certificate's
        assert not store.verify_against(printed).intact
        verdict = store.verify_against(backup)
        assert verdict.breaks[0].seq == start
        assert "was changed outside this program" in verdict.sentence
        assert verdict.sentence.endswith("since the backup backup.db.")


def test_a_record_that_only_grew_holds_against_every_older_head_and_backup(
    record: Path, tmp_path: Path
) -> None:
    path, backup = tmp_path / "mobius.db", tmp_path / "backup.db"
    path.write_bytes(record.read_bytes())
    with Store.open(path, TickingClock()) as store:
        store.backup(backup)
        older = Head.parse(store.head())
        store.open_batch(lambda number: opening(number, unposted(10601)))
        assert store.verify_against(older).intact
        sentence = store.verify_against(backup).sentence
        assert sentence.endswith(
            " of the backup backup.db; the 4 after them are held by the chain alone, until a later"
            " certificate or backup is compared."
        )
        now = Head.parse(store.head())
        last = store.verify_against(now).sentence
        assert last.endswith(f"It is the record of the certificate of entry {now.count}, to its last entry.")
        later = Head.parse(store.head())
    with Store.review(backup, TickingClock()) as store:
        assert "ends at entry" in store.verify_against(later).sentence


def _hashes(store: Store) -> list[sqlite3.Row]:
    with store._database.reading() as db:
        return db.execute("SELECT seq, hash FROM event ORDER BY seq").fetchall()


def test_a_batchs_printed_hash_holds_while_the_batch_goes_on_and_shows_a_rewrite(
    record: Path, tmp_path: Path
) -> None:
    path = tmp_path / "mobius.db"
    path.write_bytes(record.read_bytes())
    with Store.open(path, TickingClock()) as store:
        early = store.batch_head(BatchNumber(1))
        store.record(stories.journey(BatchNumber(1), unposted(10501))[2][0])
        late = store.batch_head(BatchNumber(1))
        assert late.head.count == early.head.count + 1
        for one in (early, late):
            verdict = store.verify_against(one)
            assert verdict.intact
            assert verdict.sentence.endswith("The batch is as the certificate of batch 1 has it.")
        ahead = BatchHead(early.batch, Head(late.head.count + 1, late.head.hash))
        short = store.verify_against(ahead).sentence
        assert short.startswith(f"The record has fewer than the {ahead.head.count} entries of batch 1 ")
    _rewrite(path, 3)
    with Store.open(path, TickingClock()) as store:
        assert store.verify().intact
        for one in (early, late):
            sentence = store.verify_against(one).sentence
            assert sentence.startswith("The record of batch 1 was changed outside this program")
