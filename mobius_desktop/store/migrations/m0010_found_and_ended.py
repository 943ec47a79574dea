"""The search also finds lines of the log, findings by their code, and requests by a part of their id; the
entries of a batch, and what changed since a moment, are found without walking the whole record.

A batch ended when its sending did: before, each correction moved its end."""

from __future__ import annotations

import datetime as dt
import sqlite3

import msgspec

from mobius_desktop.domain.events import BatchChanged
from mobius_desktop.domain.states import BatchState, ended_at
from mobius_desktop.store.amounts import time_in

_decoder = msgspec.json.Decoder(BatchChanged)


def migrate(connection: sqlite3.Connection) -> None:
    """Index what there is, within the caller's transaction."""
    from sqlite_utils import Database  # noqa: PLC0415 - heavy, and needed by migrations only

    Database(connection).table("log").enable_fts(
        ["text"], tokenize="unicode61 remove_diacritics 2", create_triggers=True
    )
    _end_batches_when_they_ended(connection)
    connection.execute("CREATE INDEX batch_invoice_by_change ON batch_invoice (changed_at)")
    connection.execute("CREATE INDEX finding_by_code ON finding (code, batch)")
    connection.execute(
        "CREATE INDEX batch_invoice_by_finding ON batch_invoice (finding_code, batch)"
        " WHERE finding_code <> ''"
    )
    # An entry that somebody has made unreadable must not keep the record from being opened.
    connection.execute(
        "CREATE INDEX event_by_batch ON event (json_extract(content, '$.batch'), seq)"
        " WHERE json_valid(content)"
    )
    connection.execute(
        "CREATE INDEX attempt_by_request_end ON attempt (substr(request_id, -8)) WHERE request_id <> ''"
    )


def _end_batches_when_they_ended(connection: sqlite3.Connection) -> None:
    ends: dict[int, tuple[BatchState, dt.datetime | None]] = {}
    changes = connection.execute(
        "SELECT content FROM event WHERE kind = 'BatchChanged' AND json_valid(content) ORDER BY seq"
    )
    for (content,) in changes:
        try:
            event = _decoder.decode(content)
        except msgspec.DecodeError:  # altered: a verification says so
            continue
        before, ended = ends.get(event.batch, (BatchState.RUNNING, None))
        ends[event.batch] = event.state, ended_at(ended, before, event.state, event.at)
    connection.executemany(
        "UPDATE batch SET ended_at = ? WHERE number = ?",
        [(time_in(ended), number) for number, (_, ended) in ends.items()],
    )
