"""The tables that the screens read, set beside what the entries make of them: every row that is not theirs.

The entries are told anew into empty tables, and both are walked in the order of their keys, so that a row
that was put in or taken out shifts nothing. Rows are counted by table, batch and what was done to them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass

import msgspec

from mobius_desktop.domain.evidence import Break, Damage
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.domain.options import CompanyOptions
from mobius_desktop.domain.wire import Prepared
from mobius_desktop.store import chain, projection
from mobius_desktop.store.codec import unpack
from mobius_desktop.store.figures import Unplanned
from mobius_desktop.store.migrate import migrations

Counted = Callable[[sqlite3.Cursor], Iterator[sqlite3.Row]]
"""Passes rows on and counts them for whoever waits."""


class NotTold(Exception):  # noqa: N818 - said of an entry, and met by the walk only
    """An entry that no table can be made of."""

    def __init__(self, row: sqlite3.Row) -> None:
        super().__init__(row["seq"])
        self.row = row


def differences(db: sqlite3.Connection, counted: Counted) -> Iterator[Break]:
    """Where the tables are not what the entries make of them. Raises NotTold."""
    with closing(sqlite3.connect("", isolation_level=None)) as fresh:  # "": on the disk where it is large
        fresh.row_factory = sqlite3.Row
        fresh.execute("PRAGMA journal_mode = OFF")
        _make_tables(fresh)
        _tell(fresh, counted(db.execute("SELECT * FROM event ORDER BY seq")))
        found = [each for table in projection.DERIVED for each in _differences(db, fresh, table)]
    found.sort(key=lambda each: (each.batch is not None, each.batch or 0))
    yield from found


def batch_differences(db: sqlite3.Connection, number: BatchNumber) -> tuple[Break, ...]:
    """The same for one batch: where its rows are not what its own entries make of them. Raises NotTold."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        fresh.row_factory = sqlite3.Row
        _make_tables(fresh)
        _tell(fresh, db.execute(chain.OF_BATCH, (number,)))
        found = (
            Break(damage, 0, number, _named_in(row, table)[1], about=f"the table {table}")
            for table, narrowed in _OF_BATCH.items()
            for row, damage in _apart(db, fresh, table, narrowed.format(number))
        )
        return tuple(found)


def _tell(fresh: sqlite3.Connection, entries: Iterable[sqlite3.Row]) -> None:
    """Make the tables of these entries. Raises NotTold."""
    fresh.execute("BEGIN")
    for row in entries:
        try:
            event = unpack(row["kind"], row["content"])
            projection.apply(fresh, row["seq"], event, msgspec.json.decode(row["bodies"]))
        except (KeyError, msgspec.MsgspecError, Unplanned, sqlite3.IntegrityError) as error:
            raise NotTold(row) from error


_OF_BATCH = {
    "batch": "number = {}",
    "batch_figures": "batch = {}",
    "batch_invoice": "batch = {}",
    "finding": "batch = {}",
    "action": "batch = {}",
    "attempt": "action IN (SELECT id FROM action WHERE batch = {})",
    "log": "batch = {}",
}
"""The tables that a batch is shown from, and which rows are the batch's."""


def _make_tables(fresh: sqlite3.Connection) -> None:
    """Empty tables as this program has them, without what follows their changes (the search index)."""
    for step in migrations():
        step(fresh)
    triggers = fresh.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for row in triggers:
        fresh.execute(f'DROP TRIGGER "{row["name"]}"')


@dataclass(slots=True)
class _Rows:
    """How many rows of a table and batch had the same done to them, and the first of them."""

    first: sqlite3.Row
    count: int = 0


def _differences(db: sqlite3.Connection, fresh: sqlite3.Connection, table: str) -> Iterator[Break]:
    if table == "option":
        yield from _options_difference(db, fresh)
        return
    found: dict[tuple[object, Damage], _Rows] = {}
    for row, damage in _apart(db, fresh, table):
        batch, _ = _named_in(row, table)
        rows = found.setdefault((batch, damage), _Rows(row))
        rows.count += 1
    for (_, damage), rows in found.items():
        batch, number = _named_in(rows.first, table)
        yield Break(damage, 0, batch, number, about=f"the table {table}", rows=rows.count)


def _apart(
    db: sqlite3.Connection, fresh: sqlite3.Connection, table: str, narrowed: str = "true"
) -> Iterator[tuple[sqlite3.Row, Damage]]:
    """Both tables side by side in the order of their keys; the rows that are not in both as the same."""
    keys = [row["name"] for row in fresh.execute(f"PRAGMA table_info({table})") if row["pk"]]
    query = f"SELECT * FROM {table} WHERE {narrowed} ORDER BY {', '.join(keys)}"  # noqa: S608 - our own names
    values = _VALUES.get(table, {})
    kept_rows, derived_rows = db.execute(query), fresh.execute(query)
    kept, derived = kept_rows.fetchone(), derived_rows.fetchone()
    while kept is not None or derived is not None:
        order = _order(kept, derived, keys)
        if order == 0 and not _same(kept, derived, values):
            yield derived, Damage.TABLES_DIFFER
        elif order < 0:
            yield kept, Damage.ROWS_WITHOUT_ENTRY
        elif order > 0:
            yield derived, Damage.ROWS_REMOVED
        if order <= 0:
            kept = kept_rows.fetchone()
        if order >= 0:
            derived = derived_rows.fetchone()


def _order(kept: sqlite3.Row | None, derived: sqlite3.Row | None, keys: list[str]) -> int:
    """Below 0: `kept` stands alone; above: `derived` does; 0: both have the same key."""
    if kept is None or derived is None:
        return 1 if kept is None else -1
    for name in keys:
        left, right = _rank(kept[name]), _rank(derived[name])
        if left != right:
            return -1 if left < right else 1
    return 0


def _rank(value: object) -> tuple[int, float, bytes]:
    """A value's place in SQLite's order: nothing, numbers, texts, bytes."""
    if isinstance(value, int | float):
        return 1, value, b""
    if isinstance(value, str):
        return 2, 0, value.encode("utf-8", "surrogateescape")
    return (3, 0, value) if isinstance(value, bytes) else (0, 0, b"")


def _named_in(row: sqlite3.Row, table: str) -> tuple[BatchNumber | None, str]:
    """The batch and the invoice that a row is about. A batch that is no number was put there by somebody."""
    if table == "batch":
        return _batch(row["number"]), ""
    names = set(row.keys())
    named = next((name for name in ("number", "billing_log_id") if name in names), None)
    if table == "attempt":  # its action's id begins with the batch
        first = str(row["action"]).partition("/")[0]
        return BatchNumber(int(first)) if first.isdecimal() else None, ""
    return _batch(row["batch"]) if "batch" in names else None, str(row[named]) if named else ""


def _batch(value: object) -> BatchNumber | None:
    return BatchNumber(value) if isinstance(value, int) else None


_VALUES: dict[str, dict[str, type]] = {
    "batch": {"options": CompanyOptions},
    "attempt": {"prepared": Prepared},
    "finding": {"finding": Finding},
}
"""Columns that keep a value as text. A later version may write more fields for the same value."""


def _same(kept: sqlite3.Row, derived: sqlite3.Row, values: dict[str, type]) -> bool:
    if tuple(kept) == tuple(derived):
        return True
    return all(
        kept[name] == derived[name]
        or (name in values and _value(kept[name], values[name]) == _value(derived[name], values[name]))
        for name in derived.keys()  # noqa: SIM118 - a Row iterates over its values
    )


def _value(text: object, kind: type) -> object:
    """A kept value; the text itself where it is none."""
    try:
        return msgspec.json.decode(text, type=kind) if isinstance(text, str) else text
    except (msgspec.MsgspecError, UnicodeError):
        return text


def _options_difference(db: sqlite3.Connection, fresh: sqlite3.Connection) -> Iterator[Break]:
    """A row for each option: what an older version did not know has its default."""
    if _chosen(db) != _chosen(fresh):
        yield Break(Damage.TABLES_DIFFER, about="the table option")


def _chosen(db: sqlite3.Connection) -> dict[str, object]:
    found: dict[str, dict[str, object]] = {}
    for row in db.execute("SELECT realm, name, value FROM option"):
        found.setdefault(row["realm"], {})[row["name"]] = _value(row["value"], object)
    return {realm: _options(chosen) for realm, chosen in found.items()}


def _options(chosen: dict[str, object]) -> object:
    try:
        return msgspec.convert(chosen, CompanyOptions)
    except msgspec.ValidationError:
        return chosen
