"""What became of the invoices of past batches: sent by a later one, taken back, accepted as they are."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import msgspec

from mobius_desktop.domain.archive import Afterwards
from mobius_desktop.domain.ids import BatchNumber

_SENT = """
SELECT mine.batch AS batch, later.batch AS later, count(DISTINCT mine.billing_log_id) AS count
FROM batch_invoice AS mine CROSS JOIN batch_invoice AS later
  ON later.billing_log_id = mine.billing_log_id AND later.id > mine.id
WHERE mine.batch IN (SELECT value FROM json_each(?)) AND mine.state <> 'Completed Successfully'
  AND later.state = 'Completed Successfully' AND later.outcome IN ('send', 'adopt')
GROUP BY mine.batch, later.batch ORDER BY mine.batch, later.batch
"""
_TAKEN_BACK = """
SELECT batch, count(*) AS count FROM batch_invoice
WHERE batch IN (SELECT value FROM json_each(?)) AND finding_code = 'TAKEN_BACK'
GROUP BY batch
"""
"""Also one without lines, which had no document: the list before an undo and the batch's end count it too."""
_ACCEPTED = """
SELECT bi.batch AS batch, count(DISTINCT bi.billing_log_id) AS count
FROM judgement CROSS JOIN batch_invoice AS bi ON bi.billing_log_id = judgement.billing_log_id
  CROSS JOIN batch ON batch.number = bi.batch
WHERE bi.batch IN (SELECT value FROM json_each(?)) AND judgement.verdict = 'accept'
  AND judgement.at >= batch.started_at AND bi.document_id IS NOT NULL
GROUP BY bi.batch
"""


def afterwards(db: sqlite3.Connection, numbers: Sequence[BatchNumber]) -> dict[BatchNumber, Afterwards]:
    """By batch; absent where nothing became of it."""
    listed = (msgspec.json.encode(list(numbers)).decode(),)
    found: dict[BatchNumber, Afterwards] = defaultdict(Afterwards)
    for row in db.execute(_SENT, listed):
        before = found[row["batch"]]
        found[row["batch"]] = replace(before, sent_in=(*before.sent_in, (row["later"], row["count"])))
    for row in db.execute(_TAKEN_BACK, listed):
        found[row["batch"]] = replace(found[row["batch"]], taken_back=row["count"])
    for row in db.execute(_ACCEPTED, listed):
        found[row["batch"]] = replace(found[row["batch"]], accepted=row["count"])
    return dict(found)
